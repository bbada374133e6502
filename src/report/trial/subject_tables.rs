//! Tables of the trial that is shown: flow, subgroups, survival step by step, and remissions against the ones before.

use super::super::{
    Table,
    html::{TextColumn as Column, Texts},
};
use cenersim_analyses::trial::{ConsortArm, RemissionPair, Subgroup, TrialResult};
use cenersim_statistics::{KaplanMeier, Step};
use cenersim_text::{exact, exact_ends, exact_percents};

fn table(name: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Table {
    texts(name, caption, columns, rows).into()
}

fn texts(name: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Texts {
    Texts { name: name.into(), caption: caption.into(), columns, rows }
}

/// From randomization to analysis, arm by arm.
pub fn flow(result: &TrialResult) -> Table {
    let count = |name: &str, label: &str, about: &str| Column::number(name, label, "", about);
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm."),
        count("randomized", "Randomized", "Subjects who were randomized to it."),
        count("treated", "Treated", "Subjects who got the first dose."),
        count("second_course", "Second course", "Subjects who got a second course."),
        count("died_early", "Died early", "Subjects who died before the response could be judged."),
        count("not_examined", "Not examined", "Subjects who lived and had no marrow examination in the window."),
        count("evaluable", "Evaluable", "Subjects whose response could be judged."),
        count("analyzed", "Analyzed", "Subjects in the denominators of all tables."),
        count("died", "Died", "Subjects who died during the follow-up."),
        count("completed", "Completed", "Subjects alive at the end of the follow-up."),
    ];
    let row = |arm: &ConsortArm| {
        let counts = [
            arm.randomized,
            arm.treated,
            arm.second_course,
            arm.died_early,
            arm.not_examined,
            arm.evaluable,
            arm.analyzed,
            arm.died,
            arm.completed,
        ];
        [arm.arm.clone()].into_iter().chain(counts.map(|count| count.to_string())).collect()
    };
    table(
        "flow",
        "Subjects from randomization to analysis",
        columns,
        result.trial.consort.arms.iter().map(row).collect(),
    )
}

/// Candidates who were not eligible, by reason.
pub fn excluded(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("reason", "Not eligible", "Why candidates were turned away."),
        Column::number("subjects", "Candidates", "", "How many."),
    ];
    let rows = result.trial.consort.not_eligible.iter();
    let rows = rows.map(|excluded| vec![excluded.reason.clone(), excluded.subjects.to_string()]).collect();
    table("excluded", "Candidates who were not eligible", columns, rows)
}

/// Responses in groups with exact intervals, beside the published ones.
pub fn subgroups(result: &TrialResult) -> Table {
    let published = "Published, as counts; those of refractory and relapsed are reconstructed; empty if not published.";
    let mut columns = vec![
        Column::text("heading", "Split by", "What splits the subjects."),
        Column::text("label", "Group", "This part of them."),
        Column::number("n", "n", "", "Subjects of the group."),
        Column::number("cr", "CR", "", "Subjects with CR."),
    ];
    columns.extend(interval_columns("cr", "CR"));
    columns.push(Column::number("remission", "CR + CRp", "", "Subjects with CR or CRp."));
    columns.extend(interval_columns("remission", "CR + CRp"));
    columns.extend([
        Column::number("published_n", "Published n", "", published),
        Column::number("published_cr", "CR", "", published),
        Column::number("published_remission", "CR + CRp", "", published),
    ]);
    table("subgroups", "Response in groups", columns, result.trial.subgroups.iter().map(subgroup).collect())
}

fn interval_columns(name: &str, label: &str) -> [Column; 2] {
    let about = |end: &str| format!("{end} end of the exact 95 % interval of its share (Clopper and Pearson 1934).");
    [
        Column::number(&format!("{name}_low"), &format!("{label} from"), "%", &about("Lower")),
        Column::number(&format!("{name}_high"), "to", "%", &about("Upper")),
    ]
}

fn subgroup(found: &Subgroup) -> Vec<String> {
    let [cr_low, cr_high] = exact_percents(found.cr_interval);
    let [low, high] = exact_percents(found.remission_interval);
    let published = found.published.as_ref();
    let count = |count: Option<u32>| count.map_or_else(String::new, |count| count.to_string());
    let [n, cr, remission] = [found.n, found.cr, found.remission].map(|count| count.to_string());
    let start = [found.heading.clone(), found.label.clone(), n, cr, cr_low, cr_high, remission, low, high];
    let beside =
        [published.map(|group| group.n), published.and_then(|group| group.cr), published.map(|group| group.remission)];
    start.into_iter().chain(beside.map(count)).collect()
}

/// The curves of Kaplan and Meier, step by step.
pub fn curves(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm, or `total` for all."),
        Column::text(
            "endpoint",
            "Endpoint",
            "OS: from the first dose to death; DFS: from remission to relapse or death.",
        ),
        Column::number("day", "Day", "d", "Day of the step."),
        Column::number("at_risk", "At risk", "", "Subjects under observation just before."),
        Column::number("events", "Events", "", "Events on this day."),
        Column::number("censored", "Censored", "", "Subjects whose observation ended on this day without an event."),
        Column::number("survival", "Survival", "%", "Share without the event after this day."),
        Column::number("low", "95 % from", "%", "Lower end of its 95 % interval (log-log)."),
        Column::number("high", "to", "%", "Upper end of its 95 % interval."),
    ];
    let of = |name: &str, endpoint: &str, curve: &KaplanMeier| -> Vec<Vec<String>> {
        curve.steps.iter().map(|found| step(name, endpoint, found)).collect()
    };
    let both = result.trial.survival.iter().flat_map(|found| {
        [of(&found.name, "OS", &found.overall), of(&found.name, "DFS", &found.disease_free)].concat()
    });
    texts("survival_curves", "Survival, step by step", columns, both.collect())
        .with_after_failure(result.after_failure.as_deref())
        .into()
}

fn step(name: &str, endpoint: &str, step: &Step) -> Vec<String> {
    let counts = [step.at_risk, step.events, step.censored].map(|count| count.to_string());
    let [low, high] = exact_percents(step.interval);
    let start = [name.to_owned(), endpoint.to_owned(), exact(step.time)];
    start.into_iter().chain(counts).chain([exact(100.0 * step.survival), low, high]).collect()
}

/// Median survival with its interval.
pub fn medians(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm, or `total` for all."),
        Column::text(
            "endpoint",
            "Endpoint",
            "OS: from the first dose to death; DFS: from remission to relapse or death.",
        ),
        Column::number("n", "n", "", "Subjects."),
        Column::number("events", "Events", "", "Subjects with the event."),
        Column::number("median", "Median", "d", "Median time; empty if not reached."),
        Column::number("low", "95 % from", "d", "Lower end of its 95 % interval; empty if not reached."),
        Column::number("high", "to", "d", "Upper end of its 95 % interval; empty if not reached."),
    ];
    let day = |day: Option<f64>| day.map_or_else(String::new, exact);
    let of = |name: &str, endpoint: &str, curve: &KaplanMeier| {
        let (low, high) = curve.median_interval;
        let counts = [curve.n, curve.events].map(|count| count.to_string());
        let days = [curve.median, low, high].map(day);
        [name.to_owned(), endpoint.to_owned()].into_iter().chain(counts).chain(days).collect::<Vec<_>>()
    };
    let both = result
        .trial
        .survival
        .iter()
        .flat_map(|found| [of(&found.name, "OS", &found.overall), of(&found.name, "DFS", &found.disease_free)]);
    texts("survival_medians", "Median survival", columns, both.collect())
        .with_after_failure(result.after_failure.as_deref())
        .into()
}

/// The remission of each responder against the one before.
pub fn remissions(result: &TrialResult) -> Table {
    let longer = "Whether the second is longer: yes, no, or empty while it goes on.";
    let columns = vec![
        Column::number("subject", "Subject", "", "Number of the subject."),
        Column::text("arm", "Arm", "Name of the arm."),
        Column::number("previous_days", "Previous remission", "d", "Length of the remission before the trial."),
        Column::number(
            "days",
            "This remission",
            "d",
            "Length of this one, to relapse, death or the end of observation.",
        ),
        Column::text("ongoing", "Goes on", "Whether it was under observation to the end: yes or no."),
        Column::text("longer", "Longer", longer),
    ];
    let yes_or_no = |holds: bool| if holds { "yes" } else { "no" };
    let row = |pair: &RemissionPair| {
        vec![
            pair.subject.to_string(),
            result.arms[pair.arm as usize].clone(),
            exact(pair.previous_days),
            exact(pair.days),
            yes_or_no(pair.ongoing).into(),
            pair.longer().map_or("", yes_or_no).into(),
        ]
    };
    let rows = result.trial.remissions.iter().map(row).collect();
    table("remissions", "Remissions against the ones before", columns, rows)
}

/// The rule followed through each arm.
pub fn stopping_path(result: &TrialResult) -> Table {
    let boundary =
        "Most CR at which the arm stops with so many subjects; empty where it cannot stop or the rule does not look.";
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm."),
        Column::number("subjects", "Subjects", "", "Subjects so far, in order of enrollment."),
        Column::number("responses", "CR", "", "CR among them."),
        Column::number(
            "probability",
            "Probability",
            "",
            "Posterior probability that the arm is better than the standard.",
        ),
        Column::text("due", "Looked at", "Whether the rule looks here: yes or no."),
        Column::number("boundary", "Stops at", "", boundary),
    ];
    let of = |path: &cenersim_analyses::trial::StoppingPath| {
        let boundary = |subjects: u32| {
            let found = path.boundary.iter().find(|(n, _)| *n == subjects).and_then(|(_, most)| *most);
            found.map_or_else(String::new, |most| most.to_string())
        };
        let row = |look: &cenersim_analyses::trial::Look| {
            let due = if look.due { "yes" } else { "no" };
            let [subjects, responses] = [look.subjects, look.responses].map(|count| count.to_string());
            let probability = exact(look.probability);
            vec![path.arm.clone(), subjects, responses, probability, due.into(), boundary(look.subjects)]
        };
        path.looks.iter().map(row).collect::<Vec<_>>()
    };
    table(
        "stopping_path",
        "The stopping rule, subject by subject",
        columns,
        result.trial.stopping.iter().flat_map(of).collect(),
    )
}

/// Both ends of an interval that may not exist.
pub fn ends_or_empty(interval: Option<cenersim_statistics::Interval>) -> [String; 2] {
    interval.map_or_else(|| [String::new(), String::new()], exact_ends)
}
