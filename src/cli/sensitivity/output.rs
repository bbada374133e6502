//! From a computed analysis to its folder: data files, figures and the report.

use super::{
    super::{
        compare::{Input, figure_files},
        figures::{failure, program},
        session,
    },
    Failure, SensitivityCommand,
};
use cenersim::{
    plot::{Figure, SensitivityInput, sensitivity_figures},
    report::{SensitivityRecord, Staging, comparison_input, html, sensitivity_document, write_sensitivity},
    sensitivity::{Sensitivity, SensitivityResult},
};
use std::time::Duration;

/// A folder for what this scenario yields.
pub fn staging(command: &SensitivityCommand, input: &Input) -> Result<Staging, Failure> {
    let scenario = &input.scenario;
    let text = comparison_input(&[(scenario.name.clone(), scenario.source.clone())], "sensitivity");
    Staging::new(&command.output, &command.folder_name(input), &text, command.overwrite).map_err(failure)
}

/// An analysis that has been computed.
pub struct Finished<'a> {
    pub command: &'a SensitivityCommand,
    pub input: &'a Input,
    pub sensitivity: &'a Sensitivity,
    pub result: &'a SensitivityResult,
    /// What each simulation that failed said.
    pub failures: &'a [String],
    pub wall: Duration,
}

impl Finished<'_> {
    /// Writes everything into the staged folder.
    pub fn write(&self, staging: &mut Staging) -> Result<(), Failure> {
        let scenario = &self.input.scenario;
        let record = SensitivityRecord {
            result: self.result,
            ledger: &self.sensitivity.arm.ledger,
            scenario: (&scenario.name, &scenario.source),
            failures: self.failures,
            command: &session::command_line(),
            version: env!("CARGO_PKG_VERSION"),
            commit: session::commit(),
            wall: self.wall,
        };
        write_sensitivity(staging, &record).map_err(failure)?;
        let figures = self.figures();
        for (name, bytes) in figure_files(&figures, &self.command.look) {
            staging.add_figure(&name, &bytes).map_err(failure)?;
        }
        let document = sensitivity_document(&record, figures, self.command.look.is_dark());
        staging.add_report(&html(&document)).map_err(failure)
    }

    fn figures(&self) -> Vec<Figure> {
        let result = self.result;
        let version = program(env!("CARGO_PKG_VERSION"), session::commit());
        let footer = format!("scenario {} | seed {} | {version}", self.input.scenario.name, result.seed);
        sensitivity_figures(&SensitivityInput { result, footer: &footer }, &self.command.look.theme())
    }
}
