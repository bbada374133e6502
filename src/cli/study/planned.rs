//! What a command must offer so that its simulations can be planned, computed in pieces and merged. One file for each such
//! command implements it (`comparison`, `trial`, `sensitivity`); everything else here knows no kind of study.

use super::PROGRAM;
use crate::cli::{
    Failure,
    calibrate::Calibrate,
    compare::Compare,
    hypotheses::Hypotheses,
    look::{Look, ThemeName},
    sensitivity::SensitivityCommand,
    trial::TrialCommand,
};
use cenersim::{
    comparison::Failed,
    simulation::Settings,
    study::{Collected, FORMAT, Folder, Kind, Plan, PlannedScenario, Segment, Stage, Work},
};
use clap::Parser;
use std::{ffi::OsString, path::PathBuf};

/// A command whose simulations can be divided into chunks.
pub trait Planned {
    fn kind(&self) -> Kind;

    /// Arguments that ask for the same, without scenarios, what changes them, and where results go.
    fn arguments(&self) -> Vec<String>;

    /// Takes scenarios, by name and text, instead of reading files.
    fn adopt(&mut self, scenarios: Vec<(String, String)>);

    /// Where results go and what is said of them.
    fn filing(&mut self) -> Filing<'_>;

    /// Reads and checks everything.
    ///
    /// # Errors
    /// What is wrong with the input, or why it cannot be planned.
    fn study(&self) -> Result<Box<dyn Study + '_>, Failure>;
}

/// Options that every planned command has.
pub struct Filing<'a> {
    pub output: &'a mut PathBuf,
    pub name: &'a mut Option<String>,
    pub overwrite: &'a mut bool,
    pub json: &'a mut bool,
    pub quiet: &'a mut bool,
}

/// What a command simulates, in pieces.
pub trait Study: Work {
    /// Name of the result's folder.
    fn name(&self) -> String;

    fn seed(&self) -> u64;

    /// How each marrow is simulated.
    fn settings(&self) -> &Settings;

    /// The scenarios as they are run.
    fn scenarios(&self) -> Vec<PlannedScenario>;

    fn stages(&self) -> Vec<Stage>;

    /// What will be simulated, for a reader.
    fn text(&self) -> String;

    /// Hours of simulation that a segment takes, for the progress bar.
    fn hours(&self, segment: &Segment) -> f64;

    /// Whose simulation failed, and how.
    fn failed(&self, failed: &Failed) -> String;

    /// Writes what the command alone would have written.
    fn merge(&self, folder: &Folder, chunks: &mut Collected) -> Result<(), Failure>;
}

/// The plan of a command, in so many chunks. A command that runs itself on the protocol makes a [`Folder`] of it, beside its
/// result and called `folder_name(None, name)`, and calls [`super::compute`]; called again, it continues. The number of
/// chunks is part of the plan, so it must be the same the next time.
pub fn plan(command: &dyn Planned, study: &dyn Study, chunks: usize) -> Plan {
    let plan = Plan {
        format: FORMAT,
        version: PROGRAM.into(),
        kind: command.kind(),
        name: study.name(),
        seed: study.seed(),
        scenarios: study.scenarios(),
        options: command.arguments(),
        stages: study.stages(),
        chunks: Vec::new(),
    };
    plan.in_chunks(chunks)
}

/// The folder of the study; a result of the same name keeps its own.
pub fn folder_name(asked: Option<&str>, name: &str) -> Result<PathBuf, Failure> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']);
    if !plain {
        return Err(Failure::input(format!(
            "--name {name} cannot name a folder: expected a name without slashes, colons or a leading dot"
        )));
    }
    let made = || format!("study_{}", name.strip_prefix("compare_").unwrap_or(name));
    Ok(asked.map_or_else(made, str::to_owned).into())
}

/// A command alone, as it stands behind `cenersim`.
#[derive(Parser)]
struct Alone<C: clap::Args> {
    #[command(flatten)]
    command: C,
}

/// The command that a study was planned from; it reads no file.
pub fn command(folder: &Folder) -> Result<Box<dyn Planned>, Failure> {
    match folder.plan().kind {
        Kind::Compare => parsed::<Compare>(folder),
        Kind::Trial => parsed::<TrialCommand>(folder),
        Kind::Sensitivity => parsed::<SensitivityCommand>(folder),
        Kind::Calibrate => parsed::<Calibrate>(folder),
    }
}

fn parsed<C: clap::Args + Planned + 'static>(folder: &Folder) -> Result<Box<dyn Planned>, Failure> {
    let plan = folder.plan();
    let files = (0..plan.scenarios.len()).map(|index| folder.scenario_file(index).into_os_string());
    let options = plan.options.iter().map(OsString::from);
    let words = std::iter::once(OsString::from(plan.kind.name())).chain(files).chain(options);
    let Alone::<C> { mut command } = Alone::try_parse_from(words).map_err(|error| Failure::input(error.to_string()))?;
    command.adopt(plan.scenarios.iter().map(|scenario| (scenario.name.clone(), scenario.text.clone())).collect());
    *command.filing().name = Some(plan.name.clone());
    Ok(Box::new(command))
}

/// Arguments under way.
#[derive(Default)]
pub struct Arguments(Vec<String>);

impl Arguments {
    pub fn add(&mut self, name: &str, value: Option<String>) {
        self.0.extend(value.into_iter().flat_map(|value| [format!("--{name}"), value]));
    }

    pub fn hypotheses(&mut self, Hypotheses { hypothesis, pairs }: &Hypotheses) {
        self.add("hypothesis", hypothesis.map(|asked| asked.name().to_owned()));
        self.add("pairs", Some(pairs.to_string()));
    }

    pub fn look(&mut self, Look { theme, width, height, font_scale }: &Look) {
        let theme = match theme {
            ThemeName::Light => "light",
            ThemeName::Dark => "dark",
        };
        self.add("theme", Some(theme.to_owned()));
        self.add("width", Some(width.to_string()));
        self.add("height", Some(height.to_string()));
        self.add("font-scale", Some(font_scale.to_string()));
    }

    pub fn finished(self) -> Vec<String> {
        self.0
    }
}

/// The command of these words.
#[cfg(test)]
pub fn typed<C: clap::Args>(words: &[&str]) -> C {
    Alone::try_parse_from([&["x", "a.toml"], words].concat()).unwrap_or_else(|error| panic!("{error}")).command
}
