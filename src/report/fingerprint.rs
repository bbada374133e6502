//! sha256 of files and of a result, so that anyone can tell whether two results are the same.
//!
//! The fingerprint of a result is the hash of the list that `sha256sum` prints for its three canonical files;
//! times, paths and versions are not part of it. To recompute it inside the folder of a run:
//!
//! ```text
//! sha256sum curves.csv events.csv summary.json | sha256sum
//! ```
//!
//! # What changes a fingerprint, and what does not
//!
//! | change | fingerprint |
//! |---|---|
//! | threads, chunks, order, resume, another machine of the same arithmetic | same |
//! | look of figures, name of the folder, time, commit | same |
//! | seed, any number of the scenario, agents, replicates | another |
//! | a rule of the model, a column or the digits of a file of the result | another, and the changelog says so |

use super::{KnownPatient, curve_table, event_table, files, summary_json};
use cenersim_model::curves::{Course, CurveSet};
use cenersim_tables::{HashingWriter, sha256};
use std::io::{self, BufWriter, Write};

/// How the fingerprint is recomputed; written into provenance.json.
pub const RECIPE: &str = "sha256sum curves.csv events.csv summary.json | sha256sum";

/// Hashes of the three canonical files of a result.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileHashes {
    /// sha256 of `curves.csv` in lower-case hexadecimal.
    #[serde(rename = "curves.csv")]
    pub curves: String,
    /// sha256 of `events.csv`.
    #[serde(rename = "events.csv")]
    pub events: String,
    /// sha256 of `summary.json`.
    #[serde(rename = "summary.json")]
    pub summary: String,
}

/// A file that cannot be written.
pub(super) type Failed = (&'static str, io::Error);

/// The canonical tables of a run while its replicates come in, hashed as they are written.
/// A run whose curves are not written hashes them all the same, so its fingerprint does not depend on that choice.
pub(super) struct Canonical<W: Write> {
    curves: BufWriter<HashingWriter<W>>,
    events: BufWriter<HashingWriter<W>>,
}

impl<W: Write> Canonical<W> {
    /// `open` gives the writer of the file of a name; both tables begin with the line of their columns.
    pub(super) fn new(open: impl Fn(&str) -> io::Result<W>) -> Result<Self, Failed> {
        let table = |name: &'static str, head: fn(&mut dyn Write) -> io::Result<()>| {
            let begun = || {
                let mut to = BufWriter::with_capacity(1 << 16, HashingWriter::new(open(name)?));
                head(&mut to).map(|()| to)
            };
            begun().map_err(|error| (name, error))
        };
        Ok(Self {
            curves: table(files::CURVES, curve_table::write_head)?,
            events: table(files::EVENTS, event_table::write_head)?,
        })
    }

    /// Appends these replicates, which follow those before.
    pub(super) fn add(&mut self, courses: &[Course]) -> Result<(), Failed> {
        curve_table::write_rows(courses, &mut self.curves).map_err(|error| (files::CURVES, error))?;
        event_table::write_rows(courses, &mut self.events).map_err(|error| (files::EVENTS, error))
    }

    /// Ends the tables and writes the summary of all replicates.
    pub(super) fn finish(
        self,
        (courses, patients): (&[Course], &[KnownPatient]),
        summary: impl FnOnce() -> io::Result<W>,
    ) -> Result<FileHashes, Failed> {
        let hash = |name: &'static str, to: BufWriter<HashingWriter<W>>| {
            let ended = to.into_inner().map_err(io::IntoInnerError::into_error).and_then(HashingWriter::finish);
            ended.map_err(|error| (name, error))
        };
        let summarized = || {
            let mut to = HashingWriter::new(summary()?);
            to.write_all(summary_json(courses, patients).as_bytes())?;
            to.finish()
        };
        Ok(FileHashes {
            curves: hash(files::CURVES, self.curves)?,
            events: hash(files::EVENTS, self.events)?,
            summary: summarized().map_err(|error| (files::SUMMARY, error))?,
        })
    }
}

impl FileHashes {
    /// The fingerprint of the result.
    pub(super) fn together(&self) -> String {
        let Self { curves, events, summary } = self;
        let list = format!("{curves}  {}\n{events}  {}\n{summary}  {}\n", files::CURVES, files::EVENTS, files::SUMMARY);
        sha256(list.as_bytes())
    }
}

/// Fingerprint of a result that has not been written: equal for equal curves, events, outcomes and patients.
pub fn hash_of_courses(courses: &[Course], patients: &[KnownPatient]) -> String {
    let hashes = Canonical::new(|_| Ok(io::sink())).and_then(|mut tables| {
        tables.add(courses)?;
        tables.finish((courses, patients), || Ok(io::sink()))
    });
    hashes.map_err(|(_, error)| error).expect("a sink takes everything").together()
}

/// Fingerprint of the curves of one replicate: equal for curves that are equal to the last bit.
pub fn hash_of_curves(curves: &CurveSet) -> String {
    let mut to = HashingWriter::new(io::sink());
    let hash = curve_table::write_curves(0, curves, &mut to).and_then(|()| to.finish());
    hash.expect("a sink takes everything")
}

/// Fingerprint of files by name and hash, in this order: that of the list that `sha256sum` prints.
pub(super) fn fingerprint(files: &[(String, String)]) -> String {
    let list: String = files.iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect();
    sha256(list.as_bytes())
}

/// The shell command that recomputes the fingerprint of these files inside their folder.
pub(super) fn recipe(names: &[&str]) -> String {
    format!("sha256sum {} | sha256sum", names.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn one_bit_of_one_value_changes_the_fingerprint() {
        let courses = example::courses(2);
        assert_eq!(hash_of_courses(&courses, &[]), hash_of_courses(&courses.clone(), &[]));
        let mut changed = courses.clone();
        let value = &mut changed[1].curves.values.values_mut().next().unwrap()[3];
        *value = value.next_up();
        assert_ne!(hash_of_courses(&courses, &[]), hash_of_courses(&changed, &[]));
    }

    #[test]
    fn an_event_and_an_outcome_change_the_fingerprint() {
        let courses = example::courses(2);
        let mut fewer = courses.clone();
        fewer[0].events.pop();
        let mut other = courses.clone();
        other[0].outcome.courses += 1;
        assert_ne!(hash_of_courses(&courses, &[]), hash_of_courses(&fewer, &[]));
        assert_ne!(hash_of_courses(&courses, &[]), hash_of_courses(&other, &[]));
    }
}
