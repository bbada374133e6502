//! A table of cells that carry nothing but their lineage: the smallest thing that the engine can move.

use cenersim::engine::Columns;

/// One lineage for each row.
pub struct Lineages(pub Vec<u64>);

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
