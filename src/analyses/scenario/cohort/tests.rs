//! What lists say and what is wrong with them.

use super::super::{STARTER, Scenario, ScenarioError, list_of_patients};
use cenersim_model::{
    engine::Seed,
    parameters::Ledger,
    patient::{Cohort, Disease, Patient, Sex, enrolled},
    quantity::Time,
};
use std::sync::Arc;

fn with(list: &str) -> Result<Scenario, ScenarioError> {
    let table = toml::Value::String(list.to_owned());
    Scenario::parse_point("starter", STARTER, &["cohort.list=\"twins.csv\"".into(), format!("cohort.table={table}")])
}

fn read(list: &str) -> Arc<Cohort> {
    with(list).unwrap_or_else(|error| panic!("{error}")).cohort
}

fn fault(list: &str) -> String {
    with(list).expect_err("a fault").to_string()
}

#[test]
fn cells_have_the_unit_of_their_column_or_their_own() {
    let cohort = read("name,age [mo],weight,height [m],first_remission [wk],disease\nAnna,720,58 kg,1.6,30,relapsed\n");
    let anna = &cohort.members[0];
    assert_eq!((anna.age_years, anna.weight_kg, anna.height_cm), (Some(60.0), Some(58.0), Some(160.0)));
    let patient = anna.patient(&Ledger::defaults(), 1);
    assert_eq!(patient.disease, Disease::Relapsed { first_remission: Time::days(210.0) });
    assert_eq!(anna.drawn(), ["sex", "tp53", "burden", "inhibitor_periods", "inhibitor_for_fever"]);
}

#[test]
fn a_list_that_is_written_and_read_back_gives_the_same_patients() {
    let (ledger, seed) = (Ledger::defaults(), Seed::new(1));
    let drawn: Vec<Patient> = (1..=300).map(|number| enrolled(&ledger, seed, number)).collect();
    let cohort = read(&list_of_patients(&drawn, &[], &ledger));
    assert!(cohort.members.iter().all(|named| named.drawn().is_empty()));
    // Another seed and another population: nothing is left to draw.
    let mut other = Ledger::defaults();
    other.set("population.male_weight", "50 kg".parse().unwrap()).unwrap();
    let back: Vec<Patient> = cohort.members.iter().map(|named| named.patient(&other, 9)).collect();
    assert_eq!(back, drawn);
}

#[test]
fn own_numbers_take_the_place_of_those_that_are_drawn() {
    let cohort = read("name,leukemia.chemoresistance,ara_ctp.half_life [min]\nAnna,2,240\nBert,,\n");
    let anna = &cohort.members[0].own;
    assert_eq!((anna["leukemia.chemoresistance"], anna["ara_ctp.half_life"]), (2.0, 4.0));
    assert!(cohort.members[1].own.is_empty());
}

#[test]
fn twins_have_one_number_and_a_document_keeps_its_list() {
    let scenario = with("name,number,sex\nAnna,7,female\nBert,7,male\n").unwrap();
    let [anna, bert] = [1, 2].map(|row| scenario.patient_in(row));
    assert_eq!((anna.number, anna.age_years, anna.disease), (bert.number, bert.age_years, bert.disease));
    assert_eq!((anna.sex, bert.sex), (Sex::Female, Sex::Male));
    assert_eq!(Scenario::parse("starter", &scenario.source).unwrap().cohort, scenario.cohort);
}

#[test]
fn one_fault_is_told_at_its_place_with_the_way_out() {
    for (list, place, words) in [
        ("", "1:1", "is empty: expected a header"),
        ("name,age [y]\n", "1:1", "nobody below it: expected a row"),
        ("age [y]\n61\n", "1:1", "no column is `name`: expected one"),
        ("name,wieght [kg]\nAnna,70\n", "1:6", "unknown column `wieght`: expected one of `name`"),
        ("name,wieght [kg]\nAnna,70\n", "1:6", "did you mean `weight`?"),
        ("name,weight [cm]\nAnna,70\n", "1:6", "the unit of column `weight` does not fit: `1 cm` is a length"),
        ("name,ara_ctp.half_life [kg]\nAnna,70\n", "1:6", "does not fit: `1 kg` is a body weight"),
        ("name,sex [kg]\nAnna,male\n", "1:6", "expected `sex` alone"),
        ("name,age [y\nAnna,61\n", "1:6", "has no end: expected it in brackets"),
        ("name,age [y],age [mo]\nAnna,61,\n", "1:14", "`age` is there twice: expected it once"),
        ("name,population.age [y]\nAnna,61\n", "1:6", "is no patient's: expected a covariate"),
        ("name,age [y]\nAnna,61\nBert,60\nAnna,50\n", "4:1", "two patients are named `Anna`, the first in line 2"),
        ("name,age [y]\n,61\n", "2:1", "a patient has no name: expected one"),
        ("name,age [y]\nAnna,old\n", "2:6", "`old` is no number: expected one, whose unit `y` the header has"),
        ("name;age [y]\nAnna;61,5\n", "2:6", "expected one with a decimal point"),
        ("name,age [y]\nAnna,6100\n", "2:6", "6100 y is not an adult's: expected 18 to 110 y"),
        ("name,weight [kg]\nAnna,-70\n", "2:6", "is negative"),
        ("name,burden [cells]\nAnna,1e20\n", "2:6", "is not a leukemia: expected 1 to 1e14 cells"),
        ("name,sex\nAnna,woman\n", "2:6", "found `woman`: expected `female` or `male`"),
        ("name,disease\nAnna,relapse\n", "2:6", "did you mean `relapsed`?"),
        ("name,infection.fatality\nAnna,1.5\n", "2:6", "a probability"),
        ("name,leukemia.chemoresistance\nAnna,1e9\n", "2:6", "more than 100 times"),
        ("name,disease,first_remission [wk]\nAnna,refractory,30\n", "2:1", "is not relapsed: expected `relapsed`"),
        ("name,age [y]\nAnna,61\nBert\n", "3:1", "cells in this row: 1, columns in the header: 2"),
        ("name,age [y]\nAnna, Bert,61\n", "2:1", "quotes around a cell that has a comma"),
        ("name,age [y]\n\"Anna,61\n", "2:1", "this quote has no end"),
        ("name,number\nAnna,1.5\n", "2:6", "`1.5` is no number of a patient: expected a whole number"),
        ("name,inhibitor_periods [d]\nAnna,7 to 0\n", "2:6", "is no period: expected `none`"),
    ] {
        let fault = fault(list);
        assert!(fault.starts_with(&format!("twins.csv:{place}: ")), "{fault}");
        assert!(fault.contains(words), "{fault}");
    }
}
