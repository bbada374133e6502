//! Blood figure: neutrophils and platelets with the thresholds of recovery, on logarithmic axes because what matters
//! happens at a hundredth of the healthy count. Left out: hemoglobin, and transfusions.
//!
//! | panel (10⁹/L) | thresholds | decades always shown |
//! |---|---|---|
//! | neutrophils | 0.5 and that of the criteria | 0.01 to 10 |
//! | platelets | 50 and that of the criteria | 1 to 1000 |
//!
//! # How to read it
//!
//! Dashed lines are thresholds, labelled at the right: severe neutropenia and the count that the response criteria
//! ask for, and the same for platelets. The day on which a curve crosses the upper one for good is the day of
//! recovery in the summary. Counts below the lowest decade are drawn at its end, where the label says `≤0.01` or
//! `≤1`. The infusions are in the strip below, so the delay from the drug to the nadir, a fortnight, is seen
//! directly.

use super::{
    Drawing, FigureInput, FigureOf, Run, Section, Theme,
    band::Band,
    listed,
    timeline::{Timeline, over_time, subtitle},
};
use crate::{
    axis::Axis,
    labels::{self, Label},
    panel::Panel,
};
use cenersim_model::curves::Variable;
use cenersim_text::{clauses, plain, short};

/// One count: its panel's title, its variable and its thresholds (G/L).
struct Count {
    title: &'static str,
    variable: Variable,
    thresholds: [f64; 2],
    /// Decades that are always shown; lower counts are drawn at the lower end.
    decades: (i32, i32),
}

/// Neutrophils and platelets over time.
pub const FIGURE: FigureOf<Run> = FigureOf { name: "blood", section: Section::Cells, alt, draw };

fn alt(input: &FigureInput, _: &str) -> String {
    let lowest = |count: Count| {
        let (day, value) = Band::of(input.replicates, count.variable, None).lowest()?;
        Some(format!("{} lowest at {} on day {}", count.title, short(value), plain(day.round())))
    };
    listed("Neutrophils and platelets (10⁹/L) over time", counts(input).into_iter().filter_map(lowest))
}

/// How long each count is below its lower threshold.
fn message(input: &FigureInput) -> String {
    let one = |count: &Count| {
        let band = Band::of(input.replicates, count.variable, None);
        let low = count.thresholds[0];
        match band.below(low) {
            None => format!("{} never below {}", count.title, plain(low)),
            Some((from, Some(to))) => {
                format!("{} below {} on days {} to {}", count.title, plain(low), plain(from.round()), plain(to.round()))
            }
            Some((from, None)) => format!("{} below {} from day {}", count.title, plain(low), plain(from.round())),
        }
    };
    clauses(&counts(input).iter().map(one).collect::<Vec<_>>())
}

fn draw(input: &FigureInput, theme: &Theme) -> Vec<Drawing> {
    let words = (message(input), subtitle(input, "Blood counts"));
    over_time(input, theme, words, 2, |timeline| {
        for (i, count) in counts(input).iter().enumerate() {
            one(timeline, i, count, input, theme);
        }
    })
}

/// Neutrophils with 0.5 G/L and the criterion, platelets with 50 G/L and the criterion.
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

/// Counts below the lowest decade are drawn at its end, and the label says so.
fn one(timeline: &mut Timeline, i: usize, count: &Count, input: &FigureInput, theme: &Theme) {
    let band = Band::of(input.replicates, count.variable, None);
    let most = libm::ceil(libm::log10(band.highest().max(1e-9))) as i32;
    let axis = Axis::decades(count.decades.0, count.decades.1.max(most), 1);
    let lowest = libm::pow(10.0, f64::from(count.decades.0));
    let axis = if band.goes_below(lowest) { axis.at_most() } else { axis };
    let panel = timeline.panel(i, axis, &format!("{} (10⁹/L)", count.title));
    for value in count.thresholds {
        panel.threshold(timeline.page, &format!("threshold {value}"), value);
    }
    timeline.mark_events(&panel, input);
    band.draw(timeline.page, &panel, count.title, &theme.blood_count());
    labels::draw(timeline.page, &panel.frame, &names(&panel, theme, count, &band));
}

/// The curve with its nadir, and the thresholds.
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
