//! Severe infections, severe bleedings and death of leukemia: what a patient dies of until the treatment fails.
//!
//! The hazard of death of leukemia saturates with the burden x: h x^n / (x^n + b^n). Under supportive care alone it hardly
//! rises while the leukemia grows (C23). Infections get in more often through an injured mucosa (see `mucosa`).
//! Left out: antibiotics, transfusions, differentiation and tumor lysis syndromes, other toxicity of drugs outside the
//! marrow, and death of anything else.

use super::{
    Findings,
    hazard::{Bands, Recurrence, Stretch, times},
    mucosa::Mucosa,
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
    /// What is recorded when it happens.
    event: EventKind,
    /// Section of the ledger, and the name of the deaths; also names the streams of random numbers.
    cause: &'static str,
    /// Hazard by the blood count that it goes by.
    bands: Bands,
    /// Share of events that kill.
    fatality: f64,
    /// From a fatal event to death.
    death_after: Time,
    /// Times at which it happens.
    recurrence: Recurrence,
    /// Stream that decides whether an event is fatal, by its number.
    fate: Seed,
}

impl Complication {
    /// From the entries `<cause>.fatality` and `<cause>.death_after`, with streams below `seed` that bear its name.
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

/// Hazard of death of leukemia by its burden.
#[derive(Clone, Copy, Debug, PartialEq)]
struct OfLeukemia {
    /// Hazard at any burden far above `half`.
    greatest: Rate,
    /// Burden with half the greatest hazard (cells).
    half: f64,
    /// Hill exponent.
    steepness: f64,
}

impl OfLeukemia {
    /// From `mortality.leukemia.*` of the ledger.
    fn new(ledger: &Ledger) -> Self {
        Self {
            greatest: ledger.rate("mortality.leukemia.hazard"),
            half: ledger.number("mortality.leukemia.burden"),
            steepness: ledger.number("mortality.leukemia.steepness"),
        }
    }

    /// 0 without leukemia.
    fn hazard(&self, burden: f64) -> Rate {
        let missing = libm::pow(self.half / burden.max(0.0), self.steepness);
        Rate::per_hour(self.greatest.in_per_hour() / (1.0 + missing))
    }
}

/// Leukemic cells that no body holds, about a ton; whoever has reached them has died. Far above every burden at which the
/// hazard still rises, so that it decides only where numbers far from any patient let a leukemia grow without end.
pub const NO_BODY_HOLDS: f64 = 1e15;

/// When and of what.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Death {
    /// When the patient dies; later than the complication that kills.
    pub time: Time,
    /// Of what, by a name that events and tables use.
    #[serde(deserialize_with = "known_cause")]
    pub cause: Cause,
}

/// What changes in [`Complications`]: each stream's events and hazard, fever, and the death that is due.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ComplicationsState {
    /// Infections so far, and hazard since the last one.
    infection: (u64, f64),
    /// Bleedings so far, and hazard since the last one.
    bleeding: (u64, f64),
    /// Deaths of leukemia so far (0 or 1), and hazard that has accumulated.
    leukemia: (u64, f64),
    /// Injury of the mucosa.
    mucosa: f64,
    /// End of the latest fever; none before the first severe infection.
    febrile_until: Option<Time>,
    /// Death that will happen unless another comes earlier.
    due: Option<Death>,
}

/// All complications of one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Complications {
    /// Severe infections, by neutrophils and mucosa.
    infection: Complication,
    /// Severe bleedings, by platelets.
    bleeding: Complication,
    /// Stream of the death of leukemia, of which there is at most one.
    leukemia: Recurrence,
    /// Its hazard by burden.
    of_leukemia: OfLeukemia,
    /// Injury by cytarabine, by which infections get in.
    mucosa: Mucosa,
    /// How long a severe infection counts as fever.
    fever: Time,
    /// End of the latest fever; none before the first severe infection.
    febrile_until: Option<Time>,
    /// The earliest death that is bound to happen.
    due: Option<Death>,
}

impl Complications {
    /// Before the first step. `seed` is that of the patient's clinic; each cause draws from a stream of its own.
    pub fn new(ledger: &Ledger, seed: Seed) -> Self {
        let infection = Bands::new(ledger, "infection", "neutrophils", &["profound", "severe", "moderate"])
            .times(ledger.number("infection.era"));
        let bleeding = Bands::new(ledger, "bleeding", "platelets", &["severe"]);
        Self {
            infection: Complication::new(ledger, "infection", EventKind::Infection, infection, seed),
            bleeding: Complication::new(ledger, "bleeding", EventKind::Bleeding, bleeding, seed),
            leukemia: Recurrence::new(seed.named("leukemia")),
            of_leukemia: OfLeukemia::new(ledger),
            mucosa: Mucosa::new(ledger),
            fever: ledger.time("infection.fever"),
            febrile_until: None,
            due: None,
        }
    }

    /// What [`Complications::restore`] needs.
    pub fn state(&self) -> ComplicationsState {
        let Self { infection, bleeding, leukemia, of_leukemia: _, mucosa, fever: _, febrile_until, due } = self;
        ComplicationsState {
            infection: infection.recurrence.state(),
            bleeding: bleeding.recurrence.state(),
            leukemia: leukemia.state(),
            mucosa: mucosa.state(),
            febrile_until: *febrile_until,
            due: *due,
        }
    }

    /// Goes back to a state of the same patient.
    pub fn restore(&mut self, state: &ComplicationsState) {
        self.infection.recurrence.restore(state.infection);
        self.bleeding.recurrence.restore(state.bleeding);
        self.leukemia.restore(state.leukemia);
        self.mucosa.restore(state.mucosa);
        self.febrile_until = state.febrile_until;
        self.due = state.due;
    }

    /// What happens in the step from `start` to `end`, in order; a death ends it.
    pub fn advance(&mut self, start: Time, end: Time, before: &Findings, after: &Findings) -> Vec<Event> {
        let span = end - start;
        let let_in = self.mucosa.advance(span, after.cytarabine);
        let infection = times(self.infection.bands.along(span, before.neutrophils, after.neutrophils), let_in);
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
        events.extend(self.due.filter(|death| death.time <= end).map(Death::event));
        events
    }

    /// The death that is bound to happen.
    pub const fn due(&self) -> Option<Death> {
        self.due
    }

    /// Whether a severe infection began less than the duration of fever ago.
    pub fn in_fever(&self, now: Time) -> bool {
        self.febrile_until.is_some_and(|until| now < until)
    }

    /// Keeps the earlier of the death already due and this one.
    fn expect(&mut self, death: Option<Death>) {
        self.due = Death::earlier(self.due, death);
    }

    /// At the mean burden of the step.
    fn death_of_leukemia(&mut self, start: Time, span: Time, before: &Findings, after: &Findings) -> Option<Death> {
        let cause = "leukemia";
        if after.leukemic_cells >= NO_BODY_HOLDS {
            return Some(Death { time: start + span, cause });
        }
        let burden = 0.5 * (before.leukemic_cells + after.leukemic_cells);
        let time = self.leukemia.next(start, start + span, self.of_leukemia.hazard(burden))?;
        Some(Death { time, cause })
    }
}

impl Death {
    /// What is recorded of it.
    pub const fn event(self) -> Event {
        Event { time: self.time, kind: EventKind::Death { cause: self.cause } }
    }

    /// The earlier one, the first of two at the same time.
    pub fn earlier(first: Option<Self>, second: Option<Self>) -> Option<Self> {
        match (first, second) {
            (Some(a), Some(b)) => Some(if b.time < a.time { b } else { a }),
            (a, b) => a.or(b),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without leukemia none, half the greatest at the burden of half, never more than the greatest.
    #[test]
    fn the_hazard_of_leukemia_is_bounded() {
        let law = OfLeukemia::new(&Ledger::defaults());
        let share = |burden: f64| law.hazard(burden).in_per_hour() / law.greatest.in_per_hour();
        assert_eq!([0.0, law.half].map(share), [0.0, 0.5]);
        assert!((share(0.5 * law.half) - 1.0 / 9.0).abs() < 1e-12);
        assert!(share(1e15) <= 1.0 && share(1e15) > 1.0 - 1e-8, "{}", share(1e15));
    }
}
