//! Killed, full, damaged: what a study survives.

use crate::study::small::{
    COHORT, WHOLE, chunks, compared_cohort, compared_whole, done, hash, merge, plan, refused, run, study,
};
use cenersim::report::fault;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::Path,
    process::{Command, Stdio},
};

/// How often a run is killed, and the seed of the points.
const KILLS: u64 = 20;
const SEED: u64 = 20_101_103;

/// The point at which a run is killed, by its number from 1 to 130: SplitMix64 (Steele, Lea, Flood 2014). A run that
/// computes all 30 chunks passes 120.
fn point(kill: u64) -> u64 {
    let mut z = SEED.wrapping_add(kill.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % 130 + 1
}

/// Finished chunks and the files that hold them.
fn inodes(folder: &Path) -> BTreeMap<String, u64> {
    let inode = |name: String| (name.clone(), fs::metadata(folder.join("chunks").join(name)).unwrap().ino());
    chunks(folder).into_iter().map(inode).collect()
}

#[test]
fn twenty_kills_at_random_points_lose_nothing_and_repeat_nothing() {
    let output = tempfile::tempdir().unwrap();
    let reference = plan(&output.path().join("reference"), &COHORT, 30);
    run(&reference, &[]);
    let folder = plan(&output.path().join("killed"), &COHORT, 30);
    let (mut before, mut finished, mut interrupted) = (BTreeMap::new(), 0, 0);
    for kill in 0..KILLS {
        let mut command = study(&["run", "--quiet"]);
        command.arg(&folder).env(fault::VARIABLE, format!("abort|*|{}", point(kill)));
        let ended = command.output().unwrap().status.code() == Some(0);
        let now = inodes(&folder);
        assert!(before.iter().all(|(name, inode)| now.get(name) == Some(inode)), "kill {kill}: a chunk was done twice");
        assert!(now.keys().all(|name| chunks(&reference).contains(name)), "kill {kill}: a chunk is not whole");
        before = now;
        interrupted += u32::from(!ended);
        if ended {
            finished += 1;
            assert_eq!(chunks(&folder), chunks(&reference));
            chunks(&folder).iter().for_each(|name| fs::remove_file(folder.join("chunks").join(name)).unwrap());
            before.clear();
        }
    }
    run(&folder, &[]);
    assert_eq!(chunks(&folder), chunks(&reference));
    assert_eq!(hash(&merge(&folder)), hash(&merge(&reference)));
    let hidden = fs::read_dir(folder.join("chunks")).unwrap().count() - chunks(&folder).len();
    assert_eq!(hidden, 0, "leftovers of killed runs are removed");
    assert!(interrupted >= 8, "only {interrupted} runs were killed before they ended, {finished} had ended");
}

#[test]
fn a_disk_that_is_full_in_the_middle_ends_the_run_and_space_continues_it() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 6);
    run(&folder, &["--chunk", "1"]);
    let size = fs::metadata(folder.join("chunks").join(&chunks(&folder)[0])).unwrap().len();
    let (code, said) = if full_disk(&folder, size) {
        let full = study(&["run"]).arg(&folder).output().unwrap();
        assert!(Command::new("umount").arg(folder.join("chunks")).status().unwrap().success());
        refused(full)
    } else {
        // Without the right to mount: no file may grow beyond 4 kB, which fails at the same place.
        let program = env!("CARGO_BIN_EXE_cenersim");
        let limited = format!("trap '' XFSZ; ulimit -f 4; exec {program} study run {}", folder.display());
        refused(Command::new("bash").args(["-c", &limited]).output().unwrap())
    };
    assert_eq!(code, Some(1));
    assert!(said.contains("cannot write") && said.contains("run again to continue"), "{said}");
    run(&folder, &[]);
    assert_eq!(hash(&merge(&folder)), hash(compared_cohort()));
}

/// Mounts a file system over the chunks that takes two of them and a half; not everybody may.
fn full_disk(folder: &Path, chunk: u64) -> bool {
    let pages = format!("size={}", (chunk * 5 / 2).div_ceil(4096) * 4096);
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", &pages, "tmpfs"])
        .arg(folder.join("chunks"))
        .stderr(Stdio::null())
        .status();
    mounted.is_ok_and(|status| status.success())
}

#[test]
fn a_merge_names_what_is_missing_and_damaged() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 6);
    run(&folder, &[]);
    let [second, fifth] = [1, 4].map(|index| folder.join("chunks").join(&chunks(&folder)[index]));
    fs::remove_file(second).unwrap();
    let bytes = fs::read(&fifth).unwrap();
    fs::write(&fifth, &bytes[..bytes.len() - 9]).unwrap();
    let (code, said) = refused(study(&["merge"]).arg(&folder).output().unwrap());
    assert_eq!(code, Some(1));
    assert!(said.contains("2 of 6 chunks are not finished: 2, 5;") && said.contains("is damaged"), "{said}");
    assert!(!folder.join("results").exists(), "nothing is written");
    assert!(run(&folder, &[]).contains("2 of 6 chunks computed, 4 finished before"));
    merge(&folder);
}

#[test]
fn processes_share_a_study_and_a_chunk() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &WHOLE, 12);
    let words: [&[&str]; 5] = [&[], &[], &["--chunk", "3"], &["--chunk", "3"], &["--chunk", "3", "--threads", "1"]];
    let start = |words: &[&str]| study(&["run", "--quiet"]).arg(&folder).args(words).stderr(Stdio::piped()).spawn();
    let processes: Vec<_> = words.iter().map(|words| start(words).unwrap()).collect();
    for process in processes {
        done(process.wait_with_output().unwrap());
    }
    run(&folder, &[]);
    assert_eq!(chunks(&folder).len(), 12);
    assert_eq!(hash(&merge(&folder)), hash(compared_whole()));
}

#[test]
fn a_folder_that_cannot_be_written_is_said_in_words() {
    // Permissions do not stop root, whom tests may run as; a file in the way stops everybody.
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 3);
    fs::remove_dir(folder.join("chunks")).unwrap();
    fs::write(folder.join("chunks"), "in the way").unwrap();
    let (_, said) = refused(study(&["run"]).arg(&folder).output().unwrap());
    assert!(said.contains("chunks`"), "{said}");
}

/// A folder that nobody can write, root only through a mount.
struct ReadOnly<'a> {
    folder: &'a Path,
    mounted: bool,
}

impl<'a> ReadOnly<'a> {
    /// Nothing if it cannot be done.
    fn new(folder: &'a Path) -> Option<Self> {
        command(&["chmod", "-R", "a-w"], folder);
        if fs::write(folder.join("chunks/probe"), "").is_err() {
            return Some(Self { folder, mounted: false });
        }
        fs::remove_file(folder.join("chunks/probe")).unwrap();
        let mounted = command(&["mount", "--bind", folder.to_str().unwrap()], folder);
        let read_only = Self { folder, mounted };
        (mounted && command(&["mount", "-o", "remount,ro,bind"], folder)).then_some(read_only)
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        if self.mounted {
            command(&["umount"], self.folder);
        }
        command(&["chmod", "-R", "u+w"], self.folder);
    }
}

/// Whether a command succeeds with this folder.
fn command(words: &[&str], folder: &Path) -> bool {
    let done = Command::new(words[0]).args(&words[1..]).arg(folder).stderr(Stdio::null()).status();
    done.is_ok_and(|status| status.success())
}

#[test]
fn a_read_only_study_is_told_of_and_merged_elsewhere_but_not_computed() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 3);
    run(&folder, &["--chunk", "1"]);
    let Some(read_only) = ReadOnly::new(&folder) else {
        return eprintln!("nothing can be made read-only for this user: the test was not run");
    };
    let (code, said) = refused(study(&["run"]).arg(&folder).output().unwrap());
    assert!(code == Some(1) && said.contains("cannot write") && said.contains("run again to continue"), "{said}");
    assert!(done(study(&["status"]).arg(&folder).output().unwrap()).contains("done         1\n"));
    drop(read_only);
    run(&folder, &[]);
    let read_only = ReadOnly::new(&folder).expect("it was possible a moment ago");
    let elsewhere = output.path().join("elsewhere");
    refused(study(&["merge"]).arg(&folder).output().unwrap());
    done(study(&["merge", "--output"]).arg(&elsewhere).arg(&folder).output().unwrap());
    drop(read_only);
    assert!(elsewhere.is_dir() && !folder.join("results").exists());
}

#[test]
fn an_interruption_ends_with_the_usual_code_and_keeps_what_is_finished() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 30);
    let mut command = study(&["run", "--quiet"]);
    command.arg(&folder).env(fault::VARIABLE, "hold|file of a study published|4");
    let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut held = String::new();
    BufReader::new(process.stderr.take().unwrap()).read_line(&mut held).unwrap();
    let finished = chunks(&folder);
    assert!(!finished.is_empty() && held.starts_with("held at"), "{held}");
    let id = process.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(process.wait().unwrap().code(), Some(130));
    assert!(finished.iter().all(|name| chunks(&folder).contains(name)));
    run(&folder, &[]);
    assert_eq!(chunks(&folder).len(), 30);
}
