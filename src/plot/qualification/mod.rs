//! Qualification figures: the scorecard by family on one page, the published arms, then every check.

mod arms;
mod checks;
mod scorecard;

#[cfg(test)]
mod tests;

use super::{Color, Figure, FigureOf, Kind, Theme, drawn};
use cenersim_model::curves::Response;
use cenersim_qualification::{Qualification, Verdict};

/// What the figures of a qualification show.
#[derive(Clone, Copy, Debug)]
struct QualificationInput<'a> {
    found: &'a Qualification,
    footer: &'a str,
}

/// The model beside what was published.
struct Qualified;

impl Kind for Qualified {
    type Input<'a> = QualificationInput<'a>;
}

/// In the order of a talk.
const FIGURES: [FigureOf<Qualified>; 3] = [scorecard::FIGURE, arms::FIGURE, checks::FIGURE];

/// All figures, the scorecard first; `footer` is the provenance at the bottom.
pub fn qualification(found: &Qualification, footer: &str, theme: &Theme) -> Vec<Figure> {
    drawn(&FIGURES, &QualificationInput { found, footer }, theme)
}

/// How many checks ended how: `Of 90 checks 61 pass, 12 fail, ...`.
pub fn counts(found: &Qualification) -> String {
    let number = |verdict| found.number(verdict);
    format!(
        "Of {} checks {} pass, {} fail, {} are borderline and {} cannot be made; by their value alone {} of {} lie inside.",
        found.checks().count(),
        number(Verdict::Pass),
        number(Verdict::Fail),
        number(Verdict::Borderline),
        number(Verdict::NotModelled),
        found.inside(),
        found.total().made()
    )
}

/// What a figure is, and how all checks ended.
fn alt(input: &QualificationInput, title: &str) -> String {
    format!("{title}. {}", counts(input.found))
}

/// The color of a verdict.
const fn color(verdict: Verdict, theme: &Theme) -> Color {
    match verdict {
        Verdict::Pass => theme.response(Response::CR),
        Verdict::Borderline => theme.borderline(),
        Verdict::Fail => theme.response(Response::Resistant),
        Verdict::NotModelled => theme.muted,
    }
}
