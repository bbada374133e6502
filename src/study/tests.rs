//! Studies of made-up courses, which take no time: what is lost, damaged or done twice never reaches a result.

use super::{
    plan::{example, example_in_levels},
    *,
};
use cenersim_analyses::comparison::{Failed, Part, Record};
use cenersim_model::curves::{Milestones, Outcome, Response, Survival};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Courses that are a function of their unit; unit 5 of the cohort fails. What is after the earlier stages is a function of
/// everything that these have yielded.
#[derive(Default)]
struct MadeUp<'a> {
    segments: AtomicUsize,
    prepared: Mutex<Vec<(usize, f64)>>,
    meanwhile: Mutex<Option<Meanwhile<'a>>>,
}

/// What another process does while this one waits for it.
type Meanwhile<'a> = Box<dyn FnOnce(&MadeUp<'a>) + Send + 'a>;

impl MadeUp<'_> {
    /// Sum over the stages before.
    fn known(&self, stage: usize) -> f64 {
        self.prepared.lock().unwrap().iter().find(|(after, _)| *after == stage).map_or(0.0, |(_, sum)| *sum)
    }
}

/// A number that no decimal gives back, or none at all.
fn number(unit: u64, known: f64) -> f64 {
    if unit == 3 { f64::from_bits(0x7ff8_0000_0000_0003) } else { known + 1.0 / (unit as f64 + 7.0) }
}

fn record(stage: usize, unit: u64) -> Record {
    let milestones = Milestones { blast_log_kill: 1.0 / (unit as f64 + 3.0), ..Milestones::default() };
    let survival = Survival { death_day: unit.is_multiple_of(3).then_some(unit as f64 / 7.0), ..Survival::default() };
    Record {
        patient: unit,
        arm: stage as u32,
        outcome: Outcome { response: Response::PR, courses: 1, survival, milestones, ..Outcome::default() },
        infections: 1,
        steps: unit,
        agent_steps: unit * 9,
        ..Record::default()
    }
}

impl Work for MadeUp<'_> {
    fn prepare(&self, stage: usize, earlier: &mut dyn Stages) -> Result<(), StudyError> {
        let mut sum = 0.0;
        for stage in 0..stage {
            let found = earlier.stage(stage)?;
            sum += found.rows.iter().flat_map(|row| &row.values).filter(|value| !value.is_nan()).sum::<f64>();
            sum += found.part.records.iter().map(|record| record.outcome.milestones.blast_log_kill).sum::<f64>();
        }
        self.prepared.lock().unwrap().push((stage, sum));
        Ok(())
    }

    fn simulate(&self, segment: &Segment, _: &Progress) -> Result<Yield, StudyError> {
        self.segments.fetch_add(1, Ordering::Relaxed);
        let (fails, lives): (Vec<u64>, Vec<u64>) =
            (segment.first..segment.end).partition(|unit| segment.stage == 0 && *unit == 5);
        let failed = |patient| Failed { patient, replicate: 0, arm: "B".into(), message: "negative cells".into() };
        let known = self.known(segment.stage);
        let row = |unit: &u64| Row::of(*unit, vec![number(*unit, known); (*unit % 3) as usize]);
        let rows = if segment.stage == 1 { Vec::new() } else { lives.iter().map(row).collect() };
        let part = Part {
            records: lives.into_iter().map(|unit| record(segment.stage, unit)).collect(),
            bands: Vec::new(),
            failures: fails.into_iter().map(failed).collect(),
        };
        Ok(Yield { part, rows, courses: Vec::new() })
    }

    fn wait(&self, _: Duration) {
        let meanwhile = self.meanwhile.lock().unwrap().take();
        meanwhile.expect("nobody is waited for twice")(self);
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

/// Courses, and the bits of all numbers by unit.
type Whole = (Part, Vec<(u64, Vec<u64>)>);

/// All stages.
fn merged(folder: &Folder) -> Vec<Whole> {
    let mut collected = Collected::new(folder).unwrap();
    let bits = |row: Row| (row.unit, row.values.iter().map(|value| value.to_bits()).collect());
    let stage = |found: Yield| (found.part, found.rows.into_iter().map(bits).collect());
    (0..folder.plan().stages.len()).map(|index| stage(collected.stage(index).unwrap())).collect()
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
    assert_eq!((one[0].0.records.len(), one[1].0.records.len(), one[0].0.failures.len()), (19, 10, 1));
    assert_eq!((one[0].1.len(), one[1].1.len(), one[0].1[3].1.len()), (19, 0, 0));
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

fn planned_in_levels(path: &Path, chunks: usize) -> Folder {
    Folder::create(path, example_in_levels(20, chunks), false).unwrap()
}

#[test]
fn a_level_that_follows_from_earlier_ones_is_the_same_in_any_number_of_chunks() {
    let of = |chunks| {
        let home = tempfile::tempdir().unwrap();
        let folder = planned_in_levels(&home.path().join("study"), chunks);
        let work = MadeUp::default();
        run(&folder, &work);
        assert_eq!(work.prepared.lock().unwrap().len(), 1, "once, for the only stage that is after the others");
        merged(&folder)
    };
    let one = of(1);
    let expected: f64 =
        (0..20).filter(|unit| *unit != 5).map(|unit| record(0, unit).outcome.milestones.blast_log_kill).sum();
    assert!(f64::from_bits(one[2].1[1].1[0]) > expected, "it depends on what was before");
    assert!(one == of(3) && one == of(7) && one == of(50));
}

#[test]
fn a_chunk_that_follows_from_missing_ones_says_which() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned_in_levels(&home.path().join("study"), 8);
    let (work, pool) = (MadeUp::default(), pool());
    let run = Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: false };
    let second = folder.plan().levels()[1].chunks.clone();
    for chunk in (1..=second.start).filter(|chunk| *chunk != 2) {
        run.one(chunk, &|_| {}).unwrap();
    }
    let found = status(&folder).unwrap();
    assert_eq!(found.ready(folder.plan()), [2]);
    assert_eq!(found.by_level(folder.plan()), [vec![2], second.clone().map(|chunk| chunk + 1).collect()]);
    let error = run.one(second.end, &|_| {}).unwrap_err();
    let (number, before) = (second.end, second.start);
    let expected = format!(
        "chunk {number} follows from earlier ones, and 1 of {before} chunks are not finished: 2; \
         `cenersim study run` computes what is missing"
    );
    assert_eq!((error.to_string(), error.exit_code()), (expected, 1));
    run.one(2, &|_| {}).unwrap();
    run.one(number, &|_| {}).unwrap();
    assert_eq!(status(&folder).unwrap().ready(folder.plan()).len(), second.len() - 1);
    let again = contents(&folder);
    assert_eq!(run.one(number, &|_| {}).unwrap().before, 1, "a finished chunk needs nothing");
    assert_eq!(contents(&folder), again);
}

#[test]
fn finished_levels_are_prepared_for_those_after_them_and_nothing_is_computed_again() {
    let home = tempfile::tempdir().unwrap();
    let mut plan = example_in_levels(20, 8);
    plan.stages.push(Stage { name: "third generation".into(), ..plan.stages[2].clone() });
    let folder = Folder::create(&home.path().join("study"), plan.in_chunks(8), false).unwrap();
    run(&folder, &MadeUp::default());
    let whole = contents(&folder);
    fs::remove_file(files(&folder).last().unwrap()).unwrap();
    let work = MadeUp::default();
    let ran = run(&folder, &work);
    assert_eq!((ran.computed.len(), ran.before), (1, whole.len() - 1));
    assert_eq!(work.prepared.lock().unwrap().iter().map(|(stage, _)| *stage).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(contents(&folder), whole);
    let idle = MadeUp::default();
    run(&folder, &idle);
    assert!(idle.prepared.lock().unwrap().is_empty(), "nothing is missing, so nothing is prepared");
}

/// The process that holds a chunk of the first level gives it up unfinished (it has died), or has finished it.
#[test]
fn a_level_waits_for_chunks_of_other_processes_and_takes_over_those_of_the_dead() {
    for dies in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let folder = planned_in_levels(&home.path().join("study"), 8);
        let claim = folder.claim(1).unwrap();
        let before = folder.plan().levels()[0].chunks.len() - 1;
        let meanwhile: Meanwhile = Box::new(|work| {
            // All but the claimed chunk are there, and what follows from it has not begun.
            assert_eq!(files(&folder).len(), before);
            assert!(work.prepared.lock().unwrap().is_empty());
            if !dies {
                let (theirs, pool) = (MadeUp::default(), pool());
                Run { folder: &folder, work: &theirs, pool: &pool, stop_at_failure: false }.one(2, &|_| {}).unwrap();
            }
            drop(claim);
        });
        let ran = run(&folder, &MadeUp { meanwhile: Mutex::new(Some(meanwhile)), ..MadeUp::default() });
        assert_eq!((ran.computed.contains(&2), ran.before, ran.elsewhere.len()), (dies, usize::from(!dies), 0));
        let alone = planned_in_levels(&home.path().join("alone"), 8);
        run(&alone, &MadeUp::default());
        assert_eq!(contents(&folder), contents(&alone));
    }
}

#[test]
fn what_is_left_after_a_failure_is_counted_in_later_levels_too() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned_in_levels(&home.path().join("study"), 30);
    let (work, pool) = (MadeUp::default(), pool());
    let ran = Run { folder: &folder, work: &work, pool: &pool, stop_at_failure: true }.all(&|_| {}).unwrap();
    assert_eq!((ran.left + ran.computed.len(), ran.failures.len()), (folder.plan().chunks.len(), 1));
    assert!(work.prepared.lock().unwrap().is_empty());
    run(&folder, &work);
    assert_eq!(status(&folder).unwrap().done.len(), folder.plan().chunks.len());
}

#[test]
fn the_plan_of_another_version_is_not_continued() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("study");
    planned(&path, 4);
    let newer = Plan { version: "1.1 (test)".into(), ..example(20, 4) };
    let refused = Folder::create(&path, newer, false).unwrap_err().to_string();
    assert!(refused.contains("made by cenersim `1.0 (test)` and this is `1.1 (test)`"), "{refused}");
}

#[test]
fn chunks_without_numbers_do_not_speak_of_them() {
    let home = tempfile::tempdir().unwrap();
    let folder = planned(&home.path().join("study"), 6);
    run(&folder, &MadeUp::default());
    let speaks: Vec<bool> =
        contents(&folder).iter().map(|(_, bytes)| bytes.windows(6).any(|window| window == b"\"rows\"")).collect();
    let has_rows = |chunk: &Vec<Segment>| chunk.iter().any(|segment| segment.stage == 0);
    assert_eq!(speaks, folder.plan().chunks.iter().map(has_rows).collect::<Vec<_>>());
    assert!(speaks.contains(&true) && speaks.contains(&false));
}
