//! What is believed of a parameter before the data: 95 % of the prior lies in the range that the ledger gives, whatever
//! value it ships. Positive numbers are log-normal, probabilities logit-normal, and a range that reaches 0 (or, for a
//! probability, 1) is uniform. Left out: correlations between priors; the ledger gives none.
//!
//! Draws are made on a scale on which every prior is standard normal (z); here z becomes a value and back.

use super::{CalibrationError, Quantiles};
use cenersim_model::parameters::{Entry, Ledger};

/// Normal deviate of a two-sided 95 % interval, R 4.2.2: `qnorm(0.975)`.
const DEVIATE: f64 = 1.959_963_984_540_054;
/// Normal deviate of the quartiles, R 4.2.2: `qnorm(0.75)`.
const QUARTILE: f64 = 0.674_489_750_196_081_7;

/// The scale on which a prior is normal or uniform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// Normal on the logarithmic scale: of numbers above zero.
    LogNormal,
    /// Normal on the logit scale: of numbers between 0 and 1.
    LogitNormal,
    /// Every number of the range equally probable.
    Uniform,
}

/// The prior of one entry of the ledger, in the unit of the entry.
///
/// ```text
/// log-normal     value = exp(m + z s)            logit-normal   value = 1/(1 + exp(-(m + z s)))
/// uniform        value = low + (high - low) Φ(z)
/// ```
///
/// with m the middle of the range and s its length over 2 x 1.96, on the logarithmic or logit scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// Entry of the ledger.
    pub path: String,
    /// The scale of the distribution.
    family: Family,
    /// Lower end of the range, in the unit of the entry.
    low: f64,
    /// Upper end of the range.
    high: f64,
    /// Canonical units in one unit of the entry.
    factor: f64,
}

impl Prior {
    /// The prior of an entry.
    ///
    /// # Errors
    /// If there is no such entry, it has no range, or it is no number that a fit could change.
    pub fn of(ledger: &Ledger, path: &str) -> Result<Self, CalibrationError> {
        let entry = ledger.get(path).ok_or_else(|| CalibrationError::unknown(ledger, path))?;
        let refused = |why| CalibrationError::NotFree { path: path.to_owned(), why };
        if REFUSED.iter().any(|start| path.starts_with(start)) {
            return Err(refused("it says who the patients are or how they are judged"));
        }
        let (Some(low), Some(high)) = (&entry.low, &entry.high) else { return Err(refused("it has no range")) };
        if low.canonical() >= high.canonical() {
            return Err(refused("its range is a single value"));
        }
        if WHOLE.contains(&path) {
            return Err(refused("it is a whole number"));
        }
        let factor =
            if entry.value.magnitude() == 0.0 { 1.0 } else { entry.value.canonical() / entry.value.magnitude() };
        let (low, high) = (low.canonical() / factor, high.canonical() / factor);
        Ok(Self { path: path.to_owned(), family: family(entry, low, high), low, high, factor })
    }

    /// The value (in the unit of the entry) at a place on the standard normal scale.
    pub fn value(&self, z: f64) -> f64 {
        let between = |low: f64, high: f64| (low + high) / 2.0 + z / DEVIATE * (high - low) / 2.0;
        match self.family {
            Family::LogNormal => libm::exp(between(libm::log(self.low), libm::log(self.high))),
            Family::LogitNormal => {
                let logit = between(logit(self.low), logit(self.high));
                1.0 / (1.0 + libm::exp(-logit))
            }
            Family::Uniform => self.low + (self.high - self.low) * probability(z),
        }
    }

    /// The value in canonical units.
    pub fn canonical(&self, z: f64) -> f64 {
        self.value(z) * self.factor
    }

    /// What it is in words.
    pub const fn family(&self) -> &'static str {
        match self.family {
            Family::LogNormal => "log-normal",
            Family::LogitNormal => "logit-normal",
            Family::Uniform => "uniform",
        }
    }

    /// Whether an axis should be logarithmic.
    pub fn is_logarithmic(&self) -> bool {
        self.family == Family::LogNormal
    }

    /// 95 % interval, quartiles and median, in the unit of the entry.
    pub fn quantiles(&self) -> Quantiles {
        Quantiles {
            low: self.value(-DEVIATE),
            lower: self.value(-QUARTILE),
            median: self.value(0.0),
            upper: self.value(QUARTILE),
            high: self.value(DEVIATE),
        }
    }
}

/// Starts of paths that no fit may change: the published counts speak of these patients, judged by these criteria.
const REFUSED: [&str; 4] = ["population.", "criteria.", "examination.", "simulation."];
/// Whole numbers.
const WHOLE: [&str; 7] = [
    "leukemia.progenitor.divisions",
    "leukemia.blast.divisions",
    "normal.progenitor.divisions",
    "blood.neutrophils.compartments",
    "blood.platelets.compartments",
    "blood.platelets.age_classes",
    "blood.platelets.divisions",
];

/// By whether it is a probability, and whether the range touches an end.
fn family(entry: &Entry, low: f64, high: f64) -> Family {
    match entry.probability {
        true if low > 0.0 && high < 1.0 => Family::LogitNormal,
        false if low > 0.0 => Family::LogNormal,
        _ => Family::Uniform,
    }
}

/// Logarithm of the odds.
fn logit(probability: f64) -> f64 {
    libm::log(probability / (1.0 - probability))
}

/// Distribution function of the standard normal distribution.
pub fn probability(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prior(path: &str) -> Prior {
        Prior::of(&Ledger::defaults(), path).unwrap()
    }

    #[test]
    fn nineteen_in_twenty_draws_lie_in_the_range_of_the_ledger() {
        for (path, low, high, family) in [
            ("dna_damage.idarubicin_lc50", 3.0, 200.0, "log-normal"),
            ("apoptosis.competence.blast", 0.05, 0.9, "logit-normal"),
        ] {
            let found = prior(path).quantiles();
            assert!((found.low / low - 1.0).abs() < 1e-12 && (found.high / high - 1.0).abs() < 1e-12, "{found:?}");
            assert_eq!(prior(path).family(), family);
        }
    }

    #[test]
    fn a_range_that_reaches_zero_is_uniform_and_never_left() {
        let prior = prior("inhibitor.loss");
        assert_eq!((prior.family(), prior.value(0.0)), ("uniform", 0.5));
        assert!((prior.value(DEVIATE) - 0.975).abs() < 1e-12);
        assert!((0.0..=1.0).contains(&prior.value(40.0)) && (0.0..=1.0).contains(&prior.value(-40.0)));
    }

    #[test]
    fn values_come_in_the_unit_of_the_entry_and_reach_the_model_in_its_own() {
        let ledger = Ledger::defaults();
        let prior = prior("infection.profound.hazard");
        let entry = ledger.get("infection.profound.hazard").unwrap();
        assert!((prior.quantiles().low - 0.0115).abs() < 1e-12);
        assert!(
            (prior.canonical(0.3) / prior.value(0.3) - entry.value.canonical() / entry.value.magnitude()).abs() < 1e-12
        );
    }

    #[test]
    fn what_no_fit_may_change_is_refused_in_words() {
        let error = |path: &str| Prior::of(&Ledger::defaults(), path).unwrap_err().to_string();
        assert!(error("population.age").contains("who the patients are"));
        assert!(error("dna_damage.resistance.idarubicin.blast").contains("has no range"));
        assert!(error("leukemia.blast.divisions").contains("whole number"));
        assert!(error("dna_damage.idarubicin_lc5").contains("did you mean `dna_damage.idarubicin_lc50`"));
    }
}
