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
//! A program of another language enters by [`execute`], as a shell does, or by [`embedded`], which prints nothing.
//!
//! A new analysis is a file here with its options and `impl Ask`, and a variant of `Analysis` with its line in
//! `asking`: `study plan` takes it, too. Doc comments of options are the help that users read.

mod animation;
mod branch;
mod calibrate;
mod check;
mod checkpoint;
mod common;
mod compare;
mod completions;
mod deck;
mod design;
mod driver;
mod drugs;
pub mod embedded;
mod explore;
mod glossary;
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
mod screen;
mod sensitivity;
mod session;
mod study;
mod table;
mod trial;
mod what_if;

use cenersim::{deck::DeckError, report::ReportError, scenario::ScenarioError, study::StudyError};
use clap::{Parser, Subcommand};
use driver::Ask;
use std::{
    ffi::OsString,
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

/// Simulate acute myeloid leukemia cells under cenersen, idarubicin and cytarabine.
#[derive(Parser)]
#[command(name = "cenersim", version = env!("CENERSIM_VERSION"), max_term_width = 80)]
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
    Explore(explore::Explore),
    New(new::New),
    Parameters(parameters::Parameters),
    Patients(patients::Patients),
    Drugs(drugs::Drugs),
    Glossary(glossary::Glossary),
    Plot(plot::Plot),
    Deck(Box<deck::Deck>),
    Table(table::TableCommand),
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
    /// A scenario is wrong.
    Scenario(Box<ScenarioError>),
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

    /// As it is printed.
    fn text(&self, colored: bool) -> String {
        match self {
            Self::Scenario(error) => error.render(colored),
            Self::Input(text) => text.clone(),
            Self::Run(error) => format!("error: {error:#}"),
        }
    }

    /// 1 if a run failed, 2 if the input or the usage is wrong.
    const fn exit_code(&self) -> u8 {
        if matches!(self, Self::Run(_)) { 1 } else { 2 }
    }
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        Self::Scenario(Box::new(error))
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

impl From<DeckError> for Failure {
    fn from(error: DeckError) -> Self {
        Self::input(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Run(error)
    }
}

/// Runs what the arguments of this process ask for.
pub fn main() -> ExitCode {
    execute(std::env::args_os().collect()).into()
}

/// Runs what the arguments ask for, the first of which is the program, and returns the exit code. A patient whose simulation
/// panics is named in one sentence by whoever simulates them; any other panic is a defect of the program, and a failed run.
pub fn execute(arguments: Vec<OsString>) -> u8 {
    last_words::listen();
    session::called_with(&arguments);
    let arguments = Arguments::parse_from(arguments);
    match last_words::caught(|| arguments.command.execute()).unwrap_or_else(|words| Err(defect(&words))) {
        Ok(()) => 0,
        Err(failure) => {
            complain_of(&failure);
            failure.exit_code()
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
            Self::Explore(explore) => explore.execute(),
            Self::New(new) => new.execute(),
            Self::Parameters(parameters) => parameters.execute(),
            Self::Drugs(drugs) => drugs.execute(),
            Self::Glossary(glossary) => glossary.execute(),
            Self::Patients(patients) => patients.execute(),
            Self::Plot(plot) => plot.execute(),
            Self::Deck(deck) => deck.execute(),
            Self::Table(table) => table.execute(),
            Self::Schema(schema) => schema.execute(),
            Self::Completions(completions) => completions.execute(),
        }
    }
}

/// Writes to stdout. A reader that has seen enough, such as `head`, is no error.
fn print(text: &str) -> Result<(), Failure> {
    if embedded::kept(text) {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Run(anyhow::Error::new(error).context("the terminal or file does not take the output")))
        }
        _ => Ok(()),
    }
}

/// Writes to stderr what is wrong, in colors on a terminal that wants them.
fn complain_of(failure: &Failure) {
    complain(&failure.text(screen::colored(&io::stderr())));
}

/// Writes to stderr, whose absence nobody can be told of.
fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
