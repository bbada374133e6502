//! Instructions for each agent-step, counted by callgrind (Debian package `valgrind`): the same on a busy machine, and
//! nearly the same on another, so that they can guard against regressions (see `benches/gate.sh`).
//!
//! The program counts itself at two run lengths; the difference leaves set-up out. It is limited to AVX2, the widest
//! instruction set that callgrind knows.

mod birth_death;
mod cases;
mod marrows;
mod measure;

use birth_death::{Program, columns::HandWritten, engine::InEngine};
use cenersim::engine::{Isa, limit};
use marrows::{Condition, Marrows};
use measure::figure;
use std::process::Command;

/// Names of what is counted, and the two run lengths in steps.
const WORKLOADS: [(&str, usize, usize); 4] =
    [("engine", 10, 30), ("columns", 10, 30), ("biology.rest", 24, 96), ("biology.drugs", 24, 96)];

fn main() {
    limit(Isa::Avx2);
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments[..] {
        [workload, steps] => println!("work {}", run(workload, steps.parse().expect("steps are a number"))),
        _ => WORKLOADS.iter().for_each(|(workload, short, long)| count(workload, *short, *long)),
    }
}

/// Runs a workload; returns agent-steps.
fn run(workload: &str, steps: usize) -> u64 {
    let condition = if workload.ends_with("rest") { Condition::Rest } else { Condition::Drugs };
    match workload {
        "engine" => InEngine::new(50_000).run(steps as u64).0,
        "columns" => HandWritten::new(50_000).run(steps as u64).0,
        _ => {
            let marrows = Marrows::new();
            marrows.run(&mut marrows.presentation(512), steps, condition)
        }
    }
}

fn count(workload: &str, short: usize, long: usize) {
    let ((fewer, less), (more, most)) = (callgrind(workload, short), callgrind(workload, long));
    figure(&format!("instructions.{workload}"), (more - fewer) / (most - less), "per_agent_step");
}

/// Instructions and agent-steps of one run.
fn callgrind(workload: &str, steps: usize) -> (f64, f64) {
    let program = std::env::current_exe().expect("the path of this program is known");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([workload, &steps.to_string()])
        .output()
        .unwrap_or_else(|error| panic!("`valgrind` did not start ({error}): install the package of that name"));
    let [counted, told] = [&output.stderr, &output.stdout].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (number_after(&counted, "Collected :"), number_after(&told, "work"))
}

fn number_after(text: &str, label: &str) -> f64 {
    let rest = text.lines().find_map(|line| line.split_once(label)).map(|(_, rest)| rest.trim());
    rest.and_then(|rest| rest.parse().ok()).unwrap_or_else(|| panic!("no number after `{label}` in:\n{text}"))
}
