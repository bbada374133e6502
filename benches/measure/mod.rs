//! Measuring: work done per second, ratios of programs run in alternation, and one line for each figure.
//! Left out: statistics of single runs; on a shared machine only ratios within one run are to be trusted.

#![allow(dead_code, reason = "every bench uses a part")]

use std::time::Instant;

/// Prints `name value unit`, with as many digits as a noisy measurement deserves.
pub fn figure(name: &str, value: f64, unit: &str) {
    println!("{name} {value:.4} {unit}");
}

/// Seconds that `work` takes, and what it returns.
pub fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64(), done)
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (lower, upper) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
    (lower + upper) / 2.0
}

/// Most memory that this process has held so far [KiB], where the system tells.
pub fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
