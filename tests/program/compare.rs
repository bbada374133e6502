//! `compare` as its users meet it: what is written, what is equal, what is refused. Comparisons are short (some days,
//! few agents); what a simulation yields, and what statistics make of it, is tested elsewhere.

use crate::command::{HERE, PIXELS, VECTORS, cenersim, files, fits, is_drawn_again, ran, text};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

const SHORT: [&str; 6] = [
    "--set",
    "simulation.horizon=16 d",
    "--set",
    "simulation.agents_per_class=16",
    "--set",
    "simulation.examinations=[\"14 d\"]",
];

const NO_HEADLINE: [&str; 2] = ["--pairs", "0"];

const ARMS: &str = "scenarios/phase2_arms.toml";

fn ended(output: &Path, look: &[&str], arguments: &[&str]) -> Output {
    let mut command = cenersim();
    command.arg("compare").args(arguments).args(SHORT).args(look).args(NO_HEADLINE).arg("--output").arg(output);
    command.args(["--quiet", "--verbose"]);
    command.output().unwrap()
}

fn attempt(output: &Path, arguments: &[&str]) -> Output {
    ended(output, &VECTORS, arguments)
}

fn compared(output: &Path, arguments: &[&str]) -> PathBuf {
    succeeded(attempt(output, arguments), arguments)
}

/// The same with all files of its figures.
fn drawn(output: &Path, arguments: &[&str]) -> PathBuf {
    succeeded(ended(output, &PIXELS, arguments), arguments)
}

fn succeeded(done: Output, arguments: &[&str]) -> PathBuf {
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
    let printed = text(&done.stdout);
    fits("compare", &printed);
    let folder = printed.lines().find_map(|line| line.strip_prefix("written: ")).expect("the folder is named");
    PathBuf::from(folder)
}

/// What is said when it is refused; nothing is written.
fn refusal(arguments: &[&str]) -> String {
    let output = tempfile::tempdir().unwrap();
    let done = attempt(output.path(), arguments);
    assert_eq!(done.status.code(), Some(2), "{arguments:?}: {}", text(&done.stdout));
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0, "{arguments:?}");
    assert!(done.stdout.is_empty());
    text(&done.stderr)
}

fn hash(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("provenance.json")).unwrap();
    let provenance: serde_json::Value = serde_json::from_str(&text).unwrap();
    provenance["result_sha256"].as_str().unwrap().to_owned()
}

#[test]
fn three_files_are_compared_and_everything_is_there() {
    let output = tempfile::tempdir().unwrap();
    let files = ["scenarios/arm_a.toml", "scenarios/arm_b.toml", "scenarios/arm_c.toml", "--replicates", "2"];
    let folder = drawn(output.path(), &files);
    assert_eq!(folder.file_name().unwrap(), "compare_arm_a_arm_b_arm_c");
    for file in [
        "patients.parquet",
        "curves.parquet",
        "comparison.json",
        "columns.csv",
        "report.html",
        "provenance.json",
        "scenarios/arm_b.toml",
        "tables/rates.csv",
        "tables/measures.csv",
        "tables/differences_rates.csv",
        "tables/attribution.csv",
    ] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    for figure in ["leukemia", "blood_counts", "marrow_blasts", "waterfall", "response", "overall_survival"] {
        for ending in ["svg", "png"] {
            assert!(folder.join(format!("figures/{figure}.{ending}")).is_file(), "{figure}.{ending}");
        }
    }
    the_page_of_results_has_every_column(&folder.join("columns.csv"));
    is_drawn_again(&folder, &PIXELS, "comparison.json");
    let branch = ran(&["run", "--branch", folder.to_str().unwrap(), "--at", "3d"]);
    assert!(branch.status.code() == Some(2) && text(&branch.stderr).contains("holds a comparison"), "{branch:?}");
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.len() < 5_000_000 && report.contains("cenersim compare scenarios"));
}

fn the_page_of_results_has_every_column(dictionary: &Path) {
    let page = fs::read_to_string(Path::new(HERE).join("docs/results.md")).unwrap();
    let mut rows = csv::Reader::from_path(dictionary).unwrap();
    let mut columns = 0;
    // The ledger has more numbers that differ between patients than a page should list: one line is for all of them.
    let of_the_ledger = |row: &csv::StringRecord| row[4].starts_with("Own number of the patient for `");
    let of_patients = rows.records().map(Result::unwrap).filter(|row| &row[0] == "patients.parquet");
    for row in of_patients.filter(|row| !of_the_ledger(row)) {
        let line = format!("| `{}` | {} | {} |", &row[1], &row[3], &row[4]);
        assert!(page.contains(&line), "docs/results.md lacks: {line}");
        columns += 1;
    }
    assert!(columns > 30);
}

#[test]
fn the_same_comparison_gives_the_same_hash_on_any_number_of_threads() {
    let hashes = ["1", "2", "7"].map(|threads| {
        let output = tempfile::tempdir().unwrap();
        let folder = compared(output.path(), &[ARMS, "--patients", "4", "--attribution", "2", "--threads", threads]);
        hash(&folder)
    });
    assert!(hashes[0] == hashes[1] && hashes[1] == hashes[2]);
}

#[test]
fn an_arm_without_something_is_added_and_stands_for_no_published_arm() {
    let output = tempfile::tempdir().unwrap();
    let asked = ["scenarios/arm_b.toml", "--without", "cenersen", "--without", "inhibitors", "--replicates", "2"];
    let folder = compared(output.path(), &asked);
    let text = fs::read_to_string(folder.join("comparison.json")).unwrap();
    let result: serde_json::Value = serde_json::from_str(&text).unwrap();
    let arms: Vec<&str> = result["arms"].as_array().unwrap().iter().map(|arm| arm["name"].as_str().unwrap()).collect();
    assert_eq!(arms, ["B", "B without cenersen", "B without inhibitors"]);
    // The patient of the scenario takes no inhibitors: that arm is the same, and every difference is exactly zero.
    let differences = fs::read_to_string(folder.join("tables/differences_measures.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(differences.as_bytes());
    let columns = rows.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|column| column == name).expect("a column of this name");
    let same =
        |row: &csv::StringRecord| &row[column("first")] == "B" && &row[column("second")] == "B without inhibitors";
    let zero: Vec<f64> = rows
        .records()
        .map(Result::unwrap)
        .filter(same)
        .flat_map(|row| {
            // What never differs has no interval.
            assert_eq!(["mean_low", "mean_high"].map(|name| &row[column(name)]), ["", ""]);
            ["median", "mean"].map(|name| row[column(name)].parse::<f64>().unwrap())
        })
        .collect();
    assert!(!zero.is_empty() && zero.iter().all(|value| *value == 0.0), "{zero:?}");
}

#[test]
fn a_sweep_has_a_row_for_each_point_and_arm() {
    let output = tempfile::tempdir().unwrap();
    let days = "arm.cenersen.duration=0 d..4 d/3";
    let start = "arm.idarubicin.start=0 h,24 h";
    let asked = ["scenarios/arm_a.toml", "--replicates", "1", "--attribution", "0", "--sweep", days, "--sweep", start];
    let folder = compared(output.path(), &asked);
    let sweep = fs::read_to_string(folder.join("tables/sweep.csv")).unwrap();
    let points = sweep.lines().filter(|line| line.contains("blast_log_kill")).count();
    assert_eq!(points, 6, "{sweep}");
    assert!(folder.join("figures/sweep.svg").is_file());
}

#[test]
fn every_shipped_sweep_is_simulated_and_drawn() {
    for file in files("scenarios/sweeps") {
        let output = tempfile::tempdir().unwrap();
        let folder = drawn(output.path(), &[&file, "--replicates", "1", "--attribution", "0"]);
        assert!(folder.join("figures/sweep.png").is_file(), "{file}");
    }
}

#[test]
fn the_plan_of_a_comparison_says_which_caps_apply() {
    let output = tempfile::tempdir().unwrap();
    let settings = ["simulation.horizon=5 d", "simulation.agents_per_class=16", "simulation.examinations=[]"];
    let caps = ["arm.A.idarubicin.maximum=20 mg", "arm.B.body_surface_at_most=1.8 m2"];
    let changes = settings.iter().chain(&caps).flat_map(|change| ["--set", change]);
    let mut command = cenersim();
    command.args(["compare", ARMS, "--replicates", "1", "--pairs", "0", "--output"]).arg(output.path());
    let done = command.args(changes).args(VECTORS).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let plan = text(&done.stdout);
    let said: Vec<&str> = plan.lines().filter_map(|line| line.strip_prefix("adjusted     ")).collect();
    assert_eq!(
        said,
        [
            "A: idarubicin 12 mg/m2: at most 20 instead of 22.72 mg",
            "B: idarubicin 12 mg/m2: body surface 1.8 instead of 1.89 m2",
            "B: cytarabine 0.5 g/m2: body surface 1.8 instead of 1.89 m2",
        ]
    );
}

#[test]
fn patients_are_added_until_the_endpoint_is_precise() {
    let output = tempfile::tempdir().unwrap();
    let precise = ["--endpoint", "blast_log_kill", "--until-se", "0.2", "--attribution", "0"];
    let folder = compared(output.path(), &[&["scenarios/arm_a.toml", "--patients", "5"][..], &precise].concat());
    let text = fs::read_to_string(folder.join("comparison.json")).unwrap();
    let result: serde_json::Value = serde_json::from_str(&text).unwrap();
    let patients = result["patients"].as_u64().unwrap();
    assert!(patients >= 30, "{patients}");
    let measures = result["arms"][0]["measures"].as_array().unwrap();
    let error = measures.iter().find(|measure| measure["measure"] == "blast_log_kill").unwrap()["mean_error"].as_f64();
    assert!(error.unwrap() <= 0.2);
}

#[test]
fn arms_that_do_not_share_horizon_seed_or_patient_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let other = |changes: &str| {
        let file = folder.path().join("other.toml");
        let base = Path::new(HERE).join("scenarios/arm_a.toml");
        fs::write(&file, format!("extends = {:?}\ntitle = \"other\"\n{changes}\n[arm]\nname = \"other\"\n", base))
            .unwrap();
        file
    };
    let refused = |changes: &str| {
        let file = other(changes);
        let output = tempfile::tempdir().unwrap();
        let [file, into] = [file.as_path(), output.path()].map(|path| path.to_str().unwrap().to_owned());
        let done = ran(&["compare", "scenarios/arm_a.toml", &file, "--output", &into]);
        assert_eq!((done.status.code(), fs::read_dir(output.path()).unwrap().count()), (Some(2), 0));
        text(&done.stderr)
    };
    let message = refused("[simulation]\nhorizon = \"60 d\"");
    assert!(message.contains("differ in `simulation.horizon` (90 d and 60 d)"), "{message}");
    let message = refused("[patient]\nage = \"40 y\"");
    assert!(message.contains("differ in `patient.age` (61 y and 40 y)"), "{message}");
    assert!(message.contains("--set patient.age="), "{message}");
}

#[test]
fn what_cannot_be_compared_is_refused_in_one_sentence() {
    let refused = |arguments: &[&str], expected: &str| {
        let message = refusal(arguments);
        assert!(message.contains(expected), "{arguments:?}: {message}");
    };
    refused(&["scenarios/arm_a.toml", "--without", "cytarabine"], "none of the arms `A` gives it");
    refused(&["scenarios/arm_a.toml", "--without", "cytarabin"], "did you mean `cytarabine`?");
    refused(&["scenarios/arm_a.toml", "scenarios/arm_a.toml"], "both have an arm named `A`");
    refused(&[ARMS, "--patients", "5", "--until-se", "0"], "expected a number above 0");
    refused(&[ARMS, "--until-se", "0.1"], "expected --patients N");
    refused(&[ARMS, "--reference", "D"], "--reference `D` is no arm: expected one of `A`, `B`, `C`");
    refused(&[ARMS, "--endpoint", "cure"], "is not an endpoint");
    refused(&["scenarios/arm_a.toml", "--sweep", "arm.cenersen.days_of_joy=1,2"], "days_of_joy");
    let many: Vec<String> = (0..2).map(|axis| format!("{}=1 h..1000 h/1000", KEYS[axis])).collect();
    let message = refusal(&["scenarios/arm_a.toml", "--sweep", &many[0], "--sweep", &many[1]]);
    assert!(message.contains("1000000 points") && message.contains("--max-points"), "{message}");
}

const KEYS: [&str; 2] = ["arm.cenersen.duration", "arm.idarubicin.start"];

#[test]
fn another_comparison_of_the_same_name_is_not_replaced_by_accident() {
    let output = tempfile::tempdir().unwrap();
    let one = ["scenarios/arm_a.toml", "--name", "mine", "--replicates", "1", "--attribution", "0"];
    compared(output.path(), &one);
    compared(output.path(), &one);
    let other = ["scenarios/arm_b.toml", "--name", "mine", "--replicates", "1", "--attribution", "0"];
    let done = attempt(output.path(), &other);
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("--overwrite"), "{}", text(&done.stderr));
    compared(output.path(), &[&other[..], &["--overwrite"]].concat());
}

#[test]
fn the_headline_about_cenersen_stands_under_every_hypothesis_or_under_the_one_that_is_asked_for() {
    let output = tempfile::tempdir().unwrap();
    let attempt = |words: &[&str]| {
        let mut command = cenersim();
        command.args(["compare", ARMS, "--patients", "2", "--attribution", "0", "--pairs", "3", "-qv"]);
        command.args(SHORT).args(VECTORS).args(words).arg("--output").arg(output.path()).output().unwrap()
    };
    let said = |words: &[&str]| {
        let done = attempt(words);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        text(&done.stdout)
    };
    let all = said(&[]);
    for part in ["neutral", "clinical", "source (in force)", "TP53 null less wild type", "-15.6"] {
        assert!(all.contains(part), "{part} in\n{all}");
    }
    let one = said(&["--hypothesis", "clinical"]);
    assert!(one.contains("clinical (in force)") && !one.contains("neutral"), "{one}");
    let folder = output.path().join("compare_phase2_arms_2_patients_clinical");
    let provenance = fs::read_to_string(folder.join("provenance.json")).unwrap();
    assert!(provenance.contains("\"hypothesis\": \"clinical\""), "{provenance}");
    assert!(folder.join("figures/headline.svg").exists() && folder.join("tables/headline.csv").exists());
    let refused = attempt(&["--hypothesis", "sourc"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("expected one of `neutral`, `clinical`, `source`, or `all`"));
}
