//! Fair shares of a joint effect (Shapley 1953): what each player adds, averaged over all orders of joining.
//! Left out: sampling of orders, which many players would need.

/// Shares of the players in the value of all of them less the value of none; they sum to it. `value` is asked once for every
/// subset, given as bit mask.
///
/// # Panics
/// With more than 16 players.
///
/// ```text
/// φ_i = Σ over subsets S without i   |S|! (n - |S| - 1)! / n!   (v(S + i) - v(S))
/// ```
///
/// Bit `i` of the mask is player `i`; `value` is evaluated 2^`players` times, beginning with none of them (0) and ending with
/// all. The result has one number per player, in the unit of the value. A player that never matters has a share of
/// zero, and two that matter alike have equal shares.
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_near(found: &[f64], expected: &[f64]) -> bool {
        found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-10)
    }

    // The glove game: one left and two right gloves, a pair is worth 1 (Shapley and Shubik 1969): 2/3, 1/6, 1/6.
    #[test]
    fn in_the_glove_game_the_rare_glove_earns_most() {
        let pair = |subset: u32| f64::from(subset & 1 == 1 && subset >> 1 != 0);
        assert!(is_near(&shapley(3, pair), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]));
    }

    // The airport game (Littlechild and Owen 1973): every part of the runway is shared by those who need it.
    #[test]
    fn in_the_airport_game_everybody_pays_for_what_he_shares() {
        let cost = |subset: u32| f64::from(u32::BITS - subset.leading_zeros());
        assert!(is_near(&shapley(3, cost), &[1.0 / 3.0, 1.0 / 3.0 + 0.5, 1.0 / 3.0 + 1.5]));
    }

    #[test]
    fn effects_that_add_up_are_left_to_their_players() {
        let sum = |subset: u32| (0..16).filter(|i| subset >> i & 1 == 1).map(f64::from).sum::<f64>();
        assert!(is_near(&shapley(16, sum), &(0..16).map(f64::from).collect::<Vec<_>>()));
    }

    #[test]
    fn nobody_shares_nothing_and_one_takes_all() {
        assert_eq!(shapley(0, |_| 5.0), Vec::<f64>::new());
        assert_eq!(shapley(1, |subset| 5.0 + f64::from(subset)), [1.0]);
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(values in prop::collection::vec(-1e3_f64..1e3, 32)) {
            let total: f64 = shapley(5, |subset| values[subset as usize]).iter().sum();
            prop_assert!((total - (values[31] - values[0])).abs() < 1e-9);
        }

        #[test]
        fn players_who_add_the_same_get_the_same(values in prop::collection::vec(-1e3_f64..1e3, 8)) {
            // Players 0 and 1 count only by how many of them are there; player 3 adds nothing.
            let alike = |subset: u32| values[(subset.count_ones() - (subset >> 2).count_ones() + (subset & 4)) as usize];
            let shares = shapley(4, alike);
            prop_assert!((shares[0] - shares[1]).abs() < 1e-9 && shares[3].abs() < 1e-9);
        }
    }
}
