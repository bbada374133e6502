//! Regimen: what one arm gives, and when, before the body size of a patient is known.
//! Left out: dose reductions for organ function, missed doses, and the choice between arms.

use super::{Administration, Body, CourseRule, DayNumbers, Drug, Schedule, schedule::Size};
use crate::quantity::Time;
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// Schedules of each drug.
pub type Doses = BTreeMap<Drug, Vec<Schedule>>;

/// What one arm gives.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Regimen {
    /// As the scenario names the arm.
    pub name: String,
    /// What the first course gives, and every other that has no doses of its own.
    pub doses: Doses,
    /// For doses per surface, a larger body surface counts as this one (m2).
    pub body_surface_at_most_m2: Option<f64>,
    /// How days are numbered where they are shown.
    pub days: DayNumbers,
    /// What follows the first course.
    pub courses: CourseRule,
}

/// An administration together with the dose it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDose {
    /// What is given, in mg.
    pub administration: Administration,
    /// The dose as written, such as `12 mg/m2`.
    pub written: String,
    /// How the amount differs from what body size asks for, in words; empty if it does not.
    pub adjusted: Vec<String>,
}

impl Regimen {
    /// Every infusion of a course like the first with its absolute amount, by start and then by drug.
    ///
    /// `course` and `course_start` number and date the course; doses go by the size and the age of the patient.
    pub fn expand(&self, body: Body, age_years: f64, course: u32, course_start: Time) -> Vec<Administration> {
        self.expand_of(0, body, age_years, course, course_start)
    }

    /// As [`Regimen::expand`], of a course of this entry of [`CourseRule::further`], counted from 1; 0 is the first course.
    pub fn expand_of(&self, entry: usize, body: Body, age: f64, course: u32, start: Time) -> Vec<Administration> {
        self.expand_reduced((entry, 1.0), body, age, course, start)
    }

    /// As [`Regimen::expand_of`], of a course in which this share of every dose is given, again in whole vials.
    pub fn expand_reduced(
        &self,
        (entry, share): (usize, f64),
        body: Body,
        age: f64,
        course: u32,
        start: Time,
    ) -> Vec<Administration> {
        let plan = self.plan_reduced((entry, share), body, age, course, start);
        plan.into_iter().map(|dose| dose.administration).collect()
    }

    /// As [`Regimen::expand`], with the dose each infusion came from.
    pub fn plan(&self, body: Body, age_years: f64, course: u32, course_start: Time) -> Vec<PlannedDose> {
        self.plan_of(0, body, age_years, course, course_start)
    }

    /// As [`Regimen::expand_of`], with the dose each infusion came from.
    pub fn plan_of(&self, entry: usize, body: Body, age: f64, course: u32, start: Time) -> Vec<PlannedDose> {
        self.plan_reduced((entry, 1.0), body, age, course, start)
    }

    /// Doses of one course of an entry, of which `share` of each dose is given, in time since the first course; `age`
    /// in years. Sorted by start, then by drug.
    fn plan_reduced(
        &self,
        (entry, share): (usize, f64),
        body: Body,
        age: f64,
        course: u32,
        start: Time,
    ) -> Vec<PlannedDose> {
        let size = Size { body, surface_at_most_m2: self.body_surface_at_most_m2 };
        let mut doses: Vec<PlannedDose> = Vec::new();
        for (&drug, schedules) in self.doses_of(entry) {
            for schedule in schedules {
                doses
                    .extend(schedule.plan(age, size, share).into_iter().map(|planned| planned.of(drug, course, start)));
            }
        }
        doses.sort_by(|a, b| order(&a.administration, &b.administration));
        doses
    }

    /// What courses of this entry give, as of [`Regimen::expand_of`].
    pub fn doses_of(&self, entry: usize) -> &Doses {
        let own = entry.checked_sub(1).and_then(|index| self.courses.further.get(index)?.doses.as_ref());
        own.unwrap_or(&self.doses)
    }

    /// Entries that give something else than those before, as of [`Regimen::expand_of`]: the first course and others.
    pub fn different(&self) -> Vec<usize> {
        let entries = 0..=self.courses.further.len();
        let is_new = |entry: &usize| (0..*entry).all(|before| self.doses_of(before) != self.doses_of(*entry));
        entries.filter(is_new).collect()
    }

    /// What all courses give.
    fn all_doses(&self) -> impl Iterator<Item = &Doses> {
        [&self.doses].into_iter().chain(self.courses.further.iter().filter_map(|further| further.doses.as_ref()))
    }

    /// Drugs that any course gives.
    pub fn drugs(&self) -> Vec<Drug> {
        let given = self.all_doses().flatten().filter(|(_, given)| !given.is_empty());
        given.map(|(drug, _)| *drug).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// No course gives this drug any more.
    pub fn withdraw(&mut self, drug: Drug) {
        self.doses.remove(&drug);
        self.courses.further.iter_mut().filter_map(|further| further.doses.as_mut()).for_each(|doses| {
            doses.remove(&drug);
        });
    }

    /// True when no course gives anything.
    pub fn is_untreated(&self) -> bool {
        self.all_doses().all(|doses| doses.values().all(Vec::is_empty))
    }
}

/// By start, then by drug, so that simultaneous doses have one order.
fn order(a: &Administration, b: &Administration) -> Ordering {
    a.start.in_hours().total_cmp(&b.start.in_hours()).then(a.drug.cmp(&b.drug))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treatment::{Basis, Dose, Further, Infusions, NextCourse, Older};

    const BODY: Body = Body { weight_kg: 75.0, height_cm: 172.0 };

    fn dose(amount: f64, basis: Basis) -> Dose {
        Dose { amount, basis, written: String::new() }
    }

    fn infusions(days: &[u32]) -> Infusions {
        Infusions::daily(dose(12.0, Basis::PerSurface), days.to_vec(), Time::hours(0.25))
    }

    fn regimen(drug: Drug, start: Time, infusions: Infusions) -> Regimen {
        let doses = BTreeMap::from([(drug, vec![Schedule::new(start, infusions)])]);
        Regimen { name: "test".into(), doses, ..Regimen::default() }
    }

    /// Start and end of each infusion (h) and its amount (mg), in a course that begins with the simulation.
    fn given(arm: &Regimen, age: f64) -> Vec<(f64, f64, f64)> {
        let given = arm.expand(BODY, age, 1, Time::ZERO).into_iter();
        given.map(|given| (given.start.in_hours(), given.end().in_hours(), given.amount_mg)).collect()
    }

    #[test]
    fn a_continuous_infusion_gives_rate_times_weight_times_duration() {
        let rate = dose(0.1, Basis::PerWeight);
        let arm = regimen(Drug::Cenersen, Time::ZERO, Infusions::continuous(rate, Time::days(7.0)));
        let given = arm.expand(BODY, 61.0, 1, Time::ZERO);
        assert_eq!(given.len(), 1);
        // 0.1 mg/kg/h x 75 kg x 168 h.
        assert!((given[0].amount_mg - 1260.0).abs() < 1e-9);
    }

    #[test]
    fn a_rate_on_chosen_days_gives_each_day_its_share_of_the_rate() {
        let rate = Infusions::continuous(dose(4.0, Basis::Flat), Time::hours(20.0));
        let arm = regimen(Drug::Cytarabine, Time::hours(24.0), Infusions { days: vec![1, 3], ..rate });
        // 4 mg/h x 20 h.
        assert_eq!(given(&arm, 61.0), [(24.0, 44.0, 80.0), (72.0, 92.0, 80.0)]);
    }

    #[test]
    fn day_one_begins_at_the_start_and_later_days_follow_by_24_hours() {
        let arm = regimen(Drug::Idarubicin, Time::hours(24.0), infusions(&[1, 2, 5]));
        let given = arm.expand(BODY, 61.0, 2, Time::days(42.0));
        let starts: Vec<f64> = given.iter().map(|given| given.start.in_hours()).collect();
        assert_eq!(starts, [1032.0, 1056.0, 1128.0]);
        // Mosteller: sqrt(172 x 75 / 3600) = 1.89297 m2.
        assert!(given.iter().all(|given| (given.amount_mg - 22.715_633).abs() < 1e-5 && given.course == 2));
    }

    #[test]
    fn repeated_infusions_fall_within_each_day() {
        let twice = Infusions { repeat: 2, every: Time::hours(12.0), ..infusions(&[1, 3]) };
        let given = regimen(Drug::Cytarabine, Time::ZERO, twice).expand(BODY, 40.0, 1, Time::ZERO);
        assert_eq!(given.iter().map(|given| given.start.in_hours()).collect::<Vec<_>>(), [0.0, 12.0, 48.0, 60.0]);
    }

    #[test]
    fn patients_get_what_the_oldest_band_gives_whose_age_they_have_reached() {
        let mut arm = regimen(Drug::Cytarabine, Time::ZERO, infusions(&[1, 2, 3, 4]));
        let band = |from_age_years, days: &[u32]| Older { from_age_years, infusions: infusions(days) };
        let older = vec![band(60.0, &[1, 2, 3]), band(70.0, &[1, 2]), band(80.0, &[1])];
        arm.doses.entry(Drug::Cytarabine).and_modify(|schedules| schedules[0].older = older);
        assert_eq!([59.9, 60.0, 69.9, 70.0, 95.0].map(|age| given(&arm, age).len()), [4, 3, 3, 2, 1]);
    }

    /// Amount of each infusion (mg) for a man of 2.52 m2, and what is said of it.
    fn large(arm: &Regimen) -> Vec<(f64, String)> {
        let plan = arm.plan(Body { weight_kg: 120.0, height_cm: 190.0 }, 61.0, 1, Time::ZERO);
        plan.into_iter().map(|dose| (dose.administration.amount_mg, dose.adjusted.join(", "))).collect()
    }

    #[test]
    fn a_body_surface_counts_up_to_the_largest_and_only_for_doses_that_go_by_it() {
        let capped = |dose| Regimen {
            body_surface_at_most_m2: Some(2.0),
            ..regimen(Drug::Idarubicin, Time::ZERO, Infusions::daily(dose, vec![1], Time::hours(1.0)))
        };
        let per_surface = capped(dose(12.0, Basis::PerSurface));
        // Mosteller: sqrt(190 x 120 / 3600) = 2.517 m2.
        assert_eq!(large(&per_surface), [(24.0, "body surface 2 instead of 2.52 m2".into())]);
        assert!((given(&per_surface, 61.0)[0].2 - 22.715_633).abs() < 1e-5, "1.89 m2 is below the cap");
        assert_eq!(large(&capped(dose(0.1, Basis::PerWeight))), [(12.0, String::new())]);
    }

    #[test]
    fn an_amount_ends_at_its_maximum_and_that_of_a_rate_in_each_hour() {
        let capped = |mut arm: Regimen, most| {
            let maximum = Some(dose(most, Basis::Flat));
            arm.doses.values_mut().flatten().for_each(|schedule| schedule.maximum = maximum.clone());
            arm
        };
        let daily = regimen(Drug::Idarubicin, Time::ZERO, infusions(&[1]));
        assert_eq!(large(&capped(daily.clone(), 24.0)), [(24.0, "at most 24 instead of 30.2 mg".into())]);
        assert_eq!(large(&capped(daily.clone(), 31.0)), large(&daily));
        let rate = Infusions::continuous(dose(4.0, Basis::PerSurface), Time::hours(10.0));
        let hourly = capped(regimen(Drug::Cytarabine, Time::ZERO, rate), 8.0);
        assert_eq!(large(&hourly), [(80.0, "at most 8 instead of 10.07 mg/h".into())]);
        let both = Regimen { body_surface_at_most_m2: Some(2.2), ..capped(daily, 24.0) };
        let said = "body surface 2.2 instead of 2.52 m2, at most 24 instead of 26.4 mg";
        assert_eq!(large(&both), [(24.0, said.into())]);
    }

    #[test]
    fn amounts_are_rounded_to_the_nearest_multiple_but_not_to_nothing_and_not_above_the_maximum() {
        let rounded = |amount, unit, most: Option<f64>| {
            let once = Infusions::daily(dose(amount, Basis::Flat), vec![1], Time::hours(1.0));
            let mut arm = regimen(Drug::Idarubicin, Time::ZERO, once);
            arm.doses.values_mut().flatten().for_each(|schedule| {
                (schedule.round_to_mg, schedule.maximum) = (Some(unit), most.map(|most| dose(most, Basis::Flat)));
            });
            large(&arm).remove(0)
        };
        assert_eq!(rounded(22.4, 5.0, None), (20.0, "rounded to 20 instead of 22.4 mg".into()));
        assert_eq!(rounded(22.5, 5.0, None).0, 25.0);
        assert_eq!(rounded(25.0, 5.0, None), (25.0, String::new()));
        assert_eq!(rounded(2.0, 5.0, None).0, 5.0);
        assert_eq!(rounded(0.0, 5.0, None).0, 0.0);
        let said = "at most 24 instead of 30 mg, rounded to 20 instead of 24 mg";
        assert_eq!(rounded(30.0, 5.0, Some(24.0)), (20.0, said.into()));
        // 0.3 / 0.1 is less than 3 in floating point.
        assert!((rounded(0.9, 0.1, Some(0.3)).0 - 0.3).abs() < 1e-12);
    }

    #[test]
    fn reduced_doses_are_rounded_again_after_the_maximum() {
        let once = Infusions::daily(dose(30.0, Basis::Flat), vec![1], Time::hours(1.0));
        let mut arm = regimen(Drug::Idarubicin, Time::ZERO, once);
        let given = |arm: &Regimen, share| arm.expand_reduced((0, share), BODY, 61.0, 2, Time::ZERO)[0].amount_mg;
        assert_eq!(given(&arm, 0.75), 22.5);
        arm.doses.values_mut().flatten().for_each(|schedule| {
            (schedule.round_to_mg, schedule.maximum) = (Some(5.0), Some(dose(24.0, Basis::Flat)));
        });
        // 24 mg are given as 20 mg, 75 % of 24 mg are 18 mg, one tenth of it is less than a vial.
        assert_eq!([1.0, 0.75, 0.1].map(|share| given(&arm, share)), [20.0, 20.0, 5.0]);
    }

    #[test]
    fn a_course_gives_what_its_entry_says_and_without_doses_of_its_own_what_the_first_gives() {
        let mut arm = regimen(Drug::Idarubicin, Time::ZERO, infusions(&[1, 2, 3]));
        let own = regimen(Drug::Cytarabine, Time::ZERO, infusions(&[1, 3, 5])).doses;
        let alike = Further::alike(NextCourse::InRemission, 1, Time::days(35.0));
        arm.courses.further = vec![alike.clone(), Further { doses: Some(own), ..alike }];
        let drugs = |entry| arm.expand_of(entry, BODY, 61.0, 1, Time::ZERO).iter().map(|g| g.drug).collect::<Vec<_>>();
        assert_eq!([drugs(0), drugs(1)], [[Drug::Idarubicin; 3]; 2]);
        assert_eq!(drugs(2), [Drug::Cytarabine; 3]);
        assert_eq!((arm.different(), arm.drugs()), (vec![0, 2], vec![Drug::Idarubicin, Drug::Cytarabine]));
        arm.withdraw(Drug::Cytarabine);
        assert_eq!(arm.drugs(), [Drug::Idarubicin]);
        arm.withdraw(Drug::Idarubicin);
        assert!(arm.is_untreated());
    }

    #[test]
    fn infusions_are_sorted_by_start_and_then_by_drug() {
        let mut arm = regimen(Drug::Cytarabine, Time::ZERO, infusions(&[1, 2]));
        arm.doses.insert(Drug::Idarubicin, vec![Schedule::new(Time::ZERO, infusions(&[2, 1]))]);
        let order: Vec<(f64, Drug)> =
            arm.expand(BODY, 61.0, 1, Time::ZERO).iter().map(|given| (given.start.in_hours(), given.drug)).collect();
        let (ida, ara) = (Drug::Idarubicin, Drug::Cytarabine);
        assert_eq!(order, [(0.0, ida), (0.0, ara), (24.0, ida), (24.0, ara)]);
    }
}
