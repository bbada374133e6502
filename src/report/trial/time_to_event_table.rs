//! `time_to_event`: overall survival of every subject and disease-free survival of those in remission, in the manner of
//! ADTTE. Times are exact days, so the curves of Kaplan and Meier in `trial.json` come out again.
//!
//! # Example
//!
//! ```text
//! STUDYID,USUBJID,ARMCD,PARAMCD,PARAM,AVAL,CNSR,EVNTFL,EVNTDESC,STARTDY,ADY
//! CENERSIM-PHASE2,CENERSIM-PHASE2-001,B,OS,Overall survival (d),47.169805216971724,0,Y,DEATH,1,48
//! CENERSIM-PHASE2,CENERSIM-PHASE2-002,A,OS,Overall survival (d),365,1,N,END OF FOLLOW-UP,1,366
//! ```
//!
//! In R: `survival::survfit(Surv(AVAL, CNSR == 0) ~ ARMCD, data = subset(adtte, PARAMCD == "OS"))`.

use super::{
    super::table::Column,
    person::{About, Person, flag, identity, study_day},
};
use cenersim_analyses::comparison::{disease_free, overall};
use cenersim_model::curves::Survival;
use cenersim_statistics::Observed;

/// One time.
pub struct Row<'a> {
    person: &'a Person<'a>,
    parameter: (&'static str, &'static str),
    /// From where the time counts (d since the first dose).
    from: f64,
    observed: Observed,
    /// What ended it.
    ended: &'static str,
}

impl About for Row<'_> {
    fn whom(&self) -> [&str; 2] {
        self.person.whom()
    }
}

/// For each subject overall survival, then disease-free survival if there was a remission.
pub fn rows<'a>(persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    persons.iter().flat_map(of_person).collect()
}

fn of_person<'a>(person: &'a Person<'a>) -> Vec<Row<'a>> {
    let survival = &person.subject.record.outcome.survival;
    let (alive, name) = (overall(survival), ("OS", "Overall survival (d)"));
    let overall = Row { person, parameter: name, from: 0.0, observed: alive, ended: ended(alive, "DEATH") };
    let remission = disease_free(survival).zip(survival.response_day).map(|(observed, from)| Row {
        person,
        parameter: ("DFS", "Disease-free survival (d)"),
        from,
        observed,
        ended: remission_ended(observed, survival),
    });
    [overall].into_iter().chain(remission).collect()
}

/// The event, or that observation ended.
const fn ended(observed: Observed, event: &'static str) -> &'static str {
    if observed.event { event } else { "END OF FOLLOW-UP" }
}

/// What ended the remission: a relapse is before any death.
const fn first(survival: &Survival) -> &'static str {
    if survival.relapse_day.is_some() { "RELAPSE" } else { "DEATH" }
}

/// A remission without an end is censored where it is transplanted.
const fn remission_ended(observed: Observed, survival: &Survival) -> &'static str {
    if !observed.event && survival.transplantation_day.is_some() {
        "TRANSPLANTATION"
    } else {
        ended(observed, first(survival))
    }
}

/// `CNSR` is 0 for an event and 1 for a censored time, as ADTTE has it.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let own = vec![
        Column::words("ARMCD", "Name of the arm.", |row: &Row| row.person.arm),
        Column::words("PARAMCD", "OS or DFS.", |row: &Row| row.parameter.0),
        Column::words("PARAM", "The same in words, with its unit.", |row: &Row| row.parameter.1),
        Column::double("AVAL", "d", "Time to the event or to the end of observation.", |row: &Row| row.observed.time),
        Column::integer("CNSR", "", "0 if the event happened, 1 if it was censored.", |row: &Row| {
            i32::from(!row.observed.event)
        }),
        Column::words("EVNTFL", "Whether the event happened.", |row: &Row| flag(row.observed.event)),
        Column::words(
            "EVNTDESC",
            "What ended the time: DEATH, RELAPSE, TRANSPLANTATION or END OF FOLLOW-UP.",
            |row: &Row| row.ended,
        ),
        Column::integer("STARTDY", "", "Study day from which the time counts.", |row: &Row| study_day(row.from)),
        Column::integer("ADY", "", "Study day on which it ended.", |row: &Row| study_day(row.from + row.observed.time)),
    ];
    [identity(), own].into_iter().flatten().collect()
}
