//! Responses counted in the key of the waterfall: each with its color, its name and its number. Left out: intervals.

use super::{
    ComparisonInput,
    key::{Entry, Sample},
};
use crate::Theme;
use cenersim_analyses::comparison::ArmResult;
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
fn found(arm: &ArmResult, response: Response) -> u32 {
    arm.best_changes.iter().filter(|change| change.response == response).count() as u32
}

/// Patients without an examination.
fn unexamined(arm: &ArmResult) -> u32 {
    let all: u32 = arm.responses.iter().map(|(_, count)| count).sum();
    all.saturating_sub(arm.best_changes.len() as u32)
}

/// Patients and their responses, best first; those without an examination.
pub fn counts(arm: &ArmResult, theme: &Theme, unit: &str) -> Vec<Entry> {
    let mut entries = vec![Entry { sample: Sample::None, text: plural(arm.best_changes.len() as u32, unit) }];
    for response in RESPONSES.into_iter().filter(|response| found(arm, *response) > 0) {
        let text = format!("{} {}", response.name(), count(found(arm, response)));
        entries.push(Entry { sample: Sample::Shade(theme.response(response), 1.0), text });
    }
    entries.extend(remark_on_unexamined(arm));
    entries
}

fn remark_on_unexamined(arm: &ArmResult) -> Option<Entry> {
    let missing = unexamined(arm);
    (missing > 0).then(|| Entry { sample: Sample::None, text: format!("not examined {}", count(missing)) })
}

/// Responses that occur in any arm, best first.
fn occurring(input: &ComparisonInput) -> Vec<Response> {
    RESPONSES.into_iter().filter(|response| input.any(|arm| found(arm, *response) > 0)).collect()
}

/// The names of the responses, once for all arms.
pub fn names(input: &ComparisonInput, theme: &Theme) -> Vec<Entry> {
    let name = |response: Response| Entry {
        sample: Sample::Shade(theme.response(response), 1.0),
        text: response.name().into(),
    };
    let mut entries: Vec<Entry> = occurring(input).into_iter().map(name).collect();
    entries.push(Entry { sample: Sample::None, text: "(counts in this order)".into() });
    entries
}

/// Counts alone, in the order of the names, zeros included.
pub fn brief_counts(input: &ComparisonInput, arm: &ArmResult, theme: &Theme) -> Vec<Entry> {
    let count = |response: Response| Entry {
        sample: Sample::Shade(theme.response(response), 1.0),
        text: count(found(arm, response)),
    };
    occurring(input).into_iter().map(count).chain(remark_on_unexamined(arm)).collect()
}
