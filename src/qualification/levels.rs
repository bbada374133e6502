//! Drug levels as a pharmacokineticist reads them: at a moment, areas, half-lives.
//! Left out: models fitted to the levels.
//!
//! A level is one at a moment, an area the sum of exact means over quarters of an hour, and a half-life ln 2 over the
//! slope of the logarithm between two moments.
//!
//! # Units
//!
//! Levels are in nM (plasma, cells) or pmol/mg protein (cenersen in cells), areas in the unit of the level times
//! hours, times in hours since the first infusion began.

use cenersim_model::{
    parameters::Ledger,
    quantity::Time,
    treatment::{Administration, Body, Drug, Exposure, Kinetics, Route},
};

/// Time between two points of an area (h).
const STEP: f64 = 0.25;

/// What one person is given.
pub struct Given<'a> {
    /// Parameters of both the patient and the typical one.
    pub ledger: &'a Ledger,
    /// Whose clearances and volumes are meant.
    pub body: Body,
    /// One drug; levels of others stay zero.
    pub drug: Drug,
    /// Of each infusion.
    pub amount_mg: f64,
    /// Length of each infusion (h).
    pub length: f64,
    /// Time between the starts of two infusions (h).
    pub every: f64,
    /// How many, the first at time zero.
    pub infusions: u32,
}

/// A level of an exposure.
pub type Level = fn(&Exposure) -> f64;

impl Given<'_> {
    /// All infusions ordered, nothing advanced yet.
    fn kinetics(&self) -> Kinetics {
        let mut kinetics = Kinetics::new(self.ledger, self.ledger, self.body);
        for number in 0..self.infusions {
            let (start, duration) = (Time::hours(f64::from(number) * self.every), Time::hours(self.length));
            let route = Route::Intravenous;
            let (drug, amount_mg) = (self.drug, self.amount_mg);
            kinetics.give(Administration { drug, start, duration, amount_mg, route, course: 1 });
        }
        kinetics
    }

    /// Level so many hours after the first infusion began.
    ///
    /// `hours` is above zero and counts to the second.
    pub fn at(&self, hours: f64, level: Level) -> f64 {
        let mut kinetics = self.kinetics();
        kinetics.advance(Time::hours(hours));
        level(&kinetics.levels())
    }

    /// Mean levels over short spans until `hours`: the middle of each span, and its level.
    pub fn means(&self, hours: f64, level: Level) -> Vec<(f64, f64)> {
        let mut kinetics = self.kinetics();
        let spans = (hours / STEP) as u32;
        let mean = |span| ((f64::from(span) + 0.5) * STEP, level(&kinetics.advance(Time::hours(STEP))));
        (0..spans).map(mean).collect()
    }

    /// Area under the level until `hours`.
    ///
    /// By the means of spans, which are exact, up to the last whole span.
    pub fn area(&self, hours: f64, level: Level) -> f64 {
        self.means(hours, level).iter().map(|(_, mean)| mean * STEP).sum()
    }

    /// Mean time that the drug stays (area of time and level over the area, less half of the infusion) (h).
    pub fn residence(&self, hours: f64, level: Level) -> f64 {
        let means = self.means(hours, level);
        let (moment, area) = means.iter().fold((0.0, 0.0), |(m, a), (time, mean)| (m + time * mean, a + mean));
        moment / area - self.length / 2.0
    }

    /// Time of the highest level (h).
    ///
    /// The middle of the span with the highest mean; NaN for no time at all.
    pub fn time_of_peak(&self, hours: f64, level: Level) -> f64 {
        let highest = self.means(hours, level).into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        highest.map_or(f64::NAN, |(time, _)| time)
    }

    /// Half-life between two moments (h).
    ///
    /// From two levels, as a straight line on a logarithmic scale has it.
    pub fn half_life(&self, [from, to]: [f64; 2], level: Level) -> f64 {
        half_life([from, to], [from, to].map(|hours| self.at(hours, level)))
    }

    /// Half-life of what is left between `early` moments when the line through the `late` ones is taken away (h).
    ///
    /// Known as curve stripping: what is left of a sum of two exponentials when the slow one is taken away.
    pub fn first_half_life(&self, early: [f64; 2], late: [f64; 2], level: Level) -> f64 {
        let slow = self.half_life(late, level);
        let last = self.at(late[0], level);
        let left = early.map(|hours| self.at(hours, level) - last * libm::exp2((late[0] - hours) / slow));
        half_life(early, left)
    }
}

/// Negative where the level rises.
fn half_life([from, to]: [f64; 2], [first, second]: [f64; 2]) -> f64 {
    (to - from) / libm::log2(first / second)
}
