//! From evaluated draws to the folder of the calibration: posterior, tables, figures and the report.

use super::{
    super::{
        compare::{Input, figure_files},
        figures::{failure, program},
        session,
    },
    Calibrate, Failure,
};
use cenersim::{
    calibration::Calibrated,
    plot::{CalibrationInput, Figure, calibration_figures},
    report::{
        CalibrationRecord, FailedPatient, Staging, calibration_document, comparison_input, html, write_calibration,
    },
};
use std::time::Duration;

/// A folder for what this scenario yields.
pub fn staging(command: &Calibrate, input: &Input) -> Result<Staging, Failure> {
    let scenario = &input.scenario;
    let text = comparison_input(&[(scenario.name.clone(), scenario.source.clone())], "calibration");
    Staging::new(&command.output, &command.folder_name(input), &text, command.overwrite).map_err(failure)
}

/// A calibration that has been computed.
pub struct Finished<'a> {
    pub command: &'a Calibrate,
    pub input: &'a Input,
    pub calibrated: &'a Calibrated,
    pub posterior: &'a [Vec<f64>],
    pub failures: &'a [FailedPatient],
    pub wall: Duration,
}

impl Finished<'_> {
    /// Writes everything into the staged folder.
    pub fn write(&self, staging: &mut Staging) -> Result<(), Failure> {
        let scenario = &self.input.scenario;
        let record = CalibrationRecord {
            calibrated: self.calibrated,
            posterior: self.posterior,
            scenario: (&scenario.name, &scenario.source),
            ledger: &scenario.ledger,
            failures: self.failures,
            command: &session::command_line(),
            version: env!("CARGO_PKG_VERSION"),
            commit: session::commit(),
            wall: self.wall,
        };
        write_calibration(staging, &record).map_err(failure)?;
        let figures = self.figures();
        for (name, bytes) in figure_files(&figures, &self.command.look) {
            staging.add_figure(&name, &bytes).map_err(failure)?;
        }
        let document = calibration_document(&record, figures, self.command.look.is_dark());
        staging.add_report(&html(&document)).map_err(failure)
    }

    fn figures(&self) -> Vec<Figure> {
        let version = program(env!("CARGO_PKG_VERSION"), session::commit());
        let footer = format!("scenario {} | seed {} | {version}", self.input.scenario.name, self.calibrated.seed);
        let input = CalibrationInput { calibrated: self.calibrated, footer: &footer };
        calibration_figures(&input, &self.command.look.theme())
    }
}
