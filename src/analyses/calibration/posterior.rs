//! Posterior draws for those who use them: each draw is a set of values for entries of the ledger, all equally probable.
//! Left out: weights (draws are resampled before they are handed on), and files, which `report` writes and reads.

use cenersim_model::{
    parameters::{Ledger, LedgerError},
    quantity::{Quantity, QuantityError},
};
use cenersim_statistics::median;

/// Equally probable draws of some parameters.
///
/// To repeat an analysis over it, take [`Posterior::ledger`] of each draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Entries of the ledger, one for each column.
    pub paths: Vec<String>,
    /// Unit of each column; empty for numbers without one.
    pub units: Vec<String>,
    /// A row for each draw, a value for each column.
    pub draws: Vec<Vec<f64>>,
    /// Name of the scenario whose calibration drew them.
    pub scenario: String,
    /// Of the calibration.
    pub seed: u64,
    /// Version of the program that wrote them.
    pub version: String,
}

impl Posterior {
    /// The ledger with the values of one draw, numbered from 0; entries that were not calibrated keep their value.
    ///
    /// # Errors
    /// If the ledger does not have a parameter, or does not allow a value.
    ///
    /// # Panics
    /// If there are not so many draws.
    pub fn ledger(&self, base: &Ledger, draw: usize) -> Result<Ledger, LedgerError> {
        let mut ledger = base.clone();
        for (column, path) in self.paths.iter().enumerate() {
            ledger.set(path, self.quantity(column, self.draws[draw][column])?)?;
        }
        Ok(ledger)
    }

    /// A value of a column with its unit.
    ///
    /// # Errors
    /// If the value is not finite, or the unit is unknown.
    pub fn quantity(&self, column: usize, value: f64) -> Result<Quantity, QuantityError> {
        format!("{value} {}", self.units[column]).trim().parse()
    }

    /// The median of each parameter, in its unit.
    ///
    /// Each by itself: together they need not be a probable set of values.
    pub fn medians(&self) -> Vec<(String, f64)> {
        let of = |column: usize| median(&self.draws.iter().map(|draw| draw[column]).collect::<Vec<_>>());
        self.paths.iter().enumerate().map(|(column, path)| (path.clone(), of(column))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posterior(draws: Vec<Vec<f64>>) -> Posterior {
        Posterior {
            paths: ["dna_damage.idarubicin_lc50", "dna_damage.idarubicinol_potency"].map(String::from).into(),
            units: ["uM", ""].map(String::from).into(),
            draws,
            scenario: "calibration".into(),
            seed: 1,
            version: "0.1.0".into(),
        }
    }

    #[test]
    fn a_draw_changes_its_entries_and_no_other() {
        let base = Ledger::defaults();
        let ledger = posterior(vec![vec![0.02, 0.9], vec![0.05, 0.4]]).ledger(&base, 1).unwrap();
        let changed: Vec<(&str, f64)> =
            ledger.changes_from(&base).map(|(path, entry, _)| (path, entry.value.magnitude())).collect();
        assert_eq!(changed, [("dna_damage.idarubicin_lc50", 0.05), ("dna_damage.idarubicinol_potency", 0.4)]);
        // The ledger's own unit is nM.
        let expected: Quantity = "50 nM".parse().unwrap();
        assert!((ledger.number("dna_damage.idarubicin_lc50") / expected.canonical() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_value_that_the_ledger_does_not_allow_is_refused() {
        let base = Ledger::defaults();
        let refused = |draw: Vec<f64>| posterior(vec![draw]).ledger(&base, 0).unwrap_err().to_string();
        assert!(refused(vec![-1.0, 0.5]).starts_with("`-1 uM` is out of range"), "{}", refused(vec![-1.0, 0.5]));
        assert!(refused(vec![0.1, f64::NAN]).contains("is not finite"));
        let mut unknown = posterior(vec![vec![0.1, 0.5]]);
        unknown.paths[0] = "dna_damage.idarubicin_lc5".into();
        assert!(
            unknown.ledger(&base, 0).unwrap_err().to_string().contains("did you mean `dna_damage.idarubicin_lc50`")
        );
    }

    #[test]
    fn medians_are_those_of_each_column() {
        let found = posterior(vec![vec![3.0, 0.1], vec![1.0, 0.3], vec![2.0, 0.9]]).medians();
        assert_eq!(found.iter().map(|(_, median)| *median).collect::<Vec<_>>(), [2.0, 0.3]);
    }
}
