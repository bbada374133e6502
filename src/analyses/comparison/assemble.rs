//! From simulated parts to everything that tables and figures show. Left out: how it looks.

use super::{
    Analysis, Arm, ArmResult, Bands, Compared, Design, Endpoint, Failed, Measure, Part, Rate, Record, ShownOfArm,
    Subsets, SweepResult, Units, Who, attribution, prescriptions,
};
use crate::published;
use cenersim_model::{
    quantity::Time,
    treatment::{Administration, DayNumbers},
};
use cenersim_statistics::KaplanMeier;

/// What attribution is shown for.
/// A rate, both log-kills, and survival: one of each kind that clinicians ask about.
const ATTRIBUTED: [Endpoint; 4] = [
    Endpoint::Rate(Rate::Remission),
    Endpoint::Measure(Measure::named("blast_log_kill")),
    Endpoint::Measure(Measure::named("stem_log_kill")),
    Endpoint::Measure(Measure::named("overall_survival")),
];

impl Design {
    /// How records of this design are read.
    ///
    /// With one patient each replicate is a unit of its own; in a population a patient is, with the mean of their
    /// replicates.
    pub fn analysis<'a>(&self, records: &'a [Record]) -> Analysis<'a> {
        let units = match self.who {
            Who::Reference | Who::Only(_) => Units::Replicates,
            Who::Population(_) | Who::Named(_) => Units::Patients,
        };
        let (arms, horizon_days) = (self.arms.len(), self.settings.horizon.in_days());
        Analysis { records, arms, units, horizon_days, seed: self.settings.seed }
    }

    /// Simulates every patient in every arm; results of all arms and all pairs of arms, and who is left out of them because
    /// a simulation failed. `progress` is called with the hours simulated since its last call.
    pub fn compare(&self, title: &str, progress: &(impl Fn(f64) + Sync)) -> (Compared, Vec<Failed>) {
        let part = self.simulate(self.patients(), progress);
        (self.compared(title, &part, &[], None), part.failures)
    }

    /// Results of all arms, all pairs of arms, and the attribution of those that were taken apart.
    ///
    /// `subsets` are the arms that were taken apart drug by drug, `sweep` the grid if there was one. The headline is
    /// none here and filled in by whoever simulates it.
    pub fn compared(&self, title: &str, part: &Part, subsets: &[Subsets], sweep: Option<SweepResult>) -> Compared {
        let analysis = self.analysis(&part.records);
        let patients = match self.who {
            Who::Reference | Who::Only(_) => 1,
            Who::Population(patients) | Who::Named(patients) => patients as u32,
        };
        Compared {
            title: title.into(),
            arms: (0..self.arms.len()).map(|arm| self.arm(arm, &analysis, part)).collect(),
            shown: (0..self.arms.len()).map(|arm| self.shown(arm, part)).collect(),
            mechanism: None,
            pairs: analysis.pairs(),
            two_arm: analysis.two_arm(0, self.settings.end().in_days()),
            attribution: subsets.iter().flat_map(|subsets| self.attributed(subsets)).collect(),
            sweep,
            headline: None,
            population: self.who != Who::Reference,
            patients,
            replicates: self.replicates,
            horizon_days: self.settings.horizon.in_days(),
            follow_up_days: self.settings.end().in_days(),
            after_failure: self.settings.after_failure,
            criteria: self.settings.criteria.clone(),
            seed: self.settings.seed,
        }
    }

    /// Doses are those of the reference patient's first course.
    fn arm(&self, index: usize, analysis: &Analysis, part: &Part) -> ArmResult {
        let arm = &self.arms[index];
        let patient = &arm.patient;
        let bands = part.bands.get(index).map_or_else(Vec::new, |bands| bands.results());
        ArmResult {
            name: arm.name.clone(),
            days: arm.regimen.days,
            doses: since_day_one(arm, arm.regimen.expand(patient.body, patient.age_years, 1, Time::ZERO)),
            later: since_day_one(arm, self.later(arm)),
            responses: analysis.responses(index),
            deaths: analysis.deaths(index),
            rates: analysis.rates(index),
            measures: analysis.measures(index),
            overall_survival: analysis.overall_survival(index),
            disease_free_survival: analysis.disease_free_survival(index),
            best_changes: analysis.best_changes(index),
            bands: bands.into_iter().map(|band| band.since_day_one(arm.regimen.days)).collect(),
            published: arm.published.as_ref().and_then(|name| published::trial().arm(name).cloned()),
        }
    }

    /// What figures show of an arm besides.
    fn shown(&self, index: usize, part: &Part) -> ShownOfArm {
        let Arm { regimen, patient, .. } = &self.arms[index];
        let differences = part.bands.get(index).map_or_else(Vec::new, |bands| bands.differences());
        let differences = differences.into_iter().map(|one| one.since_day_one(regimen.days)).collect();
        ShownOfArm { prescribed: prescriptions(regimen, patient), differences }
    }

    /// Doses of the courses after the first that are known beforehand.
    fn later(&self, arm: &Arm) -> Vec<Administration> {
        let (regimen, patient) = (&arm.regimen, &arm.patient);
        let courses = (1..).zip(regimen.courses.starts(self.settings.horizon)).skip(1);
        let doses = courses.flat_map(|(course, (entry, start))| {
            regimen.expand_of(entry, patient.body, patient.age_years, course, start)
        });
        doses.filter(|dose| dose.start < self.settings.horizon).collect()
    }

    /// One result for each endpoint that attribution is shown for.
    fn attributed(&self, subsets: &Subsets) -> Vec<super::Attribution> {
        let analysis = self.analysis(&[]);
        let drugs: Vec<&str> = subsets.drugs.iter().map(|drug| drug.name()).collect();
        let (units, horizon, seed) = (analysis.units, analysis.horizon_days, analysis.seed);
        attribution(subsets.arm, &drugs, &subsets.records, &ATTRIBUTED, units, horizon, seed)
    }
}

/// Doses counted from the beginning of day 1 of their arm.
fn since_day_one(arm: &Arm, doses: Vec<Administration>) -> Vec<Administration> {
    let days = arm.regimen.days;
    doses.into_iter().map(|dose| Administration { start: days.since_day_one(dose.start), ..dose }).collect()
}

impl ArmResult {
    /// An arm of which only the curves are known.
    pub fn of_curves(name: String, bands: &Bands) -> Self {
        Self {
            name,
            days: DayNumbers::default(),
            doses: Vec::new(),
            later: Vec::new(),
            responses: Vec::new(),
            deaths: Vec::new(),
            rates: Vec::new(),
            measures: Vec::new(),
            overall_survival: KaplanMeier::of(&[]),
            disease_free_survival: KaplanMeier::of(&[]),
            best_changes: Vec::new(),
            bands: bands.results(),
            published: None,
        }
    }
}
