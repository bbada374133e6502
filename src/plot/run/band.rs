//! Band: one variable over several replicates, as a line and the band around it. Replicates share their points in time;
//! one that ended earlier (death) drops out of the later points. Left out: confidence intervals of the median.
//!
//! | replicates | line | band |
//! |---|---|---|
//! | 1 | its values | none |
//! | 2 to 19 | median | lowest to highest |
//! | 20 and more | median | 5th to 95th percentile |
//!
//! # Missing values
//!
//! Replicates that ended (death with `stop_at_death`) have no later points. The median of a later day is that of
//! the replicates that are left, so a band can narrow where the worst courses have ended; figures say how many died
//! and when. A value that is no finite number is left out of its day, and so is a mean over cells (p53, damage, rates of death) of a kind
//! of which no cell is left; where none is left, the curve has a gap.

use crate::{page::Page, panel::Panel, theme::Stroke};
use cenersim_model::{
    biology::Kind,
    curves::{CurveSet, Variable},
};
use cenersim_statistics::quantile;

/// From this number of replicates the band is their 5th to 95th percentile instead of their range.
const ENOUGH_FOR_PERCENTILES: usize = 20;

/// Median and band over time. A point where no replicate has a finite value is NaN; panels leave a gap there.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Band {
    /// Days of the points (d).
    pub days: Vec<f64>,
    /// Lower end of the band at each point.
    pub low: Vec<f64>,
    /// Median at each point.
    pub middle: Vec<f64>,
    /// Upper end of the band at each point.
    pub high: Vec<f64>,
}

impl Band {
    /// The curve of a variable, of one kind of cell where it has kinds.
    pub fn of(replicates: &[CurveSet], variable: Variable, kind: Option<Kind>) -> Self {
        let mut band = Self::default();
        let recorded = |set: &&CurveSet| !set.of(variable, kind).is_empty();
        let sets: Vec<&CurveSet> = replicates.iter().filter(recorded).collect();
        let Some(longest) = sets.iter().max_by_key(|set| set.days.len()) else { return band };
        for (i, day) in longest.days.iter().enumerate().filter(|(_, day)| day.is_finite()) {
            let mut values: Vec<f64> = sets.iter().filter_map(|set| value_at(set, variable, kind, i, *day)).collect();
            band.push(*day, &mut values, replicates.len());
        }
        band
    }

    /// Ribbon and line; no ribbon where there is only one replicate.
    pub fn draw(&self, page: &mut Page, panel: &Panel, name: &str, stroke: &Stroke) {
        // A gap is no number, which equals nothing.
        if self.low.iter().zip(&self.high).any(|(low, high)| low < high) {
            panel.ribbon(page, &format!("{name}, band"), stroke.color, &self.days, &self.low, &self.high);
        }
        panel.curve(page, name, stroke, &self.days, &self.middle);
    }

    /// The next point, from the values of all replicates that have one.
    fn push(&mut self, day: f64, values: &mut [f64], replicates: usize) {
        values.sort_by(f64::total_cmp);
        let tail = if replicates >= ENOUGH_FOR_PERCENTILES { 0.05 } else { 0.0 };
        self.days.push(day);
        self.low.push(quantile(values, tail));
        self.middle.push(quantile(values, 0.5));
        self.high.push(quantile(values, 1.0 - tail));
    }

    /// Every value multiplied, for example to percent.
    pub fn scaled(mut self, factor: f64) -> Self {
        for values in [&mut self.low, &mut self.middle, &mut self.high] {
            values.iter_mut().for_each(|value| *value *= factor);
        }
        self
    }

    /// Points up to a day.
    pub fn until(mut self, day: f64) -> Self {
        let kept = self.days.iter().take_while(|d| **d <= day).count();
        for values in [&mut self.days, &mut self.low, &mut self.middle, &mut self.high] {
            values.truncate(kept);
        }
        self
    }

    /// The highest finite value of line and band; zero if there is none.
    pub fn highest(&self) -> f64 {
        self.high.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max)
    }

    /// The highest finite value of the line; zero if there is none.
    pub fn peak(&self) -> f64 {
        self.middle.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max)
    }

    /// Day and value of the lowest point of the line; none without a finite value.
    pub fn lowest(&self) -> Option<(f64, f64)> {
        let points = self.days.iter().copied().zip(self.middle.iter().copied());
        points.filter(|(_, value)| value.is_finite()).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// First day on which the line is below a value, and the first after it from which on it never is again.
    pub fn below(&self, value: f64) -> Option<(f64, Option<f64>)> {
        let is_below = |middle: &f64| *middle < value;
        let first = self.middle.iter().position(is_below)?;
        let last = self.middle.iter().rposition(is_below)?;
        Some((self.days[first], self.days.get(last + 1).copied()))
    }

    /// Whether line or band go below a value.
    pub fn goes_below(&self, value: f64) -> bool {
        self.low.iter().any(|low| *low < value)
    }

    /// Since which day the line and its band have been zero to the end; none if they are not.
    pub fn zero_since(&self) -> Option<f64> {
        let zeros = self.high.iter().rev().take_while(|value| **value == 0.0).count();
        self.days.get(self.days.len() - zeros).copied()
    }
}

/// The finite value at a point, if the replicate reached it; none of cells that are not there.
fn value_at(set: &CurveSet, variable: Variable, kind: Option<Kind>, i: usize, day: f64) -> Option<f64> {
    let same_day = set.days.get(i).is_some_and(|d| (d - day).abs() < 1e-6);
    let known = same_day && !(is_mean_over_cells(variable) && no_cell(set, kind, i));
    set.of(variable, kind).get(i).copied().filter(|value| known && value.is_finite())
}

/// Whether a curve says something of each cell of a kind and not of their number.
const fn is_mean_over_cells(variable: Variable) -> bool {
    variable.per_kind() && !matches!(variable, Variable::Cells | Variable::Agents)
}

fn no_cell(set: &CurveSet, kind: Option<Kind>, i: usize) -> bool {
    set.of(Variable::Cells, kind).get(i) == Some(&0.0)
}

/// What line and band are, for the subtitle.
pub fn explanation(replicates: usize) -> String {
    match replicates {
        0 => "No replicate was simulated.".into(),
        1 => "One replicate.".into(),
        n if n < ENOUGH_FOR_PERCENTILES => format!("Line: median of {n} replicates; band: lowest to highest."),
        n => format!("Line: median of {n} replicates; band: 5th to 95th percentile."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Replicates with the given blood counts on days 0, 1, 2 ...
    fn replicates(values: &[&[f64]]) -> Vec<CurveSet> {
        let one = |values: &&[f64]| {
            let mut set = CurveSet::default();
            for (day, value) in values.iter().enumerate() {
                set.days.push(day as f64);
                set.push(Variable::Neutrophils, None, *value);
            }
            set
        };
        values.iter().map(one).collect()
    }

    fn band(values: &[&[f64]]) -> Band {
        Band::of(&replicates(values), Variable::Neutrophils, None)
    }

    #[test]
    fn few_replicates_are_shown_by_median_and_range() {
        let band = band(&[&[3.0], &[1.0], &[10.0]]);
        assert_eq!((band.low[0], band.middle[0], band.high[0]), (1.0, 3.0, 10.0));
    }

    // R: quantile(1:20, c(0.05, 0.5, 0.95)), type 7.
    #[test]
    fn many_replicates_are_shown_by_median_and_percentiles() {
        let values: Vec<[f64; 1]> = (1..=20).map(|i| [f64::from(i)]).collect();
        let band = band(&values.iter().map(<[f64; 1]>::as_slice).collect::<Vec<_>>());
        let found = [band.low[0], band.middle[0], band.high[0]];
        assert!(found.iter().zip([1.95, 10.5, 19.05]).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn a_replicate_that_ended_drops_out_of_later_points() {
        let band = band(&[&[1.0, 1.0, 1.0], &[5.0]]);
        assert_eq!(band.high, [5.0, 1.0, 1.0]);
    }

    #[test]
    fn a_point_without_finite_values_is_a_gap() {
        let band = band(&[&[1.0, f64::NAN, 2.0]]);
        assert!(band.middle[1].is_nan() && band.middle[2] == 2.0);
        assert_eq!((band.highest(), band.peak()), (2.0, 2.0));
    }

    #[test]
    fn a_mean_over_cells_is_a_gap_where_no_cell_is_left() {
        let mut set = CurveSet::default();
        let kind = Some(Kind::Blast);
        for (day, cells) in [10.0, 0.0, 4.0].into_iter().enumerate() {
            set.days.push(day as f64);
            set.push(Variable::Cells, kind, cells);
            set.push(Variable::P53Protein, kind, 1.0);
        }
        let p53 = Band::of(&[set.clone()], Variable::P53Protein, kind).middle;
        assert!(p53[0] == 1.0 && p53[1].is_nan() && p53[2] == 1.0, "{p53:?}");
        assert_eq!(Band::of(&[set], Variable::Cells, kind).middle, [10.0, 0.0, 4.0]);
    }

    #[test]
    fn days_below_a_value_are_those_of_the_line() {
        assert_eq!(band(&[&[5.0, 0.1, 0.1, 3.0]]).below(0.5), Some((1.0, Some(3.0))));
        assert_eq!(band(&[&[5.0, 0.1, 3.0, 0.1]]).below(0.5), Some((1.0, None)));
        assert_eq!(band(&[&[5.0, 1.0]]).below(0.5), None);
    }

    #[test]
    fn extinction_is_dated_only_if_it_lasts() {
        assert_eq!(band(&[&[5.0, 0.0, 0.0]]).zero_since(), Some(1.0));
        assert_eq!(band(&[&[5.0, 0.0, 1.0]]).zero_since(), None);
        assert_eq!(band(&[&[5.0, 0.0], &[5.0, 1.0]]).zero_since(), None);
        assert_eq!(Band::default().zero_since(), None);
    }
}
