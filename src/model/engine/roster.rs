//! Which rows of the cell table hold which class, and how many cells an agent of the class stands for.
//! A class (kind and stage) owns a contiguous block of rows; the first `len` are alive, the rest are vacant.
//! Left out: what the classes mean.
//!
//! Weights are powers of two, so that sums of cells are exact integers and splitting and roulette are unbiased:
//! when a class has fewer agents than 9/20 of its rows its weight halves and every agent is copied; when it would need
//! more rows than it has, its weight doubles and every agent survives with probability 1/2. Weight 1 is the floor.

use bevy_ecs::prelude::Resource;
use std::ops::Range;

/// One class of agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// First row of the block.
    start: usize,
    /// Rows of the block; no more agents than these can live in the class.
    capacity: usize,
    /// Living agents: the first so many rows of the block.
    pub len: usize,
    /// Agents of this class stand for 2^exponent cells.
    pub exponent: u32,
}

impl Class {
    /// Rows of the living agents.
    #[inline]
    pub fn rows(&self) -> Range<usize> {
        self.start..self.start + self.len
    }

    /// First row of the block, alive or vacant.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Rows of the block, alive and vacant; it never changes.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Cells that one agent stands for, 2^[`exponent`](Self::exponent).
    pub fn weight(&self) -> u64 {
        1 << self.exponent
    }

    /// Cells that the agents stand for.
    ///
    /// Agents times weight: a whole number, and exact.
    pub fn cells(&self) -> u64 {
        (self.len as u64) << self.exponent
    }

    /// Whether the agents are too few for their rows, and not yet the cells themselves.
    ///
    /// Below 9/20 of the rows rather than one half, so that a class at the border is not split and thinned in turn.
    pub fn is_sparse(&self) -> bool {
        self.exponent > 0 && self.len > 0 && self.len * 20 < self.capacity * 9
    }
}

/// All classes, in the order of their rows.
///
/// One block of rows after the other; class `i` begins at row `i` times the capacity.
#[derive(Resource, Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// In the order of their rows.
    classes: Vec<Class>,
}

impl Roster {
    /// `count` empty classes with room for `capacity` agents each.
    pub fn new(count: usize, capacity: usize) -> Self {
        let class = |i| Class { start: i * capacity, capacity, len: 0, exponent: 0 };
        Self { classes: (0..count).map(class).collect() }
    }

    /// Rows of all classes: the length of every column of the cell table.
    pub fn rows(&self) -> usize {
        self.classes.iter().map(|class| class.capacity).sum()
    }

    /// Living agents of all classes.
    pub fn agents(&self) -> usize {
        self.classes.iter().map(|class| class.len).sum()
    }

    /// In the order in which the model numbers them.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The class of this number.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn class_mut(&mut self, class: usize) -> &mut Class {
        &mut self.classes[class]
    }

    /// Weight exponent with which `cells` fill between half and all of the rows.
    ///
    /// 0 where the cells themselves fit. Infinitely many cells would not end.
    pub fn exponent_for(cells: f64, capacity: usize) -> u32 {
        let mut exponent = 0;
        while libm::ldexp(cells, -(exponent as i32)) > capacity as f64 {
            exponent += 1;
        }
        exponent
    }
}
