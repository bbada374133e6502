//! Long names of arms get a number, so that a title can call an arm by it: `Arm 3: cenersen for 3 days with …`. Every figure then has
//! a key with the names in full, and where a name has no room stands `Arm 3` instead of a name with a hole in it. Left out:
//! tables, which have room for names.

use crate::message;
use cenersim_analyses::comparison::Compared;

/// The result with numbers before long names; none where all names are short.
pub fn numbered(compared: &Compared) -> Option<Compared> {
    if compared.arms.iter().all(|arm| message::is_short(&arm.name)) {
        return None;
    }
    let mut numbered = compared.clone();
    let long = (1..).zip(&mut numbered.arms).filter(|(_, arm)| !message::is_short(&arm.name));
    let renamed: Vec<(String, String)> = long.map(|(number, arm)| renamed(number, &mut arm.name)).collect();
    let hypotheses = numbered.headline.iter_mut().flat_map(|headline| &mut headline.hypotheses);
    let others = hypotheses.flat_map(|under| &mut under.arms).map(|arm| &mut arm.name);
    for name in others.chain(numbered.sweep.iter_mut().flat_map(|sweep| &mut sweep.arms)) {
        if let Some((_, new)) = renamed.iter().find(|(old, _)| old == name) {
            name.clone_from(new);
        }
    }
    Some(numbered)
}

/// The name before and after it has its number.
fn renamed(number: usize, name: &mut String) -> (String, String) {
    let new = format!("Arm {number}: {name}");
    (std::mem::replace(name, new.clone()), new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::{example::example, with_headline};

    #[test]
    fn long_names_have_the_number_of_their_arm_wherever_they_stand_and_short_ones_none() {
        let mut compared = example(3, 10);
        assert_eq!(numbered(&compared), None);
        compared.arms[2].name = "Cenersen with idarubicin and high-dose cytarabine on three days".into();
        let found = numbered(&with_headline(compared)).expect("a long name");
        assert_eq!([&found.arms[0].name, &found.arms[1].name], ["arm A", "arm B"]);
        assert!(found.arms[2].name.starts_with("Arm 3: Cenersen with"), "{}", found.arms[2].name);
        let under = &found.headline.expect("a headline").hypotheses[0];
        assert_eq!(under.arms[2].name, found.arms[2].name);
        assert_eq!(message::short(&under.arms[2].name), "Arm 3");
    }
}
