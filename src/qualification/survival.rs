//! Survival beside what was published: cells, infections and bleedings until a failure, published survival from then on.
//! Left out: the treatment after a failure as such; see `clinic::after_failure` for its shares and its halves.
//!
//! Curves of Kaplan and Meier from the first day of treatment; a month is 365.25/12 days. Where a source counts all
//! relapses, a share of the patients, decided by their number, gets palliative care at once instead:
//!
//! ```text
//! time = half × log2(1/(1 - u))          u uniform
//! ```
//!
//! # What a difference would mean
//!
//! Until a failure, survival is a result of the cells; from then on it is drawn from published curves, so a pass
//! late in the curve says little about the model. The early part of each curve is the test.

use super::{
    Check, Measured, Subject,
    arms::{self, Arm},
    bench::Bench,
    check::{assumed, range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
    outcome::is_older_early,
    seen::Seen,
};
use cenersim_model::{engine::Seed, parameters::Grade};
use cenersim_statistics::{KaplanMeier, Observed};

pub const SUBJECT: Subject = Subject {
    heading: "Survival",
    text: "After failure: published survival (second salvage, transplantation or palliative care, by shares and halves of their \
           own sources), followed for five years. Where a source counts all relapses, a share of them is never treated.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const VALOR: &str = "VALOR; cytarabine 1 g/m2 x 5, one or two inductions";
const RELAPSE: &str =
    "first relapse, 35 % of them not treated; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4, two courses";
const UNTREATED: &str = "newly diagnosed, 79 years; supportive care";
const HALVES: &str = "The halves of what follows a failure are at the upper limits of their publications already; what is left is \
     the early part of the curve.";
const REGISTRY: &str =
    "20 % to either side: chance is below 2 points, registries differ by more (no care at all: 80 % by day 60)";

const SHORT: &str = "A remission is transplanted two months after it began; remissions of the model are short, so that fewer last \
     until then.";
const CHANCE: &str =
    "Which patients are drawn decides within this margin: the first 75 of the population respond worse than the 600.";

const CHECKS: [Check; 10] = [
    Check::new(
        "survival_cytarabine",
        ["median overall survival, cytarabine alone", "months", VALOR],
        range(6.1, 5.2, 7.1, "95 % interval"),
        "V05",
        Grade::A,
    )
    .because(HALVES),
    Check::new(
        "transplanted",
        ["transplanted", "", VALOR],
        assumed(0.295, 0.236, 0.354, "20 % to either side"),
        "V13",
        Grade::A,
    )
    .because(SHORT),
    Check::new(
        "survival_older",
        ["median overall survival, 60 years and older", "months", VALOR],
        reasoned(
            5.0,
            4.2,
            5.8,
            "narrower than the interval of all patients (V05), scaled to 225 patients and this median",
        ),
        "C13",
        Grade::A,
    ),
    Check::new(
        "survival_by_age",
        ["median overall survival below 60 years less that from 60 on", "months", VALOR],
        assumed(1.5, 0.2, 4.0, "longer below 60, by at most what transplantation can add"),
        "C13 V05",
        Grade::A,
    ),
    Check::new(
        "survival_older_early",
        ["median overall survival, 60 years and older, refractory or early relapse", "months", VALOR],
        reasoned(3.9, 3.2, 4.9, "the interval of all patients (V05), scaled to 180 patients and this median"),
        "C14",
        Grade::A,
    ),
    Check::new(
        "survival_relapse",
        ["median overall survival from first relapse", "months", RELAPSE],
        assumed(6.0, 4.8, 7.2, "20 % to either side"),
        "V08",
        Grade::A,
    ),
    Check::new(
        "survival_5_years",
        ["alive 5 years after first relapse", "", RELAPSE],
        reasoned(
            0.10,
            0.08,
            0.14,
            "from the exact lower limit of 10 % of 1048 to the middle of the 10 to 20 % long-term survivors (L26)",
        ),
        "V08 L26",
        Grade::A,
    )
    .because(CHANCE),
    Check::new(
        "untreated_3_months",
        ["dead by 3 months with supportive care", "", UNTREATED],
        reasoned(0.482, 0.386, 0.578, REGISTRY),
        "C23 C24",
        Grade::A,
    ),
    Check::new(
        "untreated_6_months",
        ["dead by 6 months with supportive care", "", UNTREATED],
        reasoned(0.673, 0.538, 0.808, REGISTRY),
        "C23",
        Grade::A,
    ),
    Check::new(
        "untreated_1_year",
        ["alive at one year with supportive care", "", UNTREATED],
        reasoned(0.13, 0.0, 0.26, "as far to either side as the 6-month share"),
        "C23",
        Grade::A,
    ),
];

pub const MONTH: f64 = 365.25 / 12.0;

fn measure(bench: &Bench, cohorts: &Cohorts) -> Measured {
    let valor = |whom: fn(&Seen) -> bool| curve(cohorts, &arms::VALOR, whom);
    let months = |curve: &KaplanMeier| Estimate::median_of(curve).over(MONTH);
    let [younger, older] = [valor(|seen| seen.patient.age_years < 60.0), valor(|seen| seen.patient.age_years >= 60.0)];
    let relapses = KaplanMeier::of(&all_relapses(bench, cohorts.of(&arms::RELAPSE)));
    let untreated = curve(cohorts, &arms::SUPPORTIVE, |_| true);
    let transplanted = cohorts.of(&arms::VALOR).iter().map(|seen| seen.outcome.survival.transplantation_day.is_some());
    vec![
        ("survival_cytarabine", months(&valor(|_| true))),
        ("transplanted", Estimate::share(transplanted)),
        ("survival_older", months(&older)),
        ("survival_by_age", months(&younger).less(months(&older))),
        ("survival_older_early", months(&valor(is_older_early))),
        ("survival_relapse", months(&relapses)),
        ("survival_5_years", Estimate::survival(&relapses, 60.0 * MONTH - 1.0)),
        ("untreated_3_months", Estimate::survival(&untreated, 3.0 * MONTH).complement()),
        ("untreated_6_months", Estimate::survival(&untreated, 6.0 * MONTH).complement()),
        ("untreated_1_year", Estimate::survival(&untreated, 12.0 * MONTH)),
    ]
}

/// Overall survival of those of an arm.
fn curve(cohorts: &Cohorts, arm: &Arm, whom: fn(&Seen) -> bool) -> KaplanMeier {
    let seen = cohorts.of(arm).iter().filter(|seen| whom(seen));
    KaplanMeier::of(&seen.map(observed).collect::<Vec<_>>())
}

/// Death, or the last day on which the patient was known to live.
fn observed(seen: &Seen) -> Observed {
    let survival = &seen.outcome.survival;
    Observed { time: survival.death_day.unwrap_or(survival.observed_to_day), event: survival.death_day.is_some() }
}

/// Patients at relapse, of whom the share without a second salvage gets palliative care at once (C18).
fn all_relapses(bench: &Bench, treated: &[Seen]) -> Vec<Observed> {
    let share = bench.ledger.number("after_failure.second_salvage.share");
    let half = bench.ledger.time("after_failure.palliative.half");
    let one = |seen: &Seen| {
        let stream =
            Seed::new(bench.seed()).named("qualification").named("untreated relapse").number(seen.patient.number);
        if stream.named("treated").uniform() < share {
            return observed(seen);
        }
        let time = -half.in_days() * libm::log2(1.0 - stream.named("survival").uniform());
        Observed { time, event: true }
    };
    treated.iter().map(one).collect()
}
