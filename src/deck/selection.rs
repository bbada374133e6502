//! Which figures and tables of a report a talk shows, and where. A talk is shorter than a report: a figure that is not named here stands
//! in the appendix, such a table in the report alone.
//!
//! One list serves all kinds of results: what a result lacks has no slide.

use crate::Chapter;
use Chapter::{Appendix, Assumptions, Design, Mechanism, Patients, Results, Uncertainty};

/// Which pages of a figure that has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pages {
    /// Those after the first are for questions.
    First,
    /// An arm, a count or a parameter would be missing without the others.
    All,
}

/// Figures of the talk by their names.
const FIGURES: [(&str, Chapter, Pages); 28] = [
    ("consort", Patients, Pages::First),
    ("headline", Results, Pages::First),
    ("response", Results, Pages::All),
    ("predictive", Results, Pages::First),
    ("overall_survival", Results, Pages::First),
    ("leukemia", Results, Pages::First),
    ("differences", Results, Pages::First),
    ("attribution", Results, Pages::First),
    ("sweep", Results, Pages::First),
    ("against", Results, Pages::First),
    ("population", Results, Pages::First),
    ("marrow", Results, Pages::First),
    ("blood", Results, Pages::First),
    ("cenersen_effect", Results, Pages::First),
    ("predictive_check", Results, Pages::All),
    ("prior_posterior", Results, Pages::All),
    ("ranking_cr", Results, Pages::First),
    ("ranking_stem_log_kill", Results, Pages::First),
    ("ranking_disease_free", Results, Pages::First),
    ("ranking_cenersen_kill", Results, Pages::First),
    ("variance", Results, Pages::All),
    ("assurance", Results, Pages::All),
    ("scorecard", Results, Pages::All),
    ("arms", Results, Pages::All),
    ("mechanism", Mechanism, Pages::First),
    ("selectivity", Mechanism, Pages::First),
    ("explanations", Uncertainty, Pages::First),
    ("operating", Uncertainty, Pages::First),
];

/// Tables of the talk by their names, and those of their columns that a room can take in; all of them where none is named.
const TABLES: [(&str, Chapter, &[&str]); 14] = [
    ("prescriptions", Design, &[]),
    ("cohort", Patients, &[]),
    ("demographics", Patients, &[]),
    ("rates", Results, &[]),
    ("milestones", Results, &["milestone", "unit", "n", "mean", "error"]),
    ("answers", Results, &[]),
    ("plan", Results, &[]),
    ("effect", Results, &[]),
    ("split", Uncertainty, &[]),
    ("contrasts", Uncertainty, &[]),
    ("survival_medians", Appendix, &[]),
    ("differences_rates", Appendix, &[]),
    ("power", Appendix, &[]),
    ("rests_on", Assumptions, &["what", "value", "range", "grade", "drives"]),
];

/// Where a figure of this name stands.
pub fn of_figure(name: &str) -> Chapter {
    let stands = |(base, _, pages): &&(&str, Chapter, Pages)| match name.strip_prefix(base) {
        Some("") => true,
        Some(page) => *pages == Pages::All && page.strip_prefix('_').is_some_and(|n| n.parse::<u32>().is_ok()),
        None => false,
    };
    FIGURES.iter().find(stands).map_or(Chapter::Appendix, |(_, chapter, _)| *chapter)
}

/// Where a table of this name stands; none if only the report has it.
pub fn of_table(name: &str) -> Option<Chapter> {
    TABLES.iter().find(|(table, ..)| *table == name).map(|(_, chapter, _)| *chapter)
}

/// Whether a column of a table is on the slide; what is not is said in its notes.
pub fn has_column(table: &str, column: &str) -> bool {
    let named = TABLES.iter().find(|(name, ..)| *name == table).map_or(&[][..], |(.., columns)| columns);
    named.is_empty() || named.contains(&column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_pages_are_for_questions_unless_an_arm_would_be_missing() {
        let found = ["response", "response_2", "response_b", "attribution", "attribution_b", "new"].map(of_figure);
        assert_eq!(found, [Results, Results, Chapter::Appendix, Results, Chapter::Appendix, Chapter::Appendix]);
        assert_eq!(["ranking_cr", "variance_2", "effects_cr"].map(of_figure), [Results, Results, Chapter::Appendix]);
        assert_eq!((of_table("rates"), of_table("ledger")), (Some(Results), None));
    }
}
