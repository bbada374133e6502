//! The trial itself: the counts of the phase II trial, arm by arm and group by group.
//! Left out: who got which arm. Here every patient goes through all three; `cenersim trial` randomizes.
//!
//! A rate over all arms is the mean over patients of the share of their three arms: the arms of one patient are not
//! independent, so the error is that of a mean over patients. A remission counts as longer than the first if it lasts
//! longer, or was observed for longer, than the first one did.
//!
//! # What a difference would mean
//!
//! The counts are small: three remissions among 18 patients are compatible with rates from 4 to 41 %. Passing them
//! is easy, and most models would. The row of inhibitor users is the one that a mechanism must explain.

use super::{
    Check, Measured, Published, Subject, bench::Bench, check::count, cohorts::Cohorts, estimate::Estimate, seen::Seen,
};
use cenersim_model::{curves::Response, parameters::Grade, patient::Disease};

pub const SUBJECT: Subject = Subject {
    heading: "The phase II trial",
    text: "Patients of the trial's population, each in all three arms of the source document. The intervals of 17 or 18 patients \
           are wide: that a rate lies within says little.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const ALL: &str = "population of the trial, arms A, B and C";
const REFRACTORY: &str = "refractory patients, arms A, B and C";
const RELAPSED: &str = "relapsed patients, arms A, B and C";
const USERS: &str = "patients who take inhibitors, arms A, B and C";
const SHORT: &str = "Second remissions by chemotherapy are shorter than first ones in the model, as in the literature (3.5 months \
     after a first remission of up to 18, AT-K4); seven longer ones of eight are out of reach without transplantation.";
const NO_LOSS: &str = "Where the loss of p53 protects and sensitizes about equally, an inhibitor has nothing to take away. The \
     published contrast may be confounding: users have fever and are sicker.";
const ORDER: &str = "In the trial refractory patients did better than relapsed ones (26 against 9 %, p = 0.14), against all other \
     sources, whose order the model has.";

const EARLY: &str = "Early relapse resists as much as the arms with published remissions by length of the first ask for (R07, R01). \
     Which patients are drawn matters, too: the first 75 of the population respond worse than the 600.";

const CHECKS: [Check; 14] = [
    Check::new("trial_cr", ["CR", "", ALL], count(8, 53), "T02", Grade::A).because(EARLY),
    Check::new("trial_remission", ["CR and CRp", "", ALL], count(10, 53), "T04", Grade::A).because(EARLY),
    Check::new("trial_cr_a", ["CR, arm A", "", "population of the trial, arm A"], count(2, 18), "T16", Grade::Source),
    Check::new("trial_cr_b", ["CR, arm B", "", "population of the trial, arm B"], count(3, 18), "T16", Grade::Source),
    Check::new("trial_cr_c", ["CR, arm C", "", "population of the trial, arm C"], count(3, 17), "T16", Grade::Source),
    Check::new(
        "trial_remission_a",
        ["CR and CRp, arm A", "", "population of the trial, arm A"],
        count(3, 18),
        "T17",
        Grade::Source,
    )
    .because(EARLY),
    Check::new(
        "trial_remission_b",
        ["CR and CRp, arm B", "", "population of the trial, arm B"],
        count(4, 18),
        "T17",
        Grade::Source,
    ),
    Check::new(
        "trial_remission_c",
        ["CR and CRp, arm C", "", "population of the trial, arm C"],
        count(3, 17),
        "T17",
        Grade::Source,
    ),
    Check::new("trial_cr_refractory", ["CR, refractory", "", REFRACTORY], count(5, 19), "T19", Grade::A).because(ORDER),
    Check::new("trial_remission_refractory", ["CR and CRp, refractory", "", REFRACTORY], count(6, 19), "T19", Grade::A)
        .because(ORDER),
    Check::new("trial_cr_relapsed", ["CR, relapsed", "", RELAPSED], count(3, 34), "T20", Grade::A),
    Check::new("trial_remission_relapsed", ["CR and CRp, relapsed", "", RELAPSED], count(4, 34), "T20", Grade::A)
        .because(EARLY),
    Check::new("trial_users", ["CR and CRp, users of inhibitors", "", USERS], count(0, 17), "T05 T06", Grade::A)
        .because(NO_LOSS),
    Check::new(
        "longer_remission",
        ["responders whose remission is longer than their first", "", "relapsed responders, arms A, B and C"],
        Published::Count { found: 7, of: 8 },
        "T25",
        Grade::A,
    )
    .because(SHORT),
];

/// Which patients are counted.
type Whom = fn(&Seen) -> bool;
/// What is counted of them.
type What = fn(&Seen) -> bool;

fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    let trial = &cohorts.trial;
    let all: Whom = |_| true;
    let refractory: Whom = |seen| seen.patient.disease == Disease::Refractory;
    let relapsed: Whom = |seen| matches!(seen.patient.disease, Disease::Relapsed { .. });
    let users: Whom = |seen| !seen.patient.inhibitor.periods.is_empty();
    let cr: What = |seen| seen.outcome.response == Response::CR;
    let remission: What = |seen| seen.is_remission();
    let arm = |index: usize, what: What| Estimate::share(trial.iter().map(|arms| what(&arms[index])));
    let of = |whom, what| over_arms(trial, whom, what);
    vec![
        ("trial_cr", of(all, cr)),
        ("trial_remission", of(all, remission)),
        ("trial_cr_a", arm(0, cr)),
        ("trial_cr_b", arm(1, cr)),
        ("trial_cr_c", arm(2, cr)),
        ("trial_remission_a", arm(0, remission)),
        ("trial_remission_b", arm(1, remission)),
        ("trial_remission_c", arm(2, remission)),
        ("trial_cr_refractory", of(refractory, cr)),
        ("trial_remission_refractory", of(refractory, remission)),
        ("trial_cr_relapsed", of(relapsed, cr)),
        ("trial_remission_relapsed", of(relapsed, remission)),
        ("trial_users", of(users, remission)),
        ("longer_remission", longer(trial)),
    ]
}

/// Mean over patients of the share of their arms in which something happens: the arms of one patient are not independent. Where
/// all are alike, the error is that of a share of as many patients, so that none of a few is not taken for certainty.
fn over_arms(trial: &[[Seen; 3]], whom: Whom, what: What) -> Estimate {
    let patients = trial.iter().filter(|arms| whom(&arms[0]));
    let share = |arms: &[Seen; 3]| arms.iter().filter(|seen| what(seen)).count() as f64 / arms.len() as f64;
    let shares: Vec<f64> = patients.map(share).collect();
    let least = Estimate::share(shares.iter().map(|share| *share >= 0.5)).error;
    let found = Estimate::mean(&shares);
    if found.error > 0.0 { found } else { Estimate { error: least, ..found } }
}

/// Of the relapsed who respond, in whichever arm, those whose remission lasts longer than their first.
fn longer(trial: &[[Seen; 3]]) -> Estimate {
    Estimate::share(trial.iter().flatten().filter(|seen| seen.is_remission()).filter_map(is_longer))
}

/// None without a first remission.
fn is_longer(seen: &Seen) -> Option<bool> {
    let Disease::Relapsed { first_remission } = seen.patient.disease else { return None };
    let survival = &seen.outcome.survival;
    let end = survival.relapse_day.or(survival.death_day).unwrap_or(survival.observed_to_day);
    Some(end - survival.response_day? > first_remission.in_days())
}
