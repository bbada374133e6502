//! The niche: space that saturates, recruitment that is exactly 1 in a full marrow, and haste that chance does not raise.

use crate::marrows;
use cenersim::{
    biology::{Feedback, Model},
    parameters::Ledger,
    patient::Tp53,
};

fn feedback() -> Feedback {
    let ledger = Ledger::defaults();
    Model::new(&ledger, &ledger, Tp53::WildType).niche
}

#[test]
fn space_grows_from_nothing_and_never_takes_the_whole_niche() {
    let feedback = feedback();
    assert_eq!(feedback.leukemic_space(0.0), 0.0);
    let burdens = (0..200).map(|n| 1e8 * 1.1_f64.powi(n));
    let spaces: Vec<f64> = burdens.map(|burden| feedback.leukemic_space(burden)).collect();
    assert!(spaces.windows(2).all(|pair| pair[0] <= pair[1]) && spaces.iter().all(|space| *space < 1.0));
    // Half of the greatest share at the burden of half (C31).
    assert!((feedback.leukemic_space(feedback.space_half) - 0.5 * feedback.space).abs() < 1e-12);
    assert_eq!(feedback.leukemic_space(1e300), feedback.space);
}

#[test]
fn leukemia_is_not_hurried_in_a_full_marrow_and_most_in_an_empty_one() {
    for occupancy in [1.0, 1.0000001, 2.0, 100.0] {
        assert_eq!(Feedback::recruitment(6.0, occupancy), 1.0);
    }
    assert_eq!(Feedback::recruitment(6.0, 0.0), 6.0);
    assert_eq!(Feedback::recruitment(6.0, 0.5), 3.5);
}

#[test]
fn leukemic_cells_notice_half_of_their_own_fall_as_half() {
    let feedback = feedback();
    let full = feedback.own_space(1e12, 1e12);
    assert_eq!(full, feedback.leukemic_space(1e12));
    assert!((feedback.own_space(5e11, 1e12) - 0.5 * full).abs() < 1e-12);
    assert_eq!(feedback.own_space(2e12, 1e12), feedback.leukemic_space(2e12));
    assert_eq!(feedback.own_space(0.0, 0.0), 0.0);
}

#[test]
fn what_is_missing_and_what_is_too_much_change_haste_by_reciprocal_factors() {
    for excess in [0.0, 0.01, 0.1, 0.5] {
        let product = Feedback::normal_haste(10.0, 1.0 - excess) * Feedback::normal_haste(10.0, 1.0 + excess);
        assert!((product - 1.0).abs() < 1e-12, "{product}");
    }
}

#[test]
fn an_untreated_leukemia_grows_as_if_there_were_no_recruitment() {
    let leukemia = |gain: &str| {
        let gains = ["stem", "progenitor", "blast"].map(|kind| format!("niche.leukemic_haste.{kind}"));
        let changes: Vec<marrows::Change> = gains.iter().map(|path| (path.as_str(), gain)).collect();
        let mut marrow = marrows::marrow(&marrows::ledger(&changes), 1e12, 256, 1);
        marrows::run(&mut marrow, 0.0, 240.0, 6.0, marrows::nothing);
        marrows::leukemic(&marrow)
    };
    assert!((leukemia("6") / leukemia("1") - 1.0).abs() < 0.02);
}
