//! `slides.pptx`: where slides lie, and whether those that are there may be replaced. Slides are made to be edited, so what
//! somebody has changed is never lost without `--overwrite`. Left out: what is on them (see the crate `cenersim_deck`).
//!
//! The program writes the hash of a presentation into the comment of its archive, which no editor keeps: slides without
//! that comment, or with another hash, are somebody's own.

use super::{ReportError, files, sha256, workspace::Workspace};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Before the hash in the comment.
const MARK: &str = "cenersim slides sha256 ";
/// The length of the comment (APPNOTE 6.3.10, 4.3.16) stands right before it.
const LENGTH_OF_LENGTH: usize = 2;

/// An archive without a comment, with its own hash as a comment.
///
/// # Panics
/// If it is no archive without a comment: a mistake in the code.
pub fn sealed(mut archive: Vec<u8>) -> Vec<u8> {
    let comment = format!("{MARK}{}", sha256(&archive));
    let end = archive.len() - LENGTH_OF_LENGTH;
    assert_eq!(archive[end..], [0, 0], "an archive without a comment");
    archive.truncate(end);
    archive.extend((comment.len() as u16).to_le_bytes());
    archive.extend(comment.bytes());
    archive
}

/// Whether nobody has changed these slides since the program wrote them.
fn is_untouched(bytes: &[u8]) -> bool {
    let Some(start) = bytes.len().checked_sub(MARK.len() + 64) else { return false };
    let (archive, comment) = bytes.split_at(start);
    let Some((archive, _)) = archive.split_last_chunk::<LENGTH_OF_LENGTH>() else { return false };
    let whole = [archive, &[0; LENGTH_OF_LENGTH]].concat();
    comment == format!("{MARK}{}", sha256(&whole)).as_bytes()
}

/// Whether the slides at this place may be replaced: there are none, or nobody has changed them.
pub(super) fn may_replace(path: &Path) -> Result<(), ReportError> {
    match fs::read(path) {
        Ok(bytes) if is_untouched(&bytes) => Ok(()),
        Ok(_) => Err(ReportError::OwnSlides { path: path.into() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(ReportError::read(path)(error)),
    }
}

/// Where slides are to lie.
#[derive(Clone, Debug, PartialEq)]
pub struct SlidesFile {
    folder: PathBuf,
    name: String,
}

impl SlidesFile {
    /// `NAME.pptx` in a folder; `slides.pptx` without a name.
    ///
    /// # Errors
    /// If the name is no plain file name.
    pub fn new(folder: &Path, name: Option<&str>) -> Result<Self, ReportError> {
        let name =
            name.map_or_else(|| files::SLIDES.to_owned(), |name| format!("{}.pptx", name.trim_end_matches(".pptx")));
        files::check_name(&name).map_err(|expected| ReportError::Name { name: name.clone(), expected })?;
        Ok(Self { folder: folder.into(), name })
    }

    /// The path.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// Refuses a place whose slides somebody has changed, unless they are to be overwritten.
    ///
    /// # Errors
    /// If there are such slides, or they cannot be read.
    pub fn check(&self, overwrite: bool) -> Result<(), ReportError> {
        if overwrite { Ok(()) } else { may_replace(&self.path()) }
    }

    /// Writes slides, whole or not at all; nothing else of the folder changes.
    ///
    /// # Errors
    /// As [`SlidesFile::check`], or if the disk is full or refuses.
    pub fn write(&self, bytes: &[u8], overwrite: bool) -> Result<PathBuf, ReportError> {
        self.check(overwrite)?;
        let (folder, path) = (&self.folder, self.path());
        fs::create_dir_all(folder).map_err(ReportError::write(folder))?;
        let workspace = Workspace::new(folder).map_err(ReportError::write(folder))?;
        fs::write(workspace.draft(&self.name), bytes).map_err(ReportError::write(&path))?;
        workspace.publish(&self.name).map_err(ReportError::write(&path))?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The end of an archive without files (4.3.16).
    fn empty_archive() -> Vec<u8> {
        [&b"PK\x05\x06"[..], &[0; 18]].concat()
    }

    #[test]
    fn slides_that_somebody_has_changed_are_kept_unless_they_are_to_be_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = SlidesFile::new(folder.path(), None).unwrap();
        let ours = sealed(empty_archive());
        for _ in 0..2 {
            assert_eq!(file.write(&ours, false).unwrap(), folder.path().join("slides.pptx"));
        }
        let mut edited = ours.clone();
        edited[4] = 1;
        for somebodys in [&edited[..], &empty_archive(), b"", b"notes"] {
            fs::write(file.path(), somebodys).unwrap();
            let refused = file.write(&ours, false).unwrap_err();
            assert!(refused.to_string().contains("--overwrite") && refused.exit_code() == 2, "{refused}");
            assert_eq!(fs::read(file.path()).unwrap(), somebodys);
        }
        file.write(&ours, true).unwrap();
        assert_eq!(fs::read(file.path()).unwrap(), ours);
    }

    #[test]
    fn a_name_of_slides_gets_the_ending_and_stays_in_its_folder() {
        let named = |name| SlidesFile::new(Path::new("x"), Some(name));
        assert_eq!(named("talk").unwrap().path(), named("talk.pptx").unwrap().path());
        assert!(named("../talk").is_err());
    }
}
