//! What is found of a next trial. Left out: sentences about it (see `report`).
//!
//! # Units
//!
//! Rates, levels and chances are shares from 0 to 1, effects differences of these or of scores, days are days. What was
//! averaged over the draws is an estimate with its Monte-Carlo error; what was computed at the hoped-for effect is a plain
//! number, as it has none.

use super::{
    Answer, CurvePoint, Fault, Needed, NextTrial, Outcomes, Protocol, Simulated, Split, World, Worlds,
    chances::Chances,
    rule::{Rule, Stages},
    split::split,
    truths::{Measured, Truth, Truths},
};
use cenersim_statistics::{
    Interval,
    assurance::{Estimated, variance},
    mean, normal_cumulative, normal_deviate, spearman,
};

/// Where the draws of the parameters come from.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// Name of the scenario whose calibration drew them; none if they were drawn from the ranges of the ledger.
    pub posterior: Option<String>,
    /// Paths of the parameters.
    pub parameters: Vec<String>,
    /// For each draw that was simulated its place in each range, or its value; in the order of the draws.
    pub values: Vec<Vec<f64>>,
}

/// Everything that is found.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DesignResult {
    /// Title of the scenario.
    pub title: String,
    /// Seed of the scenario.
    pub seed: u64,
    /// End of the simulation (d).
    pub horizon_days: f64,
    /// Agents that stand for each class of cells.
    pub agents_per_class: u32,
    /// What was planned.
    pub protocol: Protocol,
    /// Names of control and treatment.
    pub arms: [String; 2],
    /// Name of the calibration whose posterior was drawn from; none for the ranges of the ledger.
    pub posterior: Option<String>,
    /// Parameters that were drawn.
    pub parameters: u32,
    /// Draws that were simulated, and those whose simulation failed.
    pub draws: Vec<DrawResult>,
    /// Draws without a result.
    pub failed: u32,
    /// What the draws tell of rates and effect.
    pub known: Known,
    /// The trial as planned.
    pub plan: Planned,
    /// Power and assurance against the number of patients.
    pub curve: Vec<CurvePoint>,
    /// How many patients are enough, in each world.
    pub answers: Vec<Answer>,
    /// What must be true for the chance of success that is wanted.
    pub needed: Needed,
    /// Parameters with which the effect rises or falls beyond chance, the strongest first.
    pub drivers: Vec<Driver>,
    /// What the uncertainty of the result is made of.
    pub split: Split,
    /// Trials without an effect, one by one.
    pub simulated: Option<Simulated>,
}

/// One draw.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DrawResult {
    /// Its number, from 0.
    pub draw: u32,
    /// Response rate of the control, or share of deaths.
    pub level: f64,
    /// Effect in the patients of the draw.
    pub effect: f64,
    /// Standard error of that effect.
    pub error: f64,
    /// Effect without noise, as it enters the assurance.
    pub denoised: f64,
    /// Level without noise.
    pub denoised_level: f64,
    /// Chance of success of the trial as planned at that effect.
    pub success: f64,
}

/// What the draws tell of rates and effect.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Known {
    /// Mean response rate of the control, or share of deaths.
    pub level: Estimated,
    /// Mean effect.
    pub effect: Estimated,
    /// Range of nine of ten true effects.
    pub range: Interval,
    /// Standard deviation between true effects.
    pub between: Estimated,
    /// Standard deviation of the noise that was taken off.
    pub noise: f64,
    /// Chance that the treatment is better, for a normal distribution of the true effects.
    pub better: Estimated,
    /// Mean hazard ratio, of survival.
    pub hazard_ratio: Option<f64>,
}

/// The trial as planned.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Planned {
    /// Patients of control and treatment.
    pub sizes: [u32; 2],
    /// Patients that the hoped-for effect needs; none if more than the largest trial has.
    pub for_power: Option<u32>,
    /// Looks with their boundaries; empty of one arm.
    pub looks: Vec<Interim>,
    /// Stages of one arm.
    pub stages: Option<Stages>,
    /// Chance of success at the hoped-for effect.
    pub power: f64,
    /// Chance of success in each world.
    pub success: Worlds,
    /// Expected number of patients in each world.
    pub expected: Worlds,
}

/// A look at the results.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interim {
    /// Patients by then.
    pub patients: u32,
    /// Deviate beyond which the trial ends.
    pub boundary: f64,
    /// The same as one-sided p value.
    pub p: f64,
    /// Chance to end there in favor of the treatment, at the hoped-for effect.
    pub ends: f64,
}

/// A parameter with which the effect rises or falls.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Driver {
    /// Path in the ledger.
    pub path: String,
    /// Rank correlation of its value with the effect (Spearman 1904).
    pub correlation: f64,
    /// The correlation that chance alone exceeds for any parameter in one analysis of twenty.
    pub chance: f64,
}

impl NextTrial {
    /// What the rows of all draws say, which come in their order.
    ///
    /// # Errors
    /// If no draw was simulated, or the planned trial cannot be had.
    pub fn result(&self, rows: &[Vec<f64>], source: &Source) -> Result<DesignResult, Fault> {
        let found: Vec<(u32, Outcomes)> =
            (0..).zip(rows).filter_map(|(draw, row)| Some((draw, self.outcomes_of(row)?))).collect();
        if found.len() < 2 {
            let message = "the simulation of nearly every draw failed: expected parameters that can be simulated";
            return Err(Fault { key: "parameters".into(), message: message.into() });
        }
        let measured: Vec<Measured> =
            found.iter().map(|(_, outcomes)| Measured::of(outcomes, &self.protocol)).collect();
        let (rule, truths) = (self.rule()?, Truths::of(&measured));
        let chances = Chances { protocol: &self.protocol, rule: &rule, truths: &truths };
        let patients = self.planned_patients(&chances)?;
        let outcomes: Vec<Outcomes> = found.iter().map(|(_, outcomes)| outcomes.clone()).collect();
        let numbers: Vec<u32> = found.iter().map(|(draw, _)| *draw).collect();
        Ok(DesignResult {
            title: self.title.clone(),
            seed: self.settings.seed,
            horizon_days: self.settings.horizon.in_days(),
            agents_per_class: self.settings.agents_per_class,
            protocol: self.protocol.clone(),
            arms: self.arms.each_ref().map(|arm| arm.name.clone()),
            posterior: source.posterior.clone(),
            parameters: source.parameters.len() as u32,
            draws: draws(&numbers, &measured, &chances, patients),
            failed: (rows.len() - found.len()) as u32,
            known: known(&truths, &self.protocol),
            plan: plan(&chances, patients),
            curve: chances.curve(patients),
            answers: World::ALL.map(|world| chances.answer(world)).into(),
            needed: chances.needed(patients),
            drivers: drivers(source, &numbers, &measured),
            split: split(&chances, &outcomes, patients),
            simulated: self.without_effect(&rule, &outcomes, patients),
        })
    }

    /// As many as were asked for, as the stages have, or as the hoped-for effect needs.
    fn planned_patients(&self, chances: &Chances) -> Result<u32, Fault> {
        if let Rule::Staged(stages) = chances.rule {
            return Ok(stages.all);
        }
        self.protocol.patients.or_else(|| chances.patients_for_power()).ok_or_else(|| self.too_few())
    }

    /// What is wrong if the hoped-for effect needs more patients than there can be; it is known before anything is
    /// simulated.
    ///
    /// # Errors
    /// If it does.
    pub fn check_power(&self) -> Result<(), Fault> {
        if !self.protocol.kind.is_controlled() || self.protocol.patients.is_some() {
            return Ok(());
        }
        let (rule, hoped_for) = (self.rule()?, self.protocol.hoped_for());
        let enough = rule.success(&self.protocol, &hoped_for, self.protocol.largest) >= self.protocol.power;
        if enough { Ok(()) } else { Err(self.too_few()) }
    }

    /// Why the largest trial is too small, with the rates and the power that were asked for.
    fn too_few(&self) -> Fault {
        let Protocol { largest, power, control_rate, treatment_rate, .. } = &self.protocol;
        let message = format!(
            "{largest} patients do not tell {treatment_rate} from {control_rate} with a power of {power}: expected a larger \
             trial, a larger effect, or errors that are larger"
        );
        Fault { key: "largest".into(), message }
    }
}

/// What is kept of each draw: as measured, and without the noise of few patients. `numbers` are those of the draws that
/// did not fail, in the order of `measured`.
fn draws(numbers: &[u32], measured: &[Measured], chances: &Chances, patients: u32) -> Vec<DrawResult> {
    let draw = |((draw, measured), truth): ((&u32, &Measured), &Truth)| DrawResult {
        draw: *draw,
        level: measured.truth.level,
        effect: measured.truth.effect,
        error: measured.effect_noise.sqrt(),
        denoised: truth.effect,
        denoised_level: truth.level,
        success: chances.rule.planned_success(chances.protocol, truth, patients),
    };
    numbers.iter().zip(measured).zip(chances.truths.all()).map(draw).collect()
}

/// What the draws tell about level and effect: means, the range from 5 to 95 %, spread between draws, and noise.
fn known(truths: &Truths, protocol: &Protocol) -> Known {
    let effects = &truths.effects;
    let (level, effect) = (truths.mean(|truth| truth.level), truths.mean(|truth| truth.effect));
    let mean = Truth { level: level.value, effect: effect.value };
    Known {
        level,
        effect,
        range: Interval { low: effects.quantile(0.05), high: effects.quantile(0.95) },
        between: truths.estimated(|truths| variance(&truths.iter().map(|one| one.effect).collect::<Vec<_>>()).sqrt()),
        noise: effects.noise.sqrt(),
        better: truths.estimated(better),
        hazard_ratio: protocol.is_survival().then(|| mean.hazard_ratio()),
    }
}

/// Share of a normal distribution of effects above zero; without a spread all of it or none, and half at zero.
fn better(truths: &[Truth]) -> f64 {
    let effects: Vec<f64> = truths.iter().map(|truth| truth.effect).collect();
    let (middle, spread) = (mean(&effects), variance(&effects).sqrt());
    match middle {
        0.0 => 0.5,
        middle => normal_cumulative(middle / spread),
    }
}

/// The trial as planned, with so many patients in all arms together.
fn plan(chances: &Chances, patients: u32) -> Planned {
    let Chances { protocol, rule, .. } = *chances;
    let hoped_for = protocol.hoped_for();
    Planned {
        sizes: protocol.sizes(patients),
        for_power: chances.patients_for_power(),
        looks: looks(chances, &hoped_for, patients),
        stages: if let Rule::Staged(stages) = rule { Some(*stages) } else { None },
        power: rule.planned_success(protocol, &hoped_for, patients),
        success: chances.planned(patients),
        expected: chances.expected_patients(patients),
    }
}

/// Each look: patients by then, boundary as a deviate and as a one-sided p value, and the chance to end there. Empty
/// for a trial without a control.
fn looks(chances: &Chances, hoped_for: &Truth, patients: u32) -> Vec<Interim> {
    let Rule::Controlled(controlled) = chances.rule else { return Vec::new() };
    let ends = controlled.test.in_favor(controlled.drift(chances.protocol, hoped_for, patients));
    let look = |((time, boundary), ends): ((&f64, &f64), f64)| Interim {
        patients: chances.protocol.sizes(patients).map(|arm| (time * f64::from(arm)).ceil() as u32).iter().sum(),
        boundary: *boundary,
        p: normal_cumulative(-boundary),
        ends,
    };
    controlled.test.times.iter().zip(&controlled.test.upper).zip(ends).map(look).collect()
}

/// Tail of one analysis of twenty, on both sides, for any of the parameters.
const TAIL: f64 = 0.05;

/// Parameters whose rank correlation with the effect is beyond what chance gives the largest of them (Bonferroni).
fn drivers(source: &Source, draws: &[u32], measured: &[Measured]) -> Vec<Driver> {
    let effects: Vec<f64> = measured.iter().map(|one| one.truth.effect).collect();
    let tests = 2.0 * source.parameters.len().max(1) as f64;
    let chance = normal_deviate(1.0 - TAIL / tests) / (draws.len() as f64 - 1.0).sqrt();
    let driver = |(index, path): (usize, &String)| {
        let values: Vec<f64> = draws.iter().map(|draw| source.values[*draw as usize][index]).collect();
        Driver { path: path.clone(), correlation: spearman(&values, &effects), chance }
    };
    let all = source.parameters.iter().enumerate().map(driver);
    let mut found: Vec<Driver> = all.filter(|driver| driver.correlation.abs() > chance).collect();
    found.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()).then_with(|| a.path.cmp(&b.path)));
    found
}
