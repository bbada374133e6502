//! A marrow under way: the typical patient of the benches, untreated or in arm B from the first dose on, hour by hour.

#![allow(dead_code, reason = "every bench uses a part")]

use crate::cases;
use cenersim::{
    biology::{Blood, Marrow, Model},
    engine::Seed,
    quantity::Time,
    scenario::Scenario,
    treatment::{Exposure, Kinetics},
};

/// What happens to the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// No drug: damage and knock-down stay zero and their processes rest.
    Rest,
    /// Arm B: all processes work.
    Drugs,
}

impl Condition {
    pub const ALL: [Self; 2] = [Self::Rest, Self::Drugs];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Drugs => "drugs",
        }
    }
}

/// Everything needed to set up a marrow again and again.
pub struct Marrows {
    scenario: Scenario,
    model: Model,
    /// Exposure in each hour of the first days of arm B, from the first hour of chemotherapy.
    levels: Vec<Exposure>,
}

/// Hours after the first dose at which chemotherapy begins, and hours that are kept.
const CHEMOTHERAPY: usize = 24;
const KEPT: usize = 168;

impl Marrows {
    pub fn new() -> Self {
        let scenario = cases::scenario();
        let model = Model::new(&scenario.ledger, &scenario.ledger, scenario.patient.tp53);
        let mut kinetics = Kinetics::new(&scenario.ledger, &scenario.ledger, scenario.patient.body);
        for dose in scenario.arms[1].expand(scenario.patient.body, scenario.patient.age_years, 1, Time::ZERO) {
            kinetics.give(dose);
        }
        let hours = (0..CHEMOTHERAPY + KEPT).map(|_| kinetics.advance(Time::hours(1.0)));
        let levels = hours.collect::<Vec<_>>().split_off(CHEMOTHERAPY);
        Self { scenario, model, levels }
    }

    /// The marrow at presentation.
    pub fn presentation(&self, agents: usize) -> Marrow {
        let burden = self.scenario.patient.burden;
        let blood = Blood::at_output(&self.scenario.ledger, self.model.niche.normal_beside(burden));
        Marrow::new(self.model.clone(), blood, burden, agents, Seed::new(1))
    }

    /// One hour under this condition; returns the agents it moved.
    pub fn hour(&self, marrow: &mut Marrow, hour: usize, condition: Condition) -> u64 {
        let exposure = match condition {
            Condition::Rest => Exposure::default(),
            Condition::Drugs => self.levels[hour % KEPT],
        };
        let agents = marrow.roster().agents() as u64;
        marrow.advance(Time::hours(hour as f64), Time::hours(1.0), exposure);
        agents
    }

    /// The first hours of a marrow; returns agent-steps.
    pub fn run(&self, marrow: &mut Marrow, hours: usize, condition: Condition) -> u64 {
        (0..hours).map(|hour| self.hour(marrow, hour, condition)).sum()
    }
}
