//! What every figure of a comparison must be, in every situation: valid XML, small, free of NaN, nothing overlapping or
//! outside the page, the same bytes for the same input.

use super::{
    example::{FOOTER, estimate, example, input},
    *,
};
use crate::{Shape, fixtures::headline, png, text};
use cenersim_analyses::comparison::{BandDifference, BandResult, ShownOfArm};
use cenersim_model::treatment::Drug;
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

pub fn with_headline(compared: Compared) -> Compared {
    let names: Vec<&str> = compared.arms.iter().map(|arm| arm.name.as_str()).collect();
    let headline = Some(headline(&names));
    Compared { headline, ..compared }
}

fn situations() -> Vec<(&'static str, Compared)> {
    vec![
        ("one arm", example(1, 200)),
        ("two arms", example(2, 200)),
        ("three arms", example(3, 200)),
        ("four arms", example(4, 200)),
        ("seven arms", example(7, 200)),
        ("twelve arms", example(12, 60)),
        ("a headline", with_headline(example(3, 200))),
        ("a headline of one arm", with_headline(example(1, 200))),
        ("a headline of seven arms", with_headline(long_names(7))),
        ("long names", long_names(3)),
        ("long names, seven arms", long_names(7)),
        ("zero events", with_events(3, false)),
        ("all events", with_events(2, true)),
        ("ten thousand patients", example(3, 10_000)),
        ("ten thousand patients, seven arms", example(7, 10_000)),
        ("empty bands", without_bands()),
        ("one patient", Compared { population: false, ..example(2, 1) }),
        ("three arms with differences", with_differences(3, (-1.5, 0.5))),
        ("seven arms with differences", with_differences(7, (-1.5, -0.5))),
        ("a long title", Compared { title: "A title that does not end ".repeat(20), ..example(2, 30) }),
    ]
}

fn themes() -> [(&'static str, Theme); 7] {
    [
        ("light", Theme::light()),
        ("small letters", Theme::light().with_font_scale(0.8)),
        ("large letters", Theme::light().with_font_scale(1.25)),
        ("high page", Theme::dark().with_proportions(640, 480)),
        ("print", Theme::print()),
        ("half", Theme::light().shaped(Shape::Half)),
        ("column", Theme::print().shaped(Shape::Column)),
    ]
}

/// Every situation in the light theme, some of them in the others.
fn all_figures() -> impl Iterator<Item = (String, Theme, Figure)> {
    let shown = |name: &str, theme: &str| {
        theme == "light" || ["three arms with differences", "seven arms", "long names", "a headline"].contains(&name)
    };
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

pub fn texts(figure: &Figure, tag: &str) -> Vec<String> {
    let document = Document::parse(&figure.svg).expect("figures are valid XML");
    let nodes = document.descendants().filter(|node| node.has_tag_name(tag));
    nodes.filter_map(|node| node.text()).map(String::from).collect()
}

fn says(figure: &Figure, text: &str) -> bool {
    texts(figure, "text").iter().any(|found| found.contains(text))
}

pub fn text_boxes(group: &usvg::Group) -> Vec<(usvg::Rect, String)> {
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
    let wrong: Vec<String> = all_figures().flat_map(|(place, theme, figure)| faults(&place, &theme, &figure)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What no figure may have: numbers that are none, too many bytes, texts outside the page or over others.
pub fn faults(place: &str, theme: &Theme, figure: &Figure) -> Vec<String> {
    let nonsense = ["NaN", "inf\"", "inf,", "-2147483648", "2147483647", "=\"-"];
    let found = nonsense.iter().filter(|text| figure.svg.contains(*text)).map(|text| (*text).to_owned());
    let mut wrong: Vec<String> = found.collect();
    if figure.svg.len() > 600_000 {
        wrong.push(format!("{} bytes", figure.svg.len()));
    }
    let tree = usvg::Tree::from_str(&figure.svg, &text::options()).expect("figures are valid SVG");
    wrong.extend(misplaced(&text_boxes(tree.root()), theme.size));
    wrong.into_iter().map(|what| format!("{place}: {what}")).collect()
}

/// Texts outside the page, and texts over others.
pub fn misplaced(boxes: &[(usvg::Rect, String)], size: (u32, u32)) -> Vec<String> {
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

/// Parts that tell values on hover, and their texts.
fn hovers(figure: &Figure) -> Vec<String> {
    let document = Document::parse(&figure.svg).expect("figures are valid XML");
    let titles = document.descendants().filter(|node| node.has_tag_name("title"));
    let of_rects = titles.filter(|node| node.parent().is_some_and(|parent| parent.has_tag_name("rect")));
    of_rects.filter_map(|node| node.text()).map(String::from).collect()
}

#[track_caller]
fn assert_says(figure: &Figure, expected: &[&str]) {
    for text in expected {
        assert!(says(figure, text), "`{text}` is not in `{}`: {:?}", figure.name, texts(figure, "text"));
    }
}

#[test]
fn figures_come_in_the_order_of_a_talk() {
    let compared = example(2, 30);
    let figures = comparison_figures(&input(&compared), &Theme::light());
    let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    let expected = [
        "doses",
        "leukemia",
        "marrow_blasts",
        "blood_counts",
        "waterfall",
        "overall_survival",
        "disease_free_survival",
    ];
    assert_eq!(names, expected);
    assert!(figures.iter().all(|figure| says(figure, FOOTER) && says(figure, &compared.title)));
}

#[test]
fn every_figure_of_seven_arms_with_long_names_has_them_in_full_and_cuts_none() {
    let compared = with_headline(long_names(7));
    let names: Vec<String> = compared.arms.iter().map(|arm| arm.name.clone()).collect();
    for figure in comparison_figures(&input(&compared), &Theme::light()) {
        assert_names_in_full(&figure, &names);
    }
}

/// Every long name stands there with its number, and none with a hole in it.
#[track_caller]
pub fn assert_names_in_full(figure: &Figure, names: &[String]) {
    let found = texts(figure, "text");
    for (number, name) in (1..).zip(names) {
        let name = format!("Arm {number}: {name}");
        assert!(found.contains(&name), "`{name}` is not in `{}`: {found:?}", figure.name);
    }
    let cut: Vec<&String> = found.iter().filter(|text| text.contains('…')).collect();
    assert!(cut.is_empty(), "{}: {cut:?}", figure.name);
}

#[test]
fn an_arm_has_its_color_in_the_headline_when_arms_before_it_give_no_cenersen() {
    let compared = Compared { headline: Some(headline(&["arm B"])), ..example(2, 40) };
    let (svg, theme) = (figure(&compared, "headline").svg, Theme::light());
    let drawn = |arm: usize| svg.contains(&theme.text_in(theme.arm(arm).color).hex());
    assert_eq!([drawn(0), drawn(1)], [false, true]);
}

#[test]
fn without_arms_there_is_no_figure_and_without_data_only_what_says_so() {
    let mut compared = example(2, 30);
    for arm in &mut compared.arms {
        (arm.bands, arm.best_changes, arm.doses) = (Vec::new(), Vec::new(), Vec::new());
        (arm.overall_survival, arm.disease_free_survival) = (estimate(&[]), estimate(&[]));
    }
    let figures = comparison_figures(&input(&compared), &Theme::light());
    assert_eq!(figures.iter().map(|figure| &figure.name).collect::<Vec<_>>(), ["disease_free_survival"]);
    assert_says(&figures[0], &["no remission in any arm", "0 remissions"]);
    compared.arms.clear();
    assert!(comparison_figures(&input(&compared), &Theme::light()).is_empty());
}

#[test]
fn the_dose_timeline_has_the_amounts_of_every_arm_and_says_who_gets_nothing() {
    let doses = figure(&example(7, 20), "doses");
    assert_says(&doses, &["arm A", "arm G", "1,260 mg, 7 d", "3 × 22.7 mg, 15 min each", "3 × 946 mg, 2 h each"]);
    assert_says(&doses, &["no treatment", "Days since the start of treatment"]);
    assert!(hovers(&doses).iter().any(|text| text == "cenersen, 1,260 mg from day 0 over 7 d"));
}

#[test]
fn curves_of_all_arms_have_bands_that_are_explained_and_tell_their_values() {
    let mut compared = example(3, 200);
    let goes_on =
        "200 patients, the same in every arm. After a death, curves are hypothetical: as if the patient had lived.";
    assert_says(&figure(&compared, "leukemia"), &[goes_on]);
    compared.arms.iter_mut().flat_map(|arm| &mut arm.bands).for_each(|band| *band.courses.last_mut().unwrap() -= 1);
    let leukemia = figure(&compared, "leukemia");
    assert_says(&leukemia, &["Leukemic stem cells", "Blasts", "middle 50 % of courses", "arm A", "arm B", "arm C"]);
    assert!(!says(&leukemia, "middle 90 % of courses"));
    assert_says(
        &leukemia,
        &["200 patients, the same in every arm. Later points are of the courses that had not ended."],
    );
    let groups = texts(&leukemia, "title");
    for name in ["Blasts, 50 %", "Blasts", "Leukemic stem cells, 50 %"] {
        assert_eq!(groups.iter().filter(|group| *group == name).count(), 3, "{name}");
    }
    let hovers = hovers(&leukemia);
    assert!(hovers.len() <= 180, "{} parts", hovers.len());
    let told = |text: &String| {
        text.starts_with("day ") && text.contains(": arm A, median ") && text.contains("; arm C, median ")
    };
    assert!(hovers.iter().all(told), "{:?}", hovers.first());
    assert_says(&figure(&compared, "blood_counts"), &["0.5", "1.0", "50", "100", "Neutrophils (10⁹/L)"]);
    assert_says(&figure(&compared, "marrow_blasts"), &["5 %", "Of marrow cells (%)"]);
}

/// Arms after the first a tenth of the cells below it, with this interval of the decimal logarithms.
fn with_differences(arms: u32, (low, high): (f64, f64)) -> Compared {
    let mut compared = example(arms, 200);
    let difference = |band: &BandResult| BandDifference {
        variable: band.variable,
        kind: band.kind,
        days: band.days.clone(),
        courses: band.courses.clone(),
        median: vec![-1.0; band.days.len()],
        low: vec![low; band.days.len()],
        high: vec![high; band.days.len()],
    };
    let shown = |(i, arm): (usize, &cenersim_analyses::comparison::ArmResult)| ShownOfArm {
        prescribed: vec![(Drug::Idarubicin, "12 mg/m2, days 1–3".into())],
        differences: if i == 0 { Vec::new() } else { arm.bands.iter().map(difference).collect() },
    };
    compared.shown = compared.arms.iter().enumerate().map(shown).collect();
    compared
}

#[test]
fn differences_to_the_first_arm_stand_under_the_curves_with_their_interval() {
    let compared = with_differences(3, (-1.5, -0.5));
    let leukemia = figure(&compared, "leukemia");
    assert_says(&leukemia, &["Less arm A, paired: median, 95 % interval", "log10", "idarubicin 12 mg/m2, days 1–3"]);
    let groups = texts(&leukemia, "title");
    let times = |name: &str| groups.iter().filter(|group| *group == name).count();
    assert_eq!(["arm B, 95 %", "arm C less the first arm", "no difference", "arm A, 95 %"].map(times), [2, 2, 2, 0]);
    assert!(!says(&figure(&example(3, 200), "leukemia"), ", paired: "));
    assert_says(&figure(&compared, "doses"), &["12 mg/m2, days 1–3"]);
}

#[test]
fn the_axis_of_a_number_without_unit_has_no_empty_parentheses() {
    let mut compared = crate::fixtures::comparison();
    compared.sweep.as_mut().expect("the comparison has a sweep").endpoint = "stem_p53_mrna".into();
    let sweep = figure(&compared, "sweep");
    assert_says(&sweep, &["p53 mRNA of leukemic stem cells"]);
    assert!(!says(&sweep, "()"));
}

#[test]
fn a_single_course_has_no_band() {
    let leukemia = figure(&Compared { population: false, ..example(1, 1) }, "leukemia");
    assert_says(&leukemia, &["Reference patient, 1 replicate."]);
    assert!(!says(&leukemia, "middle 50 %") && !texts(&leukemia, "title").iter().any(|title| title == "Blasts, 50 %"));
}

#[test]
fn a_single_arm_has_both_bands() {
    assert_says(&figure(&example(1, 200), "leukemia"), &["middle 50 % of courses", "middle 90 % of courses"]);
}

#[test]
fn an_arm_without_curves_says_so() {
    let leukemia = figure(&without_bands(), "leukemia");
    assert_says(&leukemia, &["arm A: no course", "arm B: no course"]);
}

#[test]
fn the_waterfall_counts_every_response_and_those_that_are_cut() {
    let compared = with_events(2, false);
    let waterfall = figure(&compared, "waterfall");
    assert_says(&waterfall, &["53 patients", "53 above +100 %", "not examined 2"]);
    let count = |response| compared.arms[0].best_changes.iter().filter(|change| change.response == response).count();
    let resistant = format!("resistant disease {}", count(cenersim_model::curves::Response::Resistant));
    assert_says(&waterfall, &[&resistant]);
    assert_eq!(hovers(&waterfall).len(), 2 * 53);
    let many = figure(&example(3, 10_000), "waterfall");
    assert_says(&many, &["10,000 patients"]);
    assert!(hovers(&many).len() <= 360 && many.svg.len() < 200_000, "{} bytes", many.svg.len());
}

#[test]
fn the_survival_figure_has_medians_numbers_at_risk_and_the_test_of_two_arms() {
    let mut compared = example(2, 200);
    compared.arms[0].overall_survival =
        estimate(&(0..200).map(|n| (1.0 + 0.4 * f64::from(n), true)).collect::<Vec<_>>());
    let two = figure(&compared, "overall_survival");
    assert_says(&two, &["Log-rank test, clustered by patient: p = 0.031", "At risk", "200", "median 41 d (35 to 46)"]);
    assert!(texts(&two, "title").iter().any(|title| title == "arm A, 95 %"));
    let four = figure(&example(4, 200), "overall_survival");
    assert!(!says(&four, "Log-rank") && !texts(&four, "title").iter().any(|title| title == "arm A, 95 %"));
    assert_says(&figure(&with_events(3, false), "overall_survival"), &["0 events in 53, median not reached"]);
}

#[test]
fn an_arm_without_remissions_stands_beside_those_that_have_some() {
    let mut compared = example(2, 200);
    compared.arms[1].disease_free_survival = estimate(&[]);
    let figure = figure(&compared, "disease_free_survival");
    assert!(texts(&figure, "text").iter().any(|text| text == "no remission"));
    assert!(!says(&figure, "no remission in any arm"));
}

// A report of three arms must stay under 5 MB with all its figures.
#[test]
fn seven_figures_of_seven_arms_are_less_than_a_megabyte() {
    let figures = comparison_figures(&input(&example(7, 10_000)), &Theme::light());
    let size: usize = figures.iter().map(|figure| figure.svg.len()).sum();
    assert!(size < 1_000_000, "{size} bytes");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let compared = example(3, 100);
    let draw = || comparison_figures(&input(&compared), &Theme::dark());
    assert_eq!(draw(), draw());
    let drawn = figure(&compared, "overall_survival");
    assert_eq!(png(&drawn, 640, 360), png(&drawn, 640, 360));
}
