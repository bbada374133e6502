//! Probabilities: none is written as zero or one because it was rounded.
//! Below 0.001 and above 0.995 only the bound is written. Left out: probabilities as percentages (see `share`).

use crate::fixed;

/// `0.43`, `0.042`, `< 0.001`; `0` and `1` only where nothing else is possible.
/// `none` if it is no finite number. Two decimals from 0.0995 on, three below.
pub fn probability(p: f64) -> String {
    match p {
        p if !p.is_finite() => "none".into(),
        0.0 => "0".into(),
        1.0 => "1".into(),
        p if p < 0.001 => "< 0.001".into(),
        p if p < 0.0995 => fixed(p, 3),
        p if p > 0.995 => "> 0.99".into(),
        p => fixed(p, 2),
    }
}

/// `p = 0.042`, `p < 0.001`; a p value is never zero, and one of 1 says only that nothing is further out.
pub fn p_value(p: f64) -> String {
    match probability(p) {
        _ if p == 0.0 => "p < 0.001".into(),
        text if text.starts_with(['<', '>']) => format!("p {text}"),
        text if p.is_finite() => format!("p = {text}"),
        text => format!("p {text}"),
    }
}

/// A tail estimated from so many trials: none beyond a value is no proof of never.
/// A share below two trials is written as less than that: `< 0.020` of 100 trials.
pub fn tail_probability(share: f64, trials: u32) -> String {
    let least = 2.0 / f64::from(trials.max(2));
    if share < least { format!("< {}", fixed(least, if least < 0.0995 { 3 } else { 1 })) } else { probability(share) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_that_is_not_zero_is_not_written_as_zero() {
        let cases = [0.0, 0.0004, 0.0042, 0.0421, 0.0996, 0.5, 0.997, 1.0];
        assert_eq!(cases.map(probability), ["0", "< 0.001", "0.004", "0.042", "0.10", "0.50", "> 0.99", "1"]);
    }

    #[test]
    fn p_values_are_bounded_at_both_ends() {
        let cases = [0.0, 7e-9, 0.0042, 0.5, 0.9999, 1.0, f64::NAN];
        let texts = ["p < 0.001", "p < 0.001", "p = 0.004", "p = 0.50", "p > 0.99", "p = 1", "p none"];
        assert_eq!(cases.map(p_value), texts);
    }

    #[test]
    fn a_tail_without_a_trial_in_it_is_smaller_than_one_trial_on_either_side() {
        assert_eq!(
            [tail_probability(0.0, 1000), tail_probability(0.002, 1000), tail_probability(0.0, 2)],
            ["< 0.002", "0.002", "< 1.0"]
        );
    }
}
