//! The real calibration with so many parameters and draws as a test asks for: its first parameters, its draws again.
//! The tests of the figures and those of the report compile it, each for themselves; programs do not.

use crate::fixtures::calibration;
use cenersim_analyses::calibration::{Calibrated, Direction, DrawResult};

/// How the weight lies on the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// As in the file.
    Usual,
    /// All weight on one draw.
    OneDraw,
    /// No draw differs from another.
    Degenerate,
}

/// A calibration of at most 14 parameters with so many draws in three generations.
pub fn example(parameters: usize, draws: usize, fate: Fate) -> Calibrated {
    let mut found = calibration();
    found.parameters.truncate(parameters);
    found.directions.truncate(parameters);
    found.directions.iter_mut().for_each(|Direction { loadings, .. }| loadings.truncate(parameters));
    found.draws = again(&found.draws, parameters, draws, fate);
    found.budget.draws_per_generation = (draws / 3) as u32;
    found.effective_sample_size = 1.0 / found.draws.iter().map(|draw| draw.weight * draw.weight).sum::<f64>();
    found.heaviest_share = found.draws.iter().map(|draw| draw.weight).fold(0.0, f64::max);
    found.warnings = if fate == Fate::Usual { Vec::new() } else { vec!["all weight lies on one draw".into()] };
    found.effect.patients_per_arm = Some(12_345.6);
    found
}

/// The draws as often as it takes, with weights that sum to 1.
fn again(real: &[DrawResult], parameters: usize, draws: usize, fate: Fate) -> Vec<DrawResult> {
    let one = |n: usize| {
        let mut draw = real[if fate == Fate::Degenerate { 0 } else { n % real.len() }].clone();
        draw.generation = 1 + (3 * n / draws) as u32;
        draw.values.truncate(parameters);
        match fate {
            Fate::Usual => {}
            Fate::OneDraw => draw.weight = f64::from(n == draws / 2),
            Fate::Degenerate => (draw.weight, draw.prior_weight) = (1.0, 1.0),
        }
        draw
    };
    let mut all: Vec<DrawResult> = (0..draws).map(one).collect();
    let sum = |of: fn(&DrawResult) -> f64| all.iter().map(of).sum::<f64>();
    let (weights, priors) = (sum(|draw| draw.weight), sum(|draw| draw.prior_weight));
    all.iter_mut()
        .for_each(|draw| (draw.weight, draw.prior_weight) = (draw.weight / weights, draw.prior_weight / priors));
    all
}
