//! The folder of a calibration, and what its tables, sentences, report and terminal say.

use super::{
    example::{Example, Fate},
    *,
};
use crate::{
    Document, Staging,
    example::{LOOK, figure},
    html,
};
use cenersim_analyses::calibration::{Quantiles, Verdict};
use cenersim_plot::{CalibrationInput, Figure, Section as Of, Theme, calibration_figures};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
};

const TABLES: [&str; 8] =
    ["contradictions", "directions", "effect", "failures", "generations", "ledger", "parameters", "targets"];

fn usual() -> Example {
    Example::new(6, Fate::Usual)
}

fn write(output: &Path, example: &Example) -> PathBuf {
    let mut staging = Staging::new(output, "calibration", "what was asked for", false).unwrap();
    let write = |record: &CalibrationRecord| {
        calibration_product(record, vec![figure("pairs")], false).write(&mut staging, &record.made, &LOOK)
    };
    example.with(write).unwrap();
    staging.commit().unwrap();
    output.join("calibration")
}

fn files_below(folder: &Path) -> BTreeSet<String> {
    let walk = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.file_type().unwrap().is_dir() {
            true => files_below(&entry.path()).into_iter().map(|below| format!("{name}/{below}")).collect(),
            false => vec![name],
        }
    };
    fs::read_dir(folder).unwrap().flatten().flat_map(walk).collect()
}

fn failed(mut example: Example) -> Example {
    example.failures.push(FailedPatient { patient: 9, seed: 7, message: "no cells".into() });
    example
}

#[test]
fn a_calibration_has_its_files_and_nothing_else_and_can_be_replaced() {
    let output = tempfile::tempdir().unwrap();
    let example = failed(usual());
    let folder = write(output.path(), &example);
    let data = ["calibration.json", "columns.csv", "draws.csv", "draws.parquet", "posterior.parquet"];
    let others =
        ["figures/pairs.svg", "figures/pairs.png", "provenance.json", "report.html", "report.json", "scenario.toml"];
    let mut expected: BTreeSet<String> = data.into_iter().chain(others).map(String::from).collect();
    expected.extend(TABLES.map(|table| format!("tables/{table}.csv")));
    assert_eq!(files_below(&folder), expected);
    write(output.path(), &example);
    assert_eq!(files_below(&folder), expected);
}

#[test]
fn every_column_of_every_file_is_in_the_dictionary_and_the_other_way_round() {
    let output = tempfile::tempdir().unwrap();
    let folder = write(output.path(), &failed(usual()));
    let mut found = BTreeSet::new();
    for file in files_below(&folder) {
        let path = folder.join(&file);
        if file.ends_with(".parquet") {
            let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
            let columns = reader.metadata().file_metadata().schema_descr().columns().to_vec();
            found.extend(columns.iter().map(|column| (file.clone(), column.name().to_owned())));
        } else if file.ends_with(".csv") {
            let header = csv::Reader::from_path(&path).unwrap().headers().unwrap().clone();
            found.extend(header.iter().map(|name| (file.clone(), name.to_owned())));
        }
    }
    let mut reader = csv::Reader::from_path(folder.join("columns.csv")).unwrap();
    let listed: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(listed.iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect::<BTreeSet<_>>(), found);
    assert!(listed.iter().all(|row| row[4].len() > 5), "every column has a meaning");
    let unit = listed.iter().find(|row| &row[0] == "draws.csv" && &row[1] == "dna_damage.idarubicin_lc50");
    assert_eq!(unit.map(|row| row[3].to_owned()), Some("nM".into()));
}

#[test]
fn the_draws_are_in_both_files_with_every_digit_and_not_in_the_json() {
    let output = tempfile::tempdir().unwrap();
    let example = usual();
    let folder = write(output.path(), &example);
    let mut reader = csv::Reader::from_path(folder.join("draws.csv")).unwrap();
    for (row, draw) in reader.records().map(Result::unwrap).zip(&example.calibrated.draws) {
        let numbers: Vec<f64> = row.iter().map(|cell| cell.parse().unwrap()).collect();
        let end = [draw.weight, draw.prior_weight, draw.log_likelihood, draw.cr, draw.remission];
        let last = [draw.cr_without_cenersen, draw.log_odds_ratio, draw.effect, draw.effect_error];
        assert_eq!(numbers, [&[f64::from(draw.generation)], &draw.values[..], &end, &last].concat());
    }
    let text = fs::read_to_string(folder.join("calibration.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(json.get("draws").is_none());
    assert_eq!(json["targets"][0]["posterior"]["probabilities"].as_array().map(Vec::len), Some(19));
    assert_eq!(json["parameters"][0]["path"], "dna_damage.idarubicin_lc50");
}

#[cfg(target_os = "linux")]
#[test]
fn the_fingerprint_can_be_recomputed_by_its_own_recipe() {
    let output = tempfile::tempdir().unwrap();
    let folder = write(output.path(), &usual());
    let text = fs::read_to_string(folder.join("provenance.json")).unwrap();
    let found: serde_json::Value = serde_json::from_str(&text).unwrap();
    let command = found["result_sha256_is"].as_str().unwrap();
    let shell = std::process::Command::new("sh").args(["-c", command]).current_dir(&folder).output().unwrap();
    let printed = String::from_utf8(shell.stdout).unwrap();
    assert_eq!(printed.split_whitespace().next(), found["result_sha256"].as_str());
    assert_eq!((found["kind"].as_str(), found["draws"].as_u64()), (Some("calibration"), Some(90)));
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    for fate in [Fate::Usual, Fate::OneDraw, Fate::Degenerate] {
        for table in failed(Example::new(3, fate)).with(calibration_tables) {
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
        }
    }
}

fn figures(example: &Example) -> Vec<Figure> {
    calibration_figures(&CalibrationInput { calibrated: &example.calibrated, footer: "seed 1" }, &Theme::light())
}

fn document(example: &Example, figures: Vec<Figure>) -> Document {
    example.with(|record| calibration_document(record, figures, false))
}

#[track_caller]
fn assert_said(example: &Example, expected: &str) {
    let summary = document(example, Vec::new()).summary;
    assert!(summary.iter().any(|sentence| sentence.contains(expected)), "`{expected}` is not in {summary:#?}");
}

fn symmetric(middle: f64, end: f64) -> Quantiles {
    Quantiles {
        low: middle - end,
        lower: middle - 0.3 * end,
        median: middle,
        upper: middle + 0.3 * end,
        high: middle + end,
    }
}

#[test]
fn a_posterior_like_the_prior_is_told_from_one_that_moved_and_from_one_without_zero() {
    let mut example = usual();
    let mut told = |posterior: Quantiles, benefit: f64, expected: &str| {
        let effect = &mut example.calibrated.effect;
        (effect.prior, effect.prior_probability_of_benefit) = (symmetric(0.0, 1.0), 0.5);
        (effect.posterior, effect.probability_of_benefit) = (posterior, benefit);
        assert_said(&example, expected);
    };
    told(
        symmetric(0.1, 0.95),
        0.55,
        "The posterior is essentially the prior: these data say next to nothing about cenersen",
    );
    told(symmetric(0.3, 0.95), 0.75, "still includes benefit and harm");
    told(symmetric(0.1, 0.5), 0.55, "still includes benefit and harm");
    told(symmetric(0.6, 0.5), 0.99, "excludes no effect, in favor of cenersen");
    told(symmetric(-0.6, 0.5), 0.01, "excludes no effect, to the disadvantage of cenersen");
    // exp(0.1) = 1.105; exp(-0.4) = 0.670; exp(0.6) = 1.822.
    told(
        symmetric(0.1, 0.5),
        0.55,
        "odds ratio of complete remission (CR) with against without it was 1 (95 % 0.368 to 2.72)",
    );
    told(symmetric(0.1, 0.5), 0.55, "they are 1.11 (95 % 0.67 to 1.82) and 0.55");
}

#[test]
fn what_it_takes_to_learn_more_is_said_if_there_is_anything_to_learn() {
    let mut example = usual();
    example.calibrated.effect.points = symmetric(1.2, 7.0);
    assert_said(
        &example,
        "changes CR by +1.2 percentage points (95 % \u{2212}5.8 to +8.2); detecting this median takes 12,346",
    );
    example.calibrated.effect.patients_per_arm = None;
    assert_said(&example, "no number of patients is given");
}

#[test]
fn two_parameters_that_are_known_only_together_are_a_product_or_a_ratio() {
    let mut example = usual();
    let found = &mut example.calibrated;
    found.parameters.iter_mut().for_each(|parameter| parameter.verdict = Verdict::Not);
    found.directions[0].variance = 0.0623;
    found.directions[0].loadings = vec![0.75, -0.65, 0.05, 0.0, 0.1, 0.0];
    let expected = "Best known is a ratio of DNA damage idarubicin LC50 to apoptosis maximal by damage, not either of them (6 % of the prior \
                    variance is left)";
    assert_said(&example, expected);
    let found = &mut example.calibrated;
    found.directions[0].loadings[1] = 0.65;
    found.parameters[0].verdict = Verdict::Identified;
    assert_said(&example, "a product of DNA damage idarubicin LC50 and apoptosis maximal by damage (6 %");
    example.calibrated.directions[0].loadings = vec![1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert_said(&example, "Best known is DNA damage idarubicin LC50 (6 %");
    assert_said(
        &example,
        "Identified by the counts: DNA damage idarubicin LC50; weakly: none; not, so that the posterior is essentially the prior: apoptosis \
         maximal by damage,",
    );
    example.calibrated.directions[0].variance = 0.97;
    assert_said(&example, "No direction is known much better than before the data (at best 97 %");
}

#[test]
fn counts_outside_their_interval_contradictions_warnings_and_failures_are_named() {
    let mut example = failed(usual());
    example.calibrated.targets[0].observed = 18;
    example.calibrated.warnings.push("few draws carry the weight".into());
    assert_said(&example, "Outside: arm A, CR");
    assert_said(
        &example,
        "The published counts contradict each other: CR: 26 % of 32 and 9 % of 21 patients are 9.9 to 10.5",
    );
    assert_said(&example, "Chosen: the only whole numbers that fit");
    assert_said(&example, "Warning: few draws carry the weight.");
    assert_said(&example, "The simulation of 1 patients failed");
}

#[test]
fn the_report_has_its_parts_in_order_and_every_figure_its_place() {
    let example = failed(usual());
    let mut figures = figures(&example);
    figures.push(Figure { name: "new".into(), section: Of::Scorecard, ..figures[0].clone() });
    let count = figures.len();
    let document = document(&example, figures);
    let headings: Vec<&str> = document.sections.iter().map(|section| section.heading.as_str()).collect();
    let expected = [
        "Key assumptions: influential and uncertain",
        "What the data say about cenersen",
        "Published and expected counts",
        "What was learned of each parameter",
        "What is known only together",
        "How it was computed",
        "What is wrong with the published numbers",
        "Further figures",
        "The scenario",
        "Assumptions",
        "Patients whose simulation failed",
    ];
    assert_eq!(headings, expected);
    let all: Vec<_> = document.sections.iter().flat_map(|section| &section.figures).collect();
    assert_eq!(all.len(), count);
    let further: Vec<&str> = document.sections[7].figures.iter().map(|figure| figure.name.as_str()).collect();
    assert_eq!(further, ["new"]);
    assert!(all.iter().all(|found| found.alt.len() > 10 && found.alt.ends_with('.')));
    let page = html(&document);
    let named =
        ["Owen and Zhou 2000", "Cornuet", "Dirichlet-multinomial", "multinomial", "at most half of the prior one"];
    assert!(named.iter().all(|text| page.contains(text)));
    let drawn: usize = all.iter().map(|figure| figure.svg.len()).sum();
    assert!(page.len() - drawn < 400_000, "{} bytes without figures", page.len() - drawn);
}

#[test]
fn nothing_learned_from_nothing_is_still_a_report() {
    let mut example = Example::new(0, Fate::Usual);
    let found = &mut example.calibrated;
    (found.draws, found.targets, found.generations) = (Vec::new(), Vec::new(), Vec::new());
    (found.contradictions, found.choice) = (Vec::new(), String::new());
    assert!(html(&document(&example, Vec::new())).contains("</html>"));
    assert!(calibration_text(&example.calibrated).contains("Cenersen"));
}

#[test]
fn the_terminal_has_aligned_tables_that_say_what_was_learned() {
    let mut example = Example::new(14, Fate::Usual);
    example.calibrated.effect.posterior = symmetric(0.1, 0.8);
    example.calibrated.warnings.push("few draws".into());
    let text = calibration_text(&example.calibrated);
    for expected in
        ["dna_damage.idarubicin_lc50", "arm A, CR", "2 of 18", "+0.10 (-0.70 to +0.90)", "12,346", "warning: few draws"]
    {
        assert!(text.contains(expected), "`{expected}` is not in\n{text}");
    }
    assert!(text.contains("1.73e10 (1e10 to 3e10)") && !text.contains('\u{2212}'), "{text}");
    assert!(text.lines().filter(|line| !line.starts_with("note")).all(|line| line.chars().count() <= 150), "{text}");
}
