//! The pool: patients who are simulated once in every arm and under every explanation, so that thousands of trials can be
//! drawn from them. It has a part for each prescription (refractory, man, user), in the proportions of the protocol.
//!
//! A trial draws without replacement, so nobody is in one trial twice; two trials share some subjects by chance
//! (`overlap`), as two samples of one population of this size would. What a pool of another size would change is
//! estimated by leaving out a tenth of it at a time. Left out: new patients for every trial, which would take hours.

use super::{
    courses::{Taken, Versions},
    design::{Protocol, Trial},
    enrollment::{Place, permuted, person},
    results::{PoolCell, PoolResult},
};
use crate::comparison::{Failed, Record};
use cenersim_model::{
    engine::Seed,
    patient::{Disease, Patient, Sex},
    simulation::jobs,
};
use rayon::prelude::*;
use std::ops::Range;

/// Parts of the pool that are left out one at a time.
pub(super) const PARTS: u32 = 10;

/// What the protocol prescribes of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prescription {
    /// Otherwise relapsed.
    pub refractory: bool,
    /// Otherwise a woman.
    pub man: bool,
    /// Takes inhibitors in the period of the ledger.
    pub user: bool,
}

impl Prescription {
    /// All prescriptions; their indices are [`Prescription::index`].
    pub fn all() -> [Self; 8] {
        std::array::from_fn(|bits| Self { refractory: bits & 1 > 0, man: bits & 2 > 0, user: bits & 4 > 0 })
    }

    /// What this patient has of it.
    pub fn of(patient: &Patient) -> Self {
        let Patient { disease, sex, inhibitor, .. } = patient;
        let user = inhibitor.for_fever || !inhibitor.periods.is_empty();
        Self { refractory: *disease == Disease::Refractory, man: *sex == Sex::Male, user }
    }

    /// From 0 to 7.
    pub const fn index(self) -> usize {
        self.refractory as usize + 2 * self.man as usize + 4 * self.user as usize
    }

    /// Subjects with each of the three, as prescribed.
    fn sides(self, protocol: &Protocol) -> [u32; 3] {
        let (total, quotas) = (protocol.total(), protocol.quotas);
        let side = |has: bool, with: u32| if has { with } else { total.saturating_sub(with) };
        [side(self.refractory, quotas.refractory), side(self.man, quotas.men), side(self.user, quotas.users)]
    }

    /// Share of the subjects who are expected to have all three.
    pub fn share(self, protocol: &Protocol) -> f64 {
        let total = f64::from(protocol.total());
        self.sides(protocol).iter().map(|side| f64::from(*side) / total).product()
    }

    /// Most subjects of one trial who can have all three.
    pub fn most(self, protocol: &Protocol) -> u32 {
        self.sides(protocol).into_iter().min().unwrap_or(0)
    }
}

/// Patients with each prescription in a pool of this size: in proportion, the largest remainders rounded up.
///
/// They sum to the size of the pool.
pub(super) fn sizes(protocol: &Protocol, pool: u32) -> [u32; 8] {
    let exact = Prescription::all().map(|prescription| prescription.share(protocol) * f64::from(pool));
    let mut sizes = exact.map(|size| size as u32);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    let missing = pool.saturating_sub(sizes.iter().sum()) as usize;
    order.into_iter().take(missing).for_each(|index| sizes[index] += 1);
    sizes
}

/// The smallest pool from which every trial can be drawn, also when a part of it is left out.
pub(super) fn least(protocol: &Protocol) -> u32 {
    let suffices = |prescription: Prescription| {
        let (most, share) = (prescription.most(protocol), prescription.share(protocol));
        let needed = most + most.div_ceil(PARTS - 1) + 1;
        if most == 0 { 0 } else { libm::ceil(f64::from(needed) / share) as u32 }
    };
    Prescription::all().into_iter().map(suffices).max().unwrap_or(0)
}

/// One patient of the pool, in every arm and version.
///
/// Made by [`Trial::pool`] or [`Trial::simulate_pool`]; trials see it through [`Trial::repeat`].
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Covariates and own numbers.
    pub(super) patient: Patient,
    /// What the quotas ask of a subject in this place: refractory or not, sex, user or not.
    pub(super) prescription: Prescription,
    /// What each arm does to them, in the order of the arms.
    pub(super) arms: Vec<Versions>,
}

/// Patients from whom trials are drawn.
///
/// Smaller by the patients whose simulation failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// In the order of their numbers.
    pub(super) members: Vec<Member>,
    /// Members with each prescription; all in the first where no quotas are kept.
    cells: [Vec<usize>; 8],
    /// Whether trials keep the quotas.
    quotas: bool,
    /// Patients whose simulation failed, with arm and message.
    failures: Vec<Failed>,
}

/// What the arms did to members of a pool or to subjects of trials, as plain data; the patients themselves follow
/// from the seed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members {
    /// By member, arm and version ([`VERSIONS`]); those who failed have none.
    pub records: Vec<Record>,
    /// For each record the days since the first dose on which a fever began.
    pub fevers: Vec<Vec<f64>>,
    /// Members whose simulation failed, with the reason.
    pub failures: Vec<Failed>,
}

/// Courses of a member in one arm: as designed, without cenersen, without inhibitors.
pub const VERSIONS: usize = 3;

impl Trial {
    /// Simulates the pool. `progress` is called with the hours simulated since its last call.
    ///
    /// All at once; [`Trial::simulate_members`] does a part of it, on any machine.
    pub fn simulate_pool(&self, progress: &(impl Fn(f64) + Sync)) -> Pool {
        self.pool(self.simulate_members(0..u64::from(self.protocol.pool), progress))
    }

    /// Simulates members of the pool, the first of whom is member 0.
    ///
    /// Members are numbered from 0 to the size of the pool; parts may be simulated in any order and put together in
    /// that of their numbers.
    pub fn simulate_members(&self, members: Range<u64>, progress: &(impl Fn(f64) + Sync)) -> Members {
        let prescriptions = self.prescriptions();
        let member = |member: u64| {
            let mut arms = self.versions(&self.member(&prescriptions, member + 1).0, progress)?;
            // Of a list, where the number is that of the draws.
            arms.iter_mut().for_each(|versions| versions.count_as(member + 1));
            Ok(arms)
        };
        Members::of(jobs(members).map(member).collect())
    }

    /// The pool of all members that were simulated.
    ///
    /// `members` are in the order of their numbers.
    pub fn pool(&self, members: Members) -> Pool {
        let prescriptions = self.prescriptions();
        let (taken, failures) = members.into_taken();
        let of = |courses: &[Taken]| {
            let (patient, prescription) = self.member(&prescriptions, courses[0].record.patient);
            Member { patient, prescription, arms: courses.chunks_exact(VERSIONS).map(Versions::from_taken).collect() }
        };
        let members_found = taken.chunks_exact(VERSIONS * self.arms.len()).map(of).collect();
        Pool::new(members_found, failures, self.cohort.is_empty())
    }

    /// What is prescribed of each member.
    fn prescriptions(&self) -> Vec<Prescription> {
        let prescribed = Prescription::all().into_iter().zip(sizes(&self.protocol, self.protocol.pool));
        prescribed.flat_map(|(prescription, size)| std::iter::repeat_n(prescription, size as usize)).collect()
    }

    /// The patient of this number, from 1 on.
    fn member(&self, prescriptions: &[Prescription], number: u64) -> (Patient, Prescription) {
        if let Some(patient) = self.listed(number) {
            let prescription = Prescription::of(&patient);
            return (patient, prescription);
        }
        let prescription = prescriptions[number as usize - 1];
        (person(&self.arms[0].ledger, self.settings.seed, number, prescription), prescription)
    }

    /// Hours of simulation that the pool takes.
    ///
    /// For [`Trial::simulate_pool`] to report as progress.
    pub fn pool_hours(&self) -> f64 {
        f64::from(self.protocol.pool) * self.hours_of_versions()
    }
}

impl Members {
    /// Of each its courses in all versions, or why there are none.
    pub(super) fn of(found: Vec<Result<Vec<Versions>, Failed>>) -> Self {
        let mut members = Self::default();
        for one in found {
            match one {
                Ok(courses) => courses.into_iter().flat_map(Versions::into_taken).for_each(|taken| members.add(taken)),
                Err(failed) => members.failures.push(failed),
            }
        }
        members
    }

    /// All courses in their order, and the failures.
    pub(super) fn into_taken(self) -> (Vec<Taken>, Vec<Failed>) {
        let taken = self.records.into_iter().zip(self.fevers).map(|(record, fevers)| Taken { record, fevers });
        (taken.collect(), self.failures)
    }

    /// One course at the end.
    fn add(&mut self, taken: Taken) {
        self.records.push(taken.record);
        self.fevers.push(taken.fevers);
    }
}

impl Pool {
    /// Sorts members into their cells, for trials with or without quotas.
    pub(super) fn new(members: Vec<Member>, failures: Vec<Failed>, quotas: bool) -> Self {
        let mut cells: [Vec<usize>; 8] = Default::default();
        let cell = |member: &Member| if quotas { member.prescription.index() } else { 0 };
        members.iter().enumerate().for_each(|(index, member)| cells[cell(member)].push(index));
        Self { members, cells, quotas, failures }
    }

    /// Patients whose simulation failed; they are in no trial.
    pub fn failures(&self) -> &[Failed] {
        &self.failures
    }

    /// Members for these places, nobody twice, as if a part of the pool had never been simulated; none if too many failed.
    /// The draws with and without a part have nearly all subjects in common.
    pub(super) fn draw(&self, places: &[Place], stream: Seed, without: Option<u32>) -> Option<Vec<usize>> {
        let stream = stream.named("pool");
        let order = |cell: usize| {
            let permutation = permuted((0..self.cells[cell].len() as u32).collect(), stream.number(cell as u64));
            permutation.into_iter().filter(move |index| without.is_none_or(|part| index % PARTS != part))
        };
        let mut queues: [_; 8] = std::array::from_fn(order);
        let mut next = |place: &Place| {
            let cell = if self.quotas { place.prescription.index() } else { 0 };
            queues[cell].next().map(|index| self.cells[cell][index as usize])
        };
        places.iter().map(&mut next).collect()
    }

    /// Sizes of the cells, failures, and the overlap of two trials:
    ///
    /// ```text
    /// Σ over cells   share² subjects / members of the cell
    /// ```
    ///
    /// Without quotas all members are one cell.
    pub(super) fn describe(&self, protocol: &Protocol) -> PoolResult {
        let all = Prescription::all();
        // A subject of one trial is in another as often as that one draws from their part of the pool.
        let overlap = |one: &Prescription| {
            let size = self.cells[one.index()].len() as f64;
            if size > 0.0 {
                one.share(protocol) * one.share(protocol) * f64::from(protocol.total()) / size
            } else {
                0.0
            }
        };
        let cell = |one: &Prescription| PoolCell {
            refractory: one.refractory,
            man: one.man,
            user: one.user,
            patients: self.members.iter().filter(|member| member.prescription == *one).count() as u32,
        };
        let of_one_cell = || f64::from(protocol.total()) / self.members.len().max(1) as f64;
        PoolResult {
            patients: self.members.len() as u32,
            cells: all.iter().map(cell).collect(),
            overlap: if self.quotas { all.iter().map(overlap).sum() } else { of_one_cell() },
            failures: self.failures.len() as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::design::Quotas, *};

    fn protocol() -> Protocol {
        Protocol {
            subjects: vec![18, 18, 17],
            block: 6,
            strata: Vec::new(),
            quotas: Quotas { refractory: 19, men: 30, users: 17 },
            accrual_days: 1126.0,
            follow_up_days: 730.0,
            users_until_day: 42.0,
            stopping: None,
            published: Vec::new(),
            pool: 600,
        }
    }

    #[test]
    fn the_pool_has_its_size_and_the_proportions_of_the_protocol() {
        let (protocol, all) = (protocol(), Prescription::all());
        let sizes = sizes(&protocol, 600);
        assert_eq!(sizes.iter().sum::<u32>(), 600);
        for prescription in all {
            let found = f64::from(sizes[prescription.index()]);
            assert!((found - 600.0 * prescription.share(&protocol)).abs() < 1.0);
        }
        let refractory: u32 = all.iter().filter(|one| one.refractory).map(|one| sizes[one.index()]).sum();
        assert!((f64::from(refractory) - 600.0 * 19.0 / 53.0).abs() < 2.0);
    }

    #[test]
    fn the_least_pool_serves_every_trial_with_a_part_left_out() {
        for users in [0, 1, 17, 52, 53] {
            let protocol = Protocol { quotas: Quotas { users, ..protocol().quotas }, ..protocol() };
            let sizes = sizes(&protocol, least(&protocol));
            for prescription in Prescription::all() {
                let size = sizes[prescription.index()];
                assert!(size - size.div_ceil(PARTS) >= prescription.most(&protocol), "{users} {prescription:?}");
            }
        }
    }
}
