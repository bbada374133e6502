//! The tables of a sensitivity analysis: as files, and as the report shows them.

use super::super::{
    Table,
    html::{TextColumn as Column, Texts},
};
use cenersim_analyses::sensitivity::{OutputResult, Screened, SensitivityResult, VarianceShare};
use cenersim_model::parameters::{CHANCE, Level};
use cenersim_statistics::morris::Effects;
use cenersim_text::{exact, exact_ends, exact_or_empty};

/// Rows of an output that the report shows.
const SHOWN: u32 = 12;

/// All tables, as they are written to files.
pub fn sensitivity_tables(result: &SensitivityResult) -> Vec<Table> {
    vec![outputs(result), screening(result), variance(result), inputs(result)]
}

/// The tables of the report: the largest effects of each output.
pub fn shown(result: &SensitivityResult) -> Vec<Table> {
    let mut tables = sensitivity_tables(result);
    for table in tables.iter_mut().filter(|table| table.name == "screening") {
        let Some(rank) = table.columns.iter().position(|column| column.name == "rank") else { continue };
        table.rows.retain(|row| row[rank].number().is_some_and(|rank| rank <= f64::from(SHOWN)));
        table.rows.sort_by_key(|row| (order(result, &row[0].text()), row[rank].number().unwrap_or(0.0) as u32));
        table.caption = format!("The {SHOWN} largest effects on each output; tables/screening.csv has all");
    }
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn order(result: &SensitivityResult, label: &str) -> usize {
    result.outputs.iter().position(|output| output.output.label() == label).unwrap_or(usize::MAX)
}

fn table(name: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Table {
    Texts { name: name.into(), caption: caption.into(), columns, rows }.into()
}

fn output_column() -> Column {
    Column::text("output", "Output", "What is driven: a mean over the same virtual patients.")
}

fn parameter_column() -> Column {
    Column::text("parameter", "Parameter", "Path of the number in the ledger.")
}

fn outputs(result: &SensitivityResult) -> Table {
    let columns = vec![
        output_column(),
        Column::text("unit", "Unit", "Unit of the output and of its effects."),
        Column::number("mean", "Mean", "", "Mean over the points of the screening."),
        Column::number("low", "5 % of points below", "", "5th percentile over the points of the screening."),
        Column::number("high", "95 % below", "", "95th percentile over the points of the screening."),
        Column::number("largest", "Largest effect", "", "Largest mean absolute elementary effect (mu*)."),
        Column::number(
            "chance",
            "Effect of chance",
            "",
            "Mean absolute effect of other draws of cells and complications.",
        ),
    ];
    let row = |one: &OutputResult| {
        let largest = one.screened.iter().map(|found| found.effects.absolute).fold(0.0, f64::max);
        let numbers = [one.spread.mean, one.spread.low, one.spread.high, largest, one.chance.absolute].map(exact);
        [one.output.label().to_owned(), one.output.unit().to_owned()].into_iter().chain(numbers).collect()
    };
    let rows = result.outputs.iter().map(row).collect();
    table("outputs", "The outputs over all points of the screening", columns, rows)
}

fn screening(result: &SensitivityResult) -> Table {
    let columns = vec![
        output_column(),
        parameter_column(),
        Column::number(
            "rank",
            "Rank",
            "",
            "Place among the inputs of this output; empty for chance, and where every simulation failed.",
        ),
        Column::number(
            "mu_star",
            "Effect",
            "",
            "Mean absolute elementary effect (mu*), for a move through the whole range.",
        ),
        Column::number("low", "95 % from", "", "Lower end of its 95 % interval (bootstrap over trajectories)."),
        Column::number("high", "to", "", "Upper end of its 95 % interval."),
        Column::number(
            "mu",
            "With its sign",
            "",
            "Mean elementary effect (mu): positive if a larger number gives a larger output.",
        ),
        Column::number(
            "sigma",
            "Spread",
            "",
            "Standard deviation of the elementary effects (sigma): nonlinearity, interaction and noise.",
        ),
        Column::number("relative", "Relative", "", "Effect over the largest of this output."),
        Column::text(
            "level",
            "In a word",
            "high from 0.5, some from 0.25, little below, none if not larger than the effect of chance.",
        ),
        Column::number("trajectories", "n", "", "Trajectories with an effect.").in_file_only(),
        Column::text("grade", "Grade", "Grade of the evidence: B well established, C assumed."),
    ];
    let rows = result.outputs.iter().flat_map(|one| screening_rows(result, one)).collect();
    table("screening", "Effects of all inputs on each output", columns, rows)
}

fn screening_rows(result: &SensitivityResult, one: &OutputResult) -> Vec<Vec<String>> {
    let label = one.output.label();
    let numbers = |effects: &Effects| {
        let Effects { mean, absolute, deviation, interval, .. } = effects;
        [vec![exact(*absolute)], exact_ends(*interval).to_vec(), vec![exact(*mean), exact(*deviation)]].concat()
    };
    let row = |path: &str, rank: String, effects: &Effects, relative: f64, level: &str, grade: &str| {
        let start = vec![label.to_owned(), path.to_owned(), rank];
        let end = vec![exact(relative), level.to_owned(), effects.n.to_string(), grade.to_owned()];
        [start, numbers(effects), end].concat()
    };
    let inputs = result.inputs.iter().zip(&one.screened).map(|(input, found)| {
        let Screened { effects, relative, rank, level } = found;
        row(&input.path, place(*rank), effects, *relative, level.name(), input.grade.name())
    });
    let chance = row(CHANCE, String::new(), &one.chance, one.chance_relative, Level::None.name(), "");
    inputs.chain([chance]).collect()
}

fn variance(result: &SensitivityResult) -> Table {
    let columns = vec![
        output_column(),
        parameter_column(),
        Column::number(
            "first",
            "Alone",
            "",
            "First-order index: share of the variance due to the input alone (Saltelli 2010).",
        ),
        Column::number("first_low", "95 % from", "", "Lower end of its 95 % interval (bootstrap over rows)."),
        Column::number("first_high", "to", "", "Upper end of its 95 % interval."),
        Column::number(
            "total",
            "With interactions",
            "",
            "Total index: share due to the input with all its interactions (Jansen 1999).",
        ),
        Column::number("total_low", "95 % from", "", "Lower end of its 95 % interval (bootstrap over rows)."),
        Column::number("total_high", "to", "", "Upper end of its 95 % interval."),
    ];
    let row = |one: &OutputResult, share: &VarianceShare| {
        let indices = share.indices;
        let start = vec![one.output.label().to_owned(), result.inputs[share.input].path.clone(), exact(indices.first)];
        let first = exact_ends(indices.first_interval).to_vec();
        [start, first, vec![exact(indices.total)], exact_ends(indices.total_interval).to_vec()].concat()
    };
    let rows = result.outputs.iter().flat_map(|one| one.variance.iter().map(move |share| row(one, share)));
    table(
        "variance",
        "Shares of the variance of each output; the other numbers stay at their values",
        columns,
        rows.collect(),
    )
}

fn inputs(result: &SensitivityResult) -> Table {
    let columns = vec![
        parameter_column(),
        Column::text("value", "Value", "Value in the scenario."),
        Column::text("low", "From", "Lower end of the range."),
        Column::text("high", "To", "Upper end of the range."),
        Column::text(
            "scale",
            "Moved",
            "How a number from 0 to 1 becomes a value: by differences (uniform), by factors (log-uniform), or over whole numbers.",
        ),
        Column::text("grade", "Grade", "Grade of the evidence: B well established, C assumed."),
        Column::text("source", "Source", "Rows of the evidence table, or `assumed`."),
        Column::text("about", "What it is", "What it is; for an assumption, why this value."),
    ];
    let row = |input: &cenersim_analyses::sensitivity::InputResult| {
        let texts = [&input.path, &input.value, &input.low, &input.high].map(String::clone);
        let end = [input.scale.name(), input.grade.name(), &input.source, &input.about].map(String::from);
        texts.into_iter().chain(end).collect()
    };
    table("inputs", "What was varied", columns, result.inputs.iter().map(row).collect())
}

/// One row for each number that was varied, and one of chance: what `cenersim parameters` shows.
pub fn influence_table(result: &SensitivityResult) -> Table {
    let columns = result.outputs.iter().flat_map(|one| {
        let (name, label) = (one.output.name(), one.output.label());
        [
            Column::number(name, label, "", "Mean absolute elementary effect over the largest of this output, 0 to 1."),
            Column::number(&format!("{name}_rank"), label, "", "Place among the inputs; empty for chance."),
            Column::number(
                &format!("{name}_total"),
                label,
                "",
                "Share of the variance with interactions; only of inputs that were kept.",
            ),
        ]
    });
    let cells = |input: usize| {
        result.outputs.iter().flat_map(move |one| {
            let Screened { relative, rank, .. } = one.screened[input];
            let total = one.variance.iter().find(|share| share.input == input).map(|share| share.indices.total);
            [rounded(relative), place(rank), exact_or_empty(total.map(round))]
        })
    };
    let row = |input: usize| [result.inputs[input].path.clone()].into_iter().chain(cells(input)).collect();
    let chance = result.outputs.iter().flat_map(|one| [rounded(one.chance_relative), String::new(), String::new()]);
    let chance = [CHANCE.to_owned()].into_iter().chain(chance).collect();
    let rows = (0..result.inputs.len()).map(row).chain([chance]).collect();
    table(
        "influence",
        "How much each number drives each output",
        [parameter_column()].into_iter().chain(columns).collect(),
        rows,
    )
}

/// A place; none where every simulation failed.
fn place(rank: Option<u32>) -> String {
    rank.map_or_else(String::new, |rank| rank.to_string())
}

/// Four decimals are more than the analysis tells.
fn round(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

fn rounded(number: f64) -> String {
    exact(round(number))
}
