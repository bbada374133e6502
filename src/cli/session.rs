//! What every long command shares: the progress bar, the threads, the way it ends when interrupted, and how it is called.
//!
//! # Interruption
//!
//! Ctrl-C and a request to terminate remove drafts, say that older results are untouched, and end with exit code
//! 130. Chunks and checkpoints that are complete stay, so the same command continues. The progress bar counts hours
//! of simulated time and not patients, because courses differ in length; with `--quiet` there is none.

use super::{Failure, complain};
use cenersim::report::remove_unfinished;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    collections::BTreeSet,
    ffi::OsString,
    io::{self, IsTerminal},
    path::PathBuf,
    sync::{Mutex, OnceLock, PoisonError},
};

/// Hours of simulated time, with the time left.
pub fn progress_bar(hours: f64, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let template = "simulating {wide_bar} {percent:>3} %, {eta} left";
    ProgressBar::new(hours as u64).with_style(ProgressStyle::with_template(template).expect("a valid template"))
}

/// So many threads, or one for each core.
pub fn thread_count(number: Option<u32>) -> f64 {
    let all = || std::thread::available_parallelism().map_or(1.0, |all| all.get() as f64);
    number.map_or_else(all, f64::from)
}

/// The threads themselves.
pub fn threads(number: Option<u32>) -> Result<rayon::ThreadPool, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(number.unwrap_or(0) as usize).build();
    Ok(pool.map_err(|error| anyhow::Error::new(error).context("the threads do not start"))?)
}

/// From now on Ctrl-C or a request to terminate leaves nothing half-written. To be called before anything is written; a
/// second handler cannot be set within one process, and without one Ctrl-C still ends it.
/// The exit code is then 130.
pub fn end_on_interrupt() {
    let _ = ctrlc::set_handler(interrupted);
}

/// Removes drafts, says so, and ends.
fn interrupted() {
    remove_unfinished();
    // The line of the progress bar has no end.
    let line_break = if std::io::stderr().is_terminal() { "\n" } else { "" };
    complain(&format!("{line_break}interrupted; results written earlier are untouched"));
    std::process::exit(130);
}

/// Changes to a scenario that arguments ask for.
pub fn changes<const N: usize>(set: &[String], options: [Option<String>; N], allow_implausible: bool) -> Vec<String> {
    let allowed = allow_implausible.then(|| "simulation.allow_implausible=true".to_owned());
    set.iter().cloned().chain(options.into_iter().flatten()).chain(allowed).collect()
}

/// Notes that were given: several arms and points of a sweep share theirs.
static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Says what of scenarios is hardly meant.
/// Each note once in a process, on stderr.
pub fn note(notes: &[String]) {
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    for note in notes {
        if said.insert(note.clone()) {
            complain(&format!("note: {note}"));
        }
    }
}

/// Commit that this program was built from.
pub fn commit() -> &'static str {
    option_env!("CENERSIM_COMMIT").unwrap_or("unknown")
}

/// The program and its arguments.
static CALLED_WITH: OnceLock<Vec<OsString>> = OnceLock::new();

/// Remembers how the program was called, for [`command_line`] and [`program`].
pub fn called_with(arguments: &[OsString]) {
    let _ = CALLED_WITH.set(arguments.to_vec());
}

/// This command as one would type it again.
/// With quotes where a shell needs them; provenance and reports show it.
pub fn command_line() -> String {
    typed(CALLED_WITH.get().into_iter().flatten().skip(1))
}

/// The program, to be started again elsewhere: this executable, or the script of another language that called it.
pub fn program() -> io::Result<PathBuf> {
    let script = CALLED_WITH.get().and_then(|called| called.first()).map(PathBuf::from);
    let own = std::env::current_exe()?;
    Ok(script.filter(|script| script.is_absolute() && own.file_stem() != script.file_stem()).unwrap_or(own))
}

/// Single quotes around whatever has letters that a shell may read.
pub fn typed<'a>(arguments: impl IntoIterator<Item = &'a OsString>) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:+".contains(c);
    let texts = arguments.into_iter().map(|argument| argument.to_string_lossy().into_owned());
    let quoted = texts.map(|argument| match argument.chars().all(plain) && !argument.is_empty() {
        true => argument,
        false => format!("'{}'", argument.replace('\'', "'\\''")),
    });
    std::iter::once("cenersim".to_owned()).chain(quoted).collect::<Vec<_>>().join(" ")
}
