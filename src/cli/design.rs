//! `cenersim design`: a next trial, and how it would end.

use super::{
    Failure,
    common::Common,
    driver::{Ask, Asked},
    machine::Needs,
    named::NamedPatients,
    session,
};
use cenersim::{
    design::{Kind, Protocol},
    parameters::Ledger,
    study::{DesignRequest, Designed, Input, PosteriorDraws, Request},
};
use cenersim_text::Entries;
use std::path::{Path, PathBuf};

/// Design a next trial: how many patients it needs if the model is right, half right, or if cenersen does nothing, and what
/// must be true for it to succeed.
#[derive(clap::Args)]
pub struct DesignCommand {
    /// Scenario file with a table `[design]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub named: NamedPatients,
    #[command(flatten)]
    pub common: Common,
}

impl Ask for DesignCommand {
    fn common(&self) -> &Common {
        &self.common
    }

    fn ask(&self) -> Result<Asked<'_>, Failure> {
        let changes = self.named.added_to(self.common.own_changes(None))?;
        let input = Input::read(&self.scenario, &changes)?;
        let place = self.common.parameters.as_deref().unwrap_or(Path::new("")).display().to_string();
        let posterior = self.common.posterior()?.map(|posterior| PosteriorDraws::of(&posterior, &place));
        let request = DesignRequest { input, posterior };
        let designed = request.prepare()?;
        let (text, needs) = (plan(&designed, &place), self.needs(&designed));
        Ok(Asked { needs: Some(needs), ..Asked::new(Request::Design(request), designed, text) })
    }
}

/// What takes memory.
const KEYS: &str = "`design.patients`, `design.largest`, `design.draws`, `design.patients_per_draw`, ";

impl DesignCommand {
    /// Marrows, outcomes of all draws, and the patients of simulated trials.
    fn needs(&self, designed: &Designed) -> Needs {
        let threads = session::thread_count(self.common.threads);
        let trial = &designed.trial;
        Needs::of_threads(&trial.settings, self.common.threads).and_memory(trial.protocol.memory(threads), KEYS)
    }
}

/// Arms, endpoint, test, hoped-for effect, draws, horizon, agents and seed.
fn plan(Designed { scenario, trial, request }: &Designed, file: &str) -> String {
    let (protocol, settings) = (&trial.protocol, &trial.settings);
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    let [control, treatment] = &trial.arms;
    line("next trial", format!("{}: {}", scenario.name, trial.title));
    line("hypothesis", format!("{}: {}", scenario.hypothesis.name(), scenario.hypothesis.meaning()));
    line("arms", format!("{} against {}, in the same virtual patients", treatment.name, control.name));
    line("endpoint", protocol.endpoint.label().to_owned());
    line("test", test(protocol));
    let rates = [protocol.treatment_rate, protocol.control_rate];
    line("hoped for", format!("{} against {}, with a chance of {}", rates[0], rates[1], protocol.power));
    if !trial.cohort.is_empty() {
        line("patients", format!("{} of {}, in turn", trial.cohort.len(), trial.cohort.list));
    }
    let from = match &request.posterior {
        Some(_) => format!("posterior draws of {file}"),
        None => format!("{} numbers of the ledger, each over its range", trial.inputs.len()),
    };
    line("uncertain", from);
    let (draws, patients, replicates) = (protocol.draws, protocol.patients_per_draw, protocol.replicates);
    let courses = 2 * u64::from(draws) * u64::from(patients) * u64::from(replicates);
    line(
        "draws",
        format!("{draws}, each of {patients} patients with {replicates} courses in each arm: {courses} courses"),
    );
    for (path, entry, before) in scenario.ledger.changes_from(&Ledger::under(scenario.hypothesis)) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class", settings.agents_per_class));
    line("seed", settings.seed.to_string());
    entries.text() + "\n"
}

/// `group-sequential, 3 looks, two-sided alpha 0.05, 1 on treatment for each control`.
fn test(protocol: &Protocol) -> String {
    let sides = if protocol.sides == 2 { "two-sided" } else { "one-sided" };
    let looks =
        if protocol.kind == Kind::GroupSequential { format!(", {} looks", protocol.looks) } else { String::new() };
    let allocation = match protocol.kind.is_controlled() {
        true => format!(", {} on treatment for each control", protocol.allocation),
        false => String::new(),
    };
    format!("{}{looks}, {sides} alpha {}{allocation}", protocol.kind.label(), protocol.alpha)
}
