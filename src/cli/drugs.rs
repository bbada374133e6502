//! `cenersim drugs`: what is known of each drug: kinetics, action, numbers with their sources, largest dose.

use super::{Failure, print, screen::say};
use cenersim::{
    parameters::{Ledger, drugs::Sheet},
    quantity::nearest,
    scenario::Scenario,
};
use std::path::PathBuf;

/// List the drugs, or all that is known of one: kinetics, action, numbers with ranges and sources, largest dose.
#[derive(clap::Args)]
pub struct Drugs {
    /// Only this drug, with its numbers.
    name: Option<String>,
    /// Drugs of this scenario, as it changes or describes them, instead of those that are shipped.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Print everything as JSON.
    #[arg(long)]
    json: bool,
}

impl Drugs {
    pub fn execute(&self) -> Result<(), Failure> {
        let ledger = match &self.scenario {
            Some(file) => Scenario::read(file, &[])?.ledger,
            None => Ledger::with_all_drugs(),
        };
        let sheets = self.wanted(Sheet::all(&ledger))?;
        match &sheets[..] {
            sheets if self.json => print(&format!("{:#}\n", serde_json::json!(sheets))),
            [one] if self.name.is_some() => say(&page(one)),
            sheets => say(&table(sheets)),
        }
    }

    /// All, or the one that is asked for.
    fn wanted(&self, mut sheets: Vec<Sheet>) -> Result<Vec<Sheet>, Failure> {
        let Some(name) = &self.name else { return Ok(sheets) };
        let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
        sheets.retain(|sheet| sheet.name == *name);
        if sheets.is_empty() {
            let near = nearest(name, names.iter().map(String::as_str));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let names = names.join("`, `");
            return Err(Failure::input(format!("no drug is named `{name}`: expected one of `{names}`{hint}")));
        }
        Ok(sheets)
    }
}

/// One line for each drug, columns aligned.
fn table(sheets: &[Sheet]) -> String {
    let row = |sheet: &Sheet| {
        let largest = sheet.largest_dose.clone().unwrap_or_default();
        [sheet.name.clone(), largest, sheet.action.join("; "), sheet.kinetics.join(", ")]
    };
    let head = ["drug", "largest dose", "action", "kinetics"].map(str::to_owned);
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(sheets.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let line = |[drug, largest, action, kinetics]: &[String; 4]| {
        let [a, b, c] = widths;
        format!("{drug:<a$}  {largest:<b$}  {action:<c$}  {kinetics}\n")
    };
    rows.iter().map(line).collect()
}

/// Everything about one drug.
fn page(sheet: &Sheet) -> String {
    let mass = sheet.molar_mass.map_or_else(String::new, |mass| format!("{mass} g/mol"));
    let facts = [
        ("class", sheet.class.clone().unwrap_or_default()),
        ("molar mass", mass),
        ("kinetics", sheet.kinetics.join(", ")),
        ("routes", sheet.routes.join(", ")),
        ("action", sheet.action.join("; ")),
        ("largest dose", sheet.largest_dose.clone().unwrap_or_default()),
        ("curves", sheet.curves.join(", ")),
    ];
    let known = facts.iter().filter(|(_, text)| !text.is_empty());
    let facts: String = known.map(|(name, text)| format!("{name:<14}{text}\n")).collect();
    format!("{}: {}\n\n{facts}\n{}", sheet.label, sheet.about, sheet.numbers.table())
}
