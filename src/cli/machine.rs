//! What a command needs of the machine, estimated before it begins and compared with what is there. More than there is
//! is refused; more than half of it, or many megabytes of curves, is announced.
//! Left out: what other programs will take meanwhile.
//!
//! ```text
//! memory = agents per class x 40 x 240 B x marrows at a time  +  values x 16 B x courses held
//! disk   = values x (46 + 3) B x courses written              values = (points + 200) x 80
//! ```
//!
//! # Why estimates
//!
//! A marrow grows with the agents of each class and not with the cells, so its size is known beforehand. What is
//! simulated at the same time is the number of threads; what is kept are curves of a run and records of everything
//! else. A run that would need more memory than there is would be killed by the system after hours; here it ends in
//! a moment, before anything is written.

use super::{Failure, complain, session};
use cenersim::simulation::Settings;
use std::{fs, path::Path};

/// Rows of a marrow for each agent of a class: 38 classes, about as many as the shipped hierarchy has.
const CLASSES: f64 = 40.0;
/// Bytes of a row at its most (`benches/RESULTS.md`, memory.most).
const ROW: f64 = 240.0;
/// Values of a point of the curves, and bytes of each in memory with the copy that is drawn, in CSV and in Parquet.
const VALUES: f64 = 80.0;
const IN_MEMORY: f64 = 16.0;
const IN_CSV: f64 = 46.0;
const IN_PARQUET: f64 = 3.0;
/// Points around infusions, where every step is recorded; a long regimen has some hundreds.
const DENSE: f64 = 200.0;
/// Curves from which on their size is announced (bytes).
const LARGE: f64 = 50e6;

/// What a command needs (bytes).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Needs {
    memory: f64,
    disk: f64,
    curves: f64,
    /// What could be lowered besides.
    besides: &'static str,
}

impl Needs {
    /// So many marrows at a time, so many courses of which all curves are in memory at once, and so many whose curves are
    /// written.
    pub fn new(settings: &Settings, marrows: f64, held: f64, written: f64) -> Self {
        let points = settings.horizon.in_hours() / settings.record_every.in_hours() + DENSE;
        let values = points * VALUES;
        let curves = values * written * IN_CSV;
        let rows = f64::from(settings.agents_per_class) * CLASSES * marrows;
        let disk = curves + values * written * IN_PARQUET;
        Self { memory: rows * ROW + values * held * IN_MEMORY, disk, curves, besides: "" }
    }

    /// So many bytes of memory more, which fall with these keys: `` `design.draws`,  ``.
    pub fn and_memory(self, bytes: f64, besides: &'static str) -> Self {
        Self { memory: self.memory + bytes, besides, ..self }
    }

    /// As many marrows at a time as there are threads; their courses are reduced as they end.
    pub fn of_threads(settings: &Settings, threads: Option<u32>) -> Self {
        Self::new(settings, session::thread_count(threads), 0.0, 0.0)
    }

    /// Refuses what the machine does not have and announces what is large: too much memory is a slip of the input, a full
    /// disk is not.
    pub fn check(&self, output: &Path) -> Result<(), Failure> {
        let (memory, disk) = (free_memory(), free_disk(output));
        let besides = self.besides;
        let way_out = format!("lower {besides}`simulation.agents_per_class`, `simulation.replicates` or --threads");
        within(self.memory, memory, "memory", &way_out).map_err(Failure::input)?;
        within(
            self.disk,
            disk,
            "room on the disk",
            "leave out curves with --no-curves, or write elsewhere with --output",
        )
        .map_err(|said| Failure::Run(anyhow::Error::msg(said)))?;
        if self.curves > LARGE {
            complain(&format!("note: curves.csv will have about {}; --no-curves leaves it out", bytes(self.curves)));
        }
        Ok(())
    }
}

/// A sentence if there is too little, a note if more than half is needed; nothing where the machine does not tell.
fn within(needed: f64, free: Option<f64>, what: &str, way_out: &str) -> Result<(), String> {
    let Some(free) = free else { return Ok(()) };
    let said = format!("about {} of {what} are needed and {} are free", bytes(needed), bytes(free));
    if needed > free {
        return Err(format!("{said}: {way_out}"));
    }
    if needed > free / 2.0 {
        complain(&format!("note: {said}"));
    }
    Ok(())
}

/// In MB, or in GB from one on.
fn bytes(number: f64) -> String {
    match number {
        n if n >= 1e9 => format!("{:.1} GB", n / 1e9),
        n => format!("{:.0} MB", n / 1e6),
    }
}

/// Memory that can still be had: that of the machine, or of the group of processes if that is less.
fn free_memory() -> Option<f64> {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| available(&text));
    let number = |path: &str| fs::read_to_string(path).ok()?.trim().parse::<f64>().ok();
    let group = number("/sys/fs/cgroup/memory.max").zip(number("/sys/fs/cgroup/memory.current"));
    let limits = [machine, group.map(|(limit, used)| (limit - used).max(0.0))];
    limits.into_iter().flatten().min_by(f64::total_cmp)
}

/// Bytes that `/proc/meminfo` calls available.
fn available(meminfo: &str) -> Option<f64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? * 1024.0)
}

/// Bytes free in the file system that will hold this folder.
/// Of the nearest folder above that exists.
#[cfg(unix)]
fn free_disk(output: &Path) -> Option<f64> {
    let path = std::path::absolute(output).ok()?;
    let existing = path.ancestors().find(|folder| folder.exists())?;
    let about = rustix::fs::statvfs(existing).ok()?;
    Some(about.f_bavail as f64 * about.f_frsize as f64)
}

#[cfg(not(unix))]
fn free_disk(_output: &Path) -> Option<f64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_the_defaults_needs_tens_of_megabytes_and_a_slip_of_three_digits_is_seen() {
        let settings = Settings::default();
        let needs = Needs::new(&settings, 2.0, 8.0, 8.0);
        assert!((5e6..50e6).contains(&needs.memory) && (5e6..50e6).contains(&needs.disk), "{needs:?}");
        let many = Settings { agents_per_class: 100_000_000, ..settings.clone() };
        assert!(Needs::new(&many, 2.0, 8.0, 8.0).memory > 1e12);
        let replicates = Needs::new(&settings, 2.0, 1e6, 1e6);
        assert!(replicates.memory > 1e11 && replicates.disk > 1e12, "{replicates:?}");
        assert_eq!(Needs::new(&settings, 2.0, 1e6, 0.0).disk, 0.0);
    }

    #[test]
    fn more_than_there_is_is_refused() {
        let refused = within(2e9, Some(1e9), "memory", "do less").unwrap_err();
        assert_eq!(refused, "about 2.0 GB of memory are needed and 1.0 GB are free: do less");
        assert!(within(2e9, None, "memory", "do less").is_ok());
    }

    #[test]
    fn what_the_system_calls_available_is_read() {
        assert_eq!(available("MemTotal:  100 kB\nMemAvailable:     50 kB\n"), Some(51_200.0));
        assert_eq!(available("nothing"), None);
    }
}
