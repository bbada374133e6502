//! How long blood stays low after chemotherapy, and when it comes back.
//! Left out: growth factors and transfusions, which the patients of the publications had.

use super::{
    Check, Measured, Subject,
    bench::Bench,
    check::range,
    cohorts::{Cohorts, SALVAGE},
    estimate::Estimate,
};
use crate::{
    curves::{Course, Variable},
    parameters::Grade,
    patient::Patient,
};

pub const SUBJECT: Subject = Subject {
    heading: "Recovery of blood",
    text: "The typical patient, 55 years old, as if he could not die; days count from the first day of chemotherapy, \
           replicates differ in the draws of cells. Leukocytes are neutrophils here: lymphocytes are left out.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const ANALOG: &str = "typical patient; idarubicin 10 mg/m2 x 3, cytarabine 1 g/m2 x 4";
const FLAG: &str =
    "typical patient; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4 (published: FLAG with and without idarubicin)";
const FRONT_LINE: &str = "typical patient; idarubicin 14 mg/m2 x 3, cytarabine 100 mg/m2/d x 7 (published: first line)";
const LATE: &str = "Blood recovers days too late. Part of it is the leukemia: with these numbers a healthy person recovers four days \
     earlier from the same course. Part of it is idarubicin that stays bound in cells: with a half-life of 2 h instead of 42 h \
     recovery comes two days earlier. What is left is unexplained; nothing in the model stands for G-CSF.";
const MEAN_FIELD: &str = "a compartment version of the model; from the evidence, not measured";

const CHECKS: [Check; 9] = [
    Check::new(
        "leukopenia",
        ["days with leukocytes below 1.0 G/L, until day 42", "d", ANALOG],
        range(14.0, 11.2, 16.8, "20 % to either side, assumed; patients 5 to 56 d"),
        "R07",
        Grade::A,
    )
    .because(LATE),
    Check::new(
        "thrombopenia",
        ["days with platelets below 50 G/L", "d", ANALOG],
        range(22.0, 17.6, 26.4, "20 % to either side, assumed; patients 7 to 120 d"),
        "R07",
        Grade::A,
    )
    .because(LATE),
    Check::new(
        "neutrophils_back",
        ["neutrophils above 0.5 G/L", "d", FLAG],
        range(18.5, 18.0, 24.0, "range for patients who clear their marrow"),
        "R06",
        Grade::A,
    )
    .because(LATE),
    Check::new(
        "platelets_back",
        ["platelets above 100 G/L", "d", FLAG],
        range(24.0, 24.0, 30.0, "range for patients who clear their marrow"),
        "R06",
        Grade::A,
    )
    .because(LATE),
    Check::new(
        "neutrophils_back_first_line",
        ["neutrophils above 1.0 G/L, first line", "d", FRONT_LINE],
        super::check::about(21.0),
        "R09",
        Grade::A,
    )
    .because(LATE),
    Check::new(
        "platelets_back_first_line",
        ["platelets above 100 G/L, first line", "d", FRONT_LINE],
        super::check::about(21.0),
        "R09",
        Grade::A,
    )
    .because(LATE),
    Check::new(
        "time_to_cr",
        ["time to CR", "d", "population of the trial; idarubicin 12 mg/m2 x 3, those with CR"],
        range(28.0, 22.0, 40.0, "range of 5 patients"),
        "R08 V01",
        Grade::A,
    )
    .because(
        "Marrows are examined on days 28, 35 and 42, so that no CR is seen before day 28; and blood comes back late.",
    ),
    Check::new(
        "neutrophil_nadir",
        ["day of the lowest neutrophils", "d", FLAG],
        range(16.5, 16.0, 17.0, MEAN_FIELD),
        "K21",
        Grade::C,
    )
    .because(
        "The compartment version kills at one moment; agents carry bound drug for days, and the nadir is flat: its \
                  lowest point wanders within a week.",
    ),
    Check::new(
        "overshoot",
        ["highest neutrophils within 90 days over the healthy count", "", FLAG],
        range(f64::NAN, 0.0, 1.5, MEAN_FIELD),
        "K29",
        Grade::C,
    ),
];

fn measure(bench: &Bench, cohorts: &Cohorts) -> Measured {
    let patient = Patient { age_years: 55.0, ..bench.patient().clone() };
    let courses = |regimen| bench.typical(&patient, regimen, 90.0);
    let analog = courses("idarubicin 10 mg/m2 for 3 days, cytarabine 1 g/m2 for 4 days");
    let flag = courses(SALVAGE);
    let front_line = courses("idarubicin 14 mg/m2 for 3 days, cytarabine 100 mg/m2/d for 7 days");
    let healthy = bench.ledger.number("blood.neutrophils.baseline") / 1e9;
    let crs = cohorts.alone.iter().filter(|seen| seen.is_cr());
    let days: Vec<f64> = crs.filter_map(|seen| seen.outcome.survival.response_day).collect();
    let milestones = |course: &Course| course.outcome.milestones.clone();
    vec![
        over("leukopenia", &analog, &|course| days_below(course, 1.0)),
        over("thrombopenia", &analog, &|course| milestones(course).days_platelets_below_50),
        over("neutrophils_back", &flag, &|course| day(milestones(course).neutrophils_above_half_day)),
        over("platelets_back", &flag, &|course| day(milestones(course).platelets_above_100_day)),
        over("neutrophils_back_first_line", &front_line, &|course| day(milestones(course).neutrophils_above_one_day)),
        over("platelets_back_first_line", &front_line, &|course| day(milestones(course).platelets_above_100_day)),
        ("time_to_cr", Estimate::median(&days)),
        over("neutrophil_nadir", &flag, &|course| milestones(course).neutrophil_nadir_day),
        over("overshoot", &flag, &|course| highest(course) / healthy),
    ]
}

fn over(id: &'static str, courses: &[Course], of: &dyn Fn(&Course) -> f64) -> (&'static str, Estimate) {
    (id, Estimate::mean(&courses.iter().map(of).collect::<Vec<_>>()))
}

/// A day that may not have come.
fn day(day: Option<f64>) -> f64 {
    day.unwrap_or(f64::INFINITY)
}

/// Days with fewer neutrophils than this within the first six weeks.
fn days_below(course: &Course, limit: f64) -> f64 {
    let (days, values) = (&course.curves.days, course.curves.of(Variable::Neutrophils, None));
    let until = days.iter().filter(|day| **day <= 42.0).count();
    (1..until).filter(|&i| values[i] < limit).map(|i| days[i] - days[i - 1]).sum()
}

fn highest(course: &Course) -> f64 {
    course.curves.of(Variable::Neutrophils, None).iter().copied().fold(0.0, f64::max)
}
