//! Tables of what a trial of this size can tell: the same patients under every explanation, the stopping rule, the power.

use super::super::{
    Table,
    html::{TextColumn as Column, Texts},
};
use super::subject_tables::ends_or_empty;
use cenersim_analyses::trial::{Contrast, Effect, Estimated, ExplanationResult, TrialResult};
use cenersim_text::{exact, exact_ends, exact_or_empty, exact_percent, exact_percents};

fn table(name: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Table {
    Texts { name: name.into(), caption: caption.into(), columns, rows }.into()
}

fn explanation_column() -> Column {
    Column::text("explanation", "Explanation", "What makes the responses.")
}

fn explanations(result: &TrialResult) -> impl Iterator<Item = &ExplanationResult> {
    result.repeated.iter().flat_map(|repeated| &repeated.explanations)
}

/// The response that is due to cenersen, in the same patients.
pub fn effects(result: &TrialResult) -> Table {
    let columns = vec![
        explanation_column(),
        Column::text("arm", "Arm", "Name of the arm, or `total` for all, weighted by their subjects."),
        Column::text("endpoint", "Endpoint", "CR, or CR + CRp."),
        Column::number("n", "n", "", "Patients of the pool."),
        Column::number("share", "With it", "%", "Share with it under this explanation."),
        Column::number("without_cenersen", "Without cenersen", "%", "Share of the same patients without cenersen."),
        Column::number("difference", "Due to cenersen", "points", "The former less the latter."),
        Column::number("low", "95 % from", "points", "Lower end of its 95 % interval (bootstrap over patients)."),
        Column::number("high", "to", "points", "Upper end of its 95 % interval."),
        Column::number("standard_error", "Standard error", "points", "Its Monte-Carlo standard error.").in_file_only(),
    ];
    let row = |found: &ExplanationResult, effect: &Effect| {
        let Effect { arm, endpoint, n, share, without_cenersen, difference, interval, standard_error } = effect;
        let start = [found.explanation.label().into(), arm.clone(), endpoint.clone(), n.to_string()];
        let shares = [*share, *without_cenersen, *difference].map(exact_percent);
        start
            .into_iter()
            .chain(shares)
            .chain(exact_percents(*interval))
            .chain([exact_percent(*standard_error)])
            .collect()
    };
    let rows = explanations(result).flat_map(|found| found.effects.iter().map(move |effect| row(found, effect)));
    table("effects", "Response that is due to cenersen, in the same patients", columns, rows.collect())
}

/// How often a trial would show the published contrast of users and others.
pub fn contrasts(result: &TrialResult) -> Table {
    let mut columns = vec![
        explanation_column(),
        Column::number("users", "Users", "", "Users of inhibitors in a trial, mean."),
        Column::number("responders_among_users", "responding", "", "Responders (CR + CRp) among them, mean."),
        Column::number("others", "Others", "", "Subjects who used none, mean."),
        Column::number("responders_among_others", "responding", "", "Responders (CR + CRp) among them, mean."),
    ];
    let shares = [
        ("none_of_users", "No user responds", "Trials in which no user responds, whatever the others do"),
        ("as_published", "And others as published", "Trials in which no user and as many others as published respond"),
        ("as_extreme", "As extreme", "Trials in which users respond less and Fisher's p is at most the published one"),
    ];
    columns.extend(shares.into_iter().flat_map(|(name, label, about)| estimated_columns(name, label, about)));
    let difference = "Response of users less that of others over trials";
    columns.extend([
        Column::number("difference", "Users less others", "points", &format!("{difference}: median.")),
        Column::number("low", "95 % from", "points", &format!("{difference}: 2.5th percentile.")),
        Column::number("high", "to", "points", &format!("{difference}: 97.5th percentile.")),
    ]);
    let rows = explanations(result).map(|found| contrast(found.explanation.label(), &found.contrast)).collect();
    table("contrasts", "Users of inhibitors against others, in repeated trials", columns, rows)
}

fn estimated_columns(name: &str, label: &str, about: &str) -> [Column; 3] {
    let error = |of: &str| format!("{about}: standard error {of}.");
    [
        Column::number(name, label, "%", &format!("{about}.")),
        Column::number(&format!("{name}_trials_error"), "error", "points", &error("of a finite number of trials"))
            .in_file_only(),
        Column::number(&format!("{name}_pool_error"), "error", "points", &error("of a finite pool (jackknife)"))
            .in_file_only(),
    ]
}

fn estimated(found: Estimated) -> [String; 3] {
    [found.value, found.trials_error, found.pool_error].map(exact_percent)
}

fn contrast(name: &str, found: &Contrast) -> Vec<String> {
    let means = [found.users, found.responders_among_users, found.others, found.responders_among_others].map(exact);
    let shares = [found.none_of_users, found.as_published, found.as_extreme].map(estimated).concat();
    let difference = found.difference.as_ref();
    let median = exact_or_empty(difference.map(|found| found.median));
    let ends = ends_or_empty(difference.map(|found| found.interval));
    [name.to_owned()].into_iter().chain(means).chain(shares).chain([median]).chain(ends).collect()
}

/// Responders of whole trials.
pub fn responders(result: &TrialResult) -> Table {
    let columns = vec![
        explanation_column(),
        Column::text("endpoint", "Endpoint", "CR, or CR + CRp."),
        Column::number("median", "Median", "", "Subjects with it in a whole trial: median of repeated trials."),
        Column::number("low", "95 % from", "", "2.5th percentile of repeated trials."),
        Column::number("high", "to", "", "97.5th percentile of repeated trials."),
    ];
    let rows = explanations(result).flat_map(|found| {
        [("CR", &found.cr), ("CR + CRp", &found.responders)].map(|(endpoint, predicted)| {
            let start = [found.explanation.label().into(), endpoint.into(), exact(predicted.median)];
            start.into_iter().chain(exact_ends(predicted.interval)).collect()
        })
    });
    table("responders", "Responders of a whole trial", columns, rows.collect())
}

/// The stopping rule over repeated trials.
pub fn stopping(result: &TrialResult) -> Table {
    let about = "Trials in which the arm stops";
    let mut columns = vec![explanation_column(), Column::text("arm", "Arm", "Name of the arm.")];
    columns.extend(estimated_columns("probability", "Stops", about));
    columns.push(Column::number("expected_subjects", "Subjects", "", "Subjects that the arm enrolls, mean."));
    let rows = explanations(result).flat_map(|found| {
        found.stopping.iter().map(|arm| {
            let start = [found.explanation.label().to_owned(), arm.arm.clone()];
            start.into_iter().chain(estimated(arm.probability)).chain([exact(arm.expected_subjects)]).collect()
        })
    });
    table("stopping", "The stopping rule in repeated trials", columns, rows.collect())
}

/// The stopping rule at true rates, by enumeration.
pub fn characteristics(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm."),
        Column::number("true_rate", "True CR rate", "%", "True CR rate; subjects respond independently."),
        Column::number("probability", "Stops", "%", "Probability that the arm stops, by exact enumeration."),
        Column::number("expected_subjects", "Subjects", "", "Mean number of subjects that the arm enrolls."),
        Column::number("expected_responses", "CR", "", "Mean number of CR among them."),
    ];
    let rows = result.characteristics.iter().flat_map(|arm| {
        arm.exact.iter().map(|found| {
            let shares = [found.true_rate, found.probability_of_stopping].map(exact_percent);
            let means = [found.expected_subjects, found.expected_responses].map(exact);
            [arm.arm.clone()].into_iter().chain(shares).chain(means).collect()
        })
    });
    table("characteristics", "The stopping rule at true CR rates", columns, rows.collect())
}

/// What all subjects can tell about the expected rate.
pub fn power(result: &TrialResult) -> Table {
    let wrong = "Share of the significant results on the wrong side of the expected rate (type S); empty at that rate.";
    let exaggeration = "Mean distance of significant results from the expected rate over the true one (type M); empty at \
                        that rate.";
    let columns = vec![
        Column::number("true_rate", "True CR rate", "%", "True CR rate of all subjects."),
        Column::number(
            "power",
            "Power",
            "%",
            "Probability of a significant result, exact test, 5 % in each direction.",
        ),
        Column::number("type_s", "Wrong sign", "%", wrong),
        Column::number("type_m", "Exaggeration", "times", exaggeration),
    ];
    let row = |found: &cenersim_analyses::trial::Power| {
        let errors = &found.errors;
        vec![
            exact_percent(found.truth),
            exact_percent(errors.power),
            errors.type_s.map_or_else(String::new, exact_percent),
            exact_or_empty(errors.type_m),
        ]
    };
    table(
        "power",
        "What all subjects can tell about the expected CR rate",
        columns,
        result.power.iter().map(row).collect(),
    )
}

/// Patients from whom repeated trials were drawn.
pub fn pool(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("disease", "Disease", "refractory or relapsed."),
        Column::text("sex", "Sex", "male or female."),
        Column::text("inhibitors", "Inhibitors", "user or none."),
        Column::number("patients", "Patients", "", "Patients of the pool."),
    ];
    let cells = result.repeated.iter().flat_map(|repeated| &repeated.pool.cells);
    let row = |cell: &cenersim_analyses::trial::PoolCell| {
        let words = [
            if cell.refractory { "refractory" } else { "relapsed" },
            if cell.man { "male" } else { "female" },
            if cell.user { "user" } else { "none" },
        ];
        words.map(String::from).into_iter().chain([cell.patients.to_string()]).collect()
    };
    table("pool", "Patients from whom repeated trials were drawn", columns, cells.map(row).collect())
}

/// Contradictions within the published tables, as the program finds them.
pub fn contradictions(result: &TrialResult) -> Table {
    let columns = vec![Column::text("contradiction", "Contradiction", "Published numbers that exclude each other.")];
    let rows = super::contradictions(result).into_iter().map(|found| vec![found]).collect();
    table("contradictions", "Published numbers that exclude each other", columns, rows)
}
