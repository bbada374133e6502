//! Kinetics: from what is infused to what plasma and cells hold, for one patient, span by span.
//! Left out: interaction between the drugs, and differences between kinds of cells (uptake, resistance).
//!
//! The drugs are those of the ledger. What is linear is stepped exactly, what saturates is integrated with step control.
//! Each drug is cut only at the edges of its own infusions, so the level of one never depends on another.

use super::infusion::Infusions;
use super::inhibitor::Inhibitor;
use super::linear_drug::{self, LinearDrug};
use super::saturable_drug::{self, SaturableDrug};
use super::{Administration, Body, Drug, Exposure};
use crate::parameters::{Description, Ledger};
use crate::quantity::Time;

/// What one drug does in plasma and cells.
#[derive(Clone, Debug)]
enum DrugKinetics {
    /// Flows in proportion to levels, solved exactly.
    Linear(Box<LinearDrug>),
    /// With an elimination or an active form that saturates, integrated numerically.
    Saturable(Box<SaturableDrug>),
}

/// What changes of it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum DrugState {
    /// Of linear kinetics.
    Linear(linear_drug::State),
    /// Of saturable kinetics.
    Saturable(saturable_drug::State),
}

/// One drug in one patient.
#[derive(Clone, Debug)]
struct InPatient {
    /// Which drug.
    drug: Drug,
    /// Those ordered so far.
    infusions: Infusions,
    /// Its levels, and how they change.
    kinetics: DrugKinetics,
}

impl InPatient {
    /// Who has received nothing yet; `typical` holds the medians of the population, `own` the patient's numbers.
    fn new(of: &Description, typical: &Ledger, own: &Ledger, body: Body) -> Self {
        let kinetics = match of.saturates() {
            true => DrugKinetics::Saturable(Box::new(SaturableDrug::new(of, typical, own, body))),
            false => DrugKinetics::Linear(Box::new(LinearDrug::new(of, own, body))),
        };
        Self { drug: of.drug, infusions: Infusions::default(), kinetics }
    }

    /// In another course these are the patient's numbers.
    fn turn_to(&mut self, own: &Ledger) {
        match &mut self.kinetics {
            DrugKinetics::Linear(drug) => drug.turn_to(own),
            DrugKinetics::Saturable(drug) => drug.turn_to(own),
        }
    }

    /// Infusions, and the levels now.
    fn state(&self) -> (Infusions, DrugState) {
        let levels = match &self.kinetics {
            DrugKinetics::Linear(drug) => DrugState::Linear(drug.state()),
            DrugKinetics::Saturable(drug) => DrugState::Saturable(drug.state()),
        };
        (self.infusions.clone(), levels)
    }

    /// Goes back to a state of the same patient.
    ///
    /// # Panics
    /// For a state of another drug: a mistake of the caller.
    fn restore(&mut self, (infusions, levels): (Infusions, DrugState)) {
        self.infusions = infusions;
        match (&mut self.kinetics, levels) {
            (DrugKinetics::Linear(drug), DrugState::Linear(state)) => drug.restore(state),
            (DrugKinetics::Saturable(drug), DrugState::Saturable(state)) => drug.restore(state),
            _ => panic!("a state of another drug than {}", self.drug.name()),
        }
    }

    /// Moves from `from` to `to` (h) and writes the means between them.
    fn advance(&mut self, from: f64, to: f64, means: &mut Exposure) {
        match &mut self.kinetics {
            DrugKinetics::Linear(drug) => drug.advance(&self.infusions, from, to, means),
            DrugKinetics::Saturable(drug) => drug.advance(&self.infusions, from, to, means),
        }
    }

    /// Writes the levels now.
    fn levels(&self, levels: &mut Exposure) {
        match &self.kinetics {
            DrugKinetics::Linear(drug) => drug.levels(levels),
            DrugKinetics::Saturable(drug) => drug.levels(levels),
        }
    }
}

/// The drugs in one patient, at one moment: a whole second, as starts and ends of infusions are.
///
/// ```
/// use cenersim_model::{parameters::Ledger, quantity::Time, treatment::{Administration, Body, Drug, Kinetics, Route}};
/// let ledger = Ledger::defaults();
/// let mut kinetics = Kinetics::new(&ledger, &ledger, Body { weight_kg: 70.0, height_cm: 170.0 });
/// let (start, duration) = (Time::ZERO, Time::days(7.0));
/// kinetics.give(Administration { drug: Drug::Cenersen, start, duration, amount_mg: 1176.0, route: Route::Intravenous, course: 1 });
/// let first_hour = kinetics.advance(Time::hours(1.0));
/// assert!(first_hour.cenersen_plasma > 0.0 && kinetics.next_edge() == Some(duration));
/// ```
#[derive(Clone, Debug)]
pub struct Kinetics {
    /// End of the last step.
    now: Time,
    /// In the order of the drugs of the ledger.
    drugs: Vec<InPatient>,
    /// Periods in which cenersen is inhibited.
    inhibitor: Inhibitor,
}

/// What changes while kinetics advance: the moment, what is infused and taken, and the levels. No parameters.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct KineticsState {
    /// End of the last step.
    now: Time,
    /// In the order of the drugs of the ledger.
    drugs: Vec<(Infusions, DrugState)>,
    /// Periods of the inhibitor, from and to (h).
    inhibitor: Vec<(f64, f64)>,
}

impl Kinetics {
    /// A patient who has received nothing yet, at time zero. `ledger` holds the patient's own numbers, `typical` the medians
    /// of the population, which normal cells have.
    pub fn new(typical: &Ledger, ledger: &Ledger, body: Body) -> Self {
        let drugs = ledger.drugs().iter().map(|of| InPatient::new(of, typical, ledger, body)).collect();
        Self { now: Time::ZERO, drugs, inhibitor: Inhibitor::new(ledger) }
    }

    /// Orders an infusion that starts now or later.
    ///
    /// Panics if it should have started earlier, has no length, or is of a drug that the ledger does not have: a mistake of
    /// the caller.
    ///
    /// A dose of zero changes nothing.
    pub fn give(&mut self, mut infusion: Administration) {
        (infusion.start, infusion.duration) = (infusion.start.to_second(), infusion.duration.to_second());
        let (drug, start, now) = (infusion.drug.name(), infusion.start.in_hours(), self.now.in_hours());
        assert!(start >= now, "{drug} cannot start at {start} h: expected a start from now, {now} h, on");
        assert!(infusion.duration > Time::ZERO, "{drug} at {start} h has no length: expected a duration above 0");
        let known = self.drugs.iter_mut().find(|known| known.drug == infusion.drug);
        known.unwrap_or_else(|| panic!("the ledger has no {drug}")).infusions.add(infusion);
    }

    /// In another course the same patient's numbers may have changed: what cells hold and form of a drug.
    pub fn turn_to(&mut self, ledger: &Ledger) {
        self.drugs.iter_mut().for_each(|drug| drug.turn_to(ledger));
    }

    /// Infusions that start at `time` or later are not given.
    pub fn withdraw_from(&mut self, time: Time) {
        self.drugs.iter_mut().for_each(|drug| drug.infusions.withdraw_from(time.in_hours()));
    }

    /// What [`Kinetics::restore`] needs.
    pub fn state(&self) -> KineticsState {
        let Self { now, drugs, inhibitor } = self;
        KineticsState { now: *now, drugs: drugs.iter().map(InPatient::state).collect(), inhibitor: inhibitor.state() }
    }

    /// Goes back to a state of the same patient: what follows is the same, bit for bit.
    pub fn restore(&mut self, state: KineticsState) {
        self.now = state.now;
        assert!(self.drugs.len() == state.drugs.len(), "a state of other drugs");
        self.drugs.iter_mut().zip(state.drugs).for_each(|(drug, state)| drug.restore(state));
        self.inhibitor.restore(state.inhibitor);
    }

    /// An inhibitor of cenersen is taken from `from` until `until`; only what lies after now counts.
    pub fn inhibit(&mut self, from: Time, until: Time) {
        self.inhibitor.take(from, until);
    }

    /// Moves on by `span`, to the second and above 0, and returns the means over it.
    ///
    /// The step may be of any length: infusions that begin or end in it are cut there.
    ///
    /// # Panics
    /// If `span` rounds to less than a second.
    pub fn advance(&mut self, span: Time) -> Exposure {
        let until = self.now.after(span);
        let (from, to) = (self.now.in_hours(), until.in_hours());
        assert!(to > from, "kinetics cannot advance by {} h: expected a second or more", span.in_hours());
        let mut means = Exposure { inhibition: self.inhibitor.mean(from, to), ..Exposure::default() };
        self.drugs.iter_mut().for_each(|drug| drug.advance(from, to, &mut means));
        self.now = until;
        means
    }

    /// The end of the last step.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Levels at this moment.
    ///
    /// Points, not means: for a table of levels, not for cells.
    pub fn levels(&self) -> Exposure {
        let mut levels = Exposure { inhibition: self.inhibitor.at(self.now.in_hours()), ..Exposure::default() };
        self.drugs.iter().for_each(|drug| drug.levels(&mut levels));
        levels
    }

    /// The next start or end of an infusion after now.
    pub fn next_edge(&self) -> Option<Time> {
        let now = self.now.in_hours();
        let edges = self.drugs.iter().filter_map(|drug| drug.infusions.next_edge(now));
        edges.min_by(f64::total_cmp).map(Time::hours)
    }
}
