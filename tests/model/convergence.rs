//! Convergence: what the agents do on average approaches the continuous limit as the step is halved, and long steps are
//! good enough where nothing but growth happens.

use crate::{
    marrows, mean_field, patients,
    samples::{Sample, Z},
};
use cenersim::{
    biology::Kind,
    curves::{Course, Variable},
    parameters::Ledger,
    quantity::Time,
};

/// Decimal logarithm of the cells of a kind after four days of all drugs, agents with steps of `span` hours.
fn agents(span: f64, kind: Kind) -> Sample {
    let cells = |seed| mean_field::agents_at(&mean_field::constant, 2048, seed, span, 4)[3][kind as usize].0;
    (0..16).map(|seed| cells(seed).log10()).collect()
}

#[test]
fn halving_the_step_halves_the_error_of_a_treated_marrow() {
    let kind = Kind::LeukemicProgenitor;
    // The field with a step of 3 minutes stands for the limit; halving that step changes it by less than 0.001.
    let limit = mean_field::finer_days()[3][kind as usize].0.log10();
    let errors = [4.0, 2.0, 1.0, 0.5].map(|span| {
        let sample = agents(span, kind);
        (limit - sample.mean(), sample.error())
    });
    for pair in errors.windows(2) {
        let ((before, _), (after, error)) = (pair[0], pair[1]);
        assert!(after < 0.55 * before + 2.0 * error, "errors {errors:?} for steps of 4, 2, 1 and 1/2 h");
    }
    // The default step is 0.03 decimal logarithms short, 7 % after a fall of three decades, for the kind that divides most.
    assert!(errors[2].0.abs() < 0.04, "error {:?} at the default step", errors[2]);
}

const DAYS: u32 = 30;

/// Relative change of the cells of all kinds, neutrophils and platelets over a month without drug.
fn a_month(burden: f64, span: f64, seed: u64) -> [f64; 7] {
    let mut marrow = marrows::marrow(&Ledger::defaults(), burden, 128, seed);
    let before = marrow.cells();
    marrows::run(&mut marrow, 0.0, 24.0 * f64::from(DAYS), span, marrows::nothing);
    let after = marrow.cells();
    let mut found = [0.0; 7];
    for (kind, found) in Kind::ALL.into_iter().zip(&mut found) {
        *found = after[kind] / before[kind].max(1.0);
    }
    [found[5], found[6]] = [marrow.blood().neutrophils(), marrow.blood().platelets()];
    found
}

fn assert_long_steps_are_good_enough(burden: f64) {
    let runs = |span: f64, first: u64| (0..40).map(|seed| a_month(burden, span, first + seed)).collect::<Vec<_>>();
    let (hourly, long) = (runs(1.0, 0), runs(6.0, 1000));
    for place in 0..7 {
        let of = |runs: &[[f64; 7]]| runs.iter().map(|run| run[place]).collect::<Sample>();
        let (hourly, long) = (of(&hourly), of(&long));
        if hourly.mean() > 0.0 {
            let z = hourly.z_against(&long);
            assert!(
                z.abs() < Z,
                "number {place}: {} hourly, {} with steps of 6 h, z = {z:.1}",
                hourly.mean(),
                long.mean()
            );
        }
    }
}

#[test]
fn steps_of_six_hours_do_what_hourly_steps_do_in_an_untreated_leukemia() {
    assert_long_steps_are_good_enough(1e12);
}

#[test]
fn steps_of_six_hours_do_what_hourly_steps_do_in_health() {
    assert_long_steps_are_good_enough(0.0);
}

/// Decimal logarithms of leukemic cells, stem cells and normal progenitors of a whole patient of arm B on day 14.
fn whole_patient(minutes: f64) -> [Sample; 3] {
    let mut scenario = patients::scenario("arm_b.toml", &["simulation.stop_at_death=false"]);
    scenario.settings.step = Time::hours(minutes / 60.0);
    scenario.settings.horizon = Time::days(14.0);
    (scenario.settings.agents_per_class, scenario.settings.replicates) = (512, 8);
    let courses = patients::courses(&scenario);
    let last = |course: &Course, kind| *course.curves.of(Variable::Cells, Some(kind)).last().expect("a recorded curve");
    let leukemic = |course: &Course| Kind::ALL[..3].iter().map(|&kind| last(course, kind)).sum::<f64>();
    let stem = |course: &Course| last(course, Kind::LeukemicStem);
    let normal = |course: &Course| last(course, Kind::NormalProgenitor);
    let sample = |of: &dyn Fn(&Course) -> f64| courses.iter().map(|course| of(course).log10()).collect();
    [sample(&leukemic), sample(&stem), sample(&normal)]
}

#[test]
fn halving_the_step_changes_a_treated_patient_by_less_than_an_eighth() {
    let (hourly, half) = (whole_patient(60.0), whole_patient(30.0));
    for (what, (hourly, half)) in ["leukemia", "stem cells", "normal progenitors"].iter().zip(hourly.iter().zip(&half))
    {
        let (change, error) = (half.mean() - hourly.mean(), half.error().hypot(hourly.error()));
        assert!(change.abs() < 0.05 + Z * error, "{what}: {change:.3} +- {error:.3} decimal logarithms");
    }
}
