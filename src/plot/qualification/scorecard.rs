//! Scorecard: one bar for each family of checks, by how they ended, and beside it the numbers.
//! Left out: which check it was (see the other figures).
//!
//! # How to read it
//!
//! A bar for each family of checks, as long as there are checks, in five stretches: within an interval that a
//! source states, within one that is set with a written reason, within one that is assumed, borderline, outside. A
//! pass within an assumed interval says little, so it has a color of its own. A long last stretch in a family that
//! a question depends on is a reason not to ask the model. Checks that fail are kept and not tuned away; the report
//! has each with its reason.

use super::{QualificationInput, Qualified, alt};
use crate::{
    Color, Drawing, FigureOf, Section, Theme,
    page::{Frame, Page},
    rows::fitting,
    sheet::Sheet,
    text::{Anchor, Style},
};
use cenersim_model::curves::Response;
use cenersim_qualification::{Basis, Qualification, Scope, Score};

/// Share of the width for the names, and for the bars.
const NAMES: f64 = 0.33;
const BARS: f64 = 0.46;

/// How a check can end, as the key has it.
const ENDS: [&str; 5] =
    ["within a sourced interval", "within one with a reason", "within an assumed one", "borderline", "outside"];

/// The page; none where not all checks were made.
pub const FIGURE: FigureOf<Qualified> = FigureOf { name: "scorecard", section: Section::Scorecard, alt, draw };

fn draw(input: &QualificationInput, theme: &Theme) -> Vec<Drawing> {
    if input.found.scope != Scope::All {
        return Vec::new();
    }
    let total = input.found.total();
    let title = format!("{} of {} checks pass, {} fail", total.all_passed(), total.made(), total.failed);
    let sheet =
        Sheet { title, subtitle: subtitle(input.found, &total), footer: input.footer.to_owned(), ..Sheet::default() };
    vec![sheet.draw(theme, |page, room| families(page, input.found, &total, room))]
}

/// The key, a line for each family of checks, and one for all.
fn families(page: &mut Page, found: &Qualification, total: &Score, room: Frame) {
    key(page, &room);
    let label = page.theme.sizes.label;
    let scores: Vec<Score> = found.scores().into_iter().filter(|score| score.made() > 0).collect();
    let first = room.y + 2.6 * label;
    let height = ((room.bottom() - first) / (scores.len() + 1) as f64).min(2.4 * label);
    let longest = scores.iter().map(Score::made).max().unwrap_or(1).max(1);
    for (i, score) in scores.iter().enumerate() {
        row(page, score, &Frame { y: first + i as f64 * height, height, ..room }, longest);
    }
    all(page, total, &Frame { y: first + scores.len() as f64 * height, height, ..room });
}

fn subtitle(found: &Qualification, total: &Score) -> String {
    let counting = found.counting();
    let [sourced, reasoned, assumed] = total.passed;
    let assumptions = found.resting_on(Basis::Assumed);
    let arms = match counting.rows {
        0 => String::new(),
        rows => {
            format!(" Published arms: {} of {rows} counts of remissions meant for calibration inside.", counting.inside)
        }
    };
    format!(
        "Passed: {sourced} sourced intervals, {reasoned} with a written reason, {assumed} assumed (of {assumptions}). By value alone \
         {} are inside.{arms}",
        found.inside()
    )
}

/// In the order of the ends.
const fn colors(theme: &Theme) -> [Color; 5] {
    [
        theme.response(Response::CR),
        theme.response(Response::CRp),
        theme.response(Response::NotEvaluable),
        theme.response(Response::PR),
        theme.response(Response::Resistant),
    ]
}

fn key(page: &mut Page, area: &Frame) {
    let theme = page.theme;
    let size = theme.sizes.tick;
    let each = area.width / ENDS.len() as f64;
    for (i, (name, color)) in ENDS.into_iter().zip(colors(theme)).enumerate() {
        let x = area.x + i as f64 * each;
        page.cell(&Frame { x, y: area.y - 0.1 * size, width: size, height: size }, color, name);
        let style = fitting(name, Style::new(size, theme.ink), each - 2.0 * size);
        page.text((x + 1.5 * size, area.y + 0.75 * size), name, &style);
    }
}

/// How many ended in each way, in the order of the ends.
fn counts(score: &Score) -> [usize; 5] {
    let [sourced, reasoned, assumed] = score.passed;
    [sourced, reasoned, assumed, score.borderline, score.failed]
}

/// Name of the family, a bar of as many parts as there are ends, and its numbers.
/// The bar of the longest family fills the width; the others are as long as their checks.
fn row(page: &mut Page, score: &Score, line: &Frame, longest: usize) {
    let theme = page.theme;
    let size = theme.sizes.label.min(0.62 * line.height);
    let baseline = line.y + line.height / 2.0 + 0.36 * size;
    let style = fitting(score.subject, Style::new(size, theme.ink), NAMES * line.width - size);
    page.text((line.x, baseline), score.subject, &style);
    let mut x = line.x + NAMES * line.width;
    let unit = BARS * line.width / longest as f64;
    for ((count, color), end) in counts(score).into_iter().zip(colors(theme)).zip(ENDS) {
        let bar = Frame { x, y: line.y + 0.18 * line.height, width: unit * count as f64, height: 0.64 * line.height };
        if count > 0 {
            page.cell(&bar, color, &format!("{}: {count} {end}", score.subject));
        }
        x += bar.width;
    }
    let text = numbers(score);
    let style = fitting(
        &text,
        Style::new(0.9 * size, theme.ink).anchored(Anchor::End),
        (1.0 - NAMES - BARS) * line.width - size,
    );
    page.text((line.right(), baseline), &text, &style);
}

/// `12 of 14, 1 fails`.
fn numbers(score: &Score) -> String {
    let failed = match score.failed {
        0 => String::new(),
        1 => ", 1 fails".into(),
        n => format!(", {n} fail"),
    };
    format!("{} of {}{failed}", score.all_passed(), score.made())
}

/// The last line: all checks but the published arms.
fn all(page: &mut Page, total: &Score, line: &Frame) {
    let theme = page.theme;
    let size = theme.sizes.label.min(0.62 * line.height);
    let baseline = line.y + line.height / 2.0 + 0.36 * size;
    let style = Style::new(size, theme.ink).semi_bold();
    let name = "All checks but published arms";
    page.text((line.x, baseline), name, &fitting(name, style, NAMES * line.width - size));
    page.text((line.right(), baseline), &numbers(total), &style.anchored(Anchor::End));
}
