//! Probabilities of a distribution on whole numbers with one mode, from the ratios of neighbors: no factorials, so no loss
//! of digits. Left out: ratios that rise again.

/// Probabilities of 0 to `n` responses of `n` subjects who respond with this rate each (binomial), from 0 to 1.
pub fn binomial(n: u32, rate: f64) -> Vec<f64> {
    let odds = rate / (1.0 - rate);
    masses(n, |k| f64::from(n - k) / f64::from(k + 1) * odds)
}

/// Probabilities of 0 to `last`; `ratio(k)` is that of `k + 1` over that of `k` and falls with `k`.
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
