//! A hidden folder beside the target, in which a result grows until it is complete.
//! Left out: `fsync`. A power failure may lose a result that was just written, as with any copied file.
//!
//! `.cenersim-XXXXXX.partial/` holds `new/` (what is being written), `old/` (what is being replaced, for a moment)
//! and `lock`. The owner holds an exclusive lock on `lock`, which the system releases when the owner dies in
//! whatever way. So another run can tell a dead run's folder from a living one's without clocks or process ids:
//! it removes a folder only if it gets the lock, and puts back what lies in `old/` if its place is empty.
//! Where the file system has no locks, folders of dead runs stay.
//!
//! # Example
//!
//! ```text
//! output/
//!     arm_b/                          the result that readers see
//!     .cenersim-a8Xk2Q.partial/
//!         new/arm_b/                  under way
//!         old/                        the older result, between two renames
//!         lock                        held by the process that writes
//! ```

use super::fault::reach;
use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// Beginning and end of the name of a workspace, then the names within it.
const PREFIX: &str = ".cenersim-";
const SUFFIX: &str = ".partial";
const LOCK: &str = "lock";
const NEW: &str = "new";
const OLD: &str = "old";
const GONE: &str = "gone";

/// Folders of this process that are not finished. The guard also keeps an interruption out of the two renames.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Also where a thread has panicked while it held the list.
fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what this process has not finished writing: for a signal handler that ends the process afterwards.
/// Waits for a replacement that is under way (two renames), so that a result is either old or new. What the other
/// threads write afterwards fails, because its folder is gone.
pub fn remove_unfinished() {
    let mut folders = unfinished();
    for folder in std::mem::take(&mut *folders) {
        discard(&folder);
    }
}

/// A hidden folder beside the target; removed when dropped.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
    lock: Option<File>,
}

impl Workspace {
    /// Opens a workspace in the folder `beside`, and removes those that dead runs left there.
    pub fn new(beside: &Path) -> io::Result<Self> {
        let beside = std::path::absolute(beside)?;
        remove_stale(&beside);
        let (folder, lock) = claim(&beside)?;
        unfinished().insert(folder.clone());
        let workspace = Self { folder, lock: Some(lock) };
        fs::create_dir(workspace.folder.join(NEW))?;
        fs::create_dir(workspace.folder.join(OLD))?;
        reach("workspace opened");
        Ok(workspace)
    }

    /// Where the new version of `name` is written.
    pub fn draft(&self, name: &str) -> PathBuf {
        self.folder.join(NEW).join(name)
    }

    /// Moves the draft of `name` out of the workspace to its place beside it. Something that exists there is moved
    /// aside first, and moved back if the draft cannot take its place.
    pub fn publish(&self, name: &str) -> io::Result<()> {
        let _no_interruption = unfinished();
        let target = self.folder.with_file_name(name);
        let aside = self.folder.join(OLD).join(name);
        let existed = exists(&target);
        if existed {
            fs::rename(&target, &aside)?;
            reach("old result moved aside");
        }
        fs::rename(self.draft(name), &target).inspect_err(|_| {
            if existed && !exists(&target) {
                // If this fails too, `discard` tries again and keeps the folder.
                let _ = fs::rename(&aside, &target);
            }
        })
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // Some systems do not delete a file that is open.
        self.lock.take();
        let mut folders = unfinished();
        if folders.remove(&self.folder) {
            discard(&self.folder);
        }
    }
}

/// Makes a folder of a new name and locks it.
fn claim(beside: &Path) -> io::Result<(PathBuf, File)> {
    let mut last = io::Error::other("no name was free");
    for _ in 0..16 {
        let folder = new_folder(beside)?;
        match lock(&folder) {
            Ok(file) => return Ok((folder, file)),
            Err(error) => last = error,
        }
        // Another run took it for a dead one's before the lock was held, or the disk is full.
        let _ = fs::remove_dir(&folder);
    }
    Err(last)
}

/// A new folder with a random name, which this process removes itself (see [`discard`]).
fn new_folder(beside: &Path) -> io::Result<PathBuf> {
    let mut names = tempfile::Builder::new();
    let names = names.prefix(PREFIX).suffix(SUFFIX).disable_cleanup(true);
    Ok(names.make_in(beside, |path| fs::create_dir(path))?.path().into())
}

/// Held until the workspace is dropped.
fn lock(folder: &Path) -> io::Result<File> {
    let path = folder.join(LOCK);
    let file = File::create_new(&path)?;
    // Without locks on this file system the folder is still good, only never taken for a dead run's.
    let _ = file.lock();
    fs::metadata(&path)?;
    Ok(file)
}

/// Of folders only; links are left alone.
fn remove_stale(beside: &Path) {
    let Ok(entries) = fs::read_dir(beside) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // A link is nobody's workspace, whatever it leads to.
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) && is_folder(&entry.path()) {
            remove_if_dead(&entry.path());
        }
    }
}

/// It is dead if its lock is free.
fn remove_if_dead(folder: &Path) {
    match OpenOptions::new().write(true).open(folder.join(LOCK)) {
        Ok(lock) if lock.try_lock().is_ok() => discard(folder),
        Ok(_) => {}
        // Either not locked yet or almost removed. Succeeds only if it is empty; an owner then takes another name.
        Err(_) => drop(fs::remove_dir(folder)),
    }
}

/// Puts back what was moved aside if its place is empty, then removes the folder; the lock goes last, so that
/// an interrupted removal is continued by the next run.
fn discard(folder: &Path) {
    if put_back(folder).is_err() {
        return;
    }
    let gone = folder.join(GONE);
    for part in [GONE, NEW, OLD] {
        // Under another name first: no thread that is still writing finds it there.
        let _ = fs::rename(folder.join(part), &gone);
        remove_folder(&gone);
    }
    let _ = fs::remove_file(folder.join(LOCK));
    let _ = fs::remove_dir(folder);
}

/// # Errors
/// If a result that was moved aside cannot go back; the folder is then kept.
fn put_back(folder: &Path) -> io::Result<()> {
    let old = folder.join(OLD);
    if !is_folder(&old) {
        return Ok(());
    }
    let Ok(entries) = fs::read_dir(old) else { return Ok(()) };
    let Some(home) = folder.parent() else { return Ok(()) };
    for entry in entries.flatten() {
        let place = home.join(entry.file_name());
        if !exists(&place) {
            fs::rename(entry.path(), place)?;
        }
    }
    Ok(())
}

/// A file that was being created during the renaming makes the removal fail once.
fn remove_folder(folder: &Path) {
    for _ in 0..20 {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => thread::sleep(Duration::from_millis(2)),
            _ => return,
        }
    }
}

/// A folder itself, not a link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

/// Also true for a link that leads nowhere.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn hidden(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).unwrap().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)).count()
    }

    /// A folder as `kill -9` leaves it: complete, but nobody holds the lock.
    fn dead(beside: &Path) -> PathBuf {
        let folder = beside.join(".cenersim-gone00.partial");
        fs::create_dir_all(folder.join(NEW).join("arm_b")).unwrap();
        fs::create_dir_all(folder.join(OLD)).unwrap();
        fs::write(folder.join(NEW).join("arm_b/curves.csv"), "half").unwrap();
        fs::write(folder.join(LOCK), "").unwrap();
        folder
    }

    #[test]
    fn a_dropped_workspace_leaves_nothing() {
        let beside = tempfile::tempdir().unwrap();
        let workspace = Workspace::new(beside.path()).unwrap();
        fs::write(workspace.draft("x"), "half").unwrap();
        drop(workspace);
        assert_eq!(hidden(beside.path()), 0);
    }

    #[test]
    fn a_dead_runs_folder_is_removed_and_a_living_ones_is_not() {
        let beside = tempfile::tempdir().unwrap();
        let living = Workspace::new(beside.path()).unwrap();
        dead(beside.path());
        let next = Workspace::new(beside.path()).unwrap();
        assert_eq!(hidden(beside.path()), 2, "only the two living ones");
        fs::write(living.draft("x"), "1").unwrap();
        living.publish("x").unwrap();
        drop(next);
        assert_eq!(fs::read_to_string(beside.path().join("x")).unwrap(), "1");
    }

    #[test]
    fn a_run_killed_between_the_renames_gets_its_old_result_back() {
        let beside = tempfile::tempdir().unwrap();
        let folder = dead(beside.path());
        fs::create_dir(folder.join(OLD).join("arm_b")).unwrap();
        fs::write(folder.join(OLD).join("arm_b/curves.csv"), "old").unwrap();
        drop(Workspace::new(beside.path()).unwrap());
        assert_eq!(fs::read_to_string(beside.path().join("arm_b/curves.csv")).unwrap(), "old");
        assert_eq!(hidden(beside.path()), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_behind_a_link_is_touched() {
        let (beside, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let victim = dead(elsewhere.path());
        std::os::unix::fs::symlink(&victim, beside.path().join(".cenersim-aaaaaa.partial")).unwrap();
        let own = beside.path().join(".cenersim-bbbbbb.partial");
        fs::create_dir(&own).unwrap();
        fs::write(own.join(LOCK), "").unwrap();
        for part in [NEW, OLD, GONE] {
            std::os::unix::fs::symlink(victim.join(NEW), own.join(part)).unwrap();
        }
        drop(Workspace::new(beside.path()).unwrap());
        assert_eq!(fs::read_to_string(victim.join(NEW).join("arm_b/curves.csv")).unwrap(), "half");
        assert_eq!(hidden(beside.path()), 1, "the link stays, the dead run's folder does not");
    }

    #[test]
    fn the_old_version_is_back_if_the_new_one_cannot_take_its_place() {
        let beside = tempfile::tempdir().unwrap();
        let target = beside.path().join("x");
        fs::write(&target, "old").unwrap();
        let workspace = Workspace::new(beside.path()).unwrap();
        workspace.publish("x").unwrap_err();
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
    }

    #[test]
    fn an_interruption_leaves_the_old_version_whatever_is_written_meanwhile() {
        let beside = tempfile::tempdir().unwrap();
        fs::write(beside.path().join("x"), "old").unwrap();
        let workspace = &Workspace::new(beside.path()).unwrap();
        let (begun, writes) = mpsc::channel();
        thread::scope(|scope| {
            let write = move |file: &u32| {
                let written = fs::write(workspace.draft(&file.to_string()), "");
                // Nobody listens any more after the tenth.
                let _ = begun.send(());
                written.is_err()
            };
            let writing = scope.spawn(move || (0..).find(write));
            assert_eq!(writes.iter().take(10).count(), 10);
            // What the signal handler does; all folders of the process would be those of other tests, too.
            discard(&workspace.folder);
            writing.join().unwrap();
        });
        workspace.publish("x").unwrap_err();
        assert_eq!(fs::read_to_string(beside.path().join("x")).unwrap(), "old");
        assert_eq!(hidden(beside.path()), 0);
    }

    #[test]
    fn runs_that_start_together_do_not_remove_each_other() {
        let beside = tempfile::tempdir().unwrap();
        let write = |run: usize| {
            for round in 0..20 {
                let name = format!("{run}-{round}");
                let workspace = Workspace::new(beside.path()).unwrap();
                fs::write(workspace.draft(&name), "whole").unwrap();
                workspace.publish(&name).unwrap();
            }
        };
        thread::scope(|scope| (0..4).for_each(|run| drop(scope.spawn(move || write(run)))));
        assert_eq!(fs::read_dir(beside.path()).unwrap().count(), 80, "all results and no hidden folder");
    }
}
