//! What `cenersim compare` and `cenersim trial` compute, as data in a program: arms in the same patients with a sweep, the
//! contribution of each drug and the hypotheses about p53; then a trial, repeated under posterior draws if there are some.
//!
//! `cargo run --release --example compare_arms [posterior.parquet]`

use cenersim::{
    comparison::{Compared, Who, Without},
    report::read_posterior,
    scenario::Sweep,
    study::{ComparisonRequest, HeadlineRequest, Input, PosteriorDraws, TrialRequest},
    treatment::Drug,
};
use std::{error::Error, path::Path};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");

/// A shipped scenario with few agents.
fn scenario(name: &str, change: &str) -> Result<Input, Box<dyn Error>> {
    let changes = ["simulation.agents_per_class=8", "simulation.step=2 h", change].map(String::from);
    Ok(Input::read(&Path::new(SCENARIOS).join(name), &changes)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    compare()?;
    conduct(std::env::args().nth(1).as_deref())
}

fn compare() -> Result<(), Box<dyn Error>> {
    // Six patients of the population go through every arm. Each meets the same chance in all of them, so a difference
    // between arms is a difference of treatment.
    let request = ComparisonRequest {
        who: Who::Population(6),
        without: vec![vec![Without::Drug(Drug::Cenersen)]],
        sweep: vec![Sweep::parse("arm.cenersen.duration=2 d,7 d")?],
        attribution: 3,
        headline: HeadlineRequest { only: None, pairs: 4 },
        ..ComparisonRequest::of(vec![scenario("arm_b.toml", "simulation.horizon=60 d")?])
    };
    let (compared, failed) = request.prepare()?.compute(&|_| {})?;
    assert!(failed.is_empty(), "no simulation of this example fails");
    show(&compared);
    Ok(())
}

fn show(compared: &Compared) {
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
    for found in &compared.attribution {
        println!("{} of arm {}", found.label, compared.arms[found.arm].name);
        found.contributions.iter().for_each(|drug| println!("  {}: {:.2} {}", drug.drug, drug.share, found.unit));
    }
    for point in compared.sweep.iter().flat_map(|sweep| &sweep.points) {
        let [values, arm] = [point.values.join(", "), compared.arms[point.arm].name.clone()];
        point.rates.iter().take(1).for_each(|rate| println!("{values}, arm {arm}: CR {} of {}", rate.found, rate.n));
    }
    for under in compared.headline.iter().flat_map(|headline| &headline.hypotheses) {
        for arm in &under.arms {
            println!("{}: {}, CR with less without cenersen {:.2}", under.hypothesis.name(), arm.name, arm.difference);
        }
    }
}

/// The virtual trial, once; under the draws of a calibration four times more, each time under one of them.
fn conduct(posterior: Option<&str>) -> Result<(), Box<dyn Error>> {
    let draws = posterior.map(|file| Ok::<_, Box<dyn Error>>((read_posterior(Path::new(file))?, file))).transpose()?;
    let request = TrialRequest {
        trials: draws.is_some().then_some(4),
        posterior: draws.map(|(posterior, file)| PosteriorDraws::of(&posterior, file)),
        headline: HeadlineRequest { only: None, pairs: 0 },
        ..TrialRequest::of(scenario("phase2.toml", "trial.follow_up=60 d")?)
    };
    let (result, _) = request.prepare()?.compute(&|_| {})?;
    println!("\n{}", result.title);
    for group in result.trial.subgroups.iter().filter(|group| group.heading == "arm") {
        println!("  {}: CR {} of {}", group.label, group.cr, group.n);
    }
    for found in result.repeated.iter().flat_map(|repeated| &repeated.explanations) {
        println!("  {}: {} CR in the median trial", found.explanation.label(), found.cr.median);
    }
    Ok(())
}
