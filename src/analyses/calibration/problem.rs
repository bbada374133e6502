//! A calibration before anything is simulated: what is free, what is to be met, how much may be simulated.
//! Left out: how a draw is simulated (see `experiment`).

use super::{
    CalibrationError, Evaluation, Plan, Prior, Proposal, Targets, Weighed,
    likelihood::log_likelihood,
    seen::Seen,
    smooth::Known,
    target::{Choice, WrittenTable},
};
use cenersim_model::parameters::Ledger;

/// What a scenario asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Paths of the free parameters.
    pub parameters: Vec<String>,
    /// Published counts, the first of which gives the totals.
    pub tables: Vec<WrittenTable>,
    /// What is done about counts that contradict each other; none refuses them.
    pub contradictions: Option<Choice>,
    /// Generations of draws, the first from the prior.
    pub generations: u32,
    /// Draws of each generation, at least four for each parameter and four more.
    pub draws_per_generation: u32,
    /// Trials whose subjects are simulated for each draw.
    pub trials_per_draw: u32,
    /// Equally weighted draws in the posterior file.
    pub posterior_draws: u32,
    /// Standard deviation of the skeptical prior of the log odds ratio of CR with against without cenersen.
    pub skeptical_sd: f64,
}

/// A checked calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// One for each free parameter, in the order of the scenario.
    pub priors: Vec<Prior>,
    /// The counts to be met.
    pub targets: Targets,
    /// How many draws there are, in how many dimensions.
    pub plan: Plan,
    /// Trials whose subjects are simulated for each draw.
    pub trials_per_draw: u32,
    /// Equally weighted draws in the posterior file.
    pub posterior_draws: u32,
    /// Standard deviation of the skeptical prior of the log odds ratio of CR.
    pub skeptical_sd: f64,
}

impl Problem {
    /// Checks what is wanted against the ledger and the names of the arms. `seed` is the root of all draws of
    /// parameters.
    ///
    /// # Errors
    /// What cannot be fitted, contradictory targets without a choice, or a budget that sees nothing.
    pub fn new(wanted: &Wanted, ledger: &Ledger, arms: &[&str], seed: u64) -> Result<Self, CalibrationError> {
        let priors = priors(&wanted.parameters, ledger)?;
        let targets = Targets::new(&wanted.tables, arms, wanted.contradictions)?;
        let (dimensions, draws) = (priors.len(), wanted.draws_per_generation);
        let least = 4 * (dimensions as u32 + 1);
        if draws < least || wanted.generations == 0 || wanted.trials_per_draw == 0 || wanted.posterior_draws == 0 {
            return Err(CalibrationError::Budget(format!(
                "{} generations of {draws} draws, {} trials for each and {} posterior draws are too few: expected at least one of each, and \
                 {least} draws for {dimensions} free parameters",
                wanted.generations, wanted.trials_per_draw, wanted.posterior_draws
            )));
        }
        if !(wanted.skeptical_sd > 0.0 && wanted.skeptical_sd.is_finite()) {
            return Err(CalibrationError::Budget(format!(
                "a standard deviation of {} for the effect of cenersen is no prior: expected a number above 0, such as 0.5",
                wanted.skeptical_sd
            )));
        }
        let plan = Plan { dimensions, generations: wanted.generations, draws_per_generation: draws, seed };
        let Wanted { trials_per_draw, posterior_draws, skeptical_sd, .. } = *wanted;
        Ok(Self { priors, targets, plan, trials_per_draw, posterior_draws, skeptical_sd })
    }

    /// Draws of all generations.
    pub fn draws(&self) -> u64 {
        u64::from(self.plan.generations) * u64::from(self.plan.draws_per_generation)
    }

    /// The values of a draw in canonical units, by path.
    pub fn values(&self, z: &[f64]) -> Vec<(&str, f64)> {
        self.priors.iter().zip(z).map(|(prior, z)| (prior.path.as_str(), prior.canonical(*z))).collect()
    }

    /// A draw with the weight that its simulation gives it; none if it describes cells that cannot exist or failed.
    pub fn weighed(&self, z: Vec<f64>, evaluation: Option<&Evaluation>) -> Weighed {
        let log_factor = evaluation.map_or(f64::NEG_INFINITY, |found| {
            log_likelihood(&self.targets.tables, &found.tallies) + self.skepticism(found)
        });
        Weighed { z, log_factor }
    }

    /// The same without the noise of few patients.
    pub(super) fn seen(&self, seen: &Seen) -> (f64, f64) {
        (log_likelihood(&self.targets.tables, &seen.tallies), self.skepticism_of(seen.effect))
    }

    /// Natural logarithm of the mean of the skeptical prior over what is known of an effect, up to a constant.
    ///
    /// ```text
    /// E exp(-x²/(2 s²)) = s/√(s² + v) exp(-m²/(2 (s² + v)))          x ~ N(m, v)
    /// ```
    fn skepticism_of(&self, effect: Known) -> f64 {
        let (own, all) =
            (self.skeptical_sd * self.skeptical_sd, self.skeptical_sd * self.skeptical_sd + effect.variance);
        0.5 * (libm::log(own / all) - effect.mean * effect.mean / all)
    }

    /// Natural logarithm of the skeptical prior of an effect as it was counted, up to a constant.
    fn skepticism(&self, evaluation: &Evaluation) -> f64 {
        let deviate = evaluation.log_odds_ratio() / self.skeptical_sd;
        -0.5 * deviate * deviate
    }

    /// The places of a generation (from 0) from all evaluations of the earlier ones, and where they come from.
    ///
    /// A vector for each draw, with a place for each parameter. `earlier` has one evaluation for each draw so far.
    pub fn generation(&self, generation: u32, earlier: &[Option<Evaluation>]) -> Vec<Vec<f64>> {
        let proposals = self.proposals(generation + 1, earlier).0;
        self.plan.generation(generation, &proposals[generation as usize])
    }

    /// Proposals of the first generations and the draws of those that are evaluated, in order.
    pub(super) fn proposals(
        &self,
        generations: u32,
        evaluations: &[Option<Evaluation>],
    ) -> (Vec<Proposal>, Vec<Weighed>) {
        let size = self.plan.draws_per_generation as usize;
        let (mut proposals, mut draws) = (Vec::new(), Vec::new());
        for generation in 0..generations {
            proposals.push(self.plan.next(&proposals, &draws));
            let evaluated = evaluations.iter().skip(generation as usize * size).take(size);
            let places = self.plan.generation(generation, &proposals[generation as usize]);
            draws.extend(places.into_iter().zip(evaluated).map(|(z, found)| self.weighed(z, found.as_ref())));
        }
        (proposals, draws)
    }
}

/// Every path once, and at least one.
fn priors(paths: &[String], ledger: &Ledger) -> Result<Vec<Prior>, CalibrationError> {
    if paths.is_empty() {
        return Err(CalibrationError::NothingFree);
    }
    let twice = paths.iter().enumerate().find(|(index, path)| paths[..*index].contains(path));
    match twice {
        Some((_, path)) => Err(CalibrationError::Twice(path.clone())),
        None => paths.iter().map(|path| Prior::of(ledger, path)).collect(),
    }
}
