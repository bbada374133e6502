//! Disease-free survival of all arms: remissions without relapse, from the remission on. Left out: the estimate, which
//! `statistics` makes.
//!
//! Time 0 is the day of the first remission; an event is a relapse or a death, and a transplantation in remission
//! censors.
//!
//! # How to read it
//!
//! Only patients in remission are in it, so arms differ in whom they show: an arm that brings weak responders into
//! remission may have the lower curve and still be the better arm. Times count from the remission, not from
//! treatment. Remissions and relapses are seen where the marrow is examined, so curves fall on differences of examination days
//! and medians of arms may coincide.

use super::{Comparison, ComparisonInput, by_arm, groups, reached};
use crate::{
    Drawing, FigureOf, Section, Theme,
    kaplan_meier::{Survival, kaplan_meier, lasting, until_transplantation},
};
use cenersim_text::plural;

/// Survival of the remissions of all arms.
pub const FIGURE: FigureOf<Comparison> =
    FigureOf { name: "disease_free_survival", section: Section::Survival, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    let what = "Kaplan-Meier curves from remission to relapse or death";
    by_arm(what, input, |arm| reached(&arm.disease_free_survival))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let groups = groups(input, theme, |arm| &arm.disease_free_survival);
    let remissions: u32 = groups.iter().map(|group| group.km.n).sum();
    let survival = Survival {
        sheet: input.sheet(
            lasting(&groups),
            format!(
                "Kaplan-Meier, {} in all arms, to relapse (seen on examination days) or death{}.",
                plural(remissions, "remission"),
                until_transplantation(input.compared.after_failure)
            ),
            theme,
        ),
        share: "In remission (%)",
        time: "Days since the remission",
        horizon_days: input.compared.follow_up_days,
        groups: &groups,
        nobody: "no remission",
    };
    kaplan_meier(&survival, theme)
}
