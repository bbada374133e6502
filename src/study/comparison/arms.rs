//! From scenario files to one design: arms that share patients and settings, and arms without something.
//!
//! Between arms only treatment and model may differ. So scenarios that are compared must agree in all settings, and in
//! the reference patient (but for inhibitors) or, of a population, in how patients are drawn.

use super::super::{Input, StudyError};
use cenersim_analyses::{
    comparison::{Arm, Design, Who, Without},
    scenario::Scenario,
};
use cenersim_model::{
    parameters::{Ledger, drugs::shipped_names},
    patient::{Cohort, InhibitorUse, Patient},
    quantity::{Time, nearest},
    simulation::{Settings, Until},
};
use std::sync::Arc;

/// A scenario that takes part, and where it came from.
pub(super) struct Part<'a> {
    pub input: &'a Input,
    pub scenario: &'a Scenario,
}

/// Everything the files give, in their order, then each of them without what is asked for.
///
/// Replicates are by default those of the scenario for one patient, and 1 for a population.
///
/// # Errors
/// If scenarios differ in what must be shared, two arms have one name, or no arm gives what is to be left out.
pub(super) fn design(
    parts: &[Part],
    who: Who,
    replicates: Option<u32>,
    without: &[Vec<Without>],
) -> Result<Design, StudyError> {
    let cohort = Arc::clone(&parts[0].scenario.cohort);
    let who = whom(who, &cohort)?;
    check_shared(parts, who)?;
    let arms: Vec<Arm> = parts.iter().flat_map(|part| part.scenario.compared_arms()).collect();
    check_names(parts)?;
    let counterfactual = counterfactuals(&arms, without)?;
    let settings = parts[0].scenario.settings.clone();
    let replicates = replicates.unwrap_or_else(|| who.replicates(&settings));
    Ok(Design { arms: [arms, counterfactual].concat(), settings, who, replicates, cohort })
}

/// Everybody of the list, if there is one; or one of them.
fn whom(asked: Who, cohort: &Cohort) -> Result<Who, StudyError> {
    let (list, patients) = (&cohort.list, cohort.len());
    match asked {
        _ if cohort.is_empty() => Ok(asked),
        Who::Reference | Who::Named(_) => Ok(Who::Named(patients)),
        Who::Only(row) if row <= patients => Ok(asked),
        Who::Only(row) => Err(StudyError::Work(format!(
            "--patient {row} is none of the {patients} patients of {list}: expected a row from 1 to {patients}"
        ))),
        Who::Population(_) => Err(StudyError::Work(format!(
            "--patients draws from the population and {list} names the patients: expected one of the two"
        ))),
    }
}

/// Only arms that have all of it: one that never gave it would be its own twin.
fn counterfactuals(arms: &[Arm], without: &[Vec<Without>]) -> Result<Vec<Arm>, StudyError> {
    let mut added = Vec::new();
    for these in without {
        let has = |arm: &&Arm| these.iter().all(|one| may_be_without(arm, *one));
        let before = added.len();
        added.extend(arms.iter().filter(has).map(|arm| arm.without(these)));
        if added.len() == before {
            let names: Vec<&str> = these.iter().map(|one| one.name()).collect();
            let names = names.join("+");
            let given: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
            return Err(StudyError::Work(format!(
                "--without {names}: none of the arms `{}` gives it; expected a drug that an arm gives{}",
                given.join("`, `"),
                these.iter().find_map(|one| meant(*one, arms)).unwrap_or_default()
            )));
        }
    }
    Ok(added)
}

/// Patients of any arm may take inhibitors.
fn may_be_without(arm: &Arm, one: Without) -> bool {
    match one {
        Without::Drug(drug) => arm.drugs().contains(&drug),
        Without::Inhibitors => true,
    }
}

/// What an arm can be compared without: `cenersen`, or several at once as `cenersen+inhibitors`.
///
/// # Errors
/// If a name is empty. Whether an arm gives it is known when the scenarios are read, which may describe drugs.
pub fn without(text: &str) -> Result<Vec<Without>, String> {
    let names: Vec<&str> = text.split('+').map(str::trim).collect();
    if names.contains(&"") {
        return Err(format!("`{text}` has an empty name: expected names such as cenersen+inhibitors"));
    }
    let mut these: Vec<Without> = names.into_iter().map(Without::named).collect();
    these.sort();
    these.dedup();
    Ok(these)
}

/// A hint where a name is none of the drugs that the arms know or that are shipped.
fn meant(one: Without, arms: &[Arm]) -> Option<String> {
    let drugs = arms.iter().flat_map(|arm| arm.ledger.drugs()).map(|of| of.drug.name());
    let known: Vec<&str> = drugs.chain(shipped_names()).chain([Without::Inhibitors.name()]).collect();
    let near = nearest(one.name(), known.iter().copied()).filter(|near| near != one.name());
    near.filter(|_| !known.contains(&one.name())).map(|near| format!("; did you mean `{near}`?"))
}

fn check_names(parts: &[Part]) -> Result<(), StudyError> {
    for (i, part) in parts.iter().enumerate() {
        for arm in &part.scenario.arms {
            let twin = parts[..i].iter().find(|other| other.scenario.arms.iter().any(|twin| twin.name == arm.name));
            if let Some(other) = twin {
                let (name, a, b) = (&arm.name, other.input.place(), part.input.place());
                return Err(StudyError::Work(format!(
                    "{a} and {b} both have an arm named `{name}`: expected a different name for each arm; change `name` in one of them"
                )));
            }
        }
    }
    Ok(())
}

/// What all arms must share, or the difference between them would not be one of treatment.
fn check_shared(parts: &[Part], who: Who) -> Result<(), StudyError> {
    let first = &parts[0];
    for other in &parts[1..] {
        let (a, b) = (first.scenario, other.scenario);
        let different = different_setting(&a.settings, &b.settings).or_else(|| match who {
            Who::Reference => different_patient(&a.patient, &b.patient),
            Who::Population(_) | Who::Only(_) | Who::Named(_) => different_population(a, b),
        });
        if let Some((what, a, b)) = different {
            let (one, two) = (first.input.place(), other.input.place());
            return Err(StudyError::Work(format!(
                "{one} and {two} differ in `{what}` ({a} and {b}): expected the same for all arms; \
                 give both the same value with --set {what}=..."
            )));
        }
    }
    Ok(())
}

/// Path of the key, and its value in either scenario.
type Difference = (String, String, String);

/// The first setting in which they differ, with its key.
fn different_setting(a: &Settings, b: &Settings) -> Option<Difference> {
    let days = |time: Time| format!("{} d", time.in_days());
    let listed = |times: &[Time]| times.iter().map(|time| days(*time)).collect::<Vec<_>>().join(", ");
    let texts = |s: &Settings| {
        [
            ("horizon", days(s.horizon)),
            ("step", format!("{} h", s.step.in_hours())),
            ("agents_per_class", s.agents_per_class.to_string()),
            ("replicates", s.replicates.to_string()),
            ("seed", s.seed.to_string()),
            ("record_every", format!("{} h", s.record_every.in_hours())),
            ("examinations", listed(&s.examinations)),
            ("criteria", s.criteria.clone()),
            ("stop_at_death", (s.until == Until::Death).to_string()),
        ]
    };
    let after = |s: &Settings| [("policy", s.after_failure.name().to_owned()), ("follow_up", days(s.end()))];
    first_difference("simulation", texts(a), texts(b)).or_else(|| first_difference("after_failure", after(a), after(b)))
}

/// Use of inhibitors may differ: it is what some arms are about.
fn different_patient(a: &Patient, b: &Patient) -> Option<Difference> {
    let texts = |p: &Patient| {
        [
            ("number", p.number.to_string()),
            ("age", format!("{} y", p.age_years)),
            ("sex", format!("{:?}", p.sex).to_lowercase()),
            ("weight", format!("{} kg", p.body.weight_kg)),
            ("height", format!("{} cm", p.body.height_cm)),
            ("disease", p.disease.name().to_owned()),
            ("tp53", format!("{:?}", p.tp53)),
            ("burden", format!("{:e} cells", p.burden)),
        ]
    };
    let bare = |p: &Patient| Patient { inhibitor: InhibitorUse::default(), ..p.clone() };
    first_difference("patient", texts(a), texts(b))
        .or_else(|| (bare(a) != bare(b)).then(|| ("patient".into(), "one".into(), "another".into())))
}

/// What a list is called.
fn named(cohort: &Cohort) -> String {
    if cohort.is_empty() { "no list".into() } else { cohort.list.clone() }
}

/// Entries `population.*` of the ledger, then correlations, then lists of patients.
fn different_population(a: &Scenario, b: &Scenario) -> Option<Difference> {
    let of = |ledger: &Ledger| {
        let drawn = ledger.entries().filter(|(path, _)| path.starts_with("population."));
        drawn.map(|(path, entry)| (path.to_owned(), entry.value.to_string())).collect::<Vec<_>>()
    };
    let mut pairs = of(&a.ledger).into_iter().zip(of(&b.ledger));
    let entry = pairs.find_map(|((path, a), (_, b))| (a != b).then(|| (format!("parameters.{path}"), a, b)));
    let correlations =
        || (a.correlations != b.correlations).then(|| ("variability".into(), "one".into(), "another".into()));
    let lists = || (a.cohort != b.cohort).then(|| ("cohort".into(), named(&a.cohort), named(&b.cohort)));
    entry.or_else(correlations).or_else(lists)
}

fn first_difference<const N: usize>(table: &str, a: [(&str, String); N], b: [(&str, String); N]) -> Option<Difference> {
    let mut pairs = a.into_iter().zip(b);
    pairs.find_map(|((key, a), (_, b))| (a != b).then(|| (format!("{table}.{key}"), a, b)))
}
/// Index of the arm that others are compared against: the first, or the one of this name.
pub(in super::super) fn reference(name: Option<&str>, arms: &[Arm]) -> Result<usize, StudyError> {
    let Some(name) = name else { return Ok(0) };
    arms.iter().position(|arm| arm.name == name).ok_or_else(|| {
        let known: Vec<String> = arms.iter().map(|arm| format!("`{}`", arm.name)).collect();
        StudyError::Work(format!("--reference `{name}` is no arm: expected one of {}", known.join(", ")))
    })
}
