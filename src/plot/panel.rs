//! Panel: a rectangle with two axes, and what is drawn in it: grid, lines, ribbons, thresholds, points with intervals.
//! The chart is plotters'; tick labels are text of the page. Left out: a second axis on the right.

use super::{
    axis::Axis,
    page::{FINE, Frame, Page},
    rows::fitting,
    text::{Anchor, Style},
    theme::{Color, Stroke},
};
use plotters::{coord::types::RangedCoordf64, prelude::*, style::Color as _};

/// A plotters chart in the panel's positions.
type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Positions on the axes of a panel.
type Points = Vec<(f64, f64)>;

/// A frame with axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Where it stands, without labels (px).
    pub frame: Frame,
    /// The lower axis.
    pub x: Axis,
    /// The upright axis.
    pub y: Axis,
}

/// A color for plotters.
fn rgb(color: Color) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}

/// A width on the fine canvas.
fn fine(width: f64) -> u32 {
    (width * FINE).round() as u32
}

impl Panel {
    /// Where a value stands on the page (px); none if it is not finite.
    pub fn at(&self, day: f64, value: f64) -> Option<(f64, f64)> {
        Some((self.x_of(self.x.position(day)?), self.y_of(self.y.position(value)?)))
    }

    /// A position on the lower axis (px).
    fn x_of(&self, position: f64) -> f64 {
        self.frame.x + self.frame.width * self.x.share(position)
    }

    /// A position on the upright axis (px).
    fn y_of(&self, position: f64) -> f64 {
        self.frame.bottom() - self.frame.height * self.y.share(position)
    }

    /// Draws on the plotters chart of this panel, as one group of the page.
    fn chart(&self, page: &mut Page, name: &str, stroke: &Stroke, draw: impl FnOnce(&mut Chart)) {
        let Frame { x, y, width, height } = self.frame;
        let corner = |a: f64, b: f64| ((a * FINE).round() as i32, (b * FINE).round() as i32);
        page.shapes(name, stroke.dash, |sheet| {
            let area = sheet.clone().shrink(corner(x, y), corner(width, height));
            let chart = ChartBuilder::on(&area).build_cartesian_2d(self.x.low..self.x.high, self.y.low..self.y.high);
            draw(&mut chart.expect("writing to text does not fail"));
        });
    }

    /// Lines at the ticks of both axes.
    pub fn grid(&self, page: &mut Page) {
        let stroke = Stroke { color: page.theme.grid, dash: &[], width: 1.5 };
        let across = self.y.ticks.iter().map(|tick| vec![(self.x.low, tick.position), (self.x.high, tick.position)]);
        let upward = self.x.ticks.iter().map(|tick| vec![(tick.position, self.y.low), (tick.position, self.y.high)]);
        let lines: Vec<Points> = across.chain(upward).collect();
        self.polylines(page, "grid", &stroke, lines);
    }

    /// Labels of the ticks of the upright axis.
    pub fn y_labels(&self, page: &mut Page) {
        let style = Style::new(page.theme.sizes.tick, page.theme.muted).anchored(Anchor::End);
        for tick in &self.y.ticks {
            page.text((self.frame.x - 14.0, self.y_of(tick.position) + style.size * 0.36), &tick.label, &style);
        }
    }

    /// Labels of the ticks of the time axis, under `bottom` (px).
    pub fn x_labels(&self, page: &mut Page, bottom: f64) {
        let style = Style::new(page.theme.sizes.tick, page.theme.muted).anchored(Anchor::Middle);
        for tick in &self.x.ticks {
            page.text((self.x_of(tick.position), bottom + style.size * 1.25), &tick.label, &style);
        }
    }

    /// The title of the upright axis, turned, `left` of it (px), in smaller letters where the axis is short.
    pub fn y_title(&self, page: &mut Page, left: f64, title: &str) {
        let style = Style::new(page.theme.sizes.label, page.theme.ink).anchored(Anchor::Middle);
        let style = fitting(title, style, self.frame.height + style.size);
        page.upright_text((left, self.frame.y + self.frame.height / 2.0), title, &style);
    }

    /// Grid and tick labels.
    pub fn open(&self, page: &mut Page) {
        self.grid(page);
        self.y_labels(page);
        self.x_labels(page, self.frame.bottom());
    }

    /// The title of the other axis, under its tick labels.
    pub fn x_title(&self, page: &mut Page, title: &str) {
        let style = Style::new(page.theme.sizes.label, page.theme.ink).anchored(Anchor::Middle);
        let baseline = self.frame.bottom() + page.theme.sizes.tick * 1.35 + style.size * 1.15;
        page.text((self.frame.x + self.frame.width / 2.0, baseline), title, &style);
    }

    /// A curve; a gap where values are not finite.
    pub fn curve(&self, page: &mut Page, name: &str, stroke: &Stroke, days: &[f64], values: &[f64]) {
        let runs = self.runs(days, values);
        self.polylines(page, name, stroke, runs);
    }

    /// A curve that keeps each value until the next (Kaplan and Meier 1958, counts of examinations).
    pub fn step_line(&self, page: &mut Page, name: &str, stroke: &Stroke, days: &[f64], values: &[f64]) {
        let (days, values) = stepped(days, values);
        let runs = match days.len() <= MANY_CORNERS {
            true => self.finite_runs(&days, &values),
            false => self.runs(&days, &values),
        };
        self.polylines(page, name, stroke, runs);
    }

    /// The area between two curves.
    pub fn ribbon(&self, page: &mut Page, name: &str, color: Color, days: &[f64], low: &[f64], high: &[f64]) {
        self.shade(page, name, (color, 0.22), days, low, high);
    }

    /// The area between two curves in a color of the given opacity (0 to 1).
    pub fn shade(
        &self,
        page: &mut Page,
        name: &str,
        (color, opacity): (Color, f64),
        days: &[f64],
        low: &[f64],
        high: &[f64],
    ) {
        let (lows, highs) = (self.runs(days, low), self.runs(days, high));
        let fill = rgb(color).mix(opacity).filled();
        self.chart(page, name, &Stroke { color, dash: &[], width: 0.0 }, |chart| {
            for (low, high) in lows.into_iter().zip(highs).filter(|(low, _)| low.len() > 1) {
                let outline: Points = high.into_iter().chain(low.into_iter().rev()).collect();
                chart.draw_series([Polygon::new(outline, fill)]).expect("writing to text does not fail");
            }
        });
    }

    /// A horizontal line at a value.
    pub fn threshold(&self, page: &mut Page, name: &str, value: f64) {
        let stroke = page.theme.threshold_line();
        if let Some(position) = self.y.position(value) {
            self.polylines(page, name, &stroke, vec![vec![(self.x.low, position), (self.x.high, position)]]);
        }
    }

    /// An upright line at a day.
    pub fn moment(&self, page: &mut Page, name: &str, stroke: &Stroke, day: f64) {
        if let Some(position) = self.x.position(day) {
            self.polylines(page, name, stroke, vec![vec![(position, self.y.low), (position, self.y.high)]]);
        }
    }

    /// A point with the interval around it.
    pub fn point(&self, page: &mut Page, name: &str, stroke: &Stroke, day: f64, value: f64, interval: (f64, f64)) {
        let positions =
            (self.x.position(day), self.y.position(value), self.y.position(interval.0), self.y.position(interval.1));
        let (Some(x), Some(y), Some(low), Some(high)) = positions else { return };
        let background = rgb(page.theme.background);
        self.chart(page, name, stroke, |chart| {
            let style = rgb(stroke.color).stroke_width(fine(stroke.width));
            let circle = |size: f64, color: RGBColor| Circle::new((x, y), fine(size), color.filled());
            chart
                .draw_series([PathElement::new(vec![(x, low), (x, high)], style)])
                .expect("writing to text does not fail");
            chart
                .draw_series([circle(10.0, rgb(stroke.color)), circle(6.0, background)])
                .expect("writing to text does not fail");
        });
    }

    /// A filled point.
    pub fn disc(&self, page: &mut Page, name: &str, color: Color, day: f64, value: f64) {
        let (Some(x), Some(y)) = (self.x.position(day), self.y.position(value)) else { return };
        self.chart(page, name, &Stroke { color, dash: &[], width: 0.0 }, |chart| {
            let disc = Circle::new((x, y), fine(9.0), rgb(color).filled());
            chart.draw_series([disc]).expect("writing to text does not fail");
        });
    }

    /// Filled rectangles between positions of both axes.
    pub fn bars(&self, page: &mut Page, name: &str, color: Color, bars: Vec<[(f64, f64); 2]>) {
        let fill = rgb(color).filled();
        self.chart(page, name, &Stroke { color, dash: &[], width: 0.0 }, |chart| {
            let rectangles = bars.into_iter().map(|corners| Rectangle::new(corners, fill));
            chart.draw_series(rectangles).expect("writing to text does not fail");
        });
    }

    /// Lines through positions.
    pub fn polylines(&self, page: &mut Page, name: &str, stroke: &Stroke, lines: Vec<Points>) {
        let style = rgb(stroke.color).stroke_width(fine(stroke.width));
        self.chart(page, name, stroke, |chart| {
            let paths = lines.into_iter().filter(|line| line.len() > 1).map(|line| PathElement::new(line, style));
            chart.draw_series(paths).expect("writing to text does not fail");
        });
    }

    /// Positions of the values, split where they are not finite, thinned to what the page can show.
    fn runs(&self, days: &[f64], values: &[f64]) -> Vec<Points> {
        let pixel = ((self.x.high - self.x.low) / self.frame.width, (self.y.high - self.y.low) / self.frame.height);
        self.finite_runs(days, values).into_iter().map(|run| thinned(&run, pixel)).collect()
    }

    /// One list of points for each stretch of finite values.
    fn finite_runs(&self, days: &[f64], values: &[f64]) -> Vec<Points> {
        let mut runs = vec![Points::new()];
        for (day, value) in days.iter().zip(values).filter(|(day, _)| self.x.reaches(**day)) {
            match (self.x.position(*day), self.y.position(*value)) {
                (Some(x), Some(y)) => runs.last_mut().expect("there is always a run").push((x, y)),
                _ => runs.push(Points::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }
}

/// Where a line varies less than this within a column, its variation is not drawn: it would blur the dashes (px).
const FLAT: f64 = 3.0;

/// First, lowest, highest and last point of every column of two pixels, in order; the first alone where the column is
/// flat. Looks the same, and needs less.
fn thinned(points: &[(f64, f64)], pixel: (f64, f64)) -> Points {
    let column = |point: &(f64, f64)| (point.0 / (2.0 * pixel.0)).floor();
    let mut out: Points = points.chunk_by(|a, b| column(a) == column(b)).flat_map(|run| kept(run, pixel.1)).collect();
    out.extend(points.last());
    out.dedup();
    out
}

/// What is kept of one column.
fn kept(run: &[(f64, f64)], pixel: f64) -> Points {
    let by_height = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
    let (Some(lowest), Some(highest)) = (run.iter().min_by(by_height), run.iter().max_by(by_height)) else {
        return Points::new();
    };
    if highest.1 - lowest.1 < FLAT * pixel {
        return run[..1].to_vec();
    }
    let mut kept = vec![run[0], *lowest, *highest, run[run.len() - 1]];
    kept.sort_by(|a, b| a.0.total_cmp(&b.0));
    kept
}

/// A line of more corners than this is thinned.
const MANY_CORNERS: usize = 1000;

/// The corners of a line that keeps each value until the next.
pub fn stepped(days: &[f64], values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let points: Points = days.iter().copied().zip(values.iter().copied()).collect();
    let corners = points.windows(2).flat_map(|pair| [pair[0], (pair[1].0, pair[0].1)]);
    corners.chain(points.last().copied()).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_ends_and_extremes_and_the_order() {
        let points: Points = (0..10_000).map(|i| (f64::from(i) / 100.0, if i == 4321 { 9.0 } else { 0.0 })).collect();
        let thin = thinned(&points, (0.5, 0.1));
        assert!(thin.len() <= 110 && thin.contains(&(43.21, 9.0)), "{} points", thin.len());
        assert_eq!((thin.first(), thin.last()), (points.first(), points.last()));
        assert!(thin.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    }

    #[test]
    fn a_curve_on_a_logarithmic_axis_goes_to_its_end_and_no_further() {
        let frame = Frame { x: 0.0, y: 0.0, width: 100.0, height: 100.0 };
        let panel = Panel { frame, x: Axis::logarithmic(1.0, 100.0), y: Axis::linear(1.0, 2) };
        let runs = panel.finite_runs(&[1.0, 10.0, 100.0, 1000.0], &[0.0, 0.5, 1.0, 1.0]);
        assert_eq!(runs, [[(0.0, 0.0), (1.0, 0.5), (2.0, 1.0)]]);
    }

    #[test]
    fn a_step_keeps_its_value_until_the_next() {
        assert_eq!(stepped(&[0.0, 2.0], &[1.0, 0.5]), (vec![0.0, 2.0, 2.0], vec![1.0, 1.0, 0.5]));
    }
}
