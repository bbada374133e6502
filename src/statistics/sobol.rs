//! Variance-based sensitivity (Sobol' 1993): which share of the variance of an output is due to an input alone (first-order
//! index) and which to it and all its interactions (total index). Quasi-random points of Sobol' with the directions of Joe and
//! Kuo 2008, moved by one random shift (Cranley and Patterson 1976).
//! Left out: indices of pairs, and inputs that depend on each other.
//!
//! ```text
//! first = V(E(Y | X_i)) / V(Y)          total = E(V(Y | all but X_i)) / V(Y) = 1 - V(E(Y | all but X_i)) / V(Y)
//! ```
//!
//! With n rows of k inputs the function is evaluated n (k + 3) times: once more at A, with other random numbers, because a
//! function with noise seems to interact with everything. Half the mean square between both values at A is the variance of the
//! noise, which is taken away from the variance and from the numerator of every total index:
//!
//! ```text
//! first = V_i / (V - noise)          total = (½ E(f(A) - f(A with B's input))² - noise) / (V - noise)
//! ```
//!
//! That is right where the noise of two points is independent; what two points share of it makes total indices too small. The
//! order of calls is [`rows`], the function at the [`Row::points`] of each, then [`indices`].

use super::{Interval, bootstrap, quantile::mean};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use sobol::{Sobol, params::JoeKuoD6};

/// Most inputs: two columns each of the thousand that the table of directions has.
pub const MOST_INPUTS: usize = 500;

/// A row of the two matrices A and B of Saltelli 2010.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The row of A: a number from 0 to 1 for each input.
    pub a: Vec<f64>,
    /// The row of B, independent of that of A.
    pub b: Vec<f64>,
}

/// The rows, without end for any practical purpose; the same seed gives the same.
///
/// # Panics
/// If there are more than [`MOST_INPUTS`].
pub fn rows(inputs: usize, seed: u64) -> impl Iterator<Item = Row> {
    let mut random = Pcg64::seed_from_u64(seed);
    let shift: Vec<f64> = (0..2 * inputs).map(|_| random.random()).collect();
    Sobol::<f64>::new(2 * inputs, &JoeKuoD6::standard()).map(move |point| {
        let moved = |(x, shift): (&f64, &f64)| (x + shift) % 1.0;
        let point: Vec<f64> = point.iter().zip(&shift).map(moved).collect();
        Row { a: point[..inputs].to_vec(), b: point[inputs..].to_vec() }
    })
}

impl Row {
    /// Points at which a row needs the value of the function: A, B, A with one input of B, for each input, and A once more, with
    /// other random numbers.
    ///
    /// There are three more points than inputs, in this order, which is that of the values in [`indices`].
    pub fn points(&self) -> Vec<Vec<f64>> {
        let mixed = |input: usize| {
            let mut point = self.a.clone();
            point[input] = self.b[input];
            point
        };
        let mixed = (0..self.a.len()).map(mixed);
        [self.a.clone(), self.b.clone()].into_iter().chain(mixed).chain([self.a.clone()]).collect()
    }
}

/// The indices of one input for one output, without noise. Estimates may lie outside 0 to 1 by chance.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Indices {
    /// Share of the variance due to the input alone (Saltelli et al. 2010, table 2, formula b).
    pub first: f64,
    /// Share due to the input with all its interactions (Jansen 1999; table 2, formula f).
    pub total: f64,
    /// 95 % bootstrap interval of `first`, over rows.
    pub first_interval: Interval,
    /// 95 % bootstrap interval of `total`, in the same resamples.
    pub total_interval: Interval,
}

impl Indices {
    /// `first` held between 0 and 1, which an estimate may leave by chance. None where the rows do not resolve it: its interval
    /// is as wide as all shares that can be, or holds none of them.
    pub fn first_resolved(&self) -> Option<f64> {
        resolved(self.first, self.first_interval)
    }

    /// Likewise of `total`.
    pub fn total_resolved(&self) -> Option<f64> {
        resolved(self.total, self.total_interval)
    }
}

/// What an estimate with this 95 % interval says of a share.
fn resolved(estimate: f64, interval: Interval) -> Option<f64> {
    let narrow = interval.high - interval.low < 1.0;
    let possible = interval.low <= 1.0 && interval.high >= 0.0;
    (narrow && possible).then(|| estimate.clamp(0.0, 1.0))
}

/// Share of the variance of the function that is noise: what a total index of an input without any effect would be if the
/// noise were not taken away. 0 without two finite rows.
pub fn noise_share(values: &[Vec<f64>]) -> f64 {
    let Some(centered) = centered(values) else { return 0.0 };
    let all: Vec<usize> = (0..centered.len()).collect();
    share(noise(&centered, &all), variance(&centered, &all))
}

/// The indices of every input. `values` has a row for each row of the matrices, with the values of its points; rows with a
/// value that is no number are left out. None without variance beyond noise, or with fewer than two rows.
///
/// The same seed gives the same intervals; the indices themselves need none. Where inputs do not interact, the
/// first-order indices sum to 1, and each total index equals its first-order one, but for sampling.
pub fn indices(values: &[Vec<f64>], seed: u64) -> Option<Vec<Indices>> {
    let centered = centered(values)?;
    let all: Vec<usize> = (0..centered.len()).collect();
    let inputs = centered[0].len() - 3;
    let of = |input: usize| {
        let [first, total] =
            [first_order, total_order].map(|of| (of, bootstrap(all.len(), seed, |rows| of(&centered, rows, input))));
        Indices {
            first: first.0(&centered, &all, input),
            total: total.0(&centered, &all, input),
            first_interval: first.1.interval,
            total_interval: total.1.interval,
        }
    };
    (signal(&centered, &all) > 0.0).then(|| (0..inputs).map(of).collect())
}

/// Finite rows, less the mean of A and B: with it the estimate of the first-order index would be less precise (Sobol' 2001).
fn centered(values: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let finite = |row: &&Vec<f64>| row.len() > 3 && row.iter().all(|value| value.is_finite());
    let found: Vec<&Vec<f64>> = values.iter().filter(finite).collect();
    let middle = mean(&found.iter().flat_map(|row| [row[0], row[1]]).collect::<Vec<_>>());
    let centered = found.iter().map(|row| row.iter().map(|value| value - middle).collect()).collect();
    (found.len() > 1).then_some(centered)
}

/// Variance over A and B together.
fn variance(values: &[Vec<f64>], rows: &[usize]) -> f64 {
    let n = 2.0 * rows.len() as f64;
    let both = || rows.iter().flat_map(|row| [values[*row][0], values[*row][1]]);
    let mean = both().sum::<f64>() / n;
    both().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n
}

/// Variance of the noise, from the first and the last value of each row, which are of one point.
fn noise(values: &[Vec<f64>], rows: &[usize]) -> f64 {
    let square = |row: &usize| {
        let difference = values[*row][0] - values[*row][values[*row].len() - 1];
        difference * difference
    };
    rows.iter().map(square).sum::<f64>() / (2.0 * rows.len() as f64)
}

/// Variance without the noise.
fn signal(values: &[Vec<f64>], rows: &[usize]) -> f64 {
    variance(values, rows) - noise(values, rows)
}

/// Part of the variance; none in a resample that does not vary.
fn share(part: f64, variance: f64) -> f64 {
    if variance > 0.0 { part / variance } else { 0.0 }
}

/// Mean of f(B) (f(A with B's input) - f(A)), over the variance without noise.
fn first_order(values: &[Vec<f64>], rows: &[usize], input: usize) -> f64 {
    let term = |row: &usize| values[*row][1] * (values[*row][2 + input] - values[*row][0]);
    share(rows.iter().map(term).sum::<f64>() / rows.len() as f64, signal(values, rows))
}

/// Half the mean of (f(A) - f(A with B's input))^2 without noise, over the variance without noise.
fn total_order(values: &[Vec<f64>], rows: &[usize], input: usize) -> f64 {
    let square = |row: &usize| {
        let difference = values[*row][0] - values[*row][2 + input];
        difference * difference
    };
    share(rows.iter().map(square).sum::<f64>() / (2.0 * rows.len() as f64) - noise(values, rows), signal(values, rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn a_share_is_told_within_what_can_be_and_not_where_its_interval_is_as_wide_as_that() {
        let told = |estimate, low, high| resolved(estimate, Interval { low, high });
        assert_eq!(told(0.83, 0.55, 1.16), Some(0.83));
        assert_eq!([told(-0.01, -0.32, 0.19), told(1.03, 0.8, 1.3)], [Some(0.0), Some(1.0)]);
        let unresolved = [(3.4, 0.0, 13.7), (0.8, -4.0, 15.0), (-0.1, -0.4, -0.02), (0.5, f64::NAN, f64::NAN)];
        assert!(unresolved.into_iter().all(|(estimate, low, high)| told(estimate, low, high).is_none()));
    }

    fn indices_of(inputs: usize, n: usize, function: impl Fn(&[f64]) -> f64) -> Vec<Indices> {
        let values: Vec<Vec<f64>> =
            rows(inputs, 1).take(n).map(|row| row.points().iter().map(|point| function(point)).collect()).collect();
        indices(&values, 2).expect("the function varies")
    }

    fn assert_near(found: &[Indices], expected: &[[f64; 2]], tolerance: f64) {
        for (index, (found, [first, total])) in found.iter().zip(expected).enumerate() {
            let off = [found.first - first, found.total - total];
            assert!(off.iter().all(|off| off.abs() < tolerance), "input {index}: {found:?}, expected {first} {total}");
            // The bootstrap takes quasi-random rows for independent ones, so its intervals are rather wide.
            assert!(found.first_interval.contains(*first) && found.total_interval.contains(*total), "{found:?}");
        }
    }

    // Ishigami and Homma 1990, a = 7, b = 0.1: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2, V1 = (1 + b pi^4/5)^2 / 2,
    // V2 = a^2/8, V3 = 0, V13 = 8 b^2 pi^8 / 225. Published: first 0.314, 0.442, 0; total 0.558, 0.442, 0.244.
    #[test]
    fn the_indices_of_the_ishigami_function_are_the_published_ones() {
        let (a, b) = (7.0, 0.1);
        let sine = |x: f64| libm::sin(2.0 * PI * x - PI);
        let function = |x: &[f64]| {
            let z = 2.0 * PI * x[2] - PI;
            sine(x[0]) + a * sine(x[1]) * sine(x[1]) + b * z * z * z * z * sine(x[0])
        };
        let (pi4, pi8) = (libm::pow(PI, 4.0), libm::pow(PI, 8.0));
        let (first, second, both) = (libm::pow(1.0 + b * pi4 / 5.0, 2.0) / 2.0, a * a / 8.0, 8.0 * b * b * pi8 / 225.0);
        let all = first + second + both;
        let expected = [[first / all, (first + both) / all], [second / all, second / all], [0.0, both / all]];
        assert!((expected[0][0] - 0.3139).abs() < 1e-4 && (expected[0][1] - 0.5576).abs() < 1e-4);
        assert!((expected[1][0] - 0.4424).abs() < 1e-4 && (expected[2][1] - 0.2437).abs() < 1e-4);
        assert_near(&indices_of(3, 4096, function), &expected, 0.01);
        assert_near(&indices_of(3, 128, function), &expected, 0.1);
    }

    // Sobol' g-function: V_i = 1 / (3 (1 + a_i)^2), 1 + V = product of 1 + V_j, total_i = V_i (1 + V) / (1 + V_i) / V.
    #[test]
    fn the_indices_of_the_g_function_are_those_of_the_closed_form() {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
        let function = |x: &[f64]| x.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product();
        let own = a.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
        let all: f64 = own.iter().map(|own| 1.0 + own).product();
        let expected = own.map(|own| [own / (all - 1.0), own * all / (1.0 + own) / (all - 1.0)]);
        // Published (Saltelli et al. 2010): first 0.716, 0.179, 0.0237, 0.0072.
        assert!((expected[0][0] - 0.716).abs() < 5e-4 && (expected[3][0] - 0.0072).abs() < 5e-5);
        let found = indices_of(8, 4096, function);
        assert_near(&found[..4], &expected[..4], 0.01);
        assert!(found[4..].iter().all(|found| found.first.abs() < 0.005 && found.total < 0.005), "{found:?}");
    }

    #[test]
    fn shares_of_a_sum_are_its_variances() {
        // The variance of c x is c^2 / 12.
        let found = indices_of(2, 1024, |x| 3.0 * x[0] + x[1]);
        assert_near(&found, &[[0.9, 0.9], [0.1, 0.1]], 0.01);
    }

    /// Two inputs of variances 9/12 and 1/12 and one without effect, beside normal noise of half their variance. By hand: without
    /// the noise taken away the idle input has a total of (5/12)/(10/12 + 5/12) = 1/3.
    #[test]
    fn noise_is_no_interaction() {
        let mut random = Pcg64::seed_from_u64(3);
        let mut normal = || {
            let radius = (-2.0 * libm::log(1.0 - random.random::<f64>())).sqrt();
            radius * libm::cos(2.0 * PI * random.random::<f64>())
        };
        let values: Vec<Vec<f64>> = rows(3, 1)
            .take(4096)
            .map(|row| {
                let of = |x: &Vec<f64>| 3.0 * x[0] + x[1] + (5.0_f64 / 12.0).sqrt() * normal();
                row.points().iter().map(of).collect()
            })
            .collect();
        let found = indices(&values, 2).unwrap();
        assert!((noise_share(&values) - 1.0 / 3.0).abs() < 0.02, "{}", noise_share(&values));
        for (found, expected) in found.iter().zip([0.9, 0.1, 0.0]) {
            assert!((found.total - expected).abs() < 0.05 && (found.first - expected).abs() < 0.05, "{found:?}");
        }
    }

    #[test]
    fn what_does_not_vary_has_no_indices_and_rows_that_failed_are_left_out() {
        assert_eq!(indices(&vec![vec![1.0; 5]; 9], 1), None);
        assert_eq!(indices(&[vec![1.0, 2.0, 3.0, 1.0]], 1), None);
        let of = |x: &[f64]| x[0];
        let mut values: Vec<Vec<f64>> =
            rows(1, 1).take(64).map(|row| row.points().iter().map(|point| of(point)).collect()).collect();
        let whole = indices(&values, 1);
        values.push(vec![f64::NAN, 1.0, 2.0, 1.0]);
        assert_eq!(indices(&values, 1), whole);
    }

    #[test]
    fn rows_are_the_same_for_the_same_seed_and_fill_the_cube_evenly() {
        let first: Vec<Row> = rows(3, 1).take(64).collect();
        assert_eq!(first, rows(3, 1).take(64).collect::<Vec<_>>());
        assert_ne!(first, rows(3, 2).take(64).collect::<Vec<_>>());
        // Of 64 points of the sequence one falls into each 64th of every axis, also when all are moved.
        for input in 0..3 {
            let mut places: Vec<f64> = first.iter().map(|row| row.b[input]).collect();
            places.sort_by(f64::total_cmp);
            assert!(places.windows(2).all(|pair| (pair[1] - pair[0] - 1.0 / 64.0).abs() < 1e-9));
        }
    }
}
