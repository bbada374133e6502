//! What every figure of a trial must be, in every situation: valid XML, small, free of NaN, nothing overlapping or outside
//! the page, the same bytes for the same input; and what each must say.

use super::{
    example::{FOOTER, Fate, as_designed, example, input, with_names},
    *,
};
use crate::{
    comparison::{assert_names_in_full, faults, texts},
    fixtures::mechanism,
    responses::RESPONSES,
};
use cenersim_analyses::trial::{Cell, Estimated, Predicted, TableName};
use cenersim_model::curves::Response;
use cenersim_statistics::Interval;

fn long_names(arms: usize) -> TrialResult {
    let name = |i| format!("Cenersen 2.4 mg/kg/d for four days with idarubicin and high-dose cytarabine, variant {i}");
    with_names((0..arms).map(name).collect(), 18, Fate::Mixed)
}

fn without_repeats(mut result: TrialResult) -> TrialResult {
    result.repeated = None;
    result.tables.iter_mut().flat_map(|table| &mut table.cells).flatten().for_each(|cell| cell.predicted = None);
    result
}

/// Responses of every sort, which a small trial does not have.
fn every_response(mut result: TrialResult) -> TrialResult {
    let subjects = result.trial.subjects.iter_mut().zip(RESPONSES.into_iter().cycle());
    subjects.for_each(|(subject, response)| {
        let outcome = &mut subject.record.outcome;
        outcome.response = response;
        let last = outcome.survival.death_day.unwrap_or(outcome.survival.observed_to_day);
        outcome.survival.response_day = (response <= Response::CRi).then_some(last.min(35.0));
    });
    result
}

fn situations() -> Vec<(&'static str, TrialResult)> {
    vec![
        ("three arms", example(3, 18, Fate::Mixed)),
        ("every response", every_response(example(3, 18, Fate::Mixed))),
        ("one arm", example(1, 53, Fate::Mixed)),
        ("two arms", example(2, 30, Fate::Mixed)),
        ("seven arms", example(7, 18, Fate::Mixed)),
        ("no remission", example(3, 18, Fate::NoRemission)),
        ("everyone dead", example(3, 18, Fate::EveryoneDead)),
        ("everyone alive", example(3, 18, Fate::EveryoneAlive)),
        ("long names", long_names(3)),
        ("long names, seven arms", long_names(7)),
        ("200 subjects", example(3, 67, Fate::Mixed)),
        ("thousands of subjects", example(3, 700, Fate::Mixed)),
        ("one subject in each arm", example(3, 1, Fate::Mixed)),
        ("one trial only", without_repeats(example(3, 18, Fate::Mixed))),
        ("a long title", TrialResult { title: "A title that goes on ".repeat(20), ..example(3, 18, Fate::Mixed) }),
    ]
}

fn themes() -> [(&'static str, Theme); 3] {
    [
        ("light", Theme::light()),
        ("large letters", Theme::light().with_font_scale(1.25)),
        ("high page", Theme::dark().with_proportions(640, 480)),
    ]
}

fn drawn(result: &TrialResult, theme: &Theme) -> Vec<Figure> {
    trial_figures(&input(result, &mechanism()), theme)
}

/// Every situation in the light theme, some of them in the others.
fn all_figures() -> impl Iterator<Item = (String, Theme, Figure)> {
    let shown = |name: &str, theme: &str| theme == "light" || ["three arms", "long names, seven arms"].contains(&name);
    situations().into_iter().flat_map(move |(name, result)| {
        let chosen = themes().into_iter().filter(move |(theme, _)| shown(name, theme));
        chosen.flat_map(move |(theme_name, theme)| {
            let figures = drawn(&result, &theme);
            figures.into_iter().map(move |figure| (format!("{name}, {theme_name}, {}", figure.name), theme, figure))
        })
    })
}

#[test]
fn every_figure_is_small_xml_without_nan_and_its_texts_neither_overlap_nor_leave_the_page() {
    let wrong: Vec<String> = all_figures().flat_map(|(place, theme, figure)| faults(&place, &theme, &figure)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn figures_named<'a>(figures: &'a [Figure], name: &str) -> Vec<&'a Figure> {
    figures.iter().filter(|figure| figure.name == name || figure.name.starts_with(&format!("{name}_"))).collect()
}

#[track_caller]
fn assert_says(figures: &[Figure], name: &str, expected: &[&str]) {
    let found: Vec<String> = figures_named(figures, name).into_iter().flat_map(|one| texts(one, "text")).collect();
    for text in expected {
        assert!(found.iter().any(|line| line.contains(text)), "`{text}` is not in `{name}`: {found:?}");
    }
}

fn groups(figure: &Figure) -> Vec<String> {
    texts(figure, "title")
}

/// One kind of figure, in the light theme.
fn one(figure: FigureOf<Trial>, result: &TrialResult) -> Vec<Figure> {
    figure.drawn(&input(result, &mechanism()), &Theme::light())
}

#[test]
fn figures_come_in_the_order_of_a_talk() {
    let result = example(3, 18, Fate::Mixed);
    let figures = drawn(&result, &Theme::light());
    let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    let expected = [
        "consort",
        "response",
        "predictive",
        "subgroups",
        "explanations",
        "mechanism",
        "selectivity",
        "swimmer",
        "waterfall",
        "overall_survival",
        "disease_free_survival",
        "stopping",
        "operating",
    ];
    assert_eq!(names, expected);
    assert!(figures.iter().all(|figure| {
        texts(figure, "text").iter().any(|text| text.starts_with(FOOTER) && text.ends_with(&result.title))
    }));
}

#[test]
fn every_figure_of_seven_arms_with_long_names_has_them_in_full_and_cuts_none() {
    let result = long_names(7);
    let without_arms = ["subgroups", "explanations", "mechanism", "selectivity"];
    let figures = drawn(&result, &Theme::light());
    let of_arms: Vec<&Figure> = figures.iter().filter(|one| !without_arms.contains(&one.name.as_str())).collect();
    assert!(of_arms.len() >= 9, "{}", of_arms.len());
    for figure in of_arms {
        assert_names_in_full(figure, &result.arms);
    }
}

#[test]
fn one_trial_without_a_rule_has_no_figure_of_repeated_trials_or_of_stopping() {
    let mut result = without_repeats(example(3, 18, Fate::Mixed));
    result.trial.stopping.clear();
    (result.characteristics, result.power) = (Vec::new(), Vec::new());
    let figures = trial_figures(&TrialInput { result: &result, mechanism: None, footer: FOOTER }, &Theme::light());
    for name in ["predictive", "explanations", "mechanism", "stopping", "operating"] {
        assert!(figures_named(&figures, name).is_empty(), "{name}");
    }
    assert_says(&figures, "response", &["this trial", "published"]);
    assert!(
        !figures_named(&figures, "response")
            .into_iter()
            .any(|one| texts(one, "text").contains(&"repeated trials".into()))
    );
}

#[test]
fn without_arms_there_is_no_figure() {
    assert_eq!(drawn(&example(0, 0, Fate::Mixed), &Theme::light()), []);
}

#[test]
fn the_flow_counts_everybody_from_screening_to_analysis() {
    let mut result = example(3, 18, Fate::Mixed);
    result.trial.consort.screened = 68;
    result.trial.consort.not_eligible[1].subjects = 14;
    let figures = one(consort::FIGURE, &result);
    assert_says(&figures, "consort", &["Screened: 68", "Not eligible: 14", "Randomized: 54", "relapsed too late 14"]);
    let arm = &result.trial.consort.arms[0];
    let second = format!("Second course {}", arm.second_course);
    assert_says(&figures, "consort", &["Allocated 18", "Analyzed 18", &second, "Enrollment", "Follow-up"]);
}

#[test]
fn response_and_subgroups_stand_beside_what_was_published() {
    let mut result = example(3, 18, Fate::NoRemission);
    result.trial.inhibitor_p = 0.021;
    let figures = [one(response::FIGURE, &result), one(subgroups::FIGURE, &result)].concat();
    // R 4.2.2, binom.test(2, 18)$conf.int: 0.01375136, 0.34712044; binom.test(0, 18)$conf.int: 0, 0.1853020.
    assert_says(&figures, "response", &["0 of 18: 0 % (0–19)", "2 of 18: 11 % (1–35)", "All arms", "repeated trials"]);
    // R 4.2.2, binom.test(0, 17)$conf.int: 0, 0.1950643.
    assert_says(&figures, "subgroups", &["0 of 17: 0 % (0–20)", "Inhibitor users", "p = 0.02", "reconstructed"]);
}

/// The number of CR in an arm, or in all.
fn complete_remissions<'a>(result: &'a mut TrialResult, column: &str) -> &'a mut Predicted {
    let table = result.tables.iter_mut().find(|table| table.name == TableName::Response).expect("a table of responses");
    let here = |cell: &&mut Cell| cell.row == "CR" && cell.column == column;
    table.cells.iter_mut().flatten().find(here).and_then(|cell| cell.predicted.as_mut()).expect("a predicted number")
}

#[test]
fn predictive_bars_have_the_published_number_and_its_tail() {
    let mut result = example(3, 18, Fate::Mixed);
    complete_remissions(&mut result, "total").tail = Some(0.0004);
    let arm = complete_remissions(&mut result, "arm A");
    (arm.trials, arm.distribution, arm.median) = (10_000, vec![(0, 1830), (2, 8170)], 2.0);
    arm.interval = Interval { low: 0.0, high: 4.0 };
    let figures = one(predictive::FIGURE, &result);
    assert_says(&figures, "predictive", &["published 8, tail < 0.001", "median 2 (0 to 4)", "Subjects with CR + CRp"]);
    let hovers = groups(figures_named(&figures, "predictive")[0]);
    assert!(hovers.contains(&"arm A: 0 in 1,830 of 10,000 trials (18.3 %)".to_owned()), "{hovers:?}");
    assert_eq!(figures_named(&one(predictive::FIGURE, &example(7, 18, Fate::Mixed)), "predictive").len(), 2);
}

#[test]
fn every_subject_has_a_lane_that_tells_his_course() {
    for each in [18, 67] {
        let figures = one(swimmer::FIGURE, &example(3, each, Fate::Mixed));
        let told: usize = figures_named(&figures, "swimmer")
            .into_iter()
            .map(|one| groups(one).iter().filter(|text| text.starts_with("subject ")).count())
            .sum();
        assert_eq!(told, 3 * each as usize);
    }
    let many = one(swimmer::FIGURE, &example(3, 700, Fate::Mixed));
    assert_says(&many, "swimmer", &["One subject in 5 is shown."]);
}

#[test]
fn only_marks_that_occur_are_explained() {
    let says = |fate, text: &str| {
        let figures = one(swimmer::FIGURE, &example(3, 18, fate));
        figures_named(&figures, "swimmer").into_iter().any(|one| texts(one, "text").contains(&text.to_owned()))
    };
    assert!(says(Fate::Mixed, "remission") && says(Fate::Mixed, "relapse") && says(Fate::Mixed, "in CR"));
    assert!(!says(Fate::NoRemission, "remission") && !says(Fate::NoRemission, "relapse"));
    assert!(!says(Fate::EveryoneDead, "alive, observation ends") && says(Fate::EveryoneDead, "death"));
    assert!(says(Fate::EveryoneAlive, "alive, observation ends") && !says(Fate::EveryoneAlive, "death"));
}

#[test]
fn an_arm_that_stops_says_where_and_one_that_does_not_goes_on() {
    let mut result = example(3, 18, Fate::NoRemission);
    as_designed(&mut result).stopping[0].probability.value = 0.31;
    let figures = one(stopping::FIGURE, &result);
    assert_says(&figures, "stopping", &["Stops after 8 subjects: 0 CR", "31 % of trials stop", "Subjects of the arm"]);
    let result = example(3, 8, Fate::NoRemission);
    assert_says(&one(stopping::FIGURE, &result), "stopping", &["Goes on to the end: 0 CR in 8"]);
}

#[test]
fn arms_that_stop_alike_share_a_line_beside_the_power_of_all() {
    let figures = one(operating::FIGURE, &example(3, 18, Fate::Mixed));
    assert_says(
        &figures,
        "operating",
        &["arm A, arm B", "arm C", "stops early", "power", "Wrong side", "against 14 %"],
    );
    let told = groups(&figures[0]);
    assert!(told.contains(&"arm C, stops early: 27.2 % at a true CR rate of 15 %".to_owned()), "{told:?}");
}

#[test]
fn explanations_have_their_probabilities_and_the_effect_of_cenersen() {
    let mut result = example(3, 18, Fate::Mixed);
    let designed = as_designed(&mut result);
    designed.contrast.none_of_users = Estimated { value: 0.25, trials_error: 0.004, pool_error: 0.01 };
    for effect in &mut designed.effects {
        (effect.difference, effect.interval) = (0.02, Interval { low: -0.004, high: 0.044 });
    }
    let figures = one(explanations::FIGURE, &result);
    assert_says(&figures, "explanations", &["As designed", "Confounding alone", "25 % (23–27)", "+2.0 (−0.4 to +4.4)"]);
    assert_says(&figures, "explanations", &["0, cenersen does not act", "0 of 17 users and 10 of 36 others"]);
}

#[test]
fn the_pathway_has_values_without_and_with_cenersen() {
    let (result, mut pathway) = (example(3, 18, Fate::Mixed), mechanism::<Mechanism>());
    let kind = &mut pathway.kinds[0];
    (kind.mrna_percent, kind.catastrophe) = ([100.0, 62.0], [0.0, 0.0031]);
    let figures = MECHANISM.drawn(&input(&result, &pathway), &Theme::light());
    assert_says(
        &figures,
        "mechanism",
        &["Cenersen", "RNase H", "p53 mRNA", "100 → 62", "0 → < 0.01", "arrest and repair"],
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let result = example(3, 18, Fate::Mixed);
    assert_eq!(drawn(&result, &Theme::dark()), drawn(&result, &Theme::dark()));
}
