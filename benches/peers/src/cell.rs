//! One cell through one step, for programs that visit cells one by one.

use crate::{
    draws::{bits, uniform},
    rule::{self, Cell, Counts, fate},
};

/// One cell through one step, with its counts; returns what becomes of it.
#[inline(always)]
pub fn advance(cell: &mut Cell, key: u64, counts: &mut Counts) -> u8 {
    counts.agents += 1;
    counts.g1 += u32::from(cell.phase < rule::G1_END);
    counts.s += u32::from((rule::G1_END..rule::S_END).contains(&cell.phase));
    cell.drug = rule::drug(cell.drug);
    cell.mrna = rule::mrna(cell.mrna, cell.drug, cell.rnase_h);
    cell.p53 = rule::p53(cell.p53, cell.mrna);
    cell.damage = rule::damage(cell.damage, cell.phase, cell.p53);
    cell.phase = rule::phase(cell.phase);
    let fate = rule::decide(cell.damage, uniform((bits(cell.lineage, key) >> 32) as u32));
    counts.births += u32::from(fate == fate::DIVISION);
    counts.deaths += u32::from(fate == fate::DEATH);
    fate
}
