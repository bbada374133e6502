//! What the figures with rows, shares and sweeps must be, in every situation: valid XML, small, nothing overlapping or
//! outside the page, the numbers of the result on them.

use super::{
    example::input,
    row_example::{swept, with_rows},
    tests::{faults, texts},
    *,
};
use cenersim_text::signed;

fn renamed(mut compared: Compared) -> Compared {
    let name =
        |i: usize| format!("Cenersen 2.4 mg/kg/d for four days with idarubicin and high-dose cytarabine, variant {i}");
    compared.arms.iter_mut().enumerate().for_each(|(i, arm)| arm.name = name(i));
    if let Some(sweep) = &mut compared.sweep {
        sweep.arms = (0..sweep.arms.len()).map(name).collect();
    }
    compared
}

/// Three replicates, whose shares are a little higher than those of the first alone.
fn replicated(mut compared: Compared) -> Compared {
    compared.replicates = 3;
    compared.arms.iter_mut().flat_map(|arm| &mut arm.rates).for_each(|rate| rate.share += 0.03);
    compared
}

/// No number anywhere.
fn without_numbers() -> Compared {
    let mut compared = with_rows(2, 20, None);
    for pair in &mut compared.pairs {
        pair.measures.iter_mut().for_each(|one| one.median = f64::NAN);
    }
    for one in compared.attribution.iter_mut().flat_map(|one| &mut one.contributions) {
        one.share = f64::NAN;
    }
    compared
}

fn days(n: usize) -> Vec<String> {
    (0..n).map(|day| format!("{day} d")).collect()
}

const START: &str = "arms.B.idarubicin.start";
const INFUSION: &str = "arms.B.cenersen.infusion";

fn situations() -> Vec<(&'static str, Compared)> {
    let over = |arms, n, m| swept(arms, &[(INFUSION, days(n)), (START, days(m))], "remission");
    let line = |arms, n, endpoint| swept(arms, &[(INFUSION, days(n))], endpoint);
    let words = ["none", "fludarabine and a long remark on its dose", "azacitidine"].map(String::from).to_vec();
    let decades = ["1", "10", "100", "1000"].map(String::from).to_vec();
    let third = [(INFUSION, days(4)), (START, days(3)), ("arms.B.cytarabine.dose", days(2))];
    vec![
        ("one arm", with_rows(1, 200, None)),
        ("two arms", with_rows(2, 200, None)),
        ("three arms", with_rows(3, 200, None)),
        ("four arms", with_rows(4, 53, None)),
        ("seven arms", with_rows(7, 200, None)),
        ("twelve arms", with_rows(12, 60, None)),
        ("long names", renamed(over(3, 8, 6))),
        ("long names, seven arms", renamed(line(7, 5, "cr"))),
        ("zero events", with_rows(3, 53, Some(0.0))),
        ("all events", with_rows(3, 53, Some(1.0))),
        ("ten thousand patients", with_rows(3, 10_000, None)),
        ("replicates", replicated(with_rows(3, 200, None))),
        ("no numbers", without_numbers()),
        ("a sweep of two points", line(2, 2, "remission")),
        ("a sweep of one point", line(1, 1, "cr")),
        ("a sweep over words", swept(3, &[(INFUSION, words)], "blast_log_kill")),
        ("a sweep over decades", swept(3, &[(INFUSION, decades)], "blast_nadir_cells")),
        ("a sweep of 200 values", line(3, 200, "remission")),
        ("a sweep of 11 x 8", over(3, 11, 8)),
        ("a sweep of 30 x 30", over(7, 30, 30)),
        ("a sweep of 2 x 2", over(1, 2, 2)),
        ("a sweep of three keys", swept(2, &third, "days_neutrophils_below_half")),
        ("a sweep of nadirs", swept(2, &[(INFUSION, days(7)), (START, days(5))], "stem_nadir_cells")),
    ]
}

fn themes() -> [(&'static str, Theme); 4] {
    [
        ("light", Theme::light()),
        ("small letters", Theme::light().with_font_scale(0.8)),
        ("large letters", Theme::light().with_font_scale(1.5)),
        ("high page", Theme::dark().with_proportions(640, 480)),
    ]
}

fn drawn(input: &ComparisonInput, theme: &Theme) -> Vec<Figure> {
    super::super::drawn(&[response::FIGURE, differences::FIGURE, attribution::FIGURE, sweep::FIGURE], input, theme)
}

/// Every situation in the light theme, some of them in the others.
fn all_figures() -> impl Iterator<Item = (String, Theme, Figure)> {
    let shown = |name: &str, theme: &str| {
        theme == "light" || ["three arms", "seven arms", "long names", "a sweep of 11 x 8"].contains(&name)
    };
    situations().into_iter().flat_map(move |(name, compared)| {
        let chosen = themes().into_iter().filter(move |(theme, _)| shown(name, theme));
        chosen.flat_map(move |(theme_name, theme)| {
            let of_sweep = |figure: &Figure| !name.contains("sweep") || figure.name.starts_with("sweep");
            let figures: Vec<Figure> = drawn(&input(&compared), &theme).into_iter().filter(of_sweep).collect();
            figures.into_iter().map(move |figure| (format!("{name}, {theme_name}, {}", figure.name), theme, figure))
        })
    })
}

#[test]
fn every_figure_is_small_xml_without_nan_and_its_texts_neither_overlap_nor_leave_the_page() {
    let wrong: Vec<String> = all_figures().flat_map(|(place, theme, figure)| faults(&place, &theme, &figure)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn texts_of(figures: &[Figure]) -> Vec<String> {
    figures.iter().flat_map(|figure| texts(figure, "text")).collect()
}

#[track_caller]
fn assert_says(figures: &[Figure], expected: &[&str]) {
    let found = texts_of(figures);
    for text in expected {
        assert!(found.iter().any(|line| line.contains(text)), "`{text}` is not among {found:?}");
    }
}

#[test]
fn without_rates_pairs_shares_or_a_sweep_there_is_no_figure() {
    let compared = super::example::example(3, 20);
    assert_eq!(drawn(&input(&compared), &Theme::light()), []);
    assert_eq!(differences::FIGURE.drawn(&input(&with_rows(1, 20, None)), &Theme::light()), []);
}

#[test]
fn remission_rates_stand_beside_what_was_published() {
    let mut compared = with_rows(1, 53, Some(10.0 / 53.0));
    let published = compared.arms[0].published.as_mut().expect("the arm is a published one");
    (published.patients, published.cr, published.crp) = (17, 3, 2);
    let figures = response::FIGURE.drawn(&input(&compared), &Theme::light());
    assert_says(&figures, &["CR", "CR + CRp", "10 of 53: 19 % (9–32)", "published 3 of 17", "published 5 of 17"]);
    // R 4.2.2, binom.test(3, 17)$conf.int: 0.03798507, 0.43431787.
    assert_says(&figures, &["3 of 17: 18 % (4–43)"]);
}

#[test]
fn a_single_pair_fits_one_page_that_names_whom_each_side_favors() {
    let figures = differences::FIGURE.drawn(&input(&with_rows(2, 200, None)), &Theme::light());
    assert_eq!(figures.len(), 1);
    assert_says(&figures, &["← favors arm A", "favors arm B →", "← favors arm B", "favors arm A →", "vs arm A"]);
}

#[test]
fn of_many_pairs_those_with_the_first_arm_are_drawn_and_the_figure_says_so() {
    let figures = differences::FIGURE.drawn(&input(&with_rows(7, 200, None)), &Theme::light());
    assert_says(&figures, &["Pairs with the first arm only."]);
    assert!(texts_of(&figures).iter().filter(|text| text.starts_with("vs ")).all(|text| text == "vs arm A"));
}

#[test]
fn equal_arms_differ_by_zero_in_the_middle_of_the_axis() {
    let figures = differences::FIGURE.drawn(&input(&with_rows(3, 53, Some(0.0))), &Theme::light());
    assert_says(&figures, &["0 (−7 to +7), p = 1"]);
}

#[test]
fn a_drug_that_harms_has_a_bar_on_the_other_side() {
    let mut compared = with_rows(2, 200, None);
    let arm = compared.attribution.iter_mut().find(|one| one.arm == 1).expect("the arm was taken apart");
    let harm = arm.contributions.iter_mut().find(|one| one.drug == "cenersen").expect("it is given");
    (harm.share, harm.interval) = (-0.013, cenersim_statistics::Interval { low: -0.05, high: 0.02 });
    let harm = harm.share;
    let figures = attribution::FIGURE.drawn(&input(&compared), &Theme::light());
    assert_says(&figures, &["cenersen", &signed(100.0 * harm, 1)]);
}

#[test]
fn of_three_swept_keys_the_third_stands_still_and_the_figure_says_where() {
    let third = [(INFUSION, days(4)), (START, days(3)), ("arms.B.cytarabine.dose", days(2))];
    let compared = swept(2, &third, "days_neutrophils_below_half");
    let figures = sweep::FIGURE.drawn(&input(&compared), &Theme::light());
    assert_says(&figures, &["Cytarabine dose (arm B): 0 d.", "Cenersen infusion (arm B)", "Idarubicin start (arm B)"]);
    assert_eq!(
        figures.iter().map(|figure| texts(figure, "title").iter().filter(|t| t.contains(" ± ")).count()).sum::<usize>(),
        24
    );
}

#[test]
fn the_best_cell_is_the_lowest_where_less_is_better() {
    let grid = [(INFUSION, days(4)), (START, days(3))];
    let best = |endpoint| {
        texts_of(&sweep::FIGURE.drawn(&input(&swept(1, &grid, endpoint)), &Theme::light()))
            .into_iter()
            .find(|text| text.starts_with("best"))
    };
    assert_ne!(best("days_neutrophils_below_half"), best("overall_survival"));
    assert_eq!(best("unknown"), None);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let compared = swept(2, &[(INFUSION, days(4)), (START, days(3))], "cr");
    let draw = || drawn(&input(&compared), &Theme::dark());
    assert_eq!(draw(), draw());
}
