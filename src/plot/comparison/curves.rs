//! Curves of all arms in one panel for each quantity, and under it how far each arm is from the first in the same courses.
//! Left out: single courses, and which quantities a figure has.
//!
//! ```text
//! key          the arms, each with its line, and what shades and marks are
//! panel        median of the courses of every arm; shade: middle half (of one arm alone middle 90 % besides)
//! differences  median of the paired differences to the first arm, shade: its 95 % interval, day by day
//! arms         what each arm gives, in the words of the prescription
//! ```
//!
//! # Why differences have a panel of their own
//!
//! The same patients are in every arm, so arms whose shades cover each other may still differ in every patient. What
//! tells arms apart is the lower panel: where its shade leaves out zero, the median difference of that day is told from
//! none. Days are many, and each interval is one of 95 % for its own day.
//!
//! # Size
//!
//! A figure has one polyline and a shade for each quantity and arm, thinned to a point for each pixel or so, and at most
//! 240 invisible columns that tell values on hover, so a comparison of seven arms in ten thousand patients stays far below a
//! megabyte of SVG.

use super::ComparisonInput;
use crate::{
    Drawing, Stroke, Theme,
    axis::Axis,
    grid::unit,
    hover::{self, Told},
    key::{Entry, Sample},
    labels::{self, Label},
    marks::Shape,
    message,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    sheet::Sheet,
    text::{self, Anchor, Style, Weight},
};
use cenersim_analyses::comparison::{ArmResult, BandDifference, BandResult};
use cenersim_model::{biology::Kind, curves::Variable};
use cenersim_text::capital;

/// Opacity of the band of 90 %, and of that of 50 % on top of it.
const OPACITY: [f64; 2] = [0.14, 0.20];
/// Shades and marks are drawn for so many arms; more would hide each other.
const MOST_SHADES: usize = 3;
/// Share of the height for the differences.
const DIFFERENCES: f64 = 0.34;
/// Parts of a figure that tell values on hover; more would make the file large.
const HOVER_COLUMNS: usize = 240;

/// One quantity of each arm, with its panels.
pub struct Quantity {
    /// Above the panels, and in the groups of the drawing.
    pub name: &'static str,
    /// Title of the upright axis, with the unit.
    pub title: &'static str,
    /// Unit of the differences.
    pub difference: &'static str,
    /// Which curve of the results.
    pub variable: Variable,
    /// Of which kind of cells, where it is a number of cells.
    pub kind: Option<Kind>,
    /// Shared by all arms.
    pub axis: Axis,
    /// Lines to compare with and their names: the landmarks of the published series (R06, R07) and of remission.
    pub thresholds: &'static [(f64, &'static str)],
    /// What values are multiplied by (100 for percent).
    pub factor: f64,
}

/// One figure.
pub struct Curves {
    /// What is seen.
    pub message: String,
    /// From left to right.
    pub quantities: Vec<Quantity>,
}

/// The band of a curve in an arm, if it has a finite value.
fn band(arm: &ArmResult, variable: Variable, kind: Option<Kind>) -> Option<&BandResult> {
    let found = arm.bands.iter().find(|band| band.variable == variable && band.kind == kind)?;
    found.quantiles[2].iter().any(|value| value.is_finite()).then_some(found)
}

/// All finite values of a quantile of a curve in all arms.
fn values(input: &ComparisonInput, of: (Variable, Option<Kind>), quantile: usize) -> impl Iterator<Item = f64> {
    let bands = input.compared.arms.iter().filter_map(move |arm| band(arm, of.0, of.1));
    bands.flat_map(move |band| band.quantiles[quantile].iter().copied()).filter(|value| value.is_finite())
}

/// The highest 95th percentile in any arm; 0 without a value above it.
pub fn highest(input: &ComparisonInput, of: (Variable, Option<Kind>)) -> f64 {
    values(input, of, 4).fold(0.0, f64::max)
}

/// The lowest 5th percentile in any arm; infinite without a value.
pub fn lowest(input: &ComparisonInput, of: (Variable, Option<Kind>)) -> f64 {
    values(input, of, 0).fold(f64::INFINITY, f64::min)
}

impl Quantity {
    fn band<'a>(&self, arm: &'a ArmResult) -> Option<&'a BandResult> {
        band(arm, self.variable, self.kind)
    }

    /// Arms after the first with their differences to it.
    fn differences<'a>(&self, input: &ComparisonInput<'a>) -> Vec<(usize, &'a BandDifference)> {
        let mine = |one: &&BandDifference| one.variable == self.variable && one.kind == self.kind;
        let of = |(arm, shown): (usize, &'a cenersim_analyses::comparison::ShownOfArm)| {
            let found = shown.differences.iter().find(mine)?;
            found.median.iter().any(|value| value.is_finite()).then_some((arm, found))
        };
        input.compared.shown.iter().enumerate().filter_map(of).collect()
    }
}

impl Curves {
    /// One page; none where no arm has a curve.
    pub fn draw(&self, input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
        if !input.any(|arm| self.quantities.iter().any(|quantity| quantity.band(arm).is_some())) {
            return Vec::new();
        }
        let subtitle = self.subtitle(input);
        let sheet = Sheet { key: self.entries(input, theme), ..input.sheet(self.message.clone(), subtitle, theme) };
        vec![sheet.draw(theme, |page, room| self.columns(page, input, room))]
    }

    /// Whose courses these are, and what becomes of curves after an end.
    fn subtitle(&self, input: &ComparisonInput) -> String {
        let bands = |arm: &ArmResult| {
            let of =
                |quantity: &Quantity| quantity.band(arm).is_some_and(|band| band.courses.last() < band.courses.first());
            self.quantities.iter().any(of)
        };
        let rest = match (input.any(bands), input.any(|arm| arm.overall_survival.events > 0)) {
            (true, _) => " Later points are of the courses that had not ended.",
            (false, true) => " After a death, curves are hypothetical: as if the patient had lived.",
            (false, false) => "",
        };
        format!("{}.{rest}", capital(&input.units()))
    }

    /// The arms, then what shades, marks and the lower panels are.
    fn entries(&self, input: &ComparisonInput, theme: &Theme) -> Vec<Entry> {
        let arms = &input.compared.arms;
        let style = Style::new(theme.sizes.tick, theme.ink);
        let room = f64::from(theme.size.0) * if arms.len() > MOST_SHADES { 0.20 } else { 0.28 };
        let arm = |(i, arm): (usize, &ArmResult)| {
            let is_numbered = text::number_of(&arm.name).is_some();
            let name =
                if is_numbered { arm.name.clone() } else { text::condensed(&arm.name, &style, room, 1).swap_remove(0) };
            let none = self.quantities.iter().all(|quantity| quantity.band(arm).is_none());
            Entry::line(theme.arm(i), if none { format!("{name}: no course") } else { name })
        };
        let mut entries: Vec<Entry> = arms.iter().enumerate().map(arm).collect();
        let spread = |arm: &ArmResult| {
            let wide = |band: &BandResult| band.quantiles[0] != band.quantiles[4];
            self.quantities.iter().filter_map(|quantity| quantity.band(arm)).any(wide)
        };
        if input.any(spread) && arms.len() <= MOST_SHADES {
            let color = if arms.len() == 1 { theme.arm(0).color } else { theme.muted };
            entries.push(Entry::shade(color, 1.0 - (1.0 - OPACITY[0]) * (1.0 - OPACITY[1]), "middle 50 % of courses"));
            if arms.len() == 1 {
                entries.push(Entry::shade(color, OPACITY[0], "middle 90 % of courses"));
            }
        }
        if arms.len() <= MOST_SHADES {
            entries.push(Entry::new(Sample::Mark(Shape::Ring, theme.muted), "lowest median"));
            if self.quantities.iter().any(recovers) {
                entries.push(Entry::new(Sample::Mark(Shape::Triangle, theme.muted), "median recovered"));
            }
        }
        entries
    }

    /// The quantities side by side over what the arms give.
    fn columns(&self, page: &mut Page, input: &ComparisonInput, room: Frame) {
        let (theme, u) = (page.theme, unit(page.theme));
        let foot = prescriptions(page, input, &room);
        let n = self.quantities.len() as f64;
        let gap = 30.0 * u;
        let width = (room.width - gap * (n - 1.0)) / n;
        for (i, quantity) in self.quantities.iter().enumerate() {
            let x = room.x + i as f64 * (width + gap);
            let left = 3.9 * theme.sizes.tick + theme.sizes.label;
            let names = end_names(input, theme, width);
            let right = names_width(names.as_deref(), theme);
            let below = foot + theme.sizes.tick * 1.35 + theme.sizes.label * 1.5;
            let frame = Frame { x, width, ..room }.without([left, 1.2 * theme.sizes.label, right, below]);
            column(page, input, (quantity, names.as_deref()), x, frame, self.quantities.len());
        }
    }
}

/// Whether a count is asked to come back over its highest threshold.
fn recovers(quantity: &Quantity) -> bool {
    matches!(quantity.variable, Variable::Neutrophils | Variable::Platelets) && !quantity.thresholds.is_empty()
}

/// Between a panel and its right edge, without names: leaders and samples of lines (px).
const SAMPLES: f64 = 90.0;
/// What of a column names may take.
const MOST_FOR_NAMES: f64 = 0.22;

/// Names of the arms, or their numbers, as they stand at the ends of the curves of a column of this width; none where any would be
/// cut: the key has them in full.
fn end_names(input: &ComparisonInput, theme: &Theme, width: f64) -> Option<Vec<String>> {
    let style = Style::new(theme.sizes.label, theme.ink).semi_bold();
    let cut = |name: &str| text::condensed(name, &style, MOST_FOR_NAMES * width, 1).swap_remove(0);
    let names: Vec<String> = input.names().into_iter().map(cut).collect();
    names.iter().all(|name| !name.contains('…')).then_some(names)
}

/// Room for these names, or else for those of the thresholds (px).
fn names_width(names: Option<&[String]>, theme: &Theme) -> f64 {
    let width = |name: &str| text::width(name, theme.sizes.label, Weight::SemiBold);
    let names = names.into_iter().flatten().map(|name| width(name.as_str()));
    SAMPLES + 1.0 + names.fold(width("1.0"), f64::max)
}

/// What each arm gives, at the bottom; returns the height (px). Left out where there are many arms: the doses have a figure.
fn prescriptions(page: &mut Page, input: &ComparisonInput, room: &Frame) -> f64 {
    let (theme, arms) = (page.theme, &input.compared.arms);
    let size = theme.sizes.tick;
    let is_known = input.compared.shown.iter().any(|shown| !shown.prescribed.is_empty());
    if arms.len() > MOST_SHADES || input.compared.shown.len() != arms.len() || !is_known {
        return 0.0;
    }
    let height = 1.3 * size * arms.len() as f64;
    for (i, (arm, shown)) in arms.iter().zip(&input.compared.shown).enumerate() {
        let told: Vec<String> = shown.prescribed.iter().map(|(drug, told)| format!("{} {told}", drug.name())).collect();
        let told = if told.is_empty() { "no treatment".into() } else { told.join("; ") };
        let stroke = theme.arm(i);
        let baseline = room.bottom() - height + (1.3 * i as f64 + 1.0) * size;
        let strong = Style::new(size, theme.text_in(stroke.color)).semi_bold();
        let name = text::condensed(&arm.name, &strong, 0.24 * room.width, 1).swap_remove(0);
        let after = room.x + text::width(&name, size, strong.weight) + 0.6 * size;
        page.text((room.x, baseline), &name, &strong);
        let style = Style::new(size, theme.muted);
        let told = text::condensed(&told, &style, room.right() - after, 1).swap_remove(0);
        page.text((after, baseline), &told, &style);
    }
    height
}

/// Heading, panel of the levels, panel of the differences, days.
fn column(
    page: &mut Page,
    input: &ComparisonInput,
    (quantity, names): (&Quantity, Option<&[String]>),
    left: f64,
    frame: Frame,
    of: usize,
) {
    let (theme, u) = (page.theme, unit(page.theme));
    let heading = Style::new(theme.sizes.label, theme.ink).semi_bold();
    page.text((frame.x, frame.y - 0.5 * heading.size), quantity.name, &heading);
    let differences = quantity.differences(input);
    let between = if differences.is_empty() { 0.0 } else { 40.0 * u };
    let lower = if differences.is_empty() { 0.0 } else { DIFFERENCES * frame.height };
    let upper = Frame { height: (frame.height - lower - between).max(40.0), ..frame };
    let most = (frame.width / (theme.sizes.tick * 2.8)).clamp(1.0, 9.0) as usize;
    let days = Axis::days(input.last_day(), most).beginning(input.first_day());
    let y = quantity.axis.clone().spaced(upper.height, theme.sizes.tick * 1.15);
    let panel = Panel { frame: upper, x: days.clone(), y };
    levels(page, input, (quantity, names), &panel);
    upright(page, &panel, left, quantity.title);
    hover_values(page, input, quantity, &panel, (HOVER_COLUMNS / of).clamp(8, 60));
    if !differences.is_empty() {
        let frame = Frame { y: upper.bottom() + between, height: lower, ..upper };
        let panel =
            Panel { frame, x: days, y: reach(&differences, quantity.factor).spaced(lower, theme.sizes.tick * 1.15) };
        paired(page, input, quantity, &panel, &differences);
        let first = message::short(&input.compared.arms[0].name);
        let style = Style::new(theme.sizes.tick, theme.muted);
        let told = format!("Less {first}, paired: median, 95 % interval");
        page.text((frame.x, frame.y - 0.35 * style.size), &text::condensed(&told, &style, frame.width, 1)[0], &style);
        upright(page, &panel, left, quantity.difference);
    }
    panel_days(page, &panel, frame.bottom(), Axis::days_since(input.first_day()));
}

/// Days under both panels.
fn panel_days(page: &mut Page, panel: &Panel, bottom: f64, title: &str) {
    panel.x_labels(page, bottom);
    let style = Style::new(page.theme.sizes.label, page.theme.ink).anchored(Anchor::Middle);
    let at = (panel.frame.x + panel.frame.width / 2.0, bottom + page.theme.sizes.tick * 1.35 + style.size * 1.05);
    page.text(at, title, &crate::rows::fitting(title, style, panel.frame.width));
}

/// An axis that holds all intervals and zero.
fn reach(differences: &[(usize, &BandDifference)], factor: f64) -> Axis {
    let ends = differences.iter().flat_map(|(_, one)| one.low.iter().chain(&one.high).chain(&one.median));
    let ends = ends.filter(|end| end.is_finite()).map(|end| factor * end);
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    Axis::around(low, high.max(low + 1e-9), 3)
}

/// Shades, then the median of each arm on top of them, its marks, and names at the ends.
fn levels(page: &mut Page, input: &ComparisonInput, (quantity, named): (&Quantity, Option<&[String]>), panel: &Panel) {
    let (theme, arms) = (page.theme, &input.compared.arms);
    panel.grid(page);
    panel.y_labels(page);
    for (value, name) in quantity.thresholds {
        panel.threshold(page, &format!("threshold {name}"), *value);
    }
    let bands: Vec<(usize, &BandResult)> =
        arms.iter().enumerate().filter_map(|(i, arm)| Some((i, quantity.band(arm)?))).collect();
    for (i, band) in bands.iter().filter(|_| arms.len() <= MOST_SHADES) {
        shades(page, panel, quantity, (theme.arm(*i).color, arms.len() == 1), band);
    }
    let mut names = Vec::new();
    for (i, band) in &bands {
        let (stroke, median) = (Stroke { width: 4.0, ..theme.arm(*i) }, scaled(&band.quantiles[2], quantity.factor));
        panel.curve(page, quantity.name, &stroke, &band.days, &median);
        if arms.len() <= MOST_SHADES {
            marks(page, panel, quantity, &stroke, &band.days, &median);
        }
        let ends = band.days.iter().zip(&median).rev();
        let end = ends.into_iter().find_map(|(day, value)| panel.at(*day, *value));
        let label =
            end.zip(named).map(|(end, named)| Label { text: named[*i].clone(), remark: String::new(), end, stroke });
        names.extend(label);
    }
    let line = theme.threshold_line();
    let threshold = |(value, name): &(f64, &str)| {
        let end = panel.at(panel.x.high, *value)?;
        Some(Label { text: name.to_string(), remark: String::new(), end, stroke: line })
    };
    names.extend(quantity.thresholds.iter().filter_map(threshold));
    if names.len() as f64 * 1.25 * theme.sizes.label <= panel.frame.height + 12.0 {
        labels::draw(page, &panel.frame, &names);
    }
}

/// In the unit of the axis.
fn scaled(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|value| value * factor).collect()
}

/// The middle half of the courses; of one arm alone the middle 90 % behind it.
fn shades(page: &mut Page, panel: &Panel, quantity: &Quantity, (color, both): (crate::Color, bool), band: &BandResult) {
    if band.quantiles[0] == band.quantiles[4] {
        return;
    }
    let shades = [((0, 4), OPACITY[0], "90 %"), ((1, 3), OPACITY[1], "50 %")];
    for ((low, high), opacity, share) in shades.into_iter().filter(|(.., share)| both || *share == "50 %") {
        let [low, high] = [low, high].map(|q: usize| scaled(&band.quantiles[q], quantity.factor));
        panel.shade(page, &format!("{}, {share}", quantity.name), (color, opacity), &band.days, &low, &high);
    }
}

/// A ring where the median is lowest, and a triangle where a count has come back after it.
fn marks(page: &mut Page, panel: &Panel, quantity: &Quantity, stroke: &Stroke, days: &[f64], median: &[f64]) {
    let size = 0.36 * page.theme.sizes.tick;
    let points = || days.iter().copied().zip(median.iter().copied()).filter(|(_, value)| value.is_finite());
    let Some((day, value)) = points().min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
    // A curve that is lowest at its end has not been at its lowest yet.
    let (first, last) = (points().next(), points().next_back());
    if first.is_none_or(|(_, first)| value >= first) || last.is_none_or(|(last, _)| last <= day) {
        return;
    }
    if let Some(place) = panel.at(day, value) {
        Shape::Ring.draw(page, &format!("{}, lowest", quantity.name), stroke.color, size, &[place]);
    }
    let enough = quantity.thresholds.iter().map(|(value, _)| *value).fold(0.0, f64::max);
    let back = points().find(|(at, count)| *at > day && *count >= enough && value < enough);
    if let Some(place) = back.filter(|_| recovers(quantity)).and_then(|(day, value)| panel.at(day, value)) {
        Shape::Triangle.draw(page, &format!("{}, recovered", quantity.name), stroke.color, size, &[place]);
    }
}

/// Median difference of each arm to the first, with its interval, around the line of none.
fn paired(
    page: &mut Page,
    input: &ComparisonInput,
    quantity: &Quantity,
    panel: &Panel,
    all: &[(usize, &BandDifference)],
) {
    let theme = page.theme;
    panel.grid(page);
    panel.y_labels(page);
    let none = Stroke { color: theme.ink, dash: &[], width: 2.5 };
    panel.curve(page, "no difference", &none, &[panel.x.low, panel.x.high], &[0.0, 0.0]);
    for (arm, one) in all.iter().filter(|_| all.len() < MOST_SHADES) {
        let [low, high] = [&one.low, &one.high].map(|ends| scaled(ends, quantity.factor));
        let name = format!("{}, 95 %", input.compared.arms[*arm].name);
        panel.shade(page, &name, (theme.arm(*arm).color, 0.24), &one.days, &low, &high);
    }
    for (arm, one) in all {
        let name = format!("{} less the first arm", input.compared.arms[*arm].name);
        let stroke = Stroke { width: 4.0, ..theme.arm(*arm) };
        panel.curve(page, &name, &stroke, &one.days, &scaled(&one.median, quantity.factor));
    }
}

/// The title of the upright axis, in as many lines and as small as the panel asks for.
fn upright(page: &mut Page, panel: &Panel, left: f64, title: &str) {
    let theme = page.theme;
    let room = panel.frame.height + 16.0 * unit(theme);
    let style = |shrunk: f64| Style::new(theme.sizes.label * shrunk, theme.ink).anchored(Anchor::Middle);
    let fits = |shrunk: &f64| text::wrapped(title, &style(*shrunk), room, 1).join(" ") == title;
    let style = style([1.0, 0.9, 0.8, 0.7, 0.6, 0.5].into_iter().find(fits).unwrap_or(0.45));
    let line = text::wrapped(title, &style, room, 1).swap_remove(0);
    page.upright_text(
        (left.max(MARGIN - 30.0) + 0.8 * style.size, panel.frame.y + panel.frame.height / 2.0),
        &line,
        &style,
    );
}

/// Values of all arms on hover.
fn hover_values(page: &mut Page, input: &ComparisonInput, quantity: &Quantity, panel: &Panel, most: usize) {
    let arms = input.compared.arms.iter();
    let one = |arm: &'_ ArmResult| Some((arm.name.clone(), quantity.band(arm)?.clone()));
    let bands: Vec<(String, BandResult)> = arms.filter_map(one).collect();
    let told: Vec<Told> = bands.iter().map(|(name, band)| Told { name, band, factor: quantity.factor }).collect();
    hover::columns(page, panel, &told, most);
}
