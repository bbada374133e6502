//! The verdict of a comparison in two sentences: kill and complete remission of each arm against the reference, then survival
//! and what cenersen does. Left out: everything without an interval.

use super::{
    super::verdict::{Contrast, Outcome, REMISSION, SURVIVAL, Scale, by_itself},
    units,
};
use cenersim_analyses::comparison::{
    ArmResult, Compared, Headline, Measure, PairResult, Rate, TimeContrast, TimeEndpoint, TwoArm,
};
use cenersim_statistics::Interval;
use cenersim_text::{capital, fixed, range};

const KILL: Outcome = Outcome {
    words: [
        "more leukemic cells are killed in",
        "fewer leukemic cells are killed in",
        "the kill of leukemic cells cannot be told apart in",
    ],
    scale: Scale::Difference(1.0, 2, "log10"),
};

/// Two sentences. With one arm alone the first tells its remissions.
pub fn comparison_verdict(compared: &Compared) -> Vec<String> {
    let reference = compared.two_arm.first().map_or(0, |pair| pair.first);
    let pairs: Vec<Against> = compared.pairs.iter().filter_map(|pair| Against::of(pair, reference)).collect();
    match (compared.arms.get(reference), pairs.as_slice()) {
        (Some(alone), []) => vec![remissions(compared, alone), second(compared, 0)],
        (Some(reference), pairs) => vec![first(compared, reference, pairs), second(compared, pairs.len())],
        (None, _) => Vec::new(),
    }
}

/// A pair as the other arm less the reference.
struct Against<'a> {
    pair: &'a PairResult,
    other: usize,
    turned: bool,
}

impl<'a> Against<'a> {
    fn of(pair: &'a PairResult, reference: usize) -> Option<Self> {
        match (pair.first == reference, pair.second == reference) {
            (true, false) => Some(Self { pair, other: pair.second, turned: false }),
            (false, true) => Some(Self { pair, other: pair.first, turned: true }),
            _ => None,
        }
    }

    /// Of the second arm of the pair less the first.
    fn contrast(&self, compared: &Compared, estimate: f64, interval: Interval) -> Contrast {
        let name = compared.arms[self.other].name.clone();
        match self.turned {
            false => Contrast { name, estimate, interval },
            true => {
                Contrast { name, estimate: -estimate, interval: Interval { low: -interval.high, high: -interval.low } }
            }
        }
    }
}

/// `Against A in the same patients, more leukemic cells are killed in B (...), complete remission ...`.
fn first(compared: &Compared, reference: &ArmResult, pairs: &[Against]) -> String {
    let kill: Vec<Contrast> = pairs.iter().filter_map(|pair| killed(compared, pair)).collect();
    let remission: Vec<Contrast> = pairs.iter().filter_map(|pair| remitted(compared, pair)).collect();
    let told = [KILL.clauses(&kill), REMISSION.clauses(&remission)];
    let whom = match compared.population {
        true => "in the same patients",
        false => "in courses of one patient, which say nothing of others",
    };
    format!("Against {} {whom}: {}.", reference.name, joined(&told))
}

/// Clauses that have something to say.
fn joined(told: &[String]) -> String {
    told.iter().filter(|clause| !clause.is_empty()).map(String::as_str).collect::<Vec<_>>().join("; ")
}

fn killed(compared: &Compared, against: &Against) -> Option<Contrast> {
    let found = against.pair.measures.iter().find(|found| found.measure == Measure::named("blast_log_kill"))?;
    Some(against.contrast(compared, found.mean, found.mean_interval))
}

fn remitted(compared: &Compared, against: &Against) -> Option<Contrast> {
    let found = against.pair.rates.iter().find(|found| found.rate == Rate::Cr)?;
    Some(against.contrast(compared, found.difference, found.interval))
}

/// `A: complete remission in 14.5 % of 200 patients (95 % 9.9 to 20.1).`
fn remissions(compared: &Compared, arm: &ArmResult) -> String {
    let rate = arm.rates.iter().find(|found| found.rate == Rate::Cr);
    let told = rate.map_or_else(
        || "no rate of complete remission".to_owned(),
        |found| {
            let (percent, interval) = (fixed(100.0 * found.share, 1), range(found.exact, 100.0, 1));
            format!("complete remission in {percent} % of {} {} (95 % {interval})", found.n, units(compared))
        },
    );
    let one = if compared.population { "" } else { " of one patient, which say nothing of others" };
    format!("{}: {told}{one}.", arm.name)
}

/// Survival, then what cenersen does under the hypothesis in force.
fn second(compared: &Compared, arms: usize) -> String {
    let names: Vec<String> = compared.arms.iter().map(|arm| arm.name.clone()).collect();
    let told = [SURVIVAL.clauses(&survivals(&compared.two_arm, &names)), due_to_cenersen(compared.headline.as_ref())];
    match joined(&told) {
        nothing if nothing.is_empty() => "There is no other arm, so no difference is told.".into(),
        told => format!("{}{}.", capital(&told), by_itself(arms)),
    }
}

/// Hazard of death of each arm over that of the reference, which is first in the first pair.
pub fn survivals(pairs: &[TwoArm], names: &[String]) -> Vec<Contrast> {
    let overall = |time: &&TimeContrast| time.endpoint == TimeEndpoint::OverallSurvival;
    let of =
        |pair: &TwoArm| Some(Contrast::of_ratio(&names[pair.second], pair.times.iter().find(overall)?.hazard_ratio));
    let reference = pairs.first().map_or(0, |pair| pair.first);
    pairs.iter().filter(|pair| pair.first == reference).filter_map(of).collect()
}

/// Complete remissions with less without cenersen in each arm; empty without a headline.
pub fn due_to_cenersen(headline: Option<&Headline>) -> String {
    let found = headline.and_then(|headline| {
        let under = &headline.hypotheses;
        under.iter().find(|under| under.in_force).or(under.first())
    });
    let Some(under) = found else { return String::new() };
    let arms = under.arms.iter().map(|arm| Contrast {
        name: arm.name.clone(),
        estimate: arm.difference,
        interval: arm.interval,
    });
    let told = REMISSION.clauses(&arms.collect::<Vec<_>>());
    format!("with cenersen against without it (hypothesis {}), {told}", under.hypothesis.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::comparison;
    use cenersim_statistics::LogRatio;

    /// The real comparison with its first pair changed.
    fn said(change: impl Fn(&mut Compared)) -> Vec<String> {
        let mut compared = comparison();
        change(&mut compared);
        comparison_verdict(&compared)
    }

    fn with_kill(low: f64, high: f64) -> String {
        said(|compared| {
            let pair = compared.pairs.iter_mut().find(|pair| pair.first == 0).expect("a pair");
            let measures = pair.measures.iter_mut();
            measures.filter(|found| found.measure == Measure::named("blast_log_kill")).for_each(|found| {
                (found.mean, found.mean_interval) = ((low + high) / 2.0, Interval { low, high });
            });
            compared.pairs.retain(|pair| (pair.first, pair.second) == (0, 1));
        })
        .swap_remove(0)
    }

    #[test]
    fn more_kill_is_said_only_of_an_interval_above_none() {
        let start = "Against A in the same patients: ";
        assert!(with_kill(0.01, 0.09).starts_with(&format!(
            "{start}more leukemic cells are killed in B (+0.05 log10, 95 % 0.01 to 0.09); complete remission "
        )));
        assert!(with_kill(-0.09, -0.01).starts_with(&format!("{start}fewer leukemic cells are killed in B")));
        for (low, high) in [(0.0, 0.09), (-0.01, 0.09), (-0.09, 0.0)] {
            let text = with_kill(low, high);
            assert!(
                text.starts_with(&format!("{start}the kill of leukemic cells cannot be told apart in B")),
                "{text}"
            );
        }
    }

    #[test]
    fn another_reference_turns_the_differences_around() {
        let texts = said(|compared| {
            compared.pairs.retain(|pair| (pair.first, pair.second) == (0, 1));
            compared.two_arm.retain(|pair| (pair.first, pair.second) == (0, 1));
            compared.two_arm.iter_mut().for_each(|pair| (pair.first, pair.second) = (1, 0));
            for found in compared.pairs.iter_mut().flat_map(|pair| &mut pair.rates) {
                (found.difference, found.interval) = (0.1, Interval { low: 0.05, high: 0.2 });
            }
        });
        let turned = "complete remission is less frequent in A (\u{2212}10.0 points, 95 % \u{2212}20.0 to \u{2212}5.0)";
        assert!(texts[0].starts_with("Against B ") && texts[0].contains(turned), "{texts:?}");
        assert!(texts[1].starts_with("Survival ") && texts[1].contains(" in A ("), "{texts:?}");
    }

    #[test]
    fn survival_is_called_longer_only_if_the_whole_interval_of_the_ratio_is_below_one() {
        let with = |log: f64, standard_error: f64| {
            said(|compared| {
                compared.headline = None;
                for time in compared.two_arm.iter_mut().flat_map(|pair| &mut pair.times) {
                    time.hazard_ratio = Some(LogRatio { log, standard_error });
                }
            })
            .swap_remove(1)
        };
        assert!(
            with(-0.5, 0.2).starts_with("Survival is longer in B and C (hazard ratio 0.61 to 0.61)"),
            "{}",
            with(-0.5, 0.2)
        );
        assert!(with(0.5, 0.2).starts_with("Survival is shorter in B and C"));
        assert!(with(-0.5, 0.3).starts_with("Survival cannot be told apart in B and C"));
    }

    #[test]
    fn cenersen_is_told_under_the_hypothesis_in_force() {
        let text = said(|_| ()).swap_remove(1);
        assert!(text.contains("with cenersen against without it (hypothesis source), complete remission "), "{text}");
    }

    #[test]
    fn one_arm_alone_is_compared_with_nothing() {
        let alone = said(|compared| {
            compared.arms.truncate(1);
            (compared.pairs, compared.two_arm, compared.headline) = (Vec::new(), Vec::new(), None);
        });
        assert!(alone[0].starts_with("A: complete remission in "), "{alone:?}");
        assert_eq!(alone[1], "There is no other arm, so no difference is told.");
    }

    #[test]
    fn courses_of_one_patient_are_called_so() {
        let one = said(|compared| compared.population = false);
        assert!(one[0].starts_with("Against A in courses of one patient, which say nothing of others: "), "{one:?}");
        assert!(one[1].ends_with("; each interval stands by itself."), "{one:?}");
    }
}
