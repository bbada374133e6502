//! Sweep figure: an endpoint over the values of one swept key as lines with standard errors, over two as heat maps.
//! Left out: more than two keys at once; the rest is held at its first value, and the subtitle says so.
//!
//! | endpoint | value | error |
//! |---|---|---|
//! | a rate | share of all replicates (%) | Monte-Carlo standard error over units |
//! | a measure that spans decades | median | by bootstrap |
//! | any other measure | mean | Monte-Carlo standard error over units |
//!
//! # How to read it
//!
//! Along one key: a line for each arm through its values, with a bar of one standard error to either side; values
//! that are numbers stand at their place, words side by side. Along two keys: a map for each arm (see `heat`). The
//! standard error is that of the simulation; lines that differ by less than two of them may be equal. What the
//! figure is about is chosen with `--endpoint`; all others are in `tables/sweep.csv`.

use super::{Comparison, ComparisonInput, best::Best, heat::heat_maps};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::{Axis, Tick},
    labels::{self, Label},
    message,
    names::key,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    text::{self, Style, Weight},
};
use cenersim_analyses::comparison::{Endpoint, SweepPoint, SweepResult};
use cenersim_text::{capital, plain, three_digits};

/// An estimate and its standard error, in the unit of the figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    /// Share, median or mean.
    pub middle: f64,
    /// Its standard error.
    pub error: f64,
}

/// What is drawn of a sweep.
pub(super) struct Swept<'a> {
    /// Axes and points.
    pub sweep: &'a SweepResult,
    /// What is drawn of each point.
    pub endpoint: Endpoint,
}

impl Swept<'_> {
    /// Percent, days, decades, or numbers of cells.
    pub fn unit(&self) -> &'static str {
        if self.endpoint.axis_unit() == "d" { "days" } else { self.endpoint.axis_unit() }
    }

    /// What the value of a point is: rates are shares, what spans decades has a median, and the rest a mean.
    pub fn statistic(&self) -> &'static str {
        match self.endpoint {
            Endpoint::Rate(_) => "share over all replicates",
            _ if self.endpoint.spans_decades() => "median",
            _ => "mean",
        }
    }

    /// None where it is no number.
    pub fn value(&self, point: &SweepPoint) -> Option<Value> {
        let value = match self.endpoint {
            Endpoint::Rate(rate) => {
                let found = point.rates.iter().find(|result| result.rate == rate)?;
                Value { middle: 100.0 * found.share, error: 100.0 * found.standard_error }
            }
            Endpoint::Measure(measure) => {
                let found = point.measures.iter().find(|result| result.measure == measure)?;
                match self.endpoint.spans_decades() {
                    true => Value { middle: found.median, error: found.median_error },
                    false => Value { middle: found.mean, error: found.mean_error },
                }
            }
        };
        value.middle.is_finite().then_some(Value { error: value.error.max(0.0), ..value })
    }

    /// The endpoint with its unit, where it has one.
    fn axis_title(&self) -> String {
        match self.unit() {
            "" => self.endpoint.label().to_owned(),
            unit => format!("{} ({unit})", self.endpoint.label()),
        }
    }

    /// `12.5 ± 1.10 d`: estimate, standard error and unit, with three digits each.
    pub fn written(&self, value: Value) -> String {
        format!("{} ± {} {}", three_digits(value.middle), three_digits(value.error), self.unit())
    }

    /// What may be said of the optimum of each arm, by the values of its points.
    pub fn message(&self, arms: &[Vec<Option<Value>>]) -> String {
        let of = |values: &Vec<Option<Value>>| {
            let best = Best::of(values, self.endpoint.more_is_better())?;
            Some(best.verdict(values.iter().flatten().count()))
        };
        let told: Vec<(&str, String)> =
            self.sweep.arms.iter().zip(arms).filter_map(|(name, values)| Some((name.as_str(), of(values)?))).collect();
        let subject = self.endpoint.label();
        match &told[..] {
            [(_, first), ..] if told.iter().all(|(_, other)| other == first) => format!("{subject}: {first}"),
            _ => message::each(subject, told.into_iter()),
        }
    }

    /// Which other keys stand still, and where.
    fn held(&self) -> String {
        let held = self.sweep.axes.iter().skip(2).filter_map(|axis| Some((&axis.path, axis.values.first()?)));
        held.map(|(path, value)| format!(" {}: {value}.", key(path))).collect()
    }
}

/// The endpoint of the sweep over its first key or its first two; none without a sweep or an endpoint.
pub const FIGURE: FigureOf<Comparison> = FigureOf {
    name: "sweep",
    section: Section::Sweep,
    alt: |_, _| "The endpoint over the swept values; the table has the numbers.".into(),
    draw,
};

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let Some(sweep) = &input.compared.sweep else { return Vec::new() };
    let Ok(endpoint) = Endpoint::from_name(&sweep.endpoint) else { return Vec::new() };
    let swept = Swept { sweep, endpoint };
    if sweep.arms.is_empty() || sweep.axes.iter().any(|axis| axis.values.is_empty()) {
        return Vec::new();
    }
    match sweep.axes.len() {
        0 => Vec::new(),
        1 => vec![lines(input, theme, &swept)],
        _ => heat_maps(input, theme, &swept, &swept.held()),
    }
}

/// Left of the panel: axis title and tick labels; right of it: names of the arms (px).
const LEFT: f64 = 214.0;
const RIGHT: f64 = 460.0;
/// With more values than this, errors are a ribbon.
const MANY: usize = 60;
/// Points of neighboring arms are set apart by this (px).
const APART: f64 = 7.0;

/// One key: a line for each arm.
fn lines(input: &ComparisonInput, theme: &Theme, swept: &Swept) -> Drawing {
    let values = &swept.sweep.axes[0].values;
    let arms: Vec<Vec<Option<Value>>> = (0..swept.sweep.arms.len()).map(|arm| along(swept, arm, values)).collect();
    let sheet = input.sheet(
        swept.message(&arms),
        format!(
            "{}. {} with its standard error. Filled: cannot be told from the best of its arm (5 % for all together).",
            capital(&input.units()),
            capital(swept.statistic())
        ),
        theme,
    );
    sheet.draw(theme, |page, room| {
        let foot = 3.4 * theme.sizes.label;
        panel(page, swept, room.without([LEFT - room.x, 0.0, RIGHT - room.x, foot]));
    })
}

fn panel(page: &mut Page, swept: &Swept, frame: Frame) {
    let theme = page.theme;
    let scale = Scale::of(&swept.sweep.axes[0].values);
    let panel = Panel { frame, x: scale.axis(theme, frame.width), y: upright(swept) };
    panel.open(page);
    panel.y_title(page, MARGIN + 24.0, &swept.axis_title());
    panel.x_title(page, &scale.title(swept));
    let one = |arm| one(page, &panel, swept, &scale, arm);
    let names: Vec<Label> = (0..swept.sweep.arms.len()).filter_map(one).collect();
    labels::draw(page, &frame, &names);
}

/// From zero, or as many decades as there are.
fn upright(swept: &Swept) -> Axis {
    let values: Vec<Value> = swept.sweep.points.iter().filter_map(|point| swept.value(point)).collect();
    let ends = values.iter().flat_map(|value| [value.middle - value.error, value.middle + value.error]);
    let (low, high) =
        ends.filter(|end| end.is_finite()).fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    if swept.endpoint.spans_decades() {
        let decades = (libm::ceil(libm::log10(high.max(10.0))) as i32).max(1);
        return Axis::decades_and_zero(0, decades, (decades as usize).div_ceil(5));
    }
    match swept.endpoint {
        Endpoint::Rate(_) if high > 60.0 => Axis::spanning(0.0, 100.0, 20.0),
        Endpoint::Rate(_) => Axis::linear(high, 5),
        Endpoint::Measure(_) => Axis::around(low, high.max(low + 1e-9), 5),
    }
}

/// The values of an arm over those of the first key.
fn along(swept: &Swept, arm: usize, values: &[String]) -> Vec<Option<Value>> {
    let of = |value: &String| swept.sweep.points.iter().find(|p| p.arm == arm && p.values.first() == Some(value));
    values.iter().map(|value| swept.value(of(value)?)).collect()
}

/// Line, points and errors of an arm; its name at the end of the line.
fn one(page: &mut Page, panel: &Panel, swept: &Swept, scale: &Scale, arm: usize) -> Option<Label> {
    let (name, stroke, arms) = (&swept.sweep.arms[arm], page.theme.arm(arm), swept.sweep.arms.len());
    let pixel = (panel.x.high - panel.x.low) / panel.frame.width;
    let aside = (arm as f64 - (arms as f64 - 1.0) / 2.0) * APART * pixel;
    let values = &swept.sweep.axes[0].values;
    let found = along(swept, arm, values);
    let tied = Best::of(&found, swept.endpoint.more_is_better()).map_or_else(Vec::new, |best| best.tied);
    let places: Vec<f64> = scale.positions.iter().map(|position| position + aside).collect();
    let line = |of: fn(Value) -> f64| found.iter().map(|value| value.map_or(f64::NAN, of)).collect::<Vec<f64>>();
    if values.len() > MANY {
        let (low, high) = (line(|v| v.middle - v.error), line(|v| v.middle + v.error));
        panel.ribbon(page, name, stroke.color, &places, &low, &high);
    }
    panel.curve(page, name, &stroke, &places, &line(|v| v.middle));
    let solid = crate::theme::Stroke { dash: &[], ..stroke };
    for (i, ((place, value), found)) in
        places.iter().zip(values).zip(&found).enumerate().filter(|_| values.len() <= MANY)
    {
        let Some(found) = found else { continue };
        let hover = format!("{name}, {value}: {}", swept.written(*found));
        panel.point(
            page,
            &hover,
            &solid,
            *place,
            found.middle,
            (found.middle - found.error, found.middle + found.error),
        );
        if tied.get(i) == Some(&true) {
            panel.disc(page, "cannot be told from the best", stroke.color, *place, found.middle);
        }
    }
    let end = places.iter().zip(&found).rev().find_map(|(place, value)| panel.at(*place, value.as_ref()?.middle))?;
    let room = f64::from(page.theme.size.0) - panel.frame.right() - 84.0 - 16.0;
    let style = Style::new(page.theme.sizes.label, page.theme.ink).semi_bold();
    let text = text::condensed(name, &style, room, 1).concat();
    Some(Label { text, remark: String::new(), end, stroke })
}

/// Where the values of a swept key stand: by their numbers if they have one unit, otherwise one after the other.
struct Scale {
    positions: Vec<f64>,
    labels: Vec<String>,
    unit: String,
    logarithmic: bool,
}

/// Positive numbers that span more than this factor stand by their logarithms.
const WIDE: f64 = 50.0;

impl Scale {
    /// By number where all values are numbers of one unit, else in their order.
    fn of(values: &[String]) -> Self {
        let numbers: Option<Vec<(f64, String)>> = values.iter().map(|value| number_and_unit(value)).collect();
        numbers.and_then(|numbers| Self::numeric(&numbers)).unwrap_or_else(|| Self {
            positions: (0..values.len()).map(|i| i as f64).collect(),
            labels: values.to_vec(),
            unit: String::new(),
            logarithmic: false,
        })
    }

    /// None if units differ or all numbers are the same.
    fn numeric(numbers: &[(f64, String)]) -> Option<Self> {
        let unit = &numbers.first()?.1;
        let (low, high) = numbers.iter().fold((f64::MAX, f64::MIN), |(low, high), (n, _)| (low.min(*n), high.max(*n)));
        if numbers.iter().any(|(_, other)| other != unit) || low >= high {
            return None;
        }
        let logarithmic = low > 0.0 && high / low >= WIDE;
        let position = |(n, _): &(f64, String)| if logarithmic { libm::log10(*n) } else { *n };
        let labels = numbers.iter().map(|(n, _)| plain(*n)).collect();
        Some(Self { positions: numbers.iter().map(position).collect(), labels, unit: unit.clone(), logarithmic })
    }

    /// The swept key, with the unit.
    fn title(&self, swept: &Swept) -> String {
        let key = key(&swept.sweep.axes[0].path);
        let how = match (self.unit.is_empty(), self.logarithmic) {
            (true, false) => return key,
            (true, true) => "logarithmic".to_string(),
            (false, false) => self.unit.clone(),
            (false, true) => format!("{}, logarithmic", self.unit),
        };
        format!("{key} ({how})")
    }

    /// With a tick at each value that has room for its label.
    fn axis(&self, theme: &Theme, width: f64) -> Axis {
        let ends = self.positions.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(*p), high.max(*p)));
        let margin = if ends.1 > ends.0 { 0.05 * (ends.1 - ends.0) } else { 1.0 };
        let style = Style::new(theme.sizes.tick, theme.muted);
        let most = (width / self.labels.len() as f64 - style.size).max(0.16 * width);
        let label = |text: &String| text::condensed(text, &style, most, 1).concat();
        let mut ticks: Vec<Tick> = self
            .positions
            .iter()
            .zip(&self.labels)
            .map(|(p, text)| Tick { position: *p, label: label(text) })
            .collect();
        ticks.sort_by(|a, b| a.position.total_cmp(&b.position));
        let widest = ticks.iter().map(|tick| text::width(&tick.label, style.size, Weight::Regular)).fold(0.0, f64::max);
        let mut axis = Axis::spanning(ends.0 - margin, ends.1 + margin, ends.1 - ends.0 + 3.0 * margin);
        axis.ticks = ticks;
        axis.spaced(width, widest + style.size)
    }
}

/// `7 d` is (7, `d`); none without a leading number.
fn number_and_unit(text: &str) -> Option<(f64, String)> {
    let text = text.trim().trim_matches('"');
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e'))).unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    number.is_finite().then(|| (number, text[end..].trim().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(values: &[&str]) -> Scale {
        Scale::of(&values.iter().map(|value| value.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_of_one_unit_stand_where_they_are() {
        let days = scale(&["0 d", "1 d", "7 d"]);
        assert_eq!(
            (days.positions, days.labels, days.unit.as_str()),
            (vec![0.0, 1.0, 7.0], ["0", "1", "7"].map(String::from).to_vec(), "d")
        );
        assert_eq!(scale(&["1", "10", "100"]).positions, [0.0, 1.0, 2.0]);
    }

    #[test]
    fn other_values_stand_one_after_the_other() {
        for values in [["12 h", "1 d", "2 d"], ["once", "twice", "3"], ["5 d", "5 d", "5 d"]] {
            assert_eq!(scale(&values).positions, [0.0, 1.0, 2.0], "{values:?}");
        }
    }
}
