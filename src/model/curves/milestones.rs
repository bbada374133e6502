//! Milestones of one course: nadirs, recoveries, log-kills. Days between two points are found on the straight line between them.
//! Left out: smoothing. A nadir is the lowest point recorded within a window, the same for every patient and arm; a recovery is
//! counted from it and may lie beyond the window.

use super::{CurveSet, Variable};
use crate::biology::Kind;

/// Lowest points and recoveries. Days since the start of treatment; none if it did not happen.
///
/// ```text
/// log-kill = log10(cells on the first day / cells at the nadir),   both at least 1
/// ```
///
/// Curves that were not recorded give zeros, and none where a day may be missing. Counts of blood are in 10^9/L.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Milestones {
    /// Leukemic cells of all kinds at their lowest (cells).
    pub blast_nadir_cells: f64,
    /// First day on which they are so few (d).
    pub blast_nadir_day: f64,
    /// Decimal logarithm of their fall from the first day to the nadir; 3 means that one of 1,000 is left.
    pub blast_log_kill: f64,
    /// Leukemic stem cells at their lowest (cells).
    pub stem_nadir_cells: f64,
    /// First day on which they are so few (d).
    pub stem_nadir_day: f64,
    /// Decimal logarithm of their fall.
    pub stem_log_kill: f64,
    /// True when no leukemic stem cell is left (only possible at weight 1).
    pub stem_extinct: bool,
    /// Neutrophils in blood at their lowest (10^9/L).
    pub neutrophil_nadir: f64,
    /// First day on which they are so few (d).
    pub neutrophil_nadir_day: f64,
    /// First day at or above 0.5 x 10^9/L after the nadir; none if the count never fell below it or never came back.
    pub neutrophils_above_half_day: Option<f64>,
    /// The same for 1.0 x 10^9/L.
    pub neutrophils_above_one_day: Option<f64>,
    /// Days below 0.5 x 10^9/L in total, with parts of days.
    pub days_neutrophils_below_half: f64,
    /// Platelets in blood at their lowest (10^9/L).
    pub platelet_nadir: f64,
    /// First day on which they are so few (d).
    pub platelet_nadir_day: f64,
    /// First day at or above 50 x 10^9/L after the nadir; none as above.
    pub platelets_above_50_day: Option<f64>,
    /// The same for 100 x 10^9/L.
    pub platelets_above_100_day: Option<f64>,
    /// Days below 50 x 10^9/L in total, with parts of days.
    pub days_platelets_below_50: f64,
    /// p53 mRNA of leukemic stem cells at its lowest, relative to an untreated wild-type cell.
    pub stem_p53_mrna: f64,
    /// The same of normal stem cells.
    pub normal_stem_p53_mrna: f64,
}

impl Milestones {
    /// Every day that it holds; lengths of time are none.
    pub(super) fn days_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        let recoveries = [
            &mut self.neutrophils_above_half_day,
            &mut self.neutrophils_above_one_day,
            &mut self.platelets_above_50_day,
            &mut self.platelets_above_100_day,
        ];
        let nadirs = [
            &mut self.blast_nadir_day,
            &mut self.stem_nadir_day,
            &mut self.neutrophil_nadir_day,
            &mut self.platelet_nadir_day,
        ];
        recoveries.into_iter().flatten().chain(nadirs)
    }

    /// Whether there never was a leukemic cell: none at the lowest, and none to be killed.
    pub fn is_without_leukemia(&self) -> bool {
        self.blast_nadir_cells == 0.0 && self.blast_log_kill == 0.0
    }
}

/// What a talk quotes from the curves; zeros and none for curves that were not recorded.
///
/// Of everything the curves hold.
pub fn milestones(curves: &CurveSet) -> Milestones {
    milestones_within(curves, f64::INFINITY)
}

/// As [`milestones`], but with lowest points and days of cytopenia up to and including a day. Recoveries are looked for in
/// everything the curves hold: to leave out what follows a death, cut them first ([`CurveSet::until`]).
pub fn milestones_within(curves: &CurveSet, day: f64) -> Milestones {
    let window = curves.days.partition_point(|at| *at <= day);
    let leukemic = Trace { days: &curves.days, values: &leukemic_cells(curves), window };
    let trace = |variable, kind| Trace { days: &curves.days, values: curves.of(variable, kind), window };
    let stem = trace(Variable::Cells, Some(Kind::LeukemicStem));
    let (neutrophils, platelets) = (trace(Variable::Neutrophils, None), trace(Variable::Platelets, None));
    let [(blast_day, blasts), (stem_day, stems)] = [leukemic.nadir(), stem.nadir()];
    let [(neutrophil_day, neutrophil), (platelet_day, platelet)] = [neutrophils.nadir(), platelets.nadir()];
    Milestones {
        blast_nadir_cells: blasts,
        blast_nadir_day: blast_day,
        blast_log_kill: leukemic.log_kill(),
        stem_nadir_cells: stems,
        stem_nadir_day: stem_day,
        stem_log_kill: stem.log_kill(),
        stem_extinct: stem.is_extinct(),
        neutrophil_nadir: neutrophil,
        neutrophil_nadir_day: neutrophil_day,
        neutrophils_above_half_day: neutrophils.recovery(0.5),
        neutrophils_above_one_day: neutrophils.recovery(1.0),
        days_neutrophils_below_half: neutrophils.days_below(0.5),
        platelet_nadir: platelet,
        platelet_nadir_day: platelet_day,
        platelets_above_50_day: platelets.recovery(50.0),
        platelets_above_100_day: platelets.recovery(100.0),
        days_platelets_below_50: platelets.days_below(50.0),
        stem_p53_mrna: trace(Variable::P53Mrna, Some(Kind::LeukemicStem)).nadir().1,
        normal_stem_p53_mrna: trace(Variable::P53Mrna, Some(Kind::NormalStem)).nadir().1,
    }
}

/// Leukemic cells of all kinds that were recorded, day by day.
fn leukemic_cells(curves: &CurveSet) -> Vec<f64> {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_leukemic());
    let recorded: Vec<&[f64]> = kinds.map(|kind| curves.of(Variable::Cells, Some(kind))).collect();
    let days = recorded.iter().map(|values| values.len()).max().unwrap_or(0);
    (0..days).map(|day| recorded.iter().filter_map(|values| values.get(day)).sum()).collect()
}

/// One curve over its days.
#[derive(Clone, Copy)]
struct Trace<'a> {
    /// Days of the points, ascending.
    days: &'a [f64],
    /// The value on each day, in the unit of the curve.
    values: &'a [f64],
    /// Points that count for the lowest one and for days below a threshold.
    window: usize,
}

impl Trace<'_> {
    /// Day and value of each point.
    fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.days.iter().copied().zip(self.values.iter().copied())
    }

    /// Neighboring points: day and value of the first and of the second.
    fn segments(&self) -> impl Iterator<Item = [(f64, f64); 2]> {
        self.points().zip(self.points().skip(1)).map(|(first, second)| [first, second])
    }

    /// Day and value of the lowest point, the first of several.
    fn nadir(&self) -> (f64, f64) {
        self.points()
            .take(self.window)
            .reduce(|low, point| if point.1 < low.1 { point } else { low })
            .unwrap_or_default()
    }

    /// Decimal logarithm of the fall from the first day to the nadir. Below one cell counts as one cell.
    fn log_kill(&self) -> f64 {
        let start = self.values.first().copied().unwrap_or(0.0).max(1.0);
        libm::log10(start / self.nadir().1.max(1.0))
    }

    /// Whether there were cells on the first day and none is left at the nadir.
    fn is_extinct(&self) -> bool {
        self.values.first().is_some_and(|start| *start > 0.0) && self.nadir().1 <= 0.0
    }

    /// First day at or above `threshold` after the nadir; none if the curve never fell below it or never came back.
    fn recovery(&self, threshold: f64) -> Option<f64> {
        let (day, value) = self.nadir();
        if value >= threshold {
            return None;
        }
        let rising = |[from, to]: &[(f64, f64); 2]| from.0 >= day && from.1 < threshold && to.1 >= threshold;
        self.segments().find(rising).map(|segment| crossing(segment, threshold))
    }

    /// Days below `threshold` in the window.
    fn days_below(&self, threshold: f64) -> f64 {
        self.segments().take(self.window.saturating_sub(1)).map(|segment| below(segment, threshold)).sum()
    }
}

/// Day on which the straight line between two points on different sides of `threshold` meets it.
fn crossing([from, to]: [(f64, f64); 2], threshold: f64) -> f64 {
    from.0 + (to.0 - from.0) * (threshold - from.1) / (to.1 - from.1)
}

/// Days that the straight line between two points is below `threshold`.
fn below(segment: [(f64, f64); 2], threshold: f64) -> f64 {
    let [from, to] = segment;
    match (from.1 < threshold, to.1 < threshold) {
        (true, true) => to.0 - from.0,
        (true, false) => crossing(segment, threshold) - from.0,
        (false, true) => to.0 - crossing(segment, threshold),
        (false, false) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curves(days: &[f64], drawn: &[(Variable, Option<Kind>, &[f64])]) -> CurveSet {
        let mut curves = CurveSet { days: days.to_vec(), ..CurveSet::default() };
        for (variable, kind, values) in drawn {
            values.iter().for_each(|value| curves.push(*variable, *kind, *value));
        }
        curves
    }

    const DAYS: &[f64] = &[0.0, 10.0, 20.0, 30.0, 40.0];

    #[test]
    fn neutrophils_recover_on_the_line_between_two_points() {
        let drawn = curves(DAYS, &[(Variable::Neutrophils, None, &[4.5, 0.0, 0.2, 1.2, 4.0])]);
        let found = milestones(&drawn);
        assert_eq!((found.neutrophil_nadir, found.neutrophil_nadir_day), (0.0, 10.0));
        assert_eq!((found.neutrophils_above_half_day, found.neutrophils_above_one_day), (Some(23.0), Some(28.0)));
        // Below 0.5 from day 10 (4.0 / 4.5) on.
        assert!((found.days_neutrophils_below_half - (23.0 - 80.0 / 9.0)).abs() < 1e-12);
    }

    #[test]
    fn platelets_that_reach_the_threshold_exactly_have_recovered() {
        let drawn = curves(DAYS, &[(Variable::Platelets, None, &[150.0, 20.0, 50.0, 50.0, 100.0])]);
        let found = milestones(&drawn);
        assert_eq!((found.platelets_above_50_day, found.platelets_above_100_day), (Some(20.0), Some(40.0)));
        assert!((found.days_platelets_below_50 - (20.0 - 100.0 / 13.0)).abs() < 1e-12);
    }

    #[test]
    fn counts_that_never_fall_or_never_come_back_have_no_recovery_day() {
        let drawn = [
            (Variable::Neutrophils, None, &[4.0, 3.0, 2.0, 3.0, 4.0][..]),
            (Variable::Platelets, None, &[40.0, 30.0, 20.0, 30.0, 40.0]),
        ];
        let found = milestones(&curves(DAYS, &drawn));
        assert_eq!((found.neutrophils_above_half_day, found.days_neutrophils_below_half), (None, 0.0));
        assert_eq!((found.platelets_above_50_day, found.days_platelets_below_50), (None, 40.0));
    }

    #[test]
    fn two_falls_count_twice_and_recover_after_the_lowest() {
        let drawn = curves(DAYS, &[(Variable::Neutrophils, None, &[0.0, 1.0, 0.25, 1.0, 0.25])]);
        let found = milestones(&drawn);
        assert_eq!(found.neutrophils_above_half_day, Some(5.0));
        let expected = 5.0 + 20.0 / 3.0 + 10.0 / 3.0;
        assert!((found.days_neutrophils_below_half - expected).abs() < 1e-12);
    }

    /// By hand: below 0.5 from day 10 (4.0 / 4.5) to day 20; the recovery of day 23 is beyond the window, the second fall is not
    /// looked at.
    #[test]
    fn a_window_ends_nadirs_and_days_and_not_the_recovery() {
        let drawn = curves(DAYS, &[(Variable::Neutrophils, None, &[4.5, 0.0, 0.2, 1.2, 0.0])]);
        let found = milestones_within(&drawn, 20.0);
        assert_eq!((found.neutrophil_nadir_day, found.neutrophils_above_half_day), (10.0, Some(23.0)));
        assert!((found.days_neutrophils_below_half - (20.0 - 80.0 / 9.0)).abs() < 1e-12);
        assert_eq!(milestones_within(&drawn.until(20.0), 20.0).neutrophils_above_half_day, None);
    }

    #[test]
    fn log_kill_is_the_fall_from_the_first_day() {
        let drawn = [
            (Variable::Cells, Some(Kind::LeukemicStem), &[1e6, 1e5, 1e3, 1e4, 1e7][..]),
            (Variable::Cells, Some(Kind::LeukemicProgenitor), &[9e9, 9e7, 9e6, 9e9, 9e9]),
            (Variable::Cells, Some(Kind::Blast), &[9.91e11 - 1e6, 1e11, 9.91e8 - 1e3, 1e12, 1e12]),
            (Variable::Cells, Some(Kind::NormalStem), &[1.0; 5]),
        ];
        let found = milestones(&curves(DAYS, &drawn));
        assert!((found.stem_log_kill - 3.0).abs() < 1e-12 && !found.stem_extinct);
        assert!((found.blast_log_kill - 3.0).abs() < 1e-9, "{}", found.blast_log_kill);
        assert_eq!((found.stem_nadir_day, found.stem_nadir_cells, found.blast_nadir_day), (20.0, 1e3, 20.0));
        assert!((found.blast_nadir_cells - 1e9).abs() < 1.0);
    }

    #[test]
    fn extinction_is_a_finite_log_kill() {
        let drawn = curves(DAYS, &[(Variable::Cells, Some(Kind::LeukemicStem), &[1e6, 10.0, 0.0, 0.0, 0.0])]);
        let found = milestones(&drawn);
        assert!(found.stem_extinct && (found.stem_log_kill - 6.0).abs() < 1e-12);
        assert_eq!(found.stem_nadir_day, 20.0);
    }

    #[test]
    fn growth_and_health_are_no_kill() {
        let drawn = [
            (Variable::Cells, Some(Kind::Blast), &[1e6, 1e7, 1e8, 1e9, 1e10][..]),
            (Variable::Cells, Some(Kind::LeukemicStem), &[0.0; 5]),
        ];
        let found = milestones(&curves(DAYS, &drawn));
        assert_eq!((found.blast_log_kill, found.stem_log_kill, found.stem_extinct), (0.0, 0.0, false));
    }

    #[test]
    fn curves_that_were_not_recorded_have_no_milestones() {
        assert_eq!(milestones(&CurveSet::default()), Milestones::default());
    }
}
