//! Which counts can be true, and how targets are read.

use super::*;

const ARMS: [&str; 3] = ["A", "B", "C"];

fn counts(row: &str, patients: u32, cr: u32, crp: u32) -> WrittenRow {
    WrittenRow { row: row.into(), patients, cr: Some(cr), crp: Some(crp), cr_percent: None, remission_percent: None }
}

fn percent(row: &str, patients: u32, cr: u32, remission: u32) -> WrittenRow {
    let (cr_percent, remission_percent) = (Some(cr), Some(remission));
    WrittenRow { row: row.into(), patients, cr: None, crp: None, cr_percent, remission_percent }
}

fn table(by: By, rows: Vec<WrittenRow>) -> WrittenTable {
    WrittenTable { by, rows, fitted: true }
}

fn arms() -> WrittenTable {
    table(By::Arm, vec![counts("A", 18, 2, 1), counts("B", 18, 3, 1), counts("C", 17, 3, 0)])
}

fn printed() -> WrittenTable {
    table(By::Disease, vec![percent("refractory", 32, 26, 32), percent("relapsed", 21, 9, 12)])
}

fn of(tables: &[WrittenTable], choice: Option<Choice>) -> Result<Targets, CalibrationError> {
    Targets::new(tables, &ARMS, choice)
}

#[test]
fn the_printed_subgroups_contradict_the_arms_and_need_a_choice() {
    let error = of(&[arms(), printed()], None).unwrap_err().to_string();
    assert!(
        error.contains("but the arms total 8")
            && error.contains("but the arms total 10")
            && error.contains("19 patients"),
        "{error}"
    );
    assert!(error.contains("reconstructed") && error.contains("as_printed") && error.contains("left_out"), "{error}");
}

#[test]
fn each_choice_does_what_it_says() {
    let counts = |choice| {
        let targets = of(&[arms(), printed()], Some(choice)).unwrap();
        assert_eq!(targets.contradictions.len(), 3, "{:?}", targets.contradictions);
        let table = targets.tables[1].clone();
        let rows: Vec<[u32; 3]> =
            table.rows.iter().map(|row| [row.count.patients, row.count.cr, row.count.cr + row.count.crp]).collect();
        (table.fitted, rows)
    };
    assert_eq!(counts(Choice::Reconstructed), (true, vec![[19, 5, 6], [34, 3, 4]]));
    assert_eq!(counts(Choice::AsPrinted), (true, vec![[32, 8, 10], [21, 2, 3]]));
    assert_eq!(counts(Choice::LeftOut), (false, vec![[32, 8, 10], [21, 2, 3]]));
}

#[test]
fn percentages_that_fit_need_no_choice() {
    let fits = table(By::Disease, vec![percent("refractory", 19, 26, 32), percent("relapsed", 34, 9, 12)]);
    let targets = of(&[arms(), fits], None).unwrap();
    assert!(targets.contradictions.is_empty());
    assert_eq!(targets.tables[1].total(), Count { patients: 53, cr: 8, crp: 2 });
}

#[test]
fn counts_that_do_not_sum_to_the_total_are_found() {
    let users = table(By::Inhibitors, vec![counts("users", 17, 0, 0), counts("others", 36, 8, 3)]);
    let error = of(&[arms(), users], None).unwrap_err().to_string();
    assert!(error.contains("sum to 11, the total is 10"), "{error}");
}

#[test]
fn percentages_of_more_patients_than_can_be_divided_are_refused_at_once() {
    let many = table(By::Arm, vec![counts("A", 90_000, 2, 1), counts("B", 90_000, 3, 1), counts("C", 90_000, 3, 0)]);
    let error = of(&[many, printed()], None).unwrap_err().to_string();
    assert!(error.contains("percentages of 270000 patients: expected counts"), "{error}");
    let most = table(By::Arm, vec![counts("A", 300, 90, 9), counts("B", 100, 30, 9), counts("C", 100, 30, 9)]);
    assert!(of(&[most, printed()], Some(Choice::AsPrinted)).is_ok());
}

#[test]
fn impossible_rows_are_refused() {
    let error = |table: WrittenTable| of(&[table], None).unwrap_err().to_string();
    let rows = |row| vec![row, counts("B", 18, 3, 1), counts("C", 17, 3, 0)];
    assert!(error(table(By::Arm, rows(counts("A", 2, 2, 1)))).contains("at most all"));
    assert!(error(table(By::Arm, rows(counts("D", 2, 2, 1)))).contains("expected `A`, `B`, `C`"));
    assert!(error(table(By::Arm, rows(percent("A", 18, 26, 12)))).contains("the first within the second"));
    assert!(error(printed()).contains("expected counts, not percentages"));
    assert!(error(table(By::Arm, rows(counts("A", u32::MAX, 2, 1)))).contains("expected at most 100000"));
    assert!(of(&[], None).unwrap_err().to_string().contains("nothing to fit"));
}
