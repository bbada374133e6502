//! What is known of a patient before anything is simulated: their own numbers in the first course, and how much of each drug their
//! plasma and their leukemic cells meet in it (AUC and Cmax). Left out: later courses, whose numbers may differ, what inhibitors
//! take away, and normal cells.
//!
//! Levels are followed by themselves, from one start or end of an infusion to the next, so that neither steps nor recorded points
//! matter: areas are exact, and peaks are those at the edges of infusions and at [`LOOKS`] after each of them.

use super::{
    Case,
    beginning::{first_course, own_numbers},
};
use crate::{
    curves::{CurveSet, RecordedLevels, Site, Variable},
    parameters::{Description, Ledger, drugs::Level},
    quantity::Time,
    treatment::{Administration, Exposure, Kinetics},
};
use std::collections::BTreeMap;

/// The area is taken from the beginning of the first dose day to so long after the last infusion of the first course: five half-lives
/// of idarubicinol, which stays longest.
pub const AFTERWARDS: Time = Time::days(14.0);

/// Minutes after the start or end of an infusion at which levels are looked at: a depot is absorbed in tens of minutes, a
/// metabolite formed in hours.
const LOOKS: [i64; 16] = [5, 10, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180, 240, 360, 480, 720];

/// Levels of a drug, of its metabolite or of its active form over the first course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelExposure {
    /// What it is a level of, as in the names of curves.
    pub variable: Variable,
    /// Area under the level (unit of the curve times h).
    pub auc: f64,
    /// Highest level (unit of the curve).
    pub peak: f64,
}

impl LevelExposure {
    /// Whether it was met in plasma, and not in cells.
    pub fn is_in_plasma(&self) -> bool {
        matches!(self.variable, Variable::Level(level) if level.site() == Site::Plasma)
    }

    /// What it is a level of, in figures and sentences.
    pub fn label(&self) -> &'static str {
        match self.variable {
            Variable::Level(level) => level.label(),
            variable => variable.name(),
        }
    }

    /// The drug or the metabolite: the name of its curve without the word for plasma.
    pub fn name(&self) -> &'static str {
        self.variable.name().trim_end_matches("_plasma")
    }
}

/// A number of the ledger as one patient has it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnNumber {
    /// Its path.
    pub path: String,
    /// The unit that the ledger has it in; empty for a pure number.
    pub unit: String,
    /// In this unit.
    pub value: f64,
}

/// One patient in one arm before treatment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Individual {
    /// Of the drugs that the first course gives, in their order, plasma before cells.
    pub exposures: Vec<LevelExposure>,
    /// Numbers that differ between patients, and those that a list gives, in the order of their paths.
    pub numbers: Vec<OwnNumber>,
}

impl Individual {
    /// Of the patient of a case, who gets what the regimen gives.
    pub fn of(case: &Case) -> Self {
        Self::given(case, &first_course(case))
    }

    /// Of the patient of a case, who got these infusions, of which those of the first course count that begin before the end of
    /// observation.
    pub fn given(case: &Case, doses: &[Administration]) -> Self {
        let (own, end) = (own_numbers(case, 1), case.settings.end());
        let met: Vec<Administration> =
            doses.iter().filter(|dose| dose.course <= 1 && dose.start < end).copied().collect();
        Self { exposures: exposures(case, &own, &met), numbers: numbers(case, &own) }
    }
}

/// With everything that disease, age and a percentile do to them.
fn numbers(case: &Case, own: &Ledger) -> Vec<OwnNumber> {
    let differs = |path: &str| case.ledger.get(path).is_some_and(|entry| entry.spread.is_some());
    let named = |path: &str| case.patient.own.contains_key(path);
    let entries = own.entries().filter(|(path, _)| !path.starts_with("population.") && (differs(path) || named(path)));
    let number = |(path, entry): (&str, &crate::parameters::Entry)| OwnNumber {
        path: path.to_owned(),
        unit: entry.value.unit().to_owned(),
        value: entry.value.magnitude(),
    };
    entries.map(number).collect()
}

/// Of each level in plasma and in leukemic cells of the drugs that are given.
fn exposures(case: &Case, own: &Ledger, doses: &[Administration]) -> Vec<LevelExposure> {
    let Some(last) = doses.iter().map(|dose| dose.end()).max_by(|a, b| a.in_hours().total_cmp(&b.in_hours())) else {
        return Vec::new();
    };
    let mut kinetics = Kinetics::new(case.ledger, own, case.patient.body);
    doses.iter().for_each(|dose| kinetics.give(*dose));
    let found = followed(&mut kinetics, &RecordedLevels::of(case.ledger), last.to_second().after(AFTERWARDS));
    let given = |drug: &&Description| doses.iter().any(|dose| dose.drug == drug.drug);
    let levels = case.ledger.drugs().iter().filter(given).flat_map(Description::curves);
    let exposure = |level: Level| {
        let (auc, peak) = found.get(&Variable::Level(level)).copied()?;
        Some(LevelExposure { variable: Variable::Level(level), auc, peak })
    };
    levels.filter(|level| level.site() != Site::NormalCells).filter_map(exposure).collect()
}

/// Area and peak of every level until the end.
fn followed(kinetics: &mut Kinetics, recorded: &RecordedLevels, end: Time) -> BTreeMap<Variable, (f64, f64)> {
    let mut found = BTreeMap::new();
    while kinetics.now() < end {
        let from = kinetics.now();
        let edge = kinetics.next_edge().map(Time::to_second).filter(|edge| *edge < end).unwrap_or(end);
        let looks = LOOKS.into_iter().map(|minutes| from.after(Time::seconds(60 * minutes)));
        for until in looks.filter(|look| *look < edge).chain([edge]) {
            let span = until - kinetics.now();
            let means = kinetics.advance(span);
            let levels = kinetics.levels();
            for ((variable, mean), (_, level)) in
                by_variable(recorded, &means).into_iter().zip(by_variable(recorded, &levels))
            {
                let (auc, peak): &mut (f64, f64) = found.entry(variable).or_default();
                *auc += mean * span.in_hours();
                *peak = peak.max(level);
            }
        }
    }
    found
}

/// Levels by their curves.
fn by_variable(recorded: &RecordedLevels, exposure: &Exposure) -> Vec<(Variable, f64)> {
    let mut one = CurveSet::default();
    one.push_levels(recorded, exposure);
    one.values.into_iter().filter_map(|(curve, values)| Some((curve.variable, *values.first()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Seed,
        parameters::Drug,
        patient::{Correlations, Patient, enrolled},
        simulation::Settings,
        treatment::{Basis, Dose, Infusions, Regimen, Schedule},
    };

    fn patient() -> Patient {
        enrolled(&Ledger::defaults(), Seed::new(1), 3)
    }

    /// The patient's exposure to the first level of a drug that is given so.
    fn exposure(drug: Drug, infusions: Infusions) -> LevelExposure {
        let schedule = Schedule::new(Time::ZERO, infusions);
        let regimen = Regimen { doses: [(drug, vec![schedule])].into(), ..Regimen::default() };
        of(&regimen).exposures[0]
    }

    fn of(regimen: &Regimen) -> Individual {
        with(regimen, Individual::of)
    }

    fn with<T>(regimen: &Regimen, of: impl Fn(&Case) -> T) -> T {
        let (ledger, correlations, settings) = (Ledger::defaults(), Correlations::default(), Settings::default());
        of(&Case {
            ledger: &ledger,
            correlations: &correlations,
            patient: &patient(),
            regimen,
            settings: &settings,
            snapshots: &[],
        })
    }

    /// The patient's own numbers.
    fn own() -> Ledger {
        with(&Regimen::default(), |case| own_numbers(case, 1))
    }

    fn per_kg(amount: f64) -> Dose {
        Dose { amount, basis: Basis::PerWeight, written: String::new() }
    }

    /// Linear kinetics: area = dose over clearance, whatever the infusion; at steady state level = rate over clearance.
    #[test]
    fn the_area_is_dose_over_clearance_and_the_peak_of_a_long_infusion_the_steady_state() {
        let clearance = own().number("cenersen.clearance");
        for hours in [1.0, 24.0, 168.0] {
            let found = exposure(Drug::Cenersen, Infusions::daily(per_kg(16.8), vec![1], Time::hours(hours)));
            assert!((found.auc / (16.8 / clearance) - 1.0).abs() < 1e-9, "{found:?}");
        }
        let long = exposure(Drug::Cenersen, Infusions::continuous(per_kg(0.1), Time::days(7.0)));
        assert!((long.peak / (0.1 / clearance) - 1.0).abs() < 1e-9, "{long:?}");
    }

    /// The closed form of one compartment: after a short infusion the peak is that at its end.
    #[test]
    fn the_peak_is_met_whatever_the_length_of_the_infusion() {
        let ledger = own();
        let rate = std::f64::consts::LN_2 / ledger.time("cenersen.half_life").in_hours();
        let clearance = ledger.number("cenersen.clearance");
        for hours in [0.25, 1.7, 30.0] {
            let found = exposure(Drug::Cenersen, Infusions::daily(per_kg(1.0), vec![1], Time::hours(hours)));
            let expected = 1.0 / hours / clearance * -libm::expm1(-rate * hours);
            assert!((found.peak / expected - 1.0).abs() < 1e-9, "{found:?}");
        }
    }

    /// Idarubicinol peaks between two looks, at most an hour apart there.
    #[test]
    fn a_metabolite_has_an_area_and_a_peak_of_its_own() {
        let dose = Dose { amount: 12.0, basis: Basis::PerSurface, written: String::new() };
        let schedule = Schedule::new(Time::ZERO, Infusions::daily(dose, vec![1, 2, 3], Time::hours(0.25)));
        let found = of(&Regimen { doses: [(Drug::Idarubicin, vec![schedule])].into(), ..Regimen::default() });
        let in_plasma: Vec<&LevelExposure> = found.exposures.iter().filter(|met| met.is_in_plasma()).collect();
        let [parent, metabolite] = in_plasma.as_slice() else { panic!("{found:?}") };
        assert_eq!((parent.name(), metabolite.name()), ("idarubicin", "idarubicinol"));
        assert!(parent.peak > metabolite.peak && metabolite.auc > parent.auc, "{found:?}");
    }

    /// A pool follows dP/dt = k (ratio C - P): once it is empty again, its area is the ratio times that of plasma.
    #[test]
    fn cells_meet_what_their_ratio_to_plasma_says() {
        let daily = Infusions::daily(per_kg(0.3), vec![1], Time::hours(0.25));
        let schedule = Schedule::new(Time::ZERO, daily);
        let found = of(&Regimen { doses: [(Drug::Idarubicin, vec![schedule])].into(), ..Regimen::default() });
        let area = |name: &str| found.exposures.iter().find(|met| met.variable.name() == name).expect("a level").auc;
        let expected = own().number("idarubicin.cell_ratio") * own().number("idarubicin.exposure");
        // After two weeks the slow pool has emptied, and plasma but for its last phase.
        let ratio = area("idarubicin_cell") / area("idarubicin_plasma");
        assert!((ratio / expected - 1.0).abs() < 0.02, "{ratio}, expected {expected}");
        assert!(found.exposures.iter().any(|met| met.variable.name() == "idarubicinol_cell" && !met.is_in_plasma()));
    }

    #[test]
    fn nothing_is_met_without_a_dose_and_numbers_are_those_that_differ_between_patients() {
        let found = of(&Regimen::default());
        assert!(found.exposures.is_empty());
        let paths: Vec<&str> = found.numbers.iter().map(|number| number.path.as_str()).collect();
        assert!(paths.contains(&"leukemia.chemoresistance") && !paths.contains(&"idarubicin.slow_share"), "{paths:?}");
        assert!(paths.is_sorted());
    }
}
