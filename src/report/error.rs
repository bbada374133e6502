//! Why a result could not be written or read: one sentence that says where, what was expected, and the way out.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a result could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("cannot write `{}`: {}; results written earlier are untouched", .path.display(), cause(.source))]
    Write { path: PathBuf, source: io::Error },

    #[error("`{}` is a file: expected a folder for results; move it away or choose another folder with --output", .path.display())]
    NotAFolder { path: PathBuf },

    #[error(
        "`{}` has no readable provenance.json, so it is no result that could be replaced: \
         move it away or choose another folder with --output", .path.display())]
    NotOurs { path: PathBuf },

    #[error(
        "`{}` holds the result of a different scenario ({found}): \
         use --overwrite to replace it or --output to write elsewhere", .path.display())]
    Occupied { path: PathBuf, found: String },

    #[error(
        "`{}` also holds `{extra}`, which no run has written: \
         move it away, use --overwrite to delete it or --output to write elsewhere", .path.display())]
    Extra { path: PathBuf, extra: String },

    #[error("`{}` cannot name a file or folder: expected {expected}", shortened(.name))]
    Name { name: String, expected: &'static str },

    #[error("cannot read `{}`: {source}", .path.display())]
    Read { path: PathBuf, source: io::Error },

    #[error("`{}` is not the result of a run: expected a folder with `{missing}`, such as output/arm_b", .path.display())]
    Foreign { path: PathBuf, missing: &'static str },

    #[error("`{}`{}: expected {expected}, found {found}; run the scenario again to restore it",
        .path.display(), line_text(.line))]
    Damaged { path: PathBuf, line: Option<u64>, expected: String, found: String },

    /// A result of ours, but not that of a run.
    #[error("`{}` holds a {kind}: expected the result of a run", .path.display())]
    OtherKind { path: PathBuf, kind: String },

    /// A result of a version that did not keep what its figures are drawn from.
    #[error("`{}` holds a {kind} without `figures.cbor`, from which figures are drawn: expected a result of this version; the command in \
        its provenance.json writes it again", .path.display())]
    NoFigureData { path: PathBuf, kind: String },

    /// A file of posterior draws that cannot be used.
    #[error("cannot use `{}`: {fault}; expected a posterior.parquet that `cenersim calibrate` has written", .path.display())]
    Posterior { path: PathBuf, fault: String },
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
            | Self::Posterior { .. } => 2,
            _ => 1,
        }
    }

    pub(super) fn write(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Write { path: path.into(), source }
    }

    pub(super) fn read(path: &Path) -> impl Fn(io::Error) -> Self {
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

fn line_text(line: &Option<u64>) -> String {
    line.map_or_else(String::new, |line| format!(", line {line}"))
}
