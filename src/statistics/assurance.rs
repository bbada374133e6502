//! Chances of a trial over what is not known: power averaged over the true effects that are possible (assurance, O'Hagan,
//! Stevens and Campbell 2005), where each true effect is known only from some simulated patients. The noise of these
//! must not count as a difference between true effects, or every assurance tends to one half. Left out: priors.

use super::{mean, quantile};

/// True values behind noisy estimates of them.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Denoised {
    /// One for each estimate, in order.
    pub values: Vec<f64>,
    /// Their mean, that of the estimates.
    pub mean: f64,
    /// Variance between true values.
    pub between: f64,
    /// Variance of the estimates around their true values.
    pub noise: f64,
}

impl Denoised {
    /// Estimates with the variance of the noise of each (constrained empirical Bayes: Louis 1984, Ghosh 1992).
    ///
    /// ```text
    /// between = max(0, variance of the estimates - mean noise)          value = mean + √(between / variance) (estimate - mean)
    /// ```
    ///
    /// The values have the mean of the estimates and the variance between true values; the best guess of each alone
    /// would lie nearer to the mean, and all of them too near to each other.
    pub fn of(estimates: &[f64], noises: &[f64]) -> Self {
        let (mean, noise) = (mean(estimates), mean(noises));
        let variance = variance(estimates);
        let between = (variance - noise).max(0.0);
        let factor = if variance > 0.0 { (between / variance).sqrt() } else { 0.0 };
        let values = estimates.iter().map(|estimate| mean + factor * (estimate - mean)).collect();
        Self { values, mean, between, noise }
    }

    /// Two true values of each unit, whose noises are correlated: the second follows the first as far as their true values
    /// do. `shared` is the covariance of the noises of each unit.
    ///
    /// Means, variances and the covariance of the result are those of the true values; the second has a part that goes
    /// with the first, and the part of its estimates that does not, which is drawn together.
    pub fn pair(first: [&[f64]; 2], second: [&[f64]; 2], shared: &[f64]) -> [Self; 2] {
        let [lead, mut follow] = [first, second].map(|[estimates, noises]| Self::of(estimates, noises));
        let (a, b) = (first[0], second[0]);
        let products: Vec<f64> = a.iter().zip(b).map(|(x, y)| (x - lead.mean) * (y - follow.mean)).collect();
        let covariance = products.iter().sum::<f64>() / (a.len().max(2) - 1) as f64;
        let limit = (lead.between * follow.between).sqrt();
        let truly = (covariance - mean(shared)).clamp(-limit, limit);
        let observed = if variance(a) > 0.0 { covariance / variance(a) } else { 0.0 };
        let slope = if lead.between > 0.0 { truly / lead.between } else { 0.0 };
        let rest: Vec<f64> = a.iter().zip(b).map(|(x, y)| y - follow.mean - observed * (x - lead.mean)).collect();
        let left = (follow.between - slope * slope * lead.between).max(0.0);
        let factor = if variance(&rest) > 0.0 { (left / variance(&rest)).sqrt() } else { 0.0 };
        let with = |(rest, lead_value): (f64, &f64)| follow.mean + slope * (lead_value - lead.mean) + factor * rest;
        follow.values = rest.into_iter().zip(&lead.values).map(with).collect();
        [lead, follow]
    }

    /// Share of the variance of the estimates that is one of true values; none where all estimates are alike.
    pub fn reliability(&self) -> Option<f64> {
        let all = self.between + self.noise;
        (all > 0.0).then(|| self.between / all)
    }

    /// The value below which this share of the true values lies.
    pub fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        quantile(&sorted, share)
    }
}

/// Sample variance; 0 of fewer than two values.
pub fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
    if values.len() > 1 { squares / (values.len() - 1) as f64 } else { 0.0 }
}

/// Variances of a value of a repetition of a unit of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Nested {
    /// Between groups.
    pub groups: f64,
    /// Between units of a group.
    pub units: f64,
    /// Between repetitions of a unit.
    pub repetitions: f64,
}

impl Nested {
    /// From mean squares, for groups of units of repetitions; every unit has as many repetitions as the first one. A part
    /// that is estimated below zero is 0 (Searle, Casella and McCulloch 1992, 3.6).
    ///
    /// With a single repetition nothing tells units and repetitions apart: all of it is then between repetitions.
    pub fn of(groups: &[Vec<Vec<f64>>]) -> Self {
        let units: Vec<&Vec<f64>> = groups.iter().flatten().collect();
        let repetitions = units.first().map_or(1, |unit| unit.len()).max(1) as f64;
        let within = mean(&units.iter().map(|unit| variance(unit)).collect::<Vec<_>>());
        let of_units: Vec<Vec<f64>> =
            groups.iter().map(|group| group.iter().map(|unit| mean(unit)).collect::<Vec<_>>()).collect();
        let between = mean(&of_units.iter().map(|means| variance(means)).collect::<Vec<_>>());
        let noise = of_units.iter().map(|means| variance(means) / means.len().max(1) as f64);
        let noise = mean(&noise.collect::<Vec<_>>());
        let groups = variance(&of_units.iter().map(|means| mean(means)).collect::<Vec<_>>()) - noise;
        match repetitions > 1.0 {
            true => {
                let units = (between - within / repetitions).max(0.0);
                Self { groups: groups.max(0.0), units, repetitions: within }
            }
            false => Self { groups: groups.max(0.0), units: 0.0, repetitions: between },
        }
    }
}

/// Groups of the jackknife: enough for a standard error, few enough to be quick.
const GROUPS: usize = 20;

/// What sums of shares in another order differ by at most.
const ROUNDING: f64 = 1e-12;

/// A number that was estimated from independent units, with its Monte-Carlo standard error.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimated {
    /// From all units.
    pub value: f64,
    /// Of the delete-a-group jackknife; NaN with fewer than two groups.
    pub error: f64,
}

impl Estimated {
    /// Value and error from what all units say, and what they say without each of the groups (Kott 2001).
    pub fn jackknifed(value: f64, without: &[f64]) -> Self {
        let g = without.len() as f64;
        let squares: f64 = without.iter().map(|one| (one - value) * (one - value)).sum();
        let error = if g > 1.0 { ((g - 1.0) / g * squares).sqrt() } else { f64::NAN };
        // The last digit of a sum in another order is no error.
        Self { value, error: if error < ROUNDING { 0.0 } else { error } }
    }
}

/// For each group of the jackknife the units that are left without it; of `n` units every twentieth is in the same group.
pub fn leave_outs(n: usize) -> Vec<Vec<usize>> {
    let groups = GROUPS.min(n);
    (0..groups).map(|out| (0..n).filter(|unit| unit % groups != out).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{normal_cumulative, normal_deviate, standard_error};
    use rand_distr::{Distribution, Normal};
    use rand_pcg::Pcg64Mcg;

    /// Draws of true effects with noise.
    fn drawn(n: usize, between: f64, noise: f64, seed: u64) -> Vec<f64> {
        let mut stream = <Pcg64Mcg as rand::SeedableRng>::seed_from_u64(seed);
        let normal = |spread: f64| Normal::new(0.0, spread).expect("a spread");
        (0..n).map(|_| 0.3 + normal(between).sample(&mut stream) + normal(noise).sample(&mut stream)).collect()
    }

    // O'Hagan, Stevens and Campbell 2005, Pharm Stat 4:187: with a normal prior of the effect the assurance of a one-sided
    // test is Φ((mean - critical standard error) / √(standard error² + variance of the prior)).
    #[test]
    fn the_assurance_of_noisy_estimates_is_that_of_true_effects() {
        let (spread, noise, error) = (0.2, 0.4, 0.1);
        let estimates = drawn(20_000, spread, noise, 5);
        let critical = normal_deviate(0.975);
        let power = |effect: &f64| normal_cumulative(effect / error - critical);
        let assurance = |effects: &[f64]| mean(&effects.iter().map(power).collect::<Vec<_>>());
        let expected = normal_cumulative((0.3 - critical * error) / libm::hypot(spread, error));
        let found = assurance(&Denoised::of(&estimates, &vec![noise * noise; estimates.len()]).values);
        assert!((found - expected).abs() < 0.012, "{found} {expected}");
        // What the same average says when noise is taken for truth.
        assert!((assurance(&estimates) - expected).abs() > 0.05);
    }

    #[test]
    fn noise_alone_leaves_no_difference_between_true_values() {
        let estimates = drawn(400, 1e-9, 0.4, 8);
        let found = Denoised::of(&estimates, &[0.2; 400]);
        assert_eq!((found.between, found.reliability()), (0.0, Some(0.0)));
        assert!(found.values.iter().all(|value| *value == found.mean));
        let same = Denoised::of(&[0.0; 9], &[0.0; 9]);
        assert_eq!(
            (same.values, same.between, Denoised::of(&[0.0; 9], &[0.0; 9]).reliability()),
            (vec![0.0; 9], 0.0, None)
        );
    }

    #[test]
    fn values_have_the_mean_of_the_estimates_and_the_variance_between_true_values() {
        let estimates = [0.1, 0.5, 0.2, 0.9, 0.4];
        let found = Denoised::of(&estimates, &[0.02, 0.03, 0.01, 0.02, 0.02]);
        assert!((mean(&found.values) - 0.42).abs() < 1e-12);
        assert!((variance(&found.values) - (variance(&estimates) - 0.02)).abs() < 1e-12);
        assert!(found.quantile(0.0) > 0.1 && found.quantile(1.0) < 0.9);
    }

    #[test]
    fn pairs_keep_variances_and_the_covariance_of_true_values() {
        let (a, noise) = (drawn(30_000, 0.3, 0.0, 1), drawn(30_000, 0.2, 0.0, 2));
        let own = drawn(30_000, 0.1, 0.0, 4);
        // True values: a, and half of a with some of its own; the noise of the first is in the second with its sign turned.
        let first: Vec<f64> = a.iter().zip(&noise).map(|(a, n)| a + n).collect();
        let second: Vec<f64> = a.iter().zip(&noise).zip(&own).map(|((a, n), own)| 0.5 * a - n + own).collect();
        let constant = |value: f64| vec![value; 30_000];
        let (of_noise, shared) = (constant(0.04), constant(-0.04));
        let [lead, follow] = Denoised::pair([&first, &of_noise], [&second, &of_noise], &shared);
        let product: Vec<f64> =
            lead.values.iter().zip(&follow.values).map(|(x, y)| (x - lead.mean) * (y - follow.mean)).collect();
        let found = [variance(&lead.values), variance(&follow.values), mean(&product)];
        // 0.3², 0.15² + 0.1², 0.5 x 0.3².
        for (found, expected) in found.into_iter().zip([0.09, 0.0325, 0.045]) {
            assert!((found - expected).abs() < 0.002, "{found} {expected}");
        }
        let same = Denoised::pair([&[0.0; 4], &[0.0; 4]], [&[1.0, 2.0, 3.0, 4.0], &[0.0; 4]], &[0.0; 4]);
        assert_eq!(same[1].values, [1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn nested_variances_are_those_of_the_mean_squares() {
        let groups = [vec![vec![0.0, 2.0], vec![4.0, 6.0]], vec![vec![10.0, 12.0], vec![14.0, 16.0]]];
        let found = Nested::of(&groups);
        // Repetitions: 2. Unit means 1, 5, 11, 15: 8 less 2 / 2. Group means 3, 13: 50 less 8 / 2.
        assert_eq!(found, Nested { groups: 46.0, units: 7.0, repetitions: 2.0 });
        let single = [vec![vec![1.0], vec![5.0]], vec![vec![11.0], vec![15.0]]];
        assert_eq!(Nested::of(&single), Nested { groups: 46.0, units: 0.0, repetitions: 8.0 });
    }

    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        let values = drawn(20, 0.5, 0.1, 3);
        let without: Vec<f64> = leave_outs(20)
            .iter()
            .map(|left| mean(&left.iter().map(|unit| values[*unit]).collect::<Vec<_>>()))
            .collect();
        let found = Estimated::jackknifed(mean(&values), &without);
        assert!((found.error - standard_error(&values)).abs() < 1e-12);
        assert_eq!(leave_outs(3), [vec![1, 2], vec![0, 2], vec![0, 1]]);
        assert!(Estimated::jackknifed(1.0, &[1.0]).error.is_nan());
    }
}
