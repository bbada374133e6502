//! The tables of the design of a next trial: as files, and as the report shows them.
//!
//! | name | a row is |
//! |---|---|
//! | `answers` | what is supposed of the model |
//! | `curve` | a number of patients |
//! | `plan` | what is supposed of the model, for the trial as planned |
//! | `looks` | a look at the results, or a stage |
//! | `errors` | trials simulated one by one without an effect |
//! | `effect` | what the draws tell |
//! | `drivers` | a parameter with which the effect goes |
//! | `split` | what is divided among luck, patients and parameters |
//! | `draws`, `parameters` | a draw, a parameter of a draw; in files only |
//!
//! Chances and rates are shares from 0 to 1 in all these tables, so that they can be computed with; sentences and terminal
//! have percent. A column whose name ends in `_error` is the Monte-Carlo standard error of the one before it, by a
//! delete-a-group jackknife over the draws in twenty groups; it is empty where there are fewer than two draws.
//!
//! An effect is a difference of rates (treatment less control), or of survival the difference of the mean scores of the
//! log-rank test, with a positive sign in favor of the treatment; the table `effect` has the mean as a ratio too.

use super::{
    super::table::{Column, Table},
    DesignRecord,
};
use cenersim_analyses::design::{
    Answer, CurvePoint, DesignResult, DrawResult, Driver, Parts, Simulated, Source, World,
};
use cenersim_statistics::assurance::Estimated;

/// All tables, as they are written to files.
pub fn design_tables(record: &DesignRecord) -> Vec<Table> {
    let mut tables = shown(record);
    tables.extend([draws(record.result), parameters(record.source)]);
    tables
}

/// The tables of the report.
pub fn shown(record: &DesignRecord) -> Vec<Table> {
    let result = record.result;
    let tables = [
        answers(result),
        curve(result),
        plan(result),
        looks(result),
        errors(result),
        effect(result),
        drivers(result),
        split(result),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// The first column of every table with a row for each world.
fn supposed<'a, R>(of: impl Fn(&R) -> World + 'a) -> Column<'a, R> {
    let about = "What is supposed: the model is right, half of its effect is there, or cenersen does nothing.";
    Column::text("supposed", "Supposed", about, move |row: &R| of(row).label())
}

/// A number with its Monte-Carlo error.
fn estimated<'a, R: 'a>(
    name: &str,
    label: &str,
    unit: &str,
    about: &str,
    of: impl Fn(&R) -> Estimated + Copy + 'a,
) -> [Column<'a, R>; 2] {
    let error = "Monte-Carlo standard error of the column before it (jackknife over the draws).";
    [
        Column::number(name, label, unit, about, move |row: &R| of(row).value),
        Column::number(&format!("{name}_error"), "Monte-Carlo error", unit, error, move |row: &R| of(row).error),
    ]
}

/// One row for each world. `from` has fewer patients than `to`: if chances are larger than estimated, fewer are enough.
fn answers(result: &DesignResult) -> Table {
    let number = |name: &str, label: &str, about: &str, of: fn(&Answer) -> Option<u32>| {
        Column::number(name, label, "", about, move |row: &&Answer| of(row))
    };
    let patients =
        "Fewest patients of all arms with the chance of success that is wanted; empty if the largest trial has not.";
    let mut columns = vec![
        supposed(|row: &&Answer| row.world),
        number("patients", "Patients needed", patients, |row| row.patients),
        number("from", "Monte-Carlo 95 % from", "The same if chances are larger by 1.96 Monte-Carlo errors.", |row| {
            row.from
        }),
        number("to", "to", "The same if they are smaller; empty if the largest trial has not enough.", |row| row.to),
    ];
    let largest = "Chance of success of the largest trial.";
    columns.extend(estimated("largest", "Success of the largest trial", "", largest, |row: &&Answer| row.largest));
    Table::of("answers", "How many patients are enough", columns, &result.answers)
}

/// Patients grow by a constant factor from row to row, in even numbers, with the planned trial as one of the rows.
fn curve(result: &DesignResult) -> Table {
    let power = "Power at the hoped-for effect.";
    let mut columns = vec![
        Column::number("patients", "Patients", "", "Patients of all arms.", |row: &&CurvePoint| row.patients),
        Column::number("power", "Hoped-for effect", "", power, |row: &&CurvePoint| row.power),
    ];
    for (index, world) in World::ALL.into_iter().enumerate() {
        let about = format!("Assurance, supposed: {}.", world.label());
        let of = move |row: &&CurvePoint| row.assurance[index];
        columns.extend(estimated(world.name(), world.label(), "", &about, of));
    }
    Table::of("curve", "Chance of success against the number of patients", columns, &result.curve)
}

/// Expected patients are fewer than planned where the trial may end at a look; of a fixed trial both are the same.
fn plan(result: &DesignResult) -> Table {
    let success = "Chance of success of the trial as planned.";
    let expected = "Expected number of patients when the trial ends.";
    let mut columns = vec![supposed(|row: &(usize, World)| row.1)];
    columns.extend(estimated("success", "Success", "", success, |row: &(usize, World)| result.plan.success[row.0]));
    columns.extend(estimated("expected_patients", "Expected patients", "", expected, |row: &(usize, World)| {
        result.plan.expected[row.0]
    }));
    Table::of("plan", "The trial as planned", columns, World::ALL.into_iter().enumerate())
}

/// A row of looks: patients, boundary, p, chance to end, responses.
type Looked = (u32, Option<f64>, Option<f64>, Option<f64>, Option<u32>);

/// Rows of a controlled trial have boundaries, those of one arm in two stages the responses at which it is given up; the
/// other cells are empty. A fixed trial has one look, at its end.
fn looks(result: &DesignResult) -> Table {
    let looks =
        result.plan.looks.iter().map(|look| (look.patients, Some(look.boundary), Some(look.p), Some(look.ends), None));
    let stages = result.plan.stages.iter().flat_map(|stages| {
        [(stages.first, stages.stop), (stages.all, stages.reject)]
            .map(|(patients, most)| (patients, None, None, None, Some(most)))
    });
    let ends = "Chance to end there in favor of the treatment, at the hoped-for effect.";
    let most = "Of one arm: responses up to which the treatment is given up.";
    let columns = vec![
        Column::number("patients", "Patients", "", "Patients by then.", |row: &Looked| row.0),
        Column::number("boundary", "Boundary", "", "Deviate (z) beyond which the trial ends.", |row: &Looked| row.1),
        Column::number("p", "One-sided p", "", "The same as one-sided p value.", |row: &Looked| row.2),
        Column::number("ends", "Ends with success", "", ends, |row: &Looked| row.3),
        Column::number("given_up", "Given up at", "", most, |row: &Looked| row.4),
    ];
    Table::of("looks", "Looks at the results", columns, looks.chain(stages))
}

/// Counted from whole trials of the control against itself, with nothing assumed of the distribution of the statistic.
fn errors(result: &DesignResult) -> Table {
    type Counted = (&'static str, u32, f64, f64);
    let rows = result.simulated.iter().flat_map(|found: &Simulated| {
        let row = |what, counted, interval: cenersim_statistics::Interval| (what, counted, interval.low, interval.high);
        [
            row("significant", found.significant, found.interval),
            row("in favor of the treatment", found.in_favor, found.in_favor_interval),
        ]
    });
    let trials = result.simulated.map_or(0, |found| found.trials);
    let columns = vec![
        Column::text("result", "Result", "How the trial ended.", |row: &Counted| row.0),
        Column::number("trials", "Trials", "", "Trials simulated one by one.", move |_: &Counted| trials),
        Column::number("counted", "With this result", "", "Those with this result.", |row: &Counted| row.1),
        Column::number(
            "low",
            "Share: 95 % interval from",
            "",
            "Lower end of the Monte-Carlo interval of the share.",
            |row: &Counted| row.2,
        ),
        Column::number("high", "95 % interval to", "", "Its upper end.", |row: &Counted| row.3),
    ];
    Table::of("errors", "Trials without an effect, simulated one by one", columns, rows)
}

/// A list of numbers under each other, since they have different meanings. Percentiles and the standard deviations of the
/// noise have no error of their own.
fn effect(result: &DesignResult) -> Table {
    type Row = (&'static str, f64, Option<f64>);
    let known = &result.known;
    let row = |what, Estimated { value, error }: Estimated| (what, value, Some(error));
    let level = if result.protocol.is_survival() { "deaths, both arms" } else { "response rate of the control" };
    let rows = [
        row(level, known.level),
        row("mean effect", known.effect),
        ("5 % of true effects below", known.range.low, None),
        ("95 % below", known.range.high, None),
        row("standard deviation between true effects", known.between),
        ("standard deviation of the noise taken off", known.noise, None),
        row("chance that the treatment is better", known.better),
    ];
    let hazard = known.hazard_ratio.map(|ratio| ("mean hazard ratio", ratio, None));
    let columns = vec![
        Column::text("what", "What", "What is told.", |row: &Row| row.0),
        Column::number("value", "Value", "", "Share, or difference of shares or scores.", |row: &Row| row.1),
        Column::number("error", "Monte-Carlo error", "", "Jackknife over the draws.", |row: &Row| row.2),
    ];
    Table::of("effect", "What the draws tell of the effect", columns, rows.into_iter().chain(hazard))
}

/// Only parameters whose correlation is beyond what chance gives to the strongest of all of them in 95 of 100 analyses.
fn drivers(result: &DesignResult) -> Table {
    let correlation = "Rank correlation of the parameter with the effect over the draws (Spearman 1904).";
    let chance = "Correlation that chance exceeds for any parameter in one analysis of twenty (Bonferroni).";
    let columns = vec![
        Column::text("parameter", "Parameter", "Path of the number in the ledger.", |row: &&Driver| row.path.clone()),
        Column::number("correlation", "Correlation", "", correlation, |row: &&Driver| row.correlation),
        Column::number("chance", "By chance", "", chance, |row: &&Driver| row.chance),
    ];
    Table::of("drivers", "Parameters with which the effect goes", columns, &result.drivers)
}

/// Shares of each row sum to 1. Only the share of the parameters remains in a trial of very many patients.
fn split(result: &DesignResult) -> Table {
    type Row = (&'static str, Parts);
    let rows = [("reported effect", result.split.effect), ("success", result.split.success)];
    let rows = rows.into_iter().filter_map(|(what, parts)| Some((what, parts?)));
    let number = |name: &str, label: &str, about: &str, of: fn(&Parts) -> f64| {
        Column::number(name, label, "", about, move |row: &Row| of(&row.1))
    };
    let columns = vec![
        Column::text("of", "Of", "Whose variance is divided.", |row: &Row| row.0),
        number("chance", "Luck", "Share of the luck of each course.", |parts| parts.chance),
        number("patients", "Patients", "Share of who is enrolled.", |parts| parts.patients),
        number("parameters", "Parameters", "Share of what is not known of the parameters.", |parts| parts.parameters),
    ];
    Table::of("split", "What the uncertainty of the trial as planned is made of", columns, rows)
}

/// In files only, one row for each draw that succeeded: to plot true effects, or to see which draws succeed.
fn draws(result: &DesignResult) -> Table {
    let number = |name: &str, about: &str, of: fn(&DrawResult) -> f64| {
        Column::number(name, name, "", about, move |row: &&DrawResult| of(row))
    };
    let level = "Response rate of the control in the patients of the draw, or share of deaths in both arms.";
    let effect = "Treatment less control in the same patients: rate, or score of the log-rank test.";
    let denoised = "The effect without the noise of few patients, as it enters the assurance.";
    let columns = vec![
        Column::number("draw", "Draw", "", "Number of the draw, from 0.", |row: &&DrawResult| row.draw),
        number("level", level, |row| row.level),
        number("effect", effect, |row| row.effect),
        number("error", "Standard error of the effect, from the differences between patients.", |row| row.error),
        number("denoised", denoised, |row| row.denoised),
        number("denoised_level", "The level without the noise of few patients.", |row| row.denoised_level),
        number("success", "Chance of success of the trial as planned at that effect.", |row| row.success),
    ];
    Table::of("draws", "The draws", columns, &result.draws)
}

/// In the long form, a row for each draw and parameter, to be joined with `draws` by the number of the draw.
fn parameters(source: &Source) -> Table {
    type Row<'a> = (usize, &'a str, f64);
    let value = "Value of a posterior; otherwise the place in the range of the ledger, from 0 to 1.";
    let columns = vec![
        Column::number("draw", "Draw", "", "Number of the draw, from 0.", |row: &Row| row.0 as u32),
        Column::text("parameter", "Parameter", "Path of the number in the ledger.", |row: &Row| row.1.to_owned()),
        Column::number("value", "Value", "", value, |row: &Row| row.2),
    ];
    let of_draw = |(draw, values): (usize, &Vec<f64>)| {
        let named = source.parameters.iter().zip(values.clone());
        named.map(|(path, value)| (draw, path.as_str(), value)).collect::<Vec<Row>>()
    };
    Table::of("parameters", "The parameters of the draws", columns, source.values.iter().enumerate().flat_map(of_draw))
}
