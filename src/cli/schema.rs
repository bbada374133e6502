//! `cenersim schema`: the JSON Schema of scenario files.

use super::{Failure, print};

/// Print the JSON Schema of scenario files, for completion in editors.
#[derive(clap::Args)]
pub struct SchemaCommand {
    /// For scenarios that describe drugs of their own: an arm may give a drug of any name.
    #[arg(long)]
    own_drugs: bool,
}

impl SchemaCommand {
    pub fn execute(&self) -> Result<(), Failure> {
        print(&cenersim::scenario::schema(self.own_drugs))
    }
}
