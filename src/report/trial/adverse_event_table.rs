//! `adverse_events`: one row for each severe infection and severe bleeding, in the manner of ADAE. Left out: terms of a
//! coding dictionary, the end of an event (the model has none: no AENDY), and low blood counts, whose days are in
//! `subjects`.
//!
//! # Example
//!
//! ```text
//! STUDYID,USUBJID,AESEQ,AETERM,AESEV,AESER,AESDTH,TRTEMFL,ASTDY,ASTDAYS,ACOURSE
//! CENERSIM-PHASE2,CENERSIM-PHASE2-003,1,SEVERE INFECTION,SEVERE,Y,N,Y,22,21.372458822615986,1
//! ```

use super::{
    super::table::Column,
    TrialRecord,
    person::{About, Person, flag, identity, study_day},
};
use cenersim_model::curves::EventKind;

/// One event.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    term: &'static str,
    /// Time since the first dose (d).
    day: f64,
    course: i32,
    fatal: bool,
}

impl About for Row<'_> {
    fn whom(&self) -> [&str; 2] {
        self.person.whom()
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
            EventKind::Infection => "SEVERE INFECTION",
            EventKind::Bleeding => "SEVERE BLEEDING",
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
        "infection" => "SEVERE INFECTION",
        "bleeding" => "SEVERE BLEEDING",
        _ => return None,
    };
    let after = record.trial.arms[person.subject.arm as usize].ledger.time(&format!("{cause}.death_after")).in_days();
    let off = |row: &Row| (row.day + after - death).abs();
    let same = (0..rows.len()).filter(|index| rows[*index].term == term);
    same.min_by(|a, b| off(&rows[*a]).total_cmp(&off(&rows[*b])))
}

/// Names of ADaM where it has one; days of study count from 1, days with a `d` from 0.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let course = "Course of treatment that had begun last.";
    let fatal = "Whether the subject died of it.";
    let own = vec![
        Column::integer("AESEQ", "", "Number of the event of this subject.", |row: &Row| row.sequence),
        Column::words("AETERM", "SEVERE INFECTION or SEVERE BLEEDING; not coded.", |row: &Row| row.term),
        Column::words("AESEV", "Severity; the model has severe events only.", |_: &Row| "SEVERE"),
        Column::words("AESER", "Serious.", |_: &Row| "Y"),
        Column::words("AESDTH", fatal, |row: &Row| flag(row.fatal)),
        Column::words("TRTEMFL", "Began after the first dose.", |row: &Row| flag(row.day >= 0.0)),
        Column::integer("ASTDY", "", "Study day on which it began.", |row: &Row| study_day(row.day)),
        Column::double("ASTDAYS", "d", "Its beginning, since the first dose.", |row: &Row| row.day),
        Column::integer("ACOURSE", "", course, |row: &Row| row.course),
    ];
    [identity(), own].into_iter().flatten().collect()
}
