//! What the model says next to what was published: `cargo test qualification -- --nocapture` prints the table.
//! Left out: any tuning. A number that lies outside its published range is shown so, and pinned as a known finding.

mod checks;

use checks::Check;

/// Checks that the defaults do not pass, with the number they give and how far it may move before this list is wrong.
const KNOWN_FINDINGS: [(&str, f64, f64); 7] = [
    ("untreated: S phase, progenitors over blasts (K08)", 10.6, 1.0),
    // Chance ups and downs of the agents, see `known_results::healthy`.
    ("healthy: neutrophils on day 180 over day 0", 1.06, 0.05),
    // Blood comes back four to five days too late, and leukocytes stay low ten days too long.
    ("recovery: days with leukocytes below 1.0 G/L (R07)", 24.6, 1.5),
    ("recovery: neutrophils above 0.5 G/L [d] (R06)", 29.2, 1.5),
    ("recovery: platelets above 100 G/L [d] (R06)", 34.0, 1.5),
    ("deaths by day 30", 0.123, 0.04),
    ("idarubicin alone: deaths by day 60", 0.287, 0.06),
];

fn table(checks: &[Check]) -> String {
    let row = |cells: [&str; 5]| {
        format!("{:<58} {:>14} {:>10} {:>9}  {}\n", cells[0], cells[1], cells[2], cells[3], cells[4])
    };
    let mut text = row(["check", "published", "model", "error", "within"]);
    for check in checks {
        let verdict = if check.is_within() { "yes" } else { "NO" };
        let (model, error) = (figures(check.model), figures(check.error));
        text += &row([check.name, check.published, &model, &error, verdict]);
    }
    text
}

/// Three figures, without an exponent.
fn figures(number: f64) -> String {
    let places = if number == 0.0 { 0 } else { (2 - number.abs().log10().floor() as i32).clamp(0, 6) };
    format!("{number:.*}", places as usize)
}

#[test]
fn qualification() {
    let checks = checks::all();
    println!("{}", table(&checks));
    let outside: Vec<&str> = checks.iter().filter(|check| !check.is_within()).map(|check| check.name).collect();
    assert_eq!(outside, KNOWN_FINDINGS.map(|(name, _, _)| name), "\n{}", table(&checks));
    for (name, number, tolerance) in KNOWN_FINDINGS {
        let check = checks.iter().find(|check| check.name == name).expect("a check of this name");
        assert!((check.model - number).abs() <= tolerance, "{name}: {} instead of {number}", check.model);
    }
}
