//! A comparison as stages of units: the cohort, the arms taken apart for attribution, and each point of a sweep.
//! The same simulations as `cenersim compare`, in pieces.

use super::{
    failure,
    planned::{Arguments, Filing, Planned, Study},
};
use crate::cli::{
    Failure,
    compare::{self, Compare, arms::Input, output, sweep::Grid},
    figures, hypotheses,
};
use cenersim::{
    comparison::{Design, Endpoint, Failed, SweepResult},
    simulation::Settings,
    study::{Collected, Folder, Kind, PlannedScenario, Progress, Segment, Stage, StudyError, Work, Yield},
};
use std::time::Duration;

impl Planned for Compare {
    fn kind(&self) -> Kind {
        Kind::Compare
    }

    /// Every field is named here, so that a new one cannot be forgotten.
    fn arguments(&self) -> Vec<String> {
        let Self {
            scenarios: _,
            patients,
            patient,
            replicates,
            without,
            sweep,
            max_points,
            endpoint,
            until_se,
            max_patients,
            attribution,
            hypotheses,
            quiet: _,
            json: _,
            output: _,
            name: _,
            seed: _,
            threads: _,
            changes: _,
            allow_implausible: _,
            overwrite: _,
            look,
            planned: _,
        } = self;
        let mut list = Arguments::default();
        list.add("patients", patients.map(|n| n.to_string()));
        list.add("patient", patient.map(|n| n.to_string()));
        list.add("replicates", replicates.map(|n| n.to_string()));
        for these in without {
            list.add("without", Some(these.iter().map(|one| one.name()).collect::<Vec<_>>().join("+")));
        }
        sweep.iter().for_each(|axis| list.add("sweep", Some(axis.clone())));
        list.add("max-points", Some(max_points.to_string()));
        list.add("endpoint", endpoint.map(Endpoint::name).map(str::to_owned));
        list.add("until-se", until_se.map(|value| value.to_string()));
        list.add("max-patients", Some(max_patients.to_string()));
        list.add("attribution", Some(attribution.to_string()));
        list.hypotheses(hypotheses);
        list.look(look);
        list.finished()
    }

    fn adopt(&mut self, scenarios: Vec<(String, String)>) {
        self.planned = scenarios;
    }

    fn filing(&mut self) -> Filing<'_> {
        let Self { output, name, overwrite, json, quiet, .. } = self;
        Filing { output, name, overwrite, json, quiet }
    }

    fn study(&self) -> Result<Box<dyn Study + '_>, Failure> {
        if self.until_se.is_some() {
            return Err(Failure::input(
                "--until-se decides while it runs how many patients there are, so it cannot be planned in chunks: \
                 expected --patients N",
            ));
        }
        Ok(Box::new(Comparison::new(self)?))
    }
}

/// A comparison that can be simulated in pieces.
struct Comparison<'a> {
    compare: &'a Compare,
    inputs: Vec<Input>,
    design: Design,
    /// The arms that are taken apart, and the design that does it.
    attributed: Vec<usize>,
    taken_apart: Design,
    grid: Option<Grid<'a>>,
    stages: Vec<Stage>,
}

/// The stages of the cohort and of attribution; those of the sweep follow.
const COHORT: usize = 0;
const ATTRIBUTION: usize = 1;
const POINTS: usize = 2;

impl<'a> Comparison<'a> {
    fn new(compare: &'a Compare) -> Result<Self, Failure> {
        let inputs = compare.inputs(&[])?;
        let design = compare.design(&inputs)?;
        let grid = Grid::read(compare, &inputs)?;
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
        Ok(Self { compare, inputs, design, attributed: attributed.arms, taken_apart, grid, stages })
    }

    /// The points of the sweep, one in memory at a time.
    fn swept(&self, chunks: &mut Collected) -> Result<(Option<SweepResult>, Vec<Failed>), Failure> {
        let Some(grid) = &self.grid else { return Ok((None, Vec::new())) };
        let (mut points, mut failures) = (Vec::new(), Vec::new());
        for index in 0..grid.len() {
            let part = chunks.stage(POINTS + index).map_err(failure)?.part;
            points.extend(grid.point(index, &grid.design(index)?, &part.records));
            failures.extend(part.failures);
        }
        Ok((Some(grid.result(points, self.compare.swept_endpoint())), failures))
    }
}

/// All replicates of so many patients, at what one of them is expected to cost.
fn stage(name: &str, design: &Design, patients: u64) -> Stage {
    let settings = &design.settings;
    let unit_cost = design.arms.len() as u64 * settings.steps() * u64::from(settings.agents_per_class);
    Stage { name: name.into(), units: patients * u64::from(design.replicates), unit_cost, after_earlier: false }
}

impl Work for Comparison<'_> {
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let (units, progress) = (segment.first..segment.end, |hours| progress(hours));
        let part = match (segment.stage, &self.grid) {
            (COHORT, _) => self.design.simulate_units(units, &progress),
            (ATTRIBUTION, _) => self.taken_apart.outcomes_of_units(units, &progress),
            (stage, Some(grid)) => {
                let design = grid.design(stage - POINTS).map_err(|failure| match failure {
                    Failure::Input(text) => StudyError::Work(text),
                    Failure::Run(error) => StudyError::Work(format!("{error:#}")),
                })?;
                design.outcomes_of_units(units, &progress)
            }
            (stage, None) => {
                return Err(StudyError::Work(format!("stage {stage} is none of a comparison without a sweep")));
            }
        };
        Ok(part.into())
    }
}

impl Study for Comparison<'_> {
    fn name(&self) -> String {
        compare::plan::name(self.compare, &self.inputs)
    }

    fn seed(&self) -> u64 {
        self.design.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.design.settings
    }

    fn scenarios(&self) -> Vec<PlannedScenario> {
        let planned = |Input { scenario, .. }: &Input| PlannedScenario {
            name: scenario.name.clone(),
            text: scenario.source.clone(),
        };
        self.inputs.iter().map(planned).collect()
    }

    fn stages(&self) -> Vec<Stage> {
        self.stages.clone()
    }

    fn text(&self) -> String {
        compare::plan::plan(self.compare, &self.inputs, &self.design, self.grid.as_ref())
    }

    fn hours(&self, segment: &Segment) -> f64 {
        let arms = match segment.stage {
            COHORT => self.design.arms.len(),
            ATTRIBUTION => self.taken_apart.arms.len(),
            _ => self.grid.as_ref().map_or(0, Grid::arms),
        };
        segment.units() as f64 * arms as f64 * self.design.settings.horizon.in_hours()
    }

    fn failed(&self, failed: &Failed) -> String {
        compare::plan::repeat(self.compare, failed, self.seed())
    }

    fn merge(&self, folder: &Folder, chunks: &mut Collected) -> Result<(), Failure> {
        let (compare, inputs, design) = (self.compare, &self.inputs, &self.design);
        let mut staging = output::staging(compare, inputs)?;
        let mut part = chunks.stage(COHORT).map_err(failure)?.part;
        let apart = chunks.stage(ATTRIBUTION).map_err(failure)?.part;
        let subsets = design.subsets_of(&self.attributed, &part.records, &apart);
        part.failures.extend(apart.failures);
        let (sweep, failures) = self.swept(chunks)?;
        part.failures.extend(failures);
        let mut compared = design.compared(&compare::plan::title(inputs, design), &part, &subsets, sweep);
        let (headline, failures) = hypotheses::headline(&compare.hypotheticals(inputs)?, &|_| {});
        compared.headline = headline;
        part.failures.extend(failures);
        let wall = Duration::try_from_secs_f64(folder.seconds()).unwrap_or_default();
        let finished = output::Finished { compare, inputs, design, part: &part, compared: &compared, wall };
        finished.write(&mut staging)?;
        let written = staging.commit().map_err(figures::failure)?;
        compare.conclude(&compared, &compare::failed_patients(self.seed(), &part.failures), &written)?;
        compare.own_up(&part, self.seed())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::planned::typed, *};

    fn parsed(words: &[&str]) -> Compare {
        typed(words)
    }

    #[test]
    fn every_option_comes_back() {
        let words = [
            "--patients",
            "30",
            "--replicates",
            "2",
            "--without",
            "cenersen+inhibitors",
            "--without",
            "idarubicin",
            "--sweep",
            "arm.cenersen.duration=0 d,7 d",
            "--max-points",
            "50",
            "--endpoint",
            "cr",
            "--max-patients",
            "77",
            "--attribution",
            "3",
            "--hypothesis",
            "clinical",
            "--pairs",
            "20",
            "--theme",
            "dark",
            "--width",
            "800",
            "--height",
            "600",
            "--font-scale",
            "1.1",
        ];
        assert_eq!(parsed(&words).arguments(), words);
    }

    #[test]
    fn defaults_are_written_out() {
        let written = parsed(&[]).arguments();
        let words: Vec<&str> = written.iter().map(String::as_str).collect();
        assert_eq!(parsed(&words).arguments(), written);
        assert!(words.contains(&"--attribution"), "{words:?}");
    }
}
