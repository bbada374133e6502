//! From tables as written to the types of the model, with every check that needs more than one value.
//!
//! Each function takes a table and [`Places`], and returns a type of the model or the first fault with the place of the
//! key that it speaks of. Defaults are those of the model's own types.

use super::{
    Document, ScenarioError,
    chemosensitivity::chemosensitivity,
    document::{
        AfterFailureTable, Criteria, DiseaseName, InhibitorTable, PatientTable, SimulationTable, VariabilityTable,
    },
    measured::{Measured, Span},
    tree::Node,
    words,
};
use crate::published;
use cenersim_model::{
    biology::{self, Blood},
    clinic,
    parameters::Ledger,
    patient::{Correlations, Disease, InhibitorUse, Patient},
    quantity::{Time, nearest},
    simulation::{Settings, Until},
    treatment::{self, Body, Regimen},
};
use std::collections::BTreeMap;

/// Most agent-steps that are accepted: at some 10^7 per second and core, 10^13 are more than a week on any workstation.
const LARGEST_WORK: f64 = 1e13;

/// Longest follow-up: survival after transplantation was published to five years, and is nearly flat from then on.
const LONGEST_FOLLOW_UP: Time = Time::hours(10.0 * 8766.0);

/// Classes (kind and stage) of agents that are counted on when the work is estimated.
const CLASSES: f64 = 64.0;

/// Locates a fault at a path of the document.
pub(super) struct Places<'a>(pub &'a Node);

impl Places<'_> {
    /// A fault at the key of this path, or at the nearest part of it that was written.
    pub fn fault(&self, path: &str, message: impl Into<String>) -> ScenarioError {
        ScenarioError::at(message, self.0.place(path).clone())
    }

    /// The message is made only if the check fails.
    pub fn check(&self, holds: bool, path: &str, message: impl FnOnce() -> String) -> Result<(), ScenarioError> {
        if holds { Ok(()) } else { Err(self.fault(path, message())) }
    }
}

/// Text for figures and tables.
pub(super) fn check_line(text: &str, path: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    words::check_line(text).map_err(|fault| places.fault(path, fault))
}

/// Text that names rows of tables.
pub(super) fn check_name(text: &str, path: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    words::check_name(text).map_err(|fault| places.fault(path, fault))
}

/// A quantity of time as written, in hours.
pub(super) fn time(span: &Measured<Span>) -> Time {
    Time::hours(span.0)
}

/// What is counted in a simulation is counted in whole seconds.
fn counted(span: Option<&Measured<Span>>, default: Time) -> Time {
    time_or(span, default).to_second()
}

/// What was written, or the default.
pub(super) fn time_or(span: Option<&Measured<Span>>, default: Time) -> Time {
    span.map_or(default, time)
}

/// Whether the changed ledger describes cells, blood and a clinic that can exist.
///
/// # Errors
/// What cannot be, as a sentence, at `[parameters]`.
pub(super) fn check_ledger(ledger: &Ledger, patient: &Patient, places: &Places<'_>) -> Result<(), ScenarioError> {
    sound(ledger, patient).map_err(|message| places.fault("parameters", message))
}

/// The same without a place.
///
/// # Errors
/// What cannot be, as a sentence: numbers of drugs, cells, blood or clinic that do not fit each other.
pub(super) fn sound(ledger: &Ledger, patient: &Patient) -> Result<(), String> {
    treatment::check(ledger)
        .and_then(|()| biology::check(ledger, patient))
        .and_then(|()| Blood::check(ledger))
        .and_then(|()| clinic::check(ledger))
}

/// Correlations as written, none if there are none.
///
/// # Errors
/// A path that is no parameter or has no spread, or numbers that are no correlations.
pub(super) fn correlations(
    table: Option<&VariabilityTable>,
    ledger: &Ledger,
    places: &Places<'_>,
) -> Result<Correlations, ScenarioError> {
    let Some(table) = table else { return Ok(Correlations::default()) };
    if let Some(path) = table.parameters.iter().find(|path| ledger.get(path).is_none()) {
        let known = nearest(path, ledger.entries().map(|(known, _)| known));
        let hint = known.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
        return Err(places.fault("variability.parameters", format!("`{path}` is no parameter{hint}")));
    }
    Correlations::new(ledger, table.parameters.clone(), &table.correlation)
        .map_err(|error| places.fault("variability.correlation", error.to_string()))
}

/// Settings, checked against the ledger.
///
/// # Errors
/// A count or a time out of its range, or an examination after the horizon, at its key.
pub(super) fn settings(
    table: &SimulationTable,
    ledger: &Ledger,
    places: &Places<'_>,
) -> Result<Settings, ScenarioError> {
    let default = Settings::default();
    let settings = Settings {
        horizon: counted(table.horizon.as_ref(), default.horizon),
        step: counted(table.step.as_ref(), default.step),
        agents_per_class: table.agents_per_class.unwrap_or(default.agents_per_class),
        replicates: table.replicates.unwrap_or(default.replicates),
        seed: table.seed.unwrap_or(default.seed),
        record_every: counted(table.record_every.as_ref(), default.record_every),
        examinations: Vec::new(),
        criteria: table.criteria.map_or(default.criteria, |criteria: Criteria| criteria.name().to_owned()),
        until: if table.stop_at_death == Some(true) { Until::Death } else { default.until },
        after_failure: default.after_failure,
        follow_up: default.follow_up,
    };
    check_counts(&settings, places)?;
    check_times(&settings, ledger, places)?;
    let examinations = examinations(table, &settings, default.examinations, places)?;
    Ok(Settings { examinations, ..settings })
}

/// The settings with what follows a failure.
/// Follow-up is the horizon or later, and ten years at most. The drugs of a second salvage cannot be chosen yet.
///
/// # Errors
/// A regimen, or a follow-up that ends before the horizon or after published survival does.
pub(super) fn after_failure(
    table: Option<&AfterFailureTable>,
    settings: Settings,
    places: &Places<'_>,
) -> Result<Settings, ScenarioError> {
    let Some(table) = table else { return Ok(settings) };
    places.check(table.regimen.is_none(), "after_failure.regimen", || {
        "the drugs of a second salvage cannot be chosen: expected only `policy` and `follow_up`".into()
    })?;
    let follow_up = table.follow_up.as_ref().map(|span| time(span).to_second());
    places.check(follow_up.is_none_or(|end| end >= settings.horizon), "after_failure.follow_up", || {
        format!("survival is followed to day {} at least: expected the `horizon` or later", settings.horizon.in_days())
    })?;
    places.check(follow_up.is_none_or(|end| end <= LONGEST_FOLLOW_UP), "after_failure.follow_up", || {
        let years = LONGEST_FOLLOW_UP.in_years();
        format!("published survival does not reach so far: expected at most {years} y")
    })?;
    Ok(Settings { after_failure: table.policy.unwrap_or_default(), follow_up, ..settings })
}

/// At least one agent for each class, and one replicate.
fn check_counts(settings: &Settings, places: &Places<'_>) -> Result<(), ScenarioError> {
    places.check(settings.agents_per_class > 0, "simulation.agents_per_class", || {
        "a class of cells needs agents: expected 1 or more, such as 512".into()
    })?;
    places.check(settings.replicates > 0, "simulation.replicates", || {
        "nothing would be simulated: expected 1 replicate or more".into()
    })
}

/// | key | must be |
/// |---|---|
/// | `step` | 1 s or more, at most `simulation.longest_step` of the ledger |
/// | `horizon` | one step or more |
/// | `record_every` | a whole number of steps |
fn check_times(settings: &Settings, ledger: &Ledger, places: &Places<'_>) -> Result<(), ScenarioError> {
    let (step, horizon, record) =
        (settings.step.in_hours(), settings.horizon.in_hours(), settings.record_every.in_hours());
    let longest = ledger.time("simulation.longest_step").in_hours();
    places.check(settings.step.in_seconds() >= 1, "simulation.step", || {
        "a step takes time, in whole seconds: expected 1 s or more, such as \"1 h\"".into()
    })?;
    places.check(step <= longest, "simulation.step", || {
        format!("a step of {step} h cannot resolve the fastest processes: expected at most {longest} h")
    })?;
    places.check(horizon >= step, "simulation.horizon", || {
        format!("the simulation ends before its first step of {step} h: expected a horizon such as \"90 d\"")
    })?;
    let (every, length) = (settings.record_every.in_seconds(), settings.step.in_seconds());
    places.check(every >= length && every % length == 0, "simulation.record_every", || {
        format!("curves cannot be recorded every {record} h: expected a whole number of steps of {step} h")
    })
}

/// The examinations as written, or the default ones up to the horizon.
///
/// Those that are written must be within the horizon; default ones beyond it are left out. The result is ascending,
/// each day once.
fn examinations(
    table: &SimulationTable,
    settings: &Settings,
    default: Vec<Time>,
    places: &Places<'_>,
) -> Result<Vec<Time>, ScenarioError> {
    let Some(written) = &table.examinations else {
        return Ok(default.into_iter().filter(|day| *day <= settings.horizon).collect());
    };
    let mut days: Vec<Time> = written.iter().map(|day| time(day).to_second()).collect();
    for (index, day) in days.iter().enumerate() {
        places.check(*day <= settings.horizon, &format!("simulation.examinations.{index}"), || {
            let (day, last) = (day.in_days(), settings.horizon.in_days());
            format!("the examination on day {day} is after the last day {last}: expected a day up to the horizon")
        })?;
    }
    days.sort_by(|a, b| a.in_hours().total_cmp(&b.in_hours()));
    days.dedup();
    Ok(days)
}

/// The patient, within the sizes and ages of adults so that a slip of the unit is found.
/// Ages of 18 to 110 years, 25 to 350 kg, 100 to 250 cm.
///
/// # Errors
/// The key whose value no adult or no leukemia has, or that is missing.
pub(super) fn patient(table: &PatientTable, ledger: &Ledger, places: &Places<'_>) -> Result<Patient, ScenarioError> {
    let age_years = time(&table.age).in_years();
    let body = Body { weight_kg: table.weight.0, height_cm: table.height.0 };
    let sizes = [("age", age_years, AGE), ("weight", body.weight_kg, WEIGHT), ("height", body.height_cm, HEIGHT)];
    for (key, value, adults) in sizes {
        adult(value, adults).map_err(|message| places.fault(&format!("patient.{key}"), message))?;
    }
    Ok(Patient {
        number: table.number,
        age_years,
        sex: table.sex,
        body,
        disease: disease(table, places)?,
        tp53: table.tp53,
        burden: burden(table, places)?,
        chemosensitivity: chemosensitivity(table.chemosensitivity.as_ref(), ledger, places)?,
        inhibitor: inhibitor(&table.inhibitor, places)?,
        own: BTreeMap::new(),
    })
}

/// Ages and sizes of adults, from, to and the unit.
pub(super) type Adults = (f64, f64, &'static str);
/// Age (y).
pub(super) const AGE: Adults = (18.0, 110.0, "y");
/// Weight (kg).
pub(super) const WEIGHT: Adults = (25.0, 350.0, "kg");
/// Height (cm).
pub(super) const HEIGHT: Adults = (100.0, 250.0, "cm");

/// A size or an age that is an adult's.
///
/// # Errors
/// The value with the range of adults.
pub(super) fn adult(value: f64, (low, high, unit): Adults) -> Result<f64, String> {
    let message = || format!("{value} {unit} is not an adult's: expected {low} to {high} {unit}");
    if (low..=high).contains(&value) { Ok(value) } else { Err(message()) }
}

/// Relapse needs the length of the first remission.
fn disease(table: &PatientTable, places: &Places<'_>) -> Result<Disease, ScenarioError> {
    match (table.disease, &table.first_remission) {
        (DiseaseName::Healthy, _) => Ok(Disease::Healthy),
        (DiseaseName::NewlyDiagnosed, _) => Ok(Disease::NewlyDiagnosed),
        (DiseaseName::Refractory, _) => Ok(Disease::Refractory),
        (DiseaseName::Relapsed, Some(first)) => Ok(Disease::Relapsed { first_remission: time(first) }),
        (DiseaseName::Relapsed, None) => {
            let message =
                "a relapsed patient had a remission: expected its length, such as first_remission = \"30 wk\"";
            Err(places.fault("patient.disease", message))
        }
    }
}

/// Leukemic cells in the body, 1 to 1e14; 0 in a healthy patient.
fn burden(table: &PatientTable, places: &Places<'_>) -> Result<f64, ScenarioError> {
    match &table.burden {
        _ if table.disease == DiseaseName::Healthy => Ok(0.0),
        Some(burden) => {
            check_burden(burden.0).map(|()| burden.0).map_err(|message| places.fault("patient.burden", message))
        }
        None => Err(places.fault("patient", "missing key `burden`: expected one such as burden = \"1e12 cells\"")),
    }
}

/// Cells of a leukemia.
///
/// # Errors
/// Fewer cells than 1, or more than 1e14.
pub(super) fn check_burden(cells: f64) -> Result<(), String> {
    let message = || format!("{cells} cells is not a leukemia: expected 1 to 1e14 cells, such as \"1e12 cells\"");
    if (1.0..=1e14).contains(&cells) { Ok(()) } else { Err(message()) }
}

/// Periods by their beginning, each of which ends after it begins.
fn inhibitor(table: &InhibitorTable, places: &Places<'_>) -> Result<InhibitorUse, ScenarioError> {
    let mut periods = Vec::new();
    for (index, period) in table.periods.iter().enumerate() {
        let (from, until) = (time(&period.from), time(&period.until));
        places.check(from < until, &format!("patient.inhibitor.periods.{index}.until"), || {
            format!(
                "the period ends at {} h: expected an end after its start at {} h",
                until.in_hours(),
                from.in_hours()
            )
        })?;
        periods.push((from, until));
    }
    periods.sort_by(|a, b| a.0.in_hours().total_cmp(&b.0.in_hours()));
    Ok(InhibitorUse { periods, for_fever: table.for_fever })
}

/// All arms, each of its own name, each within the horizon.
///
/// # Errors
/// No arm, two arms of one name, or the first fault of an arm.
pub(super) fn arms(document: &Document, reading: super::arms::Reading<'_>) -> Result<Vec<Regimen>, ScenarioError> {
    let places = reading.places;
    places.check(!document.arm.0.is_empty(), "arm", || "nothing to simulate: expected at least one `[arm]`".into())?;
    let mut arms: Vec<Regimen> = Vec::new();
    for (index, table) in document.arm.0.iter().enumerate() {
        let arm = super::arms::regimen(table, index, reading)?;
        places.check(arms.iter().all(|other| other.name != arm.name), &format!("arm.{index}.name"), || {
            format!("two arms are named `{}`: expected a different name for each arm", arm.name)
        })?;
        arms.push(arm);
    }
    Ok(arms)
}

/// The published arm that each arm stands for.
/// Empty stands for none; a name must be one of the published trial.
///
/// # Errors
/// A name that no published arm has, with the one that may be meant.
pub(super) fn published(document: &Document, places: &Places<'_>) -> Result<Vec<Option<String>>, ScenarioError> {
    let names: Vec<&str> = published::trial().arms.iter().map(|arm| arm.name.as_str()).collect();
    let arms = document.arm.0.iter().enumerate();
    arms.map(|(index, arm)| {
        let Some(name) = arm.published.as_deref().filter(|name| !name.is_empty()) else { return Ok(None) };
        places.check(names.contains(&name), &format!("arm.{index}.published"), || {
            let meant = name.split_whitespace().find_map(|word| names.iter().find(|n| n.eq_ignore_ascii_case(word)));
            let hint = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
            format!(
                "no published arm is named `{name}`: expected one of `{}`, or \"\" for none{hint}",
                names.join("`, `")
            )
        })?;
        Ok(Some(name.to_owned()))
    })
    .collect()
}

/// Refuses work that cannot finish.
///
/// ```text
/// work = steps to the end of follow-up x agents per class x 64 classes x replicates x arms
/// ```
///
/// # Errors
/// The number of agent-steps, what it is made of, and what would make it smaller.
pub(super) fn check_work(settings: &Settings, arms: usize, places: &Places<'_>) -> Result<(), ScenarioError> {
    let steps = settings.end().in_hours() / settings.step.in_hours();
    let agents = f64::from(settings.agents_per_class) * CLASSES;
    let work = steps * agents * f64::from(settings.replicates) * arms as f64;
    places.check(work <= LARGEST_WORK, "simulation", || {
        format!(
            "about {work:.0e} agent-steps ({steps:.0} steps, {agents:.0} agents, {} replicates, arms: {arms}) cannot finish: \
             expected at most {LARGEST_WORK:.0e}; shorten `horizon`, lengthen `step`, or lower `agents_per_class` or `replicates`",
            settings.replicates
        )
    })
}
