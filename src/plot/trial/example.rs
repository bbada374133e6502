//! The real trial with so many arms and subjects as a test asks for: its arms again under other names, its subjects again
//! under other numbers, faring as the test says, and counted again. Left out: repeated trials and exact chances, which
//! remain those of the real one.

use super::TrialInput;
use crate::fixtures::trial;
use cenersim_analyses::comparison::Mechanism;
use cenersim_analyses::trial::{
    ArmCharacteristics, ArmStopping, Cell, Characteristics, Consort, ConsortArm, Effect, Explanation,
    ExplanationResult, Look, Repeated, SingleTrial, StoppingPath, Subgroup, Subject, SurvivalResult, Table,
    TrialResult,
};
use cenersim_model::curves::{Response, Survival};
use cenersim_statistics::{KaplanMeier, Observed, clopper_pearson};

pub const FOOTER: &str = "scenario phase2 | seed 1 | cenersim 0.1.0";

/// How the subjects fare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// As in the real trial.
    Mixed,
    NoRemission,
    EveryoneDead,
    EveryoneAlive,
}

pub fn input<'a>(result: &'a TrialResult, mechanism: &'a Mechanism) -> TrialInput<'a> {
    TrialInput { result, mechanism: Some(mechanism), footer: FOOTER }
}

/// A trial of arms A, B, C ... with so many subjects each.
pub fn example(arms: u32, each: u32, fate: Fate) -> TrialResult {
    let names = (0..arms).map(|arm| format!("arm {}", char::from(b'A' + (arm % 26) as u8))).collect();
    with_names(names, each, fate)
}

pub fn with_names(arms: Vec<String>, each: u32, fate: Fate) -> TrialResult {
    let mut real = trial();
    let count = arms.len() as u32;
    let subjects: Vec<Subject> = (0..count * each).map(|n| subject(&real, n, count, fate)).collect();
    real.protocol.subjects = vec![each; arms.len()];
    TrialResult {
        published_arms: again(&real.published_arms, &arms).map(|(_, published)| published.clone()).collect(),
        two_arm: Vec::new(),
        tables: real.tables.iter().map(|table| table_of(table, &arms)).collect(),
        repeated: real.repeated.map(|repeated| repeated_in(repeated, &arms)),
        headline: None,
        characteristics: again(&real.characteristics, &arms).enumerate().map(characteristics).collect(),
        trial: SingleTrial {
            consort: consort(&real.trial.consort, &arms, &subjects),
            survival: survival(&arms, &subjects),
            stopping: again(&real.trial.stopping, &arms)
                .enumerate()
                .map(|(arm, path)| stopping(path, &of_arm(&subjects, arm)))
                .collect(),
            subgroups: subgroups(&real.trial.subgroups, &arms, &subjects),
            subjects,
            ..real.trial
        },
        arms,
        ..real
    }
}

/// What the real trial has of each arm, again and again, with these names.
fn again<'a, T>(real: &'a [T], arms: &'a [String]) -> impl Iterator<Item = (&'a String, &'a T)> {
    arms.iter().zip(real.iter().cycle())
}

/// Subject `n` of so many arms, who fares as one of the real arm in whose place theirs is.
fn subject(real: &TrialResult, n: u32, arms: u32, fate: Fate) -> Subject {
    let arm = n % arms;
    let mine = of_arm(&real.trial.subjects, arm as usize % real.arms.len());
    let mut subject = mine[(n / arms) as usize % mine.len()].clone();
    (subject.number, subject.arm, subject.record.arm) = (n + 1, arm, arm);
    let outcome = &mut subject.record.outcome;
    fare(&mut outcome.response, &mut outcome.survival, fate, real.protocol.follow_up_days);
    subject
}

/// Changes response and survival as a fate has it.
fn fare(response: &mut Response, survival: &mut Survival, fate: Fate, follow_up: f64) {
    match fate {
        Fate::Mixed => {}
        Fate::NoRemission if *response <= Response::CRi => {
            *response = Response::Resistant;
            (survival.response_day, survival.relapse_day) = (None, None);
        }
        Fate::NoRemission => {}
        Fate::EveryoneDead => {
            survival.death_day = survival.death_day.or(Some(survival.observed_to_day));
        }
        Fate::EveryoneAlive => {
            *response = if *response == Response::EarlyDeath { Response::Resistant } else { *response };
            (survival.death_day, survival.observed_to_day) = (None, follow_up);
        }
    }
}

fn of_arm(subjects: &[Subject], arm: usize) -> Vec<&Subject> {
    subjects.iter().filter(|subject| subject.arm as usize == arm).collect()
}

/// The real groups, those of arms under their new names, counted again.
fn subgroups(real: &[Subgroup], arms: &[String], subjects: &[Subject]) -> Vec<Subgroup> {
    let (of_arms, others): (Vec<&Subgroup>, Vec<&Subgroup>) = real.iter().partition(|group| group.heading == "arm");
    let arm = |(i, (name, group)): (usize, (&String, &&Subgroup))| {
        counted(&Subgroup { label: name.clone(), ..(*group).clone() }, &of_arm(subjects, i))
    };
    let named: Vec<Subgroup> = again(&of_arms, arms).enumerate().map(arm).collect();
    let of = |group: &&Subgroup| {
        let belongs = |subject: &&Subject| match &*group.heading {
            "disease" => subject.refractory == (group.label == "refractory"),
            "inhibitors" => subject.inhibitor_user == (group.label == "users"),
            _ => true,
        };
        counted(group, &subjects.iter().filter(belongs).collect::<Vec<_>>())
    };
    named.into_iter().chain(others.iter().map(of)).collect()
}

fn counted(group: &Subgroup, members: &[&Subject]) -> Subgroup {
    let up_to = |worst| members.iter().filter(|subject| subject.response() <= worst).count() as u32;
    let (n, cr, remission) = (members.len() as u32, up_to(Response::CR), up_to(Response::CRp));
    let (cr_interval, remission_interval) = (clopper_pearson(cr, n), clopper_pearson(remission, n));
    Subgroup { n, cr, remission, cr_interval, remission_interval, ..group.clone() }
}

/// The table with a column for each of these arms, if it has columns of arms; its numbers remain.
fn table_of(real: &Table, arms: &[String]) -> Table {
    let Some(total) = real.columns.iter().position(|name| name == "total") else { return real.clone() };
    let columns: Vec<String> = arms.iter().cloned().chain(["total".into()]).collect();
    let row = |cells: &[Option<_>]| {
        let of_arms = again(&cells[..total], arms).map(|(_, cell)| cell.clone());
        of_arms.chain([cells[total].clone()]).zip(&columns).map(renamed).collect::<Vec<_>>()
    };
    let cells = real.cells.chunks_exact(real.columns.len()).flat_map(row).collect();
    Table { cells, columns: columns.clone(), ..real.clone() }
}

fn renamed((cell, column): (Option<Cell>, &String)) -> Option<Cell> {
    cell.map(|cell| Cell { column: column.clone(), ..cell })
}

/// The flow of these subjects, as many having been turned away as in the real trial.
fn consort(real: &Consort, arms: &[String], subjects: &[Subject]) -> Consort {
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
    let randomized = subjects.len() as u32;
    let screened = randomized + real.not_eligible.iter().map(|excluded| excluded.subjects).sum::<u32>();
    Consort { screened, randomized, arms: arms.iter().enumerate().map(arm).collect(), ..real.clone() }
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

/// These subjects followed by the rule as the real ones were, whose boundary does not change after its last look.
fn stopping((arm, real): (&String, &StoppingPath), subjects: &[&Subject]) -> StoppingPath {
    let mut responses = 0;
    let look = |((n, subject), real): ((u32, &&Subject), &Look)| {
        responses += u32::from(subject.response() == Response::CR);
        Look { subjects: n, responses, ..*real }
    };
    let last = real.looks.last().expect("the real arm has subjects");
    let as_real = real.looks.iter().chain(std::iter::repeat(last));
    let looks: Vec<Look> = (1..).zip(subjects).zip(as_real).map(look).collect();
    let (first, end) = (real.boundary[0].0, real.boundary[real.boundary.len() - 1]);
    let most = real.boundary.iter().map(|(_, most)| *most).chain(std::iter::repeat(end.1));
    let boundary: Vec<(u32, Option<u32>)> = (first..looks.len() as u32).zip(most).collect();
    let stops = |look: &&Look| boundary.contains(&(look.subjects, Some(look.responses)));
    let stopped_at = looks.iter().find(stops).map(|look| look.subjects);
    StoppingPath { arm: arm.clone(), looks, stopped_at, boundary }
}

/// Those of the real arms; arms beyond them stop the less often the later they come, so that no two lines are the same.
fn characteristics((i, (arm, real)): (usize, (&String, &ArmCharacteristics))) -> ArmCharacteristics {
    let power = 1.0 + (i / 3 * i) as f64 / 4.0;
    let rarer = |one: &Characteristics| Characteristics {
        probability_of_stopping: libm::pow(one.probability_of_stopping, power),
        ..one.clone()
    };
    ArmCharacteristics { arm: arm.clone(), exact: real.exact.iter().map(rarer).collect() }
}

/// The same trials with these arms.
fn repeated_in(mut real: Repeated, arms: &[String]) -> Repeated {
    for explained in &mut real.explanations {
        explained.stopping = again(&explained.stopping, arms)
            .map(|(arm, stops)| ArmStopping { arm: arm.clone(), ..stops.clone() })
            .collect();
        let endpoints = explained.effects.chunk_by(|a, b| a.endpoint == b.endpoint);
        let named = endpoints.flat_map(|effects| {
            let (total, of_arms) = effects.split_last().expect("an endpoint has its total");
            let one = |(arm, effect): (&String, &Effect)| Effect { arm: arm.clone(), ..effect.clone() };
            again(of_arms, arms).map(one).chain([total.clone()]).collect::<Vec<_>>()
        });
        explained.effects = named.collect();
    }
    real
}

/// The explanation that the protocol is.
pub fn as_designed(result: &mut TrialResult) -> &mut ExplanationResult {
    let explanations = &mut result.repeated.as_mut().expect("the real trial was repeated").explanations;
    explanations.iter_mut().find(|one| one.explanation == Explanation::AsDesigned).expect("one of four")
}
