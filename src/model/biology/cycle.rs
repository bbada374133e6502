//! Cell cycle: quiescence (G0), a G1 of exponential length, then S and G2/M of fixed length (Smith and Martin 1973);
//! active p53 holds cells at the G1/S and G2/M borders. What becomes of a cell in mitosis is `division`'s.
//! Death and transition compete: with total hazard h any event has chance 1 - exp(-h dt), shared in proportion.
//! Ara-CTP slows the way through S; a step that crosses the end of S is split in proportion.
//! Left out: cell size, and the spread of the lengths of S and G2/M.

use super::{
    About, Model, Numbers, PerKind,
    columns::{Cycle, Lineage, columns},
    hierarchy::{ClassCycle, Hierarchy},
    shared::{Niche, Pending, Step, fate},
};
use crate::engine::{Purpose, Roster, StepKey, math::one_minus_exp, uniform, vectorized};
use bevy_ecs::prelude::*;

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "Cell cycle",
    what: "quiescence, phases, arrest, mitosis",
    reads: "hazard, active p53, damage",
    writes: "place in the cycle, fate",
    numbers: &["cycle.", "arrest."],
};

/// Hold at the checkpoints.
///
/// ```text
/// speed = 1 - strength a/(a + half)          with active p53 a
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrest {
    /// Greatest relative slowing of the passage through G1/S and G2/M.
    /// At full activity of p53 a share of 1 - strength of the speed is left.
    pub strength: f32,
    /// Active p53 with half of that.
    /// In units of active p53 (see [`super::Response::active`]).
    pub half_activity: f32,
}

impl Arrest {
    /// Reads `arrest.strength` and `arrest.half_activity` of this patient.
    pub fn new(numbers: &Numbers) -> Self {
        let ledger = numbers.own;
        Self {
            strength: ledger.fraction("arrest.strength").value() as f32,
            half_activity: ledger.number("arrest.half_activity") as f32,
        }
    }

    /// Speed left at the checkpoints.
    ///
    /// 1 without active p53. It multiplies the exit from G1 and the passage of G2 and M; exit from G0 and S do not
    /// wait.
    #[inline(always)]
    pub fn speed(&self, active: f32) -> f32 {
        1.0 - self.strength * active / (active + self.half_activity)
    }
}

/// Constants of one class and step.
#[derive(Clone, Copy)]
struct Rule {
    /// Hours of the step.
    span: f32,
    /// Hazards of leaving G0 and G1 at the present haste (1/h); arrest slows the second.
    g0_exit: f32,
    g1_exit: f32,
    /// Place in the cycle at which S ends.
    s_end: f32,
    /// Share of S and G2/M that one step passes in S, and after S without arrest; the second over the first.
    s_stride: f32,
    /// Share of S and G2/M that one step passes after S without arrest.
    stride: f32,
    /// The stride after S over that in S.
    gain: f32,
    /// How p53 and damage hold cells up.
    arrest: Arrest,
}

/// Cells treated at a time: their draws stay in the first-level cache.
const BLOCK: usize = 256;

vectorized! {
    /// Upper halves of the lineages' draws as uniforms; `division` takes the lower.
    fn draw(lineage: &[Lineage], key: StepKey, draws: &mut [f32; BLOCK]) {
        for (lineage, draw) in lineage.iter().zip(draws) {
            *draw = uniform((key.bits(lineage.0) >> 32) as u32);
        }
    }
}

vectorized! {
    /// One draw decides between death, a transition and nothing; cells under way in S, G2 or M move on by their stride.
    /// `fates` gets what becomes of the cell, `cycle` its new place, which is 1 or more for a cell in mitosis.
    fn progress(
        draws: &[f32; BLOCK],
        active: &[f32],
        hazard: &[f32],
        cycle: &mut [Cycle],
        fates: &mut [u8],
        rule: Rule,
    ) {
        let n = cycle.len().min(BLOCK);
        let (u, active, hazard, fates) = (&draws[..n], &active[..n], &hazard[..n], &mut fates[..n]);
        for i in 0..n {
            let place = cycle[i].0;
            let speed = rule.arrest.speed(active[i]);
            let exit = if place < 0.0 { rule.g0_exit } else { rule.g1_exit * speed };
            let exit = if place > 0.0 { 0.0 } else { exit };
            let total = hazard[i] + exit;
            let any = one_minus_exp(total * rule.span);
            // The smallest normal number keeps 0/0 away where nothing can happen.
            let death = any * hazard[i] / total.max(f32::MIN_POSITIVE);
            let dies = u[i] < death;
            let moves = u[i] < any;
            // Time left after the transition, as a share of the step.
            let left = (u[i] - death) / (any - death).max(f32::MIN_POSITIVE);
            let entered = if place < 0.0 { 0.0 } else { (left * rule.s_stride).max(f32::MIN_POSITIVE) };
            let waited = if moves { entered } else { place };
            // What is passed in S takes its share of the step; the rest of it is for what follows.
            let in_s = (rule.s_end - place).max(0.0).min(rule.s_stride);
            let further = place + in_s + (rule.stride - in_s * rule.gain) * speed;
            let next = if place > 0.0 { further } else { waited };
            let survives = if next >= 1.0 { fate::MITOSIS } else { fate::NONE };
            fates[i] = if dies { fate::DEATH } else { survives };
            cycle[i].0 = next;
        }
    }
}

/// System of this process.
pub fn cycle(
    model: Res<Model>,
    step: Res<Step>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    niche: Res<Niche>,
    mut pending: ResMut<Pending>,
    mut cells: Query<(&Lineage, &mut Cycle)>,
) {
    let (lineage, mut cycle) = columns!(cells);
    let cycle = cycle.bypass_change_detection();
    let Pending { p53, hazard, fate, .. } = &mut *pending;
    let key = StepKey::new(step.seed, step.begin, Purpose::Fate);
    let mut draws = [0.0; BLOCK];
    let s_speed = PerKind::from_fn(|kind| model.damage.s_speed(&step.exposure, kind));
    for (index, class) in roster.classes().iter().enumerate() {
        let s_speed = s_speed[hierarchy.classes()[index].kind];
        let rule = rule(&step, hierarchy.cycle(index), niche.haste[index], s_speed, model.arrest);
        let end = class.rows().end;
        let mut start = class.start();
        while start < end {
            let rows = start..(start + BLOCK).min(end);
            draw(&lineage[rows.clone()], key, &mut draws);
            progress(
                &draws,
                &p53[rows.clone()],
                &hazard[rows.clone()],
                &mut cycle[rows.clone()],
                &mut fate[rows],
                rule,
            );
            start += BLOCK;
        }
    }
}

/// `haste` is that of the niche, `s_speed` what ara-CTP leaves of the speed through S.
fn rule(step: &Step, cycle: &ClassCycle, haste: f64, s_speed: f64, arrest: Arrest) -> Rule {
    let stride = step.span / cycle.active_hours();
    Rule {
        span: step.span as f32,
        g0_exit: (cycle.g0_exit * haste) as f32,
        g1_exit: (cycle.g1_exit * haste) as f32,
        s_end: cycle.s_end(),
        s_stride: (stride * s_speed) as f32,
        stride: stride as f32,
        gain: (1.0 / s_speed) as f32,
        arrest,
    }
}
