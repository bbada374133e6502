//! Made-up trials for the tests of the figures: shapes that a simulation could yield, and none of its numbers.

use super::TrialInput;
use cenersim_analyses::mechanism::{KindMechanism, Mechanism};
use cenersim_analyses::{
    comparison::Record,
    trial::{
        ArmCharacteristics, ArmStopping, Cell, Characteristics, Consort, ConsortArm, Contrast, Effect, Estimated,
        Excluded, Explanation, ExplanationResult, Look, PoolResult, Power, Predicted, Protocol, PublishedGroup, Quotas,
        Repeated, SingleTrial, StoppingPath, StoppingRule, Subgroup, Subject, SurvivalResult, Table, TableName,
        TrialResult, Unit, errors,
    },
};
use cenersim_model::{
    biology::Kind,
    curves::{Event, EventKind, Outcome, Response, Survival},
    engine::Seed,
    patient::{Sex, Tp53},
    quantity::Time,
    treatment::{Drug, Route},
};
use cenersim_statistics::{Interval, KaplanMeier, Observed, binomial, clopper_pearson};

pub const FOOTER: &str = "scenario phase2 | seed 1 | cenersim 0.1.0";
const FOLLOW_UP: f64 = 730.0;
const TRIALS: u32 = 10_000;

/// How the made-up subjects fare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Mixed,
    NoRemission,
    EveryoneDead,
    EveryoneAlive,
}

pub fn input<'a>(result: &'a TrialResult, mechanism: &'a Mechanism) -> TrialInput<'a> {
    TrialInput { result, mechanism: Some(mechanism), footer: FOOTER }
}

fn luck(what: &str, n: u32) -> f64 {
    Seed::new(5).named(what).number(n.into()).uniform()
}

/// A trial of arms A, B, C ... with so many subjects each.
pub fn example(arms: u32, each: u32, fate: Fate) -> TrialResult {
    let names = (0..arms).map(|arm| format!("arm {}", char::from(b'A' + (arm % 26) as u8))).collect();
    with_names(names, each, fate)
}

pub fn with_names(arms: Vec<String>, each: u32, fate: Fate) -> TrialResult {
    let count = arms.len() as u32;
    let subjects: Vec<Subject> = (0..count * each).map(|n| subject(n, n % count.max(1), fate)).collect();
    let subgroups = subgroups(&arms, &subjects);
    TrialResult {
        title: "Cenersen with idarubicin and cytarabine in refractory and relapsed AML".into(),
        protocol: protocol(count, each),
        published_arms: vec![None; arms.len()],
        two_arm: Vec::new(),
        tables: tables(&arms, &subgroups),
        repeated: Some(repeated(&arms, each)),
        headline: None,
        characteristics: characteristics(&arms),
        power: power(count * each),
        criteria: "iwg2003".into(),
        after_failure: None,
        seed: 1,
        trial: SingleTrial {
            consort: consort(&arms, &subjects),
            survival: survival(&arms, &subjects),
            overall_log_rank_p: Some(0.31),
            disease_free_log_rank_p: None,
            remissions: Vec::new(),
            stopping: arms.iter().enumerate().map(|(i, arm)| path(arm, i as u32, &subjects)).collect(),
            disease_p: 0.73,
            inhibitor_p: 0.021,
            subgroups,
            subjects,
        },
        arms,
    }
}

fn protocol(arms: u32, each: u32) -> Protocol {
    Protocol {
        subjects: vec![each; arms as usize],
        block: arms,
        strata: Vec::new(),
        quotas: Quotas { refractory: 19, men: 30, users: 17 },
        accrual_days: 400.0,
        follow_up_days: FOLLOW_UP,
        users_until_day: 60.0,
        stopping: Some(StoppingRule {
            standard: (14.0, 86.0),
            experimental: (0.28, 1.72),
            margin: 0.15,
            lower: 0.05,
            first_look: 5,
            every: 1,
        }),
        published: Vec::new(),
        pool: 500,
    }
}

fn response(n: u32, fate: Fate) -> Response {
    let share = luck("response", n);
    match share {
        share if fate == Fate::Mixed && share < 0.15 => Response::CR,
        share if fate == Fate::Mixed && share < 0.22 => Response::CRp,
        share if share < 0.3 => Response::PR,
        share if share > 0.9 && fate != Fate::EveryoneAlive => Response::EarlyDeath,
        share if share > 0.87 => Response::NotEvaluable,
        _ => Response::Resistant,
    }
}

fn subject(n: u32, arm: u32, fate: Fate) -> Subject {
    let response = response(n, fate);
    let remission = matches!(response, Response::CR | Response::CRp);
    let long = if remission { 700.0 } else { 150.0 };
    let death = match (response, fate) {
        (_, Fate::EveryoneAlive) => f64::INFINITY,
        (Response::EarlyDeath, _) => (4.0 + 30.0 * luck("early", n)).ceil(),
        _ => (35.0 - long * libm::log(luck("death", n))).ceil(),
    };
    let death = if fate == Fate::EveryoneDead { death.min(400.0) } else { death };
    let last = death.min(FOLLOW_UP);
    let response_day = remission.then(|| (28.0 + 30.0 * luck("remission", n)).floor().min(last));
    let relapse = response_day.map(|day| day + (60.0 + 400.0 * luck("relapse", n)).floor());
    let survival = Survival {
        response_day,
        relapse_day: relapse.filter(|day| *day < last),
        death_day: (death <= FOLLOW_UP).then_some(death),
        death_cause: (death <= FOLLOW_UP).then(|| "infection".into()),
        observed_to_day: last,
        ..Survival::default()
    };
    let courses = if luck("courses", n) < 0.3 && last > 40.0 { 2 } else { 1 };
    let dose = |course: u32| Event {
        time: Time::days(f64::from(course - 1) * 35.0),
        kind: EventKind::Dose {
            drug: Drug::Idarubicin,
            amount_mg: 20.0,
            duration: Time::hours(0.25),
            route: Route::Intravenous,
            course,
        },
    };
    let change = (-100.0 + 260.0 * (luck("change", n) - 0.3).max(0.0)).round();
    let refractory = luck("refractory", n) < 0.36;
    Subject {
        number: n + 1,
        enrollment_day: 8.0 * f64::from(n),
        stratum: "all".into(),
        arm,
        age_years: 61.0,
        sex: Sex::Female,
        weight_kg: 70.0,
        height_cm: 170.0,
        refractory,
        first_remission_days: (!refractory).then_some(200.0),
        tp53: Tp53::WildType,
        burden: 1e12,
        inhibitor_user: luck("user", n) < 0.32,
        inhibitor_days: 0.0,
        record: Record {
            patient: n.into(),
            arm,
            outcome: Outcome { response, courses, survival, ..Outcome::default() },
            best_blast_change: (response != Response::EarlyDeath).then_some(if remission { -100.0 } else { change }),
            infections: 1,
            steps: 1,
            agent_steps: 1,
            ..Record::default()
        },
        events: (1..=courses).map(dose).collect(),
    }
}

fn is_remission(subject: &&Subject) -> bool {
    matches!(subject.response(), Response::CR | Response::CRp)
}

fn of_arm(subjects: &[Subject], arm: usize) -> Vec<&Subject> {
    subjects.iter().filter(|subject| subject.arm as usize == arm).collect()
}

fn subgroups(arms: &[String], subjects: &[Subject]) -> Vec<Subgroup> {
    let published = |i: usize| [(18, 2, 3), (18, 3, 4), (17, 3, 3)].get(i).copied();
    let of_arms =
        arms.iter().enumerate().map(|(i, name)| group(("arm", name), of_arm(subjects, i).into_iter(), published(i)));
    let split = |heading, [yes, no]: [&str; 2], has: fn(&Subject) -> bool, counts: [(u32, u32, u32); 2]| {
        let (members, others): (Vec<&Subject>, Vec<&Subject>) = subjects.iter().partition(|subject| has(subject));
        [
            group((heading, yes), members.into_iter(), Some(counts[0])),
            group((heading, no), others.into_iter(), Some(counts[1])),
        ]
    };
    of_arms
        .chain(split("disease", ["refractory", "relapsed"], |s| s.refractory, [(19, 5, 6), (34, 3, 4)]))
        .chain(split("inhibitors", ["users", "others"], |s| s.inhibitor_user, [(17, 0, 0), (36, 8, 10)]))
        .chain([group(("all", "total"), subjects.iter(), Some((53, 8, 10)))])
        .collect()
}

fn group<'a>(
    (heading, label): (&str, &str),
    members: impl Iterator<Item = &'a Subject>,
    published: Option<(u32, u32, u32)>,
) -> Subgroup {
    let members: Vec<&Subject> = members.collect();
    let n = members.len() as u32;
    let cr = members.iter().filter(|subject| subject.response() == Response::CR).count() as u32;
    let remission = members.iter().copied().filter(is_remission).count() as u32;
    Subgroup {
        heading: heading.into(),
        label: label.into(),
        n,
        cr,
        remission,
        cr_interval: clopper_pearson(cr, n),
        remission_interval: clopper_pearson(remission, n),
        published: published.map(|(n, cr, remission)| PublishedGroup {
            n,
            cr: Some(cr),
            remission,
            cr_interval: Some(clopper_pearson(cr, n)),
            remission_interval: clopper_pearson(remission, n),
        }),
    }
}

fn predicted(n: u32, rate: f64, published: Option<f64>) -> Predicted {
    let masses = binomial(n, rate);
    let distribution: Vec<(u32, u32)> = masses
        .iter()
        .enumerate()
        .map(|(value, mass)| (value as u32, (mass * f64::from(TRIALS)).round() as u32))
        .filter(|(_, trials)| *trials > 0)
        .collect();
    let mean = f64::from(n) * rate;
    let half = 1.96 * libm::sqrt(mean * (1.0 - rate));
    let interval = Interval { low: (mean - half).max(0.0).round(), high: (mean + half).round() };
    Predicted {
        trials: TRIALS,
        not_reached: 0,
        median: mean.round(),
        interval,
        pool_error: 0.0,
        tail: published.map(|_| 0.0004),
        distribution,
    }
}

/// The rate of a number that was predicted.
fn percent(predicted: &Predicted, n: u32) -> Predicted {
    let of = |value: f64| 100.0 * value / f64::from(n.max(1));
    let interval = Interval { low: of(predicted.interval.low), high: of(predicted.interval.high) };
    Predicted { median: of(predicted.median), interval, distribution: Vec::new(), ..predicted.clone() }
}

/// Both endpoints of a group, and their rates.
fn cells(group: &Subgroup, name: &str, by_row: bool) -> Vec<Option<Cell>> {
    let printed = group.published.as_ref();
    let ends = [
        ("CR", group.cr, 0.09, printed.and_then(|printed| printed.cr)),
        ("CR + CRp", group.remission, 0.14, printed.map(|printed| printed.remission)),
    ];
    let number = |(endpoint, found, rate, published): (&str, u32, f64, Option<u32>)| {
        (endpoint.to_owned(), f64::from(found), predicted(group.n, rate, published.map(f64::from)), published)
    };
    let counts = ends.map(number);
    let rates = counts.clone().map(|(endpoint, found, predicted, published)| {
        let rate = percent(&predicted, group.n);
        (format!("{endpoint} rate"), found, rate, published)
    });
    let cell = |(endpoint, found, predicted, published): (String, f64, Predicted, Option<u32>)| {
        let (row, column) = if by_row { (name.to_owned(), endpoint) } else { (endpoint, name.to_owned()) };
        let published = published.map(f64::from);
        Some(Cell { row, column, unit: Unit::Subjects, published, this_trial: Some(found), predicted: Some(predicted) })
    };
    counts.into_iter().chain(rates).map(cell).collect()
}

fn tables(arms: &[String], groups: &[Subgroup]) -> Vec<Table> {
    let endpoints = ["CR", "CR + CRp", "CR rate", "CR + CRp rate"].map(String::from).to_vec();
    let columns: Vec<String> = arms.iter().cloned().chain(["total".to_owned()]).collect();
    let shown: Vec<&Subgroup> = groups.iter().filter(|group| matches!(&*group.heading, "arm" | "all")).collect();
    let by_column: Vec<Vec<Option<Cell>>> =
        shown.iter().zip(&columns).map(|(group, name)| cells(group, name, false)).collect();
    let turned = (0..endpoints.len()).flat_map(|row| by_column.iter().map(move |column| column[row].clone())).collect();
    let response =
        Table { name: TableName::Response, title: "Response".into(), rows: endpoints.clone(), columns, cells: turned };
    let split = |name, heading: &str, rows: [&str; 2]| Table {
        name,
        title: heading.into(),
        rows: rows.map(String::from).to_vec(),
        columns: endpoints.clone(),
        cells: groups
            .iter()
            .filter(|group| group.heading == heading)
            .zip(rows)
            .flat_map(|(group, row)| cells(group, row, true))
            .collect(),
    };
    vec![
        response,
        split(TableName::Disease, "disease", ["Refractory", "Relapsed"]),
        split(TableName::Inhibitors, "inhibitors", ["Inhibitor users", "Others"]),
    ]
}

fn consort(arms: &[String], subjects: &[Subject]) -> Consort {
    let arm = |(i, name): (usize, &String)| {
        let mine = of_arm(subjects, i);
        let count = |has: &dyn Fn(&Subject) -> bool| mine.iter().filter(|subject| has(subject)).count() as u32;
        let (all, died_early) = (mine.len() as u32, count(&|s| s.response() == Response::EarlyDeath));
        let not_examined = count(&|s| s.response() == Response::NotEvaluable);
        ConsortArm {
            arm: name.clone(),
            randomized: all,
            treated: all,
            second_course: count(&|s| s.record.outcome.courses > 1),
            died_early,
            not_examined,
            evaluable: all - died_early - not_examined,
            analyzed: all,
            died: count(&Subject::died),
            completed: count(&|s| !s.died()),
        }
    };
    let reasons = [("younger than eligible", 0), ("relapsed too late", 14)];
    Consort {
        screened: subjects.len() as u32 + 14,
        not_eligible: reasons.map(|(reason, subjects)| Excluded { reason: reason.into(), subjects }).to_vec(),
        randomized: subjects.len() as u32,
        arms: arms.iter().enumerate().map(arm).collect(),
    }
}

fn survival(arms: &[String], subjects: &[Subject]) -> Vec<SurvivalResult> {
    let of = |name: &str, members: Vec<&Subject>| {
        let overall: Vec<Observed> =
            members.iter().map(|subject| Observed { time: subject.last_day(), event: subject.died() }).collect();
        let free = members.iter().filter_map(|subject| {
            let survival = &subject.record.outcome.survival;
            let begin = survival.response_day?;
            let end = survival.relapse_day.unwrap_or(subject.last_day());
            Some(Observed { time: end - begin, event: survival.relapse_day.is_some() || subject.died() })
        });
        let disease_free = KaplanMeier::of(&free.collect::<Vec<_>>());
        SurvivalResult { name: name.into(), overall: KaplanMeier::of(&overall), disease_free }
    };
    let of_arms = arms.iter().enumerate().map(|(i, name)| of(name, of_arm(subjects, i)));
    of_arms.chain([of("total", subjects.iter().collect())]).collect()
}

fn path(arm: &str, index: u32, subjects: &[Subject]) -> StoppingPath {
    let mut found = 0;
    let mine = of_arm(subjects, index as usize);
    let boundary: Vec<(u32, Option<u32>)> =
        (5..mine.len() as u32).map(|n| (n, (n >= 9).then(|| (n / 8).saturating_sub(1)))).collect();
    let look = |(i, subject): (usize, &&Subject)| {
        found += u32::from(subject.response() == Response::CR);
        Look { subjects: i as u32 + 1, responses: found, probability: 0.2, due: i >= 4 }
    };
    let looks: Vec<Look> = mine.iter().enumerate().map(look).collect();
    let stops = |look: &&Look| boundary.iter().any(|(n, most)| *n == look.subjects && *most >= Some(look.responses));
    let stopped_at = looks.iter().find(stops).map(|look| look.subjects);
    StoppingPath { arm: arm.into(), looks, stopped_at, boundary }
}

/// The first two arms stop alike.
fn characteristics(arms: &[String]) -> Vec<ArmCharacteristics> {
    let at = |i: usize, rate: f64| Characteristics {
        true_rate: rate,
        probability_of_stopping: libm::pow(1.0 - rate, 4.0 + i.max(1) as f64),
        expected_subjects: 12.0,
        expected_responses: 2.0,
        probability_of_stopping_by: Vec::new(),
    };
    let rates = || (1..=60).map(|percent| f64::from(percent) / 100.0);
    let arm = |(i, name): (usize, &String)| ArmCharacteristics {
        arm: name.clone(),
        exact: rates().map(|rate| at(i, rate)).collect(),
    };
    arms.iter().enumerate().map(arm).collect()
}

fn power(n: u32) -> Vec<Power> {
    let rates = (1..=60).step_by(3).map(|percent| f64::from(percent) / 100.0);
    let one = |truth| {
        let errors = errors(n, 0.14, truth, 0.1);
        Power { arm: "total".into(), subjects: n, reference: 0.14, level: 0.1, truth, errors }
    };
    rates.map(one).collect()
}

fn repeated(arms: &[String], each: u32) -> Repeated {
    let all = each * arms.len() as u32;
    let explained = |explanation: Explanation| {
        let i = explanation as u32;
        let estimated = |value: f64| Estimated { value, trials_error: 0.004, pool_error: 0.01 };
        let effect = |arm: &str, endpoint: &str| Effect {
            arm: arm.into(),
            endpoint: endpoint.into(),
            n: 500,
            share: 0.11,
            without_cenersen: 0.09,
            difference: 0.02,
            interval: Interval { low: -0.004, high: 0.044 },
            predictive: None,
            standard_error: 0.012,
        };
        let stopping = arms.iter().map(|arm| ArmStopping {
            arm: arm.clone(),
            probability: estimated(0.31),
            expected_subjects: 15.2,
        });
        ExplanationResult {
            explanation,
            effects: ["CR", "CR + CRp"]
                .into_iter()
                .flat_map(|end| arms.iter().map(String::as_str).chain(["total"]).map(move |arm| effect(arm, end)))
                .collect(),
            contrast: Contrast {
                users: 17.0,
                responders_among_users: 1.3,
                others: 36.0,
                responders_among_others: 4.1,
                none_of_users: estimated(0.25 + 0.05 * f64::from(i)),
                as_published: estimated(0.004 * f64::from(i)),
                as_extreme: estimated(0.03),
                difference: None,
            },
            responders: predicted(all, 0.14, Some(10.0)),
            cr: predicted(all, 0.09, Some(8.0)),
            stopping: stopping.collect(),
        }
    };
    Repeated {
        trials: TRIALS,
        pool: PoolResult { patients: 500, cells: Vec::new(), overlap: 0.1, failures: 0 },
        explanations: Explanation::ALL.map(explained).to_vec(),
        posterior: None,
    }
}

/// Every kind of cell on day 7.
pub fn pathway() -> Mechanism {
    let kind = |(i, kind): (usize, Kind)| KindMechanism {
        kind,
        rnase_h: if kind == Kind::LeukemicStem { 2.5 } else { 1.0 },
        mrna_percent: [100.0, 62.0 - 5.0 * i as f64],
        protein_percent: [431.0, 240.0],
        apoptosis: [0.4, 0.21],
        damage: [0.62, 0.93],
        catastrophe: [0.0, 0.0031],
        more: None,
    };
    Mechanism {
        whose: "reference patient, arm B".into(),
        day: 4.0,
        cenersen_cell: 1.83,
        kinds: Kind::ALL.into_iter().enumerate().map(kind).collect(),
        replicates: 0,
        selectivity: Vec::new(),
    }
}
