//! Cytarabine in a cell: lesions rise in S phase, outlive ara-CTP by their half-life, are shared at mitosis and kill there,
//! against formulas that stand here on their own (model of incorporation: E = T/(T + T50)).

use crate::marrows;
use cenersim::{
    biology::{Kind, Marrow, Model},
    parameters::Ledger,
    patient::Tp53,
    treatment::Exposure,
};

/// Resting cells that divide too rarely to matter, all alike, in which damage kills nobody.
const UNKILLABLE: [marrows::Change; 4] = [
    marrows::UNIFORM[0],
    marrows::UNIFORM[2],
    ("apoptosis.maximal_rate", "0 /h"),
    ("apoptosis.maximal_by_damage", "0 /h"),
];

fn ara_ctp(level: f64) -> impl Fn(f64) -> Exposure {
    move |_| Exposure { ara_ctp: level, ara_ctp_normal: level, ..Exposure::default() }
}

fn lesions(marrow: &mut Marrow, kind: Kind) -> f64 {
    marrow.census().0[kind].lesions
}

/// Lesions of a cell that has just left S at this ara-CTP, with the slowing of S and the loss of lesions on the way.
fn after_s(ledger: &Ledger, ara_ctp: f64) -> f64 {
    let incorporation = ara_ctp / (ara_ctp + 1e12 * ledger.number("ara_ctp.half_incorporation"));
    let hours = ledger.time("cycle.leukemic.s_phase").in_hours()
        / (1.0 - ledger.number("dna_damage.s_slowing") * incorporation);
    let loss = std::f64::consts::LN_2 / ledger.time("dna_damage.lesion_half_life").in_hours();
    let made = Model::new(ledger, ledger, Tp53::WildType).damage.per_cytarabine[Kind::Blast] * incorporation;
    made / loss * (1.0 - (-loss * hours).exp())
}

#[test]
fn half_of_the_cells_that_pass_s_at_the_ec50_die_in_mitosis_when_nothing_is_lost_or_slowed() {
    let changes = [("dna_damage.s_slowing", "0"), ("dna_damage.lesion_half_life", "1000000 h")];
    let ledger = marrows::ledger(&changes);
    // In vitro ara-CTP at the EC50: 77 x 0.14/(4.2 + 0.14) x 1.76/ln 2.
    let ec50 = 1.0e6 * ledger.number("dna_damage.cytarabine_ec50") / 1.0e6;
    let ara_ctp = 77.0 * ec50 / (4.2 + ec50) * 1.76 / std::f64::consts::LN_2;
    let survival = (-after_s(&ledger, ara_ctp)).exp();
    assert!((survival - 0.5).abs() < 1e-4, "{survival}");
}

#[test]
fn one_passage_through_s_at_ten_times_half_saturation_kills_nine_of_ten() {
    let ledger = Ledger::defaults();
    let survival = (-after_s(&ledger, 10.0 * 1e12 * ledger.number("ara_ctp.half_incorporation"))).exp();
    assert!(survival < 0.1, "{survival}");
}

#[test]
fn lesions_are_lost_with_their_half_life_and_made_in_s_only() {
    let resting = [UNKILLABLE.as_slice(), &[("normal.stem.interval", "1000000 d")]].concat();
    let mut marrow = marrows::marrow(&marrows::ledger(&resting), 0.0, 64, 1);
    marrows::run(&mut marrow, 0.0, 24.0, 1.0, ara_ctp(100.0));
    assert_eq!(lesions(&mut marrow, Kind::NormalStem), 0.0);
    // Progenitors in S carry lesions; when nothing moves any more they fall by half in 24 h.
    let still = [
        UNKILLABLE.as_slice(),
        &[
            ("cycle.normal.s_phase", "1000 h"),
            ("normal.progenitor.amplifying_cycle", "2000 h"),
            ("normal.progenitor.renewing_cycle", "2000 h"),
            ("normal.stem.cycle", "2000 h"),
        ],
    ]
    .concat();
    let mut marrow = marrows::marrow(&marrows::ledger(&still), 0.0, 64, 1);
    marrows::run(&mut marrow, 0.0, 2.0, 1.0, ara_ctp(100.0));
    let before = lesions(&mut marrow, Kind::NormalProgenitor);
    marrows::run(&mut marrow, 2.0, 26.0, 1.0, marrows::nothing);
    let ratio = lesions(&mut marrow, Kind::NormalProgenitor) / before;
    assert!(before > 0.1 && (ratio - 0.5).abs() < 0.02, "{before}, {ratio}");
}

#[test]
fn the_sensitivity_of_a_leukemia_does_not_touch_normal_cells() {
    let typical = Ledger::defaults();
    let of = |changes: &[marrows::Change]| {
        let own = marrows::ledger(changes);
        let mut marrow = marrows::marrow_of(Model::new(&typical, &own, Tp53::WildType), &own, 0.0, 64, 1);
        marrows::run(&mut marrow, 0.0, 240.0, 1.0, marrows::course);
        (marrow.cells(), marrow.blood().clone())
    };
    let sensitive = [
        ("dna_damage.idarubicin_lc50", "6.8 nM"),
        ("dna_damage.cytarabine_ec50", "0.028 uM"),
        ("leukemia.chemoresistance", "0.2"),
    ];
    assert_eq!(of(&sensitive), of(&[]));
}
