//! Every check as a point before a bar. The bar is the published interval, so each row has a scale of
//! its own; the numbers stand beside it. Left out: checks that the model cannot make.
//!
//! # How to read it
//!
//! The axis runs from one width of the published interval before it to one width after it, for each check on its
//! own scale, so days, shares and levels stand in one column. The verdict stands behind the numbers unless it is a
//! pass; a point at the edge of the axis lies beyond it.

use super::{QualificationInput, Qualified, alt, color};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::{Axis, Tick},
    forest::Forest,
    rows::{Cell, Column, Mark, Marker, Row, Texts},
    sheet::Sheet,
    theme::Stroke,
};
use cenersim_qualification::{DEVIATES, Estimate, Qualification, SUBJECTS, Verdict};
use cenersim_statistics::Interval;
use cenersim_text::three_digits;

/// How far the axis reaches beyond the published interval, in its widths.
const BEYOND: f64 = 1.0;

/// All checks that were made but published arms, in as many pages as they need.
pub const FIGURE: FigureOf<Qualified> = FigureOf { name: "checks", section: Section::Scorecard, alt, draw };

fn draw(input: &QualificationInput, theme: &Theme) -> Vec<Drawing> {
    let groups = SUBJECTS.iter().map(|subject| group(input.found, subject.heading, theme));
    let column = Column {
        title: String::new(),
        axis: axis(),
        axis_title: "Published interval of each check; what lies further away is drawn at the edge".into(),
        ends: Default::default(),
        zero: None,
    };
    let theme = &theme.with_font_scale(0.72);
    let subtitle = format!(
        "Bar: published interval. Point: model \u{B1} {DEVIATES:.0} standard errors of the simulation. Upright line: published \
         value. Numbers: model (published interval). Survival: published survival after a failure."
    );
    let sheet = Sheet {
        title: format!(
            "{} of {} checks lie inside their published interval by value",
            input.found.inside(),
            input.found.total().made()
        ),
        subtitle,
        footer: input.footer.to_owned(),
        ..Sheet::default()
    };
    let groups: Vec<Vec<Row>> = groups.filter(|group| group.len() > 1).collect();
    Forest { sheet, pages: 10, columns: &[column], texts: Texts::Beside }.draw(&groups, theme)
}

/// From one width before the published interval to one after it.
fn axis() -> Axis {
    let mut axis = Axis::spanning(-BEYOND, 1.0 + BEYOND, 1.0);
    let label = |position, label: &str| Tick { position, label: label.into() };
    axis.ticks = vec![label(0.0, "lower end"), label(1.0, "upper end")];
    axis
}

/// The checks of one subject that were made.
fn group(found: &Qualification, heading: &str, theme: &Theme) -> Vec<Row> {
    let rows = found.checks().filter(|row| row.subject == heading).filter_map(|row| self::row(row, theme));
    [Row::heading(heading, vec![Cell::Empty])].into_iter().chain(rows).collect()
}

/// None for a check that was not made.
fn row(row: &cenersim_qualification::Row, theme: &Theme) -> Option<Row> {
    let (estimate, published) = (row.estimate?, row.check.published.interval()?);
    let scale = Scale::of(published, row.check.published.value());
    let [value, low, high] =
        [0.0, -DEVIATES, DEVIATES].map(|errors| scale.at(estimate.value + errors * estimate.error));
    let label = match row.check.unit {
        "" => row.check.what.to_owned(),
        unit => format!("{} ({unit})", row.check.what),
    };
    let text = text(row, &estimate, published);
    let mark = Mark {
        point: value,
        interval: Interval { low, high },
        hover: format!("{label}, {}: {text}; {}", row.check.setting, row.check.sources),
        text,
        marker: Marker::DiscBefore(Some([0.0, 1.0])),
        stroke: Stroke { color: color(row.verdict, theme), dash: &[], width: 4.0 },
        tick: Some(scale.at(row.check.published.value())).filter(|at| at.is_finite()),
    };
    Some(Row { label, remark: String::new(), color: None, heading: false, cells: vec![Cell::Mark(mark)] })
}

/// The model's value with its Monte-Carlo error, and the published interval.
fn text(row: &cenersim_qualification::Row, estimate: &Estimate, published: Interval) -> String {
    let found = if estimate.value.is_infinite() { "not reached".into() } else { three_digits(estimate.value) };
    let ends = match (published.low.is_finite(), published.high.is_finite()) {
        (true, true) if published.low == published.high => three_digits(published.low),
        (true, true) => format!("{} to {}", three_digits(published.low), three_digits(published.high)),
        (true, false) => format!("above {}", three_digits(published.low)),
        _ => format!("below {}", three_digits(published.high)),
    };
    let verdict = if row.verdict == Verdict::Pass { String::new() } else { format!(" {}", row.verdict.name()) };
    format!("{found} ({ends}){verdict}")
}

/// The scale of one row: 0 and 1 are the ends of the published interval.
struct Scale {
    zero: f64,
    width: f64,
}

impl Scale {
    fn of(published: Interval, value: f64) -> Self {
        let Interval { low, high } = published;
        let zero = if low.is_finite() { low } else { high - value.abs().max(1.0) };
        let width = if high.is_finite() { high - zero } else { zero.abs().max(1.0) };
        Self { zero, width }
    }

    /// Where a value stands; an interval without width is a point in the middle, and everything else lies outside of it.
    fn at(&self, value: f64) -> f64 {
        let place = match self.width {
            0.0 if value == self.zero => 0.5,
            0.0 => f64::INFINITY.copysign(value - self.zero),
            width => (value - self.zero) / width,
        };
        if place.is_nan() { place } else { place.clamp(-BEYOND, 1.0 + BEYOND) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_the_scale_of_its_interval_and_stays_on_the_page() {
        let scale = Scale::of(Interval { low: 10.0, high: 20.0 }, 12.0);
        assert_eq!([10.0, 12.0, 20.0, 25.0].map(|value| scale.at(value)), [0.0, 0.2, 1.0, 1.5]);
        assert_eq!([-1e9, 1e9, f64::INFINITY].map(|value| scale.at(value)), [-1.0, 2.0, 2.0]);
        let exact = Scale::of(Interval { low: 0.0, high: 0.0 }, 0.0);
        assert_eq!([0.0, 0.1, -0.1].map(|value| exact.at(value)), [0.5, 2.0, -1.0]);
        let open = Scale::of(Interval { low: 1.0, high: f64::INFINITY }, f64::NAN);
        assert_eq!([1.0, 1.5].map(|value| open.at(value)), [0.0, 0.5]);
    }

    #[test]
    fn numbers_have_three_digits() {
        let cases = [(0.0, "0"), (0.123_4, "0.123"), (12.34, "12.3"), (-2.0, "\u{2212}2.00"), (1e12, "1.00×10¹²")];
        for (number, expected) in cases {
            assert_eq!(three_digits(number), expected);
        }
    }
}
