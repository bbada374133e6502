//! What the simulation of one draw says: outcomes of the same patients with and without cenersen, as whole numbers.
//! Left out: curves and single patients.

use super::{Tally, Targets};

/// Outcomes under one draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// One list for each table of the targets, in its rows' order.
    pub tallies: Vec<Vec<Tally>>,
    /// Subjects that were simulated, all trials together.
    pub subjects: u32,
    /// Subjects with CR.
    pub cr: u32,
    /// CR, CRp or CRi.
    pub remission: u32,
    /// CR of the same subjects without cenersen.
    pub cr_without_cenersen: u32,
    /// CR with and without cenersen.
    pub cr_either_way: u32,
}

impl Evaluation {
    /// Logarithm of the odds ratio of CR with against without cenersen; half a patient is added everywhere (Haldane 1956).
    ///
    /// ```text
    /// ln[ (x + ½)/(n - x + ½) / ((y + ½)/(n - y + ½)) ]          x of n with, y of n without cenersen
    /// ```
    pub fn log_odds_ratio(&self) -> f64 {
        let odds = |with: u32| (f64::from(with) + 0.5) / (f64::from(self.subjects - with) + 0.5);
        libm::log(odds(self.cr) / odds(self.cr_without_cenersen))
    }

    /// Monte-Carlo variance of [`Evaluation::log_odds_ratio`] over the subjects, who are the same with and without cenersen.
    ///
    /// ```text
    /// (1/(p q) + 1/(r s) - 2 (b - p r)/(p q r s)) / n          p, r: CR with, without; b: with both; q = 1 - p, s = 1 - r
    /// ```
    pub fn log_odds_variance(&self) -> f64 {
        let [p, r, both, n] = self.corrected();
        let (with, without) = (p * (1.0 - p), r * (1.0 - r));
        (1.0 / with + 1.0 / without - 2.0 * (both - p * r) / (with * without)) / n
    }

    /// Difference in CR with less without cenersen, in percentage points.
    pub fn points(&self) -> f64 {
        100.0 * (self.share(self.cr) - self.share(self.cr_without_cenersen))
    }

    /// Monte-Carlo variance of [`Evaluation::points`] over the subjects.
    pub fn points_variance(&self) -> f64 {
        let [p, r, both, n] = self.corrected();
        let difference = p - r;
        1e4 * (p + r - 2.0 * both - difference * difference) / n
    }

    /// Shares with CR, with CR without cenersen, with both, and the subjects, after a quarter of a subject was added to each of the
    /// four outcomes.
    fn corrected(&self) -> [f64; 4] {
        let n = f64::from(self.subjects) + 1.0;
        let share = |count: u32, added: f64| (f64::from(count) + added) / n;
        [share(self.cr, 0.5), share(self.cr_without_cenersen, 0.5), share(self.cr_either_way, 0.25), n]
    }

    /// Share of the subjects.
    ///
    /// 0 of nobody.
    pub fn share(&self, of: u32) -> f64 {
        f64::from(of) / f64::from(self.subjects.max(1))
    }

    /// All numbers in a fixed order; whole numbers are exact in floating point.
    ///
    /// Subjects, CR, CR + CRp + CRi, CR without cenersen, CR either way, then CR, CRp and neither of each row.
    pub fn to_values(&self) -> Vec<f64> {
        let rows = self.tallies.iter().flatten().flat_map(|tally| [tally.cr, tally.crp, tally.neither]);
        [self.subjects, self.cr, self.remission, self.cr_without_cenersen, self.cr_either_way]
            .into_iter()
            .chain(rows)
            .map(f64::from)
            .collect()
    }

    /// The same evaluation again; none for numbers of other targets.
    pub fn from_values(targets: &Targets, values: &[f64]) -> Option<Self> {
        let (head, rows) = values.split_at_checked(5)?;
        let mut tallies =
            rows.chunks_exact(3).map(|row| Tally { cr: row[0] as u32, crp: row[1] as u32, neither: row[2] as u32 });
        let tables = targets.tables.iter().map(|table| tallies.by_ref().take(table.rows.len()).collect()).collect();
        (rows.len() == 3 * targets.rows()).then(|| Self {
            tallies: tables,
            subjects: head[0] as u32,
            cr: head[1] as u32,
            remission: head[2] as u32,
            cr_without_cenersen: head[3] as u32,
            cr_either_way: head[4] as u32,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10,000 times as many subjects as in the examples, so that the correction is nothing: statsmodels 0.14, GEE with independence
    /// of pairs (14, 3, 5, 22) has a standard error of 0.265010; the difference of pairs by its definition.
    #[test]
    fn the_noise_of_pairs_is_that_of_generalized_estimating_equations() {
        let found = Evaluation {
            tallies: Vec::new(),
            subjects: 440_000,
            cr: 190_000,
            remission: 190_000,
            cr_without_cenersen: 170_000,
            cr_either_way: 140_000,
        };
        let error = (1e4 * found.log_odds_variance()).sqrt();
        assert!((error - 0.265_010_335_942_155_6).abs() < 1e-4, "{error}");
        let (p, difference) = (8.0 / 44.0, 2.0 / 44.0);
        let expected = 100.0 * ((p - difference * difference) / 44.0_f64).sqrt();
        assert!((1e2 * found.points_variance().sqrt() / expected - 1.0).abs() < 1e-4);
    }
}
