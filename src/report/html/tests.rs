//! The page of a document: everything is there, escaped, numbered and anchored, and nothing is loaded from elsewhere.

use super::{
    super::table::{Cell, Column, Table},
    *,
};
use cenersim_plot::{Figure, Section as Of};

fn figure(name: &str, title: &str) -> Figure {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1920\" height=\"1080\" viewBox=\"0 0 1920 1080\" role=\"img\">\n\
         <title>{title}</title>\n<rect width=\"1920\" height=\"1080\" fill=\"#FFFFFF\"/>\
         <clipPath id=\"frame\"/><g><title>day 3: 12</title></g></svg>\n"
    );
    Figure { name: name.into(), section: Of::Response, title: title.into(), alt: "What it shows".into(), svg }
}

fn table(rows: usize) -> Table {
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm.", |index: &usize| format!("arm {index}")),
        Column::number("percent", "CR", "%", "Share with CR.", |index: &usize| (index % 90) as f64 + 0.123456),
        Column::text("label", "Label", "A label.", |_: &usize| "secret").in_file_only(),
    ];
    Table::of("rates", "Rates", columns, 0..rows)
}

fn document() -> Document {
    let section = |heading: &str, name| Section {
        heading: heading.into(),
        text: vec!["A paragraph.".into()],
        figures: vec![figure(name, "A figure")],
        tables: vec![table(3)],
        listings: vec![Listing { caption: "Scenario".into(), text: "title = \"x\"\n[arm]".into() }],
    };
    Document {
        title: "A & B <script>alert(1)</script>".into(),
        subtitle: "sub".into(),
        verdict: vec!["B cannot be told apart.".into(), "So it is.".into()],
        arms: Vec::new(),
        summary: vec!["\"One\" finding".into()],
        sections: vec![section("Response", "one"), section("Survival", "two")],
        command: "cenersim compare 'a b.toml'".into(),
        provenance: vec![("Version".into(), "0.1.0".into())],
        dark: false,
    }
}

fn page() -> String {
    html(&document())
}

#[test]
fn every_text_is_escaped() {
    let page = page();
    assert!(page.contains("<h1>A &amp; B &lt;script&gt;alert(1)&lt;&#x2f;script&gt;</h1>"), "the title");
    assert!(!page.contains("<script>alert"));
    let hostile = "</pre></table><img src=x onerror=alert(1)>\"'";
    let mut document = document();
    document.command = hostile.into();
    document.summary.push(hostile.into());
    document.provenance.push((hostile.into(), hostile.into()));
    let section = &mut document.sections[0];
    section.heading = hostile.into();
    section.text.push(hostile.into());
    section.listings[0] = Listing { caption: hostile.into(), text: hostile.into() };
    section.tables[0].rows[0] = vec![Cell::Text(hostile.into()); 3];
    section.tables[0].caption = hostile.into();
    section.tables[0].columns[0].label = hostile.into();
    section.figures[0].alt = hostile.into();
    section.figures[0].title = hostile.into();
    assert!(!html(&document).contains("<img"));
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let mut page = page();
    assert!(page.contains("default-src 'none'"));
    page = page.replace("http://www.w3.org/2000/svg", "");
    for word in ["http:", "https:", "//cdn", "@import", "<link rel=\"stylesheet\"", " src=\"", "url(\""] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn figures_and_tables_are_numbered_through_and_their_names_do_not_clash() {
    let page = page();
    for expected in ["Figure 1. A figure", "Figure 2. A figure", "Table 1. Rates", "Table 2. Rates"] {
        assert!(page.contains(expected), "{expected}");
    }
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
    assert!(ids.contains(&"figure-1-frame") && ids.contains(&"figure-2-frame"));
}

#[test]
fn the_contents_lead_to_every_section() {
    let page = page();
    let targets: Vec<&str> =
        page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).filter(|t| !t.is_empty()).collect();
    assert_eq!(targets, ["content", "summary", "section-1", "section-2", "glossary", "provenance"]);
    assert!(targets.iter().all(|target| page.contains(&format!("id=\"{target}\""))));
}

#[test]
fn headings_do_not_skip_a_level() {
    let page = page();
    let body = &page[page.find("<body>").expect("a body")..page.find("<script>").expect("a script")];
    let levels: Vec<u32> =
        body.split("<h").skip(1).filter_map(|rest| rest.chars().next()).filter_map(|c| c.to_digit(10)).collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn a_cell_shows_rounded_numbers_and_keeps_every_digit() {
    let page = page();
    assert!(page.contains("<td class=\"number\" data-exact=\"2.123456\">2.12</td>"));
    assert!(!page.contains("secret"), "a column for files only");
    assert!(table(1).csv().contains("secret"));
}

#[test]
fn a_table_of_very_many_rows_shows_the_first_and_names_its_file() {
    let mut document = document();
    document.sections[0].tables[0] = table(page::MOST_ROWS + 1);
    let page = html(&document);
    assert!(page.contains("The first 500 of 501 rows are shown; tables&#x2f;rates.csv has all of them."));
    assert_eq!(page.matches("<tr>").count(), page::MOST_ROWS + 3 + 2);
}

#[test]
fn both_faces_are_in_the_page_once_and_it_stays_small() {
    let page = page();
    assert_eq!(page.matches("data:font/otf;base64,").count(), 2);
    assert!(page.len() < 1_000_000, "{} bytes without figures", page.len());
}

#[test]
fn marks_of_arms_are_known_by_their_color_and_can_be_hidden() {
    let mut document = document();
    let color = |arm: usize| cenersim_plot::Theme::light().arm(arm).color.hex();
    let lines: String = (0..2).map(|arm| format!("<line stroke=\"{}\" x1=\"0\"/>", color(arm))).collect();
    document.sections[0].figures[0].svg =
        format!("<svg role=\"img\"><title>t</title>{lines}<g><title>x</title></g></svg>");
    document.arms = ["A", "B & C"].map(String::from).into();
    let page = html(&document);
    for arm in 0..2 {
        assert!(page.contains(&format!("<line stroke=\"{}\" x1=\"0\" data-arm=\"{arm}\"/>", color(arm))), "{arm}");
        assert!(page.contains(&format!("data-toggle=\"{arm}\" aria-pressed=\"true\"")), "{arm}");
    }
    assert!(page.contains("</i>B &amp; C</button>"));
    document.arms.truncate(1);
    assert!(!html(&document).contains("data-toggle="), "one arm alone is always shown");
}

#[test]
fn a_dark_document_is_a_dark_page() {
    assert!(!page().contains("<html lang=\"en\" class=\"dark\">"));
    assert!(html(&Document { dark: true, ..document() }).contains("<html lang=\"en\" class=\"dark\">"));
}
