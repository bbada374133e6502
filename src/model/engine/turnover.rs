//! Births, deaths and changes of class: daughters take the rows of the dead; no row is ever created or removed.
//! Every move keeps the expected number of cells exactly (splitting and Russian roulette, as in Monte Carlo transport).
//! Left out: who divides, who dies and where daughters go; that is biology.

use super::{
    lineage::StepKey,
    roster::{Class, Roster},
};

/// The columns of the cell table, seen as rows where a few cells move.
pub trait Columns {
    /// Everything a cell carries.
    ///
    /// It is copied when agents are split and moved, so it is small.
    type Cell: Copy;
    /// The cell in this row.
    fn get(&self, row: usize) -> Self::Cell;
    /// Overwrites the row with this cell.
    fn put(&mut self, row: usize, cell: Self::Cell);
    /// Its identity for draws.
    fn lineage(cell: &Self::Cell) -> u64;
    /// The same cell under another identity, for copies.
    fn with_lineage(cell: Self::Cell, lineage: u64) -> Self::Cell;
}

/// A cell on its way into a class, with the weight it has had so far.
#[derive(Clone, Copy, Debug)]
struct Arrival<T> {
    /// What the cell carries.
    cell: T,
    /// It stands for 2^exponent cells in the class that it comes from.
    exponent: u32,
}

/// Keys of the draws that turnover itself makes.
///
/// Both belong to the present step.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// Identities of copies.
    pub split: StepKey,
    /// Who survives a doubled weight.
    pub roulette: StepKey,
}

/// Cells leaving and entering the classes during one step.
///
/// Holds nothing between steps but the memory of its lists. `T` is what a cell carries.
#[derive(Clone, Debug)]
pub struct Turnover<T> {
    /// Rows of each class that became free.
    vacated: Vec<Vec<u32>>,
    /// Cells that enter each class.
    arrivals: Vec<Vec<Arrival<T>>>,
    /// Emptied lists, for the next class that needs one: only a few classes are under way at a time.
    spare_vacated: Vec<Vec<u32>>,
    /// Likewise for arrivals.
    spare_arrivals: Vec<Vec<Arrival<T>>>,
}

impl<T: Copy> Turnover<T> {
    /// Empty lists for so many classes.
    pub fn new(classes: usize) -> Self {
        Self {
            vacated: vec![Vec::new(); classes],
            arrivals: vec![Vec::new(); classes],
            spare_vacated: Vec::new(),
            spare_arrivals: Vec::new(),
        }
    }

    /// The agent in `row` is gone. Rows of a class must be named in ascending order.
    #[inline]
    pub fn vacate(&mut self, class: usize, row: usize) {
        let vacated = &mut self.vacated[class];
        if vacated.capacity() == 0 {
            borrow(vacated, &mut self.spare_vacated);
        }
        vacated.push(row as u32);
    }

    /// A cell enters `class` with the weight 2^exponent.
    ///
    /// It may have another weight than the agents of the class: [`Turnover::settle_class`] splits it into lighter
    /// agents or lets it survive as a heavier one, so that the expected number of cells stays.
    #[inline]
    pub fn arrive(&mut self, class: usize, cell: T, exponent: u32) {
        let arrivals = &mut self.arrivals[class];
        if arrivals.capacity() == 0 {
            borrow(arrivals, &mut self.spare_arrivals);
        }
        arrivals.push(Arrival { cell, exponent });
    }

    /// Lets daughters take the rows of the dead of the same class, the latest first. Called after each block of rows it
    /// finds both still in the cache; what remains is left to `settle`. Only for a class with room for all that arrive:
    /// one that must be thinned treats agents and arrivals by different draws.
    #[inline]
    pub fn recycle<C: Columns<Cell = T>>(&mut self, class: usize, exponent: u32, columns: &mut C) {
        let (vacated, arrivals) = (&mut self.vacated[class], &mut self.arrivals[class]);
        while let (Some(&row), Some(arrival)) = (vacated.last(), arrivals.last())
            && arrival.exponent == exponent
        {
            columns.put(row as usize, arrival.cell);
            vacated.pop();
            arrivals.pop();
        }
    }

    /// Puts every arrival into a row, closes the gaps and brings each class back to its budget.
    ///
    /// The same as [`Turnover::settle_class`] of every class, in their order.
    pub fn settle<C: Columns<Cell = T>>(&mut self, roster: &mut Roster, columns: &mut C, keys: Keys) {
        (0..self.vacated.len()).for_each(|class| self.settle_class(class, roster, columns, keys));
    }

    /// The same for one class that nothing enters or leaves any more in this step.
    ///
    /// Dead agents are replaced by the last of the block, arrivals are appended, and the weight is doubled as often as
    /// needed for room or halved once if the class is sparse. An empty class takes the weight of its heaviest arrival.
    pub fn settle_class<C: Columns<Cell = T>>(
        &mut self,
        class: usize,
        roster: &mut Roster,
        columns: &mut C,
        keys: Keys,
    ) {
        if self.vacated[class].is_empty() && self.arrivals[class].is_empty() {
            return;
        }
        let state = roster.class_mut(class);
        self.close_gaps(class, state, columns);
        self.admit(class, state, columns, keys);
        if state.is_sparse() {
            split(state, columns, keys.split);
        }
        keep(&mut self.spare_vacated, &mut self.vacated[class]);
        keep(&mut self.spare_arrivals, &mut self.arrivals[class]);
    }

    /// Lets the last agents of the class take the vacated rows.
    fn close_gaps<C: Columns<Cell = T>>(&mut self, class: usize, state: &mut Class, columns: &mut C) {
        while let Some(row) = self.vacated[class].pop() {
            let last = state.start() + state.len - 1;
            if row as usize != last {
                columns.put(row as usize, columns.get(last));
            }
            state.len -= 1;
        }
    }

    /// Appends the arrivals, after making room for them.
    fn admit<C: Columns<Cell = T>>(&mut self, class: usize, state: &mut Class, columns: &mut C, keys: Keys) {
        let mut arrivals = std::mem::take(&mut self.arrivals[class]);
        if state.len == 0 {
            state.exponent = arrivals.iter().map(|a| a.exponent).max().unwrap_or(state.exponent);
        }
        while state.len as u64 + agents::<C>(&arrivals, state.exponent, keys.roulette) > state.capacity() as u64 {
            thin(state, columns, keys.roulette);
        }
        for arrival in arrivals.drain(..) {
            enter(state, columns, arrival, keys);
        }
        self.arrivals[class] = arrivals;
    }
}

/// Rows with an event, in ascending order; eight rows without one (fate 0) are passed in one look.
///
/// `fates` has a byte for each row, and the indices count from its beginning.
#[inline]
pub fn events(fates: &[u8]) -> impl Iterator<Item = usize> {
    let (words, tail) = fates.as_chunks::<8>();
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    let mut words = words.iter().copied().chain([last]).enumerate();
    let (mut base, mut left) = (0, 0_u64);
    std::iter::from_fn(move || {
        while left == 0 {
            let (place, word) = words.next()?;
            (base, left) = (place * 8, busy(word));
        }
        let byte = left.trailing_zeros() / 8;
        left &= left - 1;
        Some(base + byte as usize)
    })
}

/// The highest bit of each byte that is not 0, the first row's byte being the lowest.
#[inline]
fn busy(word: [u8; 8]) -> u64 {
    /// All bits of each byte but the highest, so that a carry stays within its byte.
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let word = u64::from_le_bytes(word);
    (((word & LOW) + LOW) | word) & !LOW
}

/// Takes an emptied list for a class that has none.
#[cold]
fn borrow<V>(list: &mut Vec<V>, spare: &mut Vec<Vec<V>>) {
    *list = spare.pop().unwrap_or_default();
}

/// Puts an emptied list aside, if there is anything to reuse.
fn keep<V>(spare: &mut Vec<Vec<V>>, emptied: &mut Vec<V>) {
    if emptied.capacity() > 0 {
        spare.push(std::mem::take(emptied));
    }
}

/// Agents that the arrivals become at this weight. Those that survive a heavier weight also survive a lighter one, by
/// bits that the lighter one has not looked at: choosing the weight by this count favors nobody.
fn agents<C: Columns>(arrivals: &[Arrival<C::Cell>], exponent: u32, roulette: StepKey) -> u64 {
    let agents_of = |arrival: &Arrival<C::Cell>| match arrival.exponent.checked_sub(exponent) {
        Some(copies) => 1 << copies.min(40),
        None => u64::from(survives::<C>(arrival, exponent, roulette)),
    };
    arrivals.iter().map(agents_of).sum()
}

/// Whether an arrival survives its entry into a class of heavier agents: probability 2^-k for a k times doubled weight.
fn survives<C: Columns>(arrival: &Arrival<C::Cell>, exponent: u32, roulette: StepKey) -> bool {
    let lost = (1_u64 << (exponent - arrival.exponent).min(63)) - 1;
    roulette.bits(C::lineage(&arrival.cell)) & lost == 0
}

/// One arrival becomes 2^k agents of a lighter class, or one agent of a heavier class with probability 2^-k.
fn enter<C: Columns>(state: &mut Class, columns: &mut C, arrival: Arrival<C::Cell>, keys: Keys) {
    let Some(copies) = arrival.exponent.checked_sub(state.exponent) else {
        if survives::<C>(&arrival, state.exponent, keys.roulette) {
            append(state, columns, arrival.cell);
        }
        return;
    };
    append(state, columns, arrival.cell);
    for copy in 1..1_u64 << copies {
        let lineage = keys.split.descendant(C::lineage(&arrival.cell), copy);
        append(state, columns, C::with_lineage(arrival.cell, lineage));
    }
}

/// At the end of the living rows.
fn append<C: Columns>(state: &mut Class, columns: &mut C, cell: C::Cell) {
    columns.put(state.start() + state.len, cell);
    state.len += 1;
}

/// Halves the weight: every agent is copied, each copy with its own stream from there on.
fn split<C: Columns>(state: &mut Class, columns: &mut C, key: StepKey) {
    for row in state.rows() {
        let cell = columns.get(row);
        append(
            state,
            columns,
            C::with_lineage(cell, key.descendant(C::lineage(&cell), u64::from(state.exponent) << 32)),
        );
    }
    state.exponent -= 1;
}

/// Doubles the weight: every agent survives with probability 1/2.
fn thin<C: Columns>(state: &mut Class, columns: &mut C, key: StepKey) {
    let mut kept = state.start();
    for row in state.rows() {
        let cell = columns.get(row);
        // One bit for each weight, so that two rounds in one step are independent.
        if key.bits(C::lineage(&cell)) >> (63 - (state.exponent & 31)) & 1 == 0 {
            columns.put(kept, cell);
            kept += 1;
        }
    }
    state.len = kept - state.start();
    state.exponent += 1;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Seed};

    /// A cell that is nothing but its lineage.
    struct Lineages(Vec<u64>);

    impl Columns for Lineages {
        type Cell = u64;

        fn get(&self, row: usize) -> u64 {
            self.0[row]
        }

        fn put(&mut self, row: usize, cell: u64) {
            self.0[row] = cell;
        }

        fn lineage(cell: &u64) -> u64 {
            *cell
        }

        fn with_lineage(_: u64, lineage: u64) -> u64 {
            lineage
        }
    }

    /// Cells 0 to 99, of which some died, and daughters 1000, 1001, ...; returns who lives at the end.
    fn living(dead: &[usize], daughters: u64, recycle_first: bool) -> Vec<u64> {
        let (mut roster, mut columns) = (Roster::new(1, 200), Lineages((0..200).collect()));
        roster.class_mut(0).len = 100;
        let mut turnover = Turnover::new(1);
        dead.iter().for_each(|row| turnover.vacate(0, *row));
        (0..daughters).for_each(|number| turnover.arrive(0, 1000 + number, 0));
        if recycle_first {
            turnover.recycle(0, 0, &mut columns);
        }
        let key = |purpose| StepKey::new(Seed::new(1), 0, purpose);
        turnover.settle(
            &mut roster,
            &mut columns,
            Keys { split: key(Purpose::Split), roulette: key(Purpose::Roulette) },
        );
        let mut living = columns.0[roster.classes()[0].rows()].to_vec();
        living.sort_unstable();
        living
    }

    #[test]
    fn recycling_rows_changes_no_cell() {
        for (dead, daughters) in [(&[3, 7, 50][..], 3), (&[0, 99], 5), (&[1, 2, 98, 99], 1), (&[], 4), (&[10], 0)] {
            assert_eq!(living(dead, daughters, true), living(dead, daughters, false));
            assert_eq!(living(dead, daughters, true).len(), 100 - dead.len() + daughters as usize);
        }
    }

    #[test]
    fn every_event_is_found_in_its_row() {
        let fates: Vec<u8> = (0..203_u32).map(|row| u8::from(row % 7 == 3 || row > 200)).collect();
        let expected: Vec<usize> = (0..203).filter(|row| fates[*row] != 0).collect();
        assert_eq!(events(&fates).collect::<Vec<_>>(), expected);
    }
}
