//! A sensitivity analysis as a report: findings first, then effects, shares of the variance, what was varied and how.
//!
//! | section | what it answers | tables |
//! |---|---|---|
//! | Outputs | how far each output varies over all points | `outputs` |
//! | Effects one by one | which numbers move it | `screening` |
//! | Shares of the variance | how much of its variance each of these explains, alone and with others | `variance` |
//! | What was varied | within which ranges | `inputs` |
//!
//! Screening comes before variance because it decides which numbers the variance is divided among: the shares are of the
//! variance that the kept numbers make, and not of all of it.

use super::{
    super::{
        Document, Listing, Section,
        parts::{Part, further},
        rests::rests,
    },
    SensitivityRecord,
    product::facts,
    summary::sentences,
    tables::shown,
    verdict::sensitivity_verdict,
};
use cenersim_plot::{Figure, Section as Of};

const PARTS: [Part; 4] = [
    Part {
        heading: "Outputs",
        text: "Four means over the same virtual patients at every point: the share with a complete remission (CR); the log-kill of leukemic stem cells (LSC); days in remission up to the end of the simulation, 0 for patients without one; and the log-kill of all leukemic cells with cenersen less that without it in the same patients.",
        figures: None,
        tables: &["outputs"],
    },
    Part {
        heading: "Effects one by one",
        text: "Elementary effects (Morris 1991): each parameter is varied once in each trajectory over more than half of its range while all others are held, and the change is divided by the step. The mean absolute effect measures influence, the standard deviation how much it depends on the other parameters. Re-drawing the random numbers of all cells and complications sets a noise floor; effects below it are reported as none.",
        figures: Some(Of::Ranking),
        tables: &["screening"],
    },
    Part {
        heading: "Shares of the variance",
        text: "Sobol' indices of the parameters with the largest effects; all others are held at their values. Alone: the share of the variance that would vanish if the parameter were known. With interactions: the share that would remain if all others were known. Estimates of Saltelli 2010 and Jansen 1999; they can lie outside 0 to 1 by chance.",
        figures: Some(Of::Variance),
        tables: &["variance"],
    },
    Part {
        heading: "What was varied",
        text: "Parameters of grade B (well established) and C (assumed) with a range in the ledger, unless the scenario names others; definitions of responses, numerics of the simulation and eligibility are choices and stay. Ranges that span more than a factor of three are sampled on a logarithmic scale, others on a linear one.",
        figures: None,
        tables: &["inputs"],
    },
];

/// The report with these figures; `dark` if the figures are.
pub fn sensitivity_document(record: &SensitivityRecord, mut figures: Vec<Figure>, dark: bool) -> Document {
    let mut tables = shown(record.result);
    let mut sections = vec![rests(record.ledger)];
    sections.extend(PARTS.iter().map(|part| part.section(&mut figures, &mut tables)));
    sections.push(further(figures, tables, &[]));
    sections.push(scenario(record));
    sections.retain(|section| !section.is_empty());
    let result = record.result;
    Document {
        title: result.title.clone(),
        subtitle: format!(
            "Global sensitivity analysis: {} parameters of the model varied over their ranges",
            result.inputs.len()
        ),
        verdict: sensitivity_verdict(result),
        arms: Vec::new(),
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
