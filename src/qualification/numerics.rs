//! Facts about the calculation itself: what becomes of a result when the step is halved or the agents doubled.
//! Left out: the proof of convergence, which needs more agents and smaller steps than fit here (see the tests).
//!
//! The same replicates of the typical patient in arm B are simulated for 30 days with half of the usual agents, then
//! with steps of half an hour instead of an hour, then with twice the agents; what is compared is the mean log-kill of
//! blasts.
//!
//! # What a difference would mean
//!
//! A change with the step or with the number of agents is an error of the calculation and not of the biology. It is
//! bounded by what would be seen beside the Monte-Carlo error of a usual analysis, not by zero: an hour is a finite
//! step.

use super::{
    Check, Measured, Subject, arms::Ends, bench::Bench, check::reasoned, cohorts::Cohorts, estimate::Estimate,
};
use cenersim_model::{
    parameters::Grade,
    quantity::Time,
    simulation::{Settings, replicates},
};

pub const SUBJECT: Subject = Subject {
    heading: "Convergence of the calculation",
    text: "The typical patient in arm B until day 30, in replicates: the same number by a finer calculation.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const CLOSE: &str = "none; 0.1 to either side: with a spread of log-kill of one it changes the chance of a remission by at most 4 points, less than the interval of 300 patients";

const CHECKS: [Check; 2] = [
    Check::new(
        "half_step",
        [
            "log-kill of blasts with steps of half an hour, less that with steps of an hour",
            "log10",
            "typical patient, arm B",
        ],
        reasoned(0.0, -0.1, 0.1, CLOSE),
        "K14",
        Grade::A,
    ),
    Check::new(
        "twice_the_agents",
        ["log-kill of blasts with twice the agents, less that with the usual", "log10", "typical patient, arm B"],
        reasoned(0.0, -0.1, 0.1, CLOSE),
        "K14",
        Grade::A,
    ),
];

/// Differences are taken as those of independent means.
fn measure(bench: &Bench, _: &Cohorts) -> Measured {
    let usual = bench.settings(30.0, bench.size.agents() / 2, Ends::Never);
    let finer = Settings { step: Time::hours(0.5), ..usual.clone() };
    let more = Settings { agents_per_class: bench.size.agents(), ..usual.clone() };
    let kill = |settings| log_kill(bench, settings);
    let before = kill(&usual);
    vec![("half_step", kill(&finer).less(before)), ("twice_the_agents", kill(&more).less(before))]
}

/// Mean over replicates of the typical patient in arm B.
fn log_kill(bench: &Bench, settings: &Settings) -> Estimate {
    let case = bench.case(&bench.ledger, bench.patient(), bench.regimen("B"), settings);
    let kills = replicates(&case, |_| {}).into_iter().map(|course| course.outcome.milestones.blast_log_kill);
    Estimate::mean(&kills.collect::<Vec<_>>())
}
