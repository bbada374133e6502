//! Messages: titles that say what is seen, made from the numbers by one rule, so that no title claims more than its interval
//! allows. Left out: corrections for many comparisons; each interval is one of 95 % of its own.
//!
//! ```text
//! whole interval above none      higher with B (+0.41 log10) than with A
//! whole interval below none      lower with B (−0.41 log10) than with A
//! none within the interval       A and B cannot be told apart; of several: B and C cannot be told from A
//! ```

use super::text::{self, Style, Weight};
use crate::Color;
use cenersim_statistics::Interval;
use cenersim_text::{Claim, count, listed};

/// Names that are told one by one; of more, their number is.
const MOST_NAMES: usize = 3;
/// Widest name of an arm in a title, in letters of its size.
const WIDEST: f64 = 14.0;

/// One arm against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<'a> {
    /// Name of the arm.
    pub name: &'a str,
    /// The difference with its unit, such as `+0.41 log10`.
    pub difference: String,
    /// What its interval allows.
    pub claim: Claim,
}

impl<'a> Finding<'a> {
    /// From a difference in words and its interval, where zero is no difference.
    pub fn new(name: &'a str, difference: String, interval: Interval) -> Self {
        Self { name, difference, claim: Claim::of(interval.low, interval.high) }
    }
}

/// What all findings against one reference allow to say of a subject; the words say more and less of it.
pub fn against(subject: &str, reference: &str, [more, less]: [&str; 2], found: &[Finding]) -> String {
    let of = |claim| found.iter().filter(|one| one.claim == claim).collect::<Vec<&Finding>>();
    let reference = short(reference);
    let sided = [(Claim::Higher, more), (Claim::Lower, less)].map(|(claim, word)| (of(claim), word));
    let sides: Vec<String> = sided.iter().filter(|(of, _)| !of.is_empty()).map(|(of, word)| side(of, word)).collect();
    let unclear: Vec<&str> = of(Claim::Unclear).iter().map(|one| one.name).collect();
    let told = match (&sides[..], &unclear[..], found.len()) {
        ([], [], _) => return subject.to_owned(),
        ([], [other], 1) => format!("{reference} and {} cannot be told apart", short(other)),
        ([], unclear, _) => format!("{} cannot be told from {reference}", names(unclear)),
        (sides, [], _) => format!("{} than with {reference}", sides.join(", ")),
        (sides, unclear, _) => {
            format!("{} than with {reference}; {} cannot be told from it", sides.join(", "), names(unclear))
        }
    };
    format!("{subject}: {told}")
}

/// `higher with B (+0.41 log10) and C (+0.52 log10)`.
fn side(found: &[&Finding], word: &str) -> String {
    let one = |one: &&Finding| match one.difference.as_str() {
        "" => short(one.name),
        difference => format!("{} ({difference})", short(one.name)),
    };
    match found.len() {
        n if n > MOST_NAMES => format!("{word} with {} arms", count(n as u32)),
        _ => format!("{word} with {}", listed(&found.iter().map(one).collect::<Vec<_>>(), "and")),
    }
}

/// `B, C and D`, or `5 arms`.
pub fn names(found: &[&str]) -> String {
    match found.len() {
        n if n > MOST_NAMES => format!("{} arms", count(n as u32)),
        _ => listed(&found.iter().map(|name| short(name)).collect::<Vec<_>>(), "and"),
    }
}

/// A name as titles have it: of a long one its number, or else what is left without the middle.
pub fn short(name: &str) -> String {
    let style = Style { weight: Weight::SemiBold, ..Style::new(1.0, Color(0, 0, 0)) };
    text::condensed(name, &style, WIDEST, 1).swap_remove(0)
}

/// Whether titles have room for all of a name.
pub fn is_short(name: &str) -> bool {
    text::width(name, 1.0, Weight::SemiBold) <= WIDEST
}

/// What holds of each arm: `2 of 18 (A), 3 of 18 (B)`; of many arms only the subject is told.
pub fn each<'a>(subject: &str, found: impl Iterator<Item = (&'a str, String)>) -> String {
    let found: Vec<(&str, String)> = found.collect();
    let told: Vec<String> = found.iter().map(|(name, told)| format!("{told} ({})", short(name))).collect();
    match &found[..] {
        [(_, told)] => format!("{subject}: {told}"),
        found if found.is_empty() || found.len() > MOST_NAMES + 1 => subject.to_owned(),
        _ => format!("{subject}: {}", told.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(found: &[(&'static str, f64, f64)]) -> String {
        let finding = |(name, low, high): &(&'static str, f64, f64)| {
            Finding::new(name, format!("{:+.1}", (low + high) / 2.0), Interval { low: *low, high: *high })
        };
        against("Kill", "A", ["deeper", "shallower"], &found.iter().map(finding).collect::<Vec<_>>())
    }

    #[test]
    fn a_difference_is_told_only_if_its_interval_leaves_out_none() {
        assert_eq!(said(&[("B", 0.001, 0.4)]), "Kill: deeper with B (+0.2) than with A");
        assert_eq!(said(&[("B", -0.4, -0.001)]), "Kill: shallower with B (-0.2) than with A");
        for (low, high) in [(-0.001, 0.4), (-0.4, 0.001), (0.0, 0.4), (0.0, 0.0), (f64::NAN, 1.0), (0.1, f64::NAN)] {
            assert_eq!(said(&[("B", low, high)]), "Kill: A and B cannot be told apart", "{low} to {high}");
        }
    }

    #[test]
    fn of_several_arms_each_is_told_by_its_own_interval() {
        let mixed = said(&[("B", 0.1, 0.3), ("C", -0.1, 0.3), ("D", -0.3, -0.1)]);
        assert_eq!(mixed, "Kill: deeper with B (+0.2), shallower with D (-0.2) than with A; C cannot be told from it");
        assert_eq!(said(&[("B", -0.1, 0.3), ("C", -0.1, 0.3)]), "Kill: B and C cannot be told from A");
        assert_eq!(said(&[]), "Kill");
    }

    #[test]
    fn many_arms_are_counted_and_long_names_keep_their_ends() {
        let many: Vec<(&'static str, f64, f64)> = ["B", "C", "D", "E"].map(|name| (name, 0.1, 0.2)).to_vec();
        assert_eq!(said(&many), "Kill: deeper with 4 arms than with A");
        let long = short("Cenersen 2.4 mg/kg/d for four days with idarubicin and high-dose cytarabine, variant 7");
        assert!(long.starts_with("Cenersen") && long.ends_with('7') && long.chars().count() < 40, "{long}");
    }

    #[test]
    fn what_holds_of_each_arm_is_told_of_few() {
        let told = |names: &[&'static str]| each("Median", names.iter().map(|name| (*name, "3 d".to_owned())));
        assert_eq!(told(&["A"]), "Median: 3 d");
        assert_eq!(told(&["A", "B"]), "Median: 3 d (A), 3 d (B)");
        assert_eq!(told(&["A", "B", "C", "D", "E"]), "Median");
    }
}
