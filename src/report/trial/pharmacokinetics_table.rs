//! `pharmacokinetics`: what a subject met of each drug in the first course, and the subject's own numbers, in the manner of PP.
//! Left out: later courses, samples (levels are those of the model, without error), and normal cells.
//!
//! # Example
//!
//! ```text
//! USUBJID               PPSEQ  PPCAT             PPTESTCD  PPTEST                      PPSPEC          PPSTRESN  PPSTRESU
//! CENERSIM-PHASE2-001       1  CENERSEN          AUC       Area under the level        PLASMA           186.2    mg/L h
//! CENERSIM-PHASE2-001       2  CENERSEN          CMAX      Highest level               PLASMA             1.1    mg/L
//! CENERSIM-PHASE2-001      15  MODEL PARAMETER   NUMBER    leukemia.chemoresistance                       0.84
//! ```
//!
//! Areas are from the beginning of the course to 14 d after its last infusion. A number of the model is in the unit of the
//! ledger, with what disease, age and percentile do.

use super::{
    super::{
        summary::auc_unit,
        table::{Column, Layout},
    },
    person::{About, Person, identity},
};
use cenersim_model::simulation::{LevelExposure, OwnNumber};

pub const LAYOUT: Layout = Layout {
    files: ["pharmacokinetics.csv", "pharmacokinetics.parquet", "pharmacokinetics.json"],
    name: "PP",
    label: "Pharmacokinetics Parameters",
    keys: &["STUDYID", "USUBJID", "PPSEQ"],
};

/// One number of one subject.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    found: Found,
}

/// What is known, without the subject.
struct Found {
    category: String,
    code: &'static str,
    test: String,
    specimen: Option<&'static str>,
    value: f64,
    unit: String,
}

impl About for Row<'_> {
    fn person(&self) -> &Person<'_> {
        self.person
    }
}

/// By subject: exposure by drug, then own numbers in the order of their paths.
pub fn rows<'a>(persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    let of_person = |person: &'a Person<'a>| {
        let known = &person.subject.individual;
        let all = known.exposures.iter().flat_map(met).chain(known.numbers.iter().map(own));
        (1..).zip(all).map(move |(sequence, found)| Row { person, sequence, found })
    };
    persons.iter().flat_map(of_person).collect()
}

/// Area and peak of one level.
fn met(met: &LevelExposure) -> [Found; 2] {
    let unit = met.variable.unit();
    let both = [
        ("AUC", "Area under the level", met.auc, auc_unit(unit)),
        ("CMAX", "Highest level", met.peak, unit.to_owned()),
    ];
    both.map(|(code, test, value, unit)| Found {
        category: met.label().to_uppercase(),
        code,
        test: test.into(),
        specimen: Some(if met.is_in_plasma() { "PLASMA" } else { "LEUKEMIC CELLS" }),
        value,
        unit,
    })
}

fn own(number: &OwnNumber) -> Found {
    Found {
        category: "MODEL PARAMETER".into(),
        code: "NUMBER",
        test: number.path.clone(),
        specimen: None,
        value: number.value,
        unit: number.unit.clone(),
    }
}

/// Names of SDTM.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let test = "Which parameter: of exposure in words, of the model as its path in the ledger.";
    let own = vec![
        Column::integer("PPSEQ", "", "Number of the row of this subject.", |row: &Row| row.sequence),
        Column::words(
            "PPCAT",
            "Drug, metabolite or active form; MODEL PARAMETER for a number of the model.",
            |row: &Row| &row.found.category,
        ),
        Column::words("PPTESTCD", "AUC, CMAX or NUMBER.", |row: &Row| row.found.code),
        Column::words("PPTEST", test, |row: &Row| &row.found.test),
        Column::optional_words("PPSPEC", "Where it was met; missing for a number of the model.", |row: &Row| {
            row.found.specimen
        }),
        Column::double("PPSTRESN", "as in PPSTRESU", "Its value.", |row: &Row| row.found.value),
        Column::words("PPSTRESU", "Unit of the value; empty for a pure number.", |row: &Row| &row.found.unit),
    ];
    [identity(), own].into_iter().flatten().collect()
}
