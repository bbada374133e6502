//! Writes the draws of cells as raw bits to standard output, in one of several orders, until the reader has enough.
//! A battery of statistical tests reads them (see `benches/randomness.sh`).

use cenersim::engine::{Purpose, Seed, StepKey, mix};
use std::io::{BufWriter, Write};

/// Cells that are visited in each step before the next begins.
const CELLS: u64 = 100_000;

/// An endless sequence of draws.
type Order = Box<dyn Iterator<Item = u64>>;

/// A name and how the sequence begins.
type Named = (&'static str, fn() -> Order);

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| argument != "--bench").unwrap_or_default();
    match ORDERS.iter().find(|(name, _)| *name == wanted) {
        Some((_, order)) => write(order()),
        // Without a reader there is nothing to do.
        None => ORDERS.iter().for_each(|(name, _)| println!("{name}")),
    }
}

const ORDERS: [Named; 8] = [
    ("cells_within_steps", cells_within_steps),
    ("history_of_one_cell", history_of_one_cell),
    ("counting_lineages", counting_lineages),
    ("daughters_of_daughters", daughters_of_daughters),
    ("sisters", sisters),
    ("upper_halves", || Box::new(halves(cells_within_steps(), 32))),
    ("lower_halves", || Box::new(halves(cells_within_steps(), 0))),
    ("purposes_of_one_cell", purposes_of_one_cell),
];

fn write(order: Order) {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    for bits in order {
        // The reader closes the pipe when it has enough.
        if out.write_all(&bits.to_le_bytes()).is_err() {
            return;
        }
    }
}

fn key(step: u64, purpose: Purpose) -> StepKey {
    // Steps are named by their first second, an hour apart.
    StepKey::new(Seed::new(1).named("patient").number(7), step * 3600, purpose)
}

/// The fates of all cells in a step, then in the next: both halves of every draw.
fn cells_within_steps() -> Order {
    let cells = |step| (0..CELLS).map(move |cell| key(step, Purpose::Fate).bits(mix(cell)));
    Box::new((0..).flat_map(cells))
}

fn history_of_one_cell() -> Order {
    Box::new((0..).map(|step| key(step, Purpose::Fate).bits(42)))
}

/// Lineages 0, 1, 2, ... as they come: the worst that a caller could do.
fn counting_lineages() -> Order {
    let key = key(0, Purpose::Fate);
    Box::new((0..).map(move |lineage| key.bits(lineage)))
}

/// The lineages of a cell's first daughter, her first daughter and so on, all born in the same step.
fn daughters_of_daughters() -> Order {
    let key = key(5, Purpose::Birth);
    Box::new(std::iter::successors(Some(1), move |mother| Some(key.descendant(*mother, 0))))
}

/// The lineages of both daughters of cell after cell.
fn sisters() -> Order {
    let key = key(5, Purpose::Birth);
    Box::new((0..).flat_map(move |mother| (0..2).map(move |number| key.descendant(mother, number))))
}

/// One half of each of two draws.
fn halves(mut draws: Order, shift: u32) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let mut half = || Some(draws.next()? >> shift & 0xffff_ffff);
        Some(half()? | half()? << 32)
    })
}

/// All that is decided by chance about one cell, step by step.
fn purposes_of_one_cell() -> Order {
    use Purpose::{Birth, Division, Fate, Founder, Roulette, Split};
    let of_step = |step| [Fate, Division, Birth, Split, Roulette, Founder].map(|purpose| key(step, purpose).bits(42));
    Box::new((0..).flat_map(of_step))
}
