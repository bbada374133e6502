//! Screening by elementary effects (Morris 1991): each input is moved once in each of several random trajectories through
//! a grid, and what its moves do is averaged, without sign (Campolongo, Cariboni and Saltelli 2007).
//! Left out: trajectories chosen to lie far apart, and groups of inputs.
//!
//! With r trajectories of k inputs the function is evaluated r (k + 1) times. The order of calls is
//! [`Trajectory::draw`], the function at every point, [`Trajectory::effects`], then [`Effects::of`] for each input over
//! all trajectories.

use super::{
    Interval, bootstrap_mean,
    quantile::{mean, standard_deviation},
};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// Points of the unit cube, each of which differs from the one before in one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// One more than there are inputs, each with a number from 0 to 1 for each input.
    pub points: Vec<Vec<f64>>,
    /// The input that changes after each point.
    pub order: Vec<usize>,
}

impl Trajectory {
    /// A random trajectory on a grid of so many levels, an even number of 2 or more; the same seed gives the same.
    /// A move is `levels / (2 (levels - 1))` up or down, which makes all levels equally frequent.
    pub fn draw(inputs: usize, levels: u32, seed: u64) -> Self {
        let mut random = Pcg64::seed_from_u64(seed);
        let half = (levels / 2).max(1);
        let steps = f64::from((2 * half - 1).max(1));
        let low: Vec<u32> = (0..inputs).map(|_| random.random_range(0..half)).collect();
        let begins_high: Vec<bool> = (0..inputs).map(|_| random.random()).collect();
        let at = |input: usize, high: bool| f64::from(low[input] + if high { half } else { 0 }) / steps;
        let order = permuted(inputs, &mut random);
        let mut point: Vec<f64> = (0..inputs).map(|input| at(input, begins_high[input])).collect();
        let mut points = vec![point.clone()];
        for &input in &order {
            point[input] = at(input, !begins_high[input]);
            points.push(point.clone());
        }
        Self { points, order }
    }

    /// The elementary effect of each input: change of the value over change of the input. NaN where a value is NaN.
    /// `values` are those of the points.
    ///
    /// One effect for each input, in the order of the inputs, not of the moves; `values` has one more.
    pub fn effects(&self, values: &[f64]) -> Vec<f64> {
        let mut effects = vec![f64::NAN; self.order.len()];
        for (step, &input) in self.order.iter().enumerate() {
            let moved = self.points[step + 1][input] - self.points[step][input];
            effects[input] = (values[step + 1] - values[step]) / moved;
        }
        effects
    }
}

/// The numbers from 0 to `n - 1` in random order, all orders equally probable (Fisher and Yates).
fn permuted(n: usize, random: &mut Pcg64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        order.swap(last, random.random_range(0..=last));
    }
    order
}

/// What the moves of one input do to one output, in units of the output for a move over the whole range of the input.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Effects {
    /// Mean of the elementary effects (Morris's mu).
    pub mean: f64,
    /// Mean of their absolute values (mu*).
    pub absolute: f64,
    /// Their standard deviation (sigma): nonlinearity, interaction, and noise of the output.
    pub deviation: f64,
    /// 95 % bootstrap interval of `absolute`, over trajectories.
    pub interval: Interval,
    /// Trajectories with an effect.
    pub n: usize,
}

impl Effects {
    /// Of the elementary effects of one input; those that are no number are left out. One alone
    /// does not say how effects differ.
    /// Without any, the means are NaN; with one, the deviation and both ends of the interval are NaN.
    pub fn of(effects: &[f64], seed: u64) -> Self {
        let found: Vec<f64> = effects.iter().copied().filter(|effect| effect.is_finite()).collect();
        let absolute: Vec<f64> = found.iter().map(|effect| effect.abs()).collect();
        Self {
            mean: mean(&found),
            absolute: mean(&absolute),
            deviation: if found.len() < 2 { f64::NAN } else { standard_deviation(&found) },
            interval: bootstrap_mean(&absolute, seed).interval,
            n: found.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screened(inputs: usize, trajectories: u64, function: impl Fn(&[f64]) -> f64) -> Vec<Effects> {
        let one = |seed| {
            let trajectory = Trajectory::draw(inputs, 4, seed);
            let values: Vec<f64> = trajectory.points.iter().map(|point| function(point)).collect();
            trajectory.effects(&values)
        };
        let all: Vec<Vec<f64>> = (0..trajectories).map(one).collect();
        let of = |input: usize| Effects::of(&all.iter().map(|effects| effects[input]).collect::<Vec<_>>(), 1);
        (0..inputs).map(of).collect()
    }

    // A move of a linear function has the effect of its coefficient, wherever it begins.
    #[test]
    fn effects_of_a_linear_function_are_its_coefficients() {
        let found = screened(3, 20, |x| 2.0 * x[0] - 3.0 * x[1] + 0.0 * x[2]);
        for (effects, coefficient) in found.iter().zip([2.0_f64, -3.0, 0.0]) {
            assert!((effects.mean - coefficient).abs() < 1e-12 && effects.deviation < 1e-12, "{effects:?}");
            let (interval, size) = (effects.interval, coefficient.abs());
            // Effects that agree, but for rounding, have no interval, or one as narrow as the rounding.
            let width = interval.width();
            assert!((effects.absolute - size).abs() < 1e-12 && (width.is_nan() || width < 1e-12), "{effects:?}");
        }
    }

    // Four levels and moves of 2/3: a square has the effects 2 x + 2/3 with x = 0 or 1/3, so 2/3 or 4/3 with equal chance: mean
    // 1, deviation 1/3. A product has the other factor as effect, each of 0, 1/3, 2/3 and 1 alike: mean 1/2, deviation
    // sqrt(5)/6. (x - 1/2)^2 has -1/3 or 1/3: mean 0, mean size 1/3. With 4,000 trajectories 4.4 standard errors of the
    // largest deviation are 0.026; the seeds are fixed.
    #[test]
    fn effects_of_nonlinear_functions_are_those_of_the_closed_form() {
        let function = |x: &[f64]| x[0] * x[0] + x[1] * x[2] + (x[3] - 0.5) * (x[3] - 0.5);
        let found = screened(4, 4000, function);
        let third = 1.0 / 3.0;
        let product = (0.5, 0.5, 5.0_f64.sqrt() / 6.0);
        for (effects, (mean, absolute, deviation)) in
            found.iter().zip([(1.0, 1.0, third), product, product, (0.0, third, third)])
        {
            let off = [effects.mean - mean, effects.absolute - absolute, effects.deviation - deviation];
            assert!(off.iter().all(|off| off.abs() < 0.026), "{effects:?}");
            // The last one has effects of one size, and so no interval.
            let (low, high) = (effects.interval.low, effects.interval.high);
            assert!(low.is_nan() == (mean == 0.0), "{effects:?}");
            assert!(low.is_nan() || low < absolute + 0.01 && absolute - 0.01 < high, "{effects:?}");
        }
    }

    #[test]
    fn a_trajectory_moves_every_input_once_and_stays_on_the_grid() {
        for (inputs, levels, seed) in [(1, 2, 3), (7, 4, 4), (40, 8, 5)] {
            let trajectory = Trajectory::draw(inputs, levels, seed);
            assert_eq!(trajectory, Trajectory::draw(inputs, levels, seed));
            assert_eq!(trajectory.points.len(), inputs + 1);
            let mut order = trajectory.order.clone();
            order.sort_unstable();
            assert_eq!(order, (0..inputs).collect::<Vec<_>>());
            let moved = f64::from(levels) / (2.0 * f64::from(levels - 1));
            for (step, pair) in trajectory.points.windows(2).enumerate() {
                let changed: Vec<usize> = (0..inputs).filter(|input| pair[0][*input] != pair[1][*input]).collect();
                assert_eq!(changed, [trajectory.order[step]]);
                assert!(((pair[0][changed[0]] - pair[1][changed[0]]).abs() - moved).abs() < 1e-12);
            }
            let steps = trajectory.points.iter().flatten().map(|x| x * f64::from(levels - 1));
            assert!(steps.into_iter().all(
                |step| (step - step.round()).abs() < 1e-9 && (-1e-9..=f64::from(levels - 1) + 1e-9).contains(&step)
            ));
        }
    }

    #[test]
    fn an_effect_that_could_not_be_computed_is_left_out_and_counted() {
        let effects = Effects::of(&[1.0, f64::NAN, -3.0], 1);
        assert_eq!((effects.n, effects.mean, effects.absolute), (2, -1.0, 2.0));
        assert!(Effects::of(&[f64::NAN], 1).absolute.is_nan());
    }
}
