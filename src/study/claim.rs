//! Claims: which chunks some process is computing right now. They only save work: two processes that compute the same
//! chunk write the same file.
//!
//! A claim is a lock on a file; the system releases it when the owner dies in whatever way, so a claim needs no clock and
//! no process id. Where the file system has no locks, every chunk looks free.
//!
//! # Protocol
//!
//! ```text
//! create claims/00017 if missing -> try to lock it -> held: compute chunk 17 -> the lock goes with the process
//!                                                -> not held: somebody computes it; take another chunk
//! ```
//!
//! The lock is of the system, so a file that a crash has left behind holds nothing, and no process is declared dead
//! by a timeout.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

/// A chunk that this process computes; given up when dropped.
#[derive(Debug)]
pub struct Claim {
    path: PathBuf,
    /// None where there are no locks, or the folder cannot be written.
    _lock: Option<File>,
}

impl Claim {
    /// Claims a chunk, unless another process holds it.
    pub fn take(path: PathBuf) -> Option<Self> {
        match locked(&path) {
            Locked::Ours(file) => Some(Self { path, _lock: Some(file) }),
            Locked::Others => None,
            Locked::Unknown => Some(Self { path, _lock: None }),
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self._lock.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a process holds a claim.
pub fn is_held(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

/// What came of trying to lock a file: it is ours, another process has it, or nobody can tell.
enum Locked {
    Ours(File),
    Others,
    Unknown,
}

/// The file is made if it is not there.
fn locked(path: &Path) -> Locked {
    let Ok(file) = OpenOptions::new().create(true).append(true).open(path) else { return Locked::Unknown };
    match file.try_lock() {
        Ok(()) => Locked::Ours(file),
        Err(TryLockError::WouldBlock) => Locked::Others,
        Err(TryLockError::Error(_)) => Locked::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_held_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("00001");
        assert!(!is_held(&path));
        let claim = Claim::take(path.clone()).unwrap();
        assert!(is_held(&path) && Claim::take(path.clone()).is_none());
        drop(claim);
        assert!(!is_held(&path) && Claim::take(path.clone()).is_some());
    }

    #[test]
    fn a_file_that_nobody_locks_is_no_claim() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("00001");
        fs::write(&path, "").unwrap();
        assert!(!is_held(&path) && Claim::take(path).is_some());
    }
}
