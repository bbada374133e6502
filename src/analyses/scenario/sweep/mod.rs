//! Sweeps: one key of a scenario over several values, or the grid of several keys.
//! Left out: what is simulated at each point, and sampling that is not a grid.
//!
//! `[sweep]` is read from the document (`table`), `path=a,b,c` from the command line (`expression`); both may give a range
//! instead of values (`range`).

mod expression;
mod range;
mod table;
#[cfg(test)]
mod tests;

pub(super) use table::{SweepTable, read};

use super::ScenarioError;

/// Most values that are listed one by one; ranges may have more.
const MOST_LISTED: usize = 1000;

/// One key and the values that it takes.
/// Values are text, as they would be written in the file: `7 d`, `"male"`, `[1, 3, 5]`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sweep {
    /// Path of the key, such as `arm.cenersen.duration`.
    pub path: String,
    /// As they would be written after `--set path=`, in the order given, each once.
    pub values: Vec<String>,
}

impl Sweep {
    /// Reads `path=a,b,c`, `path=0 d..10 d/6` (six values with both ends) or `path=1..100/5 log`.
    ///
    /// # Errors
    /// What is wrong with the expression and where; whether a scenario has such a key is found when it is read with
    /// these values.
    pub fn parse(expression: &str) -> Result<Self, ScenarioError> {
        expression::read(expression)
    }
}

/// Every combination of the values, the last axis fastest, as changes for `Scenario::read_point`; one empty list without axes.
///
/// Points are lists of `path=value`, one for each axis, in the order of the axes.
///
/// # Errors
/// When a key is swept twice, or when there are more than `limit` points.
pub fn grid(axes: &[Sweep], limit: usize) -> Result<Vec<Vec<String>>, ScenarioError> {
    for (index, axis) in axes.iter().enumerate() {
        if axes[..index].iter().any(|other| other.path == axis.path) {
            let message = format!("`{}` is swept twice: expected each key once, with all of its values", axis.path);
            return Err(ScenarioError::of(message));
        }
    }
    check_size(axes, limit)?;
    Ok(axes.iter().fold(vec![Vec::new()], |points, axis| {
        let with = |point: &Vec<String>, value: &String| [point.as_slice(), &[axis.change(value)]].concat();
        points.iter().flat_map(|point| axis.values.iter().map(move |value| with(point, value))).collect()
    }))
}

impl Sweep {
    /// Whether this is the axis of a key of `[sweep]`, written with or without spaces around its dots.
    pub(super) fn is_written(&self, key: &str) -> bool {
        expression::path(key).is_ok_and(|path| path == self.path)
    }

    /// The same axis when only one of the arms is left, which is then the first; none if it is of another arm.
    pub(super) fn kept_with(&self, arms: &[&str], kept: usize) -> Option<Self> {
        let Some((who, rest)) = self.path.strip_prefix("arm.").and_then(|path| path.split_once('.')) else {
            return Some(self.clone());
        };
        let named = arms.iter().position(|name| *name == who);
        let counted = who.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|&i| i < arms.len());
        match (named, counted) {
            (Some(index), _) | (None, Some(index)) if index != kept => None,
            (None, Some(_)) => Some(Self { path: format!("arm.1.{rest}"), values: self.values.clone() }),
            _ => Some(self.clone()),
        }
    }

    /// `path=value`.
    fn change(&self, value: &str) -> String {
        format!("{}={value}", self.path)
    }
}

/// Refuses a grid by the product of its sides, before any point is made.
fn check_size(axes: &[Sweep], limit: usize) -> Result<(), ScenarioError> {
    let sides: Vec<usize> = axes.iter().map(|axis| axis.values.len()).collect();
    let points = sides.iter().fold(1_u128, |points, &side| points.saturating_mul(side as u128));
    if points <= limit as u128 {
        return Ok(());
    }
    let product = sides.iter().map(usize::to_string).collect::<Vec<_>>().join(" x ");
    let product = if sides.len() > 1 { format!(" ({product})") } else { String::new() };
    Err(ScenarioError::of(format!(
        "the sweep has {points} points{product}: expected at most {limit}; \
         leave out values, or raise the limit with `--max-points {points}`"
    )))
}

/// Values listed one by one: at least one, each once.
fn check_listed(values: &[String]) -> Result<(), ScenarioError> {
    if values.is_empty() {
        return Err(ScenarioError::of("no value is listed: expected at least one, such as [\"0 d\", \"7 d\"]"));
    }
    if values.len() > MOST_LISTED {
        let message = format!("{} values are listed: expected at most {MOST_LISTED}, or a range", values.len());
        return Err(ScenarioError::of(message));
    }
    match values.iter().enumerate().find(|(index, value)| values[..*index].contains(value)) {
        Some((_, twice)) => Err(ScenarioError::of(format!(
            "`{twice}` is listed twice: expected each value once; remove one of the two"
        ))),
        None => Ok(()),
    }
}
