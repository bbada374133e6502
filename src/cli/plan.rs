//! What a run is about to do, for a reader.

use cenersim::{
    parameters::Ledger,
    patient::{Chemosensitivity, Disease, InhibitorUse, Patient, Tp53},
    quantity::Time,
    scenario::Scenario,
    treatment::{Consolidation, DoseTable, NextCourse, Regimen},
};
use std::fmt::Write;

/// Scenario, patient, arm, doses with absolute amounts, horizon, agents and seed.
pub fn plan_text(scenario: &Scenario, arm: &Regimen) -> String {
    let settings = &scenario.settings;
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        let _ = writeln!(text, "{name:<12}{value}");
    };
    line("scenario", format!("{}: {}", scenario.name, scenario.title));
    line("patient", patient_text(&scenario.patient));
    let shown = chemosensitivity(scenario, arm).and_then(Chemosensitivity::described);
    shown.into_iter().for_each(|shown| line("shown", shown));
    line("hypothesis", format!("{}: {}", scenario.hypothesis.name(), scenario.hypothesis.meaning()));
    inhibitor_text(&scenario.patient.inhibitor).into_iter().for_each(|use_| line("inhibitor", use_));
    for (path, entry, before) in scenario.ledger.changes_from(&Ledger::under(scenario.hypothesis)) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("arm", arm.name.clone());
    line("courses", courses_text(arm));
    line("survival", format!("{}, to day {}", settings.after_failure.statement(), settings.end().in_days()));
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class, {} replicates", settings.agents_per_class, settings.replicates));
    line("seed", settings.seed.to_string());
    let doses = DoseTable::first_course(arm, scenario.patient.body, scenario.patient.age_years);
    adjusted(&doses).into_iter().for_each(|said| line("adjusted", said));
    format!("{text}\n{doses}")
}

/// Doses that differ from what body size asks for, and how, each once.
pub fn adjusted(doses: &DoseTable) -> Vec<String> {
    let mut said = Vec::new();
    for dose in doses.0.iter().filter(|dose| !dose.adjusted.is_empty()) {
        let text = format!("{} {}: {}", dose.administration.drug.name(), dose.written, dose.adjusted.join(", "));
        if !said.contains(&text) {
            said.push(text);
        }
    }
    said
}

/// The sensitivity that a scenario asks for, where drugs meet a leukemia.
pub fn chemosensitivity<'a>(scenario: &'a Scenario, arm: &Regimen) -> Option<&'a Chemosensitivity> {
    let matters = !arm.is_untreated() && scenario.patient.disease != Disease::Healthy;
    matters.then_some(&scenario.patient.chemosensitivity)
}

fn patient_text(patient: &Patient) -> String {
    let who = match patient.number {
        0 => "reference".to_owned(),
        number => format!("number {number}"),
    };
    let disease = match patient.disease {
        Disease::Healthy => return format!("{who}, {}, no leukemia", size_text(patient)),
        Disease::NewlyDiagnosed => "newly diagnosed".to_owned(),
        Disease::Refractory => "refractory".to_owned(),
        Disease::Relapsed { first_remission } => format!("relapsed after {:.0} wk", first_remission.in_days() / 7.0),
    };
    let tp53 = match patient.tp53 {
        Tp53::WildType => "wild type",
        Tp53::Mutant => "mutant",
        Tp53::Null => "null",
    };
    let size = size_text(patient);
    format!("{who}, {size}, {disease}, TP53 {tp53}, {:.0e} leukemic cells", patient.burden)
}

/// When inhibitors are taken, if at all.
fn inhibitor_text(inhibitor: &InhibitorUse) -> Option<String> {
    let period = |(from, until): &(Time, Time)| format!("day {} to {}", from.in_days(), until.in_days());
    let fever = inhibitor.for_fever.then(|| "for fever".to_owned());
    let uses: Vec<String> = inhibitor.periods.iter().map(period).chain(fever).collect();
    (!uses.is_empty()).then(|| uses.join(", "))
}

fn size_text(patient: &Patient) -> String {
    let body = patient.body;
    let sex = format!("{:?}", patient.sex).to_lowercase();
    let (weight, height, surface) = (body.weight_kg, body.height_cm, body.surface_m2());
    format!("{:.0} y, {sex}, {weight:.0} kg, {height:.0} cm, {surface:.2} m2", patient.age_years)
}

fn courses_text(arm: &Regimen) -> String {
    let rule = arm.courses;
    if arm.is_untreated() {
        return "none".into();
    }
    let when = match rule.when {
        _ if rule.maximum == 1 => None,
        NextCourse::Never => None,
        NextCourse::Always => Some("always"),
        NextCourse::OnResponse => Some("after a response"),
        NextCourse::OnNoResponse => Some("without a response"),
        NextCourse::OnResistant => Some("in a resistant leukemia"),
    };
    let next = |when| format!("up to {}, the next on day {} {when}", rule.maximum, rule.interval.in_days() + 1.0);
    let induction = when.map_or_else(|| "1".into(), next);
    rule.consolidation.map_or(induction.clone(), |Consolidation { courses, after, interval }| {
        let (after, every) = (after.in_days(), interval.in_days());
        format!("{induction}; in remission {courses} more, the first {after} days after the last of these began, one every {every} days")
    })
}
