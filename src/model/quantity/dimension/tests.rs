//! Quantities as they are written, read and written again.

use super::{super::units::UNITS, *};
use proptest::prelude::*;

#[test]
fn every_further_unit_divides() {
    let rate: Quantity = "100 mg/m2/d".parse().unwrap();
    assert!((rate.canonical() - 100.0 / 24.0).abs() < 1e-12);
    assert_eq!(rate.dimension().name(), "dose rate per body surface");
    assert_eq!("0.14 /d".parse::<Quantity>().unwrap().dimension(), Dimension::RATE);
}

#[test]
fn a_number_ends_where_its_unit_begins() {
    for (text, number, unit) in [
        ("12mg/m2", "12", "mg/m2"),
        ("1e12cells", "1e12", "cells"),
        ("2.5e-3 g", "2.5e-3", "g"),
        (".5h", ".5", "h"),
        ("+7\u{A0}d", "+7", "d"),
        ("1 e", "1", "e"),
        ("2e", "2", "e"),
        ("inf h", "inf", "h"),
        ("-.h", "-.h", ""),
    ] {
        assert_eq!(split(text), (number, unit), "{text}");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    let said = |text: &str| text.parse::<Quantity>().unwrap_err().to_string();
    assert!(said("12,5 mg/m2").contains("has a comma: expected a decimal point"));
    assert!(said("1.2.3 mg/m2").contains("is not a quantity"));
    assert!(said("mg").contains("is not a quantity"));
    assert!(said("inf h").contains("is not finite"));
    assert!(said("1e308 g").contains("is not finite"));
}

#[test]
fn a_large_number_is_not_written_with_all_its_zeros() {
    assert_eq!(Quantity::number(1e300).unwrap().written(), "1e300");
    assert_eq!(Quantity::number(0.25).unwrap().written(), "0.25");
}

#[test]
fn a_unit_repeated_beyond_reason_is_no_panic() {
    let text = format!("1 h{}", "*h".repeat(500));
    assert_eq!(text.parse::<Quantity>().unwrap().dimension().time, i8::MAX);
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = text.parse::<Quantity>();
    }

    #[test]
    fn a_quantity_survives_being_written(number in -1e12..1e12_f64, unit in 0..UNITS.len(), per in 0..UNITS.len()) {
        let text = format!("{number} {}/{}", UNITS[unit].name, UNITS[per].name);
        let first: Quantity = text.parse().unwrap();
        let again: Quantity = first.to_string().parse().unwrap();
        prop_assert_eq!(&first, &again);
        prop_assert_eq!(first.magnitude(), number);
    }
}
