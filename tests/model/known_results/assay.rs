//! The assays in a dish, repeated by the agents. The model does not assume how much damage a drug makes: it solves for
//! the damage with which an average cell dies half of the time at the concentration measured in vitro.
//! Left out: medium, plating, and everything else that a dish is.

use crate::marrows::{self, Change};
use cenersim::{
    biology::{Kind, Marrow, Model},
    patient::Tp53,
    treatment::Exposure,
};

/// Lengths of the assay [h] (I16).
const ASSAY: f64 = 72.0;

/// The default leukemia with all cells alike, nothing lost without drug.
fn culture(more: &[Change]) -> (Model, Marrow) {
    let ledger = marrows::ledger(&[&marrows::UNIFORM[..], &[("leukemia.blast_loss", "0 /d")], more].concat());
    (marrows::model(&ledger, Tp53::WildType), marrows::marrow(&ledger, 1e12, 512, 1))
}

/// Share of blasts that death outside mitosis spares over 72 h at `nanomolar` idarubicin in the medium.
fn blasts_spared(nanomolar: f64, more: &[Change]) -> f64 {
    let (_, mut marrow) = culture(more);
    // Both pools fill towards 200 times the medium, with half-lives of 0.7 and 42 h (I11 I12 I19); 497.5 g/mol.
    let medium = nanomolar * 0.4975;
    let filling = |hour: f64, half_life: f64| 200.0 * medium * (1.0 - 0.5_f64.powf(hour / half_life));
    let exposure = |hour| Exposure {
        idarubicin_cell: filling(hour, 0.7) + filling(hour, 42.0),
        idarubicin_bound: filling(hour, 42.0),
        anthracycline_renewal: 200.0 * medium * std::f64::consts::LN_2 / 42.0 / filling(hour, 42.0),
        ..Exposure::default()
    };
    let mut hazard = 0.0;
    for hour in 0..ASSAY as u32 {
        let now = f64::from(hour);
        marrows::run(&mut marrow, now, now + 1.0, 1.0, exposure);
        let (census, _) = marrow.census();
        hazard += (census[Kind::Blast].death_p53 + census[Kind::Blast].death_damage) / 24.0;
    }
    (-hazard).exp()
}

/// Share of blasts alive at the LC50 when all phases take the same damage.
pub fn alive_at_lc50() -> f64 {
    let phases = ["g0", "g1", "s", "g2m"].map(|phase| format!("dna_damage.phase_weight.{phase}"));
    blasts_spared(20.0, &phases.each_ref().map(|path| (path.as_str(), "0.37")))
}

#[test]
fn half_of_a_culture_of_blasts_survives_the_lc50() {
    // One weight for all phases makes the average cell of the assay an actual one. What is left between the two is
    // that agents repair slow breaks over hours, where the assay has damage follow the rising drug at once, and that
    // daughters begin with half of the damage: 13 % of the hazard.
    let spared = alive_at_lc50();
    assert!((spared - 0.5).abs() < 0.06, "{spared} of the blasts live");
}

#[test]
fn more_than_half_of_the_resting_blasts_of_a_marrow_survive_the_lc50() {
    // The assay has a third of its blasts in cycle (K04), the hierarchy one in twenty, and resting cells take a fifth of
    // the damage (M05): what kills half of a dish spares most of a marrow.
    let spared = blasts_spared(20.0, &[]);
    assert!((spared - 0.79).abs() < 0.02, "{spared} of the blasts live");
}

/// What becomes of progenitors under the EC50 of cytarabine.
pub struct AtEc50 {
    /// Share of the mitoses that fail.
    pub failing: f64,
    /// Share of the cells that die, in mitosis or before, of all that divide or die.
    pub dying: f64,
}

/// Three days under the EC50, counted from when every cell that reaches mitosis has met the drug in all of its S phase.
pub fn at_ec50() -> AtEc50 {
    // Progenitors with the competence of the blasts that the EC50 is stated for.
    let (model, mut marrow) = culture(&[("apoptosis.competence.leukemic_progenitor", "0.5")]);
    let exposure = |_| Exposure { ara_ctp: model.damage.half_ara_ctp, ..Exposure::default() };
    marrows::run(&mut marrow, 0.0, 72.0, 1.0, exposure);
    let before = progenitor_fates(&marrow);
    marrows::run(&mut marrow, 72.0, 144.0, 1.0, exposure);
    let after = progenitor_fates(&marrow);
    let [divided, failed, died] = [0, 1, 2].map(|fate| after[fate] - before[fate]);
    AtEc50 { failing: failed / (failed + divided), dying: (failed + died) / (failed + died + divided) }
}

#[test]
fn half_of_the_cells_that_pass_s_phase_die_at_the_cytarabine_ec50() {
    // The potency is solved for one cell without damage at the border of S. Cells of a culture start with the rest of
    // their mother's damage, and are held in G1 by it: some more die. Less than half of the deaths are in mitosis,
    // because G2, prolonged by p53, repairs most of what S has broken.
    let found = at_ec50();
    assert!((found.dying - 0.5).abs() < 0.06, "{} of the cells die", found.dying);
    assert!(found.failing < found.dying, "{} of the mitoses fail", found.failing);
}

/// Mitoses of progenitors that succeeded and that failed, and deaths before mitosis, so far, in cells.
fn progenitor_fates(marrow: &Marrow) -> [f64; 3] {
    let fates = marrow.fates();
    [&fates.mitoses, &fates.catastrophes, &fates.deaths].map(|cells| cells[1..26].iter().sum::<u64>() as f64)
}
