//! Why a study cannot be planned, continued or merged: one sentence with the way out.

use super::FORMAT;
use cenersim_analyses::scenario::ScenarioError;
use cenersim_report::ReportError;
use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a study cannot be planned, continued or merged.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    #[error("`{}` holds no plan: expected a folder that `cenersim study plan` has written", .0.display())]
    NoPlan(PathBuf),

    #[error("`{}` exists and holds no plan: expected a free name; choose another with --name or --output", .0.display())]
    NotOurs(PathBuf),

    #[error("`{}` holds another plan: continue it with `cenersim study run {}`, choose another --name, or replace it with --overwrite", .0.display(), .0.display())]
    OtherPlan(PathBuf),

    #[error(
        "the plan cannot be read ({0}): expected plan.json as `cenersim study plan` wrote it; plan again with --overwrite"
    )]
    Unreadable(String),

    #[error("`{}` is damaged: its sha256 is not the one in plan.json.sha256; plan again with --overwrite, finished chunks stay valid if the plan is the same", .0.display())]
    Damaged(PathBuf),

    #[error(
        "the plan has format {found} (version `{version}`): expected format {FORMAT}; run it with that version, or plan again with --overwrite"
    )]
    Layout { found: u32, version: String },

    #[error("{0}")]
    Kind(String),

    #[error(
        "the plan was made by cenersim `{planned}` and this is `{program}`: chunks of two versions must not be mixed; use that version, or plan again with --overwrite"
    )]
    Version { planned: String, program: String },

    #[error("chunk {chunk} does not exist: expected a number from 1 to {chunks}")]
    NoChunk { chunk: usize, chunks: usize },

    /// What is asked cannot be done.
    #[error("{0}")]
    Work(String),

    #[error(transparent)]
    Scenario(#[from] ScenarioError),

    #[error(transparent)]
    Report(#[from] ReportError),

    /// What was asked was right, and the work failed.
    #[error("{0}")]
    Failed(String),

    /// The same, and the command that was given repeats it.
    #[error("{0}")]
    Simulation(String),

    #[error("{0}; `cenersim study run` computes what is missing")]
    Incomplete(String),

    #[error("cannot write `{}`: {}; finished chunks are untouched, run again to continue", .path.display(), cause(.source))]
    Write { path: PathBuf, source: io::Error },

    #[error("cannot read `{}`: {source}", .path.display())]
    Read { path: PathBuf, source: io::Error },
}

impl StudyError {
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

    pub(super) fn write(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Write { path: path.into(), source }
    }

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
