//! Generations: the effective sample size of the draws after each generation, and how unevenly the weight lies on them. Left out: what the draws are.
//!
//! Left: a bar for each generation, the effective sample size of all draws so far. Right: the share of the weight (%)
//! that the heaviest draws have together, over their number, for prior and posterior.
//!
//! # How to read it
//!
//! The left bars should grow with each generation; a last bar of ten means that quantiles rest on ten draws. The
//! right curves are better the more slowly they rise: a curve that jumps to 90 % at the first few draws is a
//! posterior of a few points, and the report warns of it.

use super::{Calibration, CalibrationInput, POSTERIOR, PRIOR, lines, posterior_color};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::Axis,
    in_the_tables,
    key::Entry,
    page::{Frame, Page},
    panel::Panel,
    rows::fitting,
    sheet::Sheet,
    text::{Anchor, Style},
};
use cenersim_analyses::calibration::{DrawResult, GenerationResult};
use cenersim_text::fixed;

/// Which of the weights of a draw.
type Weight = fn(&DrawResult) -> f64;

/// Both panels; none without generations.
pub const FIGURE: FigureOf<Calibration> =
    FigureOf { name: "generations", section: Section::Computation, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &CalibrationInput, theme: &Theme) -> Vec<Drawing> {
    let found = input.calibrated;
    if found.generations.is_empty() || found.draws.is_empty() {
        return Vec::new();
    }
    let [prior, posterior] = lines(theme);
    let sheet = Sheet {
        key: vec![Entry::line(prior, PRIOR), Entry::line(posterior, POSTERIOR)],
        ..input.sheet(
            format!("The draws count as {} independent ones", fixed(found.effective_sample_size, 0)),
            subtitle(input),
        )
    };
    vec![sheet.draw(theme, |page, room| {
        let size = theme.sizes.tick;
        let frame = room.without([4.6 * size, 1.5 * size, 0.0, 2.9 * size]);
        let width = 0.5 * (frame.width - 6.5 * size);
        sample_size(page, Frame { width, ..frame }, &found.generations);
        concentration(page, Frame { x: frame.right() - width, width, ..frame }, &found.draws);
    })]
}

fn subtitle(input: &CalibrationInput) -> String {
    format!(
        "{} (Kish 1965); the heaviest has {} % of the weight.",
        input.sample_size(),
        fixed(100.0 * input.calibrated.heaviest_share, 1)
    )
}

/// Titles and labels of a panel.
fn framed(page: &mut Page, panel: &Panel, heading: &str, below: &str) {
    let theme = page.theme;
    let Frame { x, y, width, .. } = panel.frame;
    panel.open(page);
    let strong = fitting(heading, Style::new(theme.sizes.tick, theme.ink).semi_bold(), width);
    page.text((x, y - 0.7 * theme.sizes.tick), heading, &strong);
    let style = fitting(below, Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::Middle), width);
    page.text((x + width / 2.0, panel.frame.bottom() + 2.6 * theme.sizes.tick), below, &style);
}

/// One bar for each generation.
fn sample_size(page: &mut Page, frame: Frame, generations: &[GenerationResult]) {
    let theme = page.theme;
    let highest = generations.iter().map(|one| one.effective_sample_size).fold(0.0, f64::max);
    let mut y = Axis::linear(highest, 5);
    y.high = y.high.max(1.12 * highest);
    let last = generations.len() as f64;
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|step| last / step <= 15.0).unwrap_or(100.0);
    let panel = Panel { frame, x: Axis::spanning(0.4, last + 0.6, step), y };
    framed(page, &panel, "Effective sample size", "After generation");
    for (place, one) in (1..).map(f64::from).zip(generations) {
        let (from, to) = (panel.at(place - 0.32, one.effective_sample_size), panel.at(place + 0.32, 0.0));
        let (Some((left, top)), Some((right, bottom))) = (from, to) else { continue };
        let number = fixed(one.effective_sample_size, 0);
        let bar = Frame { x: left, y: top, width: right - left, height: bottom - top };
        let text = format!("generation {}: {} draws, effective sample size so far {number}", one.number, one.draws);
        page.cell(&bar, posterior_color(theme), &text);
        let style = fitting(&number, Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::Middle), 1.4 * bar.width);
        page.text_on_lines((left + bar.width / 2.0, top - 0.35 * style.size), &number, &style);
    }
}

/// Share of the weight that the heaviest draws have together.
fn concentration(page: &mut Page, frame: Frame, draws: &[DrawResult]) {
    let theme = page.theme;
    let count = (draws.len() as f64).max(10.0);
    let panel = Panel { frame, x: Axis::logarithmic(1.0, count).spaced(frame.width, 70.0), y: Axis::linear(100.0, 5) };
    framed(page, &panel, "Weight of the heaviest draws together (%)", "Heaviest draws");
    let weights: [(Weight, &str); 2] = [(|draw| draw.prior_weight, "prior"), (|draw| draw.weight, "posterior")];
    for ((weight, name), stroke) in weights.into_iter().zip(lines(theme)) {
        let (at, share) = cumulated(draws.iter().map(weight).collect());
        panel.curve(page, name, &stroke, &at, &share);
    }
}

/// How many of the heaviest draws, and their share of the weight (%).
fn cumulated(mut weights: Vec<f64>) -> (Vec<f64>, Vec<f64>) {
    weights.sort_by(|a, b| b.total_cmp(a));
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let share = |weight: &f64| {
        sum += weight;
        100.0 * sum / total
    };
    ((1..=weights.len()).map(|n| n as f64).collect(), weights.iter().map(share).collect())
}
