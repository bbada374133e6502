//! A process of one's own beside those of the model: lymphocytes of a donor kill leukemic cells that are in cycle, and
//! do so the better, the less p53 mRNA a cell has. The rule is invented; the example shows what a process sees.
//!
//! A process that belongs to the model is a file in `src/model/biology`, a line in the list there and a table of numbers.
//!
//! `cargo run --release --example own_process`

use cenersim::{
    biology::{ClassCells, Phase},
    curves::Course,
    scenario::Scenario,
    simulation::{simulate, simulate_with},
};
use std::{error::Error, path::Path};

/// Greatest hazard of death by lymphocytes [1/h]; invented.
const KILLING: f32 = 0.01;

/// The rule, for the cells of one class in one step: columns of the same length, a row for each agent.
fn lymphocytes(class: &mut ClassCells) {
    if !class.kind.is_leukemic() {
        return;
    }
    for ((hazard, cycle), mrna) in class.hazard.iter_mut().zip(&*class.cells.cycle).zip(&*class.cells.mrna) {
        let in_cycle = cycle.0 > 0.0;
        *hazard += if in_cycle { KILLING / (1.0 + mrna.0) } else { 0.0 };
    }
}

fn log_kill(course: &Course) -> f64 {
    course.outcome.milestones.blast_log_kill
}

fn main() -> Result<(), Box<dyn Error>> {
    let changes = ["simulation.agents_per_class=64", "simulation.horizon=45 d"].map(String::from);
    let scenario = Scenario::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/arm_b.toml")), &changes)?;
    let case = scenario.case(scenario.arm("B")?, &[]);

    let as_it_is = simulate(&case, 0, &|_| {});
    // Hazards are set in the phase `Die` and decide in the phase `Cycle`: the process adds to them in between.
    let with_lymphocytes = simulate_with(&case, 0, &|_| {}, |marrow| marrow.add(Phase::Die, lymphocytes));

    println!("log-kill of leukemic cells in arm B");
    println!("  as it is          {:.2}", log_kill(&as_it_is));
    println!("  with lymphocytes  {:.2}", log_kill(&with_lymphocytes));
    Ok(())
}
