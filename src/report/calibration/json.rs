//! `calibration.json`: everything that the tables, figures and the report of a calibration show, with every digit. Left out:
//! the draws (see `draws.parquet`).

use super::super::FailedPatient;
use cenersim_analyses::calibration::Calibrated;
use serde_json::json;

/// The file, with a line break at its end.
pub fn calibration_json(calibrated: &Calibrated, failures: &[FailedPatient]) -> String {
    let undrawn = Calibrated { draws: Vec::new(), ..calibrated.clone() };
    let mut value = json!(undrawn);
    if let Some(fields) = value.as_object_mut() {
        fields.remove("draws");
    }
    value["failures"] = json!(failures);
    format!("{value:#}\n")
}
