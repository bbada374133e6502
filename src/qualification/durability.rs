//! How deep a remission is and how long it lasts, and how fast blasts leave blood and marrow on the way.
//! Left out: transplantation in remission; what is counted here is chemotherapy alone, with the same doses throughout.
//!
//! A remission lasts from its day to the relapse that is seen and confirmed; deaths and the end of the simulation are
//! censored (Kaplan and Meier). Cured are those without relapse five years less ten weeks after the remission, because
//! the simulation ends five years after the first day. Relapse within three years is 1 less the curve there, by class
//! of residual disease.
//!
//! # What a difference would mean
//!
//! How long a remission lasts depends on the stem cells that are left, which no marrow count shows. A model may
//! have the right remissions and the wrong durations, if blasts and stem cells are killed in another proportion
//! than in patients.

use super::{
    Check, Measured, Subject,
    arms::{self, Arm},
    bench::Bench,
    check::{assumed, count, range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
    seen::Seen,
};
use cenersim_model::parameters::Grade;
use cenersim_statistics::{KaplanMeier, Observed};

pub const SUBJECT: Subject = Subject {
    heading: "Depth and length of remission",
    text: "Patients in remission by day 42. First line: one course of 7 + 3 with 100 mg/m2/d and three consolidations with the \
           same doses; first relapse: idarubicin 12 mg/m2 x 3 and cytarabine 1 g/m2 x 4, and once again in remission, on its \
           day and without a marrow before it. \
           Remissions end with a relapse that marrow examinations see and confirm; deaths in remission are censored. Without \
           relapse for five years counts as cured: the cells are whole, and a leukemia without stem cells is extinct. \
           Residual disease is leukemic cells over all marrow cells on the day of the remission, by the cells themselves.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

/// Why second remissions are short.
const SECOND_LENGTH: &str = "A relapse is dated by the first of the two marrows that show it; dated by the second, remissions last \
    3.2 months. What a course of relapse leaves grows back at the pace it had before.";

const FIRST: &str = "newly diagnosed, 18 to 65; 7 + 3 with 100 mg/m2/d, four courses";
const SECOND: &str = "first relapse; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4, two courses";
const ALIKE: &str = "Cells of one patient differ less in the model than residual disease asks for, and patients more: too few \
     remissions end up between 1e-4 and 1e-3, and too many above 1e-2.";
const TWO_POPULATIONS: &str = "Relapse by class of residual disease (about 41 % in three years altogether) contradicts relapse \
     of all patients (58 to 78 % in five years): two populations; the model is held to the latter.";
const CURED_AGAIN: &str = "It pulls against the median of second remissions: with less killing of stem cells the median falls \
     below three months first.";
const EQUAL: &str = "Four equal courses kill four times the same share of stem cells, whose sensitivity differs little within a patient.";
const CUTOFF: &str = "so that responders stay on the far side of 1.5 log10, the limit that told 88 % from 44 % CR";

/// Limits of the classes of residual disease (San Miguel 2001).
const CLASSES: [f64; 5] = [0.0, 1e-4, 1e-3, 1e-2, 1.0];
/// Ids of the classes of residual disease, from the least to the most.
const MRD: [&str; 4] = ["residual_0", "residual_1", "residual_2", "residual_3"];
/// Ids of relapse in these classes.
const RELAPSE: [&str; 4] = ["relapse_0", "relapse_1", "relapse_2", "relapse_3"];

const CHECKS: [Check; 15] = [
    Check::new(
        "second_remission",
        ["median second remission", "months", SECOND],
        range(5.0, 3.5, 9.0, "range of four sources"),
        "AT-K4",
        Grade::A,
    )
    .because(SECOND_LENGTH),
    Check::new(
        "second_cured",
        ["second remissions without relapse for 5 years, by chemotherapy", "", SECOND],
        assumed(
            0.05,
            0.0,
            0.12,
            "at most the lower part of the 10 to 20 % long-term survivors, most of whom were transplanted",
        ),
        "L26",
        Grade::A,
    )
    .because(CURED_AGAIN),
    Check::new(
        "first_remission",
        ["median first remission", "months", FIRST],
        reasoned(
            12.0,
            9.0,
            18.0,
            "12 months (L22) and 10.8 to 14.2 (N04), by a quarter to either side: less than the 33 months that high doses added (L22)",
        ),
        "L22",
        Grade::A,
    ),
    Check::new(
        "first_cured",
        ["first remissions without relapse for 5 years", "", FIRST],
        range(0.30, 0.22, 0.42, "4- and 5-year rates of four sources, 21 to 44 %"),
        "L22 L23",
        Grade::A,
    )
    .because(EQUAL),
    Check::new("residual_0", ["residual disease below 1e-4", "", FIRST], count(8, 126), "AT-K2", Grade::A)
        .because(ALIKE),
    Check::new("residual_1", ["residual disease from 1e-4 to 1e-3", "", FIRST], count(37, 126), "AT-K2", Grade::A)
        .because(ALIKE),
    Check::new("residual_2", ["residual disease from 1e-3 to 1e-2", "", FIRST], count(64, 126), "AT-K2", Grade::A)
        .because(ALIKE),
    Check::new("residual_3", ["residual disease above 1e-2", "", FIRST], count(17, 126), "AT-K2", Grade::A)
        .because(ALIKE),
    Check::new(
        "relapse_0",
        ["relapse within 3 years, residual disease below 1e-4", "", FIRST],
        count(0, 8),
        "AT-K2",
        Grade::A,
    )
    .because(TWO_POPULATIONS),
    Check::new("relapse_1", ["relapse within 3 years, from 1e-4 to 1e-3", "", FIRST], count(5, 37), "AT-K2", Grade::A)
        .because(TWO_POPULATIONS),
    Check::new("relapse_2", ["relapse within 3 years, from 1e-3 to 1e-2", "", FIRST], count(32, 64), "AT-K2", Grade::A)
        .because(TWO_POPULATIONS),
    Check::new("relapse_3", ["relapse within 3 years, above 1e-2", "", FIRST], count(14, 17), "AT-K2", Grade::A)
        .because(TWO_POPULATIONS),
    Check::new(
        "blood_cleared",
        ["fall of blasts in blood from day 0 to 3, those with CR, median", "log10", FIRST],
        reasoned(2.3, 1.8, 2.8, CUTOFF),
        "AT-K1",
        Grade::A,
    ),
    Check::new(
        "blood_resistant",
        ["the same, resistant", "log10", "newly diagnosed, 18 to 65; 5 % blasts or more on day 28"],
        reasoned(1.0, 0.6, 1.4, CUTOFF),
        "AT-K1",
        Grade::A,
    ),
    Check::new(
        "blasts_day_16",
        [
            "blasts in the marrow of day 16, median",
            "",
            "newly diagnosed, 18 to 65; 7 + 3 with 100 mg/m2/d (published: thioguanine, cytarabine and daunorubicin)",
        ],
        assumed(0.05, 0.02, 0.12, "median 5 %, mean 18.6 +- 28.5 %"),
        "V11",
        Grade::A,
    ),
];

const MONTH: f64 = 365.25 / 12.0;
const YEAR: f64 = 365.25;
/// Nearly five years from the remission, which comes up to ten weeks after the first day (d).
const LONG: f64 = 5.0 * YEAR - 70.0;

fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    let first = in_remission(cohorts, &arms::FIRST_LINE);
    let second = in_remission(cohorts, &arms::RELAPSE_CELLS);
    let resistant =
        cohorts.of(&arms::FIRST_LINE).iter().filter(|seen| !seen.is_cr_of_first() && seen.day_28_blasts > 0.05);
    let median = |values: Vec<f64>| Estimate::median(&values);
    let day_16 = cohorts.of(&arms::FIRST_LINE).iter().map(|seen| seen.day_16_blasts).filter(|share| share.is_finite());
    let mut found = vec![
        ("second_remission", Estimate::median_of(&remissions(&second)).over(MONTH)),
        ("second_cured", Estimate::survival(&remissions(&second), LONG)),
        ("first_remission", Estimate::median_of(&remissions(&first)).over(MONTH)),
        ("first_cured", Estimate::survival(&remissions(&first), LONG)),
        ("blood_cleared", median(first.iter().map(|seen| seen.clearance).collect())),
        ("blood_resistant", median(resistant.map(|seen| seen.clearance).collect())),
        ("blasts_day_16", median(day_16.collect())),
    ];
    for (class, limits) in CLASSES.windows(2).enumerate() {
        let within = |seen: &&Seen| seen.residual.is_some_and(|share| limits[0] <= share && share < limits[1]);
        found.push((MRD[class], Estimate::share(first.iter().map(&within))));
        let of_class: Vec<&Seen> = first.iter().copied().filter(within).collect();
        found.push((RELAPSE[class], Estimate::survival(&remissions(&of_class), 3.0 * YEAR).complement()));
    }
    found
}

/// Patients of an arm with CR by day 42.
fn in_remission<'a>(cohorts: &'a Cohorts, arm: &Arm) -> Vec<&'a Seen> {
    cohorts.of(arm).iter().filter(|seen| seen.is_cr_of_first()).collect()
}

/// Days from the remission to the relapse; deaths and the end of the simulation are censored.
fn remissions(seen: &[&Seen]) -> KaplanMeier {
    let one = |seen: &&Seen| {
        let survival = &seen.outcome.survival;
        let since = survival.response_day.or(seen.cr_day).unwrap_or(0.0);
        let end = survival.relapse_day.or(survival.death_day).unwrap_or(survival.observed_to_day);
        Observed { time: end - since, event: survival.relapse_day.is_some() }
    };
    KaplanMeier::of(&seen.iter().map(one).collect::<Vec<_>>())
}
