//! Courses: what follows the first one of an arm, in whom, when, and with which doses.
//! Left out: when a decision is due in one patient (see `simulation`), and doses that are reduced for anything but blood counts.

use super::Doses;
use crate::quantity::Time;

/// In whom another course follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextCourse {
    /// In nobody.
    Never,
    /// In everybody.
    Always,
    /// After a response by the criteria in force, at any time so far.
    OnResponse,
    /// Without one.
    OnNoResponse,
    /// After a marrow with too many blasts for a remission that is not empty.
    OnResistant,
    /// As `on_response`, but on its day: neither another marrow nor a suspected relapse delays it.
    InRemission,
}

/// What a decision about the next course goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// In remission at any time so far.
    pub responded: bool,
    /// The last marrow of the course has too many blasts and is not empty.
    pub resistant: bool,
}

impl NextCourse {
    /// Whether a course follows what the courses before have brought.
    pub const fn follows(self, found: Assessed) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::OnResponse | Self::InRemission => found.responded,
            Self::OnNoResponse => !found.responded,
            Self::OnResistant => found.resistant,
        }
    }

    /// Whether it may follow in those who have not responded.
    pub const fn retries(self) -> bool {
        matches!(self, Self::Always | Self::OnNoResponse | Self::OnResistant)
    }

    /// Whether the decision rests on a marrow that was examined since the course before began: a remission is seen again
    /// before a course, that there is none is not.
    pub const fn rests_on_marrow(self) -> bool {
        matches!(self, Self::OnNoResponse | Self::OnResistant)
    }
}

/// Blood counts without which a course does not begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// Least neutrophils (10^9/L).
    pub neutrophils: f64,
    /// Least platelets (10^9/L).
    pub platelets: f64,
    /// After so long the course begins whatever the counts.
    pub at_most: Time,
}

impl Hold {
    /// Whether counts (10^9/L) let a course begin.
    pub fn is_over(&self, neutrophils: f64, platelets: f64) -> bool {
        neutrophils >= self.neutrophils && platelets >= self.platelets
    }
}

/// Less of all drugs of a course that begins while a blood count is low.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reduction {
    /// Neutrophils below this reduce (10^9/L); 0 for none.
    pub neutrophils: f64,
    /// Platelets below this reduce (10^9/L); 0 for none.
    pub platelets: f64,
    /// Share of each dose that is given, above 0 and below 1.
    pub to: f64,
}

impl Reduction {
    /// Whether one of the counts (10^9/L) asks for it.
    pub fn applies(&self, neutrophils: f64, platelets: f64) -> bool {
        neutrophils < self.neutrophils || platelets < self.platelets
    }
}

/// Courses alike that may follow those before.
#[derive(Clone, Debug, PartialEq)]
pub struct Further {
    /// In whom these courses follow.
    pub when: NextCourse,
    /// So many at most; 0 for none.
    pub most: u32,
    /// From the start of the last course before to the decision on the first of these, which is also its start.
    pub after: Time,
    /// From the start of each of these to the decision on the next.
    pub interval: Time,
    /// Blood counts that each of them waits for; none if it waits for nothing.
    pub hold: Option<Hold>,
    /// Reductions by the counts with which each of them begins; of several that apply the strongest counts.
    pub reductions: Vec<Reduction>,
    /// What they give; none for what the first course gives.
    pub doses: Option<Doses>,
}

impl Further {
    /// Courses like the first one, one after the other at this interval.
    ///
    /// They wait for no counts.
    pub const fn alike(when: NextCourse, most: u32, interval: Time) -> Self {
        Self { when, most, after: interval, interval, hold: None, reductions: Vec::new(), doses: None }
    }

    /// Whether the rule of an arm allows these courses at all.
    pub fn may_follow(&self) -> bool {
        self.most > 0 && self.when != NextCourse::Never
    }

    /// Share of the doses of a course that begins with these counts (10^9/L).
    pub fn share(&self, neutrophils: f64, platelets: f64) -> f64 {
        let apply = self.reductions.iter().filter(|reduction| reduction.applies(neutrophils, platelets));
        apply.map(|reduction| reduction.to).fold(1.0, f64::min)
    }
}

/// What follows the first course, in order: where the courses of an entry are over or refused, the next entry is decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseRule {
    /// Each entry is a number of courses alike; none for a single course.
    pub further: Vec<Further>,
}

impl Default for CourseRule {
    /// A second course on day 43 for those who responded: "most patients received a single course unless a response was
    /// observed" (source document); 5 of the first 11 patients had two courses (T26). Day 42 closes the response window.
    fn default() -> Self {
        Self { further: vec![Further::alike(NextCourse::OnResponse, 1, Self::INTERVAL)] }
    }
}

impl CourseRule {
    /// From the start of a course to that of the next unless something else is said.
    pub const INTERVAL: Time = Time::days(42.0);

    /// One course.
    pub const fn single() -> Self {
        Self { further: Vec::new() }
    }

    /// Entries (0 for the first course) and starts of the courses that may be given within the horizon, as far as they are known
    /// before anybody is treated: those that follow for the same reason, one after the other.
    pub fn starts(&self, horizon: Time) -> impl Iterator<Item = (usize, Time)> {
        let entries = (1..).zip(&self.further).filter(|(_, further)| further.may_follow());
        let reason = entries.clone().next().map(|(_, further)| further.when);
        let mut start = Time::ZERO;
        let later =
            entries.take_while(move |(_, further)| Some(further.when) == reason).flat_map(|(entry, further)| {
                let intervals = std::iter::once(further.after).chain(std::iter::repeat(further.interval));
                intervals.take(further.most as usize).map(move |interval| (entry, interval))
            });
        let later = later.map(move |(entry, interval)| {
            start = start + interval;
            (entry, start)
        });
        std::iter::once((0, Time::ZERO)).chain(later).take_while(move |(_, start)| *start < horizon)
    }

    /// The longest time from the first course to the start of the last one in a patient who never responds.
    pub fn last_retry(&self) -> Time {
        let retries = self.further.iter().filter(|further| further.most > 0 && further.when.retries());
        let hours = |further: &Further| {
            let repeated = f64::from(further.most.saturating_sub(1)) * further.interval.in_hours();
            further.after.in_hours()
                + repeated
                + further.hold.map_or(0.0, |hold| f64::from(further.most) * hold.at_most.in_hours())
        };
        Time::hours(retries.map(hours).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_course_depends_on_the_rule_and_the_response() {
        let found = [(true, false), (false, false), (false, true)];
        let follows =
            |when: NextCourse| found.map(|(responded, resistant)| when.follows(Assessed { responded, resistant }));
        assert_eq!(follows(NextCourse::Never), [false, false, false]);
        assert_eq!(follows(NextCourse::Always), [true, true, true]);
        assert_eq!(follows(NextCourse::OnResponse), [true, false, false]);
        assert_eq!(follows(NextCourse::InRemission), [true, false, false]);
        assert_eq!(follows(NextCourse::OnNoResponse), [false, true, true]);
        assert_eq!(follows(NextCourse::OnResistant), [false, false, true]);
        assert_eq!([NextCourse::OnResponse, NextCourse::OnResistant].map(NextCourse::retries), [false, true]);
    }

    #[test]
    fn whoever_never_responds_is_retried_until_the_last_of_these_courses() {
        let rule = |further: &[Further]| CourseRule { further: further.to_vec() }.last_retry().in_days();
        let retry = Further::alike(NextCourse::OnResistant, 2, Time::days(28.0));
        let consolidation = Further::alike(NextCourse::InRemission, 3, Time::days(35.0));
        assert_eq!(rule(&[]), 0.0);
        assert_eq!(rule(&[retry.clone(), consolidation.clone()]), 56.0);
        let hold = Hold { neutrophils: 1.0, platelets: 100.0, at_most: Time::days(7.0) };
        assert_eq!(rule(&[Further { after: Time::days(30.0), hold: Some(hold), ..retry }, consolidation]), 72.0);
    }

    #[test]
    fn of_several_reductions_the_strongest_that_applies_counts() {
        let step = |neutrophils, platelets, to| Reduction { neutrophils, platelets, to };
        let reductions = vec![step(1.0, 100.0, 0.75), step(0.5, 0.0, 0.5)];
        let further = Further { reductions, ..Further::alike(NextCourse::Always, 1, Time::days(28.0)) };
        let counts = [(1.0, 100.0), (0.9, 200.0), (2.0, 99.0), (0.4, 20.0)];
        assert_eq!(
            counts.map(|(neutrophils, platelets)| further.share(neutrophils, platelets)),
            [1.0, 0.75, 0.75, 0.5]
        );
    }

    #[test]
    fn a_course_is_held_until_both_counts_have_recovered() {
        let hold = Hold { neutrophils: 1.0, platelets: 100.0, at_most: Time::days(14.0) };
        let counts = [(1.0, 100.0), (0.9, 300.0), (5.0, 99.0)];
        assert_eq!(counts.map(|(neutrophils, platelets)| hold.is_over(neutrophils, platelets)), [true, false, false]);
    }
}
