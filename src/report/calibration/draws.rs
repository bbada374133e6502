//! Draws as columns of numbers, one for each parameter: names and units are those of the ledger, so that columns are only
//! known when a calibration is. Schema, rows and dictionary are made from the same columns.
//!
//! # Example of a draw
//!
//! ```text
//! generation,dna_damage.idarubicin_lc50,apoptosis.maximal_by_damage,...,weight,prior_weight,log_likelihood,
//! cr,remission,cr_without_cenersen,log_odds_ratio
//! ```
//!
//! Values of parameters are in the units of the ledger, weights sum to 1 over all rows, shares are from 0 to 1, and
//! the log odds ratio is that of CR with against without cenersen in the same subjects.

use super::{
    super::{
        columns::ParquetError,
        sha256,
        table::{Column, write_columns},
    },
    CalibrationRecord,
};
use cenersim_analyses::calibration::{Calibrated, DrawResult, ParameterResult};
use std::io::Write;

/// Key of the unit of a column in the metadata of a Parquet file: this, and the name of the column.
pub const UNIT: &str = "unit.";
/// Name of the column that numbers the draws.
pub const DRAW: &str = "draw";
/// Key of [`content_sha256`] in the metadata of a Parquet file.
pub const SHA256: &str = "sha256";

/// `posterior.parquet`: rows are the number of a draw, from 1, and its values.
pub fn posterior<'a>(record: &CalibrationRecord<'a>) -> Vec<Column<'a, (i32, &'a Vec<f64>)>> {
    let about = "Number of the draw, from 1; all draws are equally probable.";
    let number = Column::integer(DRAW, "", about, |(number, _): &(i32, &Vec<f64>)| *number);
    let value = |(_, values): &(i32, &Vec<f64>), index: usize| values[index];
    [number].into_iter().chain(parameters(record.calibrated, value)).collect()
}

/// A column for each parameter.
fn parameters<'a, R: 'a>(
    calibrated: &'a Calibrated,
    value: impl Fn(&R, usize) -> f64 + Copy + 'a,
) -> impl Iterator<Item = Column<'a, R>> {
    let column = move |(index, parameter): (usize, &ParameterResult)| {
        Column::double(&parameter.path, &parameter.unit, &parameter.about, move |row: &R| value(row, index))
    };
    calibrated.parameters.iter().enumerate().map(column)
}

/// `draws.csv` and `draws.parquet`.
pub fn draws(calibrated: &Calibrated) -> Vec<Column<'_, &DrawResult>> {
    let of = |name: &str, about: &str, value: fn(&DrawResult) -> f64| {
        Column::double(name, "", about, move |draw: &&DrawResult| value(draw))
    };
    let generation = "Generation of the draw; the first is drawn from the prior.";
    let mut columns =
        vec![Column::integer("generation", "", generation, |draw: &&DrawResult| draw.generation.cast_signed())];
    columns.extend(parameters(calibrated, |draw: &&DrawResult, index| draw.values[index]));
    columns.extend([
        of("weight", "Posterior weight; all weights sum to 1.", |draw| draw.weight),
        of("prior_weight", "Weight under the prior alone, skepticism included; these sum to 1, too.", |draw| {
            draw.prior_weight
        }),
        of("log_likelihood", "Natural logarithm of the probability of the published counts.", |draw| {
            draw.log_likelihood
        }),
        of("cr", "Share of the simulated patients with CR.", |draw| draw.cr),
        of("remission", "Share with CR or CRp.", |draw| draw.remission),
        of("cr_without_cenersen", "Share of the same patients with CR without cenersen.", |draw| {
            draw.cr_without_cenersen
        }),
        of("log_odds_ratio", "Natural logarithm of the odds ratio of CR with against without cenersen.", |draw| {
            draw.log_odds_ratio
        }),
        of("effect", "The same as all draws together tell it, without the noise of the patients of one.", |draw| {
            draw.effect
        }),
        of("effect_error", "Standard deviation of what that may be.", |draw| draw.effect_error),
    ]);
    columns
}

/// Scenario, seed and version, and the unit of each column.
/// What [`read_posterior`](super::read_posterior) needs besides the columns.
fn about<R>(record: &CalibrationRecord, columns: &[Column<R>]) -> Vec<(String, String)> {
    let known = [
        ("scenario", record.scenario.0.to_owned()),
        ("seed", record.calibrated.seed.to_string()),
        ("version", record.made.version.to_owned()),
    ];
    let headings = columns.iter().map(|column| &column.heading);
    let units = headings.map(|heading| (format!("{UNIT}{}", heading.name), heading.unit.clone()));
    known.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(units).collect()
}

/// sha256 of all that a reader takes from a file: what is told of it, by key, and the bits of the parameters' values in
/// the order of the columns. A bit of the file that is in neither changes no result.
pub fn content_sha256<'a>(
    about: impl Iterator<Item = (&'a str, &'a str)>,
    columns: impl Iterator<Item = (&'a str, &'a [f64])>,
) -> String {
    let mut about: Vec<(&str, &str)> = about.filter(|(key, _)| *key != SHA256).collect();
    about.sort_unstable();
    let mut bytes = Vec::new();
    let text = |bytes: &mut Vec<u8>, text: &str| {
        bytes.extend((text.len() as u64).to_le_bytes());
        bytes.extend(text.as_bytes());
    };
    for (key, value) in about {
        text(&mut bytes, key);
        text(&mut bytes, value);
    }
    for (name, values) in columns.filter(|(name, _)| *name != DRAW) {
        text(&mut bytes, name);
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }
    sha256(&bytes)
}

/// Writes draws as a Parquet file, with the hash of its content.
pub fn write<R: Copy>(
    record: &CalibrationRecord,
    columns: &[Column<R>],
    rows: &[R],
    to: impl Write + Send,
) -> Result<(), ParquetError> {
    let about = about(record, columns);
    let about: Vec<(&str, String)> = about.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
    let numbers: Vec<_> = columns.iter().filter_map(|column| Some((column, column.doubles(rows)?))).collect();
    let hash = content_sha256(
        about.iter().map(|(key, value)| (*key, value.as_str())),
        numbers.iter().map(|(column, values)| (column.heading.name.as_str(), values.as_slice())),
    );
    let about = [about, vec![(SHA256, hash)]].concat();
    write_columns("draws", columns, rows.iter().copied(), &about, to)
}
