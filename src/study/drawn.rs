//! What figures show, kept beside them as CBOR (RFC 8949), so that they can be drawn again without simulating. Every
//! number comes back to the last bit, those that are none too. Left out: a run, whose curves and events are in its
//! tables, and what each kind of result keeps, which stands with its analysis.
//!
//! The file is `figures.cbor` in the folder of a result. `cenersim plot` reads it with [`Drawn::from_bytes`] and draws
//! with [`Drawn::figures`], so another look needs no simulation.

use super::{DrawnResult, StudyError};
use cenersim_plot::{Figure, Theme};
use cenersim_report::{Look, Made, Product};

/// What the figures of one result show.
/// Results are borrowed when they are written and owned when they are read.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Drawn<'a> {
    /// Of what they are, at the foot of each, such as scenario and hypothesis.
    pub subject: String,
    /// Seed of the result, at the foot of each figure.
    pub seed: u64,
    /// What is drawn.
    pub result: DrawnResult<'a>,
}

/// What is kept of a result of one kind to draw its figures.
pub trait Drawing {
    /// All figures, in the order of a talk; `footer` stands at the foot of each.
    fn figures(&self, seed: u64, footer: &str, theme: &Theme) -> Vec<Figure>;

    /// Puts back what was written apart, once it is read.
    fn restore(&mut self) {}
}

impl Drawn<'_> {
    /// All figures, in the order of a talk; `program` made the result.
    pub fn figures(&self, program: &str, theme: &Theme) -> Vec<Figure> {
        let footer = format!("{} | seed {} | {program}", self.subject, self.seed);
        self.result.drawing().figures(self.seed, &footer, theme)
    }

    /// The product that `of` makes with these figures, and what they are drawn from.
    /// `of` makes the product of its kind from the figures.
    pub(super) fn product(&self, made: &Made, look: &Look, of: impl FnOnce(Vec<Figure>) -> Product) -> Product {
        let mut product = of(self.figures(&made.program(), &look.theme()));
        product.figure_data = self.to_bytes();
        product
    }

    /// As bytes.
    ///
    /// CBOR of all fields (RFC 8949).
    ///
    /// # Panics
    /// If a result cannot be written: a mistake in the code.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(self, &mut bytes).expect("plain data can be written");
        bytes
    }

    /// What was written by [`Drawn::to_bytes`].
    ///
    /// # Errors
    /// If it is of a version whose results have other parts.
    pub fn from_bytes(bytes: &[u8]) -> Result<Drawn<'static>, StudyError> {
        let mut drawn: Drawn<'static> = ciborium::from_reader(bytes).map_err(StudyError::other_version)?;
        drawn.result.drawing_mut().restore();
        Ok(drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::Drawn;

    #[test]
    fn bytes_that_are_no_result_are_refused_in_one_sentence() {
        let refused = Drawn::from_bytes(b"figures").unwrap_err().to_string();
        assert!(refused.contains("another version") && refused.contains("provenance.json"), "{refused}");
    }
}
