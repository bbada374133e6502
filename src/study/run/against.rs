//! A what-if: a run laid over an earlier one, replicate by replicate, as the two arms of a comparison. Left out: rates and
//! tests, which a comparison of both scenarios has.
//!
//! Replicates of the same number and seed share their random numbers where the same things happen to them, so their
//! difference is that of what was changed.

use super::{super::StudyError, DRAWN, figures::curves_to_draw};
use cenersim_analyses::{
    comparison::{ArmResult, Bands, Compared, ShownOfArm},
    scenario::Scenario,
};
use cenersim_model::curves::CurveSet;
use cenersim_plot::{
    Figure, Theme,
    comparison::{ComparisonInput, against_figures},
};
use cenersim_report::read_run_keeping;
use std::path::Path;

/// An earlier run.
pub struct Against {
    name: String,
    seed: u64,
    curves: Vec<CurveSet>,
}

impl Against {
    /// The run in a folder.
    ///
    /// # Errors
    /// If there is no run, it was written without curves, or its files have changed.
    pub fn read(folder: &Path) -> Result<Self, StudyError> {
        let run = read_run_keeping(folder, curves_to_draw)?;
        let scenario = Scenario::parse(&run.provenance.scenario, &run.scenario_text)?;
        Ok(Self { name: scenario.name, seed: scenario.settings.seed, curves: run.curves })
    }

    /// Both runs in one figure.
    pub(super) fn figures(&self, scenario: &Scenario, curves: &[CurveSet], footer: &str, theme: &Theme) -> Vec<Figure> {
        let [mut before, mut now] = [(), ()].map(|()| Bands::new(&scenario.settings));
        for (here, there) in curves.iter().zip(&self.curves).take(DRAWN as usize) {
            before.add(there);
            now.add(here);
            now.compare(here, there);
        }
        let here = if self.name == scenario.name { format!("{} now", scenario.name) } else { scenario.name.clone() };
        let there =
            if self.seed == scenario.settings.seed { self.name.clone() } else { format!("{}, other seed", self.name) };
        let replicates = curves.len().min(self.curves.len()) as u32;
        let compared = Compared {
            arms: vec![ArmResult::of_curves(there, &before), ArmResult::of_curves(here, &now)],
            shown: [&before, &now]
                .map(|bands| ShownOfArm { differences: bands.differences(), ..ShownOfArm::default() })
                .into(),
            ..empty(scenario, replicates)
        };
        against_figures(&ComparisonInput { compared: &compared, footer }, theme)
    }
}

/// A comparison of replicates of one patient without arms.
fn empty(scenario: &Scenario, replicates: u32) -> Compared {
    Compared {
        title: scenario.title.clone(),
        arms: Vec::new(),
        shown: Vec::new(),
        mechanism: None,
        pairs: Vec::new(),
        two_arm: Vec::new(),
        attribution: Vec::new(),
        sweep: None,
        headline: None,
        population: false,
        patients: 1,
        replicates,
        horizon_days: scenario.settings.horizon.in_days(),
        follow_up_days: scenario.settings.end().in_days(),
        after_failure: scenario.settings.after_failure,
        criteria: scenario.settings.criteria.clone(),
        seed: scenario.settings.seed,
    }
}
