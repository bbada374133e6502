//! Runs that are killed and resumed, checkpoints that are damaged or foreign, and branches, as their users meet them.
//! Runs are short and end at named points as if they were killed; what a state holds is tested elsewhere.

use crate::command::{VECTORS, cenersim, text};
use cenersim::{
    quantity::Time,
    report::{About, Checkpoints, Found, Refusal, fault},
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Output,
    sync::OnceLock,
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

/// Forty days in a minute patient: cenersen until day 7, the other drugs on days 2 to 4, four replicates.
const SHORT: [&str; 12] = [
    "--quiet",
    "--json",
    "--set",
    "simulation.horizon=40 d",
    "--set",
    "simulation.replicates=4",
    "--set",
    "simulation.agents_per_class=16",
    "--set",
    "simulation.record_every=24 h",
    "--format",
    "svg",
];
const EVERY: [&str; 2] = ["--checkpoint-every", "4d"];

fn attempt(output: &Path, more: &[&str]) -> Output {
    let mut command = cenersim();
    command.args(["run", "scenarios/arm_b.toml", "--output"]).arg(output).args(SHORT).args(more);
    command.output().unwrap()
}

fn done(done: Output) -> Output {
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    done
}

/// The single sentence of a refusal of input.
fn refusal(done: &Output) -> String {
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.starts_with("error: ") && said.trim_end().lines().count() == 1, "one sentence: {said}");
    said
}

fn provenance(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join("provenance.json")).unwrap()).unwrap()
}

fn result_hash(folder: &Path) -> String {
    provenance(folder)["result_sha256"].as_str().unwrap().to_owned()
}

/// Files of the run that nobody interrupts, simulated once.
fn whole() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let output = tempfile::tempdir().unwrap();
        done(attempt(output.path(), &[]));
        let folder = output.path().join("arm_b");
        let files = names(&folder).into_iter().filter(|name| name != "figures");
        files.map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
    })
}

/// Fingerprint of that run.
fn uninterrupted() -> String {
    let provenance: serde_json::Value = serde_json::from_slice(&whole()["provenance.json"]).unwrap();
    provenance["result_sha256"].as_str().unwrap().to_owned()
}

/// What the library finds of a killed run.
fn found(output: &Path) -> Found {
    let about = About::new(env!("CENERSIM_VERSION"), &text(&whole()["scenario.toml"]), 1, &[]);
    Checkpoints::beside(output, "arm_b", about).look(4)
}

/// Checkpoints of a replicate, the latest day first.
fn checkpoints(output: &Path, replicate: u32) -> Vec<PathBuf> {
    let entries = fs::read_dir(output.join("arm_b.checkpoints")).into_iter().flatten().flatten();
    let mut files: Vec<(f64, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            let day = name.strip_prefix(&format!("replicate-{replicate}-day-"))?.strip_suffix(".checkpoint")?;
            Some((day.parse().unwrap(), entry.path()))
        })
        .collect();
    files.sort_by(|a, b| b.0.total_cmp(&a.0));
    files.into_iter().map(|(_, path)| path).collect()
}

/// A run that ends, as by `kill -9`, when this replicate has two checkpoints.
fn killed_in(replicate: u32, more: &[&str]) -> TempDir {
    let output = tempfile::tempdir().unwrap();
    killed_at_checkpoint((replicate, 2), output.path(), &[&EVERY[..], more].concat());
    assert!(!output.path().join("arm_b").exists(), "the run ended before it was killed");
    output
}

/// A run on one thread that ends when it has written so many checkpoints of this replicate.
fn killed_at_checkpoint((replicate, number): (u32, u32), output: &Path, more: &[&str]) {
    let mut command = cenersim();
    command.args(["run", "scenarios/arm_b.toml", "--threads", "1", "--output"]).arg(output).args(SHORT).args(more);
    command.env(fault::VARIABLE, format!("abort|checkpoint of replicate {replicate}|{number}"));
    assert_eq!(command.output().unwrap().status.code(), None, "the run was to be killed");
}

fn resume(output: &Path, more: &[&str]) -> Output {
    attempt(output, &[&["--resume"], more].concat())
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_killed_run_resumes_to_the_result_of_an_uninterrupted_one_on_any_number_of_threads() {
    let expected = uninterrupted();
    for (replicate, threads) in [(1, "1"), (3, "7")] {
        let output = killed_in(replicate, &[]);
        let done = done(resume(output.path(), &["--threads", threads]));
        assert_eq!(text(&done.stderr), "", "nothing was lost");
        assert_eq!(result_hash(&output.path().join("arm_b")), expected, "killed in replicate {replicate}");
        assert_eq!(names(output.path()), BTreeSet::from(["arm_b".into()]), "nothing is left behind");
    }
}

#[test]
fn a_run_killed_again_and_again_ends_with_the_same_result() {
    let output = killed_in(0, &[]);
    for replicate in [1, 2] {
        // The interval is that of the checkpoints found.
        killed_at_checkpoint((replicate, 1), output.path(), &["--resume"]);
    }
    done(resume(output.path(), &[]));
    assert_eq!(result_hash(&output.path().join("arm_b")), uninterrupted());
}

#[test]
fn agents_kept_before_the_interruption_are_in_the_result() {
    let agents = |folder: &Path| fs::read(folder.join("arm_b/cells.parquet")).unwrap();
    let output = killed_in(1, &["--cells-on", "1,30"]);
    let said = refusal(&resume(output.path(), &["--cells-on", "2,30"]));
    assert!(said.contains("--cells-on [1.0, 30.0]") && said.contains("expected --cells-on [2.0, 30.0]"), "{said}");
    done(resume(output.path(), &["--cells-on", "1,30"]));
    let whole = tempfile::tempdir().unwrap();
    done(attempt(whole.path(), &["--cells-on", "1,30"]));
    assert!(agents(output.path()) == agents(whole.path()));
}

#[test]
fn each_replicate_keeps_its_last_two_checkpoints() {
    let output = killed_in(2, &[]);
    let days = |replicate| checkpoints(output.path(), replicate).len();
    assert_eq!((days(0), days(1)), (2, 2));
    assert!(checkpoints(output.path(), 0)[0].ends_with("replicate-0-day-40.000.checkpoint"), "the last is the end");
}

/// Every way in which a file can be wrong.
fn damage(path: &Path) -> Vec<Vec<u8>> {
    let whole = fs::read(path).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0b100;
    let mut flipped_hash = whole.clone();
    flipped_hash[whole.len() - 1] ^= 1;
    let longer = [&whole[..], b"\0"].concat();
    vec![whole[..whole.len() / 2].to_vec(), whole[..10].to_vec(), Vec::new(), flipped, flipped_hash, longer]
}

#[test]
fn a_damaged_checkpoint_is_told_and_the_one_before_is_used() {
    let output = killed_in(1, &[]);
    let [newest, before] = &checkpoints(output.path(), 1)[..] else { panic!("two checkpoints") };
    for damaged in damage(newest) {
        fs::write(newest, &damaged).unwrap();
        let found = found(output.path());
        assert_eq!(found.refused, [Refusal::Damaged { path: newest.clone() }], "{} bytes", damaged.len());
        assert_eq!(found.newest[1].as_ref().map(|(path, _)| path), Some(before));
    }
    let done = done(resume(output.path(), &[]));
    let said = text(&done.stderr);
    assert!(said.starts_with("note: ") && said.trim_end().lines().count() == 1, "{said}");
    assert!(said.contains(newest.to_str().unwrap()) && said.contains("is damaged or cut off"), "{said}");
    assert_eq!(result_hash(&output.path().join("arm_b")), uninterrupted());
}

#[test]
fn a_run_without_a_usable_checkpoint_says_so() {
    let output = tempfile::tempdir().unwrap();
    fs::create_dir(output.path().join("arm_b.checkpoints")).unwrap();
    let path = output.path().join("arm_b.checkpoints/replicate-0-day-4.000.checkpoint");
    for (bytes, reason) in
        [(&b"cenersim checkpoint\n"[..], "damaged or cut off"), (b"five years of work", "no checkpoint of this")]
    {
        fs::write(&path, bytes).unwrap();
        let said = refusal(&resume(output.path(), &[]));
        assert!(said.contains(reason) && said.contains("begin anew without --resume"), "{said}");
    }
    fs::remove_file(&path).unwrap();
    let done = done(resume(output.path(), &[]));
    assert!(text(&done.stderr).contains("holds no checkpoint: the run begins on day 0"), "{}", text(&done.stderr));
    assert_eq!(result_hash(&output.path().join("arm_b")), uninterrupted());
}

#[test]
fn checkpoints_of_another_run_are_neither_used_nor_replaced() {
    let output = killed_in(1, &[]);
    let before = names(&output.path().join("arm_b.checkpoints"));
    let seed = refusal(&resume(output.path(), &["--seed", "9"]));
    assert!(seed.contains("(seed 1): expected seed 9") && seed.contains("begin anew"), "{seed}");
    let dose = ["--set", "arm.cytarabine.dose=1 g/m2", "--name", "arm_b"];
    let other = refusal(&resume(output.path(), &dose));
    assert!(other.contains("a scenario of sha256"), "{other}");
    let anew = refusal(&attempt(output.path(), &[&EVERY[..], &dose].concat()));
    assert!(anew.contains("use --overwrite to delete it or --output to write elsewhere"), "{anew}");
    assert_eq!(names(&output.path().join("arm_b.checkpoints")), before);
    assert!(!output.path().join("arm_b").exists(), "nothing is written");
    done(attempt(output.path(), &[&EVERY[..], &dose, &["--overwrite"]].concat()));
    assert_eq!(names(output.path()), BTreeSet::from(["arm_b".into()]));
}

#[test]
fn a_checkpoint_of_another_version_is_refused() {
    let output = killed_in(0, &[]);
    let about = About::new("0.0.1 (unknown)", "title = \"another\"", 1, &[]);
    let found = Checkpoints::beside(output.path(), "arm_b", about).look(1);
    assert!(found.newest == [None] && found.refused.len() == 2);
    let Refusal::OtherRun { found, expected, .. } = &found.refused[0] else { panic!("{:?}", found.refused) };
    assert_eq!(
        (found.as_str(), expected.as_str()),
        (concat!("version ", env!("CENERSIM_VERSION")), "version 0.0.1 (unknown)")
    );
}

#[test]
fn the_newest_checkpoint_is_that_of_the_latest_day_whatever_the_clock_says() {
    let output = killed_in(0, &[]);
    let files = checkpoints(output.path(), 0);
    let clock = |path: &Path, year: u64| {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs((year - 1970) * 365 * 86_400);
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    };
    clock(&files[0], 1990);
    clock(&files[1], 2040);
    let found = found(output.path());
    assert_eq!(found.newest[0].as_ref().map(|(path, _)| path), Some(&files[0]));
    assert_eq!((found.refused, found.every), (Vec::new(), Some(Time::days(4.0))));
}

#[test]
fn a_run_begun_anew_beside_its_own_checkpoints_says_what_it_could_have_done() {
    let output = killed_in(0, &[]);
    let done = done(attempt(output.path(), &EVERY));
    assert!(text(&done.stderr).contains("with --resume it goes on from there"), "{}", text(&done.stderr));
    assert_eq!(result_hash(&output.path().join("arm_b")), uninterrupted());
}

#[test]
fn a_run_that_cannot_write_checkpoints_goes_on() {
    let output = tempfile::tempdir().unwrap();
    fs::write(output.path().join("arm_b.checkpoints"), "a file where the folder would be").unwrap();
    let done = done(attempt(output.path(), &EVERY));
    let said = text(&done.stderr);
    assert!(said.starts_with("note: cannot write `") && said.contains("the run goes on"), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "it is told once");
    assert_eq!(result_hash(&output.path().join("arm_b")), uninterrupted());
}

#[test]
fn an_interval_off_the_grid_is_refused() {
    let output = tempfile::tempdir().unwrap();
    for (interval, said) in [
        ("7h", "expected a multiple of a day or of `simulation.record_every`, 6 h"),
        ("0d", "expected a multiple of a day"),
        ("1.3d", "expected a multiple of a day"),
        ("thirty", "is not a quantity"),
        ("-1d", "is negative"),
        ("30", "a time was expected"),
        ("5 kg", "a time was expected"),
    ] {
        let finer = ["--set", "simulation.record_every=6 h"];
        let refused = attempt(output.path(), &[&finer[..], &[&format!("--checkpoint-every={interval}")]].concat());
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains(said), "{interval}: {}", text(&refused.stderr));
    }
    assert_eq!(names(output.path()), BTreeSet::new());
}

/// A result to branch from, and the folder it lies in.
fn original() -> (TempDir, PathBuf) {
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().join("arm_b");
    fs::create_dir(&folder).unwrap();
    whole().iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
    (output, folder)
}

fn branch(of: &Path, output: &Path, more: &[&str]) -> Output {
    let mut command = cenersim();
    command.arg("run").arg("--branch").arg(of).args(["--quiet", "--json"]).args(VECTORS);
    command.arg("--output").arg(output).args(more);
    command.output().unwrap()
}

/// Rows of a table up to a day.
fn until(folder: &Path, table: &str, day: f64) -> Vec<String> {
    let text = fs::read_to_string(folder.join(table)).unwrap();
    let of_day = |line: &&str| line.split(',').nth(1).and_then(|at| at.parse::<f64>().ok()).is_some_and(|at| at <= day);
    text.lines().filter(of_day).map(str::to_owned).collect()
}

#[test]
fn a_branch_without_a_change_is_the_original() {
    let (output, folder) = original();
    done(branch(&folder, output.path(), &["--at", "14d"]));
    let same = output.path().join("arm_b_branch");
    assert_eq!(result_hash(&same), result_hash(&folder));
    let point = &provenance(&same)["branch"];
    assert_eq!((point["of"].as_str(), point["at_day"].as_f64()), (Some("arm_b"), Some(14.0)));
    assert_eq!(point["of_result_sha256"].as_str(), Some(result_hash(&folder).as_str()));
    let again = refusal(&branch(&same, output.path(), &["--at", "20d"]));
    assert!(again.contains("is a branch of `arm_b`"), "{again}");
}

/// More replicates than are in memory at a time.
#[test]
fn a_branch_of_many_replicates_is_the_original_in_every_one() {
    let output = tempfile::tempdir().unwrap();
    let many = ["simulation.replicates=65", "simulation.horizon=5 d", "simulation.agents_per_class=2"];
    let more: Vec<&str> = many.iter().chain(&["simulation.examinations=[]"]).flat_map(|key| ["--set", key]).collect();
    done(attempt(output.path(), &more));
    done(branch(&output.path().join("arm_b"), output.path(), &["--at", "2d"]));
    let [original, same] = ["arm_b", "arm_b_branch"].map(|name| result_hash(&output.path().join(name)));
    assert_eq!(original, same);
}

#[test]
fn a_branch_leaves_the_past_as_it_was_and_changes_what_follows() {
    let (output, folder) = original();
    let changes = ["--at", "2 d", "--set", "arm.cytarabine.dose=\"3 g/m2\"", "--name", "high"];
    done(branch(&folder, output.path(), &changes));
    let high = output.path().join("high");
    assert_eq!(until(&high, "curves.csv", 2.0), until(&folder, "curves.csv", 2.0));
    assert_eq!(until(&high, "events.csv", 1.9), until(&folder, "events.csv", 1.9));
    let doses = |folder: &Path| -> Vec<String> {
        until(folder, "events.csv", 9.0).into_iter().filter(|row| row.contains("cytarabine")).collect()
    };
    let (then, now) = (doses(&folder), doses(&high));
    assert!(then.len() == 12 && now.len() == 12);
    for (then, now) in then.iter().zip(&now) {
        assert_eq!(then == now, then.split(',').nth(1) == Some("1.0"), "{then} {now}");
    }
    // A figure can be drawn again from what lies there.
    assert_eq!(cenersim().arg("plot").arg(&high).args(VECTORS).output().unwrap().status.code(), Some(0));
}

#[test]
fn a_change_of_the_past_is_told_to_have_no_effect() {
    let (output, folder) = original();
    let one = ["--at", "10d", "--set", "arm.courses.maximum=1", "--set", "arm.cenersen.duration=\"2 d\""];
    let done = done(branch(&folder, output.path(), &one));
    assert_eq!(text(&done.stderr), "", "no second course is a change");
    let output = tempfile::tempdir().unwrap();
    self::done(attempt(output.path(), &["--set", "arm.courses.maximum=1", "--name", "arm_b"]));
    let folder = output.path().join("arm_b");
    let done = self::done(branch(&folder, output.path(), &["--at", "3d", "--set", "arm.cenersen.duration=\"4 d\""]));
    assert!(text(&done.stderr).contains("no dose from day 3 on is changed"), "{}", text(&done.stderr));
    assert_eq!(result_hash(&output.path().join("arm_b_branch")), result_hash(&folder));
}

#[test]
fn what_belongs_to_the_past_cannot_be_changed() {
    let (output, folder) = original();
    for (key, value) in [
        ("simulation.seed", "3"),
        ("simulation.horizon", "\"50 d\""),
        ("patient.weight", "\"80 kg\""),
        ("parameters.cenersen.potency", "\"1 pmol/mg\""),
        ("variability.correlation", "[]"),
    ] {
        let said = refusal(&branch(&folder, output.path(), &["--at", "14d", "--set", &format!("{key}={value}")]));
        assert!(said.contains(&format!("`{key}` belongs to the past")), "{said}");
    }
    for (more, says) in [
        (&["--at", "41d"][..], "after the last day 40"),
        (&["--at", "14d", "--cells-on", "50"], "after the last day 40"),
    ] {
        assert!(refusal(&branch(&folder, output.path(), more)).contains(says));
    }
    for more in [&[][..], &["--at", "14d", "--seed", "2"], &["--at", "14d", "--resume"], &["--at", "14d", "x.toml"]] {
        assert_eq!(branch(&folder, output.path(), more).status.code(), Some(2), "{more:?}");
    }
    assert_eq!(names(output.path()), BTreeSet::from(["arm_b".into()]), "nothing is written");
}

#[test]
fn a_past_that_is_not_reproduced_is_found_out() {
    let (output, folder) = original();
    let curves = fs::read_to_string(folder.join("curves.csv")).unwrap();
    let (first, rest) = curves.split_once("\n0,5.0,,platelets,G/L,").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    fs::write(folder.join("curves.csv"), format!("{first}\n0,5.0,,platelets,G/L,17.0\n{rest}")).unwrap();
    let damaged = refusal(&branch(&folder, output.path(), &["--at", "14d"]));
    assert!(damaged.contains("curves.csv"), "{damaged}");
    // As if another version had simulated it so.
    let hash = |text: &str| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let provenance = fs::read_to_string(folder.join("provenance.json")).unwrap();
    let changed = fs::read_to_string(folder.join("curves.csv")).unwrap();
    let key = "\"provenance_sha256\": \"";
    let own = provenance.split(key).nth(1).unwrap().split('"').next().unwrap();
    let unsigned = provenance.replace(own, "").replace(&hash(&curves), &hash(&changed));
    let signed = unsigned.replace(key, &format!("{key}{}", hash(&unsigned)));
    fs::write(folder.join("provenance.json"), signed).unwrap();
    let refused = branch(&folder, output.path(), &["--at", "14d"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("is not what this version"), "{}", text(&refused.stderr));
    done(branch(&folder, output.path(), &["--at", "4d"]));
}
