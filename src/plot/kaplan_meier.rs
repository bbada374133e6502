//! Survival figure: Kaplan-Meier curves of groups in one panel with marks of censoring, 95 % bands of up to three, the
//! numbers at risk under the axis, medians at the ends of the curves or, of many groups, beside the numbers at risk. Left out: the estimate, which `statistics` makes.
//!
//! Curves are steps in percent from 100 % at time 0; a mark of censoring stands where an observation ends without an
//! event. The band is the 95 % interval of the estimate (log-log), drawn for at most three groups.
//!
//! # How to read it
//!
//! A step down is one event or several at one time, by the share that they are of those at risk. The more have been
//! censored, the larger the steps: the right end of a curve rests on few, which the numbers at risk under the axis
//! tell. The label at the end of a curve has the median with its interval, `median 45 d (38 to 61)`, or says that
//! it is not reached: `0 events in 53, median not reached`. An end of the interval that is not reached is said in
//! the subtitle.

use super::{
    Drawing, Stroke, Theme,
    axis::Axis,
    grid::unit,
    labels::{self, Label},
    message,
    page::{Frame, Page},
    panel::{Panel, stepped},
    risk,
    sheet::Sheet,
    text::{self, Anchor, Style, Weight},
};
use cenersim_statistics::{KaplanMeier, Step};
use cenersim_text::{count, plain, plural, three_digits};
use std::fmt::Display;

/// Bands are drawn for so many groups; more would hide each other.
const MOST_BANDS: usize = 3;
/// Half the height of a mark of censoring (px).
const MARK: f64 = 9.0;

/// One curve.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    /// At the end of the curve and in the table of numbers at risk.
    pub name: &'a str,
    /// The estimate (d).
    pub km: &'a KaplanMeier,
    /// Its line.
    pub stroke: Stroke,
}

/// What a survival figure shows.
#[derive(Clone, Debug)]
pub struct Survival<'a> {
    /// Says whose times these are; what line, band and marks are is added.
    pub sheet: Sheet,
    /// Title of the upright axis, such as `Alive (%)`, and of the time axis.
    pub share: &'a str,
    /// Title of the time axis.
    pub time: &'a str,
    /// Where the time axis ends (d).
    pub horizon_days: f64,
    /// In the order of their colors.
    pub groups: &'a [Group<'a>],
    /// What is said of a group without observations, such as `no remission`.
    pub nobody: &'a str,
}

/// Where remissions end that are transplanted, where anybody is.
pub(crate) fn until_transplantation(after_failure: impl Display) -> String {
    format!("; censored at transplantation; {after_failure}")
}

/// How long remissions last in each group; medians of those who are in remission compare no groups.
pub(crate) fn lasting(groups: &[Group]) -> String {
    let day = |day: Option<f64>| day.map_or_else(|| "not reached".to_owned(), |day| plain(day.round()));
    let one = |km: &KaplanMeier| match (km.n, km.median, km.median_interval) {
        (0, ..) => "none".to_owned(),
        (n, None, _) => format!("median not reached in {}", count(n)),
        (n, Some(median), (None, None)) => format!("median {} d, n = {}", plain(median.round()), count(n)),
        (n, Some(median), (low, high)) => {
            format!("median {} d, 95 % {} to {}, n = {}", plain(median.round()), day(low), day(high), count(n))
        }
    };
    message::each("Length of remissions", groups.iter().map(|group| (group.name, one(group.km))))
}

/// The figure of any groups.
pub fn kaplan_meier(survival: &Survival, theme: &Theme) -> Vec<Drawing> {
    let subtitle = format!("{} {}", survival.sheet.subtitle, explanation(survival));
    let sheet = Sheet { subtitle, ..survival.sheet.clone() };
    vec![sheet.draw(theme, |page, room| curves(page, survival, room))]
}

/// Bands first, then curves, so that no band lies over a line.
fn curves(page: &mut Page, survival: &Survival, room: Frame) {
    let theme = page.theme;
    let panel = panel(survival, theme, room);
    panel.open(page);
    titles(page, survival, &panel);
    if survival.groups.len() <= MOST_BANDS {
        survival.groups.iter().for_each(|group| band(page, &panel, group));
    }
    for group in survival.groups.iter().filter(|group| group.km.n > 0) {
        curve(page, &panel, group);
    }
    if survival.groups.iter().all(|group| group.km.n == 0) {
        say_nobody(page, &panel, survival);
    }
    let many = many(survival, theme, &panel);
    labels::draw(page, &panel.frame, &names(survival, &panel, many));
    let table = panel.frame.bottom() + axis_height(theme);
    // Names of very many groups reach down to where the numbers at risk are.
    let names = survival.groups.len() as f64 * labels::height(1, false, theme.sizes.label);
    let below = many && names <= panel.frame.height + 12.0;
    let remark = |group: &Group| if below { remark(survival, group) } else { String::new() };
    let rows: Vec<(&Group, String)> = survival.groups.iter().map(|group| (group, remark(group))).collect();
    risk::draw(page, &panel, &rows, survival.nobody, table);
}

/// What line, band and marks are.
fn explanation(survival: &Survival) -> String {
    let km = |has: fn(&KaplanMeier) -> bool| survival.groups.iter().any(|group| has(group.km));
    let censored = km(|km| km.steps.iter().any(|step| step.censored > 0));
    let banded = survival.groups.len() <= MOST_BANDS && km(|km| km.events > 0);
    let median = km(|km| km.median_interval.0.is_some() || km.median_interval.1.is_some());
    let mut parts = Vec::new();
    if banded {
        parts.push(if median { "bands and parentheses: 95 % intervals" } else { "bands: 95 %, pointwise" });
    }
    if median && !banded {
        parts.push("parentheses: 95 % interval of the median");
    }
    if censored {
        parts.push("ticks: censored");
    }
    if median && km(|km| km.median.is_some() && (km.median_interval.0.is_none() || km.median_interval.1.is_none())) {
        parts.push("NR: not reached");
    }
    let text = parts.join("; ");
    text.get(..1).map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), &text[1..]))
}

/// Tick labels and title of the time axis (px).
fn axis_height(theme: &Theme) -> f64 {
    theme.sizes.tick * 1.35 + theme.sizes.label * 1.7
}

fn panel(survival: &Survival, theme: &Theme, room: Frame) -> Panel {
    let left = risk::left(survival.groups, theme);
    let right = label_room(survival, theme) - room.x;
    let foot = axis_height(theme) + risk::height(survival.groups.len(), theme);
    let frame = room.without([left, 0.0, right, foot]);
    let frame = Frame { height: frame.height.max(60.0), ..frame };
    let most = (frame.width / (theme.sizes.tick * 3.6)).clamp(1.0, 9.0) as usize;
    let y = Axis::spanning(0.0, 100.0, 20.0).spaced(frame.height, theme.sizes.tick * 1.15);
    Panel { frame, x: Axis::days(last_seen(survival), most), y }
}

/// Where the axis ends: with the last time of any group, at most at the end of the follow-up.
fn last_seen(survival: &Survival) -> f64 {
    let last = survival.groups.iter().filter_map(|group| group.km.steps.last()).map(|step| step.time);
    let last = last.fold(0.0, f64::max);
    if last > 0.0 { last.min(survival.horizon_days) } else { survival.horizon_days }
}

/// Room for the names at the right, the edge of the page included (px).
fn label_room(survival: &Survival, theme: &Theme) -> f64 {
    let name = |group: &Group| text::width(group.name, theme.sizes.label, Weight::SemiBold);
    let remark = |group: &Group| text::width(&remark(survival, group), theme.sizes.tick, Weight::Regular);
    let widest = survival.groups.iter().map(|group| name(group).min(360.0 * unit(theme)).max(remark(group)));
    84.0 + widest.fold(0.0, f64::max) + 36.0
}

fn titles(page: &mut Page, survival: &Survival, panel: &Panel) {
    panel.y_title(page, panel.frame.x - page.theme.sizes.tick * 2.1 - 28.0, survival.share);
    panel.x_title(page, survival.time);
}

/// Times and a value of each step in percent, from 100 % at time 0.
fn steps(km: &KaplanMeier, value: impl Fn(&Step) -> f64) -> (Vec<f64>, Vec<f64>) {
    let times = [0.0].into_iter().chain(km.steps.iter().map(|step| step.time)).collect();
    (times, [100.0].into_iter().chain(km.steps.iter().map(|step| 100.0 * value(step))).collect())
}

/// 95 % interval of the estimate, as steps.
fn band(page: &mut Page, panel: &Panel, group: &Group) {
    if group.km.events == 0 {
        return;
    }
    let (times, low) = steps(group.km, |step| step.interval.low);
    let (_, high) = steps(group.km, |step| step.interval.high);
    let ((days, low), (_, high)) = (stepped(&times, &low), stepped(&times, &high));
    panel.shade(page, &format!("{}, 95 %", group.name), (group.stroke.color, 0.16), &days, &low, &high);
}

/// Steps, with marks at censored times, as far as they do not touch.
fn curve(page: &mut Page, panel: &Panel, group: &Group) {
    let (times, shares) = steps(group.km, |step| step.survival);
    panel.step_line(page, group.name, &group.stroke, &times, &shares);
    let mark = Stroke { dash: &[], width: 2.5, ..group.stroke };
    let mut free_from = f64::NEG_INFINITY;
    for step in group.km.steps.iter().filter(|step| step.censored > 0 && step.time <= panel.x.high) {
        let Some((x, y)) = panel.at(step.time, 100.0 * step.survival).filter(|(x, _)| *x >= free_from) else {
            continue;
        };
        page.line((x, y - MARK), (x, y + MARK), &mark);
        free_from = x + 5.0;
    }
    hovers(page, panel, group);
}

/// Narrow places along the curve that tell its value.
fn hovers(page: &mut Page, panel: &Panel, group: &Group) {
    const COUNT: usize = 40;
    let width = panel.frame.width / COUNT as f64;
    let last = group.km.steps.last().map_or(0.0, |step| step.time);
    for i in 0..COUNT {
        let day = panel.x.high * (i as f64 + 0.5) / COUNT as f64;
        let day = if panel.x.high > 2.0 * COUNT as f64 { day.round() } else { day };
        let before = group.km.steps.iter().take_while(|step| step.time <= day).last();
        let share = before.map_or(1.0, |step| step.survival);
        if day > last {
            return;
        }
        let Some((_, y)) = panel.at(day, 100.0 * share) else { continue };
        let frame = Frame { x: panel.frame.x + i as f64 * width, y: y - 9.0, width, height: 18.0 };
        let interval = before.filter(|step| step.interval.low < step.interval.high).map_or(String::new(), |step| {
            format!(
                " (95 %: {} to {} %)",
                three_digits(100.0 * step.interval.low),
                three_digits(100.0 * step.interval.high)
            )
        });
        let at_risk = risk::at_risk(group.km, day);
        let text = format!(
            "{}, day {}: {} %{interval}, {at_risk} at risk",
            group.name,
            three_digits(day),
            three_digits(100.0 * share)
        );
        page.hover(&frame, &text);
    }
}

/// Whether names and medians have no room beside the panel together; medians then stand beside the numbers at risk.
fn many(survival: &Survival, theme: &Theme, panel: &Panel) -> bool {
    let style = Style::new(theme.sizes.label, theme.ink).semi_bold();
    let room = f64::from(theme.size.0) - panel.frame.right() - labels::BESIDE - 24.0;
    let lines = |group: &Group| text::condensed(group.name, &style, room, 2).len();
    let heights = survival.groups.iter().map(|group| labels::height(lines(group), true, style.size));
    heights.sum::<f64>() > panel.frame.height + 12.0
}

/// Labels beside the panel, with the median as their remark; a curve that ends before the edge is named without a leader,
/// which would look like survivors.
fn names(survival: &Survival, panel: &Panel, many: bool) -> Vec<Label> {
    let label = |group: &Group| {
        let last = group.km.steps.last()?;
        let end = panel.at(last.time, 100.0 * last.survival)?;
        let remark = if many { String::new() } else { remark(survival, group) };
        Some(Label { text: group.name.into(), remark, end, stroke: group.stroke })
    };
    survival.groups.iter().filter_map(label).collect()
}

/// `median 45 d (38 to 61)`, or why there is none.
fn remark(survival: &Survival, group: &Group) -> String {
    let KaplanMeier { n, events, median, median_interval: (low, high), .. } = group.km;
    if *n == 0 {
        return survival.nobody.into();
    }
    let day = |day: &Option<f64>| day.map_or("NR".to_string(), |day| plain(day.round()));
    match median {
        Some(_) if low.is_some() || high.is_some() => {
            format!("median {} d ({} to {})", day(median), day(low), day(high))
        }
        Some(_) => format!("median {} d", day(median)),
        None => format!("{} in {}, median not reached", plural(*events, "event"), count(*n)),
    }
}

/// In the middle of the empty panel.
fn say_nobody(page: &mut Page, panel: &Panel, survival: &Survival) {
    let style = Style::new(page.theme.sizes.subtitle, page.theme.muted).anchored(Anchor::Middle);
    let Frame { x, y, width, height } = panel.frame;
    let text = format!("{} in any arm", survival.nobody);
    page.text_on_lines((x + width / 2.0, y + height / 2.0), &text, &style);
}
