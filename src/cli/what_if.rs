//! Names of what-ifs: a result whose treatment, patient or model was changed on the command line is named by what differs, so
//! that it stands beside the scenario's own and nothing has to be overwritten.
//! Left out: settings of the simulation and of an analysis (seed, horizon, patients of a draw), which ask the same
//! question with other means and keep the name.
//!
//! ```text
//! --set arm.cenersen.duration="4 d"            arm_b_cenersen_duration_4d
//! --set parameters.cenersen.maximal_effect=3   arm_b_cenersen_maximal_effect_3
//! --set simulation.horizon="40 d"              arm_b
//! ```

use cenersim::report::sha256;

/// Tables of a scenario that say what is simulated; all others say how.
const WHAT: [&str; 8] =
    ["arm", "patient", "cohort", "hypothesis", "after_failure", "variability", "drugs", "parameters"];
/// Letters of all differences; of more the rest is told by a hash.
const LONGEST: usize = 60;
const HASH: usize = 8;

/// What stands behind the name of a scenario with these changes, each `path=value`; nothing without a what-if.
pub fn what_differs(changes: &[String]) -> String {
    let named: String = changes.iter().filter_map(|change| differs(change)).collect();
    if named.chars().count() <= LONGEST {
        return named;
    }
    let cut: String = named.chars().take(LONGEST - HASH - 1).collect();
    format!("{cut}_{}", &sha256(named.as_bytes())[..HASH])
}

/// `_cenersen_duration_4d` for `arm.cenersen.duration="4 d"`.
fn differs(change: &str) -> Option<String> {
    let (path, value) = change.split_once('=')?;
    let (table, key) = path.trim().split_once('.').unwrap_or(("", path.trim()));
    let value: String = value.chars().filter(|letter| !letter.is_whitespace() && *letter != '"').collect();
    WHAT.contains(&table).then(|| format!("_{}_{}", plain(key), plain(&value)))
}

/// Letters, digits and signs, with one line for anything else.
fn plain(text: &str) -> String {
    let parts: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(changes: &[&str]) -> String {
        what_differs(&changes.iter().map(|change| (*change).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_what_if_is_named_by_key_and_value() {
        assert_eq!(named(&["arm.cenersen.duration=\"4 d\""]), "_cenersen_duration_4d");
        assert_eq!(
            named(&["arm.B.idarubicin.dose=12 mg/m2", "patient.weight=90 kg"]),
            "_B_idarubicin_dose_12mg_m2_weight_90kg"
        );
        assert_eq!(named(&["parameters.cenersen.maximal_effect=0.5"]), "_cenersen_maximal_effect_0_5");
    }

    #[test]
    fn how_something_is_computed_is_no_what_if() {
        assert_eq!(named(&["simulation.horizon=40 d", "trial.block=3", "title=\"x\""]), "");
    }

    #[test]
    fn what_if_changes_that_differ_only_at_their_end_have_names_that_differ() {
        let long = |last: &str| named(&[&format!("parameters.{}={last}", "very_long_".repeat(9))]);
        assert!(long("1").len() <= LONGEST && long("1") != long("2"), "{}", long("1"));
    }
}
