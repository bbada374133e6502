//! The figures of a run as files: SVG and PNG of each.

use super::Failure;
use cenersim::{
    curves::{CurveSet, Event},
    parameters::Ledger,
    plot::{Figure, FigureInput, Theme, Thresholds, figures, png},
    scenario::Scenario,
    treatment::{Administration, Regimen},
};
use rayon::prelude::*;

/// What a run has to show.
pub struct Shown<'a> {
    pub scenario: &'a Scenario,
    pub arm: &'a Regimen,
    pub curves: &'a [CurveSet],
    pub events: &'a [Vec<Event>],
    pub doses: &'a [Administration],
    /// Version and commit of the program that simulated it.
    pub version: &'a str,
}

/// File names and contents of all figures.
pub fn drawn(shown: &Shown, theme: &Theme, width: u32, height: u32) -> Vec<(String, Vec<u8>)> {
    let scenario = shown.scenario;
    let footer = format!("scenario {} | seed {} | {}", scenario.name, scenario.settings.seed, shown.version);
    let input = FigureInput {
        title: &scenario.title,
        arm: &format!("arm {}", shown.arm.name),
        replicates: shown.curves,
        doses: shown.doses,
        events: shown.events,
        thresholds: thresholds(&scenario.ledger, &scenario.settings.criteria),
        footer: &footer,
    };
    figures(&input, theme).par_iter().flat_map(|figure| files(figure, width, height)).collect()
}

fn files(figure: &Figure, width: u32, height: u32) -> Vec<(String, Vec<u8>)> {
    let svg = (format!("{}.svg", figure.name), figure.svg.clone().into_bytes());
    vec![svg, (format!("{}.png", figure.name), png(figure, width, height))]
}

/// The program that made a result, for the foot of a figure.
pub fn program(version: &str, commit: &str) -> String {
    format!("cenersim {version} ({commit})")
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
        _ => Failure::Run(error.into()),
    }
}
