//! Bayesian monitoring of the response rate of one arm (Thall and Simon 1994, Biometrics 50:337; Thall, Simon and Estey 1995,
//! Stat Med 14:357): after each look the arm stops if it is improbable that its rate exceeds that of the standard by the
//! margin. Left out: stopping for superiority, and outcomes other than response.

mod characteristics;
mod errors;
mod quadrature;

use cenersim_statistics::beta;

pub use characteristics::Characteristics;
pub use errors::{Errors, errors};

/// A beta distribution of a response rate; its mean is a / (a + b), and it weighs as much as a + b subjects.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Beta {
    /// Shape of the responders, above 0.
    pub a: f64,
    /// Shape of those who do not respond, above 0.
    pub b: f64,
}

/// What is known of the response rate of the standard treatment.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// As much as earlier patients tell.
    Uncertain(Beta),
    /// This very rate.
    Known(f64),
}

impl From<Beta> for Standard {
    fn from(prior: Beta) -> Self {
        Self::Uncertain(prior)
    }
}

/// When to look at an arm, and when to stop it.
///
/// ```text
/// stop the arm if   P(rate of the arm > rate of the standard + margin | outcomes so far) < lower
/// rate of the arm ~ beta(a + responses, b + subjects - responses)     rate of the standard ~ its beta, or known
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rule {
    /// Response rate of the standard; the arm's outcomes do not change it.
    pub standard: Standard,
    /// Response rate of the arm before its first outcome.
    pub experimental: Beta,
    /// Improvement on the standard that is hoped for, as a difference of rates.
    pub margin: f64,
    /// The arm stops when the probability of that improvement falls below this.
    pub lower: f64,
    /// Subjects of the arm at the first look.
    pub first_look: u32,
    /// Further subjects until the next look.
    pub every: u32,
    /// Subjects of the whole arm. After the last there is nothing left to stop, so no look.
    pub most: u32,
}

/// Subjects of the arm at a look, and the most responses at which it stops there; none where no outcome stops it.
pub type Boundary = (u32, Option<u32>);

/// An arm followed subject by subject.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Path {
    /// Subjects, responses among them, probability of the improvement; after every subject, at a look or not.
    pub points: Vec<(u32, u32, f64)>,
    /// Subjects after whom the rule stops the arm first. The points go on regardless.
    pub stopped_at: Option<u32>,
}

/// Shapes for which the probabilities are accurate.
const SHAPES: std::ops::RangeInclusive<f64> = 0.05..=10_000.0;
/// Subjects of the largest arm.
const LARGEST_ARM: u32 = 1_000;

impl Rule {
    /// Whether the rule can be followed.
    ///
    /// # Errors
    /// One sentence on the first thing that does not fit, named by its field.
    pub fn check(&self) -> Result<(), String> {
        self.check_rates()?;
        let expect = |holds: bool, message: String| if holds { Ok(()) } else { Err(message) };
        expect(
            (0.0..1.0).contains(&self.lower),
            format!("`lower` is `{}`: expected a probability from 0 (never stop) to below 1", self.lower),
        )?;
        expect(
            (1..=LARGEST_ARM).contains(&self.most),
            format!("`most` is `{}`: expected 1 to {LARGEST_ARM} subjects of the arm", self.most),
        )?;
        expect(
            (1..=self.most).contains(&self.first_look),
            format!("`first_look` is `{}`: expected 1 to the {} subjects of the arm", self.first_look, self.most),
        )?;
        expect(self.every > 0, "`every` is `0`: expected 1 or more subjects from one look to the next".into())
    }

    /// Shapes within their range, and a margin that leaves room above the standard.
    fn check_rates(&self) -> Result<(), String> {
        check_shapes("experimental", self.experimental)?;
        let known = match self.standard {
            Standard::Uncertain(prior) => check_shapes("standard", prior).map(|()| 0.0)?,
            Standard::Known(rate) if (0.0..1.0).contains(&rate) => rate,
            Standard::Known(rate) => return Err(format!("`standard` is `{rate}`: expected a rate from 0 to below 1")),
        };
        if self.margin >= 0.0 && known + self.margin < 1.0 {
            return Ok(());
        }
        Err(format!("`margin` is `{}`: expected a difference from 0 to below {}", self.margin, 1.0 - known))
    }

    /// Posterior probability that the arm's rate exceeds the standard's by more than the margin, after so many responses of
    /// `n` subjects. Absolute error below 1e-9 for every rule that passes [`Rule::check`].
    ///
    /// More responses of as many subjects never lower it, more subjects with as many responses never raise it.
    pub fn superiority(&self, responses: u32, n: u32) -> f64 {
        let found = f64::from(responses.min(n));
        let arm = Beta { a: self.experimental.a + found, b: self.experimental.b + f64::from(n) - found };
        match self.standard {
            Standard::Uncertain(standard) => exceeds(arm, standard, self.margin),
            Standard::Known(rate) => beta::cumulative(arm.b, arm.a, 1.0 - rate - self.margin),
        }
    }

    /// Whether the rule looks after this many subjects.
    pub fn looks_at(&self, n: u32) -> bool {
        (self.first_look..self.most).contains(&n) && (n - self.first_look).is_multiple_of(self.every)
    }

    /// The most responses of `n` subjects at which the probability is below the limit, at a look or not.
    pub fn boundary(&self, n: u32) -> Option<u32> {
        self.first_to_pass(n, 0).checked_sub(1)
    }

    /// The boundary at every look, in order.
    ///
    /// From the first look to the last before the end of the arm.
    pub fn boundaries(&self) -> Vec<Boundary> {
        let mut passing = 0;
        let look = |n: u32| {
            // The same responses of more subjects are never better, so the search goes on where it ended.
            passing = self.first_to_pass(n, passing);
            (n, passing.checked_sub(1))
        };
        (1..self.most).filter(|n| self.looks_at(*n)).map(look).collect()
    }

    /// The fewest responses, not below `from`, with which an arm of `n` subjects goes on.
    fn first_to_pass(&self, n: u32, from: u32) -> u32 {
        (from..=n).find(|responses| self.superiority(*responses, n) >= self.lower).unwrap_or(n + 1)
    }

    /// The rule followed through the outcomes of an arm in the order in which they are known; true is a response.
    ///
    /// `outcomes` may be longer than the rule looks.
    pub fn path(&self, outcomes: &[bool]) -> Path {
        let mut responses = 0;
        let point = |(before, outcome): (usize, &bool)| {
            let n = before as u32 + 1;
            responses += u32::from(*outcome);
            (n, responses, self.superiority(responses, n))
        };
        let points: Vec<(u32, u32, f64)> = outcomes.iter().enumerate().map(point).collect();
        let stops = |(n, _, probability): &&(u32, u32, f64)| self.looks_at(*n) && *probability < self.lower;
        let stopped_at = points.iter().find(stops).map(|(n, ..)| *n);
        Path { points, stopped_at }
    }
}

/// After how many subjects an arm with these outcomes is stopped; as [`Rule::path`] says it, but for many arms the boundaries
/// are found only once.
///
/// None if no look stops it, or the arm ends before one does.
pub fn stopped_at(boundaries: &[Boundary], outcomes: &[bool]) -> Option<u32> {
    let (mut seen, mut responses) = (0, 0);
    for (n, most) in boundaries {
        let new = outcomes.get(seen..*n as usize)?;
        (seen, responses) = (*n as usize, responses + new.iter().filter(|outcome| **outcome).count() as u32);
        if most.is_some_and(|most| responses <= most) {
            return Some(*n);
        }
    }
    None
}

/// Within [`SHAPES`].
fn check_shapes(name: &str, Beta { a, b }: Beta) -> Result<(), String> {
    if SHAPES.contains(&a) && SHAPES.contains(&b) {
        return Ok(());
    }
    let (least, most) = (SHAPES.start(), SHAPES.end());
    Err(format!("`{name}` has the shapes `{a}` and `{b}`: expected two numbers from {least} to {most}"))
}

/// Probability that one beta variable exceeds another by more than the margin: the density of the other times the chance
/// that the one lies that much above it, over all values of the other.
fn exceeds(one: Beta, other: Beta, margin: f64) -> f64 {
    let (span, Beta { a, b }) = (1.0 - margin, other);
    let scale = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b);
    // Both distributions are at least 1 / sqrt(a + b) wide in logits; a quarter of that resolves them to the last digits.
    let points = libm::sqrt(a + b + one.a + one.b) * 4.0;
    let probability = quadrature::integral(points.max(64.0), |x, rest| {
        let (value, complement) = (span * x, margin + span * rest);
        let density = libm::exp(scale + (a - 1.0) * libm::log(value) + (b - 1.0) * libm::log(complement));
        if density * x * rest < NEGLIGIBLE { 0.0 } else { span * density * above(one, value + margin, span * rest) }
    });
    probability.clamp(0.0, 1.0)
}

/// Chance that a beta variable lies above `x`, where `rest` is `1 - x`; each of them is exact at its own end.
fn above(Beta { a, b }: Beta, x: f64, rest: f64) -> f64 {
    if x < 0.5 { 1.0 - beta::cumulative(a, b, x) } else { beta::cumulative(b, a, rest) }
}

/// Mass per step that cannot add up to anything.
const NEGLIGIBLE: f64 = 1e-25;

#[cfg(test)]
mod tests;
