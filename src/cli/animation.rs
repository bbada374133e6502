//! `--animate`: a film of the cells through the first course of a run, from its written curves; with `--beside` two runs, such
//! as with and without cenersen.
//!
//! ```text
//! cenersim run scenarios/arm_b.toml --animate
//! cenersim plot output/arm_b --animate --beside output/arm_b_without_cenersen
//! ```
//!
//! `figures/movement.gif` and `figures/movement.apng` have 800 x 450 pixels and show the same frames. Left out: more than two
//! runs, and other replicates than the first.

use super::{Failure, look::Look};
use cenersim::{
    curves::{CurveSet, Event},
    plot::movement::film,
    report::{Made, StoredRun, read_run_keeping},
    scenario::Scenario,
    study::{Shown, run_movement},
};
use std::path::{Path, PathBuf};

/// Size of the films (px).
const SIZE: [u16; 2] = [800, 450];

/// Whether a film is drawn, and of what.
#[derive(Clone, clap::Args)]
pub struct Animation {
    /// Draw the cells through the first course as a film, too: figures/movement.gif and figures/movement.apng.
    #[arg(long)]
    pub animate: bool,
    /// In the film, show this run beside, such as the same without cenersen.
    #[arg(long, value_name = "DIR", requires = "animate")]
    pub beside: Option<PathBuf>,
}

/// A run that was read, with the curves of its first replicate.
struct Read {
    scenario: Scenario,
    run: StoredRun<CurveSet>,
}

impl Animation {
    /// The files of the film of the run in this folder; none if it is not asked for.
    pub fn files(&self, folder: &Path, look: &Look) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        if !self.animate {
            return Ok(Vec::new());
        }
        let folders = [Some(folder), self.beside.as_deref()].into_iter().flatten();
        let runs = folders.map(Read::of).collect::<Result<Vec<_>, _>>()?;
        let programs: Vec<String> = runs.iter().map(Read::program).collect();
        let shown: Vec<Shown> = runs.iter().zip(&programs).filter_map(|(run, program)| run.shown(program)).collect();
        let Some(movement) = run_movement(&shown) else { return Ok(Vec::new()) };
        let found = film(&movement, &look.look().theme(), SIZE[0], SIZE[1]);
        Ok(vec![("movement.gif".into(), found.gif), ("movement.apng".into(), found.apng)])
    }
}

impl Read {
    fn of(folder: &Path) -> Result<Self, Failure> {
        let run =
            read_run_keeping(folder, |replicate, curves| if replicate == 0 { curves } else { CurveSet::default() })?;
        let scenario = Scenario::parse(&run.provenance.scenario, &run.scenario_text)?;
        Ok(Self { scenario, run })
    }

    fn program(&self) -> String {
        Made::program_of(&self.run.provenance.version, &self.run.provenance.commit)
    }

    /// Nothing without an arm.
    fn shown<'a>(&'a self, program: &'a str) -> Option<Shown<'a>> {
        let (curves, events): (&[CurveSet], &[Vec<Event>]) = (&self.run.curves, &self.run.events);
        Some(Shown {
            scenario: &self.scenario,
            arm: self.scenario.arms.first()?,
            curves,
            events,
            beside: None,
            program,
        })
    }
}
