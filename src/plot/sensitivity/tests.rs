//! What every figure of a sensitivity analysis must be, in every situation: valid XML, small, free of NaN, nothing
//! overlapping or outside the page; and what each must say.

use super::*;
use crate::{
    comparison::{faults, texts},
    fixtures::sensitivity,
    names::{begun, number},
};
use cenersim_analyses::sensitivity::VarianceShare;
use cenersim_statistics::Interval;

const FOOTER: &str = "scenario sensitivity | seed 1 | cenersim";

/// The same with so many inputs, the first ones or repeated ones, so many of them kept, and its effects so much larger.
fn example(inputs: usize, kept: usize, larger: f64) -> SensitivityResult {
    let mut result = sensitivity();
    let input = |n: usize| {
        let mut input = result.inputs[n % result.inputs.len()].clone();
        input.path += &if n < result.inputs.len() { String::new() } else { format!("_{n}") };
        input
    };
    result.inputs = (0..inputs).map(input).collect();
    result.kept = (0..kept).collect();
    result.outputs.iter_mut().for_each(|one| resize(one, inputs, kept, larger));
    result
}

fn resize(one: &mut OutputResult, inputs: usize, kept: usize, larger: f64) {
    let repeated = |n: usize| {
        let mut found = one.screened[n % one.screened.len()];
        let effects = &mut found.effects;
        (effects.absolute, effects.deviation) = (larger * effects.absolute, larger * effects.deviation);
        effects.interval = effects.interval.scaled(larger);
        found
    };
    one.screened = (0..inputs).map(repeated).collect();
    let mut order: Vec<usize> = (0..inputs).collect();
    order.sort_by(|a, b| one.screened[*b].effects.absolute.total_cmp(&one.screened[*a].effects.absolute));
    order.into_iter().zip(1..).for_each(|(input, rank)| one.screened[input].rank = Some(rank));
    let shares: Vec<_> = one.variance.iter().cycle().take(kept).enumerate().collect();
    one.variance = shares.into_iter().map(|(input, share)| VarianceShare { input, ..*share }).collect();
}

/// The path of the input with the largest effect.
fn largest(result: &SensitivityResult, output: Output) -> &str {
    let one = result.outputs.iter().find(|one| one.output == output).expect("every output is there");
    let effect = |input: &usize| one.screened[*input].effects.absolute;
    let first = (0..result.inputs.len()).max_by(|a, b| effect(a).total_cmp(&effect(b)).then(b.cmp(a)));
    &result.inputs[first.expect("an input")].path
}

fn situations() -> Vec<(&'static str, SensitivityResult)> {
    let long = SensitivityResult { title: "A title that goes on ".repeat(20), ..example(20, 8, 1.0) };
    vec![
        ("as written", sensitivity()),
        ("a hundred inputs", example(100, 8, 1.0)),
        ("three inputs", example(3, 3, 1.0)),
        ("one input", example(1, 1, 1.0)),
        ("no second stage", example(40, 0, 1.0)),
        ("twenty kept", example(40, 20, 1.0)),
        ("tiny effects", example(40, 8, 1e-6)),
        ("no effect", example(40, 8, 0.0)),
        ("a long title", long),
    ]
}

fn themes() -> [(&'static str, Theme); 3] {
    [
        ("light", Theme::light()),
        ("large letters", Theme::light().with_font_scale(1.25)),
        ("high page", Theme::dark().with_proportions(640, 480)),
    ]
}

fn drawn(result: &SensitivityResult, theme: &Theme) -> Vec<Figure> {
    sensitivity_figures(&SensitivityInput { result, footer: FOOTER }, theme)
}

#[test]
fn every_figure_is_small_xml_without_nan_and_its_texts_neither_overlap_nor_leave_the_page() {
    let mut wrong = Vec::new();
    for (situation, result) in situations() {
        let shown = |theme: &str| theme == "light" || ["as written", "a hundred inputs"].contains(&situation);
        for (name, theme) in themes().into_iter().filter(|(name, _)| shown(name)) {
            let found = drawn(&result, &theme);
            wrong.extend(
                found
                    .iter()
                    .flat_map(|figure| faults(&format!("{situation}, {name}, {}", figure.name), &theme, figure)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_output_has_its_ranking_and_its_effects_and_names_the_largest() {
    let result = example(100, 8, 1.0);
    let figures = drawn(&result, &Theme::light());
    let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    let outputs = Output::ALL;
    let named = |figure: &str| outputs.map(|output| format!("{figure}_{}", output.name()));
    let expected = named("ranking").into_iter().chain(named("effects"));
    assert!(expected.into_iter().all(|name| names.contains(&name.as_str())), "{names:?}");
    for (output, figure) in outputs.into_iter().flat_map(|output| {
        let of = move |figure: &&Figure| figure.name.ends_with(output.name());
        figures.iter().filter(of).map(move |figure| (output, figure))
    }) {
        let found = texts(figure, "text");
        let first = begun(&number(largest(&result, output)));
        // A long name may be cut.
        assert!(found.iter().any(|text| first.starts_with(text.trim_end_matches('…')) && text.len() > 12), "{found:?}");
        assert!(found.iter().any(|text| text.starts_with(FOOTER)));
    }
}

#[test]
fn shares_are_in_percent_where_they_are_resolved_and_there_is_no_figure_of_what_was_not_done() {
    let variance = |result: &SensitivityResult| {
        drawn(result, &Theme::light()).into_iter().find(|figure| figure.name == "variance")
    };
    let result = sensitivity();
    let said = texts(&variance(&result).expect("a figure"), "text");
    let percent = |share: f64| format!("{:.0} %", 100.0 * share).replace('-', "\u{2212}");
    let shares = result.outputs.iter().flat_map(|one| &one.variance);
    let totals: Vec<Option<f64>> = shares.map(|share| share.indices.total_resolved()).collect();
    assert!(totals.iter().flatten().count() > 3, "{totals:?}");
    assert!(totals.iter().flatten().all(|total| said.contains(&percent(*total))), "{totals:?}: {said:?}");
    let has = |found: &[String], text: &str| found.iter().any(|said| said == text);
    assert_eq!(has(&said, "n.r."), totals.contains(&None));
    let mut narrow = result.clone();
    let shares = narrow.outputs.iter_mut().flat_map(|one| &mut one.variance);
    for (place, share) in (1..).map(|n| 0.07 * f64::from(n)).zip(shares) {
        (share.indices.total, share.indices.total_interval) = (place, Interval { low: place - 0.2, high: place + 0.2 });
    }
    let resolved = texts(&variance(&narrow).expect("a figure"), "text");
    assert!(totals.len() > 6 && (1..=totals.len()).all(|n| has(&resolved, &percent(0.07 * n as f64))), "{resolved:?}");
    let mut wide = result.clone();
    for share in wide.outputs.iter_mut().flat_map(|one| &mut one.variance) {
        (share.indices.total, share.indices.total_interval) = (3.4, Interval { low: 0.0, high: 13.7 });
    }
    let figure = variance(&wide).expect("a figure");
    let (title, unresolved) = (&figure.title, texts(&figure, "text"));
    assert!(has(&unresolved, "n.r.") && title.ends_with("do not resolve the shares of the variance"), "{title}");
    assert!(!unresolved.iter().any(|text| text.contains("340")), "{unresolved:?}");
    assert!(said.contains(&"with interactions".to_owned()), "{said:?}");
    assert_eq!(variance(&example(40, 0, 1.0)), None);
    assert!(drawn(&example(40, 0, 0.0), &Theme::light()).is_empty());
}
