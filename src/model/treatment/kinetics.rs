//! Kinetics: from what is infused to what plasma and cells hold, for one patient, span by span.
//! Left out: interaction between the drugs, and differences between kinds of cells (uptake, resistance).
//!
//! Cenersen and idarubicin are linear and stepped exactly; cytarabine saturates and is integrated with step control.
//! Each drug is cut only at the edges of its own infusions, so the level of one never depends on another.

use super::infusion::Infusions;
use super::inhibitor::Inhibitor;
use super::{Administration, Body, Drug, Exposure};
use crate::parameters::Ledger;
use crate::quantity::Time;
use crate::with_drugs;

/// What one drug does in plasma and cells. Its file also has `NUMBERS`, the beginnings of its paths in the ledger.
pub(super) trait DrugKinetics {
    /// Everything that changes but the infusions.
    type Levels;

    /// A patient who has received nothing yet; `typical` holds the medians of the population, `own` the patient's numbers.
    fn new(typical: &Ledger, own: &Ledger, body: Body) -> Self;

    /// In another course these are the patient's numbers.
    fn turn_to(&mut self, _own: &Ledger) {}

    /// Those ordered so far.
    fn infusions(&self) -> &Infusions;

    fn infusions_mut(&mut self) -> &mut Infusions;

    /// Infusions, and the levels now.
    fn state(&self) -> (Infusions, Self::Levels);

    /// Goes back to a state of the same patient.
    fn restore(&mut self, state: (Infusions, Self::Levels));

    /// Moves from `from` to `to` (h) and writes the means between them.
    fn advance(&mut self, from: f64, to: f64, means: &mut Exposure);

    /// Writes the levels now.
    fn levels(&self, levels: &mut Exposure);
}

macro_rules! kinetics {
    ($($drug:ident $file:ident { $($levels:tt)* } { $($others:tt)* })*) => {
        /// All drugs in one patient.
        #[derive(Clone, Debug)]
        struct Drugs {
            $($file: super::$file::$drug,)*
        }

        /// What changes of them.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        struct DrugsState {
            $($file: (Infusions, <super::$file::$drug as DrugKinetics>::Levels),)*
        }

        impl Drugs {
            fn new(typical: &Ledger, own: &Ledger, body: Body) -> Self {
                Self { $($file: DrugKinetics::new(typical, own, body),)* }
            }

            fn infusions_mut(&mut self, drug: Drug) -> &mut Infusions {
                match drug {
                    $(Drug::$drug => self.$file.infusions_mut(),)*
                }
            }

            fn turn_to(&mut self, own: &Ledger) {
                $(self.$file.turn_to(own);)*
            }

            fn state(&self) -> DrugsState {
                DrugsState { $($file: self.$file.state(),)* }
            }

            fn restore(&mut self, state: DrugsState) {
                $(self.$file.restore(state.$file);)*
            }

            fn advance(&mut self, from: f64, to: f64, means: &mut Exposure) {
                $(self.$file.advance(from, to, means);)*
            }

            fn levels(&self, levels: &mut Exposure) {
                $(self.$file.levels(levels);)*
            }

            fn next_edge(&self, now: f64) -> Option<f64> {
                let edges = [$(self.$file.infusions().next_edge(now)),*];
                edges.into_iter().flatten().min_by(f64::total_cmp)
            }
        }
    };
}
with_drugs!(kinetics);

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
    now: Time,
    drugs: Drugs,
    inhibitor: Inhibitor,
}

/// What changes while kinetics advance: the moment, what is infused and taken, and the levels. No parameters.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct KineticsState {
    now: Time,
    drugs: DrugsState,
    inhibitor: Vec<(f64, f64)>,
}

impl Kinetics {
    /// A patient who has received nothing yet, at time zero. `ledger` holds the patient's own numbers, `typical` the medians
    /// of the population, which normal cells have.
    pub fn new(typical: &Ledger, ledger: &Ledger, body: Body) -> Self {
        Self { now: Time::ZERO, drugs: Drugs::new(typical, ledger, body), inhibitor: Inhibitor::new(ledger) }
    }

    /// Orders an infusion that starts now or later.
    ///
    /// Panics if it should have started earlier, or has no length: a mistake of the caller.
    ///
    /// A dose of zero changes nothing.
    pub fn give(&mut self, mut infusion: Administration) {
        (infusion.start, infusion.duration) = (infusion.start.to_second(), infusion.duration.to_second());
        let (drug, start, now) = (infusion.drug.name(), infusion.start.in_hours(), self.now.in_hours());
        assert!(start >= now, "{drug} cannot start at {start} h: expected a start from now, {now} h, on");
        assert!(infusion.duration > Time::ZERO, "{drug} at {start} h has no length: expected a duration above 0");
        self.drugs.infusions_mut(infusion.drug).add(infusion);
    }

    /// In another course the same patient's numbers may have changed: exposure to idarubicin and formation of ara-CTP.
    pub fn turn_to(&mut self, ledger: &Ledger) {
        self.drugs.turn_to(ledger);
    }

    /// Infusions that start at `time` or later are not given.
    pub fn withdraw_from(&mut self, time: Time) {
        Drug::ALL.into_iter().for_each(|drug| self.drugs.infusions_mut(drug).withdraw_from(time.in_hours()));
    }

    /// What [`Kinetics::restore`] needs.
    pub fn state(&self) -> KineticsState {
        let Self { now, drugs, inhibitor } = self;
        KineticsState { now: *now, drugs: drugs.state(), inhibitor: inhibitor.state() }
    }

    /// Goes back to a state of the same patient: what follows is the same, bit for bit.
    pub fn restore(&mut self, state: KineticsState) {
        self.now = state.now;
        self.drugs.restore(state.drugs);
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
        self.drugs.advance(from, to, &mut means);
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
        self.drugs.levels(&mut levels);
        levels
    }

    /// The next start or end of an infusion after now.
    pub fn next_edge(&self) -> Option<Time> {
        self.drugs.next_edge(self.now.in_hours()).map(Time::hours)
    }
}
