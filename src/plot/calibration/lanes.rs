//! Lanes: what was known before the data above what is known after them, one lane for each quantity, with its numbers in
//! columns at the right. Left out: what the numbers are.
//!
//! # How to read a lane
//!
//! ```text
//! parameter          ======|==========|========       prior: thick middle 50 %, thin 95 %, gap at the median
//! remark                   ===||====                  posterior: the same in full color
//!                               ¦                     the line across both: shipped or published value
//! ```
//!
//! A posterior as wide as the prior was not informed; one that is narrow and off the line says that the data ask
//! for another value. Numbers of both stand in columns at the right, and all quantiles on hover.

use super::{CalibrationInput, posterior_color, prior_color, shaded};
use crate::{
    Color, Drawing, Stroke, Theme,
    axis::Axis,
    forest::SHRINK,
    key::Entry,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    rows::fitting,
    sheet::Sheet,
    text::{self, Anchor, Style, Weight},
};
use cenersim_analyses::calibration::Quantiles;

/// One quantity; bars and mark are in the unit of the axis.
pub struct Lane {
    /// Name of the quantity.
    pub label: String,
    /// A second, lighter line; empty if there is none.
    pub remark: String,
    /// Before the data; the paler bar.
    pub prior: Quantiles,
    /// After the data.
    pub posterior: Quantiles,
    /// Where the line stands that crosses both bars.
    pub mark: f64,
    /// One for each heading.
    pub texts: Vec<String>,
    /// All numbers, on hover.
    pub hover: String,
}

/// Everything on the pages.
pub struct Lanes<'a> {
    /// With the key of [`sheet`].
    pub sheet: Sheet,
    /// Shared by all lanes.
    pub axis: Axis,
    /// With the unit.
    pub axis_title: &'a str,
    /// Above the columns of texts.
    pub headings: &'a [&'a str],
    /// From the top down.
    pub lanes: Vec<Lane>,
}

/// What stands around lanes; `mark` is what the line that crosses the bars is.
pub fn sheet(input: &CalibrationInput, message: String, subtitle: String, mark: &str, theme: &Theme) -> Sheet {
    let ink = Stroke { color: theme.ink, dash: &[], width: 4.0 };
    let rest = [Entry::words("thick 50 %, thin 95 %, gap: median"), Entry::line(ink, mark)];
    let key = shaded(theme).into_iter().chain(rest).collect();
    Sheet { key, ..input.sheet(message, subtitle) }
}

/// Pages at most.
const PAGES: usize = 3;
/// Least heights of a lane with and without a remark, in letters of a label.
const LEAST: [f64; 2] = [1.5, 2.2];
/// Lanes are no higher than this, in letters.
const MOST: f64 = 3.6;

impl Lanes<'_> {
    /// The pages that hold all lanes; none without lanes.
    pub fn draw(&self, theme: &Theme) -> Vec<Drawing> {
        let mut theme = *theme;
        while self.lanes.len() > PAGES * self.fitting_on_a_page(&theme) && theme.sizes.label > 4.0 {
            theme = theme.with_font_scale(SHRINK);
        }
        let pages = self.lanes.len().div_ceil(self.fitting_on_a_page(&theme));
        let each = self.lanes.len().div_ceil(pages.max(1)).max(1);
        let page = |(i, lanes): (usize, &[Lane])| {
            self.sheet.numbered(i + 1, pages).draw(&theme, |page, room| self.page(page, lanes, room))
        };
        self.lanes.chunks(each).take(PAGES).enumerate().map(page).collect()
    }

    /// As many lanes as have their least height.
    fn fitting_on_a_page(&self, theme: &Theme) -> usize {
        let room = self.sheet.room(theme).height - around(theme);
        let remarks = self.lanes.iter().any(|lane| !lane.remark.is_empty());
        ((room / (LEAST[usize::from(remarks)] * theme.sizes.label)) as usize).max(1)
    }

    fn page(&self, page: &mut Page, lanes: &[Lane], room: Frame) {
        let theme = page.theme;
        let height = ((room.height - around(theme)) / lanes.len() as f64).min(MOST * theme.sizes.label);
        let places = self.places(lanes, theme, (room.y + above(theme), height * lanes.len() as f64));
        self.background(page, &places);
        for (i, lane) in lanes.iter().enumerate() {
            self.lane(page, lane, &places, (places.plot.y + i as f64 * height, height));
        }
    }

    /// Names at the left, axis in the middle, columns of texts at the right.
    fn places(&self, lanes: &[Lane], theme: &Theme, (y, height): (f64, f64)) -> Places {
        let sizes = theme.sizes;
        let wide = |text: &str, size: f64| text::width(text, size, Weight::SemiBold);
        let all = f64::from(theme.size.0) - 2.0 * MARGIN;
        let label = |lane: &Lane| wide(&lane.label, sizes.label).max(wide(&lane.remark, sizes.tick));
        let labels = (lanes.iter().map(label).fold(0.0, f64::max) + 2.0).min(0.25 * all);
        let column = |(i, heading): (usize, &&str)| {
            let texts = lanes.iter().filter_map(|lane| lane.texts.get(i)).map(|text| wide(text, sizes.tick));
            texts.fold(wide(heading, sizes.tick), f64::max) + sizes.tick
        };
        let mut columns: Vec<f64> = self.headings.iter().enumerate().map(column).collect();
        let shrink = (0.42 * all / columns.iter().sum::<f64>().max(1.0)).min(1.0);
        columns.iter_mut().for_each(|width| *width *= shrink);
        let (gap, texts) = (sizes.label, columns.iter().sum::<f64>());
        let plot = Frame { x: MARGIN + labels + gap, y, width: all - labels - texts - 2.0 * gap, height };
        Places { labels, plot, columns }
    }

    /// Headings, grid, ticks and title of the axis.
    fn background(&self, page: &mut Page, places: &Places) {
        let (theme, plot) = (page.theme, places.plot);
        let panel = Panel { frame: plot, x: self.axis.clone(), y: Axis::counting(1) };
        panel.grid(page);
        panel.x_labels(page, plot.bottom());
        let style = Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::Middle);
        let style = fitting(self.axis_title, style, plot.width + 2.0 * theme.sizes.label);
        page.text((plot.x + plot.width / 2.0, plot.bottom() + 2.7 * theme.sizes.tick), self.axis_title, &style);
        for (heading, (x, width)) in self.headings.iter().zip(places.at()) {
            let style = fitting(heading, Style::new(theme.sizes.tick, theme.ink).semi_bold(), width);
            page.text((x, plot.y - 0.5 * style.size), heading, &style);
        }
    }

    /// Both bars, the mark, the name and the texts.
    fn lane(&self, page: &mut Page, lane: &Lane, places: &Places, (y, height): (f64, f64)) {
        let theme = page.theme;
        let (plot, middle) = (places.plot, y + height / 2.0);
        self.name(page, lane, places.labels, middle);
        let bar = |share: f64| Frame { y: y + share * height, height: 0.34 * height, ..plot };
        self.bar(page, &lane.prior, prior_color(theme), &bar(0.13));
        self.bar(page, &lane.posterior, posterior_color(theme), &bar(0.53));
        let ink = Stroke { color: theme.ink, dash: &[], width: 4.0 };
        if let Some(position) = self.axis.position(lane.mark) {
            let x = plot.x + plot.width * self.axis.share(position);
            page.line((x, y + 0.08 * height), (x, y + 0.92 * height), &ink);
        }
        for (text, (x, width)) in lane.texts.iter().zip(places.at()) {
            let style = fitting(text, Style::new(theme.sizes.tick, theme.ink), width - 0.4 * theme.sizes.tick);
            page.text((x, middle + 0.36 * style.size), text, &style);
        }
        page.hover(&Frame { y, height, ..plot }, &lane.hover);
    }

    fn name(&self, page: &mut Page, lane: &Lane, room: f64, middle: f64) {
        let sizes = page.theme.sizes;
        let style = fitting(&lane.label, Style::new(sizes.label, page.theme.ink).semi_bold(), room);
        let light = fitting(&lane.remark, Style::new(0.85 * sizes.tick, page.theme.muted), room);
        let baseline = middle + if lane.remark.is_empty() { 0.36 * style.size } else { -0.1 * style.size };
        page.text((MARGIN, baseline), &lane.label, &style);
        if !lane.remark.is_empty() {
            page.text((MARGIN, baseline + 1.15 * light.size), &lane.remark, &light);
        }
    }

    /// Quantiles as a thick bar in a thin one, with a gap at the median.
    fn bar(&self, page: &mut Page, quantiles: &Quantiles, color: Color, frame: &Frame) {
        interval(page, quantiles, &self.axis, color, frame);
    }
}

/// Quantiles in a frame as wide as the axis: a thick bar from quartile to quartile in a thin one that holds 95 %, with a gap
/// at the median. Nothing where one of them is no number.
pub fn interval(page: &mut Page, quantiles: &Quantiles, axis: &Axis, color: Color, frame: &Frame) {
    let Quantiles { low, lower, median, upper, high } = *quantiles;
    let found: Vec<f64> = [low, lower, median, upper, high]
        .into_iter()
        .filter_map(|value| Some(frame.x + frame.width * axis.share(axis.position(value)?)))
        .collect();
    let [low, lower, median, upper, high] = found[..] else { return };
    let part = |from: f64, to: f64, share: f64| {
        let (width, height) = ((to - from).max(4.0), share * frame.height);
        Frame { x: (from + to - width) / 2.0, y: frame.y + (frame.height - height) / 2.0, width, height }
    };
    page.area(&part(low, high, 0.4), color, 0.55);
    page.area(&part(lower, upper, 1.0), color, 1.0);
    if upper - lower > 12.0 {
        page.area(&part(median - 2.0, median + 2.0, 1.0), page.theme.background, 1.0);
    }
}

/// Where the parts of every lane stand (px).
struct Places {
    labels: f64,
    plot: Frame,
    columns: Vec<f64>,
}

impl Places {
    /// Left end and width of each column of texts.
    fn at(&self) -> Vec<(f64, f64)> {
        let mut x = self.plot.right() + 0.9 * (self.plot.x - MARGIN - self.labels);
        let one = |width: &f64| {
            x += width;
            (x - width, *width)
        };
        self.columns.iter().map(one).collect()
    }
}

/// Room for the headings, and for headings, tick labels and the title of the axis (px).
fn above(theme: &Theme) -> f64 {
    1.6 * theme.sizes.tick
}

fn around(theme: &Theme) -> f64 {
    above(theme) + 3.1 * theme.sizes.tick
}
