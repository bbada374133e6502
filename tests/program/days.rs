//! Days of an arm that begins before its day 1, in everything that a user sees: the plan, tables, figures, and the days that
//! options name.

use crate::command::{VECTORS, cenersim, text};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Arm A with a course that begins on day -1, and no day 0 after it.
const EARLY: [&str; 8] = [
    "--set",
    "arm.first_day=-1",
    "--set",
    "arm.day_zero=false",
    "--set",
    "arm.cenersen=\"0.1 mg/kg/h days -1-3\"",
    "--set",
    "simulation.agents_per_class=8",
];

fn done(command: &str, output: &Path, more: &[&str]) -> PathBuf {
    let arm =
        ["scenarios/arm_a.toml", "--set", "simulation.horizon=16 d", "--set", "simulation.examinations=[\"14 d\"]"];
    let named = ["--quiet", "--name", "early", "--output"];
    let all = [&[command][..], &arm, &EARLY, more, &VECTORS, &named].concat();
    let ended = cenersim().args(all).arg(output).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    output.join("early")
}

/// Column of a table by its name.
fn column(table: &str, name: &str) -> Vec<String> {
    let place = table.lines().next().unwrap().split(',').position(|head| head == name).expect("the column");
    table.lines().skip(1).map(|line| line.split(',').nth(place).unwrap().to_owned()).collect()
}

fn days(table: &str) -> Vec<f64> {
    column(table, "day").iter().map(|day| day.parse().unwrap()).collect()
}

#[test]
fn a_run_counts_from_day_one_in_its_tables_and_figures_and_is_drawn_again_alike() {
    let output = tempfile::tempdir().unwrap();
    let folder = done("run", output.path(), &["--set", "simulation.replicates=1", "--cells-on", "3"]);
    let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let curves = days(&read("curves.csv"));
    assert_eq!((curves.first(), curves.last()), (Some(&-1.0), Some(&15.0)));
    let events = read("events.csv");
    let given: Vec<f64> = days(&events)
        .into_iter()
        .zip(column(&events, "drug"))
        .filter_map(|(day, drug)| (drug == "cenersen").then_some(day))
        .collect();
    assert_eq!(given, [-1.0, 0.0, 1.0, 2.0]);
    // The marrow of day 14 is looked at 14 d after the beginning of day 1.
    let marrows = days(&events).into_iter().zip(column(&events, "event")).filter(|(_, event)| event == "examination");
    assert_eq!(marrows.map(|(day, _)| day).collect::<Vec<_>>(), [-1.0, 14.0]);
    let figure = folder.join("figures/blood.svg");
    let drawn = fs::read_to_string(&figure).unwrap();
    assert!(drawn.contains("Days since the beginning of day 1"), "{drawn}");
    fs::remove_file(&figure).unwrap();
    let again = cenersim().arg("plot").args(VECTORS).arg(&folder).output().unwrap();
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert!(fs::read_to_string(&figure).unwrap() == drawn);
}

#[test]
fn a_branch_is_taken_on_the_day_that_the_tables_call_so() {
    let output = tempfile::tempdir().unwrap();
    let folder = done("run", output.path(), &["--set", "simulation.replicates=1"]);
    let other = tempfile::tempdir().unwrap();
    let mut command = cenersim();
    command.args(["run", "--quiet", "--at", "1d", "--set", "arm.cenersen=\"0.05 mg/kg/h days -1-3\"", "--branch"]);
    let ended =
        command.arg(&folder).args(VECTORS).args(["--name", "branch", "--output"]).arg(other.path()).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    let events = fs::read_to_string(other.path().join("branch/events.csv")).unwrap();
    let amounts: Vec<f64> = column(&events, "amount_mg")
        .iter()
        .zip(column(&events, "drug"))
        .filter_map(|(amount, drug)| (drug == "cenersen").then(|| amount.parse().unwrap()))
        .collect();
    // Days -1 and 1 are over; from the beginning of day 2 on, one day after that of day 1, half is given.
    assert_eq!(amounts.len(), 4);
    assert_eq!([amounts[1], amounts[2], amounts[3]].map(|amount| amount / amounts[0]), [1.0, 0.5, 0.5]);
}

#[test]
fn a_comparison_counts_from_day_one_in_its_tables_and_figures() {
    let output = tempfile::tempdir().unwrap();
    let folder = done("compare", output.path(), &["--replicates", "1", "--pairs", "0", "--without", "idarubicin"]);
    let doses = fs::read_to_string(folder.join("tables/doses.csv")).unwrap();
    let of = |name: &str| {
        let cells = column(&doses, name).into_iter().zip(column(&doses, "drug"));
        cells.filter_map(|(cell, drug)| (drug == "cenersen").then_some(cell)).take(4).collect::<Vec<_>>()
    };
    assert_eq!(
        (of("day"), of("start")),
        (["-1", "1", "2", "3"].map(String::from).into(), ["-24", "0", "24", "48"].map(String::from).into())
    );
    for figure in ["blood_counts", "doses"] {
        let drawn = fs::read_to_string(folder.join(format!("figures/{figure}.svg"))).unwrap();
        assert!(drawn.contains("Days since the beginning of day 1"), "{figure}");
    }
}
