//! What cenersen does to each kind of cell, for the diagram of the pathway: the reference patient on one day, with and
//! without it. Left out: other patients, and other days (the mechanism figure of a run shows them).

use cenersim_analyses::{
    comparison::{Arm, Without},
    trial::Trial,
};
use cenersim_model::{
    biology::Kind,
    curves::{CurveSet, Variable},
    quantity::Time,
    simulation::{Case, Settings, simulate},
    treatment::Drug,
};
use cenersim_plot::trial::{KindMechanism, Mechanism};

/// By then cenersen has reached its plateau in the cells, and two doses of idarubicin have been given.
const DAY: f64 = 3.0;

/// The pathway in the first arm that gives cenersen; none if no arm does.
pub fn mechanism(trial: &Trial) -> Option<Mechanism> {
    let arm = trial.arms.iter().find(|arm| arm.drugs().contains(&Drug::Cenersen))?;
    let without = curves(&arm.without(&[Without::Drug(Drug::Cenersen)]), &trial.settings);
    let with = curves(arm, &trial.settings);
    let kind = |kind: Kind| {
        let level = arm.ledger.number(&format!("rnase_h.level.{}", kind.name()));
        KindMechanism::at(kind, level, DAY, [&without, &with])
    };
    Some(Mechanism {
        whose: format!("reference patient, arm {}", arm.name),
        day: DAY,
        cenersen_cell: with.of(Variable::CenersenCell, None).last().copied().unwrap_or(f64::NAN),
        kinds: Kind::ALL.map(kind).into(),
    })
}

/// The reference patient until that day.
fn curves(arm: &Arm, settings: &Settings) -> CurveSet {
    let settings = Settings { horizon: Time::days(DAY), examinations: Vec::new(), ..settings.clone() };
    let Arm { ledger, correlations, patient, regimen, .. } = arm;
    let case = Case { ledger, correlations, patient, regimen, settings: &settings, snapshots: &[] };
    simulate(&case, 0, &|_| {}).curves
}
