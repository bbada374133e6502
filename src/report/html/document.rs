//! What a report says, before it is laid out.
//!
//! `*_document` of each kind of result makes it; [`html`](super::html) lays it out. Numbers of figures and tables,
//! contents and anchors are made there. The same document with names in place of pictures is kept beside the page, so
//! that slides can be made of it (see [`read_report`](crate::read_report)).

use crate::table::Table;
use cenersim_plot::Figure;
use serde::{Deserialize, Serialize};

/// A report; `F` is what stands for a figure: the figure itself, or its name where the report is kept as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document<F = Figure> {
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
    pub sections: Vec<Section<F>>,
    /// Command line that makes the result again.
    pub command: String,
    /// What was run by which program: names and values.
    pub provenance: Vec<(String, String)>,
    /// Whether the figures are dark; the page is then dark, too. Otherwise the page follows the reader's preference.
    pub dark: bool,
}

/// A part of a report; what is empty is not shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section<F = Figure> {
    /// Also the entry in the contents.
    pub heading: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// With names that differ within a document.
    pub figures: Vec<F>,
    /// After the figures; a page shows the first 500 rows of each.
    pub tables: Vec<Table>,
    /// After the tables, letter by letter.
    pub listings: Vec<Listing>,
}

/// Empty; derived, it would ask for an empty figure.
impl<F> Default for Document<F> {
    fn default() -> Self {
        let (title, subtitle, command, verdict) = Default::default();
        let (summary, arms, sections, provenance) = Default::default();
        Self { title, subtitle, verdict, summary, arms, sections, command, provenance, dark: false }
    }
}

/// Empty, as above.
impl<F> Default for Section<F> {
    fn default() -> Self {
        let (heading, text, figures, tables, listings) = Default::default();
        Self { heading, text, figures, tables, listings }
    }
}

impl<F> Document<F> {
    /// All figures, in the order of the sections.
    pub fn figures(&self) -> impl Iterator<Item = &F> {
        self.sections.iter().flat_map(|section| &section.figures)
    }

    /// The same report with something else in the place of each figure; a figure for which there is nothing is left out.
    pub fn with<G>(self, mut of: impl FnMut(F) -> Option<G>) -> Document<G> {
        let Self { title, subtitle, verdict, summary, arms, sections, command, provenance, dark } = self;
        let sections = sections.into_iter().map(|section| section.with(&mut of)).collect();
        Document { title, subtitle, verdict, summary, arms, sections, command, provenance, dark }
    }
}

impl<F> Section<F> {
    /// Whether there is nothing to show but words.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.tables.is_empty() && self.listings.is_empty()
    }

    fn with<G>(self, of: &mut impl FnMut(F) -> Option<G>) -> Section<G> {
        let Self { heading, text, figures, tables, listings } = self;
        Section { heading, text, figures: figures.into_iter().filter_map(of).collect(), tables, listings }
    }
}

/// Text that is shown as written, such as a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// Such as `Scenario arm_a.toml, as it was run`.
    pub caption: String,
    /// Every line of it.
    pub text: String,
}
