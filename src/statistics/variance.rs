//! Components of variance: how much groups differ by more than chance. Left out: nesting and crossing.
//! A standard use: patients as groups and replicates of a patient as values tell what differs between patients from
//! what is chance within one.

use super::quantile::mean;

/// Variances of a one-way layout with random effects.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Components {
    /// Of the true means of groups.
    /// In the squared unit of the values, 0 or more.
    pub between: f64,
    /// Of values around the true mean of their group.
    /// In the same unit.
    pub within: f64,
}

/// Estimates from the mean squares, for groups of any sizes (Searle, Casella and McCulloch 1992, 3.6); `between` is 0 where the
/// estimate is negative. None with fewer than two groups or without a group of two.
///
/// ```text
/// within = MSW          between = max(0, (MSB - MSW) / n₀)          n₀ = (N - Σ n_i² / N) / (k - 1)
/// ```
///
/// with the mean squares between (MSB) and within (MSW) k groups of sizes n_i and N values in all. Empty groups are
/// ignored.
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

#[cfg(test)]
mod tests {
    use super::*;

    // R 4.2.2: anova(lm(y ~ group)) gives the mean squares 12.468277777778 and 0.316527777778; n0 = (10 - 30 / 10) / 3 = 7 / 3.
    #[test]
    fn components_of_unequal_groups_are_those_of_the_mean_squares_of_r() {
        let groups = [vec![3.1, 2.7, 4.0], vec![5.2, 5.9], vec![1.1, 0.7, 1.9, 1.4], vec![6.6]];
        let found = components(&groups).unwrap();
        assert!((found.within - 0.316_527_777_778).abs() < 1e-11, "{found:?}");
        assert!((found.between - 5.207_892_857_143).abs() < 1e-11, "{found:?}");
    }

    // Two groups of two: within (2 + 2) / 2 = 2, mean square between 2 (9 + 9) = 36, between (36 - 2) / 2 = 17.
    #[test]
    fn components_of_four_values_are_those_by_hand() {
        assert_eq!(components(&[vec![0.0, 2.0], vec![6.0, 8.0]]), Some(Components { between: 17.0, within: 2.0 }));
    }

    #[test]
    fn groups_more_alike_than_chance_differ_by_nothing() {
        assert_eq!(components(&[vec![0.0, 2.0], vec![0.0, 2.0]]).unwrap().between, 0.0);
    }

    #[test]
    fn equal_values_vary_not_at_all() {
        assert_eq!(components(&[vec![1.0; 3], vec![1.0; 3]]), Some(Components { between: 0.0, within: 0.0 }));
    }

    #[test]
    fn one_group_or_single_values_cannot_be_split() {
        assert_eq!(components(&[]), None);
        assert_eq!(components(&[vec![1.0, 2.0], vec![]]), None);
        assert_eq!(components(&[vec![1.0], vec![2.0], vec![3.0]]), None);
    }
}
