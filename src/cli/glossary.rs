//! `cenersim glossary`: what the terms in reports, figures and tables mean.
//!
//! ```text
//! cenersim glossary CRp                  one term
//! cenersim glossary > docs/glossary.md   all of them, which is how the page in the repository is made
//! ```

use super::{Failure, print, screen::say};
use cenersim::report::{GLOSSARY, glossary_page};

/// Explain the terms that reports, figures and tables use.
#[derive(clap::Args)]
pub struct Glossary {
    /// Only terms that contain this text, in any case.
    term: Option<String>,
}

impl Glossary {
    pub fn execute(&self) -> Result<(), Failure> {
        let Some(wanted) = &self.term else { return print(&glossary_page()) };
        let found = GLOSSARY.iter().filter(|term| term.name.to_lowercase().contains(&wanted.to_lowercase()));
        let told: String = found.map(|term| format!("{}: {}\n", term.name, term.explained())).collect();
        if told.is_empty() {
            return Err(Failure::input(format!("no term contains `{wanted}`: `cenersim glossary` lists all")));
        }
        say(&told)
    }
}
