//! `cenersim study plan`: what will be simulated, divided into chunks.

use super::{PROGRAM, comparison::Comparison, failure, options};
use crate::cli::{
    Failure,
    compare::{self, Compare},
    print,
};
use cenersim::study::{FORMAT, Folder, Kind, Plan as StudyPlan, PlannedScenario};
use std::path::PathBuf;

/// Divide a comparison into chunks that can be computed anywhere; takes the options of `compare`.
#[derive(clap::Args)]
pub struct Plan {
    #[command(flatten)]
    compare: Compare,
    /// Pieces of even expected cost; each is computed by one process at a time and kept when it is finished.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=99_999))]
    chunks: u32,
    /// What is planned: compare.
    #[arg(long, value_name = "KIND", default_value = "compare", value_parser = Kind::from_name)]
    kind: Kind,
}

impl Plan {
    pub fn execute(&self) -> Result<(), Failure> {
        let compare = &self.compare;
        if compare.until_se.is_some() {
            return Err(Failure::input(
                "--until-se decides while it runs how many patients there are, so it cannot be planned in chunks: \
                 expected --patients N",
            ));
        }
        let inputs = compare.inputs(&[])?;
        let comparison = Comparison::new(compare, &inputs)?;
        let name = compare::plan::name(compare, &inputs);
        let scenario = |input: &compare::arms::Input| PlannedScenario {
            name: input.scenario.name.clone(),
            text: input.scenario.source.clone(),
        };
        let plan = StudyPlan {
            format: FORMAT,
            version: PROGRAM.into(),
            kind: self.kind,
            seed: comparison.design.settings.seed,
            scenarios: inputs.iter().map(scenario).collect(),
            options: options::arguments(compare),
            stages: comparison.stages.clone(),
            chunks: Vec::new(),
            name,
        };
        let folder = Folder::create(&self.folder(&plan.name)?, plan.in_chunks(self.chunks as usize), compare.overwrite);
        let folder = folder.map_err(failure)?;
        if compare.quiet {
            return Ok(());
        }
        print(&compare::plan::plan(compare, &inputs, &comparison.design, comparison.grid.as_ref()))?;
        print(&planned(&folder))
    }

    /// The folder of the study; a comparison of the same name keeps its own.
    fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']);
        if !plain {
            return Err(Failure::input(format!(
                "--name {name} cannot name a folder: expected a name without slashes, colons or a leading dot"
            )));
        }
        let name = match (&self.compare.name, name.strip_prefix("compare")) {
            (None, Some(rest)) => format!("study{rest}"),
            _ => name.to_owned(),
        };
        Ok(self.compare.output.join(name))
    }
}

fn planned(folder: &Folder) -> String {
    let (plan, path) = (folder.plan(), folder.path().display());
    let units: u64 = plan.stages.iter().map(|stage| stage.units).sum();
    let chunks = plan.chunks.len();
    format!(
        "{:<13}{chunks}, of {units} units of simulation\n\nwritten: {path}\nnext:    cenersim study run {path}\n",
        "chunks"
    )
}
