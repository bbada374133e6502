//! The posterior by importance sampling in generations: every draw that was simulated counts, whichever generation it is
//! from, weighted by prior times likelihood over the mixture of all distributions that draws came from (deterministic
//! mixture, Owen and Zhou 2000; adaptive multiple importance sampling, Cornuet et al. 2012).
//!
//! The number of simulations is fixed beforehand. Nothing here knows what is simulated.
//! Left out: chains; a draw never waits for another of its generation.

use super::Proposal;
use cenersim_model::engine::Seed;
use cenersim_statistics::log_sum;

/// One draw with what its simulation said; none if it could not be simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// On the scale on which the prior is standard normal.
    pub z: Vec<f64>,
    /// Natural logarithm of what multiplies the prior: likelihood, and beliefs about outcomes; minus infinity if impossible.
    pub log_factor: f64,
}

/// How draws of a calibration are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Number of free parameters.
    pub dimensions: usize,
    /// Number of generations.
    pub generations: u32,
    /// Draws of each of them.
    pub draws_per_generation: u32,
    /// Root of all draws.
    pub seed: u64,
}

/// Effective draws per dimension that a generation is adapted to at least; with fewer, weights are flattened.
const LEAST_PER_DIMENSION: f64 = 4.0;
/// Halvings when the flattening is sought.
const HALVINGS: u32 = 40;

impl Plan {
    /// The draws of a generation (from 0), which depend on all earlier ones.
    ///
    /// Vectors of as many numbers as there are dimensions.
    pub fn generation(&self, generation: u32, proposal: &Proposal) -> Vec<Vec<f64>> {
        let stream = Seed::new(self.seed).named("calibration").number(u64::from(generation));
        let draw = |index: u32| proposal.draw(self.dimensions, stream.number(u64::from(index)));
        (0..self.draws_per_generation).map(draw).collect()
    }

    /// Where the generation after these draws comes from; `proposals` are those of the generations so far, each of which has
    /// as many draws.
    ///
    /// The prior without draws.
    pub fn next(&self, proposals: &[Proposal], draws: &[Weighed]) -> Proposal {
        if draws.is_empty() {
            return Proposal::Prior;
        }
        let weights = flattened(&log_weights(proposals, draws, |draw| draw.log_factor), self.dimensions);
        let places: Vec<&[f64]> = draws.iter().map(|draw| draw.z.as_slice()).collect();
        weights.map_or(Proposal::Prior, |weights| Proposal::adapted_to(&places, &weights))
    }

    /// All proposals of a finished calibration, from its draws in order.
    pub fn proposals(&self, draws: &[Weighed]) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        for generation in 0..self.generations {
            let before = (generation * self.draws_per_generation) as usize;
            let next = self.next(&proposals, &draws[..before.min(draws.len())]);
            proposals.push(next);
        }
        proposals
    }
}

/// Logarithms of the weights of draws from equally many of each proposal, when `factor` multiplies the prior.
///
/// ```text
/// ln w = ln N(z; 0, 1) + factor(z) - ln((1/G) Σ_g q_g(z))
/// ```
pub fn log_weights(proposals: &[Proposal], draws: &[Weighed], factor: impl Fn(&Weighed) -> f64) -> Vec<f64> {
    let each = -libm::log(proposals.len() as f64);
    let weight = |draw: &Weighed| {
        let factor = factor(draw);
        if factor == f64::NEG_INFINITY {
            return factor;
        }
        let densities: Vec<f64> = proposals.iter().map(|proposal| each + proposal.log_density(&draw.z)).collect();
        super::log_prior(&draw.z) + factor - log_sum(&densities)
    };
    draws.iter().map(weight).collect()
}

/// Weights that sum to 1; none if every draw is impossible.
pub fn normalized(log_weights: &[f64]) -> Option<Vec<f64>> {
    let sum = log_sum(log_weights);
    sum.is_finite().then(|| log_weights.iter().map(|weight| libm::exp(weight - sum)).collect())
}

/// Effective sample size of weights that sum to 1 (Kish 1965).
///
/// 1 / Σ w²: as many independent draws would be as precise, from 1 to the number of draws.
pub fn effective_size(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>()
}

/// Weights raised to the largest power, at most 1, that leaves enough effective draws to see a covariance.
fn flattened(log_weights: &[f64], dimensions: usize) -> Option<Vec<f64>> {
    let possible = log_weights.iter().filter(|weight| weight.is_finite()).count() as f64;
    let wanted = (LEAST_PER_DIMENSION * (dimensions + 1) as f64).min(possible / 2.0);
    let at = |power: f64| {
        let flat = |weight: &f64| if weight.is_finite() { weight * power } else { f64::NEG_INFINITY };
        normalized(&log_weights.iter().map(flat).collect::<Vec<_>>())
    };
    let (mut low, mut high) = (0.0, 1.0);
    if effective_size(&at(high)?) >= wanted {
        return at(high);
    }
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if effective_size(&at(middle)?) >= wanted { low = middle } else { high = middle }
    }
    at(low)
}

/// Indices of so many equally weighted draws (systematic resampling, Kitagawa 1996); a heavy draw comes several times.
///
/// Weights sum to 1; indices ascend.
pub fn resampled(weights: &[f64], count: u32, seed: u64) -> Vec<usize> {
    let offset = Seed::new(seed).named("calibration").named("resampling").uniform();
    let (mut sum, mut index) = (weights.first().copied().unwrap_or(0.0), 0);
    let mut place = |k: u32| {
        let wanted = (f64::from(k) + offset) / f64::from(count);
        while sum < wanted && index + 1 < weights.len() {
            index += 1;
            sum += weights[index];
        }
        index
    };
    (0..count).map(&mut place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A normal observation `y` of the first number with standard deviation `s`: the posterior is normal in closed form.
    fn sampled(y: f64, s: f64, seed: u64) -> (Vec<Weighed>, Vec<f64>) {
        let plan = Plan { dimensions: 3, generations: 4, draws_per_generation: 500, seed };
        let factor = |z: &[f64]| -0.5 * ((y - z[0]) / s) * ((y - z[0]) / s);
        let (mut draws, mut proposals) = (Vec::new(), Vec::new());
        for generation in 0..plan.generations {
            let proposal = plan.next(&proposals, &draws);
            proposals.push(proposal);
            let places = plan.generation(generation, &proposals[generation as usize]);
            draws.extend(places.into_iter().map(|z| Weighed { log_factor: factor(&z), z }));
        }
        assert_eq!(plan.proposals(&draws), proposals);
        let weights = normalized(&log_weights(&proposals, &draws, |draw| draw.log_factor)).unwrap();
        (draws, weights)
    }

    #[test]
    fn a_normal_posterior_comes_out_as_in_closed_form() {
        let (y, s) = (1.8, 0.3);
        let (mean, variance) = (y / (1.0 + s * s), s * s / (1.0 + s * s));
        let (draws, weights) = sampled(y, s, 3);
        let moment = |of: &dyn Fn(&[f64]) -> f64| -> f64 {
            draws.iter().zip(&weights).map(|(draw, weight)| weight * of(&draw.z)).sum()
        };
        let size = effective_size(&weights);
        assert!(size > 500.0, "effective draws: {size}");
        // z = 4.4: one false alarm in 100,000 seeds for each; the seed is fixed, so a failure is a change.
        let found = moment(&|z| z[0]);
        assert!((found - mean).abs() < 4.4 * (variance / size).sqrt(), "{found} {mean}");
        let spread = moment(&|z| (z[0] - mean) * (z[0] - mean));
        assert!((spread / variance - 1.0).abs() < 4.4 * (2.0 / size).sqrt(), "{spread} {variance}");
        assert!((moment(&|z| z[2] * z[2]) - 1.0).abs() < 4.4 * (2.0 / size).sqrt());
    }

    #[test]
    fn an_observation_far_out_is_found_by_adapting() {
        let (_, weights) = sampled(5.0, 0.1, 4);
        assert!(effective_size(&weights) > 200.0, "{}", effective_size(&weights));
    }

    #[test]
    fn impossible_draws_have_no_weight_and_all_impossible_have_none_at_all() {
        let draw = |log_factor| Weighed { z: vec![0.0], log_factor };
        let weights = log_weights(&[Proposal::Prior], &[draw(0.0), draw(f64::NEG_INFINITY)], |draw| draw.log_factor);
        assert_eq!(normalized(&weights), Some(vec![1.0, 0.0]));
        assert_eq!(normalized(&[f64::NEG_INFINITY; 2]), None);
    }

    #[test]
    fn resampling_gives_each_draw_its_share() {
        let found = resampled(&[0.1, 0.0, 0.6, 0.3], 10, 1);
        let count = |index| found.iter().filter(|&&one| one == index).count();
        assert_eq!([0, 1, 2, 3].map(count), [1, 0, 6, 3]);
    }
}
