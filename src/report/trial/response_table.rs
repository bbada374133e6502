//! `response`: what every marrow examination found, every change of the best response so far, relapse, and the best
//! response of each subject, in the layout of ADRS. Left out: criteria other than those of the trial.
//!
//! | `PARAMCD` | rows | value |
//! |---|---|---|
//! | `BLAST`, `CELLUL`, `NEUT`, `PLAT` | each examination | %, % of healthy, 10^9/L, 10^9/L |
//! | `BESTSOFR` | each change of the best response so far | the response in words, and its order |
//! | `RELAPSE` | a relapse, if any | Y |
//! | `BOR`, `CR`, `CRCRP` | one for each subject | best response; Y or N, dated when its criteria were met |
//!
//! Responses are ordered from the best, 1: CR, CRp, CRi, MLFS, PR, resistant disease, early death, not evaluable.
//! `ANL01FL` is Y in the rows that the tables of the trial count: `RELAPSE`, `BOR`, `CR` and `CRCRP`.
//!
//! # Example
//!
//! ```text
//! USUBJID,RSSEQ,PARAMCD,PARAM,AVAL,AVALC,AVISIT,ADT,ADY,ADAYS,ABLFL,ANL01FL
//! CENERSIM-PHASE2-001,1,BLAST,Marrow Blasts (%),93,,BASELINE,2000-01-03,1,0,Y,
//! CENERSIM-PHASE2-001,17,BOR,Best Overall Response,6,resistant disease,,,,,,Y
//! ```

use super::{
    super::table::{Column, Layout},
    calendar::study_day,
    person::{About, Person, flag, only_yes, treated},
};
use cenersim_model::{
    clinic::is_remission,
    curves::{EventKind, Response},
};

pub const LAYOUT: Layout = Layout {
    files: ["response.csv", "response.parquet", "response.json"],
    name: "ADRS",
    label: "Disease Response Analysis Dataset",
    keys: &["STUDYID", "USUBJID", "RSSEQ"],
};

/// A parameter and its name in words.
type Parameter = (&'static str, &'static str);

const BLASTS: Parameter = ("BLAST", "Marrow Blasts (%)");
const CELLULARITY: Parameter = ("CELLUL", "Marrow Cellularity (% of Healthy)");
const NEUTROPHILS: Parameter = ("NEUT", "Neutrophils at Examination (10^9/L)");
const PLATELETS: Parameter = ("PLAT", "Platelets at Examination (10^9/L)");
const SO_FAR: Parameter = ("BESTSOFR", "Best Response so Far");
const RELAPSE: Parameter = ("RELAPSE", "Relapse after Remission");
const BEST: Parameter = ("BOR", "Best Overall Response");
const CR: Parameter = ("CR", "Complete Remission");
const REMISSION: Parameter = ("CRCRP", "CR or CRp");

/// One finding.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    parameter: Parameter,
    value: Option<f64>,
    words: Option<&'static str>,
    /// Number of the examination, from 1; none if it was found at none.
    examination: Option<usize>,
    /// Time since the first dose (d); none where there is no date.
    day: Option<f64>,
}

impl About for Row<'_> {
    fn person(&self) -> &Person<'_> {
        self.person
    }
}

/// By subject; dated rows in the order of time, then what the tables count.
pub fn rows<'a>(persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    persons.iter().flat_map(of_person).collect()
}

/// Numbered in their order.
fn of_person<'a>(person: &'a Person<'a>) -> Vec<Row<'a>> {
    let row = |examination, (parameter, value, words, day)| Row {
        person,
        sequence: 0,
        parameter,
        value,
        words,
        examination,
        day,
    };
    let mut examinations = 0;
    let mut rows = Vec::new();
    for event in &person.subject.events {
        let examined = matches!(event.kind, EventKind::Examination { .. });
        examinations += usize::from(examined);
        let findings = found(&event.kind, event.time.in_days()).into_iter();
        rows.extend(findings.map(|found| row(examined.then_some(examinations), found)));
    }
    rows.extend(judged(person).map(|found| row(None, found)));
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
        EventKind::Response(response) => vec![(SO_FAR, Some(order(*response)), Some(response.name()), Some(day))],
        EventKind::Relapse => vec![(RELAPSE, Some(1.0), Some("Y"), Some(day))],
        _ => Vec::new(),
    }
}

/// The place of a response from the best, 1.
fn order(response: Response) -> f64 {
    f64::from(response as u8) + 1.0
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
        (BEST, Some(order(response)), Some(response.name()), best),
        yes_or_no(CR, complete, survival.complete_response_day),
        yes_or_no(REMISSION, is_remission(response), survival.response_day),
    ]
}

impl Row<'_> {
    /// Examinations are called after their number; the first one is before treatment.
    fn visit(&self) -> Option<String> {
        self.examination.map(|number| if number == 1 { "BASELINE".into() } else { format!("EXAMINATION {number}") })
    }

    /// Whether the tables of the trial count it.
    fn is_counted(&self) -> bool {
        [RELAPSE, BEST, CR, REMISSION].contains(&self.parameter)
    }
}

/// Names of ADaM where it has one.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let value = "Value as a number: of a response its order from the best, 1; 1 for Y and 0 for N.";
    let words = "Value in words: a response, Y or N; missing for a measurement.";
    let visit = "BASELINE, then EXAMINATION with its number; missing where no marrow was examined.";
    let codes = "What was found: BLAST, CELLUL, NEUT, PLAT, BESTSOFR, RELAPSE, BOR, CR or CRCRP.";
    let counted = "Y where the tables of the trial count the row.";
    let own = vec![
        Column::integer("RSSEQ", "", "Number of the row of this subject.", |row: &Row| row.sequence)
            .labelled("Sequence Number"),
        Column::words("PARAMCD", codes, |row: &Row| row.parameter.0).labelled("Parameter Code"),
        Column::words("PARAM", "The same in words, with its unit.", |row: &Row| row.parameter.1).labelled("Parameter"),
        Column::known("AVAL", "", value, |row: &Row| row.value).labelled("Analysis Value"),
        Column::optional_words("AVALC", words, |row: &Row| row.words).labelled("Analysis Value (C)"),
        Column::optional_words("AVISIT", visit, Row::visit).labelled("Analysis Visit"),
        Column::date("ADT", "Date; missing where there is none.", |row: &Row| row.day.map(|day| row.person.date(day)))
            .labelled("Analysis Date"),
        Column::known_integer("ADY", "", "Study day; missing where there is no date.", |row: &Row| {
            row.day.map(study_day)
        })
        .labelled("Analysis Relative Day"),
        Column::known("ADAYS", "d", "Time since the first dose; missing where there is no date.", |row: &Row| row.day)
            .labelled("Exact Time since First Dose"),
        Column::optional_words("ABLFL", "Y at the examination before treatment.", |row: &Row| {
            only_yes(row.examination == Some(1))
        })
        .labelled("Baseline Record Flag"),
        Column::optional_words("ANL01FL", counted, |row: &Row| only_yes(row.is_counted())).labelled("Analysis Flag 01"),
    ];
    [treated(), own].into_iter().flatten().collect()
}
