//! What of a sweep cannot be told from its best value, so that no optimum is made of noise. Left out: that points share
//! their patients, which would make differences between them surer than they are taken for here.
//!
//! A value is told from the best if it is worse by more than `z` standard errors of their difference, with the normal
//! deviate `z` of 5 % for all comparisons with the best together (Bonferroni 1936).

use super::sweep::Value;
use cenersim_statistics::normal_deviate;

/// The best of some values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Best {
    /// Its place among all.
    pub place: usize,
    /// Which cannot be told from it; the best itself is one of them.
    pub tied: Vec<bool>,
}

impl Best {
    /// None without a value. An error of zero says that it is not known, so the largest of all stands for it.
    pub fn of(values: &[Option<Value>], more_is_better: bool) -> Option<Self> {
        let sign = if more_is_better { 1.0 } else { -1.0 };
        let known = || values.iter().enumerate().filter_map(|(place, value)| Some((place, (*value)?)));
        let (place, best) = known().reduce(|a, b| if sign * b.1.middle > sign * a.1.middle { b } else { a })?;
        let largest = known().map(|(_, value)| value.error).fold(0.0, f64::max);
        let error = |value: Value| if value.error > 0.0 { value.error } else { largest };
        let z = normal_deviate(1.0 - 0.025 / (known().count() as f64 - 1.0).max(1.0));
        let tied = |value: &Option<Value>| {
            let behind = |value: Value| sign * (best.middle - value.middle);
            value.is_some_and(|value| largest == 0.0 || behind(value) <= z * libm::hypot(error(best), error(value)))
        };
        Some(Self { place, tied: values.iter().map(tied).collect() })
    }

    /// How many cannot be told from it, with itself.
    pub fn ties(&self) -> usize {
        self.tied.iter().filter(|tied| **tied).count()
    }

    /// Of so many values: what may be said of the optimum.
    pub fn verdict(&self, all: usize) -> String {
        match self.ties() {
            1 => "best beyond chance".into(),
            n if n == all => "no value can be told from the best".into(),
            n => format!("{n} of {all} cannot be told from the best"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(of: &[(f64, f64)]) -> Vec<Option<Value>> {
        of.iter().map(|(middle, error)| Some(Value { middle: *middle, error: *error })).collect()
    }

    // Two others: z = qnorm(1 - 0.025 / 2) = 2.2414; errors of 0.1 each give 2.2414 * sqrt(0.02) = 0.31698.
    #[test]
    fn a_value_is_told_from_the_best_beyond_the_errors_of_both() {
        let found = |other: f64| Best::of(&values(&[(1.0, 0.1), (other, 0.1), (0.0, 0.1)]), true).unwrap();
        assert_eq!(found(0.684).tied, [true, true, false]);
        assert_eq!(found(0.682).tied, [true, false, false]);
        assert_eq!(
            (found(0.684).verdict(3), found(0.682).verdict(3)),
            ("2 of 3 cannot be told from the best".into(), "best beyond chance".into())
        );
    }

    #[test]
    fn the_best_is_the_lowest_where_less_is_better() {
        let values = values(&[(3.0, 0.01), (1.0, 0.01), (2.0, 0.01)]);
        assert_eq!(Best::of(&values, false).map(|best| (best.place, best.ties())), Some((1, 1)));
    }

    #[test]
    fn without_errors_nothing_is_told_apart() {
        let found = Best::of(&values(&[(1.0, 0.0), (0.2, 0.0)]), true).unwrap();
        assert_eq!((found.ties(), found.verdict(2).as_str()), (2, "no value can be told from the best"));
        assert_eq!(Best::of(&[None, None], true), None);
    }
}
