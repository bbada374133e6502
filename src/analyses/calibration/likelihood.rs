//! How probable published counts are, given the outcomes of simulated patients.
//!
//! The tables of a trial count the same patients several times (by arm, by disease, by inhibitor). The total is therefore
//! taken once, through the first table; every other table speaks only of how its own total is divided among its rows
//! (a non-central multivariate hypergeometric distribution), so that nothing counts twice. Rows of a table are independent.
//!
//! The probabilities of a row come from finitely many simulated patients and are uncertain themselves: counts follow the
//! Dirichlet-multinomial distribution with Jeffreys' prior (1/2 for each outcome), which tends to the multinomial one as
//! the simulated patients become many. Left out: the dependence between tables that the unpublished joint counts would show.

use super::target::{Count, TargetTable};
use cenersim_statistics::{log_dirichlet_multinomial, log_sum};

/// Simulated patients of one row: how many had a CR, a CRp, neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// With CR.
    pub cr: u32,
    /// In remission (CRp or CRi) without CR.
    pub crp: u32,
    /// In no remission.
    pub neither: u32,
}

impl Tally {
    /// All three together.
    pub const fn patients(self) -> u32 {
        self.cr + self.crp + self.neither
    }

    /// Patients with this and with any other outcome.
    pub(super) const fn with_cr(self) -> [u32; 2] {
        [self.cr, self.crp + self.neither]
    }

    /// Patients in remission, and all others.
    pub(super) const fn with_remission(self) -> [u32; 2] {
        [self.cr + self.crp, self.neither]
    }
}

/// Natural logarithm of the likelihood; `tallies` has one list for each table, in its rows' order.
///
/// ```text
/// ln L = Σ_tables Σ_rows ln P(counts of the row) - Σ_tables but the first ln P(total of the table)
/// ```
///
/// Tables that are not fitted do not count.
pub fn log_likelihood(tables: &[TargetTable], tallies: &[Vec<Tally>]) -> f64 {
    let fitted = || tables.iter().zip(tallies).filter(|(table, _)| table.fitted);
    let rows = |(table, tallies): (&TargetTable, &Vec<Tally>)| -> f64 {
        table.rows.iter().zip(tallies).map(|(row, tally)| row_probability(row.count, *tally)).sum()
    };
    let joint: f64 = fitted().map(rows).sum();
    let totals: f64 = fitted().skip(1).map(|(table, tallies)| log_total(table, tallies)).sum();
    joint - totals
}

/// Natural logarithm of the probability of the counts of one row.
fn row_probability(count: Count, tally: Tally) -> f64 {
    let neither = count.patients - count.cr - count.crp;
    log_dirichlet_multinomial(&[count.cr, count.crp, neither], &[tally.cr, tally.crp, tally.neither])
}

/// Natural logarithm of the probability that all rows of a table together have its total of CR and of CRp.
fn log_total(table: &TargetTable, tallies: &[Tally]) -> f64 {
    let total = table.total();
    let (cr, crp) = (total.cr as usize, total.crp as usize);
    let width = crp + 1;
    // Sums as logarithms: far from the data every single term may be too small for a number.
    let nothing = || vec![f64::NEG_INFINITY; (cr + 1) * width];
    let mut sums = nothing();
    sums[0] = 0.0;
    for (number, (row, tally)) in table.rows.iter().zip(tallies).enumerate() {
        let mut next = nothing();
        let patients = row.count.patients;
        let last = number + 1 == table.rows.len();
        let pairs = (0..=cr).flat_map(|a| (0..=crp).map(move |b| (a, b)));
        for (a, b) in pairs.filter(|(a, b)| a + b <= patients as usize) {
            let log = row_probability(Count { patients, cr: a as u32, crp: b as u32 }, *tally);
            // After the last row nothing but the total is asked for.
            let (least_cr, least_crp) = if last { (cr - a, crp - b) } else { (0, 0) };
            for i in least_cr..=cr - a {
                for j in least_crp..=crp - b {
                    let before = sums[i * width + j];
                    if before > f64::NEG_INFINITY {
                        let place = (i + a) * width + j + b;
                        next[place] = log_sum(&[next[place], before + log]);
                    }
                }
            }
        }
        sums = next;
    }
    sums[cr * width + crp]
}

/// Probabilities of 0 to `patients` patients with an outcome, after simulated ones with and without it.
pub(super) fn predicted(patients: u32, simulated: [u32; 2]) -> Vec<f64> {
    (0..=patients).map(|count| libm::exp(log_dirichlet_multinomial(&[count, patients - count], &simulated))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::target::{By, TargetRow};

    fn table(by: By, counts: &[(u32, u32, u32)]) -> TargetTable {
        let row = |&(patients, cr, crp): &(u32, u32, u32)| TargetRow {
            label: format!("{patients}"),
            count: Count { patients, cr, crp },
        };
        TargetTable { by, fitted: true, rows: counts.iter().map(row).collect() }
    }

    /// Many simulated patients, so that the probabilities are as good as known.
    fn many(cr: f64, crp: f64) -> Tally {
        let n = 1e9;
        Tally { cr: (cr * n) as u32, crp: (crp * n) as u32, neither: ((1.0 - cr - crp) * n) as u32 }
    }

    #[test]
    fn many_simulated_patients_give_the_multinomial_probability() {
        // R 4.2.2: dmultinom(c(2, 1, 15), prob = c(0.15, 0.05, 0.8), log = TRUE)
        let found = row_probability(Count { patients: 18, cr: 2, crp: 1 }, many(0.15, 0.05));
        let expected = libm::log(18.0 * 17.0 / 2.0 * 16.0 * 0.15 * 0.15 * 0.05) + 15.0 * libm::log(0.8);
        assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    }

    #[test]
    fn few_simulated_patients_give_the_beta_binomial_probability() {
        // By hand: after 1 of 2 the chance of the next is a beta(1.5, 1.5), so two of two have 1.5 * 2.5 / (3 * 4).
        let found = libm::exp(log_dirichlet_multinomial(&[2, 0], &[1, 1]));
        assert!((found - 1.5 * 2.5 / 12.0).abs() < 1e-12);
        let sum: f64 = predicted(7, [1, 1]).iter().sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_second_table_counts_only_how_its_total_is_divided() {
        let arms = table(By::Arm, &[(53, 8, 0)]);
        let disease = table(By::Disease, &[(19, 5, 0), (34, 3, 0)]);
        let (p, q) = (many(0.2, 0.0), many(0.1, 0.0));
        let found = log_likelihood(&[arms.clone(), disease], &[vec![many(0.15, 0.0)], vec![p, q]]);
        // The non-central hypergeometric probability by its definition.
        let binomial =
            |n: u32, k: u32, tally: Tally| libm::exp(row_probability(Count { patients: n, cr: k, crp: 0 }, tally));
        let all: f64 = (0..=8).map(|k| binomial(19, k, p) * binomial(34, 8 - k, q)).sum();
        let expected = libm::log(binomial(53, 8, many(0.15, 0.0)) * binomial(19, 5, p) * binomial(34, 3, q) / all);
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        // Without any difference between rows the odds of the total cancel: any common probability gives the same.
        let same = |p: f64| {
            let table = table(By::Disease, &[(19, 5, 0), (34, 3, 0)]);
            log_likelihood(&[arms.clone(), table], &[vec![many(0.15, 0.0)], vec![many(p, 0.0); 2]])
        };
        assert!((same(0.1) - same(0.6)).abs() < 1e-5);
    }
}
