//! Blood figure: neutrophils and platelets with the thresholds of recovery, on logarithmic axes because what matters
//! happens at a hundredth of the healthy count. Left out: hemoglobin, and transfusions.

use super::{
    Figure, FigureInput, Theme,
    axis::Axis,
    band::Band,
    labels::{self, Label},
    panel::Panel,
    timeline::{Timeline, subtitle},
};
use cenersim_model::curves::Variable;
use cenersim_text::plain;

/// One count: its panel's title, its variable and its thresholds (G/L).
struct Count {
    title: &'static str,
    variable: Variable,
    thresholds: [f64; 2],
    /// Decades that are always shown; lower counts are drawn at the lower end.
    decades: (i32, i32),
}

/// Neutrophils and platelets over time.
pub fn blood(input: &FigureInput, theme: &Theme) -> Figure {
    let mut timeline = Timeline::new(input, theme, &subtitle(input, "Blood counts"), 2);
    for (i, count) in counts(input).iter().enumerate() {
        one(&mut timeline, i, count, input, theme);
    }
    let title = input.caption("blood counts");
    Figure { name: "blood", svg: timeline.page.finish(&title), title }
}

fn counts(input: &FigureInput) -> [Count; 2] {
    let thresholds = input.thresholds;
    [
        Count {
            title: "Neutrophils",
            variable: Variable::Neutrophils,
            thresholds: thresholds.neutrophils,
            decades: (-2, 1),
        },
        Count { title: "Platelets", variable: Variable::Platelets, thresholds: thresholds.platelets, decades: (0, 3) },
    ]
}

fn one(timeline: &mut Timeline, i: usize, count: &Count, input: &FigureInput, theme: &Theme) {
    let band = Band::of(input.replicates, count.variable, None);
    let most = libm::ceil(libm::log10(band.highest().max(1e-9))) as i32;
    let axis = Axis::decades(count.decades.0, count.decades.1.max(most), 1);
    let lowest = libm::pow(10.0, f64::from(count.decades.0));
    let axis = if band.goes_below(lowest) { axis.at_most() } else { axis };
    let panel = timeline.panel(i, axis, &format!("{} (10⁹/L)", count.title));
    for value in count.thresholds {
        panel.threshold(&mut timeline.page, &format!("threshold {value}"), value);
    }
    timeline.mark_events(&panel, input);
    panel.band(&mut timeline.page, count.title, &theme.blood_count(), &band);
    labels::draw(&mut timeline.page, &panel.frame, &names(&panel, theme, count, &band));
}

fn names(panel: &Panel, theme: &Theme, count: &Count, band: &Band) -> Vec<Label> {
    let label = |text: String, end, stroke| Label { text, remark: String::new(), end, stroke };
    let points = band.days.iter().zip(&band.middle).rev();
    let end = points.into_iter().find_map(|(day, value)| panel.at(*day, *value));
    let curve = end.map(|end| label(count.title.into(), end, theme.blood_count()));
    let threshold = |value: f64| {
        let end = panel.at(panel.x.high, value)?;
        let decimals = if value < 10.0 { format!("{value:.1}") } else { plain(value) };
        Some(label(decimals, end, theme.threshold_line()))
    };
    curve.into_iter().chain(count.thresholds.into_iter().filter_map(threshold)).collect()
}
