//! What a significant result of a small trial says: its power, how often its sign is wrong and how much it exaggerates
//! (Gelman and Carlin 2014, Perspect Psychol Sci 9:641), by enumerating the responses. Left out: randomized controls.

use cenersim_statistics::binomial;

/// A trial of one group against a reference rate, at a true rate. The exact two-sided test has half of its level in each tail.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Errors {
    /// The most responses that are significantly few; none where none are.
    pub few: Option<u32>,
    /// The fewest that are significantly many; none where none are.
    pub many: Option<u32>,
    /// Probability of significance at the reference rate; at most the level.
    pub size: f64,
    /// Probability of significance at the true rate.
    pub power: f64,
    /// Share of the significant results that lie on the wrong side of the reference rate; none if the truth has no side or
    /// nothing can be significant.
    pub type_s: Option<f64>,
    /// Mean distance of significant results from the reference rate over the true distance; none where `type_s` is.
    pub type_m: Option<f64>,
}

/// Errors of a trial of `n` subjects against a reference rate, if the rate is `truth`, with a test of the two-sided level
/// `alpha`; with 0.1 that in one direction has the level 0.05.
///
/// ```text
/// size = P(significant | reference)          power = P(significant | truth)
/// type S = P(wrong sign | significant, truth)
/// type M = E(|x/n - reference| | significant, truth) / |truth - reference|
/// ```
pub fn errors(n: u32, reference: f64, truth: f64, alpha: f64) -> Errors {
    let (expected, masses) = (binomial(n, reference), binomial(n, truth));
    let few = within(expected.iter(), 0.5 * alpha).checked_sub(1);
    let many = (n + 1).checked_sub(within(expected.iter().rev(), 0.5 * alpha)).filter(|many| *many <= n);
    let significant = |k: &u32| few.is_some_and(|few| *k <= few) || many.is_some_and(|many| *k >= many);
    let share = |masses: &[f64], of: &dyn Fn(f64) -> f64| -> f64 {
        (0..=n).filter(significant).map(|k| masses[k as usize] * of(f64::from(k) / f64::from(n) - reference)).sum()
    };
    let power = share(&masses, &|_| 1.0);
    let effect = truth - reference;
    let given = |sum: f64| (power > 0.0 && effect != 0.0).then(|| sum / power);
    Errors {
        few,
        many,
        size: share(&expected, &|_| 1.0),
        power,
        type_s: given(share(&masses, &|found| if found * effect < 0.0 { 1.0 } else { 0.0 })),
        type_m: given(share(&masses, &|found| (found / effect).abs())),
    }
}

/// How many of these probabilities, from the first, sum to no more than the limit.
fn within<'a>(masses: impl Iterator<Item = &'a f64>, limit: f64) -> u32 {
    let sums = masses.scan(0.0, |sum, mass| {
        *sum += mass;
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= limit).count() as u32
}

#[cfg(test)]
mod tests;
