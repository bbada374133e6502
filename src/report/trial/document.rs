//! A trial as a report: findings first, then what they rest on, who took part, responses, survival, safety, the stopping rule, what so many
//! subjects can and cannot tell, what is wrong with the published numbers, and what was assumed.
//!
//! | section | what it answers | tables |
//! |---|---|---|
//! | Who took part | how many were screened, excluded, randomized, and who they are | `demographics`, `flow`, `excluded` |
//! | Response | who responded, by arm, disease and inhibitors | `response`, `disease`, `inhibitors`, `subgroups` |
//! | Survival | how long they lived, and remissions lasted | `survival`, `survival_medians`, `remission`, `remissions` |
//! | Two arms | what a controlled trial of these arms would report | `two_arm`, `two_arm_power` |
//! | Safety | what went wrong | `safety` |
//! | The stopping rule | where an arm was stopped | `stopping` |
//! | Statistical power | what so many subjects can and cannot show | `effects`, `contrasts`, `responders`, `power` |
//! | The published numbers | what contradicts itself in them | `contradictions` |
//! | How trials were repeated | what repeated trials draw from | `pool` |
//!
//! The order is that of a publication of a trial, so that a reader finds a table where a paper would have it. What the
//! publication could not have (power, repeated trials, contradictions) comes after it. Long names of arms have the number by which
//! the figures call them, in every table and in the summary; the verdict and the files have the names alone.

use super::{
    super::{
        Document, Listing, Section, Table,
        headline_table::{HEADING, TEXT},
        parts::{Part, further, say_after_failure, take_table},
        prescriptions::prescriptions,
        rests::rests,
    },
    TrialRecord,
    count_tables::wide,
    knowledge_tables::is_shown,
    other_tables,
    product::facts,
    summary::sentences,
    verdict::trial_verdict,
};
use cenersim_analyses::trial::{PosteriorUsed, TrialResult};
use cenersim_plot::{Figure, Section as Of, numbered};

/// Tables with too many rows for a reader.
const ONLY_FILES: [&str; 4] = ["survival_curves", "stopping_path", "characteristics", "distributions"];

const PARTS: [Part; 11] = [
    Part { heading: HEADING, text: TEXT, figures: Some(Of::Headline), tables: &["headline"] },
    Part {
        heading: "Who took part",
        text: "Candidates are drawn until the numbers of the protocol are met; the model knows age and the length of the first remission, and turns nobody away for anything else.",
        figures: Some(Of::Participants),
        tables: &["demographics", "flow", "excluded"],
    },
    Part {
        heading: "Response",
        text: "CR (complete remission) is the primary endpoint; CR + CRp (with those of incomplete platelet recovery) stands beside it. Intervals of shares are exact (Clopper and Pearson 1934). The tail is the share of repeated trials at or beyond the published value, twice the smaller of both tails.",
        figures: Some(Of::Response),
        tables: &["response", "disease", "inhibitors", "subgroups"],
    },
    Part {
        heading: "Survival",
        text: "Estimates of Kaplan and Meier; who is alive at the end of the follow-up is censored there. No survival was published.",
        figures: Some(Of::Survival),
        tables: &["survival", "survival_medians", "remission", "remissions"],
    },
    Part {
        heading: "Two arms as a controlled trial compares them",
        text: "Of the trial that is shown; confidence intervals of independent groups. Power, wrong signs and exaggeration are those of a larger trial of two such arms, if the effect found here were the truth; a trial of this size says little about it.",
        figures: None,
        tables: &["two_arm", "two_arm_power"],
    },
    Part { heading: "Safety", text: "", figures: None, tables: &["safety"] },
    Part {
        heading: "The stopping rule",
        text: "Bayesian monitoring of the CR rate of each arm after Thall, Simon and Estey 1995. The trial used such a rule, its constants are not published and are assumed here. Each response counts as known before the next subject comes.",
        figures: Some(Of::Stopping),
        tables: &["stopping"],
    },
    Part {
        heading: "Statistical power: what so many subjects can and cannot show",
        text: "The same patients with cenersen, without it, without inhibitors, and in a world in which cenersen does nothing and fever alone makes users of inhibitors. No trial can do this. A contrast that every explanation shows about as often is no evidence for one of them.",
        figures: Some(Of::Explanations),
        tables: &["effects", "contrasts", "responders", "power"],
    },
    Part { heading: "How cenersen is thought to work", text: "", figures: Some(Of::Mechanism), tables: &[] },
    Part {
        heading: "What is wrong with the published numbers",
        text: "The program checks the published tables by arithmetic on whole patients; nothing is corrected by it. Published counts of refractory and relapsed subjects are those that fit all percentages and totals.",
        figures: None,
        tables: &["contradictions"],
    },
    Part {
        heading: "How trials were repeated",
        text: "Patients are simulated once in every arm and under every explanation. Each repeated trial draws its subjects from them without replacement, randomizes and analyzes them like the trial that is shown; two trials share some subjects by chance.",
        figures: None,
        tables: &["pool"],
    },
];

/// The report of a trial with these figures; `dark` if the figures are.
pub fn trial_document(record: &TrialRecord, mut figures: Vec<Figure>, dark: bool) -> Document {
    let (verdict, numbered) = (trial_verdict(record.result), numbered(record.result));
    let result = numbered.as_ref().unwrap_or(record.result);
    let record = &TrialRecord { result, ..*record };
    let mut tables = shown(record);
    let mut sections: Vec<Section> = record.trial.arms.first().map(|arm| rests(&arm.ledger)).into_iter().collect();
    sections.extend(PARTS.iter().map(|part| part.section(&mut figures, &mut tables)));
    say_after_failure(&mut sections, result.after_failure);
    if let (Some(used), Some(how)) = (result.posterior(), sections.last_mut()) {
        how.text = vec![over_draws(used)];
    }
    let ledger = take_table(&mut tables, "ledger");
    sections.push(further(figures, tables, &ONLY_FILES));
    sections.push(scenario(record));
    sections.push(assumptions(record, ledger));
    sections.retain(|section| !section.is_empty());
    Document {
        title: result.title.clone(),
        subtitle: format!("A virtual trial of {} subjects in {} arms", result.protocol.total(), result.arms.len()),
        verdict,
        arms: result.arms.clone(),
        summary: sentences(record),
        sections,
        command: record.made.command.to_owned(),
        provenance: facts(record),
        dark,
    }
}

/// How trials were repeated over the draws of a calibration.
fn over_draws(used: &PosteriorUsed) -> String {
    format!(
        "Every repeated trial has subjects of its own and one of {} equally weighted draws of {} parameters ({}) from the calibration \
         `{}` (seed {}), the same draw for all its subjects. Each subject is simulated in their own arm, with and without cenersen and \
         inhibitors. The trial that is shown was conducted with the values of the table of assumptions.",
        used.draws,
        used.parameters.len(),
        used.parameters.join(", "),
        used.calibration,
        used.seed
    )
}

/// The tables as readers like them: those of the source as wide as in print, those over true rates thinned out.
/// Tables over true rates have every fifth percent and the expected rate.
fn shown(record: &TrialRecord) -> Vec<Table> {
    let mut tables: Vec<Table> = record.result.tables.iter().map(wide).chain(other_tables(record, is_shown)).collect();
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn scenario(record: &TrialRecord) -> Section {
    let (name, text) = record.scenario;
    let listing = Listing { caption: format!("Scenario {name}.toml, as it was run"), text: text.to_owned() };
    let names = record.result.arms.iter().map(String::as_str);
    let arms = names.zip(record.trial.arms.iter().map(|arm| &arm.regimen));
    let tables = vec![prescriptions(arms)];
    Section { heading: "The protocol".into(), tables, listings: vec![listing], ..Section::default() }
}

/// What the protocol assumes, then every number of the model, the assumed ones first.
fn assumptions(record: &TrialRecord, ledger: Option<Table>) -> Section {
    let text = "Assumed numbers (grade C) come first. Grade A is measured in a source that was read, B well established, Source stated only by the document that the project starts from; sources are rows of the evidence table.";
    let hold = match record.result.posterior() {
        Some(_) => {
            "Intervals over repeated trials hold for draws of the calibrated parameters and for these values of all others."
        }
        None => "The intervals of this report hold for these values and leave out their uncertainty.",
    };
    Section {
        heading: "Assumptions".into(),
        text: protocol(record.result).into_iter().chain([format!("{text} {hold}")]).collect(),
        tables: ledger.into_iter().collect(),
        ..Section::default()
    }
}

/// What the protocol assumes.
fn protocol(result: &TrialResult) -> Option<String> {
    let rule = result.protocol.stopping.as_ref()?;
    let ((a, b), (c, d)) = (rule.standard, rule.experimental);
    Some(format!(
        "Assumed in the protocol: blocks of {}, a follow-up of {} days, users of inhibitors counted until day {}, and the \
         constants of the stopping rule: standard beta({a}, {b}), arm before data beta({c}, {d}), margin {}, limit {}, first \
         look after {} subjects, then after every {}.",
        result.protocol.block,
        result.protocol.follow_up_days,
        result.protocol.users_until_day,
        rule.margin,
        rule.lower,
        rule.first_look,
        rule.every
    ))
}
