//! What must be true of every check, whatever the model says.

use super::*;
use std::collections::BTreeSet;

fn checks() -> impl Iterator<Item = &'static Check> {
    SUBJECTS.iter().flat_map(|subject| subject.checks)
}

#[test]
fn every_check_has_a_name_of_its_own_and_says_what_who_and_whence() {
    let names: BTreeSet<&str> = checks().map(|check| check.id).collect();
    assert_eq!(names.len(), checks().count());
    for check in checks() {
        assert!(!check.what.is_empty() && !check.setting.is_empty() && !check.sources.is_empty(), "{}", check.id);
    }
}

#[test]
fn every_check_has_an_interval_or_says_what_the_model_lacks() {
    for check in checks() {
        let interval = check.published.interval();
        assert_eq!(
            interval.is_none(),
            !check.lacks.is_empty() && !matches!(check.published, Published::Range { .. } | Published::Count { .. }),
            "{}",
            check.id
        );
        if let Some(interval) = interval {
            let value = check.published.value();
            assert!(interval.low <= interval.high && !check.published.interval_is().is_empty(), "{}", check.id);
            assert!(value.is_nan() || interval.contains(value), "{}: {value} outside of its own interval", check.id);
        }
    }
}

#[test]
fn reasons_are_sentences() {
    for check in checks() {
        for text in [check.why, check.lacks].into_iter().filter(|text| !text.is_empty()) {
            assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", check.id);
        }
    }
}

#[test]
fn at_most_twenty_intervals_are_assumed_and_every_reason_is_written() {
    let judged: Vec<&Check> = checks().filter(|check| check.lacks.is_empty()).collect();
    let resting = |basis| judged.iter().filter(move |check| check.published.basis() == Some(basis));
    assert!(resting(Basis::Assumed).count() <= 20, "{}", resting(Basis::Assumed).count());
    for check in resting(Basis::Reasoned) {
        assert!(check.published.interval_is().len() > 30, "{}: {}", check.id, check.published.interval_is());
    }
}

#[test]
fn every_arm_has_an_id_of_its_own_and_a_regimen_and_a_population_of_the_tables() {
    let bench = Bench::new(&Ledger::defaults(), Size::Reduced);
    let ids: BTreeSet<&str> = arms::ALL.iter().map(|arm| arm.id).collect();
    assert_eq!(ids.len(), arms::ALL.len());
    for arm in arms::ALL {
        assert_eq!(bench.regimen(arm.regimen).name, arm.regimen);
        assert!(populations::ALL.contains(&arm.population), "{}", arm.id);
        bench.with(arm.changes);
    }
}

#[test]
fn sixteen_published_counts_of_remissions_were_meant_for_calibration() {
    let rows = |subject: &Subject| rows(subject, &Vec::new());
    let targets = SUBJECTS.iter().flat_map(rows).filter(|row| split(row) == Some(Split::Target));
    assert_eq!(targets.count(), 16);
}

// R 4.2.2: (0.3 - 6 / 17) / sqrt(0.3 * 0.7 / 17 + 0.02^2).
#[test]
fn a_published_count_is_so_many_standard_deviations_away() {
    let check = published_arms::SUBJECT.checks.iter().find(|check| check.id == "arm_R07a").expect("a check");
    let estimate = Some(Estimate { value: 0.3, error: 0.02, n: 600 });
    let row = Row { subject: "", check: *check, estimate, verdict: Verdict::Pass };
    assert!((deviation(&row).expect("counts") + 0.468_801).abs() < 1e-5, "{:?}", deviation(&row));
}

#[test]
fn scores_add_up_and_published_arms_are_counted_apart() {
    let found = qualification_of(|check| check.published.interval().map(|interval| interval.low));
    let total = found.total();
    assert_eq!(total.made() + total.not_modelled, found.checks().count());
    assert_eq!(total.failed, found.number(Verdict::Fail));
    assert_eq!(found.scores().len(), SUBJECTS.len());
    assert_eq!(found.checks().count() + found.arms().count(), checks().count());
    assert_eq!((found.counting().rows, found.counting().inside), (16, 16));
    assert_eq!((found.inside(), found.total().made()), (total.made(), total.made()));
}

/// Every check that can be made with this value, without error.
fn qualification_of(value: impl Fn(&Check) -> Option<f64>) -> Qualification {
    let row = |subject: &'static str, check: &Check| {
        let estimate = value(check).filter(|_| check.lacks.is_empty()).map(Estimate::exact);
        Row { subject, check: *check, verdict: check.judge(estimate.as_ref()), estimate }
    };
    let rows = SUBJECTS.iter().flat_map(|subject| subject.checks.iter().map(|check| row(subject.heading, check)));
    Qualification { size: Size::Reduced, scope: Scope::All, seed: 1, rows: rows.collect() }
}
