//! The subject whom a row of a data file is about, with the names by which clinical programmers find them, and the fields
//! that every file has. Study days count as CDISC does: the day of the first dose is 1, and there is no day 0.

use super::{super::table::Column, TrialRecord};
use cenersim_analyses::trial::Subject;

/// One subject.
pub struct Person<'a> {
    /// Identifier of the trial.
    pub study: String,
    /// Unlike that of any other subject of any study.
    pub id: String,
    /// Number within the study.
    pub number: String,
    /// Name of the arm, and what it gives.
    pub arm: &'a str,
    /// Its drugs, joined by `+`; `no drug` without any.
    pub gives: String,
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
        let number = format!("{:0digits$}", subject.number);
        Person { study: study.to_owned(), id: format!("{study}-{number}"), number, arm: &arm.name, gives, subject }
    };
    record.result.trial.subjects.iter().map(person).collect()
}

/// Identifier of a trial, made from the name of its scenario.
pub fn study(scenario: &str) -> String {
    format!("CENERSIM-{}", scenario.to_uppercase())
}

/// A row that is about one subject.
pub trait About {
    /// Identifiers of trial and subject.
    fn whom(&self) -> [&str; 2];
}

impl About for Person<'_> {
    fn whom(&self) -> [&str; 2] {
        [&self.study, &self.id]
    }
}

/// The columns with which every file begins.
pub fn identity<'a, R: About + 'a>() -> Vec<Column<'a, R>> {
    vec![
        Column::words("STUDYID", "Identifier of the virtual trial.", |row: &R| row.whom()[0]),
        Column::words("USUBJID", "Identifier of the subject, the same in all files.", |row: &R| row.whom()[1]),
    ]
}

/// `Y` or `N`.
pub const fn flag(holds: bool) -> &'static str {
    if holds { "Y" } else { "N" }
}

/// The study day of a time since the first dose (d).
pub fn study_day(days: f64) -> i32 {
    let day = days.floor() as i32;
    if day >= 0 { day + 1 } else { day }
}

#[cfg(test)]
mod tests {
    use super::study_day;

    // CDISC SDTM Implementation Guide 3.3, 4.4.4: date less reference date, plus one from the reference date on.
    #[test]
    fn the_day_of_the_first_dose_is_1_and_the_day_before_is_minus_1() {
        assert_eq!([-1.5, -0.5, 0.0, 0.99, 1.0, 729.5].map(study_day), [-2, -1, 1, 1, 2, 730]);
    }
}
