//! What a drug, a dose, a second course, a long first remission and the loss of TP53 change: differences in the same patients.
//! Left out: which of the changes cenersen makes (see the trial).
//!
//! Each patient goes through both arms with the same draws; the difference is the mean of (yes in one) - (yes in the
//! other), and its error that of a mean. The ratio by length of the first remission is one of independent groups. What
//! cytarabine adds is the log-kill of blasts in 30 days with both drugs less that with idarubicin, in replicates of one
//! patient.
//!
//! # What a difference would mean
//!
//! Contrasts are harder to get right by accident than rates: a wrong overall resistance cancels in a difference
//! between arms. A contrast that fails while both rates pass says that a covariate or a dose acts in another way
//! than assumed.

use super::{
    Check, Measured, Published, Subject,
    arms::{self, Arm},
    bench::Bench,
    check::{range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
    response::stratum,
    seen::Seen,
};
use cenersim_model::{
    parameters::Grade,
    patient::{Disease, Patient},
};

/// Both members of a pair are the same patient with the same draws, so a difference needs fewer patients than a rate.
pub const SUBJECT: Subject = Subject {
    heading: "What doses, courses and covariates change",
    text: "Differences of CR between two treatments, or two leukemias, of the same newly diagnosed patients, unless stated; \
           their errors are those of paired differences.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const NEW: &str = "newly diagnosed, 18 to 65; idarubicin 12 mg/m2 x 3 with either";
const FLAT: &str = "10 points, within the interval of the largest contrasts published (58 against 64 % of 326; relative rate of \
     high doses 0.92 to 1.10)";
const WEEK: &str = "A week of 200 mg/m2/d kills more than 100 but keeps neutrophils low for longer, so that more marrows are clear \
     without counts by day 42.";
const NULL: &str = "The hypotheses about p53 differ in just this: one under which losing p53 sensitizes leukemic cells predicts that \
     TP53-null leukemia responds better, the reverse of what was published of mutated TP53, which travels with complex karyotypes.";
const SPARED: &str = "3 g/m2 every 12 h on four days leaves fewer resistant and spares counts, because ara-CTP falls between \
     infusions. Its toxicity outside the marrow is infection through the injured mucosa only; cerebellum, liver and lung are left \
     out.";
const SAME_AGAIN: &str = "A leukemia that resists a course resists the same drugs again: part of a patient's draw is new in the \
     second course, most is not. The sources with the larger gains (N25, N26) gave other drugs in it; with the same drugs it is \
     10 points (N05).";

const CHECKS: [Check; 8] = [
    Check::new(
        "second_course",
        ["CR gained by a second course", "", "newly diagnosed, 18 to 65; 7 + 3 with 200 mg/m2/d, once and best of two"],
        range(0.16, 0.10, 0.23, "range of three sources"),
        "AT-K3",
        Grade::A,
    )
    .because(SAME_AGAIN),
    Check::new(
        "medium_dose",
        ["CR with 500 mg/m2 every 12 h x 12 less that with 200 mg/m2/d x 7", "", NEW],
        Published::Difference { found: [36, 37], of: [51, 50] },
        "L20",
        Grade::A,
    )
    .because(WEEK),
    Check::new(
        "high_dose",
        ["CR with 3 g/m2 every 12 h x 8 less that with 100 mg/m2/d x 7", "", NEW],
        range(-0.03, -0.13, 0.07, "95 % interval of 71 less 74 % of about 150 each"),
        "L21",
        Grade::A,
    )
    .because(SPARED),
    Check::new(
        "dose_100_200",
        ["CR with 200 less that with 100 mg/m2/d x 7", "", NEW],
        range(0.06, -0.10, 0.10, FLAT),
        "L20 L21",
        Grade::A,
    )
    .because(WEEK),
    Check::new(
        "dose_200_3000",
        ["CR with 3 g/m2 every 12 h x 8 less that with 200 mg/m2/d x 7", "", NEW],
        range(0.0, -0.10, 0.10, FLAT),
        "L20 L21 L23",
        Grade::A,
    )
    .because(SPARED),
    Check::new(
        "cr_tp53",
        [
            "CR with TP53 null less that with wild type",
            "",
            "newly diagnosed, 18 to 65; one course of 7 + 3 with 100 mg/m2/d (published: mutated against wild type)",
        ],
        Published::Difference { found: [137, 22], of: [240, 53] },
        "D10 D12",
        Grade::A,
    )
    .because(NULL),
    Check::new(
        "remission_ratio",
        [
            "CR after a first remission above 16 months over that below",
            "",
            "first relapse at any time; idarubicin 8 mg/m2 x 5, cytarabine 1 g/m2 every 12 h x 6",
        ],
        reasoned(
            2.36,
            1.6,
            f64::INFINITY,
            "two thirds of the published ratio: below it the length of the first remission would not guide a decision",
        ),
        "AT-R07a AT-R07b AT-K4",
        Grade::A,
    ),
    Check::new(
        "cytarabine_adds",
        [
            "log-kill of blasts with cytarabine 200 mg/m2/d x 7 less that without",
            "log10",
            "typical newly diagnosed patient of 50 years; idarubicin 12 mg/m2 x 3",
        ],
        reasoned(
            f64::NAN,
            0.3,
            f64::INFINITY,
            "half of the cells that idarubicin leaves; each drug alone gives 20 to 40 % CR and both 55 to 66 % (S04)",
        ),
        "L19 AT-N25 AT-V01",
        Grade::A,
    ),
];

fn measure(bench: &Bench, cohorts: &Cohorts) -> Measured {
    let less = |a: &Arm, b: &Arm, of: [fn(&Seen) -> bool; 2]| paired([cohorts.of(a), cohorts.of(b)], of);
    let both: [fn(&Seen) -> bool; 2] = [Seen::is_cr; 2];
    let first: [fn(&Seen) -> bool; 2] = [Seen::is_cr_of_first; 2];
    vec![
        ("second_course", less(&arms::CI_200_TWICE, &arms::CI_200, both)),
        ("medium_dose", less(&arms::MEDIUM_DOSE, &arms::CI_200, both)),
        ("high_dose", less(&arms::HIGH_DOSE, &arms::FIRST_LINE, first)),
        ("dose_100_200", less(&arms::CI_200, &arms::FIRST_LINE, first)),
        ("dose_200_3000", less(&arms::HIGH_DOSE, &arms::CI_200, first)),
        ("cr_tp53", less(&arms::FIRST_LINE_NULL, &arms::FIRST_LINE, first)),
        ("remission_ratio", ratio(stratum(cohorts, true), stratum(cohorts, false))),
        ("cytarabine_adds", cytarabine_adds(bench)),
    ]
}

/// Mean difference of a yes and a no in the same patients.
///
/// `of` says what is counted in either; patients are paired by their place.
pub fn paired([a, b]: [&[Seen]; 2], of: [fn(&Seen) -> bool; 2]) -> Estimate {
    let number = |yes: bool| f64::from(u8::from(yes));
    let differences = a.iter().zip(b).map(|(a, b)| number(of[0](a)) - number(of[1](b)));
    Estimate::mean(&differences.collect::<Vec<_>>())
}

/// Ratio of independent shares; its error by propagation.
///
/// Relative errors add as squares: (e/v)² = (a_e/a)² + (b_e/b)².
fn ratio(a: Estimate, b: Estimate) -> Estimate {
    let value = a.value / b.value;
    Estimate { value, error: value * libm::hypot(a.error / a.value, b.error / b.value), n: a.n + b.n }
}

/// Replicates of the typical patient under both regimens, paired.
fn cytarabine_adds(bench: &Bench) -> Estimate {
    let patient = Patient { disease: Disease::NewlyDiagnosed, age_years: 50.0, ..bench.patient().clone() };
    let kills =
        |regimen| bench.typical(&patient, regimen, 30.0).into_iter().map(|c| c.outcome.milestones.blast_log_kill);
    let differences =
        kills("7 + 3 with 200 mg/m2/d").zip(kills("idarubicin 12 mg/m2 x 3")).map(|(both, one)| both - one);
    Estimate::mean(&differences.collect::<Vec<_>>())
}
