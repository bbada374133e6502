//! The checks: section 10 of the pharmacology, and the untreated and the recovering patient.

use crate::{known_results::assay, marrows, patients, samples::Sample};
use cenersim::{
    biology::{Kind, Marrow},
    curves::{Course, Milestones, Response, Variable},
    parameters::Ledger,
    patient::Tp53,
    quantity::Time,
    treatment::{Administration, Body, Drug, Exposure, Kinetics},
};

/// One comparison.
#[derive(Clone, Debug)]
pub struct Check {
    /// What, with its unit and the row of the evidence table.
    pub name: &'static str,
    pub published: &'static str,
    low: f64,
    high: f64,
    pub model: f64,
    /// Monte-Carlo standard error; 0 for what is not random.
    pub error: f64,
}

impl Check {
    fn new(name: &'static str, published: &'static str, range: (f64, f64), sample: &Sample) -> Self {
        Self { name, published, low: range.0, high: range.1, model: sample.mean(), error: sample.error() }
    }

    fn exact(name: &'static str, published: &'static str, range: (f64, f64), model: f64) -> Self {
        Self { name, published, low: range.0, high: range.1, model, error: 0.0 }
    }

    pub fn is_within(&self) -> bool {
        (self.low..=self.high).contains(&self.model)
    }
}

/// All checks, in the order of the table.
pub fn all() -> Vec<Check> {
    [kinetics(), mechanism(), untreated(), healthy(), recovery(), response()].concat()
}

const BODY: Body = Body { weight_kg: 70.0, height_cm: 175.0 };

/// Levels at `hours` after an infusion of `rate` mg/h began, which lasts `length` hours.
fn level(drug: Drug, rate: f64, length: f64, hours: f64) -> Exposure {
    let mut kinetics = Kinetics::new(&Ledger::defaults(), BODY);
    let (start, duration) = (Time::ZERO, Time::hours(length));
    kinetics.give(Administration { drug, start, duration, amount_mg: rate * length, course: 1 });
    kinetics.advance(Time::hours(hours));
    kinetics.levels()
}

fn kinetics() -> Vec<Check> {
    let cytarabine = |mg_per_m2: f64, hours: f64| {
        level(Drug::Cytarabine, mg_per_m2 / hours * BODY.surface_m2(), hours, hours).cytarabine_plasma
    };
    let cenersen = level(Drug::Cenersen, 0.1 * BODY.weight_kg, 168.0, 168.0);
    let after = level(Drug::Idarubicin, 48.0 * BODY.surface_m2(), 0.25, 168.0).idarubicin_cell;
    let later = level(Drug::Idarubicin, 48.0 * BODY.surface_m2(), 0.25, 210.0).idarubicin_cell;
    vec![
        Check::exact(
            "cytarabine 200 mg/m2/d, steady state [umol/L]",
            "0.30 +- 0.13",
            (0.17, 0.43),
            cytarabine(800.0, 96.0),
        ),
        Check::exact("cytarabine 1 g/m2 over 3 h, end [umol/L]", "10.5-22", (10.5, 22.0), cytarabine(1000.0, 3.0)),
        Check::exact(
            "cytarabine 3 g/m2 over 3 h, end [umol/L] (A02)",
            "115 +- 32",
            (83.0, 147.0),
            cytarabine(3000.0, 3.0),
        ),
        Check::exact("cenersen 0.1 mg/kg/h, plasma [mg/L] (P05)", "0.8-2.0", (0.8, 2.0), cenersen.cenersen_plasma),
        Check::exact("cenersen 0.1 mg/kg/h, cells [pmol/mg] (P10)", "3 (1-14)", (1.0, 14.0), cenersen.cenersen_cell),
        Check::exact("idarubicin left in cells 42 h later (I12)", "0.5", (0.45, 0.55), later / after),
    ]
}

fn mechanism() -> Vec<Check> {
    let ledger = marrows::ledger(&[marrows::UNIFORM[0], ("rnase_h.level.blast", "1")]);
    let mut saturated = marrows::marrow(&ledger, 1e12, 64, 1);
    let antisense = |_| Exposure { cenersen_cell: 1e9, ..Exposure::default() };
    marrows::run(&mut saturated, 0.0, 96.0, 1.0, antisense);
    let (census, _) = saturated.census();
    let mutant = |exposure: fn(f64) -> Exposure| {
        let ledger = Ledger::defaults();
        let mut marrow = marrows::marrow_of(marrows::model(&ledger, Tp53::Mutant), &ledger, 1e12, 128, 1);
        marrows::run(&mut marrow, 0.0, 240.0, 1.0, exposure);
        marrows::leukemic(&marrow)
    };
    let alone = mutant(|hour| Exposure { cenersen_cell: 0.0, ..marrows::course(hour) });
    vec![
        Check::exact("p53 mRNA at RNase H level 1, saturated (P13)", "0.50", (0.49, 0.51), census[Kind::Blast].mrna),
        Check::exact("p53 death under cenersen without damage [/d]", "0", (0.0, 0.0), census[Kind::Blast].death_p53),
        Check::exact(
            "TP53 mutant: change of leukemia by cenersen",
            "0",
            (0.0, 0.0),
            mutant(marrows::course) / alone - 1.0,
        ),
        Check::exact("mitotic catastrophes of cells in G0", "0", (0.0, 0.0), catastrophes_at_rest()),
        Check::exact("blasts alive at the LC50 of idarubicin (I16)", "0.50", (0.44, 0.56), assay::alive_at_lc50()),
        Check::exact("cells that die at the EC50 of cytarabine (A15)", "0.50", (0.44, 0.56), assay::at_ec50().dying),
    ]
}

/// Cells that never leave G0 under a whole course: how many of them die in mitosis.
fn catastrophes_at_rest() -> f64 {
    let ledger = marrows::ledger(&[("normal.stem.interval", "1000000000 d")]);
    let mut marrow: Marrow = marrows::marrow(&ledger, 0.0, 128, 1);
    marrows::run(&mut marrow, 0.0, 240.0, 1.0, marrows::course);
    marrow.census().1[Kind::NormalStem]
}

/// Values of a curve on the last day.
fn last(course: &Course, variable: Variable, kind: Kind) -> f64 {
    *course.curves.of(variable, Some(kind)).last().expect("a recorded curve")
}

fn leukemic(course: &Course, at: impl Fn(&[f64]) -> f64) -> f64 {
    Kind::ALL[..3].iter().map(|&kind| at(course.curves.of(Variable::Cells, Some(kind)))).sum()
}

fn untreated() -> Vec<Check> {
    let mut scenario = patients::scenario("untreated.toml", &["simulation.stop_at_death=false"]);
    scenario.settings.horizon = Time::days(14.0);
    let courses = patients::courses(&scenario);
    let sample = |of: &dyn Fn(&Course) -> f64| courses.iter().map(of).collect::<Sample>();
    let total = |course: &Course| leukemic(course, |cells| *cells.last().expect("a recorded curve"));
    let doubling = |course: &Course| 14.0 / (total(course) / leukemic(course, |cells| cells[0])).log2();
    let in_s = |course: &Course, kind| last(course, Variable::ShareS, kind);
    let labelling = |course: &Course| {
        let cells = Kind::ALL[..3].iter().map(|&kind| last(course, Variable::Cells, kind) * in_s(course, kind));
        cells.sum::<f64>() / total(course)
    };
    let stem = |course: &Course| 1e7 * last(course, Variable::Cells, Kind::LeukemicStem) / total(course);
    let quiescent = |course: &Course| last(course, Variable::ShareG0, Kind::LeukemicStem);
    let ratio = |course: &Course| in_s(course, Kind::LeukemicProgenitor) / in_s(course, Kind::Blast);
    vec![
        Check::new("untreated: doubling time [d] (K06)", "11-36", (11.0, 36.0), &sample(&doubling)),
        Check::new("untreated: labelling index (K01)", "0.08 (0.02-0.20)", (0.02, 0.2), &sample(&labelling)),
        Check::new("untreated: stem cells per 10^7 (K09)", "0.7-45", (0.7, 45.0), &sample(&stem)),
        Check::new("untreated: quiescent stem cells (K11)", "0.5-0.95", (0.5, 0.95), &sample(&quiescent)),
        Check::new("untreated: S phase, progenitors over blasts (K08)", "about 5", (2.5, 10.0), &sample(&ratio)),
    ]
}

fn healthy() -> Vec<Check> {
    let mut scenario = patients::scenario("healthy.toml", &[]);
    scenario.settings.horizon = Time::days(180.0);
    let courses = patients::courses(&scenario);
    let of = |variable: Variable| {
        let change = |values: &[f64]| values.last().expect("a recorded curve") / values[0];
        courses.iter().map(|course| change(course.curves.of(variable, None))).collect::<Sample>()
    };
    vec![
        Check::new("healthy: neutrophils on day 180 over day 0", "1", (0.95, 1.05), &of(Variable::Neutrophils)),
        Check::new("healthy: platelets on day 180 over day 0", "1", (0.95, 1.05), &of(Variable::Platelets)),
    ]
}

/// Idarubicin 12 mg/m2 x 3 and cytarabine 1 g/m2 x 4 without cenersen in the typical patient, under 60 years of age.
fn recovery() -> Vec<Check> {
    let changes = ["arm.cenersen=[]", "patient.age=\"55 y\"", "simulation.stop_at_death=false"];
    let courses = patients::courses(&patients::scenario("published/arm_c_published.toml", &changes));
    let sample = |of: &dyn Fn(&Milestones) -> f64| {
        courses.iter().map(|course| of(&course.outcome.milestones)).collect::<Sample>()
    };
    // Chemotherapy begins on day 1; published days are counted from there.
    let day = |day: Option<f64>| day.unwrap_or(f64::INFINITY) - 1.0;
    let leukopenia = courses.iter().map(|course| days_below(course, 1.0)).collect::<Sample>();
    let thrombopenia = sample(&|milestones| milestones.days_platelets_below_50);
    let neutrophils = sample(&|milestones| day(milestones.neutrophils_above_half_day));
    let platelets = sample(&|milestones| day(milestones.platelets_above_100_day));
    vec![
        Check::new("recovery: days with leukocytes below 1.0 G/L (R07)", "14 +- 20 %", (11.2, 16.8), &leukopenia),
        Check::new("recovery: days with platelets below 50 G/L (R07)", "22 +- 20 %", (17.6, 26.4), &thrombopenia),
        Check::new("recovery: neutrophils above 0.5 G/L [d] (R06)", "18-24", (18.0, 24.0), &neutrophils),
        Check::new("recovery: platelets above 100 G/L [d] (R06)", "24-30", (24.0, 30.0), &platelets),
    ]
}

/// Days with fewer neutrophils than this; they stand for all leukocytes, of which lymphocytes are left out.
fn days_below(course: &Course, limit: f64) -> f64 {
    let (days, values) = (&course.curves.days, course.curves.of(Variable::Neutrophils, None));
    let until = days.iter().filter(|day| **day <= 42.0).count();
    (1..until).filter(|&i| values[i] < limit).map(|i| days[i] - days[i - 1]).sum()
}

/// Share of the courses for which something is true.
fn share(courses: &[Course], of: impl Fn(&Course) -> bool) -> Sample {
    courses.iter().map(|course| f64::from(u8::from(of(course)))).collect()
}

fn response() -> Vec<Check> {
    let died = |course: &Course, by: f64| course.outcome.survival.death_day.is_some_and(|day| day <= by);
    let alone = patients::cohort(&patients::scenario("controls/arm_a_without_cenersen.toml", &[]), 150, 60.0);
    let cr = share(&alone, |course| course.outcome.response == Response::CR);
    let arms = ["arm_a.toml", "arm_b.toml", "arm_c.toml"];
    let trial = arms.map(|file| patients::cohort(&patients::scenario(file, &[]), 50, 45.0)).concat();
    let responded = share(&trial, |course| matches!(course.outcome.response, Response::CR | Response::CRp));
    let early = share(&[alone.clone(), trial.clone()].concat(), |course| died(course, 30.0));
    let late = share(&alone, |course| died(course, 60.0));
    vec![
        Check::new("idarubicin alone: CR (V01)", "5/28", (0.061, 0.369), &cr),
        Check::new("the trial: CR and CRp", "10/53", (0.094, 0.32), &responded),
        Check::new("deaths by day 30", "0.06-0.10", (0.06, 0.1), &early),
        Check::new("idarubicin alone: deaths by day 60", "0.194", (0.15, 0.24), &late),
    ]
}
