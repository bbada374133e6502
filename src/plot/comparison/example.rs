//! Made-up comparisons for the tests of the figures: shapes that a simulation could yield, and none of its numbers.

use super::ComparisonInput;
use cenersim_analyses::comparison::{ArmResult, BandResult, BestChange, Compared, PairResult};
use cenersim_model::{
    biology::Kind,
    curves::{Response, Variable},
    engine::Seed,
    quantity::Time,
    treatment::{Administration, Drug, Route},
};
use cenersim_statistics::{Interval, KaplanMeier, Step};

pub const FOOTER: &str = "scenario phase2_arms | seed 1 | cenersim 0.1.0";
const HORIZON: f64 = 180.0;

pub fn input(compared: &Compared) -> ComparisonInput<'_> {
    ComparisonInput { compared, footer: FOOTER }
}

/// Arms A, B, C ... in so many patients.
pub fn example(arms: u32, patients: u32) -> Compared {
    let results: Vec<ArmResult> = (0..arms).map(|arm| self::arm(arm, patients)).collect();
    Compared {
        title: "Cenersen with idarubicin and cytarabine in relapsed AML".into(),
        pairs: pairs(arms as usize),
        arms: results,
        attribution: Vec::new(),
        sweep: None,
        headline: None,
        population: true,
        patients,
        replicates: 1,
        horizon_days: HORIZON,
        follow_up_days: HORIZON,
        after_failure: None,
        criteria: "iwg2003".into(),
        seed: 1,
    }
}

fn pairs(arms: usize) -> Vec<PairResult> {
    let pair =
        |first, second| PairResult { first, second, rates: Vec::new(), measures: Vec::new(), log_rank_p: Some(0.031) };
    (0..arms).flat_map(|first| (first + 1..arms).map(move |second| pair(first, second))).collect()
}

fn arm(arm: u32, patients: u32) -> ArmResult {
    let luck = |patient: u32, what: &str| Seed::new(1).number(u64::from(patient)).named(what).uniform();
    let changes: Vec<BestChange> = (0..patients)
        .map(|patient| {
            let share = (luck(patient, "change") - 0.05 * f64::from(arm % 5)).clamp(0.0, 1.0);
            let percent = (-100.0 + 260.0 * (share - 0.3).max(0.0) * share).round();
            BestChange { patient: u64::from(patient) + 1, percent, response: response(percent, luck(patient, "kind")) }
        })
        .collect();
    let death = |patient: u32| -libm::log(luck(patient, "death")) * (70.0 + 40.0 * f64::from(arm % 4));
    let relapse = |patient: u32| -libm::log(luck(patient, "relapse")) * (60.0 + 30.0 * f64::from(arm % 4));
    let censor = |patient: u32| HORIZON - 60.0 * (luck(patient, "entry") - 0.6).max(0.0);
    let observed = |time: f64, end: f64| (time.min(end).ceil(), time <= end);
    let survival: Vec<_> = (0..patients).map(|patient| observed(death(patient), censor(patient))).collect();
    let remission = |patient: &u32| changes[*patient as usize].percent < -95.0;
    let free: Vec<_> = (0..patients).filter(remission).map(|patient| observed(relapse(patient), 140.0)).collect();
    ArmResult {
        name: format!("arm {}", char::from(b'A' + (arm % 26) as u8)),
        doses: regimen(arm),
        later: Vec::new(),
        responses: vec![(Response::CR, patients + patients / 20)],
        deaths: Vec::new(),
        rates: Vec::new(),
        measures: Vec::new(),
        overall_survival: estimate(&survival),
        disease_free_survival: estimate(&free),
        best_changes: changes,
        bands: bands(arm, patients),
        published: None,
    }
}

fn response(percent: f64, luck: f64) -> Response {
    match percent {
        p if p < -95.0 && luck < 0.5 => Response::CR,
        p if p < -95.0 && luck < 0.75 => Response::CRp,
        p if p < -95.0 => Response::MLFS,
        p if p < -50.0 && luck < 0.8 => Response::PR,
        _ if luck < 0.15 => Response::EarlyDeath,
        _ => Response::Resistant,
    }
}

/// Kaplan and Meier's estimate of (time, event) pairs, with intervals of a made-up width.
pub fn estimate(observed: &[(f64, bool)]) -> KaplanMeier {
    let mut sorted = observed.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut at_risk, mut survival) = (sorted.len() as u32, 1.0);
    let mut km = KaplanMeier { n: at_risk, ..KaplanMeier::default() };
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let events = tied.iter().filter(|(_, event)| *event).count() as u32;
        survival *= 1.0 - f64::from(events) / f64::from(at_risk);
        let half = libm::sqrt(survival * (1.0 - survival) / f64::from(km.n)) * 2.0;
        let interval = Interval { low: (survival - half).max(0.0), high: (survival + half).min(1.0) };
        let censored = tied.len() as u32 - events;
        km.steps.push(Step { time: tied[0].0, at_risk, events, censored, survival, interval });
        km.events += events;
        at_risk -= tied.len() as u32;
    }
    km.median = km.steps.iter().find(|step| step.survival <= 0.5).map(|step| step.time);
    km.median_interval = (km.median.map(|median| median * 0.8), km.median.filter(|_| km.n > 50).map(|m| m * 1.25));
    km
}

/// Every second arm without cenersen; the seventh without anything.
fn regimen(arm: u32) -> Vec<Administration> {
    let dose = |drug, day: f64, hours: f64, amount_mg| Administration {
        drug,
        start: Time::days(day),
        duration: Time::hours(hours),
        amount_mg,
        route: Route::Intravenous,
        course: 1,
    };
    let later = f64::from(arm / 2 % 3);
    let mut doses = Vec::new();
    if arm % 2 == 1 {
        doses.push(dose(Drug::Cenersen, 0.0, 96.0 + 24.0 * later, 672.0));
    }
    if arm % 7 != 6 {
        doses.extend((1..4).map(|day| dose(Drug::Idarubicin, later + f64::from(day), 0.25, 22.26)));
        doses.extend((1..5).map(|day| dose(Drug::Cytarabine, later + f64::from(day), 3.0, 2782.5)));
    }
    doses
}

fn bands(arm: u32, patients: u32) -> Vec<BandResult> {
    let kill = 3.0 + f64::from(arm % 4);
    let fall = |day: f64, speed: f64| 1.0 - libm::exp(-day / speed);
    let cells = move |start: f64, growth: f64| {
        move |day: f64, luck: f64| start * libm::pow(10.0, growth * day - (kill + 3.0 * luck) * fall(day, 6.0))
    };
    let dip = |day: f64| libm::exp(-(day - 17.0) * (day - 17.0) / 50.0);
    vec![
        band(patients, Variable::Cells, Some(Kind::LeukemicStem), cells(3e7, 0.012)),
        band(patients, Variable::Cells, Some(Kind::Blast), cells(9e11, 0.02)),
        band(patients, Variable::MarrowBlasts, None, move |day, luck| {
            0.6 * libm::exp(-kill * (1.0 + luck) * fall(day, 9.0)) + 0.002 * day * (0.3 - luck).max(0.0)
        }),
        band(patients, Variable::Neutrophils, None, move |day, luck| 3.0 * libm::exp(-dip(day) * (4.0 + 3.0 * luck))),
        band(patients, Variable::Platelets, None, move |day, luck| 180.0 * libm::exp(-dip(day) * (2.5 + 2.0 * luck))),
    ]
}

fn band(patients: u32, variable: Variable, kind: Option<Kind>, value: impl Fn(f64, f64) -> f64) -> BandResult {
    let days: Vec<f64> = (0..=(HORIZON as u32 * 4)).map(|step| f64::from(step) / 4.0).collect();
    let spread = if patients > 1 { [-0.5, -0.15, 0.0, 0.15, 0.5] } else { [0.0; 5] };
    let quantiles = spread.map(|luck: f64| days.iter().map(|day| value(*day, luck)).collect::<Vec<f64>>());
    let mut sorted = quantiles.clone();
    for i in 0..days.len() {
        let mut values = quantiles.each_ref().map(|values| values[i]);
        values.sort_by(f64::total_cmp);
        values.into_iter().zip(&mut sorted).for_each(|(value, quantile)| quantile[i] = value);
    }
    let courses = days.iter().map(|day| patients - (f64::from(patients) * day / HORIZON / 2.0) as u32).collect();
    BandResult { variable, kind, days, courses, quantiles: sorted }
}
