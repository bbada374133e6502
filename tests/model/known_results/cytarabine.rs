//! Cytarabine in a cell: lesions rise in S phase, outlive ara-CTP by their half-life, are shared at mitosis and kill there,
//! against formulas that stand here on their own (model of incorporation: E = T/(T + T50)).

use crate::{marrows, samples::Sample};
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
    let made = Model::new(ledger, ledger, Tp53::WildType).damage.lesions[0].greatest[Kind::Blast] * incorporation;
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

/// Blasts that divide once, all alike, and that nothing kills before mitosis. None joins them with lesions of its own,
/// because progenitors wait for years before they divide.
const ONE_PASSAGE: [marrows::Change; 8] = [
    marrows::UNIFORM[1],
    ("apoptosis.maximal_rate", "0 /h"),
    ("apoptosis.maximal_by_damage", "0 /h"),
    ("arrest.strength", "0"),
    ("leukemia.blast.divisions", "1"),
    ("leukemia.blast.g0_exit", "2 /d"),
    ("leukemia.progenitor.divisions", "1"),
    ("leukemia.progenitor.cycle", "1000000 h"),
];

/// Cells that have survived mitosis and that have died in it so far, of the blasts that divide.
fn ends(marrow: &Marrow, class: usize) -> [f64; 2] {
    let fates = marrow.fates();
    [fates.mitoses[class], fates.catastrophes[class]].map(|cells| cells as f64)
}

/// Share of blasts that survive the mitosis after one passage of S at this ara-CTP.
fn surviving(ledger: &Ledger, level: f64, seed: u64) -> f64 {
    let model = marrows::model(ledger, Tp53::WildType);
    let class = model.hierarchy.first(Kind::Blast);
    let mut marrow = marrows::marrow_of(model, ledger, 1e12, 512, seed);
    // Who was in S at the start has been through mitosis after two days.
    marrows::run(&mut marrow, 0.0, 48.0, 0.25, ara_ctp(level));
    let before = ends(&marrow, class);
    marrows::run(&mut marrow, 48.0, 120.0, 0.25, ara_ctp(level));
    let after = ends(&marrow, class);
    let [divided, died] = [0, 1].map(|end| after[end] - before[end]);
    divided / (divided + died)
}

/// Expected at 0.3, 1 and 3 times half-saturation: 0.720, 0.432 and 0.222. Here 0.720, 0.421 and 0.229, each +- 0.005, and with
/// 128 seeds 0.719, 0.435 and 0.220, each +- 0.002. z = 4.9 leaves one false alarm in a million seeds.
#[test]
fn agents_survive_one_passage_through_s_as_often_as_the_closed_form_says() {
    let ledger = marrows::ledger(&ONE_PASSAGE);
    let half = 1e12 * ledger.number("ara_ctp.half_incorporation");
    let hours = |path: &str| ledger.time(path).in_hours();
    // On the way from the end of S to mitosis lesions are lost.
    let left = 0.5_f64.powf(hours("cycle.leukemic.g2m") / hours("dna_damage.lesion_half_life"));
    for level in [0.3, 1.0, 3.0].map(|times| times * half) {
        let expected = (-left * after_s(&ledger, level)).exp();
        let found: Sample = (0..16).map(|seed| surviving(&ledger, level, seed)).collect();
        found.assert_mean(expected, &format!("surviving share at {level} pmol/10^6 cells"));
    }
}
