//! `design` as its users meet it: what is written, what is equal, what is refused. Designs are tiny (few draws, few agents);
//! what the estimators are worth is tested where they are.

use crate::{
    command::{PIXELS, VECTORS, cenersim, files, fits, is_drawn_again, ran, text},
    study::small::{hash, written},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

const SCENARIO: &str = "scenarios/next_trial.toml";

const SMALL: [&str; 14] = [
    "--set",
    "design.draws=10",
    "--set",
    "design.patients_per_draw=2",
    "--set",
    "design.trials=200",
    "--set",
    "simulation.agents_per_class=8",
    "--set",
    "simulation.step=2 h",
    "--set",
    "design.kind=group_sequential",
    "--set",
    "design.replicates=1",
];

fn designed(output: &Path, more: &[&str]) -> (String, PathBuf) {
    drawn(output, &VECTORS, more)
}

fn drawn(output: &Path, look: &[&str], more: &[&str]) -> (String, PathBuf) {
    let mut command = cenersim();
    command.args(["design", SCENARIO, "-qv"]).args(look).args(SMALL).args(more);
    let done = command.arg("--output").arg(output).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let printed = text(&done.stdout);
    fits("design", &printed);
    let folder = written(&printed);
    (printed, folder)
}

struct Shipped {
    output: tempfile::TempDir,
    printed: String,
    folder: PathBuf,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let output = tempfile::tempdir().unwrap();
    let (printed, folder) = drawn(output.path(), &PIXELS, &[]);
    Shipped { output, printed, folder }
});

#[test]
fn a_design_has_its_tables_its_slide_and_its_report_and_every_column_is_explained() {
    let folder = &SHIPPED.folder;
    let tables = ["answers", "curve", "plan", "looks", "errors", "effect", "split", "draws", "parameters"];
    let tables = tables.map(|name| format!("tables/{name}.csv"));
    let others =
        ["design.json", "columns.csv", "provenance.json", "scenarios/next_trial.toml", "figures/assurance.svg"];
    let expected = tables.iter().map(String::as_str).chain(others);
    let missing: Vec<&str> = expected.filter(|file| !folder.join(file).is_file()).collect();
    assert_eq!(missing, Vec::<&str>::new());
    let columns = fs::read_to_string(folder.join("columns.csv")).unwrap();
    let explained: BTreeSet<(String, String)> = csv::Reader::from_reader(columns.as_bytes())
        .deserialize::<BTreeMap<String, String>>()
        .map(Result::unwrap)
        .map(|row| (row["file"].clone(), row["column"].clone()))
        .collect();
    for file in tables {
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        for column in text.lines().next().unwrap().split(',') {
            assert!(explained.contains(&(file.clone(), column.to_owned())), "{file}: {column}");
        }
    }
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.contains("If cenersen does nothing") && report.contains("Monte-Carlo error"));
    let printed = &SHIPPED.printed;
    assert!(printed.contains("model half right") && printed.contains("error without effect"), "{printed}");
    is_drawn_again(folder, &PIXELS, "design.json");
}

#[test]
fn neither_threads_nor_chunks_change_a_design_and_the_seed_does() {
    let output = SHIPPED.output.path();
    let again = designed(output, &["--threads", "1", "--name", "again"]).1;
    assert_eq!(hash(&again), hash(&SHIPPED.folder));
    let other = designed(output, &["--seed", "2", "--name", "other"]).1;
    assert_ne!(hash(&other), hash(&SHIPPED.folder));
    let study = |arguments: &[&str]| {
        let done = cenersim().args(["study"]).args(arguments).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
    };
    let place = output.join("chunks");
    let place = place.to_str().unwrap();
    let plan: Vec<&str> =
        ["plan", "design", SCENARIO, "--chunks", "3", "--quiet", "--name", "parts", "--output", place]
            .into_iter()
            .chain(SMALL)
            .chain(VECTORS)
            .collect();
    study(&plan);
    let folder = format!("{place}/parts");
    study(&["run", &folder]);
    study(&["merge", &folder]);
    assert_eq!(hash(&Path::new(&folder).join("results/parts")), hash(&SHIPPED.folder));
}

/// Whole trials of a cenersen that does nothing: no draw has an effect, and the test of the trial errs in 5 % of trials, 2.5 %
/// on the side of the treatment. Counts of 4,000 trials lie within these ends in 99.9 % of seeds (binomial distribution).
#[test]
fn a_cenersen_without_effect_is_found_to_work_as_often_as_alpha_says() {
    let more = "--name null --set parameters.cenersen.maximal_effect=0 --set design.patients_per_draw=8 --set design.trials=4000";
    let (printed, folder) = designed(SHIPPED.output.path(), &more.split(' ').collect::<Vec<_>>());
    assert!(printed.contains("The treatment changes no response in any draw."), "{printed}");
    let table = |name: &str| -> Vec<BTreeMap<String, String>> {
        let text = fs::read_to_string(folder.join(format!("tables/{name}.csv"))).unwrap();
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
    };
    assert!(table("draws").iter().all(|draw| draw["effect"] == "0" && draw["error"] == "0"));
    let counted: Vec<u32> = table("errors").iter().map(|row| row["counted"].parse().unwrap()).collect();
    assert!((156..=247).contains(&counted[0]) && (69..=134).contains(&counted[1]), "{counted:?}");
}

/// Draws of a number that says nothing about who is enrolled, so that patients of a list are those of the population.
#[test]
fn a_design_in_the_population_as_a_list_is_that_in_the_population_and_a_shorter_list_is_gone_through_again() {
    let output = tempfile::tempdir().unwrap();
    let list = output.path().join("twins.csv");
    let list = list.to_str().unwrap();
    let few = ["--set", "design.parameters=[\"dna_damage.idarubicin_lc50\"]"];
    let draws = |patients: Option<&str>, name: &str| {
        if let Some(patients) = patients {
            ran(&["patients", patients, SCENARIO, "--overwrite", "--output", list]);
        }
        let listed = patients.map_or(vec![], |_| vec!["--patients-from", list]);
        let folder = designed(output.path(), &[&few[..], &listed, &["--name", name]].concat()).1;
        fs::read_to_string(folder.join("tables/draws.csv")).unwrap()
    };
    let population = draws(None, "population");
    assert!(draws(Some("20"), "all") == population);
    let again = draws(Some("6"), "again");
    assert!(again != population && again.lines().count() == population.lines().count());
}

#[test]
fn every_fault_of_a_design_is_refused_by_the_command_itself_and_nothing_is_written() {
    let broken: Vec<String> =
        files("tests/broken_scenarios").into_iter().filter(|file| file.contains("/design_")).collect();
    assert!(broken.len() > 4);
    for file in broken {
        let done = ran(&["design", &file]);
        assert_eq!(done.status.code(), Some(2), "{file}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(" --> ") && done.stdout.is_empty(), "{file}");
    }
    let output = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str], expected: &str| {
        let done = cenersim().arg("design").args(arguments).arg("--output").arg(output.path()).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{}", text(&done.stderr));
        assert!(text(&done.stderr).contains(expected), "{}", text(&done.stderr));
    };
    refused(&["scenarios/arm_b.toml"], "expected a table `[design]`");
    let large = ["--set", "design.draws=1000000", "--set", "design.patients_per_draw=100000"];
    refused(&[&[SCENARIO][..], &large].concat(), "of memory are needed");
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0);
}
