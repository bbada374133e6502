//! What was published about the trial: counts with their source. Data to compare with, never to tune the model to.
//! Left out: everything that no report gives (survival, recovery times: T32).
//!
//! The counts are one commented TOML file that is compiled in, contradictions included; `check` finds these by itself.
//!
//! [`trial`] gives the counts, [`check()`] the [`Inconsistency`] list of numbers that exclude each other, [`splits`]
//! the divisions into refractory and relapsed patients that fit all printed percentages. Only the reconstructed counts
//! are possible in whole patients.

#![warn(missing_docs)]

mod check;

pub use check::{Inconsistency, Split, check, check_subgroups, splits, splits_of};

use cenersim_statistics::{Interval, newcombe};
use std::sync::LazyLock;

/// The data file.
const TRIAL: &str = include_str!("trial.toml");

/// Responses in one published arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PublishedArm {
    /// As the source names it: `A`, `B`, `C`, or `total`.
    pub name: String,
    /// Patients of the arm.
    pub patients: u32,
    /// With a complete remission.
    pub cr: u32,
    /// With a complete remission but for the platelets.
    pub crp: u32,
    /// Evidence ids, such as `T15 T16 T17`.
    pub source: String,
}

/// Who was in one arm, as printed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Baseline {
    /// Name of the arm, or `total`.
    pub arm: String,
    /// Median age (y).
    pub median_age: f64,
    /// Men.
    pub male: u32,
    /// Women.
    pub female: u32,
    /// Refractory patients.
    pub refractory: u32,
    /// Relapsed patients.
    pub relapsed: u32,
    /// Evidence ids.
    pub source: String,
}

/// A subgroup with percentages of responders, as printed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Subgroup {
    /// What its patients have in common.
    pub name: String,
    /// Patients of the subgroup.
    pub patients: u32,
    /// With CR, in whole percent of the patients of the subgroup.
    pub cr_percent: u32,
    /// With CR or CRp, in whole percent.
    pub remission_percent: u32,
    /// Evidence ids.
    pub source: String,
}

/// A subgroup with counts that fit the printed percentages and the totals.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reconstructed {
    /// What its patients have in common.
    pub name: String,
    /// Patients of the subgroup.
    pub patients: u32,
    /// With CR.
    pub cr: u32,
    /// CR + CRp.
    pub remission: u32,
    /// Evidence ids.
    pub source: String,
}

/// Responders (CR + CRp) among patients who did and did not take an inhibitor of cenersen.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Inhibitors {
    /// Patients who took one.
    pub users: u32,
    /// Responders among them.
    pub responders_among_users: u32,
    /// Patients who took none.
    pub others: u32,
    /// Responders among these.
    pub responders_among_others: u32,
    /// Evidence ids.
    pub source: String,
}

/// Responders whose remission could be compared with the one before.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Remissions {
    /// Responders with a previous remission.
    pub responders: u32,
    /// With a remission longer than the previous one.
    pub longer: u32,
    /// Evidence ids.
    pub source: String,
}

/// Complete remissions of newly diagnosed patients by TP53 of the leukemia.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tp53Cr {
    /// With CR: wild type, then mutated.
    pub found: [u32; 2],
    /// All: wild type, then mutated.
    pub of: [u32; 2],
    /// Evidence ids.
    pub source: &'static str,
}

/// 57 and 41 % of 240 and 53 patients. Mutations travel with complex karyotypes, so this is an upper bound of what p53 does.
pub const TP53_CR: Tp53Cr = Tp53Cr { found: [137, 22], of: [240, 53], source: "D10 D12" };

impl Tp53Cr {
    /// Share with CR, mutated less wild type.
    pub fn difference(&self) -> f64 {
        let [wild_type, mutated] = [0, 1].map(|i| f64::from(self.found[i]) / f64::from(self.of[i]));
        mutated - wild_type
    }

    /// Its 95 % interval (Newcombe 1998, independent groups).
    pub fn interval(&self) -> Interval {
        newcombe(self.found, self.of)
    }
}

/// A response rate outside the trial.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Comparator {
    /// Which patients, and what they got.
    pub name: String,
    /// How many they are.
    pub patients: u32,
    /// With CR.
    pub cr: u32,
    /// Evidence ids.
    pub source: String,
}

/// A response rate that was expected and not counted.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Expected {
    /// Share with CR.
    pub cr: f64,
    /// Lower end of the range that was named with it.
    pub low: f64,
    /// Upper end of that range.
    pub high: f64,
    /// Evidence ids.
    pub source: String,
}

/// Everything that was published about the trial and can be compared with.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PublishedTrial {
    /// Name of the trial.
    pub name: String,
    /// In the order of the source.
    pub arms: Vec<PublishedArm>,
    /// All arms together, as printed.
    pub total: PublishedArm,
    /// One for each arm, and one for all together.
    pub baseline: Vec<Baseline>,
    /// Refractory and relapsed.
    pub subgroups: [Subgroup; 2],
    /// The same two, with counts that are possible.
    pub reconstructed: [Reconstructed; 2],
    /// Responders by use of inhibitors of cenersen.
    pub inhibitors: Inhibitors,
    /// Second against first remissions.
    pub remissions: Remissions,
    /// What the stopping rule of the trial assumed.
    pub expected: Expected,
    /// Response rates of other treatments.
    pub comparators: Vec<Comparator>,
}

impl PublishedTrial {
    /// All patients, those with CR, those with CR or CRp.
    const fn totals(&self) -> [u32; 3] {
        [self.total.patients, self.total.cr, self.total.cr + self.total.crp]
    }

    /// The arm of this name.
    ///
    /// None if it has no such arm.
    pub fn arm(&self, name: &str) -> Option<&PublishedArm> {
        self.arms.iter().find(|arm| arm.name == name)
    }
}

/// The trial of cenersen with idarubicin, with or without cytarabine.
///
/// Read once from the compiled-in file.
pub fn trial() -> &'static PublishedTrial {
    static READ: LazyLock<PublishedTrial> = LazyLock::new(|| {
        toml::from_str(TRIAL).unwrap_or_else(|error| unreachable!("the shipped counts can be read: {error}"))
    });
    &READ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arms_have_the_counts_of_the_source_document() {
        let counts: Vec<(&str, u32, u32, u32)> =
            trial().arms.iter().map(|arm| (arm.name.as_str(), arm.patients, arm.cr, arm.crp)).collect();
        assert_eq!(counts, [("A", 18, 2, 1), ("B", 18, 3, 1), ("C", 17, 3, 0)]);
        assert_eq!((trial().total.patients, trial().total.cr, trial().total.crp), (53, 8, 2));
        assert_eq!(trial().arm("B").map(|arm| arm.cr), Some(3));
        assert_eq!(trial().arm("D"), None);
    }

    #[test]
    fn mutated_tp53_takes_1_to_29_points_of_remissions() {
        let Interval { low, high } = TP53_CR.interval();
        let percent = [TP53_CR.difference(), low, high].map(|share| (100.0 * share).round());
        assert_eq!(percent, [-16.0, -29.0, -1.0]);
    }

    #[test]
    fn every_count_names_its_source() {
        let document: toml::Table = TRIAL.parse().unwrap();
        let sources: Vec<String> = document.values().flat_map(sources).collect();
        assert_eq!(sources.len(), 16);
        let is_source = |text: &String| {
            text == "source document" || text.split(' ').all(|id| id.starts_with(['T', 'V']) && id.len() == 3)
        };
        assert!(sources.iter().all(is_source), "{sources:?}");
    }

    /// What stands under `source` in a table or a list of tables.
    fn sources(value: &toml::Value) -> Vec<String> {
        match value {
            toml::Value::Table(table) => vec![table["source"].as_str().unwrap().to_owned()],
            toml::Value::Array(tables) => tables.iter().flat_map(sources).collect(),
            _ => Vec::new(),
        }
    }
}
