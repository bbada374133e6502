//! Evidence for the kinetics: published levels and half-lives, closed forms, and an independent solution by another
//! method (classical Runge-Kutta in short steps) of equations that are written here a second time, in amounts.

use cenersim::engine::Seed;
use cenersim::parameters::Ledger;
use cenersim::patient::individual;
use cenersim::quantity::Time;
use cenersim::treatment::{Administration, Body, Drug, Exposure, Kinetics, Route};
use std::f64::consts::LN_2;

const BODY: Body = Body { weight_kg: 70.0, height_cm: 175.0 };
/// [mg/umol]
const CYTARABINE: f64 = 0.243_217;

fn patient() -> Kinetics {
    Kinetics::new(&Ledger::defaults(), &Ledger::defaults(), BODY)
}

fn by(route: Route, drug: Drug, start: f64, hours: f64, amount_mg: f64) -> Administration {
    let (start, duration) = (Time::hours(start), Time::hours(hours));
    Administration { drug, start, duration, amount_mg, route, course: 1 }
}

fn infusion(drug: Drug, start: f64, hours: f64, amount_mg: f64) -> Administration {
    by(Route::Intravenous, drug, start, hours, amount_mg)
}

fn per_m2(drug: Drug, start: f64, hours: f64, mg_per_m2: f64) -> Administration {
    infusion(drug, start, hours, mg_per_m2 * BODY.surface_m2())
}

/// 0.1 mg/kg/h.
fn cenersen(hours: f64) -> Administration {
    infusion(Drug::Cenersen, 0.0, hours, 0.1 * BODY.weight_kg * hours)
}

/// 12 mg/m2 in a quarter of an hour on days 1, 2 and 3.
fn idarubicin() -> [Administration; 3] {
    [24.0, 48.0, 72.0].map(|start| per_m2(Drug::Idarubicin, start, 0.25, 12.0))
}

fn given(infusions: &[Administration]) -> Kinetics {
    let mut kinetics = patient();
    infusions.iter().for_each(|infusion| kinetics.give(*infusion));
    kinetics
}

/// Levels at `hours`.
fn at(infusions: &[Administration], hours: f64) -> Exposure {
    let mut kinetics = given(infusions);
    kinetics.advance(Time::hours(hours));
    kinetics.levels()
}

/// Moves on by a number of hours, one at a time.
fn hourly(kinetics: &mut Kinetics, hours: u32) {
    for _ in 0..hours {
        kinetics.advance(Time::hours(1.0));
    }
}

fn close(found: f64, expected: f64, relative: f64) {
    assert!((found / expected - 1.0).abs() <= relative, "found {found}, expected {expected} within {relative}");
}

fn values(exposure: &Exposure) -> [f64; 9] {
    [
        exposure.cenersen_plasma,
        exposure.cenersen_cell,
        exposure.inhibition,
        exposure.idarubicin_plasma,
        exposure.idarubicinol_plasma,
        exposure.idarubicin_cell,
        exposure.idarubicinol_cell,
        exposure.cytarabine_plasma,
        exposure.ara_ctp,
    ]
}

/// Everything the trial gives, with the cytarabine of the high arm, and an inhibitor.
fn whole_course() -> Kinetics {
    let mut infusions = vec![cenersen(168.0)];
    infusions.extend(idarubicin());
    infusions.extend([24.3, 48.0, 72.0].map(|start| per_m2(Drug::Cytarabine, start, 2.5, 1500.0)));
    let mut kinetics = given(&infusions);
    kinetics.inhibit(Time::hours(30.1), Time::hours(44.7));
    kinetics
}

// ------------------------------------------------------------------------------------------------ cenersen

#[test]
fn cenersen_at_a_tenth_mg_per_kg_per_hour_reaches_the_levels_of_p06_and_p10() {
    let levels = at(&[cenersen(2000.0)], 1990.0);
    close(levels.cenersen_plasma, 0.1 / 0.0875, 1e-12);
    close(levels.cenersen_cell, 3.0, 1e-12);
}

#[test]
fn cenersen_is_near_its_steady_state_after_ten_hours_and_halves_every_two_hours_afterwards() {
    assert!(at(&[cenersen(168.0)], 10.0).cenersen_plasma > 0.95 * 0.1 / 0.0875);
    let [end, later] = [168.0, 170.0].map(|hours| at(&[cenersen(168.0)], hours).cenersen_plasma);
    close(later / end, 0.5, 1e-12);
}

#[test]
fn cenersen_leaves_the_cell_with_the_half_life_of_the_cell() {
    let [day_8, day_9] = [240.0, 264.0].map(|hours| at(&[cenersen(168.0)], hours).cenersen_cell);
    close(day_9 / day_8, 0.5, 1e-6);
}

// ------------------------------------------------------------------------------------------------ idarubicin

#[test]
fn idarubicin_ends_with_the_half_life_of_speth_and_idarubicinol_with_that_of_reid() {
    let dose = [per_m2(Drug::Idarubicin, 0.0, 0.25, 12.0)];
    let [day_4, day_5] = [96.0, 120.0].map(|hours| at(&dose, hours).idarubicin_plasma);
    // I03: 16.4 h; the recommended volumes and clearances give 16.5 h.
    close(24.0 * LN_2 / (day_4 / day_5).ln(), 16.5, 0.005);
    let [week_2, week_3] = [336.0, 504.0].map(|hours| at(&dose, hours).idarubicinol_plasma);
    // I08
    close(168.0 * LN_2 / (week_2 / week_3).ln(), 57.0, 1e-4);
}

#[test]
fn areas_of_idarubicin_and_idarubicinol_are_dose_over_clearance_and_the_ratio_of_i09() {
    let mut kinetics = given(&[per_m2(Drug::Idarubicin, 0.0, 0.25, 12.0)]);
    let hours = 5000.0;
    let means = kinetics.advance(Time::hours(hours));
    close(means.idarubicin_plasma * hours, 12.0 / 40.7 * 1000.0, 1e-12);
    close(means.idarubicinol_plasma / means.idarubicin_plasma, 4.5, 1e-12);
    close(means.idarubicin_cell / means.idarubicin_plasma, 400.0, 1e-12);
    close(means.idarubicinol_cell / means.idarubicinol_plasma, 200.0, 1e-12);
}

#[test]
fn the_peak_of_idarubicin_in_plasma_is_near_that_of_speth() {
    // About 50 ng/mL after a bolus, in seven adults; the recommended volumes give 74 when the infusion ends.
    close(at(&idarubicin(), 24.25).idarubicin_plasma, 74.0, 0.05);
}

#[test]
fn idarubicin_in_cells_is_highest_when_the_infusion_ends_and_idarubicinol_days_later() {
    let mut kinetics = given(&[per_m2(Drug::Idarubicin, 0.0, 1.0, 12.0)]);
    let levels: Vec<Exposure> = (0..200)
        .map(|_| {
            hourly(&mut kinetics, 1);
            kinetics.levels()
        })
        .collect();
    let highest = |level: fn(&Exposure) -> f64| {
        (0..levels.len()).max_by(|a, b| level(&levels[*a]).total_cmp(&level(&levels[*b]))).expect("not empty") + 1
    };
    assert!(highest(|e| e.idarubicin_cell) <= 2);
    assert!((48..=120).contains(&highest(|e| e.idarubicinol_cell)));
}

#[test]
fn three_doses_leave_the_levels_in_cells_that_were_computed_with_the_evidence() {
    // Pharmacology, section 2.1: slow pool about 1400, 550 and 115 ng/mL on days 4, 7 and 11, idarubicinol about 2960 and
    // 1300 on days 7 and 14. By then the fast pool follows plasma: 200 times its level, and a little more because both fall.
    let (fast, plasma) = (LN_2 / 0.7, LN_2 / 16.5);
    let slow = |day: f64| {
        let levels = at(&idarubicin(), day * 24.0);
        levels.idarubicin_cell - 200.0 * levels.idarubicin_plasma * fast / (fast - plasma)
    };
    println!("slow pool on days 4, 7, 11: {:.0} {:.0} {:.0}", slow(4.0), slow(7.0), slow(11.0));
    let idarubicinol = [7.0, 14.0].map(|day| at(&idarubicin(), day * 24.0).idarubicinol_cell);
    println!("idarubicinol on days 7, 14: {idarubicinol:.0?}");
    close(slow(4.0), 1400.0, 0.05);
    close(slow(7.0), 550.0, 0.05);
    close(slow(11.0), 115.0, 0.05);
    close(idarubicinol[0], 2960.0, 0.05);
    close(idarubicinol[1], 1300.0, 0.05);
}

// ------------------------------------------------------------------------------------------------ cytarabine

fn steady_state(mg_per_m2_per_hour: f64) -> f64 {
    at(&[per_m2(Drug::Cytarabine, 0.0, 400.0, 400.0 * mg_per_m2_per_hour)], 390.0).cytarabine_plasma
}

#[test]
fn cytarabine_reaches_the_published_steady_states_at_low_and_high_dose() {
    // A01, A02: the two levels to which clearance was fitted.
    close(steady_state(200.0 / 24.0), 0.30, 0.15);
    close(steady_state(1000.0), 115.0, 0.01);
    // A06, A07 and the table in section 2.2 of the pharmacology, to the digits printed there.
    let table = [(100.0 / 24.0, 0.13), (500.0, 28.0), (1000.0 / 3.0, 14.7), (250.0, 10.0), (750.0, 61.0)];
    for (rate, expected) in table {
        close(steady_state(rate), expected, 0.03);
    }
    close(steady_state(500.0 / 24.0), 0.65, 0.01);
    close(steady_state(1500.0 / 24.0), 2.0, 0.015);
}

#[test]
fn cytarabine_at_the_end_of_short_infusions_is_within_the_published_ranges() {
    // A02: 83 to 147 uM after 3 g/m2 in 3 h. A03: 10.5 to 22 uM after 1 g/m2 in 3 h.
    let end = |grams: f64| at(&[per_m2(Drug::Cytarabine, 0.0, 3.0, 1000.0 * grams)], 3.0).cytarabine_plasma;
    println!("end of 3 h: 3 g/m2 {:.1} uM, 1 g/m2 {:.1} uM", end(3.0), end(1.0));
    assert!((83.0..147.0).contains(&end(3.0)));
    assert!((10.5..22.0).contains(&end(1.0)));
}

#[test]
fn at_low_dose_cytarabine_falls_with_half_lives_of_12_and_111_minutes() {
    let dose = [per_m2(Drug::Cytarabine, 0.0, 1.0 / 60.0, 0.001)];
    let level = |hours: f64| at(&dose, hours).cytarabine_plasma;
    let slow = LN_2 / (level(6.0) / level(7.0)).ln();
    close(slow, 111.0 / 60.0, 0.005);
    // What is left after taking off the slow phase falls with the fast half-life.
    let fast_part = |hours: f64| level(hours) - level(6.0) * ((6.0 - hours) * LN_2 / slow).exp();
    close(0.5 * LN_2 / (fast_part(0.25) / fast_part(0.75)).ln(), 12.0 / 60.0, 0.005);
}

/// Area under ara-CTP of one infusion, with its half-life in vitro, to which the table belongs [pmol h per 10^6 cells].
fn ara_ctp_area(hours: f64, mg_per_m2: f64) -> f64 {
    let mut ledger = Ledger::defaults();
    let in_vitro = ledger.get("ara_ctp.half_life_in_vitro").unwrap().value.clone();
    ledger.set("ara_ctp.half_life", in_vitro).unwrap();
    let mut kinetics = Kinetics::new(&ledger, &ledger, BODY);
    kinetics.give(per_m2(Drug::Cytarabine, 0.0, hours, mg_per_m2));
    kinetics.advance(Time::hours(400.0)).ara_ctp * 400.0
}

#[test]
fn the_area_of_ara_ctp_over_a_day_agrees_with_the_table_where_infusions_are_long() {
    // Section 2.2: infusions of 24 h agree. For infusions of 2 and 3 h the table multiplies the steady state by the length
    // and leaves out the hour or two after the infusion in which plasma still saturates formation; the model has them.
    let table = [(24.0, 100.0, 138.0), (24.0, 500.0, 627.0), (24.0, 1500.0, 1530.0)];
    for (hours, dose, expected) in table {
        close(ara_ctp_area(hours, dose), expected, 0.01);
    }
    let short = [(2.0, 500.0, 276.0), (2.0, 1000.0, 342.0), (2.0, 1500.0, 368.0), (3.0, 1000.0, 459.0)];
    for (hours, dose, steady) in short {
        let found = ara_ctp_area(hours, dose);
        println!("{dose} mg/m2 in {hours} h: ara-CTP area {found:.0}, table {steady}");
        assert!((1.1..1.6).contains(&(found / steady)), "{found} against {steady}");
    }
}

#[test]
fn the_arms_of_the_trial_differ_less_in_ara_ctp_than_in_dose() {
    // As presented: 1 g/m2 in 2 h on 4 days over 100 mg/m2 a day for 7 days, 5.7 times the dose. The table says 1.4 times
    // the ara-CTP (1.06 with 3 days), this model more, for the reason above.
    let continuous = ara_ctp_area(168.0, 700.0);
    close(4.0 * ara_ctp_area(2.0, 1000.0) / continuous, 1.95, 0.02);
    // As in the source document: three times the dose, in 2 h or in 24 h. The table says 1.3 and 2.4 times.
    close(ara_ctp_area(2.0, 1500.0) / ara_ctp_area(2.0, 500.0), 1.75, 0.02);
    close(ara_ctp_area(24.0, 1500.0) / ara_ctp_area(24.0, 500.0), 2.44, 0.02);
}

#[test]
fn cytarabine_that_has_decayed_is_exactly_zero() {
    let mut kinetics = given(&[per_m2(Drug::Cytarabine, 0.0, 2.0, 3000.0)]);
    hourly(&mut kinetics, 48);
    assert!(kinetics.levels().ara_ctp > 0.0);
    hourly(&mut kinetics, 150);
    assert_eq!((kinetics.levels().cytarabine_plasma, kinetics.levels().ara_ctp), (0.0, 0.0));
}

// ------------------------------------------------------------------------------------------------ stepping

#[test]
fn a_span_in_one_piece_is_the_span_in_seven_uneven_pieces() {
    let shares = [0.31, 0.02, 0.17, 0.2, 0.05, 0.11, 0.14];
    let (mut whole, mut cut) = (whole_course(), whole_course());
    for _ in 0..200 {
        let expected = values(&whole.advance(Time::hours(1.0)));
        let mut mean = [0.0; 9];
        for share in shares {
            let part = values(&cut.advance(Time::hours(share)));
            (0..9).for_each(|i| mean[i] += share * part[i]);
        }
        for i in 0..9 {
            // Cytarabine agrees to a few times the tolerance per step of its integrator (1e-9), down to the billionth of
            // what matters at which it is called gone; the others agree to rounding.
            let (relative, absolute) = if i < 7 { (1e-11, 0.0) } else { (1e-8, 4e-7) };
            let allowed = relative * expected[i] + absolute;
            assert!((mean[i] - expected[i]).abs() <= allowed, "{i}: {mean:?} {expected:?}");
        }
    }
}

#[test]
fn the_mean_over_a_span_is_the_quadrature_of_the_levels() {
    // Simpson's rule with 200 intervals per hour, in an hour in which nothing starts or ends.
    for start in [23.0, 26.0, 31.0, 100.0, 169.0] {
        let mut coarse = whole_course();
        coarse.advance(Time::hours(start));
        let mut fine = coarse.clone();
        let mean = values(&coarse.advance(Time::hours(0.5)));
        let mut sum = [0.0; 9];
        for node in 0..=200 {
            let weight = if node == 0 || node == 200 { 1.0 } else { 2.0 + 2.0 * f64::from(node % 2) };
            values(&fine.levels()).iter().zip(&mut sum).for_each(|(level, sum)| *sum += weight * level / 600.0);
            fine.advance(Time::hours(0.0025));
        }
        for i in 0..9 {
            assert!((mean[i] - sum[i]).abs() <= 1e-8 * (mean[i] + 1e-3), "from {start} h, {i}: {mean:?} {sum:?}");
        }
    }
}

#[test]
fn an_infusion_ordered_during_the_course_is_the_same_infusion() {
    let [early, late] = [0.0, 50.0].map(|ordered| {
        let mut kinetics = given(&[cenersen(168.0)]);
        let again = per_m2(Drug::Idarubicin, 50.0, 0.5, 12.0);
        if ordered == 0.0 {
            kinetics.give(again);
        }
        hourly(&mut kinetics, 50);
        if ordered > 0.0 {
            kinetics.give(again);
        }
        values(&kinetics.advance(Time::hours(1.0)))
    });
    assert_eq!(early, late);
}

#[test]
fn an_infusion_that_starts_a_rounding_error_ago_is_given_whole() {
    let mut kinetics = patient();
    let third = Time::hours(1.0 / 3.0);
    (0..30).for_each(|_| {
        kinetics.advance(third);
    });
    kinetics.give(per_m2(Drug::Idarubicin, 10.0 - 1e-9, 0.25, 12.0));
    let area = kinetics.advance(Time::hours(5000.0)).idarubicin_plasma * 5000.0;
    close(area, 12.0 / 40.7 * 1000.0, 1e-12);
}

#[test]
fn an_edge_a_rounding_error_after_the_hour_changes_nothing_that_matters() {
    for late in [4e-15, 1e-13, 1e-11, 1e-9] {
        let [exact, near] = [0.0, late].map(|late| {
            let mut kinetics = given(&[per_m2(Drug::Cytarabine, 1.0 + late, 2.0, 1000.0)]);
            hourly(&mut kinetics, 4);
            kinetics.levels().cytarabine_plasma
        });
        close(near, exact, 1e-8);
    }
}

#[test]
fn no_drug_changes_the_level_of_another_by_a_single_bit() {
    let (mut alone, mut together) = (given(&[cenersen(168.0)]), whole_course());
    for _ in 0..300 {
        let (a, b) = (alone.advance(Time::hours(1.0)), together.advance(Time::hours(1.0)));
        assert_eq!((a.cenersen_plasma, a.cenersen_cell), (b.cenersen_plasma, b.cenersen_cell));
    }
}

#[test]
fn levels_of_every_patient_are_finite_and_never_negative() {
    let ledger = Ledger::defaults();
    let infusions = [24.0, 48.0, 72.0].map(|start| per_m2(Drug::Cytarabine, start, 2.0, 1500.0));
    for patient in 1..=300 {
        let mut kinetics = Kinetics::new(&ledger, &individual(&ledger, Seed::new(5), patient), BODY);
        infusions.iter().chain(&idarubicin()).chain(&[cenersen(168.0)]).for_each(|infusion| kinetics.give(*infusion));
        for hour in 0..500 {
            let means = values(&kinetics.advance(Time::hours(1.0)));
            let fine = means.iter().all(|level| level.is_finite() && *level >= 0.0);
            assert!(fine, "patient {patient}, hour {hour}: {means:?}");
        }
    }
}

#[test]
fn nothing_given_is_nothing_there() {
    let mut kinetics = given(&[per_m2(Drug::Cytarabine, 3.0, 2.0, 0.0)]);
    assert_eq!(kinetics.next_edge(), None);
    assert_eq!(kinetics.advance(Time::days(30.0)), Exposure::default());
}

#[test]
fn edges_come_in_order_over_all_drugs() {
    let mut kinetics = whole_course();
    let mut edges = Vec::new();
    while let Some(edge) = kinetics.next_edge() {
        edges.push(edge.in_hours());
        kinetics.advance(edge - kinetics.now());
    }
    assert_eq!(edges, [24.0, 24.25, 24.3, 26.8, 48.0, 48.25, 50.5, 72.0, 72.25, 74.5, 168.0]);
}

// ------------------------------------------------------------------------------------------------ independent solution

/// The longest step [h]: the fastest rate is about 4 per hour, so that a step is wrong by less than one part in 10^10.
const STEP: f64 = 0.005;

/// What a dose leaves in plasma and cells by way of a depot, in equations written a second time.
#[test]
fn what_is_absorbed_agrees_with_an_independent_integrator() {
    // 20 mg under the skin twice a day while an infusion runs: clearance saturates, so that routes share it.
    let injections = [0.0, 12.0, 24.0].map(|start| by(Route::Subcutaneous, Drug::Cytarabine, start, 0.1, 20.0));
    let infused = infusion(Drug::Cytarabine, 6.0, 20.0, 4000.0);
    let surface = BODY.surface_m2();
    let (rate, fraction) = (LN_2 / (9.0 / 60.0), 0.887);
    for hours in [0.05, 0.25, 1.0, 6.5, 12.02, 12.5, 25.0, 26.5] {
        let y = absorbed(&injections, &[infused], hours, |depot, given, y: &[f64; 4], dy| {
            let (plasma, periphery) = (y[1], y[2]);
            dy[0] = fraction * depot - rate * y[0];
            let arriving = (given + rate * y[0]) / CYTARABINE / surface;
            let leaving = (11.0 + 3554.0 / (28.6 + plasma)) * plasma;
            dy[1] = (arriving - leaving - 2.99 * (plasma - periphery)) / 40.0;
            dy[2] = 2.99 * (plasma - periphery) / 7.78;
            dy[3] = 77.0 * plasma / (4.2 + plasma) - LN_2 / 1.76 * y[3];
        });
        let levels = at(&[&injections[..], &[infused]].concat(), hours);
        close(levels.cytarabine_plasma, y[1], 1e-6);
    }
    // Idarubicin by mouth beside one into a vein: the levels of both are added.
    let swallowed = [0.0, 24.0].map(|start| by(Route::Oral, Drug::Idarubicin, start, 0.1, 50.0));
    let (rate, fraction, infused) = (LN_2 / 3.0, 0.29, infusion(Drug::Idarubicin, 5.0, 0.25, 20.0));
    for hours in [1.0, 3.0, 6.0, 25.0, 60.0] {
        let y = absorbed(&swallowed, &[infused], hours, |depot, given, y: &[f64; 3], dy| {
            let (plasma, periphery) = (y[1] / 150.0 / surface, y[2] / 412.0 / surface);
            dy[0] = fraction * depot - rate * y[0];
            dy[1] = given + rate * y[0] - 40.7 * surface * plasma - 35.0 * surface * (plasma - periphery);
            dy[2] = 35.0 * surface * (plasma - periphery);
        });
        close(
            at(&[&swallowed[..], &[infused]].concat(), hours).idarubicin_plasma,
            1000.0 * y[1] / 150.0 / surface,
            1e-6,
        );
    }
}

/// Low doses under the skin: the highest level is there a quarter of an hour after an injection, is 10 to 30 times that of a
/// continuous infusion of the same dose of a day, and none is found after 6 h (Spriggs et al. 1985, A18).
#[test]
fn a_low_dose_under_the_skin_rises_and_falls_as_published() {
    let mut kinetics = given(&[by(Route::Subcutaneous, Drug::Cytarabine, 0.0, 0.01, 10.0 * BODY.surface_m2())]);
    let levels: Vec<f64> = (0..360)
        .map(|_| {
            kinetics.advance(Time::hours(1.0 / 60.0));
            kinetics.levels().cytarabine_plasma
        })
        .collect();
    let (minute, highest) = levels.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).expect("levels");
    assert!((13..=17).contains(&(minute + 1)), "highest after {} min", minute + 1);
    let continuous = at(&[per_m2(Drug::Cytarabine, 0.0, 48.0, 40.0)], 47.0).cytarabine_plasma;
    let times = highest / continuous;
    assert!((10.0..30.0).contains(&times), "{times} times the level of an infusion");
    // The assay found no less than about 10 nmol/L.
    assert!(levels[359] < 0.01, "{} umol/L after 6 h", levels[359]);
}

#[test]
fn routes_that_a_drug_does_not_have_are_not_known() {
    let ledger = Ledger::defaults();
    let known = |drug| Route::ALL.map(|route: Route| route.is_known(drug, &ledger));
    assert_eq!(known(Drug::Cenersen), [true, false, false]);
    assert_eq!(known(Drug::Idarubicin), [true, false, true]);
    assert_eq!(known(Drug::Cytarabine), [true, true, false]);
}

/// As `independent`, with what fills a depot apart from what is infused into a vein.
fn absorbed<const N: usize>(
    depot: &[Administration],
    vein: &[Administration],
    hours: f64,
    equations: impl Fn(f64, f64, &[f64; N], &mut [f64; N]),
) -> [f64; N] {
    let running = |given: &[Administration], time: f64| {
        let running = given.iter().filter(|i| i.start.in_hours() < time && time < i.end().in_hours());
        running.map(|i| i.amount_mg / i.duration.in_hours()).sum::<f64>()
    };
    let mut edges: Vec<f64> = depot.iter().chain(vein).flat_map(|i| [i.start, i.end()]).map(Time::in_hours).collect();
    edges.extend([0.0, hours]);
    edges.retain(|edge| *edge <= hours);
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let mut y = [0.0; N];
    for edge in edges.windows(2) {
        let middle = 0.5 * (edge[0] + edge[1]);
        let steps = ((edge[1] - edge[0]) / STEP).ceil();
        let (into_depot, into_vein) = (running(depot, middle), running(vein, middle));
        for _ in 0..steps as u32 {
            let slopes = |y: &[f64; N], dy: &mut [f64; N]| equations(into_depot, into_vein, y, dy);
            y = runge_kutta(&y, (edge[1] - edge[0]) / steps, slopes);
        }
    }
    y
}

/// Integrates `equations(rate, y, dy)` from edge to edge up to `hours`; the rate of infusion is in mg/h.
fn independent<const N: usize>(
    infusions: &[Administration],
    hours: f64,
    equations: impl Fn(f64, &[f64; N], &mut [f64; N]),
) -> [f64; N] {
    absorbed(&[], infusions, hours, |_, rate, y, dy| equations(rate, y, dy))
}

/// One step of the classical method of fourth order.
fn runge_kutta<const N: usize>(y: &[f64; N], step: f64, equations: impl Fn(&[f64; N], &mut [f64; N])) -> [f64; N] {
    let (mut end, mut slope) = (*y, [0.0; N]);
    for (ahead, weight) in [(0.0, 1.0), (0.5, 2.0), (0.5, 2.0), (1.0, 1.0)] {
        let mut at = *y;
        (0..N).for_each(|i| at[i] += ahead * step * slope[i]);
        equations(&at, &mut slope);
        (0..N).for_each(|i| end[i] += weight * step / 6.0 * slope[i]);
    }
    end
}

const MOMENTS: [f64; 9] = [0.5, 24.1, 25.0, 26.0, 49.0, 73.5, 96.0, 168.0, 190.0];

#[test]
fn cenersen_agrees_with_an_independent_integrator() {
    let (volume, out, leave) = (0.0875 * 70.0 * 2.0 / LN_2, LN_2 / 2.0, LN_2 / 24.0);
    let take_up = 3.0 * leave / (0.1 / 0.0875);
    for hours in MOMENTS {
        let y = independent(&[cenersen(168.0)], hours, |rate, y: &[f64; 2], dy| {
            dy[0] = rate - out * y[0];
            dy[1] = take_up * y[0] / volume - leave * y[1];
        });
        let levels = at(&[cenersen(168.0)], hours);
        close(levels.cenersen_plasma, y[0] / volume, 1e-9);
        close(levels.cenersen_cell, y[1], 1e-9);
    }
}

#[test]
fn idarubicin_agrees_with_an_independent_integrator() {
    let surface = BODY.surface_m2();
    let (central, peripheral) = (150.0 * surface, 412.0 * surface);
    let (clearance, exchange) = (40.7 * surface, 35.0 * surface);
    let clearance_of_metabolite = clearance / 4.5;
    let volume_of_metabolite = clearance_of_metabolite * 57.0 / LN_2;
    for hours in MOMENTS.into_iter().filter(|hours| *hours > 24.0) {
        let y = independent(&idarubicin(), hours, |rate, y: &[f64; 6], dy| {
            let (plasma, periphery, metabolite) = (y[0] / central, y[1] / peripheral, y[2] / volume_of_metabolite);
            dy[0] = rate - clearance * plasma - exchange * (plasma - periphery);
            dy[1] = exchange * (plasma - periphery);
            dy[2] = clearance * plasma - clearance_of_metabolite * metabolite;
            dy[3] = LN_2 / 0.7 * (200.0 * plasma - y[3]);
            dy[4] = LN_2 / 42.0 * (200.0 * plasma - y[4]);
            dy[5] = LN_2 / 72.0 * (200.0 * metabolite - y[5]);
        });
        let levels = at(&idarubicin(), hours);
        close(levels.idarubicin_plasma, 1000.0 * y[0] / central, 1e-9);
        close(levels.idarubicinol_plasma, 1000.0 * y[2] / volume_of_metabolite, 1e-9);
        close(levels.idarubicin_cell, 1000.0 * (y[3] + y[4]), 1e-9);
        close(levels.idarubicinol_cell, 1000.0 * y[5], 1e-9);
    }
}

#[test]
fn cytarabine_agrees_with_an_independent_integrator_when_it_is_stepped_hour_by_hour() {
    let infusions = [24.3, 48.0, 72.0].map(|start| per_m2(Drug::Cytarabine, start, 2.5, 1500.0));
    let surface = BODY.surface_m2();
    for hours in [25.0, 26.0, 27.0, 30.0, 40.0, 48.5, 73.0, 74.0, 80.0, 90.0] {
        let y = independent(&infusions, hours, |rate, y: &[f64; 4], dy| {
            let (plasma, periphery) = (y[0] / (40.0 * surface), y[1] / (7.78 * surface));
            let exchange = 2.99 * surface * (plasma - periphery);
            let cleared = (11.0 * plasma + 3554.0 * plasma / (28.6 + plasma)) * surface;
            dy[0] = rate / CYTARABINE - cleared - exchange;
            dy[1] = exchange;
            dy[2] = 77.0 * plasma / (4.2 + plasma) - LN_2 / 2.5 * y[2];
            dy[3] = y[2];
        });
        let mut kinetics = given(&infusions);
        let mut area = 0.0;
        while kinetics.now() < Time::hours(hours) {
            let span = Time::hours((hours - kinetics.now().in_hours()).min(1.0));
            area += kinetics.advance(span).ara_ctp * span.in_hours();
        }
        close(kinetics.levels().cytarabine_plasma, y[0] / (40.0 * surface), 1e-6);
        close(kinetics.levels().ara_ctp, y[2], 1e-6);
        close(area, y[3], 1e-6);
    }
}
