//! Why a result could not be written or read: one sentence that says where, what was expected, and the way out.
//!
//! # Form of a sentence
//!
//! Where (a path, a line), what was found, what was expected and the way out, in one sentence, such as:
//!
//! ```text
//! `output/arm_b` holds the result of a different scenario (scenario `arm_b`, seed 1, sha256 11e041b8...):
//! use --overwrite to replace it or --output to write elsewhere
//! ```
//!
//! What the user can mend ends the program with exit code 2, a disk that refuses with 1.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a result could not be written or read.
/// Every sentence names the place, says what was expected, and how to go on.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The disk is full or refuses.
    #[error("cannot write `{}`: {}; results written earlier are untouched", .path.display(), cause(.source))]
    Write {
        /// Where the file was to appear.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// `--output` names a file.
    #[error("`{}` is a file: expected a folder for results; move it away or choose another folder with --output", .path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },

    /// The folder of the result has something in it that the program did not write.
    #[error(
        "`{}` has no readable provenance.json, so it is no result that could be replaced: \
         move it away or choose another folder with --output", .path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },

    /// A result of another scenario has that name.
    #[error(
        "`{}` holds the result of a different scenario ({found}): \
         use --overwrite to replace it or --output to write elsewhere", .path.display())]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// What its provenance says of it.
        found: String,
    },

    /// Somebody has put another file beside the result.
    #[error(
        "`{}` also holds `{extra}`, which no run has written: \
         move it away, use --overwrite to delete it or --output to write elsewhere", .path.display())]
    Extra {
        /// The folder.
        path: PathBuf,
        /// Name of the file that is too many.
        extra: String,
    },

    /// A scenario or a figure has a name that is no file name.
    #[error("`{}` cannot name a file or folder: expected {expected}", shortened(.name))]
    Name {
        /// The name as it was given.
        name: String,
        /// What names may be made of.
        expected: &'static str,
    },

    /// The system refuses to give a file.
    #[error("cannot read `{}`: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// The folder is not one of a run.
    #[error("`{}` is not the result of a run: expected a folder with `{missing}`, such as output/arm_b", .path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// The file that a run would have.
        missing: &'static str,
    },

    /// A file is not what was written: cut off, changed, or of another layout.
    #[error("`{}`{}: expected {expected}, found {found}; run the scenario again to restore it",
        .path.display(), line_text(.line))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Line of the fault, where it is one of a line.
        line: Option<u64>,
        /// What should be there.
        expected: String,
        /// What is there.
        found: String,
    },

    /// A result of ours, but not that of a run.
    #[error("`{}` holds a {kind}: expected the result of a run", .path.display())]
    OtherKind {
        /// The folder.
        path: PathBuf,
        /// What it holds, such as `comparison`.
        kind: String,
    },

    /// A result of a version that did not keep what its figures are drawn from.
    #[error("`{}` holds a {kind} without `figures.cbor`, from which figures are drawn: expected a result of this version; the command in \
        its provenance.json writes it again", .path.display())]
    NoFigureData {
        /// The folder.
        path: PathBuf,
        /// What it holds, such as `comparison`.
        kind: String,
    },

    /// A result of a version that did not keep what its report says.
    #[error("`{}` holds a result without `report.json`, from which slides are made: expected a result of this version; the command in \
        its provenance.json writes it again", .path.display())]
    NoReport {
        /// The folder.
        path: PathBuf,
    },

    /// Slides that the program did not write, or that somebody has changed since.
    #[error("`{}` was changed since the program wrote it, or is somebody's own: use --overwrite to replace it or --name to write slides \
        beside it", .path.display())]
    OwnSlides {
        /// The file.
        path: PathBuf,
    },

    /// A file of posterior draws that cannot be used.
    #[error("cannot use `{}`: {fault}; expected a posterior.parquet that `cenersim calibrate` has written", .path.display())]
    Posterior {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: String,
    },
}

impl ReportError {
    /// 2 if what the user gave to read is wrong, 1 if a run failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            // A file where a folder would be.
            Self::Write { source, .. } if source.kind() == io::ErrorKind::NotADirectory => 2,
            Self::Name { .. }
            | Self::NotAFolder { .. }
            | Self::NotOurs { .. }
            | Self::Occupied { .. }
            | Self::Extra { .. }
            | Self::Read { .. }
            | Self::Foreign { .. }
            | Self::Damaged { .. }
            | Self::OtherKind { .. }
            | Self::NoFigureData { .. }
            | Self::NoReport { .. }
            | Self::OwnSlides { .. }
            | Self::Posterior { .. } => 2,
            _ => 1,
        }
    }

    /// For `map_err`.
    pub fn write(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Write { path: path.into(), source }
    }

    /// For `map_err`.
    pub fn read(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Read { path: path.into(), source }
    }
}

/// As much of a name as fits a sentence.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &name[..end]),
        None => name.into(),
    }
}

/// The system's words, and what to do where that is plain.
fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full, free some space or choose another folder with --output".into()
        }
        _ => format!("{error}, choose another folder with --output"),
    }
}

/// `, line 3` for a message; nothing where a fault is not of one line.
fn line_text(line: &Option<u64>) -> String {
    line.map_or_else(String::new, |line| format!(", line {line}"))
}
