//! Rules for one cell, shared by all programs: single precision, no fused multiply-add, no library function,
//! so that every program on every machine has the same history.

use super::draws::{mix, uniform};

/// Ends of G1 and of S on the way from 0 to 1 through the cycle.
pub const G1_END: f32 = 0.45;
pub const S_END: f32 = 0.8;
const STRIDE: f32 = 1.0 / 30.0;

/// Everything a cell carries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub lineage: u64,
    pub phase: f32,
    pub rnase_h: f32,
    pub mrna: f32,
    pub p53: f32,
    pub damage: f32,
    pub drug: f32,
}

/// Cells of one step: all, born and dead during it, and in the phases before anything happened to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub agents: u32,
    pub births: u32,
    pub deaths: u32,
    pub g1: u32,
    pub s: u32,
}

impl Counts {
    pub fn numbers(&self) -> [u32; 6] {
        [self.agents, self.births, self.deaths, self.g1, self.s, self.agents - self.g1 - self.s]
    }
}

/// FNV-1a over the counts of all steps: equal fingerprints mean equal histories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    pub fn add(&mut self, counts: Counts) {
        for number in counts.numbers() {
            self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// What becomes of a cell.
pub mod fate {
    pub const NONE: u8 = 0;
    pub const DEATH: u8 = 1;
    pub const DIVISION: u8 = 2;
}

/// The cell number `index` at the beginning.
pub fn founder(index: u64) -> Cell {
    let lineage = mix(index.wrapping_add(0x1234_5678));
    let bits = mix(lineage);
    let (phase, rnase_h) = (uniform((bits >> 32) as u32), 0.5 + uniform(bits as u32));
    Cell { lineage, phase: phase.min(0.999), rnase_h, mrna: 1.0, p53: 1.0, damage: 0.2, drug: 0.0 }
}

/// Drug flows in and out.
#[inline(always)]
pub fn drug(drug: f32) -> f32 {
    drug + 0.05 * (1.0 - drug)
}

/// The drug lets RNase H cleave the mRNA.
#[inline(always)]
pub fn mrna(mrna: f32, drug: f32, rnase_h: f32) -> f32 {
    mrna + 0.3 * (1.0 - (1.0 + drug * rnase_h) * mrna)
}

#[inline(always)]
pub fn p53(p53: f32, mrna: f32) -> f32 {
    p53 + 0.5 * (mrna - p53)
}

/// Damage is made by phase and repaired with p53.
#[inline(always)]
pub fn damage(damage: f32, phase: f32, p53: f32) -> f32 {
    let after_g1 = if phase < S_END { 0.06 } else { 0.03 };
    let made = if phase < G1_END { 0.02 } else { after_g1 };
    damage + (made - 0.25 * p53 * damage)
}

#[inline(always)]
pub fn phase(phase: f32) -> f32 {
    let next = phase + STRIDE;
    if next >= 1.0 { next - 1.0 } else { next }
}

/// Of all draws u from 0 to 1, those below p die and the next p divide.
#[inline(always)]
pub fn decide(damage: f32, u: f32) -> u8 {
    let hazard = (0.004 + 0.03 * damage).min(0.05);
    let dies = if u < hazard { fate::DEATH } else { fate::NONE };
    if u >= hazard && u < 2.0 * hazard { fate::DIVISION } else { dies }
}

/// The mother keeps half of her damage and starts again; her daughter is the same with a lineage of its own.
#[inline(always)]
pub fn divide(mother: Cell, daughter: u64) -> (Cell, Cell) {
    let mother = Cell { damage: mother.damage * 0.5, phase: 0.0, ..mother };
    (mother, Cell { lineage: daughter, ..mother })
}
