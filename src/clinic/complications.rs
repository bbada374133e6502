//! Severe infections, severe bleedings and death of leukemia: what a patient dies of.
//! Left out: antibiotics, transfusions, differentiation and tumor lysis syndromes, toxicity of drugs outside the marrow,
//! and death of anything else.

use super::{
    Findings,
    hazard::{Bands, Recurrence, Stretch},
};
use crate::{
    curves::{Cause, Event, EventKind, known_cause},
    engine::Seed,
    parameters::Ledger,
    quantity::{Rate, Time},
};

/// A complication that recurs and kills a share of those who have it, some time later.
#[derive(Clone, Debug, PartialEq)]
struct Complication {
    event: EventKind,
    cause: &'static str,
    bands: Bands,
    fatality: f64,
    death_after: Time,
    recurrence: Recurrence,
    fate: Seed,
}

impl Complication {
    fn new(ledger: &Ledger, cause: &'static str, event: EventKind, bands: Bands, seed: Seed) -> Self {
        Self {
            event,
            cause,
            bands,
            fatality: ledger.fraction(&format!("{cause}.fatality")).value(),
            death_after: ledger.time(&format!("{cause}.death_after")),
            recurrence: Recurrence::new(seed.named(cause)),
            fate: seed.named(cause).named("fate"),
        }
    }

    /// Events of a step, and the deaths that follow from them, perhaps later.
    fn advance(&mut self, start: Time, stretches: &[Stretch]) -> Vec<(Event, Option<Death>)> {
        let occurrences = self.recurrence.advance(start, stretches);
        occurrences
            .into_iter()
            .map(|(number, time)| {
                let fatal = self.fate.number(number).uniform() < self.fatality;
                let death = fatal.then(|| Death { time: time + self.death_after, cause: self.cause });
                (Event { time, kind: self.event.clone() }, death)
            })
            .collect()
    }
}

/// When and of what.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Death {
    pub time: Time,
    #[serde(deserialize_with = "known_cause")]
    pub cause: Cause,
}

/// What changes in [`Complications`]: each stream's events and hazard, fever, and the death that is due.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ComplicationsState {
    infection: (u64, f64),
    bleeding: (u64, f64),
    leukemia: (u64, f64),
    febrile_until: Option<Time>,
    due: Option<Death>,
}

/// All complications of one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Complications {
    infection: Complication,
    bleeding: Complication,
    leukemia: Recurrence,
    /// Hazard of death of leukemia for each leukemic cell (1/h).
    hazard_per_cell: f64,
    fever: Time,
    febrile_until: Option<Time>,
    /// The earliest death that is bound to happen.
    due: Option<Death>,
}

impl Complications {
    pub fn new(ledger: &Ledger, seed: Seed) -> Self {
        let infection = Bands::new(ledger, "infection", "neutrophils", &["profound", "severe", "moderate"]);
        let bleeding = Bands::new(ledger, "bleeding", "platelets", &["severe"]);
        let hazard = ledger.rate("mortality.leukemia.hazard").in_per_hour();
        Self {
            infection: Complication::new(ledger, "infection", EventKind::Infection, infection, seed),
            bleeding: Complication::new(ledger, "bleeding", EventKind::Bleeding, bleeding, seed),
            leukemia: Recurrence::new(seed.named("leukemia")),
            hazard_per_cell: hazard / ledger.number("mortality.leukemia.burden"),
            fever: ledger.time("infection.fever"),
            febrile_until: None,
            due: None,
        }
    }

    /// What [`Complications::restore`] needs.
    pub fn state(&self) -> ComplicationsState {
        let Self { infection, bleeding, leukemia, hazard_per_cell: _, fever: _, febrile_until, due } = self;
        ComplicationsState {
            infection: infection.recurrence.state(),
            bleeding: bleeding.recurrence.state(),
            leukemia: leukemia.state(),
            febrile_until: *febrile_until,
            due: *due,
        }
    }

    /// Goes back to a state of the same patient.
    pub fn restore(&mut self, state: &ComplicationsState) {
        self.infection.recurrence.restore(state.infection);
        self.bleeding.recurrence.restore(state.bleeding);
        self.leukemia.restore(state.leukemia);
        self.febrile_until = state.febrile_until;
        self.due = state.due;
    }

    /// What happens in the step from `start` to `end`, in order; a death ends it.
    pub fn advance(&mut self, start: Time, end: Time, before: &Findings, after: &Findings) -> Vec<Event> {
        let span = end - start;
        let infection = self.infection.bands.along(span, before.neutrophils, after.neutrophils);
        let bleeding = self.bleeding.bands.along(span, before.platelets, after.platelets);
        let mut occurrences = self.infection.advance(start, &infection);
        occurrences.extend(self.bleeding.advance(start, &bleeding));
        occurrences.sort_by(|a, b| a.0.time.in_hours().total_cmp(&b.0.time.in_hours()));
        let death_of_leukemia = self.death_of_leukemia(start, span, before, after);
        self.expect(death_of_leukemia);
        let mut events = Vec::new();
        for (event, death) in occurrences {
            if self.due.is_some_and(|due| due.time < event.time) {
                break;
            }
            if event.kind == EventKind::Infection {
                self.febrile_until = Some(event.time + self.fever);
            }
            events.push(event);
            self.expect(death);
        }
        events.extend(self.death_by(end).map(|death| death.event()));
        events
    }

    /// The death that has happened by `now`.
    pub fn death_by(&self, now: Time) -> Option<Death> {
        self.due.filter(|death| death.time <= now)
    }

    /// Whether a severe infection began less than the duration of fever ago.
    pub fn in_fever(&self, now: Time) -> bool {
        self.febrile_until.is_some_and(|until| now < until)
    }

    fn expect(&mut self, death: Option<Death>) {
        let earlier = |a: Death, b: Death| if b.time < a.time { b } else { a };
        self.due = match (self.due, death) {
            (Some(a), Some(b)) => Some(earlier(a, b)),
            (a, b) => a.or(b),
        };
    }

    fn death_of_leukemia(&mut self, start: Time, span: Time, before: &Findings, after: &Findings) -> Option<Death> {
        let burden = 0.5 * (before.leukemic_cells + after.leukemic_cells);
        let hazard = Rate::per_hour(self.hazard_per_cell * burden);
        let time = self.leukemia.next(start, start + span, hazard)?;
        Some(Death { time, cause: "leukemia" })
    }
}

impl Death {
    const fn event(self) -> Event {
        Event { time: self.time, kind: EventKind::Death { cause: self.cause } }
    }
}
