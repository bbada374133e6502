//! What is written of a qualification, and what is found when it is compared with a kept one. No simulation: rows are made up.

use super::{super::table::Cell, verdict::qualification_verdict, *};
use cenersim_qualification::{Estimate, Qualification, REGIMENS, Row, SUBJECTS, Scope, Size};
use std::time::Duration;

/// Every check with the published value, moved by `by` widths of its interval.
fn made_up(by: f64) -> Qualification {
    let row = |subject: &'static str, check: &cenersim_qualification::Check| {
        let interval = check.published.interval().filter(|_| check.lacks.is_empty());
        let width = interval.map_or(1.0, |interval| interval.width()).clamp(0.0, 1e6);
        let value = if check.published.value().is_nan() { 1.0 } else { check.published.value() };
        let estimate = interval.map(|_| Estimate { value: value + by * width, error: 0.0, n: 7 });
        Row { subject, check: *check, estimate, verdict: check.judge(estimate.as_ref()) }
    };
    let rows = SUBJECTS.iter().flat_map(|subject| subject.checks.iter().map(|check| row(subject.heading, check)));
    Qualification { size: Size::Reduced, scope: Scope::All, seed: 1, rows: rows.collect() }
}

#[test]
fn a_kept_table_has_no_difference_from_itself() {
    let table = qualification_table(&made_up(0.0));
    assert_eq!(differences(&table.csv(), &table), Ok(Vec::new()));
}

#[test]
fn values_may_differ_in_the_seventh_digit_and_nothing_else_may() {
    let mut table = qualification_table(&made_up(0.0));
    let kept = table.csv();
    let column = |name: &str| table.columns.iter().position(|column| column.name == name).expect("a column");
    let (model, n, verdict) = (column("model"), column("n"), column("verdict"));
    let value = table.rows[0][model].number().expect("a number");
    table.rows[0][model] = Cell::Number(value * (1.0 + 1e-7));
    assert_eq!(differences(&kept, &table), Ok(Vec::new()));
    table.rows[0][model] = Cell::Number(value * 1.001);
    table.rows[1][n] = Cell::Number(8.0);
    table.rows[2][verdict] = Cell::Text("fail".into());
    let removed = table.rows.pop().expect("a row");
    let found = differences(&kept, &table).expect("a table");
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].contains("model was") && found[1].contains("n was `7`, is `8`"), "{found:?}");
    assert_eq!(found[3], format!("{}: kept, but is no check now", removed[0].text()));
}

#[test]
fn a_file_that_is_no_table_of_checks_is_refused() {
    let table = qualification_table(&made_up(0.0));
    assert!(differences("day,value\n1,2\n", &table).unwrap_err().contains("first column is `id`"));
}

#[test]
fn a_failure_is_told_with_its_reason_or_with_the_lack_of_one() {
    let found = made_up(10.0);
    let text = qualification_text(&found);
    let ledger = Ledger::defaults();
    let record = QualificationRecord {
        found: &found,
        ledger: &ledger,
        regimens: REGIMENS,
        made: Made {
            name: "qualification",
            command: "cenersim qualify",
            version: "0",
            commit: "unknown",
            wall: Duration::ZERO,
        },
    };
    let document = qualification_document(&record, Vec::new(), false);
    let failed = found.number(cenersim_qualification::Verdict::Fail);
    assert!(failed > 50, "{failed}");
    let told = document.summary.iter().filter(|sentence| sentence.starts_with("Fails: "));
    assert_eq!(told.map(|sentence| sentence.matches("(published ").count()).sum::<usize>(), failed);
    assert!(document.summary.iter().any(|sentence| sentence.ends_with("Nobody has said why yet.")));
    assert!(text.contains(&format!(" {failed} fail,")), "{text}");
    let tables: usize =
        document.sections.iter().flat_map(|section| &section.tables).map(|table| table.rows.len()).sum();
    let rests = document.sections.iter().find(|section| section.heading.starts_with("Key assumptions"));
    let rests: usize = rests.expect("a section").tables.iter().map(|table| table.rows.len()).sum();
    assert_eq!(tables, rests + found.rows.len() + ledger.entries().count());
}

#[test]
fn the_verdict_counts_passes_by_what_they_rest_on_and_says_where_checks_fail() {
    let outside = made_up(10.0);
    let failed = outside.number(cenersim_qualification::Verdict::Fail);
    let said = qualification_verdict(&outside);
    assert!(said[1].starts_with(&format!("{failed} fail, ")) && said[1].contains("They fail in: "), "{said:?}");
    let mut inside = made_up(0.0);
    inside.rows.iter_mut().for_each(|row| row.verdict = cenersim_qualification::Verdict::Pass);
    let (total, said) = (inside.total(), qualification_verdict(&inside));
    let [sourced, ..] = total.passed;
    assert!(said[0].starts_with(&format!("{} of {} checks ", total.all_passed(), total.made())), "{said:?}");
    assert!(said[0].contains(&format!("{sourced} by an interval of a source")), "{said:?}");
    assert_eq!(said[1], "None fails, 0 are borderline.");
}

#[test]
fn published_arms_alone_are_told_without_counts_of_checks_that_were_not_made() {
    let mut found = made_up(0.0);
    found.scope = Scope::Arms;
    found.rows.retain(Row::is_published_arm);
    let said = qualification_verdict(&found);
    assert!(matches!(&said[..], [one] if one.starts_with("Published arms: of ")), "{said:?}");
    assert!(!qualification_text(&found).contains("0 of 0"));
    assert_eq!(super::summary::counted(&found), Vec::<String>::new());
}
