//! Density of weighted draws: Gaussian kernels (Silverman 1986, 3.31, with the effective number of draws), and draws of equal
//! weight. Left out: boundaries (values near the end of a range smear over it).
//!
//! # What the curve can and cannot show
//!
//! Draws carry weights, so the effective number of draws and not their count decides how smooth the curve is:
//! twenty heavy draws make a wide kernel. A shoulder narrower than the kernel is smeared out, and a density near
//! the end of a range leaks over it by about a bandwidth. Quantiles in tables and figures are those of the weighted
//! draws themselves, not of the curve.
//!
//! ```text
//! width  = 0.9 min(sd, IQR / 1.34) n^(-1/5)       n = (Σ w)² / Σ w²
//! height = Σ w/Σw N((x - value)/width) / width
//! ```

/// Heights over a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// Points of the grid, equally spaced.
    pub at: Vec<f64>,
    /// Density at each; the area below is 1.
    pub height: Vec<f64>,
}

impl Density {
    /// From `low` to `high` at `points` points; none without a draw of positive weight. Draws beyond the ends count, but are
    /// not shown. Kernels are never narrower than two steps of the grid, so that a single draw is a needle that is seen.
    pub fn of(draws: &[(f64, f64)], low: f64, high: f64, points: usize) -> Option<Self> {
        let draws: Vec<(f64, f64)> = draws.iter().copied().filter(|(value, w)| value.is_finite() && *w > 0.0).collect();
        let total: f64 = draws.iter().map(|(_, weight)| weight).sum();
        if !(total > 0.0 && high > low) || points < 2 {
            return None;
        }
        let step = (high - low) / (points - 1) as f64;
        let width = bandwidth(&draws, total).max(2.0 * step);
        let at: Vec<f64> = (0..points).map(|i| low + i as f64 * step).collect();
        let kernel = |z: f64| libm::exp(-0.5 * z * z) / (2.506_628_274_631_000_2 * width);
        let height = |x: &f64| draws.iter().map(|(value, w)| w / total * kernel((x - value) / width)).sum();
        Some(Self { height: at.iter().map(height).collect(), at })
    }

    /// Of the heights.
    pub fn highest(&self) -> f64 {
        self.height.iter().copied().fold(0.0, f64::max)
    }
}

/// 0.9 times the smaller of standard deviation and quartile range / 1.34, times n^(-1/5).
fn bandwidth(draws: &[(f64, f64)], total: f64) -> f64 {
    let mean = draws.iter().map(|(value, weight)| weight * value).sum::<f64>() / total;
    let variance = draws.iter().map(|(value, weight)| weight * (value - mean) * (value - mean)).sum::<f64>() / total;
    let n = total * total / draws.iter().map(|(_, weight)| weight * weight).sum::<f64>();
    let mut sorted = draws.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let spread = (weighted_quantile(&sorted, total, 0.75) - weighted_quantile(&sorted, total, 0.25)) / 1.34;
    let sd = variance.max(0.0).sqrt();
    0.9 * if spread > 0.0 { sd.min(spread) } else { sd } * libm::pow(n, -0.2)
}

/// The first value at which the weights of sorted draws reach a share.
fn weighted_quantile(sorted: &[(f64, f64)], total: f64, share: f64) -> f64 {
    let mut below = 0.0;
    let reached = sorted.iter().find(|(_, weight)| {
        below += weight;
        below >= share * total
    });
    reached.or(sorted.last()).map_or(f64::NAN, |(value, _)| *value)
}

/// How often each draw is among `n` of equal weight (systematic resampling, Kitagawa 1996, from the middle of each
/// interval): nothing is random, and a heavy draw comes as often as its weight says.
pub fn resampled(weights: &[f64], n: usize) -> Vec<u32> {
    let total: f64 = weights.iter().filter(|weight| **weight > 0.0).sum();
    let (mut below, mut drawn) = (0.0, 0_u32);
    let mut times = |weight: &f64| {
        below += weight.max(0.0) / total * n as f64;
        let before = drawn;
        drawn = ((below + 0.5 - 1e-9).floor() as u32).clamp(before, n as u32);
        drawn - before
    };
    if total > 0.0 { weights.iter().map(&mut times).collect() } else { vec![0; weights.len()] }
}

/// Correlation of weighted pairs; none where one of both does not vary.
pub fn correlation(pairs: &[(f64, f64)], weights: &[f64]) -> Option<f64> {
    let total: f64 = weights.iter().sum();
    let mean =
        |of: fn(&(f64, f64)) -> f64| pairs.iter().zip(weights).map(|(pair, w)| w * of(pair)).sum::<f64>() / total;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let product = |a: &dyn Fn(&(f64, f64)) -> f64, b: &dyn Fn(&(f64, f64)) -> f64| {
        pairs.iter().zip(weights).map(|(pair, weight)| weight * a(pair) * b(pair)).sum::<f64>()
    };
    let (dx, dy) = (|pair: &(f64, f64)| pair.0 - x, |pair: &(f64, f64)| pair.1 - y);
    let (xx, yy, xy) = (product(&dx, &dx), product(&dy, &dy), product(&dx, &dy));
    let both = (xx * yy).sqrt();
    (both > 1e-12 * (x * x + y * y + 1e-300) * total).then(|| (xy / both).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_has_an_area_of_one_and_its_peak_where_the_weight_is() {
        let draws: Vec<(f64, f64)> =
            (0..200).map(|i| (f64::from(i) / 100.0, if i < 100 { 1.0 } else { 3.0 })).collect();
        let density = Density::of(&draws, -2.0, 4.0, 601).unwrap();
        let area: f64 = density.height.iter().sum::<f64>() * 0.01;
        assert!((area - 1.0).abs() < 1e-3, "{area}");
        let place = |x: f64| density.height[((x + 2.0) / 0.01).round() as usize];
        assert!(place(1.5) > 2.0 * place(0.5));
    }

    // By hand: standard deviation sqrt(66 / 5), quartiles 2 and 7.
    #[test]
    fn the_bandwidth_is_silvermans() {
        let draws = [1.0, 2.0, 4.0, 7.0, 11.0].map(|value| (value, 1.0));
        let expected = 0.9 * 13.2_f64.sqrt() * libm::pow(5.0, -0.2);
        assert!((bandwidth(&draws, 5.0) - expected).abs() < 1e-9, "{}", bandwidth(&draws, 5.0));
    }

    #[test]
    fn one_draw_is_a_needle_and_no_draw_is_nothing() {
        let needle = Density::of(&[(0.0, 1.0), (0.5, 0.0)], -1.0, 1.0, 201).unwrap();
        assert!(needle.highest() > 10.0 && needle.height[50] < 1e-9);
        assert_eq!(Density::of(&[(0.0, 0.0)], -1.0, 1.0, 201), None);
    }

    #[test]
    fn resampled_draws_come_as_often_as_their_weight_says() {
        assert_eq!(resampled(&[0.5, 0.25, 0.0, 0.25], 8), [4, 2, 0, 2]);
        assert_eq!(resampled(&[0.0, 1.0], 100), [0, 100]);
        assert_eq!(resampled(&[0.0, 0.0], 100), [0, 0]);
        let weights: Vec<f64> = (1..=1000).map(f64::from).collect();
        assert_eq!(resampled(&weights, 300).iter().sum::<u32>(), 300);
    }

    // By hand: means 3 and 2.8, sums of weighted products 0.6, 1.0 and 1.16.
    #[test]
    fn correlations_are_weighted() {
        let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0)];
        let found = correlation(&pairs, &[0.1, 0.2, 0.3, 0.4]).unwrap();
        assert!((found - 0.6 / 1.16_f64.sqrt()).abs() < 1e-12, "{found}");
        assert_eq!(correlation(&pairs, &[1.0, 0.0, 0.0, 0.0]), None);
        let line = [(1.0, -1.0), (2.0, -2.0), (3.0, -3.0)];
        assert!((correlation(&line, &[1.0; 3]).unwrap() + 1.0).abs() < 1e-12);
    }
}
