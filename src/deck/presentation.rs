//! A presentation: slides with their notes and pictures added to a template, and the list of them in its main part (ECMA-376, part 1,
//! 19.2.1.26). Left out: what is on the slides.

use crate::{
    error::Fault,
    layout::{Laid, footed},
    own::TYPE,
    package::{HEAD, Package, Relation, parsed},
    shapes::{NAMESPACES, ROOT, paragraphs, placed, slide_number},
    template::{Place, Template},
};
use cenersim_plot::{Figure, png, text::escaped};
use rayon::prelude::*;
use std::fmt::Write as _;

/// Pixels of a picture across.
const ACROSS: f64 = 1920.0;
/// The first number that a slide may have (19.7.13).
const FIRST_ID: usize = 256;

/// What the foot and the properties of all slides say.
pub struct Stated<'a> {
    /// Title of the talk.
    pub title: &'a str,
    /// Left at the foot of each slide.
    pub foot: &'a str,
}

/// The archive with these slides.
pub fn presentation(template: &Template, slides: &[Laid], stated: &Stated) -> Result<Package, Fault> {
    let mut package = template.package.clone();
    add_pictures(&mut package, slides);
    for (number, slide) in (1..).zip(slides) {
        add_slide(&mut package, template, number, slide, stated);
    }
    list_slides(&mut package, template, slides.len())?;
    add_properties(&mut package, template, stated);
    Ok(package)
}

fn slide_name(number: usize) -> String {
    format!("ppt/slides/slide{number}.xml")
}

/// Names of the files of a picture: pixels and vectors.
fn media(figure: &Figure) -> [String; 2] {
    ["png", "svg"].map(|ending| format!("ppt/media/cenersim_{}.{ending}", figure.name))
}

/// Every picture once, in both forms.
fn add_pictures(package: &mut Package, slides: &[Laid]) {
    let figures: Vec<&Figure> = slides.iter().filter_map(|slide| slide.figure).collect();
    let drawn = |figure: &&Figure| {
        let (width, height) = figure.size();
        (media(figure), png(figure, ACROSS as u32, (ACROSS * height / width).round() as u32), figure.outlined())
    };
    let drawn: Vec<_> = figures.par_iter().map(drawn).collect();
    for ([pixels, vectors], png, svg) in drawn {
        package.add(&pixels, "", png);
        package.add(&vectors, "", svg);
    }
}

fn add_slide(package: &mut Package, template: &Template, number: usize, slide: &Laid, stated: &Stated) {
    let (name, notes) = (slide_name(number), format!("ppt/notesSlides/notesSlide{number}.xml"));
    let foot = slide.layout.place(&["ftr"]).map(|place| footed(stated.foot, place));
    let counted = |place| placed(91, "Slide number", place, &slide_number(number, place));
    let counted = slide.layout.place(&["sldNum"]).map(counted);
    let feet: String = foot.into_iter().chain(counted).collect();
    let xml = format!(
        "{HEAD}<p:sld {NAMESPACES}><p:cSld><p:spTree>{ROOT}{}{feet}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/>\
         </p:clrMapOvr></p:sld>",
        slide.shapes
    );
    package.add(&name, &format!("{TYPE}.slide+xml"), xml);
    let mut relations =
        vec![Relation::to("rId1", "slideLayout", &slide.layout.name), Relation::to("rId2", "notesSlide", &notes)];
    if let Some(figure) = slide.figure {
        let [pixels, vectors] = media(figure);
        relations.extend([Relation::to("rIdPixels", "image", pixels), Relation::to("rIdVectors", "image", vectors)]);
    }
    package.relate(&name, &relations);
    package.add(&notes, &format!("{TYPE}.notesSlide+xml"), notes_xml(&slide.notes));
    let relations = [Relation::to("rId1", "notesMaster", &template.notes_master), Relation::to("rId2", "slide", &name)];
    package.relate(&notes, &relations);
}

/// A picture of the slide, and what the speaker says.
fn notes_xml(notes: &[String]) -> String {
    let image = "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Slide\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" \
                 noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>";
    let place = Place { kind: "body".into(), index: Some("1".into()), ..Place::default() };
    let texts = if notes.is_empty() { paragraphs(&[String::new()], None) } else { paragraphs(notes, None) };
    let body = placed(3, "Notes", &place, &texts);
    format!(
        "{HEAD}<p:notes {NAMESPACES}><p:cSld><p:spTree>{ROOT}{image}{body}</p:spTree></p:cSld><p:clrMapOvr>\
         <a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )
}

/// The main part with the list of slides in the place that the order of its elements gives it, and without what speaks of the
/// template's own slides.
fn list_slides(package: &mut Package, template: &Template, slides: usize) -> Result<(), Fault> {
    let name = &template.presentation;
    let (text, mut relations) = (package.text(name)?, package.relations(name)?);
    let document = parsed(name, &text)?;
    let root = document.root_element();
    let prefix = |what: &str| match root.tag_name().namespace().and_then(|space| root.lookup_prefix(space)) {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{what}"),
        _ => what.to_owned(),
    };
    let mut children = String::new();
    let kept = |node: &roxmltree::Node| node.is_element() && !DROPPED.contains(&node.tag_name().name());
    let kept: Vec<_> = root.children().filter(kept).collect();
    let (before, after): (Vec<_>, Vec<_>) =
        kept.into_iter().partition(|node| MASTERS.contains(&node.tag_name().name()));
    before.iter().for_each(|node| children.push_str(&text[node.range()]));
    if !before.iter().any(|node| node.tag_name().name() == "notesMasterIdLst") {
        let id = new_id(&relations, "Notes");
        relations.push(Relation::to(&id, "notesMaster", &template.notes_master));
        let list = format!("<{0}><{1} {REFER}=\"{id}\"/></{0}>", prefix("notesMasterIdLst"), prefix("notesMasterId"));
        // After the masters of slides, before those of handouts.
        let at = before.first().map_or(0, |masters| masters.range().len());
        children.insert_str(at, &list);
    }
    let _ = write!(children, "<{}>", prefix("sldIdLst"));
    for number in 1..=slides {
        let id = new_id(&relations, "Slide");
        let _ = write!(children, "<{} id=\"{}\" {REFER}=\"{id}\"/>", prefix("sldId"), FIRST_ID + number - 1);
        relations.push(Relation::to(id, "slide", slide_name(number)));
    }
    let _ = write!(children, "</{}>", prefix("sldIdLst"));
    after.iter().for_each(|node| children.push_str(&text[node.range()]));
    let start = &text[root.range().start..];
    let open = &start[..start.find('>').map_or(0, |end| end + 1)];
    let open = open.trim_end_matches("/>").trim_end_matches('>');
    let close = prefix("presentation");
    let xml = format!("{HEAD}{open}>{children}</{close}>");
    package.add(name, &format!("{TYPE}.presentation.main+xml"), xml);
    package.relate(name, &relations);
    Ok(())
}

/// The attribute of a reference, with a prefix of its own, since a template may call the namespace otherwise.
const REFER: &str = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id";
/// What comes before the list of slides.
const MASTERS: [&str; 3] = ["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst"];
/// What speaks of slides by their numbers.
const DROPPED: [&str; 3] = ["sldIdLst", "custShowLst", "extLst"];

/// An id that no relation has.
fn new_id(relations: &[Relation], of: &str) -> String {
    let free = |id: &String| relations.iter().all(|relation| relation.id != *id);
    (1..).map(|n| format!("rId{of}{n}")).find(free).unwrap_or_default()
}

/// Title and program; without a date, so that equal results have equal slides.
fn add_properties(package: &mut Package, template: &Template, stated: &Stated) {
    let title = escaped(stated.title);
    let core = format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:creator>cenersim</dc:creator>\
         </cp:coreProperties>"
    );
    let app = format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>cenersim</Application></Properties>"
    );
    package.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", core);
    package.add("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", app);
    let relations = [
        Relation::to("rId1", "officeDocument", &template.presentation),
        Relation::to("rId2", "core-properties", "docProps/core.xml"),
        Relation::to("rId3", "extended-properties", "docProps/app.xml"),
    ];
    package.relate("", &relations);
}
