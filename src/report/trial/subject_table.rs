//! `subjects`: one row for each subject, in the manner of ADSL. Flags are Y or N. Left out: race, country and sites, which
//! the model does not have.
//!
//! # Example
//!
//! ```text
//! USUBJID   CENERSIM-PHASE2-001       ARM       cenersen + idarubicin + cytarabine    ARMCD     B
//! AGE       61.25471941510017         SEX       M                                     DISSTAT   REFRACTORY
//! BURDENBL  1600611679526.6272        INHIBFL   N                                     BESTRESP  resistant disease
//! DTHFL     Y                         DTHDY     48                                    DTHCAUS   leukemia after failure
//! NEUTDUR   42                        PLATDUR   42                                    BLASTCHG  -28.494623655913976
//! ```
//!
//! Ages are exact and not rounded down, since virtual subjects have no birthdays to hide; `BURDENBL` is cells at
//! baseline, `NEUTDUR` and `PLATDUR` days below 0.5 and 50 x 10^9/L, `BLASTCHG` the best change of marrow blasts
//! (%).

use super::{
    super::table::Column,
    person::{Person, flag, identity, study_day},
};
use cenersim_analyses::comparison::fields::{Field, fields};
use cenersim_model::{
    curves::Response,
    patient::{Sex, Tp53},
};

/// Identity, arm, baseline, treatment, outcome and blood, in this order.
pub fn columns<'a>() -> Vec<Column<'a, Person<'a>>> {
    [identity(), arm(), baseline(), treatment(), outcome(), blood()].into_iter().flatten().collect()
}

/// Randomization: arm, stratum, day of enrollment (d).
fn arm<'a>() -> Vec<Column<'a, Person<'a>>> {
    let stratum = "Stratum of the randomization; `all` if it was not stratified.";
    vec![
        Column::words("SUBJID", "Number of the subject, in order of enrollment.", |row: &Person| &row.number),
        Column::words("ARM", "Drugs of the arm that the subject was randomized to.", |row: &Person| &row.gives),
        Column::words("ARMCD", "Name of that arm.", |row: &Person| row.arm),
        Column::words("ACTARMCD", "Name of the arm that was given; everybody gets their own.", |row: &Person| row.arm),
        Column::words("STRATAR", stratum, |row: &Person| &row.subject.stratum),
        Column::double("ENRLDAYS", "d", "Enrollment, since the trial opened.", |row: &Person| {
            row.subject.enrollment_day
        }),
    ]
}

/// Before the first dose: age in years, size, disease, length of the first remission (d), TP53, burden (cells),
/// inhibitors.
fn baseline<'a>() -> Vec<Column<'a, Person<'a>>> {
    let remission = "Length of the first remission; missing if refractory.";
    let user = "Whether the subject counts as a user of inhibitors of cenersen.";
    vec![
        Column::double("AGE", "years", "Age at enrollment.", |row: &Person| row.subject.age_years),
        Column::words("AGEU", "Unit of the age.", |_: &Person| "YEARS"),
        Column::words(
            "AGEGR1",
            "Age group: <60 or >=60.",
            |row: &Person| if row.subject.age_years < 60.0 { "<60" } else { ">=60" },
        ),
        Column::words("SEX", "Sex: F or M.", |row: &Person| if row.subject.sex == Sex::Male { "M" } else { "F" }),
        Column::double("WEIGHTBL", "kg", "Body weight.", |row: &Person| row.subject.weight_kg),
        Column::double("HEIGHTBL", "cm", "Height.", |row: &Person| row.subject.height_cm),
        Column::words("DISSTAT", "State of the disease: REFRACTORY or RELAPSED.", |row: &Person| {
            if row.subject.refractory { "REFRACTORY" } else { "RELAPSED" }
        }),
        Column::known("REMDUR", "d", remission, |row: &Person| row.subject.first_remission_days),
        Column::words("TP53", "TP53 of the leukemia: WILD TYPE, MUTANT or NULL.", |row: &Person| {
            tp53(row.subject.tp53)
        }),
        Column::double("BURDENBL", "cells", "Leukemic cells at enrollment.", |row: &Person| row.subject.burden),
        Column::words("INHIBFL", user, |row: &Person| flag(row.subject.inhibitor_user)),
        Column::double("INHIBDUR", "d", "Exposure to inhibitors within the time that counts.", |row: &Person| {
            row.subject.inhibitor_days
        }),
    ]
}

/// Populations of analysis, and courses.
fn treatment<'a>() -> Vec<Column<'a, Person<'a>>> {
    let analyzed = "In the denominators of all tables: everybody who was randomized.";
    let evaluable = "Whether a response could be judged: no early death, and examined in the window.";
    vec![
        Column::words("RANDFL", "Randomized.", |_: &Person| "Y"),
        Column::words("ITTFL", analyzed, |_: &Person| "Y"),
        Column::words("SAFFL", "Got the first dose; in the model everybody does.", |_: &Person| "Y"),
        Column::words("EVALFL", evaluable, |row: &Person| {
            flag(!matches!(row.subject.response(), Response::EarlyDeath | Response::NotEvaluable))
        }),
        Column::integer("NCOURSE", "", "Courses of treatment that were given.", |row: &Person| {
            row.subject.record.outcome.courses.cast_signed()
        }),
    ]
}

/// Best response, death and its cause, end of study.
fn outcome<'a>() -> Vec<Column<'a, Person<'a>>> {
    let ended = "COMPLETED if alive at the end of the follow-up, otherwise DISCONTINUED.";
    vec![
        Column::words("BESTRESP", "Best response.", |row: &Person| row.subject.response().name()),
        Column::words("DTHFL", "Died during the follow-up.", |row: &Person| flag(row.subject.died())),
        Column::known("DTHDY", "", "Study day of death; missing if alive.", |row: &Person| {
            row.subject.record.outcome.survival.death_day.map(|day| f64::from(study_day(day)))
        }),
        Column::optional_words(
            "DTHCAUS",
            "Cause of death: infection, bleeding or leukemia; missing if alive.",
            |row: &Person| row.subject.record.outcome.survival.death_cause.as_deref(),
        ),
        Column::words("EOSSTT", ended, |row: &Person| if row.subject.died() { "DISCONTINUED" } else { "COMPLETED" }),
        Column::integer("EOSDY", "", "Last study day.", |row: &Person| study_day(row.subject.last_day())),
    ]
}

/// Days of cytopenia, and the best change of the marrow blasts (%).
fn blood<'a>() -> Vec<Column<'a, Person<'a>>> {
    vec![
        Column::double("NEUTDUR", "d", &meaning("days_neutrophils_below_half"), |row: &Person| {
            row.subject.record.outcome.milestones.days_neutrophils_below_half
        }),
        Column::double("PLATDUR", "d", &meaning("days_platelets_below_50"), |row: &Person| {
            row.subject.record.outcome.milestones.days_platelets_below_50
        }),
        Column::known("BLASTCHG", "%", &meaning("best_blast_change"), |row: &Person| {
            row.subject.record.best_blast_change
        }),
    ]
}

/// Of the field of the course record, with its estimand.
fn meaning(field: &str) -> String {
    fields().find(|known| known.name == field).map_or_else(String::new, Field::meaning)
}

const fn tp53(tp53: Tp53) -> &'static str {
    match tp53 {
        Tp53::WildType => "WILD TYPE",
        Tp53::Mutant => "MUTANT",
        Tp53::Null => "NULL",
    }
}
