//! What a comparison says: tables, sentences, the report and the terminal.

use super::{example::Example, *};
use crate::{Document, html};
use cenersim_analyses::comparison::{Measure, Rate};
use cenersim_plot::{ComparisonInput, Figure, Section as Of, Theme, comparison_figures};
use cenersim_statistics::{Interval, KaplanMeier};

fn table(example: &Example, name: &str) -> Table {
    comparison_tables(&example.compared).into_iter().find(|table| table.name == name).expect("a table of this name")
}

/// The cells of a row by the names of their columns.
fn cells<const N: usize>(table: &Table, row: usize, names: [&str; N]) -> [String; N] {
    names.map(|name| {
        let column = table.columns.iter().position(|column| column.name == name).expect("a column of this name");
        table.rows[row][column].text()
    })
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    for table in comparison_tables(&Example::new(3, 6).compared) {
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
    }
}

#[test]
fn rates_have_counts_percent_intervals_and_what_was_published() {
    let rates = table(&Example::new(2, 9), "rates");
    assert_eq!(rates.rows.len(), 2 * Rate::ALL.len());
    let names = ["arm", "rate", "found", "n", "percent", "exact_low", "wilson_high", "published_found", "published_n"];
    let found = cells(&rates, 4, names);
    assert_eq!(found, ["B", "cr", "3", "9", "21", "10", "39", "3", "18"]);
    assert_eq!(cells(&rates, 5, ["rate", "published_found"]), ["remission", "4"]);
    assert_eq!(cells(&rates, 6, ["rate", "published_found"]), ["death_by_day_30", ""]);
    assert_eq!(cells(&rates, 7, ["rate", "published_found"]), ["residual_free", ""]);
    assert_eq!(cells(&rates, 0, ["arm", "published_n"]), ["A", ""]);
}

#[test]
fn differences_say_which_arm_is_which() {
    let example = Example::new(3, 9);
    let rates = table(&example, "differences_rates");
    let found = cells(&rates, 0, ["second", "first", "rate", "only_second", "difference", "low", "high", "mcnemar_p"]);
    assert_eq!(found, ["B", "A", "cr", "2", "2", "-4.1", "8.2", "0.625"]);
    let measures = table(&example, "differences_measures");
    let of = |measure: Measure| Measure::ALL.iter().position(|other| *other == measure).expect("a measure");
    assert_eq!(cells(&measures, of(Measure::named("overall_survival")), ["survival_p"]), ["0.44"]);
    assert_eq!(cells(&measures, of(Measure::named("stem_log_kill")), ["survival_p", "median_low"]), ["", "-0.2"]);
}

#[test]
fn a_sweep_is_tidy_and_the_report_shows_what_is_drawn() {
    let example = Example::new(2, 9);
    let sweep = table(&example, "sweep");
    assert_eq!(sweep.rows.len(), 2 * 2 * (Rate::ALL.len() + Measure::ALL.len()));
    assert_eq!(cells(&sweep, 0, ["arm.B.cenersen.duration", "arm", "endpoint"]), ["0 d", "A", "cr"]);
    let document = document(&example, Vec::new());
    let shown = document.sections.iter().flat_map(|section| &section.tables).find(|table| table.name == "sweep");
    assert_eq!(shown.map(|table| table.rows.len()), Some(2 * 2));
}

#[test]
fn tables_without_a_row_are_left_out() {
    let mut example = Example::new(1, 9);
    example.compared.sweep = None;
    example.compared.attribution.clear();
    let names: Vec<String> = comparison_tables(&example.compared).into_iter().map(|table| table.name).collect();
    assert_eq!(names, ["responses", "rates", "measures", "survival_medians", "deaths", "survival", "doses"]);
}

fn figures(example: &Example) -> Vec<Figure> {
    comparison_figures(&ComparisonInput { compared: &example.compared, footer: "seed 7" }, &Theme::light())
}

fn document(example: &Example, figures: Vec<Figure>) -> Document {
    example.with(|record| comparison_document(record, figures, false))
}

#[test]
fn the_report_has_long_names_with_the_numbers_of_the_figures_and_files_have_the_names_alone() {
    const LONG: &str = "Cenersen with idarubicin and high-dose cytarabine on three days";
    let mut example = Example::new(2, 9);
    example.compared.arms[1].name = LONG.into();
    let (document, numbered) = (document(&example, Vec::new()), format!("Arm 2: {LONG}"));
    assert_eq!(document.arms, ["A", &numbered]);
    let tables = document.sections.iter().flat_map(|section| &section.tables);
    let named = |table: &&Table| table.rows.iter().flatten().any(|cell| cell.text() == LONG);
    assert_eq!(tables.clone().find(named).map(|table| &table.name), None);
    let rates = tables.clone().find(|table| table.name == "rates").expect("a table of rates");
    assert!(rates.rows.iter().flatten().any(|cell| cell.text() == numbered));
    assert!(document.summary.iter().any(|sentence| sentence.starts_with(&format!("{numbered}: CR"))));
    assert!(comparison_tables(&example.compared).iter().any(|table| named(&table)));
}

#[test]
fn the_summary_says_what_the_numbers_say() {
    let mut example = Example::new(2, 9);
    let attributed = &mut example.compared.attribution[0];
    let stem_cells = ["stem_log_kill", "Leukemic stem cells, log-kill", "log10"].map(String::from);
    [attributed.endpoint, attributed.label, attributed.unit] = stem_cells;
    let parts = &mut attributed.contributions;
    (parts[0].share, parts[0].interval, parts[1].share) = (-0.1, Interval { low: -0.2, high: 0.0 }, 1.6);
    let summary = document(&example, Vec::new()).summary;
    assert_eq!(summary[0], "9 virtual patients went through each of 2 arms, 2 times in each, followed for 90 days.");
    assert!(
        summary[1].starts_with("A: CR 20.0 % (9 patients, 2 replicates of each, 95 % 10.0 to 40.0); CR + CRp "),
        "{}",
        summary[1]
    );
    assert!(summary[2].ends_with("Published: CR 3 of 18, CRp 1."), "{}", summary[2]);
    assert_eq!(
        summary[3],
        "B against A: CR +2.0 points (95 % \u{2212}4.1 to 8.2) in the same 9 patients; this interval includes no \
         difference. Leukemic stem cells, mean paired difference of the log-kill: \u{2212}0.110 (95 % \u{2212}0.190 to \
         \u{2212}0.040)."
    );
    assert!(
        summary[4].contains("cenersen \u{2212}0.10 (95 % \u{2212}0.20 to 0.00), idarubicin +1.60"),
        "{}",
        summary[4]
    );
    let last = summary.last().expect("a caveat");
    assert!(last.starts_with("These are results of a model, not of treated patients."), "{last}");
}

#[test]
fn an_interval_without_zero_and_no_difference_at_all_are_named_so() {
    let mut example = Example::new(2, 9);
    let mut said = |low: f64, high: f64| {
        example.compared.pairs[0].rates[0].interval = Interval { low, high };
        document(&example, Vec::new()).summary[3].clone()
    };
    assert!(said(0.01, 0.2).contains("this interval excludes no difference"));
    assert!(said(-0.2, -0.01).contains("this interval excludes no difference"));
    assert!(said(0.0, 0.1).contains("this interval includes no difference"));
    assert!(said(0.0, 0.0).contains("there was no difference at all"));
}

#[test]
fn the_reference_patient_and_failures_are_named() {
    let mut example = Example::new(1, 5);
    (example.compared.population, example.compared.replicates) = (false, 5);
    example.failures = (1..13).map(|patient| FailedPatient { patient, seed: 7, message: "x".into() }).collect();
    let document = document(&example, Vec::new());
    assert_eq!(
        document.summary[0],
        "The reference patient went through 1 arm, 5 replicates of each, followed for 90 days."
    );
    let failed = document.summary.iter().find(|sentence| sentence.contains("failed")).expect("a sentence");
    assert_eq!(
        failed,
        "The simulation of 12 patients failed (numbers 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...); they are in no result."
    );
    assert_eq!(document.sections.last().map(|section| section.tables[0].rows.len()), Some(12));
}

#[test]
fn every_figure_finds_its_part_and_has_an_alternative() {
    let example = Example::new(3, 9);
    let mut all = figures(&example);
    let foreign = Figure { name: "something_new".into(), section: Of::Scorecard, ..all[0].clone() };
    all.push(foreign);
    let names: Vec<String> = all.iter().map(|figure| figure.name.clone()).collect();
    assert!(names.len() > 10 && names.contains(&"sweep".into()), "{names:?}");
    let document = document(&example, all);
    let heading = |name: &str| {
        let has = |section: &&crate::Section| section.figures.iter().any(|found| found.name == name);
        document.sections.iter().find(has).map(|section| section.heading.as_str())
    };
    let further: Vec<&String> = names.iter().filter(|name| heading(name) == Some("Further figures")).collect();
    assert_eq!(further, ["something_new"]);
    assert_eq!([heading("waterfall"), heading("doses")], [Some("Response"), Some("What is given")]);
    let figures: Vec<_> = document.sections.iter().flat_map(|section| &section.figures).collect();
    assert_eq!(figures.len(), names.len());
    assert!(figures.iter().all(|found| found.alt.len() > 10 && found.alt.ends_with('.')));
    assert!(figures.iter().any(|found| found.alt.contains("B: CR 21.0 % (10.0 to 40.0)")));
}

#[test]
fn the_report_holds_scenarios_ledger_provenance_and_command() {
    let example = Example::new(2, 9);
    let document = document(&example, figures(&example));
    let headings: Vec<&str> = document.sections.iter().map(|section| section.heading.as_str()).collect();
    let expected = [
        "Key assumptions: influential and uncertain",
        "Who the patients are",
        "Response",
        "Survival",
        "Leukemia and blood",
        "Differences between arms",
        "Attribution: contribution of each drug",
        "Sweep",
        "What is given",
        "Assumptions",
    ];
    assert_eq!(headings, expected);
    assert_eq!(document.sections[8].listings[1].caption, "Scenario b.toml, as it was run");
    assert_eq!(document.sections[9].tables[0].rows.len(), example.ledger.entries().count());
    assert!(
        document.command.starts_with("cenersim compare") && document.provenance.iter().any(|(name, _)| name == "Seed")
    );
    assert!(html(&document).contains("Arms &amp; &lt;others&gt;"));
}

#[test]
fn seven_arms_and_ten_thousand_patients_make_a_small_page() {
    let mut example = Example::new(7, 50);
    let long = KaplanMeier {
        steps: vec![example.compared.arms[0].overall_survival.steps[0]; 10_000],
        n: 10_000,
        ..KaplanMeier::default()
    };
    example.compared.arms.iter_mut().for_each(|arm| arm.overall_survival = long.clone());
    let page = html(&document(&example, Vec::new()));
    assert!(page.len() < 1_500_000, "{} bytes without figures", page.len());
}

#[test]
fn one_arm_no_patients_and_no_results_are_still_a_report() {
    let mut example = Example::new(1, 4);
    example.compared.arms[0].rates.clear();
    example.compared.arms[0].measures.clear();
    example.compared.arms[0].responses.clear();
    example.compared.arms[0].overall_survival = KaplanMeier::default();
    assert!(html(&document(&example, figures(&example))).contains("</html>"));
    example.compared.arms.clear();
    (example.compared.pairs, example.compared.attribution, example.compared.sweep) = (vec![], vec![], None);
    assert!(html(&document(&example, Vec::new())).contains("</html>"));
    assert_eq!(comparison_text(&example.compared), "\nSurvival: after failure: published survival\n");
}

#[test]
fn the_terminal_shows_aligned_columns_that_fit() {
    let text = comparison_text(&Example::new(3, 9).compared);
    let expected = "Share of 9 patients, 2 replicates of each, % (95 % confidence interval)\n\
                    \x20                   CR             CR + CRp      Death by day 30\n\
                    A  20.0 (10.0 to 40.0)  20.0 (10.0 to 40.0)  20.0 (10.0 to 40.0)\n";
    assert!(text.contains(expected), "{text}");
    assert!(text.starts_with("Sweep: "), "{text}");
    assert!(text.contains("\nC - B  +2.0 (-4.1 to 8.2)  0.63  "), "{text}");
    assert!(cenersim_text::within(&text).lines().all(|line| line.chars().count() <= cenersim_text::COLUMNS), "{text}");
    let many = comparison_text(&Example::new(7, 9).compared);
    let pairs: std::collections::BTreeSet<&str> =
        many.lines().filter(|line| line.contains(" - ")).filter_map(|line| line.split("  ").next()).collect();
    assert_eq!(pairs.len(), 6, "pairs with the first arm only");
}
