//! The saturable drug against its formulas, and what its checks refuse.

use super::*;
use crate::quantity::Time;
use crate::treatment::{Administration, Drug, Route};

const BODY: Body = Body { weight_kg: 70.0, height_cm: 175.0 };
const MG_PER_UMOL: f64 = 0.243_217;

fn one_infusion(amount_mg: f64) -> (SaturableDrug, Infusions) {
    let ledger = Ledger::defaults();
    let description = ledger.drug(Drug::Cytarabine).expect("a drug");
    let cytarabine = SaturableDrug::new(description, &ledger, &ledger, BODY);
    let (start, duration, mut infusions) = (Time::ZERO, Time::hours(2.0), Infusions::default());
    infusions.add(Administration {
        drug: Drug::Cytarabine,
        start,
        duration,
        amount_mg,
        route: Route::Intravenous,
        course: 1,
    });
    (cytarabine, infusions)
}

fn plain(drug: &SaturableDrug) -> Plain {
    match drug.state.followed {
        Followed::Plain(state) => state,
        Followed::WithPools(_) => panic!("cytarabine has no pools"),
    }
}

#[test]
fn what_is_given_is_in_the_body_or_eliminated() {
    // Elimination by Simpson's rule on levels 0.01 h apart, which is good to 1e-8 here.
    let ((mut cytarabine, infusions), mut means, mut eliminated) = (one_infusion(1000.0), Exposure::default(), 0.0);
    let flows = cytarabine.flows;
    for step in 0..2000 {
        let weight = if step == 0 { 1.0 } else { 2.0 + 2.0 * f64::from(step % 2) };
        let plasma = plain(&cytarabine)[0];
        eliminated += weight * (flows.renal + flows.vmax / (flows.km + plasma)) * plasma * 0.01 / 3.0;
        cytarabine.advance(&infusions, f64::from(step) * 0.01, f64::from(step + 1) * 0.01, &mut means);
    }
    let [plasma, periphery, ..] = plain(&cytarabine);
    let held = flows.central * plasma + flows.peripheral * periphery;
    let given = 1000.0 / MG_PER_UMOL / BODY.surface_m2();
    assert!(((held + eliminated) / given - 1.0).abs() < 1e-6, "{held} + {eliminated} of {given}");
}

#[test]
fn the_step_of_the_integrator_loses_only_digits_that_do_not_matter() {
    for step in [1.0, 0.1, 3.7e-5] {
        assert!(portable(step) <= step && portable(step) > step * (1.0 - 2e-6));
    }
    assert_eq!(portable(0.25), 0.25);
}

#[test]
fn drug_that_has_decayed_costs_nothing_and_is_less_than_a_billionth_of_what_matters() {
    let (mut cytarabine, infusions) = one_infusion(5000.0);
    let mut means = Exposure::default();
    let mut last = [0.0; 7];
    for hour in 0..150 {
        if plain(&cytarabine)[2] > 0.0 {
            last = plain(&cytarabine);
        }
        cytarabine.advance(&infusions, f64::from(hour), f64::from(hour + 1), &mut means);
    }
    assert_eq!(plain(&cytarabine), [0.0; 7]);
    assert!(last[0] <= GONE * 4.2 && last[2] <= GONE * 278.0, "{last:?}");
}
