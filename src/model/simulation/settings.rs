//! How long, how finely and how often to simulate. Nothing here is a property of a patient.
//! Left out: what is given and to whom.

use crate::{clinic::Policy, quantity::Time};

/// Settings of a simulation. Times count to the second.
///
/// The defaults are those of a scenario that says nothing. Results depend on all of them; steps of half the length and
/// twice the agents are the ways to see how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// End of the simulation, since the first dose day began.
    /// Cells and blood are simulated until then.
    pub horizon: Time,
    /// Length of a step while cells carry damage or an infusion is about to start or end; others may be longer.
    pub step: Time,
    /// Agents that stand for each class (kind and stage) of cells.
    /// Memory and time grow with it, the noise of small classes falls; at 1 agent for each cell there is none from
    /// weights.
    pub agents_per_class: u32,
    /// Repetitions with the same patient and other draws.
    pub replicates: u32,
    /// Root of all random draws.
    pub seed: u64,
    /// Time between two points of a curve; a whole number of steps.
    pub record_every: Time,
    /// Marrow examinations, ascending, none after the horizon.
    pub examinations: Vec<Time>,
    /// Name of the set of response criteria: `iwg2003` or `eln2022`.
    pub criteria: String,
    /// What ends the simulation before the horizon.
    pub until: Until,
    /// What follows a failure of the treatment.
    pub after_failure: Policy,
    /// Until when survival is told where something follows a failure; none for the horizon.
    pub follow_up: Option<Time>,
}

/// What ends a simulation before its horizon; more leukemic cells than a body holds always do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Nothing: cells and blood go on as if a patient who died had lived.
    Horizon,
    /// Death, or that a state after failure decides how long the patient lives.
    Death,
    /// That, or a complete remission, where nothing else is asked for: curves are then not denser around infusions.
    Remission,
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
            until: Until::Horizon,
            after_failure: Policy::None,
            follow_up: None,
        }
    }
}

impl Settings {
    /// Until when survival is told: the follow-up, or the horizon if it is later or nothing follows a failure.
    ///
    /// At or after the horizon.
    pub fn end(&self) -> Time {
        let longer = self.follow_up.filter(|end| self.after_failure != Policy::None && *end > self.horizon);
        longer.unwrap_or(self.horizon)
    }

    /// Steps until the horizon, the last one rounded up.
    ///
    /// If all were of the finest length.
    pub fn steps(&self) -> u64 {
        self.horizon.in_seconds().max(0).unsigned_abs().div_ceil(self.step.in_seconds().max(1).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survival_is_told_beyond_the_horizon_only_where_something_follows_a_failure() {
        let with = |after_failure, days: f64| {
            let follow_up = Some(Time::days(days));
            Settings { after_failure, follow_up, ..Settings::default() }.end().in_days()
        };
        assert_eq!(
            [with(Policy::None, 400.0), with(Policy::Published, 400.0), with(Policy::Published, 50.0)],
            [90.0, 400.0, 90.0]
        );
    }

    #[test]
    fn steps_cover_the_horizon() {
        let with = |step| Settings { step: Time::hours(step), ..Settings::default() }.steps();
        assert_eq!([1.0, 0.1, 0.7].map(with), [2160, 21_600, 3086]);
    }
}
