//! A what-if: a run laid over an earlier one, replicate by replicate, as the two arms of a comparison. Left out: rates and
//! tests, which a comparison of both scenarios has.
//!
//! Replicates of the same number and seed share their random numbers where the same things happen to them, so their
//! difference is that of what was changed.

use super::{super::StudyError, DRAWN, figures::curves_to_draw};
use cenersim_analyses::{
    comparison::{ArmResult, Bands, Compared, ShownOfArm, prescriptions},
    scenario::Scenario,
};
use cenersim_model::{
    curves::{Course, CurveSet},
    treatment::Drug,
};
use cenersim_report::read_run_keeping;
use std::{collections::BTreeSet, path::Path};

/// Each drug as it is prescribed.
type Prescribed = Vec<(Drug, String)>;

/// An earlier run.
pub struct Against {
    prescribed: Prescribed,
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
        Ok(Self { prescribed: prescribed(&scenario), seed: scenario.settings.seed, curves: run.curves })
    }

    /// Both runs as two arms, the earlier one first.
    pub(super) fn under(&self, scenario: &Scenario, courses: &[Course]) -> Compared {
        let [mut before, mut now] = [(), ()].map(|()| Bands::new(&scenario.settings));
        for (here, there) in courses.iter().map(|course| &course.curves).zip(&self.curves).take(DRAWN as usize) {
            before.add(there);
            now.add(here);
            now.compare(here, there);
        }
        let here = prescribed(scenario);
        let [mut earlier, this] = names(&self.prescribed, &here);
        if self.seed != scenario.settings.seed {
            earlier += ", other seed";
        }
        let shown =
            |bands: &Bands, of: &Prescribed| ShownOfArm { prescribed: of.clone(), differences: bands.differences() };
        Compared {
            arms: vec![ArmResult::of_curves(earlier, &before), ArmResult::of_curves(this, &now)],
            shown: vec![shown(&before, &self.prescribed), shown(&now, &here)],
            ..empty(scenario, courses.len().min(self.curves.len()) as u32)
        }
    }
}

/// What the only arm of a run gives.
fn prescribed(scenario: &Scenario) -> Prescribed {
    scenario.arms.first().map_or_else(Vec::new, |arm| prescriptions(arm, &scenario.patient))
}

/// What tells the earlier run and this one apart in the words of their prescriptions: `idarubicin 12 mg/m2, days 2–4` and
/// `no idarubicin`; where these are the same, `before` and `now`.
fn names(earlier: &Prescribed, now: &Prescribed) -> [String; 2] {
    let of = |all: &Prescribed, drug: Drug| all.iter().find(|(other, _)| *other == drug).map(|(_, told)| told.clone());
    let drugs: BTreeSet<Drug> = earlier.iter().chain(now).map(|(drug, _)| *drug).collect();
    let differ: Vec<Drug> = drugs.into_iter().filter(|drug| of(earlier, *drug) != of(now, *drug)).collect();
    if differ.is_empty() {
        return ["before".into(), "now".into()];
    }
    let told = |all: &Prescribed, drug: &Drug| match of(all, *drug) {
        Some(told) => format!("{} {told}", drug.name()),
        None => format!("no {}", drug.name()),
    };
    [earlier, now].map(|all| differ.iter().map(|drug| told(all, drug)).collect::<Vec<_>>().join("; "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_called_by_what_differs_in_their_prescriptions() {
        let idarubicin = (Drug::Idarubicin, "12 mg/m2, days 2–4".to_owned());
        let cenersen = |days: &str| (Drug::Cenersen, format!("0.1 mg/kg/h, days 1–{days}"));
        let [week, half] = ["7", "4"].map(|days| vec![cenersen(days), idarubicin.clone()]);
        assert_eq!(names(&week, &half), ["cenersen 0.1 mg/kg/h, days 1–7", "cenersen 0.1 mg/kg/h, days 1–4"]);
        assert_eq!(names(&week, &vec![idarubicin])[1], "no cenersen");
        assert_eq!(names(&week, &week), ["before", "now"]);
    }
}
