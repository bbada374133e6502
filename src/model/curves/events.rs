//! What happened to the patient and when.
//! Events are dated by what causes them, not by the end of the step in which they were found. Left out: who decided and
//! why.

use crate::{
    quantity::Time,
    treatment::{Administration, Drug, Route},
};
use serde::{Deserialize, Deserializer, de::Error};

/// One dated fact of a patient's course.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Event {
    /// Since the first dose day began.
    pub time: Time,
    /// What happened then.
    pub kind: EventKind,
}

/// The infusions among these events.
///
/// In the order of the events; nothing else is looked at.
pub fn administrations(events: &[Event]) -> Vec<Administration> {
    let given = |event: &Event| match event.kind {
        EventKind::Dose { drug, amount_mg, duration, route, course } => {
            Some(Administration { drug, start: event.time, duration, amount_mg, route, course })
        }
        _ => None,
    };
    events.iter().filter_map(given).collect()
}

/// A cause of death, one of [`CAUSES_OF_DEATH`].
pub type Cause = &'static str;

/// Causes of death that a course can state.
/// The first three are causes of the model's hazards, the last two of the published survival after a failure.
pub const CAUSES_OF_DEATH: [Cause; 5] =
    ["infection", "bleeding", "leukemia", "leukemia after failure", "after transplantation"];

/// Reads a cause of death, which is one of the list.
///
/// # Errors
/// If the text is none of [`CAUSES_OF_DEATH`].
pub fn known_cause<'de, D: Deserializer<'de>>(from: D) -> Result<Cause, D::Error> {
    let found = String::deserialize(from)?;
    let known = CAUSES_OF_DEATH.into_iter().find(|cause| *cause == found);
    known.ok_or_else(|| D::Error::custom(format_args!("`{found}` is no cause of death")))
}

/// What happened.
///
/// In files an event has its name in lower case, see [`EventKind::name`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum EventKind {
    /// An infusion begins, or an injection or a swallow.
    Dose {
        /// What is given.
        drug: Drug,
        /// All of it (mg).
        amount_mg: f64,
        /// Length of the infusion.
        duration: Time,
        /// The way into the body.
        route: Route,
        /// Course it belongs to, from 1.
        course: u32,
    },
    /// A marrow examination, with the blood counts of the day.
    Examination {
        /// Blasts among the cells counted.
        blasts: u32,
        /// Nucleated cells counted.
        counted: u32,
        /// Cells relative to a healthy marrow.
        cellularity: f64,
        /// Neutrophils in blood (10^9/L).
        neutrophils: f64,
        /// Platelets in blood (10^9/L).
        platelets: f64,
    },
    /// A course that is due is held until blood counts have recovered.
    CourseHeld {
        /// Neutrophils in blood (10^9/L).
        neutrophils: f64,
        /// Platelets in blood (10^9/L).
        platelets: f64,
    },
    /// A course begins with less of every drug, because of its blood counts.
    CourseReduced {
        /// Neutrophils in blood (10^9/L).
        neutrophils: f64,
        /// Platelets in blood (10^9/L).
        platelets: f64,
        /// The course, from 1.
        course: u32,
    },
    /// Best response so far became this, by the criteria in force.
    Response(super::Response),
    /// Marrow blasts are back after a remission.
    Relapse,
    /// A severe infection begins.
    Infection,
    /// A severe bleeding.
    Bleeding,
    /// The treatment has failed: no remission after the last induction course, or a relapse.
    Failure,
    /// A second salvage treatment by chemotherapy begins.
    SecondSalvage,
    /// An allogeneic transplantation, in remission or after a failure.
    Transplantation,
    /// Palliative care begins.
    PalliativeCare,
    /// The patient dies; the cause is one of [`CAUSES_OF_DEATH`].
    Death {
        /// One of [`CAUSES_OF_DEATH`].
        #[serde(deserialize_with = "known_cause")]
        cause: Cause,
    },
}

impl EventKind {
    /// The name in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Dose { route: Route::Intravenous, .. } => "dose",
            Self::Dose { route: Route::Subcutaneous, .. } => "dose_subcutaneous",
            Self::Dose { route: Route::Oral, .. } => "dose_oral",
            Self::Examination { .. } => "examination",
            Self::CourseHeld { .. } => "course_held",
            Self::CourseReduced { .. } => "course_reduced",
            Self::Response(_) => "response",
            Self::Relapse => "relapse",
            Self::Infection => "infection",
            Self::Bleeding => "bleeding",
            Self::Failure => "failure",
            Self::SecondSalvage => "second_salvage",
            Self::Transplantation => "transplantation",
            Self::PalliativeCare => "palliative_care",
            Self::Death { .. } => "death",
        }
    }
}
