//! What must hold in every marrow, whatever the drugs: checked on small marrows drawn at random.

use crate::{
    marrows::{self, Change},
    patients,
};
use cenersim::{
    biology::{Kind, Marrow},
    curves::{Course, Variable},
    parameters::Ledger,
    patient::Tp53,
    treatment::Exposure,
};
use proptest::prelude::*;

/// Drug levels that change from day to day.
#[derive(Clone, Copy, Debug)]
struct Drugs {
    cenersen: f64,
    idarubicin: f64,
    idarubicinol: f64,
    cytarabine: f64,
    days: f64,
}

impl Drugs {
    /// Constant for some days, then falling with a half-life of two days.
    fn at(&self, hour: f64) -> Exposure {
        let left = 0.5_f64.powf((hour / 24.0 - self.days).max(0.0) / 2.0);
        Exposure {
            cenersen_cell: self.cenersen * left,
            idarubicin_cell: self.idarubicin * left,
            idarubicin_bound: 0.8 * self.idarubicin * left,
            anthracycline_renewal: 0.02,
            idarubicinol_cell: self.idarubicinol * left,
            ara_ctp: self.cytarabine * left,
            ..Exposure::default()
        }
    }

    fn without_cenersen(self) -> Self {
        Self { cenersen: 0.0, ..self }
    }

    fn cenersen_alone(self) -> Self {
        Self { idarubicin: 0.0, idarubicinol: 0.0, cytarabine: 0.0, ..self }
    }
}

fn drugs() -> impl Strategy<Value = Drugs> {
    (0.5..20.0_f64, 0.0..1500.0_f64, 0.0..1500.0_f64, 0.0..500.0_f64, 0.5..5.0_f64).prop_map(
        |(cenersen, idarubicin, idarubicinol, cytarabine, days)| Drugs {
            cenersen,
            idarubicin,
            idarubicinol,
            cytarabine,
            days,
        },
    )
}

fn tiny(more: &[Change]) -> Ledger {
    marrows::ledger(&[marrows::TINY.as_slice(), more].concat())
}

fn small(ledger: &Ledger, seed: u64) -> Marrow {
    marrows::marrow(ledger, 400.0, 512, seed)
}

/// The small marrow after `hours` of these drugs.
fn treated(ledger: &Ledger, tp53: Tp53, seed: u64, drugs: Drugs) -> Marrow {
    let mut marrow = marrows::marrow_of(marrows::model(ledger, tp53), ledger, 400.0, 512, seed);
    marrows::run(&mut marrow, 0.0, 200.0, 1.0, |hour| drugs.at(hour));
    marrow
}

/// Everything that can be counted: agents and weights by class, and all that the census sees.
fn everything(mut marrow: Marrow) -> (Vec<(usize, u32)>, String) {
    let counted = format!("{:?} {:?}", marrow.census(), marrow.blood());
    (marrows::state(&marrow), counted)
}

fn leukemic_classes(marrow: Marrow) -> Vec<(usize, u32)> {
    // Stem cell, three progenitor stages, three blast stages.
    marrows::state(&marrow)[..7].to_vec()
}

/// Cells that divided, died in interphase and died in mitosis since the marrow was made.
fn events(marrow: &Marrow) -> [f64; 3] {
    let fates = marrow.fates();
    [&fates.mitoses, &fates.deaths, &fates.catastrophes].map(|cells| cells.iter().sum::<u64>() as f64)
}

fn all_cells(marrow: &Marrow) -> f64 {
    marrow.cells().0.iter().sum()
}

/// Activation of p53 cannot be large enough to matter below this damage.
const NO_P53_DEATH: f64 = 0.0;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn cells_before_and_births_are_cells_after_and_deaths_and_output(seed in 0..1000_u64, drugs in drugs()) {
        let mut marrow = small(&tiny(&[]), seed);
        let (mut before, mut seen) = (all_cells(&marrow), events(&marrow));
        for hour in 0..240 {
            let now = f64::from(hour);
            marrows::run(&mut marrow, now, now + 1.0, 1.0, |hour| drugs.at(hour));
            if marrow.roster().classes().iter().any(|class| class.exponent > 0) {
                break;
            }
            let happened = events(&marrow);
            let [births, deaths, catastrophes] = [0, 1, 2].map(|i| happened[i] - seen[i]);
            let expected = before + births - deaths - catastrophes - marrow.fates().output as f64;
            prop_assert_eq!(all_cells(&marrow), expected, "hour {}", hour);
            (before, seen) = (expected, happened);
        }
    }

    #[test]
    fn counts_are_whole_and_shares_sum_to_one(seed in 0..1000_u64, drugs in drugs(), span in 1..7_u32) {
        let mut marrow = small(&tiny(&[]), seed);
        for step in 0..60 {
            let now = f64::from(step * span);
            marrows::run(&mut marrow, now, now + f64::from(span), f64::from(span), |hour| drugs.at(hour));
            let (census, catastrophes) = marrow.census();
            for kind in Kind::ALL {
                let counted = census[kind];
                prop_assert!(counted.cells >= 0.0 && counted.cells.fract() == 0.0);
                prop_assert!(counted.agents <= counted.cells && catastrophes[kind] >= 0.0);
                let shares: f64 = counted.phases.iter().sum();
                prop_assert!(counted.cells == 0.0 || (shares - 1.0).abs() < 1e-12);
                prop_assert!(counted.phases.iter().all(|share| (0.0..=1.0).contains(share)));
                let levels = [counted.mrna, counted.protein, counted.damage, counted.death_p53, counted.death_damage];
                prop_assert!(levels.iter().all(|level| level.is_finite() && *level >= 0.0));
                prop_assert!(counted.mrna <= 1.0 + 1e-6);
            }
            prop_assert!(marrow.blood().neutrophils() >= 0.0 && marrow.blood().platelets() >= 0.0);
        }
    }

    #[test]
    fn no_dose_is_no_treatment(seed in 0..1000_u64, days in 0.5..5.0_f64) {
        let none = Drugs { cenersen: 0.0, idarubicin: 0.0, idarubicinol: 0.0, cytarabine: 0.0, days };
        let mut untreated = small(&tiny(&[]), seed);
        marrows::run(&mut untreated, 0.0, 200.0, 1.0, marrows::nothing);
        prop_assert_eq!(everything(treated(&tiny(&[]), Tp53::WildType, seed, none)), everything(untreated));
    }

    #[test]
    fn without_rnase_h_there_is_no_cenersen(seed in 0..1000_u64, drugs in drugs()) {
        let levels = Kind::ALL.map(|kind| format!("rnase_h.level.{}", kind.name()));
        let changes = levels.each_ref().map(|path| (path.as_str(), "0"));
        let ledger = tiny(&changes);
        let with = treated(&ledger, Tp53::WildType, seed, drugs);
        let without = treated(&ledger, Tp53::WildType, seed, drugs.without_cenersen());
        prop_assert_eq!(everything(with), everything(without));
    }

    #[test]
    fn without_effect_there_is_no_cenersen(seed in 0..1000_u64, drugs in drugs()) {
        let ledger = tiny(&[("cenersen.maximal_effect", "0")]);
        let with = treated(&ledger, Tp53::WildType, seed, drugs);
        let without = treated(&ledger, Tp53::WildType, seed, drugs.without_cenersen());
        prop_assert_eq!(everything(with), everything(without));
    }

    #[test]
    fn without_damage_cenersen_kills_nobody(seed in 0..1000_u64, drugs in drugs()) {
        let ledger = tiny(&[]);
        let mut with = treated(&ledger, Tp53::WildType, seed, drugs.cenersen_alone());
        let untreated = treated(&ledger, Tp53::WildType, seed, drugs.cenersen_alone().without_cenersen());
        for kind in Kind::ALL {
            prop_assert_eq!(with.census().0[kind].death_p53, NO_P53_DEATH);
        }
        prop_assert_eq!(marrows::state(&with), marrows::state(&untreated));
    }

    #[test]
    fn cenersen_changes_no_leukemic_cell_without_p53(seed in 0..1000_u64, drugs in drugs(), null in any::<bool>()) {
        // Leukemic self-renewal does not see normal cells; recruitment does, and is switched off here: then what cenersen does
        // to normal cells cannot come back.
        let tp53 = if null { Tp53::Null } else { Tp53::Mutant };
        let ledger = tiny(&[
            ("niche.leukemic_haste.stem", "1"),
            ("niche.leukemic_haste.progenitor", "1"),
            ("niche.leukemic_haste.blast", "1"),
        ]);
        let with = treated(&ledger, tp53, seed, drugs);
        let without = treated(&ledger, tp53, seed, drugs.without_cenersen());
        prop_assert_eq!(leukemic_classes(with), leukemic_classes(without));
    }

    #[test]
    fn cells_in_g0_meet_no_mitotic_catastrophe(seed in 0..1000_u64, drugs in drugs()) {
        let ledger = tiny(&[("leukemia.stem.g0_exit", "0 /d"), ("normal.stem.interval", "1000000000 d")]);
        let model = marrows::model(&ledger, Tp53::WildType);
        let mut marrow = marrows::marrow_of(model, &ledger, 0.0, 512, seed);
        marrows::run(&mut marrow, 0.0, 200.0, 1.0, |hour| drugs.at(hour));
        prop_assert_eq!(marrow.census().0[Kind::NormalStem].phases[0], 1.0);
        let stem = marrow.roster().classes().len() - 4;
        prop_assert_eq!(marrow.fates().catastrophes[stem], 0);
        prop_assert_eq!(marrow.fates().mitoses[stem], 0);
    }
}

/// Curves of a whole patient on whole days but the levels of cenersen itself, and how the patient fared. Rates of catastrophe are
/// means since the last point, and there are more points around the infusions of cenersen.
fn but_for_cenersen(file: &str, changes: &[&str]) -> Vec<String> {
    let mut scenario = patients::scenario(file, &[changes, &["simulation.horizon=\"50 d\""]].concat());
    (scenario.settings.agents_per_class, scenario.settings.replicates) = (48, 2);
    let own = [Variable::CenersenPlasma, Variable::CenersenCell, Variable::Catastrophe];
    let seen = |course: &Course| {
        let days = &course.curves.days;
        let whole = |values: &[f64]| (0..days.len()).filter(|&i| days[i].fract() == 0.0).map(|i| values[i]).collect();
        let curves = course.curves.values.iter().filter(|(curve, _)| !own.contains(&curve.variable));
        let curves: Vec<Vec<f64>> = curves.map(|(_, values)| whole(values)).collect();
        format!("{curves:?} {:?}", course.outcome)
    };
    patients::courses(&scenario).iter().map(seen).collect()
}

#[test]
fn a_patient_on_whom_cenersen_has_no_effect_is_one_without_cenersen() {
    let without = but_for_cenersen("controls/arm_b_without_cenersen.toml", &[]);
    let ineffective = but_for_cenersen("arm_b.toml", &["parameters.cenersen.maximal_effect=0"]);
    assert!(without == ineffective, "cenersen without effect changes a patient");
    assert!(without != but_for_cenersen("arm_b.toml", &[]), "cenersen with effect changes nothing");
}

#[test]
fn doses_of_nothing_are_no_treatment() {
    let none = ["arm.idarubicin.dose=\"0 mg/m2\"", "arm.cenersen.rate=\"0 mg/kg/h\"", "arm.courses.maximum=1"];
    assert!(but_for_cenersen("arm_a.toml", &none) == but_for_cenersen("untreated.toml", &[]), "nothing is something");
}

/// Numbers at an end of their ranges let a leukemia grow without bound; counts of cells would not fit an integer before
/// long. It ends the patient's life and the course, in every replicate, while all counts are still right.
#[test]
fn a_leukemia_that_no_body_holds_ends_the_course() {
    let scenario = patients::scenario(
        "untreated.toml",
        &[
            "simulation.horizon=\"1000 d\"",
            "simulation.replicates=2",
            "simulation.agents_per_class=16",
            "parameters.leukemia.stem.renewal=0.75",
            "parameters.leukemia.stem.g0_exit=\"0.4 /d\"",
            "parameters.niche.leukemic_crowding=0",
            "parameters.mortality.leukemia.hazard=\"0.0001 /d\"",
            "parameters.infection.fatality=0",
            "parameters.bleeding.fatality=0",
        ],
    );
    for course in patients::courses(&scenario) {
        let survival = &course.outcome.survival;
        let (last, death) = (*course.curves.days.last().unwrap(), survival.death_day.expect("nobody lives with it"));
        assert_eq!(survival.death_cause.as_deref(), Some("leukemia"));
        assert!(last < 1000.0 && (death - last).abs() <= 1.0, "{death} {last}");
        let blasts = course.curves.of(Variable::Cells, Some(Kind::Blast));
        assert!(blasts.windows(2).all(|pair| pair[1] < 2.0 * pair[0]), "a count that jumps");
        assert!((0.5e15..1e16).contains(blasts.last().unwrap()), "{:?}", blasts.last());
    }
}
