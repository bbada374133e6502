//! The assays in a dish, repeated by the agents (see `qualification::assay`).

use crate::marrows;
use cenersim::{
    parameters::Ledger,
    qualification::assay::{blasts_spared, failing_at_ec50},
};

/// The shipped LC50 (nM).
fn lc50() -> f64 {
    Ledger::defaults().get("dna_damage.idarubicin_lc50").expect("an entry").value.magnitude()
}

#[test]
fn half_of_a_culture_of_blasts_survives_the_lc50() {
    // One weight for all phases makes the average cell of the assay an actual one. What is left between the two is
    // that agents repair slow breaks over hours, where the assay has damage follow the rising drug at once, and that
    // daughters begin with half of the damage: 13 % of the hazard.
    let phases = ["g0", "g1", "s", "g2m"].map(|phase| format!("dna_damage.phase_weight.{phase}"));
    let alike = marrows::ledger(&phases.each_ref().map(|path| (path.as_str(), "0.546")));
    let spared = blasts_spared(&alike, lc50());
    assert!((spared - 0.5).abs() < 0.06, "{spared} of the blasts live");
}

#[test]
fn more_than_half_of_the_resting_blasts_of_a_marrow_survive_the_lc50() {
    // The assay has a third of its blasts in cycle (K04), the hierarchy fewer, and resting cells take less than half of the
    // damage (L06): what kills half of a dish spares most of a marrow.
    let spared = blasts_spared(&Ledger::defaults(), lc50());
    assert!((0.55..0.8).contains(&spared), "{spared} of the blasts live");
}

#[test]
fn half_of_the_mitoses_after_one_passage_through_s_fail_at_the_cytarabine_ec50() {
    // The potency is solved for a cell that neither repairs lesions nor is slowed by the drug; so are these. They differ in
    // where in G1 they were, and some die of p53 before they reach mitosis.
    let failing = failing_at_ec50(&Ledger::defaults());
    assert!((failing - 0.5).abs() < 0.06, "{failing} of the mitoses fail");
}
