//! The scenario that is explored, and what may be asked of it. Left out: what is simulated.

use cenersim_analyses::scenario::{Scenario, ScenarioError};
use cenersim_study::Input;

/// Most changes of one setting: several times as many as there are controls.
const MOST_CHANGES: usize = 64;
/// Agents of each class, replicates and days beyond which an answer is no longer one while people watch.
const MOST_AGENTS: u32 = 4096;
const MOST_REPLICATES: u32 = 64;
const MOST_DAYS: f64 = 730.0;

/// Why a setting is not simulated, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The scenario has a fault.
    #[error("{}", .0.message())]
    Scenario(#[from] ScenarioError),
    /// It is more than an explorer simulates, or of several patients or arms.
    #[error("{0}")]
    Beyond(String),
}

/// How a scenario was named, so that what is seen can be run again by the same name.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The file.
    pub file: String,
    /// The arm that was chosen of several.
    pub arm: Option<String>,
    /// What was changed in it before.
    pub changes: Vec<String>,
}

/// The scenario that is explored.
pub struct Base {
    /// What its user called it.
    pub named: Named,
    /// The scenario itself, with one arm and one patient.
    pub scenario: Scenario,
    input: Input,
}

impl Base {
    /// A scenario of one patient in one arm.
    ///
    /// # Errors
    /// If there are several, or if it asks for more than is answered while people watch.
    pub fn new(scenario: Scenario, named: Named) -> Result<Self, Refusal> {
        let input = Input::written(&scenario.name, &scenario.source);
        let base = Self { named, scenario, input };
        base.bounded(&base.scenario)?;
        Ok(base)
    }

    /// The scenario with changes of the form `path=value`, as `--set` takes them.
    ///
    /// # Errors
    /// The first fault, in one sentence.
    pub fn at(&self, changes: &[String]) -> Result<Scenario, Refusal> {
        if changes.len() > MOST_CHANGES {
            return Err(Refusal::Beyond(format!("{} changes: expected at most {MOST_CHANGES}", changes.len())));
        }
        let scenario = self.input.at(changes)?;
        self.bounded(&scenario)?;
        Ok(scenario)
    }

    /// One patient, one arm, and no more work than can be waited for.
    fn bounded(&self, scenario: &Scenario) -> Result<(), Refusal> {
        let settings = &scenario.settings;
        let (arms, patients, days) = (scenario.arms.len(), scenario.cohort.len(), settings.horizon.in_days());
        let beyond = [
            (arms > 1, format!("it has {arms} arms: expected one, choose it with --arm NAME")),
            (patients > 0, format!("it has a list of {patients} patients: expected a scenario without a list")),
            (days > MOST_DAYS, format!("it ends on day {days}: expected at most {MOST_DAYS} days to explore")),
            (
                settings.agents_per_class > MOST_AGENTS,
                format!("{} agents per class: expected at most {MOST_AGENTS} to explore", settings.agents_per_class),
            ),
            (
                settings.replicates > MOST_REPLICATES,
                format!("{} replicates: expected at most {MOST_REPLICATES} to explore", settings.replicates),
            ),
        ];
        let found = beyond.into_iter().find(|(is, _)| *is);
        found.map_or(Ok(()), |(_, said)| Err(Refusal::Beyond(format!("{}: {said}", self.named.file))))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use cenersim_analyses::scenario::STARTER;

    /// The starter with few agents, and changes.
    pub(crate) fn base(changes: &[&str]) -> Base {
        let small = ["simulation.agents_per_class=8", "simulation.replicates=2", "simulation.horizon=10 d"];
        let small = small.into_iter().chain(["simulation.examinations=[]"]);
        let changes: Vec<String> = small.chain(changes.iter().copied()).map(String::from).collect();
        let scenario = Scenario::parse_point("starter", STARTER, &changes).unwrap();
        Base::new(scenario, Named { file: "starter.toml".into(), ..Named::default() }).unwrap()
    }

    #[test]
    fn what_takes_too_long_or_is_of_several_is_refused_with_a_way_out() {
        let base = base(&[]);
        for (change, said) in [
            ("simulation.replicates=65", "65 replicates: expected at most 64 to explore"),
            ("simulation.agents_per_class=5000", "5000 agents per class: expected at most 4096 to explore"),
            ("simulation.horizon=900 d", "it ends on day 900: expected at most 730 days to explore"),
            ("arm.idarubicin.dose=12 d", "expected"),
            ("patient.tp53=wild", "did you mean `wild_type`?"),
        ] {
            let refused = base.at(&[change.to_owned()]).unwrap_err().to_string();
            assert!(refused.contains(said), "{change}: {refused}");
        }
        let many = vec!["simulation.seed=1".to_owned(); 65];
        assert!(base.at(&many).unwrap_err().to_string().contains("65 changes: expected at most 64"));
    }
}
