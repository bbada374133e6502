//! A comparison as a report: findings first, then what they rest on, responses, survival, cells, differences, attribution, what was
//! given, and what was assumed.
//!
//! | section | what it answers | tables |
//! |---|---|---|
//! | Who the patients are | age, disease and the like before treatment | `cohort` (report alone) |
//! | Response | how many respond in each arm | `rates`, `responses` |
//! | Survival | how long they live, and what they die of | `survival_medians`, `deaths` |
//! | Leukemia and blood | what the cells do | `measures` |
//! | Differences between arms | how much better one arm is in the same patients | `differences_rates`, `differences_measures` |
//! | Two arms | the same as a controlled trial would report it | `two_arm`, `two_arm_power` |
//! | Attribution | which drug the effect is due to | `attribution` |
//! | Sweep | how the answer changes along a key of the scenario | `sweep` |
//!
//! Long names of arms have the number by which the figures call them, in every table and in the
//! summary; the verdict and the files have the names alone.
//! Differences in the same patients and two arms as a trial compares them stand side by side on purpose: the first have
//! the small errors of a simulation, the second those that a trial would have.

use super::{
    super::{
        Document, Listing, Section, Table,
        headline_table::{HEADING, TEXT},
        parts::{Part, further, say_after_failure, take_figures, take_table},
        prescriptions::prescriptions,
        rests::rests,
        verdict::names,
    },
    ComparisonRecord,
    cohort_table::cohort,
    comparison_tables,
    pair_tables::drawn_sweep,
    product::{facts, failures, ledger},
    summary::sentences,
    verdict::comparison_verdict,
};
use cenersim_plot::{Figure, Section as Of, numbered};

/// Tables with too many rows for a reader.
const ONLY_FILES: [&str; 1] = ["survival"];

/// Heading, text, section of figures and tables of each part, in the order of reading. What no part has goes to
/// "Further figures".
const PARTS: [Part; 8] = [
    Part { heading: HEADING, text: TEXT, figures: Some(Of::Headline), tables: &["headline"] },
    Part {
        heading: "Response",
        text: "CR is a complete remission, CRp one with incomplete platelet recovery. Rates are means over units of all their replicates; intervals are confidence intervals (Clopper and Pearson 1934).",
        figures: Some(Of::Response),
        tables: &["rates", "responses"],
    },
    Part {
        heading: "Survival",
        text: "Estimates of Kaplan and Meier; who is alive at the end of the simulation is censored there.",
        figures: Some(Of::Survival),
        tables: &["survival_medians", "deaths"],
    },
    Part {
        heading: "Leukemia and blood",
        text: "Medians and quartiles over units; a patient with several replicates counts as their mean. Nadirs, kills and days of cytopenia are counted from the first dose to the end of the response window of the first course, or to death, in every arm alike. Curves go on after a death as if the patient had lived (hypothetical).",
        figures: Some(Of::Cells),
        tables: &["measures"],
    },
    Part {
        heading: "Differences between arms",
        text: "The same patients, cell lineage by cell lineage, went through every arm, so differences are paired. No trial can do this.",
        figures: Some(Of::Differences),
        tables: &["differences_rates", "differences_measures"],
    },
    Part {
        heading: "Two arms as a controlled trial compares them",
        text: "Confidence intervals; courses of one patient in both arms are one cluster (Lin and Wei 1989). Power, wrong signs and exaggeration are those of a randomized trial of other patients in each arm, if the effect found here were the truth.",
        figures: None,
        tables: &["two_arm", "two_arm_power"],
    },
    Part {
        heading: "Attribution: contribution of each drug",
        text: "Each drug is switched off in the same patients, in every combination; a drug's share is its mean effect over all orders of adding the drugs (Shapley value, 1953). The shares sum to the whole effect; a share may be negative.",
        figures: Some(Of::Attribution),
        tables: &["attribution"],
    },
    Part { heading: "Sweep", text: "", figures: Some(Of::Sweep), tables: &["sweep"] },
];

/// The report of a comparison with these figures; `dark` if the figures are.
pub fn comparison_document(record: &ComparisonRecord, mut figures: Vec<Figure>, dark: bool) -> Document {
    let (verdict, numbered) = (comparison_verdict(record.compared), numbered(record.compared));
    let compared = numbered.as_ref().unwrap_or(record.compared);
    let record = &ComparisonRecord { compared, ..*record };
    let mut tables = comparison_tables(compared);
    if let Some(table) = tables.iter_mut().find(|table| table.name == "sweep") {
        *table = drawn_sweep(compared);
    }
    let mut sections: Vec<Section> = record.ledgers.first().map(|ledger| rests(ledger)).into_iter().collect();
    sections.push(patients(record));
    sections.extend(PARTS.iter().map(|part| part.section(&mut figures, &mut tables)));
    say_after_failure(&mut sections, compared.after_failure);
    sections.push(regimens(record, take_figures(&mut figures, Of::Regimens), take_table(&mut tables, "doses")));
    sections.push(further(figures, tables, &ONLY_FILES));
    sections.push(assumptions(record));
    sections.push(failed(record));
    sections.retain(|section| !section.is_empty());
    Document {
        title: compared.title.clone(),
        subtitle: subtitle(record),
        verdict,
        arms: compared.arms.iter().map(|arm| arm.name.clone()).collect(),
        summary: sentences(record),
        sections,
        command: record.made.command.to_owned(),
        provenance: facts(record),
        dark,
    }
}

fn subtitle(record: &ComparisonRecord) -> String {
    let told = names(record.compared.arms.iter().map(|arm| arm.name.as_str()));
    match record.compared.arms.len() {
        0 => "A simulation".into(),
        1 => format!("A simulation of {told}"),
        _ => format!("A paired simulation of {told}"),
    }
}

/// Who the patients are.
fn patients(record: &ComparisonRecord) -> Section {
    let table = cohort(record);
    let tables = if table.rows.is_empty() { Vec::new() } else { vec![table] };
    Section { heading: "Who the patients are".into(), tables, ..Section::default() }
}

/// Figures of the regimens, prescriptions, doses, and every scenario as it was run.
fn regimens(record: &ComparisonRecord, figures: Vec<Figure>, table: Option<Table>) -> Section {
    let names = record.compared.arms.iter().map(|arm| arm.name.as_str());
    let prescribed = prescriptions(names.zip(record.regimens.iter().copied()));
    let prescribed = Some(prescribed).filter(|table| !table.rows.is_empty());
    let listing = |(name, text): &(String, String)| Listing {
        caption: format!("Scenario {name}.toml, as it was run"),
        text: text.clone(),
    };
    Section {
        heading: "What is given".into(),
        text: Vec::new(),
        figures,
        tables: prescribed.into_iter().chain(table).collect(),
        listings: record.scenarios.iter().map(listing).collect(),
    }
}

/// Every parameter with its grade of evidence.
fn assumptions(record: &ComparisonRecord) -> Section {
    let text = "Grade A is measured in a source that was read, B well established, C assumed, Source stated only by the document that the project starts from; sources are rows of the evidence table. The intervals of this report hold for these values and leave out their uncertainty.";
    let table = ledger(record);
    let tables = if table.rows.is_empty() { Vec::new() } else { vec![table] };
    Section { heading: "Assumptions".into(), text: vec![text.into()], tables, ..Section::default() }
}

fn failed(record: &ComparisonRecord) -> Section {
    let table = failures(record);
    let tables = if table.rows.is_empty() { Vec::new() } else { vec![table] };
    Section { heading: "Patients whose simulation failed".into(), tables, ..Section::default() }
}
