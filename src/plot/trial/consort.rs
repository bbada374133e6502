//! CONSORT flow diagram (Schulz, Altman and Moher 2010): how many were screened, randomized, treated, judged, followed and
//! analyzed, a column for each arm. Left out: subjects who withdraw, which the model does not have.
//!
//! # How to read it
//!
//! From the top down: candidates, those who did not meet the criteria with the reasons, and the randomized
//! subjects, who then run down in a column for each arm. Each box has the stage and its counts, and boxes of one
//! stage stand at one height. Subjects who died early or were not examined are not evaluable for response but count
//! in the denominator, as in the source (intention to treat); `Analyzed` is the number of all later figures.

use super::{Trial, TrialInput};
use crate::{
    Color, Drawing, FigureOf, Section, Stroke, Theme,
    diagram::{End, LEADING, arrow, framed},
    listed,
    page::{Frame, MARGIN, Page},
    text::{self, Style},
};
use cenersim_analyses::trial::{Consort, ConsortArm};
use cenersim_text::count;

/// Lines with their styles.
type Lines = Vec<(String, Style)>;

/// The stages of an arm, and the headings of all stages at the left.
const STAGES: [&str; 6] = ["Enrollment", "Allocation", "Treatment", "Response", "Follow-up", "Analysis"];

/// Where everything stands (px).
struct Layout {
    /// Top and height of each row: screening, randomization, then the stages of the arms.
    rows: Vec<(f64, f64)>,
    left: f64,
    column: f64,
    gap: f64,
    letter: f64,
}

/// The flow of the subjects; none without an arm.
pub const FIGURE: FigureOf<Trial> = FigureOf { name: "consort", section: Section::Participants, alt, draw };

fn alt(input: &TrialInput, _: &str) -> String {
    let consort = &input.result.trial.consort;
    let arm = |arm: &ConsortArm| format!("{}: {} randomized, {} evaluable", arm.arm, arm.randomized, arm.evaluable);
    let what = format!("Flow of subjects: {} screened, {} randomized", consort.screened, consort.randomized);
    listed(&what, consort.arms.iter().map(arm))
}

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let consort = &input.result.trial.consort;
    if consort.arms.is_empty() {
        return Vec::new();
    }
    let sheet = input.sheet_of_arms(message(consort), subtitle(input), theme);
    // The header leaves room for a panel, a key does not.
    let above = if sheet.key.is_empty() { 20.0 } else { 0.0 };
    vec![sheet.draw(theme, |page, room| {
        let ends = (room.y - above, room.bottom());
        diagram(page, consort, &fitted(consort, theme, ends));
    })]
}

/// The layout with letters as large as there is room for between top and bottom (px).
fn fitted(consort: &Consort, theme: &Theme, ends: (f64, f64)) -> Layout {
    let mut letter = theme.sizes.tick;
    let mut drawn = layout(consort, theme, letter, ends);
    while drawn.rows.last().is_some_and(|(y, height)| y + height > ends.1) && letter > 4.0 {
        letter *= 0.95;
        drawn = layout(consort, theme, letter, ends);
    }
    drawn
}

/// How many were randomized, and how many of them could be judged.
fn message(consort: &Consort) -> String {
    let of = |count: fn(&ConsortArm) -> u32| count_of(consort, count);
    format!(
        "{} of {} screened were randomized and treated, {} died before their response was judged",
        of(|arm| arm.randomized),
        count(consort.screened),
        of(|arm| arm.died_early)
    )
}

/// Of all arms together.
fn count_of(consort: &Consort, of: fn(&ConsortArm) -> u32) -> String {
    count(consort.arms.iter().map(of).sum::<u32>())
}

fn subtitle(input: &TrialInput) -> String {
    format!(
        "CONSORT diagram of one virtual trial, {}. Everybody who was randomized is analyzed. Candidates are turned away by \
         age and by the time of their relapse only.",
        input.units()
    )
}

/// Heights of the rows from the lines in their boxes.
fn layout(consort: &Consort, theme: &Theme, letter: f64, (top, bottom): (f64, f64)) -> Layout {
    let left = MARGIN + text::width("Enrollment", letter, text::Weight::SemiBold) + letter;
    let right = f64::from(theme.size.0) - MARGIN;
    let arms = consort.arms.len() as f64;
    let gap = (0.5 * letter).max(28.0 - 2.0 * arms);
    let column = ((right - left + gap) / arms - gap).min(560.0);
    let named = consort.arms.iter().map(|arm| name(arm, column, letter, theme.ink).len()).max().unwrap_or(1);
    let side = consort.not_eligible.len() as f64 + 1.0;
    let lines = [1.0, 1.0, named as f64 + 1.0, 2.0, 3.0, 2.0, 1.0];
    let heights = lines.map(|lines: f64| lines * LEADING * letter + 0.7 * letter);
    let least = 1.1 * letter;
    // The box of those turned away stands beside the first gap.
    let first = (side * LEADING * letter - heights[0] - heights[1] + 0.7 * letter).max(1.9 * letter);
    let taken: f64 = heights.iter().sum::<f64>() + first;
    let between = ((bottom - top - taken) / 5.0).clamp(least, 2.6 * letter);
    let mut y = top;
    let rows = heights.iter().enumerate().map(|(i, height)| {
        let row = (y, *height);
        y += height + if i == 0 { first } else { between };
        row
    });
    Layout { rows: rows.collect(), left, column, gap, letter }
}

impl Layout {
    /// Left end of a column of so many.
    fn x(&self, column: usize, of: usize, right: f64) -> f64 {
        let width = of as f64 * (self.column + self.gap) - self.gap;
        self.left + (right - self.left - width).max(0.0) / 2.0 + column as f64 * (self.column + self.gap)
    }

    /// A box of a row (px).
    fn frame(&self, row: usize, x: f64, width: f64) -> Frame {
        let (y, height) = self.rows[row];
        Frame { x, y, width, height }
    }
}

/// Boxes, arrows, names of the stages.
fn diagram(page: &mut Page, consort: &Consort, layout: &Layout) {
    let theme = page.theme;
    let right = f64::from(theme.size.0) - MARGIN;
    let middle = (layout.left + right) / 2.0;
    let stroke = Stroke { color: theme.muted, dash: &[], width: 3.0 };
    stages(page, layout);
    let width = 15.0 * layout.letter;
    let [screened, randomized] = [0, 1].map(|row| layout.frame(row, middle - width / 2.0, width));
    let strong = Style::new(layout.letter, theme.ink).semi_bold();
    let said = |what: &str, n: u32| vec![(format!("{what}: {}", count(n)), strong)];
    framed(page, &screened, theme.muted, &said("Screened", consort.screened));
    framed(page, &randomized, theme.muted, &said("Randomized", consort.randomized));
    arrow(page, "to randomization", &[(middle, screened.bottom()), (middle, randomized.y)], End::Head, &stroke);
    turned_away(page, consort, layout, (middle, right), &stroke);
    let count = consort.arms.len();
    let bus = (randomized.bottom() + layout.rows[2].0) / 2.0;
    for (i, arm) in consort.arms.iter().enumerate() {
        let x = layout.x(i, count, right);
        let center = x + layout.column / 2.0;
        let down = [(middle, randomized.bottom()), (middle, bus), (center, bus), (center, layout.rows[2].0)];
        arrow(page, &format!("to {}", arm.arm), &down, End::Head, &stroke);
        column(page, arm, layout, x, theme.arm(i).color);
    }
}

/// Names of the stages at the left.
fn stages(page: &mut Page, layout: &Layout) {
    let style = Style::new(layout.letter, page.theme.muted).semi_bold();
    for (stage, (y, height)) in STAGES.iter().zip(layout.rows.iter().take(1).chain(&layout.rows[2..])) {
        page.text((MARGIN, y + height / 2.0 + 0.36 * layout.letter), stage, &style);
    }
}

/// Those who were screened and not randomized.
fn turned_away(page: &mut Page, consort: &Consort, layout: &Layout, (middle, right): (f64, f64), stroke: &Stroke) {
    let theme = page.theme;
    let all: u32 = consort.not_eligible.iter().map(|excluded| excluded.subjects).sum();
    let style = Style::new(layout.letter, theme.ink);
    let mut lines: Lines = vec![(format!("Not eligible: {}", count(all)), style.semi_bold())];
    let reasons = &consort.not_eligible;
    lines.extend(reasons.iter().map(|excluded| (format!("{} {}", excluded.reason, excluded.subjects), style)));
    let [(first, height), (second, _)] = [layout.rows[0], layout.rows[1]];
    let y = (first + height + second) / 2.0;
    let high = lines.len() as f64 * LEADING * layout.letter + 0.7 * layout.letter;
    let x = middle + 10.0 * layout.letter;
    let frame = Frame { x, y: y - high / 2.0, width: (17.0 * layout.letter).min(right - x), height: high };
    arrow(page, "not eligible", &[(middle, y), (x, y)], End::Head, stroke);
    framed(page, &frame, theme.muted, &lines);
}

fn name(arm: &ConsortArm, column: f64, letter: f64, color: Color) -> Lines {
    let style = Style::new(letter, color).semi_bold();
    text::condensed(&arm.arm, &style, column - letter, 2).into_iter().map(|line| (line, style)).collect()
}

/// All boxes of an arm, from the top down.
/// Allocated, treated, judged, followed, analyzed.
fn column(page: &mut Page, arm: &ConsortArm, layout: &Layout, x: f64, color: Color) {
    let theme = page.theme;
    let style = Style::new(layout.letter, theme.ink);
    let said = |what: &str, n: u32| (format!("{what} {}", count(n)), style);
    let mut allocated = name(arm, layout.column, layout.letter, theme.text_in(color));
    allocated.push(said("Allocated", arm.randomized));
    let stages: [Lines; 5] = [
        allocated,
        vec![said("Treated", arm.treated), said("Second course", arm.second_course)],
        vec![
            said("Judged", arm.evaluable),
            said("Died before", arm.died_early),
            said("Not examined", arm.not_examined),
        ],
        vec![said("Died", arm.died), said("Alive at the end", arm.completed)],
        vec![said("Analyzed", arm.analyzed)],
    ];
    let stroke = Stroke { color, dash: &[], width: 3.0 };
    let center = x + layout.column / 2.0;
    for (i, lines) in stages.iter().enumerate() {
        let frame = layout.frame(i + 2, x, layout.column);
        framed(page, &frame, color, lines);
        let told: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
        page.hover(&frame, &format!("{}: {}", arm.arm, told.join(", ")));
        if let Some((below, _)) = layout.rows.get(i + 3) {
            arrow(page, "next stage", &[(center, frame.bottom()), (center, *below)], End::Head, &stroke);
        }
    }
}
