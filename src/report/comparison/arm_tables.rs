//! Tables of what each arm yields: responses, rates, measures, survival, doses.

use super::{
    super::{Column, Table},
    units,
};
use cenersim_analyses::{
    comparison::{ArmResult, Compared, MeasureResult, Rate, RateResult, Variance},
    published::PublishedArm,
};
use cenersim_statistics::{KaplanMeier, Step};
use cenersim_text::{exact, exact_ends, exact_or_empty, exact_percent, exact_percents};

pub(super) fn arm_column() -> Column {
    Column::text("arm", "Arm", "Name of the arm.")
}

fn table(name: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Table {
    Table { name: name.into(), caption: caption.into(), columns, rows }
}

fn rows_of<'a>(compared: &'a Compared, rows: impl Fn(&'a ArmResult) -> Vec<Vec<String>>) -> Vec<Vec<String>> {
    compared.arms.iter().flat_map(rows).collect()
}

pub fn responses(compared: &Compared) -> Table {
    let columns = vec![
        arm_column(),
        Column::text("response", "Best response", "Best response by the criteria of the comparison."),
        Column::number("count", units(compared), "", "How many had it, counted by their first replicate."),
        Column::number("percent", "Share", "%", "The same as a share of all."),
    ];
    let rows = rows_of(compared, |arm| {
        let all: u32 = arm.responses.iter().map(|(_, count)| count).sum();
        let share = |count: u32| exact_percent(f64::from(count) / f64::from(all));
        let row = |(response, count): &(cenersim_model::curves::Response, u32)| {
            vec![arm.name.clone(), response.name().into(), count.to_string(), share(*count)]
        };
        arm.responses.iter().map(row).collect()
    });
    table("responses", "Best responses", columns, rows)
}

pub fn deaths(compared: &Compared) -> Table {
    let columns = vec![
        arm_column(),
        Column::text("cause", "Died of", "Cause of death."),
        Column::number("count", units(compared), "", "How many died of it, counted by their first replicate."),
        Column::number("percent", "Share", "%", "The same as a share of all."),
    ];
    let rows = rows_of(compared, |arm| {
        let share = |count: u32| exact_percent(f64::from(count) / f64::from(arm.overall_survival.n));
        let row =
            |(cause, count): &(&str, u32)| vec![arm.name.clone(), (*cause).into(), count.to_string(), share(*count)];
        arm.deaths.iter().map(row).collect()
    });
    table("deaths", &caption("Deaths by cause", compared), columns, rows)
        .with_after_failure(compared.after_failure.as_deref())
}

pub fn rates(compared: &Compared) -> Table {
    let several = compared.replicates > 1 && compared.population;
    let over_all = |column: Column| if several { column } else { column.in_file_only() };
    let mut columns = vec![
        arm_column(),
        Column::text("rate", "Rate", "Name of the rate: cr, remission (CR, CRp or CRi) or death_by_day_30.")
            .in_file_only(),
        Column::text("label", "Rate", "The rate in words."),
        Column::number("found", "with it", "", "Units that had it, by their first replicate."),
        Column::number("n", "of", "", "Units: patients, or replicates of the reference patient."),
        Column::number("percent", "Share", "%", "`found` of `n`."),
        Column::number(
            "exact_low",
            "95 % from",
            "%",
            "Lower end of the exact 95 % interval (Clopper and Pearson 1934).",
        ),
        Column::number("exact_high", "to", "%", "Upper end of the exact 95 % interval."),
        Column::number("wilson_low", "Wilson from", "%", "Lower end of the 95 % interval of Wilson 1927.")
            .in_file_only(),
        Column::number("wilson_high", "to", "%", "Upper end of the 95 % interval of Wilson 1927.").in_file_only(),
        over_all(Column::number("mean_percent", "Mean of all replicates", "%", "Share over all replicates.")),
        over_all(Column::number(
            "standard_error",
            "Standard error",
            "points",
            "Monte-Carlo standard error of that mean over units.",
        )),
    ];
    columns.extend(variance_columns("1"));
    columns.extend(published_columns(compared));
    let rows = rows_of(compared, |arm| arm.rates.iter().map(|result| rate(arm, result)).collect());
    table("rates", "Response rates and early death", columns, rows)
}

fn rate(arm: &ArmResult, result: &RateResult) -> Vec<String> {
    let RateResult { rate, n, found, exact, wilson, share, standard_error, variance } = result;
    let mut row = vec![arm.name.clone(), rate.name().into(), rate.label().into(), found.to_string(), n.to_string()];
    row.push(exact_percent(f64::from(*found) / f64::from(*n)));
    row.extend(exact_percents(*exact).into_iter().chain(exact_percents(*wilson)));
    row.extend([exact_percent(*share), exact_percent(*standard_error)]);
    row.extend(variances(*variance));
    row.extend(published(arm.published.as_ref(), *rate));
    row
}

fn variance_columns(unit: &str) -> [Column; 2] {
    let between = "Variance of the patients' own means; empty with a single replicate or a single patient.";
    let within =
        "Variance of replicates of one patient: noise of cells, examinations and complications; empty as above.";
    [
        Column::number("variance_between", "Variance between", unit, between).in_file_only(),
        Column::number("variance_within", "within", unit, within).in_file_only(),
    ]
}

fn variances(variance: Option<Variance>) -> [String; 2] {
    let of = |part: fn(Variance) -> f64| exact_or_empty(variance.map(part));
    [of(|variance| variance.between_patients), of(|variance| variance.within_patient)]
}

fn published_columns(compared: &Compared) -> Vec<Column> {
    let columns = [
        Column::number(
            "published_found",
            "Published",
            "",
            "Patients of the published arm who had it; empty if not published.",
        ),
        Column::number("published_n", "of", "", "Patients of the published arm."),
        Column::text("published_source", "Source", "Evidence ids of the published counts.").in_file_only(),
    ];
    let any = compared.arms.iter().any(|arm| arm.published.is_some());
    columns.into_iter().map(|column| if any { column } else { column.in_file_only() }).collect()
}

fn published(arm: Option<&PublishedArm>, rate: Rate) -> [String; 3] {
    let none = || [String::new(), String::new(), String::new()];
    let Some(arm) = arm else { return none() };
    let found = match rate {
        Rate::Cr => arm.cr,
        Rate::Remission => arm.cr + arm.crp,
        Rate::DeathByDay30 => return none(),
    };
    [found.to_string(), arm.patients.to_string(), arm.source.clone()]
}

pub fn measures(compared: &Compared) -> Table {
    let mut columns = vec![arm_column()];
    columns.extend(measure_columns());
    columns.extend([
        Column::number(
            "n",
            "n",
            "",
            "Units: patients (mean of their replicates), or replicates of the reference patient.",
        ),
        Column::number("median", "Median", "", "Median over units."),
        Column::number("q25", "25 %", "", "First quartile over units."),
        Column::number("q75", "75 %", "", "Third quartile over units."),
        Column::number(
            "median_error",
            "Standard error of the median",
            "",
            "Monte-Carlo standard error of the median (bootstrap).",
        )
        .in_file_only(),
        Column::number("mean", "Mean", "", "Mean over units."),
        Column::number("mean_error", "Standard error", "", "Monte-Carlo standard error of the mean."),
    ]);
    columns.extend(variance_columns(""));
    let rows = rows_of(compared, |arm| arm.measures.iter().map(|result| measure(&arm.name, result)).collect());
    table("measures", "Log-kill, nadirs, cytopenia and survival", columns, rows)
}

/// The three columns that say which measure a row is about.
pub(super) fn measure_columns() -> [Column; 3] {
    [
        Column::text("measure", "Measure", "Name of the measure.").in_file_only(),
        Column::text("label", "Measure", "The measure in words."),
        Column::text("unit", "Unit", "Unit of the numbers of this row."),
    ]
}

fn measure(arm: &str, result: &MeasureResult) -> Vec<String> {
    let MeasureResult { measure, n, median, quartiles, mean, mean_error, median_error, variance } = result;
    let mut row = vec![arm.to_owned(), measure.name().into(), measure.label().into(), measure.unit().into()];
    row.extend([n.to_string(), exact(*median)]);
    row.extend(exact_ends(*quartiles));
    row.extend([*median_error, *mean, *mean_error].map(exact));
    row.extend(variances(*variance));
    row
}

/// The two survival curves of an arm, with their names in files and in words.
fn curves(arm: &ArmResult) -> [(&'static str, &'static str, &KaplanMeier); 2] {
    [
        ("overall", "Overall survival", &arm.overall_survival),
        ("disease_free", "Disease-free survival of the remissions", &arm.disease_free_survival),
    ]
}

/// A caption of survival, with what follows a failure.
fn caption(of: &str, compared: &Compared) -> String {
    compared.after_failure.as_ref().map_or_else(|| of.to_owned(), |policy| format!("{of}; {policy}"))
}

pub fn survival_medians(compared: &Compared) -> Table {
    let columns = vec![
        arm_column(),
        Column::text(
            "survival",
            "Survival",
            "Which survival: overall (days to death) or disease_free (days from remission to relapse or death).",
        )
        .in_file_only(),
        Column::text("label", "Survival", "The same in words."),
        Column::number("n", "n", "", "Units under observation, by their first replicate."),
        Column::number("events", "Events", "", "Deaths, or relapses and deaths."),
        Column::number("median", "Median", "d", "Kaplan-Meier median; empty if the curve stays above one half."),
        Column::number(
            "median_low",
            "95 % from",
            "d",
            "Lower end of its 95 % interval (Brookmeyer and Crowley 1982); empty if not reached.",
        ),
        Column::number("median_high", "to", "d", "Upper end of its 95 % interval; empty if not reached."),
    ];
    let rows = rows_of(compared, |arm| {
        let row = |(name, label, curve): (&str, &str, &KaplanMeier)| {
            let (low, high) = curve.median_interval;
            let mut row =
                vec![arm.name.clone(), name.into(), label.into(), curve.n.to_string(), curve.events.to_string()];
            row.extend([curve.median, low, high].map(exact_or_empty));
            row
        };
        curves(arm).into_iter().filter(|(_, _, curve)| curve.n > 0).map(row).collect()
    });
    table("survival_medians", &caption("Survival", compared), columns, rows)
        .with_after_failure(compared.after_failure.as_deref())
}

pub fn survival(compared: &Compared) -> Table {
    let columns = vec![
        arm_column(),
        Column::text("survival", "Survival", "Which survival: overall or disease_free."),
        Column::number("day", "Day", "d", "Time of an event or of a censored observation."),
        Column::number("at_risk", "At risk", "", "Under observation just before this time."),
        Column::number("events", "Events", "", "Events at this time."),
        Column::number("censored", "Censored", "", "Observations that end at this time."),
        Column::number("percent", "Survival", "%", "Kaplan-Meier estimate from this time on."),
        Column::number("low", "95 % from", "%", "Lower end of its 95 % interval (log-log)."),
        Column::number("high", "to", "%", "Upper end of its 95 % interval."),
    ];
    let rows = rows_of(compared, |arm| {
        let steps = |(name, _, curve): (&'static str, _, &'_ KaplanMeier)| {
            curve.steps.iter().map(|found| step(&arm.name, name, found)).collect::<Vec<_>>()
        };
        curves(arm).into_iter().flat_map(steps).collect()
    });
    table("survival", &caption("Survival curves", compared), columns, rows)
        .with_after_failure(compared.after_failure.as_deref())
}

fn step(arm: &str, survival: &str, step: &Step) -> Vec<String> {
    let mut row = vec![arm.to_owned(), survival.to_owned(), exact(step.time)];
    row.extend([step.at_risk, step.events, step.censored].map(|count| count.to_string()));
    row.push(exact_percent(step.survival));
    row.extend(exact_percents(step.interval));
    row
}

pub fn doses(compared: &Compared) -> Table {
    let columns = vec![
        arm_column(),
        Column::text("drug", "Drug", "Name of the drug."),
        Column::number("course", "Course", "", "Number of the course of treatment."),
        Column::number("day", "Day", "", "Day of treatment on which the infusion begins; the first is 1."),
        Column::number("start", "Start", "h", "Hours since the start of treatment."),
        Column::number("duration", "Duration", "h", "Length of the infusion."),
        Column::number("amount", "Amount", "mg", "Amount for the reference patient."),
    ];
    let rows = rows_of(compared, |arm| {
        let row = |dose: &cenersim_model::treatment::Administration| {
            let mut row = vec![arm.name.clone(), dose.drug.name().into(), dose.course.to_string()];
            let day = dose.start.in_days().floor() + 1.0;
            row.extend([day, dose.start.in_hours(), dose.duration.in_hours(), dose.amount_mg].map(exact));
            row
        };
        arm.doses.iter().map(row).collect()
    });
    table("doses", "Doses of the first course for the reference patient", columns, rows)
}
