//! `cenersim parameters`: every number of the model with its unit, range, grade and source.
//!
//! # Examples
//!
//! ```text
//! cenersim parameters cenersen                     numbers whose name or description contains the word
//! cenersim parameters --grade C                    what is assumed
//! cenersim parameters --format csv > ledger.csv
//! cenersim parameters --scenario mine.toml         with the numbers and the drugs of a scenario
//! ```
//!
//! The column `drives` shows how much a number drives CR, stem-cell kill, disease-free time and the effect of
//! cenersen, from the shipped sensitivity analysis; it is empty for numbers without a range.

use super::{Failure, print, screen::say};
use cenersim::{
    parameters::{Entry, Grade, Hypothesis, Ledger, Listing},
    scenario::Scenario,
};
use std::path::PathBuf;

/// List the numbers of the model with unit, range, grade and source.
#[derive(clap::Args)]
pub struct Parameters {
    /// Only numbers whose name or description contains this text.
    filter: Option<String>,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Only numbers of this grade: A measured, B established, C assumed, Source.
    #[arg(long)]
    grade: Option<Grade>,
    /// As they are under this hypothesis about p53: neutral (the default), clinical or source.
    #[arg(long, value_name = "NAME", default_value = "neutral")]
    hypothesis: Hypothesis,
    /// As this scenario has them, with those of its drugs.
    #[arg(long, value_name = "FILE", conflicts_with = "hypothesis")]
    scenario: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

impl Parameters {
    pub fn execute(&self) -> Result<(), Failure> {
        let listing = Listing::of(&self.ledger()?, |path, entry| self.wants(path, entry));
        if listing.is_empty() {
            let about = self.filter.as_ref().map_or_else(String::new, |filter| format!(" with `{filter}`"));
            return Err(Failure::input(format!("no number{about} is in the ledger: `cenersim parameters` lists all")));
        }
        match self.format {
            Format::Table => say(&listing.table()),
            Format::Csv => print(&listing.csv().map_err(anyhow::Error::new)?),
            Format::Json => print(&listing.json()),
        }
    }

    /// The shipped defaults where nothing else is asked for.
    fn ledger(&self) -> Result<Ledger, Failure> {
        if let Some(file) = &self.scenario {
            return Ok(Scenario::read(file, &[])?.ledger);
        }
        Ok(if self.hypothesis == Hypothesis::default() { Ledger::defaults() } else { Ledger::under(self.hypothesis) })
    }

    /// By text and grade; everything where neither is asked for.
    fn wants(&self, path: &str, entry: &Entry) -> bool {
        let graded = self.grade.is_none_or(|grade| grade == entry.grade);
        let found = |text: &str| {
            let filter = self.filter.as_deref().unwrap_or_default();
            text.to_lowercase().contains(&filter.to_lowercase())
        };
        graded && (found(path) || found(&entry.about))
    }
}
