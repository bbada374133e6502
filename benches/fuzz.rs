//! Spoiled inputs by the million: every shipped scenario, `[parameters]`, `--set`, `--sweep`, and every file that is read
//! back. Each must be taken or refused in one sentence: no panic, no input that takes more than a second of a processor to
//! read, no other exit code than 0, 1 or 2. Left out: how long an input waits for other programs of the machine.
//!
//! `cargo bench --bench fuzz -- 1000000` tries a million; `cargo bench --bench fuzz -- 1 731` tries number 731 again.
//! Most inputs are read within this process; one in 2,000 goes through the program itself, and one in 20 of the scenarios
//! that are taken is simulated for two days.

#[path = "fuzz/draws.rs"]
mod draws;
#[path = "fuzz/files.rs"]
mod files;
mod measure;
#[path = "fuzz/mutation.rs"]
mod mutation;

use cenersim::{
    parameters::Ledger,
    quantity::Time,
    report::{Checkpoints, read_posterior, read_run},
    scenario::{Scenario, Sweep, grid},
    simulation::{Case, simulate},
    study::Folder,
};
use draws::Draws;
use files::Files;
use measure::figure;
use rayon::prelude::*;
use rustix::time::{ClockId, clock_gettime};
use std::{
    collections::BTreeMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// Inputs, unless the command line says how many.
const INPUTS: u64 = 20_000;
/// Longest time of a processor to read an input. Machines of continuous integration are slow.
const LONGEST: Duration = Duration::from_secs(1);
/// When an input is taken for one that never ends.
const NEVER: Duration = Duration::from_secs(120);

/// What inputs are made from.
struct Corpus {
    paths: Vec<PathBuf>,
    texts: Vec<String>,
    keys: Vec<String>,
    parameters: Vec<String>,
    files: Files,
    scratch: PathBuf,
}

/// What became of all inputs.
#[derive(Default)]
struct Tally {
    taken: AtomicU64,
    refused: AtomicU64,
    simulated: AtomicU64,
    failed: AtomicU64,
    programs: AtomicU64,
    slowest_ms: AtomicU64,
    faults: Mutex<Vec<String>>,
}

/// The last words of a thread that panicked.
static WORDS: Mutex<String> = Mutex::new(String::new());

/// Inputs that are being tried, and since when.
static UNDER_WAY: Mutex<BTreeMap<u64, Instant>> = Mutex::new(BTreeMap::new());

/// Ends the bench when an input never ends, and says which.
fn watch() {
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let stuck =
            UNDER_WAY.lock().expect("no panic here").iter().find(|one| one.1.elapsed() > NEVER).map(|one| *one.0);
        if let Some(input) = stuck {
            println!("FAULT {input}: does not end within {NEVER:?}");
            std::process::exit(1);
        }
    }
}

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (inputs, first) = (numbers.first().copied().unwrap_or(INPUTS), numbers.get(1).copied().unwrap_or(0));
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = Corpus::read(folder.path());
    set_hook(Box::new(|panic| *WORDS.lock().expect("no panic here") = panic.to_string()));
    std::thread::spawn(watch);
    let (tally, begun) = (Tally::default(), Instant::now());
    (first..first + inputs).into_par_iter().for_each(|input| corpus.attempt(input, &tally));
    report(&tally, inputs, begun.elapsed());
}

fn report(tally: &Tally, inputs: u64, took: Duration) {
    let count = |name: &str, count: &AtomicU64| figure(name, count.load(Relaxed) as f64, "inputs");
    println!("fuzz of cenersim {}", env!("CENERSIM_VERSION"));
    figure("fuzz.inputs", inputs as f64, "inputs");
    count("fuzz.taken", &tally.taken);
    count("fuzz.refused", &tally.refused);
    count("fuzz.simulated", &tally.simulated);
    count("fuzz.simulations_that_failed_in_words", &tally.failed);
    count("fuzz.through_the_program", &tally.programs);
    figure("fuzz.slowest", tally.slowest_ms.load(Relaxed) as f64, "ms");
    figure("fuzz.seconds", took.as_secs_f64(), "s");
    let faults = tally.faults.lock().expect("no panic here");
    figure("fuzz.faults", faults.len() as f64, "inputs");
    faults.iter().take(50).for_each(|fault| println!("FAULT {fault}"));
    if !faults.is_empty() {
        std::process::exit(1);
    }
}

impl Corpus {
    fn read(folder: &Path) -> Self {
        let mut paths = Vec::new();
        collect(Path::new("scenarios"), &mut paths);
        paths.sort();
        let mut texts: Vec<String> = paths.iter().map(|path| fs::read_to_string(path).expect("a scenario")).collect();
        // What extends nothing can be read further than to its `extends`.
        texts.extend(paths.iter().filter_map(|path| Scenario::read(path, &[]).ok()).map(|scenario| scenario.source));
        let mut keys = Vec::new();
        texts.iter().for_each(|text| keys_of("", &text.parse().unwrap_or_default(), &mut keys));
        keys.sort();
        keys.dedup();
        let parameters = Ledger::defaults().entries().map(|(path, _)| path.to_owned()).collect();
        let scratch = folder.join("scratch");
        fs::create_dir(&scratch).expect("a folder");
        Self { paths, texts, keys, parameters, files: Files::write(folder), scratch }
    }

    fn attempt(&self, input: u64, tally: &Tally) {
        let (mut draws, begun) = (Draws::of(input), own_time());
        UNDER_WAY.lock().expect("no panic here").insert(input, Instant::now());
        let found = catch_unwind(AssertUnwindSafe(|| self.tried(input, &mut draws, tally)));
        UNDER_WAY.lock().expect("no panic here").remove(&input);
        let took = own_time().saturating_sub(begun);
        tally.slowest_ms.fetch_max(took.as_millis() as u64, Relaxed);
        let fault = |what: String| tally.faults.lock().expect("no panic here").push(format!("{input}: {what}"));
        match found {
            Err(_) => fault(format!("panic: {}", WORDS.lock().expect("no panic here"))),
            Ok(Err(what)) => fault(what),
            Ok(Ok(true)) => {
                tally.taken.fetch_add(1, Relaxed);
            }
            Ok(Ok(false)) => {
                tally.refused.fetch_add(1, Relaxed);
            }
        }
    }

    /// Whether the input was taken.
    fn tried(&self, input: u64, draws: &mut Draws, tally: &Tally) -> Result<bool, String> {
        match input % 16 {
            0..=6 => self.scenario(input, draws, tally),
            7..=8 => self.change(draws),
            9 => self.sweep(draws),
            10..=11 => self.parameter(draws, tally),
            12 => self.file("posterior.parquet", &self.files.posterior, draws, |path| read_posterior(path).is_ok()),
            13 => self.result(draws),
            14 => self.checkpoint(draws),
            _ => self.plan(draws),
        }
    }

    fn scenario(&self, input: u64, draws: &mut Draws, tally: &Tally) -> Result<bool, String> {
        let original: &String = draws.one(&self.texts);
        let text = mutation::text(original, &self.texts, draws);
        if input.is_multiple_of(1000) {
            return self.program(&text, draws, tally);
        }
        let read = in_time(|| Scenario::parse("fuzz", &text))?;
        Ok(taken(read, draws, tally))
    }

    fn change(&self, draws: &mut Draws) -> Result<bool, String> {
        let change = format!("{}={}", draws.one(&self.keys), mutation::value(draws));
        let path = draws.one(&self.paths);
        in_time(|| Scenario::read(path, &[change]).map_err(|error| error.render(false)).is_ok())
    }

    fn parameter(&self, draws: &mut Draws, tally: &Tally) -> Result<bool, String> {
        let changes: Vec<String> = (0..=draws.below(3))
            .map(|_| {
                let path = draws.one(&self.parameters);
                let default = Ledger::defaults().get(path).map(|entry| entry.value.clone());
                let near = default
                    .map(|value| value.with_canonical(value.canonical() * libm::exp2(draws.below(21) as f64 - 10.0)));
                let value = near
                    .filter(|_| !draws.once_in(4))
                    .map_or_else(|| mutation::value(draws), |value| format!("\"{value}\""));
                format!("parameters.{path}={value}")
            })
            .collect();
        let path = draws.one(&self.paths);
        let read = in_time(|| Scenario::read(path, &changes))?;
        Ok(taken(read, draws, tally))
    }

    fn sweep(&self, draws: &mut Draws) -> Result<bool, String> {
        let values: Vec<String> =
            (0..=draws.below(3)).map(|_| mutation::value(draws).trim_matches('"').to_owned()).collect();
        let separator = *draws.one(&[",", "..", "/", " "]);
        let sweep = mutation::text(&format!("{}={}", draws.one(&self.keys), values.join(separator)), &self.keys, draws);
        let path = draws.one(&self.paths);
        in_time(|| {
            let Ok(axis) = Sweep::parse(&sweep) else { return false };
            let Ok(points) = grid(&[axis], 1000) else { return false };
            points.first().is_some_and(|point| Scenario::read_point(path, &[], point).is_ok())
        })
    }

    /// A spoiled copy of a file under its own name.
    fn file(
        &self,
        name: &str,
        original: &Path,
        draws: &mut Draws,
        read: impl Fn(&Path) -> bool,
    ) -> Result<bool, String> {
        let spoiled = mutation::bytes(&fs::read(original).expect("an original"), draws);
        let folder = tempfile::tempdir_in(&self.scratch).expect("a folder");
        let path = folder.path().join(name);
        fs::write(&path, spoiled).expect("a file");
        in_time(|| read(&path))
    }

    fn result(&self, draws: &mut Draws) -> Result<bool, String> {
        let folder = tempfile::tempdir_in(&self.scratch).expect("a folder");
        let names = ["provenance.json", "events.csv", "scenario.toml", "curves.csv"];
        let spoiled = *draws.one(&names);
        for name in names {
            let bytes = fs::read(self.files.run.join(name)).expect("an original");
            let bytes = if name == spoiled { mutation::bytes(&bytes, draws) } else { bytes };
            fs::write(folder.path().join(name), bytes).expect("a file");
        }
        in_time(|| read_run(folder.path()).is_ok())
    }

    fn checkpoint(&self, draws: &mut Draws) -> Result<bool, String> {
        let from = self.files.checkpoints.join("arm_b.checkpoints");
        let entry = fs::read_dir(from).expect("a folder").flatten().next().expect("a checkpoint");
        let folder = tempfile::tempdir_in(&self.scratch).expect("a folder");
        let to = folder.path().join("arm_b.checkpoints");
        fs::create_dir(&to).expect("a folder");
        let bytes = mutation::bytes(&fs::read(entry.path()).expect("an original"), draws);
        fs::write(to.join(entry.file_name()), bytes).expect("a file");
        let checkpoints = Checkpoints::beside(folder.path(), "arm_b", self.files.about.clone());
        in_time(|| checkpoints.look(1).newest[0].is_some())
    }

    /// A plan with the hash of its own, as a program would write it: what is in it must be checked, too.
    fn plan(&self, draws: &mut Draws) -> Result<bool, String> {
        let folder = tempfile::tempdir_in(&self.scratch).expect("a folder");
        let home = folder.path().join("plan");
        fs::create_dir(&home).expect("a folder");
        let text = fs::read_to_string(self.files.study.join("plan/plan.json")).expect("an original");
        let spoiled = mutation::text(&text, std::slice::from_ref(&text), draws);
        let signed = cenersim::report::sha256(if draws.once_in(4) { text.as_bytes() } else { spoiled.as_bytes() });
        fs::write(home.join("plan.json"), spoiled).expect("a file");
        fs::write(home.join("plan.json.sha256"), format!("{signed}  plan.json\n")).expect("a file");
        in_time(|| Folder::open(folder.path()).is_ok())
    }

    /// The program itself: its exit code.
    fn program(&self, text: &str, draws: &mut Draws, tally: &Tally) -> Result<bool, String> {
        tally.programs.fetch_add(1, Relaxed);
        let folder = tempfile::tempdir_in(&self.scratch).expect("a folder");
        let file = folder.path().join("fuzz.toml");
        fs::write(&file, text).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_cenersim"));
        match draws.below(2) {
            0 => command.arg("check").arg(&file),
            _ => command
                .args(["run", "-q", "--set", "simulation.agents_per_class=1", "--set", "simulation.replicates=1"])
                .args(["--set", "simulation.horizon=2 d"])
                .arg(&file)
                .arg("--output")
                .arg(folder.path()),
        };
        let done = command.output().expect("the program runs");
        match done.status.code() {
            Some(0) => Ok(true),
            Some(1 | 2) => Ok(false),
            code => Err(format!("exit code {code:?}: {}", String::from_utf8_lossy(&done.stderr))),
        }
    }
}

/// Time that this thread had a processor.
fn own_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// What a reader yields, if it is quick.
fn in_time<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    let begun = own_time();
    let found = read();
    let took = own_time().saturating_sub(begun);
    if took > LONGEST { Err(format!("takes {took:?} to read")) } else { Ok(found) }
}

/// Whether a scenario was taken; some of them are simulated for two days.
fn taken(read: Result<Scenario, cenersim::scenario::ScenarioError>, draws: &mut Draws, tally: &Tally) -> bool {
    let Ok(mut scenario) = read.map_err(|error| error.render(false)) else { return false };
    if !draws.once_in(20) {
        return true;
    }
    let settings = &mut scenario.settings;
    let days = Time::days(2.0);
    (settings.agents_per_class, settings.replicates) = (1, 1);
    settings.horizon = if settings.horizon > days { days } else { settings.horizon };
    settings.follow_up = None;
    if settings.steps() > 2_000 {
        return true;
    }
    tally.simulated.fetch_add(1, Relaxed);
    let case = Case {
        ledger: &scenario.ledger,
        correlations: &scenario.correlations,
        patient: &scenario.patient,
        regimen: &scenario.arms[0],
        settings: &scenario.settings,
        snapshots: &[],
    };
    if catch_unwind(AssertUnwindSafe(|| simulate(&case, 0, &|_| {}))).is_err() {
        // What has no finite result fails in words; anything else is a fault.
        let words = WORDS.lock().expect("no panic here").clone();
        assert!(words.contains("expected a finite number"), "{words}");
        tally.failed.fetch_add(1, Relaxed);
    }
    true
}

/// TOML files below a folder.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
}

/// Paths of all keys of a document.
fn keys_of(prefix: &str, table: &toml::Table, keys: &mut Vec<String>) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(below) => keys_of(&path, below, keys),
            toml::Value::Array(items) => {
                for item in items.iter().filter_map(toml::Value::as_table) {
                    keys_of(&format!("{path}.1"), item, keys);
                }
            }
            _ => {}
        }
        keys.push(path);
    }
}
