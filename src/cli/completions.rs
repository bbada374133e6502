//! `cenersim completions`: completion scripts for shells.
//!
//! # Use
//!
//! ```text
//! cenersim completions bash > ~/.local/share/bash-completion/completions/cenersim
//! cenersim completions zsh  > ~/.zfunc/_cenersim
//! cenersim completions fish > ~/.config/fish/completions/cenersim.fish
//! ```

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
