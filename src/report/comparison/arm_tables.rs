//! Tables of what each arm yields: responses, rates, measures, survival, doses.
//!
//! # Examples
//!
//! ```text
//! arm,rate,label,found,n,percent,exact_low,exact_high,wilson_low,wilson_high,mean_percent,standard_error,...
//! A,cr,CR,1,12,8.333333333,0.2107593232,38.47961652,1.48650944,35.38799111,8.333333333,8.333333333,...
//!
//! arm,survival,day,at_risk,events,censored,percent,low,high,after_failure
//! A,overall,6.985833747,12,1,0,91.66666667,53.89771806,98.78255654,published survival
//! ```
//!
//! `found` of `n` counts first replicates, because replicates of one patient are not independent; `mean_percent`
//! with its standard error uses all of them. Exact intervals are those of Clopper and Pearson (1934), `wilson`
//! those of Wilson (1927), shorter and with the right coverage on average. Survival has a row for each step of the
//! curve of Kaplan and Meier.

use super::{
    super::{
        table::{Column, Table},
        two_arm::{ESTIMAND, estimand},
    },
    units,
};
use cenersim_analyses::comparison::{ArmResult, Compared, Measure, MeasureResult, Rate, RateResult, Variance};
use cenersim_model::{
    curves::{Cause, Response},
    treatment::Administration,
};
use cenersim_statistics::{KaplanMeier, Step};

/// A result and the arm that it is of.
type Of<'a, T> = (&'a ArmResult, T);

/// The first column of every table of arms.
fn arm_column<'a, T: 'a>() -> Column<'a, Of<'a, T>> {
    Column::text("arm", "Arm", "Name of the arm.", |(arm, _): &Of<'a, T>| arm.name.as_str())
}

/// Every result of every arm.
fn of_arms<'a, T: 'a>(compared: &'a Compared, of: impl Fn(&'a ArmResult) -> &'a [T]) -> Vec<Of<'a, &'a T>> {
    compared.arms.iter().flat_map(|arm| of(arm).iter().map(move |found| (arm, found))).collect()
}

/// One row for each response that occurred in an arm, best first, with its count and share (%).
pub fn responses(compared: &Compared) -> Table {
    type Row<'a> = Of<'a, &'a (Response, u32)>;
    let best = "Best response by the criteria of the comparison.";
    let counted = "How many had it, counted by their first replicate.";
    let all = |arm: &ArmResult| arm.responses.iter().map(|(_, count)| count).sum::<u32>();
    let columns = vec![
        arm_column(),
        Column::text("response", "Best response", best, |(_, found): &Row| found.0.name()),
        Column::number("count", units(compared), "", counted, |(_, found): &Row| found.1),
        Column::number("percent", "Share", "%", "The same as a share of all.", move |(arm, found): &Row| {
            percent(found.1, all(arm))
        }),
    ];
    Table::of("responses", "Best responses", columns, of_arms(compared, |arm| &arm.responses))
}

/// One row for each cause of death that occurred in an arm; shares (%) are of all units, those alive included.
pub fn deaths(compared: &Compared) -> Table {
    type Row<'a> = Of<'a, &'a (Cause, u32)>;
    let counted = "How many died of it, counted by their first replicate.";
    let mut columns = vec![
        arm_column(),
        Column::text("cause", "Died of", "Cause of death.", |(_, found): &Row| found.0),
        Column::number("count", units(compared), "", counted, |(_, found): &Row| found.1),
        Column::number("percent", "Share", "%", "The same as a share of all.", |(arm, found): &Row| {
            percent(found.1, arm.overall_survival.n)
        }),
    ];
    columns.push(Column::after_failure(compared.after_failure));
    Table::of("deaths", &caption("Deaths by cause", compared), columns, of_arms(compared, |arm| &arm.deaths))
}

/// A share in percent.
fn percent(found: u32, of: u32) -> f64 {
    100.0 * (f64::from(found) / f64::from(of))
}

type RateRow<'a> = Of<'a, &'a RateResult>;

/// One row for each rate of each arm: counts of first replicates, share of all replicates with intervals, components
/// of variance, published counts. Columns that say nothing here are in the file only.
pub fn rates(compared: &Compared) -> Table {
    let several = compared.replicates > 1 && compared.population;
    let error = if several { mean_error() } else { mean_error().in_file_only() };
    let mut columns = counts_of_rates();
    columns.extend(intervals_of_rates());
    columns.push(error);
    columns.extend(variance_columns("1", |(_, found): &RateRow| found.variance));
    let any = compared.arms.iter().any(|arm| arm.published.is_some());
    columns.extend(published_columns().map(|column| if any { column } else { column.in_file_only() }));
    columns.push(published_source().in_file_only());
    columns.push(
        Column::text("estimand", "Estimand", ESTIMAND, |(_, found): &RateRow| estimand(Some(found.rate.estimand())))
            .in_file_only(),
    );
    Table::of("rates", "Response rates and early death", columns, of_arms(compared, |arm| &arm.rates))
}

/// Which rate, and how many had it.
fn counts_of_rates<'a>() -> Vec<Column<'a, RateRow<'a>>> {
    let name = "Name of the rate: cr, remission (CR, CRp or CRi), death_by_day_30 or residual_free (remission with MRD below 0.1 %).";
    let units = "Units: patients, or replicates of the reference patient.";
    vec![
        arm_column(),
        Column::text("rate", "Rate", name, |(_, found): &RateRow| found.rate.name()).in_file_only(),
        Column::text("label", "Rate", "The rate in words.", |(_, found): &RateRow| found.rate.label()),
        Column::number("found", "Found", "", "Units that had it, by their first replicate.", |row: &RateRow| {
            row.1.found
        }),
        Column::number("n", "Out of", "", units, |(_, found): &RateRow| found.n),
        Column::number(
            "percent",
            "Share",
            "%",
            "Mean over units of the share of their replicates.",
            |row: &RateRow| 100.0 * row.1.share,
        ),
    ]
}

/// The report shows the exact one; the file has that of Wilson as well.
fn intervals_of_rates<'a>() -> [Column<'a, RateRow<'a>>; 4] {
    let exact = "Lower end of the exact 95 % confidence interval of the share (Clopper and Pearson 1934); with several \
                 replicates of a unit by its effective number (Korn and Graubard 1998).";
    let wilson = "Lower end of the 95 % confidence interval of Wilson 1927.";
    [
        Column::number("exact_low", "95 % interval from", "%", exact, |(_, found): &RateRow| 100.0 * found.exact.low),
        Column::number(
            "exact_high",
            "95 % interval to",
            "%",
            "Upper end of the exact 95 % interval.",
            |(_, found): &RateRow| 100.0 * found.exact.high,
        ),
        Column::number("wilson_low", "Wilson from", "%", wilson, |(_, found): &RateRow| 100.0 * found.wilson.low)
            .in_file_only(),
        Column::number(
            "wilson_high",
            "95 % interval to",
            "%",
            "Upper end of the 95 % interval of Wilson 1927.",
            |row: &RateRow| 100.0 * row.1.wilson.high,
        )
        .in_file_only(),
    ]
}

/// In the report only where patients have several replicates.
fn mean_error<'a>() -> Column<'a, RateRow<'a>> {
    let about = "Monte-Carlo standard error of the share over units.";
    Column::number("standard_error", "Standard error", "points", about, |(_, found): &RateRow| {
        100.0 * found.standard_error
    })
}

/// Of single courses, in the file only.
fn variance_columns<'a, R>(unit: &str, of: impl Fn(&R) -> Option<Variance> + Copy + 'a) -> [Column<'a, R>; 2] {
    let between = "Variance of the patients' own means; empty with a single replicate or a single patient.";
    let within =
        "Variance of replicates of one patient: noise of cells, examinations and complications; empty as above.";
    let part = |name: &str, label: &str, about: &str, part: fn(Variance) -> f64| {
        Column::number(name, label, unit, about, move |row: &R| of(row).map(part)).in_file_only()
    };
    [
        part("variance_between", "Variance between", between, |variance| variance.between_patients),
        part("variance_within", "within", within, |variance| variance.within_patient),
    ]
}

/// In the report if any arm stands for a published one.
fn published_columns<'a>() -> [Column<'a, RateRow<'a>>; 2] {
    let found = "Patients of the published arm who had it; empty if not published.";
    [
        Column::number("published_found", "Published", "", found, published_count),
        Column::number("published_n", "Published out of", "", "Patients of the published arm.", |row: &RateRow| {
            published_count(row).and(row.0.published.as_ref()).map(|arm| arm.patients)
        }),
    ]
}

/// In the file only.
fn published_source<'a>() -> Column<'a, RateRow<'a>> {
    let about = "Evidence ids of the published counts.";
    Column::text("published_source", "Source", about, |row: &RateRow| {
        let arm = published_count(row).and(row.0.published.as_ref());
        arm.map_or_else(String::new, |arm| arm.source.clone())
    })
}

/// How many of the published arm had the rate; none if it was not published.
fn published_count((arm, found): &RateRow) -> Option<u32> {
    let published = arm.published.as_ref()?;
    match found.rate {
        Rate::Cr => Some(published.cr),
        Rate::Remission => Some(published.cr + published.crp),
        Rate::DeathByDay30 | Rate::ResidualFree => None,
    }
}

/// One row for each measure of each arm, in the unit that the row states: median, quartiles, mean, standard errors,
/// components of variance.
pub fn measures(compared: &Compared) -> Table {
    type Row<'a> = Of<'a, &'a MeasureResult>;
    let units = "Units: patients (mean of their replicates), or replicates of the reference patient.";
    let median_error = "Monte-Carlo standard error of the median (bootstrap).";
    let mean_error = "Monte-Carlo standard error of the mean.";
    let mut columns = vec![arm_column()];
    columns.extend(measure_columns(|(_, found): &Row| found.measure));
    columns.extend([
        Column::number("n", "n", "", units, |(_, found): &Row| found.n),
        Column::number("median", "Median", "", "Median over units.", |(_, found): &Row| found.median),
        Column::number("q25", "25 %", "", "First quartile over units.", |(_, found): &Row| found.quartiles.low),
        Column::number("q75", "75 %", "", "Third quartile over units.", |(_, found): &Row| found.quartiles.high),
        Column::number("median_error", "Standard error of the median", "", median_error, |row: &Row| {
            row.1.median_error
        })
        .in_file_only(),
        Column::number("mean", "Mean", "", "Mean over units.", |(_, found): &Row| found.mean),
        Column::number("mean_error", "Standard error", "", mean_error, |(_, found): &Row| found.mean_error),
    ]);
    columns.extend(variance_columns("", |(_, found): &Row| found.variance));
    columns.push(
        Column::text("estimand", "Estimand", ESTIMAND, |(_, found): &Row| estimand(found.measure.estimand()))
            .in_file_only(),
    );
    let caption = "Log-kill, nadirs, cytopenia and survival";
    Table::of("measures", caption, columns, of_arms(compared, |arm| &arm.measures))
}

/// The three columns that say which measure a row is about.
pub(super) fn measure_columns<'a, R>(of: impl Fn(&R) -> Measure + Copy + 'a) -> [Column<'a, R>; 3] {
    [
        Column::text("measure", "Measure", "Name of the measure.", move |row: &R| of(row).name()).in_file_only(),
        Column::text("label", "Measure", "The measure in words.", move |row: &R| of(row).label()),
        Column::text("unit", "Unit", "Unit of the numbers of this row.", move |row: &R| of(row).unit()),
    ]
}

/// A survival curve, with its name in files and in words.
type Curve<'a> = (&'static str, &'static str, &'a KaplanMeier);

/// The two survival curves of every arm.
fn curves(compared: &Compared) -> impl Iterator<Item = Of<'_, Curve<'_>>> {
    compared.arms.iter().flat_map(|arm| {
        let both = [
            ("overall", "Overall survival", &arm.overall_survival),
            ("disease_free", "Disease-free survival of the remissions", &arm.disease_free_survival),
        ];
        both.map(|curve| (arm, curve))
    })
}

/// A caption of survival, with what follows a failure.
fn caption(of: &str, compared: &Compared) -> String {
    format!("{of}; {}", compared.after_failure)
}

/// Two rows for each arm: overall, and disease-free survival of the remissions; the latter only with a remission.
pub fn survival_medians(compared: &Compared) -> Table {
    type Row<'a> = Of<'a, Curve<'a>>;
    let which = "Which survival: overall (days to death) or disease_free (days from remission to relapse or death).";
    let units = "Units under observation, by their first replicate.";
    let median = "Kaplan-Meier median; empty if the curve stays above one half.";
    let low =
        "Lower end of its 95 % interval (Brookmeyer and Crowley 1982); empty if not reached, and where both ends meet.";
    let high = "Upper end of its 95 % interval; empty if not reached, and where both ends meet.";
    let events = "Deaths, or relapses and deaths.";
    let mut columns = vec![
        arm_column(),
        Column::text("survival", "Survival", which, |(_, curve): &Row| curve.0).in_file_only(),
        Column::text("label", "Survival", "The same in words.", |(_, curve): &Row| curve.1),
        Column::number("n", "n", "", units, |(_, curve): &Row| curve.2.n),
        Column::number("events", "Events", "", events, |(_, curve): &Row| curve.2.events),
        Column::number("median", "Median", "d", median, |(_, curve): &Row| curve.2.median),
        Column::number("median_low", "95 % interval from", "d", low, |(_, curve): &Row| curve.2.median_interval.0),
        Column::number("median_high", "95 % interval to", "d", high, |(_, curve): &Row| curve.2.median_interval.1),
    ];
    columns.push(Column::after_failure(compared.after_failure));
    let rows = curves(compared).filter(|(_, curve)| curve.2.n > 0);
    Table::of("survival_medians", &caption("Survival", compared), columns, rows)
}

/// One row for each step of each curve; files only.
pub fn survival(compared: &Compared) -> Table {
    type Row<'a> = Of<'a, (&'static str, &'a Step)>;
    let which = "Which survival: overall or disease_free.";
    let under = "Under observation just before this time.";
    let low = "Lower end of its 95 % interval (log-log); empty before the first event and where nobody is left.";
    let mut columns = vec![
        arm_column(),
        Column::text("survival", "Survival", which, |(_, step): &Row| step.0),
        Column::number("day", "Day", "d", "Time of an event or of a censored observation.", |row: &Row| row.1.1.time),
        Column::number("at_risk", "At risk", "", under, |(_, step): &Row| step.1.at_risk),
        Column::number("events", "Events", "", "Events at this time.", |(_, step): &Row| step.1.events),
        Column::number("censored", "Censored", "", "Observations that end at this time.", |row: &Row| row.1.1.censored),
        Column::number("percent", "Survival", "%", "Kaplan-Meier estimate from this time on.", |(_, step): &Row| {
            100.0 * step.1.survival
        }),
        Column::number("low", "95 % interval from", "%", low, |row: &Row| Some(100.0 * row.1.1.known()?.low)),
        Column::number("high", "95 % interval to", "%", "Upper end of its 95 % interval.", |row: &Row| {
            Some(100.0 * row.1.1.known()?.high)
        }),
    ];
    columns.push(Column::after_failure(compared.after_failure));
    Table::of("survival", &caption("Survival curves", compared), columns, steps(compared))
}

/// The steps of these curves.
fn steps(compared: &Compared) -> Vec<Of<'_, (&'static str, &Step)>> {
    let mut all = Vec::new();
    for (arm, (name, _, curve)) in curves(compared) {
        all.extend(curve.steps.iter().map(|step| (arm, (name, step))));
    }
    all
}

/// One row for each infusion of the first course, for the reference patient.
pub fn doses(compared: &Compared) -> Table {
    type Row<'a> = Of<'a, &'a Administration>;
    let day = "Day on which the infusion begins, as the arm numbers its days.";
    let start = "Hours since the start of treatment, or since day 1 of an arm that begins before it.";
    let columns = vec![
        arm_column(),
        Column::text("drug", "Drug", "Name of the drug.", |(_, dose): &Row| dose.drug.name()),
        Column::number("course", "Course", "", "Number of the course of treatment.", |(_, dose): &Row| dose.course),
        Column::number("day", "Day", "", day, |(arm, dose): &Row| arm.days.number_at(dose.start) as f64),
        Column::number("start", "Start", "h", start, |(_, dose): &Row| dose.start.in_hours()),
        Column::number("duration", "Duration", "h", "Length of the infusion.", |(_, dose): &Row| {
            dose.duration.in_hours()
        }),
        Column::number("amount", "Amount", "mg", "Amount for the reference patient.", |(_, dose): &Row| dose.amount_mg),
    ];
    let caption = "Doses of the first course for the reference patient";
    Table::of("doses", caption, columns, of_arms(compared, |arm| &arm.doses))
}
