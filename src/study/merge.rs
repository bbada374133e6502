//! Chunks back into whole stages. One chunk is in memory at a time. Left out: what the parts mean.

use super::{Chunk, Folder, Found, StudyError, folder::Listing};
use crate::comparison::Part;

/// Longest list of chunks in a message.
const LISTED: usize = 20;

/// A study of which every chunk is finished.
pub struct Collected<'a> {
    folder: &'a Folder,
    listing: Listing,
    /// The chunk that was read last, whose other segments are wanted next.
    last: Option<(usize, Chunk)>,
}

impl<'a> Collected<'a> {
    /// # Errors
    /// Which chunks are missing or damaged.
    pub fn new(folder: &'a Folder) -> Result<Self, StudyError> {
        let status = super::status(folder)?;
        let chunks = folder.plan().chunks.len();
        if status.done.len() == chunks {
            return Ok(Self { folder, listing: folder.listing()?, last: None });
        }
        let absent: Vec<usize> = (1..=chunks).filter(|number| status.done.binary_search(number).is_err()).collect();
        let damaged = status.damaged.iter().map(|(file, why)| format!("; `{}` {why}", file.display()));
        Err(StudyError::Incomplete(format!(
            "{} of {chunks} chunks are not finished: {}{}",
            absent.len(),
            listed(&absent),
            damaged.take(LISTED).collect::<String>()
        )))
    }

    /// All units of a stage, in order.
    ///
    /// # Errors
    /// If a chunk cannot be read any more.
    pub fn stage(&mut self, stage: usize) -> Result<Part, StudyError> {
        let mut whole: Option<Part> = None;
        let plan = self.folder.plan();
        let with = |chunk: &usize| plan.chunks[*chunk].iter().any(|segment| segment.stage == stage);
        for chunk in (0..plan.chunks.len()).filter(with) {
            let read = self.chunk(chunk)?;
            for (segment, part) in read.segments.iter().zip(&mut read.parts).filter(|(s, _)| s.stage == stage) {
                debug_assert!(segment.units() > 0);
                let part = std::mem::replace(part, nothing());
                match &mut whole {
                    Some(whole) => whole.merge(part),
                    None => whole = Some(part),
                }
            }
        }
        Ok(whole.unwrap_or_else(nothing))
    }

    fn chunk(&mut self, chunk: usize) -> Result<&mut Chunk, StudyError> {
        if self.last.as_ref().is_none_or(|(last, _)| *last != chunk) {
            self.last = Some((chunk, self.read(chunk)?));
        }
        let (_, read) = self.last.as_mut().expect("it was just read");
        Ok(read)
    }

    fn read(&self, chunk: usize) -> Result<Chunk, StudyError> {
        match self.folder.find(chunk, &self.listing) {
            Found::Finished(found) => Ok(found),
            Found::Damaged(..) | Found::Missing => {
                Err(StudyError::Incomplete(format!("chunk {} has vanished while chunks were merged", chunk + 1)))
            }
        }
    }
}

fn nothing() -> Part {
    Part { records: Vec::new(), bands: Vec::new(), failures: Vec::new() }
}

/// `1, 2, 5 and 70 more`.
pub fn listed(numbers: &[usize]) -> String {
    let first: Vec<String> = numbers.iter().take(LISTED).map(usize::to_string).collect();
    let more = numbers.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join(", "))
}
