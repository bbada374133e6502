//! What a next trial must find: in outcomes whose truth is known, in a small simulation without an effect, and in what
//! does not fit.

use super::{STARTER, Scenario, ScenarioError};
use crate::{
    comparison::Arm,
    design::{Answer, NextTrial, Parts, Protocol, SURVIVAL, Source, Stages},
};
use cenersim_model::engine::Seed;
use cenersim_statistics::normal_cumulative;

/// A scenario with this table.
fn scenario(design: &str) -> Result<Scenario, ScenarioError> {
    let small = [("horizon = \"90 d\"", "horizon = \"42 d\""), ("agents_per_class = 512", "agents_per_class = 8")];
    let text = small.iter().fold(STARTER.to_owned(), |text, (from, to)| text.replace(from, to));
    Scenario::parse("starter", &format!("{text}\n[design]\nendpoint = \"cr\"\ndraws = 40\n{design}\n"))
}

fn trial(design: &str) -> NextTrial {
    of(&scenario(design).unwrap_or_else(|error| panic!("{error}")))
}

fn of(scenario: &Scenario) -> NextTrial {
    let protocol = scenario.next_trial.clone().expect("a design");
    let arms: Vec<Arm> = scenario.compared_arms().collect();
    NextTrial::new(&scenario.title, protocol, &arms, &scenario.settings).unwrap_or_else(|error| panic!("{error}"))
}

const SOURCE: Source = Source { posterior: None, parameters: Vec::new(), values: Vec::new() };

/// Responses of patients whose rates in control and treatment are these in a draw.
fn rows(trial: &NextTrial, rates: impl Fn(u64) -> [f64; 2]) -> Vec<Vec<f64>> {
    let row = |draw: u64| {
        let stream = Seed::new(9).number(draw);
        let course = |i: u64| {
            let responds = stream.number(i).uniform() < rates(draw)[(i % 2) as usize];
            [0.0, if responds { 1.0 } else { 0.0 }]
        };
        (0..trial.width() as u64 / 2).flat_map(course).collect()
    };
    (0..u64::from(trial.protocol.draws)).map(row).collect()
}

const CONTROLLED: &str =
    "control_rate = 0.2\ntreatment_rate = 0.4\npatients_per_draw = 400\nreplicates = 1\ntrials = 1000";

// The same effect in every draw: what is averaged is the power at that effect, and half of it needs four times as many.
#[test]
fn if_every_draw_has_the_hoped_for_effect_the_assurance_is_the_power() {
    let trial = trial(CONTROLLED);
    let result = trial.result(&rows(&trial, |_| [0.2, 0.4]), &SOURCE).unwrap();
    let [right, half, nothing] = result.plan.success;
    assert!((right.value - result.plan.power).abs() < 4.0 * right.error + 0.01, "{right:?} {}", result.plan.power);
    assert!((result.plan.power - 0.8).abs() < 0.01 && half.value < 0.4, "{half:?}");
    // Two-sided: half of alpha is in favor of the treatment.
    assert!((nothing.value - 0.025).abs() < 1e-5 && nothing.error < 1e-9, "{nothing:?}");
    // Fleiss, Levin and Paik 2003: 81.2 patients of each arm tell 0.2 from 0.4.
    assert!(result.plan.for_power.is_some_and(|patients| (162..=164).contains(&patients)), "{:?}", result.plan);
    let patients = |answer: &Answer| answer.patients.map(f64::from).unwrap_or(f64::INFINITY);
    let ratio = patients(&result.answers[1]) / patients(&result.answers[0]);
    assert!((3.2..4.8).contains(&ratio), "{ratio}");
    assert_eq!(result.answers[2].patients, None);
    let simulated = result.simulated.expect("trials");
    assert!(simulated.interval.contains(0.05) && simulated.in_favor_interval.contains(0.025), "{simulated:?}");
}

// A normal prior of the effect has an assurance in closed form (O'Hagan, Stevens and Campbell 2005); few patients of each
// draw make noise of twice its variance.
#[test]
fn the_number_of_virtual_patients_does_not_move_the_assurance() {
    let of = |patients: u32| {
        let trial = trial(&format!(
            "control_rate = 0.3\ntreatment_rate = 0.5\npatients = 200\nreplicates = 1\npatients_per_draw = {patients}"
        ));
        let trial = NextTrial { protocol: Protocol { draws: 300, ..trial.protocol.clone() }, ..trial };
        let effect = |draw: u64| 0.1 + 0.1 * cenersim_statistics::normal_deviate((draw as f64 + 0.5) / 300.0);
        trial.result(&rows(&trial, |draw| [0.3, 0.3 + effect(draw)]), &SOURCE).unwrap()
    };
    let (few, many) = (of(15), of(150));
    let (few, many) = ((few.plan.success[0], few.known), (many.plan.success[0], many.known));
    let error = (few.0.error.powi(2) + many.0.error.powi(2)).sqrt();
    assert!((few.0.value - many.0.value).abs() < 3.0 * error + 0.02, "{few:?} {many:?}");
    // Standard error of the difference of 100 patients each, at rates of 0.3 and 0.4.
    let (spread, standard) = (0.1, (0.3_f64 * 0.7 / 100.0 + 0.4 * 0.6 / 100.0).sqrt());
    let expected = normal_cumulative((0.1 - 1.96 * standard) / libm::hypot(spread, standard));
    assert!((many.0.value - expected).abs() < 0.03, "{many:?} {expected}");
    assert!(few.1.noise > 1.4 * few.1.between.value && (few.1.between.value - spread).abs() < 0.03, "{few:?}");
}

/// The null scenario: the error of whole trials, counted one by one, is the nominal one within its Monte-Carlo interval. An exact
/// interval of 95 % misses it in at most one of twenty seeds on either count; the seed is fixed, so a failure is a change.
#[test]
fn without_an_effect_of_cenersen_the_same_patients_do_the_same_and_the_error_is_the_nominal_one() {
    let text = "control_rate = 0.2\ntreatment_rate = 0.4\npatients_per_draw = 5\nreplicates = 1\ntrials = 1000\n\
                [parameters]\ncenersen.maximal_effect = 0";
    let trial = of(&scenario(text).unwrap_or_else(|error| panic!("{error}")));
    let trial = NextTrial { protocol: Protocol { draws: 12, ..trial.protocol.clone() }, ..trial };
    let row = |draw: u64| {
        let ledger = trial.drawn(&trial.places(draw).unwrap());
        trial.outcomes_at(draw, &ledger, &|_| {}).unwrap_or_else(|failed| panic!("{failed:?}"))
    };
    let found = trial.result(&(0..12).map(row).collect::<Vec<_>>(), &SOURCE).unwrap();
    assert!(found.known.level.value > 0.02, "nobody responds: {:?}", found.known);
    assert!(found.draws.iter().all(|draw| draw.effect == 0.0 && draw.error == 0.0), "{:?}", found.draws);
    assert!((found.plan.success[0].value - 0.025).abs() < 1e-5, "{:?}", found.plan.success);
    let simulated = found.simulated.expect("trials");
    assert!(simulated.interval.contains(0.05) && simulated.in_favor_interval.contains(0.025), "{simulated:?}");
}

#[test]
fn one_arm_in_two_stages_recommends_as_often_as_the_table_says() {
    let trial = trial("kind = \"simon_optimal\"\ncontrol_rate = 0.1\ntreatment_rate = 0.3\npatients_per_draw = 400");
    let result = trial.result(&rows(&trial, |_| [0.1, 0.3]), &SOURCE).unwrap();
    // Simon 1989, table 1: 1/10 and 5/29, 15.0 patients expected.
    assert_eq!(result.plan.stages, Some(Stages { first: 10, stop: 1, all: 29, reject: 5 }));
    let [right, _, nothing] = result.plan.success;
    assert!((right.value - 0.805).abs() < 0.02 && (nothing.value - 0.047).abs() < 0.01, "{right:?} {nothing:?}");
    assert!((result.plan.expected[2].value - 15.0).abs() < 0.3 && result.simulated.is_none());
}

#[test]
fn a_group_sequential_trial_of_survival_keeps_its_error_and_ends_early_when_it_works() {
    let text = "kind = \"group_sequential\"\ncontrol_rate = 0.5\ntreatment_rate = 0.65\npatients_per_draw = 100\nreplicates = 1\ntrials = 1000";
    let found = scenario(text).map(|scenario| of(&scenario)).unwrap_or_else(|error| panic!("{error}"));
    let trial = NextTrial { protocol: Protocol { endpoint: SURVIVAL, ..found.protocol.clone() }, ..found };
    // Exponential times with a hazard ratio of log(0.65) / log(0.5), to day 42.
    let row = |draw: u64| {
        let course = |i: u64| {
            let hazard = if i.is_multiple_of(2) { 0.5_f64.ln() } else { 0.65_f64.ln() } / -42.0;
            let time = -Seed::new(3).number(draw).number(i).uniform().ln() / hazard;
            [time.min(42.0), if time < 42.0 { 1.0 } else { 0.0 }]
        };
        (0..trial.width() as u64 / 2).flat_map(course).collect()
    };
    let rows: Vec<Vec<f64>> = (0..40).map(row).collect();
    let result = trial.result(&rows, &SOURCE).unwrap();
    let expected = 0.65_f64.ln() / 0.5_f64.ln();
    let ratio = result.known.hazard_ratio.expect("a hazard ratio");
    assert!((ratio - expected).abs() < 0.06, "{ratio} {expected}");
    let [right, _, nothing] = result.plan.success;
    assert!((right.value - 0.8).abs() < 0.06 && (nothing.value - 0.025).abs() < 1e-4, "{right:?} {nothing:?}");
    let planned = f64::from(result.plan.sizes.iter().sum::<u32>());
    assert!(result.plan.expected[0].value < 0.9 * planned && result.plan.expected[2].value > 0.97 * planned);
    let simulated = result.simulated.expect("trials");
    assert!(simulated.interval.contains(0.05), "{simulated:?}");
}

#[test]
fn luck_patients_and_parameters_share_the_uncertainty() {
    let trial = trial("control_rate = 0.2\ntreatment_rate = 0.4\npatients_per_draw = 200");
    // Half of the patients always respond and the others never: luck has no part in it.
    let result = trial.result(&rows(&trial, |_| [0.2, 0.4]), &SOURCE).unwrap();
    let Parts { chance, patients, parameters } = result.split.effect.expect("a split");
    assert!((chance + patients + parameters - 1.0).abs() < 1e-12);
    assert!(chance > 0.9 && patients < 0.05 && parameters < 0.05, "{:?}", result.split);
    let varied = trial.result(&rows(&trial, |draw| [0.2, 0.2 + 0.015 * draw as f64]), &SOURCE).unwrap();
    assert!(varied.split.effect.is_some_and(|parts| parts.parameters > 0.7), "{:?}", varied.split);
    assert!(varied.split.success.is_some_and(|parts| parts.parameters > 0.5), "{:?}", varied.split);
}

#[test]
fn what_does_not_fit_is_refused_at_its_place_with_a_way_out() {
    let rates = "control_rate = 0.2\ntreatment_rate = 0.4";
    for (design, expected) in [
        ("alpha = 0.6\ncontrol_rate = 0.2\ntreatment_rate = 0.4", "expected a number above 0 and below 0.5"),
        ("alpha = 0.0\ncontrol_rate = 0.2\ntreatment_rate = 0.4", "expected a number above 0 and below 0.5"),
        ("control_rate = 0.4\ntreatment_rate = 0.3", "above 0.4"),
        ("control_rate = 0.50\ntreatment_rate = 0.505", "2000 patients do not tell 0.505 from 0.5"),
        ("kind = \"simon_minimax\"\ncontrol_rate = 0.50\ntreatment_rate = 0.52", "no design of two stages"),
        ("kind = \"simon_minimax\"\nsides = 2\ncontrol_rate = 0.1\ntreatment_rate = 0.3", "expected 1"),
        (&format!("control = \"mine\"\ntreatment = \"mine\"\n{rates}"), "is the treatment: expected another arm"),
        (&format!("control = \"other\"\n{rates}"), "no arm is named `other`"),
        (&format!("patients = 3000\n{rates}"), "expected 4 to 2000"),
        (&format!("parameters = [\"cenersen.potenci\"]\n{rates}"), "unknown parameter"),
    ] {
        let name = scenario(rates).unwrap().arms[0].name.clone();
        let error = scenario(&design.replace("mine", &name)).expect_err(design).to_string();
        assert!(error.contains(expected) && error.contains("starter"), "{design}: {error}");
    }
    let text = format!("{rates}\n");
    let error = |from: &str, to: &str| {
        let changed = STARTER.replace(from, to).replace("examinations = [\"14 d\", \"28 d\", \"35 d\", \"42 d\"]", "");
        let design = text.clone();
        Scenario::parse("starter", &format!("{changed}\n[design]\nendpoint = \"cr\"\n{design}"))
            .unwrap_err()
            .to_string()
    };
    let early = error("horizon = \"90 d\"", "horizon = \"28 d\"");
    assert!(early.contains("`simulation.horizon` of 42 d or more"), "{early}");
    let other = Scenario::parse("starter", &format!("{STARTER}\n[design]\nendpoint = \"crr\"\n{text}")).unwrap_err();
    assert!(other.to_string().contains("expected one of `cr`, `remission`, `overall_survival`"), "{other}");
    let late = format!("{STARTER}\n[design]\nendpoint = \"overall_survival\"\nfollow_up = \"365 d\"\n{text}");
    let late = Scenario::parse("starter", &late).unwrap_err().to_string();
    assert!(late.contains("simulation to day 90") && late.contains("365 d or more"), "{late}");
}
