//! `cenersim study merge`: the files that `compare` would have written, from finished chunks.

use super::{
    comparison::{COHORT, Comparison},
    failure, opened, options,
};
use crate::cli::{
    Failure,
    compare::{self, output},
    figures, session,
};
use cenersim::{
    comparison::{Failed, SweepResult},
    study::Collected,
};
use std::{path::PathBuf, time::Duration};

/// Write the results of a study whose chunks are all finished.
#[derive(clap::Args)]
pub struct Merge {
    /// Folder that `study plan` has written.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder that receives a folder of the comparison's name; by default `results` in the study.
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Print the results as JSON instead of tables.
    #[arg(long)]
    json: bool,
    /// Replace results of another comparison that has the same name.
    #[arg(long)]
    overwrite: bool,
}

impl Merge {
    pub fn execute(&self) -> Result<(), Failure> {
        let folder = opened(&self.folder)?;
        let mut compare = options::planned(&folder)?;
        compare.output = self.output.clone().unwrap_or_else(|| folder.path().join("results"));
        (compare.json, compare.overwrite) = (self.json, self.overwrite);
        let inputs = compare.inputs(&[])?;
        let comparison = Comparison::new(&compare, &inputs)?;
        let mut chunks = Collected::new(&folder).map_err(failure)?;
        session::end_on_interrupt();
        let mut staging = output::staging(&compare, &inputs)?;
        let mut part = chunks.stage(COHORT).map_err(failure)?;
        let apart = chunks.stage(Comparison::attribution()).map_err(failure)?;
        let design = &comparison.design;
        let subsets = design.subsets_of(&comparison.attributed, &part.records, &apart);
        part.failures.extend(apart.failures);
        let (sweep, failures) = swept(&comparison, &mut chunks)?;
        part.failures.extend(failures);
        let compared = design.compared(&compare::plan::title(&inputs, design), &part, &subsets, sweep);
        let wall = Duration::try_from_secs_f64(folder.seconds()).unwrap_or_default();
        let finished =
            output::Finished { compare: &compare, inputs: &inputs, design, part: &part, compared: &compared, wall };
        finished.write(&mut staging)?;
        let written = staging.commit().map_err(figures::failure)?;
        compare.conclude(&compared, &compare::failed_patients(design.settings.seed, &part.failures), &written)?;
        compare.own_up(&part, design.settings.seed)
    }
}

/// The points of the sweep, one in memory at a time.
fn swept(comparison: &Comparison, chunks: &mut Collected) -> Result<(Option<SweepResult>, Vec<Failed>), Failure> {
    let Some(grid) = &comparison.grid else { return Ok((None, Vec::new())) };
    let (mut points, mut failures) = (Vec::new(), Vec::new());
    for index in 0..grid.len() {
        let part = chunks.stage(Comparison::point(index)).map_err(failure)?;
        points.extend(grid.point(index, &grid.design(index)?, &part.records));
        failures.extend(part.failures);
    }
    Ok((Some(grid.result(points, comparison.compare.swept_endpoint())), failures))
}
