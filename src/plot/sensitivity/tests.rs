//! What every figure of a sensitivity analysis must be, in every situation: valid XML, small, free of NaN, nothing
//! overlapping or outside the page; and what each must say.

use super::*;
use crate::comparison::{faults, texts};
use cenersim_analyses::sensitivity::{InputResult, Protocol, Scale, Screened, Spread, VarianceShare};
use cenersim_model::{engine::Seed, parameters::Grade};
use cenersim_statistics::{Interval, morris::Effects, sobol::Indices};

const FOOTER: &str = "scenario sensitivity | seed 1 | cenersim";

fn input_result(path: String) -> InputResult {
    let text = |text: &str| text.to_owned();
    let (value, low, high) = (text("1"), text("0.5"), text("2"));
    let (source, about) = (text("assumed"), text("What it is."));
    InputResult { path, value, low, high, scale: Scale::Uniform, grade: Grade::C, source, about }
}

/// Effects that fall off with the number of the input, and shares of the first ones.
fn example(inputs: usize, kept: usize, size: f64) -> SensitivityResult {
    let draw = |name: &str, n: usize| Seed::new(1).named(name).number(n as u64).uniform();
    let effects = |absolute: f64, n: usize| Effects {
        mean: absolute * (draw("mean", n) - 0.5),
        absolute,
        deviation: absolute * 1.4 * draw("deviation", n),
        interval: Interval { low: 0.6 * absolute, high: 1.5 * absolute },
        n: 12,
    };
    let screened = |n: usize| {
        let relative = 1.0 / (1.0 + n as f64);
        Screened {
            effects: effects(size * relative, n),
            relative,
            rank: Some(n as u32 + 1),
            level: Level::of(relative, 0.04),
        }
    };
    let share = |input: usize| {
        let first = 0.4 / (1.0 + input as f64);
        let around = |x: f64| Interval { low: x - 0.2, high: x + 0.3 };
        let (first_interval, total_interval) = (around(first), around(1.4 * first));
        VarianceShare { input, indices: Indices { first, total: 1.4 * first, first_interval, total_interval } }
    };
    let output = |output| OutputResult {
        output,
        spread: Spread { mean: 0.4, low: 0.1, high: 0.8 },
        screened: (0..inputs).map(screened).collect(),
        chance: effects(0.04 * size, 999),
        chance_relative: 0.04,
        variance: (0..kept).map(share).collect(),
    };
    SensitivityResult {
        title: "What drives the answers under arm B".into(),
        protocol: Protocol {
            arm: "B".into(),
            patients: 12,
            trajectories: 12,
            levels: 4,
            rows: 128,
            kept: 8,
            parameters: Vec::new(),
        },
        seed: 1,
        horizon_days: 120.0,
        agents_per_class: 64,
        inputs: (0..inputs).map(|n| input_result(format!("apoptosis.competence.leukemic_progenitor_{n}"))).collect(),
        outputs: Output::ALL.map(output).into(),
        kept: (0..kept).collect(),
        redrawn: 3,
        skipped: 4,
        failed: 0,
        points: 2600,
    }
}

fn situations() -> Vec<(&'static str, SensitivityResult)> {
    let long = SensitivityResult { title: "A title that goes on ".repeat(20), ..example(20, 8, 0.3) };
    vec![
        ("a hundred inputs", example(100, 8, 0.3)),
        ("three inputs", example(3, 3, 0.3)),
        ("one input", example(1, 1, 0.3)),
        ("no second stage", example(40, 0, 0.3)),
        ("twenty kept", example(40, 20, 0.3)),
        ("tiny effects", example(40, 8, 1e-6)),
        ("no effect", example(40, 8, 0.0)),
        ("a long title", long),
    ]
}

fn themes() -> [(&'static str, Theme); 4] {
    [
        ("light", Theme::light()),
        ("dark", Theme::dark()),
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
        for (name, theme) in themes() {
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
    let figures = drawn(&example(100, 8, 0.3), &Theme::light());
    let names: Vec<&str> = figures.iter().map(|figure| figure.name).collect();
    let outputs = Output::ALL.map(Output::name);
    let expected = outputs
        .map(|output| format!("ranking_{output}"))
        .into_iter()
        .chain(outputs.map(|output| format!("effects_{output}")));
    assert!(expected.into_iter().all(|name| names.contains(&name.as_str())), "{names:?}");
    for figure in figures.iter().filter(|figure| !figure.name.starts_with("variance")) {
        let found = texts(figure, "text");
        assert!(found.iter().any(|text| text.starts_with("apoptosis.") && text.ends_with("_0")), "{found:?}");
        assert!(found.contains(&FOOTER.to_owned()));
    }
}

#[test]
fn shares_are_in_percent_and_there_is_no_figure_of_what_was_not_done() {
    let variance = |result: &SensitivityResult| {
        drawn(result, &Theme::light()).into_iter().find(|figure| figure.name == "variance")
    };
    let said = texts(&variance(&example(40, 3, 0.3)).expect("a figure"), "text");
    assert!(["40 %", "56 %", "with interactions"].iter().all(|text| said.contains(&(*text).to_owned())), "{said:?}");
    assert_eq!(variance(&example(40, 0, 0.3)), None);
    assert!(drawn(&example(40, 0, 0.0), &Theme::light()).is_empty());
}
