//! Arm B in its patient with few agents, simulated for what a test asks for. Left out: what becomes of the patient; a test that
//! needs a relapse or a death adds it.

use super::{FigureInput, Thresholds};
use crate::fixtures::arm_b;
use cenersim_model::{
    curves::{Course, CurveSet, Event, EventKind, administrations},
    treatment::{Administration, Drug},
};

/// Blasts of 200 cells in the examinations of every patient until day 42.
pub const BLASTS: [u32; 3] = [118, 12, 4];

/// Owned data that a [`FigureInput`] borrows.
pub struct Example {
    pub title: String,
    pub replicates: Vec<CurveSet>,
    pub doses: Vec<Administration>,
    pub prescribed: Vec<(Drug, String)>,
    pub events: Vec<Vec<Event>>,
}

impl Example {
    pub fn input(&self) -> FigureInput<'_> {
        FigureInput {
            title: &self.title,
            arm: "arm B",
            replicates: &self.replicates,
            without: &[],
            doses: &self.doses,
            prescribed: &self.prescribed,
            events: &self.events,
            thresholds: Thresholds { marrow_blasts: 0.05, neutrophils: [0.5, 1.0], platelets: [50.0, 100.0] },
            footer: "scenario arm_b · seed 1 · cenersim 0.1.0 · 100,000 agents",
        }
    }

    /// Treated patients with the given number of courses.
    pub fn treated(replicates: u32, horizon: f64, courses: u32) -> Self {
        let simulated = arm_b(replicates, horizon, courses);
        Self {
            title: "Cenersen, idarubicin and high-dose cytarabine".into(),
            doses: administrations(&simulated[0].events),
            prescribed: vec![(Drug::Idarubicin, "12 mg/m2, days 2–4".into())],
            events: simulated.iter().map(examined).collect(),
            replicates: simulated.into_iter().map(|course| course.curves).collect(),
        }
    }

    /// A patient who gets nothing.
    pub fn untreated(horizon: f64) -> Self {
        Self { title: "Untreated relapse".into(), ..Self::treated(1, horizon, 0) }
    }

    /// Every curve is zero.
    pub fn zero() -> Self {
        let mut example = Self::treated(1, 28.0, 1);
        for values in example.replicates[0].values.values_mut() {
            values.fill(0.0);
        }
        example
    }
}

/// Doses and examinations, in which these numbers of blasts are found.
fn examined(course: &Course) -> Vec<Event> {
    let mut left = BLASTS.into_iter().cycle();
    let one = |event: &Event| match event.kind {
        EventKind::Dose { .. } => Some(event.clone()),
        EventKind::Examination { counted, cellularity, neutrophils, platelets, .. } => {
            let blasts = left.next()?;
            let kind = EventKind::Examination { blasts, counted, cellularity, neutrophils, platelets };
            Some(Event { kind, ..*event })
        }
        _ => None,
    };
    course.events.iter().filter_map(one).collect()
}
