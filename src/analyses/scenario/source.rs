//! Where a text came from: a file read with care, standard input, or an argument of the command line.

use super::ScenarioError;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// Largest scenario file that is read (bytes); the shipped ones have a few kilobytes.
const LARGEST_FILE: u64 = 1_000_000;

/// The path that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// What was read from standard input and from pipes: it is there only once, and points of a sweep need it again.
static STREAMS: Mutex<BTreeMap<PathBuf, Vec<u8>>> = Mutex::new(BTreeMap::new());

/// A named text.
#[derive(Debug, PartialEq)]
pub(super) struct Source {
    /// As it was given: a path, `-`, `--set` or `sweep`.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Origin {
    /// The text.
    pub source: Arc<Source>,
    /// Bytes of it.
    pub span: Range<usize>,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }

    /// Reads a file after checking what it is and how large; `-` is standard input.
    pub fn read(path: &Path) -> Result<Arc<Self>, ScenarioError> {
        if path == Path::new(STANDARD_INPUT) {
            return Self::of_stream(path, "standard input".into(), |_| Ok(Box::new(io::stdin())));
        }
        let name = path.display().to_string();
        let about = fs::metadata(path).map_err(|error| missing(&name, &error))?;
        if about.is_dir() {
            return Err(ScenarioError::of(format!(
                "`{name}` is a folder: expected a scenario file inside it, such as `{}`",
                path.join("arm_b.toml").display()
            )));
        }
        if !about.is_file() {
            return Self::of_stream(path, name, |path| Ok(Box::new(File::open(path)?)));
        }
        if about.len() > LARGEST_FILE {
            return Err(ScenarioError::of(format!(
                "`{name}` has {} bytes: expected a scenario of at most {LARGEST_FILE} bytes",
                about.len()
            )));
        }
        let bytes = fs::read(path).map_err(|error| missing(&name, &error))?;
        Self::of_bytes(name, bytes)
    }

    /// Reads a pipe or a device, as far as a scenario goes.
    fn of_stream(
        path: &Path,
        name: String,
        open: impl Fn(&Path) -> io::Result<Box<dyn Read>>,
    ) -> Result<Arc<Self>, ScenarioError> {
        let mut streams = STREAMS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = streams.get(path) {
            return Self::of_bytes(name, bytes.clone());
        }
        let mut bytes = Vec::new();
        let read = open(path).and_then(|stream| stream.take(LARGEST_FILE + 1).read_to_end(&mut bytes));
        read.map_err(|error| missing(&name, &error))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(ScenarioError::of(format!(
                "`{name}` has more than {LARGEST_FILE} bytes: expected a scenario of at most {LARGEST_FILE} bytes"
            )));
        }
        streams.insert(path.into(), bytes.clone());
        Self::of_bytes(name, bytes)
    }

    /// Text is UTF-8.
    fn of_bytes(name: String, bytes: Vec<u8>) -> Result<Arc<Self>, ScenarioError> {
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

    /// A piece of this text.
    pub fn origin(self: &Arc<Self>, span: Range<usize>) -> Origin {
        Origin { source: Arc::clone(self), span }
    }
}

/// Says how to get a scenario.
fn missing(name: &str, error: &std::io::Error) -> ScenarioError {
    ScenarioError::of(match error.kind() {
        std::io::ErrorKind::NotFound => {
            format!("`{name}` does not exist: expected a scenario file; `cenersim new NAME` writes a starter")
        }
        _ => format!("`{name}` cannot be read ({error}): expected a readable scenario file"),
    })
}

/// Named is the first byte that is none, at its place.
fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> ScenarioError {
    let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let readable = Source::new(name, String::from_utf8_lossy(valid));
    let byte = error.as_bytes()[valid.len()];
    let end = readable.text.len();
    let message = format!("byte 0x{byte:02x} is not UTF-8: expected a text file; save it with the encoding UTF-8");
    ScenarioError::at(message, readable.origin(end..end))
}
