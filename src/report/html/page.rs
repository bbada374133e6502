//! A document as a page: numbers for figures and tables, anchors for the contents, then the template. The template
//! escapes all text; only figures, style and script go in as they are.
//!
//! # What a page has
//!
//! Title and subtitle, the arms with the colors of their marks, a verdict, the sentences of the summary with what their abbreviations
//! stand for, then the sections: text, figures, tables, listings. A glossary explains every term that occurs. At the end stand
//! provenance and the command. Figures, tables and listings are numbered through the whole page.
//!
//! # What is shown of a table
//!
//! | rows | on the page |
//! |---|---|
//! | up to 24 | as they are |
//! | more | in a frame that scrolls |
//! | more than 40, and the ledger | an appendix, which is shown and printed when it is opened |
//! | more than 500 | the first 500, with the name of the file that has all |
//!
//! Columns of detail are left to the file. Numbers are rounded as their column is; what was rounded keeps its exact text, by which
//! the page sorts and which it copies. Columns with a text of more than 60 letters are laid out as prose.

use super::{
    super::{
        glossary::{occurring, spelled_out},
        table::{Cell, Heading, Rounding, Table, shown},
    },
    Document, Listing, Section,
    figure::{inlined, with_arms},
    typeface::{base64, faces},
    words::marked,
};
use cenersim_plot::{Figure, Theme};
use minijinja::{Environment, Value, value::Serde};
use serde::Serialize;
use sha2::{Digest, Sha256};

const TEMPLATE: &str = include_str!("../../../assets/report/report.html");
const STYLE: &str = include_str!("../../../assets/report/report.css");
const SCRIPT: &str = include_str!("../../../assets/report/report.js");

/// Rows of a table that a page shows; the file has them all.
pub(super) const MOST_ROWS: usize = 500;
/// Rows from which on a table scrolls in a frame of its own.
const LONG: usize = 24;
/// Rows from which on a table is an appendix.
const APPENDIX: usize = 40;
/// Letters from which on a text is prose.
const PROSE: usize = 60;

/// The document as one HTML file.
///
/// Style, script and typefaces are within the file, so it needs no network. The script is allowed by its hash alone
/// (Content Security Policy).
///
/// # Panics
/// If the template asks for a value that there is none of: a mistake in the code.
pub fn html(document: &Document) -> String {
    let mut counter = Counter { arms: document.arms.len(), ..Counter::default() };
    let page = PageView {
        title: &document.title,
        subtitle: &document.subtitle,
        arms: arms(document),
        verdict: document.verdict.iter().map(|sentence| marked(&unbroken(sentence))).collect(),
        summary: summary(document),
        sections: document.sections.iter().map(|section| counter.section(section)).collect(),
        glossary: glossary(document),
        command: &document.command,
        provenance: &document.provenance,
        dark: document.dark,
        faces: faces(),
        css: STYLE,
        script: SCRIPT,
        script_hash: base64(&Sha256::digest(SCRIPT)),
    };
    // The ending of the name is what turns escaping on.
    let rendered = Environment::new().render_named_str("report.html", TEMPLATE, Value::from(Serde(page)));
    rendered.expect("the template fits its values")
}

#[derive(Serialize)]
struct PageView<'a> {
    title: &'a str,
    subtitle: &'a str,
    /// Name and color of each.
    arms: Vec<[String; 2]>,
    verdict: Vec<String>,
    summary: Vec<String>,
    sections: Vec<SectionView<'a>>,
    glossary: Vec<[String; 2]>,
    command: &'a str,
    provenance: &'a [(String, String)],
    dark: bool,
    faces: String,
    css: &'a str,
    script: &'a str,
    /// What the page may run, and nothing else (Content Security Policy, level 3).
    script_hash: String,
}

#[derive(Serialize)]
struct SectionView<'a> {
    id: String,
    heading: &'a str,
    text: Vec<String>,
    figures: Vec<FigureView<'a>>,
    tables: Vec<TableView<'a>>,
    listings: Vec<ListingView<'a>>,
}

#[derive(Serialize)]
struct FigureView<'a> {
    id: String,
    number: usize,
    name: &'a str,
    title: &'a str,
    alt: &'a str,
    svg: String,
}

#[derive(Serialize)]
struct TableView<'a> {
    id: String,
    number: usize,
    name: &'a str,
    caption: &'a str,
    columns: Vec<ColumnView<'a>>,
    rows: Vec<Vec<CellView>>,
    long: bool,
    /// Whether it is an appendix: shown, and printed, when it is opened.
    appendix: bool,
    /// What is said about rows that are not shown.
    more: String,
}

#[derive(Serialize)]
struct ColumnView<'a> {
    name: &'a str,
    /// As HTML.
    label: String,
    unit: &'a str,
    numeric: bool,
    /// Whether it holds sentences, which need room.
    prose: bool,
}

#[derive(Serialize)]
struct CellView {
    text: String,
    numeric: bool,
    /// As in the file, where it is shown otherwise.
    exact: Option<String>,
}

#[derive(Serialize)]
struct ListingView<'a> {
    id: String,
    caption: &'a str,
    text: &'a str,
}

/// Numbers what has been laid out so far.
#[derive(Default)]
struct Counter {
    sections: usize,
    figures: usize,
    tables: usize,
    listings: usize,
    /// Arms whose marks figures have.
    arms: usize,
}

impl Counter {
    /// Figures, tables and listings are numbered through the whole page.
    fn section<'a>(&mut self, section: &'a Section) -> SectionView<'a> {
        let Section { heading, text, figures, tables, listings } = section;
        self.sections += 1;
        SectionView {
            id: format!("section-{}", self.sections),
            heading,
            text: text.iter().map(|paragraph| marked(paragraph)).collect(),
            figures: figures.iter().map(|figure| self.figure(figure)).collect(),
            tables: tables.iter().map(|table| self.table(table)).collect(),
            listings: listings.iter().map(|listing| self.listing(listing)).collect(),
        }
    }

    fn figure<'a>(&mut self, figure: &'a Figure) -> FigureView<'a> {
        let Figure { name, title, alt, svg, .. } = figure;
        self.figures += 1;
        let id = format!("figure-{}", self.figures);
        let svg = inlined(&with_arms(svg, self.arms), &id, title, alt);
        FigureView { id, number: self.figures, name, title, alt, svg }
    }

    /// Long ones scroll within a frame; those of more than 500 rows are cut, and say so.
    fn table<'a>(&mut self, table: &'a Table) -> TableView<'a> {
        self.tables += 1;
        let all = table.rows.len();
        TableView {
            id: format!("table-{}", self.tables),
            number: self.tables,
            name: &table.name,
            caption: &table.caption,
            columns: columns(table),
            rows: rows(table),
            long: all > LONG,
            appendix: all > APPENDIX || table.name == "ledger",
            more: if all > MOST_ROWS { more(all, &table.name) } else { String::new() },
        }
    }

    fn listing<'a>(&mut self, Listing { caption, text }: &'a Listing) -> ListingView<'a> {
        self.listings += 1;
        ListingView { id: format!("listing-{}", self.listings), caption, text }
    }
}

/// Columns of detail are left to the file.
fn columns(table: &Table) -> Vec<ColumnView<'_>> {
    let mut columns = Vec::new();
    for (index, column) in table.columns.iter().enumerate().filter(|(_, column)| !column.detail) {
        let Heading { name, label, unit, numeric, .. } = column;
        let prose = table.rows.iter().any(|row| row[index].text().len() > PROSE);
        columns.push(ColumnView { name, label: marked(label), unit, numeric: *numeric, prose });
    }
    columns
}

/// The first 500 rows, rounded as their column is.
fn rows(table: &Table) -> Vec<Vec<CellView>> {
    let roundings = table.roundings();
    let wanted: Vec<usize> = (0..table.columns.len()).filter(|index| !table.columns[*index].detail).collect();
    let mut rows = Vec::new();
    for row in table.rows.iter().take(MOST_ROWS) {
        let cell = |index: &usize| cell_view(&row[*index], table.columns[*index].numeric, roundings[*index]);
        rows.push(wanted.iter().map(cell).collect());
    }
    rows
}

/// What was rounded keeps its exact text, by which the page sorts and which it copies.
fn cell_view(cell: &Cell, numeric: bool, rounding: Rounding) -> CellView {
    let written = cell.text();
    let text = if numeric { shown(cell, rounding) } else { written.clone() };
    let exact = (text != written).then_some(written);
    CellView { text, numeric, exact }
}

/// The findings, and what their abbreviations stand for.
fn summary(document: &Document) -> Vec<String> {
    let findings = document.summary.iter().map(|sentence| unbroken(sentence));
    findings.chain(spelled_out(&document.summary)).map(|sentence| marked(&sentence)).collect()
}

/// The arms with the colors that their figures have.
fn arms(document: &Document) -> Vec<[String; 2]> {
    let theme = if document.dark { Theme::dark() } else { Theme::light() };
    let named = document.arms.iter().enumerate();
    named.map(|(index, name)| [name.clone(), theme.arm(index).color.hex()]).collect()
}

/// Terms of verdict, summary, texts and tables, with what they mean.
fn glossary(document: &Document) -> Vec<[String; 2]> {
    let of_section = |section: &'_ Section| -> Vec<String> {
        let labels = section.tables.iter().flat_map(|table| table.columns.iter().map(|column| column.label.clone()));
        section.text.iter().cloned().chain(labels).collect()
    };
    let said = document.verdict.iter().chain(&document.summary).cloned();
    let texts: Vec<String> = said.chain(document.sections.iter().flat_map(of_section)).collect();
    let told = occurring(texts.iter().map(String::as_str)).into_iter();
    told.map(|term| [term.name.to_owned(), term.explained()]).collect()
}

/// Numbers and their percent signs stay on one line.
fn unbroken(sentence: &str) -> String {
    sentence.replace(" %", "\u{A0}%").replace("95\u{A0}% ", "95\u{A0}%\u{A0}")
}

fn more(all: usize, name: &str) -> String {
    format!("The first {MOST_ROWS} of {all} rows are shown; tables/{name}.csv has all of them.")
}
