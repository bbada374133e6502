//! What the figures with rows, shares and sweeps must be, in every situation: valid XML, small, nothing overlapping or
//! outside the page, the numbers of the result on them.

use super::{
    example::input,
    row_example::{swept, with_rows},
    tests::{misplaced, text_boxes},
    *,
};
use crate::plot::{png, text};
use resvg::usvg;

fn renamed(mut compared: Compared) -> Compared {
    let name =
        |i: usize| format!("Cenersen 2.4 mg/kg/d for four days with idarubicin and high-dose cytarabine, variant {i}");
    compared.arms.iter_mut().enumerate().for_each(|(i, arm)| arm.name = name(i));
    if let Some(sweep) = &mut compared.sweep {
        sweep.arms = (0..sweep.arms.len()).map(name).collect();
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
        ("replicates", Compared { replicates: 3, ..with_rows(3, 200, None) }),
        ("a sweep of two points", line(2, 2, "remission")),
        ("a sweep of one point", line(1, 1, "cr")),
        ("a sweep over words", swept(3, &[(INFUSION, words)], "blast_log_kill")),
        ("a sweep over decades", swept(3, &[(INFUSION, decades)], "blast_nadir")),
        ("a sweep of 200 values", line(3, 200, "remission")),
        ("a sweep of 11 x 8", over(3, 11, 8)),
        ("a sweep of 30 x 30", over(7, 30, 30)),
        ("a sweep of 2 x 2", over(1, 2, 2)),
        ("a sweep of three keys", swept(2, &third, "days_neutropenia")),
        ("a sweep of nadirs", swept(2, &[(INFUSION, days(7)), (START, days(5))], "stem_nadir")),
    ]
}

fn themes() -> [(&'static str, Theme); 5] {
    [
        ("light", Theme::light()),
        ("dark", Theme::dark()),
        ("small letters", Theme::light().with_font_scale(0.8)),
        ("large letters", Theme::light().with_font_scale(1.5)),
        ("high page", Theme::dark().with_proportions(640, 480)),
    ]
}

fn drawn(input: &ComparisonInput, theme: &Theme) -> Vec<Figure> {
    let all = [response(input, theme), differences(input, theme), attribution(input, theme), sweep(input, theme)];
    all.concat()
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
    let look = std::env::var("LOOK").ok();
    let mut wrong = Vec::new();
    for (place, theme, figure) in all_figures() {
        let nonsense = ["NaN", "inf\"", "inf,", "-2147483648", "2147483647", "=\"-"];
        wrong.extend(nonsense.iter().filter(|text| figure.svg.contains(*text)).map(|text| format!("{place}: {text}")));
        if figure.svg.len() > 600_000 {
            wrong.push(format!("{place}: {} bytes", figure.svg.len()));
        }
        let tree = usvg::Tree::from_str(&figure.svg, &text::options()).expect("figures are valid SVG");
        wrong
            .extend(misplaced(&text_boxes(tree.root()), theme.size).into_iter().map(|what| format!("{place}: {what}")));
        if look.as_ref().is_some_and(|look| place.contains(look.as_str())) {
            let file = place.replace(", ", "__").replace(' ', "_");
            std::fs::write(format!("/tmp/fig2/{file}.png"), png(&figure, theme.size.0 / 2, theme.size.1 / 2)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
