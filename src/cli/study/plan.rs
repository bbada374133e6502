//! `cenersim study plan`: what will be simulated, divided into chunks.
//!
//! # Examples
//!
//! ```text
//! cenersim study plan scenarios/phase2_arms.toml --patients 10000 --chunks 500       a comparison
//! cenersim study plan trial scenarios/phase2.toml --trials 10000
//! cenersim study plan trial scenarios/phase2.toml --trials 200 --parameters output/calibration/posterior.parquet
//! cenersim study plan calibrate scenarios/calibration.toml
//! ```
//!
//! ```text
//! chunks       64, of 900 units of simulation, in 4 levels that follow from each other
//! written: output/study_calibration
//! next:    cenersim study run output/study_calibration
//! ```
//!
//! The number of chunks changes no result: it decides how much work a killed process loses and how many processes
//! can help. The same plan made twice is the same file, so planning again continues; another plan under the name is
//! refused.

use crate::cli::{Analysis, Failure, compare::Compare, driver::Ask, screen::say, session};
use cenersim::study::{Folder, Kind};
use cenersim_text::Entries;
use std::path::PathBuf;

/// Divide the simulations of a command into chunks that can be computed anywhere; takes the options of that command, by
/// default those of `compare`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Plan {
    #[command(subcommand)]
    analysis: Option<Analysis>,
    #[command(flatten)]
    compare: Compare,
    /// Pieces of even expected cost; each is computed by one process at a time and kept when it is finished.
    #[arg(long, value_name = "N", default_value_t = 64, global = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=99_999))]
    chunks: u32,
    /// What is planned, as an option: compare.
    #[arg(long = "kind", value_name = "KIND", hide = true, value_parser = kind)]
    _kind: Option<Kind>,
}

/// The other kinds have options of their own.
fn kind(name: &str) -> Result<Kind, String> {
    match Kind::from_name(name)? {
        Kind::Compare => Ok(Kind::Compare),
        _ => Err(format!("it has options of its own: expected `cenersim study plan {name} SCENARIO`")),
    }
}

impl Plan {
    /// What is planned is prepared first, so that a fault is told now and not by the first chunk.
    pub fn execute(&self) -> Result<(), Failure> {
        let command = self.analysis.as_ref().map_or(&self.compare as &dyn Ask, Analysis::asking);
        command.plannable()?;
        let (asked, common) = (command.ask()?, command.common());
        session::note(&asked.notes);
        let plan = asked.plan(asked.named(common), common.look.look(), self.chunks as usize)?;
        let path = common.output.join(folder_name(common.name.as_deref(), &plan.name)?);
        let folder = Folder::create(&path, plan, common.overwrite)?;
        if common.quiet {
            return Ok(());
        }
        say(&asked.text)?;
        say(&summary(&folder))
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
fn summary(folder: &Folder) -> String {
    let (plan, path) = (folder.plan(), folder.path().display());
    let units: u64 = plan.stages.iter().map(|stage| stage.units).sum();
    let (chunks, levels) = (plan.chunks.len(), plan.levels().len());
    let levels = if levels > 1 { format!(", in {levels} levels that follow from each other") } else { String::new() };
    let mut entries = Entries::new(13);
    entries.add("chunks", &format!("{chunks}, of {units} units of simulation{levels}"));
    format!("{}\nwritten: {path}\nnext:    cenersim study run {path}\n", entries.text())
}
