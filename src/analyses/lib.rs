//! What is asked of the model: arms compared in the same patients, trials, parameters from published counts, which numbers
//! drive the answers; what was published, and the documents in which all of it is asked. Left out: figures and files.

pub mod calibration;
pub mod comparison;
pub mod published;
pub mod scenario;
pub mod sensitivity;
pub mod trial;
