//! Tables of a calibration: parameters, published counts, the effect of cenersen, directions, generations, contradictions.

use super::{
    super::{
        Table,
        comparison::{failure_table, ledger_table::ledger_assumed_first},
        html::{TextColumn as Column, Texts},
    },
    CalibrationRecord,
};
use cenersim_analyses::calibration::{Calibrated, ParameterResult, PredictedCount, Quantiles, TargetResult};
use cenersim_plot::calibration::{described, short_names, verdict_label};
use cenersim_text::{exact, exact_or_empty, exact_percent};

/// All tables that have a row, as they are written to files.
pub fn calibration_tables(record: &CalibrationRecord) -> Vec<Table> {
    let found = record.calibrated;
    let tables = [
        parameters(found),
        targets(found),
        effect(found),
        directions(found),
        generations(found),
        contradictions(found),
        ledger_assumed_first(&[("calibration", record.ledger)]),
        failure_table(record.failures),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn table(name: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Table {
    Texts { name: name.into(), caption: caption.into(), columns, rows }.into()
}

/// Columns of five quantiles; the report shows the median and both ends.
fn quantile_columns(prefix: &str, label: &str, what: &str) -> [Column; 5] {
    let one = |name: &str, label: &str, about: &str| {
        Column::number(&format!("{prefix}{name}"), label, "", &format!("{what}: {about}."))
    };
    [
        one("median", label, "median"),
        one("low", "95 % from", "2.5th percentile"),
        one("high", "to", "97.5th percentile"),
        one("lower", "", "25th percentile").in_file_only(),
        one("upper", "", "75th percentile").in_file_only(),
    ]
}

fn quantiles(found: &Quantiles) -> [String; 5] {
    [found.median, found.low, found.high, found.lower, found.upper].map(exact)
}

fn parameters(found: &Calibrated) -> Table {
    let mut columns = vec![
        Column::text("parameter", "Parameter", "Path of the number in the ledger."),
        Column::text("unit", "Unit", "Unit of all its values; empty for numbers without one."),
        Column::text("grade", "Grade", "Grade of the evidence before the calibration."),
        Column::text("source", "Source", "Rows of the evidence table, or `assumed`.").in_file_only(),
        Column::text("family", "Prior", "Family of the prior; 95 % of it lie in the range of the ledger."),
    ];
    columns.extend(quantile_columns("prior_", "Before", "Prior"));
    columns.extend(quantile_columns("posterior_", "After", "Posterior"));
    let scale = "on the scale on which the prior is standard normal";
    columns.extend([
        Column::number("posterior_mean_z", "Mean z", "", &format!("Posterior mean {scale}.")).in_file_only(),
        Column::number("posterior_sd_z", "SD z", "", &format!("Posterior standard deviation {scale}.")).in_file_only(),
        Column::number("learned", "Learned", "%", "1 - posterior variance / prior variance: 0 nothing, 100 all."),
        Column::text("verdict", "Verdict", "identified, weakly or not identified; see the rule in the report."),
        Column::number("shipped", "Shipped", "", "The value that the program ships."),
        Column::text("about", "What it is", "What it is; for an assumption, why this value.").in_file_only(),
    ]);
    let rows = found.parameters.iter().map(parameter).collect();
    table("parameters", "Every parameter before and after the data", columns, rows)
}

fn parameter(found: &ParameterResult) -> Vec<String> {
    let start = [&found.path, &found.unit, found.grade, &found.source, found.family].map(String::from);
    let numbers = [quantiles(&found.prior), quantiles(&found.posterior)].concat();
    let scores = [found.posterior_mean_z, found.posterior_sd_z].map(exact);
    let end = [verdict_label(found.verdict).to_owned(), exact(found.shipped), found.about.clone()];
    [start.to_vec(), numbers, scores.to_vec(), vec![exact_percent(found.shrinkage)], end.to_vec()].concat()
}

fn targets(found: &Calibrated) -> Table {
    let mut columns = vec![
        Column::text("table", "Table", "Published table that the count is from."),
        Column::text("group", "Group", "Row of the table."),
        Column::text("endpoint", "Endpoint", "CR, or CR + CRp."),
        Column::number("patients", "Patients", "", "Patients of the group."),
        Column::number("observed", "Published", "", "Published count."),
        Column::text("fitted", "Fitted", "yes if the count was fitted, no if it was only predicted."),
    ];
    for (prefix, label, what) in [("prior_", "Before", "Prior"), ("posterior_", "After", "Posterior")] {
        let of = |name: &str, label: &str, about: &str| {
            let about = format!("{what} prediction of the count in one further trial: {about}.");
            Column::number(&format!("{prefix}{name}"), label, "", &about)
        };
        columns.extend([
            of("median", label, "median"),
            of("low", "95 % from", "2.5th percentile"),
            of("high", "to", "97.5th percentile"),
            of("tail", "Tail", "twice the smaller probability of a count at or beyond the published one, at most 1"),
        ]);
    }
    let rows = found.targets.iter().map(target).collect();
    table("targets", "Published counts and what is expected in one further trial", columns, rows)
}

fn target(found: &TargetResult) -> Vec<String> {
    let predicted =
        |count: &PredictedCount| [count.median, count.interval.low, count.interval.high, count.tail].map(exact);
    let start = [&found.table, &found.group, found.endpoint].map(String::from);
    let counts =
        [found.patients.to_string(), found.observed.to_string(), if found.fitted { "yes" } else { "no" }.into()];
    [start.to_vec(), counts.to_vec(), [predicted(&found.prior), predicted(&found.posterior)].concat()].concat()
}

fn effect(found: &Calibrated) -> Table {
    let effect = &found.effect;
    let mut columns = vec![
        Column::text("quantity", "Effect of cenersen on CR", "What the numbers are."),
        Column::text("known_from", "Known from", "mechanism alone, skeptical prior, or posterior."),
    ];
    columns.extend(quantile_columns("", "Median", "The quantity"));
    let benefit = "Probability of more CR with cenersen than without; empty where it is not asked.";
    columns.push(Column::number("probability_of_benefit", "P(more CR)", "", benefit));
    let ratio = "log odds ratio, with against without";
    let row = |quantity: &str, from: &str, numbers: &Quantiles, benefit: Option<f64>| {
        let start = vec![quantity.to_owned(), from.to_owned()];
        [start, quantiles(numbers).to_vec(), vec![exact_or_empty(benefit)]].concat()
    };
    let odds = |found: &Quantiles| Quantiles {
        low: libm::exp(found.low),
        lower: libm::exp(found.lower),
        median: libm::exp(found.median),
        upper: libm::exp(found.upper),
        high: libm::exp(found.high),
    };
    let (before, after) = (Some(effect.prior_probability_of_benefit), Some(effect.probability_of_benefit));
    let mut rows = vec![
        row(ratio, "mechanism alone", &effect.mechanism, None),
        row(ratio, "skeptical prior", &effect.prior, before),
        row(ratio, "posterior", &effect.posterior, after),
        row("odds ratio, with against without", "skeptical prior", &odds(&effect.prior), before),
        row("odds ratio, with against without", "posterior", &odds(&effect.posterior), after),
        row("difference in CR, percentage points", "posterior", &effect.points, after),
    ];
    if let Some(patients) = effect.patients_per_arm.filter(|patients| patients.is_finite()) {
        let mut needed = vec![String::new(); columns.len()];
        needed[0] = "patients in each of two arms to tell the median difference from none".into();
        (needed[1], needed[2]) = ("power 0.8, two-sided level 0.05".into(), exact(patients.ceil()));
        rows.push(needed);
    }
    table("effect", "The effect of cenersen on CR before and after the data", columns, rows)
}

fn directions(found: &Calibrated) -> Table {
    let columns = vec![
        Column::number("direction", "Direction", "", "Number of the direction; the first is the best known."),
        Column::number("variance", "Variance", "", "Posterior variance along it relative to the prior."),
        Column::text("parameter", "Parameter", "Path of a parameter."),
        Column::number("loading", "Loading", "", "Its weight, in prior standard deviations; their squares sum to 1."),
    ];
    let rows = found.directions.iter().enumerate().flat_map(|(index, direction)| {
        found.parameters.iter().zip(&direction.loadings).map(move |(parameter, loading)| {
            vec![(index + 1).to_string(), exact(direction.variance), parameter.path.clone(), exact(*loading)]
        })
    });
    table("directions", "Directions in the space of parameters, the best known first", columns, rows.collect())
}

/// Directions as readers like them: one row for each, with its largest loadings.
pub fn short_directions(found: &Calibrated) -> Table {
    let columns = vec![
        Column::number("direction", "Direction", "", ""),
        Column::number("variance", "Posterior / prior variance", "", ""),
        Column::text("loadings", "Largest loadings", ""),
    ];
    let names = short_names(&found.parameters);
    let row = |(index, one): (usize, &cenersim_analyses::calibration::Direction)| {
        vec![(index + 1).to_string(), exact(one.variance), described(one, &names)]
    };
    let rows = found.directions.iter().enumerate().map(row).collect();
    table("directions", "Directions in the space of parameters, the best known first", columns, rows)
}

fn generations(found: &Calibrated) -> Table {
    let columns = vec![
        Column::number("generation", "Generation", "", "Number of the generation; the first is drawn from the prior."),
        Column::number("draws", "Draws", "", "Draws of this generation."),
        Column::number(
            "effective",
            "Effective draws",
            "",
            "Independent draws that all until then are worth (Kish 1965).",
        ),
    ];
    let rows = found
        .generations
        .iter()
        .map(|one| vec![one.number.to_string(), one.draws.to_string(), exact(one.effective_sample_size)]);
    table("generations", "Generations of draws", columns, rows.collect())
}

fn contradictions(found: &Calibrated) -> Table {
    let columns = vec![Column::text("contradiction", "Contradiction", "Published numbers that exclude each other.")];
    let rows = found.contradictions.iter().map(|found| vec![found.clone()]).collect();
    table("contradictions", "Published numbers that exclude each other", columns, rows)
}
