//! The pool: patients who are simulated once in every arm and under every explanation, so that thousands of trials can be
//! drawn from them. It has a part for each prescription (refractory, man, user), in the proportions of the protocol.
//!
//! A trial draws without replacement, so nobody is in one trial twice; two trials share some subjects by chance
//! (`overlap`), as two samples of one population of this size would. What a pool of another size would change is
//! estimated by leaving out a tenth of it at a time. Left out: new patients for every trial, which would take hours.

use super::design::Protocol;

/// Parts of the pool that are left out one at a time.
pub(super) const PARTS: u32 = 10;

/// What the protocol prescribes of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prescription {
    pub refractory: bool,
    pub man: bool,
    pub user: bool,
}

impl Prescription {
    /// All prescriptions; their indices are [`Prescription::index`].
    pub fn all() -> [Self; 8] {
        std::array::from_fn(|bits| Self { refractory: bits & 1 > 0, man: bits & 2 > 0, user: bits & 4 > 0 })
    }

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
