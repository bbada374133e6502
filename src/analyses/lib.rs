//! What is asked of the model: arms compared in the same patients, trials, parameters from published counts, which numbers
//! drive the answers, how a next trial would end; what was published, and the documents in which all of it is asked. Left out: figures and files.
//!
//! | module | asks | one unit of work | result |
//! |---|---|---|---|
//! | [`comparison`] | how arms differ in the same patients | a patient through all arms | [`comparison::Compared`] |
//! | [`trial`] | what a phase II trial would count | a subject, or a member of the pool | [`trial::TrialResult`] |
//! | [`calibration`] | which parameters fit published counts | a draw of the parameters | [`calibration::Calibrated`] |
//! | [`sensitivity`] | which parameters drive answers | a point of the ranges | [`sensitivity::SensitivityResult`] |
//! | [`design`] | what a next trial would show | a draw of the parameters | [`design::DesignResult`] |
//!
//! A [`scenario::Scenario`] reads what is asked from a document; [`published`] holds the counts that all of them are
//! compared with. What a unit yields depends on the scenario and its number alone, so units can be computed on any
//! machine and in any order. A simulation that panics becomes a [`comparison::Failed`] with patient, arm and message,
//! and each analysis says what it leaves out then.

pub mod calibration;
pub mod comparison;
pub mod design;
pub mod published;
pub mod ranges;
pub mod scenario;
pub mod sensitivity;
pub mod trial;
