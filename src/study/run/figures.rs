//! The figures of a run, from its curves and events.

use super::Beside;
use cenersim_analyses::{comparison::prescriptions, scenario::Scenario};
use cenersim_model::{
    curves::{CurveSet, Event, administrations},
    parameters::Ledger,
    patient::{Chemosensitivity, Disease},
    treatment::{Administration, Regimen},
};
use cenersim_plot::{
    Figure, FigureInput, Theme, Thresholds, figures,
    movement::{Movement, Scene},
};

/// Replicates that are drawn, the first ones; all are in the tables. Bands of more would look the same.
pub const DRAWN: u32 = 256;

/// What a run has to show.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// Title, settings and patient.
    pub scenario: &'a Scenario,
    /// What is given.
    pub arm: &'a Regimen,
    /// Of the replicates in their order, with days counted from day 1; those that are not drawn may be empty.
    pub curves: &'a [CurveSet],
    /// Of the same replicates.
    pub events: &'a [Vec<Event>],
    /// What is drawn beside the curves; none where only the cells in movement are shown.
    pub beside: Option<&'a Beside>,
    /// The program that simulated it.
    pub program: &'a str,
}

/// What runs are called beside each other: the arm of one alone; of several what stands before the colon of their titles, where
/// that tells them apart.
fn beside(runs: &[Shown]) -> Vec<String> {
    if let [one] = runs {
        return vec![format!("arm {}", one.arm.name)];
    }
    let titles = runs.iter().map(|shown| shown.scenario.title.as_str());
    let short: Vec<&str> = titles.clone().map(|title| title.split(':').next().unwrap_or(title)).collect();
    let differ = short.windows(2).all(|pair| pair[0] != pair[1]);
    titles.zip(short).map(|(whole, short)| if differ { short } else { whole }.to_owned()).collect()
}

/// The curves of a replicate if they are drawn, and none otherwise.
pub fn curves_to_draw(replicate: u32, curves: CurveSet) -> CurveSet {
    if replicate < DRAWN { curves } else { CurveSet::default() }
}

/// All figures of a run.
///
/// In the order of a talk. Doses are those of the replicate that got most, and the subtitle says how many got fewer
/// courses.
pub fn run_figures(shown: &Shown, theme: &Theme) -> Vec<Figure> {
    let scenario = shown.scenario;
    let drawn = shown.curves.len().min(DRAWN as usize);
    let (curves, events) = (&shown.curves[..drawn], &shown.events[..drawn]);
    let footer = footer(scenario, shown.program);
    let given: Vec<_> = events.iter().map(|events| administrations(events)).collect();
    let input = FigureInput {
        title: &scenario.title,
        arm: &format!(
            "arm {}{}{}{}{}",
            shown.arm.name,
            listed(scenario),
            percentile(scenario, shown.arm),
            first_of(scenario),
            later_courses(&given)
        ),
        replicates: curves,
        without: shown.beside.map_or(&[], |beside| &beside.without),
        doses: most(&given),
        prescribed: &prescriptions(shown.arm, &scenario.patient),
        events,
        thresholds: thresholds(&scenario.ledger, &scenario.settings.criteria),
        footer: &footer,
    };
    let movement = run_movement(&[*shown]).map(|movement| movement.still(theme));
    let laid_over = shown.beside.map_or_else(Vec::new, |beside| beside.figures(&footer, theme));
    figures(&input, theme).into_iter().chain(movement).chain(laid_over).collect()
}

/// The cells of the first replicate of a run in movement, or of several runs beside each other; none without curves.
pub fn run_movement<'a>(runs: &[Shown<'a>]) -> Option<Movement> {
    let first = runs.first()?;
    let names = beside(runs);
    let scene = |(at, shown): (usize, &Shown<'a>)| {
        Some(Scene { name: &names[at], curves: shown.curves.first()?, events: shown.events.first()? })
    };
    let scenes = runs.iter().enumerate().map(scene).collect::<Option<Vec<_>>>()?;
    let title = if runs.len() == 1 {
        first.scenario.title.as_str()
    } else {
        "Two courses of one patient, from stem cell to blast"
    };
    let footer = format!(
        "first of {} replicates | {}",
        first.scenario.settings.replicates,
        footer(first.scenario, first.program)
    );
    Movement::new(title, &footer, &scenes)
}

/// Where a figure comes from, for its foot.
fn footer(scenario: &Scenario, program: &str) -> String {
    let Scenario { name, hypothesis, settings, .. } = scenario;
    let (hypothesis, seed, after) = (hypothesis.name(), settings.seed, settings.after_failure);
    format!("scenario {name} | p53 hypothesis {hypothesis} | seed {seed} | {after} | {program}")
}

/// The sensitivity that a scenario asks for, where drugs meet a leukemia.
pub fn shown_chemosensitivity<'a>(scenario: &'a Scenario, arm: &Regimen) -> Option<&'a Chemosensitivity> {
    let one = scenario.cohort.is_empty();
    let matters = one && !arm.is_untreated() && scenario.patient.disease != Disease::Healthy;
    matters.then_some(&scenario.patient.chemosensitivity)
}

/// Whose replicates are shown, if they are several patients': `, 20 patients of twins.csv`.
fn listed(scenario: &Scenario) -> String {
    match scenario.cohort.len() {
        0 => String::new(),
        patients => format!(", {patients} patients of {}", scenario.cohort.list),
    }
}

/// Which patient is shown, if the scenario says it: `, 90th percentile of chemosensitivity`.
fn percentile(scenario: &Scenario, arm: &Regimen) -> String {
    let percentile = shown_chemosensitivity(scenario, arm).and_then(Chemosensitivity::short);
    percentile.map_or_else(String::new, |percentile| format!(", {percentile}"))
}

/// Which replicates are drawn, if not all: `, first 256 of 1000 replicates`.
fn first_of(scenario: &Scenario) -> String {
    let all = scenario.settings.replicates.saturating_mul(scenario.cohort.len().max(1) as u32);
    if all > DRAWN { format!(", first {DRAWN} of {all} replicates") } else { String::new() }
}

/// The doses of the replicate that got most, the first of several.
fn most(given: &[Vec<Administration>]) -> &[Administration] {
    given.iter().rev().max_by_key(|doses| doses.len()).map_or(&[], Vec::as_slice)
}

/// Which courses not every replicate got: `, course 2 in 5 of 8`.
fn later_courses(given: &[Vec<Administration>]) -> String {
    let courses = |doses: &[Administration]| doses.iter().map(|dose| dose.course).max().unwrap_or(0);
    let all = given.len();
    let partial = (1..=courses(most(given))).filter_map(|course| {
        let got = given.iter().filter(|doses| courses(doses) >= course).count();
        (got < all).then(|| format!(", course {course} in {got} of {all}"))
    });
    partial.collect()
}

/// Lines of the criteria in force, and the recovery landmarks of the published series (R06 and R07).
fn thresholds(ledger: &Ledger, criteria: &str) -> Thresholds {
    let count = |name: &str| ledger.number(&format!("criteria.{criteria}.{name}")) / 1e9;
    Thresholds {
        marrow_blasts: ledger.number(&format!("criteria.{criteria}.blasts")),
        neutrophils: [0.5, count("neutrophils")],
        platelets: [50.0, count("platelets")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::{
        quantity::Time,
        treatment::{Drug, Route},
    };

    /// A replicate with so many courses of one infusion.
    fn replicate(courses: u32) -> Vec<Administration> {
        let start = |course: u32| Time::days(42.0 * f64::from(course - 1));
        let infusion = |course| Administration {
            drug: Drug::Idarubicin,
            start: start(course),
            duration: Time::hours(0.25),
            amount_mg: 22.7,
            route: Route::Intravenous,
            course,
        };
        (1..=courses).map(infusion).collect()
    }

    #[test]
    fn a_figure_shows_the_courses_of_whoever_got_most_and_says_how_many_did() {
        let given = [replicate(1), replicate(2), replicate(1), replicate(2)];
        assert_eq!(most(&given).len(), 2);
        assert_eq!(later_courses(&given), ", course 2 in 2 of 4");
    }

    #[test]
    fn days_before_day_one_are_negative_on_the_axis() {
        let text = include_str!("../../../scenarios/arm_a.toml").replace("[arm]", "[arm]\nfirst_day = -1");
        let scenario = Scenario::parse("early", &text).unwrap();
        let arm = &scenario.arms[0];
        let mut curves = CurveSet { days: vec![0.0, 1.0, 14.0], ..CurveSet::default() };
        (0..3).for_each(|_| curves.push(cenersim_model::curves::Variable::Neutrophils, None, 1.0));
        let curves = [curves.since_day_one(arm.days)];
        let shown = Shown {
            scenario: &scenario,
            arm,
            curves: &curves,
            events: &[Vec::new()],
            beside: None,
            program: "cenersim",
        };
        let figures = run_figures(&shown, &Theme::light());
        let blood = figures.iter().find(|figure| figure.name == "blood").unwrap();
        assert!(format!("{blood:?}").contains(">−2<"), "{blood:?}");
    }

    #[test]
    fn what_everybody_got_needs_no_remark() {
        assert_eq!(later_courses(&[replicate(2), replicate(2)]), "");
        assert_eq!(later_courses(&[replicate(0), replicate(0)]), "");
        assert_eq!((later_courses(&[]), most(&[])), (String::new(), &[][..]));
    }
}
