//! `cenersim completions`: completion scripts for shells.

use super::{Arguments, Failure, print};
use clap::CommandFactory;

/// Print the completion script of a shell.
#[derive(clap::Args)]
pub struct Completions {
    shell: clap_complete::Shell,
}

impl Completions {
    pub fn execute(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "cenersim", &mut script);
        print(&String::from_utf8_lossy(&script))
    }
}
