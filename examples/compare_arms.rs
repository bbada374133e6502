//! Arms in the same patients: what `cenersim compare` computes, as data in a program.
//!
//! `cargo run --release --example compare_arms`

use cenersim::{
    comparison::{Who, Without},
    scenario::Scenario,
    treatment::Drug,
};
use std::{error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let changes = ["simulation.agents_per_class=8", "simulation.horizon=60 d"].map(String::from);
    let scenario = Scenario::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/arm_b.toml")), &changes)?;

    // Six patients of the population go through every arm. Each meets the same chance in all of them, so a difference
    // between arms is a difference of treatment.
    let mut design = scenario.comparison(Who::Population(6));
    design.arms.push(design.arms[0].without(&[Without::Drug(Drug::Cenersen)]));
    let (compared, failed) = design.compare("Arm B with and without cenersen", &|_| {});
    assert!(failed.is_empty(), "no simulation of this example fails");

    println!("{}\n", compared.title);
    for arm in &compared.arms {
        println!("{}", arm.name);
        for rate in &arm.rates {
            println!("  {}: {} of {}", rate.rate.label(), rate.found, rate.n);
        }
    }
    for pair in &compared.pairs {
        let [first, second] = [pair.first, pair.second].map(|arm| &compared.arms[arm].name);
        println!("{second} less {first}, medians over the same patients");
        for difference in &pair.measures {
            println!("  {}: {:.2}", difference.measure.label(), difference.median);
        }
    }
    Ok(())
}
