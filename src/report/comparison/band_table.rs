//! `curves.parquet`: quantiles over all courses of an arm, one row for each variable, kind of cell and day.
//! Left out: curves of single courses, which a run keeps and a comparison of many patients does not.
//!
//! Columns: `arm`, `variable`, `kind` (missing where there are no kinds), `unit`, `day` (d), `courses` (that reached
//! the day), `q05`, `q25`, `q50`, `q75`, `q95` (in `unit`, missing where no course has a value).

use super::super::table::Column;
use cenersim_analyses::comparison::{BandResult, Compared};

/// One curve of one arm on one day.
pub struct Row<'a> {
    arm: &'a str,
    band: &'a BandResult,
    point: usize,
}

impl Row<'_> {
    /// Missing where it is not finite.
    fn quantile(&self, index: usize) -> Option<f64> {
        self.band.quantiles[index].get(self.point).copied().filter(|value| value.is_finite())
    }
}

/// By arm, curve and day.
pub fn rows(compared: &Compared) -> impl Iterator<Item = Row<'_>> {
    compared.arms.iter().flat_map(|arm| {
        let points = |band: &BandResult| 0..band.days.len();
        arm.bands.iter().flat_map(move |band| points(band).map(move |point| Row { arm: &arm.name, band, point }))
    })
}

/// Of which the file and the dictionary are made.
pub fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let day = "Days since the start of treatment, or since day 1 of an arm that begins before it.";
    let quantile = |name: &str, about: &str, index: usize| {
        Column::known(name, "as in unit", about, move |row: &Row| row.quantile(index))
    };
    vec![
        Column::text("arm", "", "Name of the arm.", |row: &Row<'a>| row.arm),
        Column::text("variable", "", "What is followed.", |row: &Row| row.band.variable.name()),
        Column::optional_words("kind", "Kind of cell; missing where the variable has no kinds.", |row: &Row| {
            row.band.kind.map(|kind| kind.name())
        }),
        Column::text("unit", "", "Unit of the quantiles.", |row: &Row| row.band.variable.unit()),
        Column::double("day", "d", day, |row: &Row| row.band.days[row.point]),
        Column::long("courses", "", "Courses that reached this day.", courses),
        quantile("q05", "5th percentile over the courses.", 0),
        quantile("q25", "25th percentile over the courses.", 1),
        quantile("q50", "Median over the courses.", 2),
        quantile("q75", "75th percentile over the courses.", 3),
        quantile("q95", "95th percentile over the courses.", 4),
    ]
}

/// That reached the day.
fn courses(row: &Row<'_>) -> i64 {
    row.band.courses.get(row.point).map_or(0, |courses| i64::from(*courses))
}
