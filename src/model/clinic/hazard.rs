//! Recurrent events under a hazard that follows a blood count.
//!
//! The n-th event of a cause happens when the cumulative hazard passes the sum of the first n thresholds, unit
//! exponential numbers from the stream (patient, cause, n). So the same patient meets the same thresholds in every arm,
//! and an arm that shortens neutropenia delays the very same infection. The length of the step takes no part in any draw.
//! Left out: that one event makes the next more likely, or that it is treated.

use crate::{
    engine::Seed,
    parameters::Ledger,
    quantity::{Rate, Time},
};

/// A stretch of time under one hazard.
pub type Stretch = (Time, Rate);

/// Hazard by band of a blood count (10^9/L).
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// Count below which the hazard holds, from low to high.
    bands: Vec<(f64, Rate)>,
    /// Hazard at counts of the highest band and above.
    otherwise: Rate,
}

impl Bands {
    /// Reads `<cause>.<band>.<count>` and `<cause>.<band>.hazard` of each band, and `<cause>.otherwise.hazard`.
    ///
    /// `bands` may come in any order; limits are read as counts per L.
    pub fn new(ledger: &Ledger, cause: &str, count: &str, bands: &[&str]) -> Self {
        let hazard = |band: &str| ledger.rate(&format!("{cause}.{band}.hazard"));
        let limit = |band: &str| ledger.number(&format!("{cause}.{band}.{count}")) / 1e9;
        let mut bands: Vec<(f64, Rate)> = bands.iter().map(|band| (limit(band), hazard(band))).collect();
        bands.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { bands, otherwise: hazard("otherwise") }
    }

    /// All hazards multiplied by a factor.
    pub fn times(self, factor: f64) -> Self {
        let scaled = |rate: Rate| Rate::per_hour(rate.in_per_hour() * factor);
        let bands = self.bands.into_iter().map(|(limit, hazard)| (limit, scaled(hazard))).collect();
        Self { bands, otherwise: scaled(self.otherwise) }
    }

    /// The hazard at a count; a count at the limit is above the band.
    pub fn hazard(&self, count: f64) -> Rate {
        self.bands.iter().find(|(limit, _)| count < *limit).map_or(self.otherwise, |(_, hazard)| *hazard)
    }

    /// The hazards of a step in which the count moves in a straight line, cut where it crosses a limit.
    ///
    /// One stretch for each band that is passed, in order; their lengths sum to `span`.
    pub fn along(&self, span: Time, before: f64, after: f64) -> Vec<Stretch> {
        let crossing = |limit: f64| (limit - before) / (after - before);
        let crossings = self.bands.iter().map(|(limit, _)| crossing(*limit));
        let mut cuts: Vec<f64> = crossings.filter(|cut| *cut > 0.0 && *cut < 1.0).chain([0.0, 1.0]).collect();
        cuts.sort_by(f64::total_cmp);
        let stretch = |ends: &[f64]| {
            let middle = before + 0.5 * (ends[0] + ends[1]) * (after - before);
            (Time::hours((ends[1] - ends[0]) * span.in_hours()), self.hazard(middle))
        };
        cuts.windows(2).map(stretch).collect()
    }
}

/// Stretches with all hazards multiplied by a factor.
pub fn times(stretches: Vec<Stretch>, factor: f64) -> Vec<Stretch> {
    let scaled = |rate: Rate| Rate::per_hour(rate.in_per_hour() * factor);
    stretches.into_iter().map(|(span, hazard)| (span, scaled(hazard))).collect()
}

/// The events of one cause in one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurrence {
    /// Draws of the times, one for each event by its number.
    stream: Seed,
    /// Events so far.
    count: u64,
    /// Hazard accumulated since the last event.
    passed: f64,
}

impl Recurrence {
    /// `stream`: the patient's stream of this cause.
    pub const fn new(stream: Seed) -> Self {
        Self { stream, count: 0, passed: 0.0 }
    }

    /// Events so far, and the hazard accumulated since the last.
    pub const fn state(&self) -> (u64, f64) {
        (self.count, self.passed)
    }

    /// Goes back to a state of the same stream.
    pub const fn restore(&mut self, (count, passed): (u64, f64)) {
        *self = Self { stream: self.stream, count, passed };
    }

    /// The number of each event in the stretches that follow `start`, counted from 1, and its time.
    pub fn advance(&mut self, start: Time, stretches: &[Stretch]) -> Vec<(u64, Time)> {
        let mut events = Vec::new();
        let mut now = start;
        for (span, hazard) in stretches {
            let end = now + *span;
            while let Some(time) = self.next(now, end, *hazard) {
                now = time;
                events.push((self.count, now));
            }
            now = end;
        }
        events
    }

    /// The next event between `now` and `end` under one hazard; none if `end` comes first.
    pub fn next(&mut self, now: Time, end: Time, hazard: Rate) -> Option<Time> {
        let event = self.wait(hazard).map(|wait| now + wait).filter(|time| *time <= end);
        if event.is_some() {
            self.count += 1;
            self.passed = 0.0;
        } else {
            self.passed += hazard.in_per_hour() * (end - now).in_hours();
        }
        event
    }

    /// Time to the next event if the hazard stays; none if there is no hazard.
    fn wait(&self, hazard: Rate) -> Option<Time> {
        let missing = (self.threshold() - self.passed).max(0.0);
        (hazard.in_per_hour() > 0.0).then(|| Time::hours(missing / hazard.in_per_hour()))
    }

    /// Unit exponential number of the next event.
    fn threshold(&self) -> f64 {
        -libm::log(self.stream.number(self.count + 1).uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn infection() -> Bands {
        Bands::new(&Ledger::defaults(), "infection", "neutrophils", &["profound", "severe", "moderate"])
    }

    #[test]
    fn an_era_multiplies_every_hazard() {
        let (now, then) = (infection(), infection().times(3.0));
        for count in [0.0, 0.3, 0.7, 4.0] {
            assert_eq!(then.hazard(count).in_per_hour(), 3.0 * now.hazard(count).in_per_hour());
        }
    }

    /// The table of model 2 (C25, in the ratios of S03), and its limits: 0.1, 0.5 and 1.0 belong to the band above.
    #[test]
    fn the_hazard_follows_the_band() {
        let per_day = |count: f64| (infection().hazard(count).in_per_day() * 1e6).round() / 1e6;
        let counts = [0.0, 0.099, 0.1, 0.499, 0.5, 0.999, 1.0, 8.0];
        assert_eq!(counts.map(per_day), [0.0239, 0.0239, 0.0104, 0.0104, 0.00364, 0.00364, 0.00104, 0.00104]);
    }

    #[test]
    fn a_step_across_two_limits_is_cut_there() {
        let stretches = infection().along(Time::hours(10.0), 0.0, 1.0);
        let hours: Vec<f64> = stretches.iter().map(|(span, _)| span.in_hours()).collect();
        assert_eq!(hours.len(), 3);
        for (found, expected) in hours.iter().zip([1.0, 4.0, 5.0]) {
            assert!((found - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_count_that_stands_still_is_one_stretch() {
        assert_eq!(infection().along(Time::hours(2.0), 0.5, 0.5).len(), 1);
    }

    #[test]
    fn without_hazard_nothing_happens() {
        let mut recurrence = Recurrence::new(Seed::new(1));
        assert!(recurrence.advance(Time::ZERO, &[(Time::days(1e9), Rate::per_hour(0.0))]).is_empty());
    }

    /// Events of a constant hazard are a Poisson process: 2,000 patients, mean 3 and variance 3.
    /// z = 4.4 leaves one false alarm in 100,000 seeds; the seed is fixed, so a failure is a change.
    #[test]
    fn events_are_a_poisson_process() {
        let counts: Vec<f64> = (0..2_000)
            .map(|patient| {
                let mut recurrence = Recurrence::new(Seed::new(7).number(patient));
                recurrence.advance(Time::ZERO, &[(Time::hours(30.0), Rate::per_hour(0.1))]).len() as f64
            })
            .collect();
        let n = counts.len() as f64;
        let mean = counts.iter().sum::<f64>() / n;
        let variance = counts.iter().map(|count| (count - mean) * (count - mean)).sum::<f64>() / (n - 1.0);
        assert!((mean - 3.0).abs() < 4.4 * libm::sqrt(3.0 / n), "{mean}");
        // Variance of the sample variance of a Poisson variable: (m + 2 m^2) / n.
        assert!((variance - 3.0).abs() < 4.4 * libm::sqrt(21.0 / n), "{variance}");
    }

    #[test]
    fn the_length_of_the_step_takes_no_part() {
        let whole = Recurrence::new(Seed::new(3)).advance(Time::ZERO, &[(Time::days(40.0), Rate::per_hour(0.01))]);
        let mut recurrence = Recurrence::new(Seed::new(3));
        let steps = (0..960).map(|hour| Time::hours(f64::from(hour)));
        let steps: Vec<(u64, Time)> =
            steps.flat_map(|start| recurrence.advance(start, &[(Time::hours(1.0), Rate::per_hour(0.01))])).collect();
        assert!(whole.len() > 3 && whole.len() == steps.len());
        for (a, b) in whole.iter().zip(&steps) {
            assert!((a.1.in_hours() - b.1.in_hours()).abs() < 1e-9);
        }
    }
}
