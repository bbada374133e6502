//! `qualification.json`: the checks with every digit. A number that does not exist, or was not reached, is null.

use crate::qualification::{DEVIATES, Qualification, Row, Verdict};
use serde_json::{Map, Value, json};

/// The file, with a line break at its end.
pub fn qualification_json(found: &Qualification) -> String {
    let counts: Map<String, Value> =
        Verdict::ALL.iter().map(|verdict| (verdict.name().to_owned(), json!(found.number(*verdict)))).collect();
    let value = json!({
        "size": found.size,
        "seed": found.seed,
        "standard_errors_of_a_verdict": DEVIATES,
        "verdicts": counts,
        "checks": found.rows.iter().map(row).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
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
            "sources": check.sources,
            "grade": check.grade,
        },
        "model": row.estimate,
        "verdict": row.verdict,
        "note": row.note(),
    })
}
