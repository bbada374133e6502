//! Explanations: under each, how often a trial shows the contrast of users of inhibitors and others that was published, and
//! how much of the response is due to cenersen in the same patients. Left out: which explanation is true; a trial of this
//! size cannot say it.
//!
//! One row for each explanation; the columns are the shares of repeated trials (%) in which no user of inhibitors
//! responds, and in which at least as many others as published do besides, and what cenersen adds to CR + CRp in the
//! same patients (points). Intervals are those of simulation, so more trials and a larger pool narrow them.
//!
//! # How to read it
//!
//! The published trial reported no response in 17 users of inhibitors against 10 in 36 others. A row that shows the
//! same contrast often explains it; rows that show it equally often cannot be told apart by it. `Confounding alone`
//! has fever make users and cenersen do nothing: if its bar is as long as that of `As designed`, the contrast is no
//! evidence for cenersen. The last column is what only a simulation can say, the response with less without
//! cenersen in the same subjects, for those explanations in which cenersen acts.

use super::{Trial, TrialInput};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    forest::Forest,
    in_the_tables,
    rows::{Cell, Column, Mark, Marker, Row, Texts},
};
use cenersim_analyses::{
    comparison::Rate,
    published,
    trial::{Effect, Estimated, Explanation, ExplanationResult},
};
use cenersim_statistics::Interval;
use cenersim_text::{fixed, plural, signed, signed_with};

/// Normal quantile of a 95 % interval.
const Z: f64 = 1.96;

/// The explanations side by side; none without repeated trials.
pub const FIGURE: FigureOf<Trial> =
    FigureOf { name: "explanations", section: Section::Explanations, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let Some(repeated) = &input.result.repeated else { return Vec::new() };
    let rows: Vec<Row> = repeated.explanations.iter().enumerate().map(|(i, one)| row(one, theme.arm(i))).collect();
    let sheet = input.sheet(message(&repeated.explanations), subtitle(input));
    let groups = if rows.is_empty() { Vec::new() } else { vec![rows] };
    let columns = columns(&repeated.explanations);
    Forest { sheet, pages: 2, columns: &columns, texts: Texts::Under }.draw(&groups, theme)
}

/// How often the published contrast comes about under each explanation that has cenersen act in all or in none.
fn message(all: &[ExplanationResult]) -> String {
    let told =
        all.iter().filter(|one| matches!(one.explanation, Explanation::AsDesigned | Explanation::ConfoundingAlone));
    let one = |one: &ExplanationResult| {
        let (point, interval) = share(one.contrast.none_of_users);
        format!(
            "{} % of trials {} (95 % {} to {})",
            one_digit(point),
            one.explanation.label().to_lowercase(),
            one_digit(interval.low),
            one_digit(interval.high)
        )
    };
    format!("No inhibitor user responds in {}", told.map(one).collect::<Vec<_>>().join(", in "))
}

fn subtitle(input: &TrialInput) -> String {
    let found = &published::trial().inhibitors;
    format!(
        "Published: {} of {} users and {} of {} others responded (CR + CRp). {} under each explanation; intervals: 95 %, of \
         the simulation.",
        found.responders_among_users,
        found.users,
        found.responders_among_others,
        found.others,
        plural(input.trials(), "virtual trial")
    )
}

/// Both chances on one axis, the effect around zero.
fn columns(all: &[ExplanationResult]) -> Vec<Column> {
    let of = |estimated: &dyn Fn(&ExplanationResult) -> Estimated| {
        all.iter().map(|one| share(estimated(one)).1.high).filter(|high| high.is_finite()).fold(1.0, f64::max)
    };
    let effects = all.iter().filter(|one| acts(one.explanation)).filter_map(total);
    let ends = effects.fold((0.0, 1.0), |(low, high): (f64, f64), effect| {
        (low.min(100.0 * effect.interval.low), high.max(100.0 * effect.interval.high))
    });
    let column = |title: &str, axis: Axis, unit: &str, zero: Option<f64>| Column {
        title: title.into(),
        axis,
        axis_title: unit.into(),
        ends: Default::default(),
        zero,
    };
    let percent = |highest: f64| Axis::linear(highest.min(100.0), 4);
    let same = percent(of(&|one| one.contrast.none_of_users).max(of(&|one| one.contrast.as_published)));
    vec![
        column("No user responds", same.clone(), "Trials (%)", None),
        column("… and at least as many others as published", same, "Trials (%)", None),
        column(
            "Response due to cenersen, CR + CRp",
            Axis::around(ends.0, ends.1, 4),
            "Points (percent of the same patients)",
            Some(0.0),
        ),
    ]
}

/// Whether cenersen does anything under an explanation.
const fn acts(explanation: Explanation) -> bool {
    matches!(explanation, Explanation::AsDesigned | Explanation::WithoutInhibitors)
}

fn row(one: &ExplanationResult, stroke: Stroke) -> Row {
    let contrast = &one.contrast;
    let mean = |found: f64, of: f64| format!("{} of {}", fixed(found, 1), fixed(of, 0));
    let remark = format!(
        "{} users, {} others",
        mean(contrast.responders_among_users, contrast.users),
        mean(contrast.responders_among_others, contrast.others)
    );
    let label = one.explanation.label();
    let chance = |what: &str, estimated: Estimated| {
        let (point, interval) = share(estimated);
        let text = format!("{} % ({}–{})", one_digit(point), one_digit(interval.low), one_digit(interval.high));
        let hover = format!("{label}, {what}: {text}");
        Cell::Mark(Mark { point, interval, text, marker: Marker::Disc, stroke, tick: None, hover })
    };
    let (extreme, _) = share(contrast.as_extreme);
    let extreme = format!("users respond less with p at most the published one: {} %", one_digit(extreme));
    let cells = vec![
        chance("no user responds", contrast.none_of_users),
        chance(&format!("no user, and at least as many others as published ({extreme})"), contrast.as_published),
        effect(one, stroke),
    ];
    Row { label: label.into(), remark, color: Some(stroke.color), heading: false, cells }
}

/// One decimal below ten percent, none above.
fn one_digit(percent: f64) -> String {
    fixed(percent, if percent.abs() < 9.95 { 1 } else { 0 })
}

/// Percent with its Monte-Carlo interval: errors of the trials and of the pool add in squares.
fn share(estimated: Estimated) -> (f64, Interval) {
    let error = libm::hypot(estimated.trials_error, estimated.pool_error);
    let error = if error.is_finite() { error } else { 0.0 };
    let end = |z: f64| (100.0 * (estimated.value + z * error)).clamp(0.0, 100.0);
    (100.0 * estimated.value, Interval { low: end(-Z), high: end(Z) })
}

/// CR + CRp of all arms together, or of the only one.
fn total(one: &ExplanationResult) -> Option<&Effect> {
    one.effects.iter().rfind(|effect| effect.endpoint == Rate::Remission.label())
}

/// Nothing under an explanation by which cenersen does not act.
fn effect(one: &ExplanationResult, stroke: Stroke) -> Cell {
    if !acts(one.explanation) {
        let hover = format!("{}: cenersen does not act", one.explanation.label());
        let nothing = Interval { low: 0.0, high: 0.0 };
        let text = "0, cenersen does not act".into();
        return Cell::Mark(Mark {
            point: 0.0,
            interval: nothing,
            text,
            marker: Marker::Disc,
            stroke,
            tick: None,
            hover,
        });
    }
    let Some(effect) = total(one) else { return Cell::Empty };
    let interval = effect.interval.scaled(100.0);
    let point = 100.0 * effect.difference;
    let text = signed_with(point, interval, 1);
    let hover = format!(
        "{}, CR + CRp: {} % with and {} % without cenersen, difference {} points in {} patients",
        one.explanation.label(),
        fixed(100.0 * effect.share, 1),
        fixed(100.0 * effect.without_cenersen, 1),
        signed(point, 1),
        effect.n
    );
    Cell::Mark(Mark { point, interval, text, marker: Marker::Disc, stroke, tick: None, hover })
}
