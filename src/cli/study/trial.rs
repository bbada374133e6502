//! The pool of repeated trials as a stage of units, its members. Trial 1 and the drawing of trials take seconds; they are
//! done when chunks are merged.

use super::{
    failure,
    planned::{Arguments, Filing, Planned, Study},
};
use crate::cli::{
    Failure,
    compare::Input,
    trial::{TrialCommand, plan},
};
use cenersim::{
    comparison::{Failed, Part},
    simulation::Settings,
    study::{Collected, Folder, Kind, PlannedScenario, Progress, Row, Segment, Stage, StudyError, Work, Yield},
    trial::{Members, Trial, VERSIONS},
};
use std::time::Duration;

impl Planned for TrialCommand {
    fn kind(&self) -> Kind {
        Kind::Trial
    }

    /// Every field is named here, so that a new one cannot be forgotten.
    fn arguments(&self) -> Vec<String> {
        let Self {
            scenario: _,
            trials,
            parameters: _,
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
        list.add("trials", trials.map(|n| n.to_string()));
        list.hypotheses(hypotheses);
        list.look(look);
        list.finished()
    }

    fn adopt(&mut self, scenarios: Vec<(String, String)>) {
        self.planned = scenarios.into_iter().next();
    }

    fn filing(&mut self) -> Filing<'_> {
        let Self { output, name, overwrite, json, quiet, .. } = self;
        Filing { output, name, overwrite, json, quiet }
    }

    fn study(&self) -> Result<Box<dyn Study + '_>, Failure> {
        if let Some(file) = &self.parameters {
            return Err(Failure::input(format!(
                "--parameters {}: a plan holds all that it needs and cannot hold posterior draws; expected `cenersim trial` with \
                 --parameters instead",
                file.display()
            )));
        }
        let Some(trials) = self.trials()? else {
            return Err(Failure::input(
                "a single trial takes seconds, so there is nothing to divide: expected --trials N to repeat it",
            ));
        };
        let input = self.input()?;
        let trial = self.trial(&input)?;
        Ok(Box::new(Repeated { command: self, input, trial, trials }))
    }
}

/// A trial that is repeated.
struct Repeated<'a> {
    command: &'a TrialCommand,
    input: Input,
    trial: Trial,
    trials: u32,
}

const POOL: usize = 0;

impl Work for Repeated<'_> {
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let Members { records, fevers, failures } =
            self.trial.simulate_members(segment.first..segment.end, &|hours| progress(hours));
        // Members are numbered from 1.
        let row = |(record, values): (&cenersim::comparison::Record, _)| Row { unit: record.patient - 1, values };
        let rows = records.iter().zip(fevers).map(row).collect();
        Ok(Yield { part: Part { records, bands: Vec::new(), failures }, rows })
    }
}

impl Study for Repeated<'_> {
    fn name(&self) -> String {
        self.command.folder_name(&self.input, Some(self.trials))
    }

    fn seed(&self) -> u64 {
        self.trial.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.trial.settings
    }

    fn scenarios(&self) -> Vec<PlannedScenario> {
        let scenario = &self.input.scenario;
        vec![PlannedScenario { name: scenario.name.clone(), text: scenario.source.clone() }]
    }

    fn stages(&self) -> Vec<Stage> {
        let settings = &self.trial.settings;
        let courses = (VERSIONS * self.trial.arms.len()) as u64;
        let unit_cost = courses * settings.steps() * u64::from(settings.agents_per_class);
        let units = u64::from(self.trial.protocol.pool);
        vec![Stage { name: "pool".into(), units, unit_cost, after_earlier: false }]
    }

    fn text(&self) -> String {
        plan::plan(&self.input, &self.trial, Some(self.trials), None)
    }

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.trial.pool_hours() / f64::from(self.trial.protocol.pool)
    }

    fn failed(&self, failed: &Failed) -> String {
        TrialCommand::failed_member(failed)
    }

    fn merge(&self, folder: &Folder, chunks: &mut Collected) -> Result<(), Failure> {
        let Yield { part, rows } = chunks.stage(POOL).map_err(failure)?;
        let fevers = rows.into_iter().map(|row| row.values).collect();
        let pool = self.trial.pool(Members { records: part.records, fevers, failures: part.failures });
        let wall = Duration::try_from_secs_f64(folder.seconds()).unwrap_or_default();
        self.command.complete((&self.input, &self.trial, self.trials), pool, wall)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::planned::typed, *};

    #[test]
    fn every_option_comes_back() {
        let words = [
            "--trials",
            "30",
            "--hypothesis",
            "source",
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
        assert_eq!(typed::<TrialCommand>(&words).arguments(), words);
    }
}
