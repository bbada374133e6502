//! One check: what was published, and the rule by which the model's value is judged against it.
//! Left out: where the model's value comes from (each subject measures its own).
//!
//! # Adding a check
//!
//! One row in the table of its subject: an id that never changes, what it is with unit and setting, the published
//! number, rows of the evidence table, grade; then a line in `measure` that gives the model's value. A check of
//! what the model lacks is a row with `lacks` and no value, so that readers see the gap. `why` is written when a
//! check fails and the reason is known, never to excuse an unknown one.

use super::estimate::Estimate;
use cenersim_model::parameters::Grade;
use cenersim_statistics::{Interval, clopper_pearson, newcombe};

/// Standard errors by which the model's value may be off by chance.
pub const DEVIATES: f64 = 2.0;

/// What an interval rests on.
///
/// From the strongest to the weakest, which is their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The exact interval of published counts, or exactly so by definition.
    Exact,
    /// A range, a standard deviation or a confidence interval of the publication.
    Published,
    /// A written reason why a larger difference would matter, and a smaller one would not.
    Reasoned,
    /// Nothing but judgment.
    Assumed,
}

impl Basis {
    /// From the strongest to the weakest.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Published, Self::Reasoned, Self::Assumed];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Published => "published",
            Self::Reasoned => "reasoned",
            Self::Assumed => "assumed",
        }
    }

    /// Whether the interval comes from a source, not from this project.
    pub const fn is_sourced(self) -> bool {
        matches!(self, Self::Exact | Self::Published)
    }
}

/// What was published.
///
/// Values and intervals are in the unit of the [`Check`]; shares are from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Published {
    /// A number with an interval.
    Range {
        /// The number; NaN where only the interval is known.
        value: f64,
        /// Lower end of the interval.
        low: f64,
        /// Upper end; infinite if it is open.
        high: f64,
        /// What the interval is, in words.
        is: &'static str,
        /// What it rests on.
        basis: Basis,
    },
    /// So many of so many: a share with its exact 95 % interval (Clopper and Pearson 1934).
    Count {
        /// In whom it was found.
        found: u32,
        /// Of so many.
        of: u32,
    },
    /// Counts of two groups: the share of the second less that of the first, with its 95 % interval (Newcombe 1998).
    Difference {
        /// In whom it was found, in the first and in the second group.
        found: [u32; 2],
        /// Sizes of the groups.
        of: [u32; 2],
    },
    /// A number that nothing is compared with.
    Value(f64),
}

/// A number with a range of the publication and what the range is.
pub const fn range(value: f64, low: f64, high: f64, is: &'static str) -> Published {
    Published::Range { value, low, high, is, basis: Basis::Published }
}

/// A number that must be so by definition.
pub const fn exactly(value: f64, low: f64, high: f64, is: &'static str) -> Published {
    Published::Range { value, low, high, is, basis: Basis::Exact }
}

/// A number that the publication gives without an interval; `is` says why a larger difference would matter.
pub const fn reasoned(value: f64, low: f64, high: f64, is: &'static str) -> Published {
    Published::Range { value, low, high, is, basis: Basis::Reasoned }
}

/// A number that the publication gives without an interval, and nothing but judgment says how near is near enough.
pub const fn assumed(value: f64, low: f64, high: f64, is: &'static str) -> Published {
    Published::Range { value, low, high, is, basis: Basis::Assumed }
}

/// A number that the publication gives without an interval: 20 % to either side, for the reason that `is` says.
pub const fn about(value: f64, is: &'static str) -> Published {
    reasoned(value, 0.8 * value, 1.2 * value, is)
}

/// Why 20 % of an exposure, a level or a half-life are near enough.
pub const EXPOSURE: &str = "20 % to either side, within the 0.80 to 1.25 of exposures that regulators call bioequivalent: a \
     smaller difference is held to change neither effect nor harm";
/// Why 20 % of a time to recovery, three to six days, are near enough.
pub const DAYS: &str =
    "20 % to either side, at most the 5 days that filgrastim saves (C04), the least gain that changed practice";

/// So many of so many.
pub const fn count(found: u32, of: u32) -> Published {
    Published::Count { found, of }
}

impl Published {
    /// The number itself.
    ///
    /// NaN where only an interval was published, or nothing that could be read.
    pub fn value(&self) -> f64 {
        let share = |found: u32, of: u32| f64::from(found) / f64::from(of);
        match *self {
            Self::Range { value, .. } | Self::Value(value) => value,
            Self::Count { found, of } => share(found, of),
            Self::Difference { found, of } => share(found[1], of[1]) - share(found[0], of[0]),
        }
    }

    /// The interval that the model's value is compared with; none for a number alone.
    ///
    /// An open end is infinite.
    pub fn interval(&self) -> Option<Interval> {
        match *self {
            Self::Range { low, high, .. } => Some(Interval { low, high }),
            Self::Count { found, of } => Some(clopper_pearson(found, of)),
            Self::Difference { found, of } => Some(newcombe(found, of)),
            Self::Value(_) => None,
        }
    }

    /// What the interval rests on; none for a number alone.
    pub const fn basis(&self) -> Option<Basis> {
        match self {
            Self::Range { basis, .. } => Some(*basis),
            Self::Count { .. } | Self::Difference { .. } => Some(Basis::Exact),
            Self::Value(_) => None,
        }
    }

    /// What the interval is.
    pub fn interval_is(&self) -> String {
        match self {
            Self::Range { is, .. } => (*is).into(),
            Self::Count { found, of } => format!("exact 95 % interval of {found} of {of}"),
            Self::Difference { found: [a, b], of: [m, n] } => {
                format!("95 % interval of {b} of {n} less {a} of {m} (Newcombe)")
            }
            Self::Value(_) => String::new(),
        }
    }
}

/// One comparison of the model with something published.
///
/// Made as a constant by [`Check::new`], [`Check::because`] and [`Check::lacking`], in the file of its subject.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// Name in files, unlike that of any other check.
    pub id: &'static str,
    /// What is measured, as a heading in a table.
    pub what: &'static str,
    /// Empty for a pure number.
    pub unit: &'static str,
    /// Who is simulated, and what they are given.
    pub setting: &'static str,
    /// What was found, with its interval.
    pub published: Published,
    /// Rows of the evidence table, separated by spaces.
    pub sources: &'static str,
    /// How well the published number is known.
    pub grade: Grade,
    /// Why the model lies outside, as far as known; empty if it never has.
    pub why: &'static str,
    /// What the model lacks for this comparison; empty if it is made.
    pub lacks: &'static str,
}

impl Check {
    /// A check whose failure has no known reason.
    ///
    /// `what`, unit and setting are texts for tables, in this order.
    pub const fn new(
        id: &'static str,
        [what, unit, setting]: [&'static str; 3],
        published: Published,
        sources: &'static str,
        grade: Grade,
    ) -> Self {
        Self { id, what, unit, setting, published, sources, grade, why: "", lacks: "" }
    }

    /// The same check, with the reason why the model may lie outside.
    pub const fn because(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    /// The same check, which the model cannot make.
    pub const fn lacking(self, lacks: &'static str) -> Self {
        Self { lacks, ..self }
    }

    /// Judges the model's value: passed if it lies within the published interval however chance has moved it by up to
    /// [`DEVIATES`] standard errors, failed if it lies outside however chance has moved it, borderline otherwise.
    ///
    /// A value that is no number is borderline. Without an estimate, or without a published interval, the check counts
    /// as not modelled.
    pub fn judge(&self, estimate: Option<&Estimate>) -> Verdict {
        let (Some(Estimate { value, error, .. }), Some(published)) = (estimate, self.published.interval()) else {
            return Verdict::NotModelled;
        };
        let (low, high) = (value - DEVIATES * error, value + DEVIATES * error);
        match () {
            () if published.contains(low) && published.contains(high) => Verdict::Pass,
            () if high < published.low || low > published.high => Verdict::Fail,
            () => Verdict::Borderline,
        }
    }
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The value lies inside by more than the noise of the simulation.
    Pass,
    /// Chance decides; more patients may tell.
    Borderline,
    /// The value lies outside by more than the noise of the simulation.
    Fail,
    /// The model lacks something that the comparison needs.
    NotModelled,
}

impl Verdict {
    /// In the order in which reports count them.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Borderline, Self::Fail, Self::NotModelled];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Borderline => "borderline",
            Self::Fail => "fail",
            Self::NotModelled => "not modelled",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(published: Published, value: f64, error: f64) -> Verdict {
        let check = Check::new("x", ["", "", ""], published, "T02", Grade::A);
        check.judge(Some(&Estimate { value, error, n: 10 }))
    }

    #[test]
    fn the_error_of_the_simulation_takes_part_in_the_verdict() {
        let published = range(1.0, 0.5, 2.0, "range");
        assert_eq!(verdict(published, 2.0, 0.0), Verdict::Pass);
        assert_eq!(verdict(published, 2.001, 0.0), Verdict::Fail);
        assert_eq!(verdict(published, 2.19, 0.1), Verdict::Borderline);
        assert_eq!(verdict(published, 2.21, 0.1), Verdict::Fail);
        assert_eq!(verdict(published, 1.79, 0.1), Verdict::Pass);
        assert_eq!(verdict(published, 1.0, 5.0), Verdict::Borderline);
        assert_eq!(verdict(published, f64::INFINITY, 0.0), Verdict::Fail);
        assert_eq!(verdict(published, f64::NAN, 0.0), Verdict::Borderline);
        assert_eq!(verdict(range(1.0, 0.5, f64::INFINITY, "open"), 1e9, 0.0), Verdict::Pass);
    }

    #[test]
    fn what_has_no_interval_or_no_value_is_not_modelled() {
        assert_eq!(verdict(Published::Value(1.0), 1.0, 0.0), Verdict::NotModelled);
        let check = Check::new("x", ["", "", ""], about(1.0, DAYS), "T02", Grade::A);
        assert_eq!(check.judge(None), Verdict::NotModelled);
    }

    // R 4.4, binom.test(10, 53)$conf.int and DescTools::BinomDiffCI(56, 70, 48, 80, method = "score").
    #[test]
    fn counts_have_the_intervals_of_r() {
        let found = count(10, 53).interval().expect("an interval");
        assert!((found.low - 0.0944).abs() < 1e-4 && (found.high - 0.3197).abs() < 1e-4, "{found:?}");
        let difference = Published::Difference { found: [48, 56], of: [80, 70] };
        let found = difference.interval().expect("an interval");
        assert!((found.low - 0.0524).abs() < 1e-4 && (found.high - 0.3339).abs() < 1e-4, "{found:?}");
        assert!((difference.value() - 0.2).abs() < 1e-12);
    }
}
