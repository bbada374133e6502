//! Tables: the same rows as a CSV file and in a report. A file has every digit and every column; a report shows rounded
//! numbers and leaves out columns of detail.
use cenersim_text::{fixed, three_digits};

/// What one column holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Column {
    /// The name in files.
    pub name: String,
    /// The name in the report.
    pub label: String,
    /// Unit of all its values; empty where there is none or rows differ in it.
    pub unit: String,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// What it means, for the dictionary of columns.
    pub about: String,
    /// Whether it is left out of the report.
    pub detail: bool,
    /// Whether the report shows its numbers with every digit.
    pub exact: bool,
}

impl Column {
    /// A column of words.
    pub fn text(name: &str, label: &str, about: &str) -> Self {
        Self { name: name.into(), label: label.into(), about: about.into(), ..Self::default() }
    }

    /// A column of numbers.
    pub fn number(name: &str, label: &str, unit: &str, about: &str) -> Self {
        Self { numeric: true, unit: unit.into(), ..Self::text(name, label, about) }
    }

    /// The same column, left out of the report.
    pub fn in_file_only(self) -> Self {
        Self { detail: true, ..self }
    }

    /// The same column, not rounded in the report.
    pub fn as_written(self) -> Self {
        Self { exact: true, ..self }
    }
}

/// Rows of text; numbers are written so that they can be read back, and empty where there is none.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    /// Stem of its file.
    pub name: String,
    pub caption: String,
    pub columns: Vec<Column>,
    /// As many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as a CSV file, with a line of names.
    pub fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        let names = self.columns.iter().map(|column| &column.name);
        writer.write_record(names).expect("memory takes everything");
        self.rows.iter().for_each(|row| writer.write_record(row).expect("rows have a cell for each column"));
        String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("cells are text")
    }

    /// With a last column, in files only, that says the same in every row.
    #[must_use]
    pub fn with_remark(mut self, column: Column, remark: &str) -> Self {
        self.columns.push(column.in_file_only());
        self.rows.iter_mut().for_each(|row| row.push(remark.to_owned()));
        self
    }

    /// With what follows a failure, which every survival rests on.
    #[must_use]
    pub fn with_after_failure(self, policy: Option<&str>) -> Self {
        let column = Column::text("after_failure", "After failure", "What follows a failure of the treatment.");
        match policy {
            Some(policy) => self.with_remark(column, policy.trim_start_matches("after failure: ")),
            None => self,
        }
    }

    /// How the report rounds each column.
    pub(super) fn roundings(&self) -> Vec<Rounding> {
        self.columns.iter().enumerate().map(|(index, column)| self.rounding(index, column)).collect()
    }

    fn rounding(&self, index: usize, column: &Column) -> Rounding {
        if !column.numeric || column.exact {
            return Rounding::AsWritten;
        }
        let numbers = self.rows.iter().filter_map(|row| row[index].parse::<f64>().ok()).filter(|n| n.is_finite());
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
pub(super) enum Rounding {
    AsWritten,
    /// In a column with one unit, so many decimals in every row that the largest number has three digits.
    Decimals(usize),
    /// Each number has three digits of its own.
    ThreeDigits,
}

/// A cell for readers. What is no number stays as it is.
pub(super) fn shown(cell: &str, rounding: Rounding) -> String {
    let Ok(number) = cell.parse::<f64>() else { return cell.into() };
    match rounding {
        Rounding::AsWritten => cell.replace('-', "\u{2212}"),
        Rounding::Decimals(decimals) => fixed(number, decimals),
        Rounding::ThreeDigits => three_digits(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_every_column_and_quotes_what_needs_it() {
        let columns = vec![Column::text("arm", "Arm", ""), Column::number("n", "n", "d", "").in_file_only()];
        let rows = vec![vec!["A, \"high\"".into(), "0.1".into()], vec!["B\nC".into(), String::new()]];
        let table = Table { name: "x".into(), caption: String::new(), columns, rows };
        assert_eq!(table.csv(), "arm,n\n\"A, \"\"high\"\"\",0.1\n\"B\nC\",\n");
    }

    #[test]
    fn numbers_are_rounded_for_readers_and_text_is_not() {
        let cases = [
            ("1234567890", "1.23×10⁹"),
            ("0.00012", "1.20×10⁻⁴"),
            ("-2.3456", "\u{2212}2.35"),
            ("12.3456", "12.3"),
            ("0.0123", "0.0123"),
            ("21", "21.0"),
            ("0", "0"),
            ("arm-b", "arm-b"),
            ("", ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(shown(cell, Rounding::ThreeDigits), expected);
        }
        assert_eq!(shown("-0.04", Rounding::Decimals(1)), "0.0");
        assert_eq!(shown("-1.23456789", Rounding::AsWritten), "\u{2212}1.23456789");
    }

    #[test]
    fn a_column_is_rounded_as_its_unit_and_its_largest_number_ask_for() {
        let column = |unit: &str| Column::number("x", "x", unit, "");
        let rounding = |column: Column, cells: [&str; 3]| {
            let rows = cells.map(|cell| vec![cell.to_owned()]).into();
            Table { columns: vec![column], rows, ..Table::default() }.roundings()[0]
        };
        assert_eq!(rounding(column("%"), ["62.5", "", "4"]), Rounding::Decimals(1));
        assert_eq!(rounding(column(""), ["2", "2.5", "1e9"]), Rounding::ThreeDigits);
        assert_eq!(rounding(column(""), ["2", "", "200"]), Rounding::AsWritten);
        assert_eq!(rounding(column("cells"), ["1e12", "3", "5"]), Rounding::ThreeDigits);
        assert_eq!(rounding(column("").as_written(), ["1.23456", "", ""]), Rounding::AsWritten);
        assert_eq!(rounding(Column::text("x", "x", ""), ["1.23456", "", ""]), Rounding::AsWritten);
    }
}
