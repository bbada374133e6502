//! What every figure of a comparison must be, in every situation: valid XML, small, free of NaN, nothing overlapping or
//! outside the page, the same bytes for the same input.

use super::{
    example::{FOOTER, estimate, example, input},
    *,
};
use crate::plot::{png, text};
use resvg::usvg::{self, Node, roxmltree::Document};

fn named(mut compared: Compared, name: impl Fn(usize) -> String) -> Compared {
    compared.arms.iter_mut().enumerate().for_each(|(i, arm)| arm.name = name(i));
    compared
}

fn long_names(arms: u32) -> Compared {
    named(example(arms, 40), |i| {
        format!("Cenersen 2.4 mg/kg/d for four days with idarubicin and high-dose cytarabine, variant {i}")
    })
}

/// Everybody or nobody has an event.
fn with_events(arms: u32, events: bool) -> Compared {
    let mut compared = example(arms, 53);
    for (i, arm) in compared.arms.iter_mut().enumerate() {
        let observed: Vec<_> =
            (0..53).map(|n| if events { (f64::from(3 * n + 1) + i as f64, true) } else { (180.0, false) }).collect();
        arm.overall_survival = estimate(&observed);
        arm.disease_free_survival = estimate(if events { &observed } else { &[] });
        for change in &mut arm.best_changes {
            change.percent = if events { -100.0 } else { 250.0 };
        }
    }
    compared
}

fn without_bands() -> Compared {
    let mut compared = example(3, 40);
    compared.arms[0].bands.clear();
    for band in &mut compared.arms[1].bands {
        band.quantiles.iter_mut().for_each(|values| values.fill(f64::NAN));
    }
    compared.arms[2].best_changes.clear();
    compared
}

fn situations() -> Vec<(&'static str, Compared)> {
    vec![
        ("one arm", example(1, 200)),
        ("two arms", example(2, 200)),
        ("three arms", example(3, 200)),
        ("four arms", example(4, 200)),
        ("seven arms", example(7, 200)),
        ("twelve arms", example(12, 60)),
        ("long names", long_names(3)),
        ("long names, seven arms", long_names(7)),
        ("zero events", with_events(3, false)),
        ("all events", with_events(2, true)),
        ("ten thousand patients", example(3, 10_000)),
        ("ten thousand patients, seven arms", example(7, 10_000)),
        ("empty bands", without_bands()),
        ("one patient", Compared { population: false, ..example(2, 1) }),
        ("a long title", Compared { title: "A title that does not end ".repeat(20), ..example(2, 30) }),
    ]
}

fn themes() -> [(&'static str, Theme); 5] {
    [
        ("light", Theme::light()),
        ("dark", Theme::dark()),
        ("small letters", Theme::light().with_font_scale(0.8)),
        ("large letters", Theme::light().with_font_scale(1.25)),
        ("high page", Theme::dark().with_proportions(640, 480)),
    ]
}

/// Every situation in the light theme, some of them in the others.
fn all_figures() -> impl Iterator<Item = (String, Theme, Figure)> {
    let shown =
        |name: &str, theme: &str| theme == "light" || ["three arms", "seven arms", "long names"].contains(&name);
    situations().into_iter().flat_map(move |(name, compared)| {
        let drawn = themes().into_iter().filter(move |(theme, _)| shown(name, theme));
        drawn.flat_map(move |(theme_name, theme)| {
            let figures = comparison_figures(&input(&compared), &theme);
            figures.into_iter().map(move |figure| (format!("{name}, {theme_name}, {}", figure.name), theme, figure))
        })
    })
}

fn figure(compared: &Compared, name: &str) -> Figure {
    let figures = comparison_figures(&input(compared), &Theme::light());
    figures.into_iter().find(|figure| figure.name == name).expect("the figure exists")
}

fn texts(figure: &Figure, tag: &str) -> Vec<String> {
    let document = Document::parse(&figure.svg).expect("figures are valid XML");
    let nodes = document.descendants().filter(|node| node.has_tag_name(tag));
    nodes.filter_map(|node| node.text()).map(String::from).collect()
}

fn says(figure: &Figure, text: &str) -> bool {
    texts(figure, "text").iter().any(|found| found.contains(text))
}

fn text_boxes(group: &usvg::Group) -> Vec<(usvg::Rect, String)> {
    let boxes = |node: &Node| match node {
        Node::Text(text) => vec![(
            text.abs_bounding_box(),
            text.chunks().iter().map(|chunk| chunk.text().to_string()).collect::<String>(),
        )],
        Node::Group(group) => text_boxes(group),
        _ => Vec::new(),
    };
    group.children().iter().flat_map(boxes).collect()
}

#[test]
fn every_figure_is_small_xml_without_nan_and_its_texts_neither_overlap_nor_leave_the_page() {
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
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Texts outside the page, and texts over others.
fn misplaced(boxes: &[(usvg::Rect, String)], size: (u32, u32)) -> Vec<String> {
    let mut wrong = Vec::new();
    for (i, (a, text)) in boxes.iter().enumerate() {
        if a.left() < 0.0 || a.right() > size.0 as f32 || a.top() < 0.0 || a.bottom() > size.1 as f32 {
            wrong.push(format!("`{text}` leaves the page: {a:?}"));
        }
        // A box has the full height of the line; letters fill the middle three quarters.
        let overlaps = |b: &usvg::Rect| {
            let across = a.right().min(b.right()) - a.left().max(b.left());
            let down = a.bottom().min(b.bottom()) - a.top().max(b.top());
            let line = [a.width(), a.height(), b.width(), b.height()].into_iter().fold(f32::INFINITY, f32::min);
            across > 0.25 * line && down > 0.25 * line
        };
        let others = boxes[i + 1..].iter().filter(|(b, _)| overlaps(b));
        wrong.extend(others.map(|(b, other)| {
            format!("`{text}` overlaps `{other}` at {:.0} {:.0}, {:.0} {:.0}", a.x(), a.y(), b.x(), b.y())
        }));
    }
    wrong
}

#[test]
fn zz_look() {
    let only = std::env::var("LOOK").unwrap_or_default();
    for (place, theme, figure) in all_figures() {
        if !only.is_empty() && place.contains(&only) {
            let file = place.replace(", ", "__").replace(' ', "_");
            std::fs::write(format!("/tmp/fig1_{file}.png"), png(&figure, theme.size.0 * 2 / 3, theme.size.1 * 2 / 3))
                .unwrap();
        }
        println!("{place}: {} kB", figure.svg.len() / 1000);
    }
}
