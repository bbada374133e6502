//! A drug that is not shipped, as `docs/drugs.md` describes one: everything that users see of a drug they see of it.

use crate::command::{HERE, VECTORS, cenersim, ran, text};
use std::{fs, path::Path};

/// The example of the page, as a file in this folder.
fn example(folder: &Path) -> String {
    let page = fs::read_to_string(Path::new(HERE).join("docs/drugs.md")).unwrap();
    let toml = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let drug = toml.split("[drugs.").nth(1).unwrap();
    assert!(drug.lines().count() < 40, "the drug of docs/drugs.md has 40 lines or more");
    let base = Path::new(HERE).join("scenarios/protocols/seven_and_three.toml");
    let file = folder.join("example.toml");
    fs::write(&file, toml.replace("seven_and_three.toml", base.to_str().unwrap())).unwrap();
    file.to_str().unwrap().to_owned()
}

const SMALL: [&str; 4] = ["--set", "simulation.agents_per_class=4", "--set", "simulation.horizon=45 d"];

/// Runs a command that must succeed on small simulations; returns what it prints.
fn done(command: &str, file: &str, output: &Path, arguments: &[&str]) -> String {
    let (all, folder) = ([&[command, file, "-qv"], arguments, &SMALL].concat(), output.to_str().unwrap());
    let ended = cenersim()
        .args(all)
        .args(VECTORS)
        .args(["--set", "simulation.examinations=[\"28 d\"]", "--output", folder])
        .output()
        .unwrap();
    assert!(ended.status.success(), "{command} {arguments:?}: {}", text(&ended.stderr));
    text(&ended.stdout)
}

#[test]
fn a_drug_of_a_scenario_has_doses_curves_figures_and_numbers_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = example(folder.path());
    let plan = text(&ran(&["check", &file]).stdout);
    assert!(plan.contains("venetoclax       1    7         144          0.08          400  400 mg oral"), "{plan}");
    let listed = text(&ran(&["drugs", "venetoclax", "--scenario", &file]).stdout);
    assert!(listed.contains("lower threshold of apoptosis") && listed.contains("venetoclax.half_effect"), "{listed}");
    done("run", &file, folder.path(), &["--set", "simulation.replicates=1"]);
    let results = folder.path().join("example");
    let curves = fs::read_to_string(results.join("curves.csv")).unwrap();
    assert!(curves.contains("venetoclax_plasma,ng/mL,"));
    let figure = results.join("figures/mechanism.svg");
    let drawn = fs::read(&figure).unwrap();
    assert!(String::from_utf8_lossy(&drawn).contains("Venetoclax"));
    fs::remove_file(&figure).unwrap();
    let again = ran(&["plot", results.to_str().unwrap(), "--format", "svg"]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert!(fs::read(&figure).unwrap() == drawn);
}

#[test]
fn a_drug_of_a_scenario_is_left_out_attributed_and_swept_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = example(folder.path());
    let asked = ["--patients", "2", "--without", "venetoclax", "--attribution", "2", "--name", "compared"];
    let said = done("compare", &file, folder.path(), &asked);
    assert!(said.contains("7 + 3 + V without venetoclax"), "{said}");
    let shares = fs::read_to_string(folder.path().join("compared/tables/attribution.csv")).unwrap();
    assert!(shares.contains("venetoclax"), "{shares}");
    let sweep = [
        "--patients",
        "2",
        "--attribution",
        "0",
        "--name",
        "swept",
        "--sweep",
        "parameters.venetoclax.maximal_effect=0,2",
    ];
    done("compare", &file, folder.path(), &sweep);
    let tables = fs::read_to_string(folder.path().join("swept/comparison.json")).unwrap();
    assert!(tables.contains("venetoclax.maximal_effect"));
    let none = ran(&["compare", "scenarios/arm_b.toml", "--patients", "2", "--without", "venetoclax"]);
    assert!(text(&none.stderr).contains("expected a drug that an arm gives"), "{}", text(&none.stderr));
}

/// Fludarabine is spelled much like cytarabine, and is another drug all the same.
#[test]
fn a_drug_that_is_spelled_like_a_shipped_one_can_be_left_out_and_a_slip_of_it_is_told() {
    let planned = |drug: &str| {
        let output = tempfile::tempdir().unwrap();
        let file = "scenarios/protocols/flag_ida_fludarabine.toml";
        let plan = ["study", "plan", "compare", file, "--patients", "2", "--pairs", "0", "--without", drug, "--output"];
        ran(&[&plan[..], &[output.path().to_str().unwrap()]].concat())
    };
    let sound = planned("fludarabine");
    assert_eq!(sound.status.code(), Some(0), "{}", text(&sound.stderr));
    let slip = planned("fludarabin");
    assert_eq!(slip.status.code(), Some(2));
    assert!(text(&slip.stderr).contains("did you mean `fludarabine`?"), "{}", text(&slip.stderr));
}

#[test]
fn a_drug_of_a_scenario_is_among_the_numbers_and_in_the_description_of_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let file = example(folder.path());
    for command in ["parameters", "odd"] {
        let told = ran(&[command, "--scenario", &file]);
        assert!(told.status.success(), "{}", text(&told.stderr));
        assert!(text(&told.stdout).contains("venetoclax.half_effect"), "{command}");
        assert!(!text(&ran(&[command]).stdout).contains("venetoclax"), "{command}");
    }
}

#[test]
fn drugs_are_listed_for_people_and_for_programs() {
    let table = text(&ran(&["drugs"]).stdout);
    for drug in ["cenersen", "idarubicin", "cytarabine", "daunorubicin", "mitoxantrone", "idasanutlin"] {
        assert!(table.lines().any(|line| line.starts_with(drug)), "{table}");
    }
    let json: serde_json::Value = serde_json::from_slice(&ran(&["drugs", "daunorubicin", "--json"]).stdout).unwrap();
    assert_eq!(json[0]["largest_dose"], "90 mg/m2/d (Fernandez 2009)");
    let numbers = json[0]["numbers"].as_array().unwrap();
    assert!(numbers.iter().all(|number| number["grade"].is_string() && number["source"].is_string()));
    let unknown = ran(&["drugs", "daunorubicine"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `daunorubicin`?"));
}
