//! A sensitivity analysis as a report: findings first, then effects, shares of the variance, what was varied and how.

use super::{
    super::{Document, Listing, ReportFigure, Section, parts::Part, rests::rests},
    SensitivityRecord,
    product::facts,
    summary::sentences,
    tables::shown,
};
use cenersim_plot::Figure;

const PARTS: [Part; 4] = [
    Part {
        heading: "What is driven",
        text: "Four means over the same virtual patients at every point: the share with a complete remission; the log-kill of leukemic stem cells; days in remission up to the end of the simulation, 0 for patients without one; and the log-kill of all leukemic cells with cenersen less that without it in the same patients.",
        figures: &[],
        tables: &["outputs"],
    },
    Part {
        heading: "Effects one by one",
        text: "Elementary effects (Morris 1991): each number is moved once in each trajectory through more than half of its range while all others stay wherever they are, and the change is divided by the move. Their mean size says how much a number matters, their spread how much that depends on the others. Chance is moved like a number, by giving all cells and complications other draws: an effect no larger than that of chance says nothing.",
        figures: &["ranking", "effects"],
        tables: &["screening"],
    },
    Part {
        heading: "Shares of the variance",
        text: "Sobol' indices of the numbers with the largest effects; all others stay at their values. Alone: the share of the variance that would go if the number were known. With interactions: the share that would stay if all others were known. Estimates of Saltelli 2010 and Jansen 1999; they can lie outside 0 to 1 by chance.",
        figures: &["variance"],
        tables: &["variance"],
    },
    Part {
        heading: "What was varied",
        text: "Numbers of grade B (well established) and C (assumed) with a range in the ledger, unless the scenario names others; definitions of responses, numerics of the simulation and eligibility are choices and stay. Ranges that span more than a factor of three are walked through by factors, others by differences.",
        figures: &[],
        tables: &["inputs"],
    },
];

/// The report with these figures; `dark` if the figures are.
pub fn sensitivity_document(record: &SensitivityRecord, figures: Vec<Figure>, dark: bool) -> Document {
    let alt = |figure: &Figure| format!("{}; the tables have the numbers.", figure.title.trim_end_matches('.'));
    let mut figures: Vec<ReportFigure> =
        figures.into_iter().map(|figure| ReportFigure { alt: alt(&figure), figure }).collect();
    let mut tables = shown(record.result);
    let mut sections = vec![rests(record.ledger)];
    sections.extend(PARTS.iter().map(|part| part.section(&mut figures, &mut tables)));
    sections.push(Section { heading: "Further figures".into(), figures, ..Section::default() });
    sections.push(scenario(record));
    sections.retain(|section| !section.is_empty());
    let result = record.result;
    Document {
        title: result.title.clone(),
        subtitle: format!(
            "What drives the answers: {} numbers of the model moved through their ranges",
            result.inputs.len()
        ),
        summary: sentences(record),
        sections,
        command: record.made.command.to_owned(),
        provenance: facts(record),
        dark,
    }
}

fn scenario(record: &SensitivityRecord) -> Section {
    let (name, text) = record.scenario;
    let listing = Listing { caption: format!("Scenario {name}.toml, as it was run"), text: text.to_owned() };
    Section { heading: "The scenario".into(), listings: vec![listing], ..Section::default() }
}
