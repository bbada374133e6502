//! Draws as columns of numbers, one for each parameter: names and units are those of the ledger, so that columns are only
//! known when a calibration is. Schema, rows and dictionary are made from the same columns.

use super::{
    super::{
        columns::{ColumnFile, ParquetError, Values},
        files,
        fingerprint::sha256,
    },
    CalibrationRecord,
};
use cenersim_analyses::calibration::{Calibrated, DrawResult};
use std::io::Write;

/// Key of the unit of a column in the metadata of a Parquet file: this, and the name of the column.
pub const UNIT: &str = "unit.";
/// Name of the column that numbers the draws.
pub const DRAW: &str = "draw";
/// Key of [`content_sha256`] in the metadata of a Parquet file.
pub const SHA256: &str = "sha256";

enum Drawn {
    Whole(Vec<i32>),
    Numbers(Vec<f64>),
}

/// One column.
pub struct Numbers {
    name: String,
    unit: String,
    about: String,
    values: Drawn,
}

impl Numbers {
    fn new(name: &str, unit: &str, about: &str, values: Vec<f64>) -> Self {
        Self { name: name.into(), unit: unit.into(), about: about.into(), values: Drawn::Numbers(values) }
    }

    fn whole(name: &str, about: &str, values: Vec<i32>) -> Self {
        Self { name: name.into(), unit: String::new(), about: about.into(), values: Drawn::Whole(values) }
    }

    const fn types(&self) -> (&'static str, &'static str) {
        match self.values {
            Drawn::Whole(_) => ("required int32", "integer"),
            Drawn::Numbers(_) => ("required double", "number"),
        }
    }

    /// As text that is read back as the same number.
    fn text(&self, row: usize) -> String {
        match &self.values {
            Drawn::Whole(values) => values[row].to_string(),
            Drawn::Numbers(values) => values[row].to_string(),
        }
    }

    fn len(&self) -> usize {
        match &self.values {
            Drawn::Whole(values) => values.len(),
            Drawn::Numbers(values) => values.len(),
        }
    }
}

/// `posterior.parquet`.
pub fn posterior(record: &CalibrationRecord) -> Vec<Numbers> {
    let drawn = record.posterior;
    let number = Numbers::whole(
        DRAW,
        "Number of the draw, from 1; all draws are equally probable.",
        (1..).take(drawn.len()).collect(),
    );
    std::iter::once(number)
        .chain(parameters(record.calibrated, |index| drawn.iter().map(|draw| draw[index]).collect()))
        .collect()
}

/// A column for each parameter.
fn parameters(calibrated: &Calibrated, values: impl Fn(usize) -> Vec<f64>) -> impl Iterator<Item = Numbers> {
    let all = calibrated.parameters.iter().enumerate();
    all.map(move |(index, parameter)| Numbers::new(&parameter.path, &parameter.unit, &parameter.about, values(index)))
}

/// `draws.csv` and `draws.parquet`.
pub fn draws(calibrated: &Calibrated) -> Vec<Numbers> {
    let draws = &calibrated.draws;
    let of = |name: &str, about: &str, value: fn(&DrawResult) -> f64| {
        Numbers::new(name, "", about, draws.iter().map(value).collect())
    };
    let generation = draws.iter().map(|draw| draw.generation.cast_signed()).collect();
    let mut columns =
        vec![Numbers::whole("generation", "Generation of the draw; the first is drawn from the prior.", generation)];
    columns.extend(parameters(calibrated, |index| draws.iter().map(|draw| draw.values[index]).collect()));
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
    ]);
    columns
}

/// Scenario, seed and version, and the unit of each column.
pub fn about(record: &CalibrationRecord, columns: &[Numbers]) -> Vec<(String, String)> {
    let known = [
        ("scenario", record.scenario.0.to_owned()),
        ("seed", record.calibrated.seed.to_string()),
        ("version", record.version.to_owned()),
    ];
    let units = columns.iter().map(|column| (format!("{UNIT}{}", column.name), column.unit.clone()));
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

/// The hash of columns that are about to be written.
fn hash_of(columns: &[Numbers], about: &[(String, String)]) -> String {
    let about = about.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let numbers = columns.iter().filter_map(|column| match &column.values {
        Drawn::Numbers(values) => Some((column.name.as_str(), values.as_slice())),
        Drawn::Whole(_) => None,
    });
    content_sha256(about, numbers)
}

/// Writes columns of equal length as a Parquet file, with the hash of its content.
pub fn write(columns: Vec<Numbers>, about: &[(String, String)], to: impl Write + Send) -> Result<(), ParquetError> {
    let hash = hash_of(&columns, about);
    let line = |column: &Numbers| format!("{} {};", column.types().0, column.name);
    let schema = format!("message draws {{ {} }}", columns.iter().map(line).collect::<Vec<_>>().join(" "));
    let about = about.iter().map(|(key, value)| (key.as_str(), value.clone()));
    let about: Vec<(&str, String)> = about.chain([(SHA256, hash)]).collect();
    let mut file = ColumnFile::new(to, &schema, &about)?;
    let values = columns.into_iter().map(|column| match column.values {
        Drawn::Whole(values) => Values::Integer(values),
        Drawn::Numbers(values) => Values::Double(values),
    });
    file.append(values.collect())?;
    file.finish()
}

/// The columns as a CSV file, with a line of names.
pub fn csv(columns: &[Numbers]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| &column.name)).expect("memory takes everything");
    for row in 0..columns.first().map_or(0, Numbers::len) {
        writer.write_record(columns.iter().map(|column| column.text(row))).expect("memory takes everything");
    }
    String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("cells are text")
}

/// What the dictionary says about all draws.
pub fn dictionary(record: &CalibrationRecord) -> Vec<Vec<String>> {
    let all = [
        (files::POSTERIOR_PARQUET, posterior(record)),
        (files::DRAWS[0], draws(record.calibrated)),
        (files::DRAWS[1], draws(record.calibrated)),
    ];
    let row = |file: &str, column: &Numbers| {
        [file, &column.name, column.types().1, &column.unit, &column.about].map(String::from).into()
    };
    all.iter().flat_map(|(file, columns)| columns.iter().map(|column| row(file, column))).collect()
}
