//! `cenersim new`: a commented scenario to start from, or a shipped protocol.
//!
//! # Examples
//!
//! ```text
//! cenersim new mine                            mine.toml, commented, ready to run
//! cenersim new mine --like seven_and_three     the shipped protocol as a scenario of one's own
//! ```
//!
//! The schema for editors is written beside it: that of scenarios, or for a protocol that describes drugs that of scenarios with
//! drugs of their own. An existing file is not replaced. Names of protocols are those of the files in `scenarios/protocols`; a wrong
//! one is told with the nearest.

use super::{Failure, print};
use anyhow::Context;
use cenersim::scenario::{STARTER, schema, shipped};
use cenersim_text::listed;
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
    /// Begin with this shipped protocol, such as seven_and_three, instead of the commented starter.
    #[arg(long, value_name = "PROTOCOL")]
    like: Option<String>,
}

/// Where those that one can begin with lie in `scenarios/`.
const PROTOCOLS: &str = "protocols/";

impl New {
    pub fn execute(&self) -> Result<(), Failure> {
        let (path, name) = self.target()?;
        let (own_drugs, text) = self.text(&name)?;
        let schema = schema_beside(&path, own_drugs);
        let text = format!("#:schema ./{schema}\n{text}");
        let shown = path.display();
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => file.write_all(text.as_bytes()).with_context(|| format!("`{shown}` cannot be written"))?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(Failure::input(format!("`{shown}` is there already: expected a new name")));
            }
            Err(error) => return Err(anyhow::Error::new(error).context(format!("`{shown}` cannot be written")).into()),
        }
        write_schema(&path.with_file_name(&schema), own_drugs)?;
        print(&format!("wrote {shown}; `cenersim check {shown}` shows its doses, `cenersim run {shown}` runs it\n"))
    }

    /// Whether it describes drugs of its own, and what the scenario says after its first line.
    fn text(&self, name: &str) -> Result<(bool, String), Failure> {
        let Some(like) = &self.like else { return Ok((false, STARTER.replace("NAME", name))) };
        let Some((shipped, text)) = shipped(PROTOCOLS).find(|(shipped, _)| shipped == like) else {
            let known: Vec<String> = shipped(PROTOCOLS).map(|(shipped, _)| format!("`{shipped}`")).collect();
            return Err(Failure::input(format!("no protocol is `{like}`: expected {}", listed(&known, "or"))));
        };
        let (schema, text) = text.split_once('\n').unwrap_or_default();
        let text = text.replace(&format!("scenarios/protocols/{shipped}.toml"), &format!("{name}.toml"));
        Ok((schema.ends_with(schema_name(true)), text))
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

/// The file of the schema of scenarios, with drugs of their own or without.
const fn schema_name(own_drugs: bool) -> &'static str {
    if own_drugs { "own_drugs.schema.json" } else { "scenario.schema.json" }
}

/// Where an editor finds the schema: in the `scenarios` folder beside the scenario, or else beside the scenario.
fn schema_beside(path: &Path, own_drugs: bool) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = schema_name(own_drugs);
    let known = [name.to_owned(), format!("scenarios/{name}")];
    known.into_iter().find(|schema| folder.join(schema).exists()).unwrap_or_else(|| name.to_owned())
}

/// Writes the schema unless there is one.
fn write_schema(path: &Path, own_drugs: bool) -> Result<(), Failure> {
    let written = OpenOptions::new().write(true).create_new(true).open(path);
    let written = written.and_then(|mut file| file.write_all(schema(own_drugs).as_bytes()));
    match written {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(anyhow::Error::new(error).context(format!("`{}` cannot be written", path.display())).into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim::scenario::Scenario;

    #[test]
    fn every_shipped_protocol_can_be_begun_with_and_is_the_same_one() {
        for (name, text) in shipped(PROTOCOLS) {
            let like = New { name: "mine".into(), like: Some(name.into()) }.text("mine");
            let (own_drugs, like) = like.unwrap_or_else(|_| panic!("{name} is not known"));
            assert_eq!(own_drugs, like.contains("[drugs."), "{name}");
            let shipped = Scenario::parse(name, text).unwrap();
            assert_eq!(Scenario::parse("mine", &like).unwrap().arms, shipped.arms, "{name}");
            assert!(like.contains("cenersim run mine.toml"), "{name}");
        }
    }
}
