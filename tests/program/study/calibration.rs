//! A calibration as its users meet it: continued when killed, the same in any chunks and on any threads, refused when the
//! counts contradict each other; and its posterior in the hands of `trial`. What the sampler is worth is tested where it is.

use crate::{
    command::{PIXELS, VECTORS, cenersim, is_drawn_again, ran, text},
    study::small::{chunks, done, files, hash, merge, run, study, written},
};
use cenersim::report::fault;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};
use tempfile::TempDir;

/// Two free numbers, two generations of twelve draws, six subjects with few agents.
const SMALL: [&str; 17] = [
    "scenarios/calibration.toml",
    "--set",
    "simulation.step=2 h",
    "--set",
    "calibration.parameters=[\"dna_damage.idarubicin_lc50\", \"inhibitor.loss\"]",
    "--set",
    "calibration.generations=2",
    "--set",
    "calibration.draws=12",
    "--set",
    "calibration.trials=1",
    "--set",
    "calibration.posterior=12",
    "--set",
    "simulation.agents_per_class=2",
    "--set",
    "trial={subjects = [2, 2, 2], refractory = 3, men = 3, follow_up = \"43 d\", inhibitors = {users = 2}}",
];

fn calibrate(look: &[&str], output: &Path) -> Command {
    let mut command = cenersim();
    command.arg("calibrate").args(SMALL).args(look).arg("--quiet").arg("--output").arg(output);
    command
}

fn calibrated(look: &[&str], output: &Path) -> PathBuf {
    written(&done(calibrate(look, output).output().unwrap()))
}

fn planned(look: &[&str], chunks: &str, output: &Path) -> PathBuf {
    let mut command = study(&["plan", "calibrate"]);
    command.args(SMALL).args(look).args(["--chunks", chunks, "--output"]).arg(output);
    written(&done(command.output().unwrap()))
}

struct Undisturbed {
    _output: TempDir,
    folder: PathBuf,
}

/// Computed at once: what all others are compared with, and whose posterior is used.
static UNDISTURBED: LazyLock<Undisturbed> = LazyLock::new(|| {
    let output = tempfile::tempdir().unwrap();
    let folder = calibrated(&PIXELS, output.path());
    Undisturbed { _output: output, folder }
});

#[test]
fn one_posterior_for_any_number_of_chunks_and_threads_and_after_a_kill() {
    let output = tempfile::tempdir().unwrap();
    let expected = &UNDISTURBED.folder;
    // In chunks: both generations, the second of which follows from the first.
    for (number, threads) in [("2", "3"), ("7", "1")] {
        let folder = planned(&PIXELS, number, &output.path().join(number));
        run(&folder, &["--threads", threads]);
        let merged = merge(&folder);
        assert_eq!(hash(&merged), hash(expected), "{number} chunks, {threads} threads");
        assert!(files(&merged) == files(expected), "{number} chunks, {threads} threads: every byte of every file");
    }
    // Killed within either generation and called again.
    let home = output.path().join("killed");
    // Three files are the plan, two are each chunk and its note.
    for files in [3 + 2 * 3, 3 + 2 * 11] {
        let mut command = calibrate(&VECTORS, &home);
        command.env(fault::VARIABLE, format!("abort|file of a study published|{files}"));
        assert_eq!(command.output().unwrap().status.code(), None, "it was to be killed after {files} files");
    }
    assert_eq!(hash(&calibrated(&VECTORS, &home)), hash(expected));
    is_drawn_again(expected, &PIXELS, "calibration.json");
}

#[test]
fn a_later_generation_is_not_computed_before_the_first() {
    let output = tempfile::tempdir().unwrap();
    let folder = planned(&VECTORS, "4", output.path());
    let refused = study(&["run", "--chunk", "4"]).arg(&folder).output().unwrap();
    let said = text(&refused.stderr);
    assert!(refused.status.code() == Some(1) && said.contains("1, 2"), "{said}");
}

#[test]
fn contradictory_counts_need_a_choice_before_anything_runs() {
    let output = tempfile::tempdir().unwrap();
    // The shipped scenario with the choice taken away.
    let text_of = |file: &str| fs::read_to_string(file).unwrap();
    let scenario = text_of("scenarios/calibration.toml").replace("contradictions = \"reconstructed\"\n", "").replace(
        "extends = \"phase2.toml\"",
        &format!("extends = \"{}/scenarios/phase2.toml\"", env!("CARGO_MANIFEST_DIR")),
    );
    let file = output.path().join("no_choice.toml");
    fs::write(&file, scenario).unwrap();
    let home = output.path().join("output");
    let done = ran(&["calibrate", file.to_str().unwrap(), "--output", home.to_str().unwrap()]);
    let said = text(&done.stderr).replace('\n', " ");
    assert_eq!(done.status.code(), Some(2), "{said}");
    for part in ["26 % of 32", "the arms total 8", "19 patients", "reconstructed", "as_printed", "left_out"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!home.exists());
}

/// Six subjects in each of six trials, few agents.
const UNDER_DRAWS: [&str; 26] = [
    "scenarios/phase2.toml",
    "--pairs",
    "0",
    "--trials",
    "6",
    "--set",
    "simulation.agents_per_class=2",
    "--set",
    "simulation.step=2 h",
    "--set",
    "trial.follow_up=\"43 d\"",
    "--set",
    "trial.subjects=[2, 2, 2]",
    "--set",
    "trial.refractory=3",
    "--set",
    "trial.men=3",
    "--set",
    "trial.inhibitors.users=3",
    "--set",
    "trial.stopping.first_look=1",
    PIXELS[0],
    PIXELS[1],
    PIXELS[2],
    PIXELS[3],
    "--parameters",
];

#[test]
fn trials_are_repeated_over_the_posterior_and_a_wrong_file_is_refused() {
    let output = tempfile::tempdir().unwrap();
    let posterior = UNDISTURBED.folder.join("posterior.parquet");
    let asked = |mut command: Command, home: &str, file: &Path| {
        command.args(UNDER_DRAWS).arg(file).arg("--output").arg(output.path().join(home)).output().unwrap()
    };
    let trial = |threads: &str, home: &str, file: &Path| {
        let mut command = cenersim();
        command.args(["trial", "--quiet", "--threads", threads]);
        asked(command, home, file)
    };
    let [one, three] = ["1", "3"].map(|threads| written(&done(trial(threads, threads, &posterior))));
    assert_eq!(one.file_name().unwrap(), "trial_phase2_6_trials_posterior");
    assert_eq!(hash(&one), hash(&three));
    // In chunks: each has some of the trials.
    let folder = written(&done(asked(study(&["plan", "trial", "--chunks", "4"]), "chunks", &posterior)));
    run(&folder, &["--threads", "3"]);
    let merged = merge(&folder);
    assert_eq!((chunks(&folder).len(), hash(&merged)), (4, hash(&one)));
    assert!(files(&merged) == files(&one), "every byte of every file");
    let told: serde_json::Value = serde_json::from_slice(&fs::read(one.join("trial.json")).unwrap()).unwrap();
    let used = &told["repeated"]["posterior"];
    assert_eq!((used["draws"].as_u64(), used["calibration"].as_str()), (Some(6), Some("calibration")), "{used}");
    assert_eq!(used["parameters"].as_array().map(Vec::len), Some(2));
    the_median_of_each_parameter_is_taken(&posterior, output.path());
    // The trial whose parameters are certain is another one.
    let report = fs::read_to_string(one.join("report.html")).unwrap();
    assert!(report.contains("Every repeated trial has subjects of its own"));
    let refused = trial("1", "refused", Path::new("scenarios/phase2.toml"));
    let said = text(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("expected a posterior.parquet"), "{said}");
}

#[test]
fn a_design_averages_over_the_posterior_and_says_which() {
    let output = tempfile::tempdir().unwrap();
    let posterior = UNDISTURBED.folder.join("posterior.parquet");
    let mut command = cenersim();
    command.args(["design", "scenarios/next_trial.toml", "--quiet"]).args(VECTORS);
    for change in ["agents_per_class=4", "step=2 h"] {
        command.args(["--set", &format!("simulation.{change}")]);
    }
    // More draws than the posterior has: they are used again.
    for change in ["draws=14", "patients_per_draw=2", "replicates=1", "trials=100"] {
        command.args(["--set", &format!("design.{change}")]);
    }
    command.arg("--parameters").arg(&posterior).arg("--output").arg(output.path());
    let folder = written(&done(command.output().unwrap()));
    assert_eq!(folder.file_name().unwrap(), "next_trial_posterior");
    let told: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("design.json")).unwrap()).unwrap();
    assert_eq!((told["posterior"].as_str(), told["parameters"].as_u64()), (Some("calibration"), Some(2)));
    let drawn = fs::read_to_string(folder.join("tables/parameters.csv")).unwrap();
    let values: Vec<f64> = drawn.lines().skip(1).map(|row| row.rsplit(',').next().unwrap().parse().unwrap()).collect();
    let read = cenersim::report::read_posterior(&posterior).unwrap();
    let known = |pair: &[f64]| read.draws.iter().any(|draw| (draw[0] / pair[0] - 1.0).abs() < 1e-8);
    assert!(values.len() == 28 && values.chunks(2).all(known), "{values:?}");
}

/// By a run, as it stands in the scenario that lies with the result; a calibration takes none.
fn the_median_of_each_parameter_is_taken(posterior: &Path, output: &Path) {
    let few = ["simulation.horizon=6 d", "simulation.examinations=[]", "simulation.agents_per_class=4"];
    let mut command = cenersim();
    command.args(["run", "scenarios/arm_b.toml", "--quiet", "--name", "medians", "--parameters"]).arg(posterior);
    let changes = few.iter().flat_map(|change| ["--set", change]);
    let folder = written(&done(command.args(changes).args(VECTORS).arg("--output").arg(output).output().unwrap()));
    let scenario = fs::read_to_string(folder.join("scenario.toml")).unwrap();
    let read = cenersim::report::read_posterior(posterior).unwrap();
    let values = scenario.parse::<toml::Table>().unwrap();
    for (path, median) in read.medians() {
        let keys: Vec<&str> = path.split('.').collect();
        let written = keys.iter().fold(&values["parameters"], |table, key| &table[*key]).to_string();
        assert!(written.contains(&median.to_string()), "{path}: {written} is not {median}");
    }
    let mut refused = cenersim();
    refused.args(["calibrate", "scenarios/calibration.toml", "--parameters"]).arg(posterior);
    let refused = refused.output().unwrap();
    let said = text(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("begins from the ranges of the ledger"), "{said}");
}
