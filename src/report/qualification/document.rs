//! A qualification as a report: how many checks ended how and what fails, figures, one table for each subject, the regimens,
//! and what was assumed.

use super::{
    super::{Document, Listing, Section, ledger_table::ledger_assumed_first, rests::rests},
    QualificationRecord,
    product::facts,
    summary::{counted, rule, sentences},
    table::subject_table,
    verdict::qualification_verdict,
};
use cenersim_plot::Figure;
use cenersim_qualification::{Qualification, SUBJECTS, Subject};

/// The report of a qualification with these figures; `dark` if the figures are.
pub fn qualification_document(record: &QualificationRecord, figures: Vec<Figure>, dark: bool) -> Document {
    let subjects = SUBJECTS.iter().map(|subject| section(subject, record.found));
    let sections = [overview(record, figures), rests(record.ledger)]
        .into_iter()
        .chain(subjects)
        .chain([regimens(record), assumptions(record)]);
    Document {
        title: "Qualification".into(),
        subtitle: "The model beside everything that was published and can be compared".into(),
        verdict: qualification_verdict(record.found),
        arms: Vec::new(),
        summary: sentences(record),
        sections: sections.filter(|section| !section.is_empty()).collect(),
        command: record.made.command.to_owned(),
        provenance: facts(record),
        dark,
    }
}

/// How many checks ended how, what their intervals rest on, the rule of the verdicts, and the figures.
fn overview(record: &QualificationRecord, figures: Vec<Figure>) -> Section {
    Section {
        heading: "Scorecard, published arms and all checks".into(),
        text: counted(record.found).into_iter().chain([rule()]).collect(),
        figures,
        ..Section::default()
    }
}

/// The checks of one subject as a table.
fn section(subject: &Subject, found: &Qualification) -> Section {
    Section {
        heading: subject.heading.into(),
        text: vec![subject.text.into()],
        tables: vec![subject_table(found, subject)],
        ..Section::default()
    }
}

fn regimens(record: &QualificationRecord) -> Section {
    let listing = Listing { caption: "Scenario regimens.toml".into(), text: record.regimens.to_owned() };
    Section { heading: "The regimens".into(), listings: vec![listing], ..Section::default() }
}

fn assumptions(record: &QualificationRecord) -> Section {
    let table = ledger_assumed_first(&[("all", record.ledger)]);
    let text = "Assumed numbers (grade C) come first; sources are rows of the evidence table.";
    Section { heading: "Assumptions".into(), text: vec![text.into()], tables: vec![table], ..Section::default() }
}
