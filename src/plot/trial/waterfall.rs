//! Waterfall of a trial: best change of the marrow blasts of each subject, a panel for each arm. Left out: its drawing,
//! which is that of comparisons.

use super::TrialInput;
use crate::{
    Figure, Theme,
    comparison::{self, ComparisonInput},
};
use cenersim_analyses::{
    comparison::{ArmResult, BestChange, Compared},
    trial::Subject,
};
use cenersim_model::curves::Response;
use cenersim_statistics::KaplanMeier;

/// The waterfall of all arms; none if nobody was examined.
pub fn waterfall(input: &TrialInput, theme: &Theme) -> Option<Figure> {
    let arm = |(i, name): (usize, &String)| changes(input, i, name);
    let result = input.result;
    let compared = Compared {
        title: result.title.clone(),
        arms: result.arms.iter().enumerate().map(arm).collect(),
        pairs: Vec::new(),
        attribution: Vec::new(),
        sweep: None,
        headline: None,
        population: true,
        patients: result.trial.subjects.len() as u32,
        replicates: 1,
        horizon_days: result.protocol.follow_up_days,
        follow_up_days: result.protocol.follow_up_days,
        after_failure: result.after_failure,
        criteria: result.criteria.clone(),
        seed: result.seed,
    };
    comparison::waterfall(&ComparisonInput { compared: &compared, footer: input.footer }, theme)
}

fn changes(input: &TrialInput, arm: usize, name: &str) -> ArmResult {
    let mine: Vec<&Subject> =
        input.result.trial.subjects.iter().filter(|subject| subject.arm as usize == arm).collect();
    let change = |subject: &&Subject| {
        let percent = subject.record.best_blast_change?;
        Some(BestChange { patient: subject.number.into(), percent, response: subject.response() })
    };
    let mut responses: Vec<(Response, u32)> = Vec::new();
    for subject in &mine {
        match responses.iter_mut().find(|(response, _)| *response == subject.response()) {
            Some((_, count)) => *count += 1,
            None => responses.push((subject.response(), 1)),
        }
    }
    ArmResult {
        deaths: Vec::new(),
        name: name.into(),
        best_changes: mine.iter().filter_map(change).collect(),
        responses,
        doses: Vec::new(),
        rates: Vec::new(),
        measures: Vec::new(),
        overall_survival: KaplanMeier::default(),
        disease_free_survival: KaplanMeier::default(),
        bands: Vec::new(),
        published: None,
    }
}
