//! What a trial says in sentences: what was done, what was found beside what was published, how far cenersen made it, how
//! often a trial of this size shows what was published, and what these numbers do not say.
//! Left out: any judgment beyond what an interval says.
//!
//! # Rules
//!
//! The virtual trial is told as a trial would be; the published counts stand beside it and are never mixed into it.
//! What repeated trials say comes after it, with the number of trials. What only a simulation can know, the
//! response with less without cenersen in the same subjects, is marked as such. The sentence on explanations names
//! the share of trials with the published contrast under each, and draws no conclusion where the shares are alike.

use super::{super::headline_table::headline_sentences, TrialRecord, contradictions, verdict::median_interval};
use cenersim_analyses::{
    published::{Inhibitors, trial as published},
    trial::{
        Cell, Effect, Estimated, Explanation, ExplanationResult, Power, Subgroup, SurvivalResult, TableName,
        TrialResult,
    },
};
use cenersim_model::parameters::Grade;
use cenersim_text::{fixed, probability, range, signed, tail_probability};

/// Arms that get a sentence of their own.
const MOST: usize = 7;

/// All sentences.
pub fn sentences(record: &TrialRecord) -> Vec<String> {
    let result = record.result;
    let mut out = vec![what_was_done(result)];
    out.extend(headline_sentences(result.headline.as_ref()));
    out.extend(result.trial.subgroups.iter().filter(|group| group.heading == "arm").take(MOST).map(arm_sentence));
    out.extend(total(result));
    out.push(survival(result));
    out.extend(due_to_cenersen(result));
    out.push(seen_contrast(result));
    out.extend(contrast(result));
    out.extend(power(result));
    out.extend(contradiction(result));
    out.extend(failures(record));
    out.push(caveat(record));
    out
}

/// Subjects, blocks, arms and days of follow-up.
fn what_was_done(result: &TrialResult) -> String {
    let protocol = &result.protocol;
    let sizes: Vec<String> = protocol.subjects.iter().map(u32::to_string).collect();
    format!(
        "{} virtual subjects were randomized in blocks of {} to {} ({}) and followed for {} days.",
        protocol.total(),
        protocol.block,
        result.arms.join(", "),
        sizes.join("/"),
        protocol.follow_up_days
    )
}

/// CR, and CR + CRp with its exact interval, beside the published counts.
fn arm_sentence(group: &Subgroup) -> String {
    let Subgroup { label, n, cr, remission, remission_interval, .. } = group;
    let interval = range(*remission_interval, 100.0, 1);
    let published = group.published.as_ref().map_or_else(String::new, |found| {
        let cr = found.cr.map_or_else(String::new, |cr| format!("CR {cr}, "));
        format!(" Published: {cr}CR + CRp {} of {}.", found.remission, found.n)
    });
    format!("{label}: CR {cr}, CR + CRp {remission} of {n} subjects (95 % {interval} %).{published}")
}

/// All arms, in this trial and in repeated ones.
fn total(result: &TrialResult) -> Option<String> {
    let cell = |row: &str| result.table(TableName::Response)?.cell(row, "total");
    let (cr, remission) = (cell("CR")?, cell("CR + CRp")?);
    let both = [clause("CR", cr), clause("CR + CRp", remission)].join("; ");
    let trials = cr.predicted.as_ref().map_or_else(String::new, |found| format!(" (repeated {} times)", found.trials));
    Some(format!("All arms{trials}: {both}."))
}

/// In this trial, published, and where 95 % of repeated trials lie, with the tail.
fn clause(name: &str, cell: &Cell) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "none".into(), |value| fixed(value, 0));
    let published = cell.published.map_or_else(String::new, |value| format!(", published {}", fixed(value, 0)));
    let predicted = cell.predicted.as_ref().map_or_else(String::new, |found| {
        let tail =
            found.tail.map_or_else(String::new, |tail| format!(" (tail p {})", tail_probability(tail, found.trials)));
        format!(", in 95 % of trials {}{tail}", range(found.interval, 1.0, 0))
    });
    format!("{name} {} in this trial{published}{predicted}", number(cell.this_trial))
}

/// Median overall survival of each arm and of all, with the log-rank test of the arms.
fn survival(result: &TrialResult) -> String {
    let one = |found: &SurvivalResult| {
        let SurvivalResult { name, overall, .. } = found;
        let day = |day: Option<f64>| day.map_or_else(|| "not reached".into(), |day| fixed(day, 0));
        let interval = median_interval(overall).map_or_else(String::new, |interval| interval + "; ");
        let died = format!("{} of {} died", overall.events, overall.n);
        format!("{name} {} days ({interval}{died})", day(overall.median))
    };
    let medians: Vec<String> = result.trial.survival.iter().take(MOST + 1).map(one).collect();
    let p = result.trial.overall_log_rank_p.map_or_else(|| "none".into(), probability);
    format!("Median overall survival: {}. Log-rank p of the arms: {p}.", medians.join("; "))
}

/// None without repeated trials.
fn explained(result: &TrialResult, explanation: Explanation) -> Option<&ExplanationResult> {
    result.repeated.as_ref()?.explanations.iter().find(|found| found.explanation == explanation)
}

/// With and without it in the same patients, under the explanation that the model was designed with.
fn due_to_cenersen(result: &TrialResult) -> Option<String> {
    let found = explained(result, Explanation::AsDesigned)?;
    let Effect { n, share, without_cenersen, difference, interval, predictive, .. } =
        found.effects.iter().find(|effect| effect.arm == "total" && effect.endpoint == "CR + CRp")?;
    let [with, without] = [share, without_cenersen].map(|share| fixed(100.0 * share, 1));
    let patients = match result.posterior() {
        Some(_) => format!("subjects of {n} trials"),
        None => format!("{n} patients"),
    };
    Some(format!(
        "Due to cenersen: the same {patients} respond (CR + CRp) in {with} % with it and in {without} % without it, a \
         difference of {} points (95 % confidence interval of this mean {}{}).",
        signed(100.0 * difference, 1),
        range(*interval, 100.0, 1),
        predictive.map_or_else(String::new, |all| format!("; in 95 % of trials {}", range(all, 100.0, 1)))
    ))
}

/// Responders among users of inhibitors and among others, with Fisher's p.
fn seen_contrast(result: &TrialResult) -> String {
    let group = |label: &str| result.trial.subgroups.iter().find(|group| group.label == label);
    let counted = |group: Option<&Subgroup>| group.map_or((0, 0), |group| (group.remission, group.n));
    let ((users, all_users), (others, all_others)) = (counted(group("users")), counted(group("others")));
    format!(
        "Users of inhibitors: CR + CRp in {users} of {all_users}, others in {others} of {all_others} (Fisher's p {}).{}",
        probability(result.trial.inhibitor_p),
        if result.protocol.published.is_empty() { beside() } else { String::new() }
    )
}

/// The published contrast.
fn beside() -> String {
    let Inhibitors { users, responders_among_users, others, responders_among_others, .. } = &published().inhibitors;
    format!(" Published: {responders_among_users} of {users} and {responders_among_others} of {others}.")
}

/// How often each explanation gives the published contrast.
fn contrast(result: &TrialResult) -> Option<String> {
    let repeated = result.repeated.as_ref()?;
    let one = |found: &ExplanationResult| {
        let name = found.explanation.label().to_lowercase();
        format!("{name} {}", with_error(found.contrast.as_published))
    };
    let all: Vec<String> = repeated.explanations.iter().map(one).collect();
    Some(format!(
        "Probability that a trial of this size shows a contrast at least like the published one (no user responds, and as \
         many others do): {}.",
        all.join("; ")
    ))
}

/// A probability with the standard error of trials and pool together.
pub fn with_error(found: Estimated) -> String {
    let error = libm::hypot(found.trials_error, found.pool_error);
    format!("{} \u{00B1} {}", fixed(found.value, 3), fixed(error, 3))
}

/// At twice the reference rate of CR.
fn power(result: &TrialResult) -> Option<String> {
    let expected = result.total_power().next()?.reference;
    let doubled = result.total_power().min_by(|a, b| off(a, 2.0 * expected).total_cmp(&off(b, 2.0 * expected)))?;
    Some(format!(
        "What {} subjects can tell: a CR rate of {} %, against the reference of {} %, would be found significant with a \
         probability of {} (exact test, {} % in each direction).",
        result.protocol.total(),
        fixed(100.0 * doubled.truth, 0),
        fixed(100.0 * expected, 0),
        probability(doubled.errors.power),
        fixed(50.0 * doubled.level, 1)
    ))
}

/// Distance of a true rate from one that is wanted.
fn off(power: &Power, rate: f64) -> f64 {
    (power.truth - rate).abs()
}

/// None where another trial stands beside this one.
fn contradiction(result: &TrialResult) -> Option<String> {
    let found = contradictions(result);
    (!found.is_empty()).then(|| format!("The published tables contradict themselves: {}.", found.join("; ")))
}

fn failures(record: &TrialRecord) -> Option<String> {
    let failed = record.failures.len();
    (failed > 0).then(|| format!("The simulation of {failed} patients of the pool failed; they are in no trial."))
}

/// What the intervals hold for, and what they leave out.
fn caveat(record: &TrialRecord) -> String {
    let numbers = record.trial.arms.first().map_or_else(String::new, |arm| {
        let weak = arm.ledger.entries().filter(|(_, entry)| entry.grade == Grade::C).count();
        format!(", of which {weak} of {} are assumed (grade C)", arm.ledger.entries().count())
    });
    let uncertainty = match record.result.posterior() {
        Some(used) => format!(
            "and, over repeated trials, for {} numbers of the model as far as published counts tell them; they leave out the uncertainty \
             of all others",
            used.parameters.len()
        ),
        None => "; they leave out the uncertainty of the model's own numbers".to_owned(),
    };
    format!(
        "These are results of a model, not of treated patients. The intervals hold for who is enrolled and for the noise \
         of cells and complications{}{uncertainty}{numbers}.",
        if uncertainty.starts_with(';') { "" } else { " " }
    )
}
