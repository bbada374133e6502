//! What is known of every draw when each was seen through few simulated patients: the numbers of all draws are regressed on
//! their places, and what a draw shows beyond its place counts as far as it is more than Monte-Carlo noise (empirical Bayes,
//! Morris 1983, J Am Stat Assoc 78:47). Left out: curvature and interactions, which stay in the part beyond the places.
//!
//! ```text
//! y_i = b₀ + b z_i + t_i + e_i          V(e_i) = v_i known          V(t) = max(0, V(residual) - mean v)
//! mean_i = fit_i + B (y_i - fit_i)      variance_i = B v_i          B = V(t)/(V(t) + v_i)
//! ```
//!
//! # Why
//!
//! A calibration has many draws with few patients each. The plain estimate of a draw then shows mostly the luck of its
//! patients: without smoothing 106 patients see a true effect of zero as -0.26 to 0.26 (a standard error of 0.133), and
//! quantiles over draws would be those of the noise. With it the width of an effect does not depend on the patients.
//!
//! B is the part of what a draw shows beyond its place that is believed: 0 where the residuals scatter no more than their
//! noise, near 1 where draws have many patients.

use cenersim_statistics::{cholesky, normal_below};

/// A number as it is known: normal.
///
/// In the unit of what was found, such as a log odds ratio; the variance in its square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Middle of what it may be.
    pub mean: f64,
    /// Of what it may be around the middle; 0 if it is known.
    pub variance: f64,
}

/// The number of every draw, and where its spread comes from.
///
/// `between` and `noise` together say whether more draws or more patients would help: noise far above the variance
/// between draws asks for more patients of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Smoothed {
    /// One for each draw.
    pub draws: Vec<Known>,
    /// Variance between draws, without the noise.
    pub between: f64,
    /// Mean variance of the noise in one draw.
    pub noise: f64,
}

/// Steps of the search for a quantile.
const HALVINGS: u32 = 60;

/// `places`, `found` and `variances` have one entry for each draw. The fit decides how uncertain a draw is: `variance` gives it
/// from the fitted number and the index of the draw.
///
/// The variance of a rate depends on the rate, and the estimated rate of a draw with 0 of 20 responses would claim to be
/// known; the fitted rate borrows from all draws, and its variance is above zero.
///
/// No list may be empty. With too few draws for the slopes the fit is the mean of all.
pub fn smoothed(places: &[&[f64]], found: &[f64], variance: impl Fn(usize, f64) -> f64) -> Smoothed {
    let fit = fitted(places, found);
    let noise: Vec<f64> = fit.iter().enumerate().map(|(index, fit)| variance(index, *fit)).collect();
    let (n, free) = (found.len() as f64, places.first().map_or(0, |place| place.len()) as f64 + 1.0);
    let squares: f64 = found.iter().zip(&fit).map(|(y, fit)| (y - fit) * (y - fit)).sum();
    let mean_noise = noise.iter().sum::<f64>() / n;
    let beyond = (squares / (n - free).max(1.0) - mean_noise).max(0.0);
    let known = |((y, fit), noise): ((&f64, &f64), &f64)| {
        let shown = if beyond > 0.0 { beyond / (beyond + noise) } else { 0.0 };
        Known { mean: fit + shown * (y - fit), variance: shown * noise }
    };
    let draws = found.iter().zip(&fit).zip(&noise).map(known).collect();
    let middle = fit.iter().sum::<f64>() / n;
    let spread = fit.iter().map(|fit| (fit - middle) * (fit - middle)).sum::<f64>() / n;
    Smoothed { draws, between: spread + beyond, noise: mean_noise }
}

/// Least squares on the places; the mean where there are too few draws for more.
///
/// By the normal equations, whose size is that of the parameters and not of the draws.
fn fitted(places: &[&[f64]], found: &[f64]) -> Vec<f64> {
    let row = |place: &[f64]| [1.0].into_iter().chain(place.iter().copied()).collect::<Vec<f64>>();
    let rows: Vec<Vec<f64>> = places.iter().map(|place| row(place)).collect();
    let free = rows.first().map_or(0, Vec::len);
    let sum = |of: &dyn Fn(&[f64], f64) -> f64| rows.iter().zip(found).map(|(row, y)| of(row, *y)).sum::<f64>();
    let matrix: Vec<Vec<f64>> =
        (0..free).map(|i| (0..free).map(|j| sum(&|row, _| row[i] * row[j])).collect()).collect();
    let right: Vec<f64> = (0..free).map(|i| sum(&|row, y| row[i] * y)).collect();
    let triangle = cholesky(&matrix).ok().filter(|_| found.len() > free);
    let Some(triangle) = triangle else {
        return vec![found.iter().sum::<f64>() / found.len() as f64; found.len()];
    };
    let slopes = solved(&triangle, &right);
    rows.iter().map(|row| row.iter().zip(&slopes).map(|(x, slope)| x * slope).sum()).collect()
}

/// The solution x of L L' x = right.
///
/// Forward, then backward; `triangle` is the lower one of Cholesky.
fn solved(triangle: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut x = right.to_vec();
    for i in 0..x.len() {
        let before: f64 = (0..i).map(|j| triangle[i][j] * x[j]).sum();
        x[i] = (x[i] - before) / triangle[i][i];
    }
    for i in (0..x.len()).rev() {
        let after: f64 = (i + 1..x.len()).map(|j| triangle[j][i] * x[j]).sum();
        x[i] = (x[i] - after) / triangle[i][i];
    }
    x
}

/// Probability that the number of a draw with these weights, which sum to 1, is at most this; half of the weight of what is
/// known to be exactly this.
///
/// ```text
/// P(X <= value) = Σ w_i Φ((value - mean_i) / √variance_i)
/// ```
pub fn below(draws: &[Known], weights: &[f64], value: f64) -> f64 {
    let part = |known: &Known| match known.variance > 0.0 {
        true => normal_below((value - known.mean) / known.variance.sqrt()),
        false if known.mean == value => 0.5,
        false => f64::from(u8::from(known.mean < value)),
    };
    draws.iter().zip(weights).map(|(known, weight)| weight * part(known)).sum()
}

/// The number below which a draw is with this probability, by bisection.
///
/// Draws of no weight do not widen the search, which begins ten standard deviations beyond the outermost means.
pub fn quantile(draws: &[Known], weights: &[f64], probability: f64) -> f64 {
    let ends = draws.iter().zip(weights).filter(|(_, weight)| **weight > 0.0).map(|(known, _)| {
        let reach = 10.0 * known.variance.sqrt();
        (known.mean - reach, known.mean + reach)
    });
    let (mut low, mut high) =
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (from, to)| (low.min(from), high.max(to)));
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if below(draws, weights, middle) < probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::engine::Seed;

    /// A standard normal number.
    fn normal(seed: Seed) -> f64 {
        let radius = (-2.0 * libm::log(seed.named("radius").uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * seed.named("angle").uniform())
    }

    /// 900 draws of three numbers whose effect is `slope` times the first, seen with this standard error.
    fn draws(slope: f64, error: f64) -> Smoothed {
        let seed = |draw: u64| Seed::new(5).number(draw);
        let places: Vec<[f64; 3]> =
            (0..900).map(|draw| [0, 1, 2].map(|dimension| normal(seed(draw).number(dimension)))).collect();
        let found: Vec<f64> =
            (0..900).map(|draw| slope * places[draw as usize][0] + error * normal(seed(draw).named("noise"))).collect();
        let places: Vec<&[f64]> = places.iter().map(|place| place.as_slice()).collect();
        smoothed(&places, &found, |_, _| error * error)
    }

    fn width(smoothed: &Smoothed) -> f64 {
        let weights = vec![1.0 / 900.0; 900];
        quantile(&smoothed.draws, &weights, 0.975) - quantile(&smoothed.draws, &weights, 0.025)
    }

    /// 106 patients see a true effect of zero as -0.26 to 0.26 (a standard error of 0.133); no draw differs from another.
    #[test]
    fn no_effect_is_not_made_one_by_the_noise() {
        let found = draws(0.0, 0.133);
        assert!(width(&found) < 0.06, "{}", width(&found));
        assert!(found.between < 0.02 * 0.02 && (found.noise - 0.133 * 0.133).abs() < 1e-12, "{}", found.between);
    }

    /// Closed form: the effect is normal with standard deviation 0.3, so 95 % of it is 1.176 wide, however many patients there
    /// are. The width of 900 draws has a relative standard error of 3 %: 4.4 of these are 13 %.
    #[test]
    fn the_spread_of_an_effect_does_not_depend_on_the_patients() {
        let [few, many] = [0.4, 0.2].map(|error| width(&draws(0.3, error)));
        assert!((few / 1.176 - 1.0).abs() < 0.13 && (many / 1.176 - 1.0).abs() < 0.13, "{few} {many}");
        assert!((few / many - 1.0).abs() < 0.05, "{few} {many}");
    }

    /// Spread that no place explains, of variance 0.09 beside noise of 0.04: by hand a part of 0.09/0.13 of what a draw shows.
    #[test]
    fn what_places_do_not_explain_counts_as_far_as_it_is_no_noise() {
        let spread = 0.13_f64.sqrt();
        let found: Vec<f64> = (0..2000).map(|draw| spread * normal(Seed::new(6).number(draw))).collect();
        let smoothed = smoothed(&vec![&[][..]; 2000], &found, |_, _| 0.04);
        // Relative standard error of a variance of 2,000: 3 %.
        assert!((smoothed.between / 0.09 - 1.0).abs() < 0.2, "{}", smoothed.between);
        let draw = smoothed.draws[0];
        assert!((draw.mean / found[0] - 9.0 / 13.0).abs() < 0.1 && (draw.variance - 0.04 * 9.0 / 13.0).abs() < 0.004);
    }

    #[test]
    fn a_known_number_has_its_probability_halved_at_itself() {
        let zero = [Known { mean: 0.0, variance: 0.0 }];
        assert_eq!([-1.0, 0.0, 1.0].map(|value| below(&zero, &[1.0], value)), [0.0, 0.5, 1.0]);
        // R 4.2.2: qnorm(0.975, 2, 3).
        let normal = [Known { mean: 2.0, variance: 9.0 }];
        assert!((quantile(&normal, &[1.0], 0.975) - 7.879_891_953_620_162).abs() < 1e-9);
    }
}
