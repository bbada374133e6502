//! `exposure`: one row for each infusion, in the layout of EX. An infusion that death ended is as long and as much as was
//! given. Left out: inhibitors of cenersen, whose days are in `subjects`.
//!
//! # Example
//!
//! ```text
//! USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXROUTE,EXSTDTC,EXENDTC,EXSTDY,EXENDY,EXSTDAYS,EXDURH,EXCOURSE
//! CENERSIM-PHASE2-001,1,CENERSEN,1158.95,mg,INTRAVENOUS,2000-01-03T00:00:00,2000-01-10T00:00:00,1,8,0,168,1
//! CENERSIM-PHASE2-001,2,IDARUBICIN,22.02,mg,INTRAVENOUS,2000-01-04T00:00:00,2000-01-04T00:15:00,2,2,1,0.25,1
//! ```
//!
//! `EXSTDY` counts days as CDISC does, from 1; `EXSTDAYS` is the exact time since the first dose (d), `EXDURH` the
//! duration (h).

use super::{
    super::table::{Column, Layout},
    calendar::study_day,
    person::{About, Person, identity},
};
use cenersim_model::{curves::administrations, treatment::Administration};

pub const LAYOUT: Layout = Layout {
    files: ["exposure.csv", "exposure.parquet", "exposure.json"],
    name: "EX",
    label: "Exposure",
    keys: &["STUDYID", "USUBJID", "EXSEQ"],
};

/// One infusion.
pub struct Row<'a> {
    person: &'a Person<'a>,
    sequence: i32,
    treatment: String,
    route: String,
    given: Administration,
}

impl About for Row<'_> {
    fn person(&self) -> &Person<'_> {
        self.person
    }
}

impl Row<'_> {
    /// Days since the first dose.
    fn start(&self) -> f64 {
        self.given.start.in_days()
    }

    /// Days since the first dose: the end of the infusion, or death.
    fn end(&self) -> f64 {
        let planned = (self.given.start + self.given.duration).in_days();
        self.died_during().unwrap_or(planned)
    }

    /// The day of a death before the infusion had ended.
    fn died_during(&self) -> Option<f64> {
        let planned = (self.given.start + self.given.duration).in_days();
        self.person.subject.record.outcome.survival.death_day.filter(|death| *death < planned)
    }

    /// The part of the infusion that was given, from 0 to 1.
    fn given_share(&self) -> f64 {
        let until = |death: f64| (death - self.start()) / self.given.duration.in_days();
        self.died_during().map_or(1.0, |death| until(death).clamp(0.0, 1.0))
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
    let amount = "Amount that was given: of an infusion that death ended, the part until then.";
    let own = vec![
        Column::words("DOMAIN", "The domain of the row: EX.", |_: &Row| "EX").labelled("Domain Abbreviation"),
        Column::integer("EXSEQ", "", "Number of the infusion of this subject.", |row: &Row| row.sequence)
            .labelled("Sequence Number"),
        Column::words("EXTRT", "Drug.", |row: &Row| &row.treatment).labelled("Name of Treatment"),
        Column::double("EXDOSE", "mg", amount, |row: &Row| row.given_share() * row.given.amount_mg).labelled("Dose"),
        Column::words("EXDOSU", "Unit of the amount.", |_: &Row| "mg").labelled("Dose Units"),
        Column::words("EXROUTE", "Route.", |row: &Row| &row.route).labelled("Route of Administration"),
        Column::moment("EXSTDTC", "When it began.", |row: &Row| row.person.moment(row.start()))
            .labelled("Start Date/Time of Treatment"),
        Column::moment("EXENDTC", "When it ended.", |row: &Row| row.person.moment(row.end()))
            .labelled("End Date/Time of Treatment"),
        Column::integer("EXSTDY", "", "Study day on which it began.", |row: &Row| study_day(row.start()))
            .labelled("Study Day of Start of Treatment"),
        Column::integer("EXENDY", "", "Study day on which it ended.", |row: &Row| study_day(row.end()))
            .labelled("Study Day of End of Treatment"),
        Column::double("EXSTDAYS", "d", "Its beginning, since the first dose.", |row: &Row| row.start())
            .labelled("Exact Start since First Dose"),
        Column::double("EXDURH", "h", "Its duration, until death at most.", |row: &Row| {
            row.given_share() * row.given.duration.in_hours()
        })
        .labelled("Duration in Hours"),
        Column::integer("EXCOURSE", "", "Course of treatment.", |row: &Row| row.given.course.cast_signed())
            .labelled("Course of Treatment"),
    ];
    [identity(), own].into_iter().flatten().collect()
}
