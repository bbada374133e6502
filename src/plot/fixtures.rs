//! Small results as the program kept them for its figures, which tests read and then change; `assets/fixtures.sh`
//! writes them again. The tests of the figures and those of the reports compile this, each for themselves; programs
//! do not.

#![allow(dead_code)]

use cenersim_analyses::{
    calibration::Calibrated,
    comparison::{Compared, CrDifference, Headline},
    sensitivity::SensitivityResult,
};
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, sync::LazyLock};

/// The result in a file of one kind.
#[derive(serde::Deserialize)]
struct Drawn<T> {
    result: BTreeMap<String, T>,
}

/// Reads `figures.cbor` of a result.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> T {
    let drawn: Drawn<T> = ciborium::from_reader(bytes).expect("the file holds a result of this version");
    drawn.result.into_values().next().expect("the file holds a result")
}

static COMPARISON: LazyLock<Compared> = LazyLock::new(|| read(include_bytes!("fixtures/comparison.cbor")));

/// Arms A, B and C in twelve patients, two replicates each, with headline, attribution and a sweep.
pub fn comparison() -> Compared {
    COMPARISON.clone()
}

/// Fourteen parameters, fitted to the published counts in nine subjects.
pub fn calibration() -> Calibrated {
    read(include_bytes!("fixtures/calibration.cbor"))
}

/// A dozen inputs of a small analysis.
pub fn sensitivity() -> SensitivityResult {
    read(include_bytes!("fixtures/sensitivity.cbor"))
}

/// The headline of these arms under all three hypotheses, `source` being in force.
pub fn headline(names: &[&str]) -> Headline {
    let mut headline = COMPARISON.headline.clone().expect("the comparison has a headline");
    for under in &mut headline.hypotheses {
        let named = names.iter().zip(under.arms.iter().cycle());
        under.arms = named.map(|(name, arm)| CrDifference { name: (*name).to_owned(), ..arm.clone() }).collect();
    }
    headline
}
