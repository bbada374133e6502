//! What a run is about to do, for a reader.

use cenersim::{
    parameters::Ledger,
    patient::{Chemosensitivity, Disease, InhibitorUse, Patient, Tp53},
    quantity::Time,
    scenario::Scenario,
    study::shown_chemosensitivity,
    treatment::{Consolidation, DoseTable, NextCourse, PlannedDose, Regimen},
};
use cenersim_text::{Entries, plain};

/// Scenario, patient, arm, doses with absolute amounts, horizon, agents and seed.
pub fn plan_text(scenario: &Scenario, arm: &Regimen) -> String {
    let settings = &scenario.settings;
    let mut entries = Entries::new(12);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("scenario", format!("{}: {}", scenario.name, scenario.title));
    line("patient", patient_text(&scenario.patient));
    let shown = shown_chemosensitivity(scenario, arm).and_then(Chemosensitivity::described);
    shown.into_iter().for_each(|shown| line("shown", shown));
    line("hypothesis", format!("{}: {}", scenario.hypothesis.name(), scenario.hypothesis.meaning()));
    inhibitor_text(&scenario.patient.inhibitor).into_iter().for_each(|use_| line("inhibitor", use_));
    for (path, entry, before) in scenario.ledger.changes_from(&Ledger::under(scenario.hypothesis)) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("arm", arm.name.clone());
    line("courses", courses_text(arm));
    line("survival", format!("{}, to day {}", settings.after_failure, settings.end().in_days()));
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class, {} replicates", settings.agents_per_class, settings.replicates));
    line("seed", settings.seed.to_string());
    remarks(arm, &scenario.patient, settings.horizon).into_iter().for_each(|(name, said)| line(name, said));
    let doses = DoseTable::first_course(arm, scenario.patient.body, scenario.patient.age_years);
    format!("{}\n{doses}", entries.text())
}

/// What of an arm this patient does not get as it is written: doses that differ from what body size asks for, each once,
/// and what the horizon cuts off.
pub fn remarks(arm: &Regimen, patient: &Patient, horizon: Time) -> Vec<(&'static str, String)> {
    let plan = |course, start| arm.plan(patient.body, patient.age_years, course, start);
    let mut said = Vec::new();
    for PlannedDose { administration, written, adjusted } in &plan(1, Time::ZERO) {
        let text = ("adjusted", format!("{} {written}: {}", administration.drug.name(), adjusted.join(", ")));
        if !adjusted.is_empty() && !said.contains(&text) {
            said.push(text);
        }
    }
    for (course, start) in (1..).zip(starts(arm, horizon)) {
        said.extend(cut(&plan(course, start), horizon).into_iter().map(|text| ("cut", text)));
    }
    said
}

/// Starts of the courses that may be given within the horizon, as far as they are known before anybody is treated.
fn starts(arm: &Regimen, horizon: Time) -> impl Iterator<Item = Time> {
    let rule = arm.courses;
    let most = if rule.when == NextCourse::Never { 1 } else { rule.maximum };
    let starts = (0..most).map(move |before| Time::hours(f64::from(before) * rule.interval.in_hours()));
    starts.take_while(move |start| *start < horizon)
}

/// Infusions of a course that run beyond the horizon, and how many begin after it.
fn cut(course: &[PlannedDose], horizon: Time) -> Vec<String> {
    let late = course.iter().filter(|dose| dose.administration.start >= horizon).count();
    let late = course.first().filter(|_| late > 0).map(|first| {
        let (all, number) = (course.len(), first.administration.course);
        format!("{late} of {all} infusions of course {number} begin after day {}", horizon.in_days())
    });
    course.iter().filter_map(|dose| cut_short(dose, horizon)).chain(late).collect()
}

/// What is given of an infusion that runs at the horizon.
fn cut_short(PlannedDose { administration: given, written, .. }: &PlannedDose, horizon: Time) -> Option<String> {
    let runs = given.start < horizon && given.end() > horizon;
    let share = (horizon - given.start).in_hours() / given.duration.in_hours();
    let (within, amount) = (plain(share * given.amount_mg), plain(given.amount_mg));
    let (drug, end, last) = (given.drug.name(), plain(given.end().in_days()), plain(horizon.in_days()));
    runs.then(|| {
        format!(
            "{drug} {written} ends after {end} d and the simulation after {last} d: {within} of {amount} mg are given"
        )
    })
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
