//! Predictive checks: what the draws before and after the counts predict of every group that was counted. Left out: which
//! counts are fitted (see `target`), and how likely a draw makes them (see `likelihood`).

use super::{
    PredictedCount, Problem, Tally, TargetResult, TargetTable, analysis::Weights, likelihood::predicted, seen::Seen,
};
use cenersim_statistics::{Interval, convolved};

/// A row of a table, or its total: its name, and what one draw predicts of it.
type Row<'a> = (String, u32, [u32; 2], Box<dyn Fn(&Seen) -> [Vec<f64>; 2] + 'a>);

/// Every row of every table, and the total of the first.
pub(super) fn targets(problem: &Problem, weights: &Weights) -> Vec<TargetResult> {
    let tables = problem.targets.tables.iter().enumerate();
    let of_table = |(index, table): (usize, &TargetTable)| {
        let mut all: Vec<Row> = (0..table.rows.len()).map(|row| of_row(table, index, row)).collect();
        if index == 0 {
            all.push(of_total(table));
        }
        all.into_iter().flat_map(|row| results(table, row, weights)).collect::<Vec<_>>()
    };
    tables.flat_map(of_table).collect()
}

/// A row of a table.
fn of_row(table: &TargetTable, index: usize, row: usize) -> Row<'_> {
    let count = table.rows[row].count;
    let predict = move |found: &Seen| {
        let tally = found.tallies[index][row];
        [predicted(count.patients, tally.with_cr()), predicted(count.patients, tally.with_remission())]
    };
    (table.rows[row].label.clone(), count.patients, [count.cr, count.cr + count.crp], Box::new(predict))
}

/// All rows of the first table: the convolution of their counts.
fn of_total(table: &TargetTable) -> Row<'_> {
    let total = table.total();
    let predict = move |found: &Seen| {
        let rows = || table.rows.iter().zip(&found.tallies[0]);
        let sum = |of: &dyn Fn(&Tally) -> [u32; 2]| {
            rows().fold(vec![1.0], |sum, (row, tally)| convolved(&sum, &predicted(row.count.patients, of(tally))))
        };
        [sum(&|tally| tally.with_cr()), sum(&|tally| tally.with_remission())]
    };
    ("total".into(), total.patients, [total.cr, total.cr + total.crp], Box::new(predict))
}

/// Both endpoints of a row.
fn results(table: &TargetTable, row: Row, weights: &Weights) -> Vec<TargetResult> {
    let (group, patients, observed, predict) = row;
    let all: Vec<Option<[Vec<f64>; 2]>> = weights.seen.draws.iter().map(|seen| seen.as_ref().map(&predict)).collect();
    let one = |(index, endpoint): (usize, &'static str)| {
        let mixed = |weights: &[f64]| {
            let mut sum = vec![0.0; patients as usize + 1];
            for (found, weight) in all.iter().zip(weights) {
                let Some(found) = found else { continue };
                sum.iter_mut().zip(&found[index]).for_each(|(sum, p)| *sum += weight * p);
            }
            count(sum, observed[index])
        };
        TargetResult {
            table: table.by.name().to_owned(),
            group: group.clone(),
            endpoint,
            patients,
            observed: observed[index],
            fitted: table.fitted,
            prior: mixed(&weights.prior),
            posterior: mixed(&weights.posterior),
        }
    };
    ["CR", "CR + CRp"].into_iter().enumerate().map(one).collect()
}

/// Median, 95 % interval and tail of a distribution of counts.
fn count(probabilities: Vec<f64>, observed: u32) -> PredictedCount {
    let at = |share: f64| {
        let mut sum = 0.0;
        let reached = |p: &f64| {
            sum += p;
            sum >= share
        };
        probabilities.iter().position(reached).unwrap_or(probabilities.len() - 1) as f64
    };
    let (median, low, high) = (at(0.5), at(0.025), at(0.975));
    let observed = observed as usize;
    let (below, above): (f64, f64) = (probabilities[..=observed].iter().sum(), probabilities[observed..].iter().sum());
    PredictedCount { median, interval: Interval { low, high }, tail: (2.0 * below.min(above)).min(1.0), probabilities }
}
