//! `laboratory`: blood counts of every day on which the model has them, in the layout of ADLB, with their grades. From the
//! first dose to death, failure of the treatment, transplantation or the end of the follow-up: what the cells of somebody who
//! gets another therapy would do is no measurement. Left out: every other laboratory value, missed samples, errors of counting.
//!
//! | `PARAMCD` | grade by CTCAE 5.0 of a low count (10^9/L) | lower limit of normal, assumed |
//! |---|---|---|
//! | `NEUT` | 4 below 0.5, 3 below 1.0, 2 below 1.5, 1 below the limit | 2.0 |
//! | `PLAT` | 4 below 25, 3 below 50, 2 below 75, 1 below the limit | 150 |
//! | `WBC` | 4 below 1.0, 3 below 2.0, 2 below 3.0, 1 below the limit | 4.0 |
//! | `BLAST` | none | none |
//!
//! CTCAE takes the lower limit of the laboratory. A virtual one has none: the limits are usual ones of adults and matter for
//! grade 1 alone.

use super::{
    super::table::{Column, Layout},
    TrialRecord,
    calendar::study_day,
    person::{About, Person, only_yes, treated},
};
use cenersim_model::curves::Variable;

pub const LAYOUT: Layout = Layout {
    files: ["laboratory.csv", "laboratory.parquet", "laboratory.json"],
    name: "ADLB",
    label: "Laboratory Analysis Dataset",
    keys: &["STUDYID", "USUBJID", "PARAMCD", "ADT"],
};

/// What is counted.
struct Count {
    variable: Variable,
    code: &'static str,
    name: &'static str,
    /// What is graded, and the counts (10^9/L) below which the grade is 1, 2, 3 and 4.
    grades: Option<(&'static str, [f64; 4])>,
}

const COUNTS: [Count; 4] = [
    Count {
        variable: Variable::Neutrophils,
        code: "NEUT",
        name: "Neutrophils (10^9/L)",
        grades: Some(("Neutrophil count decreased", [2.0, 1.5, 1.0, 0.5])),
    },
    Count {
        variable: Variable::Platelets,
        code: "PLAT",
        name: "Platelets (10^9/L)",
        grades: Some(("Platelet count decreased", [150.0, 75.0, 50.0, 25.0])),
    },
    Count {
        variable: Variable::Leukocytes,
        code: "WBC",
        name: "Leukocytes (10^9/L)",
        grades: Some(("White blood cell decreased", [4.0, 3.0, 2.0, 1.0])),
    },
    Count { variable: Variable::BloodBlasts, code: "BLAST", name: "Leukemic Cells in Blood (10^9/L)", grades: None },
];

impl Count {
    /// Grade by CTCAE 5.0 of a value; 0 for a normal one.
    fn grade(&self, value: f64) -> Option<i32> {
        self.grades.map(|(_, below)| below.iter().filter(|limit| value < **limit).count() as i32)
    }
}

/// One count.
pub struct Row<'a> {
    person: &'a Person<'a>,
    count: &'static Count,
    /// Days since the first dose.
    day: f64,
    value: f64,
    /// Whether it is within the response window of the first course.
    in_window: bool,
}

impl About for Row<'_> {
    fn person(&self) -> &Person<'_> {
        self.person
    }
}

/// By subject, count and day.
pub fn rows<'a>(record: &TrialRecord, persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    let window = |person: &Person| {
        let arm = &record.trial.arms[person.subject.arm as usize];
        let length = arm.ledger.time(&format!("criteria.{}.window_to", record.result.criteria)).in_days();
        f64::from(arm.regimen.days.before_day_one()) + length
    };
    persons.iter().flat_map(|person| of_person(person, window(person))).collect()
}

/// The first count of each day.
fn of_person<'a>(person: &'a Person<'a>, window: f64) -> Vec<Row<'a>> {
    let (blood, last) = (&person.subject.blood, last_day(person));
    let first_of_day = |at: &usize| *at == 0 || study_day(blood.days[at - 1]) < study_day(blood.days[*at]);
    let points: Vec<usize> =
        (0..blood.days.len()).filter(first_of_day).take_while(|at| blood.days[*at] <= last).collect();
    let of_count = |count: &'static Count| {
        let values = blood.of(count.variable, None);
        let row = move |at: &usize| {
            let (day, value) = (blood.days[*at], *values.get(*at)?);
            Some(Row { person, count, day, value, in_window: day <= window })
        };
        points.iter().filter_map(row).collect::<Vec<Row>>()
    };
    COUNTS.iter().flat_map(of_count).collect()
}

/// Last day on which the cells are those of this treatment.
fn last_day(person: &Person) -> f64 {
    let survival = &person.subject.record.outcome.survival;
    let ends = [survival.death_day, survival.failure_day, survival.transplantation_day];
    ends.into_iter().flatten().fold(survival.observed_to_day, f64::min)
}

/// Names of ADaM where it has one.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let window = "Y within the response window of the first course, in which days of cytopenia are counted.";
    let limit = "Lower limit of normal, assumed; missing where nothing is graded.";
    let grade = "Grade by CTCAE 5.0 of a low count, 0 if normal; missing where nothing is graded.";
    let own = vec![
        Column::words("PARAMCD", "NEUT, PLAT, WBC or BLAST.", |row: &Row| row.count.code).labelled("Parameter Code"),
        Column::words("PARAM", "The same in words, with its unit.", |row: &Row| row.count.name).labelled("Parameter"),
        Column::double("AVAL", "10^9/L", "Count in blood.", |row: &Row| row.value).labelled("Analysis Value"),
        Column::words("AVALU", "Unit of AVAL.", |_: &Row| "10^9/L").labelled("Analysis Value Unit"),
        Column::date("ADT", "Date of the count.", |row: &Row| Some(row.person.date(row.day))).labelled("Analysis Date"),
        Column::integer("ADY", "", "Study day of the count.", |row: &Row| study_day(row.day))
            .labelled("Analysis Relative Day"),
        Column::optional_words("ABLFL", "Y before the first dose.", |row: &Row| only_yes(row.day <= 0.0))
            .labelled("Baseline Record Flag"),
        Column::known("ANRLO", "10^9/L", limit, |row: &Row| row.count.grades.map(|(_, below)| below[0]))
            .labelled("Analysis Normal Range Lower Limit"),
        Column::optional_words("ATOXDSCL", "What is graded.", |row: &Row| row.count.grades.map(|(what, _)| what))
            .labelled("Analysis Toxicity Description Low"),
        Column::known_integer("ATOXGRL", "", grade, |row: &Row| row.count.grade(row.value))
            .labelled("Analysis Toxicity Grade Low"),
        Column::optional_words("ANL01FL", window, |row: &Row| only_yes(row.in_window)).labelled("Analysis Flag 01"),
    ];
    [treated(), own].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::COUNTS;

    // CTCAE 5.0, Investigations: a count at a limit has the milder grade.
    #[test]
    fn grades_are_those_of_the_criteria() {
        let grades = |code: &str, values: [f64; 6]| {
            let count = COUNTS.iter().find(|count| count.code == code).unwrap();
            values.map(|value| count.grade(value))
        };
        let expected = [4, 3, 3, 2, 1, 0].map(Some);
        assert_eq!(grades("NEUT", [0.49, 0.5, 0.99, 1.0, 1.5, 2.0]), expected);
        assert_eq!(grades("PLAT", [24.9, 25.0, 49.9, 50.0, 75.0, 150.0]), expected);
        assert_eq!(grades("WBC", [0.9, 1.0, 1.9, 2.0, 3.0, 4.0]), expected);
        assert_eq!(grades("BLAST", [0.0; 6]), [None; 6]);
    }
}
