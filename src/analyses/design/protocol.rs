//! The protocol of a next trial: arms, endpoint, test, the effect that is hoped for, and how much is simulated to see what
//! the model says of it. Left out: faults of one value alone, such as a wrong unit, which the reader of the scenario finds
//! itself.

use crate::comparison::{Endpoint, Measure, Rate};
use cenersim_model::{parameters::Ledger, quantity::nearest, simulation::Settings};
use cenersim_statistics::Spending;
use std::{fmt, ops::RangeInclusive};

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path below `design`, such as `alpha`.
    pub key: String,
    /// One sentence: what was found, what was expected.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`design.{}`: {}", self.key, self.message)
    }
}

impl std::error::Error for Fault {}

/// How the trial is analyzed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Two arms, one analysis at the end.
    Fixed,
    /// Two arms and several looks, each of which may end the trial.
    GroupSequential,
    /// One arm in two stages, with the smallest expected number of patients (Simon 1989).
    SimonOptimal,
    /// One arm in two stages, with the smallest number of patients (Simon 1989).
    SimonMinimax,
}

impl Kind {
    /// The name in figures and tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::GroupSequential => "group-sequential",
            Self::SimonOptimal => "Simon two-stage, optimal",
            Self::SimonMinimax => "Simon two-stage, minimax",
        }
    }

    /// Whether the trial has a control arm.
    pub const fn is_controlled(self) -> bool {
        matches!(self, Self::Fixed | Self::GroupSequential)
    }
}

/// What the trial asks of each patient.
pub const SURVIVAL: Endpoint = Endpoint::Measure(Measure::named("overall_survival"));
/// The endpoints that a trial can be designed for.
const ENDPOINTS: [Endpoint; 3] = [Endpoint::Rate(Rate::Cr), Endpoint::Rate(Rate::Remission), SURVIVAL];

/// The endpoint of this name.
///
/// # Errors
/// One sentence with the names there are.
pub fn endpoint(name: &str) -> Result<Endpoint, String> {
    ENDPOINTS.into_iter().find(|endpoint| endpoint.name() == name).ok_or_else(|| {
        let near = nearest(name, ENDPOINTS.into_iter().map(Endpoint::name));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let known = ENDPOINTS.map(Endpoint::name).join("`, `");
        format!("a trial cannot be designed for `{name}`: expected one of `{known}`{hint}")
    })
}

/// A next trial before anything is simulated.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Protocol {
    /// Name of the arm that is tested.
    pub treatment: String,
    /// Name of the arm that it is compared with; none for the treatment without cenersen.
    pub control: Option<String>,
    /// Complete remission, remission of any kind, or overall survival.
    pub endpoint: Endpoint,
    /// How it is analyzed.
    pub kind: Kind,
    /// Chance of a significant result without an effect: of both sides together if there are two.
    pub alpha: f64,
    /// 1 or 2.
    pub sides: u32,
    /// Chance of success that is wanted.
    pub power: f64,
    /// Patients of the treatment for each one of the control.
    pub allocation: f64,
    /// Expected rate of the control; of survival the share alive at the end of the observation. In one arm the rate that is
    /// of no interest.
    pub control_rate: f64,
    /// Rate of the treatment that is hoped for.
    pub treatment_rate: f64,
    /// Looks at the results, evenly spaced; 1 of a fixed design.
    pub looks: u32,
    /// How they spend alpha.
    pub spending: Spending,
    /// Patients planned; none for as many as the hoped-for effect needs.
    pub patients: Option<u32>,
    /// Largest trial that is looked at.
    pub largest: u32,
    /// Observation of each patient (d), for survival.
    pub follow_up_days: f64,
    /// Draws of the parameters.
    pub draws: u32,
    /// Virtual patients of each draw.
    pub patients_per_draw: u32,
    /// Courses of each virtual patient in each arm.
    pub replicates: u32,
    /// Trials that are simulated to see how often they err without an effect.
    pub trials: u32,
    /// Paths of the parameters that are drawn; empty for all that are recalled or assumed.
    pub parameters: Vec<String>,
    /// Those of them that are not drawn, because the scenario sets them.
    pub known: Vec<String>,
}

/// Sizes within which an answer means something.
const DRAWS: RangeInclusive<u32> = 10..=1_000_000;
/// Patients with each draw; two are the fewest from which a variance follows.
const PATIENTS_PER_DRAW: RangeInclusive<u32> = 2..=100_000;
/// Courses of each patient in each arm.
const REPLICATES: RangeInclusive<u32> = 1..=100;
/// Simulated trials.
const TRIALS: RangeInclusive<u32> = 100..=1_000_000;
/// Looks of a group-sequential trial, the final one included.
const LOOKS: RangeInclusive<u32> = 1..=20;
/// Patients of the largest trial that is thought of.
const LARGEST: RangeInclusive<u32> = 4..=u32::MAX;
/// Most patients of all simulated trials together: an hour of one core.
const MOST_SIMULATED: f64 = 1e10;

/// A refusal at a key of `[design]`.
fn fault<T>(key: &str, message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { key: key.into(), message: message.into() })
}

/// A whole number within its range, with both ends; else a fault that names the range.
fn within(key: &str, found: u32, range: &RangeInclusive<u32>) -> Result<(), Fault> {
    match range.contains(&found) {
        true => Ok(()),
        false => fault(key, format!("{found} is out of range: expected {} to {}", range.start(), range.end())),
    }
}

/// A share strictly between these.
fn share(key: &str, found: f64, (low, high): (f64, f64)) -> Result<(), Fault> {
    match found > low && found < high {
        true => Ok(()),
        false => fault(key, format!("{found} is out of range: expected a number above {low} and below {high}")),
    }
}

impl Protocol {
    /// Alpha of one side.
    pub fn one_sided_alpha(&self) -> f64 {
        self.alpha / f64::from(self.sides)
    }

    /// Shares of the patients at the looks.
    pub fn times(&self) -> Vec<f64> {
        (1..=self.looks).map(|look| f64::from(look) / f64::from(self.looks)).collect()
    }

    /// Whether survival is compared.
    pub fn is_survival(&self) -> bool {
        self.endpoint == SURVIVAL
    }

    /// Patients of the control and of the treatment among so many; of one arm all are of the treatment.
    pub fn sizes(&self, patients: u32) -> [u32; 2] {
        if !self.kind.is_controlled() {
            return [0, patients];
        }
        let control = (f64::from(patients) / (1.0 + self.allocation)).round() as u32;
        let control = control.clamp(1, patients.max(2) - 1);
        [control, patients.max(2) - control]
    }

    /// Whether the numbers fit each other and the simulation.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, ledger: &Ledger, settings: &Settings) -> Result<(), Fault> {
        self.check_arms()?;
        self.check_errors()?;
        self.check_sizes()?;
        if self.is_survival() { self.check_follow_up(settings) } else { self.check_window(ledger, settings) }
    }

    /// The control is another arm, or the treatment without cenersen.
    fn check_arms(&self) -> Result<(), Fault> {
        if self.control.as_ref() == Some(&self.treatment) {
            return fault(
                "control",
                format!(
                    "`{}` is the treatment: expected another arm, or none for the treatment without cenersen",
                    self.treatment
                ),
            );
        }
        match self.allocation > 0.0 && self.allocation.is_finite() {
            true => Ok(()),
            false => fault("allocation", format!("{} is no ratio: expected a number above 0", self.allocation)),
        }
    }

    /// | key | must be |
    /// |---|---|
    /// | `alpha` | above 0 and below 0.5 |
    /// | `sides` | 1 or 2, and 1 with one arm |
    /// | `power` | above alpha and below 1 |
    /// | rates | between 0 and 1, that of the treatment above that of the control |
    fn check_errors(&self) -> Result<(), Fault> {
        share("alpha", self.alpha, (0.0, 0.5))?;
        within("sides", self.sides, &(1..=2))?;
        share("power", self.power, (self.alpha, 1.0))?;
        share("control_rate", self.control_rate, (0.0, 1.0))?;
        share("treatment_rate", self.treatment_rate, (self.control_rate, 1.0))?;
        if self.kind.is_controlled() {
            return Ok(());
        }
        match (self.sides, self.is_survival()) {
            (_, true) => fault("endpoint", "one arm in two stages counts responses: expected `cr` or `remission`"),
            (2, _) => fault("sides", "one arm in two stages is a one-sided test: expected 1"),
            _ => Ok(()),
        }
    }

    /// All sizes lie within what an answer can be had for, and fit each other.
    fn check_sizes(&self) -> Result<(), Fault> {
        within("looks", self.looks, &LOOKS)?;
        if self.kind == Kind::GroupSequential && self.looks < 2 {
            return fault("looks", "a group-sequential trial looks more than once: expected 2 or more");
        }
        within("largest", self.largest, &LARGEST)?;
        if let Some(patients) = self.patients {
            within("patients", patients, &(*LARGEST.start()..=self.largest))?;
        }
        within("draws", self.draws, &DRAWS)?;
        within("patients_per_draw", self.patients_per_draw, &PATIENTS_PER_DRAW)?;
        within("replicates", self.replicates, &REPLICATES)?;
        within("trials", self.trials, &TRIALS)?;
        let simulated = f64::from(self.patients.unwrap_or(0)) * f64::from(self.trials);
        match simulated <= MOST_SIMULATED {
            true => Ok(()),
            false => fault(
                "patients",
                format!("{} trials of so many patients would take days: expected fewer of either", self.trials),
            ),
        }
    }

    /// Survival must be simulated for as long as it is observed.
    fn check_follow_up(&self, settings: &Settings) -> Result<(), Fault> {
        let (days, end) = (self.follow_up_days, settings.end().in_days());
        if days > 0.0 && days <= end {
            return Ok(());
        }
        let message = format!(
            "survival to day {days} cannot be seen in a simulation to day {end}: expected a time up to that, or \
             `simulation.horizon` of {days} d or more"
        );
        fault("follow_up", message)
    }

    /// The simulation must last until the response window closes.
    fn check_window(&self, ledger: &Ledger, settings: &Settings) -> Result<(), Fault> {
        let window = ledger.time(&format!("criteria.{}.window_to", settings.criteria)).in_days();
        let (name, horizon) = (self.endpoint.name(), settings.horizon.in_days());
        if window <= horizon {
            return Ok(());
        }
        let message = format!(
            "`{name}` is decided up to day {window} and the simulation ends on day {horizon}: expected \
             `simulation.horizon` of {window} d or more"
        );
        fault("endpoint", message)
    }

    /// Bytes of the outcomes that are in memory at a time, and of a simulated trial for each of so many threads.
    pub fn memory(&self, threads: f64) -> f64 {
        let pool = f64::from(self.draws) * f64::from(self.patients_per_draw) * f64::from(self.replicates);
        pool * VALUES_OF_A_PAIR * COPIES * 8.0
            + f64::from(self.patients.unwrap_or(self.largest)) * threads * PER_PATIENT
    }
}

/// Numbers of a pair of courses, and copies of them while they are counted.
const VALUES_OF_A_PAIR: f64 = 4.0;
/// Copies of these numbers that are in memory at once.
const COPIES: f64 = 4.0;
/// Bytes of a patient of a simulated trial.
const PER_PATIENT: f64 = 64.0;
