//! From records to results: pure functions of the courses, without any simulation.
//! Left out: curves (see `bands`), and corrections for looking at many endpoints or many pairs.
//!
//! A unit is a patient, the mean of their replicates, or one replicate of the reference patient ([`Units`]). Counts and
//! survival curves take the first replicate of each unit, so that their intervals rest on independent observations;
//! means take all replicates, and their standard errors go over units. A unit enters a pair only with the replicates
//! that both arms have. Bootstrap streams descend from the seed and the name of the endpoint, never from the place of
//! an arm, so another arm changes no number of these.
//!
//! `units` groups and matches courses, `arm` describes one arm, `pair` two in the same units, `attribution` says whose
//! the effect of an arm is.

mod arm;
mod attribution;
mod pair;
mod units;

pub use attribution::attribution;
pub use units::Units;

use super::{Endpoint, Record};
use cenersim_model::{curves::Survival, engine::Seed};
use cenersim_statistics::Observed;
use units::Courses;

/// The courses of a comparison, ready to be analyzed.
#[derive(Clone, Copy, Debug)]
pub struct Analysis<'a> {
    /// Sorted by patient, then replicate; the arms of a course in any order.
    pub records: &'a [Record],
    /// Number of arms.
    pub arms: usize,
    /// What is independent of each other, and so counts for intervals.
    pub units: Units,
    /// Days of survival are counted up to here (d).
    pub horizon_days: f64,
    /// Of the study; the streams of the bootstrap descend from it.
    pub seed: u64,
}

impl<'a> Analysis<'a> {
    /// The courses that all of these arms have.
    fn courses(&self, arms: &[usize]) -> Courses<'a> {
        assert!(arms.iter().all(|arm| *arm < self.arms), "there are {} arms, not {arms:?}", self.arms);
        let of = |arm: &usize| self.records.iter().filter(|record| record.arm as usize == *arm).collect();
        Courses::matched(&arms.iter().map(of).collect::<Vec<_>>(), self.units)
    }

    /// What is taken of one record for an endpoint.
    fn value(&self, endpoint: Endpoint) -> impl Fn(&Record) -> f64 + use<> {
        let horizon = self.horizon_days;
        move |record| endpoint.of(record, horizon)
    }
}

/// The stream of one statistic of one endpoint.
///
/// ```text
/// seed -> "bootstrap" -> statistic -> endpoint
/// ```
fn stream(seed: u64, statistic: &str, endpoint: &str) -> u64 {
    Seed::new(seed).named("bootstrap").named(statistic).named(endpoint).bits()
}

/// Death, or the end of observation. Curves may go on after a death.
/// Time in days from the beginning of treatment; an event is a death of any cause.
pub fn overall(survival: &Survival) -> Observed {
    let time = survival.death_day.unwrap_or(survival.observed_to_day);
    Observed { time, event: survival.death_day.is_some() }
}

/// From the first remission to relapse or death, or to the end of observation, which a transplantation in remission is;
/// none without remission.
///
/// Time in days from the remission; an event is a relapse or a death in remission. A transplantation before either
/// censors, since what follows it is another treatment.
pub fn disease_free(survival: &Survival) -> Option<Observed> {
    let response = survival.response_day?;
    let end = [survival.relapse_day, survival.death_day].into_iter().flatten().reduce(f64::min);
    let transplanted = survival.transplantation_day.filter(|day| end.is_none_or(|end| *day < end));
    let time = transplanted.or(end).unwrap_or(survival.observed_to_day) - response;
    Some(Observed { time: time.max(0.0), event: end.is_some() && transplanted.is_none() })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod toy;
