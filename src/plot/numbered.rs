//! Long names of arms get a number, so that a title can call an arm by it: `Arm 3: cenersen for 3 days with …`. Every figure that
//! shows arms then has a key with the names in full, and where a name has no room stands `Arm 3` instead of a name with a hole
//! in it. Reports number the arms of their tables and sentences by the same rule. Left out: data files, which keep the names of the scenario.

use crate::message;
use cenersim_analyses::{
    comparison::{Compared, Headline},
    trial::{Repeated, SingleTrial, Table, TrialResult},
};

/// A result with arms.
pub trait Arms: Clone {
    /// Names of the arms, in the order of their numbers.
    fn arms(&self) -> Vec<String>;

    /// Every place where a name of an arm may stand; what is none of them, such as `total`, is left as it is.
    fn places(&mut self) -> Vec<&mut String>;
}

/// The result with numbers before long names; none where all names are short.
pub fn numbered<R: Arms>(result: &R) -> Option<R> {
    let names = result.arms();
    let long = (1..).zip(names).filter(|(_, name)| !message::is_short(name));
    let renamed: Vec<(String, String)> =
        long.map(|(number, name)| (name.clone(), format!("Arm {number}: {name}"))).collect();
    if renamed.is_empty() {
        return None;
    }
    let mut numbered = result.clone();
    for place in numbered.places() {
        if let Some((_, new)) = renamed.iter().find(|(old, _)| old == place) {
            place.clone_from(new);
        }
    }
    Some(numbered)
}

impl Arms for Compared {
    fn arms(&self) -> Vec<String> {
        self.arms.iter().map(|arm| arm.name.clone()).collect()
    }

    fn places(&mut self) -> Vec<&mut String> {
        let sweep = self.sweep.iter_mut().flat_map(|sweep| &mut sweep.arms);
        let own = self.arms.iter_mut().map(|arm| &mut arm.name).chain(sweep);
        own.chain(of_headline(&mut self.headline)).collect()
    }
}

impl Arms for TrialResult {
    fn arms(&self) -> Vec<String> {
        self.arms.clone()
    }

    fn places(&mut self) -> Vec<&mut String> {
        let known = self.characteristics.iter_mut().map(|arm| &mut arm.arm);
        let known = known.chain(self.power.iter_mut().map(|power| &mut power.arm));
        let own = self.arms.iter_mut().chain(known).chain(of_headline(&mut self.headline));
        let own = own.chain(self.tables.iter_mut().flat_map(of_table)).chain(of_single(&mut self.trial));
        own.chain(self.repeated.iter_mut().flat_map(of_repeated)).collect()
    }
}

fn of_headline(headline: &mut Option<Headline>) -> impl Iterator<Item = &mut String> {
    let hypotheses = headline.iter_mut().flat_map(|headline| &mut headline.hypotheses);
    hypotheses.flat_map(|under| &mut under.arms).map(|arm| &mut arm.name)
}

fn of_table(table: &mut Table) -> impl Iterator<Item = &mut String> {
    let cells = table.cells.iter_mut().flatten().map(|cell| &mut cell.column);
    table.columns.iter_mut().chain(cells)
}

fn of_single(trial: &mut SingleTrial) -> impl Iterator<Item = &mut String> {
    let groups = trial.subgroups.iter_mut().filter(|group| group.heading == "arm").map(|group| &mut group.label);
    let flow = trial.consort.arms.iter_mut().map(|arm| &mut arm.arm);
    let survival = trial.survival.iter_mut().map(|arm| &mut arm.name);
    groups.chain(flow).chain(survival).chain(trial.stopping.iter_mut().map(|path| &mut path.arm))
}

fn of_repeated(repeated: &mut Repeated) -> impl Iterator<Item = &mut String> {
    repeated.explanations.iter_mut().flat_map(|one| {
        let stopping = one.stopping.iter_mut().map(|arm| &mut arm.arm);
        one.effects.iter_mut().map(|effect| &mut effect.arm).chain(stopping)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        comparison::{example::example, with_headline},
        trial::{Fate, with_names},
    };

    const LONG: &str = "Cenersen with idarubicin and high-dose cytarabine on three days";

    #[test]
    fn long_names_have_the_number_of_their_arm_wherever_they_stand_and_short_ones_none() {
        let mut compared = example(3, 10);
        assert_eq!(numbered(&compared), None);
        compared.arms[2].name = LONG.into();
        let found = numbered(&with_headline(compared)).expect("a long name");
        assert_eq!([&found.arms[0].name, &found.arms[1].name], ["arm A", "arm B"]);
        assert_eq!(found.arms[2].name, format!("Arm 3: {LONG}"));
        let under = &found.headline.expect("a headline").hypotheses[0];
        assert_eq!(under.arms[2].name, found.arms[2].name);
        assert_eq!(message::short(&under.arms[2].name), "Arm 3");
    }

    /// The whole result as text: a place that nobody thought of would keep the name without its number.
    #[test]
    fn a_trial_has_its_long_name_with_the_number_in_every_place() {
        let names = |second: &str| vec!["arm A".to_owned(), second.to_owned()];
        let mut named = with_names(names(LONG), 18, Fate::Mixed);
        named.power.iter_mut().filter(|power| power.arm == "B").for_each(|power| power.arm = LONG.into());
        let found = format!("{:?}", numbered(&named).expect("a long name"));
        let count = |text: &str| found.matches(text).count();
        assert_eq!(count(LONG), count(&format!("\"Arm 2: {LONG}\"")));
        assert_eq!(count(LONG), format!("{named:?}").matches(LONG).count());
        assert_eq!(numbered(&with_names(names("arm B"), 18, Fate::Mixed)), None);
    }
}
