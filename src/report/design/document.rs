//! The design of a next trial as a report: the answers first, then chances against patients, the trial as planned, what is
//! known of the effect, and what the uncertainty is made of.
//!
//! | section | what it answers | tables |
//! |---|---|---|
//! | Chance of success | how many patients are enough, if the model is right, half right or wrong | `answers`, `curve` |
//! | The trial as planned | when it may stop, and how often it errs | `plan`, `looks`, `errors` |
//! | What is known of the effect | how large it is over the draws, and which parameters move it | `effect`, `drivers` |
//! | What the uncertainty is made of | whether more patients would help | `split` |
//!
//! Sentences come before all of them, as most readers want the answer and not the way to it. The first section lists the
//! recalled and assumed numbers that everything rests on; the last one is the scenario, so that the report can be repeated.
//!
//! A section without figures and tables is left out, and so is a table without rows: one arm has no simulated errors.

use super::{
    super::{Document, Listing, Section, parts::Part, rests::rests},
    DesignRecord,
    product::facts,
    summary::sentences,
    tables::shown,
    verdict::design_verdict,
};
use cenersim_plot::{Figure, Section as Of};

const PARTS: [Part; 4] = [
    Part {
        heading: "Chance of success",
        text: "Power: the chance of a significant result in favor of the treatment at the hoped-for effect, taken as known. Assurance: the same averaged over the draws of the parameters (O'Hagan, Stevens and Campbell 2005), if the model is right, if half of the effect is there, and if cenersen does nothing. The noise of the few virtual patients of each draw is taken off, so that it counts neither as effect nor as uncertainty; Monte-Carlo errors are those of a delete-a-group jackknife over the draws.",
        figures: Some(Of::Assurance),
        tables: &["answers", "curve"],
    },
    Part {
        heading: "The trial as planned",
        text: "Boundaries of a group-sequential trial spend alpha by a function of the share of patients (Lan and DeMets 1983); chances come from recursive numerical integration. Designs of one arm in two stages are exact (Simon 1989).",
        figures: None,
        tables: &["plan", "looks", "errors"],
    },
    Part {
        heading: "What is known of the effect",
        text: "Each draw is one set of parameters that is possible. Its effect is estimated in virtual patients of its own, each of whom goes through both arms with the same luck.",
        figures: None,
        tables: &["effect", "drivers"],
    },
    Part {
        heading: "What the uncertainty is made of",
        text: "Of the effect that the trial will report: the luck of each course (other random numbers in the same patients), who is enrolled, and what is not known of the parameters. Only the first two fall with more patients. Of success: the part of the parameters is exact, luck and patients share the rest as they share it in the effect.",
        figures: None,
        tables: &["split"],
    },
];

/// The report with these figures; `dark` if the figures are.
///
/// Figures are taken by the sections that they belong to; what is left has a section of its own, so none is lost.
pub fn design_document(record: &DesignRecord, mut figures: Vec<Figure>, dark: bool) -> Document {
    let mut tables = shown(record);
    let mut sections = vec![rests(record.ledger)];
    sections.extend(PARTS.iter().map(|part| part.section(&mut figures, &mut tables)));
    sections.push(Section { heading: "Further figures".into(), figures, ..Section::default() });
    sections.push(scenario(record));
    sections.retain(|section| !section.is_empty());
    let result = record.result;
    Document {
        title: result.title.clone(),
        subtitle: format!("Design of a next trial: {}", super::summary::compared(result)),
        verdict: design_verdict(result),
        arms: Vec::new(),
        summary: sentences(record),
        sections,
        command: record.made.command.to_owned(),
        provenance: facts(record),
        dark,
    }
}

/// The scenario with all changes of the command line, as text.
fn scenario(record: &DesignRecord) -> Section {
    let (name, text) = record.scenario;
    let listing = Listing { caption: format!("Scenario {name}.toml, as it was run"), text: text.to_owned() };
    Section { heading: "The scenario".into(), listings: vec![listing], ..Section::default() }
}
