//! The findings of the design of a next trial in sentences. Left out: whether the trial should be done.
//!
//! Each sentence can be read alone, in this order: power at the hoped-for effect; one sentence for each world; what the
//! draws know of the effect; what must be true; which parameters move the effect; what success is left to; simulated errors;
//! what all of it rests on. A sentence whose number does not exist is left out.
//!
//! # Units
//!
//! Rates and chances are in percent with one decimal, effects on rates in percentage points with a sign, effects on
//! survival as hazard ratios. Each number that was averaged over the draws has its Monte-Carlo error behind it, in the same
//! unit. Read an answer that is smaller than two of its errors as "not known to differ from zero".

use super::DesignRecord;
use cenersim_analyses::design::{Answer, DesignResult, Driver, Parts, World, hazard_ratio};
use cenersim_plot::names::number;
use cenersim_statistics::assurance::Estimated;
use cenersim_text::{count, fixed, signed};

/// Parameters that are named.
const NAMED: usize = 3;

/// All sentences.
///
/// Never empty: power, worlds and the caveat are always there.
pub fn sentences(record: &DesignRecord) -> Vec<String> {
    let result = record.result;
    let mut out = vec![hoped_for(result)];
    out.extend(result.answers.iter().map(|answer| enough(result, answer)));
    out.push(known(result));
    out.push(must_be_true(result));
    out.extend(drivers(result));
    out.extend(split(result));
    out.extend(errors(result));
    out.push(caveat(record));
    out
}

/// What is compared: `B against B without cenersen`.
pub fn compared(result: &DesignResult) -> String {
    let [control, treatment] = &result.arms;
    match result.protocol.kind.is_controlled() {
        true => format!("{treatment} against {control}"),
        false => format!("{treatment} in one arm"),
    }
}

/// `12.3 % (Monte-Carlo error 0.4)`.
pub fn percent(estimate: Estimated) -> String {
    let [value, error] = [estimate.value, estimate.error].map(|share| fixed(100.0 * share, 1));
    format!("{value} % (Monte-Carlo error {error})")
}

/// The effect as readers know it: points, or a hazard ratio.
///
/// A score has no meaning for readers, so effects on survival are turned into the hazard ratio at the mean share of deaths:
///
/// ```text
/// hazard ratio = exp(-effect / deaths)
/// ```
pub fn effect(result: &DesignResult, effect: f64) -> String {
    match result.protocol.is_survival() {
        true => format!("a hazard ratio of {}", fixed(hazard_ratio(effect, result.known.level.value), 2)),
        false => format!("{} points", signed(100.0 * effect, 1)),
    }
}

/// Two effects from which to which others lie.
///
/// Of survival the larger effect is the smaller ratio, so the first hazard ratio is the larger one.
pub fn effects(result: &DesignResult, [from, to]: [f64; 2]) -> String {
    match result.protocol.is_survival() {
        true => {
            let ratio = |effect: f64| fixed(hazard_ratio(effect, result.known.level.value), 2);
            format!("hazard ratios of {} to {}", ratio(from), ratio(to))
        }
        false => format!("{} to {} points", signed(100.0 * from, 1), signed(100.0 * to, 1)),
    }
}

/// The sentence that a protocol would have: kind, sizes, alpha with its sides, power, and the two rates.
fn hoped_for(result: &DesignResult) -> String {
    let (protocol, plan) = (&result.protocol, &result.plan);
    let [control, treatment] = [protocol.control_rate, protocol.treatment_rate].map(|rate| fixed(100.0 * rate, 1));
    let sides = if protocol.sides == 2 { "two-sided" } else { "one-sided" };
    let [of_control, of_treatment] = plan.sizes.map(count);
    let sizes = match protocol.kind.is_controlled() {
        true => format!("{of_treatment} patients on treatment and {of_control} controls"),
        false => format!("at most {of_treatment} patients"),
    };
    let rates = if protocol.is_survival() { "alive at the end of the observation" } else { "responses" };
    format!(
        "A {} trial of {} ({}) with a {sides} alpha of {} and {sizes} has a power of {} % to tell {treatment} % from {control} % \
         {rates}, if exactly that is true.",
        protocol.kind.label(),
        compared(result),
        protocol.endpoint.label(),
        protocol.alpha,
        fixed(100.0 * plan.power, 1)
    )
}

/// How many patients are enough in one world.
///
/// If cenersen does nothing the chance is the error of the design; more patients do not change that, and no interval of
/// patients is given.
fn enough(result: &DesignResult, answer: &Answer) -> String {
    let index = World::ALL.iter().position(|world| *world == answer.world).unwrap_or(0);
    let planned = percent(result.plan.success[index]);
    let supposed = match answer.world {
        World::Right => "If the model is right",
        World::Half => "If it is half right (half of the effect)",
        World::Nothing => "If cenersen does nothing",
    };
    let wanted = fixed(100.0 * result.protocol.power, 0);
    let needed = match (answer.world, answer.patients) {
        (World::Nothing, _) => "no number of patients changes that".to_owned(),
        (_, Some(patients)) => format!("{wanted} % need {} patients{}", count(patients), interval(answer)),
        (_, None) => {
            let largest = count(result.protocol.largest);
            format!("{wanted} % are out of reach: {largest} patients have {}", percent(answer.largest))
        }
    };
    format!("{supposed}, the trial as planned succeeds with a chance of {planned}; {needed}.")
}

/// ` (Monte-Carlo 95 % 120 to 180)`.
///
/// An end beyond the largest trial is said in words: there is no number that could stand there.
pub fn interval(answer: &Answer) -> String {
    let end = |patients: Option<u32>| patients.map_or_else(|| "more than the largest trial".into(), count);
    format!(" (Monte-Carlo 95 %: {} to {})", end(answer.from), end(answer.to))
}

/// Effects of nine of ten draws lie between the 5th and the 95th percentile of the true effects, noise taken off.
fn known(result: &DesignResult) -> String {
    let known = &result.known;
    let level = if result.protocol.is_survival() { "deaths in both arms" } else { "responses of the control" };
    let scale = if result.protocol.is_survival() { "% of the score" } else { "points" };
    format!(
        "Over {} draws of {} parameters the model expects {level} in {} and a mean effect of {} (Monte-Carlo error {} \
         {scale}); nine of ten true effects are {}, and the treatment is better with a chance of {}.",
        result.draws.len(),
        result.parameters,
        percent(known.level),
        effect(result, known.effect.value),
        fixed(100.0 * known.effect.error, 1),
        effects(result, [known.range.low, known.range.high]),
        percent(known.better)
    )
}

/// The effect from which on the trial as planned has the wanted chance, and how many of the draws have it. It turns the
/// question around: readers who do not trust the model can judge whether such an effect is plausible.
fn must_be_true(result: &DesignResult) -> String {
    let wanted = fixed(100.0 * result.protocol.power, 0);
    let needed = &result.needed;
    match needed.effect {
        Some(needed_effect) => format!(
            "For a chance of {wanted} % the effect must be {} or better; {} of the draws have it.",
            effect(result, needed_effect),
            percent(needed.share)
        ),
        None => format!("No effect gives the trial as planned a chance of {wanted} %: it has too few patients."),
    }
}

/// Named in words; their paths are in the table of drivers. None if no correlation is beyond chance.
fn drivers(result: &DesignResult) -> Option<String> {
    let one = |driver: &Driver| format!("{} ({})", number(&driver.path), signed(driver.correlation, 2));
    let named: Vec<String> = result.drivers.iter().take(NAMED).map(one).collect();
    (!named.is_empty())
        .then(|| format!("The effect goes most with {} (rank correlation over the draws).", named.join(", ")))
}

/// None where success is certain or impossible in all draws, as there is no variance to divide.
fn split(result: &DesignResult) -> Option<String> {
    let Parts { chance, patients, parameters } = result.split.success?;
    let percent = |share: f64| fixed(100.0 * share, 0);
    Some(format!(
        "Whether the trial succeeds is left to the luck of the courses by {} %, to who is enrolled by {} %, and to what is not \
         known of the parameters by {} % (Monte-Carlo error {}).",
        percent(chance),
        percent(patients),
        percent(parameters),
        percent(result.split.parameters.error)
    ))
}

/// The interval should hold alpha; one that does not says that the statistic is not normal in trials of this size.
fn errors(result: &DesignResult) -> Option<String> {
    let simulated = result.simulated?;
    let share = f64::from(simulated.significant) / f64::from(simulated.trials);
    Some(format!(
        "Of {} trials that were simulated one by one without an effect {} % ended with a significant result (Monte-Carlo 95 % {} to \
         {} %; alpha {} %).",
        count(simulated.trials),
        fixed(100.0 * share, 1),
        fixed(100.0 * simulated.interval.low, 1),
        fixed(100.0 * simulated.interval.high, 1),
        fixed(100.0 * result.protocol.alpha, 1)
    ))
}

/// What no number of the report contains: the hypothesis about p53, the ranges, dropouts and accrual.
fn caveat(record: &DesignRecord) -> String {
    let from = match &record.result.posterior {
        Some(calibration) => format!("the posterior draws of {calibration}"),
        None => "the ranges of the ledger, each number anywhere in its range and by itself".into(),
    };
    format!(
        "All of it holds under the p53 hypothesis {} and for parameters from {from}; dropouts and accrual are not counted.",
        record.hypothesis
    )
}
