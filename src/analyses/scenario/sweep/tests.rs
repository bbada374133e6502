//! Sweeps as expressions and as tables, ranges, grids, and texts that nobody would write.

use super::{Sweep, grid, range::Range};
use crate::scenario::{STARTER, Scenario, ScenarioError};
use proptest::prelude::*;
use std::path::Path;

fn values(expression: &str) -> Vec<String> {
    Sweep::parse(expression).unwrap_or_else(|error| panic!("{error}")).values
}

/// What is said of an expression, with the column it is said of.
fn said(expression: &str) -> (String, usize) {
    let error = Sweep::parse(expression).unwrap_err();
    let (file, line, column) = error.place().expect("a place");
    assert_eq!((file, line), ("--sweep", 1));
    (error.message().to_owned(), column)
}

/// The starter, whose only arm gives all three drugs, with a table `[sweep]`.
fn swept(table: &str) -> Result<Vec<Sweep>, ScenarioError> {
    Scenario::parse("swept", &format!("{STARTER}\n[sweep]\n{table}")).map(|scenario| scenario.sweep)
}

#[test]
fn listed_values_are_kept_as_they_are_written() {
    let sweep = Sweep::parse(" arm . cenersen.duration =0 d, 2 d,7 d").unwrap();
    assert_eq!(
        sweep,
        Sweep { path: "arm.cenersen.duration".into(), values: ["0 d", "2 d", "7 d"].map(Into::into).into() }
    );
    assert_eq!(values("patient.tp53=wild_type,null"), ["wild_type", "null"]);
    assert_eq!(values("simulation.seed=7"), ["7"]);
}

#[test]
fn commas_within_brackets_and_quotes_belong_to_a_value() {
    assert_eq!(values("arm.cytarabine.days=[1, 2],[1, 2, 3]"), ["[1, 2]", "[1, 2, 3]"]);
    assert_eq!(values("title=\"a, b\",c"), ["\"a, b\"", "c"]);
    assert_eq!(values("title=\"from..to\""), ["\"from..to\""]);
}

#[test]
fn ranges_are_even_with_both_ends_and_short_numbers() {
    assert_eq!(values("x=0 d..10 d/6"), ["0 d", "2 d", "4 d", "6 d", "8 d", "10 d"]);
    assert_eq!(values("x=0 d..10 d/4"), ["0 d", "3.333 d", "6.667 d", "10 d"]);
    assert_eq!(values("x=10 d..0 d/3"), ["10 d", "5 d", "0 d"]);
    assert_eq!(values("x=0.1..0.3/3"), ["0.1", "0.2", "0.3"]);
    assert_eq!(values("x=-1..1/3"), ["-1", "0", "1"]);
    assert_eq!(values("x=0.05 mg/kg/h..0.2 mg/kg/h/4"), ["0.05 mg/kg/h", "0.1 mg/kg/h", "0.15 mg/kg/h", "0.2 mg/kg/h"]);
}

#[test]
fn log_ranges_have_equal_ratios() {
    assert_eq!(values("x=1..100/5 log"), ["1", "3.162", "10", "31.62", "100"]);
    assert_eq!(values("x=64..1024/5 log"), ["64", "128", "256", "512", "1024"]);
    assert_eq!(values("x=1e9 cells..1e12 cells/4 log"), ["1e9 cells", "1e10 cells", "1e11 cells", "1e12 cells"]);
    assert_eq!(values("x=1e-6 h..1e-4 h/3log"), ["1e-6 h", "1e-5 h", "1e-4 h"]);
}

#[test]
fn whole_numbers_stay_whole_so_that_counts_can_be_read() {
    assert_eq!(values("simulation.seed=1..10000001/3"), ["1", "5000000", "10000001"]);
    assert_eq!(values("simulation.agents_per_class=1000000..4000000/3 log")[1], "2000000");
}

#[test]
fn faulty_expressions_are_refused_with_their_place_and_a_way_out() {
    for (expression, message, column) in [
        ("arm.cenersen.duration", "`arm.cenersen.duration` has no `=`: expected a path and its values", 1),
        ("arm..duration=1 d", "`arm..duration` has an empty part: expected the path of a key", 1),
        ("=1,2", "`` has an empty part: expected the path of a key", 1),
        ("sweep=1,2", "`sweep` cannot be swept: expected a key that decides what is simulated", 1),
        ("a=", "no value is given: expected such as", 3),
        ("a=1,,2", "a value between two commas is missing: expected a value", 3),
        ("a=1,2,1", "`1` is listed twice: expected each value once", 3),
        ("a=0 d..10 d", "the range `0 d..10 d` does not say how many values: expected such as 0 d..10 d/6", 3),
        ("a=0.1 mg/h..2 mg/h", "the range `0.1 mg/h..2 mg/h` does not say how many values", 3),
        ("a=0 h..10 d/6", "`0 h` and `10 d` differ in unit: expected both ends in one unit", 3),
        ("a=0..10 d/6", "`0` and `10 d` differ in unit", 3),
        ("a=0 d..10 d/1", "a range cannot have `1` values: expected 2 to 1000000", 3),
        ("a=0 d..10 d/1000001", "a range cannot have `1000001` values", 3),
        ("a=0 d..10 d/6 log", "a log range cannot reach `0 d`: expected both ends above 0", 3),
        ("a=5..5/6", "the range begins and ends at `5`: expected two different ends", 3),
        ("a=soon..10 d/6", "an end of the range: `soon` is not a quantity", 3),
        ("a=1..1e999/6", "an end of the range: `1e999` is not finite", 3),
    ] {
        let (found, at) = said(expression);
        assert!(found.starts_with(message), "{expression}: {found}");
        assert_eq!(at, column, "{expression}");
    }
}

#[test]
fn a_table_reads_lists_numbers_and_ranges_in_the_order_of_the_file() {
    let axes = swept(
        "\"simulation.seed\" = [2, 1]\n\"arm.cytarabine.days\" = [[1, 2], [1, 2, 3]]\n\
         \"arm.cenersen.duration\" = { from = \"0 d\", to = \"10 d\", steps = 3 }\n\
         \"parameters.inhibitor.loss\" = { from = 0.25, to = 1, steps = 3, scale = \"log\" }\n\
         \"patient.tp53\" = [\"mutant\", \"wild_type\"]\n",
    );
    let lines = axes.unwrap().into_iter().map(|axis| format!("{}={}", axis.path, axis.values.join("|")));
    let expected = [
        "simulation.seed=2|1",
        "arm.cytarabine.days=[1, 2]|[1, 2, 3]",
        "arm.cenersen.duration=0 d|5 d|10 d",
        "parameters.inhibitor.loss=0.25|0.5|1",
        "patient.tp53=mutant|wild_type",
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}

#[test]
fn a_key_or_value_that_no_scenario_has_is_found_where_it_is_written() {
    let place = STARTER.lines().count() + 3;
    for (line, message, column) in [
        ("\"arm.cenersen.duraton\" = [\"1 d\"]", "unknown key `duraton`; did you mean `duration`?", 1),
        ("\"arm.B.cenersen.duration\" = [\"1 d\"]", "unknown drug or key `B`", 1),
        ("\"parameters.inhibitor.lost\" = [0.5]", "unknown parameter `inhibitor.lost`", 1),
        ("\"simulation.seed\" = [1, \"x\"]", "found `x`: expected a whole number of 0 or more", 25),
        ("\"parameters.inhibitor.loss\" = { from = 0, to = 2, steps = 3 }", "parameter `inhibitor.loss`: `2`", 31),
    ] {
        let error = swept(line).unwrap_err();
        assert!(error.message().starts_with(message), "{line}: {}", error.message());
        assert_eq!(error.place(), Some(("swept", place, column)), "{line}");
    }
}

#[test]
fn a_point_of_a_grid_that_no_scenario_has_is_refused_as_a_change_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/arm_b.toml");
    let points = grid(&[Sweep::parse("arm.cenersen.duraton=0 d,7 d").unwrap()], 2).unwrap();
    let fault = "unknown key `duraton`; did you mean `duration`?";
    let error = Scenario::read(&path, &points[0]).unwrap_err();
    assert_eq!((error.message(), error.place()), (fault, Some(("--set", 1, 1))));
    let error = Scenario::read_point(&path, &[], &points[0]).unwrap_err();
    assert_eq!((error.message(), error.place()), (fault, Some(("sweep", 1, 1))));
}

#[test]
fn one_value_swept_under_two_names_is_refused_instead_of_the_last_one_winning() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/arm_b.toml");
    let point = ["arm.cenersen.duration=0 d".to_owned(), "arm.B.cenersen.duration=7 d".to_owned()];
    let error = Scenario::read_point(&path, &[], &point).unwrap_err();
    assert!(
        error.message().starts_with("two of `arm.cenersen.duration=0 d`, `arm.B.cenersen.duration=7 d`"),
        "{error}"
    );
}

#[test]
fn every_point_of_the_shipped_grid_is_a_scenario_with_its_values() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/sweeps/cenersen_days_and_start.toml");
    let axes = Scenario::read(&path, &[]).unwrap().sweep;
    let points = grid(&axes, 1000).unwrap();
    assert_eq!(points.len(), 24);
    assert_eq!(points[0], ["arm.cenersen.duration=0 d", "arm.idarubicin.start=0 h"]);
    assert_eq!(points[1], ["arm.cenersen.duration=0 d", "arm.idarubicin.start=24 h"]);
    assert_eq!(points[23], ["arm.cenersen.duration=10 d", "arm.idarubicin.start=96 h"]);
    for point in &points {
        let scenario = Scenario::read_point(&path, &[], point).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(scenario, Scenario::read(&path, point).unwrap());
        let given = scenario.arms[0].doses.len();
        assert_eq!(given, if point[0].ends_with("=0 d") { 2 } else { 3 }, "{point:?}");
    }
}

#[test]
fn a_grid_of_no_axis_is_the_scenario_itself() {
    assert_eq!(grid(&[], 1).unwrap(), [Vec::<String>::new()]);
}

#[test]
fn a_key_swept_twice_is_refused() {
    let axis = |expression: &str| Sweep::parse(expression).unwrap();
    let error = grid(&[axis("a.b=1,2"), axis("a . b=3")], 100).unwrap_err();
    assert_eq!(error.to_string(), "`a.b` is swept twice: expected each key once, with all of its values");
}

#[test]
fn a_grid_beyond_the_limit_is_refused_with_its_size_before_it_is_made() {
    let axis = |name: &str, steps: u64| Sweep {
        path: name.into(),
        values: Range { from: "0", to: "1", steps, log: false }.values().unwrap(),
    };
    let error = grid(&[axis("a", 1000), axis("b", 1000)], 1000).unwrap_err().to_string();
    let expected = "the sweep has 1000000 points (1000 x 1000): expected at most 1000; \
                    leave out values, or raise the limit with `--max-points 1000000`";
    assert_eq!(error, expected);
    // 10^24 points would fit in no memory, so that this test ends at all shows that they are not made.
    let many = ["a", "b", "c", "d", "e", "f", "g", "h"].map(|name| axis(name, 1000));
    assert!(grid(&many, usize::MAX).unwrap_err().message().contains("1000000000000000000000000 points"));
    assert_eq!(grid(&[axis("a", 10), axis("b", 10)], 100).unwrap().len(), 100);
}

proptest! {
    #[test]
    fn no_expression_makes_the_reader_panic(text in any::<String>(), path in "[a-z.]{0,9}", values in "[-0-9.,/ dlog\\[\\]\"e]{0,16}") {
        let _ = Sweep::parse(&text).map_err(|error| error.render(false));
        let _ = Sweep::parse(&format!("{path}={values}")).map_err(|error| error.render(false));
    }

    #[test]
    fn values_of_a_range_are_apart_in_order_and_near_where_they_belong(
        from in -1e3..1e3_f64, span in 1e-3..1e6_f64, steps in 2_u64..200, log: bool
    ) {
        let from: f64 = if log { f64::abs(from) + 1e-3 } else { from };
        let to = from + span;
        let range = Range { from: &from.to_string(), to: &to.to_string(), steps, log };
        let values: Vec<f64> = range.values().unwrap().iter().map(|value| value.parse().unwrap()).collect();
        prop_assert_eq!(values.len(), steps as usize);
        prop_assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", values);
        for (step, value) in values.iter().enumerate() {
            let share = step as f64 / (steps - 1) as f64;
            let exact = if log { from * (to / from).powf(share) } else { from + span * share };
            let gap = if log { exact * ((to / from).powf(1.0 / (steps - 1) as f64) - 1.0) } else { span / (steps - 1) as f64 };
            // Rounded to a thousandth of the distance to a neighbor or better.
            prop_assert!((value - exact).abs() <= 0.6e-3 * gap + 1e-12 * exact.abs(), "{} is not {}", value, exact);
        }
    }
}
