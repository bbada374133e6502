//! What a calibration is about to do, for a reader; contradictions of the published counts first.

use crate::cli::compare::Input;
use cenersim::{calibration::Experiment, parameters::Ledger};
use cenersim_text::Entries;

/// Contradictions and the choice, free parameters with their priors, targets, budget, agents and seed.
pub fn plan(input: &Input, experiment: &Experiment) -> String {
    let (problem, trial) = (&experiment.problem, experiment.trial());
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("calibration", format!("{}: {}", input.scenario.name, trial.title));
    problem.targets.contradictions.iter().for_each(|found| line("contradicts", found.clone()));
    if let (false, Some(choice)) = (problem.targets.contradictions.is_empty(), problem.targets.choice) {
        line("chosen", choice.told().to_owned());
    }
    for prior in &problem.priors {
        let range = prior.quantiles();
        line("free", format!("{}: {}, 95 % from {:.3} to {:.3}", prior.path, prior.family(), range.low, range.high));
    }
    for table in &problem.targets.tables {
        let row = |row: &cenersim::calibration::TargetRow| {
            format!("{} {} + {} of {}", row.label, row.count.cr, row.count.crp, row.count.patients)
        };
        let rows: Vec<String> = table.rows.iter().map(row).collect();
        let how = if table.fitted { "" } else { " (predicted, not fitted)" };
        line("target", format!("CR + CRp by {}: {}{how}", table.by.name(), rows.join(", ")));
    }
    let (plan, subjects) = (&problem.plan, experiment.subjects());
    line("draws", format!("{} generations of {}", plan.generations, plan.draws_per_generation));
    line("patients", format!("{subjects}, the same for every draw, with and without cenersen"));
    line("courses", (2 * subjects * problem.draws()).to_string());
    for (path, entry, before) in input.scenario.ledger.changes_from(&Ledger::defaults()) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    let settings = &trial.settings;
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class", settings.agents_per_class));
    line("seed", settings.seed.to_string());
    entries.text() + "\n"
}
