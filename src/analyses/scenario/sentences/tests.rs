//! Sentences that are understood, and what is said of those that are not.

use crate::scenario::{STARTER, Scenario, ScenarioError};

/// The starter with one drug written so.
fn with(drug: &str, written: &str) -> Result<Scenario, ScenarioError> {
    let changes = [format!("arm.{drug}={written}")];
    Scenario::parse_point("starter", STARTER, &changes)
}

#[test]
fn a_sentence_is_the_table_that_says_the_same() {
    for (drug, sentence, table) in [
        ("cytarabine", "100 mg/m2 over 24 h x 7", "{ dose = '100 mg/m2', infusion = '24 h', days = '1-7' }"),
        ("cytarabine", "100 mg/m2 over 24 h \u{D7}7", "{ dose = '100 mg/m2', infusion = '24 h', days = '1-7' }"),
        ("idarubicin", "12 mg/m2 days 1-3", "{ dose = '12 mg/m2', infusion = '5 min', days = '1-3' }"),
        (
            "idarubicin",
            "12 mg/m2 over 15 min x3 maximum 24 mg",
            "{ dose = '12 mg/m2', infusion = '15 min', days = '1-3', maximum = '24 mg' }",
        ),
        (
            "cytarabine",
            "3 g/m2 over 3 h every 12 h days 1,3,5",
            "{ dose = '3 g/m2', infusion = '3 h', repeat = 2, every = '12 h', days = [1, 3, 5] }",
        ),
        (
            "cytarabine",
            "20 mg subcutaneously every 12 h x 10",
            "{ dose = '20 mg', infusion = '5 min', every = '12 h', days = '1-10', route = 'subcutaneous' }",
        ),
        ("cenersen", "0.1 mg/kg/h over 7 d", "{ rate = '0.1 mg/kg/h', duration = '7 d' }"),
        ("cytarabine", "100 mg/m2/d days 1-7 start 24 h", "{ rate = '100 mg/m2/d', days = '1-7', start = '24 h' }"),
        (
            "cytarabine",
            "['25 mg/m2 over 5 min', '200 mg/m2/d over 5 d']",
            "[{ dose = '25 mg/m2', infusion = '5 min' }, { rate = '200 mg/m2/d', duration = '5 d' }]",
        ),
    ] {
        let of = |written: &str| {
            // A table on the command line is merged, a list of one replaces.
            let written = if written.starts_with('{') { format!("[{written}]") } else { written.to_owned() };
            with(drug, &written).unwrap_or_else(|error| panic!("{written}: {error}")).arms
        };
        assert_eq!(of(sentence), of(table), "{sentence}");
    }
}

/// What the starter says of two drugs.
const CYTARABINE: &str =
    "[arm.cytarabine]\ndose = \"0.5 g/m2\"\nstart = \"24 h\"\ndays = [1, 2, 3]\ninfusion = \"2 h\"\n";
const IDARUBICIN: &str =
    "[arm.idarubicin]\ndose = \"12 mg/m2\"\nstart = \"24 h\"\ndays = [1, 2, 3]\ninfusion = \"15 min\"\n";

#[test]
fn faults_point_into_the_sentence() {
    for (sentence, said, at) in [
        ("100 mg/m2 over 24 kg x 7", "`24 kg` is a body weight but a time was expected", "24 kg"),
        ("100 mg/m2 daily x 7", "`daily` is not understood here: expected `over`", "daily"),
        ("100 mg/m2 over", "nothing follows `over`", "over"),
        ("100 mg/m2 over 24 h x seven", "`seven` is no number of days", "x seven"),
        ("100 mg/m2 over 24 h days 3-1", "`3-1` runs backwards", "3-1"),
        ("100 mg/m2 over 24 h x 7 days 1-3", "this says `days` a second time", "1-3"),
        ("100 mg/m2 over 24 h days -1,1", "day -1 is before the first day 1", "-1,1"),
        ("over 24 h x 7", "no amount stands first", "over 24 h x 7"),
        ("12 cm over 24 h", "`12 cm` is a length but a dose per body surface was expected", "12 cm"),
        ("100 mg/m2 subcutaneous today", "`today` is not understood here", "today"),
        ("100 mg/m2 over 24 h every 0 h", "repeated infusions need time between them", "0 h"),
    ] {
        let written = format!("[arm]\ncytarabine = \"{sentence}\"\n");
        let text = STARTER.replace(CYTARABINE, "").replace("[arm]\n", &written);
        let error = Scenario::parse("sentence", &text).unwrap_err();
        assert!(error.message().contains(said), "{sentence}: {error}");
        let (_, line, column) = error.place().unwrap();
        let (line, begin) = (text.lines().nth(line - 1).unwrap(), sentence.find(at).unwrap());
        assert_eq!(column, line.find(sentence).unwrap() + begin + 1, "{sentence}: {error}");
    }
}

#[test]
fn a_key_below_a_sentence_can_be_changed() {
    let written = "[arm]\nidarubicin = \"12 mg/m2 over 15 min start 24 h days 1-3\"\n";
    let text = STARTER.replace(IDARUBICIN, "").replace("[arm]\n", written);
    assert_ne!(text, STARTER);
    assert_eq!(Scenario::parse("x", &text).unwrap().arms, Scenario::parse("x", STARTER).unwrap().arms);
    let changed = |text| Scenario::parse_point("x", text, &["arm.idarubicin.dose=10 mg/m2".into()]).unwrap().arms;
    assert_eq!(changed(&text), changed(STARTER));
}
