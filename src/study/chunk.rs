//! One chunk as a file: records as columns of Parquet; which segments they belong to, curves (whole counts), failures and
//! plain numbers in the metadata. The content depends on the plan alone, so the same chunk is the same file wherever it was computed.
//!
//! ```text
//! 00017-<32 hex digits>.parquet
//!     columns     segment, then the fields of the course record (see `table`), one row for each course
//!     metadata    plan: sha256 of the plan    chunk: 00017    about: JSON of segments, bands, failures, rows, courses
//! ```

use super::{
    Plan, Segment, StudyError,
    publish::publish,
    row::{Row, Yield},
    table,
};
use cenersim_analyses::comparison::{Bands, Failed, Part, Record};
use cenersim_report::{
    columns::{ParquetError, io_error},
    sha256_of,
};
use std::{
    fs::File,
    io::{Seek, SeekFrom},
    iter,
    path::{Path, PathBuf},
};

/// What a chunk yields.
/// It is what the units of a few consecutive segments yielded, as [`Run`](super::Run) computes it or a file holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// Which units, as planned.
    pub segments: Vec<Segment>,
    /// One for each segment.
    pub yields: Vec<Yield>,
}

/// What is not in the columns.
#[derive(serde::Serialize, serde::Deserialize)]
struct About {
    segments: Vec<Segment>,
    bands: Vec<Vec<Bands>>,
    failures: Vec<Vec<Failed>>,
    /// Not there if no segment has any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rows: Vec<Vec<Row>>,
    /// Not there if no segment has any; a record for each course.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    courses: Vec<Vec<Row>>,
}

/// Digits of the sha256 in a file's name.
const DIGITS: usize = 32;

/// Name of a chunk's files; chunk 1 is called 00001.
pub fn stem(chunk: usize) -> String {
    format!("{:05}", chunk + 1)
}

/// Chunk (from 0) and hash in the name of a file, if it is that of a chunk.
pub fn parse_name(name: &str) -> Option<(usize, &str)> {
    let (number, hash) = name.strip_suffix(".parquet")?.split_once('-')?;
    let number: usize = number.parse().ok()?;
    Some((number.checked_sub(1)?, hash))
}

impl Chunk {
    /// All failures of the chunk.
    pub fn failures(&self) -> impl Iterator<Item = &Failed> {
        self.yields.iter().flat_map(|found| &found.part.failures)
    }

    /// Writes the chunk (index from 0) and returns its path.
    /// The file appears under its name in one step (see `publish`).
    pub fn write(&self, folder: &Path, plan_digest: &str, chunk: usize) -> Result<PathBuf, StudyError> {
        let mut path = PathBuf::new();
        let written = publish(folder, |file| {
            self.write_columns(&mut *file, plan_digest, chunk).map_err(io_error)?;
            file.seek(SeekFrom::Start(0))?;
            let hash = sha256_of(&*file)?;
            let name = format!("{}-{}.parquet", stem(chunk), &hash[..DIGITS]);
            path = folder.join(&name);
            Ok(name)
        });
        written.map_err(StudyError::write(folder))?;
        Ok(path)
    }

    /// Courses as wholes are packed as rows, since no column fits them.
    fn write_columns(&self, to: &mut File, plan_digest: &str, chunk: usize) -> Result<(), ParquetError> {
        let row = |(segment, record): (usize, &Record)| table::Row { segment: segment as u32, record: record.clone() };
        let parts = self.yields.iter().map(|found| &found.part).enumerate();
        let records = parts.flat_map(|(segment, part)| part.records.iter().map(move |record| (segment, record)));
        let records: Vec<table::Row> = records.map(row).collect();
        let any_rows = self.yields.iter().any(|found| !found.rows.is_empty());
        let any_courses = self.yields.iter().any(|found| !found.courses.is_empty());
        let packed = |found: &Yield| {
            found.courses.iter().map(|course| Row::packed(u64::from(course.replicate), course)).collect::<Vec<_>>()
        };
        let about = About {
            segments: self.segments.clone(),
            bands: self.yields.iter().map(|found| found.part.bands.clone()).collect(),
            failures: self.yields.iter().map(|found| found.part.failures.clone()).collect(),
            rows: self.yields.iter().filter(|_| any_rows).map(|found| found.rows.clone()).collect(),
            courses: self.yields.iter().filter(|_| any_courses).map(packed).collect(),
        };
        let about = serde_json::to_string(&about).map_err(|error| ParquetError::General(error.to_string()))?;
        let metadata = [("plan", plan_digest.to_owned()), ("chunk", stem(chunk)), ("about", about)];
        table::write(&records, &metadata, to)
    }

    /// Reads a chunk of this plan (index from 0).
    ///
    /// # Errors
    /// Why the file is not that chunk, as the end of a sentence.
    pub fn read(path: &Path, plan: &Plan, plan_digest: &str, chunk: usize) -> Result<Self, String> {
        check_hash(path)?;
        let unreadable = |error: &dyn std::fmt::Display| format!("cannot be read ({error})");
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let (records, metadata) = table::read(file).map_err(|error| unreadable(&error))?;
        let value = |key: &str| metadata.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.as_str());
        if value("plan") != plan_digest {
            return Err("belongs to another plan".into());
        }
        if value("chunk") != stem(chunk) {
            return Err(format!("is chunk {} under another name", value("chunk")));
        }
        let about: About = serde_json::from_str(value("about")).map_err(|error| unreadable(&error))?;
        if about.segments != plan.chunks[chunk] {
            return Err("has other patients than planned".into());
        }
        Self::assembled(records, about).map_err(|error| unreadable(&error))
    }

    /// Records go back to the segment that their column names.
    fn assembled(records: Vec<table::Row>, about: About) -> Result<Self, StudyError> {
        let rows = about.rows.into_iter().chain(iter::repeat_with(Vec::new));
        let courses = about.courses.into_iter().chain(iter::repeat_with(Vec::new));
        let found = |(((bands, failures), rows), courses): (_, Vec<Row>)| {
            let courses = courses.iter().map(Row::unpacked).collect::<Result<_, _>>()?;
            Ok(Yield { part: Part { records: Vec::new(), bands, failures }, rows, courses })
        };
        let parts = about.bands.into_iter().zip(about.failures).zip(rows).zip(courses);
        let mut yields = parts.map(found).collect::<Result<Vec<Yield>, StudyError>>()?;
        for table::Row { segment, record } in records {
            if let Some(found) = yields.get_mut(segment as usize) {
                found.part.records.push(record);
            }
        }
        Ok(Self { segments: about.segments, yields })
    }
}

/// The name holds the first half of the hash of the bytes.
fn check_hash(path: &Path) -> Result<(), String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let expected = parse_name(&name).map_or("", |(_, hash)| hash);
    let file = File::open(path).map_err(|error| format!("cannot be read ({error})"))?;
    let found = sha256_of(file).map_err(|error| format!("cannot be read ({error})"))?;
    if found.get(..DIGITS) == Some(expected) {
        Ok(())
    } else {
        Err("is damaged: its sha256 is not that of its name".into())
    }
}
