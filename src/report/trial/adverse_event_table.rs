//! `adverse_events`: one row for each severe infection and severe bleeding, in the layout of ADAE. Left out: the end of an
//! event that was not fatal (the model has none), grades below 3, and low blood counts, whose grades are in `laboratory`.
//!
//! `AEDECOD` and `AEBODSYS` are words of MedDRA for what the model calls a severe infection and a severe bleeding; nobody
//! coded them. A fatal event has grade 5 of CTCAE 5.0, every other one 3: the model has one severity, that of a serious event.
//!
//! # Example
//!
//! ```text
//! USUBJID,AESEQ,AETERM,AEDECOD,AETOXGR,AEOUT,AESTDTC,ASTDT,ASTDY
//! CENERSIM-PHASE2-003,1,SEVERE INFECTION,Infection,3,UNKNOWN,2000-03-01T08:56:20,2000-03-01,22
//! ```

use super::{
    super::table::{Column, Layout},
    TrialRecord,
    calendar::study_day,
    person::{About, Person, flag, treated},
};
use cenersim_model::curves::EventKind;

pub const LAYOUT: Layout = Layout {
    files: ["adverse_events.csv", "adverse_events.parquet", "adverse_events.json"],
    name: "ADAE",
    label: "Adverse Events Analysis Dataset",
    keys: &["STUDYID", "USUBJID", "AESEQ"],
};

/// What the model calls it, and its term and body system.
type Term = [&'static str; 3];

const INFECTION: Term = ["SEVERE INFECTION", "Infection", "Infections and infestations"];
const BLEEDING: Term = ["SEVERE BLEEDING", "Haemorrhage", "Vascular disorders"];

/// One event.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    term: Term,
    /// Time since the first dose (d).
    day: f64,
    course: i32,
    fatal: bool,
}

impl About for Row<'_> {
    fn person(&self) -> &Person<'_> {
        self.person
    }
}

/// By subject, and within a subject by time.
pub fn rows<'a>(record: &TrialRecord, persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    persons.iter().flat_map(|person| of_person(record, person)).collect()
}

/// An event belongs to the course that was given last.
fn of_person<'a>(record: &TrialRecord, person: &'a Person<'a>) -> Vec<Row<'a>> {
    let (mut rows, mut current) = (Vec::<Row>::new(), 0);
    for event in &person.subject.events {
        let term = match event.kind {
            EventKind::Dose { course, .. } => {
                current = course.cast_signed();
                continue;
            }
            EventKind::Infection => INFECTION,
            EventKind::Bleeding => BLEEDING,
            _ => continue,
        };
        let sequence = rows.len() as i32 + 1;
        rows.push(Row { person, sequence, term, day: event.time.in_days(), course: current, fatal: false });
    }
    if let Some(fatal) = fatal(record, person, &rows) {
        rows[fatal].fatal = true;
    }
    rows
}

/// The event that killed: the model lets death follow at a fixed time.
fn fatal(record: &TrialRecord, person: &Person, rows: &[Row]) -> Option<usize> {
    let survival = &person.subject.record.outcome.survival;
    let (death, cause) = (survival.death_day?, survival.death_cause.as_deref()?);
    let term = match cause {
        "infection" => INFECTION,
        "bleeding" => BLEEDING,
        _ => return None,
    };
    let after = record.trial.arms[person.subject.arm as usize].ledger.time(&format!("{cause}.death_after")).in_days();
    let off = |row: &Row| (row.day + after - death).abs();
    let same = (0..rows.len()).filter(|index| rows[*index].term == term);
    same.min_by(|a, b| off(&rows[*a]).total_cmp(&off(&rows[*b])))
}

impl Row<'_> {
    /// By CTCAE 5.0.
    const fn grade(&self) -> i32 {
        if self.fatal { 5 } else { 3 }
    }

    /// Days since the first dose; none where the event is not fatal.
    fn end(&self) -> Option<f64> {
        self.person.subject.record.outcome.survival.death_day.filter(|_| self.fatal)
    }
}

/// Names of ADaM where it has one; days of study count from 1, days with a `d` from 0.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let own = vec![
        Column::integer("AESEQ", "", "Number of the event of this subject.", |row: &Row| row.sequence)
            .labelled("Sequence Number"),
        Column::words("AETERM", "SEVERE INFECTION or SEVERE BLEEDING.", |row: &Row| row.term[0])
            .labelled("Reported Term for the Adverse Event"),
        Column::words("AEDECOD", "The same in a word of MedDRA; not coded.", |row: &Row| row.term[1])
            .labelled("Dictionary-Derived Term"),
        Column::words("AEBODSYS", "System of organs of that word.", |row: &Row| row.term[2])
            .labelled("Body System or Organ Class"),
        Column::integer("AETOXGR", "", "Grade by CTCAE 5.0: 5 if fatal, otherwise 3.", |row: &Row| row.grade())
            .labelled("Standard Toxicity Grade"),
        Column::words("AESEV", "Severity; the model has severe events only.", |_: &Row| "SEVERE")
            .labelled("Severity/Intensity"),
        Column::words("AESER", "Serious.", |_: &Row| "Y").labelled("Serious Event"),
        Column::words("AESDTH", "Whether the subject died of it.", |row: &Row| flag(row.fatal))
            .labelled("Results in Death"),
        Column::words("AEOUT", "FATAL or UNKNOWN.", |row: &Row| if row.fatal { "FATAL" } else { "UNKNOWN" })
            .labelled("Outcome of Adverse Event"),
        Column::words("TRTEMFL", "Began after the first dose.", |row: &Row| flag(row.day >= 0.0))
            .labelled("Treatment Emergent Analysis Flag"),
        Column::moment("AESTDTC", "When it began.", |row: &Row| row.person.moment(row.day))
            .labelled("Start Date/Time of Adverse Event"),
        Column::date("ASTDT", "Date on which it began.", |row: &Row| Some(row.person.date(row.day)))
            .labelled("Analysis Start Date"),
        Column::integer("ASTDY", "", "Study day on which it began.", |row: &Row| study_day(row.day))
            .labelled("Analysis Start Relative Day"),
        Column::date("AENDT", "Date of death if fatal, otherwise missing.", |row: &Row| {
            row.end().map(|day| row.person.date(day))
        })
        .labelled("Analysis End Date"),
        Column::double("ASTDAYS", "d", "Its beginning, since the first dose.", |row: &Row| row.day)
            .labelled("Exact Start since First Dose"),
        Column::integer("ACOURSE", "", "Course of treatment that had begun last.", |row: &Row| row.course)
            .labelled("Course of Treatment"),
    ];
    [treated(), own].into_iter().flatten().collect()
}
