//! Attribution figure: the contribution of each drug to the effect of an arm, as bars around zero. A drug that does nothing has a bar
//! of no length, and one that harms has a bar on the other side. Left out: shares of pairs of drugs (interaction
//! indices).
//!
//! For each arm: its mean without drugs and with all of them, then a bar for each drug with its bootstrap interval.
//! Three endpoints stand side by side; further ones have a sheet of their own (`attribution_b`).
//!
//! # How to read it
//!
//! Bars of an arm sum to the distance from its untreated to its treated mean, both printed beside the name of the
//! arm. A drug's bar is its mean contribution over all orders in which the drugs could be added (Shapley 1953), so
//! an effect that two drugs have only together is shared between them. A bar whose interval spans zero is
//! compatible with no contribution in so many patients.

use super::{Comparison, ComparisonInput};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::Axis,
    forest::Forest,
    message,
    rows::{Cell, Column, Mark, Marker, Row, Texts, finite},
    theme::Stroke,
};
use cenersim_analyses::comparison::{Attribution, Contribution, Endpoint};
use cenersim_model::treatment::Drug;
use cenersim_statistics::Interval;
use cenersim_text::{Claim, decimals_of_width, fixed, plain, signed, signed_with};

/// Endpoints on one sheet.
const ABREAST: usize = 3;
/// Names of the sheets, each with further endpoints.
const PARTS: [&str; 4] = ["", "b", "c", "d"];

/// Shares of the drugs in the effect of each arm; none where no drug was switched off.
pub const FIGURE: FigureOf<Comparison> = FigureOf {
    name: "attribution",
    section: Section::Attribution,
    alt: |_, _| "Share of each drug in the effect of each arm, with 95 % intervals; the table has the numbers.".into(),
    draw,
};

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let mut endpoints: Vec<&str> = Vec::new();
    for one in input.compared.attribution.iter().filter(|one| !one.contributions.is_empty()) {
        if !endpoints.contains(&one.endpoint.as_str()) {
            endpoints.push(&one.endpoint);
        }
    }
    let parts = endpoints.chunks(ABREAST).zip(PARTS);
    let drawn = parts.flat_map(|(endpoints, part)| {
        sheet_of(input, theme, endpoints).into_iter().map(move |drawing| drawing.part(part))
    });
    drawn.collect()
}

fn sheet_of(input: &ComparisonInput, theme: &Theme, endpoints: &[&str]) -> Vec<Drawing> {
    let groups: Vec<Vec<Row>> = (0..input.compared.arms.len())
        .map(|arm| group(input, theme, arm, endpoints))
        .filter(|rows| !rows.is_empty())
        .collect();
    let columns: Vec<Column> = endpoints.iter().map(|endpoint| column(input, endpoint)).collect();
    let sheet = input.sheet(message(input, endpoints), subtitle(input), theme);
    Forest { sheet, pages: 4, columns: &columns, texts: Texts::AtEnd }.draw(&groups, theme)
}

/// Of one arm what each of its drugs adds, of several what cenersen or else their first drug adds: to the kill or else to the
/// first endpoint.
fn message(input: &ComparisonInput, endpoints: &[&str]) -> String {
    let all = &input.compared.attribution;
    let shown = endpoints.iter().find(|name| **name == "blast_log_kill").or(endpoints.first()).copied().unwrap_or("");
    let parts: Vec<&Attribution> = all.iter().filter(|one| one.endpoint == shown).collect();
    let label = parts.first().map_or("", |one| one.label.as_str());
    if let [one] = parts[..] {
        let shares = one.contributions.iter().map(|share| (share.drug.as_str(), share_in_words(one, share)));
        return message::each(&format!("Shares in \u{201c}{label}\u{201d}"), shares);
    }
    let drugs: Vec<&str> = parts.iter().flat_map(|one| &one.contributions).map(|share| share.drug.as_str()).collect();
    let cenersen = drugs.iter().find(|drug| **drug == Drug::Cenersen.name());
    let drug = cenersen.or(drugs.first()).copied().unwrap_or("");
    let found = parts.iter().filter_map(|one| {
        let share = one.contributions.iter().find(|share| share.drug == drug)?;
        Some((input.compared.arms[one.arm].name.as_str(), share_in_words(one, share)))
    });
    message::each(&format!("Share of {drug} in \u{201c}{label}\u{201d}"), found)
}

/// A share with its unit, if its interval leaves out none.
fn share_in_words(one: &Attribution, share: &Contribution) -> String {
    let (point, interval) = scaled(one, share);
    match Claim::of(interval.low, interval.high) {
        Claim::Unclear => "cannot be told from none".to_owned(),
        _ => format!("{} {}", signed(point, decimals_of_width(interval.high - interval.low)), measured_in(one)),
    }
}

/// In how many units, and what the intervals are.
fn subtitle(input: &ComparisonInput) -> String {
    let most = input.compared.attribution.iter().map(|one| one.n).max().unwrap_or(0);
    let (n, who) = (f64::from(most), if input.compared.population { "patients" } else { "replicates" });
    format!(
        "Shapley shares of the change of the mean from untreated to treated: each drug switched off in the same {} \
         {who}, in every combination. 95 % bootstrap intervals.",
        plain(n)
    )
}

/// The attribution of an arm in an endpoint; none where it was not taken apart.
fn of<'a>(input: &ComparisonInput<'a>, arm: usize, endpoint: &str) -> Option<&'a Attribution> {
    input.compared.attribution.iter().find(|one| one.arm == arm && one.endpoint == endpoint)
}

/// The arm with its totals, and a bar for each of its drugs.
fn group(input: &ComparisonInput, theme: &Theme, arm: usize, endpoints: &[&str]) -> Vec<Row> {
    let all: Vec<Option<&Attribution>> = endpoints.iter().map(|endpoint| of(input, arm, endpoint)).collect();
    let mut drugs: Vec<&str> = Vec::new();
    for contribution in all.iter().flatten().flat_map(|one| &one.contributions) {
        if !drugs.contains(&contribution.drug.as_str()) {
            drugs.push(&contribution.drug);
        }
    }
    if drugs.is_empty() {
        return Vec::new();
    }
    let totals = all.iter().map(|one| one.map_or(Cell::Empty, total)).collect();
    let heading = Row {
        color: Some(theme.arm(arm).color),
        ..Row::heading(&message::short(&input.compared.arms[arm].name), totals)
    };
    let rows = drugs.into_iter().map(|drug| row(drug, theme, &all));
    std::iter::once(heading).chain(rows).collect()
}

/// Its mean without drugs and with all of them, in words.
fn total(one: &Attribution) -> Cell {
    let factor = factor(&one.endpoint);
    let (untreated, treated) = (factor * one.untreated, factor * one.treated);
    let decimals = decimals_of_width((treated - untreated).abs());
    Cell::Note(format!("{} → {}{}", fixed(untreated, decimals), fixed(treated, decimals), percent(&one.endpoint)))
}

/// Shares of rates are written in percent.
fn factor(endpoint: &str) -> f64 {
    if matches!(Endpoint::from_name(endpoint), Ok(Endpoint::Rate(_))) { 100.0 } else { 1.0 }
}

/// The sign after a number, for rates.
fn percent(endpoint: &str) -> &'static str {
    if factor(endpoint) > 1.0 { " %" } else { "" }
}

/// One cell for each endpoint.
fn row(drug: &str, theme: &Theme, all: &[Option<&Attribution>]) -> Row {
    let stroke = theme.drug(Drug::named(drug));
    let cell = |one: &Option<&Attribution>| {
        let found = one.and_then(|one| Some((one, one.contributions.iter().find(|share| share.drug == drug)?)));
        found.map_or(Cell::Empty, |(one, share)| Cell::Mark(mark(one, share, stroke)))
    };
    let cells = all.iter().map(cell).collect();
    Row { label: drug.into(), remark: String::new(), color: Some(stroke.color), heading: false, cells }
}

/// A bar from zero to the share, with its interval.
fn mark(one: &Attribution, share: &Contribution, stroke: Stroke) -> Mark {
    let (point, interval) = scaled(one, share);
    let decimals = decimals_of_width(interval.high - interval.low);
    let numbers = match finite(interval) {
        Some(interval) => signed_with(point, interval, decimals),
        None => signed(point, decimals),
    };
    Mark {
        point,
        interval,
        text: signed(point, decimals),
        marker: Marker::Bar,
        stroke,
        tick: None,
        hover: format!("{}, {}: {numbers}, n = {}", share.drug, one.label, one.n),
    }
}

/// The unit of the shares.
fn measured_in(one: &Attribution) -> &str {
    match (factor(&one.endpoint) > 1.0, one.unit.as_str()) {
        (true, _) => "points",
        (false, "d") => "days",
        (false, unit) => unit,
    }
}

/// In the unit of the axis.
fn scaled(one: &Attribution, share: &Contribution) -> (f64, Interval) {
    let factor = factor(&one.endpoint);
    let interval = Interval { low: factor * share.interval.low, high: factor * share.interval.high };
    (factor * share.share, interval)
}

/// An axis that holds all arms, with room for the numbers at the ends of the bars.
fn column(input: &ComparisonInput, endpoint: &str) -> Column {
    let all: Vec<&Attribution> = input.compared.attribution.iter().filter(|one| one.endpoint == endpoint).collect();
    let shares = all.iter().flat_map(|one| one.contributions.iter().map(|share| scaled(one, share)));
    let values = shares.flat_map(|(point, interval)| [point, interval.low, interval.high]);
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let span = high - low;
    let axis = Axis::around(low - 0.28 * span * f64::from(low < 0.0), high + 0.28 * span * f64::from(high > 0.0), 4);
    let unit = all.first().map_or("", |one| measured_in(one));
    let title = all.first().map_or(String::new(), |one| one.label.clone());
    let axis_title = if unit.is_empty() { "Share".into() } else { format!("Share ({unit})") };
    Column { title, axis, axis_title, ends: Default::default(), zero: Some(0.0) }
}
