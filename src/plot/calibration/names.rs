//! Names of parameters, targets and directions, short enough for a figure: in words there, as ends of their paths in tables.
//! Left out: units.

use crate::names;
use cenersim_analyses::calibration::{Direction, ParameterResult, TargetResult};
use cenersim_model::biology::Kind;

/// Loadings below this share of a direction are not named.
const NAMED: f64 = 0.3;

/// The last words of each path that tell it from all others: `dna_damage.idarubicin_lc50` is `idarubicin_lc50`.
pub fn short_names(parameters: &[ParameterResult]) -> Vec<String> {
    let paths: Vec<&str> = parameters.iter().map(|parameter| parameter.path.as_str()).collect();
    paths.iter().map(|path| short(path, &paths)).collect()
}

/// In words: the end of the path alone where it has several words that no other parameter ends with, else all of it.
pub fn names_in_words(parameters: &[ParameterResult]) -> Vec<String> {
    let named = parameters.iter().zip(short_names(parameters));
    let is_kind = |end: &str| Kind::ALL.iter().any(|kind| kind.name() == end);
    let is_enough = |end: &str| end.contains('_') && !end.contains('.') && !is_kind(end);
    named.map(|(one, end)| names::number(if is_enough(&end) { &end } else { &one.path })).collect()
}

/// The fewest last words that no other path ends with.
fn short(path: &str, all: &[&str]) -> String {
    let starts = path.rmatch_indices('.').map(|(dot, _)| &path[dot + 1..]);
    let alone = |end: &&str| all.iter().filter(|other| ends_with(other, end)).count() <= 1;
    starts.into_iter().find(alone).unwrap_or(path).to_owned()
}

fn ends_with(path: &str, end: &str) -> bool {
    path == end || path.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'))
}

/// `arm B, CR`, `refractory, CR + CRp`.
pub fn target_name(target: &TargetResult) -> String {
    let TargetResult { table, group, endpoint, .. } = target;
    let whose = match (table.as_str(), group.as_str()) {
        (_, "total") => "all arms".to_owned(),
        ("arm", arm) => format!("arm {arm}"),
        ("disease", disease) => disease.to_owned(),
        ("inhibitors", group) => format!("inhibitors: {group}"),
        (table, group) => format!("{table}: {group}"),
    };
    format!("{whose}, {endpoint}")
}

/// A direction by its largest loadings, at most three: `+0.71 lc50 −0.60 potency`. Directions have no sign of their own;
/// that of the largest loading is made positive.
pub fn described(direction: &Direction, names: &[String]) -> String {
    loadings(direction, names).join("  ")
}

/// Its parts, the largest first.
pub fn loadings(direction: &Direction, names: &[String]) -> Vec<String> {
    let mut order: Vec<(usize, f64)> = direction.loadings.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let sign = order.first().map_or(1.0, |(_, largest)| libm::copysign(1.0, *largest));
    let named = order.iter().enumerate().take(3).filter(|(i, (_, loading))| *i == 0 || loading.abs() >= NAMED);
    let one = |(index, loading): &(usize, f64)| {
        let sign = if sign * loading < 0.0 { "−" } else { "+" };
        format!("{sign}{:.2} {}", loading.abs(), names.get(*index).map_or("", String::as_str))
    };
    named.map(|(_, found)| one(found)).collect()
}
