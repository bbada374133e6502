//! What is on a slide, before it is laid out.

use crate::Chapter;
use cenersim_plot::Figure;

/// One slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    /// What it is about.
    pub chapter: Chapter,
    /// Its message, or its subject where it has none.
    pub title: String,
    /// What is shown.
    pub body: Body,
    /// What the speaker says: numbers, limits, and how it was made.
    pub notes: Vec<String>,
}

/// What a slide shows beneath its title.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Lines under the title of the talk.
    Opening(Vec<String>),
    /// Sentences, one paragraph each.
    Text(Vec<String>),
    /// A picture.
    Figure(Box<Figure>),
    /// Headings and cells.
    Table(Grid),
}

/// A table as readers see it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Grid {
    /// Heading of each column, with its unit.
    pub headings: Vec<String>,
    /// Which columns hold numbers, which stand at the right.
    pub numeric: Vec<bool>,
    /// As many cells as there are headings.
    pub rows: Vec<Vec<String>>,
}
