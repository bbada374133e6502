//! `cenersim schema`: the JSON Schema of scenario files, and the reference that people read.
//!
//! # Use
//!
//! `cenersim schema > scenario.schema.json`, and in the first line of a scenario `#:schema scenario.schema.json`:
//! editors with a TOML language server then complete keys, show their meaning and mark what is wrong while one
//! types.

use super::{Failure, print};

/// Print the JSON Schema of scenario files, for completion in editors.
#[derive(clap::Args)]
pub struct SchemaCommand {
    /// For scenarios that describe drugs of their own: an arm may give a drug of any name.
    #[arg(long)]
    own_drugs: bool,

    /// The scenario reference instead, as Markdown: every key and every number with its meaning.
    #[arg(long, conflicts_with = "own_drugs")]
    reference: bool,
}

impl SchemaCommand {
    pub fn execute(&self) -> Result<(), Failure> {
        match self.reference {
            true => print(&cenersim::odd::scenario_reference()),
            false => print(&cenersim::scenario::schema(self.own_drugs)),
        }
    }
}
