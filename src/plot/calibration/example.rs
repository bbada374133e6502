//! Made-up calibrations for the tests of figures and of the report: shapes that a calibration could yield, and none of its
//! numbers. Parameters have the paths, units and ranges of the ledger, so that draws can be written and read back. The tests of
//! the figures and those of the report compile it, each for themselves; programs do not.

use cenersim_analyses::calibration::{
    Budget, Calibrated, Direction, DrawResult, EffectResult, GenerationResult, ParameterResult, PredictedCount,
    Quantiles, TargetResult, Verdict,
};
use cenersim_model::parameters::Ledger;
use cenersim_statistics::{Interval, binomial};
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg32;

const PATHS: [&str; 14] = [
    "dna_damage.idarubicin_lc50",
    "apoptosis.maximal_by_damage",
    "covariate.refractory_resistance",
    "cenersen.potency",
    "rnase_h.level.leukemic_stem",
    "dna_damage.cytarabine_ec50",
    "niche.leukemic_haste.stem",
    "niche.leukemic_haste.blast",
    "apoptosis.maximal_rate",
    "cenersen.relative_uptake.leukemic_stem",
    "leukemia.stem.g0_exit",
    "leukemia.blast.g0_exit",
    "normal.progenitor.cells",
    "covariate.age_fatality",
];

/// How the weight lies on the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Usual,
    /// All weight on one draw.
    OneDraw,
    /// No draw differs from another.
    Degenerate,
}

/// A calibration of at most 14 parameters with so many draws in three generations.
pub fn example(parameters: usize, draws: usize, fate: Fate) -> Calibrated {
    let ledger = Ledger::defaults();
    let ranges: Vec<Range> = PATHS.iter().take(parameters).map(|path| Range::of(&ledger, path)).collect();
    let scores: Vec<Vec<f64>> = (0..draws).map(|draw| scores(draw, parameters, fate)).collect();
    let draws = weighted(&ranges, &scores, fate);
    let effective = 1.0 / draws.iter().map(|draw| draw.weight * draw.weight).sum::<f64>();
    Calibrated {
        title: "53 patients, made up".into(),
        seed: 1,
        budget: budget(draws.len()),
        contradictions: vec!["subgroups have 10 CR (26 % of 32 and 9 % of 21), but all arms have 8".into()],
        choice: "the arm table is fitted, with the subgroups as reconstructed from its totals".into(),
        parameters: ranges.iter().enumerate().map(|(i, range)| parameter(range, i, &scores, &draws)).collect(),
        targets: targets(),
        effect: effect(&draws),
        directions: directions(parameters),
        generations: (1..=3).map(|number| generation(number, draws.len(), effective)).collect(),
        effective_sample_size: effective,
        heaviest_share: draws.iter().map(|draw| draw.weight).fold(0.0, f64::max),
        warnings: if fate == Fate::Usual { Vec::new() } else { vec!["all weight lies on one draw".into()] },
        draws,
    }
}

struct Range {
    path: &'static str,
    unit: String,
    about: String,
    source: String,
    shipped: f64,
    logarithmic: bool,
    middle: f64,
    sd: f64,
}

impl Range {
    fn of(ledger: &Ledger, path: &'static str) -> Self {
        let entry = ledger.get(path).expect("an entry of the ledger");
        let end = |end: &Option<cenersim_model::quantity::Quantity>| end.as_ref().expect("a range").magnitude();
        let logarithmic = path != "covariate.age_fatality";
        let [low, high] = [end(&entry.low), end(&entry.high)].map(|end| if logarithmic { libm::log(end) } else { end });
        Self {
            path,
            unit: entry.value.unit().into(),
            about: entry.about.clone(),
            source: entry.source.clone(),
            shipped: entry.value.magnitude(),
            logarithmic,
            middle: (low + high) / 2.0,
            sd: (high - low) / 3.92,
        }
    }

    fn value(&self, z: f64) -> f64 {
        let value = self.middle + self.sd * z;
        if self.logarithmic { libm::exp(value) } else { value }
    }
}

/// Standard normal numbers that belong to a draw.
fn scores(draw: usize, parameters: usize, fate: Fate) -> Vec<f64> {
    let mut draws = Pcg32::new(draw as u64, 7);
    let mut normal = || StandardNormal.sample(&mut draws);
    (0..parameters).map(|_| if fate == Fate::Degenerate { 0.0 } else { normal() }).collect()
}

fn at(z: &[f64], i: usize) -> f64 {
    z.get(i).copied().unwrap_or(0.0)
}

fn weighted(ranges: &[Range], scores: &[Vec<f64>], fate: Fate) -> Vec<DrawResult> {
    let logistic = |x: f64| 1.0 / (1.0 + libm::exp(-x));
    let one = |(i, z): (usize, &Vec<f64>)| {
        let log_odds_ratio = 0.45 * at(z, 4) - 0.35 * at(z, 3) + 0.1 * at(z, 0);
        let (sum, weak) = ((at(z, 0) - 0.8 * at(z, 1) - 0.5) / 0.4, (at(z, 2) - 0.6) / 0.9);
        let log_likelihood = -0.5 * (sum * sum + weak * weak) - 0.1 * (log_odds_ratio - 0.2) * (log_odds_ratio - 0.2);
        let skeptical = libm::exp(-0.5 * log_odds_ratio * log_odds_ratio / 0.25);
        DrawResult {
            generation: 1 + (3 * i / scores.len()) as u32,
            values: ranges.iter().zip(z).map(|(range, z)| range.value(*z)).collect(),
            weight: match fate {
                Fate::OneDraw => f64::from(i == scores.len() / 2),
                _ => skeptical * libm::exp(log_likelihood),
            },
            prior_weight: skeptical,
            log_likelihood,
            cr: logistic(-1.6 + 0.3 * at(z, 0)),
            remission: logistic(-1.4 + 0.3 * at(z, 0)),
            cr_without_cenersen: logistic(-1.6 + 0.3 * at(z, 0) - log_odds_ratio),
            log_odds_ratio,
            effect: log_odds_ratio,
            effect_error: 0.0,
        }
    };
    let mut draws: Vec<DrawResult> = scores.iter().enumerate().map(one).collect();
    let sum = |of: fn(&DrawResult) -> f64| draws.iter().map(of).sum::<f64>();
    let (weights, priors) = (sum(|draw| draw.weight), sum(|draw| draw.prior_weight));
    draws
        .iter_mut()
        .for_each(|draw| (draw.weight, draw.prior_weight) = (draw.weight / weights, draw.prior_weight / priors));
    draws
}

fn quantiles(values: impl Iterator<Item = f64>, draws: &[DrawResult], weight: fn(&DrawResult) -> f64) -> Quantiles {
    let mut sorted: Vec<(f64, f64)> = values.zip(draws.iter().map(weight)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let at = |share: f64| {
        let mut below = 0.0;
        let reached = sorted.iter().find(|(_, weight)| {
            below += weight;
            below >= share * total * (1.0 - 1e-12)
        });
        reached.map_or(f64::NAN, |(value, _)| *value)
    };
    Quantiles { low: at(0.025), lower: at(0.25), median: at(0.5), upper: at(0.75), high: at(0.975) }
}

fn parameter(range: &Range, index: usize, scores: &[Vec<f64>], draws: &[DrawResult]) -> ParameterResult {
    let mean = scores.iter().zip(draws).map(|(z, draw)| draw.weight * z[index]).sum::<f64>();
    let square = |z: f64| (z - mean) * (z - mean);
    let variance = scores.iter().zip(draws).map(|(z, draw)| draw.weight * square(z[index])).sum::<f64>();
    let sd = variance.sqrt();
    ParameterResult {
        path: range.path.into(),
        unit: range.unit.clone(),
        about: range.about.clone(),
        grade: "C",
        source: range.source.clone(),
        family: if range.logarithmic { "log-normal" } else { "normal" },
        logarithmic: range.logarithmic,
        prior: Quantiles {
            low: range.value(-1.96),
            lower: range.value(-0.674),
            median: range.value(0.0),
            upper: range.value(0.674),
            high: range.value(1.96),
        },
        posterior: quantiles(draws.iter().map(|draw| draw.values[index]), draws, |draw| draw.weight),
        posterior_mean_z: mean,
        posterior_sd_z: sd,
        median_error_z: 0.05,
        shrinkage: 1.0 - variance,
        verdict: match sd {
            sd if sd <= 0.5 => Verdict::Identified,
            sd if sd <= 0.85 => Verdict::Weakly,
            _ => Verdict::Not,
        },
        shipped: range.shipped,
    }
}

fn targets() -> Vec<TargetResult> {
    let arms = [("A", 18, 2, 3), ("B", 18, 3, 4), ("C", 17, 3, 3), ("total", 53, 8, 10)];
    let disease = [("refractory", 19, 5, 6), ("relapsed", 34, 3, 4)];
    let arms = arms.map(|(group, n, cr, remission)| ("arm", group, n, cr, remission));
    let disease = disease.map(|(group, n, cr, remission)| ("disease", group, n, cr, remission));
    let both = arms.into_iter().chain(disease).flat_map(|(table, group, n, cr, remission)| {
        [(table, group, "CR", n, cr), (table, group, "CR + CRp", n, remission)]
    });
    let inhibitors = [("inhibitors", "users", "CR + CRp", 17, 0), ("inhibitors", "others", "CR + CRp", 36, 10)];
    both.chain(inhibitors).map(target).collect()
}

fn target((table, group, endpoint, patients, observed): (&str, &str, &'static str, u32, u32)) -> TargetResult {
    let fitted = table != "inhibitors";
    TargetResult {
        table: table.into(),
        group: group.into(),
        endpoint,
        patients,
        observed,
        fitted,
        prior: predicted(patients, observed, &[0.02, 0.1, 0.3, 0.6]),
        posterior: predicted(patients, observed, &[0.12, 0.16, 0.2]),
    }
}

/// A mixture of binomial counts.
fn predicted(patients: u32, observed: u32, shares: &[f64]) -> PredictedCount {
    let mut probabilities = vec![0.0; patients as usize + 1];
    for share in shares {
        let masses = binomial(patients, *share);
        probabilities.iter_mut().zip(masses).for_each(|(sum, mass)| *sum += mass / shares.len() as f64);
    }
    let reached = |share: f64| {
        let mut below = 0.0;
        let count = probabilities.iter().position(|probability| {
            below += probability;
            below >= share
        });
        count.unwrap_or(patients as usize) as f64
    };
    let sum = |range: &[f64]| range.iter().sum::<f64>();
    let (upto, from) = (sum(&probabilities[..=observed as usize]), sum(&probabilities[observed as usize..]));
    PredictedCount {
        median: reached(0.5),
        interval: Interval { low: reached(0.025), high: reached(0.975) },
        tail: (2.0 * upto.min(from)).min(1.0),
        probabilities,
    }
}

fn effect(draws: &[DrawResult]) -> EffectResult {
    let ratios = || draws.iter().map(|draw| draw.log_odds_ratio);
    let benefit =
        |weight: fn(&DrawResult) -> f64| draws.iter().filter(|draw| draw.log_odds_ratio > 0.0).map(weight).sum::<f64>();
    let points = draws.iter().map(|draw| 100.0 * (draw.cr - draw.cr_without_cenersen));
    EffectResult {
        skeptical_sd: 0.5,
        mechanism: quantiles(ratios(), draws, |_| 1.0),
        prior: quantiles(ratios(), draws, |draw| draw.prior_weight),
        posterior: quantiles(ratios(), draws, |draw| draw.weight),
        points: quantiles(points, draws, |draw| draw.weight),
        between_draws: 0.4,
        noise: 0.13,
        median_error: 0.02,
        probability_of_benefit: benefit(|draw| draw.weight),
        prior_probability_of_benefit: benefit(|draw| draw.prior_weight),
        patients_per_arm: Some(12_345.6),
    }
}

fn directions(parameters: usize) -> Vec<Direction> {
    let one = |i: usize| {
        let last = parameters.max(2) - 1;
        let loading = |j: usize| match (i + parameters - j) % parameters {
            0 => -0.8,
            1 => 0.55,
            n => 0.24 / n as f64,
        };
        let loadings: Vec<f64> = (0..parameters).map(loading).collect();
        let length = loadings.iter().map(|x| x * x).sum::<f64>().sqrt();
        let share = i as f64 / last as f64;
        Direction { variance: 0.06 + 0.95 * share, loadings: loadings.iter().map(|x| x / length).collect() }
    };
    (0..parameters).map(one).collect()
}

fn generation(number: u32, draws: usize, effective: f64) -> GenerationResult {
    let share = f64::from(number) / 3.0;
    GenerationResult { number, draws: (draws / 3) as u32, effective_sample_size: effective * share * share }
}

fn budget(draws: usize) -> Budget {
    Budget {
        generations: 3,
        draws_per_generation: (draws / 3) as u32,
        trials_per_draw: 4,
        subjects: 53,
        courses: 2 * 4 * 53 * draws as u64,
        agents_per_class: 64,
        horizon_days: 60.0,
        posterior_draws: 200,
    }
}
