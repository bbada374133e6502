//! What a calibration says in sentences: what was identified, what the data say about cenersen, what it would take to learn
//! more, what is known only together, and what does not fit. Left out: any judgment beyond what an interval says.
//!
//! # What is told of cenersen
//!
//! The posterior of the odds ratio is compared with its skeptical prior: essentially the prior if it is hardly
//! narrower, then the data say next to nothing; otherwise whether it still includes benefit and harm. After it
//! stand the difference in percentage points and the size of a trial that would detect its median, so that a wide
//! posterior is not read as proof of no effect.

use super::CalibrationRecord;
use cenersim_analyses::calibration::{Calibrated, Direction, Quantiles, TargetResult, Verdict};
use cenersim_plot::{
    calibration::{loadings, target_name},
    names::number,
};
use cenersim_text::{fixed, listed, sentence, short, signed};

/// A move of the probability of benefit, and a narrowing of its interval, below which the posterior is called the prior.
const UNMOVED: (f64, f64) = (0.1, 0.15);
/// A direction whose variance fell by less than this says little.
const SLOPPY: f64 = 0.8;
/// Loadings that take part in a combination.
const TAKES_PART: f64 = 0.3;

/// All sentences.
pub fn sentences(record: &CalibrationRecord) -> Vec<String> {
    let found = record.calibrated;
    let mut out = vec![what_was_done(found)];
    out.extend(about_cenersen(found));
    out.extend(identified(found));
    out.extend(together(found));
    out.extend(expected(found));
    out.extend(contradictions(found));
    out.extend(found.warnings.iter().map(|warning| format!("Warning: {}", sentence(warning))));
    out.extend(failures(record));
    out.push(caveat(found));
    out
}

/// Draws, generations, patients, and how many draws the posterior is worth.
fn what_was_done(found: &Calibrated) -> String {
    let budget = &found.budget;
    let patients = u64::from(budget.trials_per_draw) * u64::from(budget.subjects);
    format!(
        "{} draws of {} parameters in {} generations were each simulated in the same {patients} patients, with and without \
         cenersen; weighted by the likelihood of the published counts they have an effective sample size of {}, and the \
         heaviest has {} % of the weight.",
        found.draws.len(),
        found.parameters.len(),
        budget.generations,
        fixed(found.effective_sample_size, 0),
        fixed(100.0 * found.heaviest_share, 1)
    )
}

/// The odds ratio of CR with cenersen and its probability of benefit, before and after.
fn about_cenersen(found: &Calibrated) -> Vec<String> {
    let effect = &found.effect;
    let (before, after) = (effect.prior_probability_of_benefit, effect.probability_of_benefit);
    let first = format!(
        "Cenersen: before the data the odds ratio of complete remission (CR) with against without it was {}, and more CR had a probability of {}; \
         after {} patients they are {} and {}. {}",
        odds(&effect.prior),
        fixed(before, 2),
        found.budget.subjects,
        odds(&effect.posterior),
        fixed(after, 2),
        judged(found)
    );
    vec![first, more(found)]
}

/// `1.05 (95 % 0.40 to 2.70)`.
fn odds(found: &Quantiles) -> String {
    let [median, low, high] = [found.median, found.low, found.high].map(|value| short(libm::exp(value)));
    format!("{median} (95 % {low} to {high})")
}

/// What the step from prior to posterior amounts to.
fn judged(found: &Calibrated) -> &'static str {
    let effect = &found.effect;
    let moved = (effect.probability_of_benefit - effect.prior_probability_of_benefit).abs();
    let width = |found: &Quantiles| found.high - found.low;
    let narrower = 1.0 - width(&effect.posterior) / width(&effect.prior);
    match (effect.posterior.low > 0.0, effect.posterior.high < 0.0) {
        (true, _) => "The interval excludes no effect, in favor of cenersen.",
        (_, true) => "The interval excludes no effect, to the disadvantage of cenersen.",
        _ if moved < UNMOVED.0 && narrower < UNMOVED.1 => {
            "The posterior is essentially the prior: these data say next to nothing about cenersen, neither for nor against it."
        }
        _ => "The interval still includes benefit and harm: the data changed it, and do not settle it.",
    }
}

/// How many patients it would take.
fn more(found: &Calibrated) -> String {
    let Quantiles { low, median, high, .. } = found.effect.points;
    let needed = found.effect.patients_per_arm.filter(|patients| patients.is_finite()).map_or_else(
        || "this interval includes no difference, so no number of patients is given".into(),
        |patients| {
            format!(
                "detecting this median takes {} patients in each of two arms, with against without cenersen (power \
                 0.8, two-sided level 0.05)",
                fixed(patients.ceil(), 0)
            )
        },
    );
    format!(
        "In the same patients cenersen changes CR by {} percentage points (95 % {} to {}); {needed}.",
        signed(median, 1),
        signed(low, 1),
        signed(high, 1)
    )
}

/// Names of the parameters in words.
fn in_words(found: &Calibrated) -> Vec<String> {
    found.parameters.iter().map(|parameter| number(&parameter.path)).collect()
}

/// Which parameters were identified, which weakly, and which not at all.
fn identified(found: &Calibrated) -> Option<String> {
    let names = in_words(found);
    let of = |verdict: Verdict| {
        let all = found.parameters.iter().zip(&names).filter(|(one, _)| one.verdict == verdict);
        let all: Vec<String> = all.map(|(_, name)| name.clone()).collect();
        if all.is_empty() { "none".to_owned() } else { listed(&all, "and") }
    };
    (!names.is_empty()).then(|| {
        format!(
            "Identified by the counts: {}; weakly: {}; not, so that the posterior is essentially the prior: {}.",
            of(Verdict::Identified),
            of(Verdict::Weakly),
            of(Verdict::Not)
        )
    })
}

/// The best known and the sloppiest direction.
fn together(found: &Calibrated) -> Option<String> {
    let (best, sloppiest) = (found.directions.first()?, found.directions.last()?);
    let percent = fixed(100.0 * best.variance, 0);
    let known = match best.variance {
        variance if variance > SLOPPY => format!(
            "No direction is known much better than before the data (at best {percent} % of the prior variance)"
        ),
        _ => format!("Best known is {} ({percent} % of the prior variance is left)", combination(found, best)),
    };
    let sloppy = found.directions.iter().filter(|direction| direction.variance > SLOPPY).count();
    Some(format!(
        "{known}; {sloppy} of {} directions are sloppy (over {} % left), the sloppiest is the combination {}.",
        found.directions.len(),
        fixed(100.0 * SLOPPY, 0),
        loadings(sloppiest, &in_words(found)).join(", ")
    ))
}

/// A direction in words: one parameter, a product or a ratio of two, or the loadings.
fn combination(found: &Calibrated, direction: &Direction) -> String {
    let names = in_words(found);
    let part = |(index, loading): (usize, &f64)| (loading.abs() >= TAKES_PART).then_some((index, *loading));
    let parts: Vec<(usize, f64)> = direction.loadings.iter().enumerate().filter_map(part).collect();
    let logarithmic = |index: usize| found.parameters.get(index).is_some_and(|parameter| parameter.logarithmic);
    match parts[..] {
        [(only, _)] => names[only].clone(),
        [(a, x), (b, y)] if logarithmic(a) && logarithmic(b) => {
            let (what, and) = if x * y > 0.0 { ("a product", "and") } else { ("a ratio", "to") };
            let alone = [a, b].iter().any(|index| found.parameters[*index].verdict == Verdict::Identified);
            let only = if alone { "" } else { ", not either of them" };
            format!("{what} of {} {and} {}{only}", names[a], names[b])
        }
        _ => format!("the combination {}", loadings(direction, &names).join(", ")),
    }
}

fn expected(found: &Calibrated) -> Option<String> {
    let inside = |target: &&TargetResult| target.posterior.interval.contains(f64::from(target.observed));
    let part = |fitted: bool| {
        let all = || found.targets.iter().filter(move |target| target.fitted == fitted);
        (all().count(), all().filter(inside).count())
    };
    let ((fitted, fitted_in), (predicted, predicted_in)) = (part(true), part(false));
    let missed: Vec<String> = found.targets.iter().filter(|target| !inside(target)).map(target_name).collect();
    let missed = if missed.is_empty() { String::new() } else { format!(" Outside: {}.", missed.join("; ")) };
    let parts = [
        (fitted, format!("{fitted_in} of {fitted} fitted counts")),
        (predicted, format!("{predicted_in} of {predicted} counts that were only predicted")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(all, _)| *all > 0).map(|(_, told)| told).collect();
    let contain = listed(&parts, "and");
    (!parts.is_empty())
        .then(|| format!("The posterior's 95 % intervals for a further trial contain {contain}.{missed}"))
}

/// Published numbers that exclude each other, and what was chosen.
fn contradictions(found: &Calibrated) -> Option<String> {
    let all = found.contradictions.iter().map(|one| one.trim_end_matches('.')).collect::<Vec<_>>().join("; ");
    (!all.is_empty())
        .then(|| format!("The published counts contradict each other: {all}. Chosen: {}", sentence(&found.choice)))
}

fn failures(record: &CalibrationRecord) -> Option<String> {
    let failed = record.failures.len();
    (failed > 0).then(|| format!("The simulation of {failed} patients failed; they are in no count."))
}

/// What the posterior holds for, and what it leaves out.
fn caveat(found: &Calibrated) -> String {
    format!(
        "These are results of a model, not of treated patients. The prior of cenersen's effect is skeptical by choice (log odds \
         ratio around 0 with a standard deviation of {}), and what was not among the parameters is taken as known.",
        fixed(found.effect.skeptical_sd, 2)
    )
}
