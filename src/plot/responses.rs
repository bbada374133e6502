//! Responses counted in the key of the waterfall: each with its color, its name and its number. Left out: intervals.

use super::{Theme, best_changes::Arm, key::Entry};
use cenersim_model::curves::Response;
use cenersim_text::{count, plural};

/// Best first.
pub const RESPONSES: [Response; 8] = [
    Response::CR,
    Response::CRp,
    Response::CRi,
    Response::MLFS,
    Response::PR,
    Response::Resistant,
    Response::EarlyDeath,
    Response::NotEvaluable,
];

/// How many patients of an arm have a response.
fn found(arm: &Arm, response: Response) -> u32 {
    arm.changes.iter().filter(|change| change.response == response).count() as u32
}

/// Patients and their responses, best first; those without an examination.
pub fn counts(arm: &Arm, theme: &Theme, unit: &str) -> Vec<Entry> {
    let mut entries = vec![Entry::words(plural(arm.changes.len() as u32, unit))];
    for response in RESPONSES.into_iter().filter(|response| found(arm, *response) > 0) {
        let text = format!("{} {}", response.name(), count(found(arm, response)));
        entries.push(Entry::shade(theme.response(response), 1.0, text));
    }
    entries.extend(remark_on_unexamined(arm));
    entries
}

/// `not examined 3`; nothing if all were.
fn remark_on_unexamined(arm: &Arm) -> Option<Entry> {
    let missing = arm.patients.saturating_sub(arm.changes.len() as u32);
    (missing > 0).then(|| Entry::words(format!("not examined {}", count(missing))))
}

/// Responses that occur in any arm, best first.
fn occurring(arms: &[Arm]) -> Vec<Response> {
    RESPONSES.into_iter().filter(|response| arms.iter().any(|arm| found(arm, *response) > 0)).collect()
}

/// The names of the responses, once for all arms.
pub fn names(arms: &[Arm], theme: &Theme) -> Vec<Entry> {
    let name = |response: Response| Entry::shade(theme.response(response), 1.0, response.name());
    occurring(arms).into_iter().map(name).chain([Entry::words("(counts in this order)")]).collect()
}

/// Counts alone, in the order of the names, zeros included.
pub fn brief_counts(arms: &[Arm], arm: &Arm, theme: &Theme) -> Vec<Entry> {
    let count = |response: Response| Entry::shade(theme.response(response), 1.0, count(found(arm, response)));
    occurring(arms).into_iter().map(count).chain(remark_on_unexamined(arm)).collect()
}
