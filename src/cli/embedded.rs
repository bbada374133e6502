//! The commands for a program of another language: the same arguments, and what a shell would print or find in a folder is
//! returned. Left out: figures as files, which are drawn when somebody looks (see [`Analyzed::product`]), and whatever goes
//! through a folder of chunks: everything is computed in this process, with the same result.

use super::{Arguments, Command, Failure, driver::Asked, last_words, session};
use cenersim::{
    report::{Look, Made, Product, Staging},
    study::{Analysis, Finished, Memory, Request, StudyError},
};
use clap::Parser;
use std::{
    cell::RefCell,
    ffi::OsString,
    panic::resume_unwind,
    path::{Path, PathBuf},
    sync::{
        Once,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

/// Why nothing is returned.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The input or an option is wrong, in the words of the command.
    Input(String),
    /// The input was right and the work failed.
    Run(String),
    /// Whoever asked wanted no more.
    Interrupted,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        let text = failure.text(false);
        let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned();
        if failure.exit_code() == 2 { Self::Input(text) } else { Self::Run(text) }
    }
}

impl From<clap::Error> for Refusal {
    /// The sentence, without the advice that only a shell can follow.
    fn from(error: clap::Error) -> Self {
        let text = error.to_string();
        let sentence = text.split("\n\nUsage:").next().and_then(|text| text.split("\n\nFor more").next());
        let sentence = sentence.unwrap_or_default().trim();
        Self::Input(sentence.strip_prefix("error: ").unwrap_or(sentence).to_owned())
    }
}

thread_local! {
    /// What commands print on this thread while somebody else wants to have it.
    static PRINTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps what is printed if somebody wants to have it.
pub(super) fn kept(text: &str) -> bool {
    PRINTED.with_borrow_mut(|printed| printed.as_mut().map(|all| all.push_str(text)).is_some())
}

fn parsed(arguments: &[OsString]) -> Result<Command, Refusal> {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(last_words::listen);
    Ok(Arguments::try_parse_from(std::iter::once(OsString::from("cenersim")).chain(arguments.iter().cloned()))?.command)
}

/// What a command that reads and prints, such as `check` or `parameters`, prints.
///
/// # Errors
/// As the command.
pub fn printed(arguments: &[OsString]) -> Result<String, Refusal> {
    let command = parsed(arguments)?;
    PRINTED.set(Some(String::new()));
    let done = last_words::caught(|| command.execute()).unwrap_or_else(|words| Err(super::defect(&words)));
    let printed = PRINTED.take().unwrap_or_default();
    done?;
    Ok(printed)
}

/// What an analysis is told and asked while it works.
pub struct Watch<'a> {
    /// Hours of simulation that are done since the last call, of all that there are at most.
    pub progress: &'a (dyn Fn(f64, f64) + Sync),
    /// Whether to stop.
    pub stop: &'a AtomicBool,
}

impl Watch<'_> {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Tells what is done. Stopping means that every further patient fails at once.
    pub fn report_progress(&self, hours: f64, all: f64) {
        if self.is_stopped() {
            resume_unwind(Box::new("stopped"));
        }
        (self.progress)(hours, all);
    }
}

/// A result whose data files lie in a folder.
pub struct Analyzed {
    /// Where.
    pub folder: PathBuf,
    /// What it is called.
    pub name: String,
    /// What was planned.
    pub plan: String,
    /// What of its scenarios is hardly meant.
    pub notes: Vec<String>,
    /// Figures, report, tables and the results as JSON.
    pub product: Product,
    /// Whose simulations failed, and what that means.
    pub failed: Vec<String>,
    /// Figures are drawn so.
    pub look: Look,
}

/// What the arguments of an analysis ask, as plain data.
///
/// # Errors
/// As the command.
pub fn request(arguments: &[OsString]) -> Result<Request, Refusal> {
    let command = analysis(arguments)?;
    let asked = last_words::caught(|| command.asking().ask().map(|asked| asked.request));
    Ok(asked.unwrap_or_else(|words| Err(super::defect(&words)))?)
}

fn analysis(arguments: &[OsString]) -> Result<super::Analysis, Refusal> {
    match parsed(arguments)? {
        Command::Analysis(command) => Ok(command),
        _ => Err(Refusal::Input("this is no analysis: expected `run`, `compare` or another that simulates".into())),
    }
}

/// Does what the arguments of an analysis ask, and puts the data files into a folder of its name in `output`.
///
/// # Errors
/// As the command; or if it was stopped.
pub fn analyzed(arguments: &[OsString], output: &Path, watch: &Watch) -> Result<Analyzed, Refusal> {
    let command = analysis(arguments)?;
    // What was handed over as text lies beside the results for a while only.
    let beside = output.parent().map_or_else(String::new, |beside| format!("{}/", beside.display()));
    let (asking, typed) = (command.asking(), session::typed(arguments).replace(&beside, ""));
    let asked = last_words::caught(|| asking.ask()).unwrap_or_else(|words| Err(super::defect(&words)))?;
    let common = asking.common();
    asked.check_machine(common, output)?;
    let pool = session::threads(common.threads)?;
    let computed = last_words::caught(|| {
        pool.install(|| computed(&asked, asked.named(common), (output, &typed, common.look.look()), watch))
    });
    if watch.is_stopped() {
        return Err(Refusal::Interrupted);
    }
    computed.unwrap_or_else(|words| Err(super::defect(&words).into()))
}

fn computed(
    asked: &Asked,
    name: String,
    (output, typed, look): (&Path, &str, Look),
    watch: &Watch,
) -> Result<Analyzed, Refusal> {
    let (analysis, begun) = (&*asked.analysis, Instant::now());
    let all = Memory::hours(analysis);
    let progress = |hours: f64| watch.report_progress(hours, all);
    let mut staging = Staging::new(output, &name, &asked.request.text(), false).map_err(Failure::from)?;
    let finished = finished(analysis, &mut staging, &progress)?;
    if watch.is_stopped() {
        return Err(Refusal::Interrupted);
    }
    let (version, commit) = (env!("CARGO_PKG_VERSION"), session::commit());
    let made = Made { name: &name, command: typed, version, commit, wall: begun.elapsed() };
    let product = written(&*finished, &mut staging, &made, &look).map_err(refusal)?;
    staging.commit().map_err(Failure::from)?;
    let (mut failed, meaning) = finished.failures();
    if !failed.is_empty() {
        failed.push(meaning);
    }
    let (plan, notes) = (asked.text.clone(), asked.notes.clone());
    Ok(Analyzed { folder: output.join(&name), name, plan, notes, product, failed, look })
}

fn finished<'a>(
    analysis: &'a dyn Analysis,
    staging: &mut Staging,
    progress: &(dyn Fn(f64) + Sync),
) -> Result<Box<dyn Finished + 'a>, Refusal> {
    analysis.finish(&mut Memory::new(analysis, progress), staging, progress).map_err(refusal)
}

/// Everything but pictures.
fn written(finished: &dyn Finished, staging: &mut Staging, made: &Made, look: &Look) -> Result<Product, StudyError> {
    finished.end_tables(staging, made)?;
    let product = finished.product(made, look);
    product.write_data(staging)?;
    product.write_provenance(staging, made)?;
    Ok(product)
}

/// The call that failed is known to whoever made it.
fn refusal(error: StudyError) -> Refusal {
    match error {
        StudyError::Simulation(said) => Refusal::Run(said),
        error => Failure::from(error).into(),
    }
}
