//! Every analysis as a request in plain data ([`Request`]), prepared ([`Analysis`]), computed in stages of units and told
//! ([`Finished`]): a run, a comparison, a trial, a calibration, a sensitivity analysis, a qualification, the design of a next
//! trial. [`Memory`] computes the
//! stages at once. For analyses that outgrow one process there are a plan, chunks of it computed anywhere and in any order, and
//! their exact merging ([`Folder`], [`Collected`]).
//! Left out: the sciences (a crate each) and who starts the processes (a shell, a cluster).
//!
//! One more analysis is a file here with its request, its [`Analysis`] and what is kept for its figures, and one line
//! in the list at the end of this page, from which [`Kind`], [`Request`] and [`DrawnResult`] are made; a product in
//! `report`, figures in `plot`, and a command in `cli`.
//!
//! ```text
//! output/<study>/plan/plan.json            what is simulated, in which chunks; plan.json.sha256 tells whether it is whole
//! output/<study>/plan/scenarios/*.toml     the scenarios as planned, to read and to repeat a failed patient
//! output/<study>/chunks/00017-<hash>.parquet   one finished chunk; the name holds the first half of its sha256
//! output/<study>/claims/00017              held under a lock while a process computes the chunk
//! output/<study>/slurm.sh, logs/           the batch script of the last submission, and what its jobs printed
//! output/<study>/notes/00017.json          how long the chunk took, or why it could not be finished
//! ```
//!
//! Whether a chunk is finished is decided by its file alone: a chunk appears under its name in one rename, after its bytes
//! are on the disk, and counts only if the hash in its name is that of its bytes and the plan within is this one. Its
//! content is a pure function of the plan, so two processes that compute the same chunk write the same file. Claims save
//! work and notes tell the time left; both may be lost or wrong without any effect on a result. Nothing depends on clocks.
//!
//! A stage may be after the earlier ones: what its units are follows from all units before it, such as a generation of a
//! calibration from the one before. Such stages begin a new level; no chunk has units of two levels, and none is begun
//! before every chunk of the levels before it is finished, by whichever process.
//!
//! The way of every analysis, whatever it asks:
//!
//! ```text
//! Request  --prepare-->  dyn Analysis  --stages, simulate-->  Yield of each unit
//!                             |  finish (of all stages)
//!                             v
//!                        dyn Finished  --product-->  Product  --write-->  output/<name>/
//! ```
//!
//! | type | what it is | who makes it |
//! |---|---|---|
//! | [`Request`] | plain data: scenarios as text, and every option that decides the result | a command, a Rust user |
//! | [`Analysis`] | the request checked; knows its stages and simulates their units | [`Request::prepare`] |
//! | [`Stage`], [`Segment`], [`Row`], [`Yield`] | units of one sort, some of them, what they yield | the analysis |
//! | [`Memory`], [`Collected`] | units of all stages in order: simulated now, or read from chunks | the driver |
//! | [`Finished`] | the results, which make a product | [`Analysis::finish`] |
//!
//! Within one process: [`ComparisonRequest::of`], [`ComparisonRequest::prepare`], [`Comparison::compute`] give results
//! as plain data; the same holds for [`TrialRequest`]. Commands go on to `finish` and write the product.

#![warn(missing_docs)]

mod analysis;
mod calibration;
mod chunk;
mod claim;
mod comparison;
mod compute;
mod design;
mod division;
mod drawn;
mod error;
mod folder;
mod headline;
mod input;
mod merge;
mod note;
mod plan;
mod publish;
mod qualification;
mod request;
mod row;
mod run;
mod sensitivity;
mod simulator;
mod slurm;
mod status;
mod table;
#[cfg(test)]
mod tests;
mod trial;

pub use analysis::{Analysis, Finished, Memory, Stages};
pub use calibration::{Calibration, CalibrationRequest, DrawnCalibration};
pub use chunk::Chunk;
pub use claim::Claim;
pub use comparison::{Comparison, ComparisonRequest, DrawnComparison, Grid, without};
pub use compute::{Progress, Ran, Run, Work};
pub use design::{DesignRequest, Designed, DrawnDesign};
pub use drawn::Drawn;
pub use error::StudyError;
pub use folder::{Folder, Found};
pub use headline::{HeadlineRequest, hypothesis_change};
pub use input::{Input, notes};
pub use merge::{Collected, listed};
pub use plan::{FORMAT, Level, Plan, Segment, Stage};
pub use qualification::{DrawnQualification, QualificationRequest, Qualifying};
pub use row::{Row, Yield};
pub use run::{
    Against, Beside, Replicates, RunRequest, Shown, SingleRun, curves_to_draw, fingerprint, run_figures, run_movement,
    shown_chemosensitivity,
};
pub use sensitivity::{DrawnSensitivity, SensitivityRequest, Varied};
pub use simulator::Simulator;
pub use slurm::{Slurm, array_indices, elements, largest_index};
pub use status::{Status, status};
pub use trial::{DrawnTrial, PosteriorDraws, RepeatedTrial, TRIALS_UNDER_DRAWS, TrialRequest};

request::analyses! {
    /// Arms in the same patients, with attribution, sweep and headline.
    Compare(ComparisonRequest) = "compare", draws Comparison(DrawnComparison);
    /// A phase II trial, once or repeated.
    Trial(TrialRequest) = "trial", draws Trial(DrawnTrial);
    /// Parameters from published counts.
    Calibrate(CalibrationRequest) = "calibrate", draws Calibration(DrawnCalibration);
    /// Which parameters drive the answers.
    Sensitivity(SensitivityRequest) = "sensitivity", draws Sensitivity(DrawnSensitivity);
    /// What a next trial would show.
    Design(DesignRequest) = "design", draws Design(DrawnDesign);
    /// One patient in one arm, with curves and events, whose tables have all that is drawn.
    Run(RunRequest) = "run";
    /// How the model stands up to checks against published data.
    Qualify(QualificationRequest) = "qualify", draws Qualification(DrawnQualification);
}
