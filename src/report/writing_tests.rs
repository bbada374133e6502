//! Writing: all or nothing, and nothing of somebody else's.

use super::{example, files, *};
use cenersim_model::curves::CurveSet;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Relative paths of all files below a folder, hidden ones too.
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

/// The hidden folder in which a result grows.
fn hidden(output: &Path) -> Option<PathBuf> {
    let mut entries = fs::read_dir(output).unwrap().flatten().map(|entry| entry.path());
    entries.find(|path| path.to_string_lossy().ends_with(".partial"))
}

/// Bytes of every file below a folder.
fn content(folder: &Path) -> Vec<Vec<u8>> {
    files_below(folder).iter().map(|file| fs::read(folder.join(file)).unwrap()).collect()
}

fn refusal(output: &Path, text: &str, overwrite: bool) -> String {
    let error = example::staging(output, text, overwrite).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    error.to_string()
}

#[test]
fn a_run_has_its_files_and_nothing_else() {
    let output = tempfile::tempdir().unwrap();
    let courses = example::courses(2);
    let mut staging = example::staging(output.path(), example::SCENARIO_TEXT, false).unwrap();
    staging.add_figure("population.svg", b"<svg/>").unwrap();
    staging.write_run(&example::record(&courses)).unwrap();
    assert!(!output.path().join("arm_b").exists(), "nothing appears before it is complete");
    let written: BTreeSet<_> = staging.commit().unwrap().into_iter().collect();
    let expected = ["curves.csv", "curves.parquet", "events.csv", "figures/population.svg", "provenance.json"];
    let expected: BTreeSet<_> =
        expected.into_iter().chain(["scenario.toml", "summary.json"]).map(String::from).collect();
    assert_eq!(files_below(&output.path().join("arm_b")), expected);
    assert_eq!(written, expected.iter().map(|file| output.path().join("arm_b").join(file)).collect());
    assert_eq!(hidden(output.path()), None);
}

/// What is kept of a replicate after its batch has neither curves nor snapshots, and the files are the same.
#[test]
fn replicates_in_batches_are_written_as_all_at_once() {
    let mut courses = example::courses(5);
    courses[3].snapshots.push(example::snapshot());
    let written = |batch: usize| {
        let output = tempfile::tempdir().unwrap();
        let mut staging = example::staging(output.path(), example::SCENARIO_TEXT, false).unwrap();
        let record = example::record(&[]);
        staging.begin_run(record.seed, record.made.version).unwrap();
        courses.chunks(batch).for_each(|some| staging.add_courses(some).unwrap());
        let kept: Vec<Course> = courses
            .iter()
            .map(|course| Course { curves: CurveSet::default(), snapshots: Vec::new(), ..course.clone() })
            .collect();
        staging.finish_run(&example::record(&kept)).unwrap();
        staging.commit().unwrap();
        content(output.path())
    };
    let all = written(5);
    assert!(all.len() == 7 && [1, 2, 4].into_iter().all(|batch| written(batch) == all));
}

#[test]
fn agents_are_written_only_if_there_are_snapshots() {
    let output = tempfile::tempdir().unwrap();
    let mut courses = example::courses(2);
    courses[1].snapshots.push(example::snapshot());
    example::write(output.path(), &courses);
    assert!(output.path().join("arm_b/cells.parquet").is_file());
}

#[test]
fn the_same_courses_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let courses = example::courses(3);
    example::write(one.path(), &courses);
    example::write(two.path(), &courses);
    assert_eq!(content(one.path()), content(two.path()));
}

#[test]
fn a_run_that_is_given_up_leaves_no_trace() {
    let output = tempfile::tempdir().unwrap();
    let mut staging = example::staging(output.path(), example::SCENARIO_TEXT, false).unwrap();
    staging.write_run(&example::record(&example::courses(1))).unwrap();
    drop(staging);
    assert_eq!(files_below(output.path()), BTreeSet::new());
}

#[test]
fn the_same_scenario_replaces_its_older_result_and_its_older_figures() {
    let output = tempfile::tempdir().unwrap();
    example::write(output.path(), &example::courses(1));
    let courses = example::courses(2);
    let mut staging = example::staging(output.path(), example::SCENARIO_TEXT, false).unwrap();
    staging.write_run(&example::record(&courses)).unwrap();
    staging.commit().unwrap();
    let found = read_run(&output.path().join("arm_b")).unwrap();
    assert_eq!(found.provenance.result_sha256, hash_of_courses(&courses, &[]));
    assert!(!output.path().join("arm_b/figures").exists(), "figures of the older result are gone");
}

#[test]
fn a_different_scenario_of_the_same_name_is_refused_unless_overwrite_is_given() {
    let output = tempfile::tempdir().unwrap();
    example::write(output.path(), &example::courses(1));
    let before = content(output.path());
    let message = refusal(output.path(), "title = \"Arm C\"\n", false);
    let expected = "holds the result of a different scenario (scenario `arm_b`, seed 7, sha256 ";
    assert!(message.contains(expected) && message.contains("--overwrite") && message.contains("--output"), "{message}");
    assert_eq!(content(output.path()), before);
    let mut staging = example::staging(output.path(), "title = \"Arm C\"\n", true).unwrap();
    staging.write_run(&example::record(&example::courses(1))).unwrap();
    staging.commit().unwrap();
    assert_eq!(fs::read_to_string(output.path().join("arm_b/scenario.toml")).unwrap(), "title = \"Arm C\"\n");
}

#[test]
fn a_folder_that_is_not_ours_is_never_replaced() {
    let output = tempfile::tempdir().unwrap();
    fs::create_dir(output.path().join("arm_b")).unwrap();
    fs::write(output.path().join("arm_b/thesis.docx"), "years of work").unwrap();
    for overwrite in [false, true] {
        let message = refusal(output.path(), example::SCENARIO_TEXT, overwrite);
        assert!(message.contains("arm_b` has no readable provenance.json"), "{message}");
    }
    assert_eq!(files_below(output.path()), BTreeSet::from(["arm_b/thesis.docx".into()]));
}

#[test]
fn a_file_that_somebody_put_into_a_result_is_not_deleted_silently() {
    let output = tempfile::tempdir().unwrap();
    example::write(output.path(), &example::courses(1));
    fs::write(output.path().join("arm_b/talk.pptx"), "slides").unwrap();
    let message = refusal(output.path(), example::SCENARIO_TEXT, false);
    assert!(message.contains("also holds `talk.pptx`, which no run has written"), "{message}");
    assert!(example::staging(output.path(), example::SCENARIO_TEXT, true).is_ok());
}

#[test]
fn an_empty_folder_is_replaced() {
    let output = tempfile::tempdir().unwrap();
    fs::create_dir(output.path().join("arm_b")).unwrap();
    example::write(output.path(), &example::courses(1));
    assert!(read_run(&output.path().join("arm_b")).is_ok());
}

#[test]
fn a_result_that_appeared_during_the_run_is_not_overwritten() {
    let output = tempfile::tempdir().unwrap();
    let mut late = example::staging(output.path(), "title = \"Arm C\"\n", false).unwrap();
    late.write_run(&example::record(&example::courses(1))).unwrap();
    example::write(output.path(), &example::courses(2));
    assert!(matches!(late.commit(), Err(ReportError::Occupied { .. })));
    assert_eq!(read_run(&output.path().join("arm_b")).unwrap().replicates, [0, 1]);
}

#[test]
fn a_result_that_a_killed_run_had_moved_aside_is_put_back_before_it_is_judged() {
    let output = tempfile::tempdir().unwrap();
    example::write(output.path(), &example::courses(1));
    let killed = output.path().join(".cenersim-killed.partial");
    fs::create_dir_all(killed.join("old")).unwrap();
    fs::write(killed.join("lock"), "").unwrap();
    fs::rename(output.path().join("arm_b"), killed.join("old/arm_b")).unwrap();
    let message = refusal(output.path(), "title = \"Arm C\"\n", false);
    assert!(message.contains("holds the result of a different scenario"), "{message}");
    assert!(read_run(&output.path().join("arm_b")).is_ok());
    assert_eq!(hidden(output.path()), None);
}

#[test]
fn a_file_in_the_way_is_named() {
    let output = tempfile::tempdir().unwrap();
    let file = output.path().join("arm_b");
    fs::write(&file, "mine").unwrap();
    let message = refusal(output.path(), example::SCENARIO_TEXT, true);
    assert!(message.contains("arm_b` is a file: expected a folder for results"), "{message}");
    let message = refusal(&file, example::SCENARIO_TEXT, false);
    assert!(message.contains("arm_b` is a file: expected a folder for results"), "{message}");
    let message = refusal(&file.join("deeper"), example::SCENARIO_TEXT, false);
    assert!(message.contains("is a file: expected a folder") || message.contains("cannot write"), "{message}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_name_that_leaves_the_folder_is_refused() {
    let output = tempfile::tempdir().unwrap();
    let error = Staging::new(output.path(), "../arm_b", example::SCENARIO_TEXT, false).unwrap_err();
    assert!(error.to_string().starts_with("`../arm_b` cannot name a file or folder"), "{error}");
    let mut staging = example::staging(output.path(), example::SCENARIO_TEXT, false).unwrap();
    assert!(matches!(staging.add_figure("../../x.svg", b""), Err(ReportError::Name { .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_no_folder_is_named_without_the_hidden_one() {
    let error = Staging::new(Path::new("/proc"), "arm_b", example::SCENARIO_TEXT, false).unwrap_err().to_string();
    assert!(error.starts_with("cannot write `/proc`: ") && !error.contains(".partial"), "{error}");
}

/// A file that takes no byte stands for a full disk; which file it is must not matter.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_sentence_and_leaves_the_older_result() {
    for file in
        [files::CURVES, files::CURVES_PARQUET, files::EVENTS, files::SUMMARY, files::SCENARIO, files::PROVENANCE]
    {
        let output = tempfile::tempdir().unwrap();
        example::write(output.path(), &example::courses(1));
        let before = content(output.path());
        let mut staging = example::staging(output.path(), example::SCENARIO_TEXT, false).unwrap();
        let draft = hidden(output.path()).unwrap().join("new/arm_b").join(file);
        std::os::unix::fs::symlink("/dev/full", draft).unwrap();
        let error = staging.write_run(&example::record(&example::courses(2))).unwrap_err();
        drop(staging);
        let message = error.to_string();
        assert!(message.contains("the disk is full, free some space or choose another folder"), "{file}: {message}");
        assert!(message.contains("results written earlier are untouched"), "{message}");
        assert!(
            message.starts_with(&format!("cannot write `{}`", output.path().join("arm_b").join(file).display())),
            "{message}"
        );
        assert!(error.exit_code() == 1 && !message.contains(".partial"), "{message}");
        assert_eq!(content(output.path()), before, "{file}");
    }
}

#[test]
fn a_figure_has_the_files_of_its_format() {
    let figure = example::figure("blood");
    let files = |format| {
        let files = Look { format, ..example::LOOK }.files(&[&figure]);
        files.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(files(Format::Svg), ["blood.svg"]);
    assert_eq!(files(Format::Png), ["blood.svg", "blood.png"]);
    assert_eq!(files(Format::Pdf), ["blood.svg", "blood.png", "blood.pdf"]);
}

#[test]
fn figures_are_replaced_in_a_result_that_was_written_earlier() {
    let output = tempfile::tempdir().unwrap();
    example::write(output.path(), &example::courses(1));
    let run = output.path().join("arm_b");
    let figures = [("population.svg".to_owned(), b"<svg>2</svg>".to_vec()), ("blood.png".to_owned(), vec![1, 2])];
    let paths = write_figures(&run, &figures).unwrap();
    assert_eq!(paths, [run.join("figures/population.svg"), run.join("figures/blood.png")]);
    assert_eq!(fs::read(&paths[0]).unwrap(), b"<svg>2</svg>");
    assert_eq!(fs::read_dir(run.join("figures")).unwrap().count(), 2, "no hidden folder is left");
    example::write(output.path(), &example::courses(1));
}

#[test]
fn the_provenance_names_all_that_is_needed_to_make_the_result_again() {
    let output = tempfile::tempdir().unwrap();
    let courses = example::courses(2);
    example::write(output.path(), &courses);
    let Provenance { command, seed, version, commit, replicates, steps, agent_steps, wall_seconds, .. } =
        read_run(&output.path().join("arm_b")).unwrap().provenance;
    assert_eq!(command, "cenersim run scenarios/arm_b.toml --seed 7");
    assert_eq!((seed, version.as_str(), commit.as_str(), replicates), (7, "0.1.0", "abc1234", 2));
    assert_eq!((steps, agent_steps, wall_seconds), (336, 336_000, 1.5));
}

/// `sha256sum` is part of GNU coreutils: an independent program says the same.
#[cfg(target_os = "linux")]
#[test]
fn the_fingerprint_can_be_recomputed_by_the_command_that_the_provenance_gives() {
    let output = tempfile::tempdir().unwrap();
    let courses = example::courses(2);
    example::write(output.path(), &courses);
    let run = output.path().join("arm_b");
    let command = read_run(&run).unwrap().provenance.result_sha256_is;
    let shell = std::process::Command::new("sh").args(["-c", &command]).current_dir(&run).output().unwrap();
    let printed = String::from_utf8(shell.stdout).unwrap();
    assert_eq!(printed.split_whitespace().next(), Some(hash_of_courses(&courses, &[]).as_str()));
}
