//! One patient in one arm: read a scenario, change values of it, simulate, and look at curves and outcome.
//!
//! `cargo run --release --example one_patient`

use cenersim::{curves::Variable, scenario::Scenario, simulation::simulate, treatment::DoseTable};
use std::{error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    // Changes are those of `--set`: few agents for each class of cells and a short horizon, so that this takes seconds.
    let changes = ["simulation.agents_per_class=64", "simulation.horizon=60 d"].map(String::from);
    let scenario = Scenario::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/arm_b.toml")), &changes)?;
    let arm = scenario.arm("B")?;
    println!(
        "{}\n\n{}",
        scenario.title,
        DoseTable::first_course(arm, scenario.patient.body, scenario.patient.age_years)
    );

    // Pure: the same scenario gives the same course, whatever the machine and the number of threads.
    let course = simulate(&scenario.case(arm, &[]), 0, &|_| {});

    println!("  day  neutrophils [10^9/L]  blasts in the marrow [%]");
    let neutrophils = course.curves.of(Variable::Neutrophils, None);
    let blasts = course.curves.of(Variable::MarrowBlasts, None);
    let mut next = 0.0;
    for ((day, neutrophils), blasts) in course.curves.days.iter().zip(neutrophils).zip(blasts) {
        if *day >= next {
            println!("{day:5.1}  {neutrophils:20.2}  {:24.1}", 100.0 * blasts);
            next += 7.0;
        }
    }
    let milestones = &course.outcome.milestones;
    println!("\nresponse: {}", course.outcome.response.name());
    println!("log-kill: {:.1} by day {:.0}", milestones.blast_log_kill, milestones.blast_nadir_day);
    Ok(())
}
