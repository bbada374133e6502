//! Slides of a result: a report as a talk of about twelve slides in PowerPoint's format (ECMA-376), with speaker notes, tables that can
//! be edited, figures as vectors, and the user's own template. Left out: what is said, which is the report's, and animations.
//!
//! ```text
//! Document --outline--> Slide (title, body, notes) --layout--> Laid (shapes on a layout) --presentation--> Package --> bytes
//!                                                     |
//!                                Template (own, or the user's): layouts, places, sizes of letters
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `chapter`, `selection`, `outline` | which slides a talk has |
//! | `fit`, `columns`, `layout` | how large letters and columns are, and what goes on to another slide |
//! | `shapes`, `presentation`, `package` | the format |
//! | `own`, `template` | where titles and text belong |
//!
//! To show another figure or table: a line in `selection`. A figure that is not there stands in the appendix. Equal reports are equal
//! bytes: nothing has a date.

#![warn(missing_docs)]

mod chapter;
mod columns;
mod error;
mod fit;
mod layout;
mod outline;
mod own;
mod package;
mod presentation;
mod selection;
mod shapes;
mod slide;
mod template;
#[cfg(test)]
mod tests;

pub use chapter::Chapter;
pub use error::DeckError;
pub use template::Template;

use cenersim_report::{Document, sealed};
use layout::laid;
use presentation::{Stated, presentation};

/// The slides of a report as a file of PowerPoint.
///
/// Figures are shown without their own titles, which stand on the slides.
///
/// # Panics
/// If the template was changed since it was read: a mistake in the code.
pub fn deck(document: &Document, chapters: &[Chapter], template: &Template) -> Vec<u8> {
    let bare = document.clone().with(|figure| Some(figure.bare()));
    let slides = outline::outline(&bare, chapters);
    let laid: Vec<_> = slides.iter().flat_map(|slide| laid(slide, template)).collect();
    let stated = Stated { title: &document.title, foot: &foot(document) };
    let package = presentation(template, &laid, &stated).expect("a template that was read can be written");
    sealed(package.to_bytes())
}

/// What the foot of every slide says.
fn foot(document: &Document) -> String {
    let fact =
        |name: &str| document.provenance.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let seed = fact("Seed").map(|seed| format!("seed {seed}"));
    let program = fact("Program").map(|program| program.split(',').next().unwrap_or(program).to_owned());
    let parts = ["a model, not treated patients".to_owned()].into_iter().chain(program).chain(seed);
    parts.collect::<Vec<_>>().join(" | ")
}
