//! The log-rank test (Mantel 1966), for any number of groups. Left out: weights, strata, pairing.

use super::Observed;

/// Two-sided p value; none without an event, with one group, or where no event could have been in another group.
pub fn log_rank(groups: &[&[Observed]]) -> Option<f64> {
    let mut times: Vec<f64> = groups.iter().copied().flatten().filter(|o| o.event).map(|o| o.time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let groups: Vec<Vec<Observed>> = groups.iter().map(|group| by_time(group)).collect();
    let mut sums = Sums::new(groups.len());
    times.iter().for_each(|time| sums.add(&groups, *time));
    let (statistic, freedom) = sums.statistic();
    (freedom > 0).then(|| chi_squared_tail(statistic, freedom))
}

fn by_time(group: &[Observed]) -> Vec<Observed> {
    let mut group = group.to_vec();
    group.sort_by(|a, b| a.time.total_cmp(&b.time));
    group
}

/// Observed less expected events of each group, and their covariances.
struct Sums {
    surplus: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

impl Sums {
    fn new(groups: usize) -> Self {
        Self { surplus: vec![0.0; groups], covariance: vec![vec![0.0; groups]; groups] }
    }

    /// Adds one time with events: a draw of the events from those at risk, without replacement. Groups are sorted by time.
    fn add(&mut self, groups: &[Vec<Observed>], time: f64) {
        let before = |group: &Vec<Observed>| group.partition_point(|o| o.time < time);
        let at_risk: Vec<f64> = groups.iter().map(|group| (group.len() - before(group)) as f64).collect();
        let now = |group: &Vec<Observed>| {
            group[before(group)..].iter().take_while(|o| o.time == time).filter(|o| o.event).count() as f64
        };
        let events: Vec<f64> = groups.iter().map(now).collect();
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
