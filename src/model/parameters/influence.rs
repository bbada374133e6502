//! How much each uncertain number drives the model's answers: the shipped result of `cenersim sensitivity`, one row for
//! each number that it varies. Left out: how it was found (see `sensitivity`).
//!
//! An effect is that of going through the whole plausible range of a number, so it is large only where the number matters
//! and is not well known.

use super::{Entry, Grade, Ledger};
use std::{collections::BTreeMap, sync::LazyLock};

/// The shipped result.
pub const INFLUENCE: &str = include_str!("influence.csv");

/// The row of what chance alone does.
pub const CHANCE: &str = "chance";

/// What is driven, by the names in the file: share of complete remissions, log-kill of leukemic stem cells, disease-free
/// survival, and the part of the log-kill that is due to cenersen.
pub const DRIVEN: [(&str, &str); 4] =
    [("cr", "CR"), ("stem_log_kill", "stem kill"), ("disease_free", "DFS"), ("cenersen_kill", "cenersen")];

/// From this relative effect on an assumption matters so much that every report names it.
pub const IMPORTANT: f64 = 0.25;

/// How strongly an output is driven, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Not more than chance.
    None,
    /// Above chance and below a quarter of the largest effect.
    Little,
    /// A quarter of the largest effect or more ([`IMPORTANT`]).
    Some,
    /// Half of the largest effect or more.
    High,
}

impl Level {
    /// Of an effect relative to the largest of the same output, and of that of chance.
    pub fn of(relative: f64, chance: f64) -> Self {
        match relative {
            relative if relative <= chance => Self::None,
            relative if relative >= 0.5 => Self::High,
            relative if relative >= IMPORTANT => Self::Some,
            _ => Self::Little,
        }
    }

    /// As files and tables write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Little => "little",
            Self::Some => "some",
            Self::High => "high",
        }
    }
}

/// How one number drives one output.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Driven {
    /// Mean absolute elementary effect over the largest of this output, 0 to 1.
    pub relative: f64,
    /// The relative effect in a word.
    pub level: Level,
    /// Place among all numbers; 1 has the largest effect.
    pub rank: u32,
    /// Share of the variance with all interactions; only of the numbers of the second stage.
    pub total: Option<f64>,
}

/// A number and what it drives, in the order of [`DRIVEN`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Influence {
    /// Path in the ledger.
    pub parameter: String,
    /// One for each output.
    pub drives: [Driven; 4],
}

impl Influence {
    /// The largest relative effect that is more than chance.
    ///
    /// Zero if none is.
    pub fn largest(&self) -> f64 {
        let told = self.drives.iter().filter(|driven| driven.level != Level::None);
        told.map(|driven| driven.relative).fold(0.0, f64::max)
    }
}

/// An assumption that matters and is weakly known.
#[derive(Clone, Debug)]
pub struct Weak<'a> {
    /// Path in the ledger.
    pub path: &'a str,
    /// Its value, range, grade and source.
    pub entry: &'a Entry,
    /// What it drives.
    pub influence: &'static Influence,
}

/// What the shipped result says of the number at this path; none if it was not varied.
pub fn influence(path: &str) -> Option<&'static Influence> {
    rows().get(path)
}

/// The numbers that matter and are weakly known: grade B or C, and an effect over their range of at least [`IMPORTANT`] of
/// the largest on one of the outputs, and more than chance. The largest effect comes first; of equal ones grade C.
pub fn weak_and_important(ledger: &Ledger) -> Vec<Weak<'_>> {
    let weak = |(path, entry): (&'_ str, &'_ Entry)| {
        matches!(entry.grade, Grade::B | Grade::C).then(|| influence(path)).flatten()
    };
    let found =
        ledger.entries().filter_map(|(path, entry)| Some(Weak { path, entry, influence: weak((path, entry))? }));
    let mut found: Vec<Weak> = found.filter(|weak| weak.influence.largest() >= IMPORTANT).collect();
    found.sort_by(|a, b| {
        let larger = b.influence.largest().total_cmp(&a.influence.largest());
        larger.then(b.entry.grade.cmp(&a.entry.grade)).then(a.path.cmp(b.path))
    });
    found
}

/// All rows of the shipped file by parameter, read once.
fn rows() -> &'static BTreeMap<String, Influence> {
    static ROWS: LazyLock<BTreeMap<String, Influence>> = LazyLock::new(|| read(INFLUENCE));
    &ROWS
}

/// Panics on a malformed file: it is compiled in and tested.
fn read(text: &str) -> BTreeMap<String, Influence> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<BTreeMap<String, String>> =
        reader.deserialize().map(|row| row.unwrap_or_else(|e| panic!("influence.csv: {e}"))).collect();
    let chance = rows.iter().find(|row| row["parameter"] == CHANCE);
    let chance: [f64; 4] = DRIVEN.map(|(name, _)| chance.map_or(0.0, |row| number(row, name).unwrap_or(0.0)));
    let one = |row: &BTreeMap<String, String>| {
        let drives = std::array::from_fn(|output| {
            let name = DRIVEN[output].0;
            let relative = number(row, name).unwrap_or(0.0);
            let rank = number(row, &format!("{name}_rank")).unwrap_or(0.0) as u32;
            let total = number(row, &format!("{name}_total"));
            Driven { relative, level: Level::of(relative, chance[output]), rank, total }
        });
        let parameter = row["parameter"].clone();
        (parameter.clone(), Influence { parameter, drives })
    };
    rows.iter().filter(|row| row["parameter"] != CHANCE).map(one).collect()
}

/// The number of a row in a column; none if the cell is empty. Panics on a column that is not there.
fn number(row: &BTreeMap<String, String>, column: &str) -> Option<f64> {
    let text = row.get(column).unwrap_or_else(|| panic!("influence.csv: no column `{column}`"));
    (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| panic!("influence.csv: `{text}` is no number")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "parameter,cr,cr_rank,cr_total,stem_log_kill,stem_log_kill_rank,stem_log_kill_total,disease_free,disease_free_rank,disease_free_total,cenersen_kill,cenersen_kill_rank,cenersen_kill_total\n\
        a,1,1,0.7,0.3,2,,0,9,,0.04,5,\n\
        chance,0.1,,,0,,,0,,,0.05,,\n";

    #[test]
    fn a_row_says_how_strongly_each_output_is_driven() {
        let rows = read(TEXT);
        assert_eq!(rows.len(), 1);
        let levels = rows["a"].drives.map(|driven| driven.level);
        assert_eq!(levels, [Level::High, Level::Some, Level::None, Level::None]);
        assert_eq!((rows["a"].drives[0].total, rows["a"].drives[1].total), (Some(0.7), None));
        assert_eq!(rows["a"].largest(), 1.0);
    }

    #[test]
    fn an_effect_as_large_as_that_of_chance_is_none() {
        let levels =
            [(0.6, 0.1), (0.3, 0.1), (0.2, 0.1), (0.6, 0.7), (0.0, 0.0)].map(|(own, chance)| Level::of(own, chance));
        assert_eq!(levels, [Level::High, Level::Some, Level::Little, Level::None, Level::None]);
    }

    #[test]
    fn what_matters_and_is_weak_is_sorted_by_its_largest_effect_and_holds_nothing_measured() {
        let ledger = Ledger::defaults();
        let found = weak_and_important(&ledger);
        assert!(!found.is_empty() && found.len() < ledger.entries().count() / 2, "{}", found.len());
        let sizes: Vec<f64> = found.iter().map(|weak| weak.influence.largest()).collect();
        assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]) && sizes.iter().all(|size| *size >= IMPORTANT));
        assert!(found.iter().all(|weak| matches!(weak.entry.grade, Grade::B | Grade::C)));
    }
}
