//! One value of a table, which stays a number until it is written.
//!
//! # Why cells stay numbers
//!
//! A report sorts its tables, copies them as CSV and aligns decimals; terminals and files write the same cell with
//! other digits. So a cell keeps its number until it is written, and no number is ever parsed back from a text.

use cenersim_text::ten_digits;

/// A value.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Nothing: a number that does not exist, or a word that does not apply.
    #[default]
    Nothing,
    /// Words.
    Text(String),
    /// A number that was computed; a file has all its digits, a report rounds it.
    Number(f64),
    /// A number in the digits in which somebody wrote it.
    Written(String),
}

impl Cell {
    /// As files have it: numbers so that they are read back, empty where there is nothing.
    pub fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) | Self::Written(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }

    /// The number, if it is one that was computed.
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// A number of ten digits at most; nothing if it is not finite.
impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        ten_digits(number).map_or(Self::Nothing, Self::Number)
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Self {
        Self::Number(f64::from(count))
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Number(count as f64)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Number(count as f64)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_ten_digits_whole_counts_and_nothing_for_no_number() {
        let cells: [Cell; 6] = [
            (1.0 / 3.0).into(),
            20_380_046_u32.into(),
            f64::NAN.into(),
            None::<u32>.into(),
            Some(-0.0).into(),
            7_u64.into(),
        ];
        assert_eq!(cells.map(|cell| cell.text()), ["0.3333333333", "20380046", "", "", "0", "7"]);
    }
}
