//! The figures of a run as files: SVG and PNG of each.

use super::{Failure, hypotheses::named, plan::chemosensitivity};
use cenersim::{
    curves::{CurveSet, Event, administrations},
    parameters::{Hypothesis, Ledger},
    patient::Chemosensitivity,
    plot::{Figure, FigureInput, Theme, Thresholds, figures, png},
    scenario::Scenario,
    treatment::{Administration, Regimen},
};
use rayon::prelude::*;

/// Replicates that are drawn, the first ones; all are in the tables. Bands of more would look the same.
pub const DRAWN: u32 = 256;

/// What a run has to show.
pub struct Shown<'a> {
    pub scenario: &'a Scenario,
    pub arm: &'a Regimen,
    pub curves: &'a [CurveSet],
    pub events: &'a [Vec<Event>],
    /// Version and commit of the program that simulated it.
    pub version: &'a str,
}

/// The curves of a replicate if they are drawn, and none otherwise.
pub fn curves_to_draw(replicate: u32, curves: CurveSet) -> CurveSet {
    if replicate < DRAWN { curves } else { CurveSet::default() }
}

/// File names and contents of all figures.
pub fn drawn(shown: &Shown, theme: &Theme, width: u32, height: u32) -> Vec<(String, Vec<u8>)> {
    let scenario = shown.scenario;
    let after = format!("{} | {}", scenario.settings.after_failure, shown.version);
    let footer = footer(&scenario.name, [scenario.hypothesis], scenario.settings.seed, &after);
    let drawn = shown.curves.len().min(DRAWN as usize);
    let (curves, events) = (&shown.curves[..drawn], &shown.events[..drawn]);
    let given: Vec<_> = events.iter().map(|events| administrations(events)).collect();
    let input = FigureInput {
        title: &scenario.title,
        arm: &format!(
            "arm {}{}{}{}",
            shown.arm.name,
            percentile(scenario, shown.arm),
            first_of(scenario),
            later_courses(&given)
        ),
        replicates: curves,
        doses: most(&given),
        events,
        thresholds: thresholds(&scenario.ledger, &scenario.settings.criteria),
        footer: &footer,
    };
    figures(&input, theme).par_iter().flat_map(|figure| files(figure, width, height)).collect()
}

/// Where a figure comes from, for its foot.
pub fn footer(scenarios: &str, hypotheses: impl IntoIterator<Item = Hypothesis>, seed: u64, version: &str) -> String {
    format!("scenario {scenarios} | p53 hypothesis {} | seed {seed} | {version}", named(hypotheses))
}

/// Which patient is shown, if the scenario says it: `, 90th percentile of chemosensitivity`.
fn percentile(scenario: &Scenario, arm: &Regimen) -> String {
    let percentile = chemosensitivity(scenario, arm).and_then(Chemosensitivity::short);
    percentile.map_or_else(String::new, |percentile| format!(", {percentile}"))
}

/// Which replicates are drawn, if not all: `, first 256 of 1000 replicates`.
fn first_of(scenario: &Scenario) -> String {
    let all = scenario.settings.replicates;
    if all > DRAWN { format!(", first {DRAWN} of {all} replicates") } else { String::new() }
}

/// The doses of the replicate that got most, the first of several.
fn most(given: &[Vec<Administration>]) -> &[Administration] {
    given.iter().rev().max_by_key(|doses| doses.len()).map_or(&[], Vec::as_slice)
}

/// Which courses not every replicate got: `, course 2 in 5 of 8`.
fn later_courses(given: &[Vec<Administration>]) -> String {
    let courses = |doses: &[Administration]| doses.iter().map(|dose| dose.course).max().unwrap_or(0);
    let all = given.len();
    let partial = (1..=courses(most(given))).filter_map(|course| {
        let got = given.iter().filter(|doses| courses(doses) >= course).count();
        (got < all).then(|| format!(", course {course} in {got} of {all}"))
    });
    partial.collect()
}

fn files(figure: &Figure, width: u32, height: u32) -> Vec<(String, Vec<u8>)> {
    let svg = (format!("{}.svg", figure.name), figure.svg.clone().into_bytes());
    vec![svg, (format!("{}.png", figure.name), png(figure, width, height))]
}

/// The program that made a result, for the foot of a figure; a program that was not built from a clone has no commit.
pub fn program(version: &str, commit: &str) -> String {
    match commit {
        "unknown" => format!("cenersim {version}"),
        commit => format!("cenersim {version} ({commit})"),
    }
}

/// Lines of the criteria in force, and the recovery landmarks of the published series (R06 and R07).
fn thresholds(ledger: &Ledger, criteria: &str) -> Thresholds {
    let count = |name: &str| ledger.number(&format!("criteria.{criteria}.{name}")) / 1e9;
    Thresholds {
        marrow_blasts: ledger.number(&format!("criteria.{criteria}.blasts")),
        neutrophils: [0.5, count("neutrophils")],
        platelets: [50.0, count("platelets")],
    }
}

/// A written run that cannot be read or a result that cannot be written.
pub fn failure(error: cenersim::report::ReportError) -> Failure {
    match error.exit_code() {
        2 => Failure::input(error),
        // As text: the sentence names its cause already.
        _ => Failure::Run(anyhow::Error::msg(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim::{
        quantity::Time,
        treatment::{Drug, Route},
    };

    /// A replicate with so many courses of one infusion.
    fn replicate(courses: u32) -> Vec<Administration> {
        let start = |course: u32| Time::days(42.0 * f64::from(course - 1));
        let infusion = |course| Administration {
            drug: Drug::Idarubicin,
            start: start(course),
            duration: Time::hours(0.25),
            amount_mg: 22.7,
            route: Route::Intravenous,
            course,
        };
        (1..=courses).map(infusion).collect()
    }

    #[test]
    fn a_figure_shows_the_courses_of_whoever_got_most_and_says_how_many_did() {
        let given = [replicate(1), replicate(2), replicate(1), replicate(2)];
        assert_eq!(most(&given).len(), 2);
        assert_eq!(later_courses(&given), ", course 2 in 2 of 4");
    }

    #[test]
    fn what_everybody_got_needs_no_remark() {
        assert_eq!(later_courses(&[replicate(2), replicate(2)]), "");
        assert_eq!(later_courses(&[replicate(0), replicate(0)]), "");
        assert_eq!((later_courses(&[]), most(&[])), (String::new(), &[][..]));
    }
}
