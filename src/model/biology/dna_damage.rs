//! DNA damage: a drug that makes breaks (an anthracycline) and is bound in a cell makes them in every phase, less in G0
//! (topoisomerase II); they are repaired in a fast and a slow pool. A drug that makes lesions (cytarabine) leaves them in
//! cells that pass S phase, saturably in its active form: a pool of its own that outlives the active form by days. p53,
//! apoptosis and catastrophe see the sum of all.
//! Bound drug leaves a cell over days; mitosis halves it, so that cycling cells lose it sooner than quiescent ones, and
//! uptake from plasma fills it up again. Of several drugs breaks and lesions add up, and slowings multiply.
//! Left out: kinds of breaks, efflux pumps, competition of drugs for one enzyme, and mutation by misrepair.
//!
//! ```text
//! E = T/(T + T50)      dL/dt = k E/r in S - (ln 2/half-life) (1 - loss (1 - f m)) L
//! ```
//!
//! with active form T, lesions L, resistance r, and the function and mRNA of p53 f and m (in G0 repair needs no p53).
//! The unit of damage is the mean that triggers mitotic catastrophe. How much damage a drug makes is not assumed but
//! follows from its measured potency in vitro (see `potency`).

use super::{
    About, Kind, Model, Numbers, PerKind,
    columns::{Cycle, FastBreaks, Lesions, Load, Mrna, Resistance, SlowBreaks, columns},
    hierarchy::Hierarchy,
    potency::with_potencies,
    shared::{Disturbance, Pending, Step},
};
use crate::{
    engine::{
        Roster,
        math::{one_minus_exp, slight},
        vectorized,
    },
    parameters::{Action, Description, Ledger, Place, Which},
    quantity::Rate,
    treatment::Exposure,
};
use bevy_ecs::prelude::*;

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "DNA damage",
    what: "breaks and lesions by drugs, repair",
    reads: "cycle, exposure, p53 mRNA, resistance",
    writes: "damage",
    numbers: &["dna_damage.", "ara_ctp.half_incorporation"],
};

/// A drug that makes breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Breaks {
    /// Damage per hour and unit of level bound in a cell with phase weight 1 and average resistance of its kind.
    pub per_level: PerKind<f64>,
    /// Potency of bound metabolite relative to the drug.
    pub metabolite_potency: f64,
    /// Where the exposure has the drug that is free in cells.
    cell: Place,
    /// Where it has the drug that cells hold fast.
    bound: Place,
    /// Where it has the uptake over the content of what they hold (1/h), by which a cell fills again.
    renewal: Place,
    /// Where it has the metabolite in cells; none for a drug whose metabolite is not followed.
    metabolite: Option<Place>,
}

/// A drug that makes lesions in S phase.
#[derive(Clone, Debug, PartialEq)]
pub struct LesionsBy {
    /// Lesions per hour in S phase when the active form saturates, in a cell of average resistance of its kind.
    pub greatest: PerKind<f64>,
    /// Active form with half of that (pmol per 10^6 cells) (L09).
    pub half_incorporation: f64,
    /// Where the exposure has the active form in leukemic cells (pmol per 10^6 cells).
    leukemic: Place,
    /// Where it has the active form in normal cells, which form and lose it at rates of their own.
    normal: Place,
}

impl Breaks {
    /// None for a drug that makes none; its potency is zero until `potency` fills it in.
    fn of(drug: &Description, ledger: &Ledger) -> Option<Self> {
        let place = |which| ledger.places().get(drug.drug, which);
        let has_metabolite = drug.has("metabolite_potency");
        if !drug.does(Action::Breaks) {
            return None;
        }
        Some(Self {
            per_level: PerKind::default(),
            metabolite_potency: if has_metabolite { ledger.number(&drug.path("metabolite_potency")) } else { 0.0 },
            cell: place(Which::Cell)?,
            bound: place(Which::Bound)?,
            renewal: place(Which::Renewal)?,
            metabolite: place(Which::MetaboliteCell),
        })
    }

    /// Damage per hour by the free and by the bound pools.
    fn rates(&self, exposure: &Exposure, kind: Kind) -> (f64, f64) {
        let per_level = self.per_level[kind];
        let bound = exposure.at(self.bound);
        let free = exposure.at(self.cell) - bound;
        let metabolite = self.metabolite.map_or(0.0, |place| exposure.at(place));
        (per_level * free.max(0.0), per_level * (bound + self.metabolite_potency * metabolite))
    }
}

impl LesionsBy {
    /// None for a drug that makes none; its potency is zero until `potency` fills it in.
    fn of(drug: &Description, ledger: &Ledger) -> Option<Self> {
        let place = |which| ledger.places().get(drug.drug, which);
        if !drug.does(Action::Lesions) {
            return None;
        }
        Some(Self {
            greatest: PerKind::default(),
            half_incorporation: ledger.number(&drug.path("active.half_incorporation")) * 1e12,
            leukemic: place(Which::Active)?,
            normal: place(Which::ActiveNormal)?,
        })
    }

    /// Incorporation relative to its greatest (E of the rule above), 0 to 1.
    fn incorporation(&self, exposure: &Exposure, kind: Kind) -> f64 {
        let active = exposure.at(if kind.is_leukemic() { self.leukemic } else { self.normal });
        active / (active + self.half_incorporation)
    }
}

/// Parameters of damage and repair.
#[derive(Clone, Debug, PartialEq)]
pub struct DnaDamage {
    /// Drugs that make breaks, in the order of the ledger.
    pub breaks: Vec<Breaks>,
    /// Drugs that make lesions, in the order of the ledger.
    pub lesions: Vec<LesionsBy>,
    /// Greatest relative slowing of S phase by an active form.
    /// The speed through S is 1 less this times the incorporation.
    pub s_slowing: f64,
    /// Relative production of breaks in G0, G1, S and G2/M (M05).
    pub phase_weight: [f64; 4],
    /// Share of breaks that belongs to the fast pool.
    pub fast_share: f64,
    /// Repair of the fast pool (1/h as [`Rate`]) (D02).
    pub fast_repair: Rate,
    /// Repair of the slow pool (D03).
    pub slow_repair: Rate,
    /// Loss of lesions (L08).
    pub lesion_loss: Rate,
    /// Greatest relative slowing of repair by loss of p53 (D04).
    /// Without functional p53 a cell in cycle repairs at 1 less this of the rate; a cell in G0 is not slowed.
    pub repair_loss: f64,
}

impl DnaDamage {
    /// Potencies are solved for the typical patient and divided by this patient's resistance (see `potency`).
    pub fn new(numbers: &Numbers) -> Self {
        with_potencies(Self::without_potencies(numbers.own), numbers.typical, numbers.own)
    }

    /// Reads everything but the potencies of the drugs, which `potency` solves for.
    ///
    /// Damage per drug is zero until [`DnaDamage::new`] fills it in.
    pub fn without_potencies(ledger: &Ledger) -> Self {
        let weight = |phase: &str| ledger.number(&format!("dna_damage.phase_weight.{phase}"));
        let rate = |path: &str| Rate::from_half_life(ledger.time(path));
        Self {
            breaks: ledger.drugs().iter().filter_map(|drug| Breaks::of(drug, ledger)).collect(),
            lesions: ledger.drugs().iter().filter_map(|drug| LesionsBy::of(drug, ledger)).collect(),
            s_slowing: ledger.fraction("dna_damage.s_slowing").value(),
            phase_weight: [weight("g0"), weight("g1"), weight("s"), weight("g2m")],
            fast_share: ledger.fraction("dna_damage.fast_share").value(),
            fast_repair: rate("dna_damage.fast_half_life"),
            slow_repair: rate("dna_damage.slow_half_life"),
            lesion_loss: rate("dna_damage.lesion_half_life"),
            repair_loss: ledger.fraction("dna_damage.repair_loss").value(),
        }
    }

    /// Damage per hour by drugs that make breaks in a cell of phase weight 1 and average resistance of its kind: by what
    /// follows plasma within the hour, and by what is bound for days in a cell that has not divided.
    ///
    /// Both are for a cell of full load; the second is multiplied with the load that mitoses have left.
    pub fn by_breaks(&self, exposure: &Exposure, kind: Kind) -> (f64, f64) {
        let rates = self.breaks.iter().map(|drug| drug.rates(exposure, kind));
        rates.fold((0.0, 0.0), |sum, (free, bound)| (sum.0 + free, sum.1 + bound))
    }

    /// Rate at which uptake renews what is bound in a cell (1/h): of several drugs the mean by the damage that they do.
    pub fn renewal(&self, exposure: &Exposure) -> f64 {
        if let [only] = &self.breaks[..] {
            return exposure.at(only.renewal);
        }
        let done = |drug: &Breaks| drug.rates(exposure, Kind::Blast).1;
        let all: f64 = self.breaks.iter().map(done).sum();
        let mean = |drug: &Breaks| done(drug) / all * exposure.at(drug.renewal);
        if all > 0.0 { self.breaks.iter().map(mean).sum() } else { 0.0 }
    }

    /// Lesions per hour in S phase.
    ///
    /// Zero outside of S phase, which this does not know.
    pub fn by_lesions(&self, exposure: &Exposure, kind: Kind) -> f64 {
        let made = self.lesions.iter().map(|drug| drug.greatest[kind] * drug.incorporation(exposure, kind));
        made.fold(0.0, |sum, made| sum + made)
    }

    /// Speed through S phase relative to that without drugs.
    ///
    /// From 1 less [`DnaDamage::s_slowing`] to 1 for one drug.
    pub fn s_speed(&self, exposure: &Exposure, kind: Kind) -> f64 {
        let left = self.lesions.iter().map(|drug| 1.0 - self.s_slowing * drug.incorporation(exposure, kind));
        left.product()
    }

    /// Breaks at rest for a constant production of 1 per hour and full repair (h).
    ///
    /// Level per production, from the rule: the sum of share over rate of both pools.
    pub fn plateau(&self) -> f64 {
        self.fast_share / self.fast_repair.in_per_hour() + (1.0 - self.fast_share) / self.slow_repair.in_per_hour()
    }

    /// Bounds on breaks and lesions after a step; four times the average cell's production covers phase and three standard
    /// deviations of resistance.
    ///
    /// Nothing falls faster here than the slowest pool of the slowest repair; so a process at rest by this bound has
    /// nothing to do in any cell.
    pub fn bound(&self, before: Disturbance, exposure: &Exposure, span: f64) -> Disturbance {
        let greatest = |of: &dyn Fn(Kind) -> f64| Kind::ALL.into_iter().map(of).fold(0.0, f64::max);
        let left = |rate: Rate| libm::exp(-rate.in_per_hour() * (1.0 - self.repair_loss) * span);
        let by_breaks = greatest(&|kind| {
            let (free, bound) = self.by_breaks(exposure, kind);
            free + bound
        });
        let by_lesions = greatest(&|kind| self.by_lesions(exposure, kind));
        Disturbance {
            breaks: before.breaks * left(self.slow_repair) + 4.0 * by_breaks * span,
            lesions: before.lesions * left(self.lesion_loss) + 4.0 * by_lesions * span,
            ..before
        }
    }
}

/// Constants of one class and step.
#[derive(Clone, Copy)]
struct Rule {
    /// Phase weights, and damage per hour by free and by bound drug at weight 1 and resistance 1.
    phase_weight: [f32; 4],
    /// By free drug.
    free: f32,
    /// By drug that the cell holds fast.
    bound: f32,
    /// Share of the way to a full load that a cell comes back in this step.
    refill: f32,
    /// Lesions over the whole step at resistance 1.
    made_in_s: f32,
    /// Place in the cycle at which S ends.
    s_end: f32,
    /// Share of new breaks that are repaired fast.
    fast_share: f32,
    /// Repair over the whole step.
    fast_repair: f32,
    /// Repair of slow breaks over the whole step.
    slow_repair: f32,
    /// Loss of lesions over the whole step.
    lesion_loss: f32,
    /// Length of the step (h).
    span: f32,
    /// Share of repair that is lost with the function of p53.
    repair_loss: f32,
    /// Transcriptional function of p53 in this class.
    function: f32,
}

/// What a cell has to do with damage, as columns of one class.
struct Cells<'a> {
    /// Place in the cycle, which decides the weight of breaks and whether lesions arise.
    cycle: &'a [Cycle],
    /// p53 mRNA relative to rest, on which repair depends.
    mrna: &'a [Mrna],
    /// The cell's own factor by which damage is divided.
    resistance: &'a [Resistance],
}

/// What damage changes.
struct Harm<'a> {
    /// How full of bound drug the cell is, relative to a full load.
    load: &'a mut [Load],
    /// Breaks of the pool that is repaired fast.
    fast: &'a mut [FastBreaks],
    /// Breaks of the pool that is repaired slowly.
    slow: &'a mut [SlowBreaks],
    /// Lesions by cytarabine, which outlive the drug.
    lesions: &'a mut [Lesions],
    /// The sum of all three, which other processes of the step read.
    damage: &'a mut [f32],
}

vectorized! {
    /// Exact step of all pools for a constant production.
    fn break_and_repair(cells: &Cells, harm: &mut Harm, rule: Rule) {
        let n = cells.cycle.len();
        let (cycle, mrna, resistance) = (&cells.cycle[..n], &cells.mrna[..n], &cells.resistance[..n]);
        let (load, fast, slow) = (&mut harm.load[..n], &mut harm.fast[..n], &mut harm.slow[..n]);
        let (lesions, damage) = (&mut harm.lesions[..n], &mut harm.damage[..n]);
        for i in 0..n {
            let place = cycle[i].0;
            let in_s = place > 0.0 && place < rule.s_end;
            let active = if in_s { rule.phase_weight[2] } else { rule.phase_weight[3] };
            let resting = if place < 0.0 { rule.phase_weight[0] } else { rule.phase_weight[1] };
            let weight = if place > 0.0 { active } else { resting };
            load[i].0 += (1.0 - load[i].0) * rule.refill;
            let sensitivity = 1.0 / resistance[i].0;
            let production = weight * (rule.free + rule.bound * load[i].0) * sensitivity;
            // p53 left, relative to a wild-type cell with the same damage; quiescent cells repair without it.
            let missing = (1.0 - mrna[i].0 * rule.function).max(0.0);
            let repair = if place < 0.0 { 1.0 } else { 1.0 - rule.repair_loss * missing };
            let per_step = production * rule.span / repair;
            let fast_level = rule.fast_share * per_step / rule.fast_repair;
            let slow_level = (1.0 - rule.fast_share) * per_step / rule.slow_repair;
            fast[i].0 += (fast_level - fast[i].0) * one_minus_exp(rule.fast_repair * repair);
            slow[i].0 += (slow_level - slow[i].0) * one_minus_exp(rule.slow_repair * repair);
            let made = if in_s { rule.made_in_s * sensitivity } else { 0.0 };
            let loss = rule.lesion_loss * repair;
            lesions[i].0 += (made / loss - lesions[i].0) * slight(loss);
            damage[i] = fast[i].0 + slow[i].0 + lesions[i].0;
        }
    }
}

/// System of this process.
#[allow(clippy::type_complexity)]
pub fn dna_damage(
    model: Res<Model>,
    step: Res<Step>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    mut disturbance: ResMut<Disturbance>,
    mut pending: ResMut<Pending>,
    mut cells: Query<(&Cycle, &Mrna, &Resistance, &mut Load, &mut FastBreaks, &mut SlowBreaks, &mut Lesions)>,
) {
    *disturbance = model.damage.bound(*disturbance, &step.exposure, step.span);
    if disturbance.damage() < Disturbance::REST {
        pending.rest();
        return;
    }
    pending.at_rest = false;
    let (cycle, mrna, resistance, mut load, mut fast, mut slow, mut lesions) = columns!(cells);
    let load = load.bypass_change_detection();
    let (fast, slow, lesions) =
        (fast.bypass_change_detection(), slow.bypass_change_detection(), lesions.bypass_change_detection());
    let rules = PerKind::from_fn(|kind| rule(&model, &step, kind));
    for (index, class) in roster.classes().iter().enumerate() {
        let rows = class.rows();
        let cells =
            Cells { cycle: &cycle[rows.clone()], mrna: &mrna[rows.clone()], resistance: &resistance[rows.clone()] };
        let mut harm = Harm {
            load: &mut load[rows.clone()],
            fast: &mut fast[rows.clone()],
            slow: &mut slow[rows.clone()],
            lesions: &mut lesions[rows.clone()],
            damage: &mut pending.damage[rows],
        };
        let rule = rules[hierarchy.classes()[index].kind];
        break_and_repair(&cells, &mut harm, Rule { s_end: hierarchy.cycle(index).s_end(), ..rule });
    }
}

/// Of all classes of a kind, but for the end of S.
fn rule(model: &Model, step: &Step, kind: Kind) -> Rule {
    let damage = &model.damage;
    let (free, bound) = damage.by_breaks(&step.exposure, kind);
    Rule {
        phase_weight: damage.phase_weight.map(|weight| weight as f32),
        free: free as f32,
        bound: bound as f32,
        refill: -libm::expm1(-damage.renewal(&step.exposure) * step.span) as f32,
        made_in_s: (damage.by_lesions(&step.exposure, kind) * step.span) as f32,
        s_end: 0.0,
        fast_share: damage.fast_share as f32,
        fast_repair: (damage.fast_repair.in_per_hour() * step.span) as f32,
        slow_repair: (damage.slow_repair.in_per_hour() * step.span) as f32,
        lesion_loss: (damage.lesion_loss.in_per_hour() * step.span) as f32,
        span: step.span as f32,
        repair_loss: damage.repair_loss as f32,
        function: model.p53.function[kind],
    }
}
