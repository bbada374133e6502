//! `curves.parquet`: quantiles over all courses of an arm, one row for each variable, kind of cell and day.
//! Left out: curves of single courses, which a run keeps and a comparison of many patients does not.

use super::field::{Field, Value};
use cenersim_analyses::comparison::{BandResult, Compared};

/// One curve of one arm on one day.
pub struct Row<'a> {
    arm: &'a str,
    band: &'a BandResult,
    point: usize,
}

impl Row<'_> {
    fn quantile(&self, index: usize) -> Option<f64> {
        self.band.quantiles[index].get(self.point).copied().filter(|value| value.is_finite())
    }
}

pub fn rows(compared: &Compared) -> impl Iterator<Item = Row<'_>> {
    compared.arms.iter().flat_map(|arm| {
        let points = |band: &BandResult| 0..band.days.len();
        arm.bands.iter().flat_map(move |band| points(band).map(move |point| Row { arm: &arm.name, band, point }))
    })
}

pub fn fields<'a>() -> Vec<Field<Row<'a>>> {
    let field = |name, unit, about, value: Value<Row<'a>>| Field { name, unit, about, value };
    vec![
        field("arm", "", "Name of the arm.", Value::Text(|row| row.arm)),
        field("variable", "", "What is followed.", Value::Text(|row| row.band.variable.name())),
        field("kind", "", "Kind of cell; missing where the variable has no kinds.", Value::OptionalText(kind)),
        field("unit", "", "Unit of the quantiles.", Value::Text(|row| row.band.variable.unit())),
        field("day", "d", "Days since the start of treatment.", Value::Number(|row| row.band.days[row.point])),
        field("courses", "", "Courses that reached this day.", Value::Long(courses)),
        field("q05", "as in unit", "5th percentile over the courses.", Value::OptionalNumber(|row| row.quantile(0))),
        field("q25", "as in unit", "25th percentile over the courses.", Value::OptionalNumber(|row| row.quantile(1))),
        field("q50", "as in unit", "Median over the courses.", Value::OptionalNumber(|row| row.quantile(2))),
        field("q75", "as in unit", "75th percentile over the courses.", Value::OptionalNumber(|row| row.quantile(3))),
        field("q95", "as in unit", "95th percentile over the courses.", Value::OptionalNumber(|row| row.quantile(4))),
    ]
}

fn kind<'r>(row: &'r Row<'_>) -> Option<&'r str> {
    row.band.kind.map(|kind| kind.name())
}

fn courses(row: &Row<'_>) -> i64 {
    row.band.courses.get(row.point).map_or(0, |courses| i64::from(*courses))
}
