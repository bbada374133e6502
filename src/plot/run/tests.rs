//! What every figure must be, in every situation: valid XML, every label in it, free of NaN, nothing overlapping or
//! outside the page, large letters, the same bytes for the same input.

use super::{
    example::{BLASTS, Example},
    *,
};
use crate::{png, text};
use cenersim_model::{
    biology::Kind,
    curves::{EventKind, Response},
    quantity::Time,
};
use resvg::usvg::{self, Node, roxmltree::Document};
use std::sync::LazyLock;

/// Situations that figures must survive.
fn situations() -> Vec<(&'static str, Example)> {
    vec![
        ("one replicate", Example::treated(1, 42.0, 1)),
        ("many replicates, two courses", Example::treated(20, 90.0, 2)),
        ("two years, six courses", Example::treated(3, 730.0, 6)),
        ("one day", Example::treated(1, 1.0, 1)),
        ("untreated", Example::untreated(60.0)),
        ("all zero", Example::zero()),
        ("death and relapse", dead(Example::treated(1, 61.0, 1))),
        ("holes in the data", with_holes(Example::treated(2, 28.0, 1))),
        ("nothing at all", Example { replicates: Vec::new(), events: Vec::new(), ..Example::untreated(1.0) }),
        ("a long title", Example { title: "A title that does not end ".repeat(20), ..Example::treated(2, 28.0, 1) }),
    ]
}

fn dead(mut example: Example) -> Example {
    let event = |day, kind| Event { time: Time::days(day), kind };
    example.events[0].push(event(55.0, EventKind::Relapse));
    example.events[0].push(event(58.0, EventKind::Death { cause: "infection" }));
    example
}

fn with_holes(mut example: Example) -> Example {
    for (i, values) in example.replicates.iter_mut().flat_map(|set| set.values.values_mut()).enumerate() {
        let n = values.len();
        values[i % n] = f64::NAN;
        values[(7 * i + 100) % n] = f64::INFINITY;
        values[(11 * i + 300) % n] = -1.0;
        values[n - 1] = f64::NAN;
    }
    example
}

/// Every figure in every situation, light and dark, drawn once for all tests.
static ALL_FIGURES: LazyLock<Vec<(&'static str, Figure)>> = LazyLock::new(|| all_figures().collect());

fn all_figures() -> impl Iterator<Item = (&'static str, Figure)> {
    let light = situations().into_iter().map(|situation| (situation, Theme::light()));
    let dark = situations().into_iter().take(2).map(|situation| (situation, Theme::dark()));
    light.chain(dark).flat_map(|((name, example), theme)| {
        figures(&example.input(), &theme).into_iter().map(move |figure| (name, figure))
    })
}

fn figure(example: &Example, name: &str) -> Figure {
    figures(&example.input(), &Theme::light())
        .into_iter()
        .find(|figure| figure.name == name)
        .expect("the figure exists")
}

fn texts(figure: &Figure) -> Vec<String> {
    let document = Document::parse(&figure.svg).expect("figures are valid XML");
    document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter_map(|node| node.text())
        .map(String::from)
        .collect()
}

/// How many shapes of a tag are in the groups of a name.
fn shapes(figure: &Figure, group: &str, tag: &str) -> usize {
    let document = Document::parse(&figure.svg).expect("figures are valid XML");
    let named = |node: &usvg::roxmltree::Node| {
        node.children().any(|child| child.has_tag_name("title") && child.text() == Some(group))
    };
    let groups = document.descendants().filter(|node| node.has_tag_name("g")).filter(named);
    groups.flat_map(|group| group.children()).filter(|node| node.has_tag_name(tag)).count()
}

#[track_caller]
fn assert_texts(figure: &Figure, expected: &[&str]) {
    let found = texts(figure);
    for text in expected {
        assert!(found.iter().any(|t| t == text), "`{text}` is not in `{}`: {found:?}", figure.name);
    }
}

#[test]
fn every_figure_is_xml_without_nan_in_every_situation() {
    for (situation, figure) in &*ALL_FIGURES {
        assert!(Document::parse(&figure.svg).is_ok(), "{situation}: {}", figure.name);
        for nonsense in ["NaN", "inf\"", "inf,", "-2147483648", "2147483647"] {
            assert!(!figure.svg.contains(nonsense), "{situation}: `{nonsense}` in {}", figure.name);
        }
    }
}

fn text_boxes(group: &usvg::Group) -> Vec<usvg::Rect> {
    let boxes = |node: &Node| match node {
        Node::Text(text) => vec![text.abs_bounding_box()],
        Node::Group(group) => text_boxes(group),
        _ => Vec::new(),
    };
    group.children().iter().flat_map(boxes).collect()
}

#[test]
fn no_text_overlaps_another_or_leaves_the_page() {
    for (situation, figure) in &*ALL_FIGURES {
        let tree = usvg::Tree::from_str(&figure.svg, &text::options()).expect("figures are valid SVG");
        let boxes = text_boxes(tree.root());
        assert!(boxes.len() >= 10, "{situation}: {}", figure.name);
        for (i, a) in boxes.iter().enumerate() {
            let place = || format!("{situation}: {} at {:.0} {:.0}", figure.name, a.x(), a.y());
            assert!(a.left() >= 0.0 && a.right() <= 1910.0 && a.top() >= 0.0 && a.bottom() <= 1080.0, "{}", place());
            // A box has the full height of the line; letters fill the middle three quarters.
            let overlap = |b: &usvg::Rect| {
                let down = a.bottom().min(b.bottom()) - a.top().max(b.top());
                a.left() < b.right() && b.left() < a.right() && down > 0.25 * a.height().min(b.height())
            };
            let other = boxes[i + 1..].iter().find(|b| overlap(b));
            assert!(other.is_none(), "{} overlaps {other:?}", place());
        }
    }
}

#[test]
fn letters_are_large_enough_for_the_back_of_a_room() {
    for (situation, figure) in &*ALL_FIGURES {
        let document = Document::parse(&figure.svg).expect("figures are valid XML");
        for node in document.descendants().filter(|node| node.has_tag_name("text")) {
            let size: f64 = node.attribute("font-size").and_then(|size| size.parse().ok()).unwrap_or(0.0);
            let is_footer = node.text().is_some_and(|text| text.contains("seed 1"));
            assert!(size >= 26.0 || is_footer && size >= 22.0, "{situation}: {:?} has {size} px", node.text());
        }
    }
}

#[test]
fn the_population_figure_has_one_curve_and_one_name_for_each_kind() {
    let example = Example::treated(1, 42.0, 1);
    let population = figure(&example, "population");
    assert_texts(&population, &Kind::ALL.map(Kind::label));
    assert_texts(
        &population,
        // 75 kg at 0.1 mg/kg/h for seven days; 0.5 g/m2 at 1.89 m2 (Mosteller 1987), and what is prescribed where it is known.
        &[
            "cenersen",
            "idarubicin",
            "cytarabine",
            "1,260 mg",
            "3 × 946 mg",
            "12 mg/m2, days 2–4",
            "Cells in the patient",
        ],
    );
    assert_texts(&population, &["10¹²", "42", "Days since the start of treatment"]);
    for kind in Kind::ALL {
        assert_eq!(shapes(&population, kind.label(), "polyline"), 1, "{}", kind.label());
        assert_eq!(shapes(&population, &format!("{}, band", kind.label()), "polygon"), 0, "{}", kind.label());
    }
    assert_eq!(["cenersen", "idarubicin", "cytarabine"].map(|drug| shapes(&population, drug, "rect")), [1, 3, 3]);
}

#[test]
fn several_replicates_have_a_band_that_is_explained() {
    let few = figure(&Example::treated(3, 42.0, 1), "population");
    assert!(texts(&few).iter().any(|text| text.ends_with("median of 3 replicates; band: lowest to highest.")));
    let many = figure(&Example::treated(20, 42.0, 1), "population");
    assert!(texts(&many).iter().any(|text| text.ends_with("band: 5th to 95th percentile.")));
    for kind in Kind::ALL {
        assert_eq!(shapes(&many, &format!("{}, band", kind.label()), "polygon"), 1, "{}", kind.label());
    }
}

#[test]
fn an_extinct_kind_is_shown_and_dated() {
    let mut example = Example::treated(1, 42.0, 1);
    let set = &mut example.replicates[0];
    let stem = cenersim_model::curves::Curve {
        variable: cenersim_model::curves::Variable::Cells,
        kind: Some(Kind::LeukemicStem),
    };
    let point = set.days.partition_point(|day| *day < 10.0);
    set.values.get_mut(&stem).expect("recorded")[point..].fill(0.0);
    assert_texts(&figure(&example, "population"), &["0", "none left from day 10"]);
}

#[test]
fn the_marrow_figure_has_the_threshold_and_every_examination() {
    let marrow = figure(&Example::treated(1, 42.0, 1), "marrow");
    assert_texts(&marrow, &["5 % threshold", "Marrow blasts"]);
    BLASTS.iter().for_each(|blasts| assert_texts(&marrow, &[&format!("{blasts} of 200")]));
    assert_eq!(shapes(&marrow, "12 of 200", "circle"), 2);
    assert_eq!(shapes(&marrow, "12 of 200", "polyline"), 1);
    assert_eq!(shapes(&marrow, "threshold", "polyline"), 1);
}

#[test]
fn the_blood_figure_has_both_counts_and_their_thresholds() {
    let blood = figure(&Example::treated(1, 42.0, 1), "blood");
    assert_texts(&blood, &["Neutrophils (10⁹/L)", "Platelets (10⁹/L)", "0.5", "1.0", "50", "100"]);
    assert_eq!(["Neutrophils", "Platelets"].map(|count| shapes(&blood, count, "polyline")), [1, 1]);
    let zero = figure(&Example::zero(), "blood");
    assert_texts(&zero, &["≤0.01", "≤1"]);
}

#[test]
fn the_mechanism_figure_has_a_panel_for_each_step() {
    let mechanism = figure(&Example::treated(1, 42.0, 1), "mechanism");
    assert_texts(
        &mechanism,
        &["Plasma levels", "Levels in cells", "p53 mRNA", "p53 protein", "DNA damage", "Ara-C lesions"],
    );
    assert_texts(&mechanism, &["p53 apoptosis", "Other apoptosis", "Mitotic catastrophe", "Ara-CTP", "Idarubicinol"]);
    for kind in Kind::ALL {
        assert_eq!(shapes(&mechanism, kind.label(), "polyline"), 7, "{}", kind.label());
    }
}

#[test]
fn the_mechanism_shows_each_curve_beside_the_same_without_cenersen() {
    let (with, without) = (Example::treated(2, 42.0, 1), Example::treated(1, 42.0, 1));
    let input = FigureInput { without: &without.replicates, ..with.input() };
    let mechanism = figures(&input, &Theme::light()).into_iter().find(|figure| figure.name == "mechanism").unwrap();
    for kind in Kind::ALL {
        let name = format!("{}, without cenersen", kind.label());
        assert_eq!(shapes(&mechanism, &name, "polyline"), 7, "{name}");
    }
    let told = texts(&mechanism);
    assert!(told.iter().any(|text| text.ends_with(" Thin: the first 1 without cenersen, median.")), "{told:?}");
}

#[test]
fn a_drug_that_is_not_given_has_no_lane() {
    let example = Example::treated(1, 28.0, 1);
    assert_texts(&figure(&example, "mechanism"), &["Cenersen", "each lane from 0 to its peak"]);
    let untreated = figure(&Example::untreated(28.0), "mechanism");
    assert_texts(&untreated, &["no drug"]);
    assert!(texts(&untreated).iter().all(|text| text != "Cenersen" && text != "none"));
}

#[test]
fn without_treatment_the_strip_says_so() {
    let population = figure(&Example::untreated(60.0), "population");
    assert_texts(&population, &["no treatment", "Days"]);
}

#[test]
fn death_and_relapse_are_named_for_one_replicate_and_counted_for_several() {
    let one = figure(&dead(Example::treated(1, 61.0, 1)), "blood");
    assert_texts(&one, &["relapse, day 55", "death (infection), day 58"]);
    let several = figure(&dead(Example::treated(4, 61.0, 1)), "blood");
    assert!(texts(&several).iter().any(|text| text.contains("1 of 4 died")));
}

#[test]
fn the_best_response_is_named_for_one_replicate_and_counted_for_several() {
    let respond = |mut example: Example| {
        let found = [(35.0, Response::PR), (42.0, Response::CR)];
        let event = |(day, response)| Event { time: Time::days(day), kind: EventKind::Response(response) };
        example.events[0].extend(found.map(event));
        example
    };
    let one = figure(&respond(Example::treated(1, 61.0, 1)), "blood");
    assert_texts(&one, &["CR, day 42"]);
    assert!(!texts(&one).iter().any(|text| text.contains("PR, day")));
    let several = figure(&respond(Example::treated(4, 61.0, 1)), "blood");
    assert!(texts(&several).iter().any(|text| text.contains("Best response: CR 1 of 4.")));
}

#[test]
fn a_png_has_the_size_asked_for_and_something_on_it() {
    let population = figure(&Example::treated(1, 42.0, 1), "population");
    for (width, height) in [(1920, 1080), (960, 540), (500, 500)] {
        let png = png(&population, width, height);
        let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!((number(16), number(20)), (width, height));
        assert!(png.len() > 10_000, "{} bytes", png.len());
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let example = Example::treated(3, 42.0, 1);
    let draw = || figures(&example.input(), &Theme::light());
    assert_eq!(draw(), draw());
    let population = figure(&example, "population");
    assert_eq!(png(&population, 480, 270), png(&population, 480, 270));
}
