//! The one table of units, with the ways in which they are written: the parser, the schema of editors and the
//! documentation read it. Left out: prefixes of every unit; only those are here that somebody writes.

use super::{Dimension, QuantityError, nearest};

/// A unit.
///
/// A unit belongs to one dimension and is a multiple of its canonical unit; compound units such as `mg/m2/d` are
/// products of these.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// As the program writes it.
    pub name: &'static str,
    /// As others write it. `µ` is read as `u`, `²` and `^2` as `2`, and `·` as `*`.
    pub aliases: &'static [&'static str],
    /// How many of the canonical unit of its dimension it is.
    factor: f64,
    /// What it measures.
    dimension: Dimension,
}

/// A unit, `factor` times the canonical one of its dimension.
const fn unit(name: &'static str, factor: f64, dimension: Dimension, aliases: &'static [&'static str]) -> Unit {
    Unit { name, aliases, factor, dimension }
}

/// Amount of substance (umol).
const SUBSTANCE: Dimension = Dimension { substance: 1, ..Dimension::NONE };
/// Amount of substance in a volume (umol/L).
const MOLAR: Dimension = Dimension { substance: 1, volume: -1, ..Dimension::NONE };

/// All units. A month is a twelfth of a year, a year 365.25 days. Of two units with one spelling the first is meant.
pub const UNITS: &[Unit] = &[
    unit("1", 1.0, Dimension::NONE, &[]),
    unit("%", 0.01, Dimension::NONE, &["percent"]),
    unit("h", 1.0, Dimension::TIME, &["hr", "hrs", "hour", "hours"]),
    unit("min", 1.0 / 60.0, Dimension::TIME, &["mins", "minute", "minutes"]),
    unit("s", 1.0 / 3600.0, Dimension::TIME, &["sec", "secs", "second", "seconds"]),
    unit("d", 24.0, Dimension::TIME, &["day", "days"]),
    unit("wk", 168.0, Dimension::TIME, &["wks", "week", "weeks"]),
    unit("mo", 730.5, Dimension::TIME, &["mos", "month", "months"]),
    unit("y", 8766.0, Dimension::TIME, &["yr", "yrs", "year", "years"]),
    unit("mg", 1.0, Dimension::MASS, &["milligram", "milligrams"]),
    unit("g", 1e3, Dimension::MASS, &["gm", "gram", "grams"]),
    unit("ug", 1e-3, Dimension::MASS, &["mcg", "microgram", "micrograms"]),
    unit("ng", 1e-6, Dimension::MASS, &["nanogram", "nanograms"]),
    unit("umol", 1.0, SUBSTANCE, &[]),
    unit("nmol", 1e-3, SUBSTANCE, &[]),
    unit("pmol", 1e-6, SUBSTANCE, &[]),
    unit("L", 1.0, Dimension::VOLUME, &["l", "liter", "liters", "litre", "litres"]),
    unit("mL", 1e-3, Dimension::VOLUME, &["ml"]),
    unit("uM", 1.0, MOLAR, &[]),
    unit("nM", 1e-3, MOLAR, &[]),
    unit("kg", 1.0, Dimension::BODY_WEIGHT, &["kgs", "kilogram", "kilograms"]),
    unit("m2", 1.0, Dimension::BODY_SURFACE, &["sqm"]),
    unit("cm", 1.0, Dimension::LENGTH, &["centimeter", "centimeters"]),
    unit("m", 100.0, Dimension::LENGTH, &["meter", "meters"]),
    unit("cells", 1.0, Dimension::CELLS, &["cell"]),
    unit("Mcells", 1e6, Dimension::CELLS, &[]),
    unit("G", 1e9, Dimension::CELLS, &[]),
];

/// Other ways to write a letter: what others write, and what it is read as.
const LETTERS: [(&str, &str); 7] = [
    ("^2", "2"),
    ("\u{B2}", "2"),
    ("\u{B5}", "u"),
    ("\u{3BC}", "u"),
    ("\u{B7}", "*"),
    ("\u{22C5}", "*"),
    ("\u{D7}", "*"),
];

impl Unit {
    /// Every spelling, the own one first.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

/// What a text of a unit means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meant {
    /// As the program writes it.
    pub written: String,
    /// To canonical units.
    pub factor: f64,
    /// What it measures.
    pub dimension: Dimension,
}

/// Reads `mg/m2/d`: the first unit multiplies, each further one divides; `*` multiplies. A misspelled unit is met with one
/// that makes the whole fit.
///
/// # Errors
/// The first name that is no unit, with the nearest one that would fit.
pub(super) fn meant(text: &str, fits: &dyn Fn(Dimension) -> bool) -> Result<Meant, QuantityError> {
    let text = plain(text);
    product(&text).map_err(|name| {
        let fitting = UNITS.iter().flat_map(Unit::spellings).filter(|spelling| fits_as(&text, &name, spelling, fits));
        QuantityError::UnknownUnit { nearest: nearest(&name, fitting), unit: name }
    })
}

/// What a text with plain letters means, or the first name that is no unit.
fn product(text: &str) -> Result<Meant, String> {
    let mut found = Meant { written: String::new(), factor: 1.0, dimension: Dimension::NONE };
    if text.is_empty() {
        return Ok(found);
    }
    for (place, quotient) in text.split('/').enumerate() {
        if place > 0 {
            found.written.push('/');
        }
        for (factor, name) in quotient.split('*').map(str::trim).enumerate() {
            if name.is_empty() && place == 0 {
                continue;
            }
            let unit = lookup(name).ok_or(name)?;
            let sign = if place == 0 { 1 } else { -1 };
            found.factor *= if place == 0 { unit.factor } else { 1.0 / unit.factor };
            found.dimension = found.dimension.add(unit.dimension, sign);
            found.written.push_str(if factor > 0 { "*" } else { "" });
            found.written.push_str(unit.name);
        }
    }
    Ok(found)
}

/// The letters of a unit as the table has them.
fn plain(text: &str) -> String {
    LETTERS.iter().fold(text.trim().to_owned(), |text, (other, own)| text.replace(other, own))
}

/// The unit with this spelling, in the case in which it stands in the table.
fn lookup(name: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.spellings().any(|spelling| spelling == name))
}

/// Whether the whole fits with another spelling for a name. A hint of another dimension would only lead to the next fault.
fn fits_as(text: &str, name: &str, spelling: &str, fits: &dyn Fn(Dimension) -> bool) -> bool {
    let parts = text.split_inclusive(['/', '*']).map(|part| {
        let end = part.trim_end_matches(['/', '*']);
        if end.trim() == name { part.replacen(end, spelling, 1) } else { part.to_owned() }
    });
    product(&parts.collect::<String>()).is_ok_and(|found| fits(found.dimension))
}

/// A form of a quantity: the first dimension multiplies, the others divide in any order.
///
/// `[MASS, BODY_WEIGHT, TIME]` is a dose rate per body weight, such as `0.1 mg/kg/h`.
pub type Form = [Dimension];

/// Whether a dimension is that of one of the forms.
pub fn is_one_of(forms: &[&Form], dimension: Dimension) -> bool {
    forms.iter().any(|form| {
        let of = |sum: Dimension, (place, part): (usize, &Dimension)| sum.add(*part, if place == 0 { 1 } else { -1 });
        form.iter().enumerate().fold(Dimension::NONE, of) == dimension
    })
}

/// A regular expression (ECMA 262) for texts of these forms, for editors.
///
/// It allows a plus sign, an exponent, and space around number and unit; a minus sign never.
pub fn pattern(forms: &[&Form]) -> String {
    let alternatives: Vec<String> = forms.iter().map(|form| form_pattern(form)).collect();
    format!(r"^\s*\+?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*({})\s*$", alternatives.join("|"))
}

/// Pattern of all spellings of one form, such as amount per area per time; the two divisors may change places.
fn form_pattern(form: &Form) -> String {
    match form {
        [first, one, two] => {
            let [first, one, two] = [first, one, two].map(|dimension| spelled(*dimension));
            format!(r"({first})\s*/\s*(({one})\s*/\s*({two})|({two})\s*/\s*({one}))")
        }
        _ => form.iter().map(|dimension| format!("({})", spelled(*dimension))).collect::<Vec<_>>().join(r"\s*/\s*"),
    }
}

/// Every spelling of every unit of a dimension, with the other letters.
fn spelled(dimension: Dimension) -> String {
    let units = UNITS.iter().filter(|unit| unit.dimension == dimension);
    let spellings = units.flat_map(Unit::spellings).map(|spelling| match spelling {
        "m2" => r"m(2|\^2|²)".to_owned(),
        _ if spelling.starts_with('u') => format!("[uµμ]{}", &spelling[1..]),
        _ => spelling.to_owned(),
    });
    spellings.collect::<Vec<_>>().join("|")
}

/// The table for readers, in Markdown.
///
/// Header and one row for each unit, each ended by a line break.
pub fn table() -> String {
    let mut text = String::from("| unit | also written | of |\n|---|---|---|\n");
    for unit in UNITS {
        let aliases: Vec<String> = unit.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        text.push_str(&format!("| `{}` | {} | {} |\n", unit.name, aliases.join(", "), unit.dimension.name()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Quantity;

    #[test]
    fn every_spelling_of_every_unit_is_read_as_the_unit_and_written_as_it() {
        for unit in UNITS {
            for spelling in unit.spellings() {
                let unspaced = format!("2{}{spelling}", if spelling == "1" { " " } else { "" });
                for text in [format!("2 {spelling}"), unspaced, format!(" 2\u{A0}\u{2009}{spelling} ")] {
                    let quantity: Quantity = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
                    assert_eq!((quantity.canonical(), quantity.dimension()), (2.0 * unit.factor, unit.dimension));
                    assert_eq!(quantity.written(), format!("2 {}", unit.name), "{text}");
                }
            }
        }
    }

    #[test]
    fn the_committed_page_is_the_table() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/units.md");
        let page = std::fs::read_to_string(page).expect("docs/units.md");
        assert!(page.ends_with(&table()), "docs/units.md should end with:\n{}", table());
    }

    #[test]
    fn no_spelling_means_two_units() {
        let mut all: Vec<&str> = UNITS.iter().flat_map(Unit::spellings).collect();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]), "{all:?}");
    }

    #[test]
    fn superscripts_and_both_micro_signs_are_letters() {
        for text in ["12 mg/m2", "12mg/m²", "12 mg / m^2", "12000 µg/m2", "12000 μg/m²", "12000 mcg/m2", "0.012 g/m²"]
        {
            let quantity: Quantity = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!((quantity.canonical() - 12.0).abs() < 1e-12, "{text}");
            assert_eq!(quantity.dimension().name(), "dose per body surface");
        }
    }

    #[test]
    fn a_hint_has_the_expected_dimension_or_is_not_given() {
        let said = |text: &str, dimension: Dimension| {
            Quantity::read(text, &|found| found == dimension).unwrap_err().to_string()
        };
        assert_eq!(said("7 dayz", Dimension::TIME), "`dayz` is not a known unit: did you mean `day`?");
        assert_eq!(said("12 mgg", Dimension::MASS), "`mgg` is not a known unit: did you mean `mg`?");
        for text in ["172 mm", "3 mths", "5 tablets"] {
            for dimension in [Dimension::TIME, Dimension::MASS, Dimension::LENGTH] {
                let message = said(text, dimension);
                let Some((_, hint)) = message.split_once("did you mean `") else { continue };
                let unit = lookup(hint.trim_end_matches("`?")).expect("a hint is a unit");
                assert_eq!(unit.dimension, dimension, "{message}");
            }
        }
    }

    /// Texts that the parser must take and the schema, too, and some that neither must take.
    #[test]
    fn what_the_parser_takes_is_what_the_pattern_of_an_editor_takes() {
        let (mass, surface, weight, time) =
            (Dimension::MASS, Dimension::BODY_SURFACE, Dimension::BODY_WEIGHT, Dimension::TIME);
        let sets: [&[&Form]; 3] =
            [&[&[time]], &[&[mass], &[mass, surface], &[mass, weight]], &[&[mass, time], &[mass, surface, time]]];
        let units: Vec<String> = {
            let all: Vec<&str> =
                UNITS.iter().flat_map(Unit::spellings).chain(["m²", "m^2", "µg", "μg", "dayz", ""]).collect();
            let with = |more: &str| all.iter().map(|one| format!("{one}{more}")).collect::<Vec<_>>();
            [with(""), with("/m2"), with("/kg"), with(" / h"), with("/m²/d"), with("/day/m^2"), with("/d/d")].concat()
        };
        for forms in sets {
            let pattern = regex_lite::Regex::new(&pattern(forms)).expect("a regular expression");
            for unit in &units {
                for number in ["12 ", "1.5", ".5 ", "+7.", "1e3 ", "1.2.3 ", "1,5 ", "", "-1 "] {
                    let text = format!("{number}{unit}");
                    let read: Option<Quantity> = text.parse().ok();
                    let taken = read.is_some_and(|found| {
                        is_one_of(forms, found.dimension()) && !found.canonical().is_sign_negative()
                    });
                    assert_eq!(pattern.is_match(&text), taken, "{text}");
                }
            }
        }
    }
}
