//! From evaluated draws to what was learned: prior against posterior of each parameter, directions, the effect of
//! cenersen. Left out: predictive checks (see `predictive`), and how it looks.

use super::{
    Budget, Calibrated, CalibrationError, Direction, DrawResult, EffectResult, Evaluation, GenerationResult,
    ParameterResult, Problem, Proposal, Quantiles, Verdict, Weighed, effective_size, log_weights, normalized,
    predictive::targets,
    resampled,
    seen::{Seen, SeenDraws},
    smooth::{self, Known},
    warnings::warnings,
};
use cenersim_model::parameters::Ledger;
use cenersim_statistics::{Covariance, principal_axes};

/// What the simulation was, for the reader.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Title of the scenario.
    pub title: &'a str,
    /// The ledger that the scenario starts from.
    pub ledger: &'a Ledger,
    /// Subjects of one trial.
    pub subjects_per_trial: u32,
    /// Agents for each class of cells.
    pub agents_per_class: u32,
    /// Days that each subject is simulated.
    pub horizon_days: f64,
    /// Draws whose simulation failed.
    pub failed: u64,
}

/// Posterior against prior standard deviation up to which a parameter is identified, or weakly so.
const IDENTIFIED: f64 = 0.5;
/// Likewise, up to which it is weakly identified; above it the counts hardly narrow it.
const WEAKLY: f64 = 0.85;
/// Normal deviates of a two-sided level of 0.05 and of a power of 0.8, R 4.2.2: `qnorm(c(0.975, 0.8))`.
const LEVEL: f64 = 1.959_963_984_540_054;
/// Of the power.
const POWER: f64 = 0.841_621_233_572_914_2;

/// All draws with their weights.
pub(super) struct Weights {
    /// Places and factors of all draws, in their order.
    draws: Vec<Weighed>,
    /// What is known of each, without the noise of its few patients.
    pub seen: SeenDraws,
    /// Where each generation was drawn from.
    proposals: Vec<Proposal>,
    /// What the ranges of the ledger say, before the skeptical prior.
    mechanism: Vec<f64>,
    /// With the skeptical prior of the effect, before the counts.
    pub prior: Vec<f64>,
    /// With the likelihood of the counts.
    pub posterior: Vec<f64>,
}

impl Weights {
    /// Weights of all draws under mechanism, prior and posterior, each with a sum of 1.
    ///
    /// # Errors
    /// If no draw describes cells that can exist.
    fn new(problem: &Problem, evaluations: &[Option<Evaluation>]) -> Result<Self, CalibrationError> {
        let (proposals, draws) = problem.proposals(problem.plan.generations, evaluations);
        let possible = |draw: &Weighed| if draw.log_factor.is_finite() { 0.0 } else { f64::NEG_INFINITY };
        let base = log_weights(&proposals, &draws, possible);
        let seen = SeenDraws::of(problem, &draws, evaluations);
        let factors: Vec<(f64, f64)> =
            seen.draws.iter().map(|seen| seen.as_ref().map_or((0.0, 0.0), |seen| problem.seen(seen))).collect();
        let prior: Vec<f64> = base.iter().zip(&factors).map(|(weight, (_, doubt))| weight + doubt).collect();
        let posterior: Vec<f64> = prior.iter().zip(&factors).map(|(weight, (likely, _))| weight + likely).collect();
        let none = || {
            CalibrationError::Budget(
                "no draw describes cells that can exist: expected other free parameters, or more draws".into(),
            )
        };
        let weights = |log: &[f64]| normalized(log).ok_or_else(none);
        Ok(Self {
            mechanism: weights(&base)?,
            prior: weights(&prior)?,
            posterior: weights(&posterior)?,
            draws,
            seen,
            proposals,
        })
    }

    /// Of the draws that were simulated.
    fn of_simulated(&self, all: &[f64]) -> Vec<f64> {
        self.seen.draws.iter().zip(all).filter(|(seen, _)| seen.is_some()).map(|(_, weight)| *weight).collect()
    }

    /// The same number of all draws that were simulated.
    fn known(&self, of: fn(&Seen) -> Known) -> Vec<Known> {
        self.seen.draws.iter().flatten().map(of).collect()
    }
}

/// Values of equally weighted posterior draws, in the units of the ledger and in the order of the parameters.
///
/// `evaluations` has one for each draw of all generations, none where cells cannot exist or the simulation failed. A
/// heavy draw comes several times.
///
/// # Errors
/// If no draw is possible.
pub fn equally_weighted(
    problem: &Problem,
    evaluations: &[Option<Evaluation>],
) -> Result<Vec<Vec<f64>>, CalibrationError> {
    let weights = Weights::new(problem, evaluations)?;
    let chosen = resampled(&weights.posterior, problem.posterior_draws, problem.plan.seed);
    Ok(chosen.into_iter().map(|index| values(problem, &weights.draws[index].z)).collect())
}

/// What was learned from these evaluations, one for each draw of all generations.
///
/// # Errors
/// If no draw is possible.
pub fn calibrated(
    problem: &Problem,
    evaluations: &[Option<Evaluation>],
    about: &About,
) -> Result<Calibrated, CalibrationError> {
    let weights = Weights::new(problem, evaluations)?;
    let targets = targets(problem, &weights);
    let impossible = evaluations.iter().filter(|found| found.is_none()).count() as u64 - about.failed;
    let effective = effective_size(&weights.posterior);
    let heaviest = weights.posterior.iter().copied().fold(0.0, f64::max);
    let parameters = parameters(problem, about.ledger, &weights);
    let worst = parameters.iter().map(|found| found.median_error_z).fold(0.0, f64::max);
    Ok(Calibrated {
        title: about.title.to_owned(),
        seed: problem.plan.seed,
        budget: budget(problem, about, evaluations),
        contradictions: problem.targets.contradictions.clone(),
        choice: problem.targets.choice.map_or_else(String::new, |choice| choice.description().to_owned()),
        parameters,
        effect: effect(problem, evaluations, &weights),
        directions: directions(&weights),
        generations: generations(problem, evaluations),
        effective_sample_size: effective,
        heaviest_share: heaviest,
        draws: draws(problem, evaluations, &weights),
        warnings: warnings((effective, heaviest, worst), (impossible, about.failed), &targets),
        targets,
    })
}

/// What was simulated in all.
fn budget(problem: &Problem, about: &About, evaluations: &[Option<Evaluation>]) -> Budget {
    let simulated: u64 = evaluations.iter().flatten().map(|found| 2 * u64::from(found.subjects)).sum();
    Budget {
        generations: problem.plan.generations,
        draws_per_generation: problem.plan.draws_per_generation,
        trials_per_draw: problem.trials_per_draw,
        subjects: about.subjects_per_trial,
        courses: simulated,
        agents_per_class: about.agents_per_class,
        horizon_days: about.horizon_days,
        posterior_draws: problem.posterior_draws,
    }
}

/// Values of a draw, in the units of the ledger.
fn values(problem: &Problem, z: &[f64]) -> Vec<f64> {
    problem.priors.iter().zip(z).map(|(prior, z)| prior.value(*z)).collect()
}

/// Prior against posterior, one for each prior.
fn parameters(problem: &Problem, ledger: &Ledger, weights: &Weights) -> Vec<ParameterResult> {
    let places: Vec<&[f64]> = weights.draws.iter().map(|draw| draw.z.as_slice()).collect();
    let moments = Covariance::of(&places, &weights.posterior);
    let one = |(index, prior): (usize, &super::Prior)| {
        let entry = ledger.get(&prior.path)?;
        let values: Vec<f64> = places.iter().map(|z| prior.value(z[index])).collect();
        let sd = libm::sqrt(moments.matrix[index][index]);
        let on_scale: Vec<f64> = places.iter().map(|z| z[index]).collect();
        Some(ParameterResult {
            path: prior.path.clone(),
            unit: entry.value.unit().to_owned(),
            about: entry.about.clone(),
            grade: entry.grade.name(),
            source: entry.source.clone(),
            family: prior.family(),
            logarithmic: prior.is_logarithmic(),
            prior: prior.quantiles(),
            posterior: quantiles(&values, &weights.posterior),
            posterior_mean_z: moments.mean[index],
            posterior_sd_z: sd,
            median_error_z: jackknife(&weights.posterior, |weights| quantiles(&on_scale, weights).median),
            shrinkage: 1.0 - sd * sd,
            verdict: verdict(sd),
            shipped: entry.value.magnitude(),
        })
    };
    problem.priors.iter().enumerate().filter_map(one).collect()
}

/// By the posterior standard deviation relative to the prior.
fn verdict(sd: f64) -> Verdict {
    match sd {
        sd if sd <= IDENTIFIED => Verdict::Identified,
        sd if sd <= WEAKLY => Verdict::Weakly,
        _ => Verdict::Not,
    }
}

/// Quantiles of weighted values: the smallest value up to which that much weight lies.
fn quantiles(values: &[f64], weights: &[f64]) -> Quantiles {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let at = |share: f64| {
        let mut sum = 0.0;
        let reached = |index: &&usize| {
            sum += weights[**index];
            sum >= share
        };
        order.iter().find(reached).or(order.last()).map_or(f64::NAN, |&index| values[index])
    };
    Quantiles { low: at(0.025), lower: at(0.25), median: at(0.5), upper: at(0.75), high: at(0.975) }
}

/// Principal axes of the posterior where the prior is a ball.
fn directions(weights: &Weights) -> Vec<Direction> {
    let places: Vec<&[f64]> = weights.draws.iter().map(|draw| draw.z.as_slice()).collect();
    let axes = principal_axes(&Covariance::of(&places, &weights.posterior).matrix);
    axes.into_iter().map(|(variance, loadings)| Direction { variance, loadings }).collect()
}

/// Effective sample size after each generation, by the draws so far.
fn generations(problem: &Problem, evaluations: &[Option<Evaluation>]) -> Vec<GenerationResult> {
    let draws = problem.plan.draws_per_generation;
    let so_far = |number: u32| {
        let (proposals, weighed) = problem.proposals(number, evaluations);
        let weights = normalized(&log_weights(&proposals, &weighed, |draw| draw.log_factor));
        let effective_sample_size = weights.map_or(0.0, |weights| effective_size(&weights));
        GenerationResult { number, draws, effective_sample_size }
    };
    (1..=problem.plan.generations).map(so_far).collect()
}

/// One row for each draw, with NaN where it was not simulated.
fn draws(problem: &Problem, evaluations: &[Option<Evaluation>], weights: &Weights) -> Vec<DrawResult> {
    let size = problem.plan.draws_per_generation as usize;
    let one = |index: usize| {
        let (draw, found, seen) = (&weights.draws[index], &evaluations[index], &weights.seen.draws[index]);
        let share = |of: fn(&Evaluation) -> u32| found.as_ref().map_or(f64::NAN, |found| found.share(of(found)));
        DrawResult {
            generation: (index / size) as u32 + 1,
            values: values(problem, &draw.z),
            weight: weights.posterior[index],
            prior_weight: weights.prior[index],
            log_likelihood: seen.as_ref().map_or(f64::NEG_INFINITY, |seen| problem.seen(seen).0),
            cr: share(|found| found.cr),
            remission: share(|found| found.remission),
            cr_without_cenersen: share(|found| found.cr_without_cenersen),
            log_odds_ratio: found.as_ref().map_or(f64::NAN, Evaluation::log_odds_ratio),
            effect: seen.as_ref().map_or(f64::NAN, |seen| seen.effect.mean),
            effect_error: seen.as_ref().map_or(f64::NAN, |seen| seen.effect.variance.sqrt()),
        }
    };
    assert_eq!(weights.proposals.len(), problem.plan.generations as usize);
    (0..weights.draws.len()).map(one).collect()
}

/// From what is known of the draws that were simulated.
fn effect(problem: &Problem, evaluations: &[Option<Evaluation>], weights: &Weights) -> EffectResult {
    let (odds, points) = (weights.known(|seen| seen.effect), weights.known(|seen| seen.points));
    let [mechanism, prior, posterior] =
        [&weights.mechanism, &weights.prior, &weights.posterior].map(|all| weights.of_simulated(all));
    let benefit = |weights: &[f64]| 1.0 - smooth::below(&odds, weights, 0.0);
    let with: Vec<f64> = evaluations.iter().flatten().map(|found| found.share(found.cr)).collect();
    let with = quantiles(&with, &posterior).median;
    let difference = of_known(&points, &posterior);
    let told = difference.low > 0.0 || difference.high < 0.0;
    EffectResult {
        skeptical_sd: problem.skeptical_sd,
        mechanism: of_known(&odds, &mechanism),
        prior: of_known(&odds, &prior),
        posterior: of_known(&odds, &posterior),
        points: difference,
        between_draws: weights.seen.effect.0.sqrt(),
        noise: weights.seen.effect.1.sqrt(),
        median_error: jackknife(&posterior, |weights| smooth::quantile(&odds, weights, 0.5)),
        probability_of_benefit: benefit(&posterior),
        prior_probability_of_benefit: benefit(&prior),
        patients_per_arm: patients_per_arm(with, with - difference.median / 100.0).filter(|_| told),
    }
}

/// Quantiles of what is known.
fn of_known(draws: &[Known], weights: &[f64]) -> Quantiles {
    let at = |probability: f64| smooth::quantile(draws, weights, probability);
    Quantiles { low: at(0.025), lower: at(0.25), median: at(0.5), upper: at(0.75), high: at(0.975) }
}

/// Draws are left out in so many parts, one at a time.
const PARTS: usize = 10;

/// Monte-Carlo error of a number of weighted draws: that of the jackknife over parts of the draws (Efron and Stein 1981).
///
/// ```text
/// √((m - 1)/m Σ (x_i - mean)²)          m parts, x_i without part i, the other weights again summing to 1
/// ```
fn jackknife(weights: &[f64], of: impl Fn(&[f64]) -> f64) -> f64 {
    let without = |part: usize| {
        let kept = |(index, weight): (usize, &f64)| if index % PARTS == part { 0.0 } else { *weight };
        let kept: Vec<f64> = weights.iter().enumerate().map(kept).collect();
        let sum: f64 = kept.iter().sum();
        (sum > 0.0).then(|| of(&kept.iter().map(|weight| weight / sum).collect::<Vec<_>>()))
    };
    let found: Vec<f64> = (0..PARTS).filter_map(without).collect();
    let (parts, center) = (found.len() as f64, cenersim_statistics::mean(&found));
    let squares: f64 = found.iter().map(|value| (value - center) * (value - center)).sum();
    ((1.0 - 1.0 / parts) * squares).sqrt()
}

/// Patients in each of two arms that tell two rates apart with a power of 0.8 at a two-sided level of 0.05 (normal
/// approximation, Fleiss 1981, eq. 3.14 without correction for continuity); none if they are equal.
///
/// ```text
/// n = (1.96 + 0.84)² (a (1 - a) + b (1 - b)) / (a - b)²
/// ```
fn patients_per_arm(a: f64, b: f64) -> Option<f64> {
    let variance = a * (1.0 - a) + b * (1.0 - b);
    let deviate = LEVEL + POWER;
    (a != b).then(|| libm::ceil(deviate * deviate * variance / ((a - b) * (a - b))))
}
