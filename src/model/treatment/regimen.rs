//! Regimen: what one arm gives, and when, before the body size of a patient is known.
//! Left out: dose reductions for organ function, missed doses, and the choice between arms.

use super::{Administration, Body, Drug};
use crate::quantity::Time;
use std::{cmp::Ordering, collections::BTreeMap};

const DAY: f64 = 24.0;

/// What an amount refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Flat,
    PerWeight,
    PerSurface,
}

impl Basis {
    /// What an amount per unit is multiplied with for this body: 1, kg or m2.
    pub fn size(self, body: Body) -> f64 {
        match self {
            Self::Flat => 1.0,
            Self::PerWeight => body.weight_kg,
            Self::PerSurface => body.surface_m2(),
        }
    }
}

/// An amount (mg, mg/kg or mg/m2), or the same per hour for a rate, and how it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    pub amount: f64,
    pub basis: Basis,
    pub written: String,
}

/// Fewer or smaller infusions for patients of at least this age.
#[derive(Clone, Debug, PartialEq)]
pub struct Older {
    pub from_age_years: f64,
    pub days: Vec<u32>,
    pub dose: Option<Dose>,
}

/// When infusions of one length are given.
#[derive(Clone, Debug, PartialEq)]
pub struct Infusions {
    pub dose: Dose,
    /// Days of the schedule, 1 being the first.
    pub days: Vec<u32>,
    /// Length of each infusion.
    pub length: Time,
    /// Infusions on each of the days, and the time between their starts.
    pub repeat: u32,
    pub every: Time,
    pub older: Option<Older>,
}

/// One way of giving a drug.
#[derive(Clone, Debug, PartialEq)]
pub enum Timing {
    Infusions(Infusions),
    /// A constant rate, the dose being per hour.
    Continuous {
        rate: Dose,
        duration: Time,
    },
}

/// A way of giving a drug, and when its first day begins within the course.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    pub start: Time,
    pub timing: Timing,
}

/// When another course follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextCourse {
    Never,
    Always,
    OnResponse,
    OnNoResponse,
    /// The last marrow has too many blasts and is not empty.
    OnResistant,
}

/// How many courses, and what decides on the next one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CourseRule {
    pub maximum: u32,
    pub when: NextCourse,
    /// From the start of a course to the decision, which is also the start of the next course.
    pub interval: Time,
    /// What follows these courses in remission.
    pub consolidation: Option<Consolidation>,
}

/// Courses with the same doses for those who are in remission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consolidation {
    pub courses: u32,
    /// From the start of the last course before to the first of them.
    pub after: Time,
    /// From the start of each to that of the next.
    pub interval: Time,
}

/// What a decision about the next course goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// In remission at any time so far.
    pub responded: bool,
    /// The last marrow of the course has too many blasts and is not empty.
    pub resistant: bool,
}

impl Default for CourseRule {
    /// A second course on day 43 for those who responded: "most patients received a single course unless a response was
    /// observed" (source document); 5 of the first 11 patients had two courses (T26). Day 42 closes the response window.
    fn default() -> Self {
        Self { maximum: 2, when: NextCourse::OnResponse, interval: Time::days(42.0), consolidation: None }
    }
}

impl CourseRule {
    /// Whether a course follows the one numbered `course`, given what it brought.
    pub fn another_after(&self, course: u32, found: Assessed) -> bool {
        let wanted = match self.when {
            NextCourse::Never => false,
            NextCourse::Always => true,
            NextCourse::OnResponse => found.responded,
            NextCourse::OnNoResponse => !found.responded,
            NextCourse::OnResistant => found.resistant,
        };
        wanted && course < self.maximum
    }

    /// Whether a course may follow the one numbered `course` in those who have not responded.
    pub fn may_retry_after(&self, course: u32) -> bool {
        let retries = matches!(self.when, NextCourse::Always | NextCourse::OnNoResponse | NextCourse::OnResistant);
        retries && course < self.maximum
    }

    /// Most courses of one patient.
    pub fn most(&self) -> u32 {
        let induction = if self.when == NextCourse::Never { 1 } else { self.maximum };
        induction.saturating_add(self.consolidation.map_or(0, |consolidation| consolidation.courses))
    }
}

/// What one arm gives.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Regimen {
    pub name: String,
    pub doses: BTreeMap<Drug, Vec<Schedule>>,
    pub courses: CourseRule,
}

/// An administration together with the dose it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDose {
    pub administration: Administration,
    /// The dose as written, such as `12 mg/m2`.
    pub written: String,
}

impl Regimen {
    /// Every infusion of one course with its absolute amount, by start and then by drug.
    pub fn expand(&self, body: Body, age_years: f64, course: u32, course_start: Time) -> Vec<Administration> {
        self.plan(body, age_years, course, course_start).into_iter().map(|dose| dose.administration).collect()
    }

    /// As [`Regimen::expand`], with the dose each infusion came from.
    pub fn plan(&self, body: Body, age_years: f64, course: u32, course_start: Time) -> Vec<PlannedDose> {
        let mut doses: Vec<PlannedDose> = Vec::new();
        for (&drug, schedules) in &self.doses {
            for schedule in schedules {
                let given = schedule.given(body, age_years);
                doses.extend(given.into_iter().map(|given| given.of(drug, course, course_start)));
            }
        }
        doses.sort_by(|a, b| order(&a.administration, &b.administration));
        doses
    }

    /// True when no course gives anything.
    pub fn is_untreated(&self) -> bool {
        self.doses.values().all(Vec::is_empty)
    }
}

fn order(a: &Administration, b: &Administration) -> Ordering {
    a.start.in_hours().total_cmp(&b.start.in_hours()).then(a.drug.cmp(&b.drug))
}

/// One infusion, in time since the start of the course.
struct Given {
    start: Time,
    duration: Time,
    amount_mg: f64,
    written: String,
}

impl Given {
    fn of(self, drug: Drug, course: u32, course_start: Time) -> PlannedDose {
        let start = course_start.after(self.start);
        let duration = Time::seconds(self.duration.in_seconds().max(1));
        let administration = Administration { drug, start, duration, amount_mg: self.amount_mg, course };
        PlannedDose { administration, written: self.written }
    }
}

impl Schedule {
    fn given(&self, body: Body, age_years: f64) -> Vec<Given> {
        match &self.timing {
            Timing::Continuous { rate, duration } => {
                let amount_mg = rate.amount * rate.basis.size(body) * duration.in_hours();
                vec![Given { start: self.start, duration: *duration, amount_mg, written: rate.written.clone() }]
            }
            Timing::Infusions(infusions) => infusions.given(self.start, body, age_years),
        }
    }
}

impl Infusions {
    fn given(&self, start: Time, body: Body, age_years: f64) -> Vec<Given> {
        let older = self.older.as_ref().filter(|older| age_years >= older.from_age_years);
        let days = older.map_or(&self.days, |older| &older.days);
        let dose = older.and_then(|older| older.dose.as_ref()).unwrap_or(&self.dose);
        let amount_mg = dose.amount * dose.basis.size(body);
        let starts = days.iter().flat_map(|&day| {
            let morning = start.in_hours() + f64::from(day.saturating_sub(1)) * DAY;
            (0..self.repeat).map(move |turn| Time::hours(morning + f64::from(turn) * self.every.in_hours()))
        });
        starts.map(|start| Given { start, duration: self.length, amount_mg, written: dose.written.clone() }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Body = Body { weight_kg: 75.0, height_cm: 172.0 };

    fn dose(amount: f64, basis: Basis) -> Dose {
        Dose { amount, basis, written: String::new() }
    }

    fn infusions(days: &[u32]) -> Infusions {
        let days = days.to_vec();
        let dose = dose(12.0, Basis::PerSurface);
        Infusions { dose, days, length: Time::hours(0.25), repeat: 1, every: Time::ZERO, older: None }
    }

    fn regimen(drug: Drug, start: Time, timing: Timing) -> Regimen {
        let doses = BTreeMap::from([(drug, vec![Schedule { start, timing }])]);
        Regimen { name: "test".into(), doses, courses: CourseRule::default() }
    }

    #[test]
    fn a_continuous_infusion_gives_rate_times_weight_times_duration() {
        let rate = dose(0.1, Basis::PerWeight);
        let arm = regimen(Drug::Cenersen, Time::ZERO, Timing::Continuous { rate, duration: Time::days(7.0) });
        let given = arm.expand(BODY, 61.0, 1, Time::ZERO);
        assert_eq!(given.len(), 1);
        // 0.1 mg/kg/h x 75 kg x 168 h.
        assert!((given[0].amount_mg - 1260.0).abs() < 1e-9);
    }

    #[test]
    fn day_one_begins_at_the_start_and_later_days_follow_by_24_hours() {
        let arm = regimen(Drug::Idarubicin, Time::hours(24.0), Timing::Infusions(infusions(&[1, 2, 5])));
        let given = arm.expand(BODY, 61.0, 2, Time::days(42.0));
        let starts: Vec<f64> = given.iter().map(|given| given.start.in_hours()).collect();
        assert_eq!(starts, [1032.0, 1056.0, 1128.0]);
        // Mosteller: sqrt(172 x 75 / 3600) = 1.89297 m2.
        assert!(given.iter().all(|given| (given.amount_mg - 22.715_633).abs() < 1e-5 && given.course == 2));
    }

    #[test]
    fn repeated_infusions_fall_within_each_day() {
        let twice = Infusions { repeat: 2, every: Time::hours(12.0), ..infusions(&[1, 3]) };
        let given = regimen(Drug::Cytarabine, Time::ZERO, Timing::Infusions(twice)).expand(BODY, 40.0, 1, Time::ZERO);
        assert_eq!(given.iter().map(|given| given.start.in_hours()).collect::<Vec<_>>(), [0.0, 12.0, 48.0, 60.0]);
    }

    #[test]
    fn patients_of_the_stated_age_get_the_schedule_for_older_patients() {
        let older = Older { from_age_years: 60.0, days: vec![1, 2, 3], dose: None };
        let rule = Infusions { older: Some(older), ..infusions(&[1, 2, 3, 4]) };
        let arm = regimen(Drug::Cytarabine, Time::ZERO, Timing::Infusions(rule));
        let infusions_at = |age| arm.expand(BODY, age, 1, Time::ZERO).len();
        assert_eq!([59.9, 60.0, 75.0].map(infusions_at), [4, 3, 3]);
    }

    #[test]
    fn infusions_are_sorted_by_start_and_then_by_drug() {
        let mut arm = regimen(Drug::Cytarabine, Time::ZERO, Timing::Infusions(infusions(&[1, 2])));
        let idarubicin = Schedule { start: Time::ZERO, timing: Timing::Infusions(infusions(&[2, 1])) };
        arm.doses.insert(Drug::Idarubicin, vec![idarubicin]);
        let order: Vec<(f64, Drug)> =
            arm.expand(BODY, 61.0, 1, Time::ZERO).iter().map(|given| (given.start.in_hours(), given.drug)).collect();
        let (ida, ara) = (Drug::Idarubicin, Drug::Cytarabine);
        assert_eq!(order, [(0.0, ida), (0.0, ara), (24.0, ida), (24.0, ara)]);
    }

    #[test]
    fn the_next_course_depends_on_the_rule_and_the_response() {
        let rule = |when| CourseRule { maximum: 2, when, ..CourseRule::default() };
        let found = [(true, false), (false, false), (false, true)];
        let follows =
            |when| found.map(|(responded, resistant)| rule(when).another_after(1, Assessed { responded, resistant }));
        assert_eq!(follows(NextCourse::Never), [false, false, false]);
        assert_eq!(follows(NextCourse::Always), [true, true, true]);
        assert_eq!(follows(NextCourse::OnResponse), [true, false, false]);
        assert_eq!(follows(NextCourse::OnNoResponse), [false, true, true]);
        assert_eq!(follows(NextCourse::OnResistant), [false, false, true]);
        assert!(!rule(NextCourse::Always).another_after(2, Assessed { responded: true, resistant: false }));
        let retries = [NextCourse::OnResponse, NextCourse::OnResistant].map(|when| rule(when).may_retry_after(1));
        assert_eq!(retries, [false, true]);
    }

    #[test]
    fn consolidation_adds_to_the_courses() {
        let consolidation = Consolidation { courses: 3, after: Time::days(42.0), interval: Time::days(35.0) };
        let most = |when| CourseRule { when, consolidation: Some(consolidation), ..CourseRule::default() }.most();
        assert_eq!([NextCourse::Never, NextCourse::OnResistant].map(most), [4, 5]);
    }
}
