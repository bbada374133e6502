//! Two-stage trials of one arm (Simon 1989): an ineffective treatment is given up after the first stage. The optimal design
//! has the smallest expected number of patients under the uninteresting rate, the minimax design the smallest number of
//! patients in all. Designs and their chances are exact. Left out: stopping early for efficacy, and more than two stages.

use super::binomial;

/// Most patients of a design that is searched for.
/// The search takes seconds there; rates that are nearer to each other than it can tell apart are better told by a
/// controlled trial.
pub const MOST_PATIENTS: u32 = 300;

/// Which of the designs that keep both error rates is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// The smallest expected number of patients under the uninteresting rate.
    Optimal,
    /// The smallest number of patients in all, then the smallest expected one.
    Minimax,
}

/// A design of two stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TwoStage {
    /// Patients of the first stage (n1).
    pub first: u32,
    /// Responses up to which the trial ends after the first stage (r1).
    pub stop: u32,
    /// Patients of both stages (n).
    pub all: u32,
    /// Responses of all patients up to which the treatment is of no further interest (r).
    pub reject: u32,
}

/// What a design must keep: two rates, and the chances of a wrong decision at each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// The uninteresting response rate (p0).
    pub low: f64,
    /// The response rate that is worth finding (p1), above `low`.
    pub high: f64,
    /// Largest chance to recommend a treatment of the lower rate.
    pub alpha: f64,
    /// Largest chance to give up a treatment of the higher rate.
    pub beta: f64,
}

impl TwoStage {
    /// Chance that the treatment is recommended, at this true response rate.
    pub fn recommended(&self, rate: f64) -> f64 {
        let (first, second) = (binomial(self.first, rate), at_least(&binomial(self.all - self.first, rate)));
        above(&first, &second, self.stop, self.reject)
    }

    /// Chance that the trial ends after the first stage.
    pub fn stopped_early(&self, rate: f64) -> f64 {
        binomial(self.first, rate).iter().take(self.stop as usize + 1).sum::<f64>().min(1.0)
    }

    /// Expected number of patients.
    pub fn expected_patients(&self, rate: f64) -> f64 {
        let (first, all) = (f64::from(self.first), f64::from(self.all));
        first + (1.0 - self.stopped_early(rate)) * (all - first)
    }
}

/// Chances of at least 0, 1, 2 ... responses; one more entry than there are probabilities, which is 0.
fn at_least(probabilities: &[f64]) -> Vec<f64> {
    let mut tail = vec![0.0; probabilities.len() + 1];
    for k in (0..probabilities.len()).rev() {
        tail[k] = tail[k + 1] + probabilities[k];
    }
    tail
}

/// Chance of more than `stop` responses in the first stage and more than `reject` in both.
fn above(first: &[f64], second_at_least: &[f64], stop: u32, reject: u32) -> f64 {
    let needed = |x: usize| (reject as usize + 1).saturating_sub(x);
    let chance = |(x, p): (usize, &f64)| p * second_at_least.get(needed(x)).copied().unwrap_or(0.0);
    first.iter().enumerate().skip(stop as usize + 1).map(chance).sum()
}

/// The design that keeps both error rates; none if no design of at most [`MOST_PATIENTS`] does.
///
/// All designs are tried: for every n, n1 and r1 the smallest r that keeps alpha has the largest power.
pub fn simon(rates: &Rates, criterion: Criterion) -> Option<TwoStage> {
    let tables = [rates.low, rates.high].map(Table::of);
    let possible = (2..=MOST_PATIENTS).find(|all| largest_power(rates, &tables, *all) >= 1.0 - rates.beta)?;
    let mut best: Option<(TwoStage, f64)> = None;
    for all in possible..=MOST_PATIENTS {
        if criterion == Criterion::Minimax && best.is_some() {
            break;
        }
        let limit = best.map_or(f64::INFINITY, |(_, expected)| expected);
        for first in (1..all).take_while(|first| f64::from(*first) < limit) {
            best = better(best, of_first(rates, &tables, first, all));
        }
        // A design of more patients enrolls more in its first stage or ends less often there.
        if best.is_some_and(|(design, _)| all > 2 * design.all) {
            break;
        }
    }
    best.map(|(design, _)| design)
}

/// Power of the most powerful test of so many patients, which decides one number of responses by lot (Neyman and Pearson
/// 1933): no design of two stages has more.
fn largest_power(rates: &Rates, tables: &[Table; 2], all: u32) -> f64 {
    let [low, high] = [0, 1].map(|i| &tables[i].tails[all as usize]);
    let least = low.iter().position(|tail| *tail <= rates.alpha).unwrap_or(low.len() - 1);
    let by_lot = (rates.alpha - low[least]) / tables[0].masses[all as usize][least.saturating_sub(1)];
    high[least] + if least > 0 { by_lot * tables[1].masses[all as usize][least - 1] } else { 0.0 }
}

/// The one with fewer expected patients; the earlier one of two alike.
fn better(a: Option<(TwoStage, f64)>, b: Option<(TwoStage, f64)>) -> Option<(TwoStage, f64)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.1 < a.1 - 1e-9 { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Probabilities of counts at one rate, for every number of patients.
struct Table {
    /// By patients, then by count: the probability of exactly so many responses.
    masses: Vec<Vec<f64>>,
    /// By patients, then by count: the probability of at least so many.
    tails: Vec<Vec<f64>>,
}

impl Table {
    /// For up to [`MOST_PATIENTS`] patients who respond with this probability.
    fn of(rate: f64) -> Self {
        let masses: Vec<Vec<f64>> = (0..=MOST_PATIENTS).map(|n| binomial(n, rate)).collect();
        Self { tails: masses.iter().map(|masses| at_least(masses)).collect(), masses }
    }

    /// Probability that a design recommends the treatment: more than `stop` responses in the first stage, and more than
    /// `reject` in both.
    fn recommended(&self, TwoStage { first, stop, all, reject }: TwoStage) -> f64 {
        above(&self.masses[first as usize], &self.tails[(all - first) as usize], stop, reject)
    }
}

/// The best design with these numbers of patients, and its expected number.
fn of_first(rates: &Rates, tables: &[Table; 2], first: u32, all: u32) -> Option<(TwoStage, f64)> {
    let missed = |stop: u32| tables[1].masses[first as usize][..=stop as usize].iter().sum::<f64>();
    let stops = (0..first).take_while(|stop| missed(*stop) <= rates.beta);
    let designs = stops.filter_map(|stop| of_stop(rates, tables, TwoStage { first, stop, all, reject: stop }));
    let expected = designs.map(|design| (design, design.expected_patients(rates.low)));
    expected.fold(None, |best, one| better(best, Some(one)))
}

/// The smallest number of responses that keeps alpha, if it keeps beta too.
fn of_stop(rates: &Rates, [low, high]: &[Table; 2], design: TwoStage) -> Option<TwoStage> {
    let with = |reject: u32| TwoStage { reject, ..design };
    let (mut least, mut most) = (design.stop, design.all);
    while least < most {
        let middle = least.midpoint(most);
        if low.recommended(with(middle)) <= rates.alpha {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    Some(with(least)).filter(|found| high.recommended(*found) >= 1.0 - rates.beta)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `r1/n1 r/n`, expected patients and chance of early termination, as the tables print them.
    type Printed = ((u32, u32, u32, u32), f64, f64);

    fn check((low, high, alpha, beta): (f64, f64, f64, f64), criterion: Criterion, printed: Printed) {
        let design = simon(&Rates { low, high, alpha, beta }, criterion).expect("a design");
        let ((stop, first, reject, all), expected, early) = printed;
        assert_eq!(design, TwoStage { first, stop, all, reject }, "{low} {high} {alpha} {beta} {criterion:?}");
        let found = (design.expected_patients(low), design.stopped_early(low));
        assert!((found.0 - expected).abs() < 0.051 && (found.1 - early).abs() < 0.0051, "{design:?}: {found:?}");
        assert!(design.recommended(low) <= alpha && design.recommended(high) >= 1.0 - beta);
    }

    // Simon 1989, Control Clin Trials 10:1, tables 1 and 2.
    #[test]
    fn designs_are_those_of_the_published_tables() {
        use Criterion::{Minimax, Optimal};
        check((0.05, 0.25, 0.10, 0.10), Optimal, ((0, 9, 2, 24), 14.5, 0.63));
        check((0.05, 0.25, 0.10, 0.10), Minimax, ((0, 13, 2, 20), 16.4, 0.51));
        check((0.05, 0.25, 0.05, 0.20), Optimal, ((0, 9, 2, 17), 12.0, 0.63));
        check((0.05, 0.25, 0.05, 0.20), Minimax, ((0, 12, 2, 16), 13.8, 0.54));
        check((0.10, 0.30, 0.05, 0.20), Optimal, ((1, 10, 5, 29), 15.0, 0.74));
        check((0.10, 0.30, 0.05, 0.20), Minimax, ((1, 15, 5, 25), 19.5, 0.55));
        check((0.10, 0.30, 0.05, 0.10), Optimal, ((2, 18, 6, 35), 22.5, 0.73));
        check((0.20, 0.40, 0.05, 0.20), Optimal, ((3, 13, 12, 43), 20.6, 0.75));
        check((0.20, 0.40, 0.05, 0.20), Minimax, ((4, 18, 10, 33), 22.3, 0.72));
        check((0.30, 0.50, 0.05, 0.20), Optimal, ((5, 15, 18, 46), 23.6, 0.72));
    }

    /// Every course of the trial, patient by patient, with its chance.
    fn enumerated(design: &TwoStage, rate: f64) -> (f64, f64) {
        let (mut recommended, mut patients) = (0.0, 0.0);
        for courses in 0_u32..1 << design.all {
            let responses = |n: u32| (courses & ((1 << n) - 1)).count_ones();
            let chance =
                (0..design.all).map(|i| if courses >> i & 1 == 1 { rate } else { 1.0 - rate }).product::<f64>();
            let goes_on = responses(design.first) > design.stop;
            patients += chance * f64::from(if goes_on { design.all } else { design.first });
            recommended += if goes_on && responses(design.all) > design.reject { chance } else { 0.0 };
        }
        (recommended, patients)
    }

    #[test]
    fn chances_are_those_of_every_single_course_of_the_trial() {
        let design = TwoStage { first: 6, stop: 1, all: 14, reject: 4 };
        for rate in [0.0, 0.1, 0.37, 0.8, 1.0] {
            let (recommended, patients) = enumerated(&design, rate);
            assert!((design.recommended(rate) - recommended).abs() < 1e-12, "{rate}");
            assert!((design.expected_patients(rate) - patients).abs() < 1e-10, "{rate}");
        }
    }

    #[test]
    fn rates_that_hardly_differ_have_no_design() {
        assert_eq!(simon(&Rates { low: 0.50, high: 0.52, alpha: 0.05, beta: 0.2 }, Criterion::Minimax), None);
    }
}
