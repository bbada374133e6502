//! What a report says, before it is laid out.
//!
//! `*_document` of each kind of result makes it; [`html`](super::html) lays it out. Numbers of figures and tables,
//! contents and anchors are made there.

use crate::table::Table;
use cenersim_plot::Figure;

/// A report.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Document {
    /// Of the scenario or the comparison.
    pub title: String,
    /// What was simulated, in a few words.
    pub subtitle: String,
    /// What follows, in two plain sentences that claim no more than the intervals allow.
    pub verdict: Vec<String>,
    /// Key findings, in plain sentences.
    pub summary: Vec<String>,
    /// Names of the arms that figures draw in the colors of arms, in their order; a page can hide each.
    pub arms: Vec<String>,
    /// In the order of reading; empty ones are left out by whoever makes the document.
    pub sections: Vec<Section>,
    /// Command line that makes the result again.
    pub command: String,
    /// What was run by which program: names and values.
    pub provenance: Vec<(String, String)>,
    /// Whether the figures are dark; the page is then dark, too. Otherwise the page follows the reader's preference.
    pub dark: bool,
}

/// A part of a report; what is empty is not shown.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Section {
    /// Also the entry in the contents.
    pub heading: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// With names that differ within a document.
    pub figures: Vec<Figure>,
    /// After the figures; a page shows the first 500 rows of each.
    pub tables: Vec<Table>,
    /// After the tables, letter by letter.
    pub listings: Vec<Listing>,
}

impl Document {
    /// All figures, in the order of the sections.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|section| &section.figures)
    }
}

impl Section {
    /// Whether there is nothing to show but words.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.tables.is_empty() && self.listings.is_empty()
    }
}

/// Text that is shown as written, such as a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Such as `Scenario arm_a.toml, as it was run`.
    pub caption: String,
    /// Every line of it.
    pub text: String,
}
