//! Why a study cannot be planned, continued or merged: one sentence with the way out.
//!
//! Exit codes tell a user's fault (2) from a failure of the work (1): see [`StudyError::exit_code`].

use super::FORMAT;
use cenersim_analyses::scenario::ScenarioError;
use cenersim_report::ReportError;
use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a study cannot be planned, continued or merged.
/// Sentences are in the `#[error]` of each variant; callers print them as they are.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The folder has no `plan/plan.json`.
    #[error("`{}` holds no plan: expected a folder that `cenersim study plan` has written", .0.display())]
    NoPlan(PathBuf),

    /// The folder for a plan has something else in it.
    #[error("`{}` exists and holds no plan: expected a free name; choose another with --name or --output", .0.display())]
    NotOurs(PathBuf),

    /// The folder has the plan of another request or other options.
    #[error("`{}` holds another plan: continue it with `cenersim study run {}`, choose another --name, or replace it with --overwrite", .0.display(), .0.display())]
    OtherPlan(PathBuf),

    /// `plan.json` is no plan, or its chunks do not cover its units.
    #[error(
        "the plan cannot be read ({0}): expected plan.json as `cenersim study plan` wrote it; plan again with --overwrite"
    )]
    Unreadable(String),

    /// `plan.json` was changed after it was written.
    #[error("`{}` is damaged: its sha256 is not the one in plan.json.sha256; plan again with --overwrite, finished chunks stay valid if the plan is the same", .0.display())]
    Damaged(PathBuf),

    /// The plan is of another layout of files.
    #[error(
        "the plan has format {found} (version `{version}`): expected format {FORMAT}; run it with that version, or plan again with --overwrite"
    )]
    Layout {
        /// Format in the file.
        found: u32,
        /// Version of the program that wrote it.
        version: String,
    },

    /// The plan asks for what this program does not know.
    #[error("{0}")]
    Kind(String),

    /// Another version of the program has made the plan: the same seed may mean another result there.
    #[error(
        "the plan was made by cenersim `{planned}` and this is `{program}`: chunks of two versions must not be mixed; use that version, or plan again with --overwrite"
    )]
    Version {
        /// Version and commit in the plan.
        planned: String,
        /// Version and commit of this program.
        program: String,
    },

    /// There is no chunk of this number.
    #[error("chunk {chunk} does not exist: expected a number from 1 to {chunks}")]
    NoChunk {
        /// The number that was given, from 1.
        chunk: usize,
        /// How many there are.
        chunks: usize,
    },

    /// What is asked cannot be done.
    #[error("{0}")]
    Work(String),

    /// A scenario is wrong; the sentence has file and line.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),

    /// A result cannot be read or written.
    #[error(transparent)]
    Report(#[from] ReportError),

    /// What was asked was right, and the work failed.
    #[error("{0}")]
    Failed(String),

    /// The same, and the command that was given repeats it.
    #[error("{0}")]
    Simulation(String),

    /// Chunks are missing that are needed.
    #[error("{0}; `cenersim study run` computes what is missing")]
    Incomplete(String),

    /// The disk is full or refuses.
    #[error("cannot write `{}`: {}; finished chunks are untouched, run again to continue", .path.display(), cause(.source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },

    /// The disk refuses to give a file.
    #[error("cannot read `{}`: {source}", .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl StudyError {
    /// What figures are drawn from has other parts than this version reads.
    pub(super) fn other_version(error: impl std::fmt::Display) -> Self {
        Self::Work(format!(
            "figures.cbor holds a result of another version ({error}): run the command in provenance.json again"
        ))
    }

    /// 2 if what the user gave is wrong, 1 if the work failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Report(error) => error.exit_code(),
            Self::Write { .. } | Self::Incomplete(_) | Self::Failed(_) | Self::Simulation(_) => 1,
            _ => 2,
        }
    }

    /// The same of a chunk that follows from what is missing.
    pub(super) fn before(self, chunk: usize) -> Self {
        match self {
            Self::Incomplete(what) => Self::Incomplete(format!("chunk {chunk} follows from earlier ones, and {what}")),
            other => other,
        }
    }

    /// For `map_err`.
    pub(super) fn write(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Write { path: path.into(), source }
    }

    /// For `map_err`.
    pub(super) fn read(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Read { path: path.into(), source }
    }
}

/// The system's words, and what to do where that is plain.
fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full, free some space".into(),
        _ => error.to_string(),
    }
}
