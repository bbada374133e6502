//! `curves.csv`: every curve of every replicate, one row for each value (tidy, long).
//! Numbers are the shortest text that reads back to the same bits; the kind is empty where a variable has no kinds.
//! Left out: the payload bits of a NaN, which all read back as the same NaN.

use super::{
    ReportError,
    columns::{ColumnFile, ParquetError, Values},
    rows::{Table, Wrong},
};
use cenersim_model::{
    biology::Kind,
    curves::{Course, Curve, CurveSet, Variable},
};
use parquet::data_type::ByteArray;
use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    path::Path,
};

/// Columns of the table.
pub const COLUMNS: [&str; 6] = ["replicate", "day", "kind", "variable", "unit", "value"];

/// Begins the table.
pub fn write_head(to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "{}", COLUMNS.join(","))
}

/// Appends the curves of these replicates.
pub fn write_rows(courses: &[Course], to: &mut impl Write) -> io::Result<()> {
    courses.iter().try_for_each(|course| write_curves(course.replicate, &course.curves, to))
}

/// Appends the curves of one replicate.
pub fn write_curves(replicate: u32, set: &CurveSet, to: &mut impl Write) -> io::Result<()> {
    let curves: Vec<_> = set.values.iter().map(|(curve, values)| (label(*curve), values)).collect();
    for (point, day) in set.days.iter().enumerate() {
        let start = format!("{replicate},{day:?}");
        for (label, values) in &curves {
            writeln!(to, "{start},{label},{:?}", values[point])?;
        }
    }
    Ok(())
}

/// The middle of a row: kind, variable, unit. No name needs quotes.
fn label(Curve { variable, kind }: Curve) -> String {
    format!("{},{},{}", kind.map_or("", Kind::name), variable.name(), variable.unit())
}

const SCHEMA: &str = "message curves {
    required int32 replicate;
    required double day;
    optional binary kind (utf8);
    required binary variable (utf8);
    required binary unit (utf8);
    required double value;
}";

/// Rows that are collected before a batch is written: a compromise between memory and compression.
const BATCH: usize = 1 << 18;

/// `curves.parquet` while replicates come in.
pub struct CurveColumns<W: Write + Send> {
    file: ColumnFile<W>,
    batch: Batch,
}

impl<W: Write + Send> CurveColumns<W> {
    pub fn new(to: W, about: &[(&str, String)]) -> Result<Self, ParquetError> {
        Ok(Self { file: ColumnFile::new(to, SCHEMA, about)?, batch: Batch::default() })
    }

    /// Appends the curves of these replicates.
    pub fn add(&mut self, courses: &[Course]) -> Result<(), ParquetError> {
        for course in courses {
            self.batch.add(course);
            if self.batch.values.len() >= BATCH {
                self.file.append(std::mem::take(&mut self.batch).columns())?;
            }
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<(), ParquetError> {
        if !self.batch.values.is_empty() {
            self.file.append(self.batch.columns())?;
        }
        self.file.finish()
    }
}

/// Rows in columns.
#[derive(Default)]
struct Batch {
    replicates: Vec<i32>,
    days: Vec<f64>,
    kinds: Vec<Option<ByteArray>>,
    variables: Vec<ByteArray>,
    units: Vec<ByteArray>,
    values: Vec<f64>,
}

impl Batch {
    fn add(&mut self, course: &Course) {
        let CurveSet { days, values } = &course.curves;
        let rows = days.len() * values.len();
        let repeated =
            |name: fn(&Curve) -> ByteArray| values.keys().map(name).collect::<Vec<_>>().into_iter().cycle().take(rows);
        self.replicates.extend(std::iter::repeat_n(course.replicate.cast_signed(), rows));
        self.days.extend(days.iter().flat_map(|day| std::iter::repeat_n(day, values.len())));
        let kinds: Vec<_> = values.keys().map(|curve| curve.kind.map(|kind| ByteArray::from(kind.name()))).collect();
        self.kinds.extend(kinds.into_iter().cycle().take(rows));
        self.variables.extend(repeated(|curve| curve.variable.name().into()));
        self.units.extend(repeated(|curve| curve.variable.unit().into()));
        self.values.extend((0..days.len()).flat_map(|point| values.values().map(move |curve| curve[point])));
    }

    fn columns(self) -> Vec<Values> {
        vec![
            Values::Integer(self.replicates),
            Values::Double(self.days),
            Values::OptionalText(self.kinds),
            Values::Text(self.variables),
            Values::Text(self.units),
            Values::Double(self.values),
        ]
    }
}

/// Reads all rows; what is kept of the curves of each replicate, by its number. Curves are in memory one replicate at a
/// time, as rows come in the order of replicates.
pub fn read<T>(
    from: impl Read,
    path: &Path,
    keep: impl Fn(u32, CurveSet) -> T,
) -> Result<BTreeMap<u32, T>, ReportError> {
    let mut table = Table::new(from, path, &COLUMNS)?;
    let (mut kept, mut growing) = (BTreeMap::new(), None::<Growing>);
    let mut end = |ended: Option<Growing>| {
        let Some(ended) = ended else { return Ok(()) };
        let number = ended.replicate;
        ended.complete(path).map(|curves| drop(kept.insert(number, keep(number, curves))))
    };
    let mut record = csv::StringRecord::new();
    while table.next(&mut record)? {
        let row = Row::of(&record).map_err(|wrong| table.damaged(&record, wrong))?;
        if growing.as_ref().is_none_or(|growing| growing.replicate < row.replicate) {
            end(growing.replace(Growing::of(row.replicate)))?;
        }
        let added = growing.as_mut().map_or(Ok(()), |growing| growing.add(&row));
        added.map_err(|wrong| table.damaged(&record, wrong))?;
    }
    end(growing)?;
    Ok(kept)
}

/// One row of the table.
struct Row {
    replicate: u32,
    day: f64,
    curve: Curve,
    value: f64,
}

impl Row {
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

fn kind_named(name: &str) -> Result<Kind, Wrong> {
    Kind::ALL
        .into_iter()
        .find(|kind| kind.name() == name)
        .ok_or_else(|| ("a kind of cell or nothing".into(), quoted(name)))
}

fn number<T: std::str::FromStr>(text: &str, expected: &str) -> Result<T, Wrong> {
    text.parse().map_err(|_| (expected.into(), quoted(text)))
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Curves of one replicate while its rows are read: the first curve tells the days.
struct Growing {
    replicate: u32,
    first: Option<Curve>,
    curves: CurveSet,
}

impl Growing {
    fn of(replicate: u32) -> Self {
        Self { replicate, first: None, curves: CurveSet::default() }
    }

    fn add(&mut self, row: &Row) -> Result<(), Wrong> {
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

    fn complete(self, path: &Path) -> Result<CurveSet, ReportError> {
        let days = self.curves.days.len();
        let short = self.curves.values.iter().find(|(_, values)| values.len() != days);
        let Some((curve, values)) = short else { return Ok(self.curves) };
        let kind = curve.kind.map_or_else(String::new, |kind| format!(" of `{}`", kind.name()));
        let expected = format!("{days} values of `{}`{kind} in replicate {}", curve.variable.name(), self.replicate);
        Err(ReportError::Damaged { path: path.into(), line: None, expected, found: values.len().to_string() })
    }
}

fn day_text(row: &Row) -> String {
    format!("day `{:?}`", row.day)
}
