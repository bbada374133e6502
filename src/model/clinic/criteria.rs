//! Response criteria: what a marrow and a blood count are called. Each set is a table of the ledger, `criteria.<name>`.
//! Left out: Auer rods, blasts in blood, extramedullary disease, need for transfusions, cytogenetic and molecular
//! remission, and CRh of 2022, which counts as CRi.

use crate::{curves::Response, parameters::Ledger, quantity::Time};

/// A name that is none of the sets.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("`{name}` is not a set of response criteria: expected one of {}", quoted(.known))]
pub struct UnknownCriteria {
    /// The name that was asked for.
    pub name: String,
    /// The names that the ledger has.
    pub known: Vec<String>,
}

/// Names in backticks with commas between them, for a message.
fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Names of the sets of criteria in the ledger, in alphabetical order.
///
/// Each is a table `criteria.<name>` of the defaults.
pub fn criteria_names(ledger: &Ledger) -> Vec<String> {
    let sets = ledger.entries().filter_map(|(path, _)| path.strip_prefix("criteria.")?.split('.').next());
    let mut names: Vec<String> = sets.map(str::to_owned).collect();
    names.dedup();
    names
}

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finding {
    /// Share of blasts among the marrow cells counted.
    pub blasts: f64,
    /// The same before treatment.
    pub blasts_before: f64,
    /// Marrow cells relative to a healthy marrow.
    pub cellularity: f64,
    /// In blood (10^9/L).
    pub neutrophils: f64,
    /// In blood (10^9/L).
    pub platelets: f64,
}

/// One set of response criteria.
///
/// | marrow | neutrophils | platelets | response |
/// |---|---|---|---|
/// | few blasts | enough | enough | CR |
/// | few blasts | enough | too few | CRp, or CRi where either count may be low |
/// | few blasts | too few | enough | CRi where either count may be low, else as below |
/// | few blasts | too few | too few | MLFS if the marrow is not empty |
/// | many blasts, few enough and less than before | enough | enough | PR |
/// | many blasts | any | any | resistant disease |
///
/// What few, enough and empty mean are the numbers of the set.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// Share of blasts from which on there is no remission.
    blasts: f64,
    /// Neutrophils that are enough (10^9/L).
    neutrophils: f64,
    /// Platelets that are enough (10^9/L).
    platelets: f64,
    /// Whether one low count of either kind leaves an incomplete remission (CRi).
    either_count: bool,
    /// Cellularity below which a marrow is empty.
    cellularity: f64,
    /// Most blasts of a partial remission.
    partial_blasts: f64,
    /// Least relative fall of the blasts of a partial remission.
    partial_fall: f64,
    /// First and last time after the start of a course at which it is judged.
    window: (Time, Time),
}

impl Criteria {
    /// The set `criteria.<name>` of the ledger.
    ///
    /// # Errors
    /// If the ledger has no set of this name, with the names it has.
    pub fn named(ledger: &Ledger, name: &str) -> Result<Self, UnknownCriteria> {
        let known = criteria_names(ledger);
        if !known.iter().any(|set| set == name) {
            return Err(UnknownCriteria { name: name.to_owned(), known });
        }
        let path = |entry: &str| format!("criteria.{name}.{entry}");
        let share = |entry: &str| ledger.fraction(&path(entry)).value();
        let count = |entry: &str| ledger.number(&path(entry)) / 1e9;
        Ok(Self {
            blasts: share("blasts"),
            neutrophils: count("neutrophils"),
            platelets: count("platelets"),
            either_count: share("either_count") >= 0.5,
            cellularity: share("cellularity"),
            partial_blasts: share("partial_blasts"),
            partial_fall: share("partial_fall"),
            window: (ledger.time(&path("window_from")), ledger.time(&path("window_to"))),
        })
    }

    /// Whether this share of blasts is too high for a remission (5 % is).
    pub fn is_leukemic(&self, blasts: f64) -> bool {
        blasts >= self.blasts
    }

    /// Whether a marrow has too many blasts and is not empty, so that it will not clear by itself.
    pub fn is_resistant(&self, blasts: f64, cellularity: f64) -> bool {
        self.is_leukemic(blasts) && cellularity >= self.cellularity
    }

    /// Whether the response is judged at this time after the start of a course.
    pub fn in_window(&self, after_start: Time) -> bool {
        (self.window.0..=self.window.1).contains(&after_start)
    }

    /// Last time after the start of a course at which it is judged.
    pub const fn end_of_window(&self) -> Time {
        self.window.1
    }

    /// Whether the last day for judging a course has passed.
    pub fn is_over(&self, after_start: Time) -> bool {
        after_start > self.window.1
    }

    /// The response that a finding shows; none for an empty marrow, which must be examined again.
    pub fn judge(&self, finding: &Finding) -> Option<Response> {
        let neutrophils = finding.neutrophils >= self.neutrophils;
        let platelets = finding.platelets >= self.platelets;
        if self.is_leukemic(finding.blasts) {
            let partial = neutrophils && platelets && self.is_partial(finding);
            return Some(if partial { Response::PR } else { Response::Resistant });
        }
        match (neutrophils, platelets) {
            (true, true) => Some(Response::CR),
            (true, false) if !self.either_count => Some(Response::CRp),
            (true, false) | (false, true) if self.either_count => Some(Response::CRi),
            _ => (finding.cellularity >= self.cellularity).then_some(Response::MLFS),
        }
    }

    /// Few enough blasts, and enough fewer than before treatment.
    fn is_partial(&self, finding: &Finding) -> bool {
        finding.blasts <= self.partial_blasts && finding.blasts <= (1.0 - self.partial_fall) * finding.blasts_before
    }
}

/// Whether this response is a remission, which a relapse can end.
pub fn is_remission(response: Response) -> bool {
    matches!(response, Response::CR | Response::CRp | Response::CRi)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Response::{CR, CRi, CRp, MLFS, PR, Resistant};

    fn set(name: &str) -> Criteria {
        Criteria::named(&Ledger::defaults(), name).unwrap()
    }

    fn judged(name: &str, blasts: f64, neutrophils: f64, platelets: f64, cellularity: f64) -> Option<Response> {
        set(name).judge(&Finding { blasts, blasts_before: 0.5, cellularity, neutrophils, platelets })
    }

    #[test]
    fn the_shipped_sets_are_iwg_and_eln() {
        assert_eq!(criteria_names(&Ledger::defaults()), ["eln2022", "iwg2003"]);
    }

    #[test]
    fn an_unknown_set_names_the_known_ones() {
        let error = Criteria::named(&Ledger::defaults(), "iwg").unwrap_err().to_string();
        assert_eq!(error, "`iwg` is not a set of response criteria: expected one of `eln2022`, `iwg2003`");
    }

    /// Truth table of both sets; 9 and 10 of 200 cells, and counts one step below and at each threshold.
    #[test]
    fn each_finding_has_its_name() {
        let (below, at) = (9.0 / 200.0, 10.0 / 200.0);
        let table = [
            (below, 1.0, 100.0, 0.5, Some(CR), Some(CR)),
            (0.0, 1.0, 100.0, 0.0, Some(CR), Some(CR)),
            (below, 1.0, 99.9, 0.5, Some(CRp), Some(CRi)),
            (below, 1.0, 0.0, 0.05, Some(CRp), Some(CRi)),
            (below, 0.999, 100.0, 0.5, Some(MLFS), Some(CRi)),
            (below, 0.999, 100.0, 0.05, None, Some(CRi)),
            (below, 0.999, 99.9, 0.5, Some(MLFS), Some(MLFS)),
            (below, 0.999, 99.9, 0.1, Some(MLFS), Some(MLFS)),
            (below, 0.999, 99.9, 0.099, None, None),
            (at, 1.0, 100.0, 0.5, Some(PR), Some(PR)),
            (50.0 / 200.0, 1.0, 100.0, 0.5, Some(PR), Some(PR)),
            (51.0 / 200.0, 1.0, 100.0, 0.5, Some(Resistant), Some(Resistant)),
            (at, 0.999, 100.0, 0.5, Some(Resistant), Some(Resistant)),
            (at, 1.0, 99.9, 0.5, Some(Resistant), Some(Resistant)),
            (0.9, 0.1, 10.0, 0.01, Some(Resistant), Some(Resistant)),
        ];
        for (blasts, neutrophils, platelets, cellularity, iwg, eln) in table {
            let row = (blasts, neutrophils, platelets, cellularity);
            assert_eq!(judged("iwg2003", blasts, neutrophils, platelets, cellularity), iwg, "IWG {row:?}");
            assert_eq!(judged("eln2022", blasts, neutrophils, platelets, cellularity), eln, "ELN {row:?}");
        }
    }

    #[test]
    fn an_empty_marrow_is_not_resistant() {
        let set = set("iwg2003");
        assert_eq!([(0.05, 0.1), (0.049, 1.0), (0.9, 0.09)].map(|(b, c)| set.is_resistant(b, c)), [true, false, false]);
    }

    #[test]
    fn a_partial_response_needs_half_of_the_blasts_gone() {
        let finding = |blasts, blasts_before| Finding {
            blasts,
            blasts_before,
            cellularity: 1.0,
            neutrophils: 2.0,
            platelets: 200.0,
        };
        assert_eq!(set("iwg2003").judge(&finding(0.1, 0.2)), Some(PR));
        assert_eq!(set("iwg2003").judge(&finding(0.105, 0.2)), Some(Resistant));
    }

    #[test]
    fn the_window_is_from_day_28_to_day_42_inclusive() {
        let set = set("iwg2003");
        let inside = [27.9, 28.0, 42.0, 42.1].map(|day| set.in_window(Time::days(day)));
        assert_eq!(inside, [false, true, true, false]);
        assert_eq!([42.0, 42.1].map(|day| set.is_over(Time::days(day))), [false, true]);
    }
}
