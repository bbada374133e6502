//! What follows where treatment failed: second salvage, transplantation or palliative care, each with its published
//! survival S(t) = cured + (1 - cured) 2^(-t / half). Transplantation in remission is such a state, too.
//! Left out: the cells of the leukemia from then on, relapse after transplantation, and the choice of the second salvage.
//!
//! Every draw is a stream of the patient, so that the same luck decides in every arm; a time is the inverse of S at a
//! uniform number, the same one whatever the state.

use crate::{
    curves::{Cause, EventKind},
    engine::Seed,
    parameters::Ledger,
    quantity::Time,
};
use std::fmt;

/// What is assumed to follow a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Nothing: the hazards of the cells go on.
    #[default]
    None,
    /// Everybody gets palliative care.
    Palliative,
    /// Second salvage, transplantation and palliative care in their published shares.
    Published,
}

impl Policy {
    /// In the order in which they add care.
    pub const ALL: [Self; 3] = [Self::None, Self::Palliative, Self::Published];

    /// The name in scenarios.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Palliative => "palliative",
            Self::Published => "published",
        }
    }

    /// What follows, in words.
    pub const fn follows(self) -> &'static str {
        match self {
            Self::None => "nothing follows",
            Self::Palliative => "palliative care",
            Self::Published => "published survival",
        }
    }
}

/// What every figure and table of survival says.
impl fmt::Display for Policy {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        write!(to, "after failure: {}", self.follows())
    }
}

/// Results say it in words.
impl serde::Serialize for Policy {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Care {
    /// No further treatment of the leukemia.
    Palliative,
    /// Chemotherapy once more, in those who are not transplanted.
    SecondSalvage,
    /// Not in remission.
    Transplantation,
    /// In the first remission.
    RemissionTransplantation,
}

impl Care {
    /// What is told when it begins.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Palliative => EventKind::PalliativeCare,
            Self::SecondSalvage => EventKind::SecondSalvage,
            Self::Transplantation | Self::RemissionTransplantation => EventKind::Transplantation,
        }
    }

    /// Whether a patient in this state has had an allogeneic transplantation, in remission or after a failure.
    pub const fn is_transplantation(self) -> bool {
        matches!(self, Self::Transplantation | Self::RemissionTransplantation)
    }

    /// What those who die in this state die of.
    pub const fn cause(self) -> Cause {
        if self.is_transplantation() { "after transplantation" } else { "leukemia after failure" }
    }
}

/// What follows in one patient, from when on, and when they die of it; none if they are cured.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Fate {
    /// What follows.
    pub care: Care,
    /// When it begins.
    pub start: Time,
    /// None for the cured.
    pub death: Option<Time>,
}

/// Survival in a state.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Law {
    /// Share who do not die of it, 0 to below 1.
    cured: f64,
    /// Time in which half of the others die.
    half: Time,
}

impl Law {
    /// Time at which the survival is `share`; none for the cured.
    fn time(&self, share: f64) -> Option<Time> {
        let dying = (share - self.cured) / (1.0 - self.cured);
        (dying > 0.0).then(|| Time::hours(-libm::log2(dying) * self.half.in_hours()))
    }
}

/// The rule for one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct AfterFailure {
    /// What the scenario says of life after failure.
    policy: Policy,
    /// Draws of this patient and replicate, which no other process shares.
    stream: Seed,
    /// Time after the start of a course at which a missing remission is a failure.
    decision: Time,
    /// Share of failures that are treated again.
    second_salvage: f64,
    /// From the failure to a second salvage.
    wait: Time,
    /// Share of those treated again who are transplanted, at this age.
    transplantation: f64,
    /// Share of remissions that are transplanted, at this age.
    in_remission: f64,
    /// From the remission to its transplantation.
    in_remission_after: Time,
    /// Survival in each state, at this age.
    laws: [(Care, Law); 4],
}

impl AfterFailure {
    /// `seed`: the patient's stream, the same in every arm.
    pub fn new(ledger: &Ledger, policy: Policy, age_years: f64, seed: Seed) -> Self {
        let share = |path: &str| ledger.fraction(path).value();
        let decades = (age_years - ledger.time("covariate.reference_age").in_years()) / 10.0;
        let shorter = libm::pow(ledger.number("after_failure.age_half"), decades);
        let age = if age_years < ledger.time("after_failure.age_limit").in_years() { "young" } else { "old" };
        let by_age = |state: &str| share(&format!("after_failure.{state}.{age}"));
        let law = |state: &str, cured: f64| {
            let half = ledger.time(&format!("after_failure.{state}.half")).in_hours();
            Law { cured, half: Time::hours(half / shorter) }
        };
        let curing = |state: &str| law(state, share(&format!("after_failure.{state}.cured")));
        Self {
            policy,
            stream: seed.named("after_failure"),
            decision: ledger.time("after_failure.decision"),
            second_salvage: share("after_failure.second_salvage.share"),
            wait: ledger.time("after_failure.second_salvage.start"),
            transplantation: by_age("transplantation"),
            in_remission: by_age("remission_transplantation"),
            in_remission_after: ledger.time("after_failure.remission_transplantation.after"),
            laws: [
                (Care::Palliative, law("palliative", 0.0)),
                (Care::SecondSalvage, law("second_salvage", 0.0)),
                (Care::Transplantation, curing("transplantation")),
                (Care::RemissionTransplantation, curing("remission_transplantation")),
            ],
        }
    }

    /// Whether a course has failed, this long after its start, if no remission was reached and no course follows.
    pub fn is_decided(&self, after_start: Time) -> bool {
        after_start >= self.decision
    }

    /// What follows a failure at this time.
    pub fn after(&self, failure: Time) -> Fate {
        let published = self.policy == Policy::Published;
        let later = failure + self.wait;
        if !(published && self.has("second_salvage", self.second_salvage)) {
            return self.fate(Care::Palliative, failure);
        }
        match self.has("transplantation", self.transplantation) {
            true => self.fate(Care::Transplantation, later),
            false => self.fate(Care::SecondSalvage, later),
        }
    }

    /// When a remission that began then is transplanted; none if it is not.
    pub fn transplantation_in_remission(&self, since: Time) -> Option<Time> {
        let drawn = self.policy == Policy::Published && self.has("remission_transplantation", self.in_remission);
        drawn.then(|| since + self.in_remission_after)
    }

    /// What follows a transplantation in remission at this time.
    pub fn transplanted(&self, at: Time) -> Fate {
        self.fate(Care::RemissionTransplantation, at)
    }

    /// Whether the patient belongs to this share of patients; the same in every arm.
    fn has(&self, name: &str, share: f64) -> bool {
        self.stream.named(name).uniform() < share
    }

    /// The state with the time of death that the patient's uniform number gives in it.
    fn fate(&self, care: Care, start: Time) -> Fate {
        let law = self.laws.iter().find(|(of, _)| *of == care).expect("every state has a law").1;
        let death = law.time(self.stream.named("survival").uniform()).map(|time| start + time);
        Fate { care, start, death }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    const PATIENTS: u64 = 20_000;

    fn rule(policy: Policy, age: f64, patient: u64) -> AfterFailure {
        static DEFAULTS: LazyLock<Ledger> = LazyLock::new(Ledger::defaults);
        AfterFailure::new(&DEFAULTS, policy, age, Seed::new(5).named("patient").number(patient))
    }

    fn fates(age: f64, of: impl Fn(&AfterFailure) -> Option<Fate>) -> Vec<Fate> {
        (0..PATIENTS).filter_map(|patient| of(&rule(Policy::Published, age, patient))).collect()
    }

    /// z = 4.4 leaves one false alarm in 100,000 seeds; the seed is fixed, so a failure is a change.
    fn is_share(found: usize, of: usize, expected: f64) {
        let n = of as f64;
        let error = libm::sqrt(expected * (1.0 - expected) / n);
        assert!((found as f64 / n - expected).abs() <= 4.4 * error, "{found} of {of}, expected {expected}");
    }

    fn in_state(fates: &[Fate], care: Care) -> Vec<Fate> {
        fates.iter().filter(|fate| fate.care == care).copied().collect()
    }

    /// As many cured as the law says, and half of the others dead after `half` months.
    fn follows(fates: &[Fate], cured: f64, half_months: f64) {
        is_share(fates.iter().filter(|fate| fate.death.is_none()).count(), fates.len(), cured);
        let months = |fate: &Fate| fate.death.map(|death| (death - fate.start).in_days() / 30.4375);
        let early = fates.iter().filter_map(months).filter(|time| *time <= half_months).count();
        is_share(early, fates.len(), 0.5 * (1.0 - cured));
        let late = fates.iter().filter_map(months).filter(|time| *time > 3.0 * half_months).count();
        is_share(late, fates.len(), 0.125 * (1.0 - cured));
    }

    /// C16 C18 C21 C23 at the reference age of 61 years: shares, cured shares and medians of every state.
    #[test]
    fn shares_medians_and_cures_are_those_of_the_ledger() {
        let after = fates(61.0, |rule| Some(rule.after(Time::ZERO)));
        let [palliative, salvage, transplanted] =
            [Care::Palliative, Care::SecondSalvage, Care::Transplantation].map(|care| in_state(&after, care));
        is_share(palliative.len(), after.len(), 0.35);
        is_share(salvage.len(), after.len(), 0.65 * 0.68);
        is_share(transplanted.len(), after.len(), 0.65 * 0.32);
        follows(&palliative, 0.0, 3.5);
        follows(&salvage, 0.0, 4.8);
        follows(&transplanted, 0.195, 3.7);
        let remission =
            fates(61.0, |rule| rule.transplantation_in_remission(Time::ZERO).map(|at| rule.transplanted(at)));
        is_share(remission.len(), PATIENTS as usize, 0.25);
        follows(&remission, 0.39, 10.0);
    }

    #[test]
    fn the_young_are_transplanted_more_often_and_live_longer() {
        let after = fates(41.0, |rule| Some(rule.after(Time::ZERO)));
        is_share(in_state(&after, Care::Transplantation).len(), after.len(), 0.65 * 0.72);
        follows(&in_state(&after, Care::SecondSalvage), 0.0, 4.8 * 1.07 * 1.07);
        let remission =
            fates(59.9, |rule| rule.transplantation_in_remission(Time::ZERO).map(|at| rule.transplanted(at)));
        is_share(remission.len(), PATIENTS as usize, 0.50);
    }

    #[test]
    fn salvage_begins_after_the_wait_and_palliative_care_at_once() {
        for fate in (0..200).map(|patient| rule(Policy::Published, 61.0, patient).after(Time::days(42.0))) {
            let expected = if fate.care == Care::Palliative { 42.0 } else { 53.0 };
            assert_eq!(fate.start, Time::days(expected));
            assert!(fate.death.is_none_or(|death| death > fate.start));
        }
    }

    #[test]
    fn palliative_care_is_all_that_follows_where_the_policy_says_so() {
        for patient in 0..200 {
            let rule = rule(Policy::Palliative, 45.0, patient);
            assert_eq!(rule.after(Time::ZERO).care, Care::Palliative);
            assert_eq!(rule.transplantation_in_remission(Time::ZERO), None);
        }
    }

    /// One uniform number for all states: whoever dies early in one state dies early in every other.
    #[test]
    fn the_same_luck_decides_in_every_state() {
        for patient in 0..200 {
            let rule = rule(Policy::Published, 61.0, patient);
            let lived = |care| rule.fate(care, Time::ZERO).death.map_or(f64::INFINITY, Time::in_days);
            assert!((lived(Care::SecondSalvage) / lived(Care::Palliative) - 4.8 / 3.5).abs() < 1e-9);
            assert!(
                lived(Care::RemissionTransplantation) > lived(Care::Transplantation)
                    || lived(Care::Transplantation) == f64::INFINITY
            );
        }
    }
}
