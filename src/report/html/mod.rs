//! Reports: one HTML file that opens without a network and prints to PDF. It holds figures as inline SVG with the values
//! on hover, tables that sort and copy as CSV, provenance and the command that makes the result again. What a
//! comparison, a trial or a qualification has to say comes as a plain [`Document`].
//!
//! Left out: figures with style sheets of their own (their rules would reach the whole page), and languages that are
//! read from right to left.

mod document;
mod figure;
mod page;
mod typeface;
mod words;

#[cfg(test)]
mod tests;

pub use document::{Document, Listing, Section};
pub use page::html;
