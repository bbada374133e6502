//! How long, how finely and how often to simulate. Nothing here is a property of a patient.

use crate::quantity::Time;

/// Settings of a simulation. Times count to the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// End of the simulation, since the first dose day began.
    pub horizon: Time,
    pub step: Time,
    /// Agents that stand for each class (kind and stage) of cells.
    pub agents_per_class: u32,
    /// Repetitions with the same patient and other draws.
    pub replicates: u32,
    pub seed: u64,
    /// Time between two points of a curve; a whole number of steps.
    pub record_every: Time,
    /// Marrow examinations, ascending, none after the horizon.
    pub examinations: Vec<Time>,
    /// Name of the set of response criteria: `iwg2003` or `eln2022`.
    pub criteria: String,
    /// Whether the simulation ends when the patient dies; otherwise cells and blood go on as if he had lived.
    pub stop_at_death: bool,
}

impl Default for Settings {
    /// 90 days: the response window closes on day 42, and day 90 is a landmark for early death (T31).
    fn default() -> Self {
        Self {
            horizon: Time::days(90.0),
            step: Time::hours(1.0),
            agents_per_class: 512,
            replicates: 8,
            seed: 1,
            record_every: Time::hours(6.0),
            examinations: [14.0, 28.0, 35.0, 42.0].map(Time::days).to_vec(),
            criteria: "iwg2003".into(),
            stop_at_death: false,
        }
    }
}

impl Settings {
    /// Steps until the horizon, the last one rounded up.
    pub fn steps(&self) -> u64 {
        self.horizon.in_seconds().max(0).unsigned_abs().div_ceil(self.step.in_seconds().max(1).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_cover_the_horizon() {
        let with = |step| Settings { step: Time::hours(step), ..Settings::default() }.steps();
        assert_eq!([1.0, 0.1, 0.7].map(with), [2160, 21_600, 3086]);
    }
}
