//! `exposure`: one row for each infusion, in the manner of EX. Left out: dates (virtual subjects have study days only) and
//! inhibitors of cenersen, whose days are in `subjects`.
//!
//! # Example
//!
//! ```text
//! STUDYID,USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXROUTE,EXSTDY,EXENDY,EXSTDAYS,EXDURH,EXCOURSE
//! CENERSIM-PHASE2,CENERSIM-PHASE2-001,1,CENERSEN,1158.9521632119802,mg,INTRAVENOUS,1,8,0,168,1
//! CENERSIM-PHASE2,CENERSIM-PHASE2-001,2,IDARUBICIN,22.01904263006942,mg,INTRAVENOUS,2,2,1,0.25,1
//! ```
//!
//! `EXSTDY` counts days as CDISC does, from 1; `EXSTDAYS` is the exact time since the first dose (d), `EXDURH` the
//! duration (h).

use super::{
    super::table::Column,
    person::{About, Person, identity, study_day},
};
use cenersim_model::{curves::administrations, treatment::Administration};

/// One infusion.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    treatment: String,
    route: String,
    given: Administration,
}

impl About for Row<'_> {
    fn whom(&self) -> [&str; 2] {
        self.person.whom()
    }
}

impl Row<'_> {
    /// Days since the first dose.
    fn start(&self) -> f64 {
        self.given.start.in_days()
    }

    /// Days since the first dose.
    fn end(&self) -> f64 {
        (self.given.start + self.given.duration).in_days()
    }
}

/// By subject, then in the order of infusions.
pub fn rows<'a>(persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    let of_person = |person: &'a Person<'a>| {
        let numbered = (1..).zip(administrations(&person.subject.events));
        numbered.map(move |(sequence, given)| {
            let [treatment, route] = [given.drug.name(), given.route.name()].map(str::to_uppercase);
            Row { person, sequence, treatment, route, given }
        })
    };
    persons.iter().flat_map(of_person).collect()
}

/// Names of SDTM where it has one; amounts in mg.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let amount = "Amount of the whole infusion, also where death ended it early.";
    let own = vec![
        Column::integer("EXSEQ", "", "Number of the infusion of this subject.", |row: &Row| row.sequence),
        Column::words("EXTRT", "Drug.", |row: &Row| &row.treatment),
        Column::double("EXDOSE", "mg", amount, |row: &Row| row.given.amount_mg),
        Column::words("EXDOSU", "Unit of the amount.", |_: &Row| "mg"),
        Column::words("EXROUTE", "Route.", |row: &Row| &row.route),
        Column::integer("EXSTDY", "", "Study day on which it began.", |row: &Row| study_day(row.start())),
        Column::integer("EXENDY", "", "Study day on which it ended.", |row: &Row| study_day(row.end())),
        Column::double("EXSTDAYS", "d", "Its beginning, since the first dose.", |row: &Row| row.start()),
        Column::double("EXDURH", "h", "Its duration.", |row: &Row| row.given.duration.in_hours()),
        Column::integer("EXCOURSE", "", "Course of treatment.", |row: &Row| row.given.course.cast_signed()),
    ];
    [identity(), own].into_iter().flatten().collect()
}
