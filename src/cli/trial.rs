//! `cenersim trial`: one virtual trial with its tables beside the published ones, and the same trial many times.
//!
//! # Examples
//!
//! ```text
//! cenersim trial scenarios/phase2.toml                                  one trial beside the published tables
//! cenersim trial scenarios/phase2.toml --trials 10000                   predictive intervals, explanations
//! cenersim trial scenarios/phase2.toml --seed 7                         another virtual trial
//! cenersim trial scenarios/phase2.toml --parameters output/calibration/posterior.parquet
//! ```
//!
//! Repeated trials draw their subjects from a pool that is simulated once, so ten thousand trials cost little more
//! than a hundred. With `--parameters` every trial has subjects and a draw of its own; there are 200 unless said
//! otherwise.

use super::{
    Failure,
    common::Common,
    compare::in_force,
    driver::{Ask, Asked},
    hypotheses::Hypotheses,
    named::NamedPatients,
};
use cenersim::{
    parameters::Ledger,
    study::{Input, PosteriorDraws, RepeatedTrial, Request, TRIALS_UNDER_DRAWS, TrialRequest},
    trial::{Protocol, StoppingRule, Stratum, Trial, check_trials},
};
use cenersim_text::Entries;
use std::path::{Path, PathBuf};

/// Conduct a virtual trial: tables beside the published ones, predictive intervals over repeated trials, data, figures and a
/// report.
#[derive(clap::Args)]
pub struct TrialCommand {
    /// Scenario file with a table `[trial]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Repeat the trial so many times, for predictive intervals and for what the trial could not do.
    #[arg(long, value_name = "N")]
    pub trials: Option<u64>,
    /// Arm that others are compared against; by default the first.
    #[arg(long, value_name = "ARM")]
    pub reference: Option<String>,
    #[command(flatten)]
    pub named: NamedPatients,
    #[command(flatten)]
    pub hypotheses: Hypotheses,
    #[command(flatten)]
    pub common: Common,
}

impl TrialCommand {
    /// The options as plain data.
    fn request(&self) -> Result<TrialRequest, Failure> {
        let changes = self.named.added_to(self.common.own_changes(self.hypotheses.one()))?;
        let input = Input::read(&self.scenario, &changes)?;
        let trials = self.trials.or(self.common.parameters.as_ref().map(|_| u64::from(TRIALS_UNDER_DRAWS)));
        let headline = self.hypotheses.headline();
        trials.map_or(Ok(()), check_trials).map_err(Failure::input)?;
        let trials = trials.map(u32::try_from).transpose().map_err(Failure::input)?;
        let place = self.common.parameters.as_deref().unwrap_or(Path::new("")).display().to_string();
        let posterior = self.common.posterior()?.map(|posterior| PosteriorDraws::of(&posterior, &place));
        Ok(TrialRequest { input, trials, posterior, headline, reference: self.reference.clone() })
    }
}

impl Ask for TrialCommand {
    fn common(&self) -> &Common {
        &self.common
    }

    fn ask(&self) -> Result<Asked<'_>, Failure> {
        let request = self.request()?;
        let trial = request.prepare()?;
        let text = plan(&trial, self.common.parameters.as_deref());
        Ok(Asked::new(Request::Trial(request), trial, text))
    }
}

/// Arms, subjects, randomization, quotas, times, stopping rule, repetitions and seed.
fn plan(conducted: &RepeatedTrial, posterior: Option<&Path>) -> String {
    let RepeatedTrial { request, scenario, trial, .. } = conducted;
    let (protocol, settings) = (&trial.protocol, &trial.settings);
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("trial", format!("{}: {}", scenario.name, trial.title));
    for (arm, subjects) in trial.arms.iter().zip(&protocol.subjects) {
        let drugs: Vec<&str> = arm.drugs().iter().map(|drug| drug.name()).collect();
        let drugs = if drugs.is_empty() { "nothing".into() } else { drugs.join(", ") };
        line("arm", format!("{}: {subjects} subjects, {drugs}", arm.name));
    }
    line("subjects", if trial.cohort.is_empty() { quotas(protocol) } else { listed(trial) });
    line("randomized", randomized(protocol));
    line("follow-up", format!("{} d, enrolled over {:.0} d", protocol.follow_up_days, protocol.accrual_days));
    line("stopping", protocol.stopping.as_ref().map_or_else(|| "no rule".into(), rule));
    for (path, entry, before) in scenario.ledger.changes_from(&Ledger::under(scenario.hypothesis)) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("hypothesis", in_force(std::slice::from_ref(scenario)));
    line("repeated", repeated(protocol, request.trials, posterior));
    line("agents", format!("{} per class, steps of {} h", settings.agents_per_class, settings.step.in_hours()));
    line("seed", settings.seed.to_string());
    entries.text() + "\n"
}

/// How many subjects of each status are wanted, in words.
fn quotas(protocol: &Protocol) -> String {
    let (total, quotas) = (protocol.total(), protocol.quotas);
    let relapsed = total.saturating_sub(quotas.refractory);
    let (refractory, men, users) = (quotas.refractory, quotas.men, quotas.users);
    format!("{total}: {refractory} refractory, {relapsed} relapsed; {men} men; {users} users of inhibitors")
}

/// Whom subjects are drawn from, in words.
fn listed(trial: &Trial) -> String {
    let (total, cohort) = (trial.protocol.total(), &trial.cohort);
    format!("{total} of the {} patients of {}, whatever the quotas say", cohort.len(), cohort.list)
}

/// How subjects come to their arms, in words.
fn randomized(protocol: &Protocol) -> String {
    let strata: Vec<&str> = protocol.strata.iter().copied().map(Stratum::name).collect();
    let strata = if strata.is_empty() { "no strata".into() } else { format!("strata {}", strata.join(", ")) };
    format!("open label, permuted blocks of {}, {strata}", protocol.block)
}

/// The stopping rule in words.
fn rule(rule: &StoppingRule) -> String {
    format!(
        "an arm stops when better than the standard with less than {} probability, from subject {} on",
        rule.lower, rule.first_look
    )
}

/// How often, and what parameters are drawn from, in words.
fn repeated(protocol: &Protocol, trials: Option<u32>, posterior: Option<&Path>) -> String {
    if let (Some(trials), Some(file)) = (trials, posterior) {
        return format!("{trials} times, each trial with subjects of its own under one draw of {}", file.display());
    }
    trials.map_or_else(
        || "not; --trials 1000 gives predictive intervals".into(),
        |trials| format!("{trials} times, drawn from {} patients in every arm", protocol.pool),
    )
}
