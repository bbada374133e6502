//! Where a text came from: a file read with care, standard input, or an argument of the command line.

use super::{ScenarioError, shipped};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// What a file should be, for faults.
pub(super) struct Expected {
    /// In a word or two.
    pub what: &'static str,
    /// How to get one.
    pub instead: &'static str,
    /// Name of such a file in a folder.
    pub inside: &'static str,
    /// Most bytes that are read.
    pub largest: u64,
}

/// The shipped scenarios have a few kilobytes.
const SCENARIO: Expected = Expected {
    what: "scenario",
    instead: "`cenersim new NAME` writes a starter",
    inside: "arm_b.toml",
    largest: 1_000_000,
};

/// The path that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// What was read from standard input and from pipes: it is there only once, and points of a sweep need it again.
static STREAMS: Mutex<BTreeMap<PathBuf, Vec<u8>>> = Mutex::new(BTreeMap::new());

/// Whether a path is standard input, a pipe or a device.
pub(super) fn is_stream(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT) || fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

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
    /// A text with the name that faults are told under, such as its path.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }

    /// Reads a scenario, perhaps a shipped one; `-` is standard input.
    ///
    /// # Errors
    /// A file that is not there, is a folder, is too large or is no text.
    pub fn read(path: &Path) -> Result<Arc<Self>, ScenarioError> {
        shipped::named(path).map_or_else(|| Self::read_as(path, &SCENARIO), Ok)
    }

    /// Reads a file after checking what it is and how large; `-` is standard input.
    ///
    /// # Errors
    /// A file that is not there, is a folder, is larger than such files are, or is no text.
    pub fn read_as(path: &Path, expected: &Expected) -> Result<Arc<Self>, ScenarioError> {
        let Expected { what, inside, largest, .. } = expected;
        if path == Path::new(STANDARD_INPUT) {
            return Self::of_stream(path, "standard input".into(), expected, |_| Ok(Box::new(io::stdin())));
        }
        let name = path.display().to_string();
        let about = fs::metadata(path).map_err(|error| missing(&name, &error, expected))?;
        if about.is_dir() {
            return Err(ScenarioError::of(format!(
                "`{name}` is a folder: expected a {what} file inside it, such as `{}`",
                path.join(inside).display()
            )));
        }
        if !about.is_file() {
            return Self::of_stream(path, name, expected, |path| Ok(Box::new(File::open(path)?)));
        }
        if about.len() > *largest {
            let bytes = about.len();
            return Err(ScenarioError::of(format!(
                "`{name}` has {bytes} bytes: expected a {what} of at most {largest} bytes"
            )));
        }
        let bytes = fs::read(path).map_err(|error| missing(&name, &error, expected))?;
        Self::of_bytes(name, bytes)
    }

    /// Reads a pipe or a device, as far as such a file goes.
    fn of_stream(
        path: &Path,
        name: String,
        expected: &Expected,
        open: impl Fn(&Path) -> io::Result<Box<dyn Read>>,
    ) -> Result<Arc<Self>, ScenarioError> {
        let mut streams = STREAMS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = streams.get(path) {
            return Self::of_bytes(name, bytes.clone());
        }
        let Expected { what, largest, .. } = expected;
        let mut bytes = Vec::new();
        let read = open(path).and_then(|stream| stream.take(largest + 1).read_to_end(&mut bytes));
        read.map_err(|error| missing(&name, &error, expected))?;
        if bytes.len() as u64 > *largest {
            return Err(ScenarioError::of(format!(
                "`{name}` has more than {largest} bytes: expected a {what} of at most {largest} bytes"
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

/// Says how to get such a file.
fn missing(name: &str, error: &std::io::Error, Expected { what, instead, .. }: &Expected) -> ScenarioError {
    ScenarioError::of(match error.kind() {
        std::io::ErrorKind::NotFound => {
            let hint = if *what == SCENARIO.what { shipped::hint(name) } else { String::new() };
            format!("`{name}` does not exist: expected a {what} file; {instead}{hint}")
        }
        _ => format!("`{name}` cannot be read ({error}): expected a readable {what} file"),
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
