//! One result, however a study is divided, computed and resumed.

use crate::{
    command::cenersim,
    study::small::{
        COHORT, WHOLE, chunks, compare, compared_cohort, compared_whole, done, files, hash, in_levels, merge, plan,
        plan_drawn, refused, run, study, written,
    },
};
use std::{fs, process::Stdio};

#[test]
fn one_result_for_any_number_of_threads_and_chunks_and_for_compare() {
    let output = tempfile::tempdir().unwrap();
    let expected = compared_whole();
    // 6 units of the cohort, 4 of attribution, 6 at each of two points: 22 units, so 64 chunks become 22.
    for (chunks, threads) in [(1, "7"), (64, "1")] {
        let home = output.path().join(format!("{chunks}-{threads}"));
        let folder = plan_drawn(&home, &WHOLE, chunks);
        run(&folder, &["--threads", threads]);
        let merged = merge(&folder);
        assert_eq!(hash(&merged), hash(expected), "{chunks} chunks, {threads} threads");
        assert!(files(&merged) == files(expected), "{chunks} chunks, {threads} threads: every byte of every file");
    }
}

#[test]
fn chunks_may_be_computed_one_by_one_in_any_order_and_again() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 5);
    for chunk in ["4", "2", "5", "2"] {
        run(&folder, &["--chunk", chunk, "--quiet"]);
    }
    let before = chunks(&folder);
    assert_eq!(before.len(), 3);
    assert_eq!(done(study(&["status", "--to-compute"]).arg(&folder).output().unwrap()), "1\n3\n");
    let said = run(&folder, &[]);
    assert!(said.contains("2 of 5 chunks computed, 3 finished before"), "{said}");
    assert!(before.iter().all(|chunk| chunks(&folder).contains(chunk)));
    assert_eq!(hash(&merge(&folder)), hash(compared_cohort()));
}

#[test]
fn the_replicates_of_one_patient_can_be_divided() {
    let output = tempfile::tempdir().unwrap();
    let words = ["scenarios/arm_a.toml", "scenarios/arm_b.toml", "--replicates", "7", "--attribution", "1"];
    let folder = plan(output.path(), &words, 4);
    run(&folder, &[]);
    assert_eq!(hash(&merge(&folder)), hash(&compare(output.path(), &words)));
}

#[test]
fn status_tells_how_far_a_study_is() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 4);
    let status = || done(study(&["status"]).arg(&folder).output().unwrap());
    assert!(status().contains("missing      4: 1, 2, 3, 4") && status().contains("unknown before the first"));
    run(&folder, &["--chunk", "2"]);
    let told = status();
    assert!(told.contains("done         1\n") && told.contains("missing      3: 1, 3, 4"), "{told}");
    assert!(told.contains("time left    about "), "{told}");
    run(&folder, &[]);
    assert!(status().contains("next         cenersim study merge"));
}

#[test]
fn levels_that_follow_from_each_other_change_no_result() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &WHOLE, 6);
    let in_all = in_levels(&folder, 2);
    let ready = || done(study(&["status", "--to-compute"]).arg(&folder).output().unwrap());
    let first = ready().lines().count();
    assert!((1..in_all).contains(&first), "{first} of {in_all}");
    let last = in_all.to_string();
    let (code, said) = refused(study(&["run", "--chunk", &last]).arg(&folder).output().unwrap());
    let expected = format!("chunk {last} follows from earlier ones, and {first} of {first} chunks are not finished: 1");
    assert!(code == Some(1) && said.contains(&expected) && said.trim().lines().count() == 1, "{said}");
    let start = || study(&["run", "--quiet"]).arg(&folder).stderr(Stdio::piped()).spawn().unwrap();
    for process in [start(), start()] {
        done(process.wait_with_output().unwrap());
    }
    run(&folder, &[]);
    assert_eq!((chunks(&folder).len(), ready()), (in_all, String::new()));
    assert_eq!(hash(&merge(&folder)), hash(compared_whole()));
}

#[test]
fn the_replicates_of_a_run_can_be_divided_and_every_file_is_the_same() {
    let output = tempfile::tempdir().unwrap();
    let words = [
        "scenarios/arm_b.toml",
        "--set",
        "simulation.horizon=6 d",
        "--set",
        "simulation.examinations=[]",
        "--set",
        "simulation.replicates=5",
        "--set",
        "simulation.agents_per_class=8",
        "--cells-on",
        "0,3",
        "--theme",
        "dark",
        "--width",
        "320",
        "--height",
        "180",
        "--name",
        "mine",
    ];
    let mut command = cenersim();
    command.arg("run").args(words).arg("--quiet").arg("--output").arg(output.path().join("at once"));
    let expected = written(&done(command.output().unwrap()));
    let mut command = study(&["plan", "run"]);
    command.args(words).args(["--chunks", "3", "--output"]).arg(output.path());
    let folder = written(&done(command.output().unwrap()));
    run(&folder, &["--threads", "1"]);
    let merged = merge(&folder);
    assert_eq!((hash(&merged), merged.file_name()), (hash(&expected), expected.file_name()));
    assert!(files(&merged) == files(&expected), "every byte of every file");
    assert!(fs::read_to_string(merged.join("figures/population.svg")).unwrap().contains("scenario mine"));
}

#[test]
fn a_qualification_is_planned_with_its_seed_and_its_populations() {
    let output = tempfile::tempdir().unwrap();
    let mut command = study(&["plan", "qualify", "--size", "reduced", "--only", "arms", "--seed", "5"]);
    let folder = written(&done(command.arg("--output").arg(output.path()).output().unwrap()));
    let text = fs::read_to_string(folder.join("plan/plan.json")).unwrap();
    let plan: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&plan["kind"], &plan["seed"], &plan["name"]), (&"qualify".into(), &5.into(), &NAME.into()));
    let stages = plan["stages"].as_array().unwrap();
    assert!(stages.len() > 10 && stages.iter().all(|stage| stage["units"] == 75), "{stages:?}");
    let regimens = fs::read_to_string(folder.join("plan/scenarios/regimens.toml")).unwrap();
    assert!(regimens.contains("seed = 5"));
}

const NAME: &str = "qualification_arms_reduced";
