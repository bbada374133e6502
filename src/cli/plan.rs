//! What a run is about to do, for a reader.
//!
//! # Example
//!
//! ```text
//! scenario    arm_b: Arm B: cenersen, idarubicin and cytarabine 0.5 g/m2
//! patient     reference, 61 y, male, 75 kg, 172 cm, 1.89 m2, relapsed after 30 wk, TP53 wild type, 1e12 leukemic cells
//! shown       95th percentile of chemosensitivity: one of 20 is more sensitive
//! hypothesis  source: losing p53 sensitizes, as the source document says
//! arm         B
//! courses     up to 2, the next on day 43 after a response
//! survival    after failure: nothing follows, to day 90
//! horizon     90 d in steps of 1 h
//! agents      512 per class, 8 replicates
//! seed        1
//!
//! drug        course  day   start [h]  duration [h]  amount [mg]  dose
//! cenersen         1    1           0           168         1260  0.1 mg/kg/h
//! idarubicin       1    2          24          0.25        22.72  12 mg/m2
//! ```
//!
//! Amounts are those for this patient; a line `adjusted` says where age or a limit changes what body size asks for,
//! a line `cut` what the horizon leaves out, and a line `parameter` each number that is not the shipped one.

use cenersim::{
    parameters::Ledger,
    patient::{Chemosensitivity, Disease, InhibitorUse, Patient, Tp53},
    quantity::Time,
    scenario::Scenario,
    study::shown_chemosensitivity,
    treatment::{DayNumbers, DoseTable, Further, NextCourse, PlannedDose, Reduction, Regimen},
};
use cenersim_text::{Entries, plain};

/// Scenario, patient, arm, doses with absolute amounts, horizon, agents and seed.
pub fn plan_text(scenario: &Scenario, arm: &Regimen) -> String {
    let settings = &scenario.settings;
    let mut entries = Entries::new(12);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("scenario", format!("{}: {}", scenario.name, scenario.title));
    line("patient", whom(scenario));
    let shown = shown_chemosensitivity(scenario, arm).and_then(Chemosensitivity::described);
    shown.into_iter().for_each(|shown| line("shown", shown));
    line("hypothesis", format!("{}: {}", scenario.hypothesis.name(), scenario.hypothesis.meaning()));
    inhibitor_text(&scenario.patient.inhibitor).into_iter().for_each(|use_| line("inhibitor", use_));
    for (path, entry, before) in scenario.ledger.changes_from(&Ledger::under(scenario.hypothesis)) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("arm", arm.name.clone());
    line("courses", courses_text(arm));
    days_text(arm).into_iter().for_each(|days| line("days", days));
    line("survival", format!("{}, to day {}", settings.after_failure, settings.end().in_days()));
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class, {} replicates", settings.agents_per_class, settings.replicates));
    line("seed", settings.seed.to_string());
    remarks(arm, &scenario.patient, settings.horizon).into_iter().for_each(|(name, said)| line(name, said));
    let patient = &scenario.patient;
    let doses = |entry: usize| {
        let table = DoseTable::of(entry, arm, patient.body, patient.age_years);
        let head = entry.checked_sub(1).and_then(|index| arm.courses.further.get(index));
        let head = head.map_or_else(String::new, |further| format!("{}:\n", further_text(further)));
        format!("\n{head}{table}")
    };
    entries.text() + &arm.different().into_iter().map(doses).collect::<String>()
}

/// What of an arm this patient does not get as it is written: doses that differ from what body size asks for, each once,
/// and what the horizon cuts off.
pub fn remarks(arm: &Regimen, patient: &Patient, horizon: Time) -> Vec<(&'static str, String)> {
    let plan = |entry, course, start| arm.plan_of(entry, patient.body, patient.age_years, course, start);
    let mut said = Vec::new();
    for entry in arm.different() {
        for PlannedDose { administration, written, adjusted } in &plan(entry, 1, Time::ZERO) {
            let text = ("adjusted", format!("{} {written}: {}", administration.drug.name(), adjusted.join(", ")));
            if !adjusted.is_empty() && !said.contains(&text) {
                said.push(text);
            }
        }
    }
    for (course, (entry, start)) in (1..).zip(arm.courses.starts(horizon)) {
        said.extend(cut(&plan(entry, course, start), horizon, arm.days).into_iter().map(|text| ("cut", text)));
    }
    said
}

/// Infusions of a course that run beyond the horizon, and how many begin after it.
fn cut(course: &[PlannedDose], horizon: Time, days: DayNumbers) -> Vec<String> {
    let late = course.iter().filter(|dose| dose.administration.start >= horizon).count();
    let late = course.first().filter(|_| late > 0).map(|first| {
        let (all, number) = (course.len(), first.administration.course);
        let last = days.since_day_one(horizon).in_days();
        format!("{late} of {all} infusions of course {number} begin after day {last}")
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

/// The patient, or the list of those who take their place.
fn whom(scenario: &Scenario) -> String {
    let Scenario { patient, cohort, .. } = scenario;
    match cohort.len() {
        0 => patient_text(patient),
        patients => format!("{patients} of {}; doses below are those of {}", cohort.list, patient_text(patient)),
    }
}

/// Who, size, disease, TP53 and burden; of a healthy patient the size alone.
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

/// Age, sex, weight, height and body surface (m2).
fn size_text(patient: &Patient) -> String {
    let body = patient.body;
    let sex = format!("{:?}", patient.sex).to_lowercase();
    let (weight, height, surface) = (body.weight_kg, body.height_cm, body.surface_m2());
    format!("{:.0} y, {sex}, {weight:.0} kg, {height:.0} cm, {surface:.2} m2", patient.age_years)
}

/// How days are numbered, unless day 1 is the first.
fn days_text(arm: &Regimen) -> Option<String> {
    let (first, zero) = (arm.days.first(), if arm.days.has_zero() { "a" } else { "no" });
    (first < 1).then(|| {
        format!(
            "a course begins on day {first}, with {zero} day 0; tables and figures count from the beginning of day 1"
        )
    })
}

/// The rule of the further courses in words.
fn courses_text(arm: &Regimen) -> String {
    if arm.is_untreated() {
        return "none".into();
    }
    let given = arm.courses.further.iter().filter(|further| further.may_follow());
    let alike = |first: &&Further| {
        first.when != NextCourse::InRemission && **first == Further::alike(first.when, first.most, first.interval)
    };
    let mut rest = given.peekable();
    let first = match rest.next_if(alike) {
        Some(first) => {
            let (most, days) = (first.most + 1, first.interval.in_days());
            let day = arm.days.number(days.floor() as i64) as f64 + days.fract();
            format!("up to {most}, the next on day {day} {}", when_text(first.when))
        }
        None => "1".into(),
    };
    [first].into_iter().chain(rest.map(further_text)).collect::<Vec<_>>().join("; ")
}

const fn when_text(when: NextCourse) -> &'static str {
    match when {
        NextCourse::Never => "never",
        NextCourse::Always => "always",
        NextCourse::OnResponse => "after a response",
        NextCourse::OnNoResponse => "without a response",
        NextCourse::OnResistant => "in a resistant leukemia",
        NextCourse::InRemission => "in remission",
    }
}

/// In whom, how many, when, and what they wait for.
fn further_text(further: &Further) -> String {
    let Further { when, most, after, interval, hold, reductions, doses: _ } = further;
    let (when, after, every) = (when_text(*when), after.in_days(), interval.in_days());
    let text = match most {
        1 => format!("{when} 1 more, {after} days after the last of these began"),
        _ => {
            format!("{when} {most} more, the first {after} days after the last of these began, one every {every} days")
        }
    };
    let held = hold.map_or_else(String::new, |hold| {
        let (counts, days) = (counts_text("", hold.neutrophils, hold.platelets).join(" and "), hold.at_most.in_days());
        format!(", each held until {counts}, for at most {days} days")
    });
    let reduced = reductions.iter().map(|Reduction { neutrophils, platelets, to }| {
        let counts = counts_text("below ", *neutrophils, *platelets).join(" or ");
        format!(", with {} % of every dose where {counts}", plain(100.0 * to))
    });
    text + &held + &reduced.collect::<String>()
}

/// Counts that something is asked of.
fn counts_text(relation: &str, neutrophils: f64, platelets: f64) -> Vec<String> {
    let asked = [("neutrophils", neutrophils), ("platelets", platelets)].into_iter().filter(|(_, count)| *count > 0.0);
    asked.map(|(name, count)| format!("{name} {relation}{count} G/L")).collect()
}
