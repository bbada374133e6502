//! Body size, and doses with absolute amounts for one patient.

use super::{Drug, Route};
use crate::quantity::Time;

/// Body size of one patient.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Body {
    /// Doses per kg go by it, and the clearance of cenersen.
    pub weight_kg: f64,
    /// With the weight it gives the surface.
    pub height_cm: f64,
}

impl Body {
    /// Body surface area in m2; Mosteller 1987: sqrt(height weight / 3600).
    pub fn surface_m2(self) -> f64 {
        (self.height_cm * self.weight_kg / 3600.0).sqrt()
    }
}

/// One infusion at a constant rate, into a vein or a depot; a bolus, an injection or a swallow is a short infusion.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Administration {
    /// What is infused.
    pub drug: Drug,
    /// Since the first dose day began.
    pub start: Time,
    /// Above zero.
    pub duration: Time,
    /// All of the infusion (mg).
    pub amount_mg: f64,
    /// How it enters the body.
    pub route: Route,
    /// Course it belongs to, from 1.
    pub course: u32,
}

impl Administration {
    /// To the second, as everything that happens.
    pub fn end(self) -> Time {
        self.start.after(self.duration)
    }

    /// Amount over duration.
    pub fn rate_mg_per_h(self) -> f64 {
        self.amount_mg / self.duration.in_hours()
    }
}
