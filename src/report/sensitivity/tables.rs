//! The tables of a sensitivity analysis: as files, and as the report shows them.
//!
//! | name | a row is |
//! |---|---|
//! | `outputs` | an output over all points of the screening |
//! | `screening` | the effect of a parameter, or of chance, on an output |
//! | `variance` | the share of a parameter in the variance of an output |
//! | `inputs` | a parameter that was varied |
//!
//! # Example
//!
//! ```text
//! output,parameter,rank,mu_star,low,high,mu,sigma,relative,level,trajectories,grade
//! Complete remission,apoptosis.competence.blast,3,0.375,0,1.125,0.375,0.75,0.6666666667,high,4,C
//!
//! output,parameter,first,first_low,first_high,total,total_low,total_high
//! Complete remission,apoptosis.competence.blast,0,-0.367816092,0.237037037,0.3333333333,0,1.142857143
//! ```
//!
//! `mu_star` is the mean absolute elementary effect over the whole range (Morris 1991, Campolongo 2007) with its
//! bootstrap interval, `mu` the same with signs, `sigma` their standard deviation; `relative` divides by the
//! largest of the output. Indices are estimates and can lie outside 0 to 1.

use super::super::table::{Column, Table};
use cenersim_analyses::sensitivity::{InputResult, OutputResult, Screened, SensitivityResult, VarianceShare};
use cenersim_model::parameters::{CHANCE, Level};
use cenersim_statistics::morris::Effects;

/// Rows of an output that the report shows.
const SHOWN: u32 = 12;

/// All tables, as they are written to files.
pub fn sensitivity_tables(result: &SensitivityResult) -> Vec<Table> {
    let caption = "Effects of all inputs on each output";
    vec![outputs(result), screening(caption, screened(result)), variance(result), inputs(result)]
}

/// The tables of the report: the largest effects of each output.
pub fn shown(result: &SensitivityResult) -> Vec<Table> {
    let caption = format!("The {SHOWN} largest effects on each output; tables/screening.csv has all");
    let largest = screening(&caption, largest(result));
    let tables = [outputs(result), largest, variance(result), inputs(result)];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn output_name<'a, R>(of: impl Fn(&R) -> &'a OutputResult + 'a) -> Column<'a, R> {
    let about = "The output: a mean over the same virtual patients.";
    Column::text("output", "Output", about, move |row: &R| of(row).output.label())
}

fn parameter<'a, R>(of: impl Fn(&R) -> &'a str + 'a) -> Column<'a, R> {
    Column::text("parameter", "Parameter", "Path of the number in the ledger.", of)
}

/// One row for each output: its mean and spread over the points, the largest effect, and the noise floor.
fn outputs(result: &SensitivityResult) -> Table {
    let number = |name: &str, label: &str, about: &str, of: fn(&OutputResult) -> f64| {
        Column::number(name, label, "", about, move |one: &&OutputResult| of(one))
    };
    let chance = "Mean absolute effect of re-drawing the random numbers of cells and complications.";
    let columns = vec![
        output_name(|one: &&OutputResult| *one),
        Column::text("unit", "Unit", "Unit of the output and of its effects.", |one: &&OutputResult| one.output.unit()),
        number("mean", "Mean", "Mean over the points of the screening.", |one| one.spread.mean),
        number("low", "5 % of points below", "5th percentile over the points of the screening.", |one| one.spread.low),
        number("high", "95 % below", "95th percentile over the points of the screening.", |one| one.spread.high),
        number("largest", "Largest effect", "Largest mean absolute elementary effect (mu*).", |one| {
            one.screened.iter().map(|found| found.effects.absolute).fold(0.0, f64::max)
        }),
        number("chance", "Noise floor", chance, |one| one.chance.absolute),
    ];
    Table::of("outputs", "The outputs over all points of the screening", columns, &result.outputs)
}

/// Effect of one input, or of chance, on one output.
struct Effect<'a> {
    output: &'a OutputResult,
    path: &'a str,
    /// None of chance, and where every simulation failed.
    rank: Option<u32>,
    effects: &'a Effects,
    relative: f64,
    level: Level,
    /// Nothing of chance.
    grade: &'static str,
}

/// Every effect on every output, that of chance last.
fn screened(result: &SensitivityResult) -> impl Iterator<Item = Effect<'_>> {
    result.outputs.iter().flat_map(|output| {
        let inputs = result.inputs.iter().zip(&output.screened);
        inputs.map(move |(input, found)| of_input(output, input, found)).chain([of_chance(output)])
    })
}

fn of_input<'a>(output: &'a OutputResult, input: &'a InputResult, found: &'a Screened) -> Effect<'a> {
    let Screened { effects, relative, rank, level } = found;
    let (path, grade) = (input.path.as_str(), input.grade.name());
    Effect { output, path, rank: *rank, effects, relative: *relative, level: *level, grade }
}

/// The effect of other random numbers: the noise floor.
fn of_chance(output: &OutputResult) -> Effect<'_> {
    let (effects, relative) = (&output.chance, output.chance_relative);
    Effect { output, path: CHANCE, rank: None, effects, relative, level: Level::None, grade: "" }
}

/// The largest effects on each output, by their rank.
fn largest(result: &SensitivityResult) -> Vec<Effect<'_>> {
    let place = |effect: &Effect| result.outputs.iter().position(|output| output.output == effect.output.output);
    let mut effects: Vec<Effect> =
        screened(result).filter(|effect| effect.rank.is_some_and(|rank| rank <= SHOWN)).collect();
    effects.sort_by_key(|effect| (place(effect), effect.rank));
    effects
}

/// One row for each effect: mean absolute effect with interval, mean effect, spread, rank.
fn screening<'a>(caption: &str, effects: impl IntoIterator<Item = Effect<'a>>) -> Table {
    let rank = "Place among the inputs of this output; empty for the noise floor, and where every simulation failed.";
    let level = "high from 0.5, some from 0.25, little below, none if below the noise floor.";
    let n = "Trajectories with an effect.";
    let mut columns = vec![
        output_name(|row: &Effect<'a>| row.output),
        parameter(|row: &Effect<'a>| row.path),
        Column::number("rank", "Rank", "", rank, |row: &Effect| row.rank),
    ];
    columns.extend(effect_columns());
    columns.extend([
        Column::number("relative", "Relative", "", "Effect over the largest of this output.", |row: &Effect| {
            row.relative
        }),
        Column::text("level", "Influence", level, |row: &Effect| row.level.name()),
        Column::number("trajectories", "n", "", n, |row: &Effect| row.effects.n).in_file_only(),
        Column::text("grade", "Grade", "Grade of the evidence: B well established, C assumed.", |row: &Effect| {
            row.grade
        }),
    ]);
    Table::of("screening", caption, columns, effects)
}

/// Elementary effects over the whole range of the parameter (Morris: mu*, mu, sigma), in the unit of the output.
fn effect_columns<'a>() -> [Column<'a, Effect<'a>>; 5] {
    let number = |name: &str, label: &str, about: &str, of: fn(&Effects) -> f64| {
        Column::number(name, label, "", about, move |row: &Effect| of(row.effects))
    };
    let mu_star = "Mean absolute elementary effect (mu*), for the whole range.";
    let low = "Lower end of its 95 % interval (bootstrap over trajectories).";
    let mu = "Mean elementary effect (mu): positive if a larger number gives a larger output.";
    let sigma = "Standard deviation of the elementary effects (sigma): nonlinearity, interaction and noise.";
    [
        number("mu_star", "Effect", mu_star, |effects| effects.absolute),
        number("low", "95 % interval from", low, |effects| effects.interval.low),
        number("high", "95 % interval to", "Upper end of its 95 % interval.", |effects| effects.interval.high),
        number("mu", "With its sign", mu, |effects| effects.mean),
        number("sigma", "Spread", sigma, |effects| effects.deviation),
    ]
}

/// One row for each output and number that was kept: first-order and total share.
fn variance(result: &SensitivityResult) -> Table {
    type Row<'a> = (&'a OutputResult, &'a VarianceShare);
    let number = |name: &str, label: &str, about: &str, of: fn(&VarianceShare) -> f64| {
        Column::number(name, label, "", about, move |(_, share): &Row| of(share))
    };
    let noise = "Share of the variance of the output that is noise of cells and complications; it is taken away from all indices.";
    let first = "First-order index: share of the variance due to the input alone (Saltelli 2010).";
    let total = "Total index: share due to the input with all its interactions (Jansen 1999).";
    let low = "Lower end of its 95 % interval (bootstrap over rows).";
    let high = "Upper end of its 95 % interval.";
    let columns = vec![
        output_name(|(one, _): &Row| *one),
        parameter(|(_, share): &Row| result.inputs[share.input].path.as_str()),
        number("first", "Alone", first, |share| share.indices.first),
        number("first_low", "95 % interval from", low, |share| share.indices.first_interval.low),
        number("first_high", "95 % interval to", high, |share| share.indices.first_interval.high),
        number("total", "With interactions", total, |share| share.indices.total),
        number("total_low", "95 % interval from", low, |share| share.indices.total_interval.low),
        number("total_high", "95 % interval to", high, |share| share.indices.total_interval.high),
        Column::number("noise", "Noise of the output", "", noise, |(one, _): &Row| one.noise_share),
    ];
    let rows = result.outputs.iter().flat_map(|one| one.variance.iter().map(move |share| (one, share)));
    let caption = "Shares of the variance of each output; all other parameters are held. An estimate below 0 or above 1 is chance, \
                   and an interval of 1 or more resolves nothing";
    Table::of("variance", caption, columns, rows)
}

/// One row for each number that was varied: range, unit, grade.
fn inputs(result: &SensitivityResult) -> Table {
    let text = |name: &str, label: &str, about: &str, of: fn(&InputResult) -> &str| {
        Column::text(name, label, about, move |input: &&InputResult| of(input).to_owned())
    };
    let scale = "Scale of the sampling: linear (uniform), logarithmic (log-uniform), or whole numbers.";
    let columns = vec![
        text("parameter", "Parameter", "Path of the number in the ledger.", |input| &input.path),
        text("value", "Value", "Value in the scenario.", |input| &input.value),
        text("low", "From", "Lower end of the range.", |input| &input.low),
        text("high", "To", "Upper end of the range.", |input| &input.high),
        text("scale", "Scale", scale, |input| input.scale.name()),
        text("grade", "Grade", "Grade of the evidence: B well established, C assumed.", |input| input.grade.name()),
        text("source", "Source", "Rows of the evidence table, or `assumed`.", |input| &input.source),
        text("about", "What it is", "What it is; for an assumption, why this value.", |input| &input.about),
    ];
    Table::of("inputs", "What was varied", columns, &result.inputs)
}

/// One row for each number that was varied, and one of chance: what `cenersim parameters` shows.
pub fn influence_table(result: &SensitivityResult) -> Table {
    let path = parameter(|input: &Option<usize>| input.map_or(CHANCE, |input| result.inputs[input].path.as_str()));
    let columns = [path].into_iter().chain(result.outputs.iter().flat_map(influence_columns)).collect();
    let rows = (0..result.inputs.len()).map(Some).chain([None]);
    Table::of("influence", "Influence of each parameter on each output", columns, rows)
}

/// Effect, rank and share of the variance of an input, by its number; of chance if there is none.
fn influence_columns(one: &OutputResult) -> [Column<'_, Option<usize>>; 3] {
    let (name, label) = (one.output.name(), one.output.label());
    let relative = "Mean absolute elementary effect over the largest of this output, 0 to 1.";
    let rank = "Place among the inputs; empty for the noise floor.";
    let total = "Share of the variance with interactions; only of inputs that were kept.";
    [
        Column::number(name, label, "", relative, |input: &Option<usize>| {
            round(input.map_or(one.chance_relative, |input| one.screened[input].relative))
        }),
        Column::number(&format!("{name}_rank"), label, "", rank, |input: &Option<usize>| {
            input.and_then(|input| one.screened[input].rank)
        }),
        Column::number(&format!("{name}_total"), label, "", total, |input: &Option<usize>| {
            one.variance.iter().find(|share| Some(share.input) == *input).map(|share| round(share.indices.total))
        }),
    ]
}

/// Four decimals are more than the analysis tells.
fn round(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}
