//! `response`: what every marrow examination found, every change of the best response so far, relapse, and the best
//! response of each subject, in the manner of ADRS. Left out: criteria other than those of the trial.
//!
//! | `PARAMCD` | rows | value |
//! |---|---|---|
//! | `BLAST`, `CELLUL`, `NEUT`, `PLAT` | each examination | %, % of healthy, G/L, G/L |
//! | `OVRLRESP` | each change of the best response so far | the response in words |
//! | `RELAPSE` | a relapse, if any | Y |
//! | `BOR`, `CR`, `CRCRP` | one for each subject | best response; Y or N, dated when its criteria were met |
//!
//! # Example
//!
//! ```text
//! STUDYID,USUBJID,RSSEQ,PARAMCD,PARAM,AVAL,AVALC,ADY,ADAYS
//! CENERSIM-PHASE2,CENERSIM-PHASE2-001,1,BLAST,Marrow blasts (%),93,,1,0
//! CENERSIM-PHASE2,CENERSIM-PHASE2-001,2,CELLUL,Marrow cellularity relative to healthy (%),165.76383003927256,,1,0
//! ```

use super::{
    super::table::Column,
    person::{About, Person, flag, identity, study_day},
};
use cenersim_model::{
    clinic::is_remission,
    curves::{EventKind, Response},
};

/// A parameter and its name in words.
type Parameter = (&'static str, &'static str);

const BLASTS: Parameter = ("BLAST", "Marrow blasts (%)");
const CELLULARITY: Parameter = ("CELLUL", "Marrow cellularity relative to healthy (%)");
const NEUTROPHILS: Parameter = ("NEUT", "Neutrophils at the examination (G/L)");
const PLATELETS: Parameter = ("PLAT", "Platelets at the examination (G/L)");
const SO_FAR: Parameter = ("OVRLRESP", "Best response so far, where it changes");
const RELAPSE: Parameter = ("RELAPSE", "Relapse after a remission");
const BEST: Parameter = ("BOR", "Best response of the subject");
const CR: Parameter = ("CR", "Complete remission");
const REMISSION: Parameter = ("CRCRP", "CR or CRp");

/// One finding.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    parameter: Parameter,
    value: Option<f64>,
    words: Option<&'static str>,
    /// Time since the first dose (d); none where there is no date.
    day: Option<f64>,
}

impl About for Row<'_> {
    fn whom(&self) -> [&str; 2] {
        self.person.whom()
    }
}

/// By subject; dated rows in the order of time, then what the tables count.
pub fn rows<'a>(persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    persons.iter().flat_map(of_person).collect()
}

/// Numbered in their order.
fn of_person<'a>(person: &'a Person<'a>) -> Vec<Row<'a>> {
    let row = |(parameter, value, words, day)| Row { person, sequence: 0, parameter, value, words, day };
    let dated = person.subject.events.iter().flat_map(|event| found(&event.kind, event.time.in_days()));
    let mut rows: Vec<Row> = dated.chain(judged(person)).map(row).collect();
    (1..).zip(&mut rows).for_each(|(number, row)| row.sequence = number);
    rows
}

/// Parameter, number, words, and day since the first dose.
type Finding = (Parameter, Option<f64>, Option<&'static str>, Option<f64>);

/// Rows of one event; an examination without counted cells has no share of blasts.
fn found(kind: &EventKind, day: f64) -> Vec<Finding> {
    let at = |parameter, value: f64| (parameter, Some(value), None, Some(day));
    match kind {
        EventKind::Examination { blasts, counted, cellularity, neutrophils, platelets } => {
            let share = (*counted > 0).then(|| at(BLASTS, 100.0 * f64::from(*blasts) / f64::from(*counted)));
            let others =
                [at(CELLULARITY, 100.0 * cellularity), at(NEUTROPHILS, *neutrophils), at(PLATELETS, *platelets)];
            share.into_iter().chain(others).collect()
        }
        EventKind::Response(response) => vec![(SO_FAR, None, Some(response.name()), Some(day))],
        EventKind::Relapse => vec![(RELAPSE, Some(1.0), Some("Y"), Some(day))],
        _ => Vec::new(),
    }
}

/// What the tables count.
fn judged(person: &Person) -> [Finding; 3] {
    let (response, survival) = (person.subject.response(), &person.subject.record.outcome.survival);
    let yes_or_no = |parameter, holds: bool, day: Option<f64>| {
        (parameter, Some(f64::from(u8::from(holds))), Some(flag(holds)), day.filter(|_| holds))
    };
    let complete = response == Response::CR;
    let best = if complete { survival.complete_response_day } else { survival.response_day };
    [
        (BEST, None, Some(response.name()), best),
        yes_or_no(CR, complete, survival.complete_response_day),
        yes_or_no(REMISSION, is_remission(response), survival.response_day),
    ]
}

/// Names of ADaM where it has one.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let value = "Value as a number; 1 for Y and 0 for N, missing for a response.";
    let words = "Value in words: a response, Y or N; missing for a measurement.";
    let own = vec![
        Column::integer("RSSEQ", "", "Number of the row of this subject.", |row: &Row| row.sequence),
        Column::words(
            "PARAMCD",
            "What was found: BLAST, CELLUL, NEUT, PLAT, OVRLRESP, RELAPSE, BOR, CR or CRCRP.",
            |row: &Row| row.parameter.0,
        ),
        Column::words("PARAM", "The same in words, with its unit.", |row: &Row| row.parameter.1),
        Column::known("AVAL", "", value, |row: &Row| row.value),
        Column::optional_words("AVALC", words, |row: &Row| row.words),
        Column::known("ADY", "", "Study day; missing where there is none.", |row: &Row| {
            row.day.map(|day| f64::from(study_day(day)))
        }),
        Column::known("ADAYS", "d", "Time since the first dose; missing where there is no date.", |row: &Row| row.day),
    ];
    [identity(), own].into_iter().flatten().collect()
}
