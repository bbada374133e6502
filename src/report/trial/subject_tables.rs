//! Tables of the trial that is shown: flow, subgroups, survival step by step, and remissions against the ones before.
//!
//! # Examples
//!
//! ```text
//! arm,randomized,treated,second_course,died_early,not_examined,evaluable,analyzed,died,completed
//! B,6,6,0,1,0,5,6,5,1
//!
//! subject,arm,previous_days,days,ongoing,longer
//! 4,A,343.2117046,21,no,no
//!
//! arm,subjects,responses,probability,due,boundary
//! A,2,1,0.7672582784,no,
//! ```
//!
//! `remissions` sets a remission beside the one before: `longer` is yes if it lasted longer or was observed for
//! longer. `stopping_path` has a row for each subject of an arm, with the posterior probability that the arm is
//! better by the margin.

use super::super::table::{Column, Table};
use cenersim_analyses::trial::{
    ConsortArm, Excluded, Look, PublishedGroup, RemissionPair, StoppingPath, Subgroup, TrialResult,
};
use cenersim_statistics::{Interval, KaplanMeier, Step};

/// From randomization to analysis, arm by arm.
/// One row for each arm, with the counts of a CONSORT diagram.
pub fn flow(result: &TrialResult) -> Table {
    let count = |name: &str, label: &str, about: &str, of: fn(&ConsortArm) -> u32| {
        Column::number(name, label, "", about, move |arm: &&ConsortArm| of(arm))
    };
    let unexamined = "Subjects who lived and had no marrow examination in the window.";
    let early = "Subjects who died before the response could be judged.";
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm.", |arm: &&ConsortArm| arm.arm.clone()),
        count("randomized", "Randomized", "Subjects who were randomized to it.", |arm| arm.randomized),
        count("treated", "Treated", "Subjects who got the first dose.", |arm| arm.treated),
        count("second_course", "Second course", "Subjects who got a second course.", |arm| arm.second_course),
        count("died_early", "Died early", early, |arm| arm.died_early),
        count("not_examined", "Not examined", unexamined, |arm| arm.not_examined),
        count("evaluable", "Evaluable", "Subjects whose response could be judged.", |arm| arm.evaluable),
        count("analyzed", "Analyzed", "Subjects in the denominators of all tables.", |arm| arm.analyzed),
        count("died", "Died", "Subjects who died during the follow-up.", |arm| arm.died),
        count("completed", "Completed", "Subjects alive at the end of the follow-up.", |arm| arm.completed),
    ];
    Table::of("flow", "Subjects from randomization to analysis", columns, &result.trial.consort.arms)
}

/// Candidates who were not eligible, by reason.
/// One row for each reason.
pub fn excluded(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("reason", "Not eligible", "Why candidates were turned away.", |found: &&Excluded| {
            found.reason.clone()
        }),
        Column::number("subjects", "Candidates", "", "How many.", |found: &&Excluded| found.subjects),
    ];
    Table::of("excluded", "Candidates who were not eligible", columns, &result.trial.consort.not_eligible)
}

/// Responses in groups with exact intervals, beside the published ones.
/// One row for each group: n, CR, CR + CRp with exact intervals (Clopper and Pearson 1934), and the published counts.
pub fn subgroups(result: &TrialResult) -> Table {
    let remission = "Subjects with CR or CRp.";
    let mut columns = vec![
        Column::text("heading", "Split by", "What splits the subjects.", |found: &&Subgroup| found.heading.clone()),
        Column::text("label", "Group", "This part of them.", |found: &&Subgroup| found.label.clone()),
        Column::number("n", "n", "", "Subjects of the group.", |found: &&Subgroup| found.n),
        Column::number("cr", "CR", "", "Subjects with CR.", |found: &&Subgroup| found.cr),
    ];
    columns.extend(interval_columns("cr", "CR", |found| found.cr_interval));
    columns.push(Column::number("remission", "CR + CRp", "", remission, |found: &&Subgroup| found.remission));
    columns.extend(interval_columns("remission", "CR + CRp", |found| found.remission_interval));
    columns.extend([
        published("published_n", "Published n", |group| Some(group.n)),
        published("published_cr", "CR", |group| group.cr),
        published("published_remission", "CR + CRp", |group| Some(group.remission)),
    ]);
    Table::of("subgroups", "Response in groups", columns, &result.trial.subgroups)
}

/// In percent.
fn interval_columns<'a>(name: &str, label: &str, of: fn(&Subgroup) -> Interval) -> [Column<'a, &'a Subgroup>; 2] {
    let about = |end: &str| format!("{end} end of the exact 95 % interval of its share (Clopper and Pearson 1934).");
    [
        Column::number(
            &format!("{name}_low"),
            &format!("{label} from"),
            "%",
            &about("Lower"),
            move |row: &&Subgroup| 100.0 * of(row).low,
        ),
        Column::number(&format!("{name}_high"), "95 % interval to", "%", &about("Upper"), move |row: &&Subgroup| {
            100.0 * of(row).high
        }),
    ]
}

/// Missing where the group was not published.
fn published<'a>(name: &str, label: &str, of: fn(&PublishedGroup) -> Option<u32>) -> Column<'a, &'a Subgroup> {
    let about = "Published, as counts; those of refractory and relapsed are reconstructed; empty if not published.";
    Column::number(name, label, "", about, move |found: &&Subgroup| found.published.as_ref().and_then(of))
}

/// Name of an arm, name of an endpoint, and what is found of both.
type Of<'a, T> = (&'a str, &'static str, &'a T);

/// OS or DFS of an arm, or of all.
fn arm_and_endpoint<'a, T>() -> [Column<'a, Of<'a, T>>; 2] {
    let endpoint = "OS: from the first dose to death; DFS: from remission to relapse or death.";
    [
        Column::text("arm", "Arm", "Name of the arm, or `total` for all.", |row: &Of<T>| row.0.to_owned()),
        Column::text("endpoint", "Endpoint", endpoint, |row: &Of<T>| row.1),
    ]
}

/// The curves of all arms.
/// For each arm and the total: OS, then DFS.
fn all_curves(result: &TrialResult) -> Vec<Of<'_, KaplanMeier>> {
    let both = result.trial.survival.iter().map(|found| {
        let name = found.name.as_str();
        [(name, "OS", &found.overall), (name, "DFS", &found.disease_free)]
    });
    both.flatten().collect()
}

/// The curves of Kaplan and Meier, step by step.
/// One row for each step of each curve.
pub fn curves(result: &TrialResult) -> Table {
    type Row<'a> = Of<'a, Step>;
    let under = "Subjects under observation just before.";
    let censored = "Subjects whose observation ended on this day without an event.";
    let low = "Lower end of its 95 % interval (log-log); empty before the first event and where nobody is left.";
    let mut columns = Vec::from(arm_and_endpoint());
    columns.extend([
        Column::number("day", "Day", "d", "Day of the step.", |row: &Row| row.2.time),
        Column::number("at_risk", "At risk", "", under, |row: &Row| row.2.at_risk),
        Column::number("events", "Events", "", "Events on this day.", |row: &Row| row.2.events),
        Column::number("censored", "Censored", "", censored, |row: &Row| row.2.censored),
        Column::number("survival", "Survival", "%", "Share without the event after this day.", |row: &Row| {
            100.0 * row.2.survival
        }),
        Column::number("low", "95 % interval from", "%", low, |row: &Row| Some(100.0 * row.2.known()?.low)),
        Column::number("high", "95 % interval to", "%", "Upper end of its 95 % interval.", |row: &Row| {
            Some(100.0 * row.2.known()?.high)
        }),
    ]);
    columns.push(Column::after_failure(result.after_failure));
    let mut rows = Vec::new();
    for (arm, endpoint, curve) in all_curves(result) {
        rows.extend(curve.steps.iter().map(|step| (arm, endpoint, step)));
    }
    Table::of("survival_curves", "Survival, step by step", columns, rows)
}

/// Median survival with its interval.
/// One row for each curve (d).
pub fn medians(result: &TrialResult) -> Table {
    type Row<'a> = Of<'a, KaplanMeier>;
    let low = "Lower end of its 95 % interval; empty if not reached, and where both ends meet.";
    let high = "Upper end of its 95 % interval; empty if not reached, and where both ends meet.";
    let mut columns = Vec::from(arm_and_endpoint());
    columns.extend([
        Column::number("n", "n", "", "Subjects.", |row: &Row| row.2.n),
        Column::number("events", "Events", "", "Subjects with the event.", |row: &Row| row.2.events),
        Column::number("median", "Median", "d", "Median time; empty if not reached.", |row: &Row| row.2.median),
        Column::number("low", "95 % interval from", "d", low, |row: &Row| row.2.median_interval.0),
        Column::number("high", "95 % interval to", "d", high, |row: &Row| row.2.median_interval.1),
    ]);
    columns.push(Column::after_failure(result.after_failure));
    Table::of("survival_medians", "Median survival", columns, all_curves(result))
}

const fn yes_or_no(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

/// The remission of each responder against the one before.
/// One row for each responder who had a remission before the trial.
pub fn remissions(result: &TrialResult) -> Table {
    let longer = "Whether the second is longer: yes, no, or empty while it goes on.";
    let previous = "Length of the remission before the trial.";
    let days = "Length of this one, to relapse, death or the end of observation.";
    let ongoing = "Whether it was under observation to the end: yes or no.";
    let columns = vec![
        Column::number("subject", "Subject", "", "Number of the subject.", |pair: &&RemissionPair| pair.subject),
        Column::text("arm", "Arm", "Name of the arm.", |pair: &&RemissionPair| result.arms[pair.arm as usize].clone()),
        Column::number("previous_days", "Previous remission", "d", previous, |pair: &&RemissionPair| {
            pair.previous_days
        }),
        Column::number("days", "This remission", "d", days, |pair: &&RemissionPair| pair.days),
        Column::text("ongoing", "Goes on", ongoing, |pair: &&RemissionPair| yes_or_no(pair.ongoing)),
        Column::text("longer", "Longer", longer, |pair: &&RemissionPair| pair.longer().map_or("", yes_or_no)),
    ];
    Table::of("remissions", "Remissions against the ones before", columns, &result.trial.remissions)
}

/// The rule followed through each arm.
///
/// One row for each subject of each arm, in order of enrollment: posterior probability so far, and at how many CR the
/// arm would stop.
pub fn stopping_path(result: &TrialResult) -> Table {
    type Row<'a> = (&'a StoppingPath, &'a Look);
    let probability = "Posterior probability that the arm is better than the standard.";
    let boundary =
        "Most CR at which the arm stops with so many subjects; empty where it cannot stop or the rule does not look.";
    let subjects = "Subjects so far, in order of enrollment.";
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm.", |(path, _): &Row| path.arm.clone()),
        Column::number("subjects", "Subjects", "", subjects, |(_, look): &Row| look.subjects),
        Column::number("responses", "CR", "", "CR among them.", |(_, look): &Row| look.responses),
        Column::number("probability", "Probability", "", probability, |(_, look): &Row| look.probability),
        Column::text("due", "Looked at", "Whether the rule looks here: yes or no.", |(_, look): &Row| {
            yes_or_no(look.due)
        }),
        Column::number("boundary", "Stops at", "", boundary, |(path, look): &Row| {
            path.boundary.iter().find(|(n, _)| *n == look.subjects).and_then(|(_, most)| *most)
        }),
    ];
    let rows = result.trial.stopping.iter().flat_map(|path| path.looks.iter().map(move |look| (path, look)));
    Table::of("stopping_path", "The stopping rule, subject by subject", columns, rows)
}
