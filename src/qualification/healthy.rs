//! Health: a marrow and a blood that stay where they are, at the pace that was measured.
//! Left out: the spread between people.
//!
//! Counts and cells are those of the typical person without leukemia on day 180, in replicates. Where the published
//! number is a number of the ledger (transit times, half-lives, baselines), it stands beside it without a simulation.
//! The interval between divisions of stem cells is
//!
//! ```text
//! Σ stem cells × 6 h / divisions          over 180 days in steps of 6 h
//! ```
//!
//! # What a difference would mean
//!
//! A healthy marrow that drifts over half a year would make every recovery after chemotherapy wrong. Intervals
//! between divisions of stem cells are published with a range of a factor of three, so this check is wide.

use super::{
    Check, Measured, Published, Subject,
    bench::Bench,
    check::{about, assumed, exactly, range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
};
use cenersim_model::{
    biology::{Blood, Kind, Marrow, Model},
    curves::{Course, Variable},
    engine::Seed,
    parameters::Grade,
    patient::{Disease, Patient, Tp53},
    quantity::Time,
    treatment::Exposure,
};
use rayon::prelude::*;

pub const SUBJECT: Subject = Subject {
    heading: "Health",
    text: "The typical patient without leukemia and without drugs for 180 days. A fixed point of the feedback is one only \
           as far as the number of agents allows, see the convergence.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const WHO: &str = "healthy person, day 180";
/// Recalled from tables of biological variation.
const OWN: &str = "constant; 0.05 to either side, within what counts of one healthy person vary by (coefficients of variation of 17 % for \
     neutrophils and 9 % for platelets)";
const STEADY: &str = "healthy steady state";
const FEW_AGENTS: &str = "A marrow that is a little empty hurries and one that is a little full tarries, but not by as much: the \
     chance ups and downs of few agents move the mean, the more the fewer they are.";

const CHECKS: [Check; 16] = [
    Check::new(
        "healthy_neutrophils",
        ["neutrophils over their first value", "", WHO],
        reasoned(1.0, 0.95, 1.05, OWN),
        "K29",
        Grade::B,
    )
    .because(FEW_AGENTS),
    Check::new(
        "healthy_platelets",
        ["platelets over their first value", "", WHO],
        reasoned(1.0, 0.95, 1.05, OWN),
        "K26",
        Grade::A,
    )
    .because(FEW_AGENTS),
    Check::new("stem_cells", ["stem cells", "cells", WHO], range(1e5, 4e4, 2e5, "range"), "K18", Grade::B),
    Check::new(
        "stem_interval",
        ["time between two divisions of a stem cell", "wk", "healthy marrow for 180 days"],
        range(40.0, 25.0, 50.0, "range"),
        "K17",
        Grade::A,
    )
    .because(
        "At rest the interval is the measured one; chance ups and downs of few agents call stem cells into cycle, see \
                  the counts above.",
    ),
    Check::new(
        "marrow_cells",
        ["nucleated cells of the marrow", "cells", STEADY],
        range(1e12, 0.7e12, 1.5e12, "range"),
        "K16",
        Grade::B,
    ),
    Check::new("neutrophil_count", ["neutrophils", "G/L", STEADY], range(5.0, 2.5, 7.5, "range"), "K29", Grade::B),
    Check::new(
        "neutrophil_half_life",
        ["half-life of neutrophils in blood", "d", STEADY],
        range(0.79, 0.25, 0.9, "range"),
        "K20",
        Grade::A,
    ),
    Check::new(
        "neutrophil_transit",
        ["time from the last division to the blood", "d", STEADY],
        range(5.8, 5.38, 6.22, "mean +- SD"),
        "K21",
        Grade::A,
    ),
    Check::new(
        "neutrophil_loss",
        ["precursors of neutrophils that die", "", STEADY],
        assumed(0.55, 0.44, 0.66, "20 % to either side"),
        "K23",
        Grade::A,
    ),
    Check::new(
        "neutrophil_production",
        ["neutrophils made per day", "cells", STEADY],
        Published::Value(7.5e10),
        "K22",
        Grade::A,
    )
    .lacking(
        "Blood is a count per liter; the model has neither its volume nor the marginated pool, which holds half of the \
                  neutrophils.",
    ),
    Check::new(
        "platelet_count",
        ["platelets", "G/L", STEADY],
        range(237.0, 196.0, 278.0, "mean +- SD"),
        "K26",
        Grade::A,
    ),
    Check::new(
        "platelet_life_span",
        ["life span of platelets", "h", STEADY],
        range(205.0, 187.0, 223.0, "mean +- SD"),
        "K24",
        Grade::A,
    ),
    Check::new(
        "platelet_turnover",
        ["platelets made per day and liter of blood", "G/L/d", STEADY],
        range(43.9, 32.0, 55.8, "mean +- SD"),
        "K25",
        Grade::A,
    )
    .because(
        "Count over life span, 237 over 8.5 d, is 28. Published turnover is larger because a third of the platelets \
                  pools in the spleen; the model leaves that pool out.",
    ),
    Check::new(
        "megakaryocyte_transit",
        ["time from the last division to platelets", "d", STEADY],
        about(6.8, "20 % to either side, 1.4 d: less than counts taken every second day tell apart"),
        "K28",
        Grade::A,
    ),
    Check::new(
        "cd34_turnover",
        ["turnover half-life of CD34+ cells", "d", "healthy volunteers"],
        Published::Value(2.6),
        "K19",
        Grade::A,
    )
    .lacking("Cells carry no surface markers; normal progenitors before and after that stage are one kind."),
    Check::new(
        "fixed_point",
        ["largest change of a count by a steady supply in 180 days", "", "blood alone"],
        exactly(0.0, 0.0, 1e-6, "none, by definition"),
        "K20 K24",
        Grade::A,
    ),
];

fn measure(bench: &Bench, _: &Cohorts) -> Measured {
    let healthy = Patient { disease: Disease::Healthy, ..bench.patient().clone() };
    let courses = bench.typical(&healthy, "nothing", 180.0);
    let mean = |id, of: &dyn Fn(&Course) -> f64| (id, Estimate::mean(&courses.iter().map(of).collect::<Vec<_>>()));
    let change = |variable| move |course: &Course| ends(course, variable, None).map_or(f64::NAN, |[a, b]| b / a);
    let exact = |id, value| (id, Estimate::exact(value));
    let number = |path: &str| bench.ledger.number(path);
    let days = |path: &str| bench.ledger.time(path).in_days();
    let platelets = number("blood.platelets.baseline") / 1e9;
    let stem = |course: &Course| ends(course, Variable::Cells, Some(Kind::NormalStem)).map_or(f64::NAN, |[_, b]| b);
    vec![
        mean("healthy_neutrophils", &change(Variable::Neutrophils)),
        mean("healthy_platelets", &change(Variable::Platelets)),
        mean("stem_cells", &stem),
        ("stem_interval", stem_interval(bench)),
        exact("marrow_cells", number("normal.marrow_cells")),
        exact("neutrophil_count", number("blood.neutrophils.baseline") / 1e9),
        exact("neutrophil_half_life", days("blood.neutrophils.half_life")),
        exact("neutrophil_transit", days("blood.neutrophils.transit")),
        exact("neutrophil_loss", number("blood.neutrophils.precursor_loss")),
        exact("platelet_count", platelets),
        exact("platelet_life_span", 24.0 * days("blood.platelets.life_span")),
        exact("platelet_turnover", platelets / days("blood.platelets.life_span")),
        exact("megakaryocyte_transit", days("blood.platelets.transit")),
        exact("fixed_point", drift(bench)),
    ]
}

/// First and last value of a curve.
fn ends(course: &Course, variable: Variable, kind: Option<Kind>) -> Option<[f64; 2]> {
    let values = course.curves.of(variable, kind);
    Some([*values.first()?, *values.last()?])
}

const HALF_A_YEAR: f64 = 180.0;

/// Weeks between two divisions: stem cells times time over the divisions that are counted.
fn stem_interval(bench: &Bench) -> Estimate {
    let one = |seed: u32| {
        let model = Model::new(&bench.ledger, &bench.ledger, Tp53::WildType);
        let class = model.hierarchy.classes().iter().position(|class| class.kind == Kind::NormalStem).unwrap_or(0);
        let seed = Seed::new(bench.seed()).named("stem interval").number(u64::from(seed));
        let mut marrow = Marrow::new(model, Blood::new(&bench.ledger), 0.0, bench.size.agents() as usize, seed);
        let mut weeks = 0.0;
        let mut hour = 0.0;
        while hour < 24.0 * HALF_A_YEAR {
            weeks += marrow.cells()[Kind::NormalStem] * 6.0 / 168.0;
            marrow.advance(Time::hours(hour), Time::hours(6.0), Exposure::default());
            hour += 6.0;
        }
        weeks / marrow.fates().mitoses[class] as f64
    };
    Estimate::mean(&(0..bench.size.replicates()).into_par_iter().map(one).collect::<Vec<f64>>())
}

/// Largest relative change of neutrophils and platelets when progenitors come as in health.
fn drift(bench: &Bench) -> f64 {
    let mut blood = Blood::new(&bench.ledger);
    let mut largest = 0.0_f64;
    for _ in 0..4 * HALF_A_YEAR as u32 {
        blood.advance(Time::hours(6.0), 1.0, 1.0);
        for relative in [blood.relative_neutrophils(), blood.relative_platelets()] {
            largest = largest.max((relative - 1.0).abs());
        }
    }
    largest
}
