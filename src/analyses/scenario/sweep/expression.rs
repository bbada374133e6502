//! `path=a,b,c`: a sweep as an argument of the command line.

use super::{Sweep, check_listed, range::Range};
use crate::scenario::{ScenarioError, source::Source};

/// Of a list and of a range, for faults.
const EXAMPLE: &str = "arm.cenersen.duration=0 d,4 d,7 d or arm.cenersen.duration=0 d..10 d/6";

/// Reads the whole expression.
///
/// # Errors
/// No `=`, a path that cannot be swept, or values that are missing, at their place in the expression.
pub(super) fn read(expression: &str) -> Result<Sweep, ScenarioError> {
    let source = Source::new("--sweep", expression);
    let whole = source.origin(0..expression.len());
    let Some((path, written)) = expression.split_once('=') else {
        let message = format!("`{expression}` has no `=`: expected a path and its values, such as {EXAMPLE}");
        return Err(ScenarioError::at(message, whole));
    };
    let path = self::path(path).map_err(|error| error.or_at(&source.origin(0..path.len())))?;
    let values =
        values(written).map_err(|error| error.or_at(&source.origin(path_end(expression)..expression.len())))?;
    Ok(Sweep { path, values })
}

/// Where the values begin.
fn path_end(expression: &str) -> usize {
    expression.find('=').map_or(0, |equals| equals + 1)
}

/// The path without spaces around its parts, so that two ways of writing it are one key.
///
/// # Errors
/// An empty part, or a key that does not decide what is simulated.
pub(super) fn path(written: &str) -> Result<String, ScenarioError> {
    let parts: Vec<&str> = written.split('.').map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty()) {
        let message =
            format!("`{written}` has an empty part: expected the path of a key, such as arm.cenersen.duration");
        return Err(ScenarioError::of(message));
    }
    if ["sweep", "extends"].contains(&parts[0]) {
        let message = format!("`{}` cannot be swept: expected a key that decides what is simulated", parts[0]);
        return Err(ScenarioError::of(message));
    }
    Ok(parts.join("."))
}

/// A range, or a list of values.
fn values(written: &str) -> Result<Vec<String>, ScenarioError> {
    let values: Vec<String> = items(written).into_iter().map(|item| item.trim().to_owned()).collect();
    match values.as_slice() {
        [only] if only.contains("..") && !only.starts_with(['"', '\'', '[']) => range(only),
        [only] if only.is_empty() => Err(ScenarioError::of(format!("no value is given: expected such as {EXAMPLE}"))),
        _ if values.iter().any(String::is_empty) => {
            Err(ScenarioError::of("a value between two commas is missing: expected a value, or one comma less"))
        }
        _ => check_listed(&values).map(|()| values),
    }
}

/// Splits at commas outside brackets and quotes: `[1, 2],[1, 2, 3]` are two values.
fn items(written: &str) -> Vec<&str> {
    let (mut items, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_u32, None);
    for (at, letter) in written.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                items.push(&written[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&written[start..]);
    items
}

/// `from..to/steps`, then `log` for equal ratios.
fn range(written: &str) -> Result<Vec<String>, ScenarioError> {
    let (linear, log) = match written.strip_suffix("log") {
        Some(rest) => (rest.trim_end(), true),
        None => (written, false),
    };
    let parts = linear.split_once("..").and_then(|(from, rest)| {
        let (to, steps) = rest.rsplit_once('/')?;
        Some(Range { from, to, steps: steps.trim().parse().ok()?, log })
    });
    let Some(range) = parts else {
        let message = format!("the range `{written}` does not say how many values: expected such as 0 d..10 d/6");
        return Err(ScenarioError::of(message));
    };
    range.values()
}
