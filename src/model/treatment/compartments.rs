//! Linear compartments with a constant inflow into the first one, stepped exactly for any length of time.
//! Left out: inflow that changes within a step (`linear` cuts the step there) and anything that saturates.
//!
//! dx/dt = A x + u e1 has the solution x(h) = P x(0) + u Q e1 and the integral Q x(0) + u R e1 with P = exp(A h),
//! Q = the integral of P and R = the integral of Q. P, Q and R come from their Taylor series at a step so short that
//! twelve terms are exact, then by doubling: P(2h) = P P, Q(2h) = Q + P Q, R(2h) = R + h Q + P R
//! (scaling and squaring; Moler and Van Loan 2003, method 3). Levels never turn negative: no entry of P, Q, R does.

/// Rates between N compartments (1/h), or what follows from them; row by row, so that `a[to][from]`.
type Matrix<const N: usize> = [[f64; N]; N];

/// Levels below this are set to zero: they mean nothing and denormal numbers are slow.
const NOTHING: f64 = 1e-200;

/// Compartments, with their levels now.
#[derive(Clone, Debug)]
pub(super) struct Compartments<const N: usize> {
    /// Flow into row from column (1/h).
    rates: Matrix<N>,
    /// In the unit of the first one's inflow times time.
    levels: [f64; N],
    /// The step taken last: most steps have the same length.
    step: Option<Step<N>>,
}

impl<const N: usize> Compartments<N> {
    /// Empty compartments.
    pub fn new(rates: Matrix<N>) -> Self {
        Self { rates, levels: [0.0; N], step: None }
    }

    /// Now.
    pub fn levels(&self) -> &[f64; N] {
        &self.levels
    }

    /// Sets all levels.
    pub fn restore(&mut self, levels: [f64; N]) {
        self.levels = levels;
    }

    /// Moves on by `length` (h) with `inflow` (level/h) into the first compartment; returns the integrals of the levels.
    pub fn advance(&mut self, length: f64, inflow: f64) -> [f64; N] {
        if inflow == 0.0 && self.levels == [0.0; N] {
            return [0.0; N];
        }
        let rates = &self.rates;
        let step = match &mut self.step {
            Some(step) if step.length == length => step,
            other => other.insert(Step::over(rates, length)),
        };
        let before = self.levels;
        self.levels = std::array::from_fn(|i| audible(dot(&step.carried[i], &before) + inflow * step.integral[i][0]));
        std::array::from_fn(|i| dot(&step.integral[i], &before) + inflow * step.double_integral[i][0])
    }
}

/// Without what means nothing.
fn audible(level: f64) -> f64 {
    if level < NOTHING { 0.0 } else { level }
}

/// P, Q and R of one length.
#[derive(Clone, Debug)]
struct Step<const N: usize> {
    /// h (hours).
    length: f64,
    /// P: what is left of levels after h.
    carried: Matrix<N>,
    /// Q: levels after h under a unit inflow into the first compartment.
    integral: Matrix<N>,
    /// R: their integral over h.
    double_integral: Matrix<N>,
}

impl<const N: usize> Step<N> {
    /// Exact for any length, by doubling a short step.
    fn over(rates: &Matrix<N>, length: f64) -> Self {
        let doublings = (0..).find(|n| norm(rates) * length * libm::ldexp(1.0, -n) <= 0.0625).unwrap_or(0);
        let mut step = Self::short(rates, libm::ldexp(length, -doublings));
        for _ in 0..doublings {
            step = step.doubled();
        }
        step.length = length;
        step
    }

    /// Taylor series; with norm(A) h of 1/16 at most the first term left out is below 1e-24.
    fn short(rates: &Matrix<N>, length: f64) -> Self {
        let mut power = identity();
        let (mut integral, mut double_integral) = ([[0.0; N]; N], [[0.0; N]; N]);
        let mut factorial = 1.0;
        for order in 1..=12 {
            factorial *= f64::from(order);
            integral = sum(&integral, &power, length / factorial);
            double_integral = sum(&double_integral, &power, length * length / (factorial * f64::from(order + 1)));
            power = product(&power, &scaled(rates, length));
        }
        let carried = sum(&identity(), &product(rates, &integral), 1.0);
        Self { length, carried, integral, double_integral }
    }

    /// The step of twice the length.
    fn doubled(&self) -> Self {
        let later = sum(&self.double_integral, &self.integral, self.length);
        Self {
            length: 2.0 * self.length,
            carried: product(&self.carried, &self.carried),
            integral: sum(&self.integral, &product(&self.carried, &self.integral), 1.0),
            double_integral: sum(&later, &product(&self.carried, &self.double_integral), 1.0),
        }
    }
}

/// Scalar product.
fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The matrix that changes nothing.
fn identity<const N: usize>() -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| f64::from(u8::from(i == j))))
}

/// Every element times `factor`.
fn scaled<const N: usize>(a: &Matrix<N>, factor: f64) -> Matrix<N> {
    a.map(|row| row.map(|x| x * factor))
}

/// a + factor b
fn sum<const N: usize>(a: &Matrix<N>, b: &Matrix<N>, factor: f64) -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| a[i][j] + factor * b[i][j]))
}

/// Matrix product a b.
fn product<const N: usize>(a: &Matrix<N>, b: &Matrix<N>) -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..N).map(|k| a[i][k] * b[k][j]).sum()))
}

/// Largest sum of absolute values in a row.
fn norm<const N: usize>(a: &Matrix<N>) -> f64 {
    a.iter().map(|row| row.iter().map(|x| x.abs()).sum()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2 per hour out of the first compartment, all of it into a second that loses 0.01 per hour.
    fn chain() -> Compartments<2> {
        Compartments::new([[-2.0, 0.0], [2.0, -0.01]])
    }

    fn close(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 1e-13, "found {found}, expected {expected}");
    }

    #[test]
    fn a_step_of_any_length_is_the_closed_form() {
        for hours in [1e-6, 0.1, 1.0, 30.0, 900.0] {
            let mut chain = chain();
            let integral = chain.advance(hours, 3.0);
            let (fast, slow) = (-libm::expm1(-2.0 * hours), -libm::expm1(-0.01 * hours));
            close(chain.levels()[0], 1.5 * fast);
            // The closed forms below lose digits by cancellation for short times; the steps do not.
            if hours >= 0.1 {
                let tail = (libm::exp(-0.01 * hours) - libm::exp(-2.0 * hours)) / 1.99;
                close(chain.levels()[1], 3.0 * (slow / 0.01 - tail));
                close(integral[0], 1.5 * (hours - fast / 2.0));
            }
        }
    }

    #[test]
    fn what_flows_in_is_there_or_has_flowed_out() {
        let mut chain = chain();
        let lost: f64 = [0.3, 2.0, 50.0].iter().map(|hours| 0.01 * chain.advance(*hours, 3.0)[1]).sum();
        close(chain.levels().iter().sum::<f64>() + lost, 3.0 * 52.3);
    }

    #[test]
    fn levels_too_small_to_matter_become_zero_and_stay_zero() {
        let mut chain = chain();
        chain.advance(1.0, 1.0);
        chain.advance(1e5, 0.0);
        assert_eq!(chain.levels(), &[0.0, 0.0]);
        assert_eq!(chain.advance(1.0, 0.0), [0.0, 0.0]);
    }
}
