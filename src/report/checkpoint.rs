//! Checkpoints: states of a run that is under way, one file for each, in `output/<scenario>.checkpoints/`.
//! Left out: when a state is taken and what it holds (see `simulation`).
//!
//! ```text
//! magic, format (4 bytes), contents of `About` and the state as postcard, sha256 of all that
//! ```
//!
//! A file appears under its name only when it is complete and on the disk (temporary name, `fsync`, rename, `fsync` of
//! the folder). The newest is the one of the latest simulated day, as its name says: clocks take no part. Each replicate
//! keeps its last two, so that a damaged one costs one interval.

use super::{ReportError, fault::reach, sha256};
use cenersim_model::{quantity::Time, simulation::State};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// What a file begins with.
const MAGIC: &[u8] = b"cenersim checkpoint\n";
/// Version of the layout of the file.
const FORMAT: u32 = 1;
/// Bytes of a sha256.
const HASH: usize = 32;
const SUFFIX: &str = ".checkpoint";
/// Beginning of the name of a file that is not complete.
const TEMPORARY: &str = ".checkpoint-";

/// What a state belongs to: it goes on only in exactly this run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Version and commit of the program.
    pub version: String,
    /// sha256 of the scenario's text.
    pub scenario_sha256: String,
    /// Seed of the run.
    pub seed: u64,
    /// Days on which every agent is kept.
    pub cells_on: Vec<f64>,
}

impl About {
    /// The identity of a run: a checkpoint with another one is refused.
    pub fn new(version: &str, scenario_text: &str, seed: u64, cells_on: &[Time]) -> Self {
        let cells_on = cells_on.iter().map(|time| time.in_days()).collect();
        Self { version: version.into(), scenario_sha256: sha256(scenario_text.as_bytes()), seed, cells_on }
    }
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The system refuses to give the file.
    #[error("`{}` cannot be read ({cause}): expected a checkpoint of this run", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: String,
    },
    /// It does not begin as checkpoints do.
    #[error("`{}` is no checkpoint of this program: expected a file that `run --checkpoint-every` has written", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Its hash is not that of its content.
    #[error("`{}` is damaged or cut off: expected the contents that its checksum states", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// It is a good checkpoint of another run, version or replicate.
    #[error("`{}` belongs to another run ({found}): expected {expected}", .path.display())]
    OtherRun {
        /// The file.
        path: PathBuf,
        /// What differs, as the file has it.
        found: String,
        /// The same of this run.
        expected: String,
    },
}

/// A file that can be used.
/// The interval goes along, so that a run that is continued keeps it.
#[derive(Clone, Debug, PartialEq)]
struct Content {
    every: Time,
    state: State,
}

/// What lies in the folder of one run.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Found {
    /// The newest file of each replicate that can be used, by the number of the replicate, and its day.
    pub newest: Vec<Option<(PathBuf, f64)>>,
    /// Interval of the checkpoints found.
    pub every: Option<Time>,
    /// Files that cannot be used.
    pub refused: Vec<Refusal>,
}

/// The checkpoints of one run.
#[derive(Clone, Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    about: About,
}

impl Checkpoints {
    /// Those of the run that writes `output/<scenario>/`.
    pub fn beside(output: &Path, scenario: &str, about: About) -> Self {
        Self { folder: output.join(format!("{scenario}.checkpoints")), about }
    }

    /// `output/<scenario>.checkpoints`, which need not exist.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a state and forgets all of its replicate but this one and the one before.
    ///
    /// # Errors
    /// If the disk is full or refuses; earlier checkpoints are then untouched.
    pub fn write(&self, state: &State, every: Time) -> Result<(), ReportError> {
        let place = (state.replicate(), state.now().in_days());
        let path = self.folder.join(name(place));
        self.replace(&path, &self.encode(state, every)).map_err(ReportError::write(&path))?;
        let (replicate, day) = place;
        reach(&format!("checkpoint of replicate {replicate}"));
        for (old, _) in self.files_of(replicate).into_iter().filter(|(_, at)| *at < day).skip(1) {
            // What cannot be removed costs room and nothing else.
            let _ = fs::remove_file(old);
        }
        Ok(())
    }

    /// Looks for the newest usable file of each of so many replicates. Those that are newer and cannot be used are told.
    pub fn look(&self, replicates: u32) -> Found {
        let mut found = Found::default();
        for replicate in 0..replicates {
            let mut newest = None;
            for (path, day) in self.files_of(replicate) {
                match self.content(&path, replicate) {
                    Ok(content) => {
                        found.every = found.every.or(Some(content.every));
                        newest = Some((path, day));
                        break;
                    }
                    Err(refusal) => found.refused.push(refusal),
                }
            }
            found.newest.push(newest);
        }
        found
    }

    /// The state in a file.
    ///
    /// # Errors
    /// If the file is damaged or belongs to another run.
    pub fn read(&self, path: &Path, replicate: u32) -> Result<State, Refusal> {
        self.content(path, replicate).map(|content| content.state)
    }

    /// Removes all files, and the folder if nothing else lies there.
    /// Behind a link nothing is removed.
    pub fn remove(&self) {
        if !fs::symlink_metadata(&self.folder).is_ok_and(|about| about.is_dir()) {
            return;
        }
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if is_ours(&entry.file_name()) {
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = fs::remove_dir(&self.folder);
    }

    /// Files of a replicate with their days, the latest first.
    fn files_of(&self, replicate: u32) -> Vec<(PathBuf, f64)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut files: Vec<(PathBuf, f64)> = entries
            .filter_map(|entry| {
                let (number, day) = place_of(&entry.file_name())?;
                (number == replicate).then(|| (entry.path(), day))
            })
            .collect();
        files.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        files
    }

    /// Magic, format, identity, interval and state, then the hash of these.
    fn encode(&self, state: &State, every: Time) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        let mut bytes = postcard::to_extend(&(&self.about, every, state), bytes).expect("plain data has a binary form");
        bytes.extend(Sha256::digest(&bytes));
        bytes
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        sync_folder(&self.folder)
    }

    /// Checks in this order: magic, hash, format, identity, replicate. What is told first is the fault that explains
    /// the rest.
    fn content(&self, path: &Path, replicate: u32) -> Result<Content, Refusal> {
        let unreadable = |error: io::Error| Refusal::Unreadable { path: path.into(), cause: error.to_string() };
        let bytes = fs::read(path).map_err(unreadable)?;
        let damaged = || Refusal::Damaged { path: path.into() };
        let after_magic = bytes.strip_prefix(MAGIC).ok_or_else(|| foreign_or_damaged(path, &bytes))?;
        let (content, hash) =
            after_magic.split_at_checked(after_magic.len().saturating_sub(HASH)).ok_or_else(damaged)?;
        if Sha256::digest(&bytes[..bytes.len() - hash.len()]).as_slice() != hash {
            return Err(damaged());
        }
        let (format, rest) = content.split_at_checked(4).ok_or_else(damaged)?;
        if format != FORMAT.to_le_bytes() {
            let found = u32::from_le_bytes(format.try_into().unwrap_or_default());
            return Err(self.other_run(path, format!("format {found}"), format!("format {FORMAT}")));
        }
        // What it belongs to comes first: the state of another version may have another layout.
        let (about, rest) = postcard::take_from_bytes::<About>(rest).map_err(|_| damaged())?;
        self.check(path, &about)?;
        let (every, state) = postcard::from_bytes::<(Time, State)>(rest).map_err(|_| damaged())?;
        if state.replicate() != replicate {
            let (found, expected) = (format!("replicate {}", state.replicate()), format!("replicate {replicate}"));
            return Err(self.other_run(path, found, expected));
        }
        Ok(Content { every, state })
    }

    /// Version, seed, scenario, days of agents: the first that differs is named.
    fn check(&self, path: &Path, found: &About) -> Result<(), Refusal> {
        let expected = &self.about;
        let short = |hash: &str| hash.get(..8).unwrap_or("").to_owned();
        let differ = |found: String, expected: String| Err(self.other_run(path, found, expected));
        if found.version != expected.version {
            return differ(format!("version {}", found.version), format!("version {}", expected.version));
        }
        if found.seed != expected.seed {
            return differ(format!("seed {}", found.seed), format!("seed {}", expected.seed));
        }
        if found.scenario_sha256 != expected.scenario_sha256 {
            let named = |about: &About| format!("a scenario of sha256 {}...", short(&about.scenario_sha256));
            return differ(named(found), named(expected));
        }
        if found.cells_on != expected.cells_on {
            return differ(format!("--cells-on {:?}", found.cells_on), format!("--cells-on {:?}", expected.cells_on));
        }
        Ok(())
    }

    fn other_run(&self, path: &Path, found: String, expected: String) -> Refusal {
        Refusal::OtherRun { path: path.into(), found, expected }
    }
}

/// A file that begins as a checkpoint does, and ends before the beginning is complete, was cut off.
fn foreign_or_damaged(path: &Path, bytes: &[u8]) -> Refusal {
    let path = path.into();
    if MAGIC.starts_with(bytes) { Refusal::Damaged { path } } else { Refusal::Foreign { path } }
}

/// Days have three decimals, a minute and a half; intervals are hours at least.
fn name((replicate, day): (u32, f64)) -> String {
    format!("replicate-{replicate}-day-{day:.3}{SUFFIX}")
}

/// Replicate and day that a name states.
fn place_of(name: &OsStr) -> Option<(u32, f64)> {
    let (replicate, day) = name.to_str()?.strip_prefix("replicate-")?.strip_suffix(SUFFIX)?.split_once("-day-")?;
    Some((replicate.parse().ok()?, day.parse().ok().filter(|day: &f64| day.is_finite())?))
}

fn is_ours(name: &OsStr) -> bool {
    place_of(name).is_some() || name.to_str().is_some_and(|name| name.starts_with(TEMPORARY))
}

/// Makes a renaming last; where folders cannot be opened, the system does so by itself.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
