//! One typical patient for 90 days with the default number of agents, in every arm.

mod cases;
mod measure;

use cenersim::simulation::{Settings, Until};
use measure::{figure, median, timed};

const ROUNDS: usize = 9;

fn main() {
    let scenario = cases::scenario();
    let settings = Settings { until: Until::Horizon, ..scenario.settings.clone() };
    for (arm, regimen) in scenario.arms.iter().enumerate() {
        let runs: Vec<_> = (0..ROUNDS).map(|_| timed(|| cases::course(&scenario, &settings, 0, arm, 0))).collect();
        let course = &runs[0].1;
        let seconds = median(runs.iter().map(|(seconds, _)| *seconds).collect());
        let name = format!("patient.{}", regimen.name);
        figure(&format!("{name}.time"), seconds, "s");
        figure(&format!("{name}.steps"), course.steps as f64, "count");
        figure(&format!("{name}.agent_steps"), course.agent_steps as f64 / 1e6, "million");
        figure(&format!("{name}.speed"), course.agent_steps as f64 / seconds / 1e6, "Magent-steps/s");
    }
}
