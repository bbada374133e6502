//! What the model says next to what was published, as `cenersim qualify --size reduced` wrote it to docs/qualification.csv.
//! Subjects that need no population are made again here; all of them are in CI.
//! Left out: any tuning. A check that fails stays, with the reason why it fails as far as known.

use cenersim::{
    parameters::Ledger,
    qualification::{SUBJECTS, Size, qualify_without_population},
    report::{differences, qualification_table},
};
use std::collections::BTreeMap;

const KEPT: &str = include_str!("../../docs/qualification.csv");
const RENEW: &str =
    "renew it with `cargo run --release -- qualify --size reduced --against docs/qualification.csv --renew`";

/// The rows of the kept table, each by the names of its columns.
fn kept() -> Vec<BTreeMap<String, String>> {
    let rows = csv::Reader::from_reader(KEPT.as_bytes()).into_deserialize().collect::<Result<Vec<_>, _>>();
    rows.expect("docs/qualification.csv is a table")
}

#[test]
fn the_kept_table_has_every_check_in_its_order() {
    let ids: Vec<String> = kept().iter().map(|row| row["id"].clone()).collect();
    let checks: Vec<&str> = SUBJECTS.iter().flat_map(|subject| subject.checks).map(|check| check.id).collect();
    assert_eq!(ids, checks, "docs/qualification.csv has other checks than the code: {RENEW}");
}

#[test]
fn whatever_fails_has_a_reason() {
    let bare: Vec<String> = kept()
        .into_iter()
        .filter(|row| row["verdict"] == "fail" && row["note"].is_empty())
        .map(|row| format!("{}: {} instead of {} to {}", row["id"], row["model"], row["low"], row["high"]))
        .collect();
    assert_eq!(bare, Vec::<String>::new(), "say in src/qualification/ why, as far as known: Check::because");
}

#[test]
fn verdicts_follow_from_the_numbers_of_their_row() {
    let checks: Vec<_> = SUBJECTS.iter().flat_map(|subject| subject.checks).collect();
    for (row, check) in kept().iter().zip(checks) {
        let (Ok(value), Ok(error)) = (row["model"].parse::<f64>(), row["error"].parse::<f64>()) else { continue };
        let found = check.judge(Some(&cenersim::qualification::Estimate { value, error, n: 0 }));
        assert_eq!(row["verdict"], found.name(), "{}: {RENEW}", check.id);
    }
}

#[test]
fn subjects_without_a_population_come_out_as_they_were_kept() {
    let found = qualification_table(&qualify_without_population(&Ledger::defaults(), Size::Reduced));
    let differing = differences(KEPT, &found).expect("docs/qualification.csv is a table of checks");
    let made = |line: &&String| !line.ends_with("kept, but is no check now");
    let differing: Vec<&String> = differing.iter().filter(made).collect();
    assert!(differing.is_empty(), "{differing:#?}\n{RENEW}");
}
