//! `cenersim compare`: several arms in the same patients, side by side.
//!
//! Plan, options and folder's name are made here; what is compared and how is [`ComparisonRequest`].
//!
//! # Plan
//!
//! ```text
//! comparison   Arms A and B
//! arm          A: cenersen, idarubicin
//! arm          B: cenersen, idarubicin, cytarabine
//! patients     1 to 200 of the population, 1 course each in every arm
//! horizon      90 d in steps of 1 h
//! attribution  every combination of drugs, in at most 20 patients
//! hypothesis   source: losing p53 sensitizes, as the source document says
//! seed         1
//! ```
//!
//! # Examples
//!
//! ```text
//! cenersim compare scenarios/arm_a.toml scenarios/arm_b.toml               the scenario's patient, replicates
//! cenersim compare scenarios/phase2_arms.toml --patients 200               the same 200 patients in each arm
//! cenersim compare scenarios/arm_b.toml --without cenersen --patients 200  an arm beside itself without a drug
//! cenersim compare scenarios/arm_b.toml --patients 100 --sweep arm.cenersen.duration="0 d,2 d,7 d"
//! cenersim compare scenarios/phase2_arms.toml --patients 100 --until-se 0.02 --endpoint cr
//! ```
//!
//! A failed patient is named with the command that repeats this one alone.

use super::{
    Failure,
    common::Common,
    driver::{Ask, Asked},
    hypotheses::Hypotheses,
    named::NamedPatients,
    plan::remarks,
};
use cenersim::{
    comparison::{Arm, Design, Endpoint, Precision, Rate, Who, Without},
    scenario::{Scenario, Sweep},
    study::{Comparison, ComparisonRequest, Input, Request, without},
};
use cenersim_text::Entries;
use std::path::PathBuf;

/// Compare arms in the same patients: response, depth of kill, survival, attribution, sweeps, figures and a report.
#[derive(clap::Args)]
pub struct Compare {
    /// Scenario files; every arm of each takes part.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Patients 1 to N of the population, instead of the scenario's patient.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub patients: Option<u64>,
    /// Only patient NUMBER of the population, instead of the scenario's patient.
    #[arg(long, value_name = "NUMBER", conflicts_with = "patients", value_parser = clap::value_parser!(u64).range(1..))]
    pub patient: Option<u64>,
    /// Courses of each patient in each arm; by default the scenario's for one patient, 1 for a population.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replicates: Option<u32>,
    /// Add every arm without a drug, or without inhibitors; several at once as cenersen+inhibitors. Repeatable.
    #[arg(long, value_name = "WHAT", value_parser = without)]
    pub without: Vec<Vec<Without>>,
    /// Repeat the comparison over values of a key, such as arm.cenersen.duration="0 d,2 d,7 d" or "0 d..10 d/6"
    /// (log range: "1..100/5 log"); several give a grid.
    #[arg(long, value_name = "PATH=VALUES")]
    pub sweep: Vec<String>,
    /// Most points of a grid.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub max_points: usize,
    /// What --until-se and the figure of a sweep are about: a rate or a measure, such as cr or blast_log_kill.
    #[arg(long, value_name = "NAME", value_parser = Endpoint::from_name)]
    pub endpoint: Option<Endpoint>,
    /// Add patients until the standard error of the endpoint's mean is at most this in every arm.
    #[arg(long, value_name = "SE", value_parser = standard_error)]
    pub until_se: Option<f64>,
    /// Patients at most with --until-se.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub max_patients: u64,
    /// Patients in whom every combination of drugs is simulated, for attribution; 0 leaves it out.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub attribution: u64,
    /// Arm that others are compared against; by default the first.
    #[arg(long, value_name = "ARM")]
    pub reference: Option<String>,
    #[command(flatten)]
    pub named: NamedPatients,
    #[command(flatten)]
    pub hypotheses: Hypotheses,
    #[command(flatten)]
    pub common: Common,
}

impl Compare {
    /// The options as plain data, which is what a plan keeps.
    fn request(&self) -> Result<ComparisonRequest, Failure> {
        let one = self.patient.map_or(Who::Reference, Who::Only);
        let changes = self.named.added_to(self.common.changes(self.hypotheses.one())?)?;
        let read = |file: &PathBuf| Input::read(file, &changes);
        let endpoint = self.endpoint.unwrap_or(Endpoint::Rate(Rate::Cr));
        let precise = |standard_error| Precision { endpoint, standard_error, most: self.max_patients };
        Ok(ComparisonRequest {
            inputs: self.scenarios.iter().map(read).collect::<Result<_, _>>()?,
            who: self.patients.map_or(one, Who::Population),
            replicates: self.replicates,
            without: self.without.clone(),
            sweep: self.sweep.iter().map(|text| Sweep::parse(text)).collect::<Result<_, _>>()?,
            max_points: self.max_points,
            endpoint: self.endpoint,
            precision: self.until_se.map(precise),
            attribution: self.attribution,
            headline: self.hypotheses.headline(),
            reference: self.reference.clone(),
        })
    }
}

impl Compare {
    /// An option that was given and asks for a simulation.
    pub fn simulating(&self) -> Option<&'static str> {
        let Self { common, .. } = self;
        let given = [
            ("--patients", self.patients.is_some()),
            ("--patient", self.patient.is_some()),
            ("--replicates", self.replicates.is_some()),
            ("--without", !self.without.is_empty()),
            ("--sweep", !self.sweep.is_empty()),
            ("--endpoint", self.endpoint.is_some()),
            ("--until-se", self.until_se.is_some()),
            ("--reference", self.reference.is_some()),
            ("--seed", common.seed.is_some()),
            ("--set", !common.changes.is_empty()),
            ("--parameters", common.parameters.is_some()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(option, _)| option)
    }
}

impl Ask for Compare {
    fn common(&self) -> &Common {
        &self.common
    }

    fn ask(&self) -> Result<Asked<'_>, Failure> {
        let request = self.request()?;
        let comparison = request.prepare()?;
        let text = plan(&comparison);
        Ok(Asked::new(Request::Compare(request), comparison, text))
    }
}

/// Files, arms, patients, what is added to them, horizon and seed.
fn plan(comparison: &Comparison) -> String {
    let Comparison { request, scenarios, design, grid, .. } = comparison;
    let settings = &design.settings;
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("comparison", comparison.title());
    for arm in &design.arms {
        let drugs: Vec<&str> = arm.drugs().iter().map(|drug| drug.name()).collect();
        let drugs = if drugs.is_empty() { "nothing".into() } else { drugs.join(", ") };
        line("arm", format!("{}: {drugs}", arm.name));
        let said = remarks(&arm.regimen, &arm.patient, settings.horizon);
        said.into_iter().for_each(|(name, said)| line(name, format!("{}: {said}{}", arm.name, whose(design))));
    }
    line("patients", format!("{}, {} in every arm", who(design), courses(design.replicates)));
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    if request.attribution > 0 {
        line("attribution", format!("every combination of drugs, in at most {} patients", request.attribution));
    }
    grid.iter().for_each(|grid| line("sweep", grid.text()));
    line("hypothesis", in_force(scenarios));
    line("seed", settings.seed.to_string());
    notes(design).into_iter().for_each(|note| line("note", note));
    entries.text()
}

/// What losing p53 is supposed to do.
pub fn in_force(scenarios: &[Scenario]) -> String {
    let mut named: Vec<String> = Vec::new();
    for scenario in scenarios {
        let hypothesis = scenario.hypothesis;
        let text = format!("{}: {}", hypothesis.name(), hypothesis.meaning());
        if !named.contains(&text) {
            named.push(text);
        }
    }
    named.join("; other arms ")
}

/// The patients of the plan in words.
fn who(design: &Design) -> String {
    let list = &design.cohort.list;
    match design.who {
        Who::Reference => "the scenario's".into(),
        Who::Named(n) => format!("{n} of {list}"),
        Who::Only(number) if !list.is_empty() => format!("number {number} of {list}"),
        Who::Population(n) => format!("1 to {n} of the population"),
        Who::Only(number) => format!("number {number} of the population"),
    }
}

/// Whose doses are told of where they go by size: everybody of a population has their own.
fn whose(design: &Design) -> &'static str {
    if design.who == Who::Reference { "" } else { " (the scenario's patient; each patient by their own size)" }
}

/// How many of each patient, in words.
fn courses(replicates: u32) -> String {
    if replicates == 1 { "1 course each".into() } else { format!("{replicates} courses each") }
}

/// What a reader may wonder about later.
fn notes(design: &Design) -> Vec<String> {
    let idle = |arm: &&Arm| {
        let taken = &arm.patient.inhibitor;
        arm.without_inhibitors && taken.periods.is_empty() && !taken.for_fever
    };
    let reference = design.who == Who::Reference;
    let arms = design.arms.iter().filter(|arm| reference && idle(arm));
    arms.map(|arm| format!("`{}` equals its arm: the scenario's patient takes no inhibitors", arm.name)).collect()
}

/// A number above zero.
fn standard_error(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.trim().parse().ok().filter(|value: &f64| value.is_finite() && *value > 0.0);
    value.ok_or_else(|| format!("`{text}` is no standard error: expected a number above 0, such as 0.01"))
}
