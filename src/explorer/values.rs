//! The values that a control can take: round numbers from one end to the other, and the scenario's own among them. Left
//! out: what they are values of.

use cenersim_model::quantity::Quantity;

/// Distances between neighbors that a reader can count in.
const NICE: [f64; 3] = [1.0, 2.0, 5.0];

/// One value of a control.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Value {
    /// As it stands after `--set path=`.
    pub text: String,
    /// As a reader sees it.
    pub label: String,
}

impl Value {
    /// A value that is shown as it is written.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { label: text.clone(), text }
    }

    /// A value with a name of its own.
    pub fn named(text: impl Into<String>, label: impl Into<String>) -> Self {
        Self { text: text.into(), label: label.into() }
    }
}

/// Round numbers between two ends in this unit, about `steps` of them. From zero the first is the first step: what is not
/// given at all is switched off.
pub fn between(low: f64, high: f64, unit: &str, steps: f64) -> Vec<Value> {
    let rough = (high - low) / steps;
    if !(rough > 0.0 && rough.is_finite()) {
        return Vec::new();
    }
    let power = rough.log10().floor() as i32;
    let nice = NICE.iter().rfind(|nice| **nice * 10_f64.powi(power) <= rough * 1.000_001).copied().unwrap_or(1.0);
    let decimals = usize::try_from(-power).unwrap_or(0);
    let step = nice * 10_f64.powi(power);
    let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    (first..=last).map(|k| Value::plain(written(k as f64 * step, decimals, unit))).collect()
}

/// A number with so many decimals, without zeros at their end, and its unit.
fn written(number: f64, decimals: usize, unit: &str) -> String {
    let digits = format!("{number:.decimals$}");
    let short = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    format!("{short} {unit}").trim_end().to_owned()
}

/// These values with another in its place by size, and where it is now.
pub fn with_own(mut values: Vec<Value>, own: Value) -> (Vec<Value>, usize) {
    let size = |value: &Value| value.text.parse::<Quantity>().map(|found| found.canonical()).ok();
    let same = |value: &&Value| value.text == own.text || (size(value).is_some() && size(value) == size(&own));
    if let Some(place) = values.iter().position(|value| same(&value)) {
        values[place] = own;
        return (values, place);
    }
    let place =
        size(&own).map_or(0, |of| values.iter().take_while(|value| size(value).is_some_and(|v| v < of)).count());
    values.insert(place, own);
    (values, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[Value]) -> Vec<&str> {
        values.iter().map(|value| value.text.as_str()).collect()
    }

    #[test]
    fn values_are_round_and_the_scenarios_own_is_among_them() {
        let doses = between(5.0, 15.0, "mg/m2", 5.0);
        assert_eq!(texts(&doses), ["6 mg/m2", "8 mg/m2", "10 mg/m2", "12 mg/m2", "14 mg/m2"]);
        let (doses, place) = with_own(doses, Value::plain("12.5 mg/m2"));
        assert_eq!((place, doses[4].text.as_str(), doses.len()), (4, "12.5 mg/m2", 6));
        assert_eq!(texts(&between(0.0, 0.3, "", 3.0)), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(between(1.0, 1.0, "", 10.0), []);
    }

    /// 24 h is 1 d: the scenario's way of writing it is kept.
    #[test]
    fn the_same_value_in_another_unit_is_no_other_value() {
        let days = between(1.0, 3.0, "d", 2.0);
        let (days, place) = with_own(days, Value::plain("24 h"));
        assert_eq!((place, texts(&days)), (0, vec!["24 h", "2 d", "3 d"]));
    }
}
