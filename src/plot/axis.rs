//! Axis: where a value stands, and which values are labelled. Values are finite or not drawn at all; a logarithmic axis
//! shows zero as a floor of its own below its lowest decade. Left out: dates, and axes that run backwards.
//!
//! | axis | ticks |
//! |---|---|
//! | [`Axis::days`] | weeks where they fit, otherwise round numbers of days |
//! | [`Axis::linear`], [`Axis::around`] | steps of 1, 2 or 5 times a power of ten |
//! | [`Axis::logarithmic`] | powers of ten, with 2 and 5 times these over few decades |
//! | [`Axis::decades_and_zero`] | decades, and zero on a floor of its own |
use cenersim_text::{plain, plain_or_power, power_of_ten};

/// Labelled values with their position along the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// On the axis: a value, or its logarithm.
    pub position: f64,
    /// Empty for a tick without words.
    pub label: String,
}

/// One axis: from a lower to an upper position (values, or their decimal logarithms).
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Left or lower end.
    pub low: f64,
    /// Right or upper end.
    pub high: f64,
    /// Ascending.
    pub ticks: Vec<Tick>,
    logarithmic: bool,
}

/// Room for the value zero below the lowest decade (decades).
const ZERO_FLOOR: f64 = 0.9;

impl Axis {
    /// Days from zero to the horizon, at most `count` + 1 ticks, in weeks where it fits.
    pub fn days(horizon: f64, count: usize) -> Self {
        const STEPS: [f64; 18] = [
            0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 7.0, 14.0, 28.0, 42.0, 56.0, 91.0, 182.0, 364.0, 728.0, 1456.0,
        ];
        let horizon = if horizon.is_finite() && horizon > 0.0 { horizon } else { 1.0 };
        let step = STEPS.into_iter().find(|step| horizon / step <= count as f64).unwrap_or(horizon);
        Self { low: 0.0, high: horizon, ticks: linear_ticks(horizon, step), logarithmic: false }
    }

    /// What days are counted from, where the first of those that are shown is this.
    pub const fn days_since(first: f64) -> &'static str {
        if first < 0.0 { "Days since the beginning of day 1" } else { "Days since the start of treatment" }
    }

    /// Days that begin before zero, with ticks there as far apart as the others.
    pub fn beginning(mut self, first: f64) -> Self {
        let step = self.ticks.get(1).map_or(1.0, |tick| tick.position);
        let before = libm::floor(-first / step + 1e-9) as i32;
        let tick = |i: i32| Tick { position: f64::from(i) * step, label: plain(f64::from(i) * step) };
        self.ticks.splice(0..0, (-before..0).map(tick));
        self.low = self.low.min(first);
        self
    }

    /// From zero to at least the highest value, with about `count` round steps.
    pub fn linear(highest: f64, count: usize) -> Self {
        let highest = if highest.is_finite() && highest > 0.0 { highest } else { 1.0 };
        let step = round_step(highest / count as f64);
        let high = step * (highest / step - 1e-9).ceil();
        Self { low: 0.0, high, ticks: linear_ticks(high, step), logarithmic: false }
    }

    /// From `low` to `high` with a tick at every multiple of `step`.
    pub fn spanning(low: f64, high: f64, step: f64) -> Self {
        let first = (low / step - 1e-9).ceil() as i32;
        let last = (high / step + 1e-9).floor() as i32;
        let tick = |position: f64| Tick { position, label: plain(position) };
        let ticks = (first..=last).map(|i| tick(f64::from(i) * step)).collect();
        Self { low, high, ticks, logarithmic: false }
    }

    /// Without the ticks that would stand closer than `gap` to one below them, on an axis of this length (px).
    pub fn spaced(mut self, length: f64, gap: f64) -> Self {
        let per_position = length / (self.high - self.low);
        let mut free_from = f64::NEG_INFINITY;
        self.ticks.retain(|tick| {
            let kept = tick.position * per_position >= free_from;
            free_from = if kept { tick.position * per_position + gap } else { free_from };
            kept
        });
        self
    }

    /// From zero to a number of lanes or rows, without ticks.
    pub fn counting(rows: usize) -> Self {
        Self { low: 0.0, high: rows as f64, ticks: Vec::new(), logarithmic: false }
    }

    /// Round ends that enclose `low` and `high`, with about `count` round steps between them.
    pub fn around(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = if low < high { (low, high) } else { (low - 1.0, high + 1.0) };
        let step = round_step((high - low) / count as f64);
        Self::spanning(step * (low / step + 1e-9).floor(), step * (high / step - 1e-9).ceil(), step)
    }

    /// From zero to a number of lanes, with an unlabelled tick at each border.
    pub fn lanes(count: usize) -> Self {
        let ticks = (0..=count).map(|i| Tick { position: i as f64, label: String::new() }).collect();
        Self { ticks, ..Self::counting(count) }
    }

    /// Decades from 10^`low` to 10^`high`, a tick every `every`; zero is drawn on a floor under them.
    pub fn decades_and_zero(low: i32, high: i32, every: usize) -> Self {
        let mut axis = Self::decades(low, high, every);
        axis.low -= ZERO_FLOOR;
        axis.ticks.insert(0, Tick { position: axis.low, label: "0".into() });
        axis
    }

    /// Decades from 10^`low` to 10^`high`, a tick every `every`; lower values are drawn at the lower end.
    pub fn decades(low: i32, high: i32, every: usize) -> Self {
        let label = |exponent: i32| match exponent {
            3 if high <= 4 => "1,000".into(),
            _ => power_of_ten(exponent),
        };
        let tick = |exponent| Tick { position: f64::from(exponent), label: label(exponent) };
        let ticks = (low..=high).step_by(every.max(1)).map(tick).collect();
        Self { low: f64::from(low), high: f64::from(high), ticks, logarithmic: true }
    }

    /// From `low` to `high`, both above zero, on a logarithmic scale: ticks at powers of ten over decades, otherwise also at
    /// 2 and 5 times these, or, over less than a factor of 4, where a linear axis has them.
    pub fn logarithmic(low: f64, high: f64) -> Self {
        let [from, to] = [low, high].map(libm::log10);
        let decades = libm::floor(from) as i32..=libm::ceil(to) as i32;
        let factors: &[f64] = if to - from > 2.5 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let round = decades.flat_map(|decade| factors.iter().map(move |f| f * libm::pow(10.0, f64::from(decade))));
        let linear = || Self::around(low, high, 3).ticks.into_iter().map(|tick| tick.position).collect();
        let values: Vec<f64> = if to - from < 0.6 { linear() } else { round.collect() };
        let inside = values.into_iter().filter(|value| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value));
        let tick = |value: f64| Tick { position: libm::log10(value), label: plain_or_power(value) };
        Self { low: from, high: to, ticks: inside.map(tick).collect(), logarithmic: true }
    }

    /// Labels the lower end as "at most", for curves that go below it.
    pub fn at_most(mut self) -> Self {
        if let Some(lowest) = self.ticks.first_mut() {
            lowest.label.insert(0, '≤');
        }
        self
    }

    /// Where a value stands, within the axis; none if it is not a finite number.
    /// Logarithms and the floor for zero are applied here.
    pub fn position(&self, value: f64) -> Option<f64> {
        if !value.is_finite() {
            return None;
        }
        let position = match (self.logarithmic, value > 0.0) {
            (true, true) => libm::log10(value),
            (true, false) => self.low,
            (false, _) => value,
        };
        Some(position.clamp(self.low, self.high))
    }

    /// Whether a value stands before the upper end, or at it.
    pub fn reaches(&self, value: f64) -> bool {
        let position = if self.logarithmic { libm::log10(value) } else { value };
        position <= self.high + 1e-9
    }

    /// How far along the axis a position is, 0 to 1.
    pub fn share(&self, position: f64) -> f64 {
        (position - self.low) / (self.high - self.low)
    }
}

/// Multiples of the step up to the upper end.
fn linear_ticks(high: f64, step: f64) -> Vec<Tick> {
    let steps = (high / step + 1e-9).floor() as usize;
    let tick = |position: f64| Tick { position, label: plain(position) };
    (0..=steps).map(|i| tick(i as f64 * step)).collect()
}

/// The next of 1, 2, 5 times a power of ten.
fn round_step(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    let rounds = [1.0, 2.0, 5.0, 10.0];
    rounds.into_iter().find(|round| round * power >= step * (1.0 - 1e-9)).unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn days_are_labelled_in_weeks_where_it_fits() {
        assert_eq!(labels(&Axis::days(28.0, 9)), ["0", "7", "14", "21", "28"]);
        assert_eq!(labels(&Axis::days(1.0, 9)), ["0", "0.25", "0.5", "0.75", "1"]);
        assert_eq!(labels(&Axis::days(730.0, 9)).last(), Some(&"728"));
        for horizon in (1..4000).map(f64::from) {
            let axis = Axis::days(horizon, 9);
            assert!((2..=10).contains(&axis.ticks.len()) && axis.high == horizon, "{horizon}: {axis:?}");
        }
    }

    #[test]
    fn a_linear_axis_reaches_its_highest_value_in_round_steps() {
        assert_eq!(labels(&Axis::linear(63.0, 5)), ["0", "20", "40", "60", "80"]);
        assert_eq!(labels(&Axis::linear(0.071, 3)), ["0", "0.05", "0.1"]);
        for highest in [1e-9, 0.3, 1.0, 7.2, 99.9, 1e7] {
            let axis = Axis::linear(highest, 4);
            assert!(axis.high >= highest * (1.0 - 1e-9) && axis.high <= 2.5 * highest, "{highest}: {axis:?}");
        }
    }

    #[test]
    fn an_axis_around_two_values_encloses_them_in_round_steps() {
        assert_eq!(labels(&Axis::around(-13.0, 27.0, 4)), ["−20", "−10", "0", "10", "20", "30"]);
        let point = Axis::around(2.0, 2.0, 4);
        assert!(point.low <= 1.0 && point.high >= 3.0, "{point:?}");
    }

    #[test]
    fn decades_are_written_with_raised_exponents() {
        assert_eq!(labels(&Axis::decades_and_zero(0, 13, 3)), ["0", "1", "10³", "10⁶", "10⁹", "10¹²"]);
        assert_eq!(labels(&Axis::decades(-2, 1, 1)), ["0.01", "0.1", "1", "10"]);
        assert_eq!(power_of_ten(-7), "10⁻⁷");
    }

    #[test]
    fn a_logarithmic_axis_has_round_ticks_between_its_ends() {
        assert_eq!(labels(&Axis::logarithmic(3.0, 200.0)), ["5", "10", "20", "50", "100", "200"]);
        assert_eq!(labels(&Axis::logarithmic(0.5, 3e6)), ["1", "10", "100", "1,000", "10,000", "10⁵", "10⁶"]);
        assert_eq!(labels(&Axis::logarithmic(0.9, 1.9)), ["1", "1.5"]);
        assert_eq!(Axis::logarithmic(1.0, 100.0).position(10.0), Some(1.0));
    }

    #[test]
    fn zero_has_a_place_on_a_logarithmic_axis_and_no_number_has_none() {
        let axis = Axis::decades_and_zero(0, 13, 3);
        assert_eq!(axis.position(0.0), Some(axis.low));
        assert!(axis.position(1.0) > axis.position(0.0));
        assert_eq!(axis.position(1e99), Some(13.0));
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(axis.position(value), None);
        }
    }

    #[test]
    fn an_axis_around_zero_has_ticks_on_both_sides() {
        assert_eq!(labels(&Axis::spanning(-100.0, 100.0, 50.0)), ["−100", "−50", "0", "50", "100"]);
    }

    #[test]
    fn ticks_that_would_touch_are_left_out() {
        let axis = Axis::decades_and_zero(0, 13, 3).spaced(200.0, 30.0);
        assert_eq!(labels(&axis), ["0", "10³", "10⁶", "10⁹", "10¹²"]);
    }

    #[test]
    fn numbers_are_written_with_four_digits_at_most_and_no_trailing_zeros() {
        let expected =
            [(0.0, "0"), (0.5, "0.5"), (22.26, "22.26"), (2783.0, "2,783"), (1e6, "1,000,000"), (-2.5, "−2.5")];
        for (value, text) in expected {
            assert_eq!(plain(value), text);
        }
    }
}
