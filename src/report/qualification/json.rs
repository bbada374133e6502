//! `qualification.json`: the checks with every digit. A number that does not exist, or was not reached, is null.
//!
//! # Layout
//!
//! ```text
//! { "size": "reduced", "scope": "arms", "seed": 1, "standard_errors_of_a_verdict": 2.0,
//!   "verdicts": { "pass": ..., "fail": ..., "borderline": ..., "not modelled": ... },
//!   "passed_by_basis": { "sourced": ..., "reasoned": ..., "assumed": ..., "assumed_of": ... },
//!   "published_arms": { "remission_counts": 16, "inside": 14, "outside_standard_deviations": { "arm_R18": -1.4 } },
//!   "checks": [ { "id": "arm_V01", "subject": "Published arms", "what": "idarubicin alone", "verdict": "pass",
//!       "setting": "refractory or relapsed", "unit": "", "note": "",
//!       "published": { "value": 0.179, "low": 0.061, "high": 0.369, "interval": "exact 95 % interval of 5 of 28",
//!                      "basis": "exact", "grade": "A", "sources": "V01" },
//!       "model": { "value": 0.213, "error": 0.048, "n": 75 } }, ... ] }
//! ```

use cenersim_qualification::{Basis, DEVIATES, Qualification, Row, Verdict};
use serde_json::{Map, Value, json};

/// The file, with a line break at its end.
pub fn qualification_json(found: &Qualification) -> String {
    let counts: Map<String, Value> =
        Verdict::ALL.iter().map(|verdict| (verdict.name().to_owned(), json!(found.number(*verdict)))).collect();
    let value = json!({
        "size": found.size,
        "seed": found.seed,
        "standard_errors_of_a_verdict": DEVIATES,
        "scope": found.scope,
        "verdicts": counts,
        "inside_by_value_alone": found.inside(),
        "passed_by_basis": passed(found),
        "published_arms": counting(found),
        "checks": found.rows.iter().map(row).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

fn passed(found: &Qualification) -> Value {
    let [sourced, reasoned, assumed] = found.total().passed;
    json!({ "sourced": sourced, "reasoned": reasoned, "assumed": assumed, "assumed_of": found.resting_on(Basis::Assumed) })
}

/// The remission counts that were meant for calibration.
fn counting(found: &Qualification) -> Value {
    let counting = found.counting();
    let outside: Map<String, Value> =
        counting.outside.iter().map(|(row, far)| (row.check.id.to_owned(), json!(far))).collect();
    json!({ "remission_counts": counting.rows, "inside": counting.inside, "outside_standard_deviations": outside })
}

fn row(row: &Row) -> Value {
    let check = &row.check;
    let interval = check.published.interval();
    json!({
        "id": check.id,
        "subject": row.subject,
        "what": check.what,
        "unit": check.unit,
        "setting": check.setting,
        "published": {
            "value": check.published.value(),
            "low": interval.map(|interval| interval.low),
            "high": interval.map(|interval| interval.high),
            "interval": check.published.interval_is(),
            "basis": check.published.basis(),
            "sources": check.sources,
            "grade": check.grade,
        },
        "model": row.estimate,
        "verdict": row.verdict,
        "note": row.note(),
    })
}
