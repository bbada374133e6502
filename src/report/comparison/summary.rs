//! The findings of a comparison in sentences: what was done, what each arm gave, how the arms differ, what each drug
//! contributes, and what these numbers do not say. Left out: any judgment beyond what an interval says.
//!
//! # Rules
//!
//! * A rate is told with count and denominator: `A: CR 33.3 % (3 of 9 patients, 95 % 10.0 to 40.0)`.
//! * A difference is told with its interval, and whether the interval includes no difference.
//! * Where arms stand for published ones, the published count follows in a sentence of its own.
//! * The last sentence says that these are results of a model, and that intervals leave out the uncertainty of its
//!   numbers.

use super::{super::headline_table::headline_sentences, ComparisonRecord, units};
use cenersim_analyses::comparison::{
    ArmResult, Attribution, Compared, Measure, MeasureDifference, PairResult, Rate, RateDifference, RateResult,
};
use cenersim_model::parameters::{Grade, Ledger};
use cenersim_statistics::Interval;
use cenersim_text::{decimals, fixed, plural, range, signed};

/// Arms and pairs that get a sentence of their own.
const MOST: usize = 7;

/// All sentences.
pub fn sentences(record: &ComparisonRecord) -> Vec<String> {
    let compared = record.compared;
    let mut out = vec![what_was_done(compared)];
    out.extend(headline_sentences(compared.headline.as_ref()));
    out.extend(compared.arms.iter().take(MOST).map(|arm| arm_sentence(compared, arm)));
    out.extend(
        compared
            .pairs
            .iter()
            .filter(|pair| pair.first == 0)
            .take(MOST)
            .filter_map(|pair| pair_sentence(compared, pair)),
    );
    out.extend(first_of_each_arm(compared).take(MOST).map(|found| attribution_sentence(compared, found)));
    out.extend(beyond(compared));
    out.extend(failures(record));
    out.push(caveat(record));
    out
}

/// Patients or replicates, arms, and days of follow-up.
fn what_was_done(compared: &Compared) -> String {
    let Compared { arms, patients, replicates, horizon_days, population, .. } = compared;
    let arms = plural(arms.len() as u32, "arm");
    match population {
        true => {
            let courses = if *replicates > 1 { format!(", {replicates} times in each") } else { String::new() };
            let patients = plural(*patients, "virtual patient");
            format!("{patients} went through each of {arms}{courses}, followed for {horizon_days} days.")
        }
        false => {
            let courses = plural(*replicates, "replicate");
            format!("The reference patient went through {arms}, {courses} of each, followed for {horizon_days} days.")
        }
    }
}

fn rate(arm: &ArmResult, rate: Rate) -> Option<&RateResult> {
    arm.rates.iter().find(|found| found.rate == rate)
}

/// CR, and CR with CRp and CRi, as `found of n` with the exact interval, and the published counts of the arm that it
/// stands for.
fn arm_sentence(compared: &Compared, arm: &ArmResult) -> String {
    let units = units(compared);
    let one = |found: &RateResult| {
        let percent = fixed(100.0 * found.share, 1);
        let interval = range(found.exact, 100.0, 1);
        let of = match compared.population && compared.replicates > 1 {
            true => format!("{} {units}, {} replicates of each", found.n, compared.replicates),
            false => format!("{} of {} {units}", found.found, found.n),
        };
        format!("{} {percent} % ({of}, 95 % {interval})", found.rate.label())
    };
    let rates: Vec<String> = [Rate::Cr, Rate::Remission].into_iter().filter_map(|of| rate(arm, of)).map(one).collect();
    let published = arm.published.as_ref().map_or_else(String::new, |trial| {
        format!(" Published: CR {} of {}, CRp {}.", trial.cr, trial.patients, trial.crp)
    });
    format!("{}: {}.{published}", arm.name, rates.join("; "))
}

/// CR in points with the paired interval, and the mean difference of the stem cells' log-kill.
fn pair_sentence(compared: &Compared, pair: &PairResult) -> Option<String> {
    let cr = pair.rates.iter().find(|found| found.rate == Rate::Cr)?;
    let names = format!("{} against {}", compared.arms[pair.second].name, compared.arms[pair.first].name);
    let stem = pair.measures.iter().find(|found| found.measure == Measure::named("stem_log_kill")).map(stem_clause);
    let n = cr.both + cr.only_first + cr.only_second + cr.neither;
    let same = format!("in the same {n} {}", units(compared));
    Some(format!("{names}: {} {same}; {}.{}", cr_clause(cr), reading(cr.interval), stem.unwrap_or_default()))
}

/// `CR +4.5 points (95 % 1.2 to 7.9)`.
fn cr_clause(cr: &RateDifference) -> String {
    let difference = signed(100.0 * cr.difference, 1);
    format!("CR {difference} points (95 % {})", range(cr.interval, 100.0, 1))
}

/// What an interval of a difference says about no difference.
fn reading(interval: Interval) -> &'static str {
    match interval {
        Interval { low, high } if low == 0.0 && high == 0.0 => "there was no difference at all",
        Interval { low, high } if low <= 0.0 && 0.0 <= high => "this interval includes no difference",
        _ => "this interval excludes no difference",
    }
}

/// Mean difference of the log-kill with its bootstrap interval.
fn stem_clause(found: &MeasureDifference) -> String {
    let (mean, interval) = (signed(found.mean, 3), range(found.mean_interval, 1.0, 3));
    format!(" Leukemic stem cells, mean paired difference of the log-kill: {mean} (95 % {interval}).")
}

/// The first endpoint of each arm, which is the one that was asked for first.
fn first_of_each_arm(compared: &Compared) -> impl Iterator<Item = &Attribution> {
    let first = |arm: usize| compared.attribution.iter().find(move |found| found.arm == arm);
    (0..compared.arms.len()).filter_map(first)
}

/// Rates in percent, measures in their unit.
fn attribution_sentence(compared: &Compared, found: &Attribution) -> String {
    let Attribution { arm, label, unit, n, untreated, treated, contributions, .. } = found;
    let (factor, unit) = if unit == "share" { (100.0, "%") } else { (1.0, unit.as_str()) };
    let places = decimals(factor * untreated.abs().max(treated.abs()));
    let part = |part: &cenersim_analyses::comparison::Contribution| {
        let interval = range(part.interval, factor, places);
        format!("{} {} (95 % {interval})", part.drug, signed(factor * part.share, places))
    };
    let parts: Vec<String> = contributions.iter().map(part).collect();
    let [from, to] = [*untreated, *treated].map(|value| fixed(factor * value, places));
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let (arm, units, whose) = (&compared.arms[*arm].name, units(compared), parts.join(", "));
    format!(
        "{arm}, attribution: \u{201C}{label}\u{201D} is {from}{unit} without drugs and {to}{unit} with all of them \
         (means of {n} {units}). Contributions: {whose}."
    )
}

/// Arms that have no sentence.
fn beyond(compared: &Compared) -> Option<String> {
    let more = compared.arms.len().checked_sub(MOST).filter(|more| *more > 0)?;
    Some(format!("The other {} are in the tables.", plural(more as u32, "arm")))
}

/// The first ten numbers.
fn failures(record: &ComparisonRecord) -> Option<String> {
    let numbers: Vec<String> = record.failures.iter().take(10).map(|failed| failed.patient.to_string()).collect();
    let all = record.failures.len();
    let more = if all > numbers.len() { ", ..." } else { "" };
    let listed = numbers.join(", ");
    (all > 0)
        .then(|| format!("The simulation of {all} patients failed (numbers {listed}{more}); they are in no result."))
}

/// What the intervals leave out.
fn caveat(record: &ComparisonRecord) -> String {
    let chance = if record.compared.population {
        "which patients were drawn and the noise of cells"
    } else {
        "the noise of cells in one patient, not for differences between patients"
    };
    let numbers = record.ledgers.first().map_or_else(String::new, |ledger| {
        let weak = ledger.entries().filter(|(_, entry)| entry.grade == Grade::C).count();
        format!(", of which {weak} of {} are assumed (grade C)", count(ledger))
    });
    format!(
        "These are results of a model, not of treated patients. The intervals hold for {chance}; they leave out the \
         uncertainty of the model's own numbers{numbers}."
    )
}

fn count(ledger: &Ledger) -> usize {
    ledger.entries().count()
}
