//! The command line: one file for each subcommand. Only this folder prints.
//! Exit codes: 0 done, 1 a run failed, 2 the input or the usage is wrong.

mod branch;
mod calibrate;
mod check;
mod checkpoint;
mod compare;
mod completions;
mod figures;
mod hypotheses;
mod look;
mod new;
mod odd;
mod parameters;
mod plan;
mod plot;
mod qualify;
mod run;
mod schema;
mod sensitivity;
mod session;
mod study;
mod trial;

use cenersim::scenario::ScenarioError;
use clap::{Parser, Subcommand};
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
    Run(run::Run),
    Compare(Box<compare::Compare>),
    Trial(Box<trial::TrialCommand>),
    Calibrate(Box<calibrate::Calibrate>),
    Sensitivity(Box<sensitivity::SensitivityCommand>),
    Study(study::Study),
    Qualify(qualify::Qualify),
    Odd(odd::Odd),
    Check(check::Check),
    New(new::New),
    Parameters(parameters::Parameters),
    Plot(plot::Plot),
    Schema(schema::SchemaCommand),
    Completions(completions::Completions),
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

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Run(error)
    }
}

/// Runs what the arguments ask for.
pub fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run(run) => run.execute(),
        Command::Compare(compare) => compare.execute(),
        Command::Trial(trial) => trial.execute(),
        Command::Calibrate(calibrate) => calibrate.execute(),
        Command::Sensitivity(sensitivity) => sensitivity.execute(),
        Command::Study(study) => study.execute(),
        Command::Qualify(qualify) => qualify.execute(),
        Command::Odd(odd) => odd.execute(),
        Command::Check(check) => check.execute(),
        Command::New(new) => new.execute(),
        Command::Parameters(parameters) => parameters.execute(),
        Command::Plot(plot) => plot.execute(),
        Command::Schema(schema) => schema.execute(),
        Command::Completions(completions) => completions.execute(),
    };
    match done {
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
