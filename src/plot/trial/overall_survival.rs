//! Overall survival of the arms of a trial. Left out: the estimate and its drawing, which are those of comparisons.
//!
//! Kaplan-Meier curves from the first dose, with numbers at risk, medians and, with several arms, the p value of the
//! log-rank test.
//!
//! # How to read it
//!
//! As the survival of a comparison, with one difference: each subject is in one arm only, so groups are independent
//! and the log-rank test is the usual one. No survival was published for this trial; nothing stands beside the
//! curves.

use super::{Trial, TrialInput, groups, log_rank, medians};
use crate::{
    Drawing, FigureOf, Section, Theme,
    kaplan_meier::{Survival, kaplan_meier},
};
use cenersim_text::{p_value, plural};

/// Survival of all arms from the first dose; none without subjects.
pub const FIGURE: FigureOf<Trial> = FigureOf { name: "overall_survival", section: Section::Survival, alt, draw };

fn alt(input: &TrialInput, _: &str) -> String {
    medians("Kaplan-Meier curves of overall survival", input, |arm| &arm.overall)
}

/// Whether the log-rank test tells the arms apart at 5 %.
fn message(input: &TrialInput) -> String {
    let told = match input.result.trial.overall_log_rank_p.filter(|_| input.result.arms.len() > 1) {
        Some(p) if p < 0.05 => format!("the arms differ ({})", p_value(p)),
        Some(p) => format!("the arms cannot be told apart ({})", p_value(p)),
        None => return medians("Overall survival", input, |arm| &arm.overall).replace(". ", ": "),
    };
    format!("Overall survival: {told}")
}

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let groups = groups(input, theme, |arm| &arm.overall);
    if groups.iter().all(|group| group.km.n == 0) {
        return Vec::new();
    }
    let deaths: u32 = groups.iter().map(|group| group.km.events).sum();
    let test = log_rank(input, input.result.trial.overall_log_rank_p);
    let after = input.result.after_failure;
    let survival = Survival {
        sheet: input.sheet_of_arms(
            message(input),
            format!("Kaplan-Meier, {}, {}; {after}.{test}", input.units(), plural(deaths, "death")),
            theme,
        ),
        share: "Alive (%)",
        time: "Days since the first dose",
        horizon_days: input.result.protocol.follow_up_days,
        groups: &groups,
        nobody: "nobody",
    };
    kaplan_meier(&survival, theme)
}
