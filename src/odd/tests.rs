//! The page is what the code says, and the code is what the page says.

use super::*;

#[test]
fn the_committed_pages_are_what_the_code_says() {
    is_renewed("ODD.md", &odd(&Ledger::with_all_drugs()), "odd --output docs/ODD.md");
    is_renewed("scenario_reference.md", &scenario_reference(), "schema --reference > docs/scenario_reference.md");
}

fn is_renewed(page: &str, renewed: &str, command: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let line = committed.lines().zip(renewed.lines()).position(|(old, new)| old != new);
    assert!(
        committed == renewed,
        "docs/{page} is not what the code says (first difference in line {:?}): renew it with `cargo run -- {command}`",
        line.map(|line| line + 1)
    );
}

#[test]
fn every_number_belongs_to_a_submodel_and_every_beginning_to_a_number() {
    let ledger = Ledger::with_all_drugs();
    let all = submodels::all(&ledger);
    let homeless: Vec<&str> =
        ledger.entries().map(|(path, _)| path).filter(|path| submodels::owner(&all, path).is_none()).collect();
    assert_eq!(homeless, Vec::<&str>::new());
    for start in all.iter().flat_map(|submodel| &submodel.numbers) {
        assert!(ledger.entries().any(|(path, _)| path.starts_with(start.as_str())), "no number begins with `{start}`");
    }
}

#[test]
fn a_drug_that_a_ledger_describes_has_a_section_with_its_numbers() {
    let mut ledger = Ledger::defaults();
    let table = "about = \"An example.\"\n[numbers]\nclearance = \"10 L/h\"\nhalf_life = \"3 h\"";
    ledger.describe("examplin", &table.parse().expect("a table")).expect("a drug");
    let page = odd(&ledger);
    assert!(page.contains("### Examplin\n\nAn example.") && page.contains("| `examplin.clearance` | 10 L/h |"));
    assert!(!odd(&Ledger::with_all_drugs()).contains("xamplin"));
}

#[test]
fn every_column_has_a_meaning() {
    assert!(COLUMNS.iter().all(|(_, about)| about.ends_with('.')));
}

/// The template tells the order of a step in words; this holds it to the code.
#[test]
fn a_step_is_made_in_the_order_that_the_page_tells() {
    let source = include_str!("../model/simulation/mod.rs");
    let step =
        source.split("fn step(&mut self").nth(1).and_then(|rest| rest.split("\n    }\n").next()).expect("a step");
    let order =
        ["kinetics.advance", "marrow.advance", "clinic.observe", "treat_fever", "recorder.observe", "self.treat()"];
    let places: Vec<Option<usize>> = order.iter().map(|call| step.find(call)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
}

#[test]
fn all_parts_and_all_concepts_are_there() {
    let page = odd(&Ledger::with_all_drugs());
    let concepts = [
        "Basic principles",
        "Emergence",
        "Adaptation",
        "Objectives",
        "Learning",
        "Prediction",
        "Sensing",
        "Interaction",
        "Stochasticity",
        "Collectives",
        "Observation",
    ];
    assert!(concepts.iter().all(|concept| page.contains(&format!("**{concept}.**"))));
    assert_eq!(page.lines().filter(|line| line.starts_with("## ")).count(), 7);
    assert!(!page.contains("{{") && !page.contains("| |\n| |"));
}
