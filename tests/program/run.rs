//! `run` and `plot` as their users meet them: what is written, what is printed, what is never lost.
//! Runs are short (ten days, two replicates, few agents); what a simulation yields is tested elsewhere.

use crate::command::{HERE, PIXELS, VECTORS, cenersim, files, fits, ran, text, verdict_and_rest};
use cenersim::scenario::Scenario;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Output,
    sync::LazyLock,
};
use tempfile::TempDir;

const SHORT: [&str; 6] =
    ["--set", "simulation.horizon=10 d", "--set", "simulation.replicates=2", "--set", "simulation.agents_per_class=16"];

const FIGURES: [&str; 6] = ["population", "marrow", "blood", "mechanism", "levels", "movement"];

/// Runs a scenario for a short time into `output`.
fn ended(scenario: &str, output: &Path, look: &[&str], more: &[&str]) -> Output {
    let mut command = cenersim();
    command.args(["run", scenario, "--output"]).arg(output).args(SHORT).args(look).args(more);
    command.output().unwrap()
}

fn attempt(scenario: &str, output: &Path, more: &[&str]) -> Output {
    ended(scenario, output, &VECTORS, more)
}

fn succeeded(scenario: &str, done: Output) -> Output {
    assert_eq!(done.status.code(), Some(0), "{scenario}: {}", text(&done.stderr));
    done
}

fn run(scenario: &str, output: &Path, more: &[&str]) -> Output {
    succeeded(scenario, attempt(scenario, output, more))
}

/// The same with all files of its figures.
fn drawn(scenario: &str, output: &Path, more: &[&str]) -> Output {
    succeeded(scenario, ended(scenario, output, &PIXELS, more))
}

fn plot(folder: &Path, more: &[&str]) -> Output {
    cenersim().arg("plot").arg(folder).args(more).output().unwrap()
}

/// A short run of arm B: the folder that holds it, its own folder, what the program said.
fn arm_b(more: &[&str]) -> (TempDir, PathBuf, Output) {
    of_arm_b(run, more)
}

fn of_arm_b(run: fn(&str, &Path, &[&str]) -> Output, more: &[&str]) -> (TempDir, PathBuf, Output) {
    let output = tempfile::tempdir().unwrap();
    let done = run("scenarios/arm_b.toml", output.path(), more);
    let folder = output.path().join("arm_b");
    (output, folder, done)
}

/// Such a run as it was left, for all tests that only read.
static PLAIN: LazyLock<(TempDir, PathBuf, Output)> = LazyLock::new(|| of_arm_b(drawn, &["--verbose"]));

/// The same for tests that change what lies there.
fn copy_of_arm_b() -> (TempDir, PathBuf) {
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().join("arm_b");
    for (file, bytes) in content(&PLAIN.1) {
        let to = folder.join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    (output, folder)
}

/// Every file below a folder, hidden ones too, by its path within it.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(below).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().into(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn result_hash(folder: &Path) -> String {
    json(&folder.join("provenance.json"))["result_sha256"].as_str().unwrap().to_owned()
}

/// One row of `curves.csv` without its value: replicate, day, kind, variable.
type Key = (String, String, String, String);

fn curves(folder: &Path) -> BTreeMap<Key, String> {
    let table = fs::read_to_string(folder.join("curves.csv")).unwrap();
    let rows = table.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let own = |text: &str| text.to_owned();
    rows.map(|row| ((own(row[0]), own(row[1]), own(row[2]), own(row[3])), own(row[5]))).collect()
}

/// The single sentence of a refusal.
fn refusal(done: &Output, code: i32) -> String {
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(code), "{said}");
    assert!(said.starts_with("error: ") && said.trim_end().lines().count() == 1, "one sentence: {said}");
    said
}

/// Width and height in the header of a PNG (ISO 15948, 11.2.2).
fn png_size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

fn svg_and_png() -> impl Iterator<Item = String> {
    FIGURES.into_iter().flat_map(|name| [format!("figures/{name}.svg"), format!("figures/{name}.png")])
}

#[test]
fn a_run_writes_every_file_it_names_and_no_other() {
    let (_, folder, done) = &*PLAIN;
    let tables = ["curves.csv", "curves.parquet", "events.csv", "summary.json", "scenario.toml", "provenance.json"];
    let expected: BTreeSet<PathBuf> = tables
        .into_iter()
        .chain(["columns.csv", "figures.cbor", "report.html", "report.json"])
        .map(String::from)
        .chain(svg_and_png())
        .map(PathBuf::from)
        .collect();
    assert_eq!(content(folder).into_keys().collect::<BTreeSet<_>>(), expected);
    let said = text(&done.stdout);
    for file in expected {
        assert!(said.contains(&folder.join(&file).display().to_string()), "{} is not named", file.display());
    }
}

#[test]
fn what_is_drawn_beside_a_run_is_drawn_again_to_the_same_bytes() {
    let output = tempfile::tempdir().unwrap();
    let earlier = PLAIN.1.display().to_string();
    let what_if = ["--set", "arm.cenersen.duration=\"2 d\"", "--name", "what_if", "--against", &earlier];
    run("scenarios/arm_b.toml", output.path(), &what_if);
    let folder = output.path().join("what_if");
    let drawn = ["against", "mechanism"].map(|name| folder.join(format!("figures/{name}.svg")));
    let before = drawn.clone().map(|figure| fs::read_to_string(figure).unwrap());
    assert!(before[0].contains("with cenersen 0.1 mg/kg/h, days 1\u{2013}2"), "{}", before[0]);
    assert!(before[1].contains("without cenersen"));
    drawn.iter().for_each(|figure| fs::remove_file(figure).unwrap());
    let again = plot(&folder, &VECTORS);
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert_eq!(drawn.map(|figure| fs::read_to_string(figure).unwrap()), before);
}

#[test]
fn figures_are_1920_by_1080_and_state_scenario_and_seed() {
    let output = tempfile::tempdir().unwrap();
    let mut command = cenersim();
    command.args(["run", "scenarios/arm_b.toml", "--seed", "7", "--output"]).arg(output.path()).args(SHORT);
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    let folder = output.path().join("arm_b");
    for name in FIGURES {
        assert_eq!(png_size(&fs::read(folder.join(format!("figures/{name}.png"))).unwrap()), (1920, 1080));
        let svg = fs::read_to_string(folder.join(format!("figures/{name}.svg"))).unwrap();
        assert!(
            svg.contains("scenario arm_b | ") && svg.contains(" | seed 7 | after failure: nothing follows | cenersim "),
            "{name}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{name} has coordinates that are no numbers");
    }
}

#[test]
fn curves_have_every_variable_of_every_kind_on_every_day() {
    let folder = &PLAIN.1;
    let table = fs::read_to_string(folder.join("curves.csv")).unwrap();
    assert!(table.starts_with("replicate,day,kind,variable,unit,value\n"));
    let rows = curves(folder);
    let kinds: BTreeSet<&str> = rows.keys().map(|key| key.2.as_str()).filter(|kind| !kind.is_empty()).collect();
    let expected = ["leukemic_stem", "leukemic_progenitor", "blast", "normal_stem", "normal_progenitor"];
    assert_eq!(kinds, BTreeSet::from(expected));
    for wanted in ["cells", "agents", "p53_protein", "damage", "share_s", "neutrophils", "platelets", "ara_ctp"] {
        assert!(rows.keys().any(|key| key.3 == wanted), "{wanted}");
    }
    let days: BTreeSet<(&str, &str)> = rows.keys().map(|key| (key.0.as_str(), key.1.as_str())).collect();
    // Thirteen variables of five kinds, and fifteen of the whole patient.
    assert_eq!(rows.len(), days.len() * (13 * 5 + 15));
    assert_eq!(table.lines().count(), rows.len() + 1, "no row is there twice");
    assert!(rows.values().all(|value| value.parse::<f64>().is_ok_and(f64::is_finite)));
}

#[test]
fn events_name_what_was_given() {
    let folder = &PLAIN.1;
    let events = fs::read_to_string(folder.join("events.csv")).unwrap();
    let header = "replicate,day,event,drug,amount_mg,duration_h,course,\
                  blasts,counted,cellularity,neutrophils,platelets,response,cause\n";
    assert!(events.starts_with(header));
    let doses: Vec<&str> = events.lines().filter(|line| line.starts_with("0,") && line.contains(",dose,")).collect();
    // Cenersen once, idarubicin and cytarabine on three days each.
    assert_eq!(doses.len(), 7);
    assert_eq!(doses[0], "0,0.0,dose,cenersen,1260.0,168.0,1,,,,,,,");
}

#[test]
fn agents_are_written_on_the_days_asked_for_and_only_then() {
    use parquet::{file::reader::FileReader, file::reader::SerializedFileReader, record::RowAccessor};
    let (_output, folder, _) = arm_b(&["--cells-on", "3,0"]);
    let reader = SerializedFileReader::new(fs::File::open(folder.join("cells.parquet")).unwrap()).unwrap();
    let columns: Vec<String> =
        reader.metadata().file_metadata().schema().get_fields().iter().map(|field| field.name().into()).collect();
    let expected = ["replicate", "day", "kind", "stage", "phase", "weight", "rnase_h", "p53", "damage"];
    assert_eq!(columns, expected);
    let days: BTreeSet<u64> =
        reader.get_row_iter(None).unwrap().map(|row| row.unwrap().get_double(1).unwrap() as u64).collect();
    assert_eq!(days, BTreeSet::from([0, 3]));
}

#[test]
fn json_prints_the_summary_and_nothing_else() {
    let (_output, folder, done) = arm_b(&["--json"]);
    let (verdict, rest) = verdict_and_rest(&done.stdout);
    assert!(verdict[0].starts_with("In arm B, ") && verdict.len() == 2, "{verdict:?}");
    assert_eq!(rest, fs::read_to_string(folder.join("summary.json")).unwrap());
    assert_eq!(text(&done.stderr), "");
    let summary = json(&folder.join("summary.json"));
    assert_eq!(summary["replicates"].as_array().unwrap().len(), 2);
    assert!(summary["milestones"]["blast_nadir_cells"]["geometric_mean"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_run_shows_plan_summary_and_paths_and_no_bar_where_there_is_no_terminal() {
    let done = &PLAIN.2;
    let said = text(&done.stdout);
    let [plan, summary, paths] = ["seed        1", "Blast nadir", "written:"].map(|part| said.find(part).unwrap());
    assert!(plan < summary && summary < paths, "{said}");
    assert!(said.contains("cytarabine       1    2          24             2       946.48  0.5 g/m2"), "{said}");
    assert_eq!(text(&done.stderr), "");
}

#[test]
fn a_screen_of_results_comes_first_and_everything_when_asked_for() {
    let (_output, folder, done) = arm_b(&["--quiet"]);
    let (short, long) = (text(&done.stdout), text(&PLAIN.2.stdout));
    fits("run", &long);
    assert!(short.lines().count() <= 42, "{short}");
    assert!(short.starts_with("In arm B, ") && short.trim_end().ends_with(&folder.display().to_string()), "{short}");
    assert!(!short.contains("curves.csv") && !short.contains('\u{1b}'), "{short}");
}

#[test]
fn a_second_what_if_stands_beside_the_first() {
    let output = tempfile::tempdir().unwrap();
    for dose in ["1 g/m2", "2 g/m2"] {
        run("scenarios/arm_b.toml", output.path(), &["--set", &format!("arm.cytarabine.dose={dose}")]);
    }
    let found: BTreeSet<String> =
        fs::read_dir(output.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let expected = ["arm_b_cytarabine_dose_1g_m2", "arm_b_cytarabine_dose_2g_m2"].map(String::from);
    assert_eq!(found, BTreeSet::from(expected));
}

#[test]
fn a_film_has_the_same_bytes_whenever_it_is_drawn() {
    let (output, folder, _) = arm_b(&["--animate", "--threads", "2"]);
    let film =
        |folder: &Path| ["gif", "apng"].map(|end| fs::read(folder.join(format!("figures/movement.{end}"))).unwrap());
    let first = film(&folder);
    assert!(first[0].starts_with(b"GIF89a") && first[1].starts_with(b"\x89PNG"));
    assert!(
        first.iter().all(|bytes| (20_000..3_000_000).contains(&bytes.len())),
        "{:?}",
        first.each_ref().map(Vec::len)
    );
    let plot = |more: &[&str]| {
        let done = cenersim().arg("plot").arg(&folder).args(VECTORS).arg("--animate").args(more).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    };
    plot(&[]);
    assert!(film(&folder) == first, "other bytes");
    plot(&["--beside", output.path().join("arm_b").to_str().unwrap()]);
    assert!(film(&folder) != first, "two runs beside each other are another film");
}

#[test]
fn quiet_leaves_out_the_plan() {
    let (_output, _, done) = arm_b(&["--quiet"]);
    let said = text(&done.stdout);
    assert!(said.contains("Blast nadir") && !said.contains("seed"), "{said}");
    assert_eq!(text(&done.stderr), "");
}

#[test]
fn the_scenario_as_run_gives_the_same_result_again() {
    let (output, folder, _) = arm_b(&["--seed", "7", "--set", "patient.weight=90 kg", "--name", "arm_b"]);
    let as_run = fs::read_to_string(folder.join("scenario.toml")).unwrap();
    assert!(as_run.contains("seed = 7") && as_run.contains("weight = \"90 kg\""), "{as_run}");
    assert!(!as_run.contains("extends"), "{as_run}");
    let again = cenersim()
        .arg("run")
        .arg(folder.join("scenario.toml"))
        .args(["--output".as_ref(), output.path().as_os_str()])
        .args(VECTORS)
        .output()
        .unwrap();
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    assert_eq!(result_hash(&folder), result_hash(&output.path().join("scenario")));
}

#[test]
fn another_seed_gives_another_result() {
    let (_output, two, _) = arm_b(&["--seed", "2"]);
    assert_ne!(result_hash(&PLAIN.1), result_hash(&two));
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folders = ["1", "2", "7"].map(|threads| of_arm_b(drawn, &["--threads", threads, "--cells-on", "3"]));
    let [one, two, seven] = folders.each_ref().map(|(_, folder, _)| {
        let mut content = content(folder);
        // They tell the command and how long it took.
        for told in ["report.html", "report.json"] {
            assert!(content.remove(Path::new(told)).is_some());
        }
        let mut provenance: serde_json::Value =
            serde_json::from_slice(&content.remove(Path::new("provenance.json")).unwrap()).unwrap();
        for own in ["wall_seconds", "command", "provenance_sha256"] {
            assert!(provenance.as_object_mut().unwrap().remove(own).is_some());
        }
        (content, provenance)
    });
    assert!(one == two && two == seven);
}

#[test]
fn every_shipped_scenario_runs_and_is_drawn() {
    let output = tempfile::tempdir().unwrap();
    let files = files("scenarios");
    for (number, file) in files.iter().enumerate() {
        let scenario = Scenario::read(&Path::new(HERE).join(file), &[]).unwrap();
        let stem = &scenario.name;
        // Of several arms one; the regimens of other trials are longer.
        let (folder, more) = match &scenario.arms[..] {
            // A trial of it has to end within the horizon.
            [_] if scenario.next_trial.is_some() => (stem.clone(), vec!["--set", "simulation.horizon=42 d"]),
            [_] => (stem.clone(), vec!["--set", "simulation.examinations=[]"]),
            arms => {
                let arm = &arms[number % arms.len()].name;
                let longer =
                    ["--set", "simulation.horizon=30 d", "--set", "simulation.examinations=[\"14 d\", \"28 d\"]"];
                let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
                let named: String = arm.chars().map(plain).collect();
                (format!("{stem}_{named}"), [&["--arm", arm.as_str()], &longer[..]].concat())
            }
        };
        let few = ["agents_per_class=2", "step=2 h", "record_every=24 h"].map(|key| format!("simulation.{key}"));
        let few: Vec<&str> = few.iter().flat_map(|change| ["--set", change]).collect();
        run(file, output.path(), &[&["--quiet"], &few[..], &more].concat());
        let folder = output.path().join(folder).join("figures");
        assert!(FIGURES.iter().all(|figure| folder.join(figure).with_extension("svg").is_file()), "{file}");
    }
    assert_eq!(names(output.path()).len(), files.len());
    healthy_people_have_no_leukemia(&output.path().join("healthy"));
    let events = fs::read_to_string(output.path().join("untreated/events.csv")).unwrap();
    assert!(!events.contains(",dose,"));
}

fn healthy_people_have_no_leukemia(folder: &Path) {
    for (key, value) in curves(folder) {
        let leukemic = key.2.starts_with("leukemic") || key.2 == "blast";
        if leukemic && matches!(key.3.as_str(), "cells" | "agents") || key.3 == "marrow_blasts" {
            assert_eq!(value, "0.0", "{key:?}");
        }
    }
}

#[test]
fn cenersen_without_effect_is_no_cenersen_in_every_cell() {
    let output = tempfile::tempdir().unwrap();
    run("scenarios/arm_b.toml", output.path(), &["--set", "parameters.cenersen.maximal_effect=0"]);
    run("scenarios/controls/arm_b_without_cenersen.toml", output.path(), &[]);
    let [without_effect, without] =
        ["arm_b_cenersen_maximal_effect_0", "arm_b_without_cenersen"].map(|name| curves(&output.path().join(name)));
    let mut compared = 0;
    for (key, value) in &without {
        // Around its infusions there are points of their own. Catastrophes are counted since the last point.
        let Some(other) = without_effect.get(key).filter(|_| key.3 != "catastrophe") else { continue };
        if !key.3.starts_with("cenersen") {
            assert_eq!(value, other, "{key:?}");
            compared += 1;
        }
    }
    assert!(compared > 2 * 40 * 60, "only {compared} values on common days");
}

/// Memory does not grow with replicates: figures show the first 256, which they say; tables and summary have all.
#[test]
fn many_replicates_are_all_written_and_the_first_of_them_drawn() {
    let many = [
        "simulation.replicates=258",
        "simulation.agents_per_class=8",
        "simulation.record_every=24 h",
        "simulation.horizon=3 d",
        "simulation.examinations=[\"2 d\"]",
    ];
    let more: Vec<&str> = many.iter().flat_map(|change| ["--set", change]).collect();
    let output = tempfile::tempdir().unwrap();
    drawn("scenarios/untreated.toml", output.path(), &more);
    let folder = output.path().join("untreated");
    assert_eq!(json(&folder.join("summary.json"))["replicates"].as_array().unwrap().len(), 258);
    let last = curves(&folder).keys().map(|key| key.0.parse::<u32>().unwrap()).max();
    assert_eq!(last, Some(257));
    let population = fs::read_to_string(folder.join("figures/population.svg")).unwrap();
    assert!(population.contains("first 256 of 258 replicates"), "{population:.2000}");
    let before = content(&folder);
    assert_eq!(plot(&folder, &PIXELS).status.code(), Some(0));
    assert_eq!(content(&folder), before);
}

#[test]
fn plot_draws_the_figures_of_the_run_byte_by_byte() {
    let (_output, folder) = copy_of_arm_b();
    let before = content(&folder);
    fs::remove_dir_all(folder.join("figures")).unwrap();
    let done = plot(&folder, &PIXELS);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(content(&folder) == before);
    assert_eq!(text(&done.stdout).lines().count(), 2 * FIGURES.len());
}

#[test]
fn plot_takes_a_theme_and_a_size() {
    let (_output, folder) = copy_of_arm_b();
    let done = plot(&folder, &["--theme", "dark", "--width", "960", "--height", "540"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    for name in FIGURES {
        assert_eq!(png_size(&fs::read(folder.join(format!("figures/{name}.png"))).unwrap()), (960, 540));
        // The background of the dark theme.
        assert!(fs::read_to_string(folder.join(format!("figures/{name}.svg"))).unwrap().contains("#12161B"));
    }
    assert_eq!(plot(&folder, &["--width", "0"]).status.code(), Some(2));
    assert_eq!(plot(&folder, &["--theme", "pink"]).status.code(), Some(2));
}

#[test]
fn plot_refuses_a_damaged_folder_and_leaves_it_as_it_is() {
    let (_output, folder) = copy_of_arm_b();
    let whole = content(&folder);
    for (file, damage) in [
        ("curves.csv", &b"replicate,day,kind,variable,unit,value\n0,0.0,,neutrophils,G/L,many\n"[..]),
        ("curves.csv", b""),
        ("events.csv", b"day,what\n"),
        ("scenario.toml", b"title = \"another\"\n"),
        ("provenance.json", b"{}"),
        ("provenance.json", b"\xff\xfe"),
    ] {
        fs::write(folder.join(file), damage).unwrap();
        let damaged = content(&folder);
        let said = refusal(&plot(&folder, &[]), 2);
        assert!(said.contains(file) && said.contains("expected"), "{said}");
        assert!(content(&folder) == damaged, "{file}");
        fs::write(folder.join(file), &whole[Path::new(file)]).unwrap();
    }
    fs::remove_file(folder.join("events.csv")).unwrap();
    assert!(refusal(&plot(&folder, &[]), 2).contains("events.csv"));
}

#[test]
fn plot_refuses_what_is_no_result() {
    for folder in ["scenarios", "Cargo.toml", "there/is/no/such/folder"] {
        let said = refusal(&plot(&Path::new(HERE).join(folder), &[]), 2);
        assert!(said.contains("is not the result of a run") && said.contains("such as output/arm_b"), "{said}");
    }
}

#[test]
fn an_output_path_that_is_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("results");
    fs::write(&file, "mine").unwrap();
    for output in [file.clone(), file.join("below")] {
        let said = refusal(&attempt("scenarios/arm_b.toml", &output, &["-q"]), 2);
        assert!(said.contains(&file.display().to_string()) && said.contains("--output"), "{said}");
    }
    assert_eq!(content(folder.path()), BTreeMap::from([("results".into(), b"mine".to_vec())]));
}

#[test]
fn the_result_of_another_scenario_is_replaced_only_with_overwrite() {
    let (output, folder) = copy_of_arm_b();
    let before = content(output.path());
    let refused = attempt("scenarios/arm_b.toml", output.path(), &["-q", "--seed", "9"]);
    let said = refusal(&refused, 2);
    assert!(said.contains("different scenario") && said.contains("--overwrite") && said.contains("--output"), "{said}");
    assert!(content(output.path()) == before);
    let old = result_hash(&folder);
    run("scenarios/arm_b.toml", output.path(), &["-q", "--seed", "9", "--overwrite"]);
    assert_ne!(result_hash(&folder), old);
    assert_eq!(names(output.path()), BTreeSet::from(["arm_b".into()]));
}

#[test]
fn the_same_scenario_replaces_its_own_result() {
    let (output, folder) = copy_of_arm_b();
    let old = result_hash(&folder);
    run("scenarios/arm_b.toml", output.path(), &["-q"]);
    assert_eq!(result_hash(&folder), old);
    assert_eq!(names(output.path()), BTreeSet::from(["arm_b".into()]));
}

#[test]
fn a_folder_that_no_run_has_written_is_never_replaced() {
    let output = tempfile::tempdir().unwrap();
    fs::create_dir(output.path().join("arm_b")).unwrap();
    fs::write(output.path().join("arm_b/thesis.txt"), "five years").unwrap();
    let before = content(output.path());
    for more in [&["-q"][..], &["-q", "--overwrite"]] {
        let said = refusal(&attempt("scenarios/arm_b.toml", output.path(), more), 2);
        assert!(said.contains("move it away or choose another folder with --output"), "{said}");
        assert!(content(output.path()) == before);
    }
}

#[test]
fn a_file_that_somebody_added_to_a_result_is_not_lost() {
    let (output, folder) = copy_of_arm_b();
    fs::write(folder.join("notes.txt"), "for the talk").unwrap();
    let before = content(output.path());
    let said = refusal(&attempt("scenarios/arm_b.toml", output.path(), &["-q"]), 2);
    assert!(said.contains("notes.txt") && said.contains("--overwrite"), "{said}");
    assert!(content(output.path()) == before);
}

/// A scenario of two arms, and a third whose name cannot be that of a folder.
fn three_arms(folder: &Path) -> PathBuf {
    let path = folder.join("talk.toml");
    let arm_b = Path::new(HERE).join("scenarios/arm_b.toml");
    let arms = "[[arm]]\nname = \"low\"\nidarubicin = { dose = \"8 mg/m2\", start = \"0 h\", days = [1], infusion = \"15 min\" }\n\
                [[arm]]\nname = \"high/12 (mg)\"\nidarubicin = { dose = \"12 mg/m2\", start = \"0 h\", days = [1], infusion = \"15 min\" }\n\
                [[arm]]\nname = \"none\"\n";
    fs::write(&path, format!("extends = {arm_b:?}\ntitle = \"Three arms\"\n{arms}")).unwrap();
    path
}

#[test]
fn one_of_several_arms_has_to_be_chosen() {
    let output = tempfile::tempdir().unwrap();
    let path = three_arms(output.path());
    let said = refusal(&attempt(path.to_str().unwrap(), output.path(), &["-q"]), 2);
    assert!(said.contains("`low`, `high/12 (mg)`, `none`") && said.contains("--arm"), "{said}");
    assert_eq!(names(output.path()), BTreeSet::from(["talk.toml".into()]));
}

#[test]
fn a_chosen_arm_has_its_own_folder_which_can_be_drawn_and_run_again() {
    let output = tempfile::tempdir().unwrap();
    let path = three_arms(output.path());
    for (arm, name, milligrams) in [("low", "talk_low", "8"), ("high/12 (mg)", "talk_high_12__mg_", "12")] {
        drawn(path.to_str().unwrap(), output.path(), &["-q", "--arm", arm]);
        let folder = output.path().join(name);
        let before = content(&folder);
        let svg = text(&before[Path::new("figures/population.svg")]);
        assert!(svg.contains(&format!("arm {arm}")), "{arm} is not named");
        let done = plot(&folder, &PIXELS);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        assert!(content(&folder) == before, "{arm} is drawn differently");
        let as_run = text(&before[Path::new("scenario.toml")]);
        assert!(as_run.contains(&format!("\"{milligrams} mg/m2\"")), "{as_run}");
        let again = ran(&[
            "run",
            folder.join("scenario.toml").to_str().unwrap(),
            "--overwrite",
            "--output",
            output.path().to_str().unwrap(),
            "--format",
            "svg",
        ]);
        assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
        assert_eq!(result_hash(&output.path().join("scenario")), result_hash(&folder));
    }
}

#[cfg(unix)]
mod unix {
    //! Disks that refuse, and signals.

    use super::*;
    use cenersim::report::fault;
    use std::{
        io::{BufRead, BufReader, Read},
        process::{Command, ExitStatus, Stdio},
    };

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        use std::os::unix::fs::PermissionsExt;
        let output = tempfile::tempdir().unwrap();
        fs::set_permissions(output.path(), fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(output.path().join("probe"), "").is_ok() {
            eprintln!("skipped: this user may write everywhere");
            return;
        }
        let said = refusal(&attempt("scenarios/arm_b.toml", output.path(), &["-q"]), 1);
        assert!(said.contains("Permission denied") && said.contains("--output"), "{said}");
        assert_eq!(names(output.path()), BTreeSet::new());
    }

    /// Mounts a file system at $1, puts the folder $3 into it, makes it `full` or `read-only`, runs the rest, and tells
    /// whether what was there is still the same and alone. The mount ends with the shell.
    const ON_A_DISK_OF_ITS_OWN: &str = r#"
        disk=$1; state=$2; earlier=$3; shift 3
        mount -t tmpfs tmpfs "$disk" && cp -r "$earlier" "$disk/arm_b" || exit 77
        case $state in
            full) options=size=$(($(du -sk "$disk" | cut -f1) + 100))k ;;
            read-only) options=ro ;;
        esac
        mount -o "remount,$options" "$disk" || exit 77
        "$@"; echo "exit code $?"
        diff -qr "$earlier" "$disk/arm_b" && echo "the same"
        ls -A "$disk""#;

    /// What a run with --overwrite over an earlier result on such a disk says; none if nobody may mount here.
    fn on_a_disk(state: &str, more: &[&str]) -> Option<Output> {
        let earlier = &PLAIN.1;
        let disk = tempfile::tempdir().unwrap();
        let mut shell = Command::new("unshare");
        shell.current_dir(HERE).args(["--user", "--map-root-user", "--mount", "sh", "-c", ON_A_DISK_OF_ITS_OWN, "sh"]);
        shell.arg(disk.path()).arg(state).arg(earlier).arg(env!("CARGO_BIN_EXE_cenersim"));
        shell.args(["run", "scenarios/arm_b.toml", "-q", "--overwrite", "--seed", "9", "--output"]).arg(disk.path());
        let done = shell.args(SHORT).args(more).output().ok().filter(|done| done.status.code() != Some(77));
        // `unshare` itself fails with 1 before the shell says anything.
        let done = done.filter(|done| !done.stdout.is_empty());
        if done.is_none() {
            eprintln!("skipped: no file system can be mounted here");
        }
        done
    }

    #[test]
    fn a_full_disk_is_told_and_costs_nothing() {
        let Some(done) = on_a_disk("full", &["--no-curves"]) else { return };
        assert_eq!(text(&done.stdout), "exit code 1\nthe same\narm_b\n");
        let said = text(&done.stderr);
        assert!(said.starts_with("error: cannot write `") && said.contains("the disk is full"), "{said}");
        assert!(said.contains("--output") && said.contains("untouched") && said.lines().count() == 1, "{said}");
    }

    #[test]
    fn a_disk_without_room_for_the_curves_is_told_before_the_work() {
        let Some(done) = on_a_disk("full", &[]) else { return };
        assert_eq!(text(&done.stdout), "exit code 1\nthe same\narm_b\n");
        let said = text(&done.stderr);
        assert!(said.contains("room on the disk are needed") && said.contains("--no-curves"), "{said}");
    }

    #[test]
    fn a_read_only_disk_is_told() {
        let Some(done) = on_a_disk("read-only", &[]) else { return };
        assert_eq!(text(&done.stdout), "exit code 1\nthe same\narm_b\n");
        let said = text(&done.stderr);
        assert!(said.contains("Read-only") && said.contains("--output") && said.lines().count() == 1, "{said}");
    }

    /// How a run over an earlier result ends on a signal that arrives at this point, and what it says; the earlier result
    /// must be as it was, and alone.
    fn interrupted(signal: &str, point: &str) -> (ExitStatus, String) {
        let (output, _) = copy_of_arm_b();
        let before = content(output.path());
        let mut command = cenersim();
        command.args(["run", "scenarios/arm_b.toml", "--quiet", "--overwrite", "--seed", "9", "--output"]);
        command.arg(output.path()).args(SHORT).args(VECTORS).env(fault::VARIABLE, format!("hold|{point}|1"));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut held = String::new();
        said.read_line(&mut held).unwrap();
        assert_eq!(held, format!("held at {point}\n"));
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let status = child.wait().unwrap();
        assert!(content(output.path()) == before);
        assert_eq!(names(output.path()), BTreeSet::from(["arm_b".into()]));
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        (status, rest)
    }

    #[test]
    fn interruption_and_termination_end_a_run_and_leave_the_earlier_result() {
        for (signal, point) in [("-INT", "workspace opened"), ("-TERM", "workspace opened"), ("-INT", "result written")]
        {
            let (status, said) = interrupted(signal, point);
            assert_eq!(status.code(), Some(130));
            assert_eq!(said, "interrupted; results written earlier are untouched\n");
        }
    }

    #[test]
    fn a_run_killed_between_the_renames_gives_the_earlier_result_back() {
        let (output, folder) = copy_of_arm_b();
        let before = content(&folder);
        let mut command = cenersim();
        command.args(["run", "scenarios/arm_b.toml", "--quiet", "--overwrite", "--seed", "9", "--output"]);
        command.arg(output.path()).args(SHORT).args(VECTORS).env(fault::VARIABLE, "abort|old result moved aside|1");
        assert_eq!(command.output().unwrap().status.code(), None);
        assert!(!folder.exists(), "it lies aside");
        // Any later run in the folder puts it back, whatever becomes of that run itself.
        let other = attempt("scenarios/arm_a.toml", output.path(), &["-q"]);
        assert_eq!(other.status.code(), Some(0), "{}", text(&other.stderr));
        assert!(content(&folder) == before);
    }
}
