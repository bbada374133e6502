//! Fair shares of a joint effect (Shapley 1953): what each player adds, averaged over all orders of joining.
//! Left out: sampling of orders, which many players would need.

/// Shares of the players in the value of all of them less the value of none; they sum to it. `value` is asked once for every
/// subset, given as bit mask.
///
/// # Panics
/// With more than 16 players.
pub fn shapley(players: usize, value: impl Fn(u32) -> f64) -> Vec<f64> {
    assert!(players <= 16, "`{players}` players have too many subsets: expected at most 16");
    let values: Vec<f64> = (0..1_u32 << players).map(value).collect();
    let share = |player: usize| {
        let without = (0..values.len()).filter(|subset| subset >> player & 1 == 0);
        without.map(|subset| weight(players, subset) * (values[subset | 1 << player] - values[subset])).sum()
    };
    (0..players).map(share).collect()
}

/// Share of the orders in which just this subset joins before a given other player: s! (n - s - 1)! / n!.
fn weight(players: usize, subset: usize) -> f64 {
    let size = subset.count_ones() as usize;
    (1..=size).fold(1.0 / players as f64, |weight, i| weight * i as f64 / (players - i) as f64)
}
