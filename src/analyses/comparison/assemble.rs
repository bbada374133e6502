//! From simulated parts to everything that tables and figures show. Left out: how it looks.

use super::{
    Analysis, Arm, ArmResult, Bands, Compared, Design, Endpoint, Failed, Measure, Part, Rate, Record, ShownOfArm,
    Subsets, SweepResult, Units, Who, attribution,
};
use crate::published;
use cenersim_model::{
    quantity::Time,
    treatment::{Administration, DayNumbers, Drug, PlannedDose},
};
use cenersim_statistics::KaplanMeier;
use cenersim_text::fixed;
use std::collections::BTreeSet;

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
        let plan = regimen.plan(patient.body, patient.age_years, 1, Time::ZERO);
        let differences = part.bands.get(index).map_or_else(Vec::new, |bands| bands.differences());
        let differences = differences.into_iter().map(|one| one.since_day_one(regimen.days)).collect();
        ShownOfArm { prescribed: prescribed(&plan, regimen.days), differences }
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

/// Each drug with its doses as they are written and the days on which they run: `12 mg/m2, days 1–3`.
fn prescribed(plan: &[PlannedDose], numbers: DayNumbers) -> Vec<(Drug, String)> {
    let drugs: BTreeSet<Drug> = plan.iter().map(|dose| dose.administration.drug).collect();
    let of = |drug: Drug| {
        let given: Vec<&PlannedDose> = plan.iter().filter(|dose| dose.administration.drug == drug).collect();
        let written: BTreeSet<&str> = given.iter().map(|dose| dose.written.as_str()).collect();
        let days: BTreeSet<i64> = given.iter().flat_map(|dose| days_of(&dose.administration)).collect();
        let starts = given.iter().map(|dose| dose.administration.start.in_days().floor() as u32);
        let daily = given.len() / starts.collect::<BTreeSet<u32>>().len().max(1);
        let times = if daily > 1 { format!(" {daily} times a day") } else { String::new() };
        (drug, format!("{}{times}, {}", written.into_iter().collect::<Vec<_>>().join(" and "), ranges(&days, numbers)))
    };
    drugs.into_iter().map(of).collect()
}

/// Days on which an infusion runs, as whole days before them.
fn days_of(given: &Administration) -> std::ops::RangeInclusive<i64> {
    let first = given.start.in_days().floor() as i64;
    // Rounding must not begin another day.
    let last = (given.end().in_days() - 1e-9).ceil() as i64 - 1;
    first..=last.max(first)
}

/// `day 1`, `days 1–3`, `days 1, 3, 5`, as the protocol numbers them.
fn ranges(days: &BTreeSet<i64>, numbers: DayNumbers) -> String {
    let all: Vec<i64> = days.iter().copied().collect();
    let named = |day: &i64| fixed(numbers.number(*day) as f64, 0);
    let range = |run: &[i64]| match run {
        [first, .., last] => format!("{}–{}", named(first), named(last)),
        [day] => named(day),
        [] => String::new(),
    };
    let runs: Vec<String> = all.chunk_by(|a, b| a + 1 == *b).map(range).collect();
    format!("{} {}", if all.len() == 1 { "day" } else { "days" }, runs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::treatment::Route;

    fn dose(drug: Drug, day: f64, hours: f64, written: &str) -> PlannedDose {
        let (start, duration) = (Time::days(day), Time::hours(hours));
        let administration =
            Administration { drug, start, duration, amount_mg: 1.0, route: Route::Intravenous, course: 1 };
        PlannedDose { administration, written: written.into(), adjusted: Vec::new() }
    }

    #[test]
    fn a_prescription_has_doses_and_days_as_they_are_written() {
        let idarubicin = (1..4).map(|day| dose(Drug::Idarubicin, f64::from(day), 0.25, "12 mg/m2"));
        let cytarabine = [0.0, 0.5, 2.0, 2.5].map(|day| dose(Drug::Cytarabine, day, 2.0, "1 g/m2"));
        let cenersen = [dose(Drug::Cenersen, 0.0, 168.0, "2.4 mg/kg/d")];
        let found =
            prescribed(&idarubicin.chain(cytarabine).chain(cenersen).collect::<Vec<_>>(), DayNumbers::default());
        let of = |drug| found.iter().find(|(other, _)| *other == drug).map(|(_, told)| told.as_str());
        assert_eq!(of(Drug::Idarubicin), Some("12 mg/m2, days 2–4"));
        assert_eq!(of(Drug::Cytarabine), Some("1 g/m2 2 times a day, days 1, 3"));
        assert_eq!(of(Drug::Cenersen), Some("2.4 mg/kg/d, days 1–7"));
    }
}
