//! Probabilities of counts. Those of a distribution with one mode come from the ratios of neighbors: no factorials, so no
//! loss of digits. Left out: ratios that rise again.

/// Probabilities of 0 to `n` responses of `n` subjects who respond with this rate each (binomial), from 0 to 1.
/// The vector has `n + 1` entries, which sum to 1. A rate of 0 or 1 is allowed.
pub fn binomial(n: u32, rate: f64) -> Vec<f64> {
    let odds = rate / (1.0 - rate);
    masses(n, |k| f64::from(n - k) / f64::from(k + 1) * odds)
}

/// Probabilities of 0 to `last`; `ratio(k)` is that of `k + 1` over that of `k` and falls with `k`.
/// The vector has `last + 1` entries, which sum to 1. The mode is set to 1 and its neighbors follow outward, so that
/// terms too small to be held become zero and do no harm.
pub fn masses(last: u32, ratio: impl Fn(u32) -> f64) -> Vec<f64> {
    let mode = (0..last).take_while(|k| ratio(*k) >= 1.0).count();
    let mut masses = vec![1.0; last as usize + 1];
    for k in mode as u32..last {
        masses[k as usize + 1] = masses[k as usize] * ratio(k);
    }
    for k in (0..mode as u32).rev() {
        masses[k as usize] = masses[k as usize + 1] / ratio(k);
    }
    let total: f64 = masses.iter().sum();
    masses.iter_mut().for_each(|mass| *mass /= total);
    masses
}

/// Natural logarithm of the Dirichlet-multinomial probability of counts by category, after as many earlier ones and with
/// Jeffreys' prior (1/2 for each category). It tends to the multinomial probability as the earlier counts become large.
///
/// # Panics
/// If the two differ in length.
///
/// ```text
/// n! Γ(A) / Γ(A + n)  Π Γ(a_k + n_k) / (Γ(a_k) n_k!)          a_k = earlier_k + 1/2,  A = Σ a_k,  n = Σ n_k
/// ```
pub fn log_dirichlet_multinomial(counts: &[u32], earlier: &[u32]) -> f64 {
    assert_eq!(counts.len(), earlier.len(), "one earlier count for each category");
    let n = f64::from(counts.iter().sum::<u32>());
    let weight = f64::from(earlier.iter().sum::<u32>()) + HALF * counts.len() as f64;
    let cell = |(&count, &earlier): (&u32, &u32)| {
        let (count, weight) = (f64::from(count), f64::from(earlier) + HALF);
        libm::lgamma(weight + count) - libm::lgamma(weight) - libm::lgamma(count + 1.0)
    };
    let cells: f64 = counts.iter().zip(earlier).map(cell).sum();
    cells + libm::lgamma(n + 1.0) + libm::lgamma(weight) - libm::lgamma(weight + n)
}

/// Jeffreys' prior.
const HALF: f64 = 0.5;

/// Probabilities of the sum of two independent counts, each given by its probabilities of 0, 1, 2 and so on.
///
/// The length is the sum of both lengths less one. Neither may be empty.
pub fn convolved(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; a.len() + b.len() - 1];
    for (i, p) in a.iter().enumerate() {
        for (j, q) in b.iter().enumerate() {
            sum[i + j] += p * q;
        }
    }
    sum
}

/// Logarithm of a sum from the logarithms of its terms; minus infinity for none.
/// The largest term is taken out before exponentials are formed, so none overflows.
pub fn log_sum(terms: &[f64]) -> f64 {
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + libm::log(terms.iter().map(|term| libm::exp(term - largest)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Ten throws of a coin: n over k, of 1024.
    #[test]
    fn throws_of_a_coin_are_binomial() {
        let masses = masses(10, |k| f64::from(10 - k) / f64::from(k + 1));
        let choose = [1.0, 10.0, 45.0, 120.0, 210.0, 252.0, 210.0, 120.0, 45.0, 10.0, 1.0];
        assert!(masses.iter().zip(choose).all(|(mass, choose)| (mass - choose / 1024.0).abs() < 1e-15));
    }

    #[test]
    fn ten_thousand_throws_overflow_nothing() {
        let masses = masses(10_000, |k| f64::from(10_000 - k) / f64::from(k + 1));
        assert!((masses.iter().sum::<f64>() - 1.0).abs() < 1e-12 && masses[0] == 0.0 && masses[5000] > 0.0079);
    }

    #[test]
    fn sums_of_counts_are_convolved() {
        let coin = [0.5, 0.5];
        assert_eq!(convolved(&convolved(&coin, &coin), &coin), [0.125, 0.375, 0.375, 0.125]);
    }

    #[test]
    fn a_single_outcome_is_certain() {
        assert_eq!(masses(0, |_| 1.0), [1.0]);
    }
}
