//! What every analysis offers, whatever it asks: stages of units, how a unit is simulated, and what all of them together
//! say. In one process ([`Memory`]) or in chunks of a folder ([`super::Collected`]) is a choice of whoever computes it.
//! Left out: what is said of it before and afterwards.
//!
//! A stage is a number of units of the same sort: replicates, patients, draws, points. What a unit yields depends on
//! the request and its number alone, so stages may be simulated in pieces, on any machine and in any order, with the
//! same result.

use super::{Segment, Stage, StudyError, Work, Yield, compute::Progress};
use cenersim_analyses::comparison::Failed;
use cenersim_model::{parameters::Hypothesis, simulation::Settings};
use cenersim_report::{FailedPatient, Look, Made, Product, Staging};

/// An analysis that was asked for and checked, before anything is simulated.
///
/// It is made by the `prepare` of its request. The one number that its results may not depend on is how its units were
/// divided.
pub trait Analysis: Work {
    /// Seed from which every random stream descends.
    fn seed(&self) -> u64;

    /// How each marrow is simulated.
    /// Horizon, step, agents and the like, by which the driver says what the work costs.
    fn settings(&self) -> &Settings;

    /// Units by sort, in the order in which they are needed; none where everything is done at the end.
    fn stages(&self) -> Vec<Stage>;

    /// Hours of simulation that a segment takes, for the progress.
    /// Simulated hours, not wall time, summed over the courses of the segment; at most, as patients may die.
    fn hours(&self, segment: &Segment) -> f64;

    /// Hours of simulation that are left when all stages are finished.
    fn hours_at_the_end(&self) -> f64 {
        0.0
    }

    /// Why it cannot be cut into chunks; none if it can.
    /// A sentence that ends with what to do instead.
    fn indivisible(&self) -> Option<String> {
        None
    }

    /// Units that are in memory at a time; none if those of a whole stage are.
    /// With a number, [`Memory`] simulates and hands over so many at a time and keeps none of them.
    fn batch(&self) -> Option<u64> {
        None
    }

    /// Whether it takes so long that what is computed should be kept on the way.
    /// The command then goes on in a folder beside the result where it was ended.
    fn is_long(&self) -> bool {
        false
    }

    /// What of the scenarios is hardly meant, in sentences.
    /// They are said before the simulation begins; nothing is refused because of them.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whose simulation failed, how, and how to repeat it.
    fn failed(&self, failed: &Failed) -> String;

    /// What all units together say. What cannot be held in memory goes to the folder at once.
    ///
    /// `progress` is told the hours of what is simulated only now (see [`Analysis::hours_at_the_end`]).
    ///
    /// # Errors
    /// If nothing can be said, or the stages or the folder fail.
    fn finish<'a>(
        &'a self,
        stages: &mut dyn Stages,
        staging: &mut Staging,
        progress: &Progress,
    ) -> Result<Box<dyn Finished + 'a>, StudyError>;
}

/// The results of an analysis.
/// It is asked once for its product; figures are drawn then, in the look that is asked for.
pub trait Finished: Send {
    /// What is written and printed of them.
    /// Texts, tables, figures, report and provenance, not yet on disk.
    fn product(&self, made: &Made, look: &Look) -> Product;

    /// Whose simulations failed, in sentences, and what that means for the results.
    /// A sentence for each of those that are named, and one sentence on all; both empty if none failed.
    fn failures(&self) -> (Vec<String>, String);

    /// Ends the tables that were written while units came in, which only a run has.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    fn end_tables(&self, _staging: &mut Staging, _made: &Made) -> Result<(), StudyError> {
        Ok(())
    }

    /// Writes everything.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    fn write(&self, staging: &mut Staging, made: &Made, look: &Look) -> Result<Product, StudyError> {
        self.end_tables(staging, made)?;
        let product = self.product(made, look);
        product.write(staging, made, look)?;
        Ok(product)
    }
}

/// What the stages of an analysis yield.
/// Whoever computes them is hidden behind it, so an analysis is finished in the same way from memory and from a folder.
pub trait Stages: Send {
    /// Hands over what the units of a stage yield, in their order, piece by piece.
    ///
    /// # Errors
    /// If a unit cannot be simulated or read, or as `take` says.
    fn each(&mut self, stage: usize, take: &mut dyn FnMut(Yield) -> Result<(), StudyError>) -> Result<(), StudyError>;

    /// All units of a stage, in order.
    ///
    /// Everything of the stage is in memory at once; where that is too much, [`Stages::each`] has it piece by piece. An
    /// empty yield where the stage has no units.
    ///
    /// # Errors
    /// As [`Stages::each`].
    fn stage(&mut self, stage: usize) -> Result<Yield, StudyError> {
        let mut whole: Option<Yield> = None;
        self.each(stage, &mut |found| {
            match &mut whole {
                Some(whole) => whole.merge(found),
                None => whole = Some(found),
            }
            Ok(())
        })?;
        Ok(whole.unwrap_or_default())
    }
}

/// Stages that are simulated here when they are asked for.
///
/// What a stage yields is kept only where a later one is prepared from it; all others are handed over as they are.
pub struct Memory<'a> {
    analysis: &'a dyn Analysis,
    progress: &'a Progress<'a>,
    found: Vec<Option<Yield>>,
}

impl<'a> Memory<'a> {
    /// `progress` is called with the hours simulated since its last call.
    pub fn new(analysis: &'a dyn Analysis, progress: &'a Progress<'a>) -> Self {
        Self { analysis, progress, found: Vec::new() }
    }

    /// Hours of simulation of all stages and of the end.
    pub fn hours(analysis: &dyn Analysis) -> f64 {
        let stages = analysis.stages();
        let whole = |(stage, about): (usize, &Stage)| analysis.hours(&Segment { stage, first: 0, end: about.units });
        stages.iter().enumerate().map(whole).sum::<f64>() + analysis.hours_at_the_end()
    }

    fn simulated(&mut self, stage: usize, first: u64, end: u64) -> Result<Yield, StudyError> {
        self.analysis.simulate(&Segment { stage, first, end }, self.progress)
    }
}

impl Stages for Memory<'_> {
    fn each(&mut self, stage: usize, take: &mut dyn FnMut(Yield) -> Result<(), StudyError>) -> Result<(), StudyError> {
        let analysis = self.analysis;
        if let Some(Some(found)) = self.found.get(stage) {
            return take(found.clone());
        }
        let Stage { units, after_earlier, .. } = analysis.stages()[stage].clone();
        if after_earlier {
            analysis.prepare(stage, self)?;
        }
        if let Some(batch) = analysis.batch() {
            let mut firsts = (0..units).step_by(batch as usize);
            return firsts.try_for_each(|first| take(self.simulated(stage, first, units.min(first + batch))?));
        }
        let found = if units > 0 { self.simulated(stage, 0, units)? } else { Yield::default() };
        if !analysis.stages()[stage + 1..].iter().any(|later| later.after_earlier) {
            return take(found);
        }
        self.found.resize(self.found.len().max(stage + 1), None);
        self.found[stage] = Some(found.clone());
        take(found)
    }
}

/// Failures that are named on the terminal; the JSON file of a result has all.
pub(super) const NAMED_FAILURES: usize = 10;

/// The failures as a reader of the results is told of them.
/// The arm and the replicate go into the message.
pub(super) fn failed_patients(seed: u64, failures: &[Failed]) -> Vec<FailedPatient> {
    let one = |failed: &Failed| FailedPatient {
        patient: failed.patient,
        seed,
        message: format!("arm {}, replicate {}: {}", failed.arm, failed.replicate, failed.message),
    };
    failures.iter().map(one).collect()
}

/// Names of hypotheses, each once: `source`, or `neutral, source` where arms differ.
pub(super) fn named(hypotheses: impl IntoIterator<Item = Hypothesis>) -> String {
    let mut names: Vec<&str> = hypotheses.into_iter().map(Hypothesis::name).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}
