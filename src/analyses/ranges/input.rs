//! One number of the ledger as an input of an analysis: which numbers are varied, and the value that a number from 0 to 1
//! stands for. Left out: spread between patients (it stays as the ledger has it, around the varied median).

use cenersim_model::{
    parameters::{Entry, Grade, Ledger},
    quantity::Quantity,
};

/// Ranges wider than this factor are walked through by factors, not by differences.
const WIDE: f64 = 3.0;

/// Endings of the paths of whole numbers.
const WHOLE: [&str; 3] = ["divisions", "compartments", "age_classes"];

/// What is never varied unless a scenario names it: definitions of responses, the numerics of the simulation, and who may be
/// enrolled are choices, not knowledge; so is the era of the supportive care, and what follows a failure comes after all
/// that is answered.
const CHOICES: [&str; 7] = [
    "criteria.",
    "simulation.",
    "population.youngest",
    "population.oldest",
    "population.longest_remission",
    "infection.era",
    "after_failure.",
];

/// How a number from 0 to 1 becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// By differences.
    Uniform,
    /// By factors.
    LogUniform,
    /// Whole numbers, each alike.
    Whole,
}

impl Scale {
    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::LogUniform => "log-uniform",
            Self::Whole => "whole numbers",
        }
    }
}

/// A number that is varied over its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Path in the ledger.
    pub path: String,
    /// Lower end of the range.
    pub low: Quantity,
    /// Upper end of the range.
    pub high: Quantity,
    /// By differences, by factors, or in whole numbers.
    pub scale: Scale,
}

/// Whether a number is varied when the scenario names none: recalled or assumed, with a range, and no mere choice.
pub fn is_varied_by_default(path: &str, entry: &Entry) -> bool {
    let uncertain = matches!(entry.grade, Grade::B | Grade::C);
    uncertain && has_range(entry) && !CHOICES.iter().any(|choice| path.starts_with(choice))
}

/// Whether the lower end lies below the upper one.
fn has_range(entry: &Entry) -> bool {
    let ends = entry.low.as_ref().zip(entry.high.as_ref());
    ends.is_some_and(|(low, high)| low.canonical() < high.canonical())
}

impl Input {
    /// The input for an entry; none if it has no range.
    ///
    /// Whole numbers by the ending of their path; by factors if the upper end is more than three times a positive lower
    /// end.
    pub fn of(path: &str, entry: &Entry) -> Option<Self> {
        let (low, high) = entry.low.clone().zip(entry.high.clone()).filter(|_| has_range(entry))?;
        let whole = WHOLE.iter().any(|ending| path.ends_with(ending));
        let wide = low.canonical() > 0.0 && high.canonical() > WIDE * low.canonical();
        let scale = match (whole, wide) {
            (true, _) => Scale::Whole,
            (false, true) => Scale::LogUniform,
            (false, false) => Scale::Uniform,
        };
        Some(Self { path: path.to_owned(), low, high, scale })
    }

    /// The value at a place from 0 to 1 of the range, in canonical units.
    ///
    /// ```text
    /// uniform  low + p (high - low)     log-uniform  low (high/low)^p     whole  low + ⌊p (high - low + 1)⌋
    /// ```
    pub fn canonical(&self, place: f64) -> f64 {
        let (low, high) = (self.low.canonical(), self.high.canonical());
        let value = match self.scale {
            Scale::Uniform => low + place * (high - low),
            Scale::LogUniform => low * libm::pow(high / low, place),
            Scale::Whole => low + libm::floor(place * (high - low + 1.0)),
        };
        // The last digit must not lead beyond an end, such as the 1 of a probability.
        value.clamp(low, high)
    }

    /// The ledger with the value at this place.
    pub fn set(&self, ledger: &mut Ledger, place: f64) {
        // The upper end is never zero, so its unit always has a factor.
        let set = ledger.set(&self.path, self.high.with_canonical(self.canonical(place)));
        assert!(set.is_ok(), "{}: {set:?}", self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(path: &str) -> Input {
        let ledger = Ledger::defaults();
        Input::of(path, ledger.get(path).expect("an entry")).expect("a range")
    }

    #[test]
    fn wide_ranges_are_walked_by_factors_and_narrow_ones_by_differences() {
        let wide = input("dna_damage.idarubicin_lc50");
        assert_eq!(wide.scale, Scale::LogUniform);
        // Half-way from 3 to 200 nM is their geometric mean.
        let middle = wide.canonical(0.5) / wide.low.canonical();
        assert!((middle - (200.0_f64 / 3.0).sqrt()).abs() < 1e-9);
        let narrow = input("dna_damage.assay_length");
        assert_eq!((narrow.scale, narrow.canonical(0.5)), (Scale::Uniform, 72.0));
        // A range from zero has no factor.
        assert_eq!(input("inhibitor.loss").scale, Scale::Uniform);
    }

    #[test]
    fn whole_numbers_stay_whole_and_are_alike() {
        let divisions = input("leukemia.blast.divisions");
        let found: Vec<f64> = (0..100).map(|i| divisions.canonical(f64::from(i) / 99.0)).collect();
        for whole in 1..=5 {
            assert_eq!(found.iter().filter(|value| **value == f64::from(whole)).count(), 20);
        }
    }

    #[test]
    fn every_place_of_every_range_is_a_value_that_the_ledger_takes() {
        let shipped = Ledger::defaults();
        for (path, entry) in shipped.entries().filter(|(path, entry)| is_varied_by_default(path, entry)) {
            let input = Input::of(path, entry).expect("a range");
            for place in [0.0, 1.0 / 3.0, 0.5, 2.0 / 3.0, 1.0] {
                let mut ledger = shipped.clone();
                ledger.set(path, input.high.with_canonical(input.canonical(place))).expect(path);
                let set = ledger.number(path);
                assert!((input.low.canonical()..=input.high.canonical()).contains(&set), "{path} at {place}: {set}");
            }
        }
    }

    #[test]
    fn choices_are_varied_only_when_named() {
        let ledger = Ledger::defaults();
        let varied: Vec<&str> =
            ledger.entries().filter(|(path, entry)| is_varied_by_default(path, entry)).map(|(path, _)| path).collect();
        assert!(varied.len() > 90 && varied.contains(&"apoptosis.competence.blast"), "{}", varied.len());
        assert!(!varied.iter().any(|path| path.starts_with("simulation.") || path.starts_with("criteria.")));
        assert!(!varied.contains(&"population.oldest") && varied.contains(&"population.tp53_mutant"));
        // Measured numbers (grade A) have ranges, too, but are known.
        assert!(!varied.contains(&"leukemia.blast.cycle"));
    }
}
