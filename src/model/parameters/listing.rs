//! The ledger for readers: as an aligned table, as CSV, as JSON.
//! Left out: who is shown it, and where it is written.

use super::{Driven, Entry, Ledger, influence};

/// One entry as text, in the order of the columns.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
struct Row {
    /// Path of the entry, such as `apoptosis.maximal_rate`.
    parameter: String,
    /// The number in the unit of the row.
    value: f64,
    /// Unit as written; empty for a pure number.
    unit: String,
    /// Lower end of the range, in the same unit.
    low: Option<f64>,
    /// Upper end of the range.
    high: Option<f64>,
    /// Upper end over lower end; none if there is no range, or it begins at 0.
    range_factor: Option<f64>,
    /// Spread between patients, as text; empty if there is none.
    spread: String,
    /// How well it is known: A, B, C or Source.
    grade: &'static str,
    /// Where it comes from.
    source: String,
    /// What the number drives: effect over the largest on the same answer, and in a word; none if it was not varied.
    cr_effect: Option<f64>,
    /// The effect on complete remissions in a word.
    cr_driven: &'static str,
    /// The same of the log-kill of leukemic stem cells.
    stem_log_kill_effect: Option<f64>,
    /// In a word.
    stem_log_kill_driven: &'static str,
    /// The same of days in remission.
    disease_free_effect: Option<f64>,
    /// In a word.
    disease_free_driven: &'static str,
    /// The same of the effect of cenersen on the log-kill.
    cenersen_kill_effect: Option<f64>,
    /// In a word.
    cenersen_kill_driven: &'static str,
    /// What the number is.
    about: String,
}

/// Some entries of the ledger.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Listing(Vec<Row>);

impl Listing {
    /// The entries that `wanted` accepts, in the order of their paths.
    ///
    /// Values and ranges are in the unit in which the value is written.
    pub fn of(ledger: &Ledger, wanted: impl Fn(&str, &Entry) -> bool) -> Self {
        Self(
            ledger
                .entries()
                .filter(|(path, entry)| wanted(path, entry))
                .map(|(path, entry)| row(path, entry))
                .collect(),
        )
    }

    /// Whether no entry was wanted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Aligned columns; what a number drives (see [`super::Level`]) and what it is stand last.
    pub fn table(&self) -> String {
        let width = self.0.iter().map(|row| row.parameter.len()).max().unwrap_or(0).max("parameter".len());
        let columns = |name: &str, value: &str, range: &str, grade: &str, source: &str, drives: &str, about: &str| {
            format!("{name:<width$}  {value:<20}  {range:<15}  {grade:<6}  {source:<10}  {drives:<27}  {about}\n")
        };
        let head = columns("parameter", "value", "range", "grade", "source", DRIVES, "about");
        let lines = self.0.iter().map(|row| {
            let value = format!("{} {}", row.value, row.unit);
            columns(&row.parameter, value.trim(), &row.range(), row.grade, &row.source, &row.drives(), &row.about)
        });
        std::iter::once(head).chain(lines).collect()
    }

    /// Comma-separated, with a header line.
    ///
    /// # Errors
    /// None that is known of; the writer's type has one.
    pub fn csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        self.0.iter().try_for_each(|row| writer.serialize(row))?;
        let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A list of objects, indented.
    pub fn json(&self) -> String {
        format!("{:#}\n", serde_json::json!(self.0))
    }
}

/// Heading of what a number drives.
const DRIVES: &str = "drives CR/stem/DFS/cenersen";

impl Row {
    /// In words, in the order of the heading; empty if the number was not varied.
    fn drives(&self) -> String {
        let words = [self.cr_driven, self.stem_log_kill_driven, self.disease_free_driven, self.cenersen_kill_driven];
        if words[0].is_empty() { String::new() } else { words.join("/") }
    }

    /// Ends of the plausible range; empty without one.
    fn range(&self) -> String {
        match (self.low, self.high) {
            (None, None) => String::new(),
            (low, high) => {
                let end = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
                format!("{} to {}", end(low), end(high))
            }
        }
    }
}

/// One entry with what it drives.
fn row(path: &str, entry: &Entry) -> Row {
    // Ranges are stated in the unit of the value, so that the columns can be compared.
    let factor = if entry.value.magnitude() == 0.0 { 1.0 } else { entry.value.canonical() / entry.value.magnitude() };
    let end = |end: &Option<crate::quantity::Quantity>| {
        end.as_ref()
            .map(|end| if end.unit() == entry.value.unit() { end.magnitude() } else { end.canonical() / factor })
    };
    let (low, high) = (end(&entry.low), end(&entry.high));
    let drives = influence(path).map(|found| found.drives);
    let effect = |output: usize| drives.map(|drives: [Driven; 4]| drives[output].relative);
    let driven = |output: usize| drives.map_or("", |drives: [Driven; 4]| drives[output].level.name());
    Row {
        parameter: path.to_owned(),
        value: entry.value.magnitude(),
        unit: entry.value.unit().to_owned(),
        low,
        high,
        range_factor: low.zip(high).filter(|(low, _)| *low > 0.0).map(|(low, high)| high / low),
        spread: entry.spread.map_or_else(String::new, |spread| spread.to_string()),
        grade: entry.grade.name(),
        source: entry.source.clone(),
        cr_effect: effect(0),
        cr_driven: driven(0),
        stem_log_kill_effect: effect(1),
        stem_log_kill_driven: driven(1),
        disease_free_effect: effect(2),
        disease_free_driven: driven(2),
        cenersen_kill_effect: effect(3),
        cenersen_kill_driven: driven(3),
        about: entry.about.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_lists_every_entry() {
        let ledger = Ledger::defaults();
        let listing = Listing::of(&ledger, |_, _| true);
        let entries = ledger.entries().count();
        assert_eq!(listing.table().lines().count(), entries + 1);
        assert_eq!(csv::Reader::from_reader(listing.csv().unwrap().as_bytes()).records().count(), entries);
        let json: serde_json::Value = serde_json::from_str(&listing.json()).unwrap();
        assert_eq!(json.as_array().map(Vec::len), Some(entries));
    }

    #[test]
    fn what_an_uncertain_number_drives_stands_in_words_and_numbers_and_a_measured_one_has_none() {
        let one = |path: &str| Listing::of(&Ledger::defaults(), |found, _| found == path).0.remove(0);
        let (assumed, measured) = (one("apoptosis.competence.blast"), one("leukemia.blast.cycle"));
        assert_eq!(assumed.drives().split('/').count(), DRIVES.split('/').count());
        assert!(
            assumed.cr_effect.is_some_and(|effect| (0.0..=1.0).contains(&effect)) && assumed.range_factor == Some(18.0)
        );
        assert_eq!((measured.drives(), measured.cr_effect), (String::new(), None));
    }

    #[test]
    fn ranges_enclose_their_values() {
        for row in Listing::of(&Ledger::defaults(), |_, _| true).0 {
            assert!(row.low.is_none_or(|low| low <= row.value), "{} is below its range", row.parameter);
            assert!(row.high.is_none_or(|high| row.value <= high), "{} is above its range", row.parameter);
        }
    }
}
