//! A template: master, layouts, colors and fonts, of the program or of the user, and where on its layouts titles and text belong
//! (ECMA-376, part 1, 19.3). Left out: slides of a template, which are dropped with all that only they refer to.

use crate::{
    DeckError,
    error::Fault,
    own::{TYPE, add_notes_master, own},
    package::{Package, Relation, parsed},
};
use cenersim_plot::Theme;
use roxmltree::Node;
use std::{fs, path::Path};

/// English metric units in a point.
pub const EMU: f64 = 12_700.0;
/// Namespace of references.
pub const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A rectangle on a slide (pt).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A place of a layout that content may take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Its type, such as `title`; `obj` where none is said.
    pub kind: String,
    /// Its index, if it has one.
    pub index: Option<String>,
    /// Where it is.
    pub frame: Frame,
    /// Size of its letters (pt).
    pub size: f64,
    /// On which side its text stands, as `l` or `ctr`, if it says so.
    pub side: Option<String>,
    /// Distance of the text from the edges: left and right together, top and bottom together (pt).
    pub insets: [f64; 2],
}

/// A layout of slides.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Name of its part.
    pub name: String,
    /// As `title` or `obj`; empty where none is said.
    kind: String,
    /// In their order.
    pub places: Vec<Place>,
}

impl Layout {
    /// The first place of one of these types.
    pub fn place(&self, kinds: &[&str]) -> Option<&Place> {
        kinds.iter().find_map(|kind| self.places.iter().find(|place| place.kind == *kind))
    }

    /// Where the title stands.
    pub fn title(&self) -> Option<&Place> {
        self.place(&["title", "ctrTitle"])
    }

    /// Where text stands.
    pub fn body(&self) -> Option<&Place> {
        self.place(&["subTitle", "obj", "body"])
    }
}

/// A presentation without slides.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// All parts.
    pub package: Package,
    /// Name of the main part.
    pub presentation: String,
    /// Name of the master of notes.
    pub notes_master: String,
    /// For the first slide.
    pub opening: Layout,
    /// For a title and text.
    pub content: Layout,
    /// For a title above a figure or a table.
    pub headed: Layout,
    /// Where figures and tables go (pt).
    pub room: Frame,
}

impl Template {
    /// The program's own.
    ///
    /// # Panics
    /// If it cannot be read: a mistake in the code.
    pub fn own(dark: bool) -> Self {
        let theme = if dark { Theme::dark() } else { Theme::light() };
        Self::of(own(&theme)).expect("the program's own template can be read")
    }

    /// That of a file.
    ///
    /// # Errors
    /// If the file cannot be read or is no template or presentation.
    pub fn read(path: &Path) -> Result<Self, DeckError> {
        let bytes = fs::read(path).map_err(|source| DeckError::Read { path: path.into(), source })?;
        Package::read(&bytes).and_then(Self::of).map_err(DeckError::template(path))
    }

    fn of(mut package: Package) -> Result<Self, Fault> {
        let presentation = main_part(&package)?;
        let relations: Vec<Relation> =
            package.relations(&presentation)?.into_iter().filter(|relation| relation.kind != "slide").collect();
        package.relate(&presentation, &relations);
        package.keep_reachable(&[&presentation])?;
        let notes = relations.iter().find(|relation| relation.kind == "notesMaster").map(|found| found.target.clone());
        let notes_master = notes.unwrap_or_else(|| add_notes_master(&mut package).to_owned());
        let layouts = layouts(&package, &presentation)?;
        let chosen = |kind: &str, fits: &dyn Fn(&Layout) -> bool| {
            let named = layouts.iter().find(|layout| layout.kind == kind && fits(layout));
            named.or_else(|| layouts.iter().find(|layout| fits(layout))).cloned()
        };
        let lacks = |what: &str| Fault::whole(format!("a presentation without a layout that has {what}"));
        let with_body = |layout: &Layout| layout.title().is_some() && layout.body().is_some();
        let content = chosen("obj", &|layout| with_body(layout) && layout.place(&["title"]).is_some())
            .ok_or_else(|| lacks("a title and text"))?;
        let headed =
            chosen("titleOnly", &|layout| layout.place(&["title"]).is_some()).unwrap_or_else(|| content.clone());
        let opening = chosen("title", &with_body).unwrap_or_else(|| content.clone());
        let room = content.body().map(|place| place.frame).ok_or_else(|| lacks("text"))?;
        Ok(Self { package, presentation, notes_master, opening, content, headed, room })
    }
}

/// The main part of the archive, which must be that of a presentation without macros.
fn main_part(package: &Package) -> Result<String, Fault> {
    let relation = package.relations("")?.into_iter().find(|relation| relation.kind == "officeDocument");
    let name = relation.ok_or_else(|| Fault::whole("an archive without a main part".into()))?.target;
    let of = package.type_of(&name);
    match ["presentation.main+xml", "template.main+xml"].iter().any(|known| of == format!("{TYPE}.{known}")) {
        true if package.has(&name) => Ok(name),
        true => Err(Fault::whole(format!("an archive without its main part `{name}`"))),
        false if of.contains("macro") => Err(Fault::of(&name, "a presentation with macros".into())),
        false => Err(Fault::of(&name, format!("the type `{of}`"))),
    }
}

/// The layouts of the first master, in its order.
fn layouts(package: &Package, presentation: &str) -> Result<Vec<Layout>, Fault> {
    let master = listed(package, presentation, "sldMasterId")?.into_iter().next();
    let master = master.ok_or_else(|| Fault::of(presentation, "no master of slides".into()))?;
    let master_text = package.text(&master)?;
    let master_xml = parsed(&master, &master_text)?;
    let above = Above { master: master_xml.root_element() };
    let names = listed(package, &master, "sldLayoutId")?;
    names.into_iter().map(|name| layout(package, name, &above)).collect()
}

/// Targets of the references of these elements, in their order.
fn listed(package: &Package, name: &str, element: &str) -> Result<Vec<String>, Fault> {
    let (text, relations) = (package.text(name)?, package.relations(name)?);
    let document = parsed(name, &text)?;
    let ids = document.descendants().filter(|node| node.tag_name().name() == element);
    let target = |node: Node| {
        let id = node.attribute((REFERENCES, "id"))?;
        relations.iter().find(|relation| relation.id == id).map(|relation| relation.target.clone())
    };
    Ok(ids.filter_map(target).collect())
}

fn layout(package: &Package, name: String, above: &Above) -> Result<Layout, Fault> {
    let text = package.text(&name)?;
    let document = parsed(&name, &text)?;
    let kind = document.root_element().attribute("type").unwrap_or("").to_owned();
    let places = shapes(document.root_element()).filter_map(|shape| above.place(shape)).collect();
    Ok(Layout { name, kind, places })
}

/// Shapes of a layout or master that are places.
fn shapes<'a, 'i>(root: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    root.descendants().filter(|node| node.tag_name().name() == "sp" && place_of(*node).is_some())
}

/// The element that makes a shape a place.
fn place_of<'a, 'i>(shape: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    child(child(child(shape, "nvSpPr")?, "nvPr")?, "ph")
}

/// The first child of this name.
fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The descendant along these names.
fn within<'a, 'i>(node: Node<'a, 'i>, names: &[&str]) -> Option<Node<'a, 'i>> {
    names.iter().try_fold(node, |node, name| child(node, name))
}

/// The master, from which layouts inherit.
struct Above<'a, 'i> {
    master: Node<'a, 'i>,
}

impl<'a, 'i> Above<'a, 'i> {
    /// A place with what it inherits; none without a frame.
    fn place(&self, shape: Node) -> Option<Place> {
        let place = place_of(shape)?;
        let kind = place.attribute("type").unwrap_or("obj").to_owned();
        let same = self.same(&kind);
        let frame = frame(shape).or_else(|| same.and_then(frame))?;
        let size = size(shape).or_else(|| same.and_then(size)).or_else(|| self.style(&kind)).unwrap_or(18.0);
        let side = side(shape).or_else(|| same.and_then(side)).map(String::from);
        let insets = [("lIns", "rIns", 7.2), ("tIns", "bIns", 3.6)]
            .map(|(a, b, usual)| [a, b].map(|name| inset(shape, name).or_else(|| inset(same?, name)).unwrap_or(usual)));
        Some(Place {
            kind,
            index: place.attribute("idx").map(String::from),
            frame,
            size,
            side,
            insets: insets.map(|[a, b]| a + b),
        })
    }

    /// The place of the master that one of this type follows.
    fn same(&self, kind: &str) -> Option<Node<'a, 'i>> {
        let of = match kind {
            "title" | "ctrTitle" => "title",
            "subTitle" | "obj" | "body" => "body",
            other => other,
        };
        shapes(self.master).find(|shape| place_of(*shape).and_then(|place| place.attribute("type")) == Some(of))
    }

    /// Size of the letters of titles or text (pt).
    fn style(&self, kind: &str) -> Option<f64> {
        let style =
            if kind.to_lowercase().ends_with("title") && kind != "subTitle" { "titleStyle" } else { "bodyStyle" };
        hundredths(within(self.master, &["txStyles", style, "lvl1pPr", "defRPr"])?)
    }
}

/// Where a shape is, if it says so itself.
fn frame(shape: Node) -> Option<Frame> {
    let transform = within(shape, &["spPr", "xfrm"])?;
    let number = |node: Node, name| node.attribute(name)?.parse::<f64>().ok().map(|emu| emu / EMU);
    let (at, size) = (child(transform, "off")?, child(transform, "ext")?);
    let frame =
        Frame { x: number(at, "x")?, y: number(at, "y")?, width: number(size, "cx")?, height: number(size, "cy")? };
    (frame.width > 0.0 && frame.height > 0.0).then_some(frame)
}

fn side<'a>(shape: Node<'a, '_>) -> Option<&'a str> {
    within(shape, &["txBody", "lstStyle", "lvl1pPr"])?.attribute("algn")
}

fn size(shape: Node) -> Option<f64> {
    hundredths(within(shape, &["txBody", "lstStyle", "lvl1pPr", "defRPr"])?)
}

/// Sizes are written in hundredths of a point.
fn hundredths(style: Node) -> Option<f64> {
    style.attribute("sz")?.parse::<f64>().ok().map(|size| size / 100.0)
}

fn inset(shape: Node, name: &str) -> Option<f64> {
    within(shape, &["txBody", "bodyPr"])?.attribute(name)?.parse::<f64>().ok().map(|emu| emu / EMU)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_template_has_a_place_for_everything() {
        for dark in [false, true] {
            let template = Template::own(dark);
            assert!(template.opening.name.ends_with("1.xml") && template.headed.name.ends_with("3.xml"));
            let title = template.headed.title().expect("a title");
            assert_eq!((title.size, title.insets), (26.0, [0.0, 0.0]));
            assert!(title.frame.y + title.frame.height <= template.room.y, "{title:?}");
            assert_eq!(template.opening.body().map(|place| place.size), Some(20.0));
            assert!(template.package.has(&template.notes_master));
        }
    }

    #[test]
    fn a_document_of_another_kind_is_no_template() {
        let mut package = own(&Theme::light());
        package.add("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml", "<x/>");
        let fault = Template::of(package).unwrap_err();
        assert!(fault.part == "ppt/presentation.xml" && fault.found.contains("wordprocessingml"), "{fault:?}");
        let read = Template::read(Path::new("Cargo.toml")).unwrap_err().to_string();
        assert!(read.contains("`Cargo.toml`") && read.contains("no zip archive"), "{read}");
    }
}
