//! The benchmark model in krABMaga: one boxed agent for each cell in the schedule, counts in the shared state.
//! Daughters enter the schedule when the step is over; the dead say that they are stopped.

mod cell;
#[path = "../../birth_death/draws.rs"]
mod draws;
#[path = "../../birth_death/rule.rs"]
mod rule;
mod tell;

use krabmaga::engine::{agent::Agent, schedule::Schedule, state::State};
use rule::{Cell, Counts, fate};
use std::any::Any;
use tell::Telling;

struct Marrow {
    founders: u64,
    step: u64,
    keys: draws::StepKeys,
    counts: Counts,
    daughters: Vec<Cell>,
}

impl State for Marrow {
    fn init(&mut self, schedule: &mut Schedule) {
        for index in 0..self.founders {
            schedule.schedule_repeating(Box::new(Living { cell: rule::founder(index), dead: false }), 0.0, 0);
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn State {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }

    fn reset(&mut self) {}

    fn update(&mut self, _step: u64) {}

    fn before_step(&mut self, _schedule: &mut Schedule) {
        self.keys = draws::StepKeys::new(self.step);
        self.counts = Counts::default();
        self.step += 1;
    }

    fn after_step(&mut self, schedule: &mut Schedule) {
        for cell in self.daughters.drain(..) {
            schedule.schedule_repeating(Box::new(Living { cell, dead: false }), schedule.time + 1.0, 0);
        }
    }
}

#[derive(Clone)]
struct Living {
    cell: Cell,
    dead: bool,
}

impl Agent for Living {
    fn step(&mut self, state: &mut dyn State) {
        let marrow = state.as_any_mut().downcast_mut::<Marrow>().expect("the only state is the marrow");
        let fate = cell::advance(&mut self.cell, marrow.keys.fate, &mut marrow.counts);
        self.dead = fate == fate::DEATH;
        if fate == fate::DIVISION {
            let (mother, daughter) = rule::divide(self.cell, draws::daughter(self.cell.lineage, marrow.keys.birth));
            self.cell = mother;
            marrow.daughters.push(daughter);
        }
    }

    fn is_stopped(&mut self, _state: &mut dyn State) -> bool {
        self.dead
    }
}

fn main() {
    let mut telling = Telling::from_arguments();
    let keys = draws::StepKeys::new(0);
    let founders = telling.agents;
    let mut marrow = Marrow { founders, step: 0, keys, counts: Counts::default(), daughters: Vec::new() };
    let mut schedule = Schedule::new();
    marrow.init(&mut schedule);
    telling.begin();
    for _ in 0..telling.steps {
        schedule.step(&mut marrow);
        telling.add(marrow.counts);
    }
    telling.tell();
}
