//! The page: its built files, and what it is told at its start. Left out: how it was built (`page/`).

use super::{
    Base,
    controls::{controls, kinds},
    drug_controls::root,
};
use cenersim_model::{biology::Kind, curves::DrugLevel, parameters::Ledger, treatment::Drug};
use cenersim_plot::Theme;
use serde_json::{Value, json};

/// The document, which loads the other two.
const DOCUMENT: &str = include_str!("built/index.html");
const SCRIPT: &str = include_str!("built/app.js");
const STYLE: &str = include_str!("built/app.css");

/// Where the document loads style and script.
const LOADS: [&str; 2] =
    ["<script type=\"module\" src=\"./app.js\"></script>", "<link rel=\"stylesheet\" href=\"./app.css\">"];

/// What a page that lies in one file may do: nothing that needs a network.
const OFFLINE: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

/// What a served page may do: ask the server that it came from.
pub const ONLINE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; connect-src 'self'; \
                          frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// A built file and its type; none for other names.
pub fn file(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "" => (DOCUMENT, "text/html; charset=utf-8"),
        "app.js" => (SCRIPT, "text/javascript; charset=utf-8"),
        "app.css" => (STYLE, "text/css; charset=utf-8"),
        _ => return None,
    })
}

/// All of it in one document, with what it is told at its start and further elements.
pub fn alone(start: &Value, elements: &str) -> String {
    let policy = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{OFFLINE}\">");
    let told = format!("<script type=\"application/json\" id=\"start\">{}</script>", inert(&start.to_string()));
    let script = format!("<script type=\"module\">{SCRIPT}</script>");
    let [script_place, style_place] = LOADS;
    DOCUMENT
        .replacen(script_place, "", 1)
        .replacen("<meta charset=\"utf-8\">", &format!("<meta charset=\"utf-8\">\n{policy}"), 1)
        .replacen(style_place, &format!("<style>{STYLE}</style>"), 1)
        .replacen("</body>", &format!("{told}\n{elements}\n{script}\n</body>"), 1)
}

/// JSON that cannot end the element that it stands in.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// What the page is told at its start.
pub fn start(base: &Base) -> Value {
    let scenario = &base.scenario;
    json!({
        "program": concat!("cenersim ", env!("CARGO_PKG_VERSION")),
        "name": scenario.name,
        "file": base.named.file,
        "chosen_arm": base.named.arm,
        "changes": base.named.changes,
        "root": root(&base.scenario.source.parse().unwrap_or_default()),
        "title": scenario.title,
        "arm": scenario.arms[0].name,
        "horizon": scenario.settings.horizon.in_days(),
        "agents": scenario.settings.agents_per_class,
        "replicates": scenario.settings.replicates,
        "controls": controls(base),
        "kinds": kinds(base).map(kind).collect::<Vec<_>>(),
        "drugs": Drug::DEFAULTS.into_iter().chain(scenario.arms[0].drugs()).map(drug).collect::<Vec<_>>(),
        "levels": DrugLevel::of([]).into_iter().map(level).collect::<Vec<_>>(),
        "thresholds": thresholds(&scenario.ledger, &scenario.settings.criteria),
    })
}

/// Name and colors of a kind of cell.
fn kind(kind: Kind) -> Value {
    let [light, dark] = [Theme::light(), Theme::dark()].map(|theme| theme.kind(kind));
    json!({
        "name": kind.name(), "label": kind.label(), "leukemic": kind.is_leukemic(),
        "light": light.color.hex(), "dark": dark.color.hex(), "dash": light.dash,
    })
}

/// Name and colors of a drug.
fn drug(drug: Drug) -> Value {
    let [light, dark] = [Theme::light(), Theme::dark()].map(|theme| theme.drug(drug).color.hex());
    json!({ "name": drug.name(), "light": light, "dark": dark })
}

/// What a level of a drug is called.
fn level(level: DrugLevel) -> Value {
    json!({ "variable": level.variable.name(), "drug": level.drug.name(), "label": level.label })
}

/// Counts and blasts of a complete remission by the criteria in force.
fn thresholds(ledger: &Ledger, criteria: &str) -> Value {
    let number = |name: &str| ledger.number(&format!("criteria.{criteria}.{name}"));
    json!({
        "marrow_blasts": number("blasts"),
        "neutrophils": number("neutrophils") / 1e9,
        "platelets": number("platelets") / 1e9,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::base;

    #[test]
    fn one_document_holds_everything_and_loads_nothing() {
        let start = start(&base(&["patient.tp53=null"]));
        let page = alone(&json!({ "title": "</script><b>", "start": start }), "<i id=\"more\"></i>");
        assert!(!page.contains("src=") && !page.contains("href=\"./"), "something is loaded");
        assert!(page.contains("Content-Security-Policy") && page.contains("<i id=\"more\">"));
        assert!(!page.contains("</script><b>"), "a title ends the script");
        assert!(LOADS.iter().all(|load| DOCUMENT.contains(load)), "the document was built in another way");
        assert!(!SCRIPT.contains("</script"), "the script would end early");
    }

    #[test]
    fn the_page_knows_colors_controls_and_thresholds() {
        let start = start(&base(&[]));
        assert_eq!(start["kinds"].as_array().unwrap().len(), 5);
        let healthy = super::start(&base(&["patient.disease=healthy"]));
        assert_eq!(healthy["kinds"].as_array().unwrap().len(), 2);
        assert_eq!(start["thresholds"]["marrow_blasts"], 0.05);
        assert!(start["controls"].as_array().unwrap().len() > 20);
    }
}
