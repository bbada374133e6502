//! The agents' mean approaches a deterministic solution of the whole cell model as their number grows.

mod field;

use crate::{
    marrows::{self, Change},
    patients,
    samples::{Sample, Z},
};
use cenersim::{
    biology::{Kind, Marrow, Model},
    parameters::Ledger,
    patient::Tp53,
    quantity::Time,
    treatment::{Exposure, Kinetics},
};
use field::Field;
use std::sync::LazyLock;

/// The model with fewer stages, all cells of a kind alike, and a marrow that does not listen to blood.
const REDUCED: [Change; 5] = [
    ("leukemia.progenitor.divisions", "6"),
    ("leukemia.blast.divisions", "2"),
    ("normal.progenitor.divisions", "2"),
    ("niche.precursor_share", "0"),
    ("niche.blood_share", "0"),
];

const BURDEN: f64 = 1e12;
const DAYS: u32 = 8;
/// Steps of the field and of the agents [h].
const FIELD_STEP: f64 = 0.1;
const AGENT_STEP: f64 = 0.25;

fn reduced() -> (Ledger, Model) {
    let ledger = marrows::ledger(&[&REDUCED[..], &marrows::UNIFORM].concat());
    let model = marrows::model(&ledger, Tp53::WildType);
    (ledger, model)
}

/// Cells and mean damage of every kind, day by day.
pub type Days = Vec<[(f64, f64); 5]>;

/// The field with steps of `step` hours.
fn field_days(exposure: &impl Fn(f64) -> Exposure, step: f64) -> Days {
    let (ledger, model) = reduced();
    let start = marrows::marrow_of(model.clone(), &ledger, BURDEN, 16, 0);
    let mut field = Field::new(&model, start.presentation(), step);
    let per_day = (24.0 / step).round() as u32;
    let mut days = Vec::new();
    for day in 0..DAYS {
        for count in 0..per_day {
            field.advance(&exposure((f64::from(day * per_day + count) + 0.5) * step));
        }
        days.push(Kind::ALL.map(|kind| (field.cells(kind), field.damage(kind))));
    }
    days
}

/// The field under constant drugs, with which many tests compare.
fn constant_days() -> &'static Days {
    static DAYS: LazyLock<Days> = LazyLock::new(|| field_days(&constant, FIELD_STEP));
    &DAYS
}

/// The same in half the step.
pub fn finer_days() -> &'static Days {
    static DAYS: LazyLock<Days> = LazyLock::new(|| field_days(&constant, 0.5 * FIELD_STEP));
    &DAYS
}

fn agent_days(exposure: &impl Fn(f64) -> Exposure, agents: usize, seed: u64) -> Days {
    agents_at(exposure, agents, seed, AGENT_STEP, DAYS)
}

/// The agents with steps of `span` hours through so many days.
pub fn agents_at(exposure: &impl Fn(f64) -> Exposure, agents: usize, seed: u64, span: f64, days: u32) -> Days {
    let (ledger, model) = reduced();
    let mut marrow = marrows::marrow_of(model, &ledger, BURDEN, agents, seed);
    let mut found = Vec::new();
    for day in 0..days {
        let begin = f64::from(day) * 24.0;
        marrows::run(&mut marrow, begin, begin + 24.0, span, exposure);
        let (census, _) = marrow.census();
        found.push(Kind::ALL.map(|kind| (census[kind].cells, census[kind].damage)));
    }
    found
}

/// Relative differences in cells between agents and field: one sample over seeds for each day and kind.
fn differences(exposure: &impl Fn(f64) -> Exposure, field: &Days, agents: usize, seeds: u64) -> Vec<Sample> {
    let runs: Vec<Days> = (0..seeds).map(|seed| agent_days(exposure, agents, seed)).collect();
    let places = (0..DAYS as usize).flat_map(|day| (0..5).map(move |kind| (day, kind)));
    places.map(|(day, kind)| runs.iter().map(|run| run[day][kind].0 / field[day][kind].0 - 1.0).collect()).collect()
}

/// Root mean square over all days, kinds and seeds.
fn size(differences: &[Sample]) -> f64 {
    differences.iter().map(Sample::rms).collect::<Sample>().rms()
}

/// What closure and the agents' step of a quarter of an hour may leave, however many agents there are.
const CLOSURE: f64 = 0.02;

/// Agents against field under one exposure: no bias beyond the closure, and scatter that falls with the root of the
/// number of agents.
fn assert_approach(exposure: impl Fn(f64) -> Exposure, field: &Days, what: &str) {
    let numbers = [(32, 64), (256, 32), (2048, 12)];
    let all = numbers.map(|(agents, seeds)| differences(&exposure, field, agents, seeds));
    for (place, difference) in all[2].iter().enumerate() {
        let (mean, error) = (difference.mean(), difference.error());
        let (day, kind) = (place / 5 + 1, Kind::ALL[place % 5].label());
        assert!(mean.abs() < CLOSURE + Z * error, "{what}, day {day}, {kind}: {mean:.4} +- {error:.4}");
    }
    // Eight times the agents: the difference falls by the root of 8, 2.8, less where closure is all that is left, and more
    // where a class is nearly empty with few agents.
    let sizes = all.each_ref().map(|differences| size(differences));
    for (fewer, more) in [(0, 1), (1, 2)] {
        let ratio = sizes[fewer] / sizes[more];
        assert!((2.0..4.0).contains(&ratio), "{what}: {sizes:?} for 32, 256 and 2048 agents");
    }
}

#[test]
fn untreated_agents_approach_the_field() {
    assert_approach(marrows::nothing, &field_days(&marrows::nothing, FIELD_STEP), "untreated");
}

#[test]
fn agents_under_constant_drugs_approach_the_field() {
    assert_approach(constant, constant_days(), "constant drugs");
}

#[test]
fn agents_after_doses_approach_the_field() {
    assert_approach(marrows::course, &field_days(&marrows::course, FIELD_STEP), "a course");
}

#[test]
fn agents_carry_the_damage_of_the_field() {
    let field = constant_days();
    let agents: Vec<Days> = (0..6).map(|seed| agents_at(&constant, 2048, seed, AGENT_STEP, 4)).collect();
    for kind in 0..5 {
        let damage = agents.iter().map(|days| days[3][kind].1 / field[3][kind].1 - 1.0).collect::<Sample>();
        let (mean, error) = (damage.mean(), damage.error());
        assert!(mean.abs() < CLOSURE + Z * error, "{}: {mean:.4} +- {error:.4}", Kind::ALL[kind].label());
    }
}

#[test]
fn lesions_of_agents_are_those_of_the_field_while_nobody_dies() {
    // In ten hours of much ara-CTP hardly a cell reaches mitosis: without death the closure is exact.
    let immortal = [("apoptosis.maximal_rate", "0 /h"), ("apoptosis.maximal_by_damage", "0 /h")];
    let ledger = marrows::ledger(&[&REDUCED[..], &marrows::UNIFORM, &immortal].concat());
    let model = marrows::model(&ledger, Tp53::WildType);
    let exposure = Exposure { ara_ctp: 40.0, ara_ctp_normal: 40.0, ..Exposure::default() };
    let new = |seed| marrows::marrow_of(model.clone(), &ledger, BURDEN, 2048, seed);
    let start = new(0);
    let mut field = Field::new(&model, start.presentation(), FIELD_STEP);
    (0..100).for_each(|_| field.advance(&exposure));
    let lesions = |seed| {
        let mut marrow = new(seed);
        marrows::run(&mut marrow, 0.0, 10.0, AGENT_STEP, |_| exposure);
        marrow.census().0
    };
    let agents: Vec<_> = (0..6).map(lesions).collect();
    for kind in Kind::ALL {
        let ratio = agents.iter().map(|census| census[kind].lesions / field.damage(kind) - 1.0).collect::<Sample>();
        let (mean, error) = (ratio.mean(), ratio.error());
        assert!(mean.abs() < 2.0 * CLOSURE + Z * error, "{}: {mean:.4} +- {error:.4}", kind.label());
    }
}

#[test]
fn the_field_does_not_depend_on_its_step() {
    let (coarse, fine) = (constant_days(), finer_days());
    for (coarse, fine) in coarse.iter().zip(fine) {
        for kind in 0..5 {
            let difference = coarse[kind].0 / fine[kind].0 - 1.0;
            assert!(difference.abs() < 0.005, "{}: {difference}", Kind::ALL[kind].label());
        }
    }
}

/// All drugs at constant levels for four days. Little ara-CTP: lesions are remembered, so that cells of one place differ by
/// when they passed S, which the closure does not see; more of it makes agents and field part by a tenth.
pub fn constant(hour: f64) -> Exposure {
    if hour > 96.0 {
        return Exposure::default();
    }
    Exposure {
        cenersen_cell: 2.0,
        idarubicin_cell: 400.0,
        idarubicin_bound: 300.0,
        anthracycline_renewal: 0.02,
        ara_ctp: 2.0,
        ara_ctp_normal: 2.0,
        ..Exposure::default()
    }
}

/// Levels of all drugs during six weeks after arm B of the source document, hour by hour.
fn arm_b() -> Vec<Exposure> {
    let scenario = patients::scenario("arm_b.toml", &[]);
    let patient = &scenario.patient;
    let mut kinetics = Kinetics::new(&scenario.ledger, &scenario.ledger, patient.body);
    let doses = scenario.arms[0].expand(patient.body, patient.age_years, 1, Time::ZERO);
    doses.into_iter().for_each(|dose| kinetics.give(dose));
    (0..42 * 24).map(|_| kinetics.advance(Time::hours(1.0))).collect()
}

/// How far the means of agents and field may be apart after a kill of four decimal logarithms. The closure takes an average
/// cell for those of one place, but who survives in a progenitor pool are the few that rested, and were born with less
/// drug: their mean says too little about them until the pool is full again. It is not a matter of the number of agents.
const DEEP_CLOSURE: [(Kind, f64); 5] = [
    (Kind::LeukemicStem, 1.05),
    (Kind::LeukemicProgenitor, 1.8),
    (Kind::Blast, 1.15),
    (Kind::NormalStem, 1.05),
    (Kind::NormalProgenitor, 5.0),
];

/// Cells of one marrow over those of the field, kind by kind, week by week.
type Weeks = Vec<[f64; 5]>;

/// The field of the whole hierarchy through six weeks of these levels, and agents over it for eight seeds for each number of
/// agents.
fn weeks_after<const N: usize>(levels: &[Exposure], agents: [usize; N]) -> [Vec<Weeks>; N] {
    let ledger = marrows::ledger(&[&REDUCED[3..], &marrows::UNIFORM].concat());
    let model = marrows::model(&ledger, Tp53::WildType);
    let exposure = |hour: f64| levels[hour as usize];
    let new = |agents, seed| marrows::marrow_of(model.clone(), &ledger, BURDEN, agents, seed);
    let mut runs = agents.map(|agents| (0..8).map(|seed| new(agents, seed)).collect::<Vec<Marrow>>());
    let mut field = Field::new(&model, runs[0][0].presentation(), AGENT_STEP);
    let mut weeks = agents.map(|_| vec![Weeks::new(); 8]);
    for week in 0..6 {
        let begin = f64::from(week) * 168.0;
        (0..672).for_each(|quarter| field.advance(&exposure(begin + (f64::from(quarter) + 0.5) * AGENT_STEP)));
        for (marrow, weeks) in runs.iter_mut().flatten().zip(weeks.iter_mut().flatten()) {
            marrows::run(marrow, begin, begin + 168.0, 1.0, exposure);
            weeks.push(Kind::ALL.map(|kind| marrow.cells()[kind] / field.cells(kind)));
        }
    }
    weeks
}

#[test]
fn six_weeks_after_arm_b_the_whole_hierarchy_follows_the_field() {
    let [few, many] = weeks_after(&arm_b(), [256, 1024]);
    for (kind, factor) in DEEP_CLOSURE {
        for week in 0..6 {
            let of = |runs: &[Weeks]| runs.iter().map(|weeks| weeks[week][kind as usize].ln()).collect::<Sample>();
            let (few, many) = (of(&few), of(&many));
            let (mean, error) = (many.mean(), many.error());
            let what = format!("week {}, {}: factor {:.3} +- {error:.3}", week + 1, kind.label(), mean.exp());
            assert!(mean.abs() < factor.ln() + 2.0 * error, "{what}");
            let z = few.z_against(&many);
            assert!(z.abs() < Z, "{what}: z = {z:.1} between 256 and 1024 agents");
        }
    }
}
