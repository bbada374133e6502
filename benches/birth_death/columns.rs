//! The benchmark model by hand: one vector for each property, one fused loop over blocks that fit the first-level cache,
//! daughters in the rows of the dead of the same block. The reference that the engine is measured against.

use super::{
    Program,
    draws::{StepKeys, bits, daughter, uniform},
    rule::{self, Cell, Counts, fate},
};
use cenersim::engine::vectorized;

const BLOCK: usize = 512;

/// Plain columns.
#[derive(Default)]
pub struct HandWritten {
    lineage: Vec<u64>,
    phase: Vec<f32>,
    rnase_h: Vec<f32>,
    mrna: Vec<f32>,
    p53: Vec<f32>,
    damage: Vec<f32>,
    drug: Vec<f32>,
    dead: Vec<usize>,
    daughters: Vec<Cell>,
    next_step: u64,
}

vectorized! {
    fn draw(lineage: &[u64], key: u64, draws: &mut [u32; BLOCK]) {
        for (lineage, draw) in lineage.iter().zip(draws) {
            *draw = (bits(*lineage, key) >> 32) as u32;
        }
    }
}

/// One block of all columns but the lineage.
struct Block<'a> {
    phase: &'a mut [f32],
    rnase_h: &'a [f32],
    mrna: &'a mut [f32],
    p53: &'a mut [f32],
    damage: &'a mut [f32],
    drug: &'a mut [f32],
}

vectorized! {
    fn update(block: Block, draws: &[u32; BLOCK], fates: &mut [u8; BLOCK], counts: &mut Counts) {
        let n = block.phase.len().min(BLOCK);
        let (phase, rnase_h, mrna) = (&mut block.phase[..n], &block.rnase_h[..n], &mut block.mrna[..n]);
        let (p53, damage, drug) = (&mut block.p53[..n], &mut block.damage[..n], &mut block.drug[..n]);
        let (mut g1, mut before_g2) = (0, 0);
        for i in 0..n {
            g1 += u32::from(phase[i] < rule::G1_END);
            before_g2 += u32::from(phase[i] < rule::S_END);
            drug[i] = rule::drug(drug[i]);
            mrna[i] = rule::mrna(mrna[i], drug[i], rnase_h[i]);
            p53[i] = rule::p53(p53[i], mrna[i]);
            damage[i] = rule::damage(damage[i], phase[i], p53[i]);
            phase[i] = rule::phase(phase[i]);
            fates[i] = rule::decide(damage[i], uniform(draws[i]));
        }
        counts.g1 += g1;
        counts.s += before_g2 - g1;
    }
}

impl HandWritten {
    pub fn new(agents: u64) -> Self {
        let mut columns = Self::default();
        for index in 0..agents {
            columns.push(rule::founder(index));
        }
        columns
    }

    fn push(&mut self, cell: Cell) {
        self.lineage.push(cell.lineage);
        self.phase.push(cell.phase);
        self.rnase_h.push(cell.rnase_h);
        self.mrna.push(cell.mrna);
        self.p53.push(cell.p53);
        self.damage.push(cell.damage);
        self.drug.push(cell.drug);
    }

    fn put(&mut self, row: usize, cell: Cell) {
        self.lineage[row] = cell.lineage;
        self.phase[row] = cell.phase;
        self.rnase_h[row] = cell.rnase_h;
        self.mrna[row] = cell.mrna;
        self.p53[row] = cell.p53;
        self.damage[row] = cell.damage;
        self.drug[row] = cell.drug;
    }

    fn swap_remove(&mut self, row: usize) {
        self.lineage.swap_remove(row);
        self.phase.swap_remove(row);
        self.rnase_h.swap_remove(row);
        self.mrna.swap_remove(row);
        self.p53.swap_remove(row);
        self.damage.swap_remove(row);
        self.drug.swap_remove(row);
    }

    fn get(&self, row: usize) -> Cell {
        Cell {
            lineage: self.lineage[row],
            phase: self.phase[row],
            rnase_h: self.rnase_h[row],
            mrna: self.mrna[row],
            p53: self.p53[row],
            damage: self.damage[row],
            drug: self.drug[row],
        }
    }

    fn turn_over(&mut self, start: usize, fates: &[u8], key: u64, counts: &mut Counts) {
        for (word_index, word) in fates.as_chunks::<8>().0.iter().enumerate() {
            if u64::from_ne_bytes(*word) == 0 {
                continue;
            }
            for (offset, fate) in word.iter().enumerate() {
                let row = start + word_index * 8 + offset;
                match *fate {
                    fate::DEATH => {
                        counts.deaths += 1;
                        self.dead.push(row);
                    }
                    fate::DIVISION => {
                        counts.births += 1;
                        let (mother, daughter) = rule::divide(self.get(row), daughter(self.lineage[row], key));
                        self.phase[row] = mother.phase;
                        self.damage[row] = mother.damage;
                        self.daughters.push(daughter);
                    }
                    _ => {}
                }
            }
        }
        while !self.dead.is_empty()
            && let Some(daughter) = self.daughters.pop()
        {
            let row = self.dead.pop().unwrap_or_default();
            self.put(row, daughter);
        }
    }
}

impl Program for HandWritten {
    fn step(&mut self) -> Counts {
        let keys = StepKeys::new(self.next_step);
        self.next_step += 1;
        let mut counts = Counts { agents: self.lineage.len() as u32, ..Counts::default() };
        let (mut draws, mut fates) = ([0; BLOCK], [fate::NONE; BLOCK]);
        let end = self.lineage.len();
        for start in (0..end).step_by(BLOCK) {
            let rows = start..(start + BLOCK).min(end);
            draw(&self.lineage[rows.clone()], keys.fate, &mut draws);
            let block = Block {
                phase: &mut self.phase[rows.clone()],
                rnase_h: &self.rnase_h[rows.clone()],
                mrna: &mut self.mrna[rows.clone()],
                p53: &mut self.p53[rows.clone()],
                damage: &mut self.damage[rows.clone()],
                drug: &mut self.drug[rows.clone()],
            };
            update(block, &draws, &mut fates, &mut counts);
            // Rows after the last one have no event.
            fates[rows.len()..].fill(fate::NONE);
            self.turn_over(start, &fates, keys.birth, &mut counts);
        }
        while let Some(row) = self.dead.pop() {
            self.swap_remove(row);
        }
        while let Some(daughter) = self.daughters.pop() {
            self.push(daughter);
        }
        counts
    }
}
