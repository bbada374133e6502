//! Published arms: the model's share with its Monte Carlo interval above the published one with its exact interval, one row for
//! each arm, as many on a page as can be read on a slide. Left out: arms that cannot be expressed (the report lists them).
//!
//! Shares are in percent; a point is what the model gives, the pale bar behind it the exact interval of what was
//! published.
//!
//! # How to read it
//!
//! Three groups: remissions that are meant for calibration, deaths and resistance that are, and arms that are for
//! judging only. A green point lies within the pale bar whatever the chance of the simulation did, an orange one
//! may. The upright line is the published share; an arm that was published without a number of patients has no bar.
//! The title counts how many remission counts have the model within their interval.

use super::{QualificationInput, Qualified, alt, color};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::Axis,
    forest::Forest,
    rows::{Cell, Column, Mark, Marker, Row, Texts},
    sheet::Sheet,
    theme::Stroke,
};
use cenersim_qualification::{self as found, DEVIATES, Split, split};
use cenersim_statistics::Interval;

pub const GROUPS: [(Split, &str); 3] = [
    (Split::Target, "Remissions, meant for calibration"),
    (Split::Train, "Deaths and resistance, meant for calibration"),
    (Split::Context, "For judging only"),
];

/// Smaller letters than elsewhere, so that a page holds all remissions that are meant for calibration; the smallest of a name, a number
/// or a tick still have 12 points on a slide.
const LETTERS: f64 = 0.93;

/// The pages; none if no arm was simulated.
pub const FIGURE: FigureOf<Qualified> = FigureOf { name: "arms", section: Section::Scorecard, alt, draw };

fn draw(input: &QualificationInput, theme: &Theme) -> Vec<Drawing> {
    let of = |wanted| input.found.arms().filter(move |row| split(row) == Some(wanted));
    let groups = GROUPS.iter().map(|(wanted, heading)| {
        let rows = of(*wanted).filter_map(|row| self::row(row, theme));
        [Row::heading(heading, vec![Cell::Empty])].into_iter().chain(rows).collect::<Vec<Row>>()
    });
    let column = Column {
        title: String::new(),
        axis: Axis::linear(100.0, 5),
        axis_title: "Patients (%)".into(),
        ends: Default::default(),
        zero: None,
    };
    let counting = input.found.counting();
    let sheet = Sheet {
        title: format!(
            "Published arms: {} of {} remission counts inside their exact interval",
            counting.inside, counting.rows
        ),
        subtitle: format!(
            "Point: model \u{B1} {DEVIATES:.0} standard errors of the simulation. Pale bar: exact 95 % interval of the published \
             count; upright line: published. Green: inside whatever chance did; orange: within reach of chance; red: \
             beyond it; gray: no count. One course unless a second is named."
        ),
        footer: input.footer.to_owned(),
        ..Sheet::default()
    };
    let groups: Vec<Vec<Row>> = groups.filter(|group| group.len() > 1).collect();
    Forest { sheet, pages: 6, columns: &[column], texts: Texts::Beside }.draw(&groups, &theme.with_font_scale(LETTERS))
}

/// None for an arm that was not simulated.
fn row(row: &found::Row, theme: &Theme) -> Option<Row> {
    let estimate = row.estimate.filter(|estimate| estimate.value.is_finite())?;
    let published = row.check.published;
    let percent = |share: f64| 100.0 * share;
    let reach = DEVIATES * estimate.error;
    let label = format!("{} {}", row.check.sources, row.check.what);
    let counts = match published {
        found::Published::Count { found, of } => format!("{found} of {of}"),
        _ => format!("{:.0} %, no number", percent(published.value())),
    };
    let text = format!("{:.0} %; {counts}", percent(estimate.value));
    let mark = Mark {
        point: percent(estimate.value),
        interval: Interval {
            low: percent((estimate.value - reach).max(0.0)),
            high: percent((estimate.value + reach).min(1.0)),
        },
        hover: format!("{label}; {}: {text}", row.check.setting),
        text,
        marker: Marker::DiscBefore(published.interval().map(|of| [percent(of.low), percent(of.high)])),
        stroke: Stroke { color: color(row.verdict, theme), dash: &[], width: 4.0 },
        tick: Some(percent(published.value())),
    };
    Some(Row { label, remark: String::new(), color: None, heading: false, cells: vec![Cell::Mark(mark)] })
}
