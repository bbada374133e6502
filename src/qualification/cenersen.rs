//! Cenersen in plasma and cells. Nothing was measured in patients but that levels are proportional to the dose; the rest is
//! taken from another oligonucleotide of the same chemistry (G3139).
//! Left out: samples of patients, none of which were published.
//!
//! The level at steady state is that at the end of a week at 0.1 mg/kg/h. Half-lives come from two levels: in plasma 0
//! and 6 h after the end, in cells 24 and 72 h after it. What the model lacks (excretion, another target) is listed and
//! not judged.
//!
//! # What a difference would mean
//!
//! Nothing was published of cenersen in patients but proportionality, so most rows compare the model with another
//! oligonucleotide. They show whether the chosen kinetics are those of the class, and cannot show whether cenersen
//! follows it.

use super::{
    Check, Measured, Subject,
    bench::Bench,
    check::{range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
    levels::{Given, Level},
};
use cenersim_model::{parameters::Grade, treatment::Drug};

pub const SUBJECT: Subject = Subject {
    heading: "Cenersen in plasma and cells",
    text: "The typical patient under 0.1 mg/kg/h. No plasma level of cenersen at this dose was found; ranges come from G3139, \
           an oligonucleotide of the same chemistry.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const WEEK: &str = "typical patient, 0.1 mg/kg/h for 7 days";

const CHECKS: [Check; 9] = [
    Check::new(
        "cenersen_plasma",
        ["plasma level at steady state", "mg/L", WEEK],
        range(1.1, 0.8, 2.0, "range"),
        "P06",
        Grade::C,
    ),
    Check::new(
        "cenersen_plasma_molar",
        ["the same in molar units", "umol/L", WEEK],
        range(0.18, 0.13, 0.32, "range"),
        "P06 P02",
        Grade::C,
    ),
    Check::new(
        "cenersen_at_10_h",
        ["share of the steady state reached after 10 h", "", WEEK],
        reasoned(1.0, 0.9, 1.0, "reached at about 10 h; 90 % is what pharmacokinetics calls reached, 3.3 half-lives"),
        "P07",
        Grade::A,
    ),
    Check::new(
        "cenersen_half_life",
        ["plasma half-life after the infusion", "h", WEEK],
        range(2.0, 1.0, 3.0, "range"),
        "P07",
        Grade::A,
    ),
    Check::new(
        "cenersen_linear",
        ["level at twice the rate over that at the rate", "", "typical patient, 0.1 and 0.2 mg/kg/h for 7 days"],
        range(2.0, 1.99, 2.01, "proportional to the dose; 0.5 % for rounding"),
        "P03",
        Grade::A,
    ),
    Check::new(
        "cenersen_cells",
        ["content of cells at steady state", "pmol/mg", WEEK],
        range(3.0, 1.0, 14.0, "range"),
        "P10",
        Grade::C,
    ),
    Check::new(
        "cenersen_cell_half_life",
        ["half-life in cells", "h", WEEK],
        range(24.0, 12.0, 48.0, "range"),
        "P11 P08",
        Grade::C,
    ),
    Check::new(
        "cenersen_urine",
        ["share excreted intact in urine", "", "10-day infusion"],
        range(0.36, 0.09, 0.36, "range"),
        "P04",
        Grade::A,
    )
    .lacking("Clearance is one number; what leaves through the kidney is not told from what is degraded."),
    Check::new(
        "antisense_responders",
        ["patients with less target mRNA", "", "G3139, 9 of 12"],
        super::check::count(9, 12),
        "P23",
        Grade::A,
    )
    .lacking("The target of G3139 is not in the model, and what counted as less was not found."),
];

/// Molar mass of cenersen (mg/umol).
const MOLAR_MASS: f64 = 6.207;

/// An infusion of a week, at one and at two times the rate.
fn measure(bench: &Bench, _: &Cohorts) -> Measured {
    let given = |rate: f64| Given {
        ledger: &bench.ledger,
        body: bench.patient().body,
        drug: Drug::Cenersen,
        amount_mg: rate * bench.patient().body.weight_kg * 168.0,
        length: 168.0,
        every: 0.0,
        infusions: 1,
    };
    let (plasma, cell): (Level, Level) = (|levels| levels.cenersen_plasma, |levels| levels.cenersen_cell);
    let week = given(0.1);
    let level = week.at(168.0, plasma);
    [
        ("cenersen_plasma", level),
        ("cenersen_plasma_molar", level / MOLAR_MASS),
        ("cenersen_at_10_h", week.at(10.0, plasma) / level),
        ("cenersen_half_life", week.half_life([168.0, 174.0], plasma)),
        ("cenersen_linear", given(0.2).at(168.0, plasma) / level),
        ("cenersen_cells", week.at(168.0, cell)),
        ("cenersen_cell_half_life", week.half_life([192.0, 240.0], cell)),
    ]
    .map(|(id, value)| (id, Estimate::exact(value)))
    .into()
}
