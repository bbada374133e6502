//! Components of variance: how much groups differ by more than chance. Left out: nesting and crossing.

use super::quantile::mean;

/// Variances of a one-way layout with random effects.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Components {
    /// Of the true means of groups.
    pub between: f64,
    /// Of values around the true mean of their group.
    pub within: f64,
}

/// Estimates from the mean squares, for groups of any sizes (Searle, Casella and McCulloch 1992, 3.6); `between` is 0 where the
/// estimate is negative. None with fewer than two groups or without a group of two.
pub fn components(groups: &[Vec<f64>]) -> Option<Components> {
    let groups: Vec<&Vec<f64>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let (k, n) = (groups.len() as f64, groups.iter().map(|group| group.len()).sum::<usize>() as f64);
    if k < 2.0 || n <= k {
        return None;
    }
    let grand = groups.iter().flat_map(|group| group.iter()).sum::<f64>() / n;
    let deviations =
        |group: &&Vec<f64>, from: f64| group.iter().map(|value| (value - from) * (value - from)).sum::<f64>();
    let within = groups.iter().map(|group| deviations(group, mean(group))).sum::<f64>() / (n - k);
    let square = |group: &&Vec<f64>| group.len() as f64 * (mean(group) - grand) * (mean(group) - grand);
    let between = groups.iter().map(square).sum::<f64>() / (k - 1.0);
    let size = (n - groups.iter().map(|group| (group.len() * group.len()) as f64).sum::<f64>() / n) / (k - 1.0);
    Some(Components { between: ((between - within) / size).max(0.0), within })
}
