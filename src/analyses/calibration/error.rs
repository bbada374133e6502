//! Why a calibration cannot be planned: one sentence with the way out.

use cenersim_model::{parameters::Ledger, quantity::nearest};

/// Why a calibration cannot be planned.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CalibrationError {
    /// The ledger has no such number.
    #[error("`{path}` is no parameter{}: expected an entry of `cenersim parameters`", .nearest.as_ref().map_or_else(String::new, |n| format!("; did you mean `{n}`?")))]
    Unknown {
        /// The path that was named.
        path: String,
        /// A path of the ledger that is spelled like it.
        nearest: Option<String>,
    },

    /// A number that no fit may change.
    #[error(
        "`{path}` cannot be calibrated, because {why}: expected an entry with a range that describes cells, drugs or complications"
    )]
    NotFree {
        /// The path that was named.
        path: String,
        /// Why it is not free, as part of a sentence.
        why: &'static str,
    },

    /// The path that is named more than once.
    #[error("`{0}` is named twice: expected each free parameter once")]
    Twice(String),

    /// No path is named.
    #[error("nothing to calibrate: expected at least one path in `calibration.parameters`")]
    NothingFree,

    /// What is wrong with a table of counts, as a sentence.
    #[error("{0}")]
    Target(String),

    /// Published counts that cannot all be true, and nothing was chosen.
    #[error(
        "the targets contradict each other: {0}; expected a choice in the scenario: calibration.contradictions = \"reconstructed\" \
         (the only whole numbers that fit all printed percentages and totals), \"as_printed\" (the printed sizes, each percentage \
         rounded to whole patients, totals left as they are) or \"left_out\" (that table is predicted, not fitted)"
    )]
    Contradiction(String),

    /// What is too small to see anything, as a sentence.
    #[error("{0}")]
    Budget(String),
}

impl CalibrationError {
    /// With the path of the ledger that is spelled most like it.
    pub(super) fn unknown(ledger: &Ledger, path: &str) -> Self {
        let nearest = nearest(path, ledger.entries().map(|(known, _)| known));
        Self::Unknown { path: path.to_owned(), nearest }
    }

    /// Key of the table `[calibration]` that is at fault.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Unknown { .. } | Self::NotFree { .. } | Self::Twice(_) | Self::NothingFree => "parameters",
            Self::Target(_) | Self::Contradiction(_) => "targets",
            Self::Budget(_) => "draws",
        }
    }
}
