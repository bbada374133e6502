//! What already lies where a result is to go, and whether it may be replaced.
//!
//! An older result is replaced without asking only if it was made from the same scenario text: then nothing is lost
//! that could not be made again. Another text needs `--overwrite`. A folder without a provenance that we can read is
//! never replaced, because it is not known to be ours; an empty folder holds nothing to lose.

use super::{
    ReportError, files,
    provenance::{self, Origin},
    slides,
};
use std::{ffi::OsString, fs, io, path::Path};

/// Refuses to replace what lies at `target` unless it is an older result that may be replaced.
///
/// | what lies there | replaced |
/// |---|---|
/// | nothing, or an empty folder | yes |
/// | a result of the same text, and only files of ours | yes |
/// | a result of the same text with other files or with slides that were changed, or of another text | with `--overwrite` |
/// | anything without a readable provenance | never |
pub fn may_replace(target: &Path, scenario_sha256: &str, overwrite: bool) -> Result<(), ReportError> {
    let Some(names) = names_in(target)? else { return Ok(()) };
    let found = match provenance::origin(target) {
        Ok(found) => found,
        Err(_) if names.is_empty() => return Ok(()),
        Err(_) => return Err(ReportError::NotOurs { path: target.into() }),
    };
    if overwrite {
        return Ok(());
    }
    if found.scenario_sha256 != scenario_sha256 {
        return Err(ReportError::Occupied { path: target.into(), found: describe(&found) });
    }
    match names.iter().find(|name| !is_ours(name)) {
        Some(extra) => Err(ReportError::Extra { path: target.into(), extra: extra.to_string_lossy().into() }),
        None => slides::may_replace(&target.join(files::SLIDES)),
    }
}

/// Name, seed and the beginning of the hash.
fn describe(found: &Origin) -> String {
    format!(
        "scenario `{}`, seed {}, sha256 {}...",
        found.scenario,
        found.seed,
        found.scenario_sha256.get(..8).unwrap_or("")
    )
}

/// Hidden files are those of editors and desktops.
fn is_ours(name: &OsString) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || is_of_results(&name)
}

/// Whether a result may have a file or folder of this name; anything else in its folder is somebody's own.
pub fn is_of_results(name: &str) -> bool {
    files::SHARED.contains(&name) || super::OWN_FILES.iter().any(|own| own.contains(&name))
}

/// Sorted names of what a folder contains; none if it does not exist.
fn names_in(target: &Path) -> Result<Option<Vec<OsString>>, ReportError> {
    let entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(ReportError::NotAFolder { path: target.into() });
        }
        Err(error) => return Err(ReportError::write(target)(error)),
    };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    Ok(Some(names))
}
