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

    /// Share of the subjects.
    ///
    /// 0 of nobody.
    pub fn share(&self, of: u32) -> f64 {
        f64::from(of) / f64::from(self.subjects.max(1))
    }

    /// All numbers in a fixed order; whole numbers are exact in floating point.
    ///
    /// Subjects, CR, CR + CRp + CRi, CR without cenersen, then CR, CRp and neither of each row.
    pub fn to_values(&self) -> Vec<f64> {
        let rows = self.tallies.iter().flatten().flat_map(|tally| [tally.cr, tally.crp, tally.neither]);
        [self.subjects, self.cr, self.remission, self.cr_without_cenersen]
            .into_iter()
            .chain(rows)
            .map(f64::from)
            .collect()
    }

    /// The same evaluation again; none for numbers of other targets.
    pub fn from_values(targets: &Targets, values: &[f64]) -> Option<Self> {
        let (head, rows) = values.split_at_checked(4)?;
        let mut tallies =
            rows.chunks_exact(3).map(|row| Tally { cr: row[0] as u32, crp: row[1] as u32, neither: row[2] as u32 });
        let tables = targets.tables.iter().map(|table| tallies.by_ref().take(table.rows.len()).collect()).collect();
        (rows.len() == 3 * targets.rows()).then(|| Self {
            tallies: tables,
            subjects: head[0] as u32,
            cr: head[1] as u32,
            remission: head[2] as u32,
            cr_without_cenersen: head[3] as u32,
        })
    }
}
