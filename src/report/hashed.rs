//! Files whose content is the result: each is written with its hash, and the hashes make the fingerprint.

use super::{ReportError, Staging, fingerprint::sha256};

/// Name and hash of each file that makes the fingerprint, in the order of the recipe.
pub type Hashes = Vec<(String, String)>;

/// Writes a file that is part of the fingerprint.
pub fn write_hashed(
    staging: &mut Staging,
    folder: Option<&str>,
    name: &str,
    text: &str,
    hashes: &mut Hashes,
) -> Result<(), ReportError> {
    let path = match folder {
        Some(folder) => {
            staging.add_named(folder, name, text.as_bytes())?;
            format!("{folder}/{name}")
        }
        None => {
            staging.add(name, text.as_bytes())?;
            name.to_owned()
        }
    };
    hashes.push((path, sha256(text.as_bytes())));
    Ok(())
}
