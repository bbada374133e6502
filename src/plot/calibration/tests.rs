//! What every figure of a calibration must be, in every situation: valid XML, small, free of NaN, nothing overlapping or
//! outside the page, the same bytes for the same input; and what each must say.

use super::{
    example::{Fate, example},
    *,
};
use crate::comparison::{faults, texts};
use cenersim_analyses::calibration::Quantiles;
use cenersim_text::short;

const FOOTER: &str = "scenario calibration | seed 1 | cenersim 0.1.0";

fn input(calibrated: &Calibrated) -> CalibrationInput<'_> {
    CalibrationInput { calibrated, footer: FOOTER }
}

fn situations() -> Vec<(&'static str, Calibrated)> {
    let usual = || example(6, 600, Fate::Usual);
    let without = |change: fn(&mut Calibrated)| {
        let mut changed = usual();
        change(&mut changed);
        changed
    };
    vec![
        ("fourteen parameters", example(14, 3000, Fate::Usual)),
        ("six parameters", usual()),
        ("two parameters", example(2, 300, Fate::Usual)),
        ("one parameter", example(1, 300, Fate::Usual)),
        ("all weight on one draw", example(9, 300, Fate::OneDraw)),
        ("no draw differs", example(5, 60, Fate::Degenerate)),
        ("three draws", example(3, 3, Fate::Usual)),
        ("no parameters", example(0, 30, Fate::Usual)),
        ("no difference", without(|found| found.effect.patients_per_arm = None)),
        ("a large effect", without(|found| found.effect.posterior = wide(9.0))),
        ("no targets", without(|found| found.targets.clear())),
        ("many targets", without(|found| found.targets = [found.targets.clone(), found.targets.clone()].concat())),
        ("no draws", without(|found| found.draws.clear())),
        ("a long title", without(|found| found.title = "A title that goes on ".repeat(20))),
    ]
}

fn wide(end: f64) -> Quantiles {
    Quantiles { low: -end, lower: -1.0, median: 0.3, upper: 1.0, high: end }
}

fn themes() -> [(&'static str, Theme); 3] {
    [
        ("light", Theme::light()),
        ("large letters", Theme::light().with_font_scale(1.25)),
        ("high page", Theme::dark().with_proportions(640, 480)),
    ]
}

/// Every situation in the light theme, some of them in the others.
fn all_figures() -> impl Iterator<Item = (String, Theme, Figure)> {
    let shown = |name: &str, theme: &str| theme == "light" || ["fourteen parameters", "one parameter"].contains(&name);
    situations().into_iter().flat_map(move |(name, found)| {
        let chosen = themes().into_iter().filter(move |(theme, _)| shown(name, theme));
        chosen.flat_map(move |(theme_name, theme)| {
            let figures = calibration_figures(&input(&found), &theme);
            figures.into_iter().map(move |figure| (format!("{name}, {theme_name}, {}", figure.name), theme, figure))
        })
    })
}

#[test]
fn every_figure_is_small_xml_without_nan_and_its_texts_neither_overlap_nor_leave_the_page() {
    let wrong: Vec<String> = all_figures().flat_map(|(place, theme, figure)| faults(&place, &theme, &figure)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn drawn(found: &Calibrated) -> Vec<Figure> {
    calibration_figures(&input(found), &Theme::light())
}

#[track_caller]
fn assert_says(found: &Calibrated, name: &str, expected: &[&str]) {
    let figures = drawn(found).into_iter().filter(|figure| figure.name.starts_with(name));
    let said: Vec<String> = figures.flat_map(|figure| texts(&figure, "text")).collect();
    for text in expected {
        assert!(said.iter().any(|line| line.contains(text)), "`{text}` is not in `{name}`: {said:?}");
    }
}

#[test]
fn figures_come_in_the_order_of_a_talk() {
    let found = example(6, 600, Fate::Usual);
    let figures = drawn(&found);
    let names: Vec<&str> =
        figures.iter().map(|figure| figure.name.as_str()).filter(|name| !name.ends_with("_2")).collect();
    let expected = ["cenersen_effect", "predictive_check", "prior_posterior", "pairs", "directions", "generations"];
    assert_eq!(names, expected);
    assert!(figures.iter().all(|figure| texts(figure, "text").iter().any(|text| text.starts_with(FOOTER))));
    assert!(figures.iter().all(|figure| texts(figure, "text").iter().any(|text| text.ends_with(&found.title))));
}

#[test]
fn what_was_not_done_has_no_figure() {
    let names = |found: &Calibrated| drawn(found).into_iter().map(|figure| figure.name).collect::<Vec<_>>();
    let none = example(0, 30, Fate::Usual);
    assert!(names(&none).iter().all(|name| !["prior_posterior", "pairs", "directions"].contains(&name.as_str())));
    assert!(!names(&example(1, 30, Fate::Usual)).contains(&"pairs".to_owned()));
    let undrawn = Calibrated { draws: Vec::new(), ..example(3, 30, Fate::Usual) };
    assert!(names(&undrawn).iter().all(|name| !["pairs", "generations"].contains(&name.as_str())));
}

#[test]
fn fourteen_parameters_are_on_two_pages_with_their_numbers_and_verdicts() {
    let mut found = example(14, 300, Fate::Usual);
    let first = &mut found.parameters[0];
    first.posterior = Quantiles { low: 9.87, lower: 15.0, median: 22.26, upper: 30.0, high: 71.4 };
    (first.shrinkage, first.verdict) = (0.8123, Verdict::Identified);
    let expected = ["DNA damage idarubicin LC50", "22.3 (9.87 to 71.4)", "81 %, identified", "24.5 (3 to 200)"];
    assert_says(&found, "prior_posterior", &expected);
    assert_says(&found, "prior_posterior", &["Covariate age fatality", "(2 of 2)", "nM; grade C, log-normal"]);
    assert_eq!(drawn(&found).iter().filter(|figure| figure.name.starts_with("prior_posterior")).count(), 2);
}

#[test]
fn the_effect_has_all_states_of_knowledge_and_what_it_takes_to_learn_more() {
    let mut found = example(6, 300, Fate::Usual);
    let effect = &mut found.effect;
    (effect.prior_probability_of_benefit, effect.probability_of_benefit) = (0.5, 0.573);
    effect.prior = Quantiles { low: -1.0, lower: -0.3, median: 0.0, upper: 0.3, high: 1.0 };
    effect.posterior = Quantiles { low: -0.8, lower: -0.2, median: 0.095_310_18, upper: 0.4, high: 1.0 };
    effect.points = Quantiles { low: -7.94, lower: -1.0, median: 1.24, upper: 3.0, high: 9.0 };
    let expected = ["The mechanism alone", "N(0, 0.5²)", "After the data", "P(more CR) = 0.50", "P(more CR) = 0.57"];
    assert_says(&found, "cenersen_effect", &expected);
    let expected = ["0.50 before the data, 0.57 after them; the 95 % interval is 10 % narrower", "odds ratio 1.1 ("];
    assert_says(&found, "cenersen_effect", &expected);
    assert_says(&found, "cenersen_effect", &["+1.2 percentage points (95 % −7.9 to +9.0)", "12,346 patients in each"]);
    found.effect.patients_per_arm = None;
    assert_says(&found, "cenersen_effect", &["no number of patients is told"]);
    found.effect.posterior = found.effect.prior;
    assert_says(&found, "cenersen_effect", &["as wide as before"]);
}

#[test]
fn every_published_count_stands_beside_what_is_expected() {
    let mut found = example(6, 300, Fate::Usual);
    found.targets[15].fitted = false;
    let expected = ["arm A, CR", "2 of 18", "all arms, CR + CRp", "refractory, CR", "inhibitors: users, CR + CRp"];
    assert_says(&found, "predictive_check", &expected);
    let outside = found.targets.iter().filter(|target| !target.posterior.interval.contains(f64::from(target.observed)));
    let told = format!(
        "15 of 16 counts were fitted, the others only predicted; the posterior's 95 % leaves out {}",
        outside.count()
    );
    assert_says(&found, "predictive_check", &[&told, "predicted, not fitted"]);
}

#[test]
fn directions_are_named_by_their_largest_loadings_with_the_largest_positive() {
    let mut found = example(6, 300, Fate::Usual);
    found.directions[0].loadings = vec![-0.8, 0.5, 0.0, -0.32, 0.1, 0.0];
    let expected =
        ["+0.80 idarubicin LC50  −0.50 maximal by damage  +0.32 cenersen potency", "sloppiest", "best known"];
    assert_says(&found, "directions", &expected);
}

#[test]
fn names_are_as_short_as_they_can_be_told_apart() {
    let parameters = example(14, 3, Fate::Usual).parameters;
    let names = short_names(&parameters);
    assert_eq!(names[0], "idarubicin_lc50");
    assert_eq!([&names[4], &names[9]], ["level.leukemic_stem", "relative_uptake.leukemic_stem"]);
    assert_eq!([&names[10], &names[11]], ["stem.g0_exit", "blast.g0_exit"]);
    let words = names_in_words(&parameters);
    assert_eq!([&words[0], &words[4]], ["idarubicin LC50", "RNase H level (leukemic stem cells)"]);
    assert_eq!([&words[3], &words[10]], ["cenersen potency", "leukemia stem G0 exit"]);
}

#[test]
fn numbers_have_three_digits() {
    let cases =
        [(0.0, "0"), (22.26, "22.3"), (0.004_567, "0.00457"), (1.8e10, "1.8×10¹⁰"), (200.0, "200"), (-0.5, "−0.5")];
    assert!(cases.iter().all(|(value, text)| short(*value) == *text), "{:?}", cases.map(|(v, _)| short(v)));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let found = example(6, 300, Fate::Usual);
    assert_eq!(drawn(&found), drawn(&found));
}
