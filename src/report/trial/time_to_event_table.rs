//! `time_to_event`: survival, event-free survival, time to and duration of response of every subject, in the layout of ADTTE.
//! `AVAL` counts days as dates do, both ends included; `AVALEXCT` is the exact time, from which the curves of Kaplan and
//! Meier in `trial.json` come out again. Left out: competing risks as parameters of their own (see `CNSR`).
//!
//! | `PARAMCD` | from | event | censored |
//! |---|---|---|---|
//! | `OS` | first dose | death | end of follow-up |
//! | `EFS` | first dose | relapse, death; without a remission on day 1 (ELN 2022) | end of follow-up |
//! | `TTR` | first dose | first remission | end of follow-up, death without one |
//! | `DOR`, `DFS` | first remission | relapse, death | end of follow-up, transplantation |
//!
//! `DOR` and `DFS` are one time, under the names of the table of two arms and of the published tables.
//!
//! | `CNSR` | why there is no event |
//! |---|---|
//! | 0 | there is one |
//! | 1 | the follow-up ended |
//! | 2 | death without a remission, after which none can come: count it as observed to the end of the follow-up |
//! | 3 | transplantation in remission |
//!
//! # Example
//!
//! ```text
//! USUBJID,PARAMCD,AVAL,AVALU,CNSR,EVNTDESC,CNSDTDSC,STARTDT,ADT,ADY,AVALEXCT
//! CENERSIM-PHASE2-001,OS,48,DAYS,0,DEATH,,2000-01-03,2000-02-19,48,47.169805216971724
//! CENERSIM-PHASE2-002,OS,731,DAYS,1,END OF FOLLOW-UP,DATE OF END OF FOLLOW-UP,2000-01-20,2002-01-19,731,730
//! ```
//!
//! In R: `survival::survfit(Surv(AVAL, CNSR == 0) ~ ARMCD, data = subset(adtte, PARAMCD == "OS"))`.

use super::{
    super::table::{Column, Layout},
    calendar::{study_day, whole_days},
    person::{About, Person, treated},
};
use cenersim_analyses::comparison::{TimeEndpoint, disease_free};
use cenersim_model::curves::Survival;

pub const LAYOUT: Layout = Layout {
    files: ["time_to_event.csv", "time_to_event.parquet", "time_to_event.json"],
    name: "ADTTE",
    label: "Time-to-Event Analysis Dataset",
    keys: &["STUDYID", "USUBJID", "PARAMCD"],
};

/// How a time ended.
#[derive(Clone, Copy, Debug, PartialEq)]
struct End {
    /// 0 for an event, otherwise why there is none.
    censored: i32,
    /// What ended it.
    what: &'static str,
    /// What its date is the date of; none for an event.
    date_of: Option<&'static str>,
}

const FOLLOW_UP: End = End { censored: 1, what: "END OF FOLLOW-UP", date_of: Some("DATE OF END OF FOLLOW-UP") };
const NEVER: End = End { censored: 2, what: "DEATH WITHOUT REMISSION", date_of: Some("DATE OF DEATH") };
const TRANSPLANTED: End = End { censored: 3, what: "TRANSPLANTATION", date_of: Some("DATE OF TRANSPLANTATION") };

/// One time.
pub struct Row<'a> {
    person: &'a Person<'a>,
    parameter: (&'static str, &'static str),
    /// From where the time counts (d since the first dose).
    from: f64,
    /// How long it is (d).
    time: f64,
    end: End,
}

impl About for Row<'_> {
    fn person(&self) -> &Person<'_> {
        self.person
    }
}

/// For each subject its times in the order of the parameters, those from a remission only if there was one.
pub fn rows<'a>(persons: &'a [Person<'a>]) -> Vec<Row<'a>> {
    persons.iter().flat_map(of_person).collect()
}

fn of_person<'a>(person: &'a Person<'a>) -> Vec<Row<'a>> {
    let survival = &person.subject.record.outcome.survival;
    let row = |parameter, from, (time, end)| Row { person, parameter, from, time, end };
    let from_start = [
        row(("OS", "Overall Survival (Days)"), 0.0, alive(survival)),
        row(("EFS", "Event-Free Survival (Days)"), 0.0, event_free(survival)),
        row(("TTR", "Time to Response (Days)"), 0.0, to_response(survival)),
    ];
    let remission = survival.response_day.zip(in_remission(survival)).map(|(from, end)| {
        [("DOR", "Duration of Response (Days)"), ("DFS", "Disease-Free Survival (Days)")]
            .map(|parameter| row(parameter, from, end))
    });
    from_start.into_iter().chain(remission.into_iter().flatten()).collect()
}

/// An event of this name, or the end of follow-up.
const fn ended(event: bool, what: &'static str) -> End {
    if event { End { censored: 0, what, date_of: None } } else { FOLLOW_UP }
}

/// Of an endpoint that every subject has; nothing is timed beyond what was observed.
fn timed(endpoint: TimeEndpoint, survival: &Survival) -> (f64, bool) {
    let observed = endpoint.of(survival, survival.observed_to_day).map(|found| (found.time, found.event));
    observed.unwrap_or((survival.observed_to_day, false))
}

fn alive(survival: &Survival) -> (f64, End) {
    let (time, event) = timed(TimeEndpoint::OverallSurvival, survival);
    (time, ended(event, "DEATH"))
}

fn event_free(survival: &Survival) -> (f64, End) {
    let (time, event) = timed(TimeEndpoint::EventFreeSurvival, survival);
    let what = if survival.response_day.is_none() { "NO REMISSION" } else { lost(survival) };
    (time, ended(event, what))
}

/// Whoever dies without a remission is timed to death: nothing is observed in the dead.
fn to_response(survival: &Survival) -> (f64, End) {
    let (time, event) = timed(TimeEndpoint::TimeToResponse, survival);
    match survival.death_day {
        Some(death) if !event => (death, NEVER),
        _ => (time, ended(event, "REMISSION")),
    }
}

/// A remission without an end is censored where it is transplanted.
fn in_remission(survival: &Survival) -> Option<(f64, End)> {
    let observed = disease_free(survival)?;
    let transplanted = !observed.event && survival.transplantation_day.is_some();
    let end = if transplanted { TRANSPLANTED } else { ended(observed.event, lost(survival)) };
    Some((observed.time, end))
}

/// What ended the remission: a relapse is before any death.
const fn lost(survival: &Survival) -> &'static str {
    if survival.relapse_day.is_some() { "RELAPSE" } else { "DEATH" }
}

impl Row<'_> {
    /// Days since the first dose.
    fn to(&self) -> f64 {
        self.from + self.time
    }

    /// From date to date, both included.
    fn days(&self) -> i32 {
        whole_days(self.to()) - whole_days(self.from) + 1
    }
}

/// `CNSR` is 0 for an event and above 0 for a censored time, as ADTTE has it.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let censored = "0 if the event happened; otherwise why not: 1 end of follow-up, 2 death without a remission, 3 transplantation.";
    let ended = "What ended the time: DEATH, RELAPSE, REMISSION, NO REMISSION, END OF FOLLOW-UP, DEATH WITHOUT REMISSION or TRANSPLANTATION.";
    let exact = "The exact time from which curves and tests of the trial are computed.";
    let own = vec![
        Column::words("PARAMCD", "OS, EFS, TTR, DOR or DFS.", |row: &Row| row.parameter.0).labelled("Parameter Code"),
        Column::words("PARAM", "The same in words, with its unit.", |row: &Row| row.parameter.1).labelled("Parameter"),
        Column::integer("AVAL", "d", "ADT less STARTDT, plus one.", |row: &Row| row.days()).labelled("Analysis Value"),
        Column::words("AVALU", "Unit of AVAL.", |_: &Row| "DAYS").labelled("Analysis Value Unit"),
        Column::integer("CNSR", "", censored, |row: &Row| row.end.censored).labelled("Censor"),
        Column::words("EVNTDESC", ended, |row: &Row| row.end.what).labelled("Event or Censoring Description"),
        Column::optional_words("CNSDTDSC", "What ADT is the date of; missing for an event.", |row: &Row| {
            row.end.date_of
        })
        .labelled("Censor Date Description"),
        Column::date("STARTDT", "Date from which the time counts.", |row: &Row| Some(row.person.date(row.from)))
            .labelled("Time-to-Event Origin Date for Subject"),
        Column::date("ADT", "Date on which it ended.", |row: &Row| Some(row.person.date(row.to())))
            .labelled("Analysis Date"),
        Column::integer("ADY", "", "Study day on which it ended.", |row: &Row| study_day(row.to()))
            .labelled("Analysis Relative Day"),
        Column::double("AVALEXCT", "d", exact, |row: &Row| row.time).labelled("Exact Analysis Value"),
    ];
    [treated(), own].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survival(days: [Option<f64>; 4]) -> Survival {
        let [response_day, relapse_day, transplantation_day, death_day] = days;
        Survival {
            response_day,
            relapse_day,
            transplantation_day,
            death_day,
            observed_to_day: 730.0,
            ..Survival::default()
        }
    }

    #[test]
    fn nothing_is_timed_beyond_death_and_every_end_has_its_reason() {
        let dead = survival([None, None, None, Some(20.5)]);
        assert_eq!(alive(&dead), (20.5, End { censored: 0, what: "DEATH", date_of: None }));
        assert_eq!(to_response(&dead), (20.5, NEVER));
        assert_eq!((event_free(&dead).0, event_free(&dead).1.what), (0.0, "NO REMISSION"));
        assert_eq!(in_remission(&dead), None);
        let resistant = survival([None; 4]);
        assert_eq!([alive(&resistant), to_response(&resistant)], [(730.0, FOLLOW_UP); 2]);
        let relapsed = survival([Some(30.0), Some(90.0), None, Some(120.0)]);
        assert_eq!((event_free(&relapsed).0, in_remission(&relapsed).unwrap().0), (90.0, 60.0));
        assert_eq!(in_remission(&relapsed).unwrap().1.what, "RELAPSE");
        assert_eq!(in_remission(&survival([Some(30.0), None, Some(75.0), None])).unwrap().1, TRANSPLANTED);
    }
}
