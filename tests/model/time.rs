//! Time is counted: whatever the step, the records, the long step, the ends of infusions and the horizon are, every step
//! has a length, every record is where it belongs, and the last step ends at the horizon.

use crate::patients::scenario;
use cenersim::{
    curves::Course,
    quantity::Time,
    scenario::Scenario,
    simulation::{Case, simulate},
};
use proptest::prelude::*;

/// Two agents for each class: time is looked at here, not cells. So few leukemic cells that even two agents do not make more of
/// them than a body holds, which would end the course.
fn read(changes: &[String]) -> Scenario {
    let common = [
        "simulation.agents_per_class=2",
        "simulation.replicates=1",
        "simulation.examinations=[]",
        "patient.burden=1e9 cells",
    ];
    let changes: Vec<&str> = common.into_iter().chain(changes.iter().map(String::as_str)).collect();
    scenario("arm_b.toml", &changes)
}

fn course(scenario: &Scenario) -> Course {
    let case = Case {
        ledger: &scenario.ledger,
        correlations: &scenario.correlations,
        patient: &scenario.patient,
        regimen: &scenario.arms[0],
        settings: &scenario.settings,
        snapshots: &[],
    };
    simulate(&case, 0, &|_| {})
}

/// Each multiple of the interval of records is recorded by the first step that ends there or later, and so is the end.
fn assert_counted(scenario: &Scenario) {
    let course = course(scenario);
    let settings = &scenario.settings;
    let seconds: Vec<i64> = course.curves.days.iter().map(|day| Time::days(*day).in_seconds()).collect();
    assert!(seconds.windows(2).all(|pair| pair[0] < pair[1]), "records out of order: {seconds:?}");
    let (every, horizon) = (settings.record_every.in_seconds(), settings.horizon.in_seconds());
    let longest = scenario.ledger.time("simulation.quiet_step").in_seconds().max(settings.step.in_seconds());
    for due in (0..=horizon / every).map(|number| number * every) {
        let next = seconds.iter().find(|second| **second >= due);
        let late = next.map(|second| second - due);
        assert!(late.is_some_and(|late| late < longest), "{due} s is recorded {late:?} s late");
    }
    assert_eq!(Time::days(course.outcome.survival.observed_to_day).in_seconds(), horizon);
    let quiet = scenario.ledger.time("simulation.quiet_step").in_seconds();
    let shortest = settings.step.in_seconds().min(quiet).min(every);
    assert!(course.steps as i64 <= horizon / shortest + seconds.len() as i64 + 100, "{} steps", course.steps);
}

#[test]
fn no_step_and_no_interval_of_records_leaves_a_rounding_error_for_a_step() {
    for step in ["30 s", "1 min", "5 min", "7 min", "0.1 h", "20 min", "0.3 h", "0.7 h", "1 h"] {
        for times in [1, 2, 3, 7] {
            let seconds = times * Time::try_from(&step.parse().expect("a time")).expect("a time").in_seconds();
            let changes = [
                format!("simulation.step={step}"),
                format!("simulation.record_every={seconds} s"),
                "simulation.horizon=76 h".into(),
            ];
            assert_counted(&read(&changes));
        }
    }
}

#[test]
fn no_long_step_leaves_a_rounding_error_for_a_step() {
    for quiet in ["1.1 h", "1.3 h", "1.7 h", "2.3 h", "3.7 h", "4.9 h", "5.3 h", "7.7 h", "9.1 h", "10.7 h", "11.9 h"] {
        let changes = [
            format!("parameters.simulation.quiet_step={quiet}"),
            "simulation.record_every=24 h".into(),
            "simulation.horizon=40 d".into(),
        ];
        assert_counted(&read(&changes));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn time_is_counted_whatever_the_settings_are(
        step in 40_i64..7200,
        times in 1_i64..30,
        quiet in 1.0..12.0_f64,
        start in 0.0..30.0_f64,
        infusion in 0.001..40.0_f64,
        steps in 10_i64..1500,
        rest in 0_i64..40,
    ) {
        let horizon = (steps * step + rest).max(40 * 3600);
        let changes = [
            format!("simulation.step={step} s"),
            format!("simulation.record_every={} s", step * times),
            format!("simulation.horizon={horizon} s"),
            format!("parameters.simulation.quiet_step={quiet} h"),
            "arm.cytarabine=[]".into(),
            "arm.idarubicin=[]".into(),
            format!("arm.cenersen.start={start} h"),
            format!("arm.cenersen.duration={infusion} h"),
        ];
        assert_counted(&read(&changes));
    }
}
