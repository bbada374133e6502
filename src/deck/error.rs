//! Why no slides could be made: one sentence that says where, what was expected, and the way out.

use std::path::{Path, PathBuf};

/// What is wrong with what the user gave.
#[derive(Debug, thiserror::Error)]
pub enum DeckError {
    /// A chapter of this name does not exist.
    #[error("`{name}` is no section of a deck: expected some of `{known}`, with commas between them")]
    Chapter {
        /// As it was given.
        name: String,
        /// All that exist.
        known: String,
    },

    /// The template cannot be read.
    #[error("cannot read the template `{}`: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },

    /// The template is none.
    #[error("`{}`{}: expected a template or presentation of PowerPoint (.potx or .pptx), found {found}; save it from PowerPoint or \
        LibreOffice as such, or leave out --template", .path.display(), place(.part))]
    Template {
        /// The file.
        path: PathBuf,
        /// Part of it that is at fault; empty for the whole.
        part: String,
        /// What was found instead.
        found: String,
    },
}

impl DeckError {
    /// A fault of the template at this path.
    pub fn template(path: &Path) -> impl Fn(Fault) -> Self {
        move |Fault { part, found }| Self::Template { path: path.into(), part, found }
    }
}

/// What is wrong with an archive, before it is known which file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Part of it that is at fault; empty for the whole.
    pub part: String,
    /// What was found.
    pub found: String,
}

impl Fault {
    /// Of a part.
    pub fn of(part: &str, found: String) -> Self {
        Self { part: part.into(), found }
    }

    /// Of the whole archive.
    pub fn whole(found: String) -> Self {
        Self::of("", found)
    }
}

/// Where within the file.
fn place(part: &str) -> String {
    if part.is_empty() { String::new() } else { format!(", part `{part}`") }
}
