//! The teaching set: what the sentence of each scenario in `scenarios/teaching` tells the audience to see is seen, and every
//! number in them lies within its range in the ledger.
//!
//! The same patient with 64 agents for each class, twice, until day 45, in both arms with the same draws; bounds leave out
//! what another seed would change (differences between two replicates are below 0.1 in log10, the bounds ask for 0.2 and more).
//! Left out: how large an effect is in patients. The scenarios stand at the ends of ranges, not where anyone expects a value.

use crate::patients::scenario;
use cenersim::{
    biology::Kind,
    curves::{Course, Response, Variable},
    scenario::Scenario,
    simulation::{Case, replicates},
};
use std::path::Path;

const SMALL: [&str; 3] = ["simulation.agents_per_class=64", "simulation.replicates=2", "simulation.horizon=45 d"];

fn read(name: &str, changes: &[&str]) -> Scenario {
    scenario(&format!("teaching/{name}.toml"), changes)
}

/// All courses of one arm.
fn courses(scenario: &Scenario, arm: usize) -> Vec<Course> {
    let case = Case { regimen: &scenario.arms[arm], ..crate::patients::case(scenario) };
    replicates(&case, |_| {})
}

/// Courses without and with what a scenario is about.
fn both(name: &str) -> [Vec<Course>; 2] {
    let scenario = read(name, &SMALL);
    [courses(&scenario, 0), courses(&scenario, 1)]
}

fn mean(courses: &[Course], of: impl Fn(&Course) -> f64) -> f64 {
    courses.iter().map(of).sum::<f64>() / courses.len() as f64
}

fn blast_kill(courses: &[Course]) -> f64 {
    mean(courses, |course| course.outcome.milestones.blast_log_kill)
}

fn stem_kill(courses: &[Course]) -> f64 {
    mean(courses, |course| course.outcome.milestones.stem_log_kill)
}

fn all_respond(courses: &[Course]) -> bool {
    courses.iter().all(|course| course.outcome.response == Response::CR)
}

fn none_responds(courses: &[Course]) -> bool {
    courses.iter().all(|course| course.outcome.response != Response::CR)
}

/// p53 mRNA on day 4, when it has fallen as far as it does; 1 in untreated wild-type cells.
fn p53_mrna(courses: &[Course], kind: Kind) -> f64 {
    mean(courses, |course| {
        let at = course.curves.days.iter().position(|day| *day >= 4.0).expect("the course goes on after day 4");
        course.curves.of(Variable::P53Mrna, Some(kind))[at]
    })
}

#[test]
fn a_strong_effect_makes_the_remission_that_chemotherapy_alone_does_not() {
    let [without, with] = both("strong_effect");
    assert!(none_responds(&without) && all_respond(&with));
    assert!(blast_kill(&with) - blast_kill(&without) > 0.5);
}

#[test]
fn no_effect_is_seen_where_p53_decides_nothing_although_its_mrna_falls() {
    let [without, with] = both("no_effect");
    assert!((stem_kill(&with) - stem_kill(&without)).abs() < 0.15);
    assert!((blast_kill(&with) - blast_kill(&without)).abs() < 0.15);
    assert!((p53_mrna(&without, Kind::LeukemicStem) - 1.0).abs() < 0.01);
    assert!((0.4..0.6).contains(&p53_mrna(&with, Kind::LeukemicStem)));
}

#[test]
fn harm_is_a_remission_that_cenersen_takes_away() {
    let [without, with] = both("harm");
    assert!(all_respond(&without) && none_responds(&with));
    assert!(blast_kill(&without) - blast_kill(&with) > 0.5);
}

#[test]
fn where_selectivity_is_lost_the_mrna_of_normal_progenitors_falls_as_far_as_that_of_blasts() {
    let [_, lost] = both("lost_selectivity");
    let kept = courses(&read("strong_effect", &SMALL), 1);
    let apart = |courses: &[Course]| p53_mrna(courses, Kind::NormalProgenitor) - p53_mrna(courses, Kind::Blast);
    assert!(apart(&lost) < 0.0, "{}", apart(&lost));
    assert!(apart(&kept) > 0.05, "{}", apart(&kept));
}

#[test]
fn leukemia_without_tp53_has_nothing_that_cenersen_could_take_away() {
    let [without, with] = both("tp53_mutant");
    assert!((stem_kill(&with) - stem_kill(&without)).abs() < 0.15);
    assert!((blast_kill(&with) - blast_kill(&without)).abs() < 0.15);
}

#[test]
fn an_inhibitor_that_takes_everything_leaves_the_courses_as_without_cenersen() {
    let [without, with] = both("inhibitor");
    // More days are recorded around the infusion of cenersen; the cells are the same.
    let last = |course: &Course| Kind::ALL.map(|kind| course.curves.of(Variable::Cells, Some(kind)).last().copied());
    for (a, b) in without.iter().zip(&with) {
        assert_eq!((&a.outcome, last(a)), (&b.outcome, last(b)));
    }
}

#[test]
fn cytarabine_kills_ten_times_more_than_idarubicin_alone() {
    let [alone, together] = both("idarubicin_alone");
    assert!(stem_kill(&together) - stem_kill(&alone) > 1.0);
    assert!(blast_kill(&together) - blast_kill(&alone) > 1.0);
}

/// The replicates as shipped, with fewer agents: some who had a remission relapse and some do not, for chance alone.
#[test]
fn of_the_same_patient_some_courses_are_cured_and_others_relapse() {
    let scenario = read("cure_and_relapse", &["simulation.agents_per_class=32", "simulation.record_every=1 d"]);
    let courses = courses(&scenario, 0);
    let responders: Vec<&Course> =
        courses.iter().filter(|c| c.outcome.survival.complete_response_day.is_some()).collect();
    let relapses: Vec<f64> = responders.iter().filter_map(|course| course.outcome.survival.relapse_day).collect();
    assert!(responders.len() > 12, "{} remissions", responders.len());
    assert!(relapses.len() > 3 && relapses.len() < responders.len() - 3, "{} relapses", relapses.len());
    let (first, last) = relapses.iter().fold((f64::MAX, 0.0_f64), |(a, b), day| (a.min(*day), b.max(*day)));
    assert!(last - first > 60.0, "first relapse on day {first}, last on day {last}");
}

/// Whatever a scenario of the set states lies in the ledger's range, and each says in one sentence what to see.
#[test]
fn every_number_is_within_its_range_and_every_scenario_says_what_to_see() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/teaching");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the teaching set")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".toml", ""))
        .collect();
    files.sort();
    assert_eq!(files.len(), 8);
    for file in files {
        let scenario = read(&file, &[]);
        assert!(scenario.description.starts_with("See ") && scenario.description.matches(". ").count() == 0, "{file}");
        assert_eq!(
            scenario.notes.iter().filter(|note| note.contains("range")).count(),
            0,
            "{file}: {:?}",
            scenario.notes
        );
    }
}
