//! `trial` as its users meet it: what is written, what is equal, what is refused. Trials are short (the response window,
//! few agents); what a trial yields, and what statistics make of it, is tested elsewhere.

use crate::command::{PIXELS, VECTORS, cenersim, files, fits, is_drawn_again, ran, text, verdict_and_rest};
use cenersim::statistics::{KaplanMeier, Observed};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::{Path, PathBuf},
    process::Output,
    sync::LazyLock,
};

const SHORT: [&str; 6] =
    ["--pairs", "0", "--set", "simulation.agents_per_class=16", "--set", "trial.follow_up=\"60 d\""];

const PHASE2: &str = "scenarios/phase2.toml";

/// Six subjects instead of 53, a pool that suffices for them, fewer agents, and fewer files.
const SMALL: [&str; 18] = [
    "--set",
    "simulation.agents_per_class=2",
    "--set",
    "simulation.step=2 h",
    "--set",
    "trial.subjects=[2, 2, 2]",
    "--set",
    "trial.refractory=3",
    "--set",
    "trial.men=6",
    "--set",
    "trial.inhibitors.users=3",
    "--set",
    "trial.pool=20",
    "--set",
    "trial.stopping.first_look=1",
    VECTORS[0],
    VECTORS[1],
];

fn attempt(output: &Path, arguments: &[&str]) -> Output {
    let mut command = cenersim();
    command.args(["trial", PHASE2]).args(SHORT).args(arguments).arg("--output").arg(output).arg("-qv");
    command.output().unwrap()
}

/// Data files of the trial that is shown, by their stems.
const DATA: [&str; 6] = ["subjects", "adverse_events", "response", "exposure", "laboratory", "time_to_event"];

/// What was printed, and the folder.
fn conducted(output: &Path, arguments: &[&str]) -> (String, PathBuf) {
    let done = attempt(output, arguments);
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
    let printed = text(&done.stdout);
    fits("trial", &printed);
    let folder = printed.lines().find_map(|line| line.strip_prefix("written: ")).expect("the folder is named");
    let folder = PathBuf::from(folder);
    (printed, folder)
}

/// What is said when it is refused; nothing is written.
fn refusal(arguments: &[&str]) -> String {
    let output = tempfile::tempdir().unwrap();
    let done = ran(&[&["trial"], arguments, &["--output", output.path().to_str().unwrap()]].concat());
    assert_eq!(done.status.code(), Some(2), "{arguments:?}: {}", text(&done.stdout));
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0, "{arguments:?}");
    assert!(done.stdout.is_empty());
    text(&done.stderr)
}

/// One trial of 53 subjects, for all tests that only read.
struct Shipped {
    _output: tempfile::TempDir,
    printed: String,
    folder: PathBuf,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let output = tempfile::tempdir().unwrap();
    let (printed, folder) = conducted(output.path(), &PIXELS);
    Shipped { _output: output, printed, folder }
});

fn json(folder: &Path, file: &str) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

type Row = BTreeMap<String, String>;

fn rows(folder: &Path, file: &str) -> Vec<Row> {
    csv::Reader::from_path(folder.join(file)).unwrap().deserialize().map(Result::unwrap).collect()
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

#[test]
fn a_trial_has_its_data_tables_figures_and_report() {
    let folder = &SHIPPED.folder;
    assert_eq!(folder.file_name().unwrap(), "trial_phase2");
    let found = files_below(folder);
    let mut expected: Vec<String> =
        DATA.iter().flat_map(|name| ["csv", "parquet", "json"].map(|kind| format!("{name}.{kind}"))).collect();
    let tables = ["demographics", "response", "disease", "inhibitors", "safety", "survival", "remission", "flow"];
    expected.extend(tables.map(|name| format!("tables/{name}.csv")));
    let figures = ["consort", "response", "subgroups", "overall_survival", "swimmer", "stopping", "mechanism"];
    expected.extend(figures.iter().flat_map(|name| [format!("figures/{name}.svg"), format!("figures/{name}.png")]));
    let others = ["trial.json", "columns.csv", "report.html", "provenance.json", "scenarios/phase2.toml"];
    expected.extend(others.map(String::from));
    let missing: Vec<&String> = expected.iter().filter(|file| !found.contains(*file)).collect();
    assert!(missing.is_empty(), "{missing:?} of {found:?}");
    let report = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(report.len() < 8_000_000 && report.contains("cenersim trial scenarios"));
    assert!(report.contains("contradict"));
    is_drawn_again(folder, &PIXELS, "trial.json");
}

/// A row of a printed table, by its name; the published values of its arms.
fn published(table: &str, row: &str) -> Vec<String> {
    let lines = SHIPPED.printed.lines().skip_while(|line| !line.starts_with(table)).skip(2);
    let line = lines.take_while(|line| !line.is_empty()).find(|line| line.starts_with(&format!("{row}  ")));
    let line = line.unwrap_or_else(|| panic!("no {row} in {table}: {}", SHIPPED.printed));
    // Without repeated trials a cell is `this trial | published`.
    let words: Vec<&str> = line[row.len()..].split_whitespace().collect();
    words.windows(2).filter(|pair| pair[0] == "|").map(|pair| pair[1].to_owned()).collect()
}

// Source document: CR 2/18, 3/18, 3/17, CR + CRp 3, 4, 3.
#[test]
fn the_tables_in_the_terminal_have_the_published_values_beside_those_of_the_trial() {
    assert_eq!(published("Response:", "CR"), ["2", "3", "3", "8"]);
    assert_eq!(published("Response:", "CR + CRp"), ["3", "4", "3", "10"]);
    assert_eq!(published("Demographics:", "Patients"), ["18", "18", "17", "53"]);
    assert_eq!(published("Demographics:", "Median age, y"), ["63", "61", "60", "61"]);
    assert!(SHIPPED.printed.contains("note: the published tables contradict themselves\n  CR: 26 % of 32"));
}

#[test]
fn every_subject_has_one_row_and_the_numbers_of_the_protocol() {
    let subjects = rows(&SHIPPED.folder, "subjects.csv");
    let ids: BTreeSet<&String> = subjects.iter().map(|row| &row["USUBJID"]).collect();
    assert_eq!((subjects.len(), ids.len()), (53, 53));
    let count = |column: &str, value: &str| subjects.iter().filter(|row| row[column] == value).count();
    assert_eq!(["A", "B", "C"].map(|arm| count("ARMCD", arm)), [18, 18, 17]);
    assert_eq!([count("DISSTAT", "REFRACTORY"), count("SEX", "M"), count("INHIBFL", "Y")], [19, 30, 17]);
    for name in DATA {
        let rows = rows(&SHIPPED.folder, &format!("{name}.csv"));
        assert!(!rows.is_empty() && rows.iter().all(|row| ids.contains(&row["USUBJID"])), "{name}");
    }
}

#[test]
fn responses_of_the_data_are_those_of_the_tables() {
    let responses = rows(&SHIPPED.folder, "response.csv");
    let with = |code: &str| responses.iter().filter(|row| row["PARAMCD"] == code && row["AVALC"] == "Y").count() as f64;
    let table = rows(&SHIPPED.folder, "tables/response.csv");
    let total = |name: &str| {
        let row = table.iter().find(|row| row["row"] == name && row["column"] == "total").unwrap();
        row["this_trial"].parse::<f64>().unwrap()
    };
    assert_eq!([with("CR"), with("CRCRP")], [total("CR"), total("CR + CRp")]);
}

/// An infusion lasts to its end; everybody begins on study day 1, and who died of an event has it marked.
#[test]
fn doses_begin_on_day_1_and_whoever_died_of_an_event_has_it_marked_once() {
    let exposure = rows(&SHIPPED.folder, "exposure.csv");
    let first = exposure.iter().filter(|row| row["EXSEQ"] == "1");
    assert!(first.clone().count() == 53 && first.clone().all(|row| row["EXSTDY"] == "1" && row["EXTRT"] == "CENERSEN"));
    let events = rows(&SHIPPED.folder, "adverse_events.csv");
    for subject in rows(&SHIPPED.folder, "subjects.csv") {
        let fatal = events.iter().filter(|row| row["USUBJID"] == subject["USUBJID"] && row["AESDTH"] == "Y").count();
        let expected = usize::from(["infection", "bleeding"].contains(&subject["DTHCAUS"].as_str()));
        assert_eq!(fatal, expected, "{subject:?}");
    }
}

/// ISO dates are in the order of their letters.
#[test]
fn nothing_is_dated_after_death() {
    let death = |row: &Row| Some((row["USUBJID"].clone(), row["DTHDT"].clone())).filter(|(_, day)| !day.is_empty());
    let deaths: BTreeMap<String, String> = rows(&SHIPPED.folder, "subjects.csv").iter().filter_map(death).collect();
    let dates = ["ADT", "STARTDT", "ASTDT", "AENDT", "EXSTDTC", "EXENDTC", "AESTDTC", "TRTEDT", "EOSDT", "DTHDT"];
    let late = |row: &Row| {
        let death = deaths.get(&row["USUBJID"]);
        let day = |name: &&str| row.get(*name).map(|date| date.chars().take(10).collect::<String>());
        death.is_some_and(|death| dates.iter().filter_map(day).any(|date| date > *death))
    };
    assert!(!deaths.is_empty());
    for name in DATA {
        let after = rows(&SHIPPED.folder, &format!("{name}.csv")).into_iter().find(late);
        assert_eq!(after, None, "{name}");
    }
}

#[test]
fn every_time_has_a_reason_to_end() {
    let rows = rows(&SHIPPED.folder, "time_to_event.csv");
    for row in &rows {
        let date = |name: &str| row[name].clone();
        assert_eq!(row["CNSR"] == "0", row["CNSDTDSC"].is_empty(), "{row:?}");
        assert!(!row["EVNTDESC"].is_empty() && date("STARTDT") <= date("ADT") && date("TRTSDT") <= date("STARTDT"));
    }
    let of = |code: &str| rows.iter().filter(|row| row["PARAMCD"] == code).count();
    assert_eq!(["OS", "EFS", "TTR"].map(of), [53; 3]);
    assert!(of("DOR") > 0 && of("DOR") == of("DFS") && of("DOR") < 53);
}

#[test]
fn times_to_events_give_the_curves_of_the_result() {
    let times = rows(&SHIPPED.folder, "time_to_event.csv");
    let result = json(&SHIPPED.folder, "trial.json");
    for (parameter, curve) in [("OS", "overall"), ("DFS", "disease_free")] {
        for found in result["trial"]["survival"].as_array().unwrap() {
            let arm = found["name"].as_str().unwrap();
            let of = times.iter().filter(|row| row["PARAMCD"] == parameter && (arm == "total" || row["ARMCD"] == arm));
            let observed: Vec<Observed> =
                of.map(|row| Observed { time: row["AVALEXCT"].parse().unwrap(), event: row["CNSR"] == "0" }).collect();
            let expected: KaplanMeier = serde_json::from_value(found[curve].clone()).unwrap();
            same_curve(&KaplanMeier::of(&observed), &expected);
        }
    }
}

/// Reading JSON may miss a number by its last digits.
fn same_curve(found: &KaplanMeier, expected: &KaplanMeier) {
    assert_eq!((found.n, found.events, found.steps.len()), (expected.n, expected.events, expected.steps.len()));
    for (found, expected) in found.steps.iter().zip(&expected.steps) {
        assert_eq!(
            (found.at_risk, found.events, found.censored),
            (expected.at_risk, expected.events, expected.censored)
        );
        assert!((found.time - expected.time).abs() < 1e-9 && (found.survival - expected.survival).abs() < 1e-12);
    }
}

/// Columns of a data file.
fn columns(path: &Path) -> Vec<String> {
    if path.extension().is_some_and(|extension| extension == "csv") {
        return csv::Reader::from_path(path).unwrap().headers().unwrap().iter().map(String::from).collect();
    }
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    reader.metadata().file_metadata().schema_descr().columns().iter().map(|column| column.name().to_owned()).collect()
}

#[test]
fn every_column_of_every_file_is_explained_once() {
    let folder = &SHIPPED.folder;
    let data = files_below(folder).into_iter().filter(|file| file.ends_with(".csv") || file.ends_with(".parquet"));
    let found: BTreeSet<(String, String)> =
        data.flat_map(|file| columns(&folder.join(&file)).into_iter().map(move |name| (file.clone(), name))).collect();
    let listed = rows(folder, "columns.csv");
    let named: BTreeSet<_> = listed.iter().map(|row| (row["file"].clone(), row["column"].clone())).collect();
    assert_eq!(named.len(), listed.len(), "no column twice");
    assert_eq!(named, found);
    assert!(listed.iter().all(|row| row["meaning"].ends_with('.') && row["meaning"].len() > 3));
    let clinical = listed.iter().filter(|row| !row["file"].starts_with("tables/") && row["file"] != "columns.csv");
    // SAS transport files allow names of eight characters.
    assert!(clinical.clone().count() > 100 && clinical.clone().all(|row| row["column"].len() <= 8));
}

#[test]
fn parquet_json_and_csv_have_the_same_rows() {
    for name in DATA {
        let rows = rows(&SHIPPED.folder, &format!("{name}.csv"));
        let file = File::open(SHIPPED.folder.join(format!("{name}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), rows.len() as i64, "{name}");
        let dataset = json(&SHIPPED.folder, &format!("{name}.json"));
        assert_eq!(
            (dataset["records"].as_u64(), dataset["rows"].as_array().map(Vec::len)),
            (Some(rows.len() as u64), Some(rows.len()))
        );
        // SAS transport files allow labels of forty characters.
        let columns = dataset["columns"].as_array().unwrap();
        assert!(
            columns.iter().all(|column| (1..=40).contains(&column["label"].as_str().unwrap().len())),
            "{columns:?}"
        );
    }
}

fn hash(folder: &Path) -> String {
    json(folder, "provenance.json")["result_sha256"].as_str().unwrap().to_owned()
}

#[test]
fn the_same_trial_gives_the_same_hash_on_any_number_of_threads() {
    let hashes = ["1", "2", "7"].map(|threads| {
        let output = tempfile::tempdir().unwrap();
        let asked = [&["--trials", "5", "--threads", threads], &SMALL[..]];
        let (printed, folder) = conducted(output.path(), &asked.concat());
        assert_eq!(folder.file_name().unwrap(), "trial_phase2_5_trials");
        assert!(printed.contains("Without cenersen") && printed.contains("Confounding alone"));
        for file in ["effects", "contrasts", "responders", "distributions", "pool"] {
            assert!(folder.join(format!("tables/{file}.csv")).is_file(), "{file}");
        }
        assert!(folder.join("figures/explanations.svg").is_file() && folder.join("figures/predictive.svg").is_file());
        hash(&folder)
    });
    assert!(hashes[0] == hashes[1] && hashes[1] == hashes[2]);
}

/// `sha256sum` is part of GNU coreutils: an independent program says the same.
#[cfg(target_os = "linux")]
#[test]
fn the_fingerprint_can_be_recomputed_by_the_command_that_the_provenance_gives() {
    let recipe = json(&SHIPPED.folder, "provenance.json")["result_sha256_is"].as_str().unwrap().to_owned();
    let shell = std::process::Command::new("sh").args(["-c", &recipe]).current_dir(&SHIPPED.folder).output().unwrap();
    assert_eq!(text(&shell.stdout).split_whitespace().next(), Some(hash(&SHIPPED.folder).as_str()));
}

#[test]
fn every_fault_of_a_protocol_is_one_sentence_and_nothing_is_written() {
    for file in files("tests/broken_scenarios").iter().filter(|file| file.contains("/trial_")) {
        let message = refusal(&[file]);
        assert!(message.starts_with("error: ") && message.contains("expected"), "{file}: {message}");
    }
    let refused = |arguments: &[&str], expected: &str| {
        let message = refusal(&[&[PHASE2], arguments].concat());
        assert!(message.contains(expected), "{arguments:?}: {message}");
    };
    refused(&["--set", "trial.block=7"], "expected a multiple of 3");
    refused(&["--set", "trial.inhibitors.users=54"], "54 inhibitor users among 53 subjects");
    refused(&["--set", "trial.follow_up=\"30 d\""], "ends before the response window");
    refused(&["--set", "trial.strata=[\"disease\"]", "--set", "trial.refractory=0"], "nobody would be refractory");
    refused(&["--reference", "D"], "--reference `D` is no arm: expected one of `A`, `B`, `C`");
    refused(&["--trials", "0"], "`--trials 0` repeats nothing");
    refused(&["--trials", "many"], "--trials");
    let message = refusal(&["scenarios/arm_a.toml"]);
    assert!(message.contains("scenarios/arm_a.toml describes no trial: expected a table `[trial]`"), "{message}");
}

#[test]
fn another_trial_of_the_same_name_is_not_replaced_by_accident() {
    let output = tempfile::tempdir().unwrap();
    let small = |more: &[&str]| {
        let asked = [&["--name", "mine"], &SMALL[..], more].concat();
        attempt(output.path(), &asked)
    };
    assert_eq!(small(&[]).status.code(), Some(0));
    assert_eq!(small(&[]).status.code(), Some(0));
    let other = small(&["--seed", "2"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(text(&other.stderr).contains("--overwrite"), "{}", text(&other.stderr));
    assert_eq!(small(&["--seed", "2", "--overwrite"]).status.code(), Some(0));
}

#[test]
fn the_result_is_printed_as_json_when_asked_for() {
    let output = tempfile::tempdir().unwrap();
    let done = attempt(output.path(), &[&["--json"], &SMALL[..]].concat());
    let printed: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(printed["trial"]["subjects"].as_array().unwrap().len(), 6);
    assert_eq!(printed["contradictions"].as_array().unwrap().len(), 3);
    let (verdict, rest) = verdict_and_rest(&done.stdout);
    assert!(verdict[0].contains(" of 6 subjects come into complete remission"), "{verdict:?}");
    assert_eq!(rest, fs::read_to_string(output.path().join("trial_phase2/trial.json")).unwrap());
}
