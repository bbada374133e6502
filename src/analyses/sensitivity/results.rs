//! What the answers at all points say, as plain data: effects, ranks, shares of the variance. Every interval is one of 95 %,
//! by bootstrap. An effect is relative to the largest of its output; what is not larger than the effect of chance says nothing.

use super::{Output, Protocol, Sampling, Screening, Sensitivity};
use crate::ranges::{Input, Scale};
use cenersim_model::parameters::{Grade, Ledger, Level};
use cenersim_statistics::{
    mean,
    morris::Effects,
    quantile,
    sobol::{Indices, indices, noise_share},
};

/// A number that was varied, as the ledger has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct InputResult {
    /// Path in the ledger.
    pub path: String,
    /// Value in the scenario, with its unit.
    pub value: String,
    /// Lower end of the range, with its unit.
    pub low: String,
    /// Upper end of the range.
    pub high: String,
    /// How the range is passed.
    pub scale: Scale,
    /// How well the number is known.
    pub grade: Grade,
    /// Row of the evidence table, or `assumed`.
    pub source: String,
    /// What it is.
    pub about: String,
}

/// What one input does to one output, in the screening.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Screened {
    /// Elementary effects over all trajectories.
    pub effects: Effects,
    /// Mean absolute effect over the largest of this output, 0 to 1; NaN if every move failed.
    pub relative: f64,
    /// Place among the inputs of this output; 1 has the largest effect, an input whose every move failed has none.
    pub rank: Option<u32>,
    /// The relative effect in a word.
    pub level: Level,
}

/// The share of an output's variance that is due to one of the inputs that were kept.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct VarianceShare {
    /// Index of the input.
    pub input: usize,
    /// First-order and total index, with their intervals.
    pub indices: Indices,
}

/// Values of an output over the points of the screening.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Spread {
    /// Mean over the points.
    pub mean: f64,
    /// 5th percentile.
    pub low: f64,
    /// 95th percentile.
    pub high: f64,
}

/// One output.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct OutputResult {
    /// Which output it is.
    pub output: Output,
    /// Its values over the points of the screening.
    pub spread: Spread,
    /// In the order of the inputs.
    pub screened: Vec<Screened>,
    /// What other draws of cells and complications do.
    pub chance: Effects,
    /// The same over the largest effect of an input.
    pub chance_relative: f64,
    /// The inputs that were kept, in the order of the ledger; empty if the output did not vary beyond noise. The noise is taken
    /// away from all of them.
    pub variance: Vec<VarianceShare>,
    /// Share of the variance over the points of the second stage that is noise.
    #[serde(default)]
    pub noise_share: f64,
}

/// Everything that is shown.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SensitivityResult {
    /// Title of the scenario.
    pub title: String,
    /// What was asked for.
    pub protocol: Protocol,
    /// Root of all draws.
    pub seed: u64,
    /// Days that each patient is simulated.
    pub horizon_days: f64,
    /// Agents for each class of cells.
    pub agents_per_class: u32,
    /// In the order of the ledger.
    pub inputs: Vec<InputResult>,
    /// In the order of [`Output::ALL`].
    pub outputs: Vec<OutputResult>,
    /// Indices of the inputs of the second stage.
    pub kept: Vec<usize>,
    /// Trajectories drawn again, because cells could not exist at one of their points.
    pub redrawn: u64,
    /// Rows passed over for the same reason.
    pub skipped: u64,
    /// Points at which a simulation failed.
    pub failed: u64,
    /// All points.
    pub points: u64,
}

impl Sensitivity {
    /// What the screening says; `values` are the outputs of its units, NaN where a simulation failed.
    ///
    /// Without shares of the variance, which the second stage adds.
    pub fn screened(&self, screening: &Screening, values: &[Vec<f64>]) -> Vec<OutputResult> {
        Output::ALL
            .into_iter()
            .enumerate()
            .map(|(index, output)| self.screened_output(screening, values, index, output))
            .collect()
    }

    /// Elementary effects on one output: `values` has one row for each point, of which each trajectory has so many in a
    /// row; `index` is the place of the output in a row.
    fn screened_output(
        &self,
        screening: &Screening,
        values: &[Vec<f64>],
        index: usize,
        output: Output,
    ) -> OutputResult {
        let values: Vec<f64> = values.iter().map(|value| value[index]).collect();
        let each = values.chunks(self.points_of_a_trajectory() as usize);
        let moves: Vec<Vec<f64>> =
            screening.trajectories.iter().zip(each).map(|(trajectory, values)| trajectory.effects(values)).collect();
        let stream = self.stream("bootstrap").number(index as u64);
        let of = |input: usize| {
            let effects: Vec<f64> = moves.iter().map(|effects| effects[input]).collect();
            Effects::of(&effects, stream.number(input as u64).bits())
        };
        let effects: Vec<Effects> = (0..self.inputs.len()).map(of).collect();
        let chance = of(self.inputs.len());
        let largest = effects.iter().map(|effects| effects.absolute).fold(0.0, f64::max);
        OutputResult {
            output,
            spread: spread(&values),
            screened: ranked(&effects, chance.absolute, largest),
            chance,
            chance_relative: share(chance.absolute, largest),
            variance: Vec::new(),
            noise_share: 0.0,
        }
    }

    /// Everything, with the second stage.
    ///
    /// Units are in the order of [`Sensitivity::screening_point`] and [`Sensitivity::sampling_point`].
    pub fn result(
        &self,
        (screening, screened): (&Screening, &[Vec<f64>]),
        (sampling, sampled): (&Sampling, &[Vec<f64>]),
    ) -> SensitivityResult {
        let mut outputs = self.screened(screening, screened);
        for (index, output) in outputs.iter_mut().enumerate() {
            output.variance = self.shares(sampling, sampled, index);
            output.noise_share = noise_share(&of_rows(sampling, sampled, index));
        }
        let failed = |values: &[Vec<f64>]| values.iter().filter(|value| value[0].is_nan()).count() as u64;
        SensitivityResult {
            title: self.title.clone(),
            protocol: self.protocol.clone(),
            seed: self.settings.seed,
            horizon_days: self.settings.horizon.in_days(),
            agents_per_class: self.settings.agents_per_class,
            inputs: self.inputs.iter().filter_map(|input| described(input, &self.arm.ledger)).collect(),
            outputs,
            kept: sampling.kept.clone(),
            redrawn: screening.redrawn,
            skipped: sampling.skipped,
            failed: failed(screened) + failed(sampled),
            points: (screened.len() + sampled.len()) as u64,
        }
    }

    /// Indices of one output; none if it does not vary.
    fn shares(&self, sampling: &Sampling, values: &[Vec<f64>], output: usize) -> Vec<VarianceShare> {
        let rows = of_rows(sampling, values, output);
        let seed = self.stream("shares").number(output as u64).bits();
        let found = indices(&rows, seed).unwrap_or_default();
        sampling.kept.iter().zip(found).map(|(&input, indices)| VarianceShare { input, indices }).collect()
    }
}

/// Values of one output, row by row.
fn of_rows(sampling: &Sampling, values: &[Vec<f64>], output: usize) -> Vec<Vec<f64>> {
    let rows = values.chunks(sampling.kept.len() + 3);
    rows.map(|row| row.iter().map(|value| value[output]).collect()).collect()
}

/// Relative effects, ranks and levels.
fn ranked(effects: &[Effects], chance: f64, largest: f64) -> Vec<Screened> {
    let of = |one: &Effects| {
        let larger = effects.iter().filter(|other| other.absolute > one.absolute).count();
        let relative = share(one.absolute, largest);
        let rank = (one.n > 0).then_some(larger as u32 + 1);
        let level = if one.n > 0 { Level::of(relative, share(chance, largest)) } else { Level::None };
        Screened { effects: *one, relative, rank, level }
    };
    effects.iter().map(of).collect()
}

/// Part of the largest; none of nothing. What is unknown stays unknown.
fn share(part: f64, largest: f64) -> f64 {
    if largest > 0.0 || part.is_nan() { part / largest } else { 0.0 }
}

impl SensitivityResult {
    /// Inputs whose every move failed, in the order of the ledger: nothing is known of them.
    pub fn unknown(&self) -> Vec<&str> {
        let nowhere = |input: usize| self.outputs.iter().all(|output| output.screened[input].rank.is_none());
        let inputs = self.inputs.iter().enumerate().filter(|(input, _)| nowhere(*input));
        inputs.map(|(_, input)| input.path.as_str()).collect()
    }
}

/// Of the points at which the simulation succeeded.
fn spread(values: &[f64]) -> Spread {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    Spread { mean: mean(&sorted), low: quantile(&sorted, 0.05), high: quantile(&sorted, 0.95) }
}

/// The entry as a reader sees it.
fn described(input: &Input, ledger: &Ledger) -> Option<InputResult> {
    let entry = ledger.get(&input.path)?;
    Some(InputResult {
        path: input.path.clone(),
        value: entry.value.to_string(),
        low: input.low.to_string(),
        high: input.high.to_string(),
        scale: input.scale,
        grade: entry.grade,
        source: entry.source.clone(),
        about: entry.about.clone(),
    })
}

/// The inputs that go into the second stage, in the order of the ledger: those with the largest relative effect on any
/// output, as far as it is larger than that of chance; of equal ones the first.
pub fn chosen(outputs: &[OutputResult], kept: u32) -> Vec<usize> {
    let inputs = outputs.first().map_or(0, |output| output.screened.len());
    let score = |input: usize| {
        let told = outputs.iter().filter(|output| output.screened[input].level != Level::None);
        told.map(|output| output.screened[input].relative).fold(0.0, f64::max)
    };
    let mut order: Vec<usize> = (0..inputs).collect();
    order.sort_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
    order.truncate(kept as usize);
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_whose_every_move_failed_has_no_rank_and_no_effect() {
        let of = |effects: &[f64]| Effects::of(effects, 1);
        let effects = [of(&[1.0, 2.0]), of(&[f64::NAN, f64::NAN]), of(&[3.0, f64::NAN])];
        let found = ranked(&effects, 0.5, 3.0);
        assert_eq!(found.iter().map(|one| one.rank).collect::<Vec<_>>(), [Some(2), None, Some(1)]);
        assert_eq!((found[0].relative, found[2].relative), (0.5, 1.0));
        assert!(found[1].relative.is_nan() && found[1].level == Level::None);
        let deviations = found.iter().map(|one| one.effects.deviation.is_nan());
        assert_eq!(deviations.collect::<Vec<_>>(), [false, true, true]);
    }
}
