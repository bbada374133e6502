//! `patients.parquet`: one row for each patient, arm and replicate, with covariates, response, milestones and survival.
//! Covariates are missing where the patient is not known.

use super::{
    ComparisonRecord,
    field::{Field, Value},
};
use cenersim_analyses::comparison::Record;
use cenersim_model::{
    curves::{Milestones, Survival},
    patient::{Disease, InhibitorUse, Patient, Sex, Tp53},
};

/// One course with its patient.
pub struct Row<'a> {
    record: &'a Record,
    arm: &'a str,
    patient: Option<&'a Patient>,
}

pub fn rows<'a>(comparison: &ComparisonRecord<'a>) -> impl Iterator<Item = Row<'a>> {
    let (arms, patients) = (&comparison.compared.arms, comparison.patients);
    comparison.records.iter().map(move |record| {
        let arm = record.arm as usize;
        let find = |list: &&'a [Patient]| {
            let index = list.binary_search_by_key(&record.patient, |patient| patient.number).ok()?;
            list.get(index)
        };
        Row { record, arm: &arms[arm].name, patient: patients.get(arm).and_then(find) }
    })
}

type Fields<'a> = Vec<Field<Row<'a>>>;

impl<'a> Row<'a> {
    fn survival(&self) -> &'a Survival {
        &self.record.outcome.survival
    }

    fn milestones(&self) -> &'a Milestones {
        &self.record.outcome.milestones
    }
}

pub fn fields<'a>() -> Fields<'a> {
    [course(), covariates(), outcome(), leukemia(), neutrophils(), platelets(), complications()]
        .into_iter()
        .flatten()
        .collect()
}

fn field<'a>(name: &'static str, unit: &'static str, about: &'static str, value: Value<Row<'a>>) -> Field<Row<'a>> {
    Field { name, unit, about, value }
}

fn number<'a>(name: &'static str, unit: &'static str, about: &'static str, of: fn(&Row<'a>) -> f64) -> Field<Row<'a>> {
    field(name, unit, about, Value::Number(of))
}

fn known<'a>(
    name: &'static str,
    unit: &'static str,
    about: &'static str,
    of: fn(&Row<'a>) -> Option<f64>,
) -> Field<Row<'a>> {
    field(name, unit, about, Value::OptionalNumber(of))
}

fn word<'a>(name: &'static str, about: &'static str, of: for<'r> fn(&'r Row<'a>) -> Option<&'r str>) -> Field<Row<'a>> {
    field(name, "", about, Value::OptionalText(of))
}

fn course<'a>() -> Fields<'a> {
    let patient = "Number of the patient; 0 is the reference patient.";
    let replicate = "Number of the course of this patient in this arm.";
    vec![
        field("patient", "", patient, Value::Long(|row| long(row.record.patient))),
        field("arm", "", "Name of the arm.", Value::Text(|row| row.arm)),
        field("replicate", "", replicate, Value::Integer(|row| row.record.replicate.cast_signed())),
    ]
}

fn covariates<'a>() -> Fields<'a> {
    let disease = "State of the disease: healthy, refractory or relapsed.";
    let remission = "Length of the first remission; missing unless relapsed.";
    let mutation = "TP53 of the leukemia: wild_type, mutant or null.";
    let disturbing = "Drugs that disturb cenersen: none, in periods, for fever, or in periods and for fever.";
    vec![
        known("age_years", "years", "Age.", |row| Some(row.patient?.age_years)),
        word("sex", "Sex: female or male.", |row| Some(sex(row.patient?.sex))),
        known("weight_kg", "kg", "Body weight.", |row| Some(row.patient?.body.weight_kg)),
        known("height_cm", "cm", "Height.", |row| Some(row.patient?.body.height_cm)),
        word("disease", disease, |row| Some(row.patient?.disease.name())),
        known("first_remission_days", "d", remission, |row| first_remission(row.patient?.disease)),
        word("tp53", mutation, |row| Some(tp53(row.patient?.tp53))),
        known("burden_cells", "cells", "Leukemic cells before treatment.", |row| Some(row.patient?.burden)),
        word("inhibitor", disturbing, |row| Some(inhibitor(&row.patient?.inhibitor))),
    ]
}

fn outcome<'a>() -> Fields<'a> {
    let response = "Best response by the criteria of the comparison.";
    let courses = "Courses of treatment that were given.";
    let cause = "Cause of death: infection, bleeding, leukemia, leukemia after failure (in second salvage or palliative \
                 care) or after transplantation; missing if alive at the end.";
    let failure = "Day on which the treatment had failed; missing without a policy for what follows.";
    let best = "Largest fall of the marrow blasts from before treatment; -100: none left, positive: a rise, missing: \
                never examined.";
    vec![
        field("response", "", response, Value::Text(|row| row.record.outcome.response.name())),
        field("courses", "", courses, Value::Integer(|row| row.record.outcome.courses.cast_signed())),
        known("response_day", "d", "Day of the response; missing without one.", |row| row.survival().response_day),
        known("relapse_day", "d", "Day of the relapse; missing without one.", |row| row.survival().relapse_day),
        known("failure_day", "d", failure, |row| row.survival().failure_day),
        known("transplantation_day", "d", "Day of the transplantation; missing without one.", |row| {
            row.survival().transplantation_day
        }),
        known("death_day", "d", "Day of death; missing if alive at the end.", |row| row.survival().death_day),
        word("death_cause", cause, |row| row.survival().death_cause.as_deref()),
        number("observed_to_day", "d", "Last day on which is known whether the patient lives.", |row| {
            row.survival().observed_to_day
        }),
        known("best_blast_change", "%", best, |row| row.record.best_blast_change),
    ]
}

fn leukemia<'a>() -> Fields<'a> {
    let all = "Leukemic cells of all kinds at their lowest.";
    let (day, fall) = ("Day of that nadir.", "Decimal logarithm of the fall to that nadir.");
    let extinct = "Whether no leukemic stem cell was left at the nadir.";
    vec![
        number("blast_nadir_cells", "cells", all, |row| row.milestones().blast_nadir_cells),
        number("blast_nadir_day", "d", day, |row| row.milestones().blast_nadir_day),
        number("blast_log_kill", "log10", fall, |row| row.milestones().blast_log_kill),
        number("stem_nadir_cells", "cells", "Leukemic stem cells at their lowest.", |row| {
            row.milestones().stem_nadir_cells
        }),
        number("stem_nadir_day", "d", day, |row| row.milestones().stem_nadir_day),
        number("stem_log_kill", "log10", fall, |row| row.milestones().stem_log_kill),
        field("stem_extinct", "", extinct, Value::Truth(|row| row.milestones().stem_extinct)),
    ]
}

fn neutrophils<'a>() -> Fields<'a> {
    let half = "First day at or above 0.5 G/L after the nadir; missing if never below or not reached.";
    let one = "First day at or above 1.0 G/L after the nadir; missing if never below or not reached.";
    vec![
        number("neutrophil_nadir", "G/L", "Neutrophils at their lowest.", |row| row.milestones().neutrophil_nadir),
        number("neutrophil_nadir_day", "d", "Day of that nadir.", |row| row.milestones().neutrophil_nadir_day),
        known("neutrophils_above_half_day", "d", half, |row| row.milestones().neutrophils_above_half_day),
        known("neutrophils_above_one_day", "d", one, |row| row.milestones().neutrophils_above_one_day),
        number("days_neutrophils_below_half", "d", "Days with neutrophils below 0.5 G/L.", |row| {
            row.milestones().days_neutrophils_below_half
        }),
    ]
}

fn platelets<'a>() -> Fields<'a> {
    let fifty = "First day at or above 50 G/L after the nadir; missing if never below or not reached.";
    let hundred = "First day at or above 100 G/L after the nadir; missing if never below or not reached.";
    vec![
        number("platelet_nadir", "G/L", "Platelets at their lowest.", |row| row.milestones().platelet_nadir),
        number("platelet_nadir_day", "d", "Day of that nadir.", |row| row.milestones().platelet_nadir_day),
        known("platelets_above_50_day", "d", fifty, |row| row.milestones().platelets_above_50_day),
        known("platelets_above_100_day", "d", hundred, |row| row.milestones().platelets_above_100_day),
        number("days_platelets_below_50", "d", "Days with platelets below 50 G/L.", |row| {
            row.milestones().days_platelets_below_50
        }),
    ]
}

fn complications<'a>() -> Fields<'a> {
    vec![
        field("infections", "", "Severe infections.", Value::Integer(|row| row.record.infections.cast_signed())),
        field("bleedings", "", "Severe bleedings.", Value::Integer(|row| row.record.bleedings.cast_signed())),
        field("steps", "", "Steps that were simulated.", Value::Long(|row| long(row.record.steps))),
        field(
            "agent_steps",
            "",
            "Sum of the agents over these steps.",
            Value::Long(|row| long(row.record.agent_steps)),
        ),
    ]
}

fn long(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

const fn tp53(tp53: Tp53) -> &'static str {
    match tp53 {
        Tp53::WildType => "wild_type",
        Tp53::Mutant => "mutant",
        Tp53::Null => "null",
    }
}

fn first_remission(disease: Disease) -> Option<f64> {
    match disease {
        Disease::Relapsed { first_remission } => Some(first_remission.in_days()),
        _ => None,
    }
}

fn inhibitor(taken: &InhibitorUse) -> &'static str {
    match (taken.periods.is_empty(), taken.for_fever) {
        (true, false) => "none",
        (false, false) => "in periods",
        (true, true) => "for fever",
        (false, true) => "in periods and for fever",
    }
}
