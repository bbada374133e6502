//! What can be written but is hardly meant: doses far above any that was published, numbers outside their ranges, too few
//! agents. Left out: combinations of drugs that nobody gives.
//!
//! A dose more than [`NOTED`] times the largest published one gets a note, one more than [`REFUSED`] times it is refused
//! unless the scenario says that it is meant: grams for milligrams are a factor of a thousand.
//!
//! # Example
//!
//! ```text
//! note: arm `B` gives 94,648 mg of cytarabine in a day, 8.33 times the largest published dose of 6 g/m2/d (C07)
//! ```
//!
//! Notes go to the standard error before a simulation begins and change nothing. A refusal names
//! `--allow-implausible`.

use super::{ScenarioError, compose::Places};
use cenersim_model::{
    parameters::Ledger,
    patient::Patient,
    quantity::Time,
    simulation::Settings,
    treatment::{Administration, Body, Drug, Regimen},
};
use cenersim_text::short;
use std::collections::BTreeMap;

/// Times the largest published dose of a day.
const NOTED: f64 = 5.0;
/// Times the same.
const REFUSED: f64 = 100.0;
/// Agents for each class below which a single course is mostly noise.
const FEW_AGENTS: u32 = 16;

/// What is noted about the doses of all arms, unless such doses are allowed, about numbers of the model and about settings.
///
/// # Errors
/// The first dose that is refused.
pub(super) fn notes(
    (arms, patient): (&[Regimen], &Patient),
    allowed: bool,
    (ledger, settings): (&Ledger, &Settings),
    places: &Places<'_>,
) -> Result<Vec<String>, ScenarioError> {
    let mut notes = Vec::new();
    for (index, arm) in arms.iter().enumerate() {
        for entry in arm.different() {
            for given in largest_days(arm, entry, patient) {
                let judged = judged(&arm.name, given, (patient.body, ledger), allowed);
                notes.extend(judged.map_err(|message| places.fault(&path(index, entry, given.0), message))?);
            }
        }
    }
    notes.extend(of_model(ledger, settings));
    Ok(notes)
}

/// Where the doses of a drug stand in an entry of an arm.
fn path(arm: usize, entry: usize, drug: Drug) -> String {
    match entry {
        0 => format!("arm.{arm}.{}", drug.name()),
        _ => format!("arm.{arm}.course.{entry}.{}", drug.name()),
    }
}

/// What is noted about so much of a drug in a day (mg), or why it is refused.
fn judged(
    arm: &str,
    (drug, daily): (Drug, f64),
    (body, ledger): (Body, &Ledger),
    allowed: bool,
) -> Result<Option<String>, String> {
    let Some((largest, published)) = published(drug, body, ledger) else { return Ok(None) };
    let times = daily / largest;
    if times <= NOTED {
        return Ok(None);
    }
    let (name, mg, more) = (drug.name(), short(daily), short(times));
    let said =
        format!("arm `{arm}` gives {mg} mg of {name} in a day, {more} times the largest published dose of {published}");
    if !daily.is_finite() {
        return Err(format!("{said}: expected a finite amount"));
    }
    if times > REFUSED && !allowed {
        return Err(format!(
            "{said}: expected at most {REFUSED} times as much; if it is meant, run it with --allow-implausible or \
             simulation.allow_implausible = true"
        ));
    }
    Ok(Some(said))
}

/// The largest amount of each drug in a day of a course (mg). Long infusions count by their mean rate.
fn largest_days(arm: &Regimen, entry: usize, patient: &Patient) -> Vec<(Drug, f64)> {
    let mut days: BTreeMap<(Drug, i64), f64> = BTreeMap::new();
    for given in arm.expand_of(entry, patient.body, patient.age_years, 1, Time::ZERO) {
        let Administration { drug, start, duration, amount_mg, .. } = given;
        let day = libm::floor(start.in_days()) as i64;
        *days.entry((drug, day)).or_default() += amount_mg / duration.in_days().max(1.0);
    }
    let largest =
        |drug: Drug| days.iter().filter(|(day, _)| day.0 == drug).map(|(_, amount)| *amount).fold(0.0, f64::max);
    arm.drugs().into_iter().map(|drug| (drug, largest(drug))).collect()
}

/// The largest published dose of a day for this body (mg), and as the ledger states it.
///
/// Entry `<drug>.largest_dose` of the ledger, a rate per flat dose, kilogram or square meter, times 24 h and the size
/// of this body.
fn published(drug: Drug, body: Body, ledger: &Ledger) -> Option<(f64, String)> {
    let entry = ledger.get(&format!("{}.largest_dose", drug.name()))?;
    let dimension = entry.value.dimension();
    let size = match (dimension.body_surface, dimension.body_weight) {
        (-1, 0) => body.surface_m2(),
        (0, -1) => body.weight_kg,
        _ => 1.0,
    };
    Some((entry.value.canonical() * 24.0 * size, format!("{} ({})", entry.value, entry.source)))
}

/// What is noted about numbers of the model and settings.
fn of_model(ledger: &Ledger, settings: &Settings) -> Vec<String> {
    let mut notes: Vec<String> = ledger.changes_from(&Ledger::defaults()).filter_map(outside).collect();
    let agents = settings.agents_per_class;
    if agents < FEW_AGENTS {
        notes.push(format!(
            "`simulation.agents_per_class` is {agents}: kills and recoveries of single courses are noise below {FEW_AGENTS}; \
             512 is the default"
        ));
    }
    notes
}

/// None for an entry without a range.
fn outside(
    (path, entry, _): (&str, &cenersim_model::parameters::Entry, &cenersim_model::quantity::Quantity),
) -> Option<String> {
    let (low, high) = (entry.low.as_ref()?, entry.high.as_ref()?);
    let within = low.canonical() <= entry.value.canonical() && entry.value.canonical() <= high.canonical();
    (!within).then(|| format!("parameter `{path}` is {}, outside its range of {low} to {high}", entry.value))
}

#[cfg(test)]
mod tests {
    use crate::scenario::{STARTER, Scenario, ScenarioError};

    fn with(changes: &[&str]) -> Result<Scenario, ScenarioError> {
        let points: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
        Scenario::parse_point("starter", STARTER, &points)
    }

    #[test]
    fn grams_for_milligrams_are_refused_unless_they_are_meant() {
        let error = with(&["arm.idarubicin.dose=12 g/m2"]).unwrap_err();
        assert!(error.message().contains("800 times the largest published dose of 15 mg/m2/d (V01)"), "{error}");
        assert!(error.message().contains("--allow-implausible"), "{error}");
        let meant = with(&["arm.idarubicin.dose=12 g/m2", "simulation.allow_implausible=true"]).unwrap();
        assert!(meant.notes.iter().any(|note| note.contains("800 times")), "{:?}", meant.notes);
    }

    #[test]
    fn a_rate_and_a_cytarabine_dose_are_judged_by_what_they_give_in_a_day() {
        let error = with(&["arm.cenersen.rate=100 mg/kg/h"]).unwrap_err();
        assert!(error.message().contains("of cenersen in a day, 400 times"), "{error}");
        assert!(with(&["arm.cenersen.rate=0.25 mg/kg/h"]).unwrap().notes.is_empty());
        let noted = with(&["arm.idarubicin.dose=120 mg/m2"]).unwrap().notes;
        assert!(noted.len() == 1 && noted[0].contains(", 8 times"), "{noted:?}");
    }

    #[test]
    fn the_starter_has_nothing_to_note_and_few_agents_and_strange_numbers_have() {
        assert_eq!(with(&[]).unwrap().notes, [""; 0]);
        let noted = with(&["simulation.agents_per_class=1", "parameters.simulation.quiet_step=0.5 h"]).unwrap().notes;
        assert!(noted[0].contains("`simulation.quiet_step` is 0.5 h, outside its range of 1 h to 12 h"), "{noted:?}");
        assert!(noted[1].contains("is 1: kills"), "{noted:?}");
    }
}
