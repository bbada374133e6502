//! Group-sequential tests: a trial looks at its results several times and may end each time, and the chance of a false
//! result over all looks is what was agreed on. How much of it each look may spend is a function of the share of the
//! information (Lan and DeMets 1983), so that looks need not be planned exactly. Left out: stopping for futility, and
//! estimates that allow for the stopping.
//!
//! The statistic is a Brownian motion: at the share t of the information B(t) = Z √t is normal with mean θt and variance
//! t, where the drift θ is the expected Z of the whole trial. Chances come from recursive numerical integration over the
//! looks (Armitage, McPherson and Rowe 1969), by Simpson's rule. One look alone is the usual test.

use super::{normal_cumulative, normal_density, normal_deviate};

/// How much of alpha is spent up to a share of the information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spending {
    /// Like the boundaries of O'Brien and Fleming: hardly anything early.
    ObrienFleming,
    /// Like those of Pocock: nearly alike at all looks.
    Pocock,
}

impl Spending {
    /// The part of a one-sided `alpha` that is spent at the share `t` of the information (Lan and DeMets 1983).
    ///
    /// ```text
    /// O'Brien-Fleming   2 - 2 Φ(z(1 - α/2) / √t)          Pocock   α ln(1 + (e - 1) t)
    /// ```
    pub fn spent(self, alpha: f64, t: f64) -> f64 {
        match self {
            Self::ObrienFleming => 2.0 * normal_cumulative(-normal_deviate(1.0 - alpha / 2.0) / t.sqrt()),
            Self::Pocock => alpha * libm::log1p((std::f64::consts::E - 1.0) * t),
        }
    }
}

/// Points of Simpson's rule: between the boundaries, and beyond one; even numbers of intervals.
const BETWEEN: usize = 400;
/// Beyond a boundary, where the density falls to nothing.
const BEYOND: usize = 800;
/// Standard deviations of the statistic that are integrated over, without a boundary and beyond one.
const REACH: f64 = 9.0;
/// Likewise beyond a boundary.
const FAR: f64 = 24.0;
/// Largest drift for which chances are computed; a larger one is as certain.
const LARGEST_DRIFT: f64 = 18.0;

/// A test with its looks and boundaries.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSequential {
    /// Shares of the information, ascending; the last is 1.
    pub times: Vec<f64>,
    /// Deviates beyond which the trial ends with a result in favor of the treatment.
    pub upper: Vec<f64>,
    /// Whether it ends below minus these, too.
    pub two_sided: bool,
    /// For each look points of B beyond the boundary, and density times weight without drift.
    beyond: Vec<Vec<(f64, f64)>>,
}

impl GroupSequential {
    /// A test that spends alpha; `alpha` is that of one side, and a two-sided test has the same on the other.
    pub fn spending(times: &[f64], alpha: f64, spending: Spending, two_sided: bool) -> Self {
        let mut walk = Walk::new(two_sided);
        let mut spent = 0.0;
        for t in times {
            let due = if *t >= 1.0 { alpha } else { spending.spent(alpha, *t) };
            let boundary = walk.boundary(*t, (due - spent).max(0.0));
            walk.look(*t, boundary);
            spent = due;
        }
        walk.test
    }

    /// The usual test, at the end alone.
    pub fn fixed(alpha: f64, two_sided: bool) -> Self {
        Self::with_boundaries(&[1.0], &[normal_deviate(1.0 - alpha)], two_sided)
    }

    /// A test with these boundaries (deviates), as many as there are looks.
    pub fn with_boundaries(times: &[f64], upper: &[f64], two_sided: bool) -> Self {
        let mut walk = Walk::new(two_sided);
        times.iter().zip(upper).for_each(|(t, upper)| walk.look(*t, *upper));
        walk.test
    }

    /// Chance to end in favor of the treatment at each look, with this drift (expected Z of the whole trial).
    ///
    /// Chances with a drift follow from those without one: the density of B(t) is exp(θb - θ²t/2) times as high.
    pub fn in_favor(&self, drift: f64) -> Vec<f64> {
        let drift = drift.clamp(-LARGEST_DRIFT, LARGEST_DRIFT);
        let at = |(t, points): (&f64, &Vec<(f64, f64)>)| {
            let tilt = |(b, density): &(f64, f64)| density * libm::exp(drift * b - 0.5 * drift * drift * t);
            points.iter().map(tilt).sum::<f64>().clamp(0.0, 1.0)
        };
        self.times.iter().zip(&self.beyond).map(at).collect()
    }

    /// Chance to end in favor of the treatment at any look.
    pub fn power(&self, drift: f64) -> f64 {
        self.in_favor(drift).iter().sum::<f64>().min(1.0)
    }

    /// Expected share of the information when the trial ends.
    pub fn expected_share(&self, drift: f64) -> f64 {
        let against = if self.two_sided { self.in_favor(-drift) } else { vec![0.0; self.times.len()] };
        let ends = self.in_favor(drift).into_iter().zip(against).zip(&self.times);
        1.0 - ends.map(|((favor, against), t)| (favor + against) * (1.0 - t)).sum::<f64>()
    }

    /// The drift at which the power is this; the number of patients grows with its square.
    pub fn drift_for(&self, power: f64) -> f64 {
        let (mut low, mut high) = (-LARGEST_DRIFT, LARGEST_DRIFT);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.power(middle) < power { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

/// The motion before the next look: its density among trials that have not ended.
struct Walk {
    /// Looks so far, with the boundaries that were found.
    test: GroupSequential,
    /// Share of the information at the last look, 0 before the first.
    now: f64,
    /// Points of B within the boundaries, and density times weight; one point before the first look.
    within: Vec<(f64, f64)>,
}

impl Walk {
    /// At information 0, where all trials are at B = 0.
    fn new(two_sided: bool) -> Self {
        let test = GroupSequential { times: Vec::new(), upper: Vec::new(), two_sided, beyond: Vec::new() };
        Self { test, now: 0.0, within: vec![(0.0, 1.0)] }
    }

    /// Density of B at the next look, of trials that are not ended before it.
    fn density(&self, t: f64, b: f64) -> f64 {
        let spread = (t - self.now).sqrt();
        self.within.iter().map(|(from, weight)| weight * normal_density((b - from) / spread)).sum::<f64>() / spread
    }

    /// Chance to be beyond a value of B at the next look.
    fn chance_beyond(&self, t: f64, b: f64) -> f64 {
        let spread = (t - self.now).sqrt();
        self.within.iter().map(|(from, weight)| weight * normal_cumulative((from - b) / spread)).sum()
    }

    /// The deviate beyond which the next look has this chance to end the trial.
    fn boundary(&self, t: f64, chance: f64) -> f64 {
        let (mut low, mut high) = (-REACH, REACH);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.chance_beyond(t, middle * t.sqrt()) > chance { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }

    /// Looks at the share `t` with this boundary (deviate), and goes on where the trial has not ended.
    fn look(&mut self, t: f64, upper: f64) {
        let (boundary, spread) = (upper * t.sqrt(), t.sqrt());
        let lowest = if self.test.two_sided { -boundary } else { -REACH * spread };
        let weighed = |(b, weight): (f64, f64)| (b, weight * self.density(t, b));
        let beyond = simpson(boundary, boundary.max(0.0) + FAR * spread, BEYOND).into_iter().map(weighed).collect();
        let within = simpson(lowest, boundary.max(lowest), BETWEEN).into_iter().map(weighed).collect();
        (self.now, self.within) = (t, within);
        self.test.times.push(t);
        self.test.upper.push(upper);
        self.test.beyond.push(beyond);
    }
}

/// Points and weights of Simpson's rule.
fn simpson(low: f64, high: f64, intervals: usize) -> Vec<(f64, f64)> {
    let width = (high - low) / intervals as f64;
    let weight = |i: usize| match i {
        0 => 1.0,
        i if i == intervals => 1.0,
        i if i % 2 == 1 => 4.0,
        _ => 2.0,
    };
    (0..=intervals).map(|i| (low + width * i as f64, width / 3.0 * weight(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(looks: u32) -> Vec<f64> {
        (1..=looks).map(|look| f64::from(look) / f64::from(looks)).collect()
    }

    fn close(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
        found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < tolerance)
    }

    // Reboussin, DeMets, Kim and Lan 2000, Control Clin Trials 21:190, five looks at two-sided 0.05 with the spending
    // functions of Lan and DeMets 1983, Biometrika 70:659; fewer looks by the same program.
    #[test]
    fn boundaries_of_the_spending_functions_are_the_published_ones() {
        let found = |looks, spending| GroupSequential::spending(&equal(looks), 0.025, spending, true).upper;
        for (looks, expected) in
            [(2, &[2.9626, 1.9686][..]), (3, &[3.7103, 2.5114, 1.9930]), (5, &[4.8769, 3.3569, 2.6803, 2.2898, 2.0310])]
        {
            let found = found(looks, Spending::ObrienFleming);
            assert!(close(&found, expected, 2e-4), "{found:?}");
        }
        for (looks, expected) in [(2, &[2.1570, 2.2010][..]), (5, &[2.4380, 2.4268, 2.4101, 2.3966, 2.3859])] {
            let found = found(looks, Spending::Pocock);
            assert!(close(&found, expected, 2e-4), "{found:?}");
        }
    }

    // Jennison and Turnbull 2000, Group Sequential Methods, tables 2.1 to 2.4: constants of Pocock (2.413) and of O'Brien
    // and Fleming (2.040) for five looks at two-sided 0.05, and their inflation factors for a power of 80 % (1.229, 1.028).
    #[test]
    fn constants_of_pocock_and_of_obrien_and_fleming_keep_five_percent_and_inflate_as_published() {
        let fixed = GroupSequential::fixed(0.025, true).drift_for(0.8);
        let obrien_fleming: Vec<f64> = equal(5).iter().map(|t| 2.040 / t.sqrt()).collect();
        for (upper, inflation) in [(vec![2.413; 5], 1.229), (obrien_fleming, 1.028)] {
            let test = GroupSequential::with_boundaries(&equal(5), &upper, true);
            assert!((2.0 * test.power(0.0) - 0.05).abs() < 1e-4, "{upper:?}: {}", test.power(0.0));
            let ratio = (test.drift_for(0.8) / fixed).powi(2);
            assert!((ratio - inflation).abs() < 1e-3, "{upper:?}: {ratio}");
        }
    }

    #[test]
    fn one_look_is_the_usual_test() {
        let test = GroupSequential::fixed(0.05, false);
        let critical = normal_deviate(0.95);
        for drift in [-1.0, 0.0, 0.5, 2.487, 4.0, 9.0] {
            assert!((test.power(drift) - normal_cumulative(drift - critical)).abs() < 1e-7, "{drift}");
        }
        assert_eq!(test.expected_share(1.0), 1.0);
    }

    #[test]
    fn what_is_spent_adds_up_to_alpha_and_is_what_ends_the_trial() {
        for spending in [Spending::ObrienFleming, Spending::Pocock] {
            for two_sided in [false, true] {
                let test = GroupSequential::spending(&[0.3, 0.5, 0.9, 1.0], 0.025, spending, two_sided);
                let ended: Vec<f64> = test.in_favor(0.0);
                let spent = spending.spent(0.025, 0.5);
                assert!((ended[0] + ended[1] - spent).abs() < 1e-6, "{spending:?}");
                assert!((test.power(0.0) - 0.025).abs() < 1e-6, "{spending:?}");
                assert!((spending.spent(0.025, 1.0) - 0.025).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_trial_with_a_large_effect_ends_early_and_one_without_goes_to_its_end() {
        let test = GroupSequential::spending(&equal(3), 0.025, Spending::Pocock, true);
        assert!(test.expected_share(9.0) < 0.4 && test.expected_share(0.0) > 0.95);
        assert!((test.power(40.0) - 1.0).abs() < 1e-3);
    }
}
