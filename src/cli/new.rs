//! `cenersim new`: a commented scenario to start from.

use super::{Failure, print};
use anyhow::Context;
use cenersim::scenario::{STARTER, schema};
use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Write a commented starter scenario NAME.toml.
#[derive(clap::Args)]
pub struct New {
    /// Name of the scenario, perhaps with a folder before it.
    name: PathBuf,
}

impl New {
    pub fn execute(&self) -> Result<(), Failure> {
        let (path, name) = self.target()?;
        let schema = schema_beside(&path);
        let text = format!("#:schema ./{schema}\n{}", STARTER.replace("NAME", &name));
        let shown = path.display();
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => file.write_all(text.as_bytes()).with_context(|| format!("`{shown}` cannot be written"))?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(Failure::input(format!("`{shown}` is there already: expected a new name")));
            }
            Err(error) => return Err(anyhow::Error::new(error).context(format!("`{shown}` cannot be written")).into()),
        }
        write_schema(&path.with_file_name(&schema))?;
        print(&format!("wrote {shown}; `cenersim check {shown}` shows its doses, `cenersim run {shown}` runs it\n"))
    }

    /// The file and the name of the scenario.
    fn target(&self) -> Result<(PathBuf, String), Failure> {
        let given = self.name.display();
        let name = self.name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = name.strip_suffix(".toml").unwrap_or(&name).to_owned();
        let allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        if name.is_empty() || !name.chars().all(allowed) {
            return Err(Failure::input(format!("`{given}` is not a name: expected letters, digits, `-` and `_`")));
        }
        Ok((self.name.with_file_name(format!("{name}.toml")), name))
    }
}

/// Where an editor finds the schema: in the `scenarios` folder beside the scenario, or else beside the scenario.
fn schema_beside(path: &Path) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    let known = ["scenario.schema.json", "scenarios/scenario.schema.json"];
    known.into_iter().find(|schema| folder.join(schema).exists()).unwrap_or(known[0]).to_owned()
}

/// Writes the schema unless there is one.
fn write_schema(path: &Path) -> Result<(), Failure> {
    let written = OpenOptions::new().write(true).create_new(true).open(path);
    let written = written.and_then(|mut file| file.write_all(schema().as_bytes()));
    match written {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(anyhow::Error::new(error).context(format!("`{}` cannot be written", path.display())).into())
        }
        _ => Ok(()),
    }
}
