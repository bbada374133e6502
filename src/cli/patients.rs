//! `cenersim patients`: the virtual population as a list that can be edited and read back with `--patients-from`.

use super::{Failure, print, session};
use cenersim::{
    engine::Seed,
    parameters::Ledger,
    patient::{Patient, correlated, enrolled},
    quantity::nearest,
    report::replace,
    scenario::{Own, Scenario, list_of_patients},
};
use std::path::PathBuf;

/// Write the first N patients of the population as a list, one row for each, which `--patients-from` reads.
#[derive(clap::Args)]
pub struct Patients {
    /// How many.
    #[arg(value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    number: u64,
    /// The scenario whose population and seed these are; by default the shipped numbers and seed 1.
    #[arg(value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
    /// File that is written; by default the terminal.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write each patient's own number of this entry of the ledger, such as leukemia.chemoresistance; repeatable.
    #[arg(long = "with", value_name = "PATH")]
    with: Vec<String>,
    /// Change a value of the scenario, such as parameters.population.male=0.5; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    changes: Vec<String>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Replace an older file.
    #[arg(long)]
    overwrite: bool,
}

impl Patients {
    pub fn execute(&self) -> Result<(), Failure> {
        let scenario = self.read()?;
        let seed = Seed::new(scenario.settings.seed);
        let patients: Vec<Patient> = (1..=self.number).map(|number| enrolled(&scenario.ledger, seed, number)).collect();
        let own = self.with.iter().map(|path| own(path, &patients, &scenario)).collect::<Result<Vec<_>, _>>()?;
        self.write(&list_of_patients(&patients, &own, &scenario.ledger))
    }

    /// The scenario, or the shipped one to start from.
    fn read(&self) -> Result<Scenario, Failure> {
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        let changes = session::changes(&self.changes, [seed], false);
        Ok(match &self.scenario {
            Some(file) => Scenario::read(file, &changes)?,
            None => Scenario::parse_point("starter", cenersim::scenario::STARTER, &changes)?,
        })
    }

    /// To the file, which is new unless it may be replaced.
    fn write(&self, list: &str) -> Result<(), Failure> {
        let Some(path) = &self.output else { return print(list) };
        let shown = path.display();
        if path.exists() && !self.overwrite {
            return Err(Failure::input(format!("`{shown}` is there already: expected a new name, or --overwrite")));
        }
        replace(path, list)?;
        print(&format!("wrote {shown}; `cenersim compare SCENARIO --patients-from {shown}` takes these patients\n"))
    }
}

/// The numbers of one entry, drawn as for the first course.
fn own<'a>(path: &'a str, patients: &[Patient], scenario: &Scenario) -> Result<Own<'a>, Failure> {
    let Scenario { ledger, correlations, settings, .. } = scenario;
    if ledger.get(path).is_none() {
        return Err(unknown(path, ledger));
    }
    let seed = Seed::new(settings.seed);
    let number = |patient: &Patient| correlated(ledger, seed, patient, correlations, 1).number(path);
    Ok(Own { path, numbers: patients.iter().map(number).collect() })
}

/// With the nearest entry.
fn unknown(path: &str, ledger: &Ledger) -> Failure {
    let near = nearest(path, ledger.entries().map(|(known, _)| known));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Failure::input(format!(
        "--with {path} is no entry of the ledger: expected one that `cenersim parameters` lists{hint}"
    ))
}
