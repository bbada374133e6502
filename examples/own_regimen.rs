//! A regimen of one's own, built in Rust: idarubicin on three days and cytarabine as an infusion of a week (3+7), then
//! the same with cenersen begun a day before.
//!
//! `cargo run --release --example own_regimen`

use cenersim::{
    quantity::Time,
    scenario::Scenario,
    simulation::simulate,
    treatment::{Basis, CourseRule, Dose, DoseTable, Drug, Infusions, Regimen, Schedule},
};
use std::{error::Error, path::Path};

/// An amount (mg, mg/kg or mg/m2; of a rate, the same per hour) as it is written in tables.
fn dose(amount: f64, basis: Basis, written: &str) -> Dose {
    Dose { amount, basis, written: written.into() }
}

fn three_and_seven() -> Regimen {
    let daily = Infusions::daily(dose(12.0, Basis::PerSurface, "12 mg/m2"), vec![1, 2, 3], Time::hours(0.25));
    let rate = dose(100.0 / 24.0, Basis::PerSurface, "100 mg/m2/d");
    let week = Infusions::continuous(rate, Time::days(7.0));
    let start = Time::days(1.0);
    Regimen {
        name: "3+7".into(),
        doses: [
            (Drug::Idarubicin, vec![Schedule::new(start, daily)]),
            (Drug::Cytarabine, vec![Schedule::new(start, week)]),
        ]
        .into(),
        courses: CourseRule::single(),
        ..Regimen::default()
    }
}

fn with_cenersen() -> Regimen {
    let rate = dose(0.1, Basis::PerWeight, "0.1 mg/kg/h");
    let week = Schedule::new(Time::ZERO, Infusions::continuous(rate, Time::days(7.0)));
    let mut regimen = Regimen { name: "3+7 and cenersen".into(), ..three_and_seven() };
    regimen.doses.insert(Drug::Cenersen, vec![week]);
    regimen
}

fn main() -> Result<(), Box<dyn Error>> {
    // The patient and the model are those of a scenario; its arms are not used.
    let changes = ["simulation.agents_per_class=64", "simulation.horizon=45 d"].map(String::from);
    let scenario = Scenario::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/arm_b.toml")), &changes)?;
    for regimen in [three_and_seven(), with_cenersen()] {
        let course = simulate(&scenario.case(&regimen, &[]), 0, &|_| {});
        let (body, age) = (scenario.patient.body, scenario.patient.age_years);
        println!("{}\n\n{}", regimen.name, DoseTable::first_course(&regimen, body, age));
        println!("log-kill of leukemic cells: {:.2}\n", course.outcome.milestones.blast_log_kill);
    }
    Ok(())
}
