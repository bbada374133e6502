//! What the page gets for a setting: outcomes, events and every curve that it draws, of each replicate, with all digits.
//! Left out: what is drawn of them.
//!
//! ```text
//! 4 bytes   length of the header, little-endian
//! header    JSON, padded with spaces so that the numbers begin at a multiple of 8
//! numbers   of each replicate its days, then each curve of the header, as 64-bit floats, little-endian
//! ```
//!
//! Numbers travel as bits: nothing is rounded on the way, and a browser reads them without parsing.

use super::{Base, Refusal, controls::numbers_by_kind};
use cenersim_analyses::{comparison::caught, scenario::Scenario};
use cenersim_model::{
    curves::{Course, Curve, CurveSet, Event, EventKind, Outcome, Variable},
    simulation::{jobs, simulate},
};
use cenersim_study::{fingerprint, notes};
use rayon::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

/// Agents of each class of a coarse answer: it is seen for the blink until the full one comes.
const COARSE_AGENTS: u32 = 32;

/// How much of the answer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// One replicate with few agents.
    Coarse,
    /// The replicates of `run`.
    Full,
    /// The fingerprint of the full answer.
    Fingerprint,
}

/// Curves that the page does not draw.
const fn is_left_out(variable: Variable) -> bool {
    matches!(variable, Variable::Agents | Variable::ShareG0 | Variable::ShareG1 | Variable::ShareS | Variable::ShareG2M)
}

/// The answer to these changes; none if `goes_on` said that nobody waits for it any more, which is asked before each
/// replicate.
///
/// # Errors
/// A fault of the setting, or what the simulation said when it failed.
pub fn answer(
    base: &Base,
    changes: &[String],
    stage: Stage,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Vec<u8>>, Refusal> {
    let scenario = base.at(&staged(changes, stage, base))?;
    let Some(courses) = courses(&scenario, goes_on)? else { return Ok(None) };
    Ok(Some(if stage == Stage::Fingerprint {
        json!({ "result_sha256": fingerprint(&scenario, &courses) }).to_string().into_bytes()
    } else {
        written(&scenario, stage, &courses, None)
    }))
}

/// A full answer that has its fingerprint with it.
///
/// # Errors
/// As [`answer`].
pub fn complete(base: &Base, changes: &[String]) -> Result<Vec<u8>, Refusal> {
    let scenario = base.at(changes)?;
    let courses = courses(&scenario, &|| true)?.unwrap_or_default();
    Ok(written(&scenario, Stage::Full, &courses, Some(fingerprint(&scenario, &courses))))
}

/// The changes of a stage: a coarse one has one replicate and few agents.
fn staged(changes: &[String], stage: Stage, base: &Base) -> Vec<String> {
    let agents = base.scenario.settings.agents_per_class.min(COARSE_AGENTS);
    let coarse = [format!("simulation.agents_per_class={agents}"), "simulation.replicates=1".to_owned()];
    let added = if stage == Stage::Coarse { &coarse[..] } else { &[] };
    [changes, added].concat()
}

/// All replicates, or none if nobody waits for them.
fn courses(scenario: &Scenario, goes_on: &(dyn Fn() -> bool + Sync)) -> Result<Option<Vec<Course>>, Refusal> {
    let case = scenario.case(&scenario.arms[0], &[]);
    let one = |number: u32| goes_on().then(|| simulate(&case, number, &|_| {}));
    let numbers = 0..scenario.settings.replicates;
    // A single one, as of a coarse answer, does not wait for threads that still simulate for an older request.
    let simulated = || if numbers.len() == 1 { numbers.map(one).collect() } else { jobs(numbers).map(one).collect() };
    caught(simulated).map_err(|said| Refusal::Beyond(format!("the simulation failed: {said}")))
}

/// Header and numbers.
fn written(scenario: &Scenario, stage: Stage, courses: &[Course], fingerprint: Option<String>) -> Vec<u8> {
    let drawn: Vec<Curve> = courses.first().map_or_else(Vec::new, |course| drawn(&course.curves));
    let mut header = header(scenario, stage, courses, &drawn, fingerprint).to_string();
    while !(4 + header.len()).is_multiple_of(8) {
        header.push(' ');
    }
    let mut bytes = u32::try_from(header.len()).unwrap_or_default().to_le_bytes().to_vec();
    bytes.extend(header.into_bytes());
    for CurveSet { days, values } in courses.iter().map(|course| &course.curves) {
        let series = std::iter::once(days).chain(drawn.iter().filter_map(|curve| values.get(curve)));
        bytes.extend(series.flatten().flat_map(|value| value.to_le_bytes()));
    }
    bytes
}

/// Curves of a replicate that the page draws.
fn drawn(curves: &CurveSet) -> Vec<Curve> {
    curves.values.keys().copied().filter(|curve| !is_left_out(curve.variable)).collect()
}

/// Everything but the numbers of curves.
fn header(
    scenario: &Scenario,
    stage: Stage,
    courses: &[Course],
    drawn: &[Curve],
    fingerprint: Option<String>,
) -> serde_json::Value {
    let settings = &scenario.settings;
    let curve = |Curve { variable, kind }: &Curve| json!({ "variable": variable.name(), "unit": variable.unit(), "kind": kind.map(|kind| kind.name()) });
    json!({
        "stage": stage,
        "agents": settings.agents_per_class,
        "seed": settings.seed,
        "notes": notes(scenario),
        "source": scenario.source,
        "numbers": numbers_by_kind(&scenario.ledger).map(|number| (number.path, number.entry.value.written())).collect::<BTreeMap<_, _>>(),
        "result_sha256": fingerprint,
        "curves": drawn.iter().map(curve).collect::<Vec<_>>(),
        "courses": courses.iter().map(course).collect::<Vec<_>>(),
    })
}

/// What of a replicate is no curve.
fn course(course: &Course) -> serde_json::Value {
    let Outcome { response, courses, survival, milestones, .. } = &course.outcome;
    json!({
        "replicate": course.replicate,
        "points": course.curves.days.len(),
        "response": response.name(),
        "courses": courses,
        "survival": survival,
        "milestones": milestones,
        "events": course.events.iter().map(event).collect::<Vec<_>>(),
    })
}

/// Its day and name; of a dose also drug, amount (mg) and length (d).
fn event(event: &Event) -> serde_json::Value {
    let (day, name) = (event.time.in_days(), event.kind.name());
    match &event.kind {
        EventKind::Dose { drug, amount_mg, duration, .. } => {
            json!({ "day": day, "name": name, "drug": drug.name(), "mg": amount_mg, "days": duration.in_days() })
        }
        _ => json!({ "day": day, "name": name }),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::base::tests::base;

    /// The header and the numbers of an answer.
    pub(crate) fn read(bytes: &[u8]) -> (serde_json::Value, Vec<f64>) {
        let (length, rest) = bytes.split_at(4);
        let (header, numbers) = rest.split_at(u32::from_le_bytes(length.try_into().unwrap()) as usize);
        assert!((4 + header.len()).is_multiple_of(8));
        let numbers = numbers.chunks(8).map(|bits| f64::from_le_bytes(bits.try_into().unwrap())).collect();
        (serde_json::from_slice(header).unwrap(), numbers)
    }

    fn asked(changes: &[&str], stage: Stage) -> Vec<u8> {
        let changes: Vec<String> = changes.iter().copied().map(String::from).collect();
        answer(&base(&[]), &changes, stage, &|| true).unwrap().unwrap()
    }

    #[test]
    fn numbers_are_those_of_the_simulation_to_the_last_bit() {
        let base = base(&["patient.tp53=null"]);
        let (header, numbers) = read(&asked(&["patient.tp53=null"], Stage::Full));
        let case = base.scenario.case(&base.scenario.arms[0], &[]);
        let expected: Vec<f64> = (0..2)
            .flat_map(|number| {
                let curves = simulate(&case, number, &|_| {}).curves;
                let drawn = drawn(&curves).into_iter().flat_map(|curve| curves.values[&curve].clone());
                curves.days.iter().copied().chain(drawn).collect::<Vec<_>>()
            })
            .collect();
        assert!(numbers == expected && numbers.len() > 1000, "{} of {}", numbers.len(), expected.len());
        assert_eq!(header["courses"].as_array().unwrap().len(), 2);
        assert!(header["source"].as_str().unwrap().contains("tp53 = \"null\""));
    }

    #[test]
    fn a_coarse_answer_is_one_replicate_and_a_full_one_all() {
        let count = |stage| read(&asked(&[], stage)).0["courses"].as_array().unwrap().len();
        assert_eq!((count(Stage::Coarse), count(Stage::Full)), (1, 2));
        let (header, _) = read(&complete(&base(&[]), &[]).unwrap());
        let alone: serde_json::Value = serde_json::from_slice(&asked(&[], Stage::Fingerprint)).unwrap();
        assert_eq!(header["result_sha256"], alone["result_sha256"]);
    }

    #[test]
    fn nothing_is_answered_once_nobody_waits() {
        assert!(answer(&base(&[]), &[], Stage::Full, &|| false).unwrap().is_none());
    }
}
