//! The leukemia that nobody treats: how fast it grows, what its cells do, and how it is made up.
//! Left out: cells that are told apart by their surface.
//!
//! ```text
//! doubling time = 7 d / log2(N(14 d)/N(7 d))          potential doubling time = 0.8 T_S / labelling index
//! loss = ln 2 (1/potential - 1/doubling)
//! ```
//!
//! The labelling index is the share of all leukemic cells in S phase on day 14; the cycle time is the mean over the
//! cells that are in cycle.
//!
//! # What a difference would mean
//!
//! The pace of growth decides how fast a leukemia comes back, the share of cells in S phase how much cytarabine can
//! do in a week. Labelling indices in vivo scatter widely between patients; the checks are about the typical one.

use super::{
    Check, Measured, Published, Subject,
    bench::Bench,
    check::{assumed, range},
    cohorts::Cohorts,
    estimate::Estimate,
};
use cenersim_model::{
    biology::Kind,
    curves::{Course, Variable},
    parameters::Grade,
};

pub const SUBJECT: Subject = Subject {
    heading: "The untreated leukemia",
    text: "The typical patient without any drug for 14 days; replicates differ in the draws of their cells.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const WHO: &str = "typical patient, untreated, day 14";
const FEW_LABELLED: &str =
    "It follows from the labelling index, which is nearer to the lower end of its range than to the mean.";

const CHECKS: [Check; 13] = [
    Check::new("doubling_time", ["doubling time, days 7 to 14", "d", WHO], range(12.0, 11.0, 36.0, "range"), "K06", Grade::A),
    Check::new(
        "labelling_index",
        ["labelling index, all leukemic cells", "", WHO],
        range(0.08, 0.02, 0.20, "range"),
        "K01",
        Grade::A,
    ),
    Check::new("s_phase", ["length of S phase", "h", WHO], range(12.0, 3.1, 35.0, "range"), "K02", Grade::A),
    Check::new(
        "cycle_time",
        ["cycle time of cycling cells", "h", WHO],
        range(48.0, 11.5, 211.0, "range"),
        "K03",
        Grade::A,
    ),
    Check::new("growth_fraction", ["blasts in cycle", "", WHO], range(0.32, 0.1, 1.0, "range"), "K04", Grade::A),
    Check::new(
        "potential_doubling",
        ["potential doubling time, 0.8 of S phase over the labelling index", "d", WHO],
        range(5.0, 1.6, 8.0, "range"),
        "K05",
        Grade::A,
    )
    .because(FEW_LABELLED),
    Check::new(
        "loss_rate",
        ["loss of cells that the difference of both doubling times tells", "1/d", WHO],
        range(0.08, 0.06, 0.38, "range"),
        "K07",
        Grade::A,
    )
    .because(FEW_LABELLED),
    Check::new(
        "progenitors_over_blasts",
        ["S phase, share of progenitors over share of blasts", "", WHO],
        assumed(5.0, 2.5, 10.0, "factor of two"),
        "K08",
        Grade::A,
    )
    .because(
        "Progenitors cycle in 36 h, faster than the measured 48 h (assumed), and one blast in eight is in cycle instead of a \
                  third (K04).",
    ),
    Check::new(
        "stem_frequency",
        ["stem cells per 10^7 leukemic cells", "", WHO],
        range(10.0, 0.7, 45.0, "range of 6 patients"),
        "K09",
        Grade::A,
    ),
    Check::new(
        "progenitor_frequency",
        ["progenitors over stem cells", "", WHO],
        range(f64::NAN, 200.0, 800.0, "range of long-term culture-initiating cells over repopulating ones"),
        "K09",
        Grade::A,
    )
    .lacking(
        "Cultures find the early progenitors alone; the model has 22 stages between stem cell and blast, and none of them is \
         told from the next by what a culture asks for.",
    ),
    Check::new("stem_quiescence", ["stem cells in G0", "", WHO], range(0.75, 0.5, 0.95, "range"), "K11", Grade::B),
    Check::new(
        "burden",
        ["leukemic cells before treatment, median of the population", "cells", "population of the trial"],
        range(1e12, 1e11, 3e12, "range"),
        "K14",
        Grade::A,
    ),
    Check::new("cd34_cd38", ["CD34+ CD38- cells", "", "marrow of patients"], Published::Value(0.022), "K10", Grade::A)
        .lacking("Cells carry no surface markers; kinds are defined by what they can do."),
];

fn measure(bench: &Bench, cohorts: &Cohorts) -> Measured {
    let courses = bench.typical(bench.patient(), "nothing", 14.0);
    let mean = |id, of: &dyn Fn(&Course) -> f64| (id, Estimate::mean(&courses.iter().map(of).collect::<Vec<_>>()));
    let s_phase = bench.ledger.time("cycle.leukemic.s_phase").in_hours();
    let potential = |course: &Course| 0.8 * s_phase / 24.0 / labelling(course);
    let loss = |course: &Course| std::f64::consts::LN_2 * (1.0 / potential(course) - 1.0 / doubling(course));
    let cells = |course: &Course, kind| last(course, Variable::Cells, kind);
    let in_s = |course: &Course, kind| last(course, Variable::ShareS, kind);
    let burdens: Vec<f64> = cohorts.trial.iter().map(|seen| seen[0].patient.burden).collect();
    vec![
        mean("doubling_time", &doubling),
        mean("labelling_index", &labelling),
        ("s_phase", Estimate::exact(s_phase)),
        mean("cycle_time", &|course| cycle_time(bench, course)),
        mean("growth_fraction", &|course| 1.0 - last(course, Variable::ShareG0, Kind::Blast)),
        mean("potential_doubling", &potential),
        mean("loss_rate", &loss),
        mean("progenitors_over_blasts", &|course| in_s(course, Kind::LeukemicProgenitor) / in_s(course, Kind::Blast)),
        mean("stem_frequency", &|course| 1e7 * cells(course, Kind::LeukemicStem) / total(course)),
        mean("stem_quiescence", &|course| last(course, Variable::ShareG0, Kind::LeukemicStem)),
        ("burden", Estimate::median(&burdens)),
    ]
}

/// Value of a curve on the last day.
fn last(course: &Course, variable: Variable, kind: Kind) -> f64 {
    course.curves.of(variable, Some(kind)).last().copied().unwrap_or(f64::NAN)
}

/// Leukemic cells of all kinds at one point of the curves.
fn leukemic(course: &Course, at: impl Fn(&[f64]) -> Option<&f64>) -> f64 {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_leukemic());
    kinds.map(|kind| at(course.curves.of(Variable::Cells, Some(kind))).copied().unwrap_or(f64::NAN)).sum()
}

/// Leukemic cells on the last day.
fn total(course: &Course) -> f64 {
    leukemic(course, |cells| cells.last())
}

/// Doubling time over the second week (d).
fn doubling(course: &Course) -> f64 {
    let week = course.curves.days.iter().position(|day| *day >= 7.0 - 1e-9).unwrap_or(0);
    7.0 / libm::log2(total(course) / leukemic(course, |cells| cells.get(week)))
}

/// Share of all leukemic cells for which `of` holds, given the share in each kind.
fn over_kinds(course: &Course, of: impl Fn(Kind) -> f64) -> f64 {
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.is_leukemic());
    kinds.map(|kind| last(course, Variable::Cells, kind) * of(kind)).sum::<f64>() / total(course)
}

/// Share of all leukemic cells in S phase.
fn labelling(course: &Course) -> f64 {
    over_kinds(course, |kind| last(course, Variable::ShareS, kind))
}

/// Mean cycle time of the cells that are in cycle (h).
fn cycle_time(bench: &Bench, course: &Course) -> f64 {
    let paths = [
        (Kind::LeukemicStem, "leukemia.stem.cycle"),
        (Kind::LeukemicProgenitor, "leukemia.progenitor.cycle"),
        (Kind::Blast, "leukemia.blast.cycle"),
    ];
    let length = |kind| {
        let path = paths.iter().find(|(of, _)| *of == kind).map_or("leukemia.blast.cycle", |(_, path)| *path);
        bench.ledger.time(path).in_hours()
    };
    let cycling = |kind| 1.0 - last(course, Variable::ShareG0, kind);
    over_kinds(course, |kind| cycling(kind) * length(kind)) / over_kinds(course, cycling)
}
