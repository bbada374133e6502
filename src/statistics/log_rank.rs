//! The log-rank test (Mantel 1966), for any number of groups. Left out: weights, strata, pairing.

use super::Observed;

/// Two-sided p value; none without an event, with one group, or where no event could have been in another group.
///
/// The null hypothesis is that all groups have the same hazard at all times. The statistic is the surplus of events
/// over those expected, in its covariance, and is compared to a chi-squared distribution with as many degrees of
/// freedom as the covariance has rank: one less than there are groups, if all could have had events. With one event
/// among one subject at risk, nothing is learned.
pub fn log_rank(groups: &[&[Observed]]) -> Option<f64> {
    let (statistic, freedom) = Sums::of(groups).statistic();
    (freedom > 0).then(|| chi_squared_tail(statistic, freedom))
}

/// Events of the second group beyond those expected, in their standard deviation; none where they have none. Negative where
/// the second group lives longer; a standard normal deviate if the hazards are the same.
pub fn log_rank_deviate(first: &[Observed], second: &[Observed]) -> Option<f64> {
    let sums = Sums::of(&[first, second]);
    let variance = sums.covariance[1][1];
    (variance > 0.0).then(|| sums.surplus[1] / variance.sqrt())
}

/// Times of a group, ascending: where observation ended, and those of them that were events.
struct Group {
    /// Of all subjects.
    ends: Vec<f64>,
    /// Of those with an event.
    events: Vec<f64>,
}

impl Group {
    /// Sorts the times of a group.
    fn of(observed: &[Observed]) -> Self {
        let mut sorted = observed.to_vec();
        sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
        let events = sorted.iter().filter(|observed| observed.event).map(|observed| observed.time).collect();
        Self { ends: sorted.iter().map(|observed| observed.time).collect(), events }
    }

    /// Under observation just before this time.
    fn at_risk(&self, time: f64) -> f64 {
        (self.ends.len() - self.ends.partition_point(|end| *end < time)) as f64
    }

    /// At exactly this time.
    fn events_at(&self, time: f64) -> f64 {
        let upto = self.events.partition_point(|event| *event <= time);
        (upto - self.events.partition_point(|event| *event < time)) as f64
    }
}

/// Observed less expected events of each group, and their covariances.
struct Sums {
    /// Observed less expected, one for each group; they sum to zero.
    surplus: Vec<f64>,
    /// Hypergeometric, summed over times.
    covariance: Vec<Vec<f64>>,
}

impl Sums {
    /// Over all times with events.
    fn of(groups: &[&[Observed]]) -> Self {
        let groups: Vec<Group> = groups.iter().map(|observed| Group::of(observed)).collect();
        let mut times: Vec<f64> = groups.iter().flat_map(|group| group.events.iter().copied()).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let mut sums =
            Self { surplus: vec![0.0; groups.len()], covariance: vec![vec![0.0; groups.len()]; groups.len()] };
        times.iter().for_each(|time| sums.add(&groups, *time));
        sums
    }

    /// Adds one time with events: a draw of the events from those at risk, without replacement.
    fn add(&mut self, groups: &[Group], time: f64) {
        let at_risk: Vec<f64> = groups.iter().map(|group| group.at_risk(time)).collect();
        let events: Vec<f64> = groups.iter().map(|group| group.events_at(time)).collect();
        let (n, d): (f64, f64) = (at_risk.iter().sum(), events.iter().sum());
        let spread = if n > 1.0 { d * (n - d) / (n - 1.0) } else { 0.0 };
        for i in 0..groups.len() {
            self.surplus[i] += events[i] - d * at_risk[i] / n;
            for j in 0..groups.len() {
                let own = if i == j { at_risk[i] / n } else { 0.0 };
                self.covariance[i][j] += spread * (own - at_risk[i] / n * at_risk[j] / n);
            }
        }
    }

    /// Surplus times inverse covariance times surplus, and the rank of the covariance, by elimination; what depends on the
    /// groups before it (always the last) is left out.
    fn statistic(mut self) -> (f64, usize) {
        let largest = (0..self.surplus.len()).map(|i| self.covariance[i][i]).fold(0.0, f64::max);
        let (mut statistic, mut rank) = (0.0, 0);
        for i in 0..self.surplus.len() {
            let pivot = self.covariance[i][i];
            if pivot <= 1e-9 * largest {
                continue;
            }
            statistic += self.surplus[i] * self.surplus[i] / pivot;
            rank += 1;
            for row in i + 1..self.surplus.len() {
                let factor = self.covariance[row][i] / pivot;
                self.surplus[row] -= factor * self.surplus[i];
                for column in i..self.surplus.len() {
                    self.covariance[row][column] -= factor * self.covariance[i][column];
                }
            }
        }
        (statistic, rank)
    }
}

/// Chance that a chi-squared variable exceeds a value, in closed form (Abramowitz and Stegun 26.4.4 and 26.4.5).
fn chi_squared_tail(value: f64, freedom: usize) -> f64 {
    let half = 0.5 * value;
    let odd = freedom % 2 == 1;
    let mut tail = if odd { libm::erfc(half.sqrt()) } else { libm::exp(-half) };
    let mut term = libm::exp(-half) * if odd { (half / std::f64::consts::PI).sqrt() * 2.0 } else { half };
    let mut next = if odd { 3 } else { 4 };
    while next <= freedom {
        tail += term;
        term *= half / (0.5 * next as f64);
        next += 2;
    }
    tail.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Observations from times; a negative one is censored.
    fn observed(times: &[f64]) -> Vec<Observed> {
        times.iter().map(|time| Observed { time: time.abs(), event: *time > 0.0 }).collect()
    }

    fn p(groups: &[&[f64]]) -> Option<f64> {
        let groups: Vec<Vec<Observed>> = groups.iter().map(|times| observed(times)).collect();
        log_rank(&groups.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn is_near(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found / expected - 1.0).abs() < 1e-9)
    }

    // R, survival::aml.
    const MAINTAINED: [f64; 11] = [9.0, 13.0, -13.0, 18.0, 23.0, -28.0, 31.0, 34.0, -45.0, 48.0, -161.0];
    const NOT_MAINTAINED: [f64; 12] = [5.0, 5.0, 8.0, 8.0, 12.0, -16.0, 23.0, 27.0, 30.0, 33.0, 43.0, 45.0];
    // R, survival::veteran by type of cell.
    const SQUAMOUS: [f64; 35] = [
        1.0, 1.0, 8.0, 10.0, 11.0, 15.0, -25.0, 25.0, 30.0, 33.0, 42.0, 44.0, 72.0, 82.0, -87.0, -100.0, 110.0, 111.0,
        112.0, 118.0, 126.0, 144.0, 201.0, 228.0, -231.0, 242.0, 283.0, 314.0, 357.0, 389.0, 411.0, 467.0, 587.0,
        991.0, 999.0,
    ];
    const SMALL_CELL: [f64; 48] = [
        2.0, 4.0, 7.0, 7.0, 8.0, 10.0, 13.0, 13.0, 16.0, 18.0, 18.0, 20.0, 20.0, 21.0, 21.0, 22.0, 24.0, 25.0, 25.0,
        27.0, 29.0, 30.0, 31.0, 51.0, 51.0, 52.0, 54.0, 54.0, 56.0, 59.0, 61.0, 63.0, 80.0, 87.0, 95.0, -97.0, 99.0,
        99.0, -103.0, 117.0, 122.0, -123.0, 139.0, 151.0, 153.0, 287.0, 384.0, 392.0,
    ];
    const ADENO: [f64; 27] = [
        3.0, 7.0, 8.0, 8.0, 12.0, 18.0, 19.0, 24.0, 31.0, 35.0, 36.0, 45.0, 48.0, 51.0, 52.0, 73.0, 80.0, -83.0, 84.0,
        90.0, 92.0, 95.0, 117.0, 132.0, 140.0, 162.0, 186.0,
    ];

    // R 4.2.2, survival 3.5-3: survdiff(Surv(time, status) ~ group); pchisq(chisq, groups - 1, lower = FALSE).
    #[test]
    fn p_values_of_two_and_three_groups_are_those_of_r() {
        assert!(is_near(p(&[&MAINTAINED, &NOT_MAINTAINED]), 6.533_932_204_050_513e-2));
        assert!(is_near(p(&[&SQUAMOUS, &ADENO]), 5.191_801_492_839_58e-4));
        assert!(is_near(p(&[&SQUAMOUS, &SMALL_CELL, &ADENO]), 3.886_265_363_969_829e-4));
    }

    // The square of the deviate is the statistic of the test: p = erfc(|z| / √2).
    #[test]
    fn the_deviate_is_negative_where_the_second_group_lives_longer() {
        let [longer, shorter] = [observed(&MAINTAINED), observed(&NOT_MAINTAINED)];
        let deviate = log_rank_deviate(&shorter, &longer).expect("a deviate");
        assert!(deviate < 0.0 && is_near(log_rank_deviate(&longer, &shorter), -deviate));
        assert!(is_near(Some(libm::erfc(-deviate / std::f64::consts::SQRT_2)), 6.533_932_204_050_513e-2));
        assert_eq!(log_rank_deviate(&observed(&[-90.0]), &observed(&[-90.0])), None);
    }

    #[test]
    fn neither_order_nor_empty_groups_matter() {
        let orders: [&[&[f64]]; 2] = [&[&ADENO, &SQUAMOUS, &SMALL_CELL], &[&[], &SMALL_CELL, &ADENO, &[], &SQUAMOUS]];
        assert!(orders.iter().all(|groups| is_near(p(groups), 3.886_265_363_969_829e-4)));
    }

    #[test]
    fn a_group_does_not_differ_from_itself() {
        assert!(is_near(p(&[&MAINTAINED, &MAINTAINED]), 1.0));
    }

    #[test]
    fn without_events_or_without_another_group_there_is_no_test() {
        assert_eq!(p(&[&[-90.0, -90.0], &[-90.0]]), None);
        assert_eq!((p(&[]), p(&[&MAINTAINED]), p(&[&MAINTAINED, &[]])), (None, None, None));
        assert_eq!(p(&[&[5.0, 5.0], &[5.0, 5.0]]), None);
    }

    // R 4.2.2: pchisq(0.7 * k, k, lower = FALSE), pchisq(30, k, lower = FALSE), for 1 to 7 degrees of freedom.
    #[test]
    fn tails_of_the_chi_squared_distribution_are_those_of_r() {
        let expected = [
            (4.027_836_942_464_758e-1, 4.320_463_057_827_497e-8),
            (4.965_853_037_914_095e-1, 3.059_023_205_018_258e-7),
            (5.519_127_633_397_11e-1, 1.380_057_031_293_255e-6),
            (5.918_327_134_598_556e-1, 4.894_437_128_029_213e-6),
            (6.233_876_277_495_819e-1, 1.474_858_103_844_305e-5),
            (6.496_313_518_820_692e-1, 3.930_844_818_448_462e-5),
            (6.721_653_275_282_018e-1, 9.495_972_508_134_185e-5),
        ];
        for (k, (near, far)) in (1..).zip(expected) {
            assert!(is_near(Some(chi_squared_tail(0.7 * k as f64, k)), near), "{k}");
            assert!(is_near(Some(chi_squared_tail(30.0, k)), far), "{k}");
        }
    }
}
