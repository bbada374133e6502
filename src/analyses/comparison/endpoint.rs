//! Endpoints: what one course says about each rate and measure. Left out: statistics over courses (see `analysis`).
//!
//! Rates are shares of patients and are analyzed as counts (Clopper-Pearson, McNemar); measures are numbers of patients
//! and are analyzed by means and medians. Options, precision, sweeps and attribution take either, as an [`Endpoint`] by
//! name.

use super::{
    Measure, Record,
    estimand::{self, Estimand},
};
use cenersim_model::{
    curves::{Outcome, Response},
    quantity::nearest,
};

/// A share of patients.
/// Whether a course has it is decided from its outcome alone; see [`Rate::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rate {
    /// Complete remission.
    Cr,
    /// Complete remission, with or without recovery of platelets or neutrophils (CR, CRp, CRi).
    Remission,
    /// Death by day 30.
    DeathByDay30,
    /// A remission without measurable residual disease: leukemic cells below 0.1 % of the marrow when it is found, the limit
    /// of flow cytometry (ELN 2021, Heuser, Blood 138:2753; a class limit of San Miguel 2001, AT-K2).
    ResidualFree,
}

impl Rate {
    /// In the order of tables.
    pub const ALL: [Self; 4] = [Self::Cr, Self::Remission, Self::DeathByDay30, Self::ResidualFree];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cr => "cr",
            Self::Remission => "remission",
            Self::DeathByDay30 => "death_by_day_30",
            Self::ResidualFree => "residual_free",
        }
    }

    /// The name in figures and tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cr => "CR",
            Self::Remission => "CR + CRp",
            Self::DeathByDay30 => "Death by day 30",
            Self::ResidualFree => "MRD < 0.1 %",
        }
    }
}

/// A named number of a course, as users ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Endpoint {
    /// 1 or 0 for a course, a share from 0 to 1 over courses.
    Rate(Rate),
    /// A number with a unit.
    Measure(Measure),
}

impl TryFrom<String> for Endpoint {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::from_name(&name)
    }
}

impl From<Endpoint> for &'static str {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.name()
    }
}

impl Endpoint {
    /// All rates, then all measures.
    pub fn all() -> impl Iterator<Item = Self> {
        Rate::ALL.into_iter().map(Self::Rate).chain(Measure::ALL.into_iter().map(Self::Measure))
    }

    /// The names in files of all endpoints.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::all().map(Self::name)
    }

    /// The endpoint with this name in files, or with this alias.
    ///
    /// # Errors
    /// One sentence with all names, and the nearest one, if there is none of this name.
    pub fn from_name(name: &str) -> Result<Self, String> {
        Self::all().find(|endpoint| endpoint.name() == name || endpoint.alias() == Some(name)).ok_or_else(|| {
            let near =
                nearest(name, Self::names()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let known = Self::names().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
            format!("`{name}` is not an endpoint: expected one of {known}{near}")
        })
    }

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rate(rate) => rate.name(),
            Self::Measure(measure) => measure.name(),
        }
    }

    /// Another name that options understand.
    const fn alias(self) -> Option<&'static str> {
        match self {
            Self::Rate(_) => None,
            Self::Measure(measure) => measure.alias(),
        }
    }

    /// The name by which its random streams descend: the alias where there is one.
    pub(super) fn stream_name(self) -> &'static str {
        self.alias().unwrap_or(self.name())
    }

    /// The name in figures and tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rate(rate) => rate.label(),
            Self::Measure(measure) => measure.label(),
        }
    }

    /// The unit in figures and tables; rates are shares from 0 to 1.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Rate(_) => "share",
            Self::Measure(measure) => measure.unit(),
        }
    }

    /// The unit on an axis: shares are drawn in percent.
    pub const fn axis_unit(self) -> &'static str {
        match self {
            Self::Rate(_) => "%",
            Self::Measure(measure) => measure.unit(),
        }
    }

    /// Whether a patient is better off with more of it.
    pub fn more_is_better(self) -> bool {
        match self {
            Self::Rate(rate) => rate != Rate::DeathByDay30,
            Self::Measure(measure) => measure.more_is_better(),
        }
    }

    /// Whether it spans decades, so that only its logarithm can be drawn.
    pub const fn spans_decades(self) -> bool {
        match self {
            Self::Rate(_) => false,
            Self::Measure(measure) => measure.spans_decades(),
        }
    }

    /// The number of one course; of a rate 1 if the course has it, else 0.
    /// `horizon_days` caps the days of survival; no other endpoint depends on it.
    pub fn of(self, record: &Record, horizon_days: f64) -> f64 {
        match self {
            Self::Rate(rate) => f64::from(u8::from(rate.of(&record.outcome))),
            Self::Measure(measure) => measure.of(record, horizon_days),
        }
    }
}

impl Rate {
    /// What it does with what comes between.
    pub const fn estimand(self) -> Estimand {
        match self {
            Self::Cr | Self::Remission => estimand::RESPONSE,
            Self::ResidualFree => Estimand { end: "first remission", ..estimand::RESPONSE },
            Self::DeathByDay30 => Estimand { end: "day 30", ..estimand::SURVIVAL },
        }
    }

    /// Last day that counts as a death by day 30.
    const DEATH_BY_DAY: f64 = 30.0;

    /// Share of leukemic cells in the marrow below which a remission has no measurable residual disease.
    const MEASURABLE: f64 = 1e-3;

    /// Whether the course has it.
    ///
    /// CR is exactly complete remission; [`Rate::Remission`] adds those without recovery of platelets (CRp) or
    /// neutrophils (CRi); a death on day 30 counts as one by day 30. A patient who is no longer observed before day 30
    /// and was alive then counts as alive.
    pub fn of(self, outcome: &Outcome) -> bool {
        match self {
            Self::Cr => outcome.response == Response::CR,
            Self::Remission => matches!(outcome.response, Response::CR | Response::CRp | Response::CRi),
            Self::DeathByDay30 => outcome.survival.death_day.is_some_and(|day| day <= Self::DEATH_BY_DAY),
            Self::ResidualFree => {
                Self::Remission.of(outcome) && outcome.residual_disease.is_some_and(|share| share < Self::MEASURABLE)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::curves::Survival;

    fn outcome(response: Response, survival: Survival) -> Outcome {
        Outcome { response, courses: 1, survival, ..Outcome::default() }
    }

    fn record(survival: Survival) -> Record {
        Record { outcome: outcome(Response::CR, survival), ..Record::default() }
    }

    fn days(response: Option<f64>, relapse: Option<f64>, death: Option<f64>) -> Survival {
        Survival { response_day: response, relapse_day: relapse, death_day: death, ..Survival::default() }
    }

    #[test]
    fn every_endpoint_is_found_by_its_name_and_names_differ() {
        for endpoint in Endpoint::all() {
            assert_eq!(Endpoint::from_name(endpoint.name()), Ok(endpoint));
        }
        let names: std::collections::BTreeSet<&str> = Endpoint::names().collect();
        assert_eq!(names.len(), Rate::ALL.len() + Measure::ALL.len());
    }

    #[test]
    fn an_endpoint_is_found_by_its_other_name_too() {
        let named = |name| Endpoint::from_name(name).map(Endpoint::name);
        assert_eq!(named("days_neutropenia"), Ok("days_neutrophils_below_half"));
        assert_eq!(named("blast_nadir"), Ok("blast_nadir_cells"));
    }

    #[test]
    fn an_unknown_name_is_answered_with_all_names_and_the_nearest() {
        let error = Endpoint::from_name("remision").unwrap_err();
        assert!(error.starts_with("`remision` is not an endpoint: expected one of `cr`, `remission`, "), "{error}");
        assert!(error.ends_with("`normal_stem_p53_mrna`; did you mean `remission`?"), "{error}");
        assert!(!Endpoint::from_name("%").unwrap_err().contains("did you mean"));
    }

    #[test]
    fn remission_includes_incomplete_recovery_and_cr_does_not() {
        let has = |rate: Rate, response| rate.of(&outcome(response, Survival::default()));
        let all = [Response::CR, Response::CRp, Response::CRi, Response::MLFS, Response::PR, Response::EarlyDeath];
        assert_eq!(all.map(|response| has(Rate::Cr, response)), [true, false, false, false, false, false]);
        assert_eq!(all.map(|response| has(Rate::Remission, response)), [true, true, true, false, false, false]);
    }

    #[test]
    fn a_remission_with_a_thousandth_of_leukemic_cells_has_residual_disease() {
        let found = |response, share| {
            Rate::ResidualFree.of(&Outcome { residual_disease: share, ..outcome(response, Survival::default()) })
        };
        assert_eq!([0.0, 9.9e-4, 1e-3].map(|share| found(Response::CRi, Some(share))), [true, true, false]);
        assert!(!found(Response::CR, None) && !found(Response::MLFS, Some(0.0)));
    }

    #[test]
    fn day_30_itself_counts_as_early() {
        let dies = |day| Rate::DeathByDay30.of(&outcome(Response::Resistant, days(None, None, day)));
        assert_eq!([Some(30.0), Some(30.04), None].map(dies), [true, false, false]);
    }

    #[test]
    fn survival_ends_at_the_horizon() {
        let alive = |death| Measure::named("overall_survival").of(&record(days(None, None, death)), 90.0);
        assert_eq!([None, Some(12.5), Some(90.0), Some(95.0)].map(alive), [90.0, 12.5, 90.0, 90.0]);
    }

    #[test]
    fn disease_free_days_run_from_remission_to_relapse_or_death() {
        let free = |response, relapse, death| {
            Measure::named("disease_free_survival").of(&record(days(response, relapse, death)), 180.0)
        };
        assert_eq!(free(None, None, Some(50.0)), 0.0);
        assert_eq!(free(Some(35.0), None, None), 145.0);
        assert_eq!(free(Some(35.0), Some(95.0), Some(120.0)), 60.0);
        assert_eq!(free(Some(35.0), None, Some(120.0)), 85.0);
        assert_eq!(free(Some(35.0), Some(200.0), None), 145.0);
    }
}
