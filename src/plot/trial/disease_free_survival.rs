//! Disease-free survival of the arms of a trial: remissions without relapse, from the remission on. Left out: the estimate
//! and its drawing, which are those of comparisons.
//!
//! Time 0 is the day of the remission; an event is a relapse or a death.
//!
//! # How to read it
//!
//! Few subjects reach a remission, so a step is a large share and the axis ends at the longest remission. An arm
//! without a remission is named under the axis and has no curve.

use super::{Trial, TrialInput, groups, log_rank, medians};
use crate::{
    Drawing, FigureOf, Section, Theme,
    kaplan_meier::{Survival, kaplan_meier, lasting, until_transplantation},
};
use cenersim_text::plural;

/// Survival of the remissions; none without subjects.
pub const FIGURE: FigureOf<Trial> = FigureOf { name: "disease_free_survival", section: Section::Survival, alt, draw };

fn alt(input: &TrialInput, _: &str) -> String {
    medians("Kaplan-Meier curves from remission to relapse or death", input, |arm| &arm.disease_free)
}

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let groups = groups(input, theme, |arm| &arm.disease_free);
    if input.result.trial.subjects.is_empty() || groups.is_empty() {
        return Vec::new();
    }
    let remissions: u32 = groups.iter().map(|group| group.km.n).sum();
    let test = log_rank(input, input.result.trial.disease_free_log_rank_p);
    let survival = Survival {
        sheet: input.sheet_of_arms(
            lasting(&groups),
            format!(
                "Kaplan-Meier, {}, to relapse (seen on examination days) or death{}.{test}",
                plural(remissions, "remission"),
                until_transplantation(input.result.after_failure)
            ),
            theme,
        ),
        share: "In remission (%)",
        time: "Days since the remission",
        horizon_days: input.result.protocol.follow_up_days,
        groups: &groups,
        nobody: "no remission",
    };
    kaplan_meier(&survival, theme)
}
