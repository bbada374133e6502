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
    fn a_single_outcome_is_certain() {
        assert_eq!(masses(0, |_| 1.0), [1.0]);
    }
}
