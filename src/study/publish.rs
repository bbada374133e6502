//! Files that appear whole or not at all: written under a hidden name, brought to the disk, then renamed.
//!
//! The writer holds a lock on the hidden file, which the system releases when it dies in whatever way; so leftovers of the
//! dead are told from files of the living without clocks. Where the file system has no locks, leftovers stay.

use cenersim_report::fault::reach;
use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

/// Beginning of the hidden name.
const PREFIX: &str = ".writing-";

/// How often a file is written again that was taken for a leftover before it was locked.
const ATTEMPTS: u32 = 5;

/// Writes a file and gives it the name that `content` returns, in one step.
pub fn publish(folder: &Path, mut content: impl FnMut(&mut File) -> io::Result<String>) -> io::Result<()> {
    let mut last = Ok(());
    for _ in 0..ATTEMPTS {
        last = attempt(folder, &mut content);
        if !matches!(&last, Err(error) if error.kind() == io::ErrorKind::NotFound && folder.is_dir()) {
            return last;
        }
    }
    last
}

/// Lock, content, bytes to the disk, rename, folder to the disk; a process that dies before the rename leaves a hidden
/// file only.
fn attempt(folder: &Path, content: &mut impl FnMut(&mut File) -> io::Result<String>) -> io::Result<()> {
    // Made by us, as tempfile would keep it from the other members of a group.
    let new = |path: &Path| OpenOptions::new().read(true).write(true).create_new(true).open(path);
    let mut hidden = tempfile::Builder::new().prefix(PREFIX).make_in(folder, new)?;
    // Without locks on this file system the file is still good, only never taken for a leftover.
    let _ = hidden.as_file().lock();
    let name = content(hidden.as_file_mut())?;
    hidden.as_file().sync_all()?;
    reach("file of a study written");
    hidden.persist(folder.join(name)).map_err(|error| error.error)?;
    reach("file of a study published");
    File::open(folder).and_then(|folder| folder.sync_all()).or_else(unsupported)
}

/// Some file systems do not bring folders to the disk on request.
fn unsupported(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput | io::ErrorKind::PermissionDenied => Ok(()),
        _ => Err(error),
    }
}

/// Removes what dead writers have left.
pub fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        let dead = |file: File| file.try_lock().is_ok();
        if OpenOptions::new().write(true).open(entry.path()).is_ok_and(dead) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_that_cannot_be_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let error = publish(folder.path(), |file| {
            file.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn leftovers_of_the_dead_are_removed_and_files_of_the_living_are_not() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".writing-dead"), "half").unwrap();
        publish(folder.path(), |file| {
            remove_leftovers(folder.path());
            file.write_all(b"whole")?;
            Ok("file".into())
        })
        .unwrap();
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["file"]);
    }
}
