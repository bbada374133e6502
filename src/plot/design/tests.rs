//! What the figure of a next trial must be, in every situation: valid XML, small, free of NaN, nothing overlapping or
//! outside the page; and what it must say.

use super::*;
use crate::comparison::{faults, texts};
use cenersim_analyses::design::World;

const FOOTER: &str = "scenario next_trial | seed 1 | cenersim";

/// A small design as the program wrote it; `assets/fixtures.sh` writes it again.
fn real() -> DesignResult {
    serde_json::from_str(include_str!("../fixtures/design.json")).expect("the file holds a result")
}

fn drawn(result: &DesignResult, theme: &Theme) -> Vec<Figure> {
    design_figures(&DesignInput { result, footer: FOOTER }, theme)
}

fn situations() -> Vec<(&'static str, DesignResult)> {
    let mut certain = real();
    certain.curve.iter_mut().flat_map(|point| &mut point.assurance).for_each(|one| (one.value, one.error) = (1.0, 0.0));
    let mut unknown = real();
    unknown.curve.iter_mut().flat_map(|point| &mut point.assurance).for_each(|one| one.error = f64::NAN);
    let mut single = real();
    single.curve.truncate(1);
    let mut enough = real();
    enough.answers.iter_mut().for_each(|answer| answer.patients = Some(1234));
    let long = DesignResult { title: "A title that goes on ".repeat(20), ..real() };
    let posterior = DesignResult { posterior: Some("calibration".into()), ..real() };
    vec![
        ("as written", real()),
        ("certain", certain),
        ("errors unknown", unknown),
        ("one number of patients", single),
        ("enough patients", enough),
        ("a long title", long),
        ("a posterior", posterior),
    ]
}

#[test]
fn the_figure_is_small_xml_without_nan_and_its_texts_neither_overlap_nor_leave_the_page() {
    let themes = [
        ("light", Theme::light()),
        ("dark", Theme::dark()),
        ("large letters", Theme::light().with_font_scale(1.25)),
        ("high page", Theme::dark().with_proportions(640, 480)),
    ];
    let mut wrong = Vec::new();
    for (situation, result) in situations() {
        for (name, theme) in &themes {
            let figures = drawn(&result, theme);
            wrong.extend(figures.iter().flat_map(|figure| faults(&format!("{situation}, {name}"), theme, figure)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_figure_says_how_many_patients_are_enough_in_each_world_and_what_was_planned() {
    let result = real();
    let figures = drawn(&result, &Theme::light());
    let [figure] = figures.as_slice() else { panic!("one slide: {}", figures.len()) };
    let said = texts(figure, "text");
    let worlds = World::ALL.map(World::label);
    assert!(worlds.iter().all(|world| said.iter().any(|text| text == world)), "{said:?}");
    let planned: u32 = result.plan.sizes.iter().sum();
    assert!(
        said.contains(&format!("planned: {planned}")) && said.iter().any(|text| text.starts_with(FOOTER)),
        "{said:?}"
    );
    assert!(said.contains(&"2.5 % of trials".to_owned()), "{said:?}");
    let enough = result.plan.for_power.expect("the hoped-for effect can be found");
    assert!(said.contains(&format!("80 % with {enough}")) && figure.alt.contains("hoped-for effect"), "{said:?}");
}
