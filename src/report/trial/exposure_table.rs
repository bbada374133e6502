//! `exposure`: one row for each infusion, in the manner of EX. Left out: dates (virtual subjects have study days only) and
//! inhibitors of cenersen, whose days are in `subjects`.

use super::{
    super::comparison::field::Field,
    person::{About, Person, identity, integer, number, study_day, text},
};
use cenersim_model::{curves::administrations, treatment::Administration};

/// One infusion.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    treatment: String,
    given: Administration,
}

impl About for Row<'_> {
    fn whom(&self) -> [&str; 2] {
        self.person.whom()
    }
}

impl Row<'_> {
    fn start(&self) -> f64 {
        self.given.start.in_days()
    }

    fn end(&self) -> f64 {
        (self.given.start + self.given.duration).in_days()
    }
}

pub fn rows<'a>(persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    let of_person = |person: &'a Person<'a>| {
        let numbered = (1..).zip(administrations(&person.subject.events));
        numbered.map(move |(sequence, given)| {
            let treatment = given.drug.name().to_uppercase();
            Row { person, sequence, treatment, given }
        })
    };
    persons.iter().flat_map(of_person).collect()
}

pub fn fields<'a>() -> Vec<Field<Row<'a>>> {
    let amount = "Amount of the whole infusion, also where death ended it early.";
    let own = vec![
        integer("EXSEQ", "", "Number of the infusion of this subject.", |row: &Row| row.sequence),
        text("EXTRT", "Drug.", |row: &Row| &row.treatment),
        number("EXDOSE", "mg", amount, |row: &Row| row.given.amount_mg),
        text("EXDOSU", "Unit of the amount.", |_: &Row| "mg"),
        text("EXROUTE", "Route.", |_: &Row| "INTRAVENOUS"),
        integer("EXSTDY", "", "Study day on which it began.", |row: &Row| study_day(row.start())),
        integer("EXENDY", "", "Study day on which it ended.", |row: &Row| study_day(row.end())),
        number("EXSTDAYS", "d", "Its beginning, since the first dose.", |row: &Row| row.start()),
        number("EXDURH", "h", "Its duration.", |row: &Row| row.given.duration.in_hours()),
        integer("EXCOURSE", "", "Course of treatment.", |row: &Row| row.given.course.cast_signed()),
    ];
    [identity(), own].into_iter().flatten().collect()
}
