//! Protocols of the literature that are not shipped, each written as a scenario's arm as a reader of the keys would write it, and
//! checked against the amounts that its publication prints. Drugs that the model does not have are left out and named.

use crate::protocols::{ONE, given};
use cenersim::{
    scenario::Scenario,
    treatment::{Drug, Regimen},
};

const PATIENT: &str = r#"
title = "A protocol of the literature"

[patient]
age = "50 y"
sex = "female"
weight = "60 kg"
height = "165 cm"
disease = "newly_diagnosed"
burden = "1e12 cells"

[arm]
name = "as published"
"#;

/// What one course gives: entry of the arm (0 for the first), and of each drug mg/m2 and infusions.
type Printed = (usize, &'static [(&'static str, f64, usize)]);

/// Citation with what is left out, the arm, and what is printed.
type Protocol = (&'static str, &'static str, &'static [Printed]);

const PROTOCOLS: [Protocol; 13] = [
    (
        "Mayer 1994, NEJM 331:896, four courses of 100 mg/m2/d for 5 d; daunorubicin of the induction left out",
        r#"
[[arm.course]]
cytarabine = "100 mg/m2/d over 7 d"
[[arm.course]]
when = "in_remission"
courses = 4
interval = "28 d"
cytarabine = "100 mg/m2/d over 5 d""#,
        &[(0, &[("cytarabine", 700.0, 1)]), (1, &[("cytarabine", 500.0, 1)])],
    ),
    (
        "Mayer 1994, NEJM 331:896, four courses of 400 mg/m2/d for 5 d; daunorubicin of the induction left out",
        r#"
[[arm.course]]
cytarabine = "100 mg/m2/d over 7 d"
[[arm.course]]
when = "in_remission"
courses = 4
interval = "28 d"
cytarabine = "400 mg/m2/d over 5 d""#,
        &[(1, &[("cytarabine", 2000.0, 1)])],
    ),
    (
        "Weick 1996, Blood 88:2841, standard dose; daunorubicin left out",
        r#"cytarabine = "200 mg/m2/d over 7 d""#,
        &[(0, &[("cytarabine", 1400.0, 1)])],
    ),
    (
        "Weick 1996, Blood 88:2841, 2 g/m2 every 12 h for 12 doses; daunorubicin left out; length of the infusion assumed",
        r#"cytarabine = "2 g/m2 over 1 h every 12 h days 1-6""#,
        &[(0, &[("cytarabine", 24_000.0, 12)])],
    ),
    (
        "Nazha 2013, Am J Hematol 88:961, CIA; clofarabine left out; length of the infusions assumed",
        r#"
[[arm.course]]
idarubicin = "6 mg/m2 over 15 min days 1-3"
cytarabine = "0.75 g/m2 over 2 h days 1-5"
[[arm.course]]
when = "in_remission"
courses = 6
interval = "28 d"
idarubicin = "6 mg/m2 over 15 min days 1,2"
cytarabine = "0.75 g/m2 over 2 h x 3""#,
        &[
            (0, &[("idarubicin", 18.0, 3), ("cytarabine", 3750.0, 5)]),
            (1, &[("idarubicin", 12.0, 2), ("cytarabine", 2250.0, 3)]),
        ],
    ),
    (
        "NCT04069208, idarubicin 14 mg/m2 for 3 d with cytarabine 200 mg/m2/d on days 1-7",
        r#"
idarubicin = "14 mg/m2 over 15 min x 3"
cytarabine = "200 mg/m2 over 24 h x 7""#,
        &[(0, &[("idarubicin", 42.0, 3), ("cytarabine", 1400.0, 7)])],
    ),
    (
        "Lee 2011, Blood 118:3832, daunorubicin 90 mg/m2 for 3 d and cytarabine 200 mg/m2/d for 7 d; length of the infusions assumed",
        r#"
daunorubicin = "90 mg/m2 over 1 h x 3"
cytarabine = "200 mg/m2/d over 7 d""#,
        &[(0, &[("daunorubicin", 270.0, 3), ("cytarabine", 1400.0, 1)])],
    ),
    (
        "Lee 2011, Blood 118:3832, daunorubicin 45 mg/m2 for 3 d and cytarabine 200 mg/m2/d for 7 d; length of the infusions assumed",
        r#"
daunorubicin = "45 mg/m2 over 1 h x 3"
cytarabine = "200 mg/m2/d over 7 d""#,
        &[(0, &[("daunorubicin", 135.0, 3), ("cytarabine", 1400.0, 1)])],
    ),
    (
        "Büchner 1999, Blood 93:4116, HAM on day 21, 3 g/m2 every 12 h six times; dose and days of mitoxantrone recalled, all of TAD \
         left out",
        r#"
[[arm.course]]
cytarabine = []
[[arm.course]]
after = "20 d"
mitoxantrone = "10 mg/m2 over 30 min days 3-5"
cytarabine = { dose = "3 g/m2", infusion = "3 h", every = "12 h", days = "1-3" }"#,
        &[(1, &[("mitoxantrone", 30.0, 3), ("cytarabine", 18_000.0, 6)])],
    ),
    (
        "Bassan 2019, Blood Adv 3:1103, two weekly blocks of 2 g/m2 twice a day for 2 d; idarubicin, whose dose the abstract does \
         not print, left out; length of the infusions assumed",
        r#"cytarabine = { dose = "2 g/m2", infusion = "3 h", every = "12 h", days = [1, 2, 8, 9], repeat = 2 }"#,
        &[(0, &[("cytarabine", 16_000.0, 8)])],
    ),
    (
        "Tilly 1990, JCO 8:272, 20 mg/m2 a day for 21 d; given here under the skin in two halves",
        r#"cytarabine = "10 mg/m2 subcutaneously every 12 h x 21""#,
        &[(0, &[("cytarabine", 420.0, 42)])],
    ),
    (
        "SWOG 1974, Arch Intern Med 133:251, 1000 mg/m2 over 120 h every 14 d, three courses",
        r#"
cytarabine = "200 mg/m2/d over 120 h"
[arm.courses]
when = "always"
maximum = 3
interval = "14 d""#,
        &[(0, &[("cytarabine", 1000.0, 1)])],
    ),
    (
        "Rytting 2010, Cancer 116:5272, IA: idarubicin 12 mg/m2 for 3 d, cytarabine 1.5 g/m2/d for 4 d; doses recalled",
        r#"
idarubicin = "12 mg/m2 over 15 min x 3"
cytarabine = "1.5 g/m2/d over 4 d""#,
        &[(0, &[("idarubicin", 36.0, 3), ("cytarabine", 6000.0, 1)])],
    ),
];

fn arm(text: &str) -> Regimen {
    let read = Scenario::parse("literature", &format!("{PATIENT}{text}\n"));
    read.unwrap_or_else(|error| panic!("{text}: {error}")).arms.remove(0)
}

#[test]
fn protocols_of_the_literature_give_what_they_print() {
    assert!(ONE.surface_m2() == 1.0);
    for (citation, text, printed) in PROTOCOLS {
        let arm = arm(text);
        for (entry, drugs) in printed {
            for (drug, total, number) in *drugs {
                let (found, times) = given(&arm, *entry, Drug::named(drug));
                let what = format!("{citation}: {drug} of course {}", entry + 1);
                assert!((found - total).abs() < 1e-9 * total.max(1.0), "{what}: {found} of {total} mg/m2");
                assert_eq!(times.len(), *number, "{what}");
            }
        }
    }
}
