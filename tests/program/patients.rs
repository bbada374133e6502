//! Patients by name as users meet them: a list is written, edited and read back, and what is wrong with it is told with its place.
//! Comparisons are short (some days, few agents).

use crate::{
    command::{VECTORS, ran, text},
    study::small::{compare, done, merge, plan, run, written},
};
use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::RowAccessor,
};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
};

const ARMS: [&str; 4] = ["scenarios/arm_a.toml", "scenarios/arm_b.toml", "--attribution", "0"];

fn list(folder: &Path, text: &str) -> String {
    let path = folder.join("twins.csv");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// All tables and the JSON of a result, by name.
fn results(folder: &Path) -> BTreeMap<PathBuf, String> {
    let tables = fs::read_dir(folder.join("tables")).unwrap().map(|entry| entry.unwrap().path());
    let files = tables.chain([folder.join("comparison.json")]);
    files.map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect()
}

/// The rows of `patients.parquet` as text, without the columns that only a list has.
fn courses(folder: &Path) -> Vec<String> {
    let reader = SerializedFileReader::new(File::open(folder.join("patients.parquet")).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    let shared = |name: &str| !["name", "drawn"].contains(&name);
    let cells = |row: parquet::record::Row| {
        let columns = row.get_column_iter().filter(|(name, _)| shared(name));
        columns.map(|(_, field)| format!("{field},")).collect()
    };
    rows.map(cells).collect()
}

fn words(folder: &Path, column: &str) -> Vec<Option<String>> {
    let reader = SerializedFileReader::new(File::open(folder.join("patients.parquet")).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    rows.map(|row| {
        let index = row.get_column_iter().position(|(name, _)| name == column).expect("a column");
        row.get_string(index).ok().cloned()
    })
    .collect()
}

#[test]
fn the_population_as_a_list_gives_the_results_of_the_population_at_once_and_in_chunks() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("twins.csv");
    let path = path.to_str().unwrap();
    done(ran(&["patients", "3", "scenarios/arm_a.toml", "--output", path]));
    let drawn = compare(&home.path().join("drawn"), &[&ARMS[..], &["--patients", "3"]].concat());
    let listed = [&ARMS[..], &["--patients-from", path]].concat();
    let read = compare(&home.path().join("read"), &listed);
    assert_eq!(read.file_name().unwrap(), "compare_arm_a_arm_b_twins");
    assert_eq!(results(&read), results(&drawn));
    assert_eq!(courses(&read), courses(&drawn));
    let folder = plan(&home.path().join("planned"), &listed, 3);
    fs::remove_file(path).unwrap();
    run(&folder, &[]);
    let merged = merge(&folder);
    assert_eq!((results(&merged), courses(&merged)), (results(&read), courses(&read)));
}

#[test]
fn patients_keep_their_names_and_what_was_drawn_is_marked() {
    let home = tempfile::tempdir().unwrap();
    let list = list(home.path(), "name,number,age [y],leukemia.chemoresistance\nAnna,9,40,\nBert,9,80,0.2\n");
    let folder = compare(home.path(), &["scenarios/arm_a.toml", "--attribution", "0", "--patients-from", &list]);
    assert_eq!(words(&folder, "name"), ["Anna", "Bert"].map(|name| Some(name.to_owned())));
    assert!(words(&folder, "drawn").iter().all(|drawn| drawn.as_deref().unwrap().starts_with("sex, weight, height")));
    let columns = fs::read_to_string(folder.join("columns.csv")).unwrap();
    assert!(columns.contains("Own number of the patient for `leukemia.chemoresistance`"), "{columns}");
    let scenario = fs::read_to_string(folder.join("scenarios/arm_a.toml")).unwrap();
    assert!(scenario.contains("Anna,9,40,"), "the document has its list");
}

#[test]
fn a_run_has_the_replicates_of_everybody() {
    let home = tempfile::tempdir().unwrap();
    let list = list(home.path(), "name,sex\nAnna,female\nBert,male\n");
    let short = ["simulation.horizon=5 d", "simulation.examinations=[]", "simulation.agents_per_class=8"];
    let set = short.iter().chain(&["simulation.replicates=2"]).flat_map(|change| ["--set", *change]);
    let output = home.path().to_str().unwrap();
    let words = ["run", "scenarios/arm_a.toml", "--quiet", "--patients-from", &list, "--output", output];
    let folder = written(&done(ran(&words.into_iter().chain(set).chain(VECTORS).collect::<Vec<_>>())));
    assert_eq!(folder.file_name().unwrap(), "arm_a_twins");
    let table = fs::read_to_string(folder.join("tables/patients.csv")).unwrap();
    let names: Vec<&str> = table.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(names, ["Anna", "Anna", "Bert", "Bert"]);
}

#[test]
fn a_trial_takes_its_subjects_from_the_list() {
    let home = tempfile::tempdir().unwrap();
    let rows: String = (1..=9).map(|number| format!("P{number},{}\n", 40 + number)).collect();
    let list = list(home.path(), &format!("name,age [y]\n{rows}"));
    let small = ["trial.subjects=[2, 2, 2]", "trial.refractory=3", "trial.men=3", "trial.inhibitors.users=3"];
    let short = ["trial.follow_up=\"60 d\"", "simulation.agents_per_class=8", "trial.stopping.first_look=1"];
    let set: Vec<&str> = small.iter().chain(&short).flat_map(|change| ["--set", *change]).collect();
    let output = home.path().to_str().unwrap();
    let first =
        ["trial", "scenarios/phase2.toml", "--quiet", "--pairs", "0", "--output", output, "--patients-from", &list];
    let trial = |words: &[&str]| ran(&[&first[..], &set[..], &VECTORS, words].concat());
    let folder = written(&done(trial(&["--trials", "3"])));
    let subjects = fs::read_to_string(folder.join("subjects.csv")).unwrap();
    let head: Vec<&str> = subjects.lines().next().unwrap().split(',').collect();
    let age = head.iter().position(|name| *name == "AGE").unwrap();
    let ages: Vec<f64> =
        subjects.lines().skip(1).map(|line| line.split(',').nth(age).unwrap().parse().unwrap()).collect();
    assert!(ages.len() == 6 && ages.iter().all(|age| (41.0..=49.0).contains(age)), "{ages:?}");
    let refused = trial(&["--set", "trial.subjects=[4, 4, 4]", "--set", "trial.pool=400"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("twins.csv has 9 patients for 12 subjects"), "{}", text(&refused.stderr));
}

#[test]
fn what_does_not_go_with_a_list_is_said() {
    let home = tempfile::tempdir().unwrap();
    let list = list(home.path(), "name,age [y]\nAnna,61\nBert,old\n");
    let refused = |words: &[&str]| {
        let output = ran(&[words, &["--output", home.path().to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        text(&output.stderr)
    };
    let arm = "scenarios/arm_a.toml";
    let said = refused(&["compare", arm, "--patients-from", &list]);
    assert!(said.contains("twins.csv:3:6") && said.contains("`old` is no number"), "{said}");
    fs::write(&list, "name,age [y]\nAnna,61\nBert,60\n").unwrap();
    for (words, expected) in [
        (&["compare", arm, "--patients", "3"][..], "expected one of the two"),
        (&["compare", arm, "--patient", "3"], "expected a row from 1 to 2"),
        (&["run", arm, "--checkpoint-every", "1 d"], "expected a scenario without a list"),
    ] {
        let said = refused(&[words, &["--patients-from", &list]].concat());
        assert!(said.contains(expected), "{said}");
    }
    assert!(refused(&["compare", arm, "--patients-from", "no.csv"]).contains("`cenersim patients 20 --output FILE`"));
}
