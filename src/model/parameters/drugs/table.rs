//! Reads the table of a drug: its composition, and its numbers as entries of the ledger.
//! Left out: where a table stands (the defaults, or a scenario).
//!
//! A number is written as `"40 L/h/m2"`, as a table with value, range, spread, grade and source, or as the path of a
//! number that the ledger has already.
//!
//! # Form
//!
//! ```text
//! [drugs.azacitidine]
//! label = "Azacitidine"                 # by default the name with a capital letter
//! about = "What is modeled and what is left out."
//! molar_mass = 244.2                    # g/mol
//! plasma_unit = "ng/mL"                 # or "mg/L", "umol/L"
//! action = ["breaks"]                   # nothing acts if it is left out
//!
//! [drugs.azacitidine.numbers]
//! clearance = "150 L/h"                 # in short: grade C, source `scenario`, no range
//! half_life = "1 h"
//! cell_half_life = "10 h"
//! lc50 = "dna_damage.idarubicin_lc50"   # a number that stands elsewhere in the ledger
//! cell_ratio = { value = 3.0, low = 1.0, high = 10.0, grade = "C", source = "assumed", about = "Why." }
//! ```
//!
//! # Order of checks
//!
//! 1. The name, then keys, actions and the chain of metabolites, so that a slip is told by its own sentence.
//! 2. The types of values, by deserialization.
//! 3. Each number: its name, its dimension (per m2, per kg or neither), its bound and its range.
//! 4. Metabolite and active form beside the drugs that there are, and whether each part of the composition has what it needs (see
//!    `needs`), after numbers that nobody has for a new drug are taken from one with the same mechanism.
//!
//! The first fault ends the reading; it has the path of its key below the table.

use super::{
    super::{
        Entries,
        entry::{Entry, Grade, Row},
    },
    Action, Description, Drug, Drugs,
    description::{Effector, Product},
    needs::{Bound, KINDS, Known, NUMBERS},
    whole::{check_needs, check_products},
};
use crate::quantity::{Quantity, nearest};
use std::collections::BTreeMap;

/// What is wrong with the table of a drug, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DrugFault {
    /// Keys from the table down, with dots; empty for the table itself.
    pub path: String,
    /// What was found and what was expected.
    pub message: String,
}

/// A fault at a path below the table of the drug; an empty path is the table itself.
pub(super) fn fault(path: &str, message: impl Into<String>) -> DrugFault {
    DrugFault { path: path.into(), message: message.into() }
}

/// A table as it is written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Name in figures; by default that of the table, capitalized.
    label: Option<String>,
    /// What it is, and what the model leaves out of it.
    #[serde(default)]
    about: String,
    /// Drugs of one class share part of a patient's sensitivity.
    class: Option<String>,
    /// Weight of a mol (g), where levels or doses are in mol.
    molar_mass: Option<f64>,
    /// Unit of levels in plasma.
    plasma_unit: Option<String>,
    /// Unit of levels in cells.
    cell_unit: Option<String>,
    /// What the body makes of it, if that is followed.
    metabolite: Option<Product>,
    /// What cells make of it, if that is followed.
    active: Option<Product>,
    /// What it does to cells.
    #[serde(default)]
    action: Vec<Action>,
    /// Which level stabilizes, sensitizes or inhibits.
    #[serde(default)]
    effector: Effector,
    /// Its numbers, in tables below each other, which are read into the ledger.
    #[serde(default)]
    numbers: toml::Table,
}

/// Keys of a table, for hints.
const KEYS: [&str; 11] = [
    "label",
    "about",
    "class",
    "molar_mass",
    "plasma_unit",
    "cell_unit",
    "metabolite",
    "active",
    "action",
    "effector",
    "numbers",
];

/// Units of levels in plasma.
const PLASMA_UNITS: [&str; 3] = ["mg/L", "ng/mL", "umol/L"];

/// The drug of this name as its table describes it, beside the entries and drugs that a ledger has.
///
/// # Errors
/// The first fault, at its path in the table: a name or key that drugs do not have, a number without or with a wrong
/// unit, a metabolite that leads back, or a part without one of its numbers.
pub(super) fn read(
    name: &str,
    table: &toml::Table,
    (entries, drugs): (&Entries, &Drugs),
) -> Result<(Description, Entries), DrugFault> {
    check_name(name, "")?;
    check_keys(table)?;
    check_actions(table)?;
    check_chain(name, table)?;
    let written: Written =
        toml::Value::Table(table.clone()).try_into().map_err(|e: toml::de::Error| fault("", fault_sentence(&e)))?;
    let (own, elsewhere) = numbers(&written.numbers, entries)?;
    let mut description = composed(name, written, elsewhere)?;
    check_products(&description, drugs)?;
    let own: Entries =
        own.into_iter().map(|(number, entry)| (description.path(&number).into(), entry.into())).collect();
    let has = |path: &str| entries.contains_key(path) || own.contains_key(path);
    description.known = names().filter(|number| has(&description.path(number))).collect();
    assume(&mut description);
    description.known = names().filter(|number| has(&description.path(number))).collect();
    check_needs(&description)?;
    Ok((description, own))
}

/// All names that a number can have.
fn names() -> impl Iterator<Item = String> {
    NUMBERS.iter().flat_map(Known::names)
}

/// The words of the library without its drawing of the text.
fn fault_sentence(error: &toml::de::Error) -> String {
    let words = error.message().trim().replace('\n', ", ");
    format!("this is not the table of a drug: {words}")
}

/// Small letters, digits and underscores.
///
/// # Errors
/// Any other name, at `path`.
pub(super) fn check_name(name: &str, path: &str) -> Result<(), DrugFault> {
    let sound = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if sound {
        return Ok(());
    }
    Err(fault(
        path,
        format!("`{name}` is no name of a drug: expected small letters, digits and `_`, such as `azacitidine`"),
    ))
}

/// A key that a drug does not have is a fault at this key, with the nearest one as a hint.
fn check_keys(table: &toml::Table) -> Result<(), DrugFault> {
    let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) else { return Ok(()) };
    let hint = match Known::named(key) {
        Some(_) => format!("; `{key}` is a number: expected it in `numbers`"),
        None => nearest(key, KEYS.into_iter()).map_or_else(String::new, |near| format!("; did you mean `{near}`?")),
    };
    Err(fault(key, format!("unknown key `{key}`: expected one of `{}`{hint}", KEYS.join("`, `"))))
}

/// Every action is one that biology has.
fn check_actions(table: &toml::Table) -> Result<(), DrugFault> {
    let written = table.get("action").and_then(toml::Value::as_array).into_iter().flatten();
    let known = Action::ALL.map(Action::name);
    let Some(odd) = written.filter_map(toml::Value::as_str).find(|word| !known.contains(word)) else { return Ok(()) };
    let hint = nearest(odd, known.into_iter()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Err(fault("action", format!("`{odd}` is no action: expected one of `{}`{hint}", known.join("`, `"))))
}

/// A metabolite has none of its own: plasma follows one level behind each drug, and what two of them do to cells would need a
/// potency of each.
fn check_chain(name: &str, table: &toml::Table) -> Result<(), DrugFault> {
    let next = |of: &toml::Table| of.get("metabolite").and_then(toml::Value::as_table).cloned();
    let Some((first, second)) = next(table).and_then(|first| Some((first.clone(), next(&first)?))) else {
        return Ok(());
    };
    let called =
        |product: &toml::Table| product.get("name").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let (first, second) = (called(&first), called(&second));
    let message = if second == name || second == first {
        format!(
            "`{name}` is turned into `{first}` and `{first}` into `{second}`: expected metabolites that do not lead back"
        )
    } else {
        format!(
            "`{first}` is turned into `{second}`, but only one metabolite of a drug is followed: expected the one that acts, with \
             the area and the half-life that it has after `{name}`"
        )
    };
    Err(fault("metabolite.metabolite", message))
}

/// Numbers of its own by name, and paths of those that stand elsewhere.
type Numbers = (BTreeMap<String, Entry>, BTreeMap<String, String>);

/// The numbers below `numbers`, and the paths of the ledger that stand for a number, both by name.
fn numbers(table: &toml::Table, entries: &Entries) -> Result<Numbers, DrugFault> {
    let mut found = (BTreeMap::new(), BTreeMap::new());
    collect(table, "", entries, &mut found)?;
    Ok(found)
}

/// Reads a table below another: `prefix` is the name so far, with dots. A table with `value` is a number, any other
/// holds further ones.
fn collect(table: &toml::Table, prefix: &str, entries: &Entries, found: &mut Numbers) -> Result<(), DrugFault> {
    for (key, value) in table {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) if !inner.contains_key("value") => collect(inner, &name, entries, found)?,
            toml::Value::String(path) if is_path(path, entries) => {
                known(&name)?;
                found.1.insert(name, path.clone());
            }
            _ => {
                let entry = entry(&name, value)?;
                found.0.insert(name, entry);
            }
        }
    }
    Ok(())
}

/// A number of the ledger, or the beginning of several.
fn is_path(text: &str, entries: &Entries) -> bool {
    let start = format!("{text}.");
    entries.contains_key(text) || entries.keys().any(|path| path.starts_with(&start))
}

/// What is known of a number of this name; a group, such as `resistance`, stands for all in it.
fn known(name: &str) -> Result<&'static Known, DrugFault> {
    let group = NUMBERS.iter().find(|known| known.name.strip_suffix(".*") == Some(name));
    Known::named(name).or(group).ok_or_else(|| {
        let near = nearest(name, NUMBERS.iter().map(|known| known.name));
        let all: Vec<&str> = NUMBERS.iter().map(|known| known.name).collect();
        let way_out = near.map_or_else(
            || format!(": expected one of `{}`", all.join("`, `")),
            |near| format!(": did you mean `{near}`?"),
        );
        fault(&format!("numbers.{name}"), format!("unknown number `{name}`{way_out}"))
    })
}

/// One number of its own, in short or as a table.
fn entry(name: &str, value: &toml::Value) -> Result<Entry, DrugFault> {
    let known = known(name)?;
    let path = format!("numbers.{name}");
    let wrong = |message: String| fault(&path, format!("`{name}`: {message}"));
    let mut entry = match value {
        toml::Value::Table(_) => {
            let row: Row = value.clone().try_into().map_err(|e: toml::de::Error| wrong(fault_sentence(&e)))?;
            row.entry().map_err(|e| wrong(e.to_string()))?
        }
        _ => {
            let value = quantity(value, known).map_err(wrong)?;
            Entry {
                value,
                low: None,
                high: None,
                spread: None,
                grade: Grade::C,
                source: "scenario".into(),
                about: known.what.into(),
                probability: false,
                positive: false,
            }
        }
    };
    if !known.fits(entry.value.dimension()) {
        let (found, is) = (entry.value.written(), entry.value.dimension().name());
        return Err(wrong(format!("`{found}` is a {is}: expected {}, such as \"{}\"", known.what, known.example)));
    }
    entry.probability |= known.bound == Bound::Share;
    entry.positive |= known.bound == Bound::Positive;
    entry.check(&entry.value).map_err(|e| wrong(e.to_string()))?;
    Ok(entry)
}

/// A number as it is written, with a unit of the dimension that the number has.
///
/// # Errors
/// What was found and an example of what was expected.
fn quantity(value: &toml::Value, known: &Known) -> Result<Quantity, String> {
    match value {
        toml::Value::String(text) => Quantity::read(text, &|found| known.fits(found)).map_err(|e| e.to_string()),
        toml::Value::Integer(number) => Quantity::number(*number as f64).map_err(|e| e.to_string()),
        toml::Value::Float(number) => Quantity::number(*number).map_err(|e| e.to_string()),
        _ => Err(format!("found `{value}`: expected a number such as \"{}\", or a table with `value`", known.example)),
    }
}

/// The composition, with defaults for what is not said.
fn composed(name: &str, written: Written, elsewhere: BTreeMap<String, String>) -> Result<Description, DrugFault> {
    let plasma_unit = written.plasma_unit.unwrap_or_else(|| "ng/mL".into());
    if !PLASMA_UNITS.contains(&plasma_unit.as_str()) {
        let message =
            format!("`{plasma_unit}` is no unit of levels in plasma: expected one of `{}`", PLASMA_UNITS.join("`, `"));
        return Err(fault("plasma_unit", message));
    }
    if written.molar_mass.is_some_and(|mass| !(mass > 0.0 && mass < 1e6)) {
        return Err(fault(
            "molar_mass",
            "a mol weighs more than 0 and less than a million g: expected a number such as 527.5",
        ));
    }
    Ok(Description {
        drug: Drug::named(name),
        label: written.label.unwrap_or_else(|| capitalized(name)),
        about: written.about,
        class: written.class,
        molar_mass: written.molar_mass,
        cell_unit: written.cell_unit.unwrap_or_else(|| plasma_unit.clone()),
        plasma_unit,
        metabolite: written.metabolite,
        active: written.active,
        actions: written.action,
        effector: written.effector,
        elsewhere,
        known: Vec::new(),
    })
}

/// With a capital first letter.
fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Numbers that nobody has for a new drug are those of the drug with the same mechanism.
fn assume(of: &mut Description) {
    let does = |action| of.actions.contains(&action);
    let mut assumed: Vec<(&str, String, String)> = Vec::new();
    for kind in KINDS {
        let (resistance, uptake) = (format!("resistance.{kind}"), format!("relative_uptake.{kind}"));
        if does(Action::Breaks) {
            assumed.push(("resistance", resistance, format!("dna_damage.resistance.idarubicin.{kind}")));
        } else if does(Action::Lesions) {
            assumed.push(("resistance", resistance, format!("dna_damage.resistance.cytarabine.{kind}")));
        }
        if does(Action::Knockdown) {
            assumed.push(("relative_uptake", uptake, format!("cenersen.relative_uptake.{kind}")));
        }
    }
    if does(Action::Breaks) {
        assumed.push(("assay_length", "assay_length".into(), "dna_damage.assay_length".into()));
    }
    if does(Action::Lesions) {
        let in_vitro = "active.half_life_in_vitro";
        assumed.push((in_vitro, in_vitro.into(), of.path("active.half_life")));
    }
    for (group, number, path) in assumed {
        if !of.has(&number) && !of.elsewhere.contains_key(group) {
            of.elsewhere.insert(number, path);
        }
    }
}
