//! What figures of a run show beside its own curves: the same courses without cenersen around the first course, and the earlier run
//! that it is laid over. Kept as CBOR in `figures.cbor`, so that `cenersim plot` draws both again.
//! Left out: tables of them; a comparison has these.

use super::{super::StudyError, SingleRun};
use cenersim_analyses::comparison::Compared;
use cenersim_model::{
    curves::{Course, CurveSet, administrations},
    quantity::Time,
    simulation::{Settings, jobs},
    treatment::Drug,
};
use cenersim_plot::{
    Figure, Theme,
    comparison::{ComparisonInput, against_figures},
    drawn_of_kinds, first_course,
};
use rayon::prelude::*;

/// Courses that are simulated without cenersen: their median does not need more.
const COURSES: u32 = 8;
/// Points of a curve for each day: as close as a panel of three weeks shows.
const POINTS: f64 = 4.0;

/// What is drawn beside a run.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Beside {
    /// The first replicates without cenersen around the first course, their days counted from day 1; none where it is not given.
    pub without: Vec<CurveSet>,
    /// The earlier run and this one as two arms.
    pub earlier: Option<Compared>,
}

impl Beside {
    /// As bytes; none of nothing.
    ///
    /// # Panics
    /// If it cannot be written: a mistake in the code.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if *self != Self::default() {
            ciborium::into_writer(self, &mut bytes).expect("plain data can be written");
        }
        bytes
    }

    /// What was written by [`Beside::to_bytes`].
    ///
    /// # Errors
    /// If it is of a version that keeps something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StudyError> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        ciborium::from_reader(bytes).map_err(StudyError::other_version)
    }

    /// The run over the earlier one.
    pub(super) fn figures(&self, footer: &str, theme: &Theme) -> Vec<Figure> {
        let of = |compared| against_figures(&ComparisonInput { compared, footer }, theme);
        self.earlier.as_ref().map_or_else(Vec::new, of)
    }
}

impl SingleRun<'_> {
    /// The first replicates of these without cenersen, in the same random numbers; none of a branch, whose courses began as
    /// those of another run, and where no cenersen is given.
    pub(super) fn without_cenersen(&self, courses: &[Course]) -> Vec<CurveSet> {
        let mut regimen = self.arm().clone();
        regimen.withdraw(Drug::Cenersen);
        let Some(first) = courses.first().filter(|_| self.branch.is_none() && regimen != *self.arm()) else {
            return Vec::new();
        };
        let (days, settings) = (regimen.days, &self.scenario.settings);
        let horizon = days.since_day_one(settings.horizon).in_days();
        let end = days.since_start(Time::days(first_course(&administrations(&first.events), horizon)));
        let examinations = settings.examinations.iter().copied().filter(|at| *at <= end).collect();
        let settings = Settings { horizon: end, examinations, ..settings.clone() };
        let one = |number| self.replicate(number, (&regimen, &settings, &[]), &|_| {}).since_day_one(days).curves;
        jobs(0..self.units().min(COURSES)).map(one).map(|curves| drawn(&curves)).collect()
    }
}

/// Of the curves of a course what is drawn.
fn drawn(course: &CurveSet) -> CurveSet {
    let part = |day: f64| (POINTS * day + 1e-6).floor();
    let is_kept = |point: &usize| *point == 0 || part(course.days[*point]) > part(course.days[point - 1]);
    let points: Vec<usize> = (0..course.days.len()).filter(is_kept).collect();
    let at = |values: &[f64]| points.iter().map(|point| values[*point]).collect::<Vec<f64>>();
    let curves = course.values.iter().filter(|(curve, _)| curve.kind.is_some() && drawn_of_kinds(curve.variable));
    CurveSet { days: at(&course.days), values: curves.map(|(curve, values)| (*curve, at(values))).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Input, RunRequest};
    use cenersim_model::{biology::Kind, curves::Variable};

    /// Two courses of arm A with few agents; `change` is made to it before.
    fn without(change: impl Fn(&mut SingleRun)) -> Vec<CurveSet> {
        let input = Input::written("arm_a", include_str!("../../../scenarios/arm_a.toml"));
        let mut run = RunRequest::of(input).prepare().unwrap();
        (run.scenario.settings.agents_per_class, run.scenario.settings.replicates) = (8, 2);
        change(&mut run);
        let courses: Vec<Course> = run.courses(0..2, &|_| {}).unwrap();
        run.without_cenersen(&courses)
    }

    #[test]
    fn without_cenersen_p53_messenger_is_that_of_an_untreated_cell() {
        let without = without(|_| ());
        assert_eq!(without.len(), 2);
        for set in &without {
            let [mrna, cells] = [Variable::P53Mrna, Variable::Cells].map(|of| set.of(of, Some(Kind::Blast)));
            assert!(set.days.len() > 80 && mrna.len() == set.days.len(), "{:?}", set.days);
            assert!(mrna.iter().zip(cells).all(|(mrna, cells)| *cells == 0.0 || (mrna - 1.0).abs() < 1e-9), "{mrna:?}");
        }
    }

    #[test]
    fn an_arm_that_gives_none_has_nothing_beside_it() {
        assert!(without(|run| run.scenario.arms[0].withdraw(Drug::Cenersen)).is_empty());
        assert_eq!(Beside::default().to_bytes(), Vec::<u8>::new());
        assert_eq!(Beside::from_bytes(&[]).unwrap(), Beside::default());
    }

    #[test]
    fn what_is_kept_comes_back() {
        let beside = Beside { without: without(|_| ()), earlier: None };
        assert_eq!(Beside::from_bytes(&beside.to_bytes()).unwrap(), beside);
    }
}
