//! `curves.csv`: every curve of every replicate, one row for each value (tidy, long).
//! Numbers are the shortest text that reads back to the same bits; the kind is empty where a variable has no kinds.
//! Left out: the payload bits of a NaN, which all read back as the same NaN.
//!
//! | column | unit | what it holds |
//! |---|---|---|
//! | `replicate` | | number of the replicate |
//! | `day` | d | days since the start of treatment, or since day 1 of an arm that begins before it; points lie closer around infusions |
//! | `kind` | | kind of cells; empty where the variable has no kinds |
//! | `variable` | | what is followed |
//! | `unit` | | unit of the value, one for each variable |
//! | `value` | as in `unit` | its value; a mean over cells is that of an untreated cell where no cell of the kind is left |
//!
//! Rows come by replicate, day and curve. The file is part of the fingerprint of a run, so its columns, their order and
//! the digits of numbers are fixed; `curves.parquet` has the same rows with types.
//!
//! # Example
//!
//! ```text
//! replicate,day,kind,variable,unit,value
//! 0,0.0,leukemic_stem,cells,cells,229376.0
//! 0,0.0,leukemic_progenitor,cells,cells,104222130176.0
//! 0,0.0,blast,cells,cells,927712935936.0
//! ```
//!
//! To follow the blasts of one replicate, keep the rows with `variable` `cells`, `kind` `blast` and that
//! `replicate`; the long layout has room for variables without kinds and for new variables without another column.

use super::{
    ReportError,
    columns::{ColumnFile, ParquetError},
    rows::{Table, Wrong},
    table::{Column, append_rows, begin_columns, write_names, write_records},
};
use cenersim_model::{
    biology::Kind,
    curves::{Course, Curve, CurveSet, Variable},
};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

/// What a value is where there is nothing to take a mean of: the file keeps it, figures leave a gap.
const VALUE: &str = "Its value; a mean over cells (p53, damage, rates of death) is that of an untreated cell where no cell of the kind is left.";

/// One row: one curve of one replicate on one day.
pub struct Point {
    /// Replicate, from 0.
    replicate: u32,
    /// Time since the start (d).
    day: f64,
    /// Which curve.
    curve: Curve,
    /// In the unit of the curve; never missing.
    value: f64,
}

/// Columns of the table, as text and as Parquet.
pub fn columns() -> Vec<Column<'static, Point>> {
    let kind = "Kind of cell; missing where the variable has no kinds.";
    vec![
        Column::integer("replicate", "", "Number of the replicate.", |row: &Point| row.replicate.cast_signed()),
        Column::double(
            "day",
            "d",
            "Days since the start of treatment, or since day 1 of an arm that begins before it.",
            |row: &Point| row.day,
        ),
        Column::optional_words("kind", kind, |row: &Point| row.curve.kind.map(Kind::name)),
        Column::words("variable", "What is followed.", |row: &Point| row.curve.variable.name()),
        Column::words("unit", "Unit of the value.", |row: &Point| row.curve.variable.unit()),
        Column::double("value", "as in unit", VALUE, |row: &Point| row.value),
    ]
}

/// Rows of one replicate, by day and curve.
fn points(replicate: u32, CurveSet { days, values }: &CurveSet) -> impl Iterator<Item = Point> {
    days.iter().enumerate().flat_map(move |(point, &day)| {
        values.iter().map(move |(&curve, values)| Point { replicate, day, curve, value: values[point] })
    })
}

/// Begins the table.
pub fn write_head(to: &mut dyn Write) -> io::Result<()> {
    write_names(&columns(), to)
}

/// Appends the curves of these replicates.
pub fn write_rows(courses: &[Course], to: &mut dyn Write) -> io::Result<()> {
    courses.iter().try_for_each(|course| write_curves(course.replicate, &course.curves, to))
}

/// Appends the curves of one replicate.
pub fn write_curves(replicate: u32, set: &CurveSet, to: &mut dyn Write) -> io::Result<()> {
    write_records(&columns(), points(replicate, set), to)
}

/// Rows that are collected before a batch is written: a compromise between memory and compression.
const BATCH: usize = 1 << 18;

/// `curves.parquet` while replicates come in.
pub struct CurveColumns {
    /// The file so far.
    file: ColumnFile<File>,
    /// Rows that were not written yet.
    batch: Vec<Point>,
}

impl CurveColumns {
    /// Writes nothing but the beginning of the file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn new(to: File, about: &[(&str, String)]) -> Result<Self, ParquetError> {
        Ok(Self { file: begin_columns("curves", &columns(), about, to)?, batch: Vec::new() })
    }

    /// Appends the curves of these replicates.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&mut self, courses: &[Course]) -> Result<(), ParquetError> {
        for course in courses {
            self.batch.extend(points(course.replicate, &course.curves));
            if self.batch.len() >= BATCH {
                append_rows(&mut self.file, &columns(), &std::mem::take(&mut self.batch))?;
            }
        }
        Ok(())
    }

    /// Writes what is left of the last batch, and the footer.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn finish(mut self) -> Result<(), ParquetError> {
        if !self.batch.is_empty() {
            append_rows(&mut self.file, &columns(), &self.batch)?;
        }
        self.file.finish()
    }
}

/// Reads all rows; what is kept of the curves of each replicate, by its number. Curves are in memory one replicate at a
/// time, as rows come in the order of replicates.
///
/// # Errors
/// If a row is damaged, names an unknown curve, or a curve lacks points that the first one of its replicate has.
pub fn read<T>(
    from: impl Read,
    path: &Path,
    keep: impl Fn(u32, CurveSet) -> T,
) -> Result<BTreeMap<u32, T>, ReportError> {
    let mut table = Table::new(from, path, &columns())?;
    let (mut kept, mut growing) = (BTreeMap::new(), None::<Growing>);
    let mut end = |ended: Option<Growing>| {
        let Some(ended) = ended else { return Ok(()) };
        let number = ended.replicate;
        ended.complete(path).map(|curves| drop(kept.insert(number, keep(number, curves))))
    };
    let mut record = csv::StringRecord::new();
    while table.next(&mut record)? {
        let row = Point::of(&record).map_err(|wrong| table.damaged(&record, wrong))?;
        if growing.as_ref().is_none_or(|growing| growing.replicate < row.replicate) {
            end(growing.replace(Growing::of(row.replicate)))?;
        }
        let added = growing.as_mut().map_or(Ok(()), |growing| growing.add(&row));
        added.map_err(|wrong| table.damaged(&record, wrong))?;
    }
    end(growing)?;
    Ok(kept)
}

impl Point {
    /// Variable, kind and unit must go together.
    fn of(record: &csv::StringRecord) -> Result<Self, Wrong> {
        let kind = match &record[2] {
            "" => None,
            name => Some(kind_named(name)?),
        };
        let variable = Variable::from_name(&record[3])
            .filter(|variable| variable.per_kind() == kind.is_some())
            .ok_or_else(|| ("a variable".into(), format!("`{}` of `{}`", &record[3], &record[2])))?;
        if &record[4] != variable.unit() {
            return Err((format!("the unit `{}` of `{}`", variable.unit(), variable.name()), quoted(&record[4])));
        }
        Ok(Self {
            replicate: number(&record[0], "the number of a replicate")?,
            day: number(&record[1], "a day")?,
            curve: Curve { variable, kind },
            value: number(&record[5], "a number")?,
        })
    }
}

/// By the name that files have.
fn kind_named(name: &str) -> Result<Kind, Wrong> {
    Kind::ALL
        .into_iter()
        .find(|kind| kind.name() == name)
        .ok_or_else(|| ("a kind of cell or nothing".into(), quoted(name)))
}

/// Reads a number of any type; else what was expected and the text that was found.
fn number<T: std::str::FromStr>(text: &str, expected: &str) -> Result<T, Wrong> {
    text.parse().map_err(|_| (expected.into(), quoted(text)))
}

/// In backticks, for a message.
fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Curves of one replicate while its rows are read: the first curve tells the days.
struct Growing {
    /// Number of the replicate.
    replicate: u32,
    /// The curve that came first, none before the first row.
    first: Option<Curve>,
    /// Points so far.
    curves: CurveSet,
}

impl Growing {
    /// Before its first row.
    fn of(replicate: u32) -> Self {
        Self { replicate, first: None, curves: CurveSet::default() }
    }

    /// Days must be those of the first curve, bit by bit.
    fn add(&mut self, row: &Point) -> Result<(), Wrong> {
        if row.replicate != self.replicate {
            return Err((format!("replicate {} or a later one", self.replicate), format!("`{}`", row.replicate)));
        }
        if *self.first.get_or_insert(row.curve) == row.curve {
            self.curves.days.push(row.day);
        }
        let values = self.curves.values.entry(row.curve).or_default();
        match self.curves.days.get(values.len()) {
            Some(day) if day.to_bits() == row.day.to_bits() => values.push(row.value),
            Some(day) => return Err((format!("day `{day:?}` of `{}`", row.curve.variable.name()), day_text(row))),
            None => return Err(("a day that the replicate's first curve has".into(), day_text(row))),
        }
        Ok(())
    }

    /// Every curve must have as many points as there are days.
    fn complete(self, path: &Path) -> Result<CurveSet, ReportError> {
        let days = self.curves.days.len();
        let short = self.curves.values.iter().find(|(_, values)| values.len() != days);
        let Some((curve, values)) = short else { return Ok(self.curves) };
        let kind = curve.kind.map_or_else(String::new, |kind| format!(" of `{}`", kind.name()));
        let expected = format!("{days} values of `{}`{kind} in replicate {}", curve.variable.name(), self.replicate);
        Err(ReportError::Damaged { path: path.into(), line: None, expected, found: values.len().to_string() })
    }
}

/// The day with all its digits, for a message.
fn day_text(row: &Point) -> String {
    format!("day `{:?}`", row.day)
}
