//! The command line: one file for each subcommand. Only this folder prints.
//! Exit codes: 0 done, 1 a run failed, 2 the input or the usage is wrong.
//!
//! ```text
//! arguments --clap--> command --Ask::ask--> Asked (request, analysis, text, notes, needs) --driver--> files, terminal
//! ```
//!
//! Analyses (`run`, `compare`, `trial`, `calibrate`, `sensitivity`, `qualify`, `design`) implement `driver::Ask` and share
//! everything else: the options of `common::Common`, the look of figures, the progress bar, the writing of results.
//! Other commands read, print or write one thing.
//!
//! A new analysis is a file here with its options and `impl Ask`, and a variant of `Analysis` with its line in
//! `asking`: `study plan` takes it, too. Doc comments of options are the help that users read.

mod branch;
mod calibrate;
mod check;
mod checkpoint;
mod common;
mod compare;
mod completions;
mod design;
mod driver;
mod drugs;
mod hypotheses;
mod last_words;
mod look;
mod machine;
mod named;
mod new;
mod odd;
mod parameters;
mod patients;
mod plan;
mod plot;
mod qualify;
mod run;
mod schema;
mod sensitivity;
mod session;
mod study;
mod trial;

use cenersim::{report::ReportError, scenario::ScenarioError, study::StudyError};
use clap::{Parser, Subcommand};
use driver::Ask;
use std::{
    io::{self, ErrorKind, IsTerminal, Write},
    process::ExitCode,
};

/// Simulate acute myeloid leukemia cells under cenersen, idarubicin and cytarabine.
#[derive(Parser)]
#[command(name = "cenersim", version = env!("CENERSIM_VERSION"))]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[command(flatten)]
    Analysis(Analysis),
    Study(study::Study),
    Odd(odd::Odd),
    Check(check::Check),
    New(new::New),
    Parameters(parameters::Parameters),
    Patients(patients::Patients),
    Drugs(drugs::Drugs),
    Plot(plot::Plot),
    Schema(schema::SchemaCommand),
    Completions(completions::Completions),
}

/// Commands that ask for an analysis, which is done at once or, after `study plan`, in chunks.
#[derive(Subcommand)]
enum Analysis {
    Run(Box<run::Run>),
    Compare(Box<compare::Compare>),
    Trial(Box<trial::TrialCommand>),
    Calibrate(Box<calibrate::Calibrate>),
    Sensitivity(Box<sensitivity::SensitivityCommand>),
    Design(Box<design::DesignCommand>),
    Qualify(Box<qualify::Qualify>),
}

impl Analysis {
    /// The command as what all of them share.
    fn asking(&self) -> &dyn Ask {
        match self {
            Self::Run(run) => &**run,
            Self::Compare(compare) => &**compare,
            Self::Trial(trial) => &**trial,
            Self::Calibrate(calibrate) => &**calibrate,
            Self::Sensitivity(sensitivity) => &**sensitivity,
            Self::Design(design) => &**design,
            Self::Qualify(qualify) => &**qualify,
        }
    }
}

/// Why a command ends early.
pub enum Failure {
    /// The input is wrong; the text is ready to print.
    Input(String),
    /// The input was right and the work failed.
    Run(anyhow::Error),
}

impl Failure {
    /// A fault of the input that no file is to blame for.
    fn input(message: impl std::fmt::Display) -> Self {
        Self::Input(format!("error: {message}"))
    }
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        Self::Input(error.render(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()))
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error.exit_code() {
            2 => Self::input(error),
            // As text: the sentence names its cause already.
            _ => Self::Run(anyhow::Error::msg(error.to_string())),
        }
    }
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Scenario(error) => error.into(),
            StudyError::Report(error) => error.into(),
            StudyError::Simulation(said) => {
                Self::Run(anyhow::anyhow!("{said}; to repeat it: {}", session::command_line()))
            }
            error if error.exit_code() == 2 => Self::input(error),
            error => Self::Run(anyhow::Error::msg(error.to_string())),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Run(error)
    }
}

/// Runs what the arguments ask for. A patient whose simulation panics is named in one sentence by whoever simulates them;
/// any other panic is a defect of the program, and a failed run.
pub fn main() -> ExitCode {
    last_words::listen();
    let arguments = Arguments::parse();
    match last_words::caught(|| arguments.command.execute()).unwrap_or_else(|words| Err(defect(&words))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(text)) => {
            complain(&text);
            ExitCode::from(2)
        }
        Err(Failure::Run(error)) => {
            complain(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// What a panic said, and where in the source.
fn defect(words: &last_words::Words) -> Failure {
    let last_words::Words { said, place } = words;
    Failure::Run(anyhow::anyhow!(
        "{said} ({place}); this is a defect of cenersim: please report it with the command and the scenario"
    ))
}

impl Command {
    fn execute(self) -> Result<(), Failure> {
        match self {
            Self::Analysis(analysis) => analysis.asking().execute(),
            Self::Study(study) => study.execute(),
            Self::Odd(odd) => odd.execute(),
            Self::Check(check) => check.execute(),
            Self::New(new) => new.execute(),
            Self::Parameters(parameters) => parameters.execute(),
            Self::Drugs(drugs) => drugs.execute(),
            Self::Patients(patients) => patients.execute(),
            Self::Plot(plot) => plot.execute(),
            Self::Schema(schema) => schema.execute(),
            Self::Completions(completions) => completions.execute(),
        }
    }
}

/// Writes to stdout. A reader that has seen enough, such as `head`, is no error.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Run(anyhow::Error::new(error).context("the terminal or file does not take the output")))
        }
        _ => Ok(()),
    }
}

/// Writes to stderr, whose absence nobody can be told of.
fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
