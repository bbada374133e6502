//! Remission after chemotherapy without cenersen: each rate in the population that its source treated.
//! Left out: karyotype, which decides much of what is called resistance; and drugs that the model does not have.
//!
//! A share is CR within the window of the last induction over all patients of the arm, deaths included; of first
//! courses, CR by day 42. CR or CRi is a marrow without leukemia whatever the counts. Resistant is neither CR nor death
//! in induction.
//!
//! # What a difference would mean
//!
//! These are the rates that a user will compare first. Populations of decades differ in supportive care and in what
//! counts as a remission, so a rate is judged only against its own window and criteria. A failure here in one
//! population with passes in the others points to its covariates; failures in one direction in all of them point to
//! the resistance of the cells.
//!
//! # How a check reads
//!
//! ```text
//! id, what is measured, unit, in whom and on which drugs         cr_idarubicin
//! published count or range with its reason                       5 of 28
//! rows of the evidence table                                     V01 AT-V01
//! ```
//!
//! A published count is judged by its exact interval, a range by its ends. The same population is simulated once and serves
//! all checks of it, such as early and late relapses of one arm.

use super::{
    Check, Measured, Subject,
    arms::{self, Arm},
    bench::Bench,
    check::{count, range},
    cohorts::Cohorts,
    estimate::Estimate,
    seen::Seen,
};
use cenersim_model::parameters::Grade;

pub const SUBJECT: Subject = Subject {
    heading: "Remission without cenersen",
    text: "Each rate in its own population: disease status, length of the first remission and age as the source has them, \
           see src/qualification/populations.rs. A remission has fewer than 5 % blasts, neutrophils of 1.0 and platelets of \
           100 G/L in the window of a course; where the source counts two inductions, the second is given on day 28 to those \
           whose marrow is resistant then.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const LATER: &str = "One course in the model where the second is given only to those with 5 % blasts or more on day 28; \
     the source repeats more freely.";
const STATED: &str = "The source gives an outcome of 103 of its 124 patients; counts are of those.";

/// First remissions that were called late by R07 (wk).
pub const SIXTEEN_MONTHS: f64 = 69.6;

const CHECKS: [Check; 20] = [
    Check::new(
        "cr_idarubicin",
        ["CR on idarubicin alone", "", "refractory or relapsed; idarubicin 12 mg/m2 x 3"],
        count(5, 28),
        "V01 AT-V01",
        Grade::A,
    ),
    Check::new(
        "cr_cytarabine",
        ["CR on cytarabine alone, one or two inductions", "", "VALOR; cytarabine 1 g/m2 x 5"],
        count(58, 355),
        "AT-R18 V05",
        Grade::A,
    ),
    Check::new(
        "cr_cytarabine_early",
        [
            "CR, 60 years and older, refractory or relapsed within a year",
            "",
            "cytarabine 1 g/m2 x 5, one or two inductions",
        ],
        count(18, 180),
        "AT-R01b C14",
        Grade::A,
    ),
    Check::new(
        "cr_cytarabine_late",
        ["CR, 60 years and older, relapsed in the second year", "", "cytarabine 1 g/m2 x 5, one or two inductions"],
        count(12, 43),
        "AT-R01c",
        Grade::A,
    ),
    Check::new(
        "cr_salvage",
        [
            "CR on idarubicin and cytarabine, refractory or relapsed within a year",
            "",
            "population of the trial; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4",
        ],
        range(
            0.20,
            0.14,
            0.25,
            "from 14 %, the trial's historical rate, to 24 % with effective regimens after a first remission below a year (R21a)",
        ),
        "T07",
        Grade::A,
    ),
    Check::new(
        "cr_relapse",
        ["CR in first relapse after any time", "", "first relapse; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4"],
        range(0.50, 0.40, 0.55, "range of cooperative groups"),
        "L26",
        Grade::A,
    ),
    Check::new(
        "cr_hidac",
        ["CR on high-dose cytarabine alone", "", "refractory or relapsed; cytarabine 3 g/m2 every 12 h x 12"],
        count(26, 81),
        "AT-R03",
        Grade::A,
    ),
    Check::new(
        "cr_hidac_sensitive",
        [
            "CR on high-dose cytarabine, not resistant to cytarabine before",
            "",
            "relapsed in the second year; cytarabine 3 g/m2 every 12 h x 12",
        ],
        count(12, 19),
        "AT-R16a",
        Grade::A,
    ),
    Check::new(
        "cr_hidac_resistant",
        [
            "CR on high-dose cytarabine, resistant to cytarabine before",
            "",
            "refractory or relapsed within a year; cytarabine 3 g/m2 every 12 h x 12",
        ],
        count(3, 15),
        "AT-R16b",
        Grade::A,
    ),
    Check::new(
        "cr_intermediate",
        [
            "CR in first relapse, idarubicin and intermediate doses",
            "",
            "first relapse at any time; idarubicin 8 mg/m2 x 5, cytarabine 1 g/m2 every 12 h x 6",
        ],
        count(21, 35),
        "AT-R07",
        Grade::A,
    ),
    Check::new(
        "cr_intermediate_early",
        [
            "the same after a first remission below 16 months",
            "",
            "first relapse at any time; idarubicin 8 mg/m2 x 5, cytarabine 1 g/m2 every 12 h x 6",
        ],
        count(6, 17),
        "AT-R07a",
        Grade::A,
    ),
    Check::new(
        "cr_intermediate_late",
        [
            "the same after a first remission above 16 months",
            "",
            "first relapse at any time; idarubicin 8 mg/m2 x 5, cytarabine 1 g/m2 every 12 h x 6",
        ],
        count(15, 18),
        "AT-R07b",
        Grade::A,
    ),
    Check::new(
        "cr_first_100",
        [
            "CR after one course of 7 + 3, 18 to 65 years",
            "",
            "newly diagnosed, 18 to 65; idarubicin 12 mg/m2 x 3, cytarabine 100 mg/m2/d x 7",
        ],
        range(0.67, 0.62, 0.73, "first courses of three sources, 0.651 to 0.692, with their exact intervals"),
        "L16 L17 L18",
        Grade::A,
    ),
    Check::new(
        "cr_first_200",
        [
            "CR after one course of 7 + 3 with 200 mg/m2/d",
            "",
            "newly diagnosed, 18 to 65; idarubicin 12 mg/m2 x 3, cytarabine 200 mg/m2/d x 7",
        ],
        count(265, 402),
        "AT-N25",
        Grade::A,
    ),
    Check::new(
        "cr_any_age",
        [
            "CR on 7 + 3, best of two, any age",
            "",
            "newly diagnosed, any age; idarubicin 12 mg/m2 x 3, cytarabine 100 mg/m2/d x 7",
        ],
        count(75, 105),
        "AT-N04",
        Grade::A,
    )
    .because(LATER),
    Check::new(
        "cr_old_era",
        [
            "CR on 7 + 3, best of two, 55 to 78 years in 1984-87",
            "",
            "newly diagnosed, 55 to 78; infections of that era (hazards x 3, fatality 0.26); counts of the 103 of 124 with a stated outcome",
        ],
        count(50, 103),
        "AT-N05",
        Grade::A,
    ),
    Check::new(
        "cr_old_era_first",
        ["the same after one course", "", "newly diagnosed, 55 to 78; infections of that era"],
        count(37, 103),
        "AT-N05-1",
        Grade::A,
    )
    .because(STATED),
    Check::new(
        "resistant_old_era",
        ["the same, resistant", "", "newly diagnosed, 55 to 78; infections of that era"],
        count(17, 103),
        "AT-N05-resistant",
        Grade::A,
    )
    .because(STATED),
    Check::new(
        "cr_older",
        [
            "CR on idarubicin for 5 days and cytarabine, best of two, 55 to 75 years",
            "",
            "newly diagnosed, 55 to 75; idarubicin 8 mg/m2 x 5, cytarabine 100 mg/m2/d x 7",
        ],
        count(72, 119),
        "AT-N08",
        Grade::A,
    ),
    Check::new(
        "cr_low_dose",
        [
            "CR or CRi on low-dose cytarabine",
            "",
            "newly diagnosed, unfit, 75 years; 20 mg twice daily for 10 days, two cycles of 28 days",
        ],
        count(6, 45),
        "AT-L02",
        Grade::A,
    ),
];

/// In the order of `CHECKS`, whose ids it must name one by one.
fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    let share = |arm: &Arm, of: fn(&Seen) -> bool| Estimate::share(cohorts.of(arm).iter().map(of));
    let cr = |arm: &Arm| share(arm, Seen::is_cr);
    let first = |arm: &Arm| share(arm, Seen::is_cr_of_first);
    let late = |late: bool| stratum(cohorts, late);
    vec![
        ("cr_idarubicin", cr(&arms::IDARUBICIN)),
        ("cr_cytarabine", cr(&arms::VALOR)),
        ("cr_cytarabine_early", cr(&arms::OLDER_EARLY)),
        ("cr_cytarabine_late", cr(&arms::OLDER_LATE)),
        ("cr_salvage", cr(&arms::TRIAL_BOTH)),
        ("cr_relapse", first(&arms::RELAPSE)),
        ("cr_hidac", cr(&arms::HIDAC_ANY)),
        ("cr_hidac_sensitive", cr(&arms::HIDAC_SENSITIVE)),
        ("cr_hidac_resistant", cr(&arms::HIDAC_RESISTANT)),
        ("cr_intermediate", cr(&arms::IDA_IDAC_RELAPSE)),
        ("cr_intermediate_early", late(false)),
        ("cr_intermediate_late", late(true)),
        ("cr_first_100", first(&arms::FIRST_LINE)),
        ("cr_first_200", cr(&arms::CI_200)),
        ("cr_any_age", cr(&arms::ANY_AGE)),
        ("cr_old_era", cr(&arms::OLD_ERA)),
        ("cr_old_era_first", first(&arms::OLD_ERA)),
        ("resistant_old_era", share(&arms::OLD_ERA, Seen::is_resistant)),
        ("cr_older", cr(&arms::OLDER)),
        ("cr_low_dose", share(&arms::UNFIT, Seen::is_clear)),
    ]
}

/// CR in first relapse after more than sixteen months, or after less.
///
/// The cut is at sixteen months, as the source has it; who has no first remission is in neither stratum.
pub fn stratum(cohorts: &Cohorts, late: bool) -> Estimate {
    let seen = cohorts.of(&arms::IDA_IDAC_RELAPSE).iter();
    let of = |seen: &&Seen| seen.first_remission().is_some_and(|weeks| (weeks >= SIXTEEN_MONTHS) == late);
    Estimate::share(seen.filter(of).map(Seen::is_cr))
}
