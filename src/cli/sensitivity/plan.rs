//! What an analysis is about to do, for a reader.

use crate::cli::compare::Input;
use cenersim::{parameters::Ledger, sensitivity::Sensitivity};
use cenersim_text::Entries;

/// Arm, inputs, points of both stages, patients, horizon, agents and seed.
pub fn plan(input: &Input, sensitivity: &Sensitivity) -> String {
    let (protocol, settings) = (&sensitivity.protocol, &sensitivity.settings);
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    let (screened, sampled) = (sensitivity.screening_units(), sensitivity.sampling_units());
    let (patients, arm) = (protocol.patients, &protocol.arm);
    line("analysis", format!("{}: {}", input.scenario.name, sensitivity.title));
    line("arm", format!("{arm}, with and without cenersen, in the same {patients} virtual patients at every point"));
    line("inputs", format!("{} numbers of the ledger, each over its range", sensitivity.inputs.len()));
    line("screening", format!("{} trajectories, {screened} points (Morris)", protocol.trajectories));
    line("variance", format!("{} inputs, {} rows, {sampled} points (Sobol')", protocol.kept, protocol.rows));
    line("courses", ((screened + sampled) * 2 * u64::from(patients)).to_string());
    for (path, entry, before) in input.scenario.ledger.changes_from(&Ledger::defaults()) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class", settings.agents_per_class));
    line("seed", settings.seed.to_string());
    entries.text() + "\n"
}
