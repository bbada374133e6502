//! What one drug alone was seen to do to cells, in whole courses of one typical person.
//! Left out: responses and survival of populations, which `qualification` compares.

use crate::patients::{courses, scenario};
use cenersim::{
    biology::Kind,
    curves::{Course, Variable},
};

/// One course, which goes on after death; of the p53 hypotheses the ledger's own, since nobody gets cenersen.
fn course(file: &str, agents: u32, changes: &[&str]) -> Course {
    let all = ["simulation.stop_at_death=false", "simulation.replicates=1", "hypothesis.p53=\"neutral\""];
    let mut scenario = scenario(file, &[&all[..], changes].concat());
    scenario.settings.agents_per_class = agents;
    courses(&scenario).remove(0)
}

/// Cytarabine alone in a relapsed patient at a percentile of chemosensitivity, for so many days.
fn cytarabine(dose: &str, sensitivity: u32, days: u32, agents: u32, changes: &[&str]) -> Course {
    let own = [
        "arm.idarubicin=[]".to_owned(),
        format!("arm.cytarabine={dose}"),
        format!("patient.chemosensitivity=\"{sensitivity} %\""),
        format!("simulation.horizon=\"{days} d\""),
    ];
    let own = own.iter().map(String::as_str).chain(changes.iter().copied());
    course("controls/arm_a_without_cenersen.toml", agents, &own.collect::<Vec<_>>())
}

/// Labeling index of blasts, their share in S phase, relative to that before one dose of cytarabine 1 g/m2: hours and values.
fn labeling(changes: &[&str]) -> Vec<(f64, f64)> {
    let course = cytarabine("{ dose = \"1 g/m2\", days = [1], infusion = \"2 h\" }", 50, 3, 4096, changes);
    let index = course.curves.of(Variable::ShareS, Some(Kind::Blast));
    course.curves.days.iter().zip(index).map(|(day, share)| (24.0 * day, share / index[0])).collect()
}

fn after_a_day(index: &[(f64, f64)]) -> f64 {
    index.iter().find(|(hour, _)| (hour - 24.0).abs() < 0.1).expect("a record after a day").1
}

/// L01: after one dose of 1 g/m2 a wave of recruitment, highest after 17 to 36 h; the ledger reads it as an index that about
/// doubles. Here 1.90, 1.95 and 1.98 after a day with the haste of 10 and seeds 1, 2 and 3, 1.60, 1.65 and 1.69 with a haste of
/// 6, and 1.21, 1.27 and 1.34 without recruitment, from cells that ara-CTP still holds in S. The standard error is 0.05.
#[test]
fn cytarabine_recruits_the_blasts_that_survive_it() {
    let recruited = labeling(&[]);
    let rest = ["stem", "progenitor", "blast"].map(|kind| format!("parameters.niche.leukemic_haste.{kind}=1"));
    let (risen, slowed) = (after_a_day(&recruited), after_a_day(&labeling(&rest.each_ref().map(String::as_str))));
    assert!(risen > 1.5 && risen > slowed + 0.4, "{risen}, without recruitment {slowed}");
    let (hour, _) = recruited.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a }).expect("an index");
    assert!((17.0..=36.0).contains(&hour), "the wave is highest after {hour} h");
}

/// L04: what cytarabine leaves is enriched in neither quiescent cells nor stem cells, so that stem cells lose about as many
/// logs as blasts: a ratio of 0.3 to 1 was asked of the model. Here 0.63 of 0.89 logs, 0.70.
#[test]
fn cytarabine_kills_stem_cells_about_as_well_as_blasts() {
    let daily = "{ dose = \"1 g/m2\", days = [1, 2, 3, 4, 5], infusion = \"2 h\" }";
    let found = cytarabine(daily, 90, 20, 512, &[]).outcome.milestones;
    let ratio = found.stem_log_kill / found.blast_log_kill;
    assert!(found.blast_log_kill > 0.5, "too little is killed to compare: {}", found.blast_log_kill);
    assert!((0.3..=1.0).contains(&ratio), "{} of {}", found.stem_log_kill, found.blast_log_kill);
}

/// Days with neutrophils below 0.5 G/L of a healthy person after cytarabine 3 g/m2 every 12 h on days 1, 3 and 5.
fn neutropenia(changes: &[&str]) -> f64 {
    let dose =
        "arm.cytarabine={ dose = \"3 g/m2\", days = [1, 3, 5], infusion = \"3 h\", repeat = 2, every = \"12 h\" }";
    let changes = [&[dose, "simulation.horizon=\"42 d\""], changes].concat();
    course("healthy.toml", 512, &changes).outcome.milestones.days_neutrophils_below_half
}

/// C07: about 10 days. Here 10.0, and none with lesions that go as fast as breaks (half-life 1 h), as they did in the model before.
#[test]
fn high_doses_of_cytarabine_cost_neutrophils_because_lesions_outlive_the_drug() {
    let (shipped, short) = (neutropenia(&[]), neutropenia(&["parameters.dna_damage.lesion_half_life=\"1 h\""]));
    assert!((6.0..=14.0).contains(&shipped), "{shipped} d");
    assert_eq!(short, 0.0);
}

/// Hazard of p53-independent death ten days after the last dose, relative to its peak.
fn late_hazard(course: &Course, kind: Kind) -> f64 {
    let hazards = course.curves.of(Variable::DeathDamage, Some(kind));
    let late = course.curves.days.iter().position(|day| *day >= 13.0).expect("day 13");
    hazards[late] / hazards.iter().copied().fold(f64::MIN_POSITIVE, f64::max)
}

/// Bound anthracycline halves every two days, and the hazard grows with the square of little damage: less than a tenth is asked
/// of the model ten days after the last of 12 mg/m2 x 3 (day 13). Here 0.2 % in blasts and 0.9 % in normal stem cells, which
/// divide most seldom.
#[test]
fn idarubicin_hardly_kills_without_p53_ten_days_after_the_last_dose() {
    let changes = ["patient.chemosensitivity=\"90 %\"", "simulation.horizon=\"14 d\""];
    let found = course("controls/arm_a_without_cenersen.toml", 512, &changes);
    for kind in Kind::ALL {
        let late = late_hazard(&found, kind);
        assert!(late < 0.1, "{}: {late} of the peak", kind.label());
    }
}
