//! Memory of one patient's world, everything counted: what is allocated and still held when a marrow has lived through
//! a week of treatment, divided by its rows; and how much of that bevy_ecs keeps for itself.

mod cases;
mod marrows;
mod measure;

use bevy_ecs::prelude::*;
use cenersim::biology::Marrow;
use marrows::{Condition, Marrows};
use measure::figure;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// Bytes held, and the most there were.
static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: every call is handed on to the system's allocator; counting does not touch the memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(held, Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Bytes that are held after `make` and were not before, and the most on the way; per row.
fn growth<T>(rows: impl Fn(&T) -> usize, make: impl FnOnce() -> T) -> (f64, f64) {
    let before = HELD.load(Relaxed);
    MOST.store(before, Relaxed);
    let made = make();
    let (held, most) = (HELD.load(Relaxed) - before, MOST.load(Relaxed) - before);
    let rows = rows(&made) as f64;
    (held as f64 / rows, most as f64 / rows)
}

/// Stand-ins for a cell's columns: one of 8 bytes and seven of 4.
#[derive(Component, Clone, Copy)]
struct Wide(#[expect(dead_code, reason = "only its size counts")] u64);
#[derive(Component, Clone, Copy)]
struct Narrow<const N: usize>(#[expect(dead_code, reason = "only its size counts")] f32);

const COLUMN_BYTES: f64 = 8.0 + 7.0 * 4.0;

fn bare(rows: usize) -> World {
    let mut world = World::new();
    let row = (
        Wide(0),
        Narrow::<1>(0.0),
        Narrow::<2>(0.0),
        Narrow::<3>(0.0),
        Narrow::<4>(0.0),
        Narrow::<5>(0.0),
        Narrow::<6>(0.0),
        Narrow::<7>(0.0),
    );
    world.spawn_batch(vec![row; rows]);
    world
}

fn rows_of(marrow: &Marrow) -> usize {
    marrow.roster().rows()
}

fn main() {
    let marrows = Marrows::new();
    let week = |agents| {
        let mut marrow = marrows.presentation(agents);
        marrows.run(&mut marrow, 168, Condition::Drugs);
        marrow
    };
    let rows = week(512).roster().rows();
    // The first world of a process also fills tables that all share.
    drop(bare(rows));
    let (held, most) = growth(rows_of, || week(512));
    let (of_bevy, _) = growth(|_| rows, || bare(rows));
    let (large, _) = growth(rows_of, || week(8192));
    figure("memory.rows", rows as f64, "rows_per_patient");
    figure("memory.held", held, "bytes_per_row");
    figure("memory.most", most, "bytes_per_row");
    figure("memory.held_by_bevy", of_bevy - COLUMN_BYTES, "bytes_per_row");
    figure("memory.beyond_bevy", held - (of_bevy - COLUMN_BYTES), "bytes_per_row");
    figure("memory.held_with_8192_agents", large, "bytes_per_row");
    figure("memory.patient", held * rows as f64 / 1024.0, "KiB");
}
