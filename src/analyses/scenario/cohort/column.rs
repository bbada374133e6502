//! The columns of a list of patients: what they are called, in which unit they are, and what a cell says of a patient.
//! Left out: checks that need several cells of a row (see `row`).
//!
//! | column | cell | unit |
//! |---|---|---|
//! | `name` | a word; never empty | none |
//! | `number` | a whole number, whose random draws the patient has | none |
//! | `age` | a number within the bounds of adults | time |
//! | `first_remission` | how long it lasted | time |
//! | `weight`, `height` | a number within the bounds of adults | mass, length |
//! | `sex`, `disease`, `tp53` | a word, as in a scenario | none |
//! | `burden` | a number of cells | cells |
//! | `chemosensitivity` | a percentile, for all drugs that damage cells | share |
//! | `inhibitor_periods` | `none`, or `0 to 7 and 14 to 21` | time |
//! | `inhibitor_for_fever` | `true` or `false` | none |
//! | an entry of the ledger | a number with its dimension | that of the entry |
//!
//! A unit stands once in the header, or else in each cell (`58.5 kg`). With both the cell is a fault, not a guess.
//! Words, units and bounds are read by the same code as those of a scenario, so that a patient can be moved from one to the
//! other.

use super::{
    super::{
        ScenarioError,
        chemosensitivity::{Percentile, check_percentile},
        compose::{AGE, HEIGHT, WEIGHT, adult, check_burden},
        measured::{Cells, Height, Meaning, Measured, Span, Weight},
        parameters::own_number,
        words,
    },
    hint,
    row::Row,
};
use cenersim_model::{
    parameters::Ledger,
    patient::Chemosensitivity,
    quantity::{Quantity, Time},
};
use serde::{Deserialize, de::value::StrDeserializer};

/// What a column is about.
///
/// Entries of the sections `population` and `simulation` are no columns, as they are of all patients together.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    /// What the patient is called, unique in the list.
    Name,
    /// Number of the patient whose draws fill what the list leaves open.
    Number,
    /// Age at the start of treatment.
    Age,
    /// Female or male.
    Sex,
    /// Body weight.
    Weight,
    /// Body height.
    Height,
    /// Newly diagnosed, refractory, relapsed or healthy.
    Disease,
    /// Length of the first remission, of those who have relapsed.
    FirstRemission,
    /// TP53 of the leukemia.
    Tp53,
    /// Leukemic cells at the start.
    Burden,
    /// Percentile among patients of the same status and age.
    Chemosensitivity,
    /// When inhibitors of cenersen are taken.
    InhibitorPeriods,
    /// Whether fever makes a user of them.
    InhibitorForFever,
    /// An entry of the ledger, by its path.
    Entry(String),
}

/// A column as the header has it.
///
/// The unit is checked with the number 1 when the header is read, so that a wrong one is said once and not in each row.
pub(super) struct Head {
    /// What it is about.
    pub column: Column,
    /// The unit of all its cells; none if each has its own.
    unit: Option<String>,
}

impl Column {
    /// In the order in which they are written.
    pub const NAMES: [&str; 13] = [
        "name",
        "number",
        "age",
        "sex",
        "weight",
        "height",
        "disease",
        "first_remission",
        "tp53",
        "burden",
        "chemosensitivity",
        "inhibitor_periods",
        "inhibitor_for_fever",
    ];

    /// Those that are no entries of the ledger, in the same order.
    const ALL: [Self; 13] = [
        Self::Name,
        Self::Number,
        Self::Age,
        Self::Sex,
        Self::Weight,
        Self::Height,
        Self::Disease,
        Self::FirstRemission,
        Self::Tp53,
        Self::Burden,
        Self::Chemosensitivity,
        Self::InhibitorPeriods,
        Self::InhibitorForFever,
    ];

    /// As the header calls it.
    pub fn name(&self) -> &str {
        match self {
            Self::Entry(path) => path,
            one => Self::ALL.iter().position(|other| other == one).map_or("", |index| Self::NAMES[index]),
        }
    }

    /// What the ledger says of the population is nobody's own number.
    ///
    /// A covariate goes before an entry of the ledger of the same name.
    fn named(name: &str, ledger: &Ledger) -> Result<Self, String> {
        let of_all = ["population.", "simulation."].iter().any(|section| name.starts_with(section));
        if ledger.get(name).is_some() && of_all {
            return Err(format!(
                "`{name}` is no patient's: expected a covariate, such as `age [y]`, or another entry of the ledger; change this one \
                 with --set parameters.{name}=..."
            ));
        }
        let known = Self::NAMES.into_iter().zip(Self::ALL).find(|(known, _)| *known == name).map(|(_, column)| column);
        let entry = || ledger.get(name).map(|_| Self::Entry(name.to_owned()));
        known.or_else(entry).ok_or_else(|| {
            let names = Self::NAMES.join("`, `");
            format!(
                "unknown column `{name}`: expected one of `{names}`, or an entry of the ledger as `cenersim parameters` lists them{}",
                hint(name, ledger)
            )
        })
    }

    /// Checks dimension and sign, and gives the number in its canonical unit; none for a column of words.
    fn measured(&self, text: &str, ledger: &Ledger) -> Option<Result<f64, String>> {
        Some(match self {
            Self::Age | Self::FirstRemission => measured::<Span>(text),
            Self::Weight => measured::<Weight>(text),
            Self::Height => measured::<Height>(text),
            Self::Burden => measured::<Cells>(text),
            Self::Chemosensitivity => measured::<Percentile>(text),
            Self::InhibitorPeriods => measured::<Span>(text),
            Self::Entry(path) => own_number(ledger, path, text),
            _ => return None,
        })
    }

    /// Whether the unit fits, whatever the number.
    fn check_unit(&self, unit: &str, ledger: &Ledger) -> Result<(), String> {
        let fits = match self {
            Self::Entry(path) => {
                let expected = ledger.get(path).map(|entry| &entry.value);
                let found = Quantity::read(&format!("1 {unit}"), &|found| {
                    expected.is_none_or(|expected| found == expected.dimension())
                });
                let known = expected.map_or("", Quantity::written);
                found
                    .and_then(|found| expected.map_or(Ok(0.0), |expected| found.expect(expected.dimension(), known)))
                    .map(drop)
                    .map_err(|error| error.to_string())
            }
            _ => self.measured(&format!("1 {unit}"), ledger).map_or_else(
                || Err(format!("expected `{}` alone, whose cells are words or counts", self.name())),
                |measured| measured.map(drop),
            ),
        };
        fits.map_err(|error| format!("the unit of column `{}` does not fit: {error}", self.name()))
    }
}

/// As a scenario reads it, with the same words for what does not fit.
fn measured<M: Meaning>(text: &str) -> Result<M::Value, String> {
    let read = Measured::<M>::deserialize(StrDeserializer::<ScenarioError>::new(text));
    read.map(|measured| measured.0).map_err(|error| error.message().to_owned())
}

/// A word as a scenario reads it.
fn word<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, String> {
    T::deserialize(StrDeserializer::<ScenarioError>::new(text)).map_err(|error| error.message().to_owned())
}

impl Head {
    /// `name [unit]`, or `name` where cells have their own unit or none.
    ///
    /// # Errors
    /// A bracket without an end, an unknown name, or a unit that does not fit the column.
    pub fn read(text: &str, ledger: &Ledger) -> Result<Self, String> {
        let Some((name, rest)) = text.split_once('[') else {
            return Ok(Self { column: Column::named(text, ledger)?, unit: None });
        };
        let Some(unit) = rest.trim_end().strip_suffix(']') else {
            return Err(format!("the unit of `{text}` has no end: expected it in brackets, such as `weight [kg]`"));
        };
        let (column, unit) = (Column::named(name.trim(), ledger)?, unit.trim());
        column.check_unit(unit, ledger)?;
        Ok(Self { column, unit: Some(unit.to_owned()) })
    }

    /// A number with the unit of the column; as it stands where the column has none.
    ///
    /// A decimal comma is recognized and named in the fault, as spreadsheets in many languages write it.
    fn with_unit(&self, cell: &str) -> Result<String, String> {
        let Some(unit) = &self.unit else { return Ok(cell.to_owned()) };
        if cell.parse::<f64>().is_ok_and(f64::is_finite) {
            return Ok(format!("{cell} {unit}"));
        }
        let comma = if cell.contains(',') { " with a decimal point" } else { "" };
        Err(format!("`{cell}` is no number: expected one{comma}, whose unit `{unit}` the header has, or an empty cell"))
    }

    /// What a cell says of the patient of its row; nothing if it is empty.
    ///
    /// # Errors
    /// One sentence: what was found, what was expected.
    pub fn put(&self, cell: &str, row: &mut Row, ledger: &Ledger) -> Result<(), String> {
        if cell.is_empty() && self.column != Column::Name {
            return Ok(());
        }
        match &self.column {
            Column::Name => row.named.name = name(cell)?,
            Column::Number => row.named.number = number(cell)?,
            Column::Sex => row.named.sex = Some(word(cell)?),
            Column::Disease => row.status = Some(word(cell)?),
            Column::Tp53 => row.named.tp53 = Some(word(cell)?),
            Column::InhibitorForFever => row.named.inhibitor_for_fever = Some(truth(cell)?),
            Column::InhibitorPeriods => row.named.inhibitor_periods = Some(self.periods(cell)?),
            _ => self.put_number(cell, row, ledger)?,
        }
        Ok(())
    }

    /// The same of a column of numbers, each within its bounds.
    fn put_number(&self, cell: &str, row: &mut Row, ledger: &Ledger) -> Result<(), String> {
        let text = self.with_unit(cell)?;
        let Some(number) = self.column.measured(&text, ledger).transpose()? else { return Ok(()) };
        let named = &mut row.named;
        match &self.column {
            Column::Age => named.age_years = Some(adult(in_years(&text, number), AGE)?),
            Column::Weight => named.weight_kg = Some(adult(number, WEIGHT)?),
            Column::Height => named.height_cm = Some(adult(number, HEIGHT)?),
            Column::FirstRemission => row.first_remission = Some(Time::hours(number)),
            Column::Burden => named.burden = Some(check_burden(number).map(|()| number)?),
            Column::Chemosensitivity => {
                named.chemosensitivity = Chemosensitivity::All(check_percentile(number).map(|()| number)?);
            }
            Column::Entry(path) => drop(named.own.insert(path.clone(), number)),
            _ => {}
        }
        Ok(())
    }

    /// `none`, or periods such as `0 to 7 and 14 to 21`, each of which ends after it begins.
    ///
    /// Sorted by their beginning; periods may touch or overlap.
    fn periods(&self, cell: &str) -> Result<Vec<(Time, Time)>, String> {
        if cell == "none" {
            return Ok(Vec::new());
        }
        let unlike = || format!("`{cell}` is no period: expected `none`, or such as `0 to 7` or `0 to 7 and 14 to 21`");
        let time = |text: &str| measured::<Span>(&self.with_unit(text.trim())?).map(Time::hours);
        let period = |text: &str| {
            let (from, until) = text.split_once(" to ").ok_or_else(unlike)?;
            let (from, until) = (time(from)?, time(until)?);
            if from < until { Ok((from, until)) } else { Err(unlike()) }
        };
        let mut periods = cell.split(" and ").map(period).collect::<Result<Vec<_>, String>>()?;
        periods.sort_by(|a, b| a.0.in_hours().total_cmp(&b.0.in_hours()));
        Ok(periods)
    }
}

/// A number that is written in years is not taken through hours, where a digit would be lost.
fn in_years(text: &str, hours: f64) -> f64 {
    let written = Quantity::read(text, &|_| true).ok().filter(|written| written.unit() == "y");
    written.map_or(Time::hours(hours).in_years(), |written| written.magnitude())
}

/// A name that can be part of a file's name.
///
/// # Errors
/// If it is missing or has a letter that names do not have.
fn name(cell: &str) -> Result<String, String> {
    if cell.is_empty() {
        return Err("a patient has no name: expected one in each row".into());
    }
    words::check_name(cell).map(|()| cell.to_owned())
}

/// A whole number below 2^63, as scenarios can hold it.
fn number(cell: &str) -> Result<u64, String> {
    let number = cell.parse().ok().filter(|number| i64::try_from(*number).is_ok());
    number.ok_or_else(|| {
        format!("`{cell}` is no number of a patient: expected a whole number of 0 or more, whose draws these are")
    })
}

/// `true` or `false`, in letters of any size.
fn truth(cell: &str) -> Result<bool, String> {
    cell.to_lowercase().parse().map_err(|_| format!("found `{cell}`: expected `true` or `false`"))
}
