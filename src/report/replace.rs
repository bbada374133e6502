//! Replaces one text file, all of it or nothing.

use super::ReportError;
use std::{io::Write, path::Path};

/// Writes the text beside the file first, then puts it in its place.
///
/// # Errors
/// If the folder does not exist, or the disk is full or refuses; what was there before is then still there.
pub fn replace(path: &Path, text: &str) -> Result<(), ReportError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = ReportError::write(path);
    let mut file = tempfile::Builder::new().prefix(".cenersim-").tempfile_in(folder).map_err(&failed)?;
    file.write_all(text.as_bytes()).map_err(&failed)?;
    readable(&file).map_err(&failed)?;
    file.persist(path).map(drop).map_err(|error| failed(error.error))
}

/// Temporary files are for their owner alone; this one is to be read by whoever may read its neighbors.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        for text in ["old", "new"] {
            replace(&path, text).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(replace(&folder.path().join("missing/table.csv"), "text").is_err());
    }
}
