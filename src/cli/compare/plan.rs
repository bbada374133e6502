//! What a comparison is about to do, for a reader, and what it is called.

use super::{super::plan::remarks, Compare, Grid, Input};
use cenersim::comparison::{Design, Failed, Who};
use cenersim_text::Entries;

/// Longest name of a folder that is made from files and options.
const LONGEST_NAME: usize = 80;

/// Files, arms, patients, what is added to them, horizon and seed.
pub fn plan(compare: &Compare, inputs: &[Input], design: &Design, grid: Option<&Grid>) -> String {
    let settings = &design.settings;
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("comparison", title(inputs, design));
    for arm in &design.arms {
        let drugs: Vec<&str> = arm.drugs().iter().map(|drug| drug.name()).collect();
        let drugs = if drugs.is_empty() { "nothing".into() } else { drugs.join(", ") };
        line("arm", format!("{}: {drugs}", arm.name));
        let said = remarks(&arm.regimen, &arm.patient, settings.horizon);
        said.into_iter().for_each(|(name, said)| line(name, format!("{}: {said}{}", arm.name, whose(design))));
    }
    line("patients", format!("{}, {} in every arm", who(design), courses(design.replicates)));
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    if compare.attribution > 0 {
        line("attribution", format!("every combination of drugs, in at most {} patients", compare.attribution));
    }
    grid.into_iter().for_each(|grid| line("sweep", grid.text()));
    line("hypothesis", in_force(inputs));
    line("seed", settings.seed.to_string());
    notes(design).into_iter().for_each(|note| line("note", note));
    entries.text()
}

/// What losing p53 is supposed to do.
pub fn in_force(inputs: &[Input]) -> String {
    let mut named: Vec<String> = Vec::new();
    for Input { scenario, .. } in inputs {
        let hypothesis = scenario.hypothesis;
        let text = format!("{}: {}", hypothesis.name(), hypothesis.meaning());
        if !named.contains(&text) {
            named.push(text);
        }
    }
    named.join("; other arms ")
}

fn who(design: &Design) -> String {
    match design.who {
        Who::Reference => "the scenario's".into(),
        Who::Population(n) => format!("1 to {n} of the population"),
        Who::Only(number) => format!("number {number} of the population"),
    }
}

/// Whose doses are told of where they go by size: everybody of a population has his own.
fn whose(design: &Design) -> &'static str {
    if design.who == Who::Reference { "" } else { " (the scenario's patient; each patient by his own size)" }
}

fn courses(replicates: u32) -> String {
    if replicates == 1 { "1 course each".into() } else { format!("{replicates} courses each") }
}

/// What a reader may wonder about later.
fn notes(design: &Design) -> Vec<String> {
    let idle = |arm: &&cenersim::comparison::Arm| {
        let taken = &arm.patient.inhibitor;
        arm.without_inhibitors && taken.periods.is_empty() && !taken.for_fever
    };
    let reference = design.who == Who::Reference;
    let arms = design.arms.iter().filter(|arm| reference && idle(arm));
    arms.map(|arm| format!("`{}` equals its arm: the scenario's patient takes no inhibitors", arm.name)).collect()
}

/// The title of the only scenario, or the names of the arms.
pub fn title(inputs: &[Input], design: &Design) -> String {
    if let ([input], true) = (inputs, design.arms.iter().all(|arm| !arm.name.contains(" without "))) {
        return input.scenario.title.clone();
    }
    let names: Vec<&str> = design.arms.iter().map(|arm| arm.name.as_str()).collect();
    match names.split_last() {
        Some((last, [])) => format!("Arm {last}"),
        Some((last, first)) => format!("Arms {} and {last}", first.join(", ")),
        None => String::new(),
    }
}

/// Name of the folder: what was asked for, or made from files and options.
pub fn name(compare: &Compare, inputs: &[Input]) -> String {
    if let Some(name) = &compare.name {
        return name.clone();
    }
    let mut parts = vec!["compare".to_owned()];
    parts.extend(inputs.iter().map(|input| input.scenario.name.clone()));
    parts.extend(compare.without.iter().map(|these| {
        let names: Vec<&str> = these.iter().map(|one| one.name()).collect();
        format!("without_{}", names.join("_"))
    }));
    parts.extend(compare.patients.map(|patients| format!("{patients}_patients")));
    parts.extend(compare.patient.map(|number| format!("patient_{number}")));
    if !compare.sweep.is_empty() {
        parts.push("sweep".into());
    }
    parts.extend(compare.hypotheses.one().map(|hypothesis| hypothesis.name().to_owned()));
    parts.join("_").chars().take(LONGEST_NAME).collect()
}

/// Whose simulation failed, how, and the command with the seed that repeats it.
pub fn repeat(compare: &Compare, failed: &Failed, seed: u64) -> String {
    let files: Vec<String> = compare.scenarios.iter().map(|file| file.display().to_string()).collect();
    let changes = compare.changes.iter().map(|change| format!(" --set '{change}'")).collect::<String>();
    let who =
        compare.patients.or(compare.patient).map_or_else(String::new, |_| format!(" --patient {}", failed.patient));
    format!(
        "patient {}, replicate {}, arm `{}` failed: {}; to repeat it: cenersim compare {}{who} --replicates {}{changes} --seed {seed}",
        failed.patient,
        failed.replicate,
        failed.arm,
        failed.message,
        files.join(" "),
        failed.replicate + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        compare: Compare,
    }

    #[test]
    fn a_patient_that_fails_is_named_with_the_command_and_the_seed_that_repeat_him() {
        let typed = ["x", "a.toml", "b.toml", "--patients", "9", "--replicates", "3", "--set", "patient.age=50 y"];
        let compare = Typed::parse_from(typed).compare;
        let failed = Failed { patient: 7, replicate: 1, arm: "B".into(), message: "no cell is left".into() };
        assert_eq!(
            repeat(&compare, &failed, 42),
            "patient 7, replicate 1, arm `B` failed: no cell is left; to repeat it: cenersim compare a.toml b.toml \
             --patient 7 --replicates 2 --set 'patient.age=50 y' --seed 42"
        );
    }
}
