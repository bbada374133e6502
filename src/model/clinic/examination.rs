//! A marrow examination: blasts among some hundred nucleated cells of an aspirate, so that the count is binomial.
//! Left out: observers, dilution with blood, patchy marrows, dry taps, and the error of an automated blood count.

use crate::engine::Seed;

/// Blasts among `counted` cells when their true share is `share`: the quantile of the binomial distribution at the
/// uniform number of the stream. With the same number, more blasts in the marrow never give a lower count, so that arms
/// stay paired.
///
/// `share` is taken as between 0 and 1. Unbiased over streams: the mean count is `counted` times `share`.
pub fn count_blasts(counted: u32, share: f64, stream: Seed) -> u32 {
    let (share, level) = (share.clamp(0.0, 1.0), stream.uniform());
    // The rarer kind is summed up: less than half of the cells, which no power underflows.
    if share <= 0.5 { quantile(counted, share, level) } else { counted - quantile(counted, 1.0 - share, 1.0 - level) }
}

/// Smallest number whose cumulative binomial probability reaches `level`.
fn quantile(counted: u32, share: f64, level: f64) -> u32 {
    if share <= 0.0 {
        return 0;
    }
    let mut cumulative = 0.0;
    for number in 0..counted {
        cumulative += probability(counted, share, number);
        if cumulative >= level {
            return number;
        }
    }
    counted
}

/// Binomial probability, by logarithms of gamma functions.
fn probability(counted: u32, share: f64, number: u32) -> f64 {
    let (n, k) = (f64::from(counted), f64::from(number));
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    libm::exp(ways + k * libm::log(share) + (n - k) * libm::log1p(-share))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(share: f64, examinations: u64) -> Vec<f64> {
        (0..examinations).map(|number| f64::from(count_blasts(200, share, Seed::new(11).number(number)))).collect()
    }

    /// 4,000 examinations at each true share: mean n p, variance n p (1 - p).
    /// z = 4.9 leaves one false alarm in 1,000,000 seeds per test, ten tests; the seed is fixed.
    #[test]
    fn counting_noise_is_binomial() {
        for share in [0.01, 0.05, 0.3, 0.5, 0.95] {
            let counts = counts(share, 4_000);
            let n = counts.len() as f64;
            let (expected, spread) = (200.0 * share, 200.0 * share * (1.0 - share));
            let mean = counts.iter().sum::<f64>() / n;
            let variance = counts.iter().map(|count| (count - expected) * (count - expected)).sum::<f64>() / n;
            assert!((mean - expected).abs() < 4.9 * libm::sqrt(spread / n), "{share}: mean {mean}");
            // Fourth central moment of the binomial: s (1 + 3 s (n - 2) / n) with s = n p q.
            let fourth = spread * (1.0 + 3.0 * spread * 198.0 / 200.0);
            let error = libm::sqrt((fourth - spread * spread) / n);
            assert!((variance - spread).abs() < 4.9 * error, "{share}: variance {variance}");
        }
    }

    #[test]
    fn an_empty_and_a_full_share_are_certain() {
        for number in 0..100 {
            assert_eq!(count_blasts(200, 0.0, Seed::new(number)), 0);
            assert_eq!(count_blasts(200, 1.0, Seed::new(number)), 200);
        }
    }

    /// Smallest number with a cumulative probability of 0.025, 0.5 and 0.975, summed in exact fractions.
    #[test]
    fn quantiles_are_those_of_the_binomial_distribution() {
        assert_eq!([0.025, 0.5, 0.975].map(|level| quantile(200, 0.05, level)), [4, 10, 16]);
        assert_eq!([0.025, 0.5, 0.975].map(|level| quantile(200, 0.3, level)), [48, 60, 73]);
    }

    #[test]
    fn more_blasts_never_count_as_fewer_in_the_same_stream() {
        for number in 0..200 {
            let along = (0..=100).map(|percent| count_blasts(200, f64::from(percent) / 100.0, Seed::new(number)));
            assert!(along.collect::<Vec<u32>>().is_sorted());
        }
    }
}
