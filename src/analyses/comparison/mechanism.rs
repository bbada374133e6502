//! What cenersen does to each kind of cell: the reference patient over the first two weeks with and without it, replicate by
//! replicate, and how that depends on the level of RNase H. Left out: other patients, later courses, and single days, which the
//! mechanism figure of a run shows.
//!
//! Values are means over the days in which there are cells of a kind; net kill is the decimal logarithm of the cells of the
//! first day over those of the last, growth included. Courses with and without cenersen share their random numbers, so
//! errors are those of paired differences between replicates.

use super::{Arm, Without};
use cenersim_model::{
    biology::Kind,
    curves::{CurveSet, Variable},
    quantity::{Quantity, Time},
    simulation::{Case, Settings, jobs, simulate},
    treatment::Drug,
};
use cenersim_statistics::{mean, standard_error};
use rayon::prelude::*;

/// Days that are averaged over: cenersen is given for a week at most, and its effect is gone in another.
const DAYS: f64 = 14.0;
/// Replicates of each condition, and of each level of RNase H.
const REPLICATES: u32 = 8;
/// Agents for each class at most: means over days do not need more.
const AGENTS: u32 = 256;
/// Levels of RNase H, the same in all kinds of cells, relative to that at which cenersen doubles the clearance of its mRNA.
const LEVELS: [f64; 5] = [0.1, 0.3, 1.0, 3.0, 10.0];

/// A value without and with cenersen.
pub type Pair = [f64; 2];

/// What happens in one kind of cell.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct KindMechanism {
    /// Which kind of cell.
    pub kind: Kind,
    /// RNase H level relative to that at which an oligonucleotide doubles the clearance of its target.
    pub rnase_h: f64,
    /// p53 mRNA (% of an untreated wild-type cell).
    pub mrna_percent: Pair,
    /// p53 protein (% of an untreated wild-type cell).
    pub protein_percent: Pair,
    /// Rate of p53-dependent apoptosis (1/d).
    pub apoptosis: Pair,
    /// DNA damage that is not repaired (1 triggers mitotic catastrophe).
    pub damage: Pair,
    /// Rate of mitotic catastrophe (1/d).
    pub catastrophe: Pair,
    /// What results of earlier versions do not have.
    #[serde(default)]
    pub more: Option<More>,
}

/// The rest of the chain, and the errors of all differences.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct More {
    /// Cenersen in these cells (pmol/mg).
    pub uptake: f64,
    /// Share of the mRNA that is bound as heteroduplex, before loss to inhibitors (%).
    pub heteroduplex_percent: f64,
    /// Part of the damage that are lesions of S phase.
    pub lesions: Pair,
    /// Rate of apoptosis that does not need p53 (1/d).
    pub other_apoptosis: Pair,
    /// Fall of the cells over the window (log10); negative for growth.
    pub net_kill: Pair,
    /// Standard errors of the differences with less without: of p53 mRNA, p53 protein, p53-dependent apoptosis, damage,
    /// catastrophe, lesions, other apoptosis and net kill, in their units.
    pub errors: [f64; 8],
}

/// What cenersen does at one level of RNase H.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AtLevel {
    /// RNase H, the same in all kinds of cells.
    pub level: f64,
    /// Of leukemic and of normal stem cells: p53 mRNA with cenersen (%), with its standard error.
    pub mrna_percent: [(f64, f64); 2],
    /// Of the same: net kill with less without cenersen (log10), with its standard error.
    pub net_kill: [(f64, f64); 2],
}

/// The pathway in one patient.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Mechanism {
    /// Whose values these are, such as `reference patient, arm B`.
    pub whose: String,
    /// Length of the window from the first dose (d); the day itself in results of earlier versions.
    pub day: f64,
    /// Cenersen in leukemic cells (pmol/mg).
    pub cenersen_cell: f64,
    /// In the order of the rows.
    pub kinds: Vec<KindMechanism>,
    /// Replicates of each condition; 0 in results of earlier versions, which have one and no errors.
    #[serde(default)]
    pub replicates: u32,
    /// By ascending level.
    #[serde(default)]
    pub selectivity: Vec<AtLevel>,
}

/// Kinds whose selectivity is shown.
pub const COMPARED: [Kind; 2] = [Kind::LeukemicStem, Kind::NormalStem];

impl Mechanism {
    /// The pathway in the first arm that gives cenersen; none if no arm does.
    pub fn of(arms: &[Arm], settings: &Settings) -> Option<Self> {
        let arm = arms.iter().find(|arm| arm.drugs().contains(&Drug::Cenersen))?;
        let without = courses(&arm.without(&[Without::Drug(Drug::Cenersen)]), settings);
        let with = courses(arm, settings);
        let pairs: Vec<[&CurveSet; 2]> = without.iter().zip(&with).map(|(a, b)| [a, b]).collect();
        Some(Self {
            whose: format!("reference patient, arm {}", arm.name),
            day: DAYS,
            cenersen_cell: mean(&with.iter().map(|set| uptake(arm, set, Kind::Blast)).collect::<Vec<_>>()),
            kinds: Kind::ALL.map(|kind| of_kind(arm, kind, &pairs)).into(),
            replicates: REPLICATES,
            selectivity: LEVELS.into_iter().filter_map(|level| at_level(arm, settings, level, &without)).collect(),
        })
    }
}

/// The reference patient over the window, replicate by replicate.
fn courses(arm: &Arm, settings: &Settings) -> Vec<CurveSet> {
    let settings = Settings {
        horizon: Time::hours(settings.horizon.in_hours().min(24.0 * DAYS)),
        examinations: Vec::new(),
        agents_per_class: settings.agents_per_class.min(AGENTS),
        ..settings.clone()
    };
    let Arm { ledger, correlations, patient, regimen, .. } = arm;
    let case = Case { ledger, correlations, patient, regimen, settings: &settings, snapshots: &[] };
    jobs(0..REPLICATES).map(|replicate| simulate(&case, replicate, &|_| {}).curves).collect()
}

/// Mean of a curve over the days in which there are cells of its kind; NaN without any.
fn over_days(set: &CurveSet, variable: Variable, kind: Kind) -> f64 {
    let (values, cells) = (set.of(variable, Some(kind)), set.of(Variable::Cells, Some(kind)));
    let spans = set.days.windows(2).zip(values.iter().skip(1).zip(cells.iter().skip(1)));
    let known = spans.filter(|(_, (_, cells))| **cells > 0.0).map(|(days, (value, _))| (days[1] - days[0], *value));
    let (length, sum) = known.fold((0.0, 0.0), |(length, sum), (span, value)| (length + span, sum + span * value));
    sum / length
}

/// Decimal logarithm of the cells of the first day over those of the last, both at least one.
fn net_kill(set: &CurveSet, kind: Kind) -> f64 {
    let cells = set.of(Variable::Cells, Some(kind));
    let end = |cells: Option<&f64>| cells.copied().unwrap_or(1.0).max(1.0);
    libm::log10(end(cells.first()) / end(cells.last()))
}

/// Mean cenersen in cells of a kind (pmol/mg).
fn uptake(arm: &Arm, set: &CurveSet, kind: Kind) -> f64 {
    relative_uptake(arm, kind) * content(set, |content| content)
}

/// What a kind takes up relative to blasts.
fn relative_uptake(arm: &Arm, kind: Kind) -> f64 {
    match kind {
        Kind::Blast => 1.0,
        kind => arm.ledger.number(&format!("cenersen.relative_uptake.{}", kind.name())),
    }
}

/// Mean over the days of what the content of a blast becomes.
fn content(set: &CurveSet, of: impl Fn(f64) -> f64) -> f64 {
    let values: Vec<f64> = set.of(Variable::CenersenCell, None).iter().map(|content| of(*content)).collect();
    mean(&values)
}

/// Mean and standard error of one number of each replicate.
fn estimated(values: &[f64]) -> (f64, f64) {
    (mean(values), standard_error(values))
}

/// Everything of one kind, from replicates without and with cenersen.
fn of_kind(arm: &Arm, kind: Kind, pairs: &[[&CurveSet; 2]]) -> KindMechanism {
    let of = |value: &dyn Fn(&CurveSet) -> f64| {
        let both: Vec<Pair> = pairs.iter().map(|pair| pair.map(value)).collect();
        let side = |side: usize| mean(&both.iter().map(|pair| pair[side]).collect::<Vec<_>>());
        let differences: Vec<f64> = both.iter().map(|pair| pair[1] - pair[0]).collect();
        ([side(0), side(1)], standard_error(&differences))
    };
    let curve = |variable: Variable, factor: f64| of(&|set: &CurveSet| factor * over_days(set, variable, kind));
    let (mrna_percent, mrna) = curve(Variable::P53Mrna, 100.0);
    let (protein_percent, protein) = curve(Variable::P53Protein, 100.0);
    let (apoptosis, dying) = curve(Variable::DeathP53, 1.0);
    let (damage, damaged) = curve(Variable::Damage, 1.0);
    let (catastrophe, mitotic) = curve(Variable::Catastrophe, 1.0);
    let (lesions, lesion) = curve(Variable::Lesions, 1.0);
    let (other_apoptosis, other) = curve(Variable::DeathDamage, 1.0);
    let (net_kill, killed) = of(&|set: &CurveSet| net_kill(set, kind));
    let share = relative_uptake(arm, kind);
    // Content is in pmol/mg, the canonical unit of the ledger is umol/mg.
    let potency = 1e6 * arm.ledger.number("cenersen.potency");
    let bound = |set: &CurveSet| 100.0 * content(set, |content| share * content / (potency + share * content));
    let with = |of: &dyn Fn(&CurveSet) -> f64| mean(&pairs.iter().map(|[_, with]| of(with)).collect::<Vec<_>>());
    KindMechanism {
        kind,
        rnase_h: arm.ledger.number(&level_of(kind)),
        mrna_percent,
        protein_percent,
        apoptosis,
        damage,
        catastrophe,
        more: Some(More {
            uptake: with(&|set| uptake(arm, set, kind)),
            heteroduplex_percent: with(&bound),
            lesions,
            other_apoptosis,
            net_kill,
            errors: [mrna, protein, dying, damaged, mitotic, lesion, other, killed],
        }),
    }
}

/// Ledger entry of the RNase H of a kind.
fn level_of(kind: Kind) -> String {
    format!("rnase_h.level.{}", kind.name())
}

/// The same with this level of RNase H in all kinds; none if the ledger does not allow it. Without cenersen RNase H has
/// nothing to cut, so the courses without it are those of any level.
fn at_level(arm: &Arm, settings: &Settings, level: f64, without: &[CurveSet]) -> Option<AtLevel> {
    let mut ledger = arm.ledger.clone();
    for kind in Kind::ALL {
        let value: Quantity = level.to_string().parse().ok()?;
        ledger.set(&level_of(kind), value).ok()?;
    }
    let with = courses(&Arm { ledger, ..arm.clone() }, settings);
    let mrna =
        |kind| estimated(&with.iter().map(|set| 100.0 * over_days(set, Variable::P53Mrna, kind)).collect::<Vec<_>>());
    let killed = |kind| {
        let pairs = without.iter().zip(&with);
        estimated(&pairs.map(|(without, with)| net_kill(with, kind) - net_kill(without, kind)).collect::<Vec<_>>())
    };
    Some(AtLevel { level, mrna_percent: COMPARED.map(mrna), net_kill: COMPARED.map(killed) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn arm_a() -> (Vec<Arm>, Settings) {
        let scenario = Scenario::parse("arm_a", include_str!("../../../scenarios/arm_a.toml")).unwrap();
        let settings = Settings { agents_per_class: 16, ..scenario.settings.clone() };
        (scenario.compared_arms().collect(), settings)
    }

    #[test]
    fn more_rnase_h_leaves_less_messenger_and_what_is_left_is_what_the_level_in_force_leaves() {
        let (arms, settings) = arm_a();
        let found = Mechanism::of(&arms, &settings).unwrap();
        let of_stem: Vec<f64> = found.selectivity.iter().map(|one| one.mrna_percent[0].0).collect();
        assert!(of_stem.len() == LEVELS.len() && of_stem.windows(2).all(|pair| pair[1] < pair[0]), "{of_stem:?}");
        for kind in &found.kinds {
            let [without, with] = kind.mrna_percent;
            assert!((without - 100.0).abs() < 0.01 && with < 100.0, "{kind:?}");
        }
    }

    #[test]
    fn an_arm_without_cenersen_has_no_mechanism() {
        let (arms, settings) = arm_a();
        let without: Vec<Arm> = arms.iter().map(|arm| arm.without(&[Without::Drug(Drug::Cenersen)])).collect();
        assert_eq!(Mechanism::of(&without, &settings), None);
    }

    #[test]
    fn days_without_cells_are_not_averaged() {
        let mut set = CurveSet { days: vec![0.0, 1.0, 2.0, 3.0], ..CurveSet::default() };
        for (cells, mrna) in [(10.0, 1.0), (10.0, 0.5), (5.0, 0.7), (0.0, 1.0)] {
            set.push(Variable::Cells, Some(Kind::Blast), cells);
            set.push(Variable::P53Mrna, Some(Kind::Blast), mrna);
        }
        assert!((over_days(&set, Variable::P53Mrna, Kind::Blast) - 0.6).abs() < 1e-12);
        assert_eq!(net_kill(&set, Kind::Blast), 1.0);
    }
}
