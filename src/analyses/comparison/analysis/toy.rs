//! Courses made up for tests: toy patients whose outcomes are known formulas of their numbers.
//! Left out: anything a simulation would add.

use super::{Analysis, Units};
use crate::comparison::Record;
use cenersim_model::{
    curves::{Outcome, Response, Survival},
    engine::Seed,
};

pub const HORIZON: f64 = 90.0;

/// A course of a patient who lives to the horizon with resistant disease.
pub fn record(patient: u64, replicate: u32, arm: u32) -> Record {
    Record {
        patient,
        arm,
        replicate,
        outcome: Outcome {
            response: Response::Resistant,
            courses: 1,
            survival: Survival { observed_to_day: HORIZON, ..Survival::default() },
            ..Outcome::default()
        },
        best_blast_change: Some(-10.0),
        steps: 1,
        agent_steps: 1,
        ..Record::default()
    }
}

/// The analysis of these records, which are sorted first.
pub fn analysis(records: &mut [Record], units: Units) -> Analysis<'_> {
    records.sort_by_key(|record| (record.patient, record.replicate, record.arm));
    let arms = records.iter().map(|record| record.arm as usize + 1).max().unwrap_or(1);
    Analysis { records, arms, units, horizon_days: HORIZON, seed: 7 }
}

/// A uniform number of this course and purpose.
pub fn uniform(record: &Record, purpose: &str) -> f64 {
    let of_patient = Seed::new(11).named(purpose).number(record.patient);
    of_patient.number(u64::from(record.replicate)).number(u64::from(record.arm)).uniform()
}

/// A standard normal number of this path.
pub fn normal(path: &[u64]) -> f64 {
    let seed = path.iter().fold(Seed::new(13), |seed, number| seed.number(*number));
    let radius = (-2.0 * libm::log(seed.named("radius").uniform())).sqrt();
    radius * libm::cos(std::f64::consts::TAU * seed.named("angle").uniform())
}

/// Every course of these patients in these arms, changed by `set`.
pub fn cohort(patients: u64, replicates: u32, arms: &[u32], set: impl Fn(&mut Record)) -> Vec<Record> {
    let mut records = Vec::new();
    for patient in 1..=patients {
        for replicate in 1..=replicates {
            for arm in arms {
                let mut record = record(patient, replicate, *arm);
                set(&mut record);
                records.push(record);
            }
        }
    }
    records
}

/// Responses, deaths, relapses and nadirs as they may come, each with its own chance.
pub fn eventful(record: &mut Record) {
    let draw = |purpose: &str| uniform(record, purpose);
    let (chance, death, response) = (draw("response"), 250.0 * draw("death"), 25.0 + 20.0 * draw("day"));
    let (relapse, kill, low) = (response + 200.0 * draw("relapse"), 5.0 * draw("kill"), draw("low"));
    let alive = |day: f64| day < death.min(HORIZON);
    let outcome = &mut record.outcome;
    let remission = chance < 0.6 && alive(response);
    outcome.response = match chance {
        _ if !alive(30.0) => Response::EarlyDeath,
        _ if !remission => Response::Resistant,
        chance if chance < 0.4 => Response::CR,
        _ => Response::CRp,
    };
    let survival = &mut outcome.survival;
    survival.death_day = (!alive(death) && death < HORIZON).then_some(death);
    survival.response_day = (remission && alive(30.0)).then_some(response);
    survival.relapse_day = (remission && alive(30.0) && alive(relapse)).then_some(relapse);
    let milestones = &mut outcome.milestones;
    (milestones.blast_log_kill, milestones.stem_log_kill) = (kill, kill / 2.0);
    (milestones.blast_nadir_cells, milestones.stem_nadir_cells) =
        (libm::pow(10.0, 12.0 - kill), libm::pow(10.0, 7.0 - kill / 2.0));
    (milestones.neutrophil_nadir, milestones.platelet_nadir) = (low / 5.0, 40.0 * low);
    (milestones.days_neutrophils_below_half, milestones.days_platelets_below_50) = (30.0 * (1.0 - low), 20.0 * low);
    (milestones.stem_p53_mrna, milestones.normal_stem_p53_mrna) = (1.0 - 0.5 * low, 1.0 - 0.2 * low);
    record.best_blast_change = Some(100.0 * (libm::pow(10.0, -kill) - 1.0));
}
