//! Tables of what sets arms apart: paired differences, shares of the drugs, and the grid of a sweep.
//!
//! # Examples
//!
//! ```text
//! second,first,rate,label,both,only_second,only_first,neither,difference,low,high,mcnemar_p,...
//! B,A,cr,CR,1,0,0,11,0,-24.70698058,24.70698058,1,...
//!
//! arm,endpoint,label,unit,n,untreated,treated,drug,share,low,high,standard_error
//! A,remission,CR + CRp,share,4,0,0,cenersen,0,0,0,0
//!
//! arm.B.cenersen.duration,arm,endpoint,unit,n,mean,standard_error,low,high,median
//! 0 d,A,cr,%,12,8.333333333,8.333333333,1.48650944,35.38799111,
//! ```
//!
//! Differences are second less first, in percentage points for rates. The four counts are those of McNemar's table:
//! patients with the endpoint in both arms, in one of them, in neither. Intervals of rates are Newcombe's (1998)
//! for paired proportions, those of measures bootstrap percentiles over patients.

use super::{
    super::table::{Column, Table},
    arm_tables::measure_columns,
};
use cenersim_analyses::comparison::{
    Attribution, Compared, Contribution, Measure, MeasureDifference, MeasureResult, PairResult, RateDifference,
    RateResult, SweepPoint, SweepResult,
};

/// A difference and the pair of arms that it is of.
type Of<'a, T> = (&'a PairResult, &'a T);

/// Which arm, against which.
fn pair_columns<'a, T>(compared: &'a Compared) -> [Column<'a, Of<'a, T>>; 2] {
    let second = "Name of the second arm: differences are second less first.";
    [
        Column::text("second", "Arm", second, |(pair, _): &Of<T>| compared.arms[pair.second].name.as_str()),
        Column::text("first", "Against", "Name of the first arm.", |(pair, _): &Of<T>| {
            compared.arms[pair.first].name.as_str()
        }),
    ]
}

/// Every difference of every pair.
fn of_pairs<'a, T>(compared: &'a Compared, of: impl Fn(&'a PairResult) -> &'a [T]) -> Vec<Of<'a, T>> {
    compared.pairs.iter().flat_map(|pair| of(pair).iter().map(move |found| (pair, found))).collect()
}

/// One row for each rate of each pair: the four counts of first replicates, their difference in points with Newcombe's
/// interval (1998, paired, method 10), the exact McNemar test, and the difference over all replicates.
pub fn rate_differences(compared: &Compared) -> Table {
    type Row<'a> = Of<'a, RateDifference>;
    let low = "Lower end of its 95 % confidence interval: Newcombe 1998, paired, method 10; with several replicates normal, \
               over units.";
    let test =
        "Exact McNemar test, two-sided; with several replicates of each unit the Wald test of the mean over units.";
    let both = "Units (first replicates) with it in both arms.";
    let mean = "Second less first over all replicates.";
    let error = "Monte-Carlo standard error of that over units.";
    let mut columns = Vec::from(pair_columns(compared));
    columns.extend([
        Column::text("rate", "Rate", "Name of the rate.", |(_, found): &Row| found.rate.name()).in_file_only(),
        Column::text("label", "Rate", "The rate in words.", |(_, found): &Row| found.rate.label()),
        Column::number("both", "In both", "", both, |(_, found): &Row| found.both),
        Column::number("only_second", "only here", "", "Units with it only in the second arm.", |(_, found): &Row| {
            found.only_second
        }),
        Column::number("only_first", "only there", "", "Units with it only in the first arm.", |(_, found): &Row| {
            found.only_first
        }),
        Column::number("neither", "in neither", "", "Units with it in neither arm.", |(_, found): &Row| found.neither),
        Column::number("difference", "Difference", "points", "Second less first, of all replicates.", |row: &Row| {
            100.0 * row.1.difference
        }),
        Column::number("low", "95 % interval from", "points", low, |(_, found): &Row| 100.0 * found.interval.low),
        Column::number("high", "95 % interval to", "points", "Upper end of its 95 % interval.", |(_, found): &Row| {
            100.0 * found.interval.high
        }),
        Column::number("mcnemar_p", "p value", "", test, |(_, found): &Row| found.mcnemar_p),
        Column::number("mean_difference", "Over all replicates", "points", mean, |(_, found): &Row| {
            100.0 * found.share
        })
        .in_file_only(),
        Column::number("standard_error", "Standard error", "points", error, |(_, found): &Row| {
            100.0 * found.standard_error
        })
        .in_file_only(),
    ]);
    let caption = "Paired differences of rates: the same units in both arms";
    Table::of("differences_rates", caption, columns, of_pairs(compared, |pair| &pair.rates))
}

type MeasureRow<'a> = Of<'a, MeasureDifference>;

/// One row for each measure of each pair: median and mean of the units' differences with percentile bootstrap
/// intervals; quartiles and the test of survival in the file only.
pub fn measure_differences(compared: &Compared) -> Table {
    let mut columns = Vec::from(pair_columns(compared));
    columns.extend(measure_columns(|(_, found): &MeasureRow| found.measure));
    columns.push(Column::number("n", "n", "", "Units that are in both arms.", |(_, found): &MeasureRow| found.n));
    columns.extend(medians_and_means());
    columns.extend(quartiles_and_test());
    let caption = "Paired differences of measures: unit by unit";
    Table::of("differences_measures", caption, columns, of_pairs(compared, |pair| &pair.measures))
}

/// In the unit of the row.
fn medians_and_means<'a>() -> [Column<'a, MeasureRow<'a>>; 8] {
    let number = |name: &str, label: &str, about: &str, of: fn(&MeasureDifference) -> f64| {
        Column::number(name, label, "", about, move |(_, found): &MeasureRow| of(found))
    };
    let median = "Median of the units' differences, second less first.";
    let mean = "Mean of the units' differences, second less first.";
    let low = "Lower end of its 95 % interval (bootstrap, percentile).";
    let high = "Upper end of its 95 % interval.";
    let [median_error, mean_error] =
        ["Monte-Carlo standard error of the median.", "Monte-Carlo standard error of the mean."];
    [
        number("median", "Median difference", median, |found| found.median),
        number("median_low", "95 % interval from", low, |found| found.median_interval.low),
        number("median_high", "95 % interval to", high, |found| found.median_interval.high),
        number("median_error", "Standard error of the median", median_error, |found| found.median_error).in_file_only(),
        number("mean", "Mean difference", mean, |found| found.mean),
        number("mean_low", "95 % interval from", low, |found| found.mean_interval.low),
        number("mean_high", "95 % interval to", high, |found| found.mean_interval.high),
        number("mean_error", "Standard error of the mean", mean_error, |found| found.mean_error).in_file_only(),
    ]
}

/// In the file only.
fn quartiles_and_test<'a>() -> [Column<'a, MeasureRow<'a>>; 3] {
    let [first, third] = ["First quartile of the units' differences.", "Third quartile of the units' differences."];
    let test =
        "Log-rank test of overall survival, two-sided, clustered by patient. Only in the row of overall survival.";
    let p = |(pair, found): &MeasureRow| {
        pair.survival_p.filter(|_| found.measure == const { Measure::named("overall_survival") })
    };
    [
        Column::number("q25", "25 %", "", first, |(_, found): &MeasureRow| found.quartiles.low),
        Column::number("q75", "75 %", "", third, |(_, found): &MeasureRow| found.quartiles.high),
        Column::number("survival_p", "Survival p", "", test, p),
    ]
    .map(Column::in_file_only)
}

/// One row for each drug of each endpoint of each arm; shares of rates are from -1 to 1.
pub fn attribution(compared: &Compared) -> Table {
    type Row<'a> = (&'a Attribution, &'a Contribution);
    let units = "Units that were simulated with every combination of the drugs.";
    let share = "Shapley share; the shares of an arm sum to `treated` less `untreated`.";
    let low = "Lower end of its 95 % interval (bootstrap over units).";
    let error = "Monte-Carlo standard error of the share.";
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm.", |(found, _): &Row| compared.arms[found.arm].name.as_str()),
        Column::text("endpoint", "Endpoint", "Name of the rate or measure.", |(found, _): &Row| found.endpoint.clone())
            .in_file_only(),
        Column::text("label", "Endpoint", "The rate or measure in words.", |(found, _): &Row| found.label.clone()),
        Column::text("unit", "Unit", "Unit of the numbers of this row.", |(found, _): &Row| found.unit.clone()),
        Column::number("n", "n", "", units, |(found, _): &Row| found.n),
        Column::number("untreated", "Without drugs", "", "Mean without any drug.", |(found, _): &Row| found.untreated),
        Column::number("treated", "With all", "", "Mean with all drugs of the arm.", |(found, _): &Row| found.treated),
        Column::text("drug", "Drug", "The drug whose share this is.", |(_, part): &Row| part.drug.clone()),
        Column::number("share", "Its share", "", share, |(_, part): &Row| part.share),
        Column::number("low", "95 % interval from", "", low, |(_, part): &Row| part.interval.low),
        Column::number("high", "95 % interval to", "", "Upper end of its 95 % interval.", |(_, part): &Row| {
            part.interval.high
        }),
        Column::number("standard_error", "Standard error", "", error, |(_, part): &Row| part.standard_error)
            .in_file_only(),
    ];
    Table::of(
        "attribution",
        "Contribution of each drug: each switched off in the same units",
        columns,
        contributions(compared),
    )
}

/// Each share with the endpoint that it is of.
fn contributions(compared: &Compared) -> impl Iterator<Item = (&Attribution, &Contribution)> {
    compared.attribution.iter().flat_map(|found| found.contributions.iter().map(move |part| (found, part)))
}

/// One endpoint at one point of a sweep.
struct Found<'a> {
    point: &'a SweepPoint,
    name: &'static str,
    unit: &'static str,
    n: u32,
    mean: f64,
    standard_error: f64,
    low: f64,
    high: f64,
    median: Option<f64>,
}

/// Tidy: one row for each point, arm and endpoint.
pub fn sweep(compared: &Compared) -> Table {
    compared.sweep.as_ref().map_or_else(Table::default, |sweep| swept(sweep, |_| true))
}

/// As a report shows it: only the endpoint that is drawn.
pub fn drawn_sweep(compared: &Compared) -> Table {
    compared.sweep.as_ref().map_or_else(Table::default, |sweep| swept(sweep, |found| found.name == sweep.endpoint))
}

/// A column for each swept key, then arm, endpoint and numbers.
fn swept(sweep: &SweepResult, keep: impl Fn(&Found) -> bool) -> Table {
    let axis = |(index, path): (usize, &String)| {
        Column::text(path, path, "Value of the scenario key of this name.", move |found: &Found| {
            found.point.values[index].clone()
        })
    };
    let mut columns: Vec<Column<Found>> = sweep.axes.iter().map(|axis| &axis.path).enumerate().map(axis).collect();
    columns.push(Column::text("arm", "Arm", "Name of the arm.", |found: &Found| {
        sweep.arms.get(found.point.arm).cloned().unwrap_or_default()
    }));
    columns.extend(endpoint_columns());
    Table::of("sweep", "Sweep", columns, sweep.points.iter().flat_map(endpoints).filter(keep))
}

/// Rates in percent with Wilson's interval, measures in their unit with quartiles.
fn endpoint_columns<'a>() -> [Column<'a, Found<'a>>; 8] {
    let mean = "Mean over units; of a rate, its share over all replicates.";
    let error = "Monte-Carlo standard error of the mean.";
    let low = "Of a rate, lower end of Wilson's 95 % interval; of a measure, the first quartile over units.";
    let high = "Of a rate, upper end of Wilson's 95 % interval; of a measure, the third quartile over units.";
    [
        Column::text("endpoint", "Endpoint", "Name of the rate or measure.", |found: &Found| found.name),
        Column::text("unit", "Unit", "Unit of the numbers of this row.", |found: &Found| found.unit),
        Column::number("n", "n", "", "Units.", |found: &Found| found.n),
        Column::number("mean", "Mean", "", mean, |found: &Found| found.mean),
        Column::number("standard_error", "Standard error", "", error, |found: &Found| found.standard_error),
        Column::number("low", "from", "", low, |found: &Found| found.low),
        Column::number("high", "95 % interval to", "", high, |found: &Found| found.high),
        Column::number("median", "Median", "", "Of a measure, the median over units.", |found: &Found| found.median),
    ]
}

/// Every rate, then every measure, at this point.
fn endpoints(point: &SweepPoint) -> impl Iterator<Item = Found<'_>> {
    let rate = move |found: &RateResult| Found {
        point,
        name: found.rate.name(),
        unit: "%",
        n: found.n,
        mean: 100.0 * found.share,
        standard_error: 100.0 * found.standard_error,
        low: 100.0 * found.wilson.low,
        high: 100.0 * found.wilson.high,
        median: None,
    };
    let measure = move |found: &MeasureResult| Found {
        point,
        name: found.measure.name(),
        unit: found.measure.unit(),
        n: found.n,
        mean: found.mean,
        standard_error: found.mean_error,
        low: found.quartiles.low,
        high: found.quartiles.high,
        median: Some(found.median),
    };
    point.rates.iter().map(rate).chain(point.measures.iter().map(measure))
}
