use super::{super::tests::close, *};
use proptest::prelude::*;

#[test]
fn thirteen_remissions_of_fifty_three_have_the_power_of_the_evidence() {
    // R 4.2.2: pbinom(12, 53, c(.14, .25, .28), lower.tail = FALSE) are 0.0285, 0.5840 and 0.7593; the other tail adds little.
    let [at_reference, better, best] = [0.14, 0.25, 0.28].map(|truth| errors(53, 0.14, truth, 0.1));
    assert_eq!((better.few, better.many), (Some(3), Some(13)));
    close(better.power, 0.584_250_947_249_703_3, 1e-12);
    close(best.power, 0.759_383_398_956_145_2, 1e-12);
    assert_eq!((at_reference.type_s, at_reference.type_m), (None, None));
    close(at_reference.power, at_reference.size, 1e-15);
}

#[test]
fn errors_agree_with_enumeration_in_scipy() {
    // scipy 1.17.1: binom.pmf over all k; significant where binom.cdf(k) or binom.sf(k - 1) at the reference is at most alpha/2.
    for (n, truth, power, type_s, type_m) in [
        (53, 0.189, 0.114_707_260_496_594_95, 0.011_586_130_943_788_065, 2.937_720_795_314_999_5),
        (53, 0.16, 0.041_928_101_464_752_61, 0.141_342_277_840_919_27, 6.713_984_141_987_915),
        (53, 0.10, 0.090_347_647_011_662_52, 0.006_068_423_666_264_37, 2.715_737_687_827_33),
        (18, 0.24, 0.117_095_674_965_797_66, 0.0, 2.800_036_227_235_765),
    ] {
        let found = errors(n, 0.14, truth, 0.05);
        close(found.power, power, 1e-12);
        close(found.type_s.unwrap(), type_s, 1e-12);
        close(found.type_m.unwrap(), type_m, 1e-10);
    }
}

#[test]
fn four_subjects_can_show_nothing() {
    // The rarest outcome at one half has probability 1/16, more than 0.025.
    let found = errors(4, 0.5, 0.6, 0.05);
    assert_eq!((found.few, found.many, found.power, found.type_s, found.type_m), (None, None, 0.0, None, None));
}

#[test]
fn rates_of_zero_and_one_are_always_found_and_never_exaggerated() {
    for truth in [0.0, 1.0] {
        let found = errors(53, 0.14, truth, 0.05);
        assert_eq!((found.power, found.type_s), (1.0, Some(0.0)));
        close(found.type_m.unwrap(), 1.0, 1e-15);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_test_keeps_its_level_and_its_errors_their_ranges(
        n in 0_u32..200, reference in 0.0..=1.0_f64, truth in 0.0..=1.0_f64, alpha in 0.0..1.0_f64,
    ) {
        let found = errors(n, reference, truth, alpha);
        prop_assert!(found.size <= alpha + 1e-12);
        prop_assert!((0.0..=1.0 + 1e-12).contains(&found.power));
        prop_assert!(found.type_s.is_none_or(|share| (0.0..=1.0 + 1e-12).contains(&share)));
        prop_assert!(found.type_m.is_none_or(|ratio| ratio.is_finite() && ratio >= 0.0));
    }
}
