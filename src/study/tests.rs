//! Studies of made-up courses, which take no time: what is lost, damaged or done twice never reaches a result.

use super::{plan::example, *};
use crate::{
    comparison::{Failed, Part, Record},
    curves::{Milestones, Outcome, Response, Survival},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// Courses that are a function of their unit; unit 5 of the cohort fails.
#[derive(Default)]
struct MadeUp {
    segments: AtomicUsize,
}

fn record(stage: usize, unit: u64) -> Record {
    let milestones = Milestones { blast_log_kill: 1.0 / (unit as f64 + 3.0), ..Milestones::default() };
    let survival = Survival { death_day: unit.is_multiple_of(3).then_some(unit as f64 / 7.0), ..Survival::default() };
    Record {
        patient: unit,
        arm: stage as u32,
        replicate: 0,
        outcome: Outcome { response: Response::PR, courses: 1, survival, milestones },
        best_blast_change: None,
        infections: 1,
        bleedings: 0,
        steps: unit,
        agent_steps: unit * 9,
    }
}

impl Work for MadeUp {
    fn simulate(&self, segment: &Segment, _: &Progress) -> Result<Part, StudyError> {
        self.segments.fetch_add(1, Ordering::Relaxed);
        let (fails, lives): (Vec<u64>, Vec<u64>) =
            (segment.first..segment.end).partition(|unit| segment.stage == 0 && *unit == 5);
        let failed = |patient| Failed { patient, replicate: 0, arm: "B".into(), message: "negative cells".into() };
        Ok(Part {
            records: lives.into_iter().map(|unit| record(segment.stage, unit)).collect(),
            bands: Vec::new(),
            failures: fails.into_iter().map(failed).collect(),
        })
    }
}

fn planned(path: &Path, chunks: usize) -> Folder {
    Folder::create(path, example(20, chunks), false).unwrap()
}

fn pool() -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap()
}

fn run(folder: &Folder, work: &MadeUp) -> Ran {
    Run { folder, work, pool: &pool(), stop_at_failure: false }.all(&|_| {}).unwrap()
}

/// All stages.
fn merged(folder: &Folder) -> Vec<Part> {
    let mut collected = Collected::new(folder).unwrap();
    (0..folder.plan().stages.len()).map(|stage| collected.stage(stage).unwrap()).collect()
}

fn files(folder: &Folder) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.chunks()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn contents(folder: &Folder) -> Vec<(PathBuf, Vec<u8>)> {
    files(folder).into_iter().map(|file| (PathBuf::from(file.file_name().unwrap()), fs::read(file).unwrap())).collect()
}

#[test]
fn the_number_of_chunks_changes_nothing() {
    let of = |chunks| {
        let home = tempfile::tempdir().unwrap();
        let folder = planned(&home.path().join("study"), chunks);
        let ran = run(&folder, &MadeUp::default());
        assert_eq!((ran.computed.len(), ran.failures.len()), (chunks, 1));
        merged(&folder)
    };
    let one = of(1);
    assert_eq!((one[0].records.len(), one[1].records.len(), one[0].failures.len()), (19, 10, 1));
    assert!(one == of(3) && one == of(7) && one == of(30));
}

#[test]
fn a_finished_chunk_is_never_computed_again() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 6);
    let work = MadeUp::default();
    run(&folder, &work);
    let (before, files) = (work.segments.load(Ordering::Relaxed), contents(&folder));
    let again = run(&folder, &work);
    assert_eq!((again.before, again.computed.len(), again.failures.len()), (6, 0, 1));
    assert_eq!((work.segments.load(Ordering::Relaxed), contents(&folder)), (before, files));
}

#[test]
fn a_damaged_chunk_is_found_and_computed_again() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 6);
    run(&folder, &MadeUp::default());
    let whole = contents(&folder);
    type Spoil<'a> = &'a dyn Fn(&Path, Vec<u8>);
    let spoil: [Spoil; 4] = [
        &|file, bytes| fs::write(file, &bytes[..bytes.len() / 2]).unwrap(),
        &|file, _| fs::write(file, b"").unwrap(),
        &|file, mut bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(file, bytes).unwrap();
        },
        // The right content under the name of another hash.
        &|file, bytes| {
            fs::write(file.with_file_name("00003-0123456789abcdef.parquet"), bytes)
                .and_then(|()| fs::remove_file(file))
                .unwrap()
        },
    ];
    for spoil in spoil {
        let file = files(&folder)[2].clone();
        spoil(&file, fs::read(&file).unwrap());
        let found = status(&folder).unwrap();
        assert_eq!((found.done.len(), &found.missing[..], found.damaged.len()), (5, &[3][..], 1));
        let refusal = Collected::new(&folder).err().unwrap().to_string();
        assert!(
            refusal.contains("1 of 6 chunks") && refusal.contains(": 3;") && refusal.contains("00003-"),
            "{refusal}"
        );
        assert_eq!(run(&folder, &MadeUp::default()).computed, [3]);
        assert_eq!(contents(&folder), whole);
    }
}

#[test]
fn a_bit_flipped_anywhere_is_found() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 6);
    run(&folder, &MadeUp::default());
    let file = files(&folder)[1].clone();
    let whole = fs::read(&file).unwrap();
    for byte in (0..whole.len()).step_by(37) {
        let mut bytes = whole.clone();
        bytes[byte] ^= 1 << (byte % 8);
        fs::write(&file, bytes).unwrap();
        assert!(Chunk::read(&file, folder.plan(), folder.digest(), 1).is_err(), "byte {byte}");
    }
}

#[test]
fn the_chunk_of_another_study_or_of_another_number_is_not_taken() {
    let home = tempfile::tempdir().unwrap();
    let [ours, theirs] = [6, 7].map(|chunks| planned(&home.path().join(chunks.to_string()), chunks));
    for folder in [&ours, &theirs] {
        run(folder, &MadeUp::default());
    }
    let whole = contents(&ours);
    let (mine, foreign) = (files(&ours)[0].clone(), files(&theirs)[0].clone());
    fs::remove_file(&mine).unwrap();
    fs::copy(&foreign, ours.chunks().join(foreign.file_name().unwrap())).unwrap();
    assert_eq!(status(&ours).unwrap().damaged[0].1, "belongs to another plan");
    assert_eq!(run(&ours, &MadeUp::default()).computed, [1]);
    assert_eq!(contents(&ours), whole, "and the foreign file is gone");

    let second = files(&ours)[1].clone();
    let name = second.file_name().unwrap().to_string_lossy().replace("00002-", "00001-");
    fs::copy(&second, second.with_file_name(name)).unwrap();
    fs::remove_file(&mine).unwrap();
    assert_eq!(status(&ours).unwrap().damaged[0].1, "is chunk 00002 under another name");
    assert_eq!(run(&ours, &MadeUp::default()).computed, [1]);
    assert_eq!(contents(&ours), whole);
}

#[test]
fn processes_that_compute_the_same_chunk_write_the_same_file() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 5);
    let (work, pool) = (MadeUp::default(), pool());
    let one = || Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: false }.one(2, &|_| {}).unwrap();
    std::thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(one))));
    assert_eq!(files(&folder).len(), 1);
    assert_eq!(status(&folder).unwrap().done, [2]);
}

#[test]
fn a_claimed_chunk_is_left_to_its_owner_unless_it_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 5);
    let claim = folder.claim(1).unwrap();
    let ran = run(&folder, &MadeUp::default());
    assert_eq!((ran.computed, ran.elsewhere), (vec![1, 3, 4, 5], vec![2]));
    assert_eq!(status(&folder).unwrap().running, [2]);
    let (work, pool) = (MadeUp::default(), pool());
    let one = Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: false }.one(2, &|_| {}).unwrap();
    assert_eq!(one.computed, [2]);
    drop(claim);
    assert_eq!(status(&folder).unwrap().done.len(), 5);
}

#[test]
fn nothing_depends_on_when_a_file_was_written() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 5);
    run(&folder, &MadeUp::default());
    let (found, parts) = (status(&folder).unwrap(), merged(&folder));
    // As if the clock had been a day ahead, and then back at the epoch.
    let times = [std::time::Duration::from_secs(4_000_000_000), std::time::Duration::ZERO];
    for time in times {
        for file in files(&folder).iter().chain([&folder.path().join("plan/plan.json")]) {
            fs::File::options().append(true).open(file).unwrap().set_modified(std::time::UNIX_EPOCH + time).unwrap();
        }
        assert_eq!(run(&folder, &MadeUp::default()).computed, [0; 0]);
        assert_eq!((status(&folder).unwrap(), merged(&folder)), (found.clone(), parts.clone()));
    }
}

#[test]
fn a_run_that_shall_stop_at_a_failure_begins_no_further_chunk() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 30);
    let (work, pool) = (MadeUp::default(), pool());
    let fast = || Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: true }.all(&|_| {}).unwrap();
    let ran = fast();
    assert_eq!((ran.failures.len(), ran.failures[0].0), (1, 6));
    assert!(ran.left >= 20 && ran.left + ran.computed.len() == 30, "{ran:?}");
    assert_eq!(status(&folder).unwrap().failed_patients, 1);
    assert_eq!(fast().computed.len(), 0, "the failure is remembered");
    assert_eq!(run(&folder, &work).computed.len(), ran.left, "and the others can go on");
}

#[test]
fn a_chunk_that_cannot_be_written_is_an_error_that_names_it_and_status_tells() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 3);
    // A file where the folder of chunks should be: it holds for root as well, whom permissions do not stop.
    fs::remove_dir(folder.chunks()).unwrap();
    fs::write(folder.chunks(), "in the way").unwrap();
    let (work, pool) = (MadeUp::default(), pool());
    let one = || Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: false }.one(1, &|_| {});
    let error = one().unwrap_err();
    assert!(error.to_string().contains("chunks"), "{error}");
    fs::remove_file(folder.chunks()).unwrap();
    let error = one().unwrap_err();
    assert!(error.to_string().contains("cannot write") && error.exit_code() == 1, "{error}");
    let found = status(&folder).unwrap();
    assert!(found.failed[0].0 == 1 && found.failed[0].1.contains("cannot write"), "{found:?}");
    assert_eq!(found.to_compute(), [1, 2, 3]);
    fs::create_dir(folder.chunks()).unwrap();
    assert_eq!(run(&folder, &MadeUp::default()).computed, [1, 2, 3]);
}

#[test]
fn the_same_plan_may_be_made_again_and_another_one_needs_a_word() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("study");
    let folder = planned(&path, 4);
    run(&folder, &MadeUp::default());
    let plan = fs::read(path.join("plan/plan.json")).unwrap();
    planned(&path, 4);
    assert_eq!((fs::read(path.join("plan/plan.json")).unwrap(), status(&folder).unwrap().done.len()), (plan, 4));
    let refused = Folder::create(&path, example(20, 5), false).unwrap_err().to_string();
    assert!(refused.contains("holds another plan") && refused.contains("--overwrite"), "{refused}");
    let other = Folder::create(&path, example(20, 5), true).unwrap();
    assert_eq!(status(&other).unwrap().done.len(), 0, "chunks of the old plan do not count");
    fs::create_dir(home.path().join("full")).unwrap();
    fs::write(home.path().join("full/notes.txt"), "mine").unwrap();
    let refused = Folder::create(&home.path().join("full"), example(20, 5), false).unwrap_err().to_string();
    assert!(refused.contains("holds no plan"), "{refused}");
}

#[test]
fn a_damaged_plan_is_not_followed() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("study");
    planned(&path, 4);
    let file = path.join("plan/plan.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"seed\": 7", "\"seed\": 8")).unwrap();
    assert!(Folder::open(&path).unwrap_err().to_string().contains("damaged"));
    fs::write(&file, text).unwrap();
    assert!(Folder::open(&path).is_ok());
    assert!(Folder::open(home.path()).unwrap_err().to_string().contains("holds no plan"));
}

#[test]
fn a_chunk_beyond_the_last_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 4);
    let (work, pool) = (MadeUp::default(), pool());
    let run = Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: false };
    for number in [0, 5] {
        let error = run.one(number, &|_| {}).unwrap_err();
        assert_eq!(error.to_string(), format!("chunk {number} does not exist: expected a number from 1 to 4"));
    }
}

#[test]
fn the_time_left_is_told_from_the_chunks_that_are_done() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 4);
    assert_eq!(status(&folder).unwrap().seconds_left, None);
    let (work, pool) = (MadeUp::default(), pool());
    Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: false }.one(1, &|_| {}).unwrap();
    folder.note(0, &note::Note::Seconds(10.0));
    let plan = folder.plan();
    let share = (1..4).map(|chunk| plan.cost(chunk)).sum::<u128>() as f64 / plan.cost(0) as f64;
    let left = status(&folder).unwrap().seconds_left.unwrap();
    assert!((left - 10.0 * share).abs() < 1e-9, "{left}");
}
