//! The comparison over a grid of scenario values, in the same patients.
//!
//! # A point
//!
//! The scenarios are read again with the values of the point, so every rule that a scenario has to keep holds at
//! each point, and a fault is told with the point before anything is simulated. Patients, arms and draws are those
//! of the comparison itself: a difference between points is one of the swept keys.

use super::{
    super::{Stage, StudyError},
    ComparisonRequest, stage, units,
};
use cenersim_analyses::{
    comparison::{Design, Endpoint, Record, SweepAxis, SweepPoint, SweepResult},
    scenario::{Scenario, Sweep, grid},
};

/// Every point of a grid, read once to know that it can be simulated.
pub struct Grid {
    /// What is varied, the last fastest.
    pub axes: Vec<SweepAxis>,
    /// The changes of each point, one for each axis.
    points: Vec<Vec<String>>,
    /// One for each point.
    pub(super) stages: Vec<Stage>,
    /// Names of the arms, the same at every point.
    pub arms: Vec<String>,
    /// What of the scenarios at the points is hardly meant.
    pub notes: Vec<String>,
}

impl Grid {
    /// The axes that are asked for, or else those of the scenarios; none if nothing is swept.
    pub(super) fn read(request: &ComparisonRequest, scenarios: &[Scenario]) -> Result<Option<Self>, StudyError> {
        let axes = axes(request, scenarios)?;
        if axes.is_empty() {
            return Ok(None);
        }
        let points = grid(&axes, request.max_points)?;
        let axes = axes.into_iter().map(|axis| SweepAxis { path: axis.path, values: axis.values }).collect();
        let mut grid = Self { axes, points, stages: Vec::new(), arms: Vec::new(), notes: Vec::new() };
        for (index, changes) in grid.points.iter().enumerate() {
            let (design, notes) = request.design_at(changes)?;
            grid.stages.push(stage(&format!("point {}", index + 1), &design, units(&design)));
            grid.arms = design.arms.into_iter().map(|arm| arm.name).collect();
            grid.notes.extend(notes);
        }
        Ok(Some(grid))
    }

    /// Axes and number of points, for a reader.
    pub fn text(&self) -> String {
        let axes: Vec<String> =
            self.axes.iter().map(|axis| format!("{} = {}", axis.path, axis.values.join(", "))).collect();
        format!("{} ({} points)", axes.join("; "), self.points.len())
    }

    /// What is simulated at a point. Every point has been read before; it fails now only if its file has changed meanwhile.
    pub(super) fn design(&self, request: &ComparisonRequest, index: usize) -> Result<Design, StudyError> {
        request.design_at(&self.points[index]).map(|(design, _)| design)
    }

    /// The results of all arms at a point, from its records.
    pub(super) fn point(&self, index: usize, design: &Design, records: &[Record]) -> Vec<SweepPoint> {
        let analysis = design.analysis(records);
        let value = |change: &String| change.split_once('=').map_or("", |(_, value)| value).to_owned();
        let values: Vec<String> = self.points[index].iter().map(value).collect();
        let result = |arm: usize| SweepPoint {
            values: values.clone(),
            arm,
            rates: analysis.rates(arm),
            measures: analysis.measures(arm),
        };
        (0..design.arms.len()).map(result).collect()
    }

    /// The results of all points together.
    pub(super) fn result(&self, points: Vec<SweepPoint>, endpoint: Endpoint) -> SweepResult {
        SweepResult { axes: self.axes.clone(), arms: self.arms.clone(), points, endpoint: endpoint.name().into() }
    }
}

/// Options go before scenarios; scenarios with a sweep must agree on it.
fn axes(request: &ComparisonRequest, scenarios: &[Scenario]) -> Result<Vec<Sweep>, StudyError> {
    if !request.sweep.is_empty() {
        return Ok(request.sweep.clone());
    }
    let places = || request.inputs.iter().zip(scenarios);
    let Some((input, first)) = places().find(|(_, scenario)| !scenario.sweep.is_empty()) else {
        return Ok(Vec::new());
    };
    if let Some((other, _)) = places().find(|(_, scenario)| scenario.sweep != first.sweep) {
        return Err(StudyError::Work(format!(
            "{} has a `[sweep]` that {} does not share: expected the same in every file, or --sweep",
            input.place(),
            other.place()
        )));
    }
    Ok(first.sweep.clone())
}
