//! A calibration as a report: what the data say about cenersen first, then expected counts, parameters, what is known only
//! together, the method, contradictions and what was assumed. Left out: single courses, of which only counts are kept.

use super::{
    super::{
        Document, Listing, Section, Table,
        parts::{Part, further, take_table},
        rests::rests,
    },
    CalibrationRecord, calibration_tables,
    method::{VERDICTS, method},
    product::facts,
    summary::sentences,
    tables::short_directions,
    verdict::calibration_verdict,
};
use cenersim_analyses::calibration::Calibrated;
use cenersim_plot::{Figure, Section as Of};

/// A part of the report, and what it says.
type Told = (Part, Vec<String>);

/// Headings and texts, in the order of reading.
fn parts(found: &Calibrated) -> [Told; 6] {
    let effect = "The same patients are simulated with and without cenersen for every draw, which no trial can do. The \
                  mechanism alone is what the ranges of the model's numbers allow; the skeptical prior draws it toward no effect; \
                  the posterior adds the published counts. A posterior that is essentially the prior means that these counts \
                  carry no information about cenersen.";
    let counts = "Predictions are for one further trial of the same size: parameters, patients and random numbers vary. The tail is twice \
                  the smaller probability of a count at or beyond the published one, at most 1; small values mean that the model \
                  does not predict what was counted.";
    let together = "A direction is a combination of parameters, in prior standard deviations: on logarithmic scales equal signs \
                    are a product, opposite signs a ratio. A variance of 1 says that nothing was learned along it; the \
                    parameters of a well-known direction may each be unknown.";
    let part = |heading, text: Vec<String>, figures, tables| (Part { heading, text: "", figures, tables }, text);
    [
        part("What the data say about cenersen", vec![effect.into()], Some(Of::Effect), &["effect"]),
        part("Published and expected counts", vec![counts.into()], Some(Of::Adequacy), &["targets"]),
        part("What was learned of each parameter", vec![VERDICTS.into()], Some(Of::Parameters), &["parameters"]),
        part("What is known only together", vec![together.into()], Some(Of::Together), &["directions"]),
        part("How it was computed", method(found), Some(Of::Computation), &["generations"]),
        part("What is wrong with the published numbers", choice(found), None, &["contradictions"]),
    ]
}

/// What the scenario does about targets that contradict each other; nothing if it says nothing.
fn choice(found: &Calibrated) -> Vec<String> {
    let choice = found.choice.trim();
    if choice.is_empty() {
        Vec::new()
    } else {
        vec![format!("What the scenario chose: {}.", choice.trim_end_matches('.'))]
    }
}

/// The report of a calibration with these figures; `dark` if the figures are.
pub fn calibration_document(record: &CalibrationRecord, mut figures: Vec<Figure>, dark: bool) -> Document {
    let found = record.calibrated;
    let mut tables = calibration_tables(record);
    tables.iter_mut().filter(|table| table.name == "directions").for_each(|table| *table = short_directions(found));
    let mut sections = vec![rests(record.ledger)];
    sections.extend(
        parts(found).into_iter().map(|(part, text)| Section { text, ..part.section(&mut figures, &mut tables) }),
    );
    let [ledger, failures] = ["ledger", "failures"].map(|name| take_table(&mut tables, name));
    sections.push(further(figures, tables, &[]));
    sections.push(scenario(record));
    sections.push(assumptions(ledger));
    let heading = "Patients whose simulation failed".into();
    sections.push(Section { heading, tables: failures.into_iter().collect(), ..Section::default() });
    sections.retain(|section| !section.is_empty());
    Document {
        title: found.title.clone(),
        subtitle: format!("A calibration of {} parameters to published counts", found.parameters.len()),
        verdict: calibration_verdict(found),
        arms: Vec::new(),
        summary: sentences(record),
        sections,
        command: record.made.command.to_owned(),
        provenance: facts(record),
        dark,
    }
}

fn scenario(record: &CalibrationRecord) -> Section {
    let (name, text) = record.scenario;
    let listing = Listing { caption: format!("Scenario {name}.toml, as it was run"), text: text.to_owned() };
    Section { heading: "The scenario".into(), listings: vec![listing], ..Section::default() }
}

/// The ledger before the calibration.
fn assumptions(ledger: Option<Table>) -> Section {
    let text = "The numbers of the model before the calibration; assumed ones (grade C) come first. Grade A is measured in a \
                source that was read, B well established, Source stated only by the document that the project starts from; \
                sources are rows of the evidence table. Numbers that are not among the parameters were kept at these values.";
    Section {
        heading: "Assumptions".into(),
        text: vec![text.into()],
        tables: ledger.into_iter().collect(),
        ..Section::default()
    }
}
