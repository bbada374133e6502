//! What happened to the patient and when.

use crate::{
    quantity::Time,
    treatment::{Administration, Drug},
};

/// One dated fact of a patient's course.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub time: Time,
    pub kind: EventKind,
}

/// The infusions among these events.
pub fn administrations(events: &[Event]) -> Vec<Administration> {
    let given = |event: &Event| match event.kind {
        EventKind::Dose { drug, amount_mg, duration, course } => {
            Some(Administration { drug, start: event.time, duration, amount_mg, course })
        }
        _ => None,
    };
    events.iter().filter_map(given).collect()
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// An infusion begins.
    Dose { drug: Drug, amount_mg: f64, duration: Time, course: u32 },
    /// A marrow examination: blasts among the cells counted, cellularity relative to healthy, blood counts (10^9/L).
    Examination { blasts: u32, counted: u32, cellularity: f64, neutrophils: f64, platelets: f64 },
    /// Best response so far became this, by the criteria in force.
    Response(super::Response),
    /// Marrow blasts are back after a remission.
    Relapse,
    /// A severe infection begins.
    Infection,
    /// A severe bleeding.
    Bleeding,
    /// The patient dies; the cause is `infection`, `bleeding` or `leukemia`.
    Death { cause: &'static str },
}

impl EventKind {
    /// The name in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Dose { .. } => "dose",
            Self::Examination { .. } => "examination",
            Self::Response(_) => "response",
            Self::Relapse => "relapse",
            Self::Infection => "infection",
            Self::Bleeding => "bleeding",
            Self::Death { .. } => "death",
        }
    }
}
