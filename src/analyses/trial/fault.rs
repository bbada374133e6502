//! What does not fit in a protocol, by key, so that the reader of a scenario can show where. Left out: faults of one value
//! alone, such as a wrong unit, which the reader finds itself.

use super::design::{Protocol, StoppingRule, Stratum};
use cenersim_model::parameters::Ledger;
use std::fmt;

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path below `trial`, such as `block` or `quotas.users`.
    pub key: &'static str,
    /// One sentence: what was found, what was expected.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`trial.{}`: {}", self.key, self.message)
    }
}

impl std::error::Error for Fault {}

/// A fault of this key unless something holds.
fn check(holds: bool, key: &'static str, message: impl FnOnce() -> String) -> Result<(), Fault> {
    if holds { Ok(()) } else { Err(Fault { key, message: message() }) }
}

/// Most subjects of one trial, and most patients of a pool.
const MOST_SUBJECTS: u32 = 10_000;
/// Patients of a pool.
const MOST_POOL: u32 = 100_000;

/// Whether trials can be repeated this often.
///
/// # Errors
/// One sentence.
pub fn check_trials(trials: u64) -> Result<(), String> {
    match trials {
        0 => Err("`--trials 0` repeats nothing: expected 1 or more, such as 1000".into()),
        1..=1_000_000 => Ok(()),
        _ => Err(format!("`--trials {trials}` cannot finish: expected at most 1000000")),
    }
}

impl Protocol {
    /// Whether this can be carried out with so many arms and this population.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, arms: usize, ledger: &Ledger, criteria: &str) -> Result<(), Fault> {
        self.check_subjects(arms)?;
        self.check_block()?;
        self.check_quotas()?;
        self.check_strata(ledger)?;
        self.check_times(ledger, criteria)?;
        self.check_published(arms)?;
        self.check_pool()?;
        self.stopping.as_ref().map_or(Ok(()), |rule| rule.check(self.subjects.iter().copied().max().unwrap_or(0)))
    }

    /// One number for each arm, each 1 or more, and at most 10,000 in all.
    fn check_subjects(&self, arms: usize) -> Result<(), Fault> {
        check(self.subjects.len() == arms, "subjects", || {
            format!("{} numbers of subjects for {arms} arms: expected one for each arm", self.subjects.len())
        })?;
        check(self.subjects.iter().all(|n| *n > 0), "subjects", || {
            "an arm without subjects cannot be judged: expected 1 or more in each arm".into()
        })?;
        let total = self.subjects.iter().map(|n| u64::from(*n)).sum::<u64>();
        check(total <= u64::from(MOST_SUBJECTS), "subjects", || {
            format!("{total} subjects are no phase II trial: expected at most {MOST_SUBJECTS} in all")
        })
    }

    /// A block is a multiple of the arms and not longer than the trial.
    fn check_block(&self) -> Result<(), Fault> {
        let (block, total) = (self.block, self.total());
        self.blocks().check().map_err(|message| Fault { key: "block", message })?;
        check(block <= total.next_multiple_of(self.subjects.len() as u32), "block", || {
            format!("a block of `{block}` is longer than the trial: expected at most its {total} subjects")
        })
    }

    /// No quota is larger than the trial.
    fn check_quotas(&self) -> Result<(), Fault> {
        let (total, quotas) = (self.total(), self.quotas);
        for (key, name, found) in [
            ("refractory", "refractory subjects", quotas.refractory),
            ("men", "men", quotas.men),
            ("inhibitors.users", "inhibitor users", quotas.users),
        ] {
            check(found <= total, key, || format!("{found} {name} among {total} subjects: expected at most {total}"))?;
        }
        Ok(())
    }

    /// Each stratum once, and subjects on both sides of each.
    fn check_strata(&self, ledger: &Ledger) -> Result<(), Fault> {
        for (index, stratum) in self.strata.iter().enumerate() {
            check(!self.strata[..index].contains(stratum), "strata", || {
                format!("`{}` is listed twice: expected each stratum once", stratum.name())
            })?;
            let empty = match stratum {
                Stratum::Disease if self.quotas.refractory == 0 => Some("refractory"),
                Stratum::Disease if self.quotas.refractory == self.total() => Some("relapsed"),
                Stratum::Age60 if ledger.time("population.youngest").in_years() >= 60.0 => Some("younger than 60"),
                Stratum::Age60 if ledger.time("population.oldest").in_years() < 60.0 => Some("60 or older"),
                _ => None,
            };
            check(empty.is_none(), "strata", || {
                format!("nobody would be {}: expected strata that both have subjects", empty.unwrap_or_default())
            })?;
        }
        Ok(())
    }

    /// The follow-up covers the response window, and users are counted within it.
    fn check_times(&self, ledger: &Ledger, criteria: &str) -> Result<(), Fault> {
        let window = ledger.time(&format!("criteria.{criteria}.window_to")).in_days();
        check(self.follow_up_days >= window, "follow_up", || {
            let days = self.follow_up_days;
            format!("a follow-up of {days} d ends before the response window does: expected at least {window} d")
        })?;
        check(self.accrual_days > 0.0, "accrual", || "subjects come one by one: expected more than 0 d".into())?;
        check((0.0..=self.follow_up_days).contains(&self.users_until_day), "inhibitors.counted_until", || {
            let (until, days) = (self.users_until_day, self.follow_up_days);
            format!("day {until} is after the follow-up of {days} d: expected a day within it")
        })
    }

    /// Counts for each arm or for none, and no more responders than patients.
    fn check_published(&self, arms: usize) -> Result<(), Fault> {
        let given = self.published.len();
        check(given == 0 || given == arms, "published", || {
            format!("responses of {given} published arms for {arms} arms: expected one for each arm, or none")
        })?;
        let excess = self.published.iter().find(|arm| u64::from(arm.cr) + u64::from(arm.crp) > u64::from(arm.patients));
        excess.map_or(Ok(()), |arm| {
            let (patients, cr, crp) = (arm.patients, arm.cr, arm.crp);
            let message =
                format!("{cr} CR and {crp} CRp among {patients} patients: expected at most {patients} together");
            Err(Fault { key: "published", message })
        })
    }

    /// Large enough for every trial, and at most 100,000 patients.
    fn check_pool(&self) -> Result<(), Fault> {
        let least = super::pool::least(self);
        check((least..=MOST_POOL).contains(&self.pool), "pool", || {
            format!(
                "a pool of {} patients cannot meet the numbers of every trial: expected {least} to {MOST_POOL}",
                self.pool
            )
        })
    }
}

impl Stratum {
    /// The name in scenarios.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disease => "disease",
            Self::Age60 => "age60",
        }
    }
}

/// Keys of the rule, by the name with which a sentence about it begins.
const OF_THE_RULE: [(&str, &str); 6] = [
    ("`standard`", "stopping.standard"),
    ("`experimental`", "stopping.experimental"),
    ("`margin`", "stopping.margin"),
    ("`lower`", "stopping.lower"),
    ("`first_look`", "stopping.first_look"),
    ("`every`", "stopping.every"),
];

impl StoppingRule {
    /// Whether this is a rule for an arm of so many subjects.
    fn check(&self, most: u32) -> Result<(), Fault> {
        let key = |message: &str| OF_THE_RULE.iter().find(|(name, _)| message.starts_with(name)).map(|(_, key)| *key);
        self.rule(most).check().map_err(|message| Fault { key: key(&message).unwrap_or("stopping"), message })
    }
}
