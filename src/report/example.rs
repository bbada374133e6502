//! Courses of arm B for the tests of this module, with events of every sort and the milestones that tests look for.

use super::{Look, Made, RunRecord, Staging, fixtures::arm_b};
use cenersim_model::{
    biology::Kind,
    curves::{Course, CurveSet, Event, EventKind, Milestones, Outcome, Response, Snapshot, Survival},
    quantity::Time,
    treatment::{Drug, Route},
};
use cenersim_plot::{Figure, Section};
use std::{path::Path, sync::LazyLock, time::Duration};

pub const SCENARIO_TEXT: &str = "title = \"Arm B\"\n";

/// Points of the curves.
const POINTS: usize = 8;

/// Courses that differ between replicates in every curve.
pub fn courses(replicates: u32) -> Vec<Course> {
    static REAL: LazyLock<Vec<Course>> = LazyLock::new(|| arm_b(6, 42.0, 1));
    REAL.iter().take(replicates as usize).map(course).collect()
}

/// The last points of the real curves, with the days of the first.
fn course(real: &Course) -> Course {
    let late = |values: &Vec<f64>| values[values.len() - POINTS..].to_vec();
    let curves = CurveSet {
        days: real.curves.days[..POINTS].to_vec(),
        values: real.curves.values.iter().map(|(curve, values)| (*curve, late(values))).collect(),
    };
    Course {
        curves,
        events: events(real.replicate),
        outcome: outcome(real),
        steps: 168,
        agent_steps: 168_000,
        ..real.clone()
    }
}

/// One event of every sort; the times are odd minutes and binary fractions.
pub fn events(replicate: u32) -> Vec<Event> {
    let route = Route::Intravenous;
    let dose =
        EventKind::Dose { drug: Drug::Cenersen, amount_mg: 571.2, duration: Time::hours(96.1), route, course: 1 };
    let (cellularity, neutrophils, platelets) = (0.1 + 0.2, 0.05, 9.0 / 7.0);
    let examination = EventKind::Examination { blasts: 9, counted: 200, cellularity, neutrophils, platelets };
    let kinds = [
        dose,
        EventKind::Infection,
        EventKind::Bleeding,
        examination,
        EventKind::Response(Response::MLFS),
        EventKind::Relapse,
        EventKind::Death { cause: "leukemia" },
    ];
    let time = |index: usize| Time::hours(index as f64 * 61.25 + f64::from(replicate) * 7.0);
    kinds.into_iter().enumerate().map(|(index, kind)| Event { time: time(index), kind }).collect()
}

/// A complete remission with these milestones; the others are real.
fn outcome(real: &Course) -> Outcome {
    let replicate = f64::from(real.replicate);
    let milestones = Milestones {
        blast_nadir_cells: 3.2e9 * (1.0 + 0.03 * replicate),
        blast_nadir_day: 17.25,
        blast_log_kill: 2.5,
        stem_nadir_cells: 2.0e6,
        stem_nadir_day: 20.0,
        stem_log_kill: 1.8,
        neutrophil_nadir: 0.05,
        neutrophil_nadir_day: 12.0,
        neutrophils_above_half_day: Some(24.0 + replicate),
        neutrophils_above_one_day: Some(27.0),
        platelet_nadir: 9.0,
        platelet_nadir_day: 13.0,
        platelets_above_50_day: Some(25.0),
        platelets_above_100_day: Some(30.0),
        ..real.outcome.milestones.clone()
    };
    let survival = Survival { observed_to_day: 42.0, ..Survival::default() };
    Outcome { response: Response::CR, courses: 1, survival, milestones, ..Outcome::default() }
}

/// Agents of one day.
pub fn snapshot() -> Snapshot {
    Snapshot {
        day: 3.0,
        kind: vec![Kind::LeukemicStem, Kind::Blast, Kind::NormalStem],
        stage: vec![0, 4, 0],
        phase: vec![0, 2, 3],
        weight: vec![1.0, 1.5e6, 3.0],
        rnase_h: vec![0.4, 0.1, 1.0],
        p53: vec![0.5, 1.0, 1.25],
        damage: vec![0.0, 2.5, 0.125],
    }
}

pub fn record(courses: &[Course]) -> RunRecord<'_> {
    let command = "cenersim run scenarios/arm_b.toml --seed 7";
    RunRecord {
        seed: 7,
        hypothesis: "neutral",
        made: Made { name: "arm_b", command, version: "0.1.0", commit: "abc1234", wall: Duration::from_millis(1500) },
        courses,
        patients: &[],
    }
}

/// A staging for the scenario `arm_b`.
pub fn staging(output: &Path, text: &str, overwrite: bool) -> Result<Staging, super::ReportError> {
    Staging::new(output, "arm_b", text, overwrite)
}

/// Writes these courses as the result of `arm_b`.
pub fn write(output: &Path, courses: &[Course]) {
    let mut staging = staging(output, SCENARIO_TEXT, false).unwrap();
    staging.write_run(&record(courses)).unwrap();
    staging.add_figure("population.svg", b"<svg/>").unwrap();
    staging.commit().unwrap();
}

/// A figure that is empty.
pub fn figure(name: &'static str) -> Figure {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"18\"/>".to_owned();
    Figure { name: name.into(), section: Section::Response, title: name.into(), alt: "What it shows".into(), svg }
}

/// Small figures, which cost little.
pub const LOOK: Look = Look {
    dark: false,
    print: false,
    shape: cenersim_plot::Shape::Wide,
    width: 32,
    height: 18,
    font_scale: 1.0,
    format: crate::Format::Png,
};
