//! Made-up patients for the tests of the figures: shapes that a simulation could yield, and none of its numbers.

use super::{FigureInput, Thresholds};
use cenersim_model::{
    biology::Kind,
    curves::{CurveSet, Event, EventKind, Variable},
    engine::Seed,
    quantity::Time,
    treatment::{Administration, Drug, Route},
};

/// As a run records them unless it is told otherwise.
pub const POINTS_A_DAY: f64 = 4.0;

/// Owned data that a [`FigureInput`] borrows.
pub struct Example {
    pub title: String,
    pub replicates: Vec<CurveSet>,
    pub doses: Vec<Administration>,
    pub events: Vec<Vec<Event>>,
}

impl Example {
    pub fn input(&self) -> FigureInput<'_> {
        FigureInput {
            title: &self.title,
            arm: "arm B",
            replicates: &self.replicates,
            doses: &self.doses,
            events: &self.events,
            thresholds: Thresholds { marrow_blasts: 0.05, neutrophils: [0.5, 1.0], platelets: [50.0, 100.0] },
            footer: "scenario arm_b · seed 1 · cenersim 0.1.0 · 100,000 agents",
        }
    }

    /// Treated patients with the given number of courses.
    pub fn treated(replicates: u32, horizon: f64, courses: u32) -> Self {
        let doses: Vec<_> = (0..courses).flat_map(|course| regimen(f64::from(course) * 35.0, course + 1)).collect();
        let seed = |replicate: u32| Seed::new(1).number(u64::from(replicate)).named("example");
        Self {
            title: "Cenersen, idarubicin and high-dose cytarabine".into(),
            replicates: (0..replicates).map(|i| curves(horizon, &doses, seed(i).uniform())).collect(),
            events: (0..replicates).map(|i| examinations(horizon, i)).collect(),
            doses,
        }
    }

    /// A patient who gets nothing.
    pub fn untreated(horizon: f64) -> Self {
        Self { title: "Untreated relapse".into(), ..Self::treated(1, horizon, 0) }
    }

    /// Every curve is zero.
    pub fn zero() -> Self {
        let mut example = Self::treated(1, 28.0, 1);
        for values in example.replicates[0].values.values_mut() {
            values.fill(0.0);
        }
        example
    }
}

fn regimen(start: f64, course: u32) -> Vec<Administration> {
    let dose = |drug, day: f64, hours: f64, amount_mg| Administration {
        drug,
        start: Time::days(start + day),
        duration: Time::hours(hours),
        amount_mg,
        route: Route::Intravenous,
        course,
    };
    let mut doses = vec![dose(Drug::Cenersen, 0.0, 96.0, 672.0)];
    doses.extend((1..4).map(|day| dose(Drug::Idarubicin, f64::from(day), 0.25, 22.26)));
    doses.extend((1..5).map(|day| dose(Drug::Cytarabine, f64::from(day), 3.0, 2782.5)));
    doses
}

/// Level of a drug that rises while it is given and then falls with a half-life (d).
fn level(doses: &[Administration], drug: Drug, day: f64, half_life: f64) -> f64 {
    let rate = std::f64::consts::LN_2 / half_life;
    let one = |dose: &Administration| {
        let (start, end) = (dose.start.in_days(), dose.end().in_days());
        let given = (day.min(end) - start).max(0.0);
        let after = (day - end).max(0.0);
        dose.rate_mg_per_h() * (1.0 - libm::exp(-rate * given)) * libm::exp(-rate * after)
    };
    doses.iter().filter(|dose| dose.drug == drug).map(one).sum()
}

fn curves(horizon: f64, doses: &[Administration], luck: f64) -> CurveSet {
    let mut set = CurveSet::default();
    let steps = (horizon * POINTS_A_DAY).round() as u32;
    let courses: Vec<f64> = doses.iter().filter(|d| d.drug == Drug::Cenersen).map(|d| d.start.in_days()).collect();
    for day in (0..=steps).map(|step| f64::from(step) / POINTS_A_DAY) {
        set.days.push(day);
        let damage = 0.05 + level(doses, Drug::Idarubicin, day, 1.5) / 40.0;
        drugs(&mut set, doses, day);
        let since: Vec<f64> = courses.iter().map(|start| day - start).filter(|since| *since > 0.0).collect();
        for kind in Kind::ALL {
            cells(&mut set, kind, day, &since, damage, luck);
        }
        let dip = since.last().map_or(0.0, |since| libm::exp(-(since - 16.0) * (since - 16.0) / 40.0));
        set.push(Variable::Neutrophils, None, 3.0 * libm::exp(-dip * (4.0 + luck)));
        set.push(Variable::Platelets, None, 180.0 * libm::exp(-dip * (2.5 + luck)));
        let killed = since.len() as f64 - since.iter().map(|since| libm::exp(-since / 3.0)).sum::<f64>();
        let share = 0.6 * libm::exp(-killed * 3.5) + 0.000_5 * luck * day;
        set.push(Variable::MarrowBlasts, None, share.min(0.95));
        set.push(Variable::Cellularity, None, 1.0);
    }
    set
}

fn drugs(set: &mut CurveSet, doses: &[Administration], day: f64) {
    set.push(Variable::CenersenPlasma, None, level(doses, Drug::Cenersen, day, 0.1) * 0.3);
    set.push(Variable::CenersenCell, None, level(doses, Drug::Cenersen, day, 2.0) * 9.0);
    set.push(Variable::IdarubicinPlasma, None, level(doses, Drug::Idarubicin, day, 0.5) * 0.5);
    set.push(Variable::IdarubicinolPlasma, None, level(doses, Drug::Idarubicin, day, 2.0) * 0.7);
    set.push(Variable::IdarubicinCell, None, level(doses, Drug::Idarubicin, day, 1.0) * 200.0);
    set.push(Variable::IdarubicinolCell, None, level(doses, Drug::Idarubicin, day, 3.0) * 300.0);
    set.push(Variable::CytarabinePlasma, None, level(doses, Drug::Cytarabine, day, 0.1) * 0.05);
    set.push(Variable::AraCtp, None, level(doses, Drug::Cytarabine, day, 0.2) * 0.5);
}

fn cells(set: &mut CurveSet, kind: Kind, day: f64, since: &[f64], damage: f64, luck: f64) {
    let i = kind as usize;
    let start = [3e7, 4e9, 9e11, 2e5, 3e10][i];
    let kill = [2.0, 3.0, 3.5, 0.8, 2.5][i] * (0.8 + 0.4 * luck);
    let growth = [0.05, 0.02, 0.01, 0.03, 0.1][i];
    let fallen: f64 = since.iter().map(|since| kill * (1.0 - libm::exp(-since / 4.0))).sum();
    let regrown: f64 = since.last().map_or(growth * day, |since| growth * (since - 8.0).max(0.0));
    let count = start * libm::pow(10.0, (regrown - fallen).min(1.0));
    let knock_down =
        since.last().map_or(1.0, |since| 1.0 - 0.5 * since.min(4.0) / 4.0 * libm::exp(-(since - 4.0).max(0.0) / 3.0));
    let per_kind = 1.0 - 0.12 * i as f64;
    set.push(Variable::Cells, Some(kind), count.max(0.0));
    set.push(Variable::P53Mrna, Some(kind), 1.0 - (1.0 - knock_down) * per_kind);
    set.push(Variable::P53Protein, Some(kind), (1.0 + 2.0 * damage) * (1.0 - (1.0 - knock_down) * per_kind));
    set.push(Variable::Damage, Some(kind), damage * per_kind);
    set.push(Variable::Lesions, Some(kind), 0.4 * damage * per_kind);
    set.push(Variable::DeathP53, Some(kind), 0.4 * damage * per_kind);
    set.push(Variable::DeathDamage, Some(kind), 0.1 * damage * per_kind);
    set.push(Variable::Catastrophe, Some(kind), 0.5 * damage * damage * per_kind);
}

fn examinations(horizon: f64, replicate: u32) -> Vec<Event> {
    let examination = |day: f64, blasts| Event {
        time: Time::days(day),
        kind: EventKind::Examination { blasts, counted: 200, cellularity: 0.4, neutrophils: 0.1, platelets: 20.0 },
    };
    let all = [(0.0, 118), (14.0, 12), (28.0, 4 + replicate % 3), (42.0, 6)];
    all.into_iter().filter(|(day, _)| *day <= horizon).map(|(day, blasts)| examination(day, blasts)).collect()
}
