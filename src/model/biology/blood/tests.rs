use super::*;
use crate::quantity::Quantity;

const HOUR: Time = Time::hours(1.0);

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1e-12), "{found} is not {expected}");
}

fn without_feedback() -> Ledger {
    let mut ledger = Ledger::defaults();
    for path in ["blood.neutrophils.feedback", "blood.platelets.feedback"] {
        ledger.set(path, Quantity::number(0.0).unwrap()).unwrap();
    }
    ledger
}

/// Moves on under the same output of granulocytes and megakaryocytes.
fn advance(blood: &mut Blood, span: Time, output: f64) {
    blood.advance(span, output, output);
}

/// Moves on by hours of `span` until `days`, output as a function of the day.
fn run(blood: &mut Blood, from: f64, days: f64, span: f64, output: impl Fn(f64) -> f64) {
    for step in 0..((days - from) * 24.0 / span).round() as u64 {
        advance(blood, Time::hours(span), output(from + (step as f64 + 0.5) * span / 24.0));
    }
}

#[test]
fn the_defaults_describe_blood() {
    assert_eq!(Blood::check(&Ledger::defaults()), Ok(()));
}

#[test]
fn a_fraction_of_a_compartment_is_refused() {
    let mut ledger = Ledger::defaults();
    ledger.set("blood.platelets.age_classes", Quantity::number(2.5).unwrap()).unwrap();
    let refusal = "`blood.platelets.age_classes` is `2.5`: expected a whole number from 1 to 100";
    assert_eq!(Blood::check(&ledger), Err(refusal.to_owned()));
}

#[test]
fn what_no_step_resolves_is_refused() {
    let mut ledger = Ledger::defaults();
    ledger.set("blood.platelets.life_span", "30 min".parse().unwrap()).unwrap();
    let refusal = "`blood.platelets.life_span` is `0.5 h`: expected an hour or more";
    assert_eq!(Blood::check(&ledger), Err(refusal.to_owned()));
}

#[test]
fn health_is_a_fixed_point() {
    let mut blood = Blood::new(&Ledger::defaults());
    run(&mut blood, 0.0, 100.0, 1.0, |_| 1.0);
    close(blood.neutrophils(), 5.0, 1e-9);
    close(blood.platelets(), 237.0, 1e-9);
    close(blood.precursors(), 1.0, 1e-9);
}

#[test]
fn health_is_stable() {
    let mut blood = Blood::at_output(&Ledger::defaults(), 0.05);
    run(&mut blood, 0.0, 120.0, 6.0, |_| 1.0);
    close(blood.relative_neutrophils(), 1.0, 1e-3);
    close(blood.relative_platelets(), 1.0, 1e-3);
}

#[test]
fn every_constant_output_has_its_fixed_point() {
    for output in [0.0, 1e-6, 0.01, 0.3, 2.0] {
        let start = Blood::at_output(&Ledger::defaults(), output);
        let mut blood = start.clone();
        run(&mut blood, 0.0, 30.0, 12.0, |_| output);
        close(blood.neutrophils(), start.neutrophils(), 1e-9);
        close(blood.platelets(), start.platelets(), 1e-9);
    }
}

#[test]
fn feedback_softens_a_loss_of_output() {
    let blood = Blood::at_output(&Ledger::defaults(), 0.3);
    // Relative count x solves x = 0.3 * 0.45^(x^0.16 - 1), and x = 0.3^(1 / 1.11) for platelets.
    close(blood.relative_neutrophils(), 0.340_438, 1e-5);
    close(blood.relative_platelets(), libm::pow(0.3, 1.0 / 1.11), 1e-9);
}

#[test]
fn neutrophils_without_supply_halve_in_their_half_life() {
    let mut blood = Blood::new(&Ledger::defaults());
    let chain = blood.granulopoiesis.compartments;
    blood.neutrophils[..chain].fill(0.0);
    let before = blood.neutrophils();
    advance(&mut blood, Time::days(0.79), 0.0);
    close(blood.neutrophils(), before / 2.0, 1e-6);
}

#[test]
fn platelets_live_for_their_life_span_on_average() {
    let mut blood = Blood::new(&Ledger::defaults());
    let chain = blood.thrombopoiesis.compartments;
    blood.platelets.fill(0.0);
    blood.platelets[chain] = 1.0;
    let mut life = 0.0;
    for _ in 0..4_000 {
        let before = blood.platelets();
        advance(&mut blood, HOUR, 0.0);
        life += 0.5 * (before + blood.platelets());
    }
    // The trapezoidal rule with steps of 1 h errs by less than 1e-3.
    close(life, 205.0, 1e-3);
}

#[test]
fn production_in_health_is_what_the_turnover_needs() {
    let blood = Blood::new(&Ledger::defaults());
    // K25 measured 43.9 +- 11.9 x 10^9/L/d, and 35 in another study; a third of platelets is in the spleen.
    close(blood.thrombopoiesis.healthy_flux() * 24.0, 237.0 / (205.0 / 24.0), 1e-12);
    let granulopoiesis = &blood.granulopoiesis;
    close(granulopoiesis.healthy_flux() * granulopoiesis.survival, granulopoiesis.clearance * 5.0, 1e-12);
}

/// What enters leaves: a pulse of progenitors appears in blood completely, less the precursors that die.
#[test]
fn a_pulse_of_progenitors_is_conserved() {
    let mut blood = Blood::at_output(&without_feedback(), 0.0);
    let (mut neutrophils_lost, mut platelets_lost) = (0.0, 0.0);
    for hour in 0..3_000 {
        let before = blood.clone();
        advance(&mut blood, HOUR, if hour < 24 { 2.0 } else { 0.0 });
        let oldest = |blood: &Blood| *blood.platelets.last().unwrap();
        neutrophils_lost += 0.5 * (before.neutrophils() + blood.neutrophils()) * blood.granulopoiesis.clearance;
        platelets_lost += 0.5 * (oldest(&before) + oldest(&blood)) * blood.thrombopoiesis.aging;
    }
    let (g, t) = (&blood.granulopoiesis, &blood.thrombopoiesis);
    close(neutrophils_lost, 48.0 * g.healthy_flux() * g.survival, 1e-6);
    close(platelets_lost, 48.0 * t.healthy_flux(), 1e-6);
}

#[test]
fn a_pulse_leaves_the_marrow_after_the_transit_time() {
    let mut blood = Blood::at_output(&without_feedback(), 0.0);
    let (mut total, mut moment) = (0.0, 0.0);
    for hour in 0..3_000 {
        advance(&mut blood, HOUR, if hour == 0 { 1.0 } else { 0.0 });
        total += blood.neutrophils();
        moment += blood.neutrophils() * f64::from(hour + 1);
    }
    // Mean time to be found in blood: transit, mean stay in blood, and half an hour of entering.
    let expected = 5.8 * 24.0 + 0.79 * 24.0 / std::f64::consts::LN_2 + 0.5;
    close(moment / total, expected, 1e-4);
}

/// Halving the span changes nothing that could be measured: the integrator has its own step.
#[test]
fn the_span_does_not_matter() {
    let output = |day: f64| if (3.0..12.0).contains(&day) { 0.01 } else { 1.0 };
    let after = |span: f64| {
        let mut blood = Blood::new(&Ledger::defaults());
        run(&mut blood, 0.0, 18.0, span, output);
        (blood.neutrophils(), blood.platelets())
    };
    let (neutrophils, platelets) = after(0.25);
    for span in [1.0, 2.0, 3.0, 6.0, 12.0] {
        close(after(span).0, neutrophils, 1e-6);
        close(after(span).1, platelets, 1e-6);
    }
}

/// Order 4: a step of half the length errs by a sixteenth.
#[test]
fn the_integrator_is_of_order_four() {
    let granulopoiesis = Granulopoiesis::new(&Ledger::defaults());
    let after = |steps: usize| {
        let mut state = granulopoiesis.steady_state(1.0);
        for _ in 0..steps {
            // A "fastest rate" of zero leaves the span in one piece.
            integrate(&mut state, Time::days(8.0 / steps as f64), 0.0, |s, d| granulopoiesis.slope(s, d, 0.01));
        }
        state[granulopoiesis.compartments]
    };
    let exact = after(2_048);
    let ratio = (after(16) - exact) / (after(32) - exact);
    assert!((12.0..22.0).contains(&ratio), "{ratio}");
}

/// Output as after induction: two logs down on day 3, from day 12 doubling every day.
fn induction(day: f64) -> f64 {
    if day < 3.0 { 1.0 } else { (0.01 * libm::exp2((day - 12.0).max(0.0))).min(1.0) }
}

/// Day of recovery and days below the threshold, of neutrophils below `least.0` and platelets below `least.1`.
fn low_counts(mut blood: Blood, output: impl Fn(f64) -> f64, least: (f64, f64)) -> [(f64, f64); 2] {
    let mut low = [(0.0, 0.0); 2];
    for hour in 1..=60 * 24 {
        let day = f64::from(hour) / 24.0;
        advance(&mut blood, HOUR, output(day));
        let counts = [(blood.neutrophils(), least.0), (blood.platelets(), least.1)];
        for (low, _) in low.iter_mut().zip(counts).filter(|(_, (count, least))| count < least) {
            *low = (day, low.1 + 1.0 / 24.0);
        }
    }
    low
}

/// Plausibility, not calibration. R06: neutrophils reach 0.5 on day 18.5 and platelets 100 on day 24 (median of 24 patients).
#[test]
fn blood_recovers_from_an_induction_in_the_third_and_fourth_week() {
    let [neutrophils, platelets] = low_counts(Blood::new(&Ledger::defaults()), induction, (0.5, 100.0));
    assert!((18.0..24.0).contains(&neutrophils.0), "{neutrophils:?}");
    assert!((24.0..30.0).contains(&platelets.0), "{platelets:?}");
}

/// From a leukemic marrow counts start low and stay low for longer: 9 and 11 d here, within the ranges of R07 (leukocytes
/// below 1.0 for 5-56 d, platelets below 50 for 7-120 d) but short of its medians of 14 and 22 d.
#[test]
fn counts_of_a_leukemic_marrow_stay_low_for_longer_than_a_week() {
    let ledger = Ledger::defaults();
    let output = |day: f64| if day < 3.0 { 0.2 } else { induction(day) };
    let [neutropenia, thrombopenia] = low_counts(Blood::at_output(&ledger, 0.2), output, (0.5, 50.0));
    assert!((7.0..56.0).contains(&neutropenia.1), "{neutropenia:?}");
    assert!((7.0..120.0).contains(&thrombopenia.1), "{thrombopenia:?}");
}
/// With the exponent of K28 stimulated megakaryocytes overshoot after an induction, as platelets do in patients, and settle: 1.16
/// times the baseline here (1.03 with the weaker feedback of the ledger).
#[test]
fn platelets_rebound_a_little_after_an_induction() {
    let mut ledger = Ledger::defaults();
    ledger.set("blood.platelets.feedback", Quantity::number(0.304).unwrap()).unwrap();
    let mut blood = Blood::new(&ledger);
    let mut peak = 0.0_f64;
    for hour in 0..120 * 24 {
        advance(&mut blood, HOUR, induction(f64::from(hour) / 24.0));
        peak = peak.max(blood.relative_platelets()).max(blood.relative_neutrophils());
    }
    assert!((1.05..1.5).contains(&peak), "{peak}");
    close(blood.relative_platelets(), 1.0, 1e-2);
}

#[test]
fn platelets_follow_their_own_branch() {
    let mut blood = Blood::new(&Ledger::defaults());
    for _ in 0..24 * 60 {
        blood.advance(HOUR, 1.0, 0.0);
    }
    close(blood.relative_neutrophils(), 1.0, 1e-6);
    assert!(blood.relative_platelets() < 1e-3);
}

#[test]
fn leukemic_cells_reach_blood_as_a_power_of_the_burden() {
    let blood = Blood::new(&Ledger::defaults());
    close(blood.blasts(1e12), 1.0, 1e-12);
    close(blood.blasts(1e11), libm::pow(10.0, -2.8), 1e-12);
    // Neutrophils and lymphocytes of a healthy person.
    close(blood.leukocytes(0.0), 5.4, 1e-9);
}
