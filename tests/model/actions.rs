//! What drugs that are described by tables do to cells: copies of the drugs of the defaults do exactly what these do, and each
//! other mechanism does what its rule says.

use crate::{
    marrows::{self, UNIFORM},
    patients,
};
use cenersim::{
    biology::{Kind, Marrow, Model},
    curves::{Course, Variable},
    parameters::{Drug, Ledger, Which},
    patient::Tp53,
    scenario::Scenario,
    treatment::Exposure,
};

/// The three drugs again, each number being that of the original.
const COPIES: &str = r#"
[drugs.second_cenersen]
plasma_unit = "mg/L"
cell_unit = "pmol/mg"
action = ["knockdown"]
[drugs.second_cenersen.numbers]
clearance = "cenersen.clearance"
half_life = "cenersen.half_life"
uptake = "cenersen.uptake"
reference_plasma = "cenersen.reference_plasma"
cell_half_life = "cenersen.cell_half_life"
maximal_effect = "cenersen.maximal_effect"
potency = "cenersen.potency"

[drugs.second_idarubicin]
molar_mass = 497.5
metabolite = { name = "second_idarubicinol", label = "Second idarubicinol" }
action = ["breaks"]
[drugs.second_idarubicin.numbers]
clearance = "idarubicin.clearance"
central_volume = "idarubicin.central_volume"
intercompartmental_clearance = "idarubicin.intercompartmental_clearance"
peripheral_volume = "idarubicin.peripheral_volume"
cell_ratio = "idarubicin.cell_ratio"
exposure = "idarubicin.exposure"
slow_share = "idarubicin.slow_share"
fast_half_life = "idarubicin.fast_half_life"
slow_half_life = "idarubicin.slow_half_life"
metabolite.area_ratio = "idarubicinol.area_ratio"
metabolite.half_life = "idarubicinol.half_life"
metabolite.cell_ratio = "idarubicinol.cell_ratio"
metabolite.cell_half_life = "idarubicinol.cell_half_life"
lc50 = "dna_damage.idarubicin_lc50"
metabolite_potency = "dna_damage.idarubicinol_potency"

[drugs.second_cytarabine]
molar_mass = 243.217
plasma_unit = "umol/L"
active = { name = "second_ara_ctp", label = "Second ara-CTP" }
action = ["lesions"]
[drugs.second_cytarabine.numbers]
vmax = "cytarabine.vmax"
km = "cytarabine.km"
renal_clearance = "cytarabine.renal_clearance"
central_volume = "cytarabine.central_volume"
intercompartmental_clearance = "cytarabine.intercompartmental_clearance"
peripheral_volume = "cytarabine.peripheral_volume"
active.vmax = "ara_ctp.vmax"
active.km = "ara_ctp.km"
active.half_life = "ara_ctp.half_life"
active.half_life_in_vitro = "ara_ctp.half_life_in_vitro"
active.half_incorporation = "ara_ctp.half_incorporation"
ec50 = "dna_damage.cytarabine_ec50"
"#;

/// Curves of cells of all replicates.
fn cells(scenario: &Scenario) -> Vec<Vec<Vec<f64>>> {
    let seen = [Variable::Cells, Variable::P53Mrna, Variable::Damage, Variable::Lesions, Variable::DeathP53];
    let of = |course: &Course| {
        let curves =
            seen.iter().flat_map(|variable| Kind::ALL.map(|kind| course.curves.of(*variable, Some(kind)).to_vec()));
        curves.collect()
    };
    patients::courses(scenario).iter().map(of).collect()
}

#[test]
fn copies_of_all_three_drugs_under_other_names_do_the_same_to_the_last_bit() {
    let changes = ["simulation.agents_per_class=24", "simulation.replicates=2", "patient.number=3"];
    let original = patients::scenario("arm_b.toml", &changes);
    let renamed = ["cenersen", "idarubicin", "cytarabine"].iter().fold(original.source.clone(), |text, drug| {
        text.replace(&format!("arm.{drug}"), &format!("arm.second_{drug}"))
    });
    let copy =
        Scenario::parse("copy", &format!("{renamed}\n{COPIES}")).unwrap_or_else(|e| panic!("{}", e.render(false)));
    assert_eq!(copy.arms[0].drugs().len(), 3);
    assert!(copy.arms[0].drugs().iter().all(|drug| drug.name().starts_with("second_")));
    assert!(cells(&copy) == cells(&original));
}

/// A ledger with a drug of this action whose level in plasma is given in ng/mL.
fn with(action: &str, maximal: f64) -> Ledger {
    let mut ledger = marrows::ledger(&UNIFORM);
    let table = format!(
        "action = [\"{action}\"]\n[numbers]\nclearance = \"10 L/h\"\nhalf_life = \"9 h\"\nmaximal_effect = {maximal}\nhalf_effect = \"200 ng/mL\""
    );
    ledger.describe("examplin", &table.parse().expect("TOML")).expect("a drug");
    ledger
}

/// This level of the drug in plasma (ng/mL), beside `other` levels.
fn at(ledger: &Ledger, level: f64, other: Exposure) -> Exposure {
    let mut exposure = other;
    exposure.set(ledger.places().get(Drug::named("examplin"), Which::Plasma).expect("a place"), level);
    exposure
}

/// Of an untreated leukemia after two hours at this level.
fn blasts(ledger: &Ledger, tp53: Tp53, level: f64) -> (f64, f64, Marrow) {
    let mut marrow = marrows::marrow_of(marrows::model(ledger, tp53), ledger, 1e12, 64, 1);
    marrows::run(&mut marrow, 0.0, 2.0, 1.0, |_| at(ledger, level, Exposure::default()));
    let census = marrow.census().0[Kind::Blast];
    (census.protein, census.death_p53, marrow)
}

#[test]
fn an_mdm2_inhibitor_frees_p53_without_damage_as_the_rule_says_and_kills_through_wild_type_p53_alone() {
    let ledger = with("stabilization", 0.7);
    let (protein, killed, marrow) = blasts(&ledger, Tp53::WildType, 600.0);
    // Emax L/(EC50 + L) = 0.7 x 3/4; protein 1/(1 - (1 - t0/t1) B).
    let freed = 0.7 * 0.75;
    let half = |path: &str| ledger.time(path).in_hours();
    let kept = 1.0 - half("p53.half_life_unstressed") / half("p53.half_life_damaged");
    let expected = 1.0 / (1.0 - kept * freed);
    assert!((protein / expected - 1.0).abs() < 1e-4, "{protein}, expected {expected}");
    let model = Model::new(&ledger, &ledger, Tp53::WildType);
    let active = (expected * freed) as f32;
    let rate = 24.0 * f64::from(model.apoptosis.through_p53[Kind::Blast] * model.apoptosis.saturation(active));
    assert!((killed / rate - 1.0).abs() < 1e-3, "{killed} /d, expected {rate}");
    assert!((marrow.disturbance().freed - freed).abs() < 1e-12 && !marrow.disturbance().is_quiet(1.0));
    assert_eq!(blasts(&ledger, Tp53::Null, 600.0).1, 0.0);
    assert_eq!(blasts(&ledger, Tp53::WildType, 0.0).1, 0.0);
}

#[test]
fn p53_comes_to_rest_when_the_inhibitor_is_gone() {
    let ledger = with("stabilization", 0.7);
    let mut marrow = blasts(&ledger, Tp53::WildType, 600.0).2;
    marrows::run(&mut marrow, 2.0, 4.0, 1.0, marrows::nothing);
    let census = marrow.census().0[Kind::Blast];
    assert_eq!((census.death_p53, marrow.disturbance().freed), (0.0, 0.0));
}

#[test]
fn a_sensitizer_divides_the_thresholds_of_apoptosis_and_kills_nobody_without_damage() {
    let ledger = with("sensitization", 2.0);
    let model = Model::new(&ledger, &ledger, Tp53::WildType);
    let under = model.apoptosis.under(&at(&ledger, 200.0, Exposure::default())).into_owned();
    // 1 + 2 x 1/2.
    assert!((model.apoptosis.half_activity / under.half_activity - 2.0).abs() < 1e-6);
    assert!((model.apoptosis.half_damage / under.half_damage - 2.0).abs() < 1e-6);
    let (_, killed, marrow) = blasts(&ledger, Tp53::WildType, 200.0);
    assert_eq!((killed, marrow.disturbance().damage()), (0.0, 0.0));
    let death = |level: f64| {
        let mut marrow = marrows::marrow(&ledger, 1e12, 64, 1);
        let damage = Exposure { idarubicin_cell: 500.0, idarubicin_bound: 250.0, ..Exposure::default() };
        marrows::run(&mut marrow, 0.0, 6.0, 1.0, |_| at(&ledger, level, damage));
        marrow.census().0[Kind::Blast]
    };
    let (alone, both) = (death(0.0), death(1e9));
    assert!(both.death_p53 > 1.5 * alone.death_p53 && both.death_damage > 2.0 * alone.death_damage);
}

#[test]
fn an_inhibitor_takes_its_share_of_the_knock_down_away() {
    let ledger = with("inhibition", 0.8);
    let model = Model::new(&ledger, &ledger, Tp53::WildType);
    let cenersen = Exposure { cenersen_cell: 3.0, inhibition: 0.5, ..Exposure::default() };
    let effect = |level: f64| model.antisense.effect(&at(&ledger, level, cenersen), Kind::Blast);
    assert!((effect(600.0) / effect(0.0) - (1.0 - 0.8 * 0.75)).abs() < 1e-12);
}
