//! `cenersim calibrate`: parameters from published counts.

use super::{Failure, compare::Input, session};
use cenersim::{
    calibration::{About, Experiment, Problem, calibrated},
    trial::Trial,
};
use rayon::prelude::*;
use std::path::PathBuf;

/// Find parameters from published counts.
#[derive(clap::Args)]
pub struct Calibrate {
    /// Scenario file with a table `[calibration]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Change a value of the scenario; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Show neither the plan nor the progress.
    #[arg(long, short)]
    pub quiet: bool,
}

impl Calibrate {
    pub fn execute(&self) -> Result<(), Failure> {
        let input = Input::read(&self.scenario, &self.changes, &[])?;
        let scenario = &input.scenario;
        let (Some(wanted), Some(protocol)) = (&scenario.calibration, &scenario.trial) else {
            return Err(Failure::input("no calibration"));
        };
        let arms: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        let problem = Problem::new(wanted, &scenario.ledger, &arms, scenario.settings.seed).map_err(Failure::input)?;
        let trial = Trial::new(&scenario.title, protocol.clone(), input.arms().collect(), &scenario.settings)
            .map_err(|fault| Failure::input(fault.to_string()))?;
        let experiment = Experiment::new(problem, trial);
        let problem = &experiment.problem;
        let bar = session::progress_bar(experiment.hours() * problem.draws() as f64, self.quiet);
        let mut all = Vec::new();
        for generation in 0..problem.plan.generations {
            let places = problem.generation(generation, &all);
            let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
            let found: Vec<_> = places
                .par_iter()
                .map(|z| experiment.evaluate(z, &progress).map_err(|f| println!("{f:?}")).ok().flatten())
                .collect();
            all.extend(found);
        }
        let about = About {
            title: &scenario.title,
            ledger: &scenario.ledger,
            subjects_per_trial: protocol.total(),
            agents_per_class: scenario.settings.agents_per_class,
            horizon_days: protocol.follow_up_days,
            failed: 0,
        };
        let mut found = calibrated(problem, &all, &about).map_err(Failure::input)?;
        for d in &found.draws {
            println!(
                "D {:.3} {:.3} {:.3} {:.2} {:.5} {:.5} {:.2}",
                d.cr, d.remission, d.cr_without_cenersen, d.log_odds_ratio, d.weight, d.prior_weight, d.log_likelihood
            );
        }
        found.draws.clear();
        for t in &mut found.targets {
            t.prior.probabilities.clear();
            t.posterior.probabilities.clear();
        }
        println!("{}", serde_json::to_string_pretty(&found).unwrap());
        Ok(())
    }
}
