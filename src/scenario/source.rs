//! Where a text came from: a file read with care, or an argument of the command line.

use super::ScenarioError;
use std::{fs, ops::Range, path::Path, sync::Arc};

/// Largest scenario file that is read (bytes); the shipped ones have a few kilobytes.
const LARGEST_FILE: u64 = 1_000_000;

/// A named text.
#[derive(Debug, PartialEq)]
pub(super) struct Source {
    pub name: String,
    pub text: String,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Origin {
    pub source: Arc<Source>,
    pub span: Range<usize>,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }

    /// Reads a file after checking what it is and how large.
    pub fn read(path: &Path) -> Result<Arc<Self>, ScenarioError> {
        let name = path.display().to_string();
        let about = fs::metadata(path).map_err(|error| missing(&name, &error))?;
        if about.is_dir() {
            return Err(ScenarioError::of(format!(
                "`{name}` is a folder: expected a scenario file inside it, such as `{}`",
                path.join("arm_b.toml").display()
            )));
        }
        if !about.is_file() {
            return Err(ScenarioError::of(format!("`{name}` is not a regular file: expected a scenario in TOML")));
        }
        if about.len() > LARGEST_FILE {
            return Err(ScenarioError::of(format!(
                "`{name}` has {} bytes: expected a scenario of at most {LARGEST_FILE} bytes",
                about.len()
            )));
        }
        let bytes = fs::read(path).map_err(|error| missing(&name, &error))?;
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(&name, &error))?;
        Ok(Self::new(name, text))
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let end = (0..=byte.min(self.text.len())).rev().find(|&end| self.text.is_char_boundary(end)).unwrap_or(0);
        let before = &self.text[..end];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    pub fn origin(self: &Arc<Self>, span: Range<usize>) -> Origin {
        Origin { source: Arc::clone(self), span }
    }
}

fn missing(name: &str, error: &std::io::Error) -> ScenarioError {
    ScenarioError::of(match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!("`{name}` does not exist: expected a scenario file; `cenersim new NAME` writes a starter")
        }
        _ => format!("`{name}` cannot be read ({error}): expected a readable scenario file"),
    })
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> ScenarioError {
    let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let readable = Source::new(name, String::from_utf8_lossy(valid));
    let byte = error.as_bytes()[valid.len()];
    let end = readable.text.len();
    let message = format!("byte 0x{byte:02x} is not UTF-8: expected a text file; save it with the encoding UTF-8");
    ScenarioError::at(message, readable.origin(end..end))
}
