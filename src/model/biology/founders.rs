//! Founders: the marrow at presentation. Classes, phases and ages stand in the proportions that the untreated population
//! keeps by itself (Euler-Lotka), so that nothing happens at the start but growth.
//! Left out: the history that led there, and dormant clones.

use super::{
    Kind, Model,
    apoptosis::Apoptosis,
    columns::{Cell, Cycle, Lineage, Resistance, RnaseH},
    hierarchy::{ClassCycle, Hierarchy, PhaseCells},
    niche::{Feedback, chain_below},
};
use crate::engine::{Purpose, Roster, Seed, StepKey, mix, uniform};

/// Cells of every class at presentation, and how fast the leukemia grows.
#[derive(Clone, Debug, PartialEq)]
pub struct Presentation {
    /// Cells by phase, one entry for each class.
    /// In the order of [`Hierarchy::classes`].
    pub classes: Vec<PhaseCells>,
    /// Growth of the leukemia (1/h).
    /// Times 24 it is the growth per day; negative where a stem cell leaves less than one behind.
    pub growth: f64,
    /// Cells that leave the healthy dividing pool for the blood per hour.
    pub healthy_output: f64,
    /// Cells that pass the branch of the megakaryocytes per hour in health.
    pub healthy_branch: f64,
    /// Normal output relative to health.
    /// 1 without leukemia; below, because a leukemia takes a share of the niche.
    pub relative_output: f64,
}

/// A class without cells.
const NOBODY: PhaseCells = PhaseCells { g0: 0.0, g1: 0.0, active: 0.0, mitoses: 0.0 };

impl Presentation {
    /// The marrow with `burden` leukemic cells (0: healthy).
    ///
    /// Normal stem cells are as many as in health; normal progenitors are what the niche beside the leukemia holds.
    pub fn new(model: &Model, hierarchy: &Hierarchy, burden: f64) -> Self {
        let mut classes = vec![NOBODY; hierarchy.classes().len()];
        let growth = growth(&model.niche, hierarchy.cycle(hierarchy.first(Kind::LeukemicStem)), burden);
        if burden > 0.0 {
            leukemia(&mut classes, model, hierarchy, burden, growth);
        }
        let healthy_output = normal(&mut classes, model, hierarchy);
        let branch = hierarchy.branch();
        // Of the renewing class one daughter of two leaves, of the others both.
        let leaving = if hierarchy.renews(branch) { 1.0 } else { 2.0 };
        let healthy_branch = leaving * classes[branch].mitoses;
        let relative_output = if burden > 0.0 { model.niche.normal_beside(burden) } else { 1.0 };
        for (cells, of) in classes.iter_mut().zip(hierarchy.classes()) {
            if of.kind == Kind::NormalProgenitor {
                *cells = cells.scaled(relative_output);
            }
        }
        Self { classes, growth, healthy_output, healthy_branch, relative_output }
    }
}

/// Growth (1/h) at which one stem cell leaves exactly one behind: 2 a m(g) = 1 with m the mitoses per newborn.
///
/// Found by bisection between minus half the exit from G0 and 0.2 per hour.
pub fn growth(feedback: &Feedback, stem: &ClassCycle, burden: f64) -> f64 {
    let replaced = |growth: f64| 2.0 * feedback.leukemic(burden) * stem.per_inflow(growth, 0.0).mitoses;
    let (mut low, mut high) = (-0.5 * stem.g0_exit, 0.2);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if replaced(middle) > 1.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Baseline loss of each class (1/h).
fn losses(apoptosis: &Apoptosis, hierarchy: &Hierarchy) -> Vec<f64> {
    hierarchy.classes().iter().map(|of| f64::from(apoptosis.loss[of.kind])).collect()
}

/// In the proportions of steady growth, scaled to the burden.
fn leukemia(classes: &mut [PhaseCells], model: &Model, hierarchy: &Hierarchy, burden: f64, growth: f64) {
    let stem = hierarchy.first(Kind::LeukemicStem);
    let renewal = model.niche.leukemic(burden);
    // Everything for one stem-cell mitosis per hour, then scaled to the burden.
    classes[stem] = hierarchy.cycle(stem).per_inflow(growth, 0.0).scaled(2.0 * renewal);
    let loss = losses(&model.apoptosis, hierarchy);
    for (class, cells) in chain_below(hierarchy, stem, 2.0 * (1.0 - renewal), growth, &loss) {
        classes[class] = cells;
    }
    let leukemic = hierarchy.first(Kind::NormalStem);
    let total: f64 = classes[..leukemic].iter().map(PhaseCells::total).sum();
    for cells in &mut classes[..leukemic] {
        *cells = cells.scaled(burden / total);
    }
}

/// The healthy stationary chain; returns its output to the blood (cells/h).
fn normal(classes: &mut [PhaseCells], model: &Model, hierarchy: &Hierarchy) -> f64 {
    let stem = hierarchy.first(Kind::NormalStem);
    let at_rest = hierarchy.cycle(stem).per_inflow(0.0, 0.0);
    classes[stem] = at_rest.scaled(model.niche.stem_cells / at_rest.total());
    let first = hierarchy.first(Kind::NormalProgenitor);
    let at_rest = hierarchy.cycle(first).per_inflow(0.0, 0.0);
    classes[first] = at_rest.scaled(model.niche.progenitor_cells / at_rest.total());
    let mut output = classes[first].mitoses;
    let loss = vec![0.0; classes.len()];
    for (class, cells) in chain_below(hierarchy, first, output, 0.0, &loss) {
        classes[class] = cells;
        output = 2.0 * cells.mitoses;
    }
    output
}

/// The agents of every class, written into their rows.
///
/// A class begins with between half of its rows and all of them, unless it has fewer cells than that; `put` gets row
/// and cell.
pub fn settle(
    presentation: &Presentation,
    model: &Model,
    hierarchy: &Hierarchy,
    roster: &mut Roster,
    seed: Seed,
    mut put: impl FnMut(usize, Cell),
) {
    let key = StepKey::new(seed, 0, Purpose::Founder);
    let loss = losses(&model.apoptosis, hierarchy);
    for (index, cells) in presentation.classes.iter().enumerate() {
        let class = roster.class_mut(index);
        class.exponent = Roster::exponent_for(cells.total(), class.capacity());
        class.len = (libm::ldexp(cells.total(), -(class.exponent as i32)) + 0.5) as usize;
        let kind = hierarchy.classes()[index].kind;
        let growth = if kind.is_leukemic() { presentation.growth } else { 0.0 };
        let thinning = (growth + loss[index]) * hierarchy.cycle(index).active_hours();
        for agent in 0..class.len {
            let lineage = key.descendant(mix(index as u64), agent as u64);
            // One agent in each of `len` equal strata of the distribution over phases.
            let quantile = (agent as f64 + f64::from(uniform(lineage as u32))) / class.len as f64;
            let place = place(cells, quantile, thinning);
            put(class.start() + agent, founder(lineage, place, model, kind));
        }
    }
}

/// Place in the cycle at this quantile of the stable distribution.
fn place(cells: &PhaseCells, quantile: f64, thinning: f64) -> Cycle {
    let at = quantile * cells.total();
    if at < cells.g0 {
        return Cycle(-1.0);
    }
    if at < cells.g0 + cells.g1 {
        return Cycle(0.0);
    }
    let share = ((at - cells.g0 - cells.g1) / cells.active).clamp(0.0, 1.0);
    // Density falls as exp(-thinning x) over S and G2/M, because the population grows.
    let x = if thinning.abs() < 1e-9 { share } else { -libm::log1p(share * libm::expm1(-thinning)) / thinning };
    Cycle((x as f32).clamp(f32::MIN_POSITIVE, 0.999_999))
}

/// RNase H and resistance are drawn once and inherited by all descendants.
fn founder(lineage: u64, cycle: Cycle, model: &Model, kind: Kind) -> Cell {
    let (first, second) = normal_pair(mix(lineage ^ 0x5bf0_3635_d1a2_4b77));
    Cell {
        lineage: Lineage(lineage),
        cycle,
        rnase_h: RnaseH(lognormal(model.rnase_h_log_sd, first)),
        resistance: Resistance(lognormal(model.resistance_log_sd[kind], second)),
        ..Cell::VACANT
    }
}

/// Log-normal with mean 1.
fn lognormal(log_sd: f64, normal: f64) -> f32 {
    libm::exp(log_sd * normal - 0.5 * log_sd * log_sd) as f32
}

/// Two standard normal numbers (Box and Muller 1958) from 64 bits.
fn normal_pair(bits: u64) -> (f64, f64) {
    let u = ((bits >> 32) as f64 + 0.5) / 4_294_967_296.0;
    let v = ((bits & 0xffff_ffff) as f64 + 0.5) / 4_294_967_296.0;
    let (radius, angle) = (libm::sqrt(-2.0 * libm::log(u)), std::f64::consts::TAU * v);
    (radius * libm::cos(angle), radius * libm::sin(angle))
}
