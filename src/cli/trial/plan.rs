//! What a trial is about to do, for a reader.

use super::super::compare::{Input, plan::in_force};
use cenersim::{
    parameters::Ledger,
    trial::{Protocol, StoppingRule, Stratum, Trial},
};
use cenersim_text::Entries;
use std::path::Path;

/// Arms, subjects, randomization, quotas, times, stopping rule, repetitions and seed.
pub fn plan(input: &Input, trial: &Trial, trials: Option<u32>, posterior: Option<&Path>) -> String {
    let (protocol, settings) = (&trial.protocol, &trial.settings);
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("trial", format!("{}: {}", input.scenario.name, trial.title));
    for (arm, subjects) in trial.arms.iter().zip(&protocol.subjects) {
        let drugs: Vec<&str> = arm.drugs().iter().map(|drug| drug.name()).collect();
        let drugs = if drugs.is_empty() { "nothing".into() } else { drugs.join(", ") };
        line("arm", format!("{}: {subjects} subjects, {drugs}", arm.name));
    }
    line("subjects", quotas(protocol));
    line("randomized", randomized(protocol));
    line("follow-up", format!("{} d, enrolled over {:.0} d", protocol.follow_up_days, protocol.accrual_days));
    line("stopping", protocol.stopping.as_ref().map_or_else(|| "no rule".into(), rule));
    for (path, entry, before) in input.scenario.ledger.changes_from(&Ledger::under(input.scenario.hypothesis)) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("hypothesis", in_force(std::slice::from_ref(input)));
    line("repeated", repeated(protocol, trials, posterior));
    line("agents", format!("{} per class, steps of {} h", settings.agents_per_class, settings.step.in_hours()));
    line("seed", settings.seed.to_string());
    entries.text() + "\n"
}

fn quotas(protocol: &Protocol) -> String {
    let (total, quotas) = (protocol.total(), protocol.quotas);
    let relapsed = total.saturating_sub(quotas.refractory);
    let (refractory, men, users) = (quotas.refractory, quotas.men, quotas.users);
    format!("{total}: {refractory} refractory, {relapsed} relapsed; {men} men; {users} users of inhibitors")
}

fn randomized(protocol: &Protocol) -> String {
    let strata: Vec<&str> = protocol.strata.iter().copied().map(Stratum::name).collect();
    let strata = if strata.is_empty() { "no strata".into() } else { format!("strata {}", strata.join(", ")) };
    format!("open label, permuted blocks of {}, {strata}", protocol.block)
}

fn rule(rule: &StoppingRule) -> String {
    format!(
        "an arm stops when better than the standard with less than {} probability, from subject {} on",
        rule.lower, rule.first_look
    )
}

fn repeated(protocol: &Protocol, trials: Option<u32>, posterior: Option<&Path>) -> String {
    if let (Some(trials), Some(file)) = (trials, posterior) {
        return format!("{trials} times, each trial with subjects of its own under one draw of {}", file.display());
    }
    trials.map_or_else(
        || "not; --trials 1000 gives predictive intervals".into(),
        |trials| format!("{trials} times, drawn from {} patients in every arm", protocol.pool),
    )
}
