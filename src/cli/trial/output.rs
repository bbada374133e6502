//! From a conducted trial to its folder: data files, figures and the report.

use super::{
    super::{
        compare::{Input, figure_files},
        figures::{failure, footer, program},
        hypotheses::Asked,
        session,
    },
    Failure, TrialCommand,
    mechanism::mechanism,
};
use cenersim::{
    plot::{
        Figure,
        trial::{TrialInput, trial_figures},
    },
    report::{FailedPatient, Staging, TrialRecord, comparison_input, html, sha256, trial_document, write_trial},
    trial::{Trial, TrialResult},
};
use std::time::Duration;

/// A folder for what this scenario yields when it is conducted so many times.
pub fn staging(command: &TrialCommand, input: &Input, trials: Option<u32>) -> Result<Staging, Failure> {
    let scenario = &input.scenario;
    let hypothesis = command.hypotheses.hypothesis.map_or("all", Asked::name);
    let mut asked = format!("trials {trials:?}, hypothesis {hypothesis}, pairs {}", command.hypotheses.pairs);
    if let Some(file) = &command.parameters {
        let bytes = std::fs::read(file)
            .map_err(|error| Failure::input(format!("cannot read `{}`: {error}", file.display())))?;
        asked += &format!(" under {}", sha256(&bytes));
    }
    let text = comparison_input(&[(scenario.name.clone(), scenario.source.clone())], &asked);
    Staging::new(&command.output, &command.folder_name(input, trials), &text, command.overwrite).map_err(failure)
}

/// A trial that has been conducted.
pub struct Finished<'a> {
    pub command: &'a TrialCommand,
    pub input: &'a Input,
    pub trial: &'a Trial,
    pub result: &'a TrialResult,
    pub failures: &'a [FailedPatient],
    pub wall: Duration,
}

impl Finished<'_> {
    /// Writes everything into the staged folder.
    pub fn write(&self, staging: &mut Staging) -> Result<(), Failure> {
        let scenario = &self.input.scenario;
        let record = TrialRecord {
            trial: self.trial,
            result: self.result,
            scenario: (&scenario.name, &scenario.source),
            failures: self.failures,
            hypothesis: scenario.hypothesis.name(),
            command: &session::command_line(),
            version: env!("CARGO_PKG_VERSION"),
            commit: session::commit(),
            wall: self.wall,
        };
        write_trial(staging, &record).map_err(failure)?;
        let figures = self.figures();
        for (name, bytes) in figure_files(&figures, &self.command.look) {
            staging.add_figure(&name, &bytes).map_err(failure)?;
        }
        let document = trial_document(&record, figures, self.command.look.is_dark());
        staging.add_report(&html(&document)).map_err(failure)
    }

    fn figures(&self) -> Vec<Figure> {
        let version = program(env!("CARGO_PKG_VERSION"), session::commit());
        let scenario = &self.input.scenario;
        let footer = footer(&scenario.name, [scenario.hypothesis], self.result.seed, &version);
        let mechanism = mechanism(self.trial);
        let input = TrialInput { result: self.result, mechanism: mechanism.as_ref(), footer: &footer };
        trial_figures(&input, &self.command.look.theme())
    }
}
