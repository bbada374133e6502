//! `cenersim schema`: the JSON Schema of scenario files.

use super::{Failure, print};

/// Print the JSON Schema of scenario files, for completion in editors.
#[derive(clap::Args)]
pub struct SchemaCommand;

impl SchemaCommand {
    pub fn execute(&self) -> Result<(), Failure> {
        print(&cenersim::scenario::schema())
    }
}
