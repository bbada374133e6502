//! Difference figure: what one arm changes against another in the same patients, rate by rate and measure by measure,
//! around the line of no difference. Left out: measures that need a logarithmic axis.
//!
//! One row for each pair of arms, one column for each endpoint: rates in points (Newcombe, p value of McNemar's test),
//! measures as mean differences with bootstrap intervals. Right of the line of no difference the second arm has more;
//! whom that favors is written under each axis.
//!
//! # How to read it
//!
//! The line of no difference is in the middle; a mark to the right favors the arm that is named there. Because the
//! same patients are in both arms, with the same random draws where the same things happen to them, intervals are
//! narrower than those of two independent groups. A p value of 1 beside `0 (−7 to +7)` says that no patient changed
//! sides. With more than six pairs only those with the first arm are drawn, and the subtitle says so.

use super::{Comparison, ComparisonInput, messages};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::Axis,
    forest::{Forest, stacked},
    message,
    rows::{Cell, Column, Mark, Marker, Row, Texts, finite},
};
use cenersim_analyses::comparison::{Endpoint, Measure, MeasureDifference, PairResult, Rate, RateDifference};
use cenersim_statistics::Interval;
use cenersim_text::{decimals_of_width, p_value, signed, signed_with};

/// What fits a slide, in two sheets: how well it works, and what it costs.
const EFFECT: [Endpoint; 4] = [
    Endpoint::Rate(Rate::Cr),
    Endpoint::Rate(Rate::Remission),
    Endpoint::Measure(Measure::named("blast_log_kill")),
    Endpoint::Measure(Measure::named("stem_log_kill")),
];
const COST: [Endpoint; 3] = [
    Endpoint::Measure(Measure::named("days_neutrophils_below_half")),
    Endpoint::Measure(Measure::named("days_platelets_below_50")),
    Endpoint::Measure(Measure::named("overall_survival")),
];

/// With more pairs than this, only those with the first arm are drawn.
const MANY_PAIRS: usize = 6;

/// Paired differences between the arms; none with a single arm.
pub const FIGURE: FigureOf<Comparison> = FigureOf {
    name: "differences",
    section: Section::Differences,
    alt: |_, _| "Paired differences between arms with 95 % intervals around zero; the tables have the numbers.".into(),
    draw,
};

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let pairs = shown(input);
    if pairs.is_empty() {
        return Vec::new();
    }
    let effect = Half::of(input, theme, &pairs, &EFFECT);
    let cost = Half::of(input, theme, &pairs, &COST);
    let together = match pairs.len() {
        1 | 2 if effect.is_known() && cost.is_known() => together(input, theme, &pairs, (&effect, &cost)),
        _ => None,
    };
    let apart = || {
        let effect = effect.pages(input, theme, &pairs, effects(input));
        let cost = cost.pages(input, theme, &pairs, costs(input));
        effect.into_iter().chain(cost.into_iter().map(|page| page.part("cost"))).collect()
    };
    together.map_or_else(apart, |drawing| vec![drawing])
}

/// One or two pairs: everything on one page, if it fits.
fn together(
    input: &ComparisonInput,
    theme: &Theme,
    pairs: &[&PairResult],
    (effect, cost): (&Half, &Half),
) -> Option<Drawing> {
    let upper = effect.forest(input, theme, pairs, effects(input));
    let lower = cost.forest(input, theme, pairs, String::new());
    stacked((&upper, &effect.rows), (&lower, &cost.rows), theme)
}

/// All pairs, or with more than six those with the first arm.
fn shown<'a>(input: &ComparisonInput<'a>) -> Vec<&'a PairResult> {
    let all = &input.compared.pairs;
    let few = all.len() <= MANY_PAIRS;
    let known = |pair: &&PairResult| pair.first.max(pair.second) < input.compared.arms.len();
    all.iter().filter(|pair| few || pair.first == 0).filter(known).collect()
}

/// Depth of the kill, then remissions.
fn effects(input: &ComparisonInput) -> String {
    format!("{}. {}", messages::kill(input), messages::remissions(input))
}

/// Time in danger, then time alive.
fn costs(input: &ComparisonInput) -> String {
    format!("{}. {}", messages::neutropenia(input), messages::survival(input))
}

/// Rows and columns of some endpoints.
struct Half<'a> {
    endpoints: &'a [Endpoint],
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl<'a> Half<'a> {
    fn of(input: &ComparisonInput, theme: &Theme, pairs: &[&PairResult], endpoints: &'a [Endpoint]) -> Self {
        let ends = |endpoint: &Endpoint| ends(input, pairs, endpoint.more_is_better());
        let columns = endpoints.iter().map(|endpoint| column(pairs, *endpoint, ends(endpoint))).collect();
        let rows = pairs.iter().map(|pair| row(input, theme, pair, endpoints)).collect();
        Self { endpoints, columns, rows }
    }

    /// Whether any pair has a number.
    fn is_known(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Cell::Mark(_)))
    }

    fn forest<'s>(
        &'s self,
        input: &ComparisonInput<'s>,
        theme: &Theme,
        pairs: &[&PairResult],
        message: String,
    ) -> Forest<'s> {
        let sheet = input.sheet(message, subtitle(input, pairs, self.endpoints), theme);
        Forest { sheet, pages: 4, columns: &self.columns, texts: Texts::Under }
    }

    /// One forest, on as many pages as it needs.
    fn pages(&self, input: &ComparisonInput, theme: &Theme, pairs: &[&PairResult], message: String) -> Vec<Drawing> {
        if !self.is_known() {
            return Vec::new();
        }
        let rows: Vec<Vec<Row>> = self.rows.iter().map(|row| vec![row.clone()]).collect();
        self.forest(input, theme, pairs, message).draw(&rows, theme)
    }
}

fn subtitle(input: &ComparisonInput, pairs: &[&PairResult], endpoints: &[Endpoint]) -> String {
    let rates = endpoints.iter().any(|endpoint| matches!(endpoint, Endpoint::Rate(_)));
    let of_rates = match (rates, input.compared.population) {
        (true, true) => "Rates: Newcombe's paired interval, exact McNemar test. ",
        (true, false) => "Intervals and p values hold for courses of this one patient. ",
        (false, _) => "",
    };
    let against = match input.compared.pairs.len() {
        n if n > pairs.len() => " Pairs with the first arm only.",
        _ => "",
    };
    format!("{}. {of_rates}Measures: mean difference, 95 % bootstrap interval.{against}", input.units())
}

/// Whom the left and the right side favor: by name for a single pair, otherwise the arm named first in its row.
fn ends(input: &ComparisonInput, pairs: &[&PairResult], more_is_better: bool) -> [String; 2] {
    let name = |arm: usize| input.compared.arms[arm].name.as_str();
    let (left, right) = match pairs {
        [pair] if name(pair.first).chars().count().max(name(pair.second).chars().count()) <= 10 => {
            let (less, more) = (name(pair.first), name(pair.second));
            if more_is_better { (less, more) } else { (more, less) }
        }
        _ if more_is_better => ("worse", "better"),
        _ => ("better", "worse"),
    };
    let favors = if matches!(left, "worse" | "better") { "" } else { "favors " };
    [format!("← {favors}{left}"), format!("{favors}{right} →")]
}

/// Names of the pair, and a cell for each endpoint.
fn row(input: &ComparisonInput, theme: &Theme, pair: &PairResult, endpoints: &[Endpoint]) -> Row {
    let arms = &input.compared.arms;
    Row {
        label: message::short(&arms[pair.second].name),
        remark: format!("vs {}", message::short(&arms[pair.first].name)),
        color: Some(theme.arm(pair.second).color),
        heading: false,
        cells: endpoints.iter().map(|endpoint| cell(input, theme, pair, *endpoint)).collect(),
    }
}

/// The difference, its interval, its p value, and over how many units, in the unit of the axis.
pub(super) struct Found {
    pub point: f64,
    pub interval: Interval,
    p: Option<f64>,
    n: u32,
}

/// None where the pair has no number for it.
pub(super) fn found(pair: &PairResult, endpoint: Endpoint) -> Option<Found> {
    match endpoint {
        Endpoint::Rate(rate) => pair.rates.iter().find(|result| result.rate == rate).map(of_rate),
        Endpoint::Measure(measure) => pair.measures.iter().find(|result| result.measure == measure).map(of_measure),
    }
    .filter(|found| found.n > 0 && found.point.is_finite())
}

/// In points.
fn of_rate(result: &RateDifference) -> Found {
    Found {
        point: 100.0 * result.difference,
        interval: result.interval.scaled(100.0),
        p: Some(result.mcnemar_p),
        n: result.both + result.only_first + result.only_second + result.neither,
    }
}

/// Without a p value: measures have intervals only.
fn of_measure(result: &MeasureDifference) -> Found {
    Found { point: result.mean, interval: result.mean_interval, p: None, n: result.n }
}

/// Difference, interval and p value; exact numbers and n on hover.
fn cell(input: &ComparisonInput, theme: &Theme, pair: &PairResult, endpoint: Endpoint) -> Cell {
    let Some(Found { point, interval, p, n }) = found(pair, endpoint) else { return Cell::Note("no values".into()) };
    let decimals = decimals_of_width(interval.high - interval.low);
    let numbers = match finite(interval) {
        Some(interval) => signed_with(point, interval, decimals),
        None => signed(point, decimals),
    };
    let p = p.map(|p| format!(", {}", p_value(p))).unwrap_or_default();
    let arms = &input.compared.arms;
    let (second, first) = (&arms[pair.second].name, &arms[pair.first].name);
    let unit = unit(endpoint);
    Cell::Mark(Mark {
        point,
        interval,
        hover: format!("{second} vs {first}, {}: {numbers} {unit}{p}, n = {n}", endpoint.label()),
        text: format!("{numbers}{p}"),
        marker: Marker::Disc,
        stroke: theme.arm(pair.second),
        tick: None,
    })
}

/// Points for rates.
pub(super) fn unit(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Rate(_) => "percentage points",
        Endpoint::Measure(measure) if measure.unit() == "d" => "days",
        Endpoint::Measure(measure) => measure.unit(),
    }
}

/// An axis that holds all intervals and zero.
fn column(pairs: &[&PairResult], endpoint: Endpoint, ends: [String; 2]) -> Column {
    let found = pairs.iter().filter_map(|pair| found(pair, endpoint));
    let values = found.flat_map(|found| [found.point, found.interval.low, found.interval.high]);
    let extremes = values
        .filter(|value| value.is_finite())
        .fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let reach = extremes.1.max(-extremes.0);
    // Zero stays off the edges, so that there is always a side for whom it does not favor.
    let axis = Axis::around(extremes.0.min(-0.25 * reach), extremes.1.max(0.25 * reach), 4);
    let axis_title = format!("Difference ({})", unit(endpoint));
    Column { title: endpoint.label().into(), axis, axis_title, ends, zero: Some(0.0) }
}
