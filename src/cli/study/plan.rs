//! `cenersim study plan`: what will be simulated, divided into chunks.

use crate::cli::{
    Failure, calibrate::Calibrate, compare::Compare, design::DesignCommand, driver::Ask, print, qualify::Qualify,
    run::Run, sensitivity::SensitivityCommand, session, trial::TrialCommand,
};
use cenersim::study::{Folder, Kind};
use cenersim_text::Entries;
use std::path::PathBuf;

/// Divide the simulations of a command into chunks that can be computed anywhere; takes the options of that command, by
/// default those of `compare`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Plan {
    #[command(subcommand)]
    kind: Option<PlanKind>,
    #[command(flatten)]
    compare: Divided<Compare>,
    /// What is planned, as an option: compare.
    #[arg(long = "kind", value_name = "KIND", hide = true, value_parser = kind)]
    _kind: Option<Kind>,
}

#[derive(clap::Subcommand)]
enum PlanKind {
    /// Divide a comparison into chunks (also without this word).
    Compare(Box<Divided<Compare>>),
    /// Divide the replicates of a run into chunks.
    Run(Box<Divided<Run>>),
    /// Divide the patients from whom repeated trials are drawn into chunks.
    Trial(Box<Divided<TrialCommand>>),
    /// Divide the draws of a calibration into chunks.
    Calibrate(Box<Divided<Calibrate>>),
    /// Divide the points of a sensitivity analysis into chunks.
    Sensitivity(Box<Divided<SensitivityCommand>>),
    /// Divide the draws of the design of a next trial into chunks.
    Design(Box<Divided<DesignCommand>>),
    /// Divide the patients of a qualification into chunks.
    Qualify(Box<Divided<Qualify>>),
}

/// A command and the number of its chunks.
#[derive(clap::Args)]
struct Divided<C: clap::Args> {
    #[command(flatten)]
    command: C,
    /// Pieces of even expected cost; each is computed by one process at a time and kept when it is finished.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=99_999))]
    chunks: u32,
}

/// The other kinds have options of their own.
fn kind(name: &str) -> Result<Kind, String> {
    match Kind::from_name(name)? {
        Kind::Compare => Ok(Kind::Compare),
        _ => Err(format!("it has options of its own: expected `cenersim study plan {name} SCENARIO`")),
    }
}

impl Plan {
    pub fn execute(self) -> Result<(), Failure> {
        match self.kind {
            None => self.compare.plan(),
            Some(PlanKind::Compare(compare)) => compare.plan(),
            Some(PlanKind::Run(run)) => run.plan(),
            Some(PlanKind::Trial(trial)) => trial.plan(),
            Some(PlanKind::Calibrate(calibrate)) => calibrate.plan(),
            Some(PlanKind::Sensitivity(sensitivity)) => sensitivity.plan(),
            Some(PlanKind::Design(design)) => design.plan(),
            Some(PlanKind::Qualify(qualify)) => qualify.plan(),
        }
    }
}

impl<C: clap::Args + Ask> Divided<C> {
    /// What is planned is prepared first, so that a fault is told now and not by the first chunk.
    fn plan(self) -> Result<(), Failure> {
        self.command.plannable()?;
        let (asked, common) = (self.command.ask()?, self.command.common());
        session::note(&asked.notes);
        let plan = asked.plan(asked.named(common), common.look.look(), self.chunks as usize)?;
        let path = common.output.join(folder_name(common.name.as_deref(), &plan.name)?);
        let folder = Folder::create(&path, plan, common.overwrite)?;
        if common.quiet {
            return Ok(());
        }
        print(&asked.text)?;
        print(&said(&folder))
    }
}

/// The folder of the study; a result of the same name keeps its own.
fn folder_name(asked: Option<&str>, name: &str) -> Result<PathBuf, Failure> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']);
    if !plain {
        return Err(Failure::input(format!(
            "--name {name} cannot name a folder: expected a name without slashes, colons or a leading dot"
        )));
    }
    let made = || format!("study_{}", name.strip_prefix("compare_").unwrap_or(name));
    Ok(asked.map_or_else(made, str::to_owned).into())
}

/// Chunks, units and levels, where the plan lies, and how to go on.
fn said(folder: &Folder) -> String {
    let (plan, path) = (folder.plan(), folder.path().display());
    let units: u64 = plan.stages.iter().map(|stage| stage.units).sum();
    let (chunks, levels) = (plan.chunks.len(), plan.levels().len());
    let levels = if levels > 1 { format!(", in {levels} levels that follow from each other") } else { String::new() };
    let mut entries = Entries::new(13);
    entries.add("chunks", &format!("{chunks}, of {units} units of simulation{levels}"));
    format!("{}\nwritten: {path}\nnext:    cenersim study run {path}\n", entries.text())
}
