//! What a run has to show, as the writer of all results takes it: figures, outcomes and assumptions of one patient in one
//! arm. Left out: its tables, which are written while replicates come in (see `run_tables`).
//!
//! # Parts of the report
//!
//! | part | what stands in it |
//! |---|---|
//! | Key assumptions | influential and uncertain numbers (see `rests`) |
//! | Cells and blood over time | the four figures of a run |
//! | Outcomes | means over replicates with Monte-Carlo standard errors, and each replicate |
//! | What is given | the scenario as it was run |
//! | Assumptions | every number of the ledger, assumed ones first |
//!
//! Means are over replicates of one patient, so the report has no interval between patients; `compare --patients`
//! has.

use super::{
    Document, Listing, Product, RunRecord, Section, cell_table, curve_table, event_table, files,
    ledger_table::ledger_assumed_first,
    parts::after_failure,
    prescriptions::prescriptions,
    rests::rests,
    run_verdict::run_verdict,
    summary::{Estimate, Summary},
    summary_json, summary_table,
    table::{Column, Table},
    two_arm::{ESTIMAND, estimand},
};
use cenersim_analyses::comparison::fields::{Field, MILESTONES};
use cenersim_model::{
    clinic::Policy,
    curves::Course,
    parameters::Ledger,
    patient::{Cohort, Named},
    treatment::Regimen,
};
use cenersim_plot::Figure;
use cenersim_text::{count, short};

/// What is known about one run.
#[derive(Clone, Copy, Debug)]
pub struct RunReport<'a> {
    /// Seed, hypothesis, program and replicates.
    pub record: RunRecord<'a>,
    /// The scenario as it was run: its name, and its text.
    pub scenario: (&'a str, &'a str),
    /// Title of the scenario.
    pub title: &'a str,
    /// The arm, with its name.
    pub arm: &'a Regimen,
    /// Values of all parameters.
    pub ledger: &'a Ledger,
    /// What follows a failure of the treatment.
    pub after_failure: Policy,
    /// Whether the curves of every replicate are written, and agents on some days.
    pub curves: bool,
    /// Whether agents are written on some days.
    pub cells: bool,
    /// Patients by name, each with as many of the replicates; empty for one patient.
    pub cohort: &'a Cohort,
}

/// What is written of a run besides its tables, with these figures; `dark` if they are.
/// It has no facts of provenance, since [`Staging`](super::Staging) writes that of a run with its tables.
pub fn run_product(report: &RunReport, figures: Vec<Figure>, dark: bool) -> Product {
    let courses = report.record.courses;
    let mut product = Product::new("run", report.record.seed, None, document(report, figures, dark));
    let curves = [files::CURVES, files::CURVES_PARQUET].into_iter().filter(|_| report.curves);
    curves.for_each(|file| product.describe(file, &curve_table::columns()));
    product.describe(files::EVENTS, &event_table::columns());
    if report.cells {
        product.describe(files::CELLS_PARQUET, &cell_table::columns());
    }
    product.tables.extend(Some(listed(report)).filter(|table| !table.rows.is_empty()));
    product.json = summary_json(courses, report.record.patients);
    product.terminal = format!("{}Survival: {}\n", summary_table(courses, report.cohort.len()), report.after_failure);
    product
}

/// What the numbers rest on, figures, outcomes, scenario, assumptions.
fn document(report: &RunReport, figures: Vec<Figure>, dark: bool) -> Document {
    let summary = Summary::of(report.record.courses);
    Document {
        title: report.title.to_owned(),
        subtitle: subtitle(report),
        verdict: run_verdict(&summary, &report.arm.name, report.cohort.len() as usize),
        arms: Vec::new(),
        summary: sentences(&summary),
        sections: vec![
            rests(report.ledger),
            Section { heading: "Cells and blood over time".into(), figures, ..Section::default() },
            outcomes(report, &summary),
            given(report),
            assumptions(report),
        ],
        command: report.record.made.command.to_owned(),
        provenance: facts(report),
        dark,
    }
}

/// Whose courses they are.
fn subtitle(report: &RunReport) -> String {
    let (RunReport { cohort, .. }, arm) = (report, &report.arm.name);
    match cohort.len() {
        0 => format!("One patient in arm {arm}"),
        patients => format!("{patients} patients of {} in arm {arm}", cohort.list),
    }
}

/// Responses, relapses and deaths; the verdict has the depth of the kill.
fn sentences(summary: &Summary) -> Vec<String> {
    let n = summary.replicates.len();
    let of = |count: usize| format!("{count} of {n}");
    let responses: Vec<String> =
        summary.responses.iter().map(|(response, count)| format!("{} in {}", response.name(), of(*count))).collect();
    let mut told = vec![format!("Best response over the replicates: {}.", responses.join(", "))];
    if summary.relapses > 0 {
        told.push(format!("A remission ends in relapse in {}.", of(summary.relapses)));
    }
    let deaths = summary.deaths.iter().map(|(cause, count)| format!("of {cause} in {}", of(*count)));
    let deaths: Vec<String> = deaths.collect();
    if !deaths.is_empty() {
        told.push(format!("Death {}.", deaths.join(", ")));
    }
    told
}

/// Responses and milestones over the replicates.
fn outcomes(report: &RunReport, summary: &Summary) -> Section {
    let one = "Replicates are the same patient with other chances, so standard errors are the noise of the simulation; they \
               say nothing about differences between patients.";
    let several =
        "Replicates are those of all patients of the list, so standard errors hold differences between patients, too.";
    let whose = if report.cohort.is_empty() { one } else { several };
    let text = format!("{whose} Numbers of cells have a geometric mean and a relative standard error.");
    let tables = [responses(summary), milestones(summary), listed(report)];
    Section {
        heading: "Outcomes".into(),
        text: vec![text, after_failure(report.after_failure)],
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
        ..Section::default()
    }
}

/// One row for each replicate of a list: whose it is, and what of them was drawn.
fn listed(report: &RunReport) -> Table {
    type Row<'a> = (u32, &'a Named);
    let (courses, cohort) = (report.record.courses, report.cohort);
    let each = courses.len().checked_div(cohort.members.len()).unwrap_or(1).max(1);
    let columns = vec![
        Column::number("replicate", "Replicate", "", "Number of the replicate.", |row: &Row| row.0),
        Column::text("name", "Patient", "Name of the patient in the list.", |row: &Row| row.1.name.clone()),
        Column::text("drawn", "Drawn", "Covariates that the list does not say and that were drawn.", |row: &Row| {
            row.1.drawn().join(", ")
        }),
    ];
    let whose =
        |course: &Course| Some((course.replicate, cohort.named((course.replicate as usize / each) as u64 + 1)?));
    Table::of("patients", "Patients of the list", columns, courses.iter().filter_map(whose))
}

/// One row for each response that occurred.
fn responses(summary: &Summary) -> Table {
    let columns = vec![
        Column::text("response", "Best response", "Best response.", |row: &(&str, usize)| row.0),
        Column::number("replicates", "Replicates", "", "Replicates with it.", |row: &(&str, usize)| row.1),
    ];
    let rows = summary.responses.iter().map(|(response, count)| (response.name(), *count));
    Table::of("responses", "Replicates by best response", columns, rows)
}

/// One row for each milestone that is a number, with its estimand. Numbers of cells have a geometric mean with a relative standard error,
/// as they spread by factors; all others an arithmetic mean.
fn milestones(summary: &Summary) -> Table {
    type Row<'a> = (&'static Field, &'a Estimate);
    let mean = |row: &Row| row.1.geometric_mean.or(row.1.mean);
    let relative = |row: &Row| row.1.geometric_mean.and(row.1.relative_standard_error);
    let columns = vec![
        Column::text("milestone", "Milestone", "What is measured.", |row: &Row| row.0.about.trim_end_matches('.')),
        Column::text("unit", "Unit", "Unit of mean and standard error.", |row: &Row| row.0.unit),
        Column::number("n", "n", "", "Replicates that reached it.", |row: &Row| row.1.n),
        Column::number("mean", "Mean", "", "Mean; geometric for cells.", mean),
        Column::number("error", "Standard error", "", "Standard error of the mean.", |row: &Row| {
            row.1.standard_error.filter(|_| row.1.geometric_mean.is_none())
        }),
        Column::number("relative_error", "Relative", "", "Standard error over the geometric mean.", relative),
        Column::text("estimand", "Estimand", ESTIMAND, |row: &Row| estimand(row.0.estimand())).in_file_only(),
    ];
    let rows = MILESTONES.iter().filter_map(|field| Some((field, summary.milestones.get(field.name)?)));
    Table::of("milestones", "Milestones of the course", columns, rows)
}

fn given(report: &RunReport) -> Section {
    let (name, text) = report.scenario;
    let listing = Listing { caption: format!("Scenario {name}.toml, as it was run"), text: text.to_owned() };
    let tables = vec![prescriptions([(report.arm.name.as_str(), report.arm)])];
    let tables = tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
    Section { heading: "What is given".into(), tables, listings: vec![listing], ..Section::default() }
}

/// Every parameter, the assumed ones first.
fn assumptions(report: &RunReport) -> Section {
    let text = "Assumed numbers (grade C) come first. Grade A is measured in a source that was read, B well established, Source \
                stated only by the document that the project starts from; sources are rows of the evidence table.";
    let tables = vec![ledger_assumed_first(&[("the arm", report.ledger)])];
    Section { heading: "Assumptions".into(), text: vec![text.into()], tables, ..Section::default() }
}

/// Program, seed, hypothesis, replicates, last day, and the time it took.
fn facts(report: &RunReport) -> Vec<(String, String)> {
    let RunRecord { seed, hypothesis, made, courses, .. } = report.record;
    let agent_steps: u64 = courses.iter().map(|course| course.agent_steps).sum();
    let observed = courses.iter().map(|course| course.outcome.survival.observed_to_day).fold(0.0, f64::max);
    [
        ("Program", made.stated()),
        ("Seed", seed.to_string()),
        ("Hypothesis about p53", hypothesis.to_owned()),
        ("Replicates", courses.len().to_string()),
        ("Observed", format!("to day {}", short(observed))),
        ("Simulated in", format!("{:.1} s, {} agent-steps", made.wall.as_secs_f64(), count(agent_steps))),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn a_report_tells_responses_and_milestones_with_how_sure_they_are() {
        let (courses, ledger) = (example::courses(3), Ledger::defaults());
        let arm = Regimen { name: "B".into(), ..Regimen::default() };
        let report = RunReport {
            record: example::record(&courses),
            scenario: ("arm_b", example::SCENARIO_TEXT),
            title: "Arm B",
            arm: &arm,
            ledger: &ledger,
            after_failure: Policy::None,
            curves: true,
            cells: false,
            cohort: &Cohort::default(),
        };
        let found = document(&report, Vec::new(), false);
        assert!(found.summary[0].contains("CR in 3 of 3"), "{:?}", found.summary);
        let kill =
            found.verdict.iter().chain(&found.summary).filter(|said| said.contains("2.50 powers of ten")).count();
        assert_eq!(kill, 1, "{:?} {:?}", found.verdict, found.summary);
        let table = milestones(&Summary::of(&courses));
        let row = |name: &str| {
            let field = MILESTONES.iter().find(|field| field.name == name).expect("a milestone");
            let about = field.about.trim_end_matches('.');
            table.rows.iter().find(|row| row[0].text() == about).expect("a row").clone()
        };
        let cells = row("blast_nadir_cells");
        assert!(cells[3].number().is_some() && cells[4].number().is_none() && cells[5].number().is_some(), "{cells:?}");
        assert_eq!(row("neutrophil_nadir")[4].number(), Some(0.0));
    }
}
