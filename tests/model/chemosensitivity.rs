//! A patient's percentile of chemosensitivity decides how much of the leukemia dies.
//! Left out: how the percentile becomes numbers, which unit tests hold.

use crate::patients::{courses, scenario};

/// Mean log-kill of all leukemic cells in arm B at a percentile.
fn kill(percentile: &str) -> f64 {
    let percentile = format!("patient.chemosensitivity={percentile} %");
    let small = ["simulation.horizon=30 d", "simulation.agents_per_class=64", "simulation.replicates=2"];
    let found = courses(&scenario("arm_b.toml", &[&small[..], &[&percentile]].concat()));
    found.iter().map(|course| course.outcome.milestones.blast_log_kill).sum::<f64>() / found.len() as f64
}

#[test]
fn the_more_sensitive_the_leukemia_the_more_of_it_dies() {
    let kills = ["5", "30", "50", "70", "95"].map(kill);
    assert!(kills.windows(2).all(|pair| pair[0] < pair[1]), "{kills:?}");
    assert!(kills[4] > 3.0 * kills[0], "{kills:?}");
}
