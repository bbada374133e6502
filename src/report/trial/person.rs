//! The subject whom a row of a data file is about, with the names by which clinical programmers find them, their dates, and
//! the columns that several files share.

use super::{
    super::table::{Column, Date},
    TrialRecord,
    calendar::{OPENS, moment, whole_days},
};
use cenersim_analyses::trial::Subject;

/// One subject.
pub struct Person<'a> {
    /// Identifier of the trial.
    pub study: String,
    /// Unlike that of any other subject of any study.
    pub id: String,
    /// Number within the study, with a letter before it: digits alone are read as a number and lose their zeros.
    pub number: String,
    /// Name of the arm.
    pub arm: &'a str,
    /// The same with its drugs, joined by `+`; unlike that of any other arm.
    pub treatment: String,
    /// What happened.
    pub subject: &'a Subject,
}

/// All subjects in order of enrollment; `study` is the identifier of the trial.
pub fn persons<'a>(record: &TrialRecord<'a>, study: &str) -> Vec<Person<'a>> {
    let digits = record.result.trial.subjects.len().to_string().len().max(3);
    let person = |subject: &'a Subject| {
        let arm = &record.trial.arms[subject.arm as usize];
        let drugs: Vec<&str> = arm.drugs().iter().map(|drug| drug.name()).collect();
        let gives = if drugs.is_empty() { "no drug".into() } else { drugs.join(" + ") };
        let (number, treatment) = (format!("{:0digits$}", subject.number), format!("{}: {gives}", arm.name));
        let (study, id) = (study.to_owned(), format!("{study}-{number}"));
        Person { study, id, number: format!("S{number}"), arm: &arm.name, treatment, subject }
    };
    record.result.trial.subjects.iter().map(person).collect()
}

/// Identifier of a trial, made from the name of its scenario.
pub fn study(scenario: &str) -> String {
    format!("CENERSIM-{}", scenario.to_uppercase())
}

impl Person<'_> {
    /// The date of the first dose.
    pub fn start(&self) -> Date {
        OPENS.after(whole_days(self.subject.enrollment_day))
    }

    /// The date of a time since the first dose (d).
    pub fn date(&self, days: f64) -> Date {
        self.start().after(whole_days(days))
    }

    /// The same with the time of the day.
    pub fn moment(&self, days: f64) -> String {
        moment(self.start(), days)
    }
}

/// A row that is about one subject.
pub trait About {
    /// The subject.
    fn person(&self) -> &Person<'_>;
}

impl About for Person<'_> {
    fn person(&self) -> &Person<'_> {
        self
    }
}

/// The columns with which every file begins.
pub fn identity<'a, R: About + 'a>() -> Vec<Column<'a, R>> {
    vec![
        Column::words("STUDYID", "Identifier of the virtual trial.", |row: &R| &row.person().study)
            .labelled("Study Identifier"),
        Column::words("USUBJID", "Identifier of the subject, the same in all files.", |row: &R| &row.person().id)
            .labelled("Unique Subject Identifier"),
    ]
}

/// The same, with the arm and the date from which days count.
pub fn treated<'a, R: About + 'a>() -> Vec<Column<'a, R>> {
    let own = vec![
        Column::words("ARMCD", "Name of the arm.", |row: &R| row.person().arm).labelled("Planned Arm Code"),
        Column::words("TRTP", "Arm and its drugs, as planned and as given: everybody gets their own.", |row: &R| {
            &row.person().treatment
        })
        .labelled("Planned Treatment"),
        Column::date("TRTSDT", "Date of the first dose.", |row: &R| Some(row.person().start()))
            .labelled("Date of First Exposure to Treatment"),
    ];
    [identity(), own].into_iter().flatten().collect()
}

/// `Y` or `N`.
pub const fn flag(holds: bool) -> &'static str {
    if holds { "Y" } else { "N" }
}

/// `Y` or nothing.
pub fn only_yes(holds: bool) -> Option<&'static str> {
    holds.then_some("Y")
}
