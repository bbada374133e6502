//! Notes: how long a chunk took, or why it was not finished. For `status` only; no result depends on them.
//!
//! # Why notes are only notes
//!
//! They hold how long a chunk took, or the error that ended it. Time left is estimated from them, and `status`
//! shows the errors. A note that is lost, damaged or written by a machine with a wrong clock changes no result and
//! no decision.

use super::publish::publish;
use std::{fs, io::Write, path::Path, time::Duration};

/// What is noted of the last attempt at a chunk.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Wall time that the chunk added to its process (s).
    Seconds(f64),
    /// Why it was not finished.
    Error(String),
}

impl Note {
    /// So much time (s).
    pub fn took(wall: Duration) -> Self {
        Self::Seconds(wall.as_secs_f64())
    }

    /// A note that cannot be written is not missed.
    pub fn write(&self, folder: &Path, name: &str) {
        let text = serde_json::to_string(self).unwrap_or_default();
        let _ = publish(folder, |file| file.write_all(text.as_bytes()).map(|()| name.to_owned()));
    }

    /// None if there is no readable note.
    pub fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// The time, if the chunk was finished.
    pub const fn seconds(&self) -> Option<f64> {
        match self {
            Self::Seconds(seconds) => Some(*seconds),
            Self::Error(_) => None,
        }
    }
}
