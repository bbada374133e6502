//! Writes the folder of one run or of one comparison, all of it or nothing.
//!
//! ```text
//! new         check names, make a hidden draft beside the target, see whether the target may be replaced
//! add, write  files into the draft
//! commit      see again, then rename the draft into place
//! ```
//!
//! A run streams its tables: `begin_run`, `add_courses` for each batch, `finish_run`. Other results come whole, from
//! [`Product::write`](super::Product::write).
//!
//! # What a user sees of it
//!
//! Until `commit` nothing is changed under the name of the result: who looks into `output/` meanwhile finds the
//! older result or none, and a hidden folder that ends with `.partial`. Ctrl-C removes that folder; after a power
//! failure the next command that writes into the same `output/` does. Results of one name that two processes write
//! at the same time are each whole; the one that commits later is refused, because the folder is no longer what it
//! was at the beginning.

use super::{
    BranchPoint, Provenance, ReportError, RunRecord, existing, fault::reach, files, fingerprint::Failed,
    run_tables::RunTables, sha256, workspace::Workspace,
};
use cenersim_model::curves::Course;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of one result while it is written. Dropped without [`Staging::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Staging {
    workspace: Workspace,
    scenario: String,
    scenario_text: String,
    overwrite: bool,
    curves: bool,
    branch: Option<BranchPoint>,
    figure_data_sha256: String,
    target: PathBuf,
    tables: Option<RunTables>,
    written: Vec<PathBuf>,
}

impl Staging {
    /// Prepares to write `output/<scenario>/`. Call it before simulating: it finds out whether results may go there.
    /// `scenario_text` is what was asked for: an older result of the same text is replaced.
    ///
    /// # Errors
    /// If the folder cannot be written, or holds something that must not be replaced.
    pub fn new(output: &Path, scenario: &str, scenario_text: &str, overwrite: bool) -> Result<Self, ReportError> {
        check_name(scenario)?;
        let target = output.join(scenario);
        if output.is_file() {
            return Err(ReportError::NotAFolder { path: output.into() });
        }
        fs::create_dir_all(output).map_err(ReportError::write(output))?;
        let workspace = Workspace::new(output).map_err(ReportError::write(output))?;
        // Only now: opening a workspace puts back what a killed run had moved aside.
        existing::may_replace(&target, &sha256(scenario_text.as_bytes()), overwrite)?;
        let draft = workspace.draft(scenario);
        fs::create_dir(&draft).map_err(ReportError::write(&target))?;
        let (scenario, scenario_text) = (scenario.into(), scenario_text.into());
        Ok(Self {
            workspace,
            scenario,
            scenario_text,
            overwrite,
            curves: true,
            branch: None,
            figure_data_sha256: String::new(),
            target,
            tables: None,
            written: Vec::new(),
        })
    }

    /// The run is a branch of another; to be told before [`Staging::write_run`].
    pub fn branches_from(&mut self, point: BranchPoint) {
        self.branch = Some(point);
    }

    /// Whether curves are written, which they are by default; the fingerprint of the result is the same without them.
    pub const fn write_curves(&mut self, curves: bool) {
        self.curves = curves;
    }

    /// What figures of the run are drawn from besides its tables, if anything; to be told before [`Staging::finish_run`].
    ///
    /// # Errors
    /// If the disk is full or refuses.
    pub fn draws_from(&mut self, bytes: Vec<u8>) -> Result<(), ReportError> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.figure_data_sha256 = sha256(&bytes);
        self.add(files::FIGURE_DATA, &bytes)
    }

    /// Begins the tables of a run of this seed and version of the program.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    pub fn begin_run(&mut self, seed: u64, version: &str) -> Result<(), ReportError> {
        let about = [("scenario", self.scenario.clone()), ("seed", seed.to_string()), ("version", version.to_owned())];
        let tables = RunTables::new(&self.draft(""), self.curves, about);
        self.tables = Some(tables.map_err(|failed| self.failed(failed))?);
        Ok(())
    }

    /// Appends replicates to the tables of the run, in their order.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    ///
    /// # Panics
    /// If no run was begun: a mistake in the code.
    pub fn add_courses(&mut self, courses: &[Course]) -> Result<(), ReportError> {
        let added = self.tables.as_mut().expect("a run is begun before courses are added").add(courses);
        added.map_err(|failed| self.failed(failed))
    }

    /// Ends the tables of the run and writes summary, scenario and provenance. Of the replicates, which were all added,
    /// curves and snapshots may be empty here.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    ///
    /// # Panics
    /// If no run was begun: a mistake in the code.
    pub fn finish_run(&mut self, record: &RunRecord) -> Result<(), ReportError> {
        let tables = self.tables.take().expect("a run is begun before it is finished");
        let (hashes, parquet) = tables.finish(record.courses, record.patients).map_err(|failed| self.failed(failed))?;
        let scenario_sha256 = sha256(self.scenario_text.as_bytes());
        let mut provenance = Provenance::of(record, &self.scenario, &scenario_sha256, hashes);
        provenance.branch = self.branch.clone();
        provenance.figure_data_sha256.clone_from(&self.figure_data_sha256);
        self.write(files::SCENARIO, self.scenario_text.as_bytes())?;
        self.write(files::PROVENANCE, provenance.to_json().as_bytes())?;
        let all = [files::CURVES, files::EVENTS, files::SUMMARY, files::SCENARIO, files::PROVENANCE];
        let written: Vec<PathBuf> = all.into_iter().filter(|name| self.is_written(name)).map(PathBuf::from).collect();
        self.written.extend(written);
        self.written.extend(parquet.into_iter().map(PathBuf::from));
        Ok(())
    }

    /// Begins, fills and ends the tables of a run whose replicates are all there.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    pub fn write_run(&mut self, record: &RunRecord) -> Result<(), ReportError> {
        self.begin_run(record.seed, record.made.version)?;
        self.add_courses(record.courses)?;
        self.finish_run(record)
    }

    /// Adds one figure, such as `population.svg`, to `figures/`.
    ///
    /// # Errors
    /// If the name is no plain file name, or the disk is full or refuses.
    pub fn add_figure(&mut self, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        self.add_named(files::FIGURES, name, bytes)
    }

    /// Adds the report.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    pub fn add_report(&mut self, html: &str) -> Result<(), ReportError> {
        self.add(files::REPORT, html.as_bytes())
    }

    /// Adds a text by its path, which has a folder at most.
    pub(super) fn add_text(&mut self, path: &str, text: &str) -> Result<(), ReportError> {
        match path.split_once('/') {
            Some((folder, name)) => self.add_named(folder, name, text.as_bytes()),
            None => self.add(path, text.as_bytes()),
        }
    }

    /// Adds a file to a folder within the result.
    pub(super) fn add_named(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Result<(), ReportError> {
        check_name(name)?;
        fs::create_dir_all(self.draft(folder)).map_err(ReportError::write(&self.target.join(folder)))?;
        self.add(Path::new(folder).join(name), bytes)
    }

    /// Adds a file.
    pub(super) fn add(&mut self, file: impl AsRef<Path>, bytes: &[u8]) -> Result<(), ReportError> {
        self.write(&file, bytes)?;
        self.written.push(file.as_ref().into());
        Ok(())
    }

    /// Name of the folder.
    pub(super) fn name(&self) -> &str {
        &self.scenario
    }

    /// sha256 of what was asked for.
    pub(super) fn input_sha256(&self) -> String {
        sha256(self.scenario_text.as_bytes())
    }

    /// Puts the folder in its place, and returns the paths of its files.
    ///
    /// # Errors
    /// If something that must not be replaced has appeared meanwhile, or the file system refuses; what was there
    /// before is then still there.
    ///
    /// # Panics
    /// If nothing has been written, by [`Staging::write_run`] or [`super::Product::write`]: a mistake in the code.
    pub fn commit(self) -> Result<Vec<PathBuf>, ReportError> {
        assert!(
            self.written.iter().any(|file| file == Path::new(files::PROVENANCE)),
            "a result is written before commit"
        );
        reach("result written");
        existing::may_replace(&self.target, &sha256(self.scenario_text.as_bytes()), self.overwrite)?;
        self.workspace.publish(&self.scenario).map_err(ReportError::write(&self.target))?;
        Ok(self.written.iter().map(|file| self.target.join(file)).collect())
    }

    fn is_written(&self, name: &str) -> bool {
        self.curves || name != files::CURVES
    }

    /// Where a file is while it is written.
    fn draft(&self, file: impl AsRef<Path>) -> PathBuf {
        self.workspace.draft(&self.scenario).join(file)
    }

    /// Errors name the place where the file was to appear, not the hidden one.
    fn write(&self, file: impl AsRef<Path>, bytes: &[u8]) -> Result<(), ReportError> {
        fs::write(self.draft(&file), bytes).map_err(ReportError::write(&self.target.join(&file)))
    }

    /// Errors name the place where the file was to appear, not the hidden one.
    fn failed(&self, (name, error): Failed) -> ReportError {
        ReportError::write(&self.target.join(name))(error)
    }
}

/// Replaces figures in the folder of a run that was written earlier, each of them whole or not at all.
///
/// # Errors
/// If a name is no plain file name, or the disk is full or refuses.
pub fn write_figures(run: &Path, figures: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, ReportError> {
    let folder = run.join(files::FIGURES);
    fs::create_dir_all(&folder).map_err(ReportError::write(&folder))?;
    let workspace = Workspace::new(&folder).map_err(ReportError::write(&folder))?;
    for (name, bytes) in figures {
        check_name(name)?;
        fs::write(workspace.draft(name), bytes).map_err(ReportError::write(&folder.join(name)))?;
    }
    let publish = |(name, _): &(String, Vec<u8>)| {
        let path = folder.join(name);
        workspace.publish(name).map_err(ReportError::write(&path))?;
        Ok(path)
    };
    figures.iter().map(publish).collect()
}

/// A single name without separators, so that no file leaves the folder.
fn check_name(name: &str) -> Result<(), ReportError> {
    files::check_name(name).map_err(|expected| ReportError::Name { name: name.into(), expected })
}
