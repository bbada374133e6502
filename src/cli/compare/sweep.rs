//! The comparison over a grid of scenario values, in the same patients.

use super::{Compare, Failure, Input};
use cenersim::{
    comparison::{Design, Endpoint, Failed, Record, SweepAxis, SweepPoint, SweepResult},
    scenario::{Sweep, grid},
};
use rayon::prelude::*;

/// Every point of a grid, read once to know that it can be simulated.
pub struct Grid<'a> {
    compare: &'a Compare,
    axes: Vec<SweepAxis>,
    /// The changes of each point, one for each axis.
    points: Vec<Vec<String>>,
    arms: Vec<String>,
    courses: u64,
}

type AtPoint = (Vec<SweepPoint>, Vec<Failed>);

impl<'a> Grid<'a> {
    /// The axes of the arguments, or else those of the scenarios; none if nothing is swept.
    pub fn read(compare: &'a Compare, inputs: &[Input]) -> Result<Option<Self>, Failure> {
        let axes = axes(compare, inputs)?;
        if axes.is_empty() {
            return Ok(None);
        }
        let points = grid(&axes, compare.max_points)?;
        let mut courses = 0;
        let mut arms = Vec::new();
        for changes in &points {
            let design = point(compare, changes)?;
            let patients = design.patients();
            let units = (patients.end - patients.start) * u64::from(design.replicates);
            courses += units * design.arms.len() as u64;
            arms = design.arms.into_iter().map(|arm| arm.name).collect();
        }
        let axes = axes.into_iter().map(|axis| SweepAxis { path: axis.path, values: axis.values }).collect();
        Ok(Some(Self { compare, axes, points, arms, courses }))
    }

    /// Courses of all points.
    pub fn courses(&self) -> u64 {
        self.courses
    }

    /// Axes and number of points, for the plan.
    pub fn text(&self) -> String {
        let axes: Vec<String> =
            self.axes.iter().map(|axis| format!("{} = {}", axis.path, axis.values.join(", "))).collect();
        format!("{} ({} points)", axes.join("; "), self.points.len())
    }

    pub fn simulate(
        &self,
        endpoint: Endpoint,
        progress: &(impl Fn(f64) + Sync),
    ) -> Result<(SweepResult, Vec<Failed>), Failure> {
        let at = |index| self.at(index, progress);
        let simulated: Vec<_> = (0..self.points.len()).into_par_iter().map(at).collect::<Result<_, _>>()?;
        let (points, failures): (Vec<_>, Vec<_>) = simulated.into_iter().unzip();
        Ok((self.result(points.concat(), endpoint), failures.concat()))
    }

    /// Every point has been read before; it fails now only if its file has changed meanwhile.
    fn at(&self, index: usize, progress: &(impl Fn(f64) + Sync)) -> Result<AtPoint, Failure> {
        let design = self.design(index)?;
        let part = design.outcomes(design.patients(), progress);
        Ok((self.point(index, &design, &part.records), part.failures))
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Number of arms.
    pub fn arms(&self) -> usize {
        self.arms.len()
    }

    /// What is simulated at a point.
    pub fn design(&self, index: usize) -> Result<Design, Failure> {
        point(self.compare, &self.points[index])
    }

    /// The results of all arms at a point, from its records.
    pub fn point(&self, index: usize, design: &Design, records: &[Record]) -> Vec<SweepPoint> {
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
    pub fn result(&self, points: Vec<SweepPoint>, endpoint: Endpoint) -> SweepResult {
        SweepResult { axes: self.axes.clone(), arms: self.arms.clone(), points, endpoint: endpoint.name().into() }
    }
}

fn point(compare: &Compare, changes: &[String]) -> Result<Design, Failure> {
    compare.design(&compare.inputs(changes)?)
}

fn axes(compare: &Compare, inputs: &[Input]) -> Result<Vec<Sweep>, Failure> {
    if !compare.sweep.is_empty() {
        return Ok(compare.sweep.iter().map(|text| Sweep::parse(text)).collect::<Result<_, _>>()?);
    }
    let mut with = inputs.iter().filter(|input| !input.scenario.sweep.is_empty());
    let Some(first) = with.next() else { return Ok(Vec::new()) };
    if let Some(other) = inputs.iter().find(|input| input.scenario.sweep != first.scenario.sweep) {
        return Err(Failure::input(format!(
            "{} has a `[sweep]` that {} does not share: expected the same in every file, or --sweep",
            first.file.display(),
            other.file.display()
        )));
    }
    Ok(first.scenario.sweep.clone())
}
