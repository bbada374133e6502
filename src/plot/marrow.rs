//! Marrow figure: share of blasts among nucleated marrow cells, the threshold of remission, and the examinations, each a
//! count of some hundred cells with its exact binomial interval. Left out: cellularity.

use super::{
    Figure, FigureInput, Theme,
    axis::{Axis, plain},
    band::Band,
    labels::{self, Label},
    panel::Panel,
    text::{self, Anchor, Style, Weight},
    theme::Stroke,
    timeline::{Timeline, subtitle},
};
use crate::{
    biology::Kind,
    curves::{EventKind, Variable},
};
use statrs::distribution::{Beta, ContinuousCDF};

/// One marrow examination.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Examination {
    day: f64,
    blasts: u32,
    counted: u32,
}

/// Marrow blasts over time.
pub fn marrow(input: &FigureInput, theme: &Theme) -> Figure {
    let examinations = examinations(input);
    let mut timeline = Timeline::new(input, theme, &explanation(input, &examinations), 1);
    let band = Band::of(input.replicates, Variable::MarrowBlasts, None).scaled(100.0);
    let panel =
        timeline.panel(0, Axis::linear(highest(input, &band, &examinations), 5), "Blasts among marrow cells (%)");
    let threshold = 100.0 * input.thresholds.marrow_blasts;
    panel.threshold(&mut timeline.page, "threshold", threshold);
    timeline.mark_events(&panel, input);
    let stroke = Stroke { dash: &[], ..theme.kind(Kind::Blast) };
    panel.band(&mut timeline.page, "marrow blasts", &stroke, &band);
    points(&mut timeline, &panel, theme, &examinations);
    labels::draw(&mut timeline.page, &panel.frame, &names(&panel, theme, &band, threshold, stroke));
    let title = input.caption("marrow blasts");
    Figure { name: "marrow", svg: timeline.page.finish(&title), title }
}

/// Examinations of the first replicate.
fn examinations(input: &FigureInput) -> Vec<Examination> {
    let events = input.events.first().map_or(&[][..], Vec::as_slice);
    let examination = |event: &crate::curves::Event| match event.kind {
        EventKind::Examination { blasts, counted, .. } if counted > 0 => {
            Some(Examination { day: event.time.in_days(), blasts: blasts.min(counted), counted })
        }
        _ => None,
    };
    events.iter().filter_map(examination).collect()
}

fn explanation(input: &FigureInput, examinations: &[Examination]) -> String {
    let line = subtitle(input, "Blasts among nucleated marrow cells");
    let whose = if input.replicates.len() > 1 { " of replicate 1" } else { "" };
    if examinations.is_empty() {
        return line;
    }
    format!("{line} Points: marrow examinations{whose}, blasts of cells counted, exact 95 % interval.")
}

/// The axis reaches the highest of band and intervals, and never less than four thresholds.
fn highest(input: &FigureInput, band: &Band, examinations: &[Examination]) -> f64 {
    let intervals = examinations.iter().map(|e| 100.0 * interval(e.blasts, e.counted).1);
    intervals.fold(band.highest().max(400.0 * input.thresholds.marrow_blasts), f64::max).min(100.0)
}

fn points(timeline: &mut Timeline, panel: &Panel, theme: &Theme, examinations: &[Examination]) {
    let stroke = Stroke { color: theme.ink, dash: &[], width: 4.0 };
    let style = Style::new(theme.sizes.tick, theme.ink);
    let mut free_from = f64::NEG_INFINITY;
    for e in examinations {
        let (low, high) = interval(e.blasts, e.counted);
        let share = 100.0 * f64::from(e.blasts) / f64::from(e.counted);
        let name = format!("{} of {}", e.blasts, e.counted);
        panel.point(&mut timeline.page, &name, &stroke, e.day, share, (100.0 * low, 100.0 * high));
        // Above a low share, below a high one: away from the curve's way back.
        let (from, down) = if share > 50.0 { (100.0 * low, 16.0 + style.size) } else { (100.0 * high, -16.0) };
        let Some((x, y)) = panel.at(e.day, from) else { continue };
        let width = text::width(&name, style.size, Weight::Regular);
        let x = (x - width / 2.0).clamp(panel.frame.x + 8.0, panel.frame.right() - width - 8.0);
        if x > free_from {
            timeline.page.text((x, (y + down).max(panel.frame.y + style.size)), &name, &style.anchored(Anchor::Start));
            free_from = x + width + 10.0;
        }
    }
}

fn names(panel: &Panel, theme: &Theme, band: &Band, threshold: f64, stroke: Stroke) -> Vec<Label> {
    let points = band.days.iter().zip(&band.middle).rev();
    let curve = points.into_iter().find_map(|(day, value)| panel.at(*day, *value));
    let line = panel.at(panel.x.high, threshold);
    let curve = curve.map(|end| Label { text: "Marrow blasts".into(), remark: String::new(), end, stroke });
    let text = format!("{} % threshold", plain(threshold));
    let line = line.map(|end| Label { text, remark: String::new(), end, stroke: theme.threshold_line() });
    curve.into_iter().chain(line).collect()
}

/// Exact 95 % interval of a share, from `found` of `counted` (Clopper and Pearson 1934).
fn interval(found: u32, counted: u32) -> (f64, f64) {
    let (found, counted) = (f64::from(found), f64::from(counted));
    let beta = |a: f64, b: f64, p: f64| Beta::new(a, b).map_or(f64::NAN, |beta| beta.inverse_cdf(p));
    let low = if found > 0.0 { beta(found, counted - found + 1.0, 0.025) } else { 0.0 };
    let high = if found < counted { beta(found + 1.0, counted - found, 0.975) } else { 1.0 };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::interval;

    // R 4.4: binom.test(10, 200)$conf.int, binom.test(0, 200)$conf.int, binom.test(200, 200)$conf.int
    #[test]
    fn the_interval_of_a_count_is_that_of_clopper_and_pearson() {
        let expected = [(10, 0.024_234_5, 0.090_026_9), (0, 0.0, 0.018_275_3), (200, 0.981_724_7, 1.0)];
        for (found, low, high) in expected {
            let (a, b) = interval(found, 200);
            assert!((a - low).abs() < 2e-6 && (b - high).abs() < 2e-6, "{found}: {a} {b}");
        }
    }
}
