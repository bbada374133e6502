//! The archive of a presentation: parts by their names, what type each is, and how they refer to each other (ECMA-376, part 2). Left
//! out: what the parts say.
//!
//! Archives are written in the order of the names with a fixed date, so equal parts are equal bytes.

use crate::error::Fault;
use cenersim_plot::text::escaped;
use roxmltree::Document;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read, Write},
};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Name of the part that says what type each is.
const TYPES: &str = "[Content_Types].xml";
/// More than any template has (bytes), so that a small archive cannot fill the memory.
const LARGEST: u64 = 200_000_000;

/// A reference from one part to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Unique within the part that refers.
    pub id: String,
    /// Last word of the type, such as `slideLayout`.
    pub kind: String,
    /// The whole type.
    pub of: String,
    /// Name of the part that is referred to, or an address outside of the archive.
    pub target: String,
    /// Whether it is such an address.
    pub external: bool,
}

/// Beginning of the types of relations that this program writes.
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl Relation {
    /// To a part, by the last word of the type.
    pub fn to(id: impl Into<String>, kind: &str, target: impl Into<String>) -> Self {
        let of = match kind {
            "core-properties" => {
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties".into()
            }
            kind => format!("{RELATION}/{kind}"),
        };
        Self { id: id.into(), kind: kind.into(), of, target: target.into(), external: false }
    }
}

/// Parts and their types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Package {
    /// Content by name, without a slash at the beginning.
    parts: BTreeMap<String, Vec<u8>>,
    /// Type of each part that has one of its own.
    types: BTreeMap<String, String>,
    /// Types by the ending of names.
    defaults: BTreeMap<String, String>,
}

impl Package {
    /// Nothing but what every archive has.
    pub fn new() -> Self {
        let defaults = [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("svg", "image/svg+xml"),
        ];
        let defaults = defaults.map(|(ending, of)| (ending.to_owned(), of.to_owned())).into();
        Self { parts: BTreeMap::new(), types: BTreeMap::new(), defaults }
    }

    /// Reads an archive.
    ///
    /// # Errors
    /// In words, what is wrong with which part.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::whole("a file that is no zip archive".into()))?;
        let (mut parts, mut size) = (BTreeMap::new(), 0);
        for index in 0..archive.len() {
            let file = archive.by_index(index).map_err(|error| Fault::whole(format!("a damaged archive ({error})")))?;
            let name = file.name().map_err(|error| Fault::whole(format!("a damaged archive ({error})")))?.into_owned();
            let mut content = Vec::new();
            let read = file.take(LARGEST - size + 1).read_to_end(&mut content);
            size += read.map_err(|error| Fault::of(&name, format!("a damaged part ({error})")))? as u64;
            if size > LARGEST {
                return Err(Fault::whole(format!("an archive of more than {} MB", LARGEST / 1_000_000)));
            }
            parts.insert(name, content);
        }
        let mut package = Self { parts, ..Self::new() };
        package.read_types()?;
        Ok(package)
    }

    fn read_types(&mut self) -> Result<(), Fault> {
        let bytes = self.parts.remove(TYPES).ok_or_else(|| Fault::whole(format!("an archive without `{TYPES}`")))?;
        let text = text_of(TYPES, &bytes)?;
        let types = parsed(TYPES, &text)?;
        for node in types.root_element().children() {
            let attribute = |name| node.attribute(name).map(String::from);
            match (attribute("Extension"), attribute("PartName"), attribute("ContentType")) {
                (Some(ending), _, Some(of)) => drop(self.defaults.insert(ending.to_lowercase(), of)),
                (_, Some(name), Some(of)) => drop(self.types.insert(name.trim_start_matches('/').into(), of)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds a part, or replaces it; without a type it has that of its ending.
    pub fn add(&mut self, name: &str, of: &str, content: impl Into<Vec<u8>>) {
        self.parts.insert(name.into(), content.into());
        if !of.is_empty() {
            self.types.insert(name.into(), of.into());
        }
    }

    /// Says what a part refers to.
    pub fn relate(&mut self, name: &str, relations: &[Relation]) {
        let one = |relation: &Relation| {
            let Relation { id, of, target, external, .. } = relation;
            let (mode, target) =
                if *external { (" TargetMode=\"External\"", target.clone()) } else { ("", format!("/{target}")) };
            format!("<Relationship Id=\"{id}\" Type=\"{of}\" Target=\"{}\"{mode}/>", escaped(&target))
        };
        let all: String = relations.iter().map(one).collect();
        let xml = format!(
            "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        );
        self.add(&relations_of(name), "", xml);
    }

    /// Content of a part as text.
    pub fn text(&self, name: &str) -> Result<String, Fault> {
        let missing = || Fault::whole(format!("an archive without the part `{name}`"));
        text_of(name, self.parts.get(name).ok_or_else(missing)?)
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// Names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Type of a part, its own or that of its ending.
    pub fn type_of(&self, name: &str) -> &str {
        let ending = || name.rsplit_once('.').and_then(|(_, ending)| self.defaults.get(&ending.to_lowercase()));
        self.types.get(name).or_else(ending).map_or("", String::as_str)
    }

    /// What a part refers to; nothing if it says nothing.
    pub fn relations(&self, name: &str) -> Result<Vec<Relation>, Fault> {
        let file = relations_of(name);
        if !self.has(&file) {
            return Ok(Vec::new());
        }
        let text = self.text(&file)?;
        let document = parsed(&file, &text)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relation = |node: roxmltree::Node| {
            let (of, external) = (node.attribute("Type")?, node.attribute("TargetMode") == Some("External"));
            let target = node.attribute("Target")?;
            Some(Relation {
                id: node.attribute("Id")?.into(),
                kind: of.rsplit('/').next().unwrap_or(of).into(),
                of: of.into(),
                target: if external { target.into() } else { resolved(folder, target) },
                external,
            })
        };
        Ok(document.root_element().children().filter_map(relation).collect())
    }

    /// Keeps the parts that these lead to, and nothing else.
    pub fn keep_reachable(&mut self, from: &[&str]) -> Result<(), Fault> {
        let mut wanted: Vec<String> = from.iter().map(|name| (*name).to_owned()).collect();
        let mut kept: BTreeSet<String> = [String::new()].map(|root| relations_of(&root)).into();
        while let Some(name) = wanted.pop() {
            if !kept.insert(name.clone()) {
                continue;
            }
            kept.insert(relations_of(&name));
            let inside = self.relations(&name)?.into_iter().filter(|relation| !relation.external);
            wanted.extend(inside.map(|relation| relation.target));
        }
        self.parts.retain(|name, _| kept.contains(name));
        self.types.retain(|name, _| kept.contains(name));
        Ok(())
    }

    /// As an archive.
    ///
    /// # Panics
    /// If memory does not take it: a mistake in the code.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let date = DateTime::default();
        let types = self.types_xml();
        let parts = self.parts.iter().map(|(name, content)| (name.as_str(), content.as_slice()));
        for (name, content) in [(TYPES, types.as_bytes())].into_iter().chain(parts) {
            let method = if name.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            let options = SimpleFileOptions::default().compression_method(method).last_modified_time(date);
            archive.start_file(name, options).expect("names are not too long");
            archive.write_all(content).expect("memory takes it");
        }
        archive.finish().expect("memory takes it").into_inner()
    }

    fn types_xml(&self) -> String {
        let defaults = self.defaults.iter().map(|(ending, of)| {
            format!("<Default Extension=\"{}\" ContentType=\"{}\"/>", escaped(ending), escaped(of))
        });
        let types =
            self.types.iter().filter(|(name, _)| self.parts.contains_key(*name)).map(|(name, of)| {
                format!("<Override PartName=\"/{}\" ContentType=\"{}\"/>", escaped(name), escaped(of))
            });
        let all: String = defaults.chain(types).collect();
        format!("{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">{all}</Types>")
    }
}

/// First line of every part.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Name of the part that holds the relations of another; those of the archive for an empty name.
fn relations_of(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{file}.rels")
}

/// The name that a target has from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut names: Vec<&str> = Vec::new();
    for name in whole.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

fn text_of(name: &str, bytes: &[u8]) -> Result<String, Fault> {
    String::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).to_vec())
        .map_err(|_| Fault::of(name, "text that is not UTF-8".into()))
}

/// A part as XML.
pub fn parsed<'a>(name: &str, text: &'a str) -> Result<Document<'a>, Fault> {
    Document::parse(text).map_err(|error| Fault::of(name, format!("a fault of XML ({error})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package() -> Package {
        let mut package = Package::new();
        package.add("a/x.xml", "type/x", "<x/>");
        package.add("a/y.xml", "type/y", "<y/>");
        package.add("b/z.png", "", [1, 2, 3]);
        package.relate("", &[Relation::to("rId1", "officeDocument", "a/x.xml")]);
        package.relate("a/x.xml", &[Relation::to("rId1", "image", "b/z.png")]);
        package
    }

    #[test]
    fn an_archive_comes_back_and_is_the_same_bytes_every_time() {
        let bytes = package().to_bytes();
        assert_eq!(bytes, package().to_bytes());
        let read = Package::read(&bytes).unwrap();
        assert_eq!(read, package());
        assert_eq!((read.type_of("a/x.xml"), read.type_of("b/z.png")), ("type/x", "image/png"));
        assert_eq!(read.relations("a/x.xml").unwrap()[0].target, "b/z.png");
    }

    #[test]
    fn parts_to_which_nothing_leads_are_dropped() {
        let mut package = package();
        package.keep_reachable(&["a/x.xml"]).unwrap();
        assert_eq!(package.names().collect::<Vec<_>>(), ["_rels/.rels", "a/_rels/x.xml.rels", "a/x.xml", "b/z.png"]);
    }

    #[test]
    fn targets_are_found_from_the_folder_of_the_part_that_refers() {
        assert_eq!(resolved("ppt/slides", "../media/a.png"), "ppt/media/a.png");
        assert_eq!(resolved("ppt", "/ppt/theme/theme1.xml"), "ppt/theme/theme1.xml");
        assert_eq!(
            (relations_of(""), relations_of("ppt/p.xml")),
            ("_rels/.rels".into(), "ppt/_rels/p.xml.rels".into())
        );
    }

    #[test]
    fn what_is_no_archive_is_told_in_words() {
        assert!(Package::read(b"PK").unwrap_err().found.contains("no zip archive"));
        let mut empty = ZipWriter::new(Cursor::new(Vec::new()));
        empty.start_file("x", SimpleFileOptions::default()).unwrap();
        let bytes = empty.finish().unwrap().into_inner();
        assert!(Package::read(&bytes).unwrap_err().found.contains(TYPES));
    }
}
