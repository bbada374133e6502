//! What stands in print beside a cell, by the name of the row and the group. Left out: what nobody printed (survival, early
//! deaths and recovery times: T32), and arms that stand for no published arm. A scenario may put the responses of another trial beside its own.

use super::{
    design::{PublishedCounts, Trial},
    results::PublishedGroup,
    seen::Group,
};
use crate::published::{Baseline, PublishedArm, PublishedTrial, trial as published};
use cenersim_statistics::clopper_pearson;

/// What was published, and how this trial stands for it.
pub(super) struct Printed {
    /// All that was published of the trial.
    trial: &'static PublishedTrial,
    /// Counts beside each arm, and beside all.
    arms: Vec<Option<PublishedArm>>,
    /// Beside all arms together; none where the arms are not those that were published.
    total: Option<PublishedArm>,
    /// Whether the arms together stand for all arms of the published trial.
    whole: bool,
    /// Whether as many are refractory as the reconstruction says; otherwise the printed percentages stand beside.
    reconstructed: bool,
}

/// Of the patients, in percent.
fn percent(found: u32, of: u32) -> f64 {
    100.0 * f64::from(found) / f64::from(of)
}

impl Printed {
    /// An arm of the trial stands for the published arm that it names; a scenario with counts of its own is compared
    /// with these.
    pub fn beside(trial: &Trial) -> Self {
        let printed = published();
        let reconstructed = trial.protocol.quotas.refractory == printed.reconstructed[0].patients;
        if !trial.protocol.published.is_empty() {
            let arms: Vec<PublishedArm> = trial.protocol.published.iter().map(|counts| given(&[*counts])).collect();
            let (total, arms) = (Some(given(&trial.protocol.published)), arms.into_iter().map(Some).collect());
            return Self { trial: printed, arms, total, whole: false, reconstructed };
        }
        let named = |name: &str| printed.arm(name).cloned();
        let arms: Vec<_> = trial.arms.iter().map(|arm| arm.published.as_deref().and_then(named)).collect();
        let stands = |arm: &PublishedArm| arms.iter().flatten().filter(|found| found.name == arm.name).count() == 1;
        let whole = arms.len() == printed.arms.len() && printed.arms.iter().all(stands);
        Self { trial: printed, arms, total: whole.then(|| printed.total.clone()), whole, reconstructed }
    }

    /// Counts beside a group, if it is an arm or all.
    fn arm(&self, group: Group) -> Option<&PublishedArm> {
        match group {
            Group::Arm(index) => self.arms[index].as_ref(),
            Group::All => self.total.as_ref(),
            _ => None,
        }
    }

    /// Who was in an arm; the counts of another trial have no name here.
    fn baseline(&self, group: Group) -> Option<&Baseline> {
        let name = &self.arm(group)?.name;
        self.trial.baseline.iter().find(|row| row.arm == *name)
    }

    /// Published value of a row of an arm or of all.
    pub fn by_arm(&self, row: &str, group: Group) -> Option<f64> {
        let (arm, all) = (self.arm(group)?, self.whole && group == Group::All);
        let baseline = |count: fn(&Baseline) -> f64| self.baseline(group).map(count);
        let remissions = &self.trial.remissions;
        let count = match row {
            "Patients" => arm.patients,
            "CR" => arm.cr,
            "CRp" => arm.crp,
            "CR + CRp" => arm.cr + arm.crp,
            "CR rate" => return Some(percent(arm.cr, arm.patients)),
            "CR + CRp rate" => return Some(percent(arm.cr + arm.crp, arm.patients)),
            "Median age" => return baseline(|row| row.median_age),
            "Men" => return baseline(|row| f64::from(row.male)),
            "Women" => return baseline(|row| f64::from(row.female)),
            "Refractory" => return baseline(|row| f64::from(row.refractory)),
            "Relapsed" => return baseline(|row| f64::from(row.relapsed)),
            "Inhibitor users" if all => self.trial.inhibitors.users,
            "Responders with a previous remission" if all => remissions.responders,
            "Longer than the previous one" if all => remissions.longer,
            _ => return None,
        };
        Some(f64::from(count))
    }

    /// Published value of a column of a subgroup.
    pub fn by_group(&self, column: &str, group: Group) -> Option<f64> {
        if let (false, Group::Refractory(refractory), true) = (self.reconstructed, group, self.whole) {
            let printed = &self.trial.subgroups[usize::from(!refractory)];
            return match column {
                "Patients" => Some(printed.patients.into()),
                "CR rate" => Some(printed.cr_percent.into()),
                "CR + CRp rate" => Some(printed.remission_percent.into()),
                _ => None,
            };
        }
        let found = self.group(group)?;
        match column {
            "Patients" => Some(found.n.into()),
            "CR" => found.cr.map(f64::from),
            "CR + CRp" => Some(found.remission.into()),
            "CR rate" => found.cr.map(|cr| percent(cr, found.n)),
            "CR + CRp rate" => Some(percent(found.remission, found.n)),
            _ => None,
        }
    }

    /// Published counts of a group with their exact intervals; those of refractory and relapsed are reconstructed.
    pub fn group(&self, group: Group) -> Option<PublishedGroup> {
        let users = &self.trial.inhibitors;
        match group {
            Group::All | Group::Arm(_) => {
                self.arm(group).map(|arm| counts(arm.patients, Some(arm.cr), arm.cr + arm.crp))
            }
            _ if !self.whole => None,
            Group::Refractory(refractory) => {
                let found = &self.trial.reconstructed[usize::from(!refractory)];
                Some(counts(found.patients, Some(found.cr), found.remission))
            }
            // Where no user responded, every CR was another's.
            Group::User(true) => Some(counts(
                users.users,
                (users.responders_among_users == 0).then_some(0),
                users.responders_among_users,
            )),
            Group::User(false) => Some(counts(
                users.others,
                (users.responders_among_users == 0).then_some(self.trial.total.cr),
                users.responders_among_others,
            )),
        }
    }
}

/// The sum of these counts, under no name.
fn given(counts: &[PublishedCounts]) -> PublishedArm {
    let sum = |of: fn(&PublishedCounts) -> u32| counts.iter().map(of).sum();
    PublishedArm {
        name: String::new(),
        patients: sum(|arm| arm.patients),
        cr: sum(|arm| arm.cr),
        crp: sum(|arm| arm.crp),
        source: "scenario".to_owned(),
    }
}

/// With exact 95 % intervals (Clopper and Pearson 1934).
fn counts(n: u32, cr: Option<u32>, remission: u32) -> PublishedGroup {
    PublishedGroup {
        n,
        cr,
        remission,
        cr_interval: cr.map(|cr| clopper_pearson(cr, n)),
        remission_interval: clopper_pearson(remission, n),
    }
}
