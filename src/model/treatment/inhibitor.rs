//! Inhibitors of cenersen (acetaminophen, high-dose antioxidants): while one is taken, a share of the activity is lost.
//! Left out: their kinetics and their mechanism, which nobody has published; and why a patient takes them (confounding).

use crate::parameters::Ledger;
use crate::quantity::{Fraction, Time};

/// Inhibitors of cenersen in one patient: high-dose antioxidants and acetaminophen, when they are taken.
#[derive(Clone, Debug)]
pub(super) struct Inhibitor {
    /// Share of the uptake of cenersen that is lost while they are taken.
    loss: Fraction,
    /// Periods in order, without overlap (h).
    periods: Vec<(f64, f64)>,
}

impl Inhibitor {
    /// Nothing is taken yet.
    pub fn new(ledger: &Ledger) -> Self {
        Self { loss: ledger.fraction("inhibitor.loss"), periods: Vec::new() }
    }

    /// Adds a period; where it overlaps another, activity is lost once, not twice.
    pub fn take(&mut self, from: Time, until: Time) {
        let mut periods = std::mem::take(&mut self.periods);
        periods.push((from.in_hours(), until.in_hours()));
        periods.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (from, until) in periods {
            match self.periods.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => self.periods.push((from, until)),
            }
        }
    }

    /// Periods in order, without overlap (h).
    pub fn state(&self) -> Vec<(f64, f64)> {
        self.periods.clone()
    }

    /// Goes back to a state of the same patient.
    pub fn restore(&mut self, periods: Vec<(f64, f64)>) {
        self.periods = periods;
    }

    /// Share of activity lost at `time` (h).
    pub fn at(&self, time: f64) -> f64 {
        let taken = self.periods.iter().any(|(from, until)| *from <= time && time < *until);
        if taken { self.loss.value() } else { 0.0 }
    }

    /// Mean share of activity lost from `from` to `to` (h).
    pub fn mean(&self, from: f64, to: f64) -> f64 {
        let covered = self.periods.iter().map(|(start, end)| (end.min(to) - start.max(from)).max(0.0));
        self.loss.value() * (covered.sum::<f64>() / (to - from)).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(periods: &[(f64, f64)]) -> Inhibitor {
        let mut inhibitor = Inhibitor { loss: Fraction::new(0.8).expect("a fraction"), periods: Vec::new() };
        for (from, until) in periods {
            inhibitor.take(Time::hours(*from), Time::hours(*until));
        }
        inhibitor
    }

    #[test]
    fn activity_is_lost_for_the_share_of_the_span_that_is_covered() {
        let inhibitor = taken(&[(1.0, 1.25), (3.0, 9.0)]);
        assert_eq!(inhibitor.mean(1.0, 2.0), 0.2);
        assert_eq!(inhibitor.mean(4.0, 5.0), 0.8);
        assert_eq!(inhibitor.mean(0.0, 1.0), 0.0);
        assert_eq!((inhibitor.at(3.0), inhibitor.at(9.0)), (0.8, 0.0));
    }

    #[test]
    fn two_inhibitors_at_a_time_lose_no_more_than_one() {
        let inhibitor = taken(&[(5.0, 8.0), (0.0, 6.0), (1.0, 2.0)]);
        assert_eq!(inhibitor.periods, [(0.0, 8.0)]);
        assert_eq!(inhibitor.mean(0.0, 8.0), 0.8);
    }
}
