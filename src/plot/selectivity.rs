//! Selectivity: what cenersen does to leukemic and to normal stem cells at each level of RNase H, with the levels in force
//! marked. Left out: other kinds of cells, which the table of the pathway has at their own levels.
//!
//! # How to read it
//!
//! Both kinds are on the same axis of RNase H, so the curves differ only by what else they differ in; what makes cenersen
//! selective is that the upright lines, the levels in force, stand apart. If normal cells had the level of leukemic ones,
//! cenersen would do to them what their curve has there. Bars are standard errors over replicates of one patient.

use super::{
    Drawing, Theme,
    axis::Axis,
    grid::unit,
    key::Entry,
    page::{Frame, Page},
    panel::Panel,
    sheet::Sheet,
    theme::Stroke,
};
use cenersim_analyses::comparison::{AtLevel, COMPARED, Mechanism};
use cenersim_model::biology::Kind;
use cenersim_text::{capital, fixed, three_digits};

/// Name of its files.
pub const NAME: &str = "selectivity";

/// One number of both kinds at a level, with its error.
type Of = fn(&AtLevel) -> [(f64, f64); 2];

/// The figure; none without levels.
pub fn selectivity(shown: Option<&Mechanism>, title: &str, footer: &str, theme: &Theme) -> Vec<Drawing> {
    let Some(shown) = shown.filter(|shown| shown.selectivity.len() > 1) else { return Vec::new() };
    let key = COMPARED.map(|kind| Entry::line(theme.kind(kind), kind.label())).into_iter();
    let upright = Entry::words("upright lines: the levels in force");
    let subtitle = format!(
        "{} over {} days, {} replicates at each level, which all kinds of cells have in common; bars: standard errors.",
        capital(&shown.whose),
        fixed(shown.day, 0),
        shown.replicates
    );
    let sheet = Sheet { key: key.chain([upright]).collect(), ..Sheet::about(message(shown), title, subtitle, footer) };
    vec![sheet.draw(theme, |page, room| {
        let gap = 30.0 * unit(theme);
        let width = (room.width - gap) / 2.0;
        let mrna: Of = |one| one.mrna_percent;
        let kill: Of = |one| one.net_kill;
        for (i, (of, title)) in
            [(mrna, "p53 mRNA with cenersen (% of wild type)"), (kill, "Net kill by cenersen (log10)")]
                .into_iter()
                .enumerate()
        {
            panel(page, shown, of, title, Frame { x: room.x + i as f64 * (width + gap), width, ..room });
        }
    })]
}

/// The levels in force, and what is left of the mRNA at them.
pub fn alternative(shown: Option<&Mechanism>) -> String {
    shown.map_or_else(String::new, message)
}

fn message(shown: &Mechanism) -> String {
    let one = |kind: Kind| {
        let found = shown.kinds.iter().find(|found| found.kind == kind)?;
        let percent = fixed(found.mrna_percent[1], 0);
        Some(format!(
            "{percent} % of p53 mRNA in {} (level {})",
            kind.label().to_lowercase(),
            three_digits(found.rnase_h)
        ))
    };
    let told: Vec<String> = COMPARED.into_iter().filter_map(one).collect();
    format!("RNase H makes cenersen selective: it leaves {}", told.join(", "))
}

/// One number of both kinds over the level.
fn panel(page: &mut Page, shown: &Mechanism, of: Of, title: &str, room: Frame) {
    let theme = page.theme;
    let levels: Vec<f64> = shown.selectivity.iter().map(|one| one.level).collect();
    let left = 4.2 * theme.sizes.tick + theme.sizes.label;
    let foot = 1.35 * theme.sizes.tick + 1.5 * theme.sizes.label;
    let frame = room.without([left, 0.4 * theme.sizes.label, 0.5 * theme.sizes.tick, foot]);
    let x = Axis::logarithmic(levels[0] * 0.8, levels[levels.len() - 1] * 1.25);
    let panel = Panel { frame, x, y: upright(shown, of).spaced(frame.height, 1.15 * theme.sizes.tick) };
    panel.open(page);
    panel.y_title(page, room.x + 0.9 * theme.sizes.label, title);
    panel.x_title(page, "RNase H level");
    let none = Stroke { color: theme.ink, dash: &[], width: 2.0 };
    panel.polylines(page, "no effect", &none, vec![vec![(panel.x.low, 0.0), (panel.x.high, 0.0)]]);
    for (side, kind) in COMPARED.into_iter().enumerate() {
        let stroke = Stroke { width: 4.0, ..theme.kind(kind) };
        if let Some(found) = shown.kinds.iter().find(|found| found.kind == kind) {
            let line = Stroke { width: 3.0, ..stroke };
            panel.moment(page, &format!("{}, level in force", kind.label()), &line, found.rnase_h);
        }
        let values: Vec<f64> = shown.selectivity.iter().map(|one| of(one)[side].0).collect();
        panel.curve(page, kind.label(), &stroke, &levels, &values);
        let solid = Stroke { dash: &[], ..stroke };
        for one in &shown.selectivity {
            let (value, error) = of(one)[side];
            let hover = format!("{}, level {}: {}", kind.label(), three_digits(one.level), three_digits(value));
            panel.point(page, &hover, &solid, one.level, value, (value - error, value + error));
        }
    }
}

/// Holds all values with their errors, and zero.
fn upright(shown: &Mechanism, of: Of) -> Axis {
    let ends = shown.selectivity.iter().flat_map(of).flat_map(|(value, error)| [value - error, value + error]);
    let ends = ends.filter(|end| end.is_finite());
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    Axis::around(low, high.max(low + 1e-6), 5)
}
