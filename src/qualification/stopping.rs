//! The stopping rule, whose form was published and whose constants were not: what it does to an arm of 18 patients.
//! Left out: the trial's own rule.
//!
//! An arm of 18 patients is enumerated at four true CR rates, with a look after each patient from the fifth to the last
//! but one. The published probabilities have two digits, so the interval is 0.005 to either side.
//!
//! # What a difference would mean
//!
//! The rule is enumerated exactly, so a value outside its interval is not chance: then the assumed constants are
//! not those of the trial. They were chosen by hand to give the published probabilities, so a pass is no test of
//! the model.

use super::{Check, Measured, Subject, bench::Bench, check::exactly, cohorts::Cohorts, estimate::Estimate};
use cenersim_analyses::trial::{Beta, Rule, Standard};
use cenersim_model::parameters::Grade;

pub const SUBJECT: Subject = Subject {
    heading: "The stopping rule",
    text: "By exact enumeration, beside the numbers of the evidence table: standard beta(14, 86), arm before data beta(0.28, 1.72), \
           no margin, limit 0.05, looks from the fifth patient on. No arm of the trial was stopped.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const WHO: &str = "arm of 18 patients";
const ROUNDED: &str = "rounded to two digits";

const CHECKS: [Check; 4] = [
    Check::new(
        "stop_at_5",
        ["probability of stopping at a CR rate of 5 %", "", WHO],
        exactly(0.66, 0.655, 0.665, ROUNDED),
        "ST4",
        Grade::A,
    ),
    Check::new(
        "stop_at_14",
        ["probability of stopping at a CR rate of 14 %", "", WHO],
        exactly(0.30, 0.295, 0.305, ROUNDED),
        "ST4",
        Grade::A,
    ),
    Check::new(
        "stop_at_24",
        ["probability of stopping at a CR rate of 24 %", "", WHO],
        exactly(0.11, 0.105, 0.115, ROUNDED),
        "ST4",
        Grade::A,
    ),
    Check::new(
        "stop_at_29",
        ["probability of stopping at a CR rate of 29 %", "", WHO],
        exactly(0.06, 0.055, 0.065, ROUNDED),
        "ST4",
        Grade::A,
    ),
];

/// By exact enumeration ([`Rule::exact`]).
fn measure(_: &Bench, _: &Cohorts) -> Measured {
    let rule = Rule {
        standard: Standard::Uncertain(Beta { a: 14.0, b: 86.0 }),
        experimental: Beta { a: 0.28, b: 1.72 },
        margin: 0.0,
        lower: 0.05,
        first_look: 5,
        every: 1,
        most: 18,
    };
    let found = rule.exact(&[0.05, 0.14, 0.24, 0.29]);
    CHECKS.iter().zip(found).map(|(check, found)| (check.id, Estimate::exact(found.probability_of_stopping))).collect()
}
