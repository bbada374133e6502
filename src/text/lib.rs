//! How numbers and words are written: once for the terminal, the figures, the reports and the documentation, so that a number
//! looks the same wherever a reader meets it, and once for files, from which programs read them back.
//!
//! Conventions: a true minus, thousands separated by commas, powers of ten outside of 0.001 to 100,000, intervals as
//! `low to high`, and `none` where there is no number. Left out: quantities with units, which the model reads and writes.
//!
//! Here are numbers ([`fixed`], [`digits`], [`plain`], [`signed`], [`count`]), probabilities ([`probability`],
//! [`p_value`]), estimates with intervals ([`counted`], [`signed_with`], [`points`], [`range`]), words ([`plural`],
//! [`listed`], [`sentence`]), what may be claimed of a difference ([`Claim`]), columns for a terminal ([`aligned`], [`wrapped`], [`Entries`], [`ascii`]) and numbers for files
//! ([`ten_digits`]). All are pure: they return text and print nothing.

#![warn(missing_docs)]

mod claim;
mod number;
mod probability;
mod share;
mod ten_digits;
mod terminal;
mod words;

pub use claim::Claim;
pub use number::{
    count, decimals, decimals_of_width, digits, fixed, plain, plain_or_power, power_of_ten, raised, short, signed,
    three_digits,
};
pub use probability::{p_value, probability, tail_probability};
pub use share::{counted, points, range, signed_with};
pub use ten_digits::ten_digits;
pub use terminal::{COLUMNS, Entries, aligned, ascii, within, wrapped};
pub use words::{capital, clauses, criteria, listed, plural, sentence};
