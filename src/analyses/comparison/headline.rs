//! The headline about cenersen under each hypothesis about p53: complete remissions with less without cenersen in the same
//! patients, and beside it what the hypothesis predicts for leukemia without TP53, which was published.
//! Left out: everything but complete remissions; second courses of those who responded to the first. Few agents and long
//! steps keep it small: what they leave to chance is part of the intervals, which are those of the pairs.
//!
//! Every comparison and trial with cenersen shows it first, because what cenersen does depends on what losing p53 does
//! to leukemic cells, of which there are several hypotheses ([`Hypothesis`]).

use super::{Arm, Design, Failed, Rate, Who, Without, caught};
use crate::published::TP53_CR;
use cenersim_model::{
    engine::Seed,
    parameters::{Hypothesis, Ledger},
    patient::{Correlations, Disease, InhibitorUse, Patient, Tp53, enrolled},
    quantity::{Quantity, Time},
    simulation::{Case, Settings, Until, jobs, simulate},
    treatment::{Basis, CourseRule, Dose, Drug, Infusions, Regimen, Schedule},
};
use cenersim_statistics::{Interval, Pairs};
use rayon::prelude::*;
use std::sync::Arc;

/// Agents for each class of cells at most. Between 32 and 512 the rate of CR differs by about a point in the population of
/// the trial, but not in newly diagnosed patients on 7+3: there, 32 agents give 4.2 ± 1.0 points fewer CR than 128
/// (`cenersim qualify`).
const AGENTS: u32 = 32;
/// Length of a step at least.
const STEP: Time = Time::hours(2.0);
/// Time after the response window until nothing is counted any more.
const AFTERWARDS: Time = Time::days(1.0);

/// What is shown first of every comparison and trial with cenersen.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Headline {
    /// One or all of the hypotheses, in the order of [`Hypothesis::ALL`].
    pub hypotheses: Vec<UnderHypothesis>,
    /// Whether the pairs are patients of the population; otherwise replicates of one patient.
    pub population: bool,
    /// Published: CR with mutated less CR with wild-type TP53, and evidence ids.
    /// Difference of the shares with CR, from -1 to 1.
    pub published: f64,
    /// 95 % interval of that difference.
    pub published_interval: Interval,
    /// Evidence ids.
    pub published_source: String,
}

/// What one hypothesis predicts.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct UnderHypothesis {
    /// What losing p53 is taken to do.
    pub hypothesis: Hypothesis,
    /// Whether everything else of the comparison or the trial was simulated under it.
    pub in_force: bool,
    /// Each arm that gives cenersen: with it less without it.
    pub arms: Vec<CrDifference>,
    /// Newly diagnosed patients on idarubicin and cytarabine (7+3): TP53 null less wild type.
    pub tp53: CrDifference,
}

/// Complete remissions under two conditions in the same units: second less first.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CrDifference {
    /// Name of the arm or of the regimen.
    pub name: String,
    /// Pairs in which neither simulation failed.
    pub n: u32,
    /// Shares with CR.
    pub first: f64,
    /// Share with CR under the second condition.
    pub second: f64,
    /// Second less first, from -1 to 1.
    pub difference: f64,
    /// Newcombe 1998, paired, method 10.
    pub interval: Interval,
}

/// A hypothesis with what is simulated under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hypothetical {
    /// Its name.
    hypothesis: Hypothesis,
    /// Whether it is the one of the scenario.
    in_force: bool,
    /// Each arm without cenersen, then with it.
    cenersen: Design,
    /// Newly diagnosed patients: the numbers of the first arm with another population.
    newly_diagnosed: Ledger,
}

impl Hypothetical {
    /// The arms of a design, made under this hypothesis, that give cenersen; none if no arm does.
    ///
    /// `pairs` are patients of the population, or the first so many of a list, or replicates where there is one patient. `design` must have been made
    /// under the hypothesis.
    pub fn new(hypothesis: Hypothesis, in_force: bool, design: &Design, pairs: u32) -> Option<Self> {
        let give = |arm: &&Arm| arm.drugs().contains(&Drug::Cenersen);
        let both = |arm: &Arm| [arm.without(&[Without::Drug(Drug::Cenersen)]), arm.clone()];
        let arms: Vec<Arm> = design.arms.iter().filter(give).flat_map(both).collect();
        let first = arms.first()?;
        let (who, replicates) = match design.who {
            Who::Population(_) => (Who::Population(u64::from(pairs)), 1),
            Who::Named(patients) => (Who::Named(patients.min(u64::from(pairs))), 1),
            one => (one, pairs),
        };
        let newly_diagnosed = newly_diagnosed(&first.ledger);
        let settings = small(&design.settings, &arms);
        let cenersen = Design { arms, settings, who, replicates, cohort: Arc::clone(&design.cohort) };
        Some(Self { hypothesis, in_force, cenersen, newly_diagnosed })
    }

    /// Whose pairs these are.
    pub const fn who(&self) -> Who {
        self.cenersen.who
    }

    /// Pairs of every arm and of the published contrast.
    fn pairs(&self) -> u64 {
        match self.cenersen.who {
            Who::Population(pairs) | Who::Named(pairs) => pairs,
            Who::Reference | Who::Only(_) => u64::from(self.cenersen.replicates),
        }
    }

    /// Hours of simulation.
    /// Two courses for each pair and arm, and two for the published contrast; for the progress bar.
    pub fn hours(&self) -> f64 {
        self.pairs() as f64 * (self.cenersen.arms.len() as f64 + 2.0) * self.cenersen.settings.horizon.in_hours()
    }

    /// Simulates all pairs. A pair that fails is in no result.
    pub fn simulate(&self, progress: &(impl Fn(f64) + Sync)) -> (UnderHypothesis, Vec<Failed>) {
        let design = &self.cenersen;
        let part = design.outcomes(design.patients(), progress);
        let analysis = design.analysis(&part.records);
        let arm = |(index, pair): (usize, &[Arm])| {
            CrDifference::of(&pair[1].name, analysis.counts(2 * index, 2 * index + 1, Rate::Cr))
        };
        let arms = design.arms.chunks(2).enumerate().map(arm).collect();
        let (tp53, failures) = self.tp53(progress);
        let found = UnderHypothesis { hypothesis: self.hypothesis, in_force: self.in_force, arms, tp53 };
        (found, part.failures.into_iter().chain(failures).collect())
    }

    /// TP53 wild type, and null, in the same newly diagnosed patients.
    fn tp53(&self, progress: &(impl Fn(f64) + Sync)) -> (CrDifference, Vec<Failed>) {
        let regimen = seven_plus_three();
        let found: Vec<Result<(bool, bool), Failed>> = jobs(1..=self.pairs())
            .map(|number| {
                let has_cr = |tp53| self.has_cr(number, tp53, &regimen, progress);
                Ok((has_cr(Tp53::WildType)?, has_cr(Tp53::Null)?))
            })
            .collect();
        let pairs = Pairs::of(found.iter().filter_map(|pair| pair.as_ref().ok().copied()));
        (CrDifference::of(&regimen.name, pairs), found.into_iter().filter_map(Result::err).collect())
    }

    /// Whether one newly diagnosed patient reaches a CR on 7+3 with this TP53; everything else about the patient is the
    /// same.
    fn has_cr(
        &self,
        number: u64,
        tp53: Tp53,
        regimen: &Regimen,
        progress: &(impl Fn(f64) + Sync),
    ) -> Result<bool, Failed> {
        let settings = Settings {
            horizon: window_end(&self.newly_diagnosed, &self.cenersen.settings.criteria) + AFTERWARDS,
            ..self.cenersen.settings.clone()
        };
        let enrolled = enrolled(&self.newly_diagnosed, Seed::new(settings.seed), number);
        let patient =
            Patient { tp53, disease: Disease::NewlyDiagnosed, inhibitor: InhibitorUse::default(), ..enrolled };
        let correlations = Correlations::default();
        let ledger = &self.newly_diagnosed;
        let case = Case {
            ledger,
            correlations: &correlations,
            patient: &patient,
            regimen,
            settings: &settings,
            snapshots: &[],
        };
        let course = caught(|| simulate(&case, 0, progress));
        let failed = |message| Failed { patient: number, replicate: 0, arm: regimen.name.clone(), message };
        Ok(Rate::Cr.of(&course.map_err(failed)?.outcome))
    }
}

impl CrDifference {
    /// Shares of the pairs, 0 without any.
    fn of(name: &str, pairs: Pairs) -> Self {
        let share = |count: u32| f64::from(count) / f64::from(pairs.n().max(1));
        Self {
            name: name.to_owned(),
            n: pairs.n(),
            first: share(pairs.both + pairs.only_first),
            second: share(pairs.both + pairs.only_second),
            difference: pairs.difference(),
            interval: pairs.newcombe(),
        }
    }
}

impl Headline {
    /// What the hypotheses predict, beside what was published.
    /// The published difference and its source are those of [`TP53_CR`].
    pub fn of(hypotheses: Vec<UnderHypothesis>, who: Who) -> Self {
        Self {
            hypotheses,
            population: matches!(who, Who::Population(_) | Who::Named(_)),
            published: TP53_CR.difference(),
            published_interval: TP53_CR.interval(),
            published_source: TP53_CR.source.to_owned(),
        }
    }

    /// Pairs of which most numbers are.
    pub fn pairs(&self) -> u32 {
        let arms = self.hypotheses.iter().flat_map(|under| &under.arms);
        arms.map(|arm| arm.n).max().unwrap_or(0)
    }
}

/// Settings that cost little: few agents, long steps, no day after a complete remission or after the last response is
/// judged.
///
/// Horizon: until a day after the last response can be judged. Examinations beyond it are left out, and curves are
/// recorded about once a week, since only the response is read.
fn small(settings: &Settings, arms: &[Arm]) -> Settings {
    let ledger = &arms[0].ledger;
    let hours = STEP.in_hours().min(ledger.time("simulation.longest_step").in_hours());
    let step = Time::hours(hours.max(settings.step.in_hours()));
    let window = window_end(ledger, &settings.criteria);
    let end = arms.iter().map(|arm| last_judged(&arm.regimen.courses, window).in_hours()).fold(0.0, f64::max);
    let horizon = Time::hours(settings.horizon.in_hours().min(end + AFTERWARDS.in_hours()));
    Settings {
        horizon,
        step,
        agents_per_class: settings.agents_per_class.min(AGENTS),
        replicates: 1,
        record_every: Time::hours(step.in_hours() * (168.0 / step.in_hours()).round().max(1.0)),
        examinations: settings.examinations.iter().copied().filter(|day| *day <= horizon).collect(),
        until: Until::Remission,
        ..settings.clone()
    }
}

/// End of the window in which a response is judged, from the beginning of a course (parameter
/// `criteria.<name>.window_to`).
fn window_end(ledger: &Ledger, criteria: &str) -> Time {
    ledger.time(&format!("criteria.{criteria}.window_to"))
}

/// The end of the last window in which a patient without a response may still get one.
fn last_judged(courses: &CourseRule, window: Time) -> Time {
    courses.last_retry() + window
}

/// The population of newly diagnosed patients of 18 to 65 years in whom 7+3 was studied (AT-N25).
fn newly_diagnosed(ledger: &Ledger) -> Ledger {
    let mut ledger = ledger.clone();
    for (path, value) in [
        ("population.age", "50 y"),
        ("population.age_sd", "10 y"),
        ("population.youngest", "18 y"),
        ("population.oldest", "65 y"),
    ] {
        let value: Quantity = value.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        ledger.set(path, value).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    ledger
}

/// Idarubicin 12 mg/m2 for 3 days, cytarabine 100 mg/m2 a day for 7 days, one course.
fn seven_plus_three() -> Regimen {
    let dose = |amount, written: &str| Dose { amount, basis: Basis::PerSurface, written: written.into() };
    let idarubicin = Infusions::daily(dose(12.0, "12 mg/m2"), vec![1, 2, 3], Time::hours(0.25));
    let cytarabine = Infusions::continuous(dose(100.0 / 24.0, "100 mg/m2/d"), Time::days(7.0));
    let schedule = |infusions| vec![Schedule::new(Time::ZERO, infusions)];
    Regimen {
        name: "7+3".into(),
        doses: [(Drug::Idarubicin, schedule(idarubicin)), (Drug::Cytarabine, schedule(cytarabine))].into(),
        courses: CourseRule::single(),
        ..Regimen::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::treatment::{Further, NextCourse};

    fn arm(courses: CourseRule) -> Arm {
        let mut regimen = seven_plus_three();
        regimen.doses.insert(Drug::Cenersen, regimen.doses[&Drug::Idarubicin].clone());
        Arm {
            name: "C".into(),
            regimen: Regimen { courses, ..regimen },
            ledger: Ledger::under(Hypothesis::Source),
            correlations: Correlations::default(),
            patient: Patient { number: 0, ..enrolled(&Ledger::defaults(), Seed::new(1), 1) },
            without_inhibitors: false,
            published: None,
        }
    }

    fn design(arms: Vec<Arm>) -> Design {
        let settings = Settings { agents_per_class: 8, seed: 3, ..Settings::default() };
        Design { arms, settings, who: Who::Population(500), replicates: 1, cohort: Arc::default() }
    }

    fn hypothetical(pairs: u32) -> Hypothetical {
        let arms =
            vec![arm(CourseRule::default()), arm(CourseRule::default()).without(&[Without::Drug(Drug::Cenersen)])];
        Hypothetical::new(Hypothesis::Source, true, &design(arms), pairs).expect("an arm with cenersen")
    }

    #[test]
    fn an_arm_without_cenersen_has_no_headline() {
        let without = arm(CourseRule::default()).without(&[Without::Drug(Drug::Cenersen)]);
        assert!(Hypothetical::new(Hypothesis::Source, true, &design(vec![without]), 4).is_none());
    }

    #[test]
    fn every_pair_is_simulated_and_counted_whatever_the_threads() {
        let pairs = hypothetical(6);
        let (found, failures) = pairs.simulate(&|_| {});
        assert_eq!((failures.len(), found.arms.len(), found.arms[0].n, found.tp53.n), (0, 1, 6, 6));
        assert_eq!(found.arms[0].name, "C");
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        assert_eq!(alone.install(|| pairs.simulate(&|_| {})).0, found);
    }

    #[test]
    fn nothing_is_simulated_after_the_last_response_is_judged() {
        let days = |when, maximum: u32| {
            let rule = CourseRule { further: vec![Further::alike(when, maximum - 1, CourseRule::INTERVAL)] };
            last_judged(&rule, Time::days(42.0)).in_days()
        };
        assert_eq!([days(NextCourse::OnResponse, 2), days(NextCourse::Never, 1)], [42.0, 42.0]);
        assert_eq!([days(NextCourse::OnNoResponse, 2), days(NextCourse::Always, 3)], [84.0, 126.0]);
        assert_eq!(hypothetical(1).cenersen.settings.horizon.in_days(), 43.0);
    }
}
