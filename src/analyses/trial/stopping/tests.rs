use super::*;
use proptest::prelude::*;

/// The assumed constants: the standard weighs 100 subjects and the arm's prior 2, both with mean 0.14 (T07).
pub fn rule(margin: f64, lower: f64) -> Rule {
    Rule {
        standard: Beta { a: 14.0, b: 86.0 }.into(),
        experimental: Beta { a: 0.28, b: 1.72 },
        margin,
        lower,
        first_look: 5,
        every: 1,
        most: 18,
    }
}

/// Improvement hoped for, limit, most responses at 8, 12, 16 and 18 subjects, and the probability of stopping at the true rates.
pub const TABLE: [(f64, f64, [u32; 4], [f64; 4]); 4] = [
    (0.0, 0.05, [0, 0, 0, 0], [0.6634, 0.2992, 0.1113, 0.0646]),
    (0.0, 0.10, [0, 0, 0, 0], [0.7738, 0.4704, 0.2536, 0.1804]),
    (0.10, 0.05, [0, 0, 1, 1], [0.9089, 0.5850, 0.2981, 0.2042]),
    (0.15, 0.05, [0, 1, 2, 2], [0.9740, 0.7336, 0.3983, 0.2713]),
];
pub const TRUE_RATES: [f64; 4] = [0.05, 0.14, 0.24, 0.29];

pub fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance, "{found} is not {expected}");
}

#[test]
fn the_boundaries_are_those_of_the_evidence_table() {
    for (margin, lower, most, _) in TABLE {
        let found = [8, 12, 16, 18].map(|n| rule(margin, lower).boundary(n));
        assert_eq!(found, most.map(Some), "margin {margin}, limit {lower}");
    }
}

#[test]
fn the_first_subject_at_which_no_response_stops_is_known() {
    // scipy 1.17.1, as above. With limit 0.1 no response among 5 already gives 0.0888, without margin.
    let first = |margin, lower| (1..18).find(|n| rule(margin, lower).boundary(*n).is_some());
    assert_eq!([first(0.0, 0.05), first(0.0, 0.10), first(0.10, 0.05), first(0.15, 0.05)], [8, 5, 4, 3].map(Some));
}

#[test]
fn at_their_final_counts_the_published_arms_go_on_unless_the_margin_is_large() {
    // CR 2 of 18, 3 of 18, 3 of 17 (T15, T16); earlier looks depend on the order of the responses, which was not published.
    let stops = |margin, (responses, n)| rule(margin, 0.05).boundary(n).is_some_and(|most| responses <= most);
    let stopped = |margin| [(2, 18), (3, 18), (3, 17)].map(|arm| stops(margin, arm));
    assert_eq!([0.0, 0.10, 0.15].map(stopped), [[false; 3], [false; 3], [true, false, false]]);
}

#[test]
fn posterior_probabilities_agree_with_r() {
    // R 4.2.2: integrate(function(s) dbeta(s, 14, 86) * pbeta(s + d, .28 + x, 1.72 + n - x, lower.tail = FALSE), 0, 1 - d,
    //                    rel.tol = 1e-12)
    for (responses, n, margin, expected) in [
        (2, 18, 0.0, 0.325_583_043_169_3),
        (3, 18, 0.0, 0.569_717_837_742_051),
        (3, 17, 0.0, 0.604_102_154_700_044),
        (8, 53, 0.0, 0.559_089_738_200_814),
        (8, 36, 0.0, 0.854_143_819_201_705),
        (0, 5, 0.0, 0.088_762_727_689_392_7),
        (1, 12, 0.1, 0.056_090_974_008_009_4),
        (2, 16, 0.15, 0.042_619_201_245_455),
        (5, 9, 0.15, 0.895_065_326_079_509),
    ] {
        close(rule(margin, 0.05).superiority(responses, n), expected, 1e-12);
    }
}

#[test]
fn a_known_standard_is_a_tail_of_one_distribution() {
    // R 4.2.2: pbeta(.14, 2.28, 17.72, lower.tail = FALSE), pbeta(.24, ...), pbeta(.14, .28, 6.72, lower.tail = FALSE)
    let known = |margin| Rule { standard: Standard::Known(0.14), ..rule(margin, 0.05) };
    close(known(0.0).superiority(2, 18), 0.301_245_269_401_86, 1e-12);
    close(known(0.1).superiority(2, 18), 0.056_730_086_725_667_1, 1e-12);
    close(known(0.0).superiority(0, 5), 0.082_300_068_752_893_2, 1e-12);
}

#[test]
fn the_probability_is_accurate_at_the_limits_of_the_shapes() {
    // R 4.2.2: integrate(..., rel.tol = 1e-12) piece by piece of the density times pbeta in logits, with the margin as d; the
    // second also by symmetry, the last as integrate(function(u) pbeta(qbeta(u, c, d) + margin, a, b, lower.tail = FALSE)).
    for ([a, b], [c, d], margin, expected) in [
        ([0.05, 10.05], [0.05, 3.0], 0.0, 0.469_146_883_6),
        ([0.05, 1e4], [0.05, 1e4], 0.0, 0.5),
        ([5.0, 6.0], [0.05, 0.05], 0.3, 0.391_589_824_353),
        ([1_000.5, 9e3], [0.5, 0.5], 0.05, 0.143_569_691_397),
        ([0.05, 0.05], [1e4, 1e4], 0.4, 0.449_456_020_423),
        ([3.0, 9e3], [2.0, 1e4], 1e-4, 0.538_044_569_672),
        ([1e4, 1e4], [9_900.0, 1e4], 0.0, 0.692_129_615_099),
        ([1e4, 1e4], [1e4, 9_800.0], 0.01, 0.001_338_166_561_68),
    ] {
        close(exceeds(Beta { a, b }, Beta { a: c, b: d }, margin), expected, 1e-9);
    }
}

#[test]
fn an_uncertain_standard_that_weighs_much_is_a_known_one() {
    let heavy = Rule { standard: Beta { a: 1_400.0, b: 8_600.0 }.into(), ..rule(0.1, 0.05) };
    let known = Rule { standard: Standard::Known(0.14), ..heavy };
    // The error is the variance of the standard, 1.2e-5, times half the slope of a density below 30.
    close(heavy.superiority(3, 17), known.superiority(3, 17), 2e-4);
}

#[test]
fn a_path_shows_every_subject_and_stops_once() {
    let outcomes: Vec<bool> = (0..18).map(|subject| subject == 9).collect();
    let path = rule(0.0, 0.05).path(&outcomes);
    assert_eq!(path.stopped_at, Some(8));
    assert_eq!(path.points.len(), 18);
    let (n, responses, probability) = path.points[17];
    assert_eq!((n, responses, probability), (18, 1, rule(0.0, 0.05).superiority(1, 18)));
}

#[test]
fn nobody_looks_before_the_first_look_between_looks_or_after_the_last_subject() {
    let rule = Rule { first_look: 4, every: 3, most: 10, ..rule(0.0, 0.05) };
    assert_eq!(rule.boundaries().iter().map(|(n, _)| *n).collect::<Vec<_>>(), [4, 7]);
    assert_eq!(rule.path(&[false; 7]).stopped_at, None);
    assert_eq!(Rule { most: 11, ..rule }.path(&[false; 10]).stopped_at, Some(10));
}

#[test]
fn what_cannot_be_followed_is_said_in_one_sentence() {
    let good = rule(0.1, 0.05);
    assert_eq!(good.check(), Ok(()));
    for (rule, field) in [
        (Rule { experimental: Beta { a: 0.0, b: 1.0 }, ..good }, "experimental"),
        (Rule { standard: Beta { a: 14.0, b: f64::NAN }.into(), ..good }, "standard"),
        (Rule { standard: Standard::Known(1.0), ..good }, "standard"),
        (Rule { standard: Standard::Known(0.9), ..good }, "margin"),
        (Rule { margin: -0.1, ..good }, "margin"),
        (Rule { margin: f64::NAN, ..good }, "margin"),
        (Rule { lower: 1.0, ..good }, "lower"),
        (Rule { most: 0, ..good }, "most"),
        (Rule { most: 1_001, ..good }, "most"),
        (Rule { first_look: 19, ..good }, "first_look"),
        (Rule { every: 0, ..good }, "every"),
    ] {
        let error = rule.check().unwrap_err();
        assert!(error.starts_with(&format!("`{field}` ")) && error.contains("expected"), "{error}");
    }
}

#[test]
fn shapes_below_one_are_as_accurate_as_others() {
    // scipy 1.17.1: beta.cdf([.01, .14, .9], .28, 1.72), beta.cdf(1e-6, .05, 3)
    for (x, expected) in [(0.01, 0.334_545_05), (0.14, 0.685_898_22), (0.9, 0.996_042_83)] {
        close(beta::cumulative(0.28, 1.72, x), expected, 5.1e-9);
    }
    close(beta::cumulative(0.05, 3.0, 1e-6), 0.539_402_708_819_673_9, 1e-13);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_responses_are_never_less_probable_and_more_subjects_never_more(
        a in 0.05..50.0_f64, b in 0.05..50.0_f64, c in 0.05..200.0_f64, d in 0.05..200.0_f64,
        margin in 0.0..0.5_f64, n in 1_u32..60, responses in 0_u32..60,
    ) {
        let standard = Beta { a: c, b: d }.into();
        let rule = Rule { standard, experimental: Beta { a, b }, ..rule(margin, 0.05) };
        let responses = responses.min(n - 1);
        let probability = rule.superiority(responses, n);
        prop_assert!((0.0..=1.0).contains(&probability));
        prop_assert!(rule.superiority(responses + 1, n) >= probability - 1e-11);
        prop_assert!(rule.superiority(responses, n + 1) <= probability + 1e-11);
    }

    #[test]
    fn of_two_variables_one_is_the_larger(
        a in 0.05..500.0_f64, b in 0.05..500.0_f64, c in 0.05..500.0_f64, d in 0.05..500.0_f64,
    ) {
        let (one, other) = (Beta { a, b }, Beta { a: c, b: d });
        let both = exceeds(one, other, 0.0) + exceeds(other, one, 0.0);
        prop_assert!((both - 1.0).abs() < 1e-9, "{}", both);
    }

    #[test]
    fn boundaries_and_path_agree(outcomes in proptest::collection::vec(proptest::bool::weighted(0.15), 0..30), row in 0_usize..4) {
        let (margin, lower, ..) = TABLE[row];
        let rule = rule(margin, lower);
        prop_assert_eq!(stopped_at(&rule.boundaries(), &outcomes), rule.path(&outcomes).stopped_at);
    }

    #[test]
    fn boundaries_at_looks_are_those_found_alone(every in 1_u32..5, first_look in 1_u32..10, row in 0_usize..4) {
        let (margin, lower, ..) = TABLE[row];
        let rule = Rule { every, first_look, ..rule(margin, lower) };
        for (n, most) in rule.boundaries() {
            prop_assert_eq!(most, rule.boundary(n));
        }
    }
}
