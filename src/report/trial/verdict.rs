//! The verdict of a trial in two sentences: how many respond and whether the arms differ in it, then how long they live and
//! what cenersen does in the same patients. Left out: the published trial, which the summary sets beside it.

use super::super::{
    comparison::{due_to_cenersen, survivals},
    verdict::{Contrast, Outcome, REMISSION, SURVIVAL, by_itself},
};
use cenersim_analyses::{
    comparison::{Rate, RateContrast, TwoArm},
    trial::{Subgroup, TrialResult},
};
use cenersim_statistics::{Interval, KaplanMeier, clopper_pearson};
use cenersim_text::{capital, fixed, range};

/// Two sentences.
pub fn trial_verdict(result: &TrialResult) -> Vec<String> {
    let (pairs, arms) = (&result.two_arm, &result.arms);
    let total = result.trial.survival.iter().find(|found| found.name == "total");
    let groups = result.trial.subgroups.iter().filter(|group| group.heading == "arm");
    let cenersen = due_to_cenersen(result.headline.as_ref());
    vec![responses(groups, pairs, arms), lives(total.map(|found| &found.overall), pairs, arms, &cenersen)]
}

/// All subjects of the trial that is shown, and each arm against the first.
fn responses<'a>(groups: impl Iterator<Item = &'a Subgroup>, pairs: &[TwoArm], arms: &[String]) -> String {
    let (n, cr) = groups.fold((0, 0), |(n, cr), group| (n + group.n, cr + group.cr));
    let exact = range(clopper_pearson(cr, n), 100.0, 1);
    let against = against(REMISSION, &remissions(pairs, arms), arms);
    format!("In this trial {cr} of {n} subjects come into complete remission (95 % {exact} %){against}.")
}

/// `; against A, complete remission cannot be told apart in B (...)`; empty with one arm.
fn against(outcome: Outcome, found: &[Contrast], arms: &[String]) -> String {
    match arms.first().filter(|_| !found.is_empty()) {
        Some(first) => format!("; against {first}, {}", outcome.clauses(found)),
        None => String::new(),
    }
}

/// Complete remissions of independent groups.
fn remissions(pairs: &[TwoArm], arms: &[String]) -> Vec<Contrast> {
    let of = |pair: &TwoArm| {
        let RateContrast { first, second, interval, .. } = pair.rates.iter().find(|found| found.rate == Rate::Cr)?;
        let interval = interval.unwrap_or(Interval { low: f64::NAN, high: f64::NAN });
        Some(Contrast { name: arms[pair.second].clone(), estimate: second - first, interval })
    };
    pairs.iter().filter(|pair| pair.first == 0).filter_map(of).collect()
}

/// The median of all subjects, the arms against the first, and cenersen.
fn lives(total: Option<&KaplanMeier>, pairs: &[TwoArm], arms: &[String], cenersen: &str) -> String {
    let median = total.map_or_else(|| "no survival is known".into(), median);
    let against = against(SURVIVAL, &survivals(pairs, arms), arms);
    let cenersen = if cenersen.is_empty() { String::new() } else { format!("; {cenersen}") };
    capital(&format!("{median}{against}{cenersen}{}.", by_itself(arms.len().saturating_sub(1))))
}

/// `median survival of all 53 subjects is 61 days (95 % 40 to 87)`.
pub fn median(curve: &KaplanMeier) -> String {
    match curve.median {
        Some(median) => {
            let (n, median) = (curve.n, fixed(median, 0));
            let interval = median_interval(curve).map_or_else(String::new, |interval| format!(" ({interval})"));
            format!("median survival of all {n} subjects is {median} days{interval}")
        }
        None => format!("more than half of all {} subjects are alive at the end of follow-up", curve.n),
    }
}

/// `95 % 40 to 87`, in days; none where there is none.
pub(super) fn median_interval(curve: &KaplanMeier) -> Option<String> {
    let day = |day: Option<f64>| day.map_or_else(|| "not reached".into(), |day| fixed(day, 0));
    match curve.median_interval {
        (None, None) => None,
        (low, high) => Some(format!("95 % {} to {}", day(low), day(high))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::comparison;
    use cenersim_statistics::{LogRatio, Observed};

    fn arms() -> Vec<String> {
        ["A", "B", "C"].map(String::from).into()
    }

    /// Independent groups with this interval of the difference in complete remissions.
    fn said(low: f64, high: f64) -> String {
        let mut pairs = comparison().two_arm;
        for found in pairs.iter_mut().flat_map(|pair| &mut pair.rates) {
            found.interval = Some(Interval { low, high });
        }
        let group = Subgroup {
            heading: "arm".into(),
            label: "A".into(),
            n: 53,
            cr: 10,
            remission: 12,
            cr_interval: Interval { low: 0.0, high: 1.0 },
            remission_interval: Interval { low: 0.0, high: 1.0 },
            published: None,
        };
        responses([group].iter(), &pairs, &arms())
    }

    #[test]
    fn remissions_of_two_arms_are_told_apart_only_by_an_interval_on_one_side() {
        // R 4.4, binom.test(10, 53)$conf.int
        let start =
            "In this trial 10 of 53 subjects come into complete remission (95 % 9.4 to 32.0 %); against A, complete";
        assert!(
            said(0.01, 0.2).starts_with(&format!("{start} remission is more frequent in B and C (")),
            "{}",
            said(0.01, 0.2)
        );
        assert!(said(-0.2, -0.01).starts_with(&format!("{start} remission is less frequent in B and C (")));
        assert!(said(0.0, 0.2).starts_with(&format!("{start} remission cannot be told apart in B and C (")));
    }

    #[test]
    fn survival_is_always_told() {
        let alive = [Observed { time: 90.0, event: false }; 4];
        let dead = [10.0, 20.0, 30.0, 40.0].map(|time| Observed { time, event: true });
        let pairs = &mut comparison().two_arm;
        for found in pairs.iter_mut().flat_map(|pair| &mut pair.times) {
            found.hazard_ratio = Some(LogRatio { log: -1.0, standard_error: 0.6 });
        }
        let said = lives(Some(&KaplanMeier::of(&dead)), pairs, &arms(), "cenersen changes nothing");
        assert!(said.starts_with("Median survival of all 4 subjects is 25 days (95 % "), "{said}");
        assert!(
            said.contains("; against A, survival cannot be told apart in B and C (hazard ratio 0.37 to 0.37)"),
            "{said}"
        );
        assert!(said.ends_with("; cenersen changes nothing; each interval stands by itself."), "{said}");
        assert_eq!(
            lives(Some(&KaplanMeier::of(&alive)), &[], &arms()[..1], ""),
            "More than half of all 4 subjects are alive at the end of follow-up."
        );
    }
}
