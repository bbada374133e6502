//! Kinetics: from what is infused to what plasma and cells hold, for one patient, span by span.
//! Left out: interaction between the drugs, and differences between kinds of cells (uptake, resistance).
//!
//! Cenersen and idarubicin are linear and stepped exactly; cytarabine saturates and is integrated with step control.
//! Each drug is cut only at the edges of its own infusions, so the level of one never depends on another.

use super::cenersen::Cenersen;
use super::cytarabine::{self, Cytarabine};
use super::idarubicin::Idarubicin;
use super::infusion::Infusions;
use super::inhibitor::Inhibitor;
use super::{Administration, Body, Drug, Exposure};
use crate::parameters::Ledger;
use crate::quantity::Time;

/// The drugs in one patient, at one moment: a whole second, as starts and ends of infusions are.
///
/// ```
/// use cenersim_model::{parameters::Ledger, quantity::Time, treatment::{Administration, Body, Drug, Kinetics}};
/// let ledger = Ledger::defaults();
/// let mut kinetics = Kinetics::new(&ledger, &ledger, Body { weight_kg: 70.0, height_cm: 170.0 });
/// let (start, duration) = (Time::ZERO, Time::days(7.0));
/// kinetics.give(Administration { drug: Drug::Cenersen, start, duration, amount_mg: 1176.0, course: 1 });
/// let first_hour = kinetics.advance(Time::hours(1.0));
/// assert!(first_hour.cenersen_plasma > 0.0 && kinetics.next_edge() == Some(duration));
/// ```
#[derive(Clone, Debug)]
pub struct Kinetics {
    now: Time,
    cenersen: Cenersen,
    idarubicin: Idarubicin,
    cytarabine: Cytarabine,
    inhibitor: Inhibitor,
}

/// What changes while kinetics advance: the moment, what is infused and taken, and the levels. No parameters.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct KineticsState {
    now: Time,
    cenersen: (Infusions, [f64; 2]),
    idarubicin: (Infusions, [f64; 6]),
    cytarabine: (Infusions, cytarabine::State),
    inhibitor: Vec<(f64, f64)>,
}

impl Kinetics {
    /// A patient who has received nothing yet, at time zero. `ledger` holds the patient's own numbers, `typical` the medians
    /// of the population, which normal cells have.
    pub fn new(typical: &Ledger, ledger: &Ledger, body: Body) -> Self {
        Self {
            now: Time::ZERO,
            cenersen: Cenersen::new(ledger, body),
            idarubicin: Idarubicin::new(ledger, body),
            cytarabine: Cytarabine::new(typical, ledger, body),
            inhibitor: Inhibitor::new(ledger),
        }
    }

    /// Orders an infusion that starts now or later.
    ///
    /// Panics if it should have started earlier, or has no length: a mistake of the caller.
    pub fn give(&mut self, mut infusion: Administration) {
        (infusion.start, infusion.duration) = (infusion.start.to_second(), infusion.duration.to_second());
        let (drug, start, now) = (infusion.drug.name(), infusion.start.in_hours(), self.now.in_hours());
        assert!(start >= now, "{drug} cannot start at {start} h: expected a start from now, {now} h, on");
        assert!(infusion.duration > Time::ZERO, "{drug} at {start} h has no length: expected a duration above 0");
        match infusion.drug {
            Drug::Cenersen => self.cenersen.give(infusion),
            Drug::Idarubicin => self.idarubicin.give(infusion),
            Drug::Cytarabine => self.cytarabine.give(infusion),
        }
    }

    /// In another course the same patient's numbers may have changed: exposure to idarubicin and formation of ara-CTP.
    pub fn turn_to(&mut self, ledger: &Ledger) {
        self.idarubicin.turn_to(ledger);
        self.cytarabine.turn_to(ledger);
    }

    /// Infusions that start at `time` or later are not given.
    pub fn withdraw_from(&mut self, time: Time) {
        let hours = time.in_hours();
        self.cenersen.withdraw_from(hours);
        self.idarubicin.withdraw_from(hours);
        self.cytarabine.withdraw_from(hours);
    }

    /// What [`Kinetics::restore`] needs.
    pub fn state(&self) -> KineticsState {
        let Self { now, cenersen, idarubicin, cytarabine, inhibitor } = self;
        KineticsState {
            now: *now,
            cenersen: cenersen.state(),
            idarubicin: idarubicin.state(),
            cytarabine: cytarabine.state(),
            inhibitor: inhibitor.state(),
        }
    }

    /// Goes back to a state of the same patient: what follows is the same, bit for bit.
    pub fn restore(&mut self, state: KineticsState) {
        self.now = state.now;
        self.cenersen.restore(state.cenersen);
        self.idarubicin.restore(state.idarubicin);
        self.cytarabine.restore(state.cytarabine);
        self.inhibitor.restore(state.inhibitor);
    }

    /// An inhibitor of cenersen is taken from `from` until `until`; only what lies after now counts.
    pub fn inhibit(&mut self, from: Time, until: Time) {
        self.inhibitor.take(from, until);
    }

    /// Moves on by `span`, to the second and above 0, and returns the means over it.
    pub fn advance(&mut self, span: Time) -> Exposure {
        let until = self.now.after(span);
        let (from, to) = (self.now.in_hours(), until.in_hours());
        assert!(to > from, "kinetics cannot advance by {} h: expected a second or more", span.in_hours());
        let mut means = Exposure { inhibition: self.inhibitor.mean(from, to), ..Exposure::default() };
        self.cenersen.advance(from, to, &mut means);
        self.idarubicin.advance(from, to, &mut means);
        self.cytarabine.advance(from, to, &mut means);
        self.now = until;
        means
    }

    pub fn now(&self) -> Time {
        self.now
    }

    /// Levels at this moment.
    pub fn levels(&self) -> Exposure {
        let mut levels = Exposure { inhibition: self.inhibitor.at(self.now.in_hours()), ..Exposure::default() };
        self.cenersen.levels(&mut levels);
        self.idarubicin.levels(&mut levels);
        self.cytarabine.levels(&mut levels);
        levels
    }

    /// The next start or end of an infusion after now.
    pub fn next_edge(&self) -> Option<Time> {
        let drugs = [self.cenersen.infusions(), self.idarubicin.infusions(), self.cytarabine.infusions()];
        let edges = drugs.into_iter().filter_map(|infusions| infusions.next_edge(self.now.in_hours()));
        edges.min_by(f64::total_cmp).map(Time::hours)
    }
}
