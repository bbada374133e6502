//! Tables of what sets arms apart: paired differences, shares of the drugs, and the grid of a sweep.

use super::{
    super::{Column, Table},
    arm_tables::{arm_column, measure_columns},
};
use cenersim_analyses::comparison::{
    Attribution, Compared, Contribution, Measure, MeasureDifference, MeasureResult, PairResult, RateDifference,
    RateResult, SweepPoint,
};
use cenersim_text::{exact, exact_ends, exact_or_empty, exact_percent, exact_percents};

fn pair_columns() -> [Column; 2] {
    [
        Column::text("second", "Arm", "Name of the second arm: differences are second less first."),
        Column::text("first", "against", "Name of the first arm."),
    ]
}

fn names(compared: &Compared, pair: &PairResult) -> Vec<String> {
    vec![compared.arms[pair.second].name.clone(), compared.arms[pair.first].name.clone()]
}

pub fn rate_differences(compared: &Compared) -> Table {
    let mut columns = pair_columns().to_vec();
    columns.extend([
        Column::text("rate", "Rate", "Name of the rate.").in_file_only(),
        Column::text("label", "Rate", "The rate in words."),
        Column::number("both", "In both", "", "Units (first replicates) with it in both arms."),
        Column::number("only_second", "only here", "", "Units with it only in the second arm."),
        Column::number("only_first", "only there", "", "Units with it only in the first arm."),
        Column::number("neither", "in neither", "", "Units with it in neither arm."),
        Column::number("difference", "Difference", "points", "Second less first, of these counts."),
        Column::number(
            "low",
            "95 % from",
            "points",
            "Lower end of its 95 % interval (Newcombe 1998, paired, method 10).",
        ),
        Column::number("high", "to", "points", "Upper end of its 95 % interval."),
        Column::number("mcnemar_p", "p", "", "Exact McNemar test, two-sided."),
        Column::number("mean_difference", "Over all replicates", "points", "Second less first over all replicates.")
            .in_file_only(),
        Column::number("standard_error", "Standard error", "points", "Monte-Carlo standard error of that over units.")
            .in_file_only(),
    ]);
    let rows = compared.pairs.iter().flat_map(|pair| {
        let of = |difference: &RateDifference| [names(compared, pair), rate_difference(difference)].concat();
        pair.rates.iter().map(of).collect::<Vec<_>>()
    });
    let caption = "Paired differences of rates: the same units in both arms".into();
    Table { name: "differences_rates".into(), caption, columns, rows: rows.collect() }
}

fn rate_difference(found: &RateDifference) -> Vec<String> {
    let mut row = vec![found.rate.name().into(), found.rate.label().into()];
    row.extend([found.both, found.only_second, found.only_first, found.neither].map(|count| count.to_string()));
    row.push(exact_percent(found.difference));
    row.extend(exact_percents(found.interval));
    row.extend([exact(found.mcnemar_p), exact_percent(found.share), exact_percent(found.standard_error)]);
    row
}

pub fn measure_differences(compared: &Compared) -> Table {
    let mut columns = pair_columns().to_vec();
    columns.extend(measure_columns());
    columns.extend([
        Column::number("n", "n", "", "Units that are in both arms."),
        Column::number("median", "Median difference", "", "Median of the units' differences, second less first."),
        Column::number("median_low", "95 % from", "", "Lower end of its 95 % interval (bootstrap, percentile)."),
        Column::number("median_high", "to", "", "Upper end of its 95 % interval."),
        Column::number("median_error", "Standard error of the median", "", "Monte-Carlo standard error of the median.").in_file_only(),
        Column::number("mean", "Mean difference", "", "Mean of the units' differences, second less first."),
        Column::number("mean_low", "95 % from", "", "Lower end of its 95 % interval (bootstrap, percentile)."),
        Column::number("mean_high", "to", "", "Upper end of its 95 % interval."),
        Column::number("mean_error", "Standard error of the mean", "", "Monte-Carlo standard error of the mean.").in_file_only(),
        Column::number("q25", "25 %", "", "First quartile of the units' differences.").in_file_only(),
        Column::number("q75", "75 %", "", "Third quartile of the units' differences.").in_file_only(),
        Column::number("log_rank_p", "Log-rank p", "", "Log-rank test of overall survival, two-sided; it ignores the pairing. Only in the row of overall survival.").in_file_only(),
    ]);
    let rows = compared.pairs.iter().flat_map(|pair| {
        let of =
            |found: &MeasureDifference| [names(compared, pair), measure_difference(found, pair.log_rank_p)].concat();
        pair.measures.iter().map(of).collect::<Vec<_>>()
    });
    let caption = "Paired differences of measures: unit by unit".into();
    Table { name: "differences_measures".into(), caption, columns, rows: rows.collect() }
}

fn measure_difference(found: &MeasureDifference, log_rank_p: Option<f64>) -> Vec<String> {
    let measure = found.measure;
    let mut row = vec![measure.name().into(), measure.label().into(), measure.unit().into(), found.n.to_string()];
    row.push(exact(found.median));
    row.extend(exact_ends(found.median_interval));
    row.extend([found.median_error, found.mean].map(exact));
    row.extend(exact_ends(found.mean_interval));
    row.push(exact(found.mean_error));
    row.extend(exact_ends(found.quartiles));
    row.push(exact_or_empty(log_rank_p.filter(|_| measure == Measure::named("overall_survival"))));
    row
}

pub fn attribution(compared: &Compared) -> Table {
    let columns = vec![
        arm_column(),
        Column::text("endpoint", "Endpoint", "Name of the rate or measure.").in_file_only(),
        Column::text("label", "Endpoint", "The rate or measure in words."),
        Column::text("unit", "Unit", "Unit of the numbers of this row."),
        Column::number("n", "n", "", "Units that were simulated with every combination of the drugs."),
        Column::number("untreated", "Without drugs", "", "Mean without any drug."),
        Column::number("treated", "With all", "", "Mean with all drugs of the arm."),
        Column::text("drug", "Drug", "The drug whose share this is."),
        Column::number(
            "share",
            "Its share",
            "",
            "Shapley share; the shares of an arm sum to `treated` less `untreated`.",
        ),
        Column::number("low", "95 % from", "", "Lower end of its 95 % interval (bootstrap over units)."),
        Column::number("high", "to", "", "Upper end of its 95 % interval."),
        Column::number("standard_error", "Standard error", "", "Monte-Carlo standard error of the share.")
            .in_file_only(),
    ];
    let rows = compared.attribution.iter().flat_map(|found| {
        let arm = &compared.arms[found.arm].name;
        found.contributions.iter().map(|part| contribution(arm, found, part)).collect::<Vec<_>>()
    });
    let caption = "Whose effect it is: each drug switched off in the same units".into();
    Table { name: "attribution".into(), caption, columns, rows: rows.collect() }
}

fn contribution(arm: &str, found: &Attribution, part: &Contribution) -> Vec<String> {
    let text = [arm, &found.endpoint, &found.label, &found.unit].map(String::from);
    let mut row: Vec<String> = text.into();
    row.extend([found.n.to_string(), exact(found.untreated), exact(found.treated), part.drug.clone()]);
    row.push(exact(part.share));
    row.extend(exact_ends(part.interval));
    row.push(exact(part.standard_error));
    row
}

/// Tidy: one row for each point, arm and endpoint. In a report only the endpoint that is drawn is shown.
pub fn sweep(compared: &Compared) -> Table {
    let Some(sweep) = &compared.sweep else { return Table { name: "sweep".into(), ..Table::default() } };
    let axis = |path: &String| Column::text(path, path, "Value of the scenario key of this name.");
    let mut columns: Vec<Column> = sweep.axes.iter().map(|axis| &axis.path).map(axis).collect();
    columns.push(arm_column());
    columns.extend([
        Column::text("endpoint", "Endpoint", "Name of the rate or measure."),
        Column::text("unit", "Unit", "Unit of the numbers of this row."),
        Column::number("n", "n", "", "Units."),
        Column::number("mean", "Mean", "", "Mean over units; of a rate, its share over all replicates."),
        Column::number("standard_error", "Standard error", "", "Monte-Carlo standard error of the mean."),
        Column::number(
            "low",
            "from",
            "",
            "Of a rate, lower end of Wilson's 95 % interval; of a measure, the first quartile over units.",
        ),
        Column::number(
            "high",
            "to",
            "",
            "Of a rate, upper end of Wilson's 95 % interval; of a measure, the third quartile over units.",
        ),
        Column::number("median", "Median", "", "Of a measure, the median over units."),
    ]);
    let rows = sweep.points.iter().flat_map(|point| {
        let arm = sweep.arms.get(point.arm).cloned().unwrap_or_default();
        let start = [point.values.clone(), vec![arm]].concat();
        endpoints(point).into_iter().map(|row| [start.clone(), row].concat()).collect::<Vec<_>>()
    });
    Table { name: "sweep".into(), caption: "Sweep".into(), columns, rows: rows.collect() }
}

fn endpoints(point: &SweepPoint) -> Vec<Vec<String>> {
    let rate = |found: &RateResult| {
        let mut row = vec![found.rate.name().into(), "%".into(), found.n.to_string()];
        row.extend([exact_percent(found.share), exact_percent(found.standard_error)]);
        row.extend(exact_percents(found.wilson));
        row.push(String::new());
        row
    };
    let measure = |found: &MeasureResult| {
        let mut row = vec![found.measure.name().into(), found.measure.unit().into(), found.n.to_string()];
        row.extend([exact(found.mean), exact(found.mean_error)]);
        row.extend(exact_ends(found.quartiles));
        row.push(exact(found.median));
        row
    };
    point.rates.iter().map(rate).chain(point.measures.iter().map(measure)).collect()
}
