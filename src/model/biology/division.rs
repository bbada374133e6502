//! Division: a damaged cell in mitosis may die there; stem cells renew or differentiate, each daughter for herself; progenitors and blasts pass a limited number
//! of divisions; the last daughters leave for the blood. Daughters share the
//! mother's damage and bound drug and inherit resistance. Megakaryocytes branch off the normal chain on the way: so few that
//! the chain does not notice, so their number is read from the cells that pass the branch.
//! Left out: asymmetric division as a rule of its own, and mutation.

use super::{
    About,
    columns::{AllColumns, Cell, CellColumns, Cycle, FastBreaks, Lesions, Lineage, Load, SlowBreaks, columns},
    hierarchy::Hierarchy,
    shared::{Fates, Niche, Pending, Step, fate},
};
use crate::engine::{Columns, Keys, Purpose, Roster, StepKey, Turnover, events, math::one_minus_exp, uniform};
use bevy_ecs::prelude::*;

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "Division",
    what: "self-renewal, differentiation",
    reads: "fate, self-renewal",
    writes: "cells",
    numbers: &[],
};

/// Cells on the move during a step.
///
/// The lists are kept between steps for their memory.
pub struct Moves(Turnover<Cell>);

impl FromWorld for Moves {
    fn from_world(world: &mut World) -> Self {
        Self(Turnover::new(world.resource::<Roster>().classes().len()))
    }
}

/// One class during one step.
struct Mother<'a> {
    /// Number of the mother's class.
    class: usize,
    /// Class of daughters that differentiate; none if they leave the marrow.
    next: Option<usize>,
    /// Whether daughters that leave pass the branch of the megakaryocytes.
    branches: bool,
    /// Probability that a daughter stays; none in a class that does not renew.
    renewal: Option<f64>,
    /// Weight of the mother's class.
    exponent: u32,
    /// Whether agents of the next class are heavier: then one daughter stands for both.
    next_is_heavier: bool,
    /// Hours of S, G2 and M in the mother's class.
    active_hours: f64,
    /// How daughters begin.
    newborn: Newborn,
    /// Keys of the draws, which all classes share.
    keys: &'a DivisionKeys,
}

/// How newborn cells of the own and of the next class begin.
#[derive(Clone, Copy)]
struct Newborn {
    /// In the mother's class.
    own: Start,
    /// In the class that follows it.
    next: Start,
}

/// Whether born in G0, and hazard of leaving G1 and hours of S, G2 and M if not.
#[derive(Clone, Copy)]
struct Start {
    /// Whether a daughter is born in G0, from where recruitment lets it go.
    resting: bool,
    g1_exit: f64,
    /// Length of S, G2 and M together (h).
    active_hours: f64,
}

/// Keys of the draws of this step.
struct DivisionKeys {
    /// Whether a mother whose DNA is damaged dies in mitosis.
    fate: StepKey,
    /// Whether each daughter stays in the class or goes to the next one.
    division: StepKey,
    /// Lineage of the daughters, and how far in the cycle they are.
    birth: StepKey,
}

/// System of this process.
#[allow(clippy::too_many_arguments)]
pub fn division(
    step: Res<Step>,
    hierarchy: Res<Hierarchy>,
    niche: Res<Niche>,
    pending: Res<Pending>,
    mut roster: ResMut<Roster>,
    mut moves: Local<Moves>,
    mut fates: ResMut<Fates>,
    mut cells: Query<AllColumns>,
) {
    let key = |purpose| StepKey::new(step.seed, step.begin, purpose);
    let keys = DivisionKeys { fate: key(Purpose::Fate), division: key(Purpose::Division), birth: key(Purpose::Birth) };
    let settling = Keys { split: key(Purpose::Split), roulette: key(Purpose::Roulette) };
    let mut guards = columns!(cells);
    let mut columns = CellColumns::new(&mut guards);
    (fates.output, fates.branched) = (0, 0);
    for class in 0..roster.classes().len() {
        let rows = roster.classes()[class].rows();
        let start = rows.start;
        let mut events = events(&pending.fate[rows]).peekable();
        if events.peek().is_some() {
            let mother = mother(class, &roster, &hierarchy, &niche, &keys);
            for offset in events {
                let row = start + offset;
                let end = end(&keys, pending.fate[row], pending.damage[row], columns.lineage[row]);
                *end.counted(&mut fates, class) += 1 << mother.exponent;
                match end {
                    End::Division => divide(&mother, row, &mut columns, &mut moves.0, &mut fates),
                    End::Death | End::Catastrophe => moves.0.vacate(class, row),
                }
            }
        }
        // Daughters go to their mother's class or the next: this one is complete.
        moves.0.settle_class(class, &mut roster, &mut columns, settling);
    }
}

/// What is the same for all cells of a class in this step.
fn mother<'a>(
    class: usize,
    roster: &Roster,
    hierarchy: &Hierarchy,
    niche: &Niche,
    keys: &'a DivisionKeys,
) -> Mother<'a> {
    let start = |class: usize| {
        let cycle = hierarchy.cycle(class);
        let g1_exit = cycle.g1_exit * niche.haste[class];
        Start { resting: cycle.born_resting, g1_exit, active_hours: cycle.active_hours() }
    };
    let next = hierarchy.next(class);
    let exponent = roster.classes()[class].exponent;
    let heavier = |next: usize| roster.classes()[next].exponent > exponent && roster.classes()[next].len > 0;
    Mother {
        class,
        next,
        branches: class == hierarchy.branch(),
        renewal: hierarchy.renews(class).then(|| niche.renewal[class]),
        exponent,
        next_is_heavier: next.is_some_and(heavier),
        active_hours: hierarchy.cycle(class).active_hours(),
        newborn: Newborn { own: start(class), next: start(next.unwrap_or(class)) },
        keys,
    }
}

/// How a cell ceases to be.
#[derive(Clone, Copy)]
enum End {
    /// By apoptosis or baseline loss.
    Death,
    /// In mitosis, of damage.
    Catastrophe,
    /// Into two daughters.
    Division,
}

impl End {
    /// The counter that this end adds to, in cells.
    fn counted(self, fates: &mut Fates, class: usize) -> &mut u64 {
        match self {
            Self::Death => &mut fates.deaths[class],
            Self::Catastrophe => &mut fates.catastrophes[class],
            Self::Division => &mut fates.mitoses[class],
        }
    }
}

/// In mitosis each lesion is a chance to die: a cell survives with exp(-damage).
fn end(keys: &DivisionKeys, fate: u8, damage: f32, lineage: Lineage) -> End {
    if fate != fate::MITOSIS {
        return End::Death;
    }
    let draw = uniform(keys.fate.bits(lineage.0) as u32);
    if draw < one_minus_exp(damage) { End::Catastrophe } else { End::Division }
}

/// Replaces the mother in `row` by her daughters, wherever they go.
fn divide(mother: &Mother, row: usize, columns: &mut CellColumns, moves: &mut Turnover<Cell>, fates: &mut Fates) {
    let cell = columns.get(row);
    let bits = mother.keys.division.bits(cell.lineage.0);
    let stays = |draw: u32| mother.renewal.is_some_and(|p| f64::from(uniform(draw)) < p);
    let (first, second) = (stays((bits >> 32) as u32), stays(bits as u32));
    // Hours of the step left after mitosis.
    let left = (f64::from(cell.cycle.0) - 1.0) * mother.active_hours;
    let daughter = |number: u64, start: Start| newborn(&cell, mother.keys.birth, number, start, left);
    match (first, second) {
        (true, true) => {
            columns.put(row, daughter(0, mother.newborn.own));
            moves.arrive(mother.class, daughter(1, mother.newborn.own), mother.exponent);
        }
        (false, false) => {
            moves.vacate(mother.class, row);
            leave_both(mother, daughter, moves, fates);
        }
        (one, _) => {
            let (staying, leaving) = if one { (0, 1) } else { (1, 0) };
            columns.put(row, daughter(staying, mother.newborn.own));
            leave(mother, daughter(leaving, mother.newborn.next), mother.exponent, moves, fates);
        }
    }
}

/// Both daughters differentiate; where the next class is heavier, one carries the weight of both.
fn leave_both(mother: &Mother, daughter: impl Fn(u64, Start) -> Cell, moves: &mut Turnover<Cell>, fates: &mut Fates) {
    let start = mother.newborn.next;
    if mother.next_is_heavier {
        leave(mother, daughter(0, start), mother.exponent + 1, moves, fates);
    } else {
        leave(mother, daughter(0, start), mother.exponent, moves, fates);
        leave(mother, daughter(1, start), mother.exponent, moves, fates);
    }
}

/// Into the next class, or out of the marrow.
fn leave(mother: &Mother, daughter: Cell, exponent: u32, moves: &mut Turnover<Cell>, fates: &mut Fates) {
    if mother.branches {
        fates.branched += 1 << exponent;
    }
    match mother.next {
        Some(next) => moves.arrive(next, daughter, exponent),
        None => fates.output += 1 << exponent,
    }
}

/// A daughter at the end of the step in which her mother divided.
fn newborn(mother: &Cell, key: StepKey, number: u64, start: Start, left: f64) -> Cell {
    let lineage = key.descendant(mother.lineage.0, number);
    Cell {
        lineage: Lineage(lineage),
        cycle: Cycle(first_place(start, left, lineage)),
        fast: FastBreaks(mother.fast.0 * 0.5),
        slow: SlowBreaks(mother.slow.0 * 0.5),
        lesions: Lesions(mother.lesions.0 * 0.5),
        load: Load(mother.load.0 * 0.5),
        ..*mother
    }
}

/// Place in the cycle `left` hours after birth: in long steps a newborn may already be in S.
fn first_place(start: Start, left: f64, lineage: u64) -> f32 {
    if start.resting {
        return -1.0;
    }
    let draw = uniform((lineage >> 32) as u32);
    // The chance 1 - exp(-x) is below x: most newborns stay in G1 without an exponential.
    if f64::from(draw) >= start.g1_exit * left {
        return 0.0;
    }
    let chance = one_minus_exp((start.g1_exit * left) as f32);
    if draw >= chance {
        return 0.0;
    }
    ((1.0 - draw / chance) * (left / start.active_hours) as f32).clamp(f32::MIN_POSITIVE, 0.999)
}
