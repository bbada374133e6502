//! What is kept of one patient's course when it ends: response, counts, residual disease, survival.
//! Left out: the curves themselves, which would not fit into memory for all patients.
//!
//! The window of a course closes on its day 42; where a second induction is given, the last window counts. Levels on a
//! day are those of the first point recorded at or after it.
//!
//! # What is not kept
//!
//! Curves, single cells and events beyond those that a check counts. A new check that needs more of a course adds a
//! field here, which is part of what chunks of a planned qualification hold; older chunks are then refused as
//! another layout.

use cenersim_model::{
    biology::Kind,
    curves::{Course, CurveSet, Event, EventKind, Outcome, Response, Variable, milestones},
    patient::{Disease, Patient},
};

/// End of the window in which the response to a course is judged, from its start (d).
pub const FIRST_WINDOW: f64 = 42.0;

/// One patient under one regimen.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Seen {
    /// Who it was.
    pub patient: Patient,
    /// Response, survival and milestones of the course.
    pub outcome: Outcome,
    /// First day of a complete remission.
    pub cr_day: Option<f64>,
    /// First day of a marrow without leukemia, whatever the counts (CR, CRp, CRi or MLFS).
    pub clear_day: Option<f64>,
    /// First day of CR or a partial remission.
    pub better_day: Option<f64>,
    /// Day on which the last induction began: 0 or that of the second.
    pub last_induction: f64,
    /// Days on which severe infections began.
    pub infections: Vec<f64>,
    /// What blood did in the first six weeks.
    pub blood: BloodSeen,
    /// True share of blasts in the marrow on day 16.
    pub day_16_blasts: f64,
    /// The same on day 28; NaN for days that were not simulated.
    pub day_28_blasts: f64,
    /// Leukemic cells over marrow cells on the day of the complete remission, by the cells themselves.
    pub residual: Option<f64>,
    /// Fall of the blasts in blood from day 0 to day 3 (log10).
    pub clearance: f64,
    /// Whether no leukemic stem cell is left when the simulation ends.
    pub extinct: bool,
}

/// Blood within the first six weeks (d): first days above a limit after the lowest point, infinite if never, and days below.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BloodSeen {
    /// Neutrophils of 0.5 x 10^9/L (d).
    pub neutrophils_above_half: f64,
    /// Neutrophils of 1.0 x 10^9/L (d).
    pub neutrophils_above_one: f64,
    /// Platelets of 100 x 10^9/L (d).
    pub platelets_above_100: f64,
    /// Days with leukocytes below 1.0 x 10^9/L.
    pub days_leukocytes_below_one: f64,
    /// Days with platelets below 50 x 10^9/L.
    pub days_platelets_below_50: f64,
    /// Whether platelets fell below 50 G/L and were above at the end.
    pub platelets_back: bool,
}

impl Seen {
    /// Everything that any check counts; the curves are dropped.
    pub fn of(patient: &Patient, course: Course) -> Self {
        let Course { curves, events, outcome, .. } = course;
        let first = |wanted: fn(Response) -> bool| first_response(&events, wanted);
        let cr_day = first(|response| response == Response::CR);
        let at = |variable, day| value_at(&curves, variable, None, day);
        let blasts = |day| at(Variable::BloodBlasts, day);
        Self {
            patient: patient.clone(),
            cr_day,
            clear_day: first(|response| response <= Response::MLFS),
            better_day: first(|response| matches!(response, Response::CR | Response::PR)),
            last_induction: second_induction(&events).unwrap_or(0.0),
            infections: days(&events, |kind| *kind == EventKind::Infection).collect(),
            blood: BloodSeen::of(&curves.until(FIRST_WINDOW)),
            day_16_blasts: at(Variable::MarrowBlasts, 16.0),
            day_28_blasts: at(Variable::MarrowBlasts, 28.0),
            residual: cr_day.map(|day| at(Variable::MarrowBlasts, day)),
            clearance: libm::log10(blasts(0.0) / blasts(3.0)),
            extinct: curves.of(Variable::Cells, Some(Kind::LeukemicStem)).last().is_some_and(|cells| *cells <= 0.0),
            outcome,
        }
    }

    /// Complete remission within the window of the first course.
    pub fn is_cr_of_first(&self) -> bool {
        self.cr_day.is_some_and(|day| day <= FIRST_WINDOW)
    }

    /// Complete remission within the window of the last induction.
    pub fn is_cr(&self) -> bool {
        self.cr_day.is_some_and(|day| day <= self.end())
    }

    /// A marrow without leukemia, whatever the counts.
    pub fn is_clear(&self) -> bool {
        self.clear_day.is_some()
    }

    /// CR or CRp.
    pub const fn is_remission(&self) -> bool {
        matches!(self.outcome.response, Response::CR | Response::CRp)
    }

    /// End of the window of the last induction (d).
    pub fn end(&self) -> f64 {
        self.last_induction + FIRST_WINDOW
    }

    /// On this day or before, of whatever cause.
    pub fn died_by(&self, day: f64) -> bool {
        self.outcome.survival.death_day.is_some_and(|death| death <= day)
    }

    /// Died before the end of induction without a complete remission.
    pub fn died_in_induction(&self) -> bool {
        !self.is_cr() && self.died_by(self.end())
    }

    /// The same, of an infection or a bleeding.
    pub fn died_in_aplasia(&self) -> bool {
        let cause = self.outcome.survival.death_cause.as_deref();
        self.died_in_induction() && matches!(cause, Some("infection" | "bleeding"))
    }

    /// Neither a complete remission by the end of the last induction nor death before it.
    pub fn is_resistant(&self) -> bool {
        !self.is_cr() && !self.died_in_induction()
    }

    /// Length of the first remission (wk); none unless relapsed.
    pub fn first_remission(&self) -> Option<f64> {
        match self.patient.disease {
            Disease::Relapsed { first_remission } => Some(first_remission.in_days() / 7.0),
            _ => None,
        }
    }
}

/// When events of a kind happened (d).
fn days(events: &[Event], of: impl Fn(&EventKind) -> bool) -> impl Iterator<Item = f64> {
    events.iter().filter(move |event| of(&event.kind)).map(|event| event.time.in_days())
}

/// First day of a response that is wanted.
fn first_response(events: &[Event], wanted: fn(Response) -> bool) -> Option<f64> {
    days(events, |kind| matches!(kind, EventKind::Response(response) if wanted(*response))).next()
}

/// Day on which a second course began before the first window had closed.
fn second_induction(events: &[Event]) -> Option<f64> {
    days(events, |kind| matches!(kind, EventKind::Dose { course: 2, .. })).next().filter(|day| *day < FIRST_WINDOW)
}

/// Value of a curve at the first point at or after a day; not a number beyond its end.
pub fn value_at(curves: &CurveSet, variable: Variable, kind: Option<Kind>, day: f64) -> f64 {
    let at = curves.days.iter().position(|recorded| *recorded >= day - 1e-9);
    at.and_then(|at| curves.of(variable, kind).get(at).copied()).unwrap_or(f64::NAN)
}

/// Days with less than this (the value at the end of each span counts for it).
pub fn days_below(curves: &CurveSet, variable: Variable, limit: f64) -> f64 {
    let (days, values) = (&curves.days, curves.of(variable, None));
    (1..days.len().min(values.len())).filter(|&i| values[i] < limit).map(|i| days[i] - days[i - 1]).sum()
}

impl BloodSeen {
    /// Of the curves of the first six weeks.
    pub fn of(curves: &CurveSet) -> Self {
        let found = milestones(curves);
        let day = |day: Option<f64>| day.unwrap_or(f64::INFINITY);
        let last = curves.of(Variable::Platelets, None).last().copied().unwrap_or(f64::NAN);
        Self {
            neutrophils_above_half: day(found.neutrophils_above_half_day),
            neutrophils_above_one: day(found.neutrophils_above_one_day),
            platelets_above_100: day(found.platelets_above_100_day),
            days_leukocytes_below_one: days_below(curves, Variable::Leukocytes, 1.0),
            days_platelets_below_50: found.days_platelets_below_50,
            platelets_back: found.platelet_nadir < 50.0 && last >= 50.0,
        }
    }
}
