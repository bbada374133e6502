//! The evaluations of all draws without the noise of the few patients that each was simulated in: what is known of the rates of
//! every row of the published tables, and of the effect of cenersen. Left out: that all draws share their patients, whose
//! luck moves all of them alike.
//!
//! # As counts
//!
//! Figures and tables predict further trials from counts, so what is known of a rate is turned back into a count of as many
//! patients as would know it as well:
//!
//! ```text
//! n = 1 / (V(logit) p (1 - p))          CR = n p          CRp = n (1 - p) q          q: share of CRp in those without CR
//! ```
//!
//! These patients are not those that were simulated: a draw whose place tells much counts for more of them.

use super::{
    Evaluation, Problem, Tally, Weighed,
    smooth::{Known, Smoothed, smoothed},
};

/// What is known of a draw that was simulated.
///
/// Of a draw whose simulation failed there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// One list for each table of the targets, in its rows' order: counts of as many patients as would tell as much.
    pub tallies: Vec<Vec<Tally>>,
    /// Log odds ratio of CR with against without cenersen.
    pub effect: Known,
    /// Difference in CR in percentage points.
    pub points: Known,
}

/// All draws, and where the spread of the effect comes from.
///
/// As long as the draws, in their order.
pub struct SeenDraws {
    /// None for draws that were not simulated.
    pub draws: Vec<Option<Seen>>,
    /// Of the log odds ratio: variance between draws, and mean variance of the noise in one.
    pub effect: (f64, f64),
}

/// Most patients that a draw may count for; so many are as good as known.
const MOST: f64 = 1e8;

impl SeenDraws {
    /// Of draws and their evaluations, in order.
    pub fn of(problem: &Problem, draws: &[Weighed], evaluations: &[Option<Evaluation>]) -> Self {
        let simulated = || draws.iter().zip(evaluations).filter_map(|(draw, found)| Some((draw, found.as_ref()?)));
        let places: Vec<&[f64]> = simulated().map(|(draw, _)| draw.z.as_slice()).collect();
        let found: Vec<&Evaluation> = simulated().map(|(_, found)| found).collect();
        let effect = of_effect(&places, &found, Evaluation::log_odds_ratio, Evaluation::log_odds_variance);
        let points = of_effect(&places, &found, Evaluation::points, Evaluation::points_variance);
        let tables: Vec<Vec<Vec<Tally>>> = problem
            .targets
            .tables
            .iter()
            .enumerate()
            .map(|(table, target)| (0..target.rows.len()).map(|row| row_of(&places, &found, (table, row))).collect())
            .collect();
        let seen = |index: usize| Seen {
            tallies: tables.iter().map(|rows| rows.iter().map(|row| row[index]).collect()).collect(),
            effect: effect.draws[index],
            points: points.draws[index],
        };
        let mut next = (0..found.len()).map(seen);
        let draws = evaluations.iter().map(|found| found.as_ref().and_then(|_| next.next())).collect();
        Self { draws, effect: (effect.between, effect.noise) }
    }
}

/// The variance is that of each draw itself, which comes from differences between patients and not from a rate.
fn of_effect(
    places: &[&[f64]],
    found: &[&Evaluation],
    value: fn(&Evaluation) -> f64,
    variance: fn(&Evaluation) -> f64,
) -> Smoothed {
    let values: Vec<f64> = found.iter().map(|found| value(found)).collect();
    smoothed(places, &values, |index, _| variance(found[index]))
}

/// One row of a table over the draws: CR of all, and CRp of those without CR, each on the scale of the logit.
///
/// CRp is taken among those without CR, so that the two parts can be smoothed by themselves and shares never exceed 1.
fn row_of(places: &[&[f64]], found: &[&Evaluation], (table, row): (usize, usize)) -> Vec<Tally> {
    let tallies: Vec<Tally> = found.iter().map(|found| found.tallies[table][row]).collect();
    let cr = logits(places, &tallies, |tally| [tally.cr, tally.crp + tally.neither]);
    let crp = logits(places, &tallies, |tally| [tally.crp, tally.neither]);
    cr.into_iter().zip(crp).map(|(cr, crp)| counted(cr, crp)).collect()
}

/// Half a patient is added to either side (Haldane 1956); the error is that of the fitted share.
fn logits(places: &[&[f64]], tallies: &[Tally], of: impl Fn(&Tally) -> [u32; 2]) -> Vec<Known> {
    let sides = |tally: &Tally| of(tally).map(|count| f64::from(count) + 0.5);
    let found: Vec<f64> = tallies.iter().map(sides).map(|[with, without]| libm::log(with / without)).collect();
    let variance = |index: usize, fit: f64| {
        let [with, without] = sides(&tallies[index]);
        let share = logistic(fit);
        1.0 / ((with + without) * share) + 1.0 / ((with + without) * (1.0 - share))
    };
    smoothed(places, &found, variance).draws
}

/// The share with these log odds.
fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Patients who tell the share of CR as well as it is known, divided by both shares.
fn counted(cr: Known, crp: Known) -> Tally {
    let (with, incomplete) = (logistic(cr.mean), logistic(crp.mean));
    let patients = (1.0 / (cr.variance * with * (1.0 - with))).min(MOST);
    let whole = |count: f64| libm::round(count) as u32;
    let (cr, rest) = (patients * with, patients * (1.0 - with));
    Tally { cr: whole(cr), crp: whole(rest * incomplete), neither: whole(rest * (1.0 - incomplete)) }
}
