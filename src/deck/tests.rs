//! Whole decks, read back as XML: parts, references, types, ids and order as ECMA-376 asks, and every text in its place.

use crate::{
    Chapter, Template, deck,
    package::{Package, parsed},
};
use cenersim_plot::{Figure, Section as Of, Theme};
use cenersim_report::{Column, Document, Section, Table};
use std::collections::BTreeSet;

/// An arm whose name does not fit on a line.
fn arm(n: usize) -> String {
    format!("Cenersen {n} d with idarubicin & intermediate-dose cytarabine <arm number {n}>")
}

fn figure(name: &str, title: &str) -> Figure {
    let ink = Theme::light().ink.hex();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1920\" height=\"1080\" viewBox=\"0 0 1920 1080\" font-family=\"Inter\">\n\
         <title>{name}</title>\n<rect width=\"1920\" height=\"1080\" fill=\"#FFFFFF\"/>\n\
         <text x=\"48.0\" y=\"86.6\" font-size=\"44\" font-weight=\"600\" fill=\"{ink}\">A message</text>\n\
         <line x1=\"48\" y1=\"200\" x2=\"900\" y2=\"800\" stroke=\"{ink}\"/>\n</svg>\n"
    );
    Figure { name: name.into(), section: Of::Response, title: title.into(), alt: format!("What {name} shows."), svg }
}

fn rates(arms: usize) -> Table {
    let columns = vec![
        Column::text("arm", "Arm", "The arm.", |row: &usize| arm(*row)),
        Column::text("rate", "Rate", "Which.", |_: &usize| "CR"),
        Column::number("percent", "Share", "%", "The share.", |row: &usize| 100.0 / *row as f64),
    ];
    Table::of("rates", "Response rates", columns, 1..=arms)
}

/// A report of so many arms, with two figures of one title.
fn report(arms: usize) -> Document {
    let response = Section {
        heading: "Response".into(),
        text: vec!["Intervals are exact.".into()],
        figures: vec![figure("response", "Rates"), figure("differences", "Rates"), figure("waterfall", "Best changes")],
        tables: vec![rates(arms)],
        ..Section::default()
    };
    Document {
        title: "Arms & <others>".into(),
        subtitle: "A paired simulation".into(),
        verdict: Vec::new(),
        arms: Vec::new(),
        summary: (1..=arms).map(|n| format!("{}: CR 10 %.", arm(n))).chain([CAVEAT.into()]).collect(),
        sections: vec![response],
        command: "cenersim compare scenarios/x.toml --set a.b=\"1 d\"".into(),
        provenance: [("Program", "cenersim 0.1.0, commit abc"), ("Seed", "7"), ("Patients", "53")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        dark: false,
    }
}

const CAVEAT: &str = "These are results of a model, not of treated patients.";

fn written(document: &Document, chapters: &[Chapter], template: &Template) -> Package {
    Package::read(&deck(document, chapters, template)).expect("the deck can be read")
}

/// Slides in the order of the talk, as text.
fn slides(package: &Package) -> Vec<String> {
    let relations = package.relations("ppt/presentation.xml").unwrap();
    let slides = relations.iter().filter(|relation| relation.kind == "slide");
    slides.map(|slide| package.text(&slide.target).unwrap()).collect()
}

/// All text of a part.
fn said(xml: &str) -> String {
    let document = parsed("slide", xml).unwrap();
    let texts = document.descendants().filter(|node| node.tag_name().name() == "t");
    texts.filter_map(|node| node.text()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn every_reference_leads_to_a_part_of_a_type_and_every_id_is_there_once() {
    for template in [Template::own(false), Template::own(true)] {
        let package = written(&report(7), &Chapter::ALL, &template);
        let parts: Vec<&str> = package.names().filter(|name| !name.ends_with(".rels")).collect();
        for name in parts {
            assert!(!package.type_of(name).is_empty(), "{name}");
            let relations = package.relations(name).unwrap();
            assert!(relations.iter().all(|relation| package.has(&relation.target)), "{name}: {relations:?}");
            if !name.ends_with(".xml") {
                continue;
            }
            let text = package.text(name).unwrap();
            let document = parsed(name, &text).unwrap();
            let used = document
                .descendants()
                .flat_map(|node| node.attributes())
                .filter(|a| a.namespace() == Some(crate::template::REFERENCES));
            let known: BTreeSet<&str> = relations.iter().map(|relation| relation.id.as_str()).collect();
            assert!(used.map(|a| a.value()).all(|id| known.contains(id)), "{name}");
            let shapes = document.descendants().filter(|node| node.tag_name().name() == "cNvPr");
            let ids: Vec<&str> = shapes.filter_map(|node| node.attribute("id")).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: {ids:?}");
        }
        let main = package.text("ppt/presentation.xml").unwrap();
        let main = parsed("", &main).unwrap();
        let order: Vec<&str> =
            main.root_element().children().filter(|n| n.is_element()).map(|n| n.tag_name().name()).collect();
        assert_eq!(order, ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst", "sldSz", "notesSz"]);
    }
}

#[test]
fn every_slide_has_a_title_of_its_own_and_notes_with_the_command() {
    let package = written(&report(3), &Chapter::usual(), &Template::own(false));
    let slides = slides(&package);
    let titles: BTreeSet<String> = slides.iter().map(|xml| said(xml).split(" | ").next().unwrap().to_owned()).collect();
    assert_eq!(titles.len(), slides.len(), "{titles:?}");
    for expected in [
        "Arms & <others>",
        "Rates",
        "Rates (differences)",
        "Response rates",
        "What 53 patients cannot tell",
        "Abbreviations",
    ] {
        assert!(titles.contains(expected), "{expected} in {titles:?}");
    }
    for number in 1..slides.len() {
        let notes = said(&package.text(&format!("ppt/notesSlides/notesSlide{number}.xml")).unwrap());
        assert!(
            notes.contains("Made by: cenersim compare") || notes.contains("Abbreviations that"),
            "{number}: {notes}"
        );
    }
}

#[test]
fn the_summary_has_a_sentence_of_every_arm_or_of_none() {
    let told = |arms: usize| {
        let named = (1..=arms).map(arm).collect();
        let document = Document { verdict: vec!["A verdict.".into()], arms: named, ..report(arms) };
        let slide = said(&slides(&written(&document, &[Chapter::Summary], &Template::own(false)))[0]);
        assert!(slide.contains("A verdict."), "{slide}");
        (1..=arms).filter(|n| slide.contains(&format!("{}: CR", arm(*n)))).count()
    };
    assert_eq!((told(3), told(7)), (3, 0));
}

#[test]
fn seven_arms_with_long_names_are_told_in_full() {
    let package = written(&report(7), &Chapter::usual(), &Template::own(false));
    let all: String = slides(&package).iter().map(|xml| said(xml)).collect();
    for n in 1..=7 {
        assert!(all.contains(&arm(n)), "arm {n} in {all}");
    }
    assert!(!all.contains('…'), "{all}");
    assert!(all.contains(CAVEAT));
}

#[test]
fn figures_are_vectors_with_pixels_for_others_and_words_for_those_who_do_not_see() {
    let package = written(&report(1), &[Chapter::Results], &Template::own(false));
    let first = &slides(&package)[0];
    assert!(first.contains("svgBlip") && first.contains("descr=\"What response shows.\""), "{first}");
    let vectors = package.text("ppt/media/cenersim_response.svg").unwrap();
    assert!(!vectors.contains("<text") && !vectors.contains("A message"), "{vectors}");
    assert!(package.has("ppt/media/cenersim_response.png") && !package.has("ppt/media/cenersim_waterfall.png"));
}

#[test]
fn the_appendix_has_the_figures_that_the_talk_has_not() {
    let titles = |chapters: &[Chapter]| {
        slides(&written(&report(1), chapters, &Template::own(false))).iter().map(|xml| said(xml)).collect::<String>()
    };
    assert!(!titles(&Chapter::usual()).contains("Best changes"));
    assert!(titles(&[Chapter::Appendix]).starts_with("Best changes"));
}

#[test]
fn equal_reports_are_equal_bytes() {
    let made = || deck(&report(2), &Chapter::usual(), &Template::own(true));
    assert_eq!(made(), made());
}

#[test]
fn a_deck_as_the_template_of_another_gives_its_look_and_none_of_its_slides() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.pptx");
    std::fs::write(&path, deck(&report(7), &Chapter::ALL, &Template::own(true))).unwrap();
    let template = Template::read(&path).unwrap();
    assert!(!template.package.names().any(|name| name.contains("slides/") || name.contains("media/")));
    let chapters = [Chapter::Title, Chapter::Summary];
    let (again, own) =
        (written(&report(1), &chapters, &template), written(&report(1), &chapters, &Template::own(true)));
    assert_eq!(slides(&again), slides(&own));
    assert_eq!(again.text("ppt/theme/theme1.xml"), own.text("ppt/theme/theme1.xml"));
}
