//! `patients.parquet`: one row for each patient, arm and replicate, with covariates and every field of the course record.
//! Covariates are missing where the patient is not known.
//!
//! | columns | what they hold |
//! |---|---|
//! | `patient`, `arm`, `replicate` | which course |
//! | `name`, `drawn` | only of a list of patients: who it is, and what the list does not say |
//! | `age_years` to `inhibitor` | the patient as the arm meets them: age, sex, size, disease, TP53, burden, inhibitors |
//! | `cenersen_auc`, `cenersen_cmax` and so on | plasma in the first course; missing unless the arm gives the drug |
//! | paths of the ledger | the patient's own numbers |
//! | `response` to `best_blast_change` | response, courses, and days of what happened (d) |
//! | `blast_nadir_cells` to `days_platelets_below_50` | nadirs, recoveries and log-kills of the first course |
//! | `infections`, `bleedings`, `steps`, `agent_steps` | complications, and the work of the simulation |
//!
//! Rows come by patient, replicate and arm. Another field of the record is another column without a change here.

use super::{
    super::{summary::auc_unit, table::Column},
    ComparisonRecord,
};
use cenersim_analyses::comparison::{
    Record,
    fields::{Access, COMPLICATIONS, COURSE, Field, MILESTONES, OUTCOME},
};
use cenersim_model::{
    curves::Variable,
    patient::{Disease, InhibitorUse, Named, Patient, Sex, Tp53},
    simulation::Individual,
};
use std::collections::{BTreeMap, BTreeSet};

/// One course with its patient.
pub struct Row<'a> {
    record: &'a Record,
    arm: &'a str,
    patient: Option<&'a Patient>,
    /// What a list says of the patient.
    named: Option<&'a Named>,
    /// What is known of them before treatment.
    individual: Option<&'a Individual>,
}

/// The patient of a record is found in the list of its arm by number.
pub fn rows<'a>(comparison: &ComparisonRecord<'a>) -> impl Iterator<Item = Row<'a>> {
    let (arms, patients, cohort) = (&comparison.compared.arms, comparison.patients, comparison.cohort);
    let individuals = comparison.individuals;
    comparison.records.iter().map(move |record| {
        let arm = record.arm as usize;
        let find = |list: &&'a [Patient]| list.binary_search_by_key(&record.patient, |patient| patient.number).ok();
        let place = patients.get(arm).and_then(find);
        let named = cohort.named(record.patient);
        let individual = place.and_then(|place| individuals.get(arm)?.get(place));
        Row { record, arm: &arms[arm].name, patient: place.map(|place| &patients[arm][place]), named, individual }
    })
}

/// The list of the record's fields, with the arm by its name and the patient behind what says which course it is.
/// Names and what was drawn only where patients have names; then what is known of each before treatment.
pub fn columns<'a>(comparison: &ComparisonRecord<'a>) -> Vec<Column<'a, Row<'a>>> {
    let course = COURSE.iter().map(|field| match field.name {
        "arm" => Column::text("arm", "", "Name of the arm.", |row: &Row<'a>| row.arm),
        _ => column(field),
    });
    let rest = OUTCOME.iter().chain(&MILESTONES).chain(&COMPLICATIONS).map(column);
    let listed = if comparison.cohort.is_empty() { Vec::new() } else { listed() };
    let individuals: Vec<&Individual> = comparison.individuals.iter().copied().flatten().collect();
    let known = exposures(&individuals).into_iter().chain(numbers(&individuals));
    course.chain(listed).chain(covariates()).chain(known).chain(rest).collect()
}

/// What only a list says.
fn listed<'a>() -> Vec<Column<'a, Row<'a>>> {
    let drawn =
        "Covariates that the list of patients does not say and that were drawn; missing if it says all of them.";
    vec![
        Column::optional_words("name", "Name of the patient in the list.", |row: &Row| Some(row.named?.name.clone())),
        Column::optional_words("drawn", drawn, |row: &Row| {
            Some(row.named?.drawn().join(", ")).filter(|drawn| !drawn.is_empty())
        }),
    ]
}

/// AUC and Cmax of what any arm gives, and of metabolites.
fn exposures<'a>(individuals: &[&Individual]) -> Vec<Column<'a, Row<'a>>> {
    let all = individuals.iter().flat_map(|known| &known.exposures);
    let met: BTreeSet<Variable> = all.filter(|met| met.is_in_plasma()).map(|met| met.variable).collect();
    let both = |variable: Variable| {
        let of = move |row: &Row| row.individual?.exposures.iter().find(|met| met.variable == variable).copied();
        let (name, unit) = (variable.name().trim_end_matches("_plasma"), variable.unit());
        let missing = "missing unless the arm gives it";
        let auc = format!(
            "Area under the plasma level of {name} over the first course, from its beginning to 14 d after its last infusion; \
             {missing}."
        );
        let peak = format!("Highest plasma level of {name} in the same time; {missing}.");
        [
            Column::known(&format!("{name}_auc"), &auc_unit(unit), &auc, move |row: &Row| Some(of(row)?.auc)),
            Column::known(&format!("{name}_cmax"), unit, &peak, move |row: &Row| Some(of(row)?.peak)),
        ]
    };
    met.into_iter().flat_map(both).collect()
}

/// Numbers of the ledger as each patient has them.
fn numbers<'a>(individuals: &[&Individual]) -> Vec<Column<'a, Row<'a>>> {
    let each = individuals.iter().flat_map(|known| &known.numbers);
    let units: BTreeMap<&str, &str> = each.map(|number| (number.path.as_str(), number.unit.as_str())).collect();
    let column = |(path, unit): (&str, &str)| {
        let about = format!(
            "Own number of the patient for `{path}` in the first course, with what disease, age and percentile do."
        );
        let path = path.to_owned();
        Column::known(&path.clone(), unit, &about, move |row: &Row| {
            let numbers = &row.individual?.numbers;
            let index = numbers.binary_search_by(|number| number.path.cmp(&path)).ok()?;
            Some(numbers[index].value)
        })
    };
    units.into_iter().map(column).collect()
}

/// The column of a field.
fn column<'a>(field: &Field) -> Column<'a, Row<'a>> {
    let Field { name, unit, .. } = *field;
    let about = &field.meaning();
    match field.access {
        Access::Count(of, _) => Column::integer(name, unit, about, move |row: &Row| of(row.record).cast_signed()),
        Access::Long(of, _) => Column::long(name, unit, about, move |row: &Row| long(of(row.record))),
        Access::Number(of, _) => Column::double(name, unit, about, move |row: &Row| of(row.record)),
        Access::OptionalNumber(of, _) => Column::known(name, unit, about, move |row: &Row| of(row.record)),
        Access::Truth(of, _) => Column::truth(name, about, move |row: &Row| of(row.record)),
        Access::OptionalText(of, _) => Column::optional_words(name, about, move |row: &Row<'a>| of(row.record)),
        Access::Response(of, _) => Column::text(name, "", about, move |row: &Row| of(row.record).name()),
    }
}

/// Before treatment; missing where the patient is not known.
fn covariates<'a>() -> Vec<Column<'a, Row<'a>>> {
    let disease = "State of the disease: healthy, refractory or relapsed.";
    let remission = "Length of the first remission; missing unless relapsed.";
    let mutation = "TP53 of the leukemia: wild_type, mutant or null.";
    let disturbing = "Drugs that disturb cenersen: none, in periods, for fever, or in periods and for fever.";
    let burden = "Leukemic cells before treatment.";
    vec![
        Column::known("age_years", "years", "Age.", |row: &Row| Some(row.patient?.age_years)),
        Column::optional_words("sex", "Sex: female or male.", |row: &Row| Some(sex(row.patient?.sex))),
        Column::known("weight_kg", "kg", "Body weight.", |row: &Row| Some(row.patient?.body.weight_kg)),
        Column::known("height_cm", "cm", "Height.", |row: &Row| Some(row.patient?.body.height_cm)),
        Column::optional_words("disease", disease, |row: &Row| Some(row.patient?.disease.name())),
        Column::known("first_remission_days", "d", remission, |row: &Row| first_remission(row.patient?.disease)),
        Column::optional_words("tp53", mutation, |row: &Row| Some(tp53(row.patient?.tp53))),
        Column::known("burden_cells", "cells", burden, |row: &Row| Some(row.patient?.burden)),
        Column::optional_words("inhibitor", disturbing, |row: &Row| Some(inhibitor(&row.patient?.inhibitor))),
    ]
}

/// Parquet's whole numbers have a sign.
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

/// In days; none unless relapsed.
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
