//! The one way in which every analysis is done: say what is planned, look whether the machine suffices, simulate in memory or
//! in the chunks of a folder, publish, and name what failed. Left out: what is asked (see the commands).
//!
//! In memory everything is computed in this process; analyses that take long go through
//! a folder `study_<name>` beside the result, so that the same command continues when it was killed. `study run` and
//! `study merge` are the two halves of the latter.
//!
//! # Order of things
//!
//! ```text
//! notes        what of the scenarios is hardly meant, on the standard error
//! plan         what will be done, on the standard output; not with --quiet or --json
//! machine      memory and disk are looked at; too little is refused before anything is simulated
//! simulation   with a progress bar in hours of simulated time
//! publication  into a hidden folder, then one rename
//! results      tables, or JSON with --json, then `written: FOLDER`
//! failures     one line for each patient whose simulation failed; exit code 1
//! ```
//!
//! A fault of the input is found in the first two steps and ends with exit code 2; then nothing was written.

use super::{
    Failure,
    common::Common,
    complain,
    machine::Needs,
    print,
    screen::{say, show},
    session,
    what_if::what_differs,
};
use cenersim::{
    report::{Look, Made, Product, Staging},
    study::{
        Analysis, Collected, Finished, Folder, Kind, Memory, Plan, Progress, Ran, Request, Run, Segment, Stages,
        StudyError, Work, Yield,
    },
};
use cenersim_text::ascii;
use indicatif::ProgressBar;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Version and commit of this program.
pub const PROGRAM: &str = env!("CENERSIM_VERSION");

/// Chunks of the folder in which long analyses keep what is computed: a killed one loses less than a hundredth of its work.
const CHUNKS: usize = 128;

/// What a command asks, prepared.
pub struct Asked<'a> {
    /// What is asked, as a plan keeps it.
    pub request: Request,
    /// The same, checked.
    pub analysis: Box<dyn Analysis + 'a>,
    /// What will be done, for a reader.
    pub text: String,
    /// What of its scenarios is hardly meant.
    pub notes: Vec<String>,
    /// What it needs of the machine; by default a marrow for each thread.
    pub needs: Option<Needs>,
}

impl<'a> Asked<'a> {
    /// Notes are those of the analysis; needs are left to the driver.
    pub fn new(request: Request, analysis: impl Analysis + 'a, text: String) -> Self {
        Self { notes: analysis.notes(), request, analysis: Box::new(analysis), text, needs: None }
    }

    /// Name of the result's folder.
    pub fn named(&self, common: &Common) -> String {
        match (&common.name, self.request.kind()) {
            // A run takes the name for its scenario, together with its hypothesis and what differs.
            (_, Kind::Run) => self.request.name(),
            (Some(asked), _) => asked.clone(),
            (None, _) => self.request.name() + &what_differs(&common.changes),
        }
    }

    /// Whether memory and the disk of the output suffice.
    pub fn check_machine(&self, common: &Common, output: &Path) -> Result<(), Failure> {
        let of_threads = || Needs::of_threads(self.analysis.settings(), common.threads);
        self.needs.unwrap_or_else(of_threads).check(output)
    }

    /// The plan of a study; only the same program may continue it.
    pub fn plan(&self, name: String, look: Look, chunks: usize) -> Result<Plan, Failure> {
        Ok(Plan::new((self.request.clone(), &*self.analysis), name, look, PROGRAM, chunks)?)
    }
}

/// A command that asks for an analysis.
/// Commands differ in what they ask and say; `execute` is the same for all.
pub trait Ask {
    /// Output, name, threads, look and the like.
    fn common(&self) -> &Common;

    /// Reads and checks everything.
    fn ask(&self) -> Result<Asked<'_>, Failure>;

    /// Why this cannot be planned in chunks although its analysis can be.
    fn plannable(&self) -> Result<(), Failure> {
        Ok(())
    }

    /// What is done with results that are written and shown.
    fn conclude(&self, _product: &Product) -> Result<(), Failure> {
        Ok(())
    }

    /// Does everything.
    fn execute(&self) -> Result<(), Failure> {
        done(self)
    }
}

/// Asks, does what is asked, and concludes.
pub fn done<A: Ask + ?Sized>(command: &A) -> Result<(), Failure> {
    let (product, failed) = execute(&command.ask()?, command.common())?;
    command.conclude(&product)?;
    failed
}

/// Does what is asked; what is on disk changes only at the very end, but for what long analyses keep on their way.
pub fn execute(asked: &Asked, common: &Common) -> Result<Published, Failure> {
    session::note(&asked.notes);
    if !common.is_silent() {
        say(&asked.text)?;
    }
    asked.check_machine(common, &common.output)?;
    let publication = Publication {
        request: &asked.request,
        analysis: &*asked.analysis,
        name: asked.named(common),
        output: &common.output,
        overwrite: common.overwrite,
        json: common.json,
        verbose: common.verbose,
        look: common.look.look(),
    };
    if asked.analysis.is_long() {
        return in_folder(asked, common, &publication);
    }
    in_memory(common, &publication)
}

/// Simulates everything in this process.
/// The progress bar counts hours of simulation.
fn in_memory(common: &Common, publication: &Publication) -> Result<Published, Failure> {
    session::end_on_interrupt();
    let bar = session::progress_bar(Memory::hours(publication.analysis), common.quiet);
    let progress = |hours: f64| {
        bar.inc(hours.round().max(0.0) as u64);
        // Patients may be added on the way.
        bar.set_length(bar.length().unwrap_or(0).max(bar.position()));
    };
    let (threads, begun) = (session::threads(common.threads)?, Instant::now());
    let mut stages = Memory::new(publication.analysis, &progress);
    publication.publish(&mut stages, &threads, &bar, &progress, &|| begun.elapsed())
}

/// Plans the analysis as a study beside its results and computes what is missing of it, so that it continues when it was
/// killed.
fn in_folder(asked: &Asked, common: &Common, publication: &Publication) -> Result<Published, Failure> {
    // Figures are drawn at the end, so their look is no part of what is computed.
    let plan = asked.plan(publication.name.clone(), Look::default(), CHUNKS)?;
    let path = common.output.join(format!("study_{}", publication.name));
    let folder = Folder::create(&path, plan, common.overwrite)?;
    session::end_on_interrupt();
    let how = How { chunk: None, threads: common.threads, stop_at_failure: false, quiet: common.quiet };
    compute(&folder, &*asked.analysis, &how)?;
    merged(&folder, common.threads, publication)
}

/// Publishes what the finished chunks of a study yield.
pub fn merged(folder: &Folder, threads: Option<u32>, publication: &Publication) -> Result<Published, Failure> {
    let mut stages = Collected::new(folder)?;
    let wall = || Duration::try_from_secs_f64(folder.seconds()).unwrap_or_default();
    publication.publish(&mut stages, &session::threads(threads)?, &ProgressBar::hidden(), &|_| {}, &wall)
}

/// What was published, and whether a simulation had failed.
/// The second part is a failed run if a simulation failed; results are written all the same.
pub type Published = (Product, Result<(), Failure>);

/// Results under way to their folder.
pub struct Publication<'a> {
    /// What was asked: its text decides whether an older result may be replaced.
    pub request: &'a Request,
    /// What makes the results.
    pub analysis: &'a dyn Analysis,
    /// Name of the result's folder.
    pub name: String,
    /// Where that folder lies.
    pub output: &'a Path,
    /// Whether other results of that name are replaced.
    pub overwrite: bool,
    /// Whether JSON is printed instead of tables.
    pub json: bool,
    /// Whether all tables are printed, instead of one screen of them.
    pub verbose: bool,
    /// Of the figures.
    pub look: Look,
}

impl Publication<'_> {
    /// Whether results may go there is found out first; then the analysis is finished, written and put in its place in
    /// one rename.
    fn publish(
        &self,
        stages: &mut dyn Stages,
        threads: &rayon::ThreadPool,
        bar: &ProgressBar,
        progress: &Progress,
        wall: &dyn Fn() -> Duration,
    ) -> Result<Published, Failure> {
        let mut staging = Staging::new(self.output, &self.name, &self.request.text(), self.overwrite)?;
        let finished = threads.install(|| self.analysis.finish(stages, &mut staging, progress));
        bar.finish_and_clear();
        let finished = finished?;
        let command = session::command_line();
        let (version, commit) = (env!("CARGO_PKG_VERSION"), session::commit());
        let made = Made { name: &self.name, command: &command, version, commit, wall: wall() };
        let product = finished.write(&mut staging, &made, &self.look)?;
        let written = staging.commit()?;
        self.show(&product, &written)?;
        Ok((product, name_failures(&*finished)))
    }

    /// JSON alone, or the tables and where the files are.
    fn show(&self, product: &Product, written: &[PathBuf]) -> Result<(), Failure> {
        if self.json {
            return print(&product.json_with_verdict());
        }
        let listed = match self.request.kind() {
            Kind::Run if self.verbose => written.iter().map(|path| format!("  {}\n", path.display())).collect(),
            _ => String::new(),
        };
        let verdict = ascii(&product.verdict.join("\n"));
        let last = format!("written: {}\n{listed}", self.output.join(&self.name).display());
        show(&verdict, &product.terminal, &last, self.verbose)
    }
}

/// Names those whose simulation failed.
fn name_failures(finished: &dyn Finished) -> Result<(), Failure> {
    let (failures, meaning) = finished.failures();
    failures.iter().for_each(|failure| complain(failure));
    if failures.is_empty() { Ok(()) } else { Err(Failure::Run(anyhow::Error::msg(meaning))) }
}

/// How chunks are computed.
pub struct How {
    /// Only this chunk, counted from 1.
    pub chunk: Option<usize>,
    /// One for each core if none is said.
    pub threads: Option<u32>,
    /// Whether no further chunk is begun once a patient has failed.
    pub stop_at_failure: bool,
    /// Without a progress bar.
    pub quiet: bool,
}

/// Computes what is missing of a study, or one chunk of it.
pub fn compute(folder: &Folder, analysis: &dyn Analysis, how: &How) -> Result<Ran, Failure> {
    let pool = session::threads(how.threads)?;
    let bar = session::progress_bar(1.0, how.quiet);
    let work = Watched { analysis, folder, bar: &bar };
    let run = Run { folder, work: &work, pool: &pool, stop_at_failure: how.stop_at_failure };
    let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
    let ran = match how.chunk {
        None => run.all(&progress),
        Some(chunk) => run.one(chunk, &progress),
    };
    bar.finish_and_clear();
    Ok(ran?)
}

/// An analysis while it is simulated in chunks, with its progress bar.
struct Watched<'a> {
    analysis: &'a dyn Analysis,
    folder: &'a Folder,
    bar: &'a ProgressBar,
}

impl Work for Watched<'_> {
    fn begin(&self, chunks: &[usize]) {
        let segments = chunks.iter().flat_map(|chunk| &self.folder.plan().chunks[*chunk]);
        self.bar.set_length(segments.map(|segment| self.analysis.hours(segment)).sum::<f64>() as u64);
        self.analysis.begin(chunks);
    }

    fn prepare(&self, stage: usize, earlier: &mut dyn Stages) -> Result<(), StudyError> {
        self.analysis.prepare(stage, earlier)
    }

    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        self.analysis.simulate(segment, progress)
    }
}
