//! The folder of a comparison: what is in it, that its dictionary is complete, and that nothing else is touched.

use super::{example::Example, *};
use crate::{
    ReportError, Staging,
    example::{LOOK, figure},
};
use cenersim_analyses::comparison::BandResult;
use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::{Field, Row},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::{Path, PathBuf},
};

fn staging(output: &Path, example: &Example, design: &str, overwrite: bool) -> Result<Staging, ReportError> {
    Staging::new(output, "arms", &comparison_input(&example.scenarios, design), overwrite)
}

fn write(output: &Path, example: &Example) -> Vec<PathBuf> {
    let mut staging = staging(output, example, "4 patients", false).unwrap();
    attempt(&mut staging, example).unwrap();
    staging.commit().unwrap()
}

fn attempt(staging: &mut Staging, example: &Example) -> Result<(), ReportError> {
    example
        .with(|record| comparison_product(record, vec![figure("response")], false).write(staging, &record.made, &LOOK))
}

fn files_below(folder: &Path) -> BTreeSet<String> {
    let walk = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.file_type().unwrap().is_dir() {
            true => files_below(&entry.path()).into_iter().map(|below| format!("{name}/{below}")).collect(),
            false => vec![name],
        }
    };
    fs::read_dir(folder).unwrap().flatten().flat_map(walk).collect()
}

fn content(folder: &Path) -> Vec<Vec<u8>> {
    files_below(folder).iter().map(|file| fs::read(folder.join(file)).unwrap()).collect()
}

const TABLES: [&str; 12] = [
    "attribution",
    "deaths",
    "differences_measures",
    "differences_rates",
    "doses",
    "ledger",
    "measures",
    "rates",
    "responses",
    "survival",
    "survival_medians",
    "sweep",
];

#[test]
fn a_comparison_has_its_files_and_nothing_else() {
    let output = tempfile::tempdir().unwrap();
    let written: BTreeSet<_> = write(output.path(), &Example::new(2, 4)).into_iter().collect();
    let data = ["columns.csv", "comparison.json", "curves.parquet", "patients.parquet", "provenance.json"];
    let handed = [
        "figures/response.svg",
        "figures/response.png",
        "report.html",
        "report.json",
        "scenarios/a.toml",
        "scenarios/b.toml",
    ];
    let mut expected: BTreeSet<String> = data.into_iter().chain(handed).map(String::from).collect();
    expected.extend(TABLES.map(|table| format!("tables/{table}.csv")));
    let folder = output.path().join("arms");
    assert_eq!(files_below(&folder), expected);
    assert_eq!(written, expected.iter().map(|file| folder.join(file)).collect());
    let top: BTreeSet<_> = fs::read_dir(output.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(top.len(), 1, "no hidden folder is left");
}

#[test]
fn every_column_of_every_file_is_in_the_dictionary_and_the_other_way_round() {
    let output = tempfile::tempdir().unwrap();
    let mut example = Example::new(2, 4);
    example.failures.push(FailedPatient { patient: 9, seed: 7, message: "no cells".into() });
    write(output.path(), &example);
    let folder = output.path().join("arms");
    let mut found = BTreeSet::new();
    for file in files_below(&folder) {
        let path = folder.join(&file);
        if file.ends_with(".parquet") {
            let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
            let columns = reader.metadata().file_metadata().schema_descr().columns().to_vec();
            found.extend(columns.iter().map(|column| (file.clone(), column.name().to_owned())));
        } else if file.ends_with(".csv") {
            let header = csv::Reader::from_path(&path).unwrap().headers().unwrap().clone();
            found.extend(header.iter().map(|name| (file.clone(), name.to_owned())));
        }
    }
    let mut reader = csv::Reader::from_path(folder.join("columns.csv")).unwrap();
    let listed: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let named: BTreeSet<_> = listed.iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
    assert_eq!(named.len(), listed.len(), "no column twice");
    assert_eq!(named, found);
    assert!(found.contains(&("tables/failures.csv".into(), "seed".into())));
    assert!(listed.iter().all(|row| row[4].ends_with('.') && row[4].len() > 3), "every meaning is a sentence");
}

/// Rows of a Parquet file as text, by the names of their columns; what is missing is empty.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = |value: &Field| match value {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Double(number) => number.to_string(),
        other => other.to_string(),
    };
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let row = |row: Row| row.get_column_iter().map(|(name, value)| (name.clone(), text(value))).collect();
    reader.get_row_iter(None).unwrap().map(Result::unwrap).map(row).collect()
}

#[test]
fn every_course_has_a_row_with_its_patient_and_what_is_missing_is_missing() {
    let output = tempfile::tempdir().unwrap();
    let mut example = Example::new(2, 4);
    let extinct = &mut example.records[4];
    (extinct.best_blast_change, extinct.outcome.milestones.stem_extinct) = (Some(-80.0), true);
    extinct.outcome.survival.response_day = None;
    let unseen = &mut example.records[8];
    (unseen.best_blast_change, unseen.agent_steps) = (None, 5_000_000_000);
    let survival = &mut unseen.outcome.survival;
    (survival.death_day, survival.death_cause) = (Some(21.25), Some("infection".into()));
    write(output.path(), &example);
    let rows = rows(&output.path().join("arms/patients.parquet"));
    assert_eq!(rows.len(), 4 * 2 * 2);
    let cells = |row: usize, names: [&str; 5]| names.map(|name| rows[row][name].as_str());
    // Patient 2, first replicate, arm A; then patient 3, who was never examined.
    assert_eq!(cells(4, ["patient", "arm", "replicate", "age_years", "sex"]), ["2", "A", "0", "52", "female"]);
    let found = cells(4, ["disease", "first_remission_days", "stem_extinct", "best_blast_change", "response_day"]);
    assert_eq!(found, ["refractory", "", "true", "-80", ""]);
    let found = cells(8, ["death_day", "death_cause", "best_blast_change", "first_remission_days", "agent_steps"]);
    assert_eq!(found, ["21.25", "infection", "", "200", "5000000000"]);
}

#[test]
fn a_patient_who_is_not_known_has_no_covariates() {
    let mut example = Example::new(1, 2);
    example.patients.pop();
    let ages: Vec<_> = example.with(|record| {
        let columns = course_table::columns(record);
        let age = columns.iter().find(|column| column.heading.name == "age_years").expect("a column");
        course_table::rows(record).map(|row| age.cell(&row).number()).collect()
    });
    assert_eq!(ages, [Some(51.0), Some(51.0), None, None]);
}

#[test]
fn curves_have_a_row_for_each_variable_and_day_and_no_number_where_no_course_has_a_value() {
    let output = tempfile::tempdir().unwrap();
    let mut example = Example::new(2, 4);
    let bands = &mut example.compared.arms[0].bands;
    bands[1].quantiles.iter_mut().for_each(|quantile| quantile[0] = f64::NAN);
    let (first, second) = (bands[0].clone(), bands[1].clone());
    write(output.path(), &example);
    let rows = rows(&output.path().join("arms/curves.parquet"));
    let all = example.compared.arms.iter().flat_map(|arm| &arm.bands);
    assert_eq!(rows.len(), all.map(|band| band.days.len()).sum::<usize>());
    let of = |band: &BandResult, day: usize, middle: String| {
        let kind = band.kind.map_or("", |kind| kind.name());
        [band.variable.name(), kind].map(String::from).into_iter().chain([
            band.days[day].to_string(),
            band.courses[day].to_string(),
            middle,
        ])
    };
    let cells = |row: usize| ["variable", "kind", "day", "courses", "q50"].map(|name| rows[row][name].clone());
    let last = first.days.len() - 1;
    assert!(
        rows[last]["arm"] == "A" && cells(last).into_iter().eq(of(&first, last, first.quantiles[2][last].to_string()))
    );
    assert!(cells(last + 1).into_iter().eq(of(&second, 0, String::new())), "{:?}", cells(last + 1));
}

#[test]
fn arms_are_named_in_the_json_wherever_they_stand() {
    let example = Example::new(2, 4);
    let text = json::comparison_json(&example.compared, &[]);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&value["pairs"][0]["first"], &value["pairs"][0]["second"]), (&"A".into(), &"B".into()));
    assert_eq!((&value["attribution"][1]["arm"], &value["sweep"]["points"][1]["arm"]), (&"B".into(), &"B".into()));
    // Arm B of the trial (T16).
    assert_eq!(value["arms"][1]["published"]["cr"], 3);
    assert_eq!(value["arms"][0]["rates"][0]["exact"]["low"], 0.1);
    assert_eq!(value["failures"], serde_json::json!([]));
}

#[test]
fn the_same_comparison_gives_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(one.path(), &Example::new(3, 4));
    write(two.path(), &Example::new(3, 4));
    assert_eq!(content(one.path()), content(two.path()));
}

fn provenance(output: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(output.join("arms/provenance.json")).unwrap()).unwrap()
}

/// `sha256sum` is part of GNU coreutils: an independent program says the same.
#[cfg(target_os = "linux")]
#[test]
fn the_fingerprint_can_be_recomputed_by_the_command_that_the_provenance_gives() {
    let output = tempfile::tempdir().unwrap();
    write(output.path(), &Example::new(2, 4));
    let found = provenance(output.path());
    let command = found["result_sha256_is"].as_str().unwrap();
    let folder = output.path().join("arms");
    let shell = std::process::Command::new("sh").args(["-c", command]).current_dir(folder).output().unwrap();
    let printed = String::from_utf8(shell.stdout).unwrap();
    assert_eq!(printed.split_whitespace().next(), found["result_sha256"].as_str());
}

#[test]
fn another_result_has_another_fingerprint_and_other_wall_time_has_not() {
    let fingerprint = |change: fn(&mut Example)| {
        let output = tempfile::tempdir().unwrap();
        let mut example = Example::new(2, 4);
        change(&mut example);
        write(output.path(), &example);
        provenance(output.path())["result_sha256"].clone()
    };
    let same = fingerprint(|_| ());
    assert_eq!(fingerprint(|example| example.records[0].steps += 1), same, "steps are no result");
    assert_ne!(fingerprint(|example| example.compared.pairs[0].measures[3].mean = 1.0), same);
    assert_ne!(fingerprint(|example| example.compared.arms[1].overall_survival.steps[0].at_risk += 1), same);
}

#[test]
fn the_same_question_replaces_its_older_answer_and_another_question_is_refused() {
    let output = tempfile::tempdir().unwrap();
    let example = Example::new(2, 4);
    write(output.path(), &example);
    write(output.path(), &example);
    let before = content(output.path());
    let message = staging(output.path(), &example, "5 patients", false).unwrap_err().to_string();
    let expected = "holds the result of a different scenario (scenario `arms`, seed 7, sha256 ";
    assert!(message.contains(expected) && message.contains("--overwrite"), "{message}");
    assert_eq!(content(output.path()), before);
    assert!(staging(output.path(), &example, "5 patients", true).is_ok());
}

#[test]
fn what_is_somebody_elses_is_not_touched() {
    let output = tempfile::tempdir().unwrap();
    let example = Example::new(1, 4);
    write(output.path(), &example);
    fs::write(output.path().join("arms/talk.pptx"), "slides").unwrap();
    let message = staging(output.path(), &example, "4 patients", false).unwrap_err().to_string();
    assert!(message.contains("also holds `talk.pptx`"), "{message}");
    fs::remove_dir_all(output.path().join("arms")).unwrap();
    fs::create_dir(output.path().join("arms")).unwrap();
    fs::write(output.path().join("arms/report.html"), "somebody's").unwrap();
    let message = staging(output.path(), &example, "4 patients", true).unwrap_err().to_string();
    assert!(message.contains("has no readable provenance.json"), "{message}");
}

#[test]
fn a_comparison_that_is_given_up_leaves_no_trace() {
    let output = tempfile::tempdir().unwrap();
    let mut example = Example::new(1, 4);
    example.scenarios[0].0 = "../escape".into();
    let mut staging = staging(output.path(), &example, "", false).unwrap();
    let error = attempt(&mut staging, &example).unwrap_err();
    drop(staging);
    assert!(error.to_string().starts_with("`../escape.toml` cannot name a file"), "{error}");
    assert_eq!(files_below(output.path()), BTreeSet::new());
}

/// A file that takes no byte stands for a full disk; which file it is must not matter.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_sentence_and_leaves_the_older_result() {
    let example = Example::new(1, 4);
    for file in ["patients.parquet", "curves.parquet", "comparison.json", "columns.csv", "provenance.json"] {
        let output = tempfile::tempdir().unwrap();
        write(output.path(), &example);
        let before = content(output.path());
        let mut staging = staging(output.path(), &example, "4 patients", false).unwrap();
        let mut entries = fs::read_dir(output.path()).unwrap().flatten().map(|entry| entry.path());
        let hidden = entries.find(|path| path.to_string_lossy().ends_with(".partial")).unwrap();
        std::os::unix::fs::symlink("/dev/full", hidden.join("new/arms").join(file)).unwrap();
        let message = attempt(&mut staging, &example).unwrap_err().to_string();
        drop(staging);
        assert!(message.contains("the disk is full") && message.contains(file), "{file}: {message}");
        assert_eq!(content(output.path()), before, "{file}");
    }
}
