use super::{
    super::{
        Beta, Standard, stopped_at,
        tests::{TABLE, TRUE_RATES, close, rule},
    },
    Rule,
};
use cenersim_model::engine::Seed;
use cenersim_statistics::{mean, standard_error};

#[test]
fn the_probabilities_of_stopping_are_those_of_the_evidence_table() {
    // scipy 1.17.1: posterior by quad(beta.pdf * beta.sf), then enumeration of the outcomes in Python.
    for (margin, lower, _, expected) in TABLE {
        for (found, expected) in rule(margin, lower).exact(&TRUE_RATES).iter().zip(expected) {
            close(found.probability_of_stopping, expected, 5.1e-5);
        }
    }
}

/// Outcomes of an arm: the subjects respond independently with this rate.
fn outcomes(rate: f64, seed: Seed) -> Vec<bool> {
    (0..18).map(|subject| seed.number(subject).uniform() < rate).collect()
}

#[test]
fn enumeration_agrees_with_simulation() {
    // 100,000 arms for each of eight numbers; z = 4.9 leaves one false alarm in 100,000 seeds, and the seed is fixed.
    let (arms, rule) = (100_000, rule(0.10, 0.05));
    let boundaries = rule.boundaries();
    for (place, rate) in TRUE_RATES.into_iter().enumerate() {
        let seed = Seed::new(15).number(place as u64);
        let stops = (0..arms).map(|arm| stopped_at(&boundaries, &outcomes(rate, seed.number(arm))));
        let subjects: Vec<(bool, f64)> = stops.map(|n| (n.is_some(), f64::from(n.unwrap_or(18)))).collect();
        let exact = &rule.exact(&[rate])[0];
        let stopped = subjects.iter().map(|(stopped, _)| f64::from(*stopped)).collect::<Vec<_>>();
        let enrolled = subjects.iter().map(|(_, n)| *n).collect::<Vec<_>>();
        for (sample, expected) in [(stopped, exact.probability_of_stopping), (enrolled, exact.expected_subjects)] {
            let z = (mean(&sample) - expected) / standard_error(&sample);
            assert!(z.abs() < 4.9, "rate {rate}: z = {z}");
        }
    }
}

#[test]
fn four_subjects_can_be_enumerated_by_hand() {
    // Uniform prior against a known 0.5: Pr(rate > 0.5) is 1/4 after 0 of 1, 1/2 after 1 of 2, 5/16 after 1 of 3. Below 0.4
    // stop 0 of 1 and 1 of 3. So with q = 1 - p the arm stops after 1 subject with q, after 3 with p q^2, else never.
    let rule = Rule {
        standard: Standard::Known(0.5),
        experimental: Beta { a: 1.0, b: 1.0 },
        lower: 0.4,
        first_look: 1,
        most: 4,
        ..rule(0.0, 0.4)
    };
    assert_eq!(rule.boundaries(), [(1, Some(0)), (2, Some(0)), (3, Some(1))]);
    for found in rule.exact(&[0.0, 0.5, 0.8, 1.0]) {
        let (p, q) = (found.true_rate, 1.0 - found.true_rate);
        let by = [(1, q), (2, q), (3, q + p * q * q)];
        for ((n, stopped), (look, expected)) in found.probability_of_stopping_by.iter().zip(by) {
            assert_eq!(*n, look);
            close(*stopped, expected, 1e-15);
        }
        let subjects = q + 3.0 * p * q * q + 4.0 * (p - p * q * q);
        close(found.probability_of_stopping, q + p * q * q, 1e-15);
        close(found.expected_subjects, subjects, 1e-14);
        close(found.expected_responses, p * subjects, 1e-14);
    }
}

#[test]
fn a_single_look_over_the_prior_is_beta_binomial() {
    // scipy 1.17.1, betabinom.cdf(1, 16, 14, 86): the arm's rate is drawn from the standard's distribution.
    let rule = Rule { first_look: 16, every: 18, ..rule(0.10, 0.05) };
    assert_eq!(rule.boundaries(), [(16, Some(1))]);
    let n = 2_000;
    let rates: Vec<f64> = (0..n).map(|i| (f64::from(i) + 0.5) / f64::from(n)).collect();
    let density = |rate: f64| {
        let scale = libm::lgamma(100.0) - libm::lgamma(14.0) - libm::lgamma(86.0);
        libm::exp(scale + 13.0 * libm::log(rate) + 85.0 * libm::log1p(-rate))
    };
    let weighted = rule.exact(&rates).into_iter().map(|found| found.probability_of_stopping * density(found.true_rate));
    close(weighted.sum::<f64>() / f64::from(n), 0.343_516_81, 1e-8);
}
