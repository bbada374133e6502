//! Controls of the drugs of the arm: whether one is given, how much, how long, on which days. Left out: drugs of single
//! courses (`[[arm.course]]`), which have no controls.
//!
//! A drug that the scenario does not give can be switched on with the schedule of the commented starter scenario.

use super::{
    Base,
    controls::{Control, Shape},
    values::{Value, between},
};
use cenersim_analyses::scenario::STARTER;
use cenersim_model::quantity::Quantity;

/// Drugs of the model's defaults, which can be switched on.
const DRUGS: [&str; 3] = ["cenersen", "idarubicin", "cytarabine"];

/// Keys of an arm that are no drugs.
const NO_DRUGS: [&str; 7] = ["name", "published", "body_surface_at_most", "first_day", "day_zero", "courses", "course"];

/// Switches and schedules, one drug after the other.
pub fn of(base: &Base, document: &toml::Table) -> Vec<Control> {
    let Some((arm, root)) = only_arm(document) else { return Vec::new() };
    let root = root.as_str();
    let starter: toml::Table = STARTER.parse().unwrap_or_default();
    let given = arm.keys().map(String::as_str).filter(|key| !NO_DRUGS.contains(key) && !DRUGS.contains(key));
    // Where each course has drugs of its own, those of the arm would not be given.
    let known = DRUGS.into_iter().filter(|drug| arm.contains_key(*drug) || !arm.contains_key("course"));
    let one = |drug: &str| of_drug(base, &Drug { name: drug, root, arm, starter: &starter });
    known.chain(given).flat_map(one).collect()
}

/// The table of the only arm, and what paths call it: in a list by its name, as in the file that had several.
fn only_arm(document: &toml::Table) -> Option<(&toml::Table, String)> {
    match document.get("arm")? {
        toml::Value::Table(arm) => Some((arm, "arm".into())),
        toml::Value::Array(arms) => {
            let arm = arms.first()?.as_table()?;
            Some((arm, format!("arm.{}", arm.get("name")?.as_str()?)))
        }
        _ => None,
    }
}

/// What paths call the only arm.
pub fn root(document: &toml::Table) -> String {
    only_arm(document).map_or_else(|| "arm".into(), |(_, root)| root)
}

/// A drug of the arm.
struct Drug<'a> {
    name: &'a str,
    root: &'a str,
    arm: &'a toml::Table,
    starter: &'a toml::Table,
}

impl Drug<'_> {
    /// Schedules with their paths, and whether the scenario gives them: those of the starter if it gives none.
    fn schedules(&self) -> (Vec<(String, toml::Table)>, bool) {
        let path = format!("{}.{}", self.root, self.name);
        match self.arm.get(self.name) {
            Some(toml::Value::Table(one)) => (vec![(path, one.clone())], true),
            Some(toml::Value::Array(several)) if !several.is_empty() => {
                let numbered = several.iter().enumerate().filter_map(|(index, schedule)| {
                    Some((format!("{path}.{}", index + 1), schedule.as_table()?.clone()))
                });
                (numbered.collect(), true)
            }
            _ => {
                let of = self.starter.get("arm").and_then(|arm| arm.get(self.name)?.as_table());
                (of.map(|of| (path, of.clone())).into_iter().collect(), false)
            }
        }
    }
}

/// The switch of a drug, then its schedules.
fn of_drug(base: &Base, drug: &Drug) -> Vec<Control> {
    let (schedules, given) = drug.schedules();
    let Some((_, first)) = schedules.first() else { return Vec::new() };
    let group = capital(drug.name);
    // A drug that is given stays as it is when it is switched on: that is no change.
    let on = if given { String::new() } else { toml::Value::Table(first.clone()).to_string() };
    let switch = Control {
        path: format!("{}.{}", drug.root, drug.name),
        group: group.clone(),
        label: format!("{group} is given"),
        about: format!("Whether the arm gives {}.", drug.name),
        shape: Shape::Switch,
        values: vec![Value::named("[]", "no"), Value::named(on, "yes")],
        own: usize::from(given),
    };
    let several = schedules.len() > 1;
    let number = |index: usize| if several { format!(" ({})", index + 1) } else { String::new() };
    let keys = schedules.iter().enumerate().flat_map(|(index, (path, schedule))| {
        let (group, number) = (group.clone(), number(index));
        schedule.iter().filter_map(move |(key, value)| of_key(base, drug.name, (path, key, value), (&group, &number)))
    });
    std::iter::once(switch).chain(keys).collect()
}

/// A key of a schedule; none for those that are better left alone.
fn of_key(
    base: &Base,
    drug: &str,
    (path, key, value): (&str, &str, &toml::Value),
    (group, number): (&str, &str),
) -> Option<Control> {
    let path = format!("{path}.{key}");
    let words = |label: &str, about: String| (format!("{label}{number}"), about);
    let own = value.as_str().map(Value::plain);
    let ((label, about), values, own) = match key {
        "rate" | "dose" => {
            let own = own?;
            let (largest, source) = largest(base, drug, &own.text)?;
            let unit = own.text.parse::<Quantity>().ok()?.unit().to_owned();
            let values = above_zero(between(0.0, largest, &unit, 60.0));
            let about = format!("Up to the largest published dose of a day ({source}).");
            (words(if key == "rate" { "Rate" } else { "Dose" }, about), values, own)
        }
        "duration" => {
            let about = "Length of the continuous infusion; the longest published one is 10 d (P03).".to_owned();
            (words("Duration", about), between(1.0, 10.0, "d", 9.0), own?)
        }
        "start" => {
            let about = "When day 1 of this drug begins, since the first dose day began.".to_owned();
            (words("Start", about), half_days(), own?)
        }
        "days" => {
            let values = (1..=7).map(|last| Value::named(days(last), last.to_string())).collect();
            (words("Days", "Days 1 to this one.".to_owned()), values, own_days(value))
        }
        _ => return None,
    };
    Some(Control::new(path, (group, &label, about), values, own))
}

/// To four days after the first dose day began.
fn half_days() -> Vec<Value> {
    (0..=8).map(|half| Value::plain(format!("{} h", 12 * half))).collect()
}

/// Without those that are zero: what is not given is switched off.
fn above_zero(values: Vec<Value>) -> Vec<Value> {
    let positive = |value: &Value| value.text.parse::<Quantity>().is_ok_and(|found| found.canonical() > 0.0);
    values.into_iter().filter(positive).collect()
}

/// The largest published dose of a day in the unit of this one, and its source.
fn largest(base: &Base, drug: &str, own: &str) -> Option<(f64, String)> {
    let entry = base.scenario.ledger.get(&format!("{drug}.largest_dose"))?;
    let own: Quantity = own.parse().ok()?;
    let per_unit = own.canonical() / own.magnitude();
    let hours = if own.dimension() == entry.value.dimension() { 1.0 } else { 24.0 };
    Some((hours * entry.value.canonical() / per_unit, format!("{}, {}", entry.value, entry.source)))
}

/// `[1, 2, 3]`.
fn days(last: u32) -> String {
    let days: Vec<String> = (1..=last).map(|day| day.to_string()).collect();
    format!("[{}]", days.join(", "))
}

/// As a number of days where the scenario counts from 1 on without a gap, as it is written otherwise.
fn own_days(value: &toml::Value) -> Value {
    let written = value.to_string();
    let listed = value.as_array().map(Vec::len).and_then(|count| u32::try_from(count).ok());
    match listed {
        Some(count) if days(count) == written => Value::named(written, count.to_string()),
        _ => Value::named(written.clone(), written.trim_matches('"')),
    }
}

/// Begins with a capital.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::base;

    fn control(base: &Base, path: &str) -> Control {
        let document: toml::Table = base.scenario.source.parse().unwrap();
        of(base, &document).into_iter().find(|control| control.path == path).unwrap()
    }

    #[test]
    fn doses_go_up_to_the_largest_published_one_in_the_unit_of_the_scenario() {
        let base = base(&[]);
        let last = |path: &str| control(&base, path).values.last().unwrap().text.clone();
        // 15 mg/m2/d (V01), 6 g/m2/d (C07), 6 mg/kg/d (P03) over 24 h.
        assert_eq!(last("arm.idarubicin.dose"), "15 mg/m2");
        assert_eq!(last("arm.cytarabine.dose"), "6 g/m2");
        assert_eq!(last("arm.cenersen.rate"), "0.25 mg/kg/h");
    }

    #[test]
    fn a_drug_that_is_not_given_can_be_switched_on_with_its_usual_schedule() {
        let base = base(&["arm.cytarabine=[]"]);
        let switch = control(&base, "arm.cytarabine");
        assert_eq!((switch.shape, switch.own), (Shape::Switch, 0));
        let on = base.at(&[format!("arm.cytarabine={}", switch.values[1].text)]).unwrap();
        assert_eq!(on.arms[0].drugs().len(), 3);
        let dose = control(&base, "arm.cytarabine.dose");
        assert_eq!(dose.values[dose.own].text, "0.5 g/m2");
    }

    /// Of several arms the changes are those of the one that was chosen, here and on the command line.
    #[test]
    fn an_arm_of_a_list_is_called_by_its_name() {
        let text = base(&[]).scenario.source.replace("[arm", "[[arm").replacen("[[arm]", "[[arm]]", 1);
        let text = text.replace("[[arm.", "[arm.").replace("my arm", "B");
        let scenario = cenersim_analyses::scenario::Scenario::parse("list", &text).unwrap();
        let listed = Base::new(scenario, crate::Named::default()).unwrap();
        let dose = control(&listed, "arm.B.idarubicin.dose");
        assert!(listed.at(&[format!("{}={}", dose.path, dose.values[0].text)]).is_ok());
    }

    #[test]
    fn days_are_a_number_where_they_have_no_gap() {
        let base = base(&["arm.idarubicin.days=1-2,4"]);
        let gap = control(&base, "arm.idarubicin.days");
        assert_eq!(gap.values[gap.own].label, "1-2,4");
        let plain = control(&base, "arm.cytarabine.days");
        assert_eq!((plain.values[plain.own].label.as_str(), plain.values[plain.own].text.as_str()), ("3", "[1, 2, 3]"));
    }
}
