//! `subjects`: one row for each subject, in the layout of ADSL. Flags are Y or N. Left out: race, country and sites, which
//! the model does not have.
//!
//! # Example
//!
//! ```text
//! USUBJID   CENERSIM-PHASE2-001    TRT01P    B: cenersen + idarubicin + cytarabine    ARMCD     B
//! TRTSDT    2000-01-03             AGE       61                                       SEX       M
//! DISSTAT   REFRACTORY             TP53      WILD TYPE                                INHIBFL   N
//! BESTRESP  resistant disease      DTHFL     Y                                        DTHDT     2000-02-19
//! NEUTDUR   40.13                  PLATDUR   42                                       BLASTCHG  -38.17
//! ```
//!
//! `AGE` is in whole years and `AGEEXACT` with all digits, since virtual subjects have no birthdays to hide; `BURDENBL` is
//! cells at baseline, `NEUTDUR` and `PLATDUR` days below 0.5 and 50 x 10^9/L, `BLASTCHG` the best change of marrow blasts (%).

use super::{
    super::table::{Column, Layout},
    calendar::study_day,
    person::{Person, flag, identity},
};
use cenersim_analyses::comparison::fields::{Field, fields};
use cenersim_model::{
    curves::{Response, administrations},
    patient::{Sex, Tp53},
};

pub const LAYOUT: Layout = Layout {
    files: ["subjects.csv", "subjects.parquet", "subjects.json"],
    name: "ADSL",
    label: "Subject-Level Analysis Dataset",
    keys: &["STUDYID", "USUBJID"],
};

/// Identity, arm, dates, baseline, populations, outcome and blood, in this order.
pub fn columns<'a>() -> Vec<Column<'a, Person<'a>>> {
    [identity(), arm(), dates(), baseline(), populations(), outcome(), blood()].into_iter().flatten().collect()
}

/// Randomization: arm and stratum.
fn arm<'a>() -> Vec<Column<'a, Person<'a>>> {
    let planned = "Arm with its drugs that the subject was randomized to, unlike that of any other arm.";
    let stratum = "Stratum of the randomization; `all` if it was not stratified.";
    vec![
        Column::words("SUBJID", "Number of the subject, in order of enrollment, after an S.", |row: &Person| {
            &row.number
        })
        .labelled("Subject Identifier for the Study"),
        Column::words("ARM", planned, |row: &Person| &row.treatment).labelled("Description of Planned Arm"),
        Column::words("ARMCD", "Name of that arm.", |row: &Person| row.arm).labelled("Planned Arm Code"),
        Column::words("ACTARM", "The arm that was given; everybody gets their own.", |row: &Person| &row.treatment)
            .labelled("Description of Actual Arm"),
        Column::words("ACTARMCD", "Name of that arm.", |row: &Person| row.arm).labelled("Actual Arm Code"),
        Column::words("TRT01P", "The same as ARM.", |row: &Person| &row.treatment)
            .labelled("Planned Treatment for Period 01"),
        Column::integer("TRT01PN", "", "Number of the arm in the scenario, from 1.", number)
            .labelled("Planned Treatment for Period 01 (N)"),
        Column::words("TRT01A", "The same as ACTARM.", |row: &Person| &row.treatment)
            .labelled("Actual Treatment for Period 01"),
        Column::integer("TRT01AN", "", "Number of that arm, from 1.", number)
            .labelled("Actual Treatment for Period 01 (N)"),
        Column::words("STRATAR", stratum, |row: &Person| &row.subject.stratum)
            .labelled("Strata Used for Randomization"),
    ]
}

fn number(row: &Person) -> i32 {
    row.subject.arm.cast_signed() + 1
}

/// Enrollment, first and last dose, and the exact day of enrollment (d).
fn dates<'a>() -> Vec<Column<'a, Person<'a>>> {
    let enrolled = "Enrollment, since the trial opened on 2000-01-01, a convention.";
    vec![
        Column::date("RANDDT", "Date of enrollment and randomization.", |row: &Person| Some(row.start()))
            .labelled("Date of Randomization"),
        Column::moment("RFSTDTC", "When the first dose began; days count from here.", |row: &Person| row.moment(0.0))
            .labelled("Subject Reference Start Date/Time"),
        Column::date("TRTSDT", "Date of the first dose.", |row: &Person| Some(row.start()))
            .labelled("Date of First Exposure to Treatment"),
        Column::date("TRTEDT", "Date on which the last dose ended; missing without a dose.", |row: &Person| {
            last_dose(row).map(|day| row.date(day))
        })
        .labelled("Date of Last Exposure to Treatment"),
        Column::double("ENRLDAYS", "d", enrolled, |row: &Person| row.subject.enrollment_day)
            .labelled("Exact Enrollment since Opening"),
    ]
}

/// When the last infusion ended, at death at the latest (d since the first dose).
fn last_dose(row: &Person) -> Option<f64> {
    let given = administrations(&row.subject.events);
    let last = given.iter().map(|given| (given.start + given.duration).in_days()).reduce(f64::max)?;
    Some(last.min(row.subject.last_day()))
}

/// Before the first dose: age in years, size, disease, length of the first remission (d), TP53, burden (cells),
/// inhibitors.
fn baseline<'a>() -> Vec<Column<'a, Person<'a>>> {
    let remission = "Length of the first remission; missing if refractory.";
    let user = "Whether the subject counts as a user of inhibitors of cenersen.";
    vec![
        Column::integer("AGE", "years", "Age at enrollment in whole years.", |row: &Person| {
            row.subject.age_years.floor() as i32
        })
        .labelled("Age"),
        Column::words("AGEU", "Unit of the age.", |_: &Person| "YEARS").labelled("Age Units"),
        Column::double("AGEEXACT", "years", "Age at enrollment.", |row: &Person| row.subject.age_years)
            .labelled("Exact Age"),
        Column::words(
            "AGEGR1",
            "Age group: <60 or >=60.",
            |row: &Person| {
                if row.subject.age_years < 60.0 { "<60" } else { ">=60" }
            },
        )
        .labelled("Pooled Age Group 1"),
        Column::words("SEX", "Sex: F or M.", |row: &Person| if row.subject.sex == Sex::Male { "M" } else { "F" })
            .labelled("Sex"),
        Column::double("WEIGHTBL", "kg", "Body weight.", |row: &Person| row.subject.weight_kg)
            .labelled("Weight at Baseline (kg)"),
        Column::double("HEIGHTBL", "cm", "Height.", |row: &Person| row.subject.height_cm)
            .labelled("Height at Baseline (cm)"),
        Column::words("DISSTAT", "State of the disease: REFRACTORY or RELAPSED.", |row: &Person| {
            if row.subject.refractory { "REFRACTORY" } else { "RELAPSED" }
        })
        .labelled("Disease Status at Baseline"),
        Column::known("REMDUR", "d", remission, |row: &Person| row.subject.first_remission_days)
            .labelled("Duration of First Remission (d)"),
        Column::words("TP53", "TP53 of the leukemia: WILD TYPE, MUTANT or P53-NULL.", |row: &Person| {
            tp53(row.subject.tp53)
        })
        .labelled("TP53 of the Leukemia"),
        Column::double("BURDENBL", "cells", "Leukemic cells at enrollment.", |row: &Person| row.subject.burden)
            .labelled("Leukemic Cells at Baseline"),
        Column::words("INHIBFL", user, |row: &Person| flag(row.subject.inhibitor_user))
            .labelled("User of Inhibitors Flag"),
        Column::double("INHIBDUR", "d", "Exposure to inhibitors within the time that counts.", |row: &Person| {
            row.subject.inhibitor_days
        })
        .labelled("Days on Inhibitors"),
    ]
}

/// Populations of analysis, and courses.
fn populations<'a>() -> Vec<Column<'a, Person<'a>>> {
    let analyzed = "In the denominators of all tables: everybody who was randomized.";
    let evaluable = "Whether a response could be judged: no early death, and examined in the window.";
    vec![
        Column::words("RANDFL", "Randomized.", |_: &Person| "Y").labelled("Randomized Population Flag"),
        Column::words("ITTFL", analyzed, |_: &Person| "Y").labelled("Intent-To-Treat Population Flag"),
        Column::words("SAFFL", "Got the first dose; in the model everybody does.", |_: &Person| "Y")
            .labelled("Safety Population Flag"),
        Column::words("EVALFL", evaluable, |row: &Person| {
            flag(!matches!(row.subject.response(), Response::EarlyDeath | Response::NotEvaluable))
        })
        .labelled("Evaluable Population Flag"),
        Column::integer("NCOURSE", "", "Courses of treatment that were given.", |row: &Person| {
            row.subject.record.outcome.courses.cast_signed()
        })
        .labelled("Number of Courses"),
    ]
}

/// Best response, death and its cause, end of study.
fn outcome<'a>() -> Vec<Column<'a, Person<'a>>> {
    let ended = "COMPLETED if alive at the end of the follow-up, otherwise DISCONTINUED.";
    let cause = "Cause of death: infection, bleeding, leukemia, leukemia after failure or after transplantation; missing if alive.";
    let death = |row: &Person| row.subject.record.outcome.survival.death_day;
    vec![
        Column::words("BESTRESP", "Best response.", |row: &Person| row.subject.response().name())
            .labelled("Best Response"),
        Column::words("DTHFL", "Died during the follow-up.", |row: &Person| flag(row.subject.died()))
            .labelled("Subject Death Flag"),
        Column::date("DTHDT", "Date of death; missing if alive.", move |row: &Person| {
            death(row).map(|day| row.date(day))
        })
        .labelled("Date of Death"),
        Column::known_integer("DTHDY", "", "Study day of death; missing if alive.", move |row: &Person| {
            death(row).map(study_day)
        })
        .labelled("Study Day of Death"),
        Column::optional_words("DTHCAUS", cause, |row: &Person| {
            row.subject.record.outcome.survival.death_cause.as_deref()
        })
        .labelled("Cause of Death"),
        Column::words("EOSSTT", ended, |row: &Person| if row.subject.died() { "DISCONTINUED" } else { "COMPLETED" })
            .labelled("End of Study Status"),
        Column::date("EOSDT", "Last date: of death, or of the end of the follow-up.", |row: &Person| {
            Some(row.date(row.subject.last_day()))
        })
        .labelled("End of Study Date"),
        Column::integer("EOSDY", "", "Last study day.", |row: &Person| study_day(row.subject.last_day()))
            .labelled("End of Study Relative Day"),
    ]
}

/// Days of cytopenia, and the best change of the marrow blasts (%).
fn blood<'a>() -> Vec<Column<'a, Person<'a>>> {
    vec![
        Column::double("NEUTDUR", "d", &meaning("days_neutrophils_below_half"), |row: &Person| {
            row.subject.record.outcome.milestones.days_neutrophils_below_half
        })
        .labelled("Days of Neutrophils below 0.5 x 10^9/L"),
        Column::double("PLATDUR", "d", &meaning("days_platelets_below_50"), |row: &Person| {
            row.subject.record.outcome.milestones.days_platelets_below_50
        })
        .labelled("Days of Platelets below 50 x 10^9/L"),
        Column::known("BLASTCHG", "%", &meaning("best_blast_change"), |row: &Person| {
            row.subject.record.best_blast_change
        })
        .labelled("Best Change of Marrow Blasts (%)"),
    ]
}

/// Of the field of the course record, with its estimand.
fn meaning(field: &str) -> String {
    fields().find(|known| known.name == field).map_or_else(String::new, Field::meaning)
}

/// Not `NULL`, which readers of CSV take for a value that is missing.
const fn tp53(tp53: Tp53) -> &'static str {
    match tp53 {
        Tp53::WildType => "WILD TYPE",
        Tp53::Mutant => "MUTANT",
        Tp53::Null => "P53-NULL",
    }
}
