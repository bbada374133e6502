//! The engine against hand-written columns on the same model, in alternation, on one thread.
//!
//! `cargo bench --bench engine` prints the figures; `... -- once PROGRAM AGENTS STEPS` runs one program once, as the
//! comparison with other frameworks does (see `benches/peers`).

mod birth_death;
mod measure;

use birth_death::{Program, columns::HandWritten, engine::InEngine, rule::Fingerprint};
use cenersim::engine::{Isa, limit};
use measure::{figure, median, timed};

/// Agent-steps of one timed piece.
const PIECE: u64 = 4_000_000;
/// Pairs of pieces at each size.
const ROUNDS: usize = 51;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["once", program, agents, steps] => once(program, number(agents), number(steps)),
        _ => Isa::ALL.into_iter().rev().for_each(compare_at),
    }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is not a number of agents or steps: expected digits"))
}

fn program(name: &str, agents: u64) -> Box<dyn Program> {
    match name {
        "engine" => Box::new(InEngine::new(agents)),
        "window" => Box::new(InEngine::windowed(agents)),
        _ => Box::new(HandWritten::new(agents)),
    }
}

/// Agents, steps, seconds, agent-steps, then the fingerprint and the totals of all counts.
fn once(name: &str, agents: u64, steps: u64) {
    let mut program = program(name, agents);
    let mut totals = [0_u64; 6];
    let mut print = Fingerprint::default();
    let (seconds, ()) = timed(|| {
        for _ in 0..steps {
            let counts = program.step();
            print.add(counts);
            totals.iter_mut().zip(counts.numbers()).for_each(|(total, number)| *total += u64::from(number));
        }
    });
    let totals = totals.map(|total| total.to_string()).join(" ");
    println!("{agents} {steps} {seconds:.6} {:016x} {totals}", print.0);
}

fn compare_at(isa: Isa) {
    if limit(isa) != isa {
        return;
    }
    for agents in [10_000, 100_000, 1_000_000] {
        compare(agents, &format!("{isa:?}").to_lowercase());
    }
}

/// Runs both programs piece by piece in alternation.
fn compare(agents: u64, isa: &str) {
    let (mut engine, mut columns) = (InEngine::new(agents), HandWritten::new(agents));
    // Whole days, so that every piece of the windowed program is whole passes.
    let steps = (PIECE / agents).next_multiple_of(24);
    let mut windowed = InEngine::windowed(agents);
    let mut in_windows = Vec::new();
    let (mut speeds, mut by_hand, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (engine_seconds, (work, engine_print)) = timed(|| engine.run(steps));
        let (columns_seconds, (_, columns_print)) = timed(|| columns.run(steps));
        let (window_seconds, (_, window_print)) = timed(|| windowed.run(steps));
        assert_eq!(window_print, columns_print, "the history in windows differs from the hand-written columns'");
        assert_eq!(engine_print, columns_print, "the engine's history differs from the hand-written columns'");
        // The first round warms up.
        if round > 0 {
            speeds.push(work as f64 / engine_seconds / 1e6);
            by_hand.push(work as f64 / columns_seconds / 1e6);
            ratios.push(columns_seconds / engine_seconds);
            in_windows.push(columns_seconds / window_seconds);
        }
    }
    figure(&format!("engine.{isa}.{agents}"), median(speeds), "Magent-steps/s");
    figure(&format!("columns.{isa}.{agents}"), median(by_hand), "Magent-steps/s");
    figure(&format!("engine_to_columns.{isa}.{agents}"), median(ratios), "ratio");
    figure(&format!("engine_in_windows_to_columns.{isa}.{agents}"), median(in_windows), "ratio");
}
