//! `sensitivity` as its users meet it: what is written, what is equal, what is refused, and whether the shipped result
//! belongs to the ledger. Analyses are tiny (few numbers, two patients, few agents); what the estimators are worth is tested
//! where they are.

use crate::{
    command::{PIXELS, VECTORS, cenersim, copied, files, fits, is_drawn_again, ran, text},
    study::small::{hash, written},
};
use cenersim::{
    parameters::{CHANCE, INFLUENCE, Ledger},
    ranges::is_varied_by_default,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

const SCENARIO: &str = "scenarios/sensitivity.toml";

/// Three numbers: one that drives the kill of every cell, one that nothing but cenersen knows, one that only weighs people.
const SMALL: [&str; 16] = [
    "--set",
    "simulation.step=2 h",
    "--set",
    "sensitivity.parameters=[\"dna_damage.idarubicin_lc50\", \"cenersen.potency\", \"blood.platelets.feedback_limit\"]",
    "--set",
    "sensitivity.patients=2",
    "--set",
    "sensitivity.trajectories=4",
    "--set",
    "sensitivity.rows=16",
    "--set",
    "sensitivity.kept=2",
    "--set",
    "simulation.agents_per_class=8",
    "--set",
    "simulation.horizon=\"43 d\"",
];

/// One patient with fewer agents and points, where bytes are compared.
const TINY: [&str; 10] = [
    "--set",
    "sensitivity.patients=1",
    "--set",
    "sensitivity.kept=1",
    "--set",
    "simulation.agents_per_class=2",
    "--set",
    "simulation.record_every=\"24 h\"",
    VECTORS[0],
    VECTORS[1],
];

fn analyzed(output: &Path, more: &[&str]) -> (String, PathBuf) {
    let mut command = cenersim();
    command.args(["sensitivity", SCENARIO, "-qv"]).args(SMALL).args(more);
    let done = command.arg("--output").arg(output).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let printed = text(&done.stdout);
    fits("sensitivity", &printed);
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
    let (printed, folder) = analyzed(output.path(), &PIXELS);
    Shipped { output, printed, folder }
});

/// The tiny one, computed on three threads.
static ONCE: LazyLock<Shipped> = LazyLock::new(|| {
    let output = tempfile::tempdir().unwrap();
    let (printed, folder) = analyzed(output.path(), &[&TINY[..], &["--threads", "3"]].concat());
    Shipped { output, printed, folder }
});

type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn table(file: &str) -> Vec<Row> {
    rows(&fs::read_to_string(SHIPPED.folder.join(file)).unwrap())
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: `{}`", row[column]))
}

#[test]
fn an_analysis_has_its_tables_figures_and_report() {
    let folder = &SHIPPED.folder;
    assert_eq!(folder.file_name().unwrap(), "sensitivity");
    let tables = ["outputs", "screening", "variance", "inputs"].map(|name| format!("tables/{name}.csv"));
    let others = ["influence.csv", "sensitivity.json", "columns.csv", "provenance.json", "scenarios/sensitivity.toml"];
    let figures = ["figures/ranking_cr.svg", "figures/effects_stem_log_kill.png", "figures/variance.svg"];
    let expected = tables.iter().map(String::as_str).chain(others).chain(figures);
    let missing: Vec<&str> = expected.filter(|file| !folder.join(file).is_file()).collect();
    // Whether two patients ever differ in response is a matter of chance; stem cells always differ.
    assert!(missing.iter().all(|file| file.contains("ranking_cr")), "{missing:?}");
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    let (rests, driven) = (report.find("Key assumptions"), report.find("Outputs"));
    assert!(rests.is_some() && rests < driven, "the weak assumptions come first");
    assert!(SHIPPED.printed.contains("dna_damage.idarubicin_lc50"));
    is_drawn_again(folder, &PIXELS, "sensitivity.json");
}

#[test]
fn every_column_of_every_file_is_explained() {
    let explained: BTreeSet<(String, String)> =
        table("columns.csv").into_iter().map(|row| (row["file"].clone(), row["column"].clone())).collect();
    for file in
        ["influence.csv", "tables/outputs.csv", "tables/screening.csv", "tables/variance.csv", "tables/inputs.csv"]
    {
        let text = fs::read_to_string(SHIPPED.folder.join(file)).unwrap();
        for column in text.lines().next().unwrap().split(',') {
            assert!(explained.contains(&(file.to_owned(), column.to_owned())), "{file}: {column}");
        }
    }
}

// What is moved meets the same draws: a number that no stem cell meets changes none of their numbers at all, and the LC50
// of idarubicin, over a factor of 67, changes every patient's.
#[test]
fn the_killing_drug_drives_the_stem_cells_and_platelets_do_not() {
    let stem = |path: &str| {
        let of = |row: &Row| row["output"] == "Stem-cell log-kill" && row["parameter"] == path;
        table("tables/screening.csv").into_iter().find(of).unwrap()
    };
    assert_eq!(number(&stem("blood.platelets.feedback_limit"), "mu_star"), 0.0);
    let kill = stem("dna_damage.idarubicin_lc50");
    assert_eq!((number(&kill, "rank"), number(&kill, "relative")), (1.0, 1.0));
    assert!(number(&kill, "mu") < 0.0, "a less potent drug kills less: {kill:?}");
}

#[test]
fn threads_do_not_change_the_result_and_the_seed_does() {
    let output = tempfile::tempdir().unwrap();
    let found = |more: &[&str]| hash(&analyzed(output.path(), &[&TINY[..], more].concat()).1);
    let first = hash(&ONCE.folder);
    assert_eq!(found(&["--threads", "1", "--name", "again"]), first);
    assert_ne!(found(&["--seed", "2", "--name", "other"]), first);
}

#[test]
fn an_analysis_that_lost_chunks_computes_them_again_and_gives_the_same() {
    let output = tempfile::tempdir().unwrap();
    let result = |folder: &Path| fs::read_to_string(folder.join("sensitivity.json")).unwrap();
    let study = output.path().join("study_sensitivity");
    copied(&ONCE.output.path().join("study_sensitivity"), &study);
    let chunks = study.join("chunks");
    let mut finished: Vec<PathBuf> = fs::read_dir(&chunks).unwrap().map(|entry| entry.unwrap().path()).collect();
    finished.sort();
    assert!(finished.len() > 10);
    finished.iter().step_by(3).for_each(|chunk| fs::remove_file(chunk).unwrap());
    assert_eq!(result(&analyzed(output.path(), &TINY).1), result(&ONCE.folder));
}

#[test]
fn a_scenario_without_an_analysis_is_refused_and_nothing_is_written() {
    let output = tempfile::tempdir().unwrap();
    let done = ran(&["sensitivity", "scenarios/arm_b.toml", "--output", output.path().to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("expected a table `[sensitivity]`"), "{}", text(&done.stderr));
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0);
}

#[test]
fn every_fault_of_an_analysis_is_refused_by_the_command_itself() {
    let broken = files("tests/broken_scenarios").into_iter().filter(|file| file.contains("/sensitivity_"));
    for file in broken {
        let done = ran(&["sensitivity", &file]);
        assert_eq!(done.status.code(), Some(2), "{file}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(" --> ") && done.stdout.is_empty(), "{file}");
    }
}

#[test]
fn the_shipped_result_has_exactly_the_numbers_that_are_varied() {
    let found: Vec<String> = rows(INFLUENCE).into_iter().map(|row| row["parameter"].clone()).collect();
    let ledger = Ledger::defaults();
    let varied = ledger.entries().filter(|(path, entry)| is_varied_by_default(path, entry)).map(|(path, _)| path);
    let expected: Vec<&str> = varied.chain([CHANCE]).collect();
    assert_eq!(found, expected, "run `cenersim sensitivity scenarios/sensitivity.toml` and copy its influence.csv");
}

#[test]
fn the_shipped_result_has_a_largest_effect_for_each_output() {
    let rows = rows(INFLUENCE);
    for output in ["cr", "stem_log_kill", "disease_free", "cenersen_kill"] {
        let inputs = rows.iter().filter(|row| row["parameter"] != CHANCE);
        let relative: Vec<(f64, f64)> =
            inputs.map(|row| (number(row, output), number(row, &format!("{output}_rank")))).collect();
        let largest: Vec<f64> = relative.iter().filter(|(_, rank)| *rank == 1.0).map(|(effect, _)| *effect).collect();
        // Shares of eight patients can tie.
        assert!(!largest.is_empty() && largest.iter().all(|effect| *effect == 1.0), "{output}: {largest:?}");
        assert!(relative.iter().all(|(effect, _)| (0.0..=1.0).contains(effect)), "{output}");
        assert!(rows.iter().any(|row| row[&format!("{output}_total")].parse::<f64>().is_ok()), "{output}");
    }
}
