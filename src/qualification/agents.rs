//! Whether few agents for each class of cells give the same remissions as many. Left out: single courses, which few agents
//! make coarser (see the convergence).
//!
//! All patients of the population (600, or 75 at reduced size) are simulated twice, with 32 and with 128 agents for
//! each class of cells, and the difference of CR is taken in each patient.
//!
//! # What a difference would mean
//!
//! Few agents make the lowest point of a course noisier, and a noisy minimum is too low on average; so too few
//! agents give too many remissions. The check says whether that bias is visible at the sizes that analyses use.

use super::{
    Check, Measured, Subject,
    arms::{FEW_AGENTS, MANY_AGENTS},
    bench::Bench,
    check::reasoned,
    cohorts::Cohorts,
    contrasts::paired,
    seen::Seen,
};
use cenersim_model::parameters::Grade;

pub const SUBJECT: Subject = Subject {
    heading: "Number of agents",
    text: "Populations are simulated with few agents for each class of cells: patients differ more than their cells do by \
           chance, and a rate over patients is estimated without bias if agents are only coarse, not wrong.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const CHECKS: [Check; 1] = [Check::new(
    "few_agents",
    ["CR with 32 agents less that with 128", "", "newly diagnosed, 18 to 65; one course of 7 + 3 with 100 mg/m2/d"],
    reasoned(0.0, -0.06, 0.06, "two standard errors of a rate of 300 patients, half of those of an arm here"),
    "K14",
    Grade::A,
)];

/// The same patients with few agents and with many, so that their differences are paired.
fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    vec![("few_agents", paired([cohorts.of(&FEW_AGENTS), cohorts.of(&MANY_AGENTS)], [Seen::is_cr; 2]))]
}
