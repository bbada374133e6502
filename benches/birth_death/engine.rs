//! The benchmark model in this project's engine, as the biology is written: a world with one component for each
//! property, one small function over slices for each process, a schedule, and the engine's turnover.

use super::{
    Program,
    rule::{self, Counts, fate},
};
use bevy_ecs::{change_detection::ContiguousMut, prelude::*, schedule::SingleThreadedExecutor};
use cenersim::engine::{Columns, Keys, Purpose, Roster, Seed, StepKey, Turnover, events, uniform, vectorized};

/// Rows that pass through all processes while they are in the first-level cache.
const BLOCK: usize = 512;

#[derive(Component, Clone, Copy)]
struct Lineage(u64);
#[derive(Component, Clone, Copy)]
struct Phase(f32);
#[derive(Component, Clone, Copy)]
struct RnaseH(f32);
#[derive(Component, Clone, Copy)]
struct Mrna(f32);
#[derive(Component, Clone, Copy)]
struct P53(f32);
#[derive(Component, Clone, Copy)]
struct Damage(f32);
#[derive(Component, Clone, Copy)]
struct Drug(f32);

type Bundle = (Lineage, Phase, RnaseH, Mrna, P53, Damage, Drug);
type AllColumns = (
    &'static mut Lineage,
    &'static mut Phase,
    &'static mut RnaseH,
    &'static mut Mrna,
    &'static mut P53,
    &'static mut Damage,
    &'static mut Drug,
);
type Guards<'w> = (
    ContiguousMut<'w, Lineage>,
    ContiguousMut<'w, Phase>,
    ContiguousMut<'w, RnaseH>,
    ContiguousMut<'w, Mrna>,
    ContiguousMut<'w, P53>,
    ContiguousMut<'w, Damage>,
    ContiguousMut<'w, Drug>,
);

struct Table<'a> {
    lineage: &'a mut [Lineage],
    phase: &'a mut [Phase],
    rnase_h: &'a mut [RnaseH],
    mrna: &'a mut [Mrna],
    p53: &'a mut [P53],
    damage: &'a mut [Damage],
    drug: &'a mut [Drug],
}

impl<'a> Table<'a> {
    fn new(guards: &'a mut Guards<'_>) -> Self {
        Self {
            lineage: guards.0.bypass_change_detection(),
            phase: guards.1.bypass_change_detection(),
            rnase_h: guards.2.bypass_change_detection(),
            mrna: guards.3.bypass_change_detection(),
            p53: guards.4.bypass_change_detection(),
            damage: guards.5.bypass_change_detection(),
            drug: guards.6.bypass_change_detection(),
        }
    }
}

impl Columns for Table<'_> {
    type Cell = rule::Cell;

    fn get(&self, row: usize) -> rule::Cell {
        rule::Cell {
            lineage: self.lineage[row].0,
            phase: self.phase[row].0,
            rnase_h: self.rnase_h[row].0,
            mrna: self.mrna[row].0,
            p53: self.p53[row].0,
            damage: self.damage[row].0,
            drug: self.drug[row].0,
        }
    }

    fn put(&mut self, row: usize, cell: rule::Cell) {
        self.lineage[row].0 = cell.lineage;
        self.phase[row].0 = cell.phase;
        self.rnase_h[row].0 = cell.rnase_h;
        self.mrna[row].0 = cell.mrna;
        self.p53[row].0 = cell.p53;
        self.damage[row].0 = cell.damage;
        self.drug[row].0 = cell.drug;
    }

    fn lineage(cell: &rule::Cell) -> u64 {
        cell.lineage
    }

    fn with_lineage(cell: rule::Cell, lineage: u64) -> rule::Cell {
        rule::Cell { lineage, ..cell }
    }
}

#[derive(Resource)]
struct Moves(Turnover<rule::Cell>);

#[derive(Resource, Default)]
struct Clock(u64);

#[derive(Resource, Default)]
struct Seen(Counts);

vectorized! {
    fn distribute(drug: &mut [Drug]) {
        for drug in drug {
            drug.0 = rule::drug(drug.0);
        }
    }
}

vectorized! {
    fn knock_down(drug: &[Drug], rnase_h: &[RnaseH], mrna: &mut [Mrna], p53: &mut [P53]) {
        for (((drug, level), mrna), p53) in drug.iter().zip(rnase_h).zip(mrna).zip(p53) {
            mrna.0 = rule::mrna(mrna.0, drug.0, level.0);
            p53.0 = rule::p53(p53.0, mrna.0);
        }
    }
}

vectorized! {
    fn break_and_repair(phase: &[Phase], p53: &[P53], damage: &mut [Damage]) {
        for ((phase, p53), damage) in phase.iter().zip(p53).zip(damage) {
            damage.0 = rule::damage(damage.0, phase.0, p53.0);
        }
    }
}

vectorized! {
    fn draw(lineage: &[Lineage], key: StepKey, draws: &mut [u32; BLOCK]) {
        for (lineage, draw) in lineage.iter().zip(draws) {
            *draw = (key.bits(lineage.0) >> 32) as u32;
        }
    }
}

vectorized! {
    fn progress(draws: &[u32; BLOCK], damage: &[Damage], phase: &mut [Phase], fates: &mut [u8; BLOCK], counts: &mut Counts) {
        let (mut g1, mut before_g2) = (0, 0);
        for (((draw, damage), phase), fate) in draws.iter().zip(damage).zip(phase).zip(fates) {
            g1 += u32::from(phase.0 < rule::G1_END);
            before_g2 += u32::from(phase.0 < rule::S_END);
            *fate = rule::decide(damage.0, uniform(*draw));
            phase.0 = rule::phase(phase.0);
        }
        counts.g1 += g1;
        counts.s += before_g2 - g1;
    }
}

/// System: all processes, block by block, then the turnover of the block.
fn live(
    clock: Res<Clock>,
    mut roster: ResMut<Roster>,
    mut moves: ResMut<Moves>,
    mut seen: ResMut<Seen>,
    mut cells: Query<AllColumns>,
) {
    let key = |purpose| StepKey::new(Seed::new(1), clock.0, purpose);
    let (fate_key, birth_key) = (key(Purpose::Fate), key(Purpose::Birth));
    let mut tables = cells.contiguous_iter_mut().ok();
    let mut guards = tables.as_mut().and_then(Iterator::next).expect("all components are stored in one table");
    let mut table = Table::new(&mut guards);
    let counts = &mut seen.0;
    *counts = Counts { agents: roster.agents() as u32, ..Counts::default() };
    let (mut draws, mut fates) = ([0; BLOCK], [fate::NONE; BLOCK]);
    let end = roster.agents();
    for start in (0..end).step_by(BLOCK) {
        let rows = start..(start + BLOCK).min(end);
        distribute(&mut table.drug[rows.clone()]);
        knock_down(
            &table.drug[rows.clone()],
            &table.rnase_h[rows.clone()],
            &mut table.mrna[rows.clone()],
            &mut table.p53[rows.clone()],
        );
        break_and_repair(&table.phase[rows.clone()], &table.p53[rows.clone()], &mut table.damage[rows.clone()]);
        draw(&table.lineage[rows.clone()], fate_key, &mut draws);
        progress(&draws, &table.damage[rows.clone()], &mut table.phase[rows.clone()], &mut fates, counts);
        turn_over(start, &fates[..rows.len()], birth_key, &mut table, &mut moves.0, counts);
    }
    moves.0.settle(&mut roster, &mut table, Keys { split: key(Purpose::Split), roulette: key(Purpose::Roulette) });
}

fn turn_over(
    start: usize,
    fates: &[u8],
    key: StepKey,
    table: &mut Table,
    moves: &mut Turnover<rule::Cell>,
    counts: &mut Counts,
) {
    for offset in events(fates) {
        let row = start + offset;
        if fates[offset] == fate::DEATH {
            counts.deaths += 1;
            moves.vacate(0, row);
        } else {
            counts.births += 1;
            let mother = table.get(row);
            let (mother, daughter) = rule::divide(mother, key.descendant(mother.lineage, 1));
            table.put(row, mother);
            moves.arrive(0, daughter, 0);
        }
    }
    moves.recycle(0, 0, table);
}

/// A world with one class of agents of weight 1.
pub struct InEngine {
    world: World,
    schedule: Schedule,
}

impl InEngine {
    /// Leaves half as many rows vacant as it has agents.
    pub fn new(agents: u64) -> Self {
        let mut roster = Roster::new(1, agents as usize * 3 / 2);
        roster.class_mut(0).len = agents as usize;
        let mut world = World::new();
        world.spawn_batch((0..roster.rows() as u64).map(founder).collect::<Vec<_>>());
        world.insert_resource(roster);
        world.insert_resource(Moves(Turnover::new(1)));
        world.insert_resource(Clock::default());
        world.insert_resource(Seen::default());
        let mut schedule = Schedule::default();
        schedule.set_executor(SingleThreadedExecutor::new());
        schedule.add_systems(live);
        Self { world, schedule }
    }
}

fn founder(index: u64) -> Bundle {
    let cell = rule::founder(index);
    (
        Lineage(cell.lineage),
        Phase(cell.phase),
        RnaseH(cell.rnase_h),
        Mrna(cell.mrna),
        P53(cell.p53),
        Damage(cell.damage),
        Drug(cell.drug),
    )
}

impl Program for InEngine {
    fn step(&mut self) -> Counts {
        self.schedule.run(&mut self.world);
        self.world.clear_trackers();
        self.world.resource_mut::<Clock>().0 += 1;
        self.world.resource::<Seen>().0
    }
}
