//! `cenersim study plan`: what will be simulated, divided into chunks.

use super::{
    failure,
    planned::{self, Planned},
};
use crate::cli::{
    Failure, calibrate::Calibrate, compare::Compare, print, sensitivity::SensitivityCommand, trial::TrialCommand,
};
use cenersim::study::{Folder, Kind};
use cenersim_text::Entries;

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
    /// Divide the patients from whom repeated trials are drawn into chunks.
    Trial(Box<Divided<TrialCommand>>),
    /// Divide the draws of a calibration into chunks.
    Calibrate(Box<Divided<Calibrate>>),
    /// Divide the points of a sensitivity analysis into chunks.
    Sensitivity(Box<Divided<SensitivityCommand>>),
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
            Some(PlanKind::Trial(trial)) => trial.plan(),
            Some(PlanKind::Calibrate(calibrate)) => calibrate.plan(),
            Some(PlanKind::Sensitivity(sensitivity)) => sensitivity.plan(),
        }
    }
}

impl<C: clap::Args + Planned> Divided<C> {
    fn plan(mut self) -> Result<(), Failure> {
        let filing = self.command.filing();
        let (output, name) = (filing.output.clone(), filing.name.clone());
        let (overwrite, quiet) = (*filing.overwrite, *filing.quiet);
        let study = self.command.study()?;
        let plan = planned::plan(&self.command, &*study, self.chunks as usize);
        let path = output.join(planned::folder_name(name.as_deref(), &plan.name)?);
        let folder = Folder::create(&path, plan, overwrite).map_err(failure)?;
        if quiet {
            return Ok(());
        }
        print(&study.text())?;
        print(&said(&folder))
    }
}

fn said(folder: &Folder) -> String {
    let (plan, path) = (folder.plan(), folder.path().display());
    let units: u64 = plan.stages.iter().map(|stage| stage.units).sum();
    let (chunks, levels) = (plan.chunks.len(), plan.levels().len());
    let levels = if levels > 1 { format!(", in {levels} levels that follow from each other") } else { String::new() };
    let mut entries = Entries::new(13);
    entries.add("chunks", &format!("{chunks}, of {units} units of simulation{levels}"));
    format!("{}\nwritten: {path}\nnext:    cenersim study run {path}\n", entries.text())
}
