//! A plan is a pure function of scenarios and options, and says no when it cannot be one.

use crate::{
    command::{files, ran},
    study::small::{self, COHORT, WHOLE, attempt_to_plan, done, plan, refused, study},
};
use std::{fs, path::Path};

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join("plan/plan.json")).unwrap()
}

#[test]
fn the_same_plan_has_the_same_bytes_wherever_it_is_made() {
    let homes = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [one, other] = homes.each_ref().map(|home| text(&plan(home.path(), &WHOLE, 7)));
    assert_eq!(one, other);
    for home in &homes {
        assert!(!one.contains(home.path().to_str().unwrap()), "no path of this machine");
    }
    assert!(!one.contains(env!("CARGO_MANIFEST_DIR")) && !one.contains("extends"), "the plan needs no other file");
}

#[test]
fn a_plan_does_not_need_the_scenarios_any_more() {
    let output = tempfile::tempdir().unwrap();
    let scenario = output.path().join("mine.toml");
    let here = env!("CARGO_MANIFEST_DIR");
    fs::write(&scenario, format!("extends = \"{here}/scenarios/arm_b.toml\"\ntitle = \"Mine\"\n")).unwrap();
    let folder = plan(output.path(), &[scenario.to_str().unwrap(), "--replicates", "1", "--attribution", "0"], 1);
    fs::remove_file(&scenario).unwrap();
    done(study(&["run"]).arg(&folder).output().unwrap());
    done(study(&["merge"]).arg(&folder).output().unwrap());
    let as_planned = fs::read_to_string(folder.join("plan/scenarios/mine.toml")).unwrap();
    assert!(as_planned.starts_with("title = \"Mine\"") && !as_planned.contains("extends"), "{as_planned}");
}

/// Plans a scenario as it is, whatever its horizon.
fn planned(scenario: &str, output: &Path) -> String {
    let output = output.to_str().unwrap();
    done(ran(&[
        "study", "plan", scenario, "--quiet", "--pairs", "0", "--name", "x", "--output", output, "--chunks", "3",
    ]));
    text(&Path::new(output).join("x"))
}

#[test]
fn every_shipped_scenario_as_planned_gives_the_same_plan_again() {
    for scenario in files("scenarios") {
        let home = tempfile::tempdir().unwrap();
        let first = planned(&scenario, &home.path().join("first"));
        let name = Path::new(&scenario).file_name().unwrap();
        let as_planned = home.path().join("first/x/plan/scenarios").join(name);
        assert_eq!(planned(as_planned.to_str().unwrap(), &home.path().join("again")), first, "{scenario}");
    }
}

#[test]
fn what_cannot_be_planned_is_said_before_anything_is_written() {
    let cases: [(&[&str], &str); 5] = [
        (&["--until-se", "0.05"], "cannot be planned in chunks: expected --patients N"),
        (&["--kind", "walk"], "`walk` cannot be planned in chunks: expected one of `compare`, `trial`"),
        (&["--kind", "trial"], "expected `cenersim study plan trial SCENARIO`"),
        (&["--chunks", "0"], "0 is not in 1..=99999"),
        (&["--name", "a/b"], "cannot name a folder"),
    ];
    for (words, expected) in cases {
        let output = tempfile::tempdir().unwrap();
        let mut command = study(&["plan"]);
        command.args(COHORT).args(words).arg("--output").arg(output.path());
        let (code, said) = refused(command.output().unwrap());
        assert!(code == Some(2) && said.contains(expected), "{words:?}: {said}");
        assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0, "{words:?}");
    }
}

#[test]
fn what_belongs_to_one_process_is_not_planned() {
    let output = tempfile::tempdir().unwrap();
    let run = ["run", "scenarios/arm_b.toml"];
    let trial = ["trial", "scenarios/phase2.toml"];
    let cases: [(&[&str], &[&str], &str); 4] = [
        (&run, &["--resume"], "--resume cannot be planned in chunks"),
        (&run, &["--hypothesis", "all"], "--hypothesis all cannot be planned in chunks"),
        (&run, &["--cells-on", "900"], "day 900, after the last day 90"),
        (&trial, &[], "expected --trials N to repeat it"),
    ];
    for (command, words, expected) in cases {
        let mut attempt = study(&["plan"]);
        attempt.args(command).args(words).arg("--output").arg(output.path());
        let (code, said) = refused(attempt.output().unwrap());
        assert!(code == Some(2) && said.contains(expected), "{words:?}: {said}");
    }
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0);
}

#[test]
fn another_plan_in_the_same_place_needs_a_word() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 4);
    let (code, said) = refused(attempt_to_plan(output.path(), &COHORT, 5));
    assert!(code == Some(2) && said.contains("holds another plan"), "{said}");
    assert_eq!(plan(output.path(), &[&COHORT[..], &["--overwrite"]].concat(), 5), folder);
}

/// A change of the plan by a program that knows how.
fn rewrite(folder: &Path, from: &str, to: &str) {
    let changed = text(folder).replacen(from, to, 1);
    assert_ne!(changed, text(folder));
    small::rewrite(folder, &changed);
}

#[test]
fn the_plan_of_another_version_is_neither_run_nor_merged_but_its_status_is_told() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 4);
    rewrite(&folder, "\"version\": \"", "\"version\": \"9.");
    for command in ["run", "merge"] {
        let (code, said) = refused(study(&[command]).arg(&folder).output().unwrap());
        assert!(code == Some(2) && said.contains("chunks of two versions must not be mixed"), "{said}");
    }
    assert!(done(study(&["status"]).arg(&folder).output().unwrap()).contains("by cenersim 9."));
    rewrite(&folder, "\"format\": 2", "\"format\": 7");
    let (code, said) = refused(study(&["status"]).arg(&folder).output().unwrap());
    assert!(code == Some(2) && said.contains("format 7"), "{said}");
}

#[test]
fn a_plan_that_was_changed_by_hand_is_refused() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 4);
    let changed = text(&folder).replacen("\"seed\": 1", "\"seed\": 2", 1);
    fs::write(folder.join("plan/plan.json"), changed).unwrap();
    let (code, said) = refused(study(&["run"]).arg(&folder).output().unwrap());
    assert!(code == Some(2) && said.contains("damaged"), "{said}");
    let (code, said) = refused(study(&["run"]).arg(output.path()).output().unwrap());
    assert!(code == Some(2) && said.contains("holds no plan"), "{said}");
}
