//! What an interval of a difference allows to say: the one rule by which titles, verdicts and slides are worded, so that no
//! sentence claims more than its numbers. Left out: how the interval was found, and what is compared.
//!
//! A difference may be called higher or lower only if its whole interval is on one side of none; otherwise the two cannot
//! be told apart by these numbers, which is not to say that they are the same.

/// What may be said of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The whole interval is above no difference.
    Higher,
    /// The whole interval is below no difference.
    Lower,
    /// The interval includes no difference, or there is none.
    Unclear,
}

impl Claim {
    /// Of an interval in the unit of the difference, where zero is no difference; an interval with NaN claims nothing.
    pub fn of(low: f64, high: f64) -> Self {
        match (low > 0.0, high < 0.0) {
            (true, false) if high >= low => Self::Higher,
            (false, true) if high >= low => Self::Lower,
            _ => Self::Unclear,
        }
    }

    /// Of an interval of ratios, where one is no difference.
    pub fn of_ratio(low: f64, high: f64) -> Self {
        Self::of(low - 1.0, high - 1.0)
    }

    /// The wording that holds.
    pub fn wording<'a>(self, higher: &'a str, lower: &'a str, unclear: &'a str) -> &'a str {
        match self {
            Self::Higher => higher,
            Self::Lower => lower,
            Self::Unclear => unclear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Intervals and what may be said of them; the page of the explorer, which has the rule in its own language, is tested on
    /// the same ones.
    const CASES: &str = include_str!("claims.csv");

    fn word(claim: Claim) -> &'static str {
        claim.wording("higher", "lower", "unclear")
    }

    #[test]
    fn a_difference_is_claimed_only_if_the_whole_interval_is_on_one_side() {
        for case in CASES.lines().skip(1) {
            let [low, high, expected] = case.split(',').collect::<Vec<_>>().try_into().expect("three fields");
            let claim = Claim::of(low.parse().expect("a number"), high.parse().expect("a number"));
            assert_eq!(word(claim), expected, "{low} to {high}");
        }
    }

    #[test]
    fn a_ratio_is_claimed_only_if_the_whole_interval_is_on_one_side_of_one() {
        assert_eq!(Claim::of_ratio(0.5, 0.9), Claim::Lower);
        assert_eq!(Claim::of_ratio(1.1, 2.0), Claim::Higher);
        assert_eq!(Claim::of_ratio(0.9, 1.1), Claim::Unclear);
    }
}
