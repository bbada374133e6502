//! A qualification as a report: how many checks ended how and what fails, figures, one table for each subject, the regimens,
//! and what was assumed.

use super::{
    super::{Document, Listing, Section, ledger_table::ledger_assumed_first, rests::rests},
    QualificationRecord,
    summary::{bases, counts, rule, sentences},
    table::subject_table,
};
use cenersim_plot::Figure;
use cenersim_qualification::{Qualification, REGIMENS, SUBJECTS, Subject};

/// The report of a qualification with these figures; `dark` if the figures are.
pub fn qualification_document(record: &QualificationRecord, figures: Vec<Figure>, dark: bool) -> Document {
    let subjects = SUBJECTS.iter().map(|subject| section(subject, record.found));
    let sections = [overview(record, figures), rests(record.ledger)]
        .into_iter()
        .chain(subjects)
        .chain([regimens(), assumptions(record)]);
    Document {
        title: "Qualification".into(),
        subtitle: "The model beside everything that was published and can be compared".into(),
        summary: sentences(record),
        sections: sections.filter(|section| !section.is_empty()).collect(),
        command: record.command.to_owned(),
        provenance: facts(record),
        dark,
    }
}

fn overview(record: &QualificationRecord, figures: Vec<Figure>) -> Section {
    Section {
        heading: "Scorecard, published arms and all checks".into(),
        text: vec![counts(record.found), bases(record.found), rule()],
        figures,
        ..Section::default()
    }
}

fn section(subject: &Subject, found: &Qualification) -> Section {
    Section {
        heading: subject.heading.into(),
        text: vec![subject.text.into()],
        tables: vec![subject_table(found, subject)],
        ..Section::default()
    }
}

fn regimens() -> Section {
    let listing = Listing { caption: "Scenario regimens.toml".into(), text: REGIMENS.into() };
    Section { heading: "The regimens".into(), listings: vec![listing], ..Section::default() }
}

fn assumptions(record: &QualificationRecord) -> Section {
    let table = ledger_assumed_first(&[("all", record.ledger)]);
    let text = "Assumed numbers (grade C) come first; sources are rows of the evidence table.";
    Section { heading: "Assumptions".into(), text: vec![text.into()], tables: vec![table], ..Section::default() }
}

fn facts(record: &QualificationRecord) -> Vec<(String, String)> {
    let simulated: u64 = record.found.rows.iter().filter_map(|row| row.estimate).map(|found| found.n).sum();
    [
        ("Program", format!("cenersim {}, commit {}", record.version, record.commit)),
        ("Size", record.found.size.name().to_owned()),
        ("Seed", record.found.seed.to_string()),
        ("Checks", record.found.checks().count().to_string()),
        ("Published arms", record.found.arms().count().to_string()),
        ("Simulations behind them, counted once for each check", simulated.to_string()),
        ("Simulated in", format!("{:.1} s", record.wall.as_secs_f64())),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
