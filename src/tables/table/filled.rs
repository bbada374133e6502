//! Columns filled from rows: the same cells as a CSV file and in a report. A file has every digit and every column; a report
//! shows rounded numbers and leaves out columns of detail.
//!
//! # Rounding
//!
//! Files have ten significant digits in tables of results and all digits in data files. Reports show fewer, with
//! grouped thousands; a number that is missing is an empty cell, never a zero.

use super::{Cell, Column, Heading, file::csv_of};
use cenersim_text::{fixed, three_digits};

/// Cells of columns, whatever their rows were.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// Stem of its file.
    pub name: String,
    /// What it shows, in a line; a report numbers it.
    pub caption: String,
    /// In the order of the file.
    pub columns: Vec<Heading>,
    /// As many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table of these columns over these rows.
    pub fn of<R>(name: &str, caption: &str, columns: Vec<Column<R>>, rows: impl IntoIterator<Item = R>) -> Self {
        let cells = |row: R| columns.iter().map(|column| column.cell(&row)).collect();
        let rows = rows.into_iter().map(cells).collect();
        let columns = columns.into_iter().map(|column| column.heading).collect();
        Self { name: name.into(), caption: caption.into(), columns, rows }
    }

    /// The table as a CSV file, with a line of names.
    pub fn csv(&self) -> String {
        let names = self.columns.iter().map(|column| column.name.clone());
        csv_of(names, self.rows.iter().map(|row| row.iter().map(Cell::text)))
    }

    /// What readers see: the columns that are not of detail, and their cells, rounded.
    pub fn for_readers(&self) -> (Vec<&Heading>, Vec<Vec<String>>) {
        let roundings = self.roundings();
        let wanted: Vec<usize> = (0..self.columns.len()).filter(|index| !self.columns[*index].detail).collect();
        let text = |index: &usize, row: &[Cell]| match self.columns[*index].numeric {
            true => shown(&row[*index], roundings[*index]),
            false => row[*index].text(),
        };
        let rows = self.rows.iter().map(|row| wanted.iter().map(|index| text(index, row)).collect()).collect();
        (wanted.iter().map(|index| &self.columns[*index]).collect(), rows)
    }

    /// How the report rounds each column.
    pub fn roundings(&self) -> Vec<Rounding> {
        self.columns.iter().enumerate().map(|(index, column)| self.rounding(index, column)).collect()
    }

    /// | numbers of the column | shown with |
    /// |---|---|
    /// | whole, below 100,000 | every digit |
    /// | from 100,000 on, or without a common unit | three digits each |
    /// | with a unit, largest from 100, 10, 1, or below | 0, 1, 2 or 3 decimals, the same in every row |
    fn rounding(&self, index: usize, column: &Heading) -> Rounding {
        if !column.numeric || column.exact {
            return Rounding::AsWritten;
        }
        let numbers = self.rows.iter().filter_map(|row| row[index].number()).filter(|number| number.is_finite());
        let (largest, whole) = numbers.fold((0.0_f64, true), |(largest, whole), number| {
            (largest.max(number.abs()), whole && number.fract() == 0.0)
        });
        match largest {
            n if whole && n < 1e5 => Rounding::AsWritten,
            n if n >= 1e5 || column.unit.is_empty() => Rounding::ThreeDigits,
            n if n >= 100.0 => Rounding::Decimals(0),
            n if n >= 10.0 => Rounding::Decimals(1),
            n if n >= 1.0 => Rounding::Decimals(2),
            _ => Rounding::Decimals(3),
        }
    }
}

/// How numbers of one column are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rounding {
    /// Every digit.
    AsWritten,
    /// In a column with one unit, so many decimals in every row that the largest number has three digits.
    Decimals(usize),
    /// Each number has three digits of its own.
    ThreeDigits,
}

/// A cell for readers. What is no number stays as it is.
pub fn shown(cell: &Cell, rounding: Rounding) -> String {
    match (cell, rounding) {
        (Cell::Number(number), Rounding::Decimals(decimals)) => fixed(*number, decimals),
        (Cell::Number(number), Rounding::ThreeDigits) => three_digits(*number),
        (Cell::Number(_) | Cell::Written(_), _) => cell.text().replace('-', "\u{2212}"),
        _ => cell.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_every_column_and_quotes_what_needs_it() {
        let columns = vec![
            Column::text("arm", "Arm", "", |row: &(&'static str, Option<f64>)| row.0),
            Column::number("n", "n", "d", "", |row: &(&'static str, Option<f64>)| row.1).in_file_only(),
        ];
        let table = Table::of("x", "", columns, [("A, \"high\"", Some(0.1)), ("B\nC", None)]);
        assert_eq!(table.csv(), "arm,n\n\"A, \"\"high\"\"\",0.1\n\"B\nC\",\n");
    }

    #[test]
    fn numbers_are_rounded_for_readers_and_text_is_not() {
        let cases = [
            (Cell::Number(1_234_567_890.0), "1.23×10⁹"),
            (Cell::Number(0.00012), "1.20×10⁻⁴"),
            (Cell::Number(-2.3456), "\u{2212}2.35"),
            (Cell::Number(12.3456), "12.3"),
            (Cell::Number(0.0123), "0.0123"),
            (Cell::Number(21.0), "21.0"),
            (Cell::Number(0.0), "0"),
            (Cell::Text("arm-b".into()), "arm-b"),
            (Cell::Written("-1.20".into()), "\u{2212}1.20"),
            (Cell::Nothing, ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(shown(&cell, Rounding::ThreeDigits), expected);
        }
        assert_eq!(shown(&Cell::Number(-0.04), Rounding::Decimals(1)), "0.0");
        assert_eq!(shown(&Cell::Number(-1.23456789), Rounding::AsWritten), "\u{2212}1.23456789");
    }

    #[test]
    fn a_column_is_rounded_as_its_unit_and_its_largest_number_ask_for() {
        let number = |unit: &str| Column::number("x", "x", unit, "", |row: &Option<f64>| *row);
        let rounding = |column, cells: [Option<f64>; 3]| Table::of("x", "", vec![column], cells).roundings()[0];
        assert_eq!(rounding(number("%"), [Some(62.5), None, Some(4.0)]), Rounding::Decimals(1));
        assert_eq!(rounding(number(""), [Some(2.0), Some(2.5), Some(1e9)]), Rounding::ThreeDigits);
        assert_eq!(rounding(number(""), [Some(2.0), None, Some(200.0)]), Rounding::AsWritten);
        assert_eq!(rounding(number("cells"), [Some(1e12), Some(3.0), Some(5.0)]), Rounding::ThreeDigits);
        assert_eq!(rounding(number("").as_written(), [Some(1.23456), None, None]), Rounding::AsWritten);
        let text = Column::text("x", "x", "", |_: &Option<f64>| "1.23456");
        assert_eq!(rounding(text, [Some(1.23456), None, None]), Rounding::AsWritten);
    }
}
