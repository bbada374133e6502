//! Numbers at risk: a row for each group under the axis of a survival figure, a column for each tick. Left out: numbers
//! of events.
//!
//! A number is how many of a group are under observation just before the day of its tick, so it begins with all of
//! them.

use super::{
    Theme,
    grid::unit,
    kaplan_meier::Group,
    labels::BESIDE,
    page::{MARGIN, Page},
    panel::Panel,
    rows::fitting,
    text::{self, Anchor, Style},
};
use cenersim_statistics::KaplanMeier;
use cenersim_text::count;

/// Room for the names of groups left of the panel (px).
pub fn left(groups: &[Group], theme: &Theme) -> f64 {
    let style = style(theme);
    let called =
        |group: &Group| text::width(text::number_of(group.name).unwrap_or(group.name), style.size, style.weight);
    let widest = groups.iter().map(called).fold(0.0, f64::max);
    (widest + sample(theme) + numbers(theme)).clamp(168.0 * unit(theme), 360.0 * unit(theme))
}

/// Height of the table under the axis title (px).
pub fn height(groups: usize, theme: &Theme) -> f64 {
    row(theme) * (groups as f64 + 1.0) + 8.0
}

/// Writes the table from `top` (px) on, with a remark at the right of each row; `nobody` is what is said of a group without observations.
pub fn draw(page: &mut Page, panel: &Panel, groups: &[(&Group, String)], nobody: &str, top: f64) {
    let theme = page.theme;
    let heading = Style::new(theme.sizes.tick, theme.muted);
    page.text((MARGIN, top + heading.size), "At risk", &heading);
    for (i, (group, remark)) in groups.iter().enumerate() {
        let baseline = top + row(theme) * (i as f64 + 1.0) + heading.size;
        name(page, panel, group, baseline);
        if !remark.is_empty() {
            let room = f64::from(theme.size.0) - panel.frame.right() - BESIDE - MARGIN / 2.0;
            page.text((panel.frame.right() + BESIDE, baseline), remark, &fitting(remark, heading, room));
        }
        let style = Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::Middle);
        if group.km.n == 0 {
            let left = panel.frame.x - numbers(theme) * 0.5;
            page.text((left, baseline), nobody, &Style::new(theme.sizes.tick, theme.muted));
            continue;
        }
        for (x, number) in columns(panel, group.km, &style) {
            page.text((x, baseline), &number, &style);
        }
    }
}

/// Places and numbers, left out where they would touch.
fn columns(panel: &Panel, km: &KaplanMeier, style: &Style) -> Vec<(f64, String)> {
    let mut free_from = f64::NEG_INFINITY;
    let mut out = Vec::new();
    for tick in &panel.x.ticks {
        let (Some((x, _)), number) = (panel.at(tick.position, 0.0), count(at_risk(km, tick.position))) else {
            continue;
        };
        let half = text::width(&number, style.size, style.weight) / 2.0;
        if x - half > free_from {
            free_from = x + half + 8.0;
            out.push((x, number));
        }
    }
    out
}

/// Sample and name of the group, left of its numbers.
fn name(page: &mut Page, panel: &Panel, group: &Group, baseline: f64) {
    let theme = page.theme;
    let style = Style { color: theme.text_in(group.stroke.color), ..style(theme) };
    let middle = baseline - style.size * 0.35;
    page.line((MARGIN, middle), (MARGIN + style.size * 1.35, middle), &group.stroke);
    let room = panel.frame.x - numbers(theme) - MARGIN - sample(theme);
    let lines = text::condensed(group.name, &style, room, 1);
    page.text((MARGIN + sample(theme), baseline), &lines[0], &style);
}

fn style(theme: &Theme) -> Style {
    Style::new(theme.sizes.tick, theme.ink).semi_bold()
}

/// Height of a row (px).
fn row(theme: &Theme) -> f64 {
    theme.sizes.tick * 1.28
}

/// Length of the sample and the gap after it (px).
fn sample(theme: &Theme) -> f64 {
    theme.sizes.tick * 1.7
}

/// Room for half a number at day 0 and a gap (px).
fn numbers(theme: &Theme) -> f64 {
    theme.sizes.tick * 2.2
}

/// Under observation just before a time.
pub fn at_risk(km: &KaplanMeier, time: f64) -> u32 {
    km.steps.iter().find(|step| step.time >= time).map_or(0, |step| step.at_risk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_statistics::Observed;

    #[test]
    fn those_are_at_risk_who_have_had_no_event_before() {
        let observed = [(10.0, true), (10.0, false), (20.0, true), (30.0, false)];
        let km = KaplanMeier::of(&observed.map(|(time, event)| Observed { time, event }));
        assert_eq!([0.0, 10.0, 10.5, 20.0, 25.0, 30.0, 31.0].map(|time| at_risk(&km, time)), [4, 4, 2, 2, 1, 1, 0]);
    }
}
