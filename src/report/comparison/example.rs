//! A made-up comparison for the tests of this module: shapes that a simulation could yield, and none of its numbers.

use super::{ComparisonRecord, FailedPatient, Made};
use cenersim_analyses::{
    comparison::{
        ArmResult, Attribution, BandResult, BestChange, Compared, Contribution, Measure, MeasureDifference,
        MeasureResult, PairResult, Rate, RateDifference, RateResult, Record, SweepAxis, SweepPoint, SweepResult,
        Variance,
    },
    published::PublishedArm,
};
use cenersim_model::{
    biology::Kind,
    curves::{Milestones, Outcome, Response, Survival, Variable},
    parameters::Ledger,
    patient::{Cohort, Disease, InhibitorUse, Patient, Sex, Tp53},
    quantity::Time,
    treatment::{Administration, Body, Drug, Route},
};
use cenersim_statistics::{Interval, KaplanMeier, Step};
use std::time::Duration;

const RESPONSES: [Response; 4] = [Response::CR, Response::CRp, Response::Resistant, Response::EarlyDeath];

/// Owned data that a [`ComparisonRecord`] borrows.
pub struct Example {
    pub compared: Compared,
    pub records: Vec<Record>,
    pub patients: Vec<Patient>,
    pub ledger: Ledger,
    pub scenarios: Vec<(String, String)>,
    pub failures: Vec<FailedPatient>,
}

impl Example {
    /// Arms `A`, `B`, ... in so many patients with two replicates each.
    pub fn new(arms: u32, patients: u32) -> Self {
        let compared = compared(arms, patients);
        let records = (1..=patients).flat_map(|patient| {
            (0..2).flat_map(move |replicate| (0..arms).map(move |arm| record(patient, replicate, arm)))
        });
        Self {
            records: records.collect(),
            patients: (1..=u64::from(patients)).map(patient).collect(),
            ledger: Ledger::defaults(),
            scenarios: compared.arms.iter().map(|arm| (arm.name.to_lowercase(), "title = \"x\"\n".into())).collect(),
            failures: Vec::new(),
            compared,
        }
    }

    /// Hands out what is borrowed; the lists of patients and ledgers are per arm.
    pub fn with<T>(&self, use_it: impl FnOnce(&ComparisonRecord) -> T) -> T {
        let arms = self.compared.arms.len();
        let (patients, ledgers) = (vec![self.patients.as_slice(); arms], vec![&self.ledger; arms]);
        use_it(&ComparisonRecord {
            cohort: &Cohort::default(),
            compared: &self.compared,
            records: &self.records,
            patients: &patients,
            individuals: &[],
            ledgers: &ledgers,
            scenarios: &self.scenarios,
            failures: &self.failures,
            hypothesis: "neutral",
            made: Made {
                name: "arms",
                command: "cenersim compare scenarios/arm_a.toml scenarios/arm_b.toml --patients 4",
                version: "0.1.0",
                commit: "abc1234",
                wall: Duration::from_millis(1500),
            },
        })
    }
}

fn compared(arms: u32, patients: u32) -> Compared {
    let results: Vec<ArmResult> = (0..arms).map(|index| arm(index, patients)).collect();
    let count = results.len();
    let pairs = (0..count).flat_map(|first| (first + 1..count).map(move |second| pair(first, second, patients)));
    Compared {
        shown: Vec::new(),
        mechanism: None,
        title: "Arms & <others>".into(),
        pairs: pairs.collect(),
        two_arm: Vec::new(),
        attribution: (0..count).map(attribution).collect(),
        sweep: Some(sweep(&results)),
        arms: results,
        headline: None,
        population: true,
        patients,
        replicates: 2,
        horizon_days: 90.0,
        follow_up_days: 90.0,
        after_failure: None,
        criteria: "iwg2003".into(),
        seed: 7,
    }
}

fn interval(low: f64, high: f64) -> Interval {
    Interval { low, high }
}

fn rate(rate: Rate, n: u32, shift: f64) -> RateResult {
    let found = n / 3;
    let share = 0.2 + 0.01 * shift;
    RateResult {
        rate,
        n,
        found,
        exact: interval(0.1, 0.4),
        wilson: interval(0.11, 0.39),
        share,
        standard_error: 0.03,
        variance: Some(Variance { between_patients: 0.1, within_patient: 0.06 }),
    }
}

fn measure(measure: Measure, n: u32, shift: f64) -> MeasureResult {
    let center = if measure.unit() == "cells" { 3.2e9 } else { 2.5 } * (1.0 + 0.1 * shift);
    MeasureResult {
        measure,
        n,
        median: center,
        quartiles: interval(0.8 * center, 1.3 * center),
        mean: 1.05 * center,
        mean_error: 0.04 * center,
        median_error: 0.05 * center,
        variance: None,
    }
}

fn curve(n: u32) -> KaplanMeier {
    let step = |index: u32| Step {
        time: 10.5 * f64::from(index + 1),
        at_risk: n - index,
        events: 1,
        censored: 0,
        survival: 1.0 - f64::from(index + 1) / f64::from(n),
        interval: interval(0.2, 0.9),
    };
    KaplanMeier {
        n,
        events: n / 2,
        steps: (0..n / 2).map(step).collect(),
        median: Some(10.5 * f64::from(n / 2)),
        median_interval: (Some(10.5), None),
    }
}

fn arm(index: u32, patients: u32) -> ArmResult {
    let shift = f64::from(index);
    let name = char::from(b'A' + index as u8).to_string();
    let (variable, kind) = (Variable::Cells, Some(Kind::Blast));
    let days: Vec<f64> = (0..30).map(f64::from).collect();
    let quantile = |q: f64| days.iter().map(|day| if *day > 28.0 { f64::NAN } else { 1e9 * q }).collect();
    let bands = vec![
        BandResult {
            variable,
            kind,
            days: days.clone(),
            courses: vec![2 * patients; 30],
            quantiles: [0.1, 0.3, 0.5, 0.7, 0.9].map(quantile),
        },
        BandResult {
            variable: Variable::Neutrophils,
            kind: None,
            days: vec![0.0],
            courses: vec![3],
            quantiles: [0.1, 0.2, 0.3, 0.4, 0.5].map(|q| vec![q]),
        },
    ];
    let (start, route) = (Time::days(shift), Route::Intravenous);
    let dose = Administration {
        drug: Drug::Idarubicin,
        start,
        duration: Time::hours(0.25),
        amount_mg: 22.7,
        route,
        course: 1,
    };
    ArmResult {
        doses: vec![dose; 3],
        later: Vec::new(),
        deaths: vec![("infection", patients / 4)],
        responses: vec![(Response::CR, patients / 2), (Response::Resistant, patients - patients / 2)],
        rates: Rate::ALL.map(|of| rate(of, patients, shift)).into(),
        measures: Measure::ALL.map(|of| measure(of, patients, shift)).into(),
        overall_survival: curve(patients),
        disease_free_survival: KaplanMeier::default(),
        best_changes: vec![BestChange { patient: 1, percent: -93.5, response: Response::CR }],
        bands,
        published: (index == 1).then(|| PublishedArm {
            name: "B".into(),
            patients: 25,
            cr: 5,
            crp: 1,
            source: "T15".into(),
        }),
        name,
    }
}

fn pair(first: usize, second: usize, n: u32) -> PairResult {
    let (low, high) = (-0.041, 0.082);
    let rates = Rate::ALL.map(|rate| RateDifference {
        rate,
        both: 0,
        only_first: 1,
        only_second: 2,
        neither: n - 3,
        difference: 0.02,
        interval: interval(low, high),
        mcnemar_p: 0.625,
        share: 0.021,
        standard_error: 0.01,
    });
    let measures = Measure::ALL.map(|measure| MeasureDifference {
        measure,
        n,
        median: -0.12,
        median_interval: interval(-0.2, -0.05),
        median_error: 0.03,
        mean: -0.11,
        mean_interval: interval(-0.19, -0.04),
        mean_error: 0.03,
        quartiles: interval(-0.3, 0.1),
    });
    PairResult { first, second, rates: rates.into(), measures: measures.into(), survival_p: Some(0.44) }
}

fn attribution(arm: usize) -> Attribution {
    let part = |(drug, share): (&str, f64)| Contribution {
        drug: drug.into(),
        share,
        interval: interval(share - 0.1, share + 0.1),
        standard_error: 0.05,
    };
    Attribution {
        arm,
        endpoint: "stem_log_kill".into(),
        label: "Leukemic stem cells, log-kill".into(),
        unit: "log10".into(),
        n: 4,
        untreated: 0.0,
        treated: 2.5,
        contributions: [("cenersen", -0.1), ("idarubicin", 1.6), ("cytarabine", 1.0)].map(part).into(),
    }
}

fn sweep(arms: &[ArmResult]) -> SweepResult {
    let values = ["0 d", "5 d", "10 d"].map(String::from);
    let points = values.iter().flat_map(|value| {
        arms.iter().enumerate().map(|(index, arm)| SweepPoint {
            values: vec![value.clone()],
            arm: index,
            rates: arm.rates.clone(),
            measures: arm.measures.clone(),
        })
    });
    SweepResult {
        points: points.collect(),
        axes: vec![SweepAxis { path: "arm.cenersen.infusion".into(), values: values.into() }],
        arms: arms.iter().map(|arm| arm.name.clone()).collect(),
        endpoint: "stem_log_kill".into(),
    }
}

fn record(patient: u32, replicate: u32, arm: u32) -> Record {
    let response = RESPONSES[((patient + arm) % 4) as usize];
    let dead = response == Response::EarlyDeath;
    let survival = Survival {
        response_day: (response <= Response::CRp).then_some(35.0),
        relapse_day: None,
        death_day: dead.then_some(21.25),
        death_cause: dead.then(|| "infection".into()),
        observed_to_day: 90.0,
        ..Survival::default()
    };
    let milestones =
        Milestones { blast_nadir_cells: 1e9 / f64::from(patient), stem_extinct: patient == 2, ..Milestones::default() };
    Record {
        patient: u64::from(patient),
        arm,
        replicate,
        outcome: Outcome { response, courses: 1, survival, milestones, ..Outcome::default() },
        best_blast_change: (patient != 3).then_some(-80.0 - f64::from(replicate)),
        infections: arm,
        steps: 2160,
        agent_steps: 5_000_000_000,
        ..Record::default()
    }
}

fn patient(number: u64) -> Patient {
    let disease = match number % 2 {
        0 => Disease::Refractory,
        _ => Disease::Relapsed { first_remission: Time::days(200.0) },
    };
    Patient {
        number,
        age_years: 50.0 + number as f64,
        sex: if number.is_multiple_of(2) { Sex::Female } else { Sex::Male },
        body: Body { weight_kg: 70.0, height_cm: 175.0 },
        disease,
        tp53: Tp53::WildType,
        burden: 9e11,
        chemosensitivity: cenersim_model::patient::Chemosensitivity::default(),
        inhibitor: InhibitorUse::default(),
        own: Default::default(),
    }
}
