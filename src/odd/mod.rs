//! The ODD protocol: the description of the model that agent-based modelers expect (Grimm et al. 2020), made from the code's
//! own comments, schedule, columns, ledger and checks, so that it cannot say anything else than they do.
//! Left out: what no code can say; that stands in `template.md`.
//!
//! `cenersim odd` prints it, and `docs/ODD.md` is the copy that a reader finds; a test fails when the two differ. The
//! headers of the model's files are quoted as they stand, so they are written for a reader who has no code before them.

mod header;
mod keys;
mod reference;
mod submodels;
mod written;

#[cfg(test)]
mod tests;

use cenersim_model::{
    biology::{COLUMNS, Kind, PROCESSES, Process},
    curves::Variable,
    parameters::Ledger,
    simulation::Settings,
    top_of,
};
use cenersim_qualification::{Check, Published, SUBJECTS};
use cenersim_text::plain_or_power;
use header::{header, paragraph};
use minijinja::{Environment, context};
pub use reference::scenario_reference;

const TEMPLATE: &str = include_str!("template.md");
const FOUNDERS: &str = top_of!(include_str!("../model/biology/founders.rs"));
const ROSTER: &str = top_of!(include_str!("../model/engine/roster.rs"));
const RECORDER: &str = top_of!(include_str!("../model/simulation/recorder.rs"));

/// The protocol of the model with these numbers and drugs as Markdown.
///
/// Seven parts, from purpose to submodels, about the default settings; [`Ledger::with_all_drugs`] has the shipped numbers.
///
/// # Panics
/// If the template does not fit its values, which a test excludes.
pub fn odd(ledger: &Ledger) -> String {
    let settings = Settings::default();
    let values = context! {
        patterns => patterns(),
        kinds => kinds(),
        roster => paragraph(ROSTER, 2),
        columns => columns(),
        step_hours => plain_or_power(settings.step.in_hours()),
        horizon_days => plain_or_power(settings.horizon.in_days()),
        agents => settings.agents_per_class,
        phases => phases(),
        processes => Process::table(PROCESSES),
        recorder => paragraph(RECORDER, 0),
        variables => variables(),
        founders => header(FOUNDERS),
        submodels => submodels::submodels(ledger),
    };
    let rendered = Environment::new().render_named_str("odd.md", TEMPLATE, values);
    rendered.expect("the template fits its values") + "\n"
}

/// One line for each kind of cell.
fn kinds() -> String {
    let row = |kind: Kind| {
        let leukemic = if kind.is_leukemic() { "leukemic" } else { "normal" };
        format!("* {} (`{}`), {leukemic}", kind.label(), kind.name())
    };
    Kind::ALL.map(row).join("\n")
}

/// What a cell carries, as a table.
fn columns() -> String {
    let row = |(name, about): &(&str, &str)| format!("| {name} | {} |", about.trim());
    let rows = COLUMNS.iter().map(row).collect::<Vec<_>>().join("\n");
    format!("| column | what it holds |\n|---|---|\n{rows}")
}

/// The processes of a step, numbered in their order.
fn phases() -> String {
    let row = |(index, process): (usize, &Process)| format!("{}. *{:?}*: `{}`", index + 1, process.phase, process.name);
    PROCESSES.iter().enumerate().map(row).collect::<Vec<_>>().join("\n")
}

/// The curves that a simulation records, as a table.
fn variables() -> String {
    let row = |variable: &Variable| {
        let unit = if variable.unit() == "1" { "" } else { variable.unit() };
        let each = if variable.per_kind() { "kind of cells" } else { "patient" };
        format!("| `{}` | {unit} | {each} |", variable.name())
    };
    let rows = Variable::all().iter().map(row).collect::<Vec<_>>().join("\n");
    format!("| curve | unit | one for each |\n|---|---|---|\n{rows}")
}

/// What the model is judged by: the checks of the qualification, by subject.
fn patterns() -> String {
    let section = |subject: &cenersim_qualification::Subject| {
        let rows = subject.checks.iter().map(pattern).collect::<Vec<_>>().join("\n");
        format!("*{}*\n\n| pattern | published | source |\n|---|---|---|\n{rows}", subject.heading)
    };
    SUBJECTS.iter().map(section).collect::<Vec<_>>().join("\n\n")
}

fn pattern(check: &Check) -> String {
    let unit = if check.unit.is_empty() { String::new() } else { format!(" ({})", check.unit) };
    let lacks = if check.lacks.is_empty() { "" } else { " (not modelled)" };
    format!("| {}{unit}{lacks} | {} | {} |", check.what, published(&check.published), check.sources)
}

/// A number, its interval or both; counts as they were printed.
fn published(published: &Published) -> String {
    match *published {
        Published::Count { found, of } => format!("{found} of {of}"),
        Published::Difference { found: [a, b], of: [m, n] } => format!("{b} of {n} against {a} of {m}"),
        Published::Value(value) if value.is_nan() => String::new(),
        Published::Value(value) => plain_or_power(value),
        Published::Range { value, low, high, .. } => {
            let interval = match (low.is_finite(), high.is_finite()) {
                (_, false) => format!("above {}", plain_or_power(low)),
                _ => format!("{} to {}", plain_or_power(low), plain_or_power(high)),
            };
            if value.is_nan() { interval } else { format!("{} ({interval})", plain_or_power(value)) }
        }
    }
}
