//! A small study and what can be done with it.

use crate::command::{PIXELS, VECTORS, cenersim, text};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};
use tempfile::TempDir;

const SHORT: [&str; 12] = [
    "--set",
    "simulation.step=2 h",
    "--pairs",
    "2",
    "--set",
    "simulation.horizon=8 d",
    "--set",
    "simulation.agents_per_class=2",
    "--set",
    "simulation.examinations=[\"7 d\"]",
    "--set",
    "simulation.record_every=24 h",
];

/// Everything that can be in a plan: cohort, attribution and a sweep.
pub const WHOLE: [&str; 11] = [
    "scenarios/phase2_arms.toml",
    "--patients",
    "3",
    "--replicates",
    "2",
    "--attribution",
    "2",
    "--sweep",
    "arm.1.cenersen.duration=0 d,7 d",
    "--without",
    "inhibitors",
];

/// Only a cohort.
pub const COHORT: [&str; 5] = ["scenarios/arm_b.toml", "--patients", "30", "--attribution", "0"];

pub fn study(words: &[&str]) -> Command {
    let mut command = cenersim();
    command.arg("study").args(words);
    command
}

pub fn attempt_to_plan(output: &Path, words: &[&str], chunks: usize) -> Output {
    planned(output, &VECTORS, words, chunks)
}

fn planned(output: &Path, look: &[&str], words: &[&str], chunks: usize) -> Output {
    let mut command = study(&["plan"]);
    command.args(words).args(SHORT).args(look).args(["--chunks", &chunks.to_string(), "--output"]).arg(output);
    command.output().unwrap()
}

/// Plans a study and returns its folder.
pub fn plan(output: &Path, words: &[&str], chunks: usize) -> PathBuf {
    written(&done(attempt_to_plan(output, words, chunks)))
}

/// The same with all files of its figures.
pub fn plan_drawn(output: &Path, words: &[&str], chunks: usize) -> PathBuf {
    written(&done(planned(output, &PIXELS, words, chunks)))
}

pub fn run(folder: &Path, words: &[&str]) -> String {
    done(study(&["run"]).arg(folder).args(words).output().unwrap())
}

/// Merges a study and returns the folder of the result.
pub fn merge(folder: &Path) -> PathBuf {
    written(&done(study(&["merge"]).arg(folder).output().unwrap()))
}

/// What `compare` yields from the same.
pub fn compare(output: &Path, words: &[&str]) -> PathBuf {
    compare_drawn(output, &VECTORS, words)
}

fn compare_drawn(output: &Path, look: &[&str], words: &[&str]) -> PathBuf {
    let mut command = cenersim();
    command.arg("compare").args(words).args(SHORT).args(look).arg("--quiet").arg("--output").arg(output);
    written(&done(command.output().unwrap()))
}

/// The same of everything that can be in a plan with all files of its figures, for all tests that compare with it.
pub fn compared_whole() -> &'static Path {
    static RESULT: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| compared(&PIXELS, &WHOLE));
    &RESULT.1
}

/// The same of a cohort alone.
pub fn compared_cohort() -> &'static Path {
    static RESULT: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| compared(&VECTORS, &COHORT));
    &RESULT.1
}

fn compared(look: &[&str], words: &[&str]) -> (TempDir, PathBuf) {
    let output = tempfile::tempdir().unwrap();
    let folder = compare_drawn(output.path(), look, words);
    (output, folder)
}

pub fn written(said: &str) -> PathBuf {
    PathBuf::from(said.lines().find_map(|line| line.strip_prefix("written: ")).expect("the folder is named"))
}

/// What a command that succeeds says.
pub fn done(output: Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// What a command that is refused says, with its exit code.
pub fn refused(output: Output) -> (Option<i32>, String) {
    assert!(!output.status.success(), "{}", text(&output.stdout));
    (output.status.code(), text(&output.stderr))
}

pub fn hash(result: &Path) -> String {
    let text = fs::read_to_string(result.join("provenance.json")).unwrap();
    let provenance: serde_json::Value = serde_json::from_str(&text).unwrap();
    provenance["result_sha256"].as_str().unwrap().to_owned()
}

/// Names of the finished chunks, which hold the hashes of their contents.
pub fn chunks(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder.join("chunks")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// Every file of a result by its name, but for the two that tell when and by which command it was made.
pub fn files(result: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![result.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(result).unwrap().display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    for told in ["provenance.json", "report.html", "report.json"] {
        assert!(found.remove(told).is_some());
    }
    found
}

/// Makes a stage of a plan one that is after the earlier ones, as a program would that knows how, and returns how many
/// chunks there are then.
pub fn in_levels(folder: &Path, stage: usize) -> usize {
    let text = fs::read_to_string(folder.join("plan/plan.json")).unwrap();
    let mut plan: serde_json::Value = serde_json::from_str(&text).unwrap();
    plan["stages"][stage]["after_earlier"] = true.into();
    let mut divided: Vec<serde_json::Value> = Vec::new();
    for chunk in plan["chunks"].as_array().unwrap() {
        let later = |segment: &serde_json::Value| segment["stage"].as_u64().unwrap() >= stage as u64;
        let (after, before): (Vec<_>, Vec<_>) = chunk.as_array().unwrap().iter().cloned().partition(later);
        divided.extend([before, after].into_iter().filter(|chunk| !chunk.is_empty()).map(serde_json::Value::from));
    }
    plan["chunks"] = divided.into();
    rewrite(folder, &plan.to_string());
    plan["chunks"].as_array().unwrap().len()
}

/// Replaces the text of a plan, with its hash.
pub fn rewrite(folder: &Path, text: &str) {
    let hash: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(folder.join("plan/plan.json"), text).unwrap();
    fs::write(folder.join("plan/plan.json.sha256"), format!("{hash}  plan.json\n")).unwrap();
}
