//! The options that every analysis takes, and what they do to its scenarios.
//!
//! # Order in which changes apply
//!
//! ```text
//! scenario file and what it extends
//!   medians of --parameters           so that --set can replace one of them
//!   --set, in the order of the line
//!   --seed, --hypothesis, --allow-implausible
//!   a point of --sweep
//! ```
//!
//! Later ones win. The merged document is written with the result, so a result never depends on a file that has
//! changed since. A trial takes the draws of `--parameters` themselves instead of their medians.

use super::{Failure, complain, look::Look, session};
use cenersim::{
    calibration::Posterior,
    parameters::Hypothesis,
    report::read_posterior,
    study::{Input, hypothesis_change},
};
use std::path::{Path, PathBuf};

/// Options of every analysis.
#[derive(Clone, clap::Args)]
pub struct Common {
    /// Show neither the plan nor the progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print all tables and the name of every file, instead of one screen.
    #[arg(long, short)]
    pub verbose: bool,
    /// Print the results as JSON instead of tables.
    #[arg(long)]
    pub json: bool,
    /// Folder that receives a folder of the result's name.
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Name of the result's folder; by default made from files and options.
    #[arg(long)]
    pub name: Option<String>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub threads: Option<u32>,
    /// Change a value of every scenario, such as simulation.horizon="180 d"; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Posterior draws of `cenersim calibrate`: a trial is repeated under them, each time under one draw, so that its
    /// predictive intervals hold what is not known of the parameters, too; a design averages over them; all others take the median of each parameter.
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    /// Simulate doses more than a hundred times the largest published one, which are refused otherwise.
    #[arg(long)]
    pub allow_implausible: bool,
    /// Replace other results that have the same name.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub look: Look,
}

impl Common {
    /// The changes of scenarios that the options ask for: medians of a posterior first, so that `--set` can replace them.
    pub fn changes(&self, hypothesis: Option<Hypothesis>) -> Result<Vec<String>, Failure> {
        let medians = self.posterior()?.map_or_else(Vec::new, |posterior| medians(&posterior));
        Ok(medians.into_iter().chain(self.own_changes(hypothesis)).collect())
    }

    /// The same without parameters.
    pub fn own_changes(&self, hypothesis: Option<Hypothesis>) -> Vec<String> {
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        session::changes(&self.changes, [seed, hypothesis.map(hypothesis_change)], self.allow_implausible)
    }

    /// A scenario with the changes that the options ask for.
    pub fn input(&self, file: &Path) -> Result<Input, Failure> {
        Ok(Input::read(file, &self.changes(None)?)?)
    }

    /// The draws of `--parameters`.
    pub fn posterior(&self) -> Result<Option<Posterior>, Failure> {
        let Some(file) = &self.parameters else { return Ok(None) };
        let posterior = read_posterior(file)?;
        if let Some(note) = of_another_version(&posterior.version, file) {
            complain(&note);
        }
        Ok(Some(posterior))
    }

    /// The folder of `--output`, if it is not the usual one.
    pub fn output_given(&self) -> Option<&Path> {
        Some(self.output.as_path()).filter(|output| *output != Path::new("output"))
    }

    /// Nothing that is shown beside results.
    pub const fn is_silent(&self) -> bool {
        self.quiet || self.json
    }
}

/// The median of each parameter as a change of a scenario.
/// As `parameters.<path>=<value> <unit>`.
fn medians(posterior: &Posterior) -> Vec<String> {
    let change = |((path, median), unit): ((String, f64), &String)| match unit.as_str() {
        "" => format!("parameters.{path}={median}"),
        unit => format!("parameters.{path}=\"{median} {unit}\""),
    };
    posterior.medians().into_iter().zip(&posterior.units).map(change).collect()
}

/// What to say of draws that another version of the program wrote.
fn of_another_version(wrote: &str, file: &Path) -> Option<String> {
    let (file, this) = (file.display(), env!("CARGO_PKG_VERSION"));
    (wrote != this).then(|| format!("note: `{file}` was written by cenersim {wrote} and is used by {this}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_of_another_version_are_named_with_both_versions() {
        let (file, this) = (Path::new("p.parquet"), env!("CARGO_PKG_VERSION"));
        assert_eq!(of_another_version(this, file), None);
        let expected = format!("note: `p.parquet` was written by cenersim 0.0.9 and is used by {this}");
        assert_eq!(of_another_version("0.0.9", file), Some(expected));
    }

    #[test]
    fn medians_are_changes_of_the_ledger_with_their_units() {
        let posterior = Posterior {
            paths: ["dna_damage.idarubicin_lc50", "inhibitor.loss"].map(String::from).into(),
            units: ["nM", ""].map(String::from).into(),
            draws: vec![vec![20.0, 0.9], vec![30.0, 0.5], vec![28.5, 0.7]],
            scenario: "calibration".into(),
            seed: 1,
            version: "0.1.0".into(),
        };
        let expected = ["parameters.dna_damage.idarubicin_lc50=\"28.5 nM\"", "parameters.inhibitor.loss=0.7"];
        assert_eq!(medians(&posterior), expected);
    }
}
