//! A comparison as stages of units: the cohort, the arms taken apart for attribution, and each point of a sweep.
//! The same simulations as `cenersim compare`, in pieces.

use super::super::{
    Failure,
    compare::{Compare, arms::Input, sweep::Grid},
};
use cenersim::{
    comparison::{Design, Part},
    study::{Progress, Segment, Stage, StudyError, Work},
};
use indicatif::ProgressBar;

/// A comparison that can be simulated in pieces.
pub struct Comparison<'a> {
    pub compare: &'a Compare,
    pub design: Design,
    /// The arms that are taken apart, and the design that does it.
    pub attributed: Vec<usize>,
    taken_apart: Design,
    pub grid: Option<Grid<'a>>,
    pub stages: Vec<Stage>,
}

/// The stage of the cohort.
pub const COHORT: usize = 0;

impl<'a> Comparison<'a> {
    pub fn new(compare: &'a Compare, inputs: &[Input]) -> Result<Self, Failure> {
        let design = compare.design(inputs)?;
        let grid = Grid::read(compare, inputs)?;
        let attributed = compare.attributed(&design);
        let taken_apart = design.taken_apart(&attributed.arms);
        let patients = if attributed.arms.is_empty() { 0 } else { attributed.patients.end - attributed.patients.start };
        let patients_in_all = design.patients().end - design.patients().start;
        let mut stages = vec![stage("cohort", &design, patients_in_all), stage("attribution", &taken_apart, patients)];
        for point in 0..grid.as_ref().map_or(0, Grid::len) {
            let design = grid.as_ref().expect("a grid with points").design(point)?;
            let patients = design.patients().end - design.patients().start;
            stages.push(stage(&format!("point {}", point + 1), &design, patients));
        }
        Ok(Self { compare, design, attributed: attributed.arms, taken_apart, grid, stages })
    }

    /// The stage of attribution.
    pub const fn attribution() -> usize {
        COHORT + 1
    }

    /// The stage of a point of the sweep.
    pub const fn point(index: usize) -> usize {
        COHORT + 2 + index
    }

    /// Courses and days of one unit of a stage, for the progress bar (h).
    pub fn hours(&self, segment: &Segment) -> f64 {
        let arms = match segment.stage {
            COHORT => self.design.arms.len(),
            stage if stage == Self::attribution() => self.taken_apart.arms.len(),
            _ => self.grid.as_ref().map_or(0, |grid| grid.arms()),
        };
        segment.units() as f64 * arms as f64 * self.design.settings.horizon.in_hours()
    }
}

/// All replicates of so many patients, at what one of them is expected to cost.
fn stage(name: &str, design: &Design, patients: u64) -> Stage {
    let settings = &design.settings;
    let unit_cost = design.arms.len() as u64 * settings.steps() * u64::from(settings.agents_per_class);
    Stage { name: name.into(), units: patients * u64::from(design.replicates), unit_cost }
}

/// A comparison while it is simulated, with its progress bar.
pub struct Simulation<'a> {
    pub comparison: &'a Comparison<'a>,
    pub chunks: &'a [Vec<Segment>],
    pub bar: &'a ProgressBar,
}

impl Work for Simulation<'_> {
    fn begin(&self, chunks: &[usize]) {
        let segments = chunks.iter().flat_map(|chunk| &self.chunks[*chunk]);
        let hours: f64 = segments.map(|segment| self.comparison.hours(segment)).sum();
        self.bar.set_length(hours as u64);
    }

    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Part, StudyError> {
        let comparison = self.comparison;
        let (units, progress) = (segment.first..segment.end, |hours| progress(hours));
        match (segment.stage, &comparison.grid) {
            (COHORT, _) => Ok(comparison.design.simulate_units(units, &progress)),
            (stage, _) if stage == Comparison::attribution() => {
                Ok(comparison.taken_apart.outcomes_of_units(units, &progress))
            }
            (stage, Some(grid)) => {
                let design = grid.design(stage - Comparison::point(0)).map_err(|failure| match failure {
                    Failure::Input(text) => StudyError::Work(text),
                    Failure::Run(error) => StudyError::Work(format!("{error:#}")),
                })?;
                Ok(design.outcomes_of_units(units, &progress))
            }
            (stage, None) => Err(StudyError::Work(format!("stage {stage} is none of a comparison without a sweep"))),
        }
    }
}
