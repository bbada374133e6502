//! What a verdict is made of: arms sorted by what their intervals allow to claim against a reference, in one clause for each
//! outcome. Every kind of result has a module of the same name that says two sentences with it.
//! Left out: adjustment for several comparisons; each interval stands by itself, and a verdict of several says so.

use cenersim_statistics::{Interval, LogRatio};
use cenersim_text::{Claim, fixed, listed, plural, range, signed};

/// One arm against the reference in one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// Name of the arm.
    pub name: String,
    /// The difference, or the ratio.
    pub estimate: f64,
    /// Its 95 % interval; NaN at both ends where there is none.
    pub interval: Interval,
}

/// How an outcome is told.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// What is said of arms above, below, and not apart from the reference, such as `more blasts are killed in`.
    pub words: [&'static str; 3],
    /// How its numbers are written.
    pub scale: Scale,
}

/// How a contrast is written.
#[derive(Clone, Copy, Debug)]
pub enum Scale {
    /// A difference times a factor, with decimals, and its unit.
    Difference(f64, usize, &'static str),
    /// A ratio by its name, with two decimals; one is no difference.
    Ratio(&'static str),
}

impl Contrast {
    /// Of a ratio that may not exist.
    pub fn of_ratio(name: &str, ratio: Option<LogRatio>) -> Self {
        let nothing = Interval { low: f64::NAN, high: f64::NAN };
        let (estimate, interval) = ratio.map_or((f64::NAN, nothing), |found| (found.ratio(), found.interval()));
        Self { name: name.to_owned(), estimate, interval }
    }
}

impl Outcome {
    /// A clause for each claim that some arm allows, joined by commas: those above, those below, those that cannot be told
    /// apart. Empty without a contrast.
    pub fn clauses(&self, found: &[Contrast]) -> String {
        let claims = [Claim::Higher, Claim::Lower, Claim::Unclear];
        let clause = |(claim, words): (Claim, &str)| {
            let these: Vec<&Contrast> = found.iter().filter(|contrast| self.claim(contrast) == claim).collect();
            (!these.is_empty()).then(|| {
                format!("{words} {} ({})", names(these.iter().map(|one| one.name.as_str())), self.numbers(&these))
            })
        };
        claims.into_iter().zip(self.words).filter_map(clause).collect::<Vec<_>>().join(", ")
    }

    fn claim(&self, Contrast { interval: Interval { low, high }, .. }: &Contrast) -> Claim {
        match self.scale {
            Scale::Difference(..) => Claim::of(*low, *high),
            Scale::Ratio(_) => Claim::of_ratio(*low, *high),
        }
    }

    /// One contrast with its interval; of several the smallest and the largest.
    fn numbers(&self, found: &[&Contrast]) -> String {
        let [one] = found else { return self.between(found) };
        let (factor, decimals) = match self.scale {
            Scale::Difference(factor, decimals, _) => (factor, decimals),
            Scale::Ratio(_) => (1.0, 2),
        };
        format!("{}, 95 % {}", self.written(&self.bare(one.estimate)), range(one.interval, factor, decimals))
    }

    /// Estimates that do not exist are left out.
    fn between(&self, found: &[&Contrast]) -> String {
        let estimates = || found.iter().map(|contrast| contrast.estimate).filter(|estimate| !estimate.is_nan());
        match estimates().reduce(f64::min).zip(estimates().reduce(f64::max)) {
            Some((low, high)) => self.written(&format!("{} to {}", self.bare(low), self.bare(high))),
            None => "no estimate".into(),
        }
    }

    /// With the unit behind, or the name of the ratio before.
    fn written(&self, numbers: &str) -> String {
        match self.scale {
            Scale::Difference(_, _, unit) => format!("{numbers} {unit}"),
            Scale::Ratio(name) => format!("{name} {numbers}"),
        }
    }

    fn bare(&self, value: f64) -> String {
        match self.scale {
            Scale::Difference(factor, decimals, _) => signed(factor * value, decimals),
            Scale::Ratio(_) => fixed(value, 2),
        }
    }
}

/// Letters of names that a sentence has room for; of more the number of arms is told.
const ROOM: usize = 60;

/// `A, B and C`, or `6 arms` where their names would hide what is said of them.
pub fn names<'a>(found: impl IntoIterator<Item = &'a str>) -> String {
    let found: Vec<String> = found.into_iter().map(str::to_owned).collect();
    match listed(&found, "and") {
        told if found.len() < 2 || told.chars().count() <= ROOM => told,
        _ => plural(found.len() as u32, "arm"),
    }
}

/// Complete remissions, in points.
pub const REMISSION: Outcome = Outcome {
    words: [
        "complete remission is more frequent in",
        "complete remission is less frequent in",
        "complete remission cannot be told apart in",
    ],
    scale: Scale::Difference(100.0, 1, "points"),
};

/// Overall survival, by the hazard of death: more deaths are shorter lives.
pub const SURVIVAL: Outcome = Outcome {
    words: ["survival is shorter in", "survival is longer in", "survival cannot be told apart in"],
    scale: Scale::Ratio("hazard ratio"),
};

/// What intervals of several contrasts do not allow, at the end of a sentence.
pub const fn by_itself(contrasts: usize) -> &'static str {
    if contrasts > 1 { "; each interval stands by itself" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(name: &str, low: f64, high: f64) -> Contrast {
        Contrast { name: name.into(), estimate: (low + high) / 2.0, interval: Interval { low, high } }
    }

    #[test]
    fn arms_are_sorted_by_what_their_intervals_allow() {
        let found = [contrast("B", 0.01, 0.2), contrast("C", -0.01, 0.2), contrast("D", 0.3, 0.4)];
        assert_eq!(
            REMISSION.clauses(&found),
            "complete remission is more frequent in B and D (+10.5 to +35.0 points), complete remission cannot be told apart in \
             C (+9.5 points, 95 % \u{2212}1.0 to 20.0)"
        );
    }

    #[test]
    fn a_difference_is_claimed_on_neither_side_of_an_interval_that_touches_none() {
        let said = |low, high| REMISSION.clauses(&[contrast("B", low, high)]);
        assert!(said(0.001, 0.2).starts_with("complete remission is more frequent in B"));
        assert!(said(0.0, 0.2).starts_with("complete remission cannot be told apart in B"));
        assert!(said(-0.2, 0.0).starts_with("complete remission cannot be told apart in B"));
        assert!(said(-0.2, -0.001).starts_with("complete remission is less frequent in B"));
    }

    #[test]
    fn long_names_of_several_arms_are_counted_and_one_is_told() {
        let name = |n: u32| format!("idarubicin 12 mg/m2 for {n} days without cenersen");
        let found: Vec<Contrast> = (1..=6).map(|n| contrast(&name(n), -0.01, 0.02)).collect();
        let told = REMISSION.clauses(&found);
        assert_eq!(told, "complete remission cannot be told apart in 6 arms (+0.5 to +0.5 points)");
        assert!(REMISSION.clauses(&found[..1]).contains(&name(1)));
    }

    #[test]
    fn a_higher_hazard_is_a_shorter_life_and_a_ratio_that_does_not_exist_claims_nothing() {
        assert!(
            SURVIVAL
                .clauses(&[contrast("B", 1.1, 2.0)])
                .starts_with("survival is shorter in B (hazard ratio 1.55, 95 %")
        );
        assert!(SURVIVAL.clauses(&[contrast("B", 0.4, 0.9)]).starts_with("survival is longer in B"));
        let none = Contrast::of_ratio("C", None);
        assert_eq!(
            SURVIVAL.clauses(std::slice::from_ref(&none)),
            "survival cannot be told apart in C (hazard ratio none, 95 % no interval)"
        );
        assert_eq!(
            SURVIVAL.clauses(&[contrast("B", 0.5, 1.5), none]),
            "survival cannot be told apart in B and C (hazard ratio 1.00 to 1.00)"
        );
    }
}
