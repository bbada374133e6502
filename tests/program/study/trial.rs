//! A repeated trial in chunks: the same files as `trial` writes, however it is divided, computed and interrupted.

use crate::{
    command::{PIXELS, VECTORS, cenersim, ran, text},
    study::small::{chunks, done, files, hash, merge, run, study, written},
};
use cenersim::report::fault;
use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tempfile::TempDir;

/// Six subjects, a pool that suffices for them, few agents, and the response window alone.
const SMALL: [&str; 23] = [
    "scenarios/phase2.toml",
    "--set",
    "simulation.step=2 h",
    "--pairs",
    "2",
    "--trials",
    "6",
    "--set",
    "simulation.agents_per_class=2",
    "--set",
    "trial.follow_up=\"43 d\"",
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
];

/// What `trial` yields at once, with all files of its figures.
static AT_ONCE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let output = tempfile::tempdir().unwrap();
    let mut command = cenersim();
    command.arg("trial").args(SMALL).args(PIXELS).arg("--quiet").arg("--output").arg(output.path());
    let folder = written(&done(command.output().unwrap()));
    (output, folder)
});

fn plan(output: &Path, look: &[&str], chunks: &str) -> PathBuf {
    let mut command = study(&["plan", "trial"]);
    command.args(SMALL).args(look).args(["--chunks", chunks, "--output"]).arg(output);
    written(&done(command.output().unwrap()))
}

#[test]
fn one_trial_for_any_number_of_chunks_and_threads() {
    let output = tempfile::tempdir().unwrap();
    let expected = &AT_ONCE.1;
    for (number, threads) in [("1", "3"), ("8", "1")] {
        let folder = plan(&output.path().join(number), &PIXELS, number);
        assert_eq!(folder.file_name().unwrap(), "study_trial_phase2_6_trials");
        run(&folder, &["--threads", threads]);
        assert_eq!(chunks(&folder).len().to_string(), number);
        let merged = merge(&folder);
        assert_eq!(merged.file_name(), expected.file_name());
        assert_eq!(hash(&merged), hash(expected), "{number} chunks, {threads} threads");
        assert!(files(&merged) == files(expected), "{number} chunks, {threads} threads: every byte of every file");
    }
}

#[test]
fn a_trial_that_was_killed_continues_and_ends_the_same() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &VECTORS, "12");
    // Two files are each chunk and its note.
    let mut command = study(&["run", "--quiet", "--threads", "1"]);
    command.arg(&folder).env(fault::VARIABLE, "abort|file of a study published|6");
    assert_eq!(command.output().unwrap().status.code(), None, "it was to be killed");
    let before = chunks(&folder);
    let said = run(&folder, &[]);
    assert!(said.contains(&format!("{} finished before", before.len())), "{said}");
    assert!(before.len() == 3 && before.iter().all(|chunk| chunks(&folder).contains(chunk)));
    assert_eq!(hash(&merge(&folder)), hash(&AT_ONCE.1));
}

#[test]
fn what_of_a_trial_cannot_be_planned_is_said() {
    let output = tempfile::tempdir().unwrap();
    let home = output.path().to_str().unwrap();
    let cases: [(&[&str], &str); 4] = [
        (&["scenarios/phase2.toml"], "expected --trials N"),
        (&["scenarios/arm_b.toml", "--trials", "9"], "describes no trial"),
        (&["scenarios/phase2.toml", "--trials", "0"], "trials"),
        (&["scenarios/phase2.toml", "--trials", "9", "--patients", "9"], "--patients"),
    ];
    for (words, expected) in cases {
        let done = ran(&[&["study", "plan", "trial"], words, &["--output", home]].concat());
        let said = text(&done.stderr);
        assert!(done.status.code() == Some(2) && said.contains(expected), "{words:?}: {said}");
        assert_eq!(std::fs::read_dir(output.path()).unwrap().count(), 0, "{words:?}");
    }
}
