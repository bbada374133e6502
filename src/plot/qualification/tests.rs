//! What the qualification figures must show. No simulation: rows are made up.

use super::*;
use cenersim_qualification::{Check, Estimate, Row, SUBJECTS, Scope, Size};
use resvg::usvg::roxmltree::Document;

/// Every check with its published value.
fn made_up(scope: Scope) -> Qualification {
    let row = |subject: &'static str, check: &Check| {
        let value = check.published.value();
        let value = if value.is_nan() { 1.0 } else { value };
        let made = check.lacks.is_empty() || check.published.interval().is_none();
        let estimate = made.then_some(Estimate { value, error: 0.01, n: 600 });
        Row { subject, check: *check, estimate, verdict: check.judge(estimate.as_ref()) }
    };
    let rows = SUBJECTS.iter().flat_map(|subject| subject.checks.iter().map(|check| row(subject.heading, check)));
    Qualification { size: Size::Reduced, scope, seed: 1, rows: rows.collect() }
}

fn texts(figure: &Figure) -> String {
    let document = Document::parse(&figure.svg).expect("figures are valid XML");
    document.descendants().filter_map(|node| node.text()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_scorecard_comes_first_on_one_page_and_names_every_family() {
    let found = made_up(Scope::All);
    let figures = qualification(&found, "footer", &Theme::light());
    assert_eq!([&figures[0].name, &figures[1].name], ["scorecard", "arms"]);
    let told = texts(&figures[0]);
    for subject in SUBJECTS {
        assert!(told.contains(subject.heading), "{}", subject.heading);
    }
    assert!(!told.contains("NaN"));
}

/// The smallest letters of a figure but for its provenance (pt), on a slide that is 960 pt wide.
fn smallest_letters(figure: &Figure) -> f64 {
    let document = Document::parse(&figure.svg).expect("figures are valid XML");
    let sizes = document.descendants().filter(|node| node.tag_name().name() == "text" && node.text() != Some("footer"));
    let points = |size: &str| 960.0 / 1920.0 * size.parse::<f64>().expect("a number");
    sizes.filter_map(|node| node.attribute("font-size").map(points)).fold(f64::INFINITY, f64::min)
}

#[test]
fn published_arms_can_be_read_on_a_slide_and_their_first_page_has_all_remissions_for_calibration() {
    for theme in [Theme::light(), Theme::dark()] {
        let figures = qualification(&made_up(Scope::Arms), "footer", &theme);
        let pages: Vec<&Figure> = figures.iter().filter(|figure| figure.name.starts_with("arms")).collect();
        let told = texts(pages[0]);
        assert!(told.contains("16 of 16 remission counts") && told.contains("N25") && told.contains("265 of 402"));
        assert!(told.contains("L02") && !told.contains("Deaths"), "{told}");
        assert!(
            pages.iter().all(|page| arms::GROUPS.iter().any(|(_, heading)| texts(page).contains(heading))),
            "a heading"
        );
        for page in pages {
            let found = smallest_letters(page);
            assert!(found >= 12.0, "{}: {found} pt", page.name);
        }
        assert!(figures.iter().all(|figure| figure.name != "scorecard"));
    }
}
