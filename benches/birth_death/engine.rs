//! The benchmark model in this project's engine, as the biology is written: a world with one component for each
//! property, one small function over slices for each process, a schedule, and the engine's turnover. All agents in one
//! class of rows, one step in a pass; or in classes that fit the cache, each taken through several steps in a pass, which
//! is allowed here because no cell looks at another.

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

/// First step of the pass, and steps in it.
#[derive(Resource)]
struct Clock {
    step: u64,
    window: u64,
}

/// Counts of each step of the pass, the last step first.
#[derive(Resource, Default)]
struct Seen(Vec<Counts>);

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

/// System: class by class, every step of the window.
fn live(
    clock: Res<Clock>,
    mut roster: ResMut<Roster>,
    mut moves: ResMut<Moves>,
    mut seen: ResMut<Seen>,
    mut cells: Query<AllColumns>,
) {
    let mut tables = cells.contiguous_iter_mut().ok();
    let mut guards = tables.as_mut().and_then(Iterator::next).expect("all components are stored in one table");
    let mut table = Table::new(&mut guards);
    seen.0 = vec![Counts::default(); clock.window as usize];
    for class in 0..roster.classes().len() {
        for (later, counts) in seen.0.iter_mut().rev().enumerate() {
            step(class, clock.step + later as u64, &mut roster, &mut table, &mut moves.0, counts);
        }
    }
}

/// All processes of one class, block by block, then its turnover.
fn step(
    class: usize,
    number: u64,
    roster: &mut Roster,
    table: &mut Table,
    moves: &mut Turnover<rule::Cell>,
    counts: &mut Counts,
) {
    let key = |purpose| StepKey::new(Seed::new(1), number, purpose);
    let (fate_key, birth_key) = (key(Purpose::Fate), key(Purpose::Birth));
    let (mut draws, mut fates) = ([0; BLOCK], [fate::NONE; BLOCK]);
    let all = roster.classes()[class].rows();
    counts.agents += all.len() as u32;
    for start in all.clone().step_by(BLOCK) {
        let rows = start..(start + BLOCK).min(all.end);
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
        turn_over((class, start), &fates[..rows.len()], birth_key, table, moves, counts);
    }
    let keys = Keys { split: key(Purpose::Split), roulette: key(Purpose::Roulette) };
    moves.settle_class(class, roster, table, keys);
}

fn turn_over(
    (class, start): (usize, usize),
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
            moves.vacate(class, row);
        } else {
            counts.births += 1;
            let mother = table.get(row);
            let (mother, daughter) = rule::divide(mother, key.descendant(mother.lineage, 1));
            table.put(row, mother);
            moves.arrive(class, daughter, 0);
        }
    }
    moves.recycle(class, 0, table);
}

/// A world with one class of agents of weight 1.
pub struct InEngine {
    world: World,
    schedule: Schedule,
}

impl InEngine {
    /// One class, one step in a pass; half as many rows vacant as there are agents.
    pub fn new(agents: u64) -> Self {
        Self::with(agents, agents as usize, agents as usize * 3 / 2, 1)
    }

    /// Classes that fit the cache, a day of hourly steps in a pass.
    pub fn windowed(agents: u64) -> Self {
        Self::with(agents, 4096, 8192, 24)
    }

    fn with(agents: u64, filled: usize, capacity: usize, window: u64) -> Self {
        let mut roster = Roster::new((agents as usize).div_ceil(filled), capacity);
        let mut rows = vec![founder(0); roster.rows()];
        for index in 0..agents {
            let class = roster.class_mut(index as usize / filled);
            rows[class.start() + class.len] = founder(index);
            class.len += 1;
        }
        let mut world = World::new();
        world.insert_resource(Moves(Turnover::new(roster.classes().len())));
        world.insert_resource(roster);
        world.insert_resource(Clock { step: 0, window });
        world.insert_resource(Seen::default());
        world.spawn_batch(rows);
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
        if let Some(counts) = self.world.resource_mut::<Seen>().0.pop() {
            return counts;
        }
        self.schedule.run(&mut self.world);
        self.world.clear_trackers();
        let mut clock = self.world.resource_mut::<Clock>();
        clock.step += clock.window;
        self.world.resource_mut::<Seen>().0.pop().expect("a pass has a step")
    }
}
