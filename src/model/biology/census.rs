//! Census: what an observer counts in the marrow at one moment, by kind of cell.
//! Left out: measurement error (a marrow examination adds it, see `clinic`).
//!
//! Means over cells are sums of fixed-point integers, so that they do not depend on the order of the rows.
//! Means over cells weigh each agent by its cells; a kind without cells has means of an untreated cell (1 for mRNA and
//! protein, 0 for damage) and no share in any phase.

use super::{
    Kind, Model, PerKind,
    columns::{CellColumns, Cycle, FastBreaks, Lesions, Mrna, SlowBreaks},
    hierarchy::Hierarchy,
    shared::Fates,
    snapshot::Snapshot,
};
use crate::engine::{Roster, vectorized};
use std::ops::Range;

/// Everything counted for one kind of cell.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct KindCensus {
    /// Agents times weight, a whole number.
    pub cells: f64,
    /// How many agents stand for them.
    pub agents: f64,
    /// Mean p53 mRNA relative to an untreated wild-type cell.
    pub mrna: f64,
    /// Mean p53 protein relative to an untreated wild-type cell.
    pub protein: f64,
    /// Mean of breaks and lesions together, in units of the mean that triggers mitotic catastrophe.
    pub damage: f64,
    /// Mean of lesions by cytarabine alone, in the same unit.
    pub lesions: f64,
    /// Shares in G0, G1, S and G2/M.
    /// They sum to 1 where there are cells.
    pub phases: [f64; 4],
    /// Mean hazard of p53-dependent apoptosis (1/d).
    pub death_p53: f64,
    /// Mean hazard of p53-independent apoptosis (1/d), baseline loss not counted.
    pub death_damage: f64,
}

/// Fixed point with 20 binary places.
const ONE: f32 = 1_048_576.0;

/// Sums over the agents of one class, in fixed point.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Agents in G0, G1, S and G2/M; counted, not in fixed point.
    phases: [i64; 4],
    /// p53 mRNA relative to rest.
    mrna: i64,
    /// p53 protein relative to rest.
    protein: i64,
    /// DNA damage of all kinds.
    damage: i64,
    /// Lesions by cytarabine, which are part of the damage.
    lesions: i64,
    death_p53: i64,
    /// Hazard of apoptosis without p53 (1/h).
    death_damage: i64,
}

/// Phase of a cell: 0 G0, 1 G1, 2 S, 3 G2/M.
///
/// `s_end` is the place at which S ends, between 0 and 1.
pub fn phase(cycle: Cycle, s_end: f32) -> u8 {
    match cycle.0 {
        place if place < 0.0 => 0,
        0.0 => 1,
        place if place < s_end => 2,
        _ => 3,
    }
}

/// Counts all kinds.
pub fn census(model: &Model, hierarchy: &Hierarchy, roster: &Roster, columns: &CellColumns) -> PerKind<KindCensus> {
    let mut totals: PerKind<([i128; 10], u64, u64)> = PerKind::default();
    for (index, (class, of)) in roster.classes().iter().zip(hierarchy.classes()).enumerate() {
        let sums =
            class_sums(model, columns, class.rows(), hierarchy.cycle(index).s_end(), model.p53.function[of.kind]);
        let total = &mut totals[of.kind];
        let [a, b, c, d] = sums.phases;
        let Sums { mrna, protein, damage, lesions, death_p53, death_damage, .. } = sums;
        let parts = [a, b, c, d, mrna, protein, damage, lesions, death_p53, death_damage];
        for (sum, part) in total.0.iter_mut().zip(parts) {
            *sum += i128::from(part) << class.exponent;
        }
        total.1 += class.cells();
        total.2 += class.len as u64;
    }
    PerKind::from_fn(|kind| finish(model, kind, &totals[kind]))
}

/// Damage of the cells of one class, by kind of damage.
type Breaks<'a> = (&'a [FastBreaks], &'a [SlowBreaks], &'a [Lesions]);

/// What the sums of one class need besides its columns.
struct Rule<'a> {
    /// Rules of all processes with the patient's numbers.
    model: &'a Model,
    /// Place in the cycle at which S ends, as of [`Cycle`].
    s_end: f32,
    /// Transcriptional function of p53 in this class: 1 wild type, 0 none.
    function: f32,
}

/// Fixed point; nothing that a cell carries is negative or comes near 2047: damage of an extremely sensitive patient may reach some hundreds.
#[inline(always)]
#[allow(clippy::manual_clamp, reason = "`clamp` would pass on what is not a number")]
fn fixed(value: f32) -> i64 {
    let bounded = value.max(0.0).min(2047.0) * ONE;
    // SAFETY: from 0 to 2047 * 2^20, which is below 2^31, also for what is not a number. A checked conversion would not vectorize.
    i64::from(unsafe { bounded.to_int_unchecked::<i32>() })
}

vectorized! {
    /// Adds the agents of one class to `sums`. The slices are columns of that class and equally long; the order of
    /// agents does not matter, as integers are added.
    fn add_up(cycle: &[Cycle], mrna: &[Mrna], breaks: Breaks, rule: &Rule, sums: &mut Sums) {
        let (p53, apoptosis) = (&rule.model.p53, &rule.model.apoptosis);
        let (mut resting, mut before_s, mut before_g2) = (0_u32, 0_u32, 0_u32);
        // Locals stay in registers.
        let (mut messages, mut proteins, mut damages, mut lesions, mut deaths, mut others) = (0, 0, 0, 0, 0, 0);
        for ((((cycle, mrna), fast), slow), lesion) in cycle.iter().zip(mrna).zip(breaks.0).zip(breaks.1).zip(breaks.2) {
            let damage = fast.0 + slow.0 + lesion.0;
            resting += u32::from(cycle.0 < 0.0);
            before_s += u32::from(cycle.0 <= 0.0);
            before_g2 += u32::from(cycle.0 < rule.s_end);
            messages += fixed(mrna.0);
            proteins += fixed(p53.protein(mrna.0, damage));
            damages += fixed(damage);
            lesions += fixed(lesion.0);
            deaths += fixed(apoptosis.saturation(p53.active(mrna.0, damage, rule.function)));
            others += fixed(apoptosis.saturation_by_damage(damage));
        }
        let places = [resting, before_s - resting, before_g2 - before_s, cycle.len() as u32 - before_g2];
        *sums = Sums {
            phases: places.map(i64::from),
            mrna: messages,
            protein: proteins,
            damage: damages,
            lesions,
            death_p53: deaths,
            death_damage: others,
        };
    }
}

/// Over the living rows of one class.
fn class_sums(model: &Model, columns: &CellColumns, rows: Range<usize>, s_end: f32, function: f32) -> Sums {
    let mut sums = Sums::default();
    let breaks = (&columns.fast[rows.clone()], &columns.slow[rows.clone()], &columns.lesions[rows.clone()]);
    let rule = Rule { model, s_end, function };
    add_up(&columns.cycle[rows.clone()], &columns.mrna[rows], breaks, &rule, &mut sums);
    sums
}

/// From sums over all classes of a kind to means over its cells.
fn finish(model: &Model, kind: Kind, (sums, cells, agents): &([i128; 10], u64, u64)) -> KindCensus {
    let count = (*cells).max(1) as f64;
    let mean = |sum: i128| sum as f64 / f64::from(ONE) / count;
    let rest = if *cells == 0 { 1.0 } else { 0.0 };
    KindCensus {
        cells: *cells as f64,
        agents: *agents as f64,
        mrna: mean(sums[4]) + rest,
        protein: mean(sums[5]) + rest,
        damage: mean(sums[6]),
        lesions: mean(sums[7]),
        phases: [0, 1, 2, 3].map(|phase| sums[phase] as f64 / count),
        death_p53: 24.0 * f64::from(model.apoptosis.through_p53[kind]) * mean(sums[8]),
        death_damage: 24.0 * f64::from(model.apoptosis.by_damage) * mean(sums[9]),
    }
}

/// Catastrophes by kind since the last call, in cells; resets the counts.
pub fn take_catastrophes(hierarchy: &Hierarchy, fates: &mut Fates) -> PerKind<f64> {
    let mut cells = PerKind::default();
    for (count, of) in fates.catastrophes.iter_mut().zip(hierarchy.classes()) {
        cells[of.kind] += std::mem::take(count) as f64;
    }
    cells
}

/// Every agent with what it carries.
///
/// Rows are in the order of the classes. RNase H is absolute here: the mean of the kind times the cell's own.
pub fn snapshot(day: f64, model: &Model, hierarchy: &Hierarchy, roster: &Roster, columns: &CellColumns) -> Snapshot {
    let mut all = Snapshot { day, ..Snapshot::default() };
    for (index, (class, of)) in roster.classes().iter().zip(hierarchy.classes()).enumerate() {
        let level = model.antisense.level[of.kind] as f32;
        for row in class.rows() {
            let damage = columns.fast[row].0 + columns.slow[row].0 + columns.lesions[row].0;
            all.kind.push(of.kind);
            all.stage.push(of.stage);
            all.phase.push(phase(columns.cycle[row], hierarchy.cycle(index).s_end()));
            all.weight.push(class.weight() as f64);
            all.rnase_h.push(level * columns.rnase_h[row].0);
            all.p53.push(model.p53.protein(columns.mrna[row].0, damage));
            all.damage.push(damage);
        }
    }
    all
}
