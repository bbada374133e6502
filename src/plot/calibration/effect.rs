//! What the data can tell about cenersen: the log odds ratio of CR with against without it, as the mechanism alone allows
//! it, with a skeptical prior, and after the data, on one axis around zero. Left out: other endpoints than CR.
//!
//! # How to read it
//!
//! Three lanes on one axis of log odds ratios, with the odds ratio above: what the ranges of the mechanism allow,
//! the same drawn toward no effect by a skeptical prior, and after the published counts. If the last two look
//! alike, the trial has said nothing about cenersen. Under the lanes stand the probability that cenersen brings
//! more CR, before and after the data, the difference in percentage points, and how many patients in each of two
//! arms a trial needs to detect its median.

use super::{Calibration, CalibrationInput, density::Density, lanes::interval, posterior_color, prior_color};
use crate::{
    Color, Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    listed,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    rows::fitting,
    text::{self, Anchor, Style},
};
use cenersim_analyses::calibration::{Calibrated, DrawResult, EffectResult, Quantiles};
use cenersim_text::{Claim, fixed, plain, short, signed};

/// Points of a density.
const POINTS: usize = 240;
const LN_10: f64 = std::f64::consts::LN_10;

/// One state of knowledge.
/// Its density and quantiles stand in a lane of their own.
struct Stage {
    name: &'static str,
    remark: String,
    quantiles: Quantiles,
    color: Color,
    density: Option<Density>,
    /// Probability of more CR with cenersen than without.
    benefit: Option<f64>,
}

/// The effect of cenersen on CR before and after the data.
pub const FIGURE: FigureOf<Calibration> = FigureOf { name: "cenersen_effect", section: Section::Effect, alt, draw };

fn alt(input: &CalibrationInput, _: &str) -> String {
    let effect = &input.calibrated.effect;
    let one = |(name, found): (&str, &Quantiles)| {
        let [median, low, high] = [found.median, found.low, found.high].map(|value| fixed(value, 2));
        format!("{name} {median} ({low} to {high})")
    };
    let all =
        [("mechanism alone", &effect.mechanism), ("skeptical prior", &effect.prior), ("posterior", &effect.posterior)];
    listed("Log odds ratio of CR with against without cenersen, median and 95 %", all.into_iter().map(one))
}

fn draw(input: &CalibrationInput, theme: &Theme) -> Vec<Drawing> {
    let sheet = input.sheet(message(&input.calibrated.effect), subtitle(input));
    vec![sheet.draw(theme, |page, room| {
        let bottom = conclusions(page, input.calibrated, room.bottom());
        states(page, input.calibrated, frame(theme, room.y, bottom));
    })]
}

/// What the posterior interval of the difference allows to say.
fn message(effect: &EffectResult) -> String {
    let Quantiles { low, median, high, .. } = effect.points;
    let said = Claim::of(low, high).wording(
        "more complete remissions",
        "fewer complete remissions",
        "no difference in complete remissions can be told",
    );
    let [median, low, high] = [median, low, high].map(|value| signed(value, 1));
    format!("With cenersen, after the data: {said} ({median} points, 95 % {low} to {high})")
}

/// A lane for each state of knowledge.
fn states(page: &mut Page, found: &Calibrated, frame: Frame) {
    let axis = axis(&found.effect);
    let stages = stages(found, &axis, page.theme);
    background(page, &frame, &axis);
    let highest = stages.iter().filter_map(|stage| Some(stage.density.as_ref()?.highest())).fold(0.0, f64::max);
    let height = frame.height / stages.len() as f64;
    for (i, stage) in stages.iter().enumerate() {
        let lane = Frame { y: frame.y + i as f64 * height, height, ..frame };
        drawn(page, stage, &axis, &lane, highest);
    }
}

/// Draws, and what densities and bars are.
fn subtitle(input: &CalibrationInput) -> String {
    format!(
        "CR with against without cenersen in the same simulated patients. Thick bar 50 %, thin bar 95 %, gap: median; shade: \
         density. {}.",
        input.sample_size()
    )
}

/// Holds all quantiles and zero, and as much on either side of it as half of the other.
fn axis(effect: &EffectResult) -> Axis {
    let all = [effect.mechanism, effect.prior, effect.posterior];
    let ends = all.iter().flat_map(|found| [found.low, found.high]).filter(|value| value.is_finite());
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    Axis::around(low.min(-0.5 * high).min(-0.1), high.max(-0.5 * low).max(0.1), 8)
}

/// Mechanism alone, skeptical prior, posterior.
fn stages(found: &Calibrated, axis: &Axis, theme: &Theme) -> [Stage; 3] {
    let effect = &found.effect;
    let density = |weight: fn(&DrawResult) -> f64| {
        let draws: Vec<(f64, f64)> = found.draws.iter().map(|draw| (draw.effect, weight(draw))).collect();
        Density::of(&draws, axis.low, axis.high, POINTS)
    };
    [
        Stage {
            name: "The mechanism alone",
            remark: "ranges of its numbers, no data".into(),
            quantiles: effect.mechanism,
            color: theme.threshold.mixed(theme.background, 0.45),
            density: None,
            benefit: None,
        },
        Stage {
            name: "With a skeptical prior",
            remark: format!("log odds ratio N(0, {}²)", plain(effect.skeptical_sd)),
            quantiles: effect.prior,
            color: prior_color(theme),
            density: density(|draw| draw.prior_weight),
            benefit: Some(effect.prior_probability_of_benefit),
        },
        Stage {
            name: "After the data",
            remark: format!("counts of {} patients", found.budget.subjects),
            quantiles: effect.posterior,
            color: posterior_color(theme),
            density: density(|draw| draw.weight),
            benefit: Some(effect.probability_of_benefit),
        },
    ]
}

/// Two sentences over the footer; returns where the plot must end (px).
fn conclusions(page: &mut Page, found: &Calibrated, bottom: f64) -> f64 {
    let style = Style::new(page.theme.sizes.label, page.theme.ink).semi_bold();
    let room = f64::from(page.theme.size.0) - 2.0 * MARGIN;
    let lines = [before_and_after(found), difference(&found.effect)].map(|text| text::wrapped(&text, &style, room, 2));
    let lines = lines.concat();
    let top = bottom - 1.3 * style.size * lines.len() as f64;
    for (i, line) in lines.iter().enumerate() {
        page.text((MARGIN, top + (1.3 * i as f64 + 0.9) * style.size), line, &style);
    }
    top - 0.4 * style.size
}

/// The probability of benefit before and after the data.
fn before_and_after(found: &Calibrated) -> String {
    let EffectResult { prior, posterior, probability_of_benefit, prior_probability_of_benefit, .. } = found.effect;
    let narrower = 100.0 * (1.0 - (posterior.high - posterior.low) / (prior.high - prior.low));
    let width = match narrower.round() {
        percent if !percent.is_finite() || percent == 0.0 => "as wide as before".to_owned(),
        percent if percent > 0.0 => format!("{percent} % narrower"),
        percent => format!("{} % wider", -percent),
    };
    format!(
        "Probability that cenersen brings more CR: {} before the data, {} after them; the 95 % interval is {width}.",
        fixed(prior_probability_of_benefit, 2),
        fixed(probability_of_benefit, 2)
    )
}

/// What it would take to tell the effect from none.
fn difference(effect: &EffectResult) -> String {
    let Quantiles { low, median, high, .. } = effect.points;
    let [median, low, high] = [median, low, high].map(|value| signed(value, 1));
    let needed = effect.patients_per_arm.filter(|patients| patients.is_finite()).map_or_else(
        || "as no difference lies in this interval, no number of patients is told".into(),
        |patients| format!("detecting this median takes {} patients in each of two arms", fixed(patients, 0)),
    );
    format!("Difference in CR: {median} percentage points (95 % {low} to {high}); {needed}.")
}

/// Between the names at the left and the numbers at the right (px).
fn frame(theme: &Theme, top: f64, bottom: f64) -> Frame {
    let size = theme.sizes.tick;
    let (names, numbers) = (14.5 * size, 15.5 * size);
    let (above, below) = (2.4 * size, 1.8 * size);
    let width = f64::from(theme.size.0) - 2.0 * MARGIN - names - numbers;
    Frame { x: MARGIN + names, y: top + above - size, width, height: bottom - below - top - above + size }
}

/// Grid, zero line, the two scales, and who is better off on which side.
fn background(page: &mut Page, frame: &Frame, axis: &Axis) {
    let theme = page.theme;
    let size = theme.sizes.tick;
    let x = axis.clone().spaced(frame.width, 3.2 * size);
    let panel = Panel { frame: *frame, x, y: Axis::counting(1) };
    panel.grid(page);
    panel.moment(page, "no effect", &Stroke { color: theme.ink, dash: &[], width: 3.0 }, 0.0);
    panel.x_labels(page, frame.bottom());
    let (above, below) = (frame.y - 0.45 * size, frame.bottom() + 1.25 * size);
    let muted = Style::new(size, theme.muted);
    for (text, baseline) in [("odds ratio of CR", above), ("log odds ratio of CR", below)] {
        page.text((MARGIN, baseline), text, &fitting(text, muted, frame.x - MARGIN - 3.0 * size));
    }
    let middle = muted.anchored(Anchor::Middle);
    for (position, label) in odds_ratios(axis, frame.width, size) {
        page.text((frame.x + frame.width * axis.share(position), above), &label, &middle);
    }
    sides(page, frame, axis, above - 1.35 * size);
}

/// Round odds ratios with their place on the axis of their logarithm.
fn odds_ratios(axis: &Axis, width: f64, size: f64) -> Vec<(f64, String)> {
    let ratios = Axis::logarithmic(libm::exp(axis.low), libm::exp(axis.high));
    let ratios = ratios.spaced(width, 3.2 * size);
    ratios.ticks.into_iter().map(|tick| (LN_10 * tick.position, tick.label)).collect()
}

/// Who has more CR: with cenersen at the right, without it at the left.
fn sides(page: &mut Page, frame: &Frame, axis: &Axis, baseline: f64) {
    let theme = page.theme;
    let style = Style::new(theme.sizes.tick, theme.ink);
    let zero = frame.x + frame.width * axis.share(0.0);
    let gap = 0.5 * style.size;
    let words = [("← fewer CR with cenersen", Anchor::End, -gap), ("more CR with cenersen →", Anchor::Start, gap)];
    for (text, anchor, aside) in words {
        // Names at the left and numbers at the right leave room on this line.
        let room = if aside < 0.0 { zero - MARGIN } else { f64::from(theme.size.0) - MARGIN - zero };
        page.text((zero + aside, baseline), text, &fitting(text, style, room - gap).anchored(anchor));
    }
}

/// Density, and under it the bar of its quantiles.
fn drawn(page: &mut Page, stage: &Stage, axis: &Axis, lane: &Frame, highest: f64) {
    let bar = Frame { y: lane.y + 0.62 * lane.height, height: 0.26 * lane.height, ..*lane };
    if let Some(density) = stage.density.as_ref().filter(|_| highest > 0.0) {
        let frame = Frame { y: lane.y + 0.06 * lane.height, height: 0.54 * lane.height, ..*lane };
        let panel = Panel { frame, x: axis.clone(), y: Axis::spanning(0.0, highest, highest) };
        let floor = vec![0.0; density.at.len()];
        panel.shade(page, stage.name, (stage.color, 0.35), &density.at, &floor, &density.height);
    }
    interval(page, &stage.quantiles, axis, stage.color, &bar);
    words(page, stage, lane, bar.y + 0.5 * bar.height);
}

/// Name at the left, numbers at the right.
fn words(page: &mut Page, stage: &Stage, lane: &Frame, middle: f64) {
    let sizes = page.theme.sizes;
    let (strong, light) =
        (Style::new(sizes.label, page.theme.ink).semi_bold(), Style::new(sizes.tick, page.theme.muted));
    let benefit = stage.benefit.map(|benefit| format!("P(more CR) = {}", fixed(benefit, 2)));
    let Quantiles { low, median, high, .. } = stage.quantiles;
    let [median, low, high] = [median, low, high].map(|value| short(libm::exp(value)));
    let ratio = format!("odds ratio {median} ({low} to {high})");
    let right = lane.right() + sizes.tick;
    let sides = [
        (MARGIN, lane.x - MARGIN - 0.5 * sizes.tick, Some(stage.name.to_owned()), &stage.remark),
        (right, f64::from(page.theme.size.0) - MARGIN - right, benefit, &ratio),
    ];
    for (x, room, first, second) in sides {
        let second_style = fitting(second, light, room);
        let baseline = middle + if first.is_some() { 0.75 } else { 0.36 } * sizes.tick;
        page.text((x, baseline), second, &second_style);
        if let Some(first) = first {
            page.text((x, baseline - 1.25 * sizes.tick), &first, &fitting(&first, strong, room));
        }
    }
}
