//! Chunks back into whole stages. One chunk is in memory at a time. Left out: what the parts mean.
//!
//! # Memory
//!
//! An analysis takes a stage piece by piece; while it does, the chunk at hand is in memory and what the analysis
//! keeps of the earlier ones. A comparison keeps records, some hundred bytes a course; a run writes each batch and
//! keeps outcomes. So a study of a million courses is merged on a laptop.

use super::{Chunk, Folder, Found, Stages, StudyError, folder::Listing, row::Yield};

/// Longest list of chunks in a message.
const LISTED: usize = 20;

/// Stages of a study, from the first on, of which every chunk is finished.
///
/// It implements [`Stages`], so that an analysis is finished from chunks as it is from memory; merging simulates
/// nothing but what belongs to the end, such as the headline.
pub struct Collected<'a> {
    folder: &'a Folder,
    listing: Listing,
    /// The chunk that was read last, whose other segments are wanted next.
    last: Option<(usize, Chunk)>,
}

impl<'a> Collected<'a> {
    /// All stages.
    ///
    /// # Errors
    /// Which chunks are missing or damaged.
    pub fn new(folder: &'a Folder) -> Result<Self, StudyError> {
        Self::before(folder, folder.plan().stages.len())
    }

    /// The stages before this one.
    ///
    /// # Errors
    /// Which of their chunks are missing or damaged.
    pub fn before(folder: &'a Folder, stage: usize) -> Result<Self, StudyError> {
        let listing = folder.listing()?;
        let (chunks, mut absent, mut damaged) = (folder.plan().chunks_before(stage), Vec::new(), String::new());
        for chunk in 0..chunks {
            match folder.find(chunk, &listing) {
                Found::Finished(_) => continue,
                Found::Damaged(file, why) if absent.len() < LISTED => {
                    damaged += &format!("; `{}` {why}", file.display());
                }
                Found::Damaged(..) | Found::Missing => {}
            }
            absent.push(chunk + 1);
        }
        if absent.is_empty() {
            return Ok(Self { folder, listing, last: None });
        }
        let (n, numbers) = (absent.len(), listed(&absent));
        Err(StudyError::Incomplete(format!("{n} of {chunks} chunks are not finished: {numbers}{damaged}")))
    }

    /// The last one is kept, as a chunk may hold the end of one stage and the beginning of the next.
    fn chunk(&mut self, chunk: usize) -> Result<&Chunk, StudyError> {
        if self.last.as_ref().is_none_or(|(last, _)| *last != chunk) {
            self.last = Some((chunk, self.read(chunk)?));
        }
        let (_, read) = self.last.as_ref().expect("it was just read");
        Ok(read)
    }

    /// It was there when the folder was listed.
    fn read(&self, chunk: usize) -> Result<Chunk, StudyError> {
        match self.folder.find(chunk, &self.listing) {
            Found::Finished(found) => Ok(found),
            Found::Damaged(..) | Found::Missing => {
                Err(StudyError::Incomplete(format!("chunk {} has vanished while chunks were merged", chunk + 1)))
            }
        }
    }
}

impl Stages for Collected<'_> {
    /// Chunk by chunk; fails if one cannot be read any more, or the stage is not among those that were collected and is not
    /// finished.
    fn each(&mut self, stage: usize, take: &mut dyn FnMut(Yield) -> Result<(), StudyError>) -> Result<(), StudyError> {
        let plan = self.folder.plan();
        let with = |chunk: &usize| plan.chunks[*chunk].iter().any(|segment| segment.stage == stage);
        for chunk in (0..plan.chunks.len()).filter(with) {
            let read = self.chunk(chunk)?;
            for (_, found) in read.segments.iter().zip(&read.yields).filter(|(segment, _)| segment.stage == stage) {
                take(found.clone())?;
            }
        }
        Ok(())
    }
}

/// `1, 2, 5 and 70 more`.
pub fn listed(numbers: &[usize]) -> String {
    let first: Vec<String> = numbers.iter().take(LISTED).map(usize::to_string).collect();
    let more = numbers.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join(", "))
}
