//! The folder of a study: where its files are, and which chunks are finished. Left out: computing them.
//!
//! A folder is written by [`Folder::create`] and opened by [`Folder::open`], which checks the plan's hash, its layout
//! and that its chunks are its units. The layout of files is that of the crate's front page.

use super::{
    Chunk, Plan, StudyError,
    chunk::{parse_name, stem},
    claim::{self, Claim},
    note::Note,
    publish::{publish, remove_leftovers},
};
use cenersim_report::sha256;
use std::{
    collections::BTreeMap,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// Names within the folder of a study; see the crate's page.
const PLAN: &str = "plan";
const PLAN_FILE: &str = "plan.json";
const PLAN_HASH: &str = "plan.json.sha256";
const SCENARIOS: &str = "scenarios";
const CHUNKS: &str = "chunks";
const CLAIMS: &str = "claims";
const NOTES: &str = "notes";

/// A study on disk.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    plan: Plan,
    digest: String,
}

/// What was found of a chunk.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A good file, and what it holds.
    Finished(Chunk),
    /// A file and what is wrong with it.
    Damaged(PathBuf, String),
    /// No file of that name.
    Missing,
}

/// Files that bear the name of a chunk, by chunk.
pub type Listing = BTreeMap<usize, Vec<PathBuf>>;

impl Folder {
    /// Writes a plan into a folder. The same plan again changes nothing; another one needs `overwrite`, and what was
    /// computed for the old one does not count any more. So a command that plans and runs in one go continues by itself
    /// when it is called again.
    ///
    /// # Errors
    /// If the folder holds something else or the plan of another version, or cannot be written.
    pub fn create(path: &Path, plan: Plan, overwrite: bool) -> Result<Self, StudyError> {
        let folder = Self { digest: plan.digest(), path: path.into(), plan };
        match fs::read(folder.plan_file()) {
            Ok(text) if sha256(&text) == folder.digest => {}
            Ok(text) if !overwrite => return Err(folder.refused(&text)),
            Err(_) if !overwrite && !is_free(path) => return Err(StudyError::NotOurs(path.into())),
            _ => {}
        }
        folder.write_plan()?;
        Ok(folder)
    }

    /// Why another plan is not replaced: it is the same of another version, or differs in what it asks for.
    fn refused(&self, found: &[u8]) -> StudyError {
        let version = Plan::from_json(found).ok().and_then(|other| {
            let same = Plan { version: self.plan.version.clone(), ..other.clone() } == self.plan;
            same.then(|| other.check_version(&self.plan.version).err()).flatten()
        });
        version.unwrap_or_else(|| StudyError::OtherPlan(self.path.clone()))
    }

    /// The hash first: a plan without its hash would be taken for a damaged one.
    fn write_plan(&self) -> Result<(), StudyError> {
        let home = self.path.join(PLAN);
        let scenarios = home.join(SCENARIOS);
        for folder in [&scenarios, &self.chunks(), &self.path.join(CLAIMS), &self.path.join(NOTES)] {
            fs::create_dir_all(folder).map_err(StudyError::write(folder))?;
        }
        for (index, scenario) in self.plan.request.inputs().iter().enumerate() {
            let name = scenario_file(&self.plan, index);
            text_file(&scenarios, &name, &scenario.text)?;
        }
        text_file(&home, PLAN_HASH, &format!("{}  {PLAN_FILE}\n", self.digest))?;
        text_file(&home, PLAN_FILE, &self.plan.to_json())
    }

    /// Opens a study that was planned.
    ///
    /// The scenarios of the plan then lie in the folder, so that faults name those files.
    ///
    /// # Errors
    /// If there is no plan, or not one of this version of the layout.
    pub fn open(path: &Path) -> Result<Self, StudyError> {
        let home = path.join(PLAN);
        let file = home.join(PLAN_FILE);
        let text = fs::read(&file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => StudyError::NoPlan(path.into()),
            _ => StudyError::read(&file)(error),
        })?;
        let hash = fs::read_to_string(home.join(PLAN_HASH)).unwrap_or_default();
        if !hash.starts_with(&sha256(&text)) {
            return Err(StudyError::Damaged(file));
        }
        let plan = Plan::from_json(&text)?;
        if !plan.is_whole() {
            return Err(StudyError::Unreadable("its chunks are not its units".into()));
        }
        let mut folder = Self { path: path.into(), digest: sha256(&text), plan };
        let files: Vec<PathBuf> =
            (0..folder.plan.request.inputs().len()).map(|index| folder.scenario_file(index)).collect();
        folder.plan.request.inputs_mut().iter_mut().zip(files).for_each(|(input, file)| input.lies_in(file));
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is simulated in it.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// sha256 of the plan.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    fn plan_file(&self) -> PathBuf {
        self.path.join(PLAN).join(PLAN_FILE)
    }

    /// Where a scenario of the plan can be read.
    pub fn scenario_file(&self, index: usize) -> PathBuf {
        self.path.join(PLAN).join(SCENARIOS).join(scenario_file(&self.plan, index))
    }

    pub(super) fn chunks(&self) -> PathBuf {
        self.path.join(CHUNKS)
    }

    /// The files of all chunks, good or bad.
    ///
    /// Names only; nothing is opened.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(super) fn listing(&self) -> Result<Listing, StudyError> {
        let folder = self.chunks();
        let mut listing = Listing::new();
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(listing),
            entries => entries.map_err(StudyError::read(&folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(StudyError::read(&folder))?;
            if let Some((chunk, _)) = parse_name(&entry.file_name().to_string_lossy()) {
                listing.entry(chunk).or_default().push(entry.path());
            }
        }
        listing.values_mut().for_each(|files| files.sort());
        Ok(listing)
    }

    /// What the files of a chunk hold. Two different good files of one chunk cannot both be right.
    pub(super) fn find(&self, chunk: usize, listing: &Listing) -> Found {
        let mut good: Option<(&PathBuf, Chunk)> = None;
        let mut bad = Found::Missing;
        for file in listing.get(&chunk).into_iter().flatten() {
            match Chunk::read(file, &self.plan, &self.digest, chunk) {
                Ok(_) if good.is_some() => {
                    return Found::Damaged(file.clone(), "differs from another file of its chunk".into());
                }
                Ok(read) => good = Some((file, read)),
                Err(why) => bad = Found::Damaged(file.clone(), why),
            }
        }
        good.map_or(bad, |(_, chunk)| Found::Finished(chunk))
    }

    /// Writes a finished chunk, and removes files that claimed to be it.
    pub(super) fn finish(&self, chunk: usize, content: &Chunk, others: &Listing) -> Result<(), StudyError> {
        let path = content.write(&self.chunks(), &self.digest, chunk)?;
        for other in others.get(&chunk).into_iter().flatten().filter(|other| **other != path) {
            let _ = fs::remove_file(other);
        }
        Ok(())
    }

    /// None if another process computes this chunk.
    pub(super) fn claim(&self, chunk: usize) -> Option<Claim> {
        Claim::take(self.path.join(CLAIMS).join(stem(chunk)))
    }

    /// Whether some process computes it right now.
    pub(super) fn is_claimed(&self, chunk: usize) -> bool {
        claim::is_held(&self.path.join(CLAIMS).join(stem(chunk)))
    }

    pub(super) fn note(&self, chunk: usize, note: &Note) {
        note.write(&self.path.join(NOTES), &format!("{}.json", stem(chunk)));
    }

    /// What the last attempt said, if anything.
    pub(super) fn noted(&self, chunk: usize) -> Option<Note> {
        Note::read(&self.path.join(NOTES).join(format!("{}.json", stem(chunk))))
    }

    /// Wall time that all chunks took together (s), as far as it was noted.
    pub fn seconds(&self) -> f64 {
        let seconds = |chunk| self.noted(chunk).and_then(|note| note.seconds());
        (0..self.plan.chunks.len()).filter_map(seconds).sum()
    }

    /// Removes what killed processes have left.
    pub(super) fn tidy(&self) {
        remove_leftovers(&self.chunks());
        remove_leftovers(&self.path.join(NOTES));
    }

    /// Held while jobs of this study are submitted, so that two submissions at the same time do not both find none; none if
    /// another process holds it.
    pub fn submission(&self) -> Option<Claim> {
        Claim::take(self.path.join(CLAIMS).join("submission"))
    }

    /// The folder for what jobs print.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn logs(&self) -> Result<PathBuf, StudyError> {
        let logs = self.path.join("logs");
        fs::create_dir_all(&logs).map_err(StudyError::write(&logs))?;
        Ok(logs)
    }

    /// Writes another text into the folder, such as a batch script.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&self, name: &str, text: &str) -> Result<PathBuf, StudyError> {
        text_file(&self.path, name, text)?;
        Ok(self.path.join(name))
    }
}

/// Whether a plan may be written there: nothing, or an empty folder.
fn is_free(path: &Path) -> bool {
    !path.exists() || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// Scenarios of the same name are told apart by their number.
fn scenario_file(plan: &Plan, index: usize) -> String {
    let inputs = plan.request.inputs();
    let name = &inputs[index].name;
    let taken = inputs[..index].iter().any(|other| other.name == *name);
    if taken { format!("{name}_{}.toml", index + 1) } else { format!("{name}.toml") }
}

/// Written as a whole or not at all.
fn text_file(folder: &Path, name: &str, text: &str) -> Result<(), StudyError> {
    let written = publish(folder, |file| file.write_all(text.as_bytes()).map(|()| name.to_owned()));
    written.map_err(StudyError::write(&folder.join(name)))
}
