//! What a user can change: paths of the scenario, each with the values it can take, its range from the ledger, and what it
//! is. Left out: how controls look.
//!
//! Ranges are those of the ledger (`cenersim parameters`); of doses the largest published one of a day. Values of the
//! scenario itself are always among those that can be chosen, so nothing changes until somebody changes it.

use super::{
    Base, drug_controls,
    values::{Value, between, with_own},
};
use cenersim_model::{
    biology::Kind,
    parameters::{Entry, Ledger},
    patient::Disease,
};

/// How a control is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Values in an order.
    Slider,
    /// Names.
    Choice,
    /// Whether a drug is given; the first value is that it is not.
    Switch,
}

/// One thing that can be changed.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Control {
    /// Path of the scenario.
    pub path: String,
    /// Heading under which it stands.
    pub group: String,
    /// Its name beside it.
    pub label: String,
    /// What it is and where its range comes from.
    pub about: String,
    /// How it is shown.
    pub shape: Shape,
    /// What it can be.
    pub values: Vec<Value>,
    /// Which of them the scenario has.
    pub own: usize,
}

impl Control {
    /// One whose values may lack that of the scenario.
    pub fn new(path: String, (group, label, about): (&str, &str, String), values: Vec<Value>, own: Value) -> Self {
        let (values, own) = with_own(values, own);
        let [group, label] = [group, label].map(String::from);
        Self { path, group, label, about, shape: Shape::Slider, values, own }
    }

    /// The same, its values being names.
    pub fn of_names(self) -> Self {
        Self { shape: Shape::Choice, ..self }
    }
}

/// All controls of a scenario, in the order in which they are shown.
pub fn controls(base: &Base) -> Vec<Control> {
    let document: toml::Table = base.scenario.source.parse().unwrap_or_default();
    let drugs = drug_controls::of(base, &document);
    let patient = if is_leukemic(base) { patient(base, &document) } else { Vec::new() };
    let present = |number: &OfKind| kinds(base).any(|kind| kind == number.kind);
    let numbers = numbers_by_kind(&base.scenario.ledger).filter(present).filter_map(by_kind);
    drugs.into_iter().chain(patient).chain(numbers).chain([hypothesis(base), chance(base)]).collect()
}

fn is_leukemic(base: &Base) -> bool {
    base.scenario.patient.disease != Disease::Healthy
}

/// Kinds of cells that the patient has.
pub fn kinds(base: &Base) -> impl Iterator<Item = Kind> {
    let leukemic = is_leukemic(base);
    Kind::ALL.into_iter().filter(move |kind| leukemic || !kind.is_leukemic())
}

/// A text of the document.
fn text<'a>(document: &'a toml::Table, table: &str, key: &str) -> Option<&'a str> {
    document.get(table)?.get(key)?.as_str()
}

/// TP53, sensitivity and inhibitor.
fn patient(base: &Base, document: &toml::Table) -> Vec<Control> {
    const GROUP: &str = "Patient and leukemia";
    let tp53 = [("wild_type", "wild type"), ("mutant", "mutant"), ("null", "lost")];
    let own = text(document, "patient", "tp53").unwrap_or("wild_type");
    let named = |name: &str| tp53.iter().find(|(text, _)| *text == name).map_or(name, |(_, label)| label).to_owned();
    let about = "TP53 of the leukemia; a mutant one keeps part of its function (p53.mutant_function).".to_owned();
    let values = tp53.map(|(text, label)| Value::named(text, label)).to_vec();
    let tp53 = Control::new("patient.tp53".into(), (GROUP, "TP53", about), values, Value::named(own, named(own)));
    [Some(tp53.of_names()), chemosensitivity(GROUP, document), Some(inhibitor(GROUP, base, document))]
        .into_iter()
        .flatten()
        .collect()
}

/// As one percentile for both drugs; none where the scenario has one for each.
fn chemosensitivity(group: &str, document: &toml::Table) -> Option<Control> {
    let own = match document.get("patient")?.get("chemosensitivity") {
        None => "50 %",
        Some(written) => written.as_str()?,
    };
    let about = "Percentile of the sensitivity to both drugs among patients of the same status and age; 100 % would be the most \
                 sensitive, 50 % is the typical one.";
    let values = [vec![Value::plain("1 %")], between(5.0, 95.0, "%", 18.0), vec![Value::plain("99 %")]].concat();
    let words = (group, "Chemosensitivity", about.to_owned());
    Some(Control::new("patient.chemosensitivity".into(), words, values, Value::plain(own)))
}

/// Periods of acetaminophen or antioxidants.
fn inhibitor(group: &str, base: &Base, document: &toml::Table) -> Control {
    let horizon = base.scenario.settings.horizon.in_days();
    let period = |from: &str, until: &str| format!("[{{ from = \"{from}\", until = \"{until}\" }}]");
    let throughout = period("0 d", &format!("{horizon} d"));
    let named = [("[]".to_owned(), "none"), (period("0 d", "7 d"), "days 0 to 7"), (throughout, "throughout")];
    let written = document.get("patient").and_then(|patient| patient.get("inhibitor")?.get("periods"));
    let own = match written.map(ToString::to_string) {
        Some(own) if own != "[]" => Value::named(own, "as in the scenario"),
        _ => Value::named("[]", "none"),
    };
    let about = "Acetaminophen or high-dose antioxidants, which take away cenersen's activity (inhibitor.loss).";
    let words = (group, "Inhibitor of cenersen", about.to_owned());
    let values = named.map(|(text, label)| Value::named(text, label)).to_vec();
    Control::new("patient.inhibitor.periods".into(), words, values, own).of_names()
}

/// A number of the ledger that each kind of cell has.
pub struct OfKind<'a> {
    /// Path of the scenario.
    pub path: String,
    /// Whose it is.
    pub kind: Kind,
    /// The number itself.
    pub entry: &'a Entry,
}

/// RNase H and competence of every kind. A hypothesis changes some of them, so that a control may stand for another number than
/// at the start.
pub fn numbers_by_kind(ledger: &Ledger) -> impl Iterator<Item = OfKind<'_>> {
    ["rnase_h.level", "apoptosis.competence"].into_iter().flat_map(move |of| {
        Kind::ALL.into_iter().filter_map(move |kind| {
            let path = format!("{of}.{}", kind.name());
            ledger.get(&path).map(|entry| OfKind { path: format!("parameters.{path}"), kind, entry })
        })
    })
}

/// Its control, over the range of the ledger.
fn by_kind(OfKind { path, kind, entry }: OfKind) -> Option<Control> {
    let group = if path.contains("rnase_h") { "RNase H" } else { "Competence for death by p53" };
    let (low, high) = (entry.low.as_ref()?.magnitude(), entry.high.as_ref()?.magnitude());
    let about = format!("{} Range {low} to {high}; grade {}, {}.", entry.about, entry.grade.name(), entry.source);
    let (own, values) = (Value::plain(entry.value.written()), between(low, high, entry.value.unit(), 30.0));
    Some(Control::new(path, (group, kind.label(), about), values, own))
}

/// What losing p53 is supposed to do.
fn hypothesis(base: &Base) -> Control {
    let about = "What losing p53 does to a leukemic cell: nobody has measured it, and it decides what cenersen does.";
    let values = ["neutral", "clinical", "source"].map(Value::plain).to_vec();
    let words = ("Assumptions and chance", "Hypothesis about p53", about.to_owned());
    Control::new("hypothesis.p53".into(), words, values, Value::plain(base.scenario.hypothesis.name())).of_names()
}

/// Other draws of the same patient.
fn chance(base: &Base) -> Control {
    let about = "Another seed: the same patient, with other draws of cells and clinic.";
    let words = ("Assumptions and chance", "Seed", about.to_owned());
    let values = (1..=10).map(|seed| Value::plain(seed.to_string())).collect();
    Control::new("simulation.seed".into(), words, values, Value::plain(base.scenario.settings.seed.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::base;

    fn control(base: &Base, path: &str) -> Option<Control> {
        controls(base).into_iter().find(|control| control.path == path)
    }

    /// A value that cannot be chosen would be found in the middle of a lecture.
    #[test]
    fn every_value_of_every_control_is_one_that_the_scenario_takes() {
        for base in [base(&[]), base(&["arm.cytarabine=[]"]), base(&["patient.disease=healthy"])] {
            let controls = controls(&base);
            let on = |path: &str| {
                let off = controls.iter().find(|drug| {
                    drug.shape == Shape::Switch && drug.own == 0 && path.starts_with(&format!("{}.", drug.path))
                });
                off.map(|drug| format!("{}={}", drug.path, drug.values[1].text))
            };
            for control in &controls {
                let ends = [control.values.first(), control.values.last(), control.values.get(control.own)];
                // A drug that is given is switched on by no change at all.
                for value in ends.into_iter().flatten().filter(|value| !value.text.is_empty()) {
                    let change = format!("{}={}", control.path, value.text);
                    let changes: Vec<String> = on(&control.path).into_iter().chain([change.clone()]).collect();
                    base.at(&changes).unwrap_or_else(|refused| panic!("{change}: {refused}"));
                }
            }
        }
    }

    /// Choosing what the scenario has already changes nothing.
    #[test]
    fn the_own_value_of_a_control_is_that_of_the_scenario() {
        let base = base(&["patient.chemosensitivity=90 %", "parameters.rnase_h.level.blast=0.77"]);
        for control in controls(&base).into_iter().filter(|control| control.shape != Shape::Switch) {
            let change = format!("{}={}", control.path, control.values[control.own].text);
            let same = base.at(std::slice::from_ref(&change)).unwrap();
            assert_eq!(same.ledger.changes_from(&base.scenario.ledger).count(), 0, "{change}");
            assert_eq!(
                (same.arms, same.patient),
                (base.scenario.arms.clone(), base.scenario.patient.clone()),
                "{change}"
            );
        }
    }

    #[test]
    fn ranges_are_those_of_the_ledger() {
        let base = base(&[]);
        let blast = control(&base, "parameters.rnase_h.level.blast").unwrap();
        let entry = base.scenario.ledger.get("rnase_h.level.blast").unwrap();
        assert_eq!(blast.values.first().unwrap().text, entry.low.as_ref().unwrap().written());
        assert!(blast.about.contains(&entry.source));
        assert!(control(&base, "patient.tp53").is_some());
    }
}
