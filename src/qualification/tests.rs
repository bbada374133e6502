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
