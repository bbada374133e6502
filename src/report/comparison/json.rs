//! `comparison.json`: arms, rates, measures, pairs, attribution, sweep and failures, with arms by name. A number that
//! does not exist is null. Left out: curves (`curves.parquet`, `tables/survival.csv`) and single patients
//! (`patients.parquet`).
//!
//! | key | what it holds |
//! |---|---|
//! | `arms` | name, doses, responses, deaths, rates, measures, both survivals (n, events, median), published counts |
//! | `pairs` | for each pair: names of the arms, differences of rates and measures, p value of overall survival |
//! | `two_arm` | for each pair: contrasts of rates and times as a controlled trial has them, and their power |
//! | `attribution`, `sweep`, `headline` | as the results have them, arms by name; null or empty where there is none |
//! | `failures` | patients who are in no result |
//! | `title`, `population`, `patients`, `replicates`, `horizon_days`, `criteria`, `seed` | what was compared |
//! | `after_failure`, `follow_up_days` | what follows a failure, and until when; only where something is said of it |
//!
//! Shares are from 0 to 1, days and hours as their names say.

use super::FailedPatient;
use cenersim_analyses::comparison::{ArmResult, Compared, PairResult, TwoArm};
use cenersim_model::treatment::Administration;
use cenersim_statistics::KaplanMeier;
use serde::Serialize;
use serde_json::{Value, json};

/// The file, with a line break at its end.
pub fn comparison_json(compared: &Compared, failures: &[FailedPatient]) -> String {
    let value = json!({
        "title": compared.title,
        "population": compared.population,
        "patients": compared.patients,
        "replicates": compared.replicates,
        "horizon_days": compared.horizon_days,
        "criteria": compared.criteria,
        "seed": compared.seed,
        "arms": compared.arms.iter().map(arm).collect::<Vec<_>>(),
        "pairs": compared.pairs.iter().map(|found| pair(compared, found)).collect::<Vec<_>>(),
        "two_arm": compared.two_arm.iter().map(|found| contrast(compared, found)).collect::<Vec<_>>(),
        "attribution": named(compared, &compared.attribution),
        "sweep": compared.sweep.as_ref().map(|sweep| {
            let mut value = json!(sweep);
            name_arms(&mut value["points"], |index| sweep.arms.get(index).map(String::as_str));
            value
        }),
        "headline": compared.headline,
        "after_failure": compared.after_failure,
        "follow_up_days": compared.follow_up_days,
        "failures": failures,
    });
    format!("{value:#}\n")
}

/// Responses and deaths as lists of name and count.
fn arm(arm: &ArmResult) -> Value {
    let responses =
        arm.responses.iter().map(|(response, count)| json!({ "response": response.name(), "count": count }));
    json!({
        "name": arm.name,
        "doses": arm.doses.iter().map(dose).collect::<Vec<_>>(),
        "responses": responses.collect::<Vec<_>>(),
        "deaths": arm.deaths.iter().map(|(cause, count)| json!({ "cause": cause, "count": count })).collect::<Vec<_>>(),
        "rates": arm.rates,
        "measures": arm.measures,
        "overall_survival": survival(&arm.overall_survival),
        "disease_free_survival": survival(&arm.disease_free_survival),
        "published": arm.published,
    })
}

/// Hours since the first dose, or since day 1 of an arm that begins before it; amount in mg.
fn dose(dose: &Administration) -> Value {
    json!({
        "drug": dose.drug.name(),
        "start_hours": dose.start.in_hours(),
        "duration_hours": dose.duration.in_hours(),
        "amount_mg": dose.amount_mg,
        "course": dose.course,
    })
}

/// Numbers of units, of events, and the median with its interval (d).
fn survival(curve: &KaplanMeier) -> Value {
    let (low, high) = curve.median_interval;
    json!({ "n": curve.n, "events": curve.events, "median": curve.median, "median_low": low, "median_high": high })
}

/// Arms by their names.
fn pair(compared: &Compared, pair: &PairResult) -> Value {
    json!({
        "first": compared.arms[pair.first].name,
        "second": compared.arms[pair.second].name,
        "rates": pair.rates,
        "measures": pair.measures,
        "survival_p": pair.survival_p,
    })
}

/// Arms by their names.
fn contrast(compared: &Compared, found: &TwoArm) -> Value {
    let mut value = json!(found);
    for (key, arm) in [("first", found.first), ("second", found.second)] {
        value[key] = json!(compared.arms[arm].name);
    }
    value
}

fn named<T: Serialize>(compared: &Compared, results: &[T]) -> Value {
    let mut value = json!(results);
    name_arms(&mut value, |index| compared.arms.get(index).map(|arm| arm.name.as_str()));
    value
}

/// Replaces the index of an arm by its name.
fn name_arms<'a>(results: &mut Value, name: impl Fn(usize) -> Option<&'a str>) {
    for result in results.as_array_mut().into_iter().flatten() {
        let index = result["arm"].as_u64().and_then(|index| usize::try_from(index).ok());
        if let Some(name) = index.and_then(&name) {
            result["arm"] = json!(name);
        }
    }
}
