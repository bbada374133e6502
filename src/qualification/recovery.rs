//! How long blood stays low after chemotherapy, and when it comes back.
//! Left out: growth factors and transfusions, which the patients of some publications had.
//!
//! Days are read within the first 42: a count is back when it passes the limit after its lowest point, and days below a
//! limit are summed. Medians are over patients with CR in the first window; those whose count did not come back are
//! left out. Typical persons are read as means over replicates.
//!
//! # What a difference would mean
//!
//! Recovery is the other side of dose: an arm that looks good because its blood comes back too early would be
//! chosen for the wrong reason. Days below a limit and the day of return are told apart, because a shallow valley
//! can be long.
//!
//! Medians of those in remission are compared with medians of those in remission: whoever is resistant or dies early has no
//! recovery, in the publications as here.

use super::{
    Check, Measured, Subject,
    arms::{self, Arm},
    bench::Bench,
    check::{DAYS, about, assumed, range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
    seen::{BloodSeen, FIRST_WINDOW, Seen, days_below},
};
use cenersim_model::{
    curves::{Course, Variable},
    parameters::Grade,
    patient::{Disease, Patient},
};

pub const SUBJECT: Subject = Subject {
    heading: "Recovery of blood",
    text: "Days count from the first day of chemotherapy. Medians of the patients in remission of a population, of a healthy \
           typical person after high-dose consolidation, or of the typical relapsed patient of 55 years as if he could not \
           die, where replicates differ in the draws of cells.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const HEALTHY: &str = "typical person in remission (without leukemia); cytarabine 3 g/m2 every 12 h on three days";
const ANALOG: &str = "population of the trial; idarubicin 10 mg/m2 x 3, cytarabine 1 g/m2 x 4";
const FLAG: &str = "first relapse, those in remission; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4 (published: FLAG with and \
     without idarubicin)";
const FRONT_LINE: &str =
    "newly diagnosed, median 45, those in remission; idarubicin 14 mg/m2 x 3, cytarabine 100 mg/m2/d x 7";
const TYPICAL: &str = "typical relapsed patient; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4";
const MEAN_FIELD: &str = "a compartment version of the model; from the evidence, not measured";
const TWO_DAYS: &str = "20 % to either side, two days: the difference between the two schedules is no larger";

const OPPOSED: &str = "Platelets are early after salvage and late after first treatment: what shortens one shortens the other, and \
     megakaryocytes that die as often as the progenitors beside them move neither by more than half a day.";
const WEEK: &str = "How much a week of cytarabine harms normal progenitors follows from high doses in remission (C07 C08); with the \
     largest dose of idarubicin blood is back a day late.";

const CHECKS: [Check; 11] = [
    Check::new(
        "hidac_135",
        ["days with neutrophils below 0.5 G/L, 3 g/m2 on days 1, 3, 5", "d", HEALTHY],
        about(10.0, TWO_DAYS),
        "C07",
        Grade::A,
    ),
    Check::new(
        "hidac_123",
        ["days with neutrophils below 0.5 G/L, 3 g/m2 on days 1, 2, 3", "d", HEALTHY],
        about(8.0, TWO_DAYS),
        "C08",
        Grade::A,
    ),
    Check::new(
        "leukopenia",
        ["days with leukocytes below 1.0 G/L, until day 42, median", "d", ANALOG],
        about(14.0, DAYS),
        "R07",
        Grade::A,
    ),
    Check::new(
        "thrombopenia",
        ["days with platelets below 50 G/L, until day 42, those who recover, median", "d", ANALOG],
        about(22.0, DAYS),
        "R07",
        Grade::A,
    ),
    Check::new(
        "neutrophils_back",
        ["neutrophils above 0.5 G/L, median", "d", FLAG],
        reasoned(18.5, 18.0, 24.0, "18.5 d under G-CSF, which saves 5 d (C04)"),
        "R06 C04",
        Grade::A,
    ),
    Check::new(
        "platelets_back",
        ["platelets above 100 G/L, median", "d", FLAG],
        assumed(24.0, 22.0, 30.0, "24 d, a tenth below and a quarter above"),
        "R06",
        Grade::A,
    )
    .because(OPPOSED),
    Check::new(
        "neutrophils_back_first_line",
        ["neutrophils above 1.0 G/L, first line, median", "d", FRONT_LINE],
        range(21.0, 21.0, 32.0, "medians of two sources: 21 d at 45 years (limits not given), 32 d from 60 to 75"),
        "R09 C06 C01",
        Grade::A,
    ),
    Check::new(
        "platelets_back_first_line",
        ["platelets above 100 G/L, first line, median", "d", FRONT_LINE],
        range(21.0, 21.0, 28.0, "medians of two sources: 21 d at 45 years (limits not given), 28 d from 60 to 75"),
        "R09 C06 C02",
        Grade::A,
    )
    .because(WEEK),
    Check::new(
        "neutrophils_back_older",
        [
            "neutrophils above 1.0 G/L, 55 to 75 years, median",
            "d",
            "newly diagnosed, 55 to 75, those in remission; idarubicin 8 mg/m2 x 5, cytarabine 100 mg/m2/d x 7",
        ],
        reasoned(29.0, 25.0, 33.0, "4 d to either side, less than the 5 d that a growth factor saved in this trial"),
        "C03",
        Grade::A,
    ),
    Check::new(
        "time_to_cr",
        ["time to CR", "d", "refractory or relapsed; idarubicin 12 mg/m2 x 3, those with CR"],
        range(28.0, 22.0, 40.0, "range of 5 patients"),
        "R08 V01",
        Grade::A,
    )
    .because("Marrows are examined on days 28, 35 and 42, so that no CR is seen before day 28."),
    Check::new(
        "overshoot",
        ["highest neutrophils within 90 days over the healthy count", "", TYPICAL],
        assumed(f64::NAN, 0.0, 1.5, MEAN_FIELD),
        "K29",
        Grade::C,
    ),
];

fn measure(bench: &Bench, cohorts: &Cohorts) -> Measured {
    let median = |arm: &Arm, of: fn(&BloodSeen) -> f64| {
        let seen = cohorts.of(arm).iter().filter(|seen| seen.is_cr_of_first()).map(|seen| of(&seen.blood));
        Estimate::median(&seen.filter(|day| day.is_finite()).collect::<Vec<_>>())
    };
    let analog = |whom: fn(&BloodSeen) -> bool, of: fn(&BloodSeen) -> f64| {
        let blood = cohorts.of(&arms::ANALOG).iter().map(|seen: &Seen| seen.blood).filter(whom);
        Estimate::median(&blood.map(|blood| of(&blood)).collect::<Vec<_>>())
    };
    let crs = cohorts.of(&arms::IDARUBICIN).iter().filter(|seen| seen.is_cr());
    let days: Vec<f64> = crs.filter_map(|seen| seen.cr_day).collect();
    let mut found = vec![
        ("leukopenia", analog(|blood| blood.days_leukocytes_below_one > 0.0, |blood| blood.days_leukocytes_below_one)),
        ("thrombopenia", analog(|blood| blood.platelets_back, |blood| blood.days_platelets_below_50)),
        ("neutrophils_back", median(&arms::RELAPSE, |blood| blood.neutrophils_above_half)),
        ("platelets_back", median(&arms::RELAPSE, |blood| blood.platelets_above_100)),
        ("neutrophils_back_first_line", median(&arms::IDARUBICIN_14, |blood| blood.neutrophils_above_one)),
        ("platelets_back_first_line", median(&arms::IDARUBICIN_14, |blood| blood.platelets_above_100)),
        ("neutrophils_back_older", median(&arms::OLDER_ONCE, |blood| blood.neutrophils_above_one)),
        ("time_to_cr", Estimate::median(&days)),
    ];
    found.extend(typical(bench));
    found
}

/// What is read from typical persons.
fn typical(bench: &Bench) -> Measured {
    let healthy = Patient { disease: Disease::Healthy, ..bench.patient().clone() };
    let relapsed = Patient { age_years: 55.0, ..bench.patient().clone() };
    let neutropenia = |days: &str| {
        let regimen = format!("cytarabine 3 g/m2 every 12 h on days {days}");
        let below = |course: &Course| days_below(&course.curves.until(FIRST_WINDOW), Variable::Neutrophils, 0.5);
        mean(&bench.typical(&healthy, &regimen, FIRST_WINDOW + 1.0), &below)
    };
    let courses = bench.typical(&relapsed, "idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4", 90.0);
    let baseline = bench.ledger.number("blood.neutrophils.baseline") / 1e9;
    vec![
        ("hidac_135", neutropenia("1, 3, 5")),
        ("hidac_123", neutropenia("1, 2, 3")),
        ("overshoot", mean(&courses, &|course| highest(course) / baseline)),
    ]
}

/// Over replicates of one patient.
fn mean(courses: &[Course], of: &dyn Fn(&Course) -> f64) -> Estimate {
    Estimate::mean(&courses.iter().map(of).collect::<Vec<_>>())
}

/// The highest neutrophil count on record (10^9/L).
fn highest(course: &Course) -> f64 {
    course.curves.of(Variable::Neutrophils, None).iter().copied().fold(0.0, f64::max)
}
