//! Waterfall: best change of the marrow blasts of each patient, largest rise at the left, colored by response, a panel
//! for each arm. Where there are more patients than pixels, a column stands for several. Left out: when it happened.
//!
//! A bar is `100 (lowest later share of blasts / share before treatment - 1)` percent, from -100; its color is the best
//! response of the patient. Rises above 100 % are cut, and how many were is written beside them.
//!
//! # Many patients
//!
//! Where bars would be narrower than four pixels, the colors of neighbors are put in the order of responses, in sixteen groups of equal
//! size, which the subtitle says; heights stay. Where they would be narrower than two, neighbors share a column with colors in
//! proportion, so that the area of each color stays right. A bar that reaches above +100 % is cut there and
//! counted above the panel, because a tenfold rise would flatten all falls. Parts tell patient, change and response
//! on hover as long as there are few enough to keep the file small.

use super::{
    Drawing, Stroke, Theme,
    axis::Axis,
    grid::{self, Cell, unit},
    key::{self, Entry},
    message,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    responses::{self, RESPONSES},
    sheet::Sheet,
    text::{self, Anchor, Style},
};
use cenersim_analyses::comparison::BestChange;
use cenersim_model::curves::Response;
use cenersim_text::{count, three_digits};

/// Rises above this are cut and counted (%).
const CAP: f64 = 100.0;
/// A column is never narrower than this (px).
const NARROWEST: f64 = 2.0;
/// The colors of bars narrower than this are put in order within so many groups (px).
const LEGIBLE: f64 = 4.0;
const GROUPS: usize = 16;
/// With more arms in a row than this, the names of responses stand above all arms, and only counts under each.
const MOST_WITH_NAMES: usize = 3;
/// Narrow bars overlap their neighbor of the same color, so that no seam shows (px).
const OVERLAP: f64 = 1.2;
/// Parts of the figure that tell values on hover.
const HOVER_COLUMNS: usize = 360;

/// The patients of one arm.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm<'a> {
    pub name: &'a str,
    /// Of those who were examined.
    pub changes: Vec<BestChange>,
    /// All of them, examined or not.
    pub patients: u32,
}

/// The waterfall of all arms.
#[derive(Clone, Debug, PartialEq)]
pub struct BestChanges<'a> {
    /// Its key may name arms; responses and the subtitle are added.
    pub sheet: Sheet,
    /// What a bar stands for, such as `patient`.
    pub unit: &'static str,
    pub arms: Vec<Arm<'a>>,
}

impl BestChanges<'_> {
    /// One page; none if nobody was examined.
    pub fn draw(&self, theme: &Theme) -> Vec<Drawing> {
        if self.arms.iter().all(|arm| arm.changes.is_empty()) {
            return Vec::new();
        }
        let brief = grid::columns(self.arms.len()) > MOST_WITH_NAMES;
        let key = if brief { responses::names(&self.arms, theme) } else { Vec::new() };
        let sheet = Sheet { key: [self.sheet.key.clone(), key].concat(), ..self.sheet.clone() };
        let left = 148.0 * unit(theme);
        let width = grid::width(sheet.room(theme).width - left, self.arms.len(), theme);
        let above = if brief { 0.0 } else { theme.sizes.tick * 0.6 };
        let sheet = Sheet { subtitle: self.subtitle(width), ..sheet };
        let frame = |room: Frame| room.without([left, -above, 0.0, 0.0]);
        vec![sheet.draw(theme, |page, room| self.panels(page, frame(room), &self.counts(theme, brief, width)))]
    }

    /// What a bar is, in as many words as fit.
    fn subtitle(&self, width: f64) -> String {
        let most = self.arms.iter().map(|arm| arm.changes.len()).max().unwrap_or(0);
        let grouped = match group(most, width) {
            0 | 1 => String::new(),
            size => format!(" Colors: by response among each {size} neighbors."),
        };
        format!(
            "One bar for each {}: largest fall of marrow blasts from before treatment, colored by best response.{grouped} \
             −100 %: no blast found; without enough neutrophils and platelets, or if blasts came back, no remission.",
            self.unit
        )
    }

    /// How many had each response, arm by arm, in lines of this width.
    fn counts(&self, theme: &Theme, brief: bool, width: f64) -> Vec<Vec<Vec<Entry>>> {
        let counts = |arm| match brief {
            true => responses::brief_counts(&self.arms, arm, theme),
            false => responses::counts(arm, theme, self.unit),
        };
        self.arms.iter().map(|arm| key::lines(&counts(arm), &counted(theme), width)).collect()
    }

    fn panels(&self, page: &mut Page, frame: Frame, counts: &[Vec<Vec<Entry>>]) {
        let (u, style) = (unit(page.theme), counted(page.theme));
        let foot = key::height(counts.iter().map(Vec::len).max().unwrap_or(0), &style) + 16.0 * u;
        let names: Vec<&str> = self.arms.iter().map(|arm| arm.name).collect();
        for cell in grid::cells(page, frame, &names, foot) {
            let panel = self.arm(page, &cell);
            key::draw(page, (cell.frame.x, panel.frame.bottom() + 8.0 * u), &counts[cell.arm], &style);
        }
    }

    /// Returns the panel, for hovers and names.
    fn arm(&self, page: &mut Page, cell: &Cell) -> Panel {
        let sorted = sorted(&self.arms[cell.arm].changes);
        let y = Axis::spanning(-CAP, CAP, 50.0).spaced(cell.frame.height, page.theme.sizes.tick * 1.15);
        let panel = Panel { frame: cell.frame, x: Axis::counting(sorted.len().max(1)), y };
        panel.grid(page);
        if cell.leftmost {
            panel.y_labels(page);
            y_title(page, &panel);
        }
        bars(page, &panel, &sorted);
        zero(page, &panel);
        name_capped(page, &panel, &sorted);
        hovers(page, &panel, &sorted, HOVER_COLUMNS / self.arms.len());
        if sorted.is_empty() {
            let style = Style::new(page.theme.sizes.tick, page.theme.muted).anchored(Anchor::Middle);
            let Frame { x, y, width, height } = panel.frame;
            page.text_on_lines((x + width / 2.0, y + height * 0.4), "nobody was examined", &style);
        }
        panel
    }
}

/// How many of those examined lost at least half of their blasts.
pub fn halved(arms: &[Arm]) -> String {
    let one = |arm: &Arm| {
        let halved = arm.changes.iter().filter(|change| change.percent <= -50.0).count();
        format!("{} of {}", count(halved as u32), count(arm.changes.len() as u32))
    };
    let found = arms.iter().map(|arm| (arm.name, one(arm)));
    message::each("Marrow blasts at least halved in those examined", found)
}

/// Letters of the counts under each panel.
fn counted(theme: &Theme) -> Style {
    Style::new(theme.sizes.tick, theme.ink)
}

/// Largest rise first; of equal changes the worst response first.
fn sorted(changes: &[BestChange]) -> Vec<BestChange> {
    let mut sorted: Vec<BestChange> = changes.iter().copied().filter(|change| !change.percent.is_nan()).collect();
    sorted.sort_by(|a, b| {
        b.percent.total_cmp(&a.percent).then(b.response.cmp(&a.response)).then(a.patient.cmp(&b.patient))
    });
    sorted
}

/// Neighbors whose colors are put in order: 1 where bars can be told apart.
fn group(patients: usize, width: f64) -> usize {
    if patients as f64 <= width / LEGIBLE { 1 } else { patients.div_ceil(GROUPS) }
}

/// The same heights with the responses of neighbors in order, so that narrow bars of many colors are no barcode.
fn in_groups(sorted: &[BestChange], width: f64) -> Vec<BestChange> {
    let one = |neighbors: &[BestChange]| {
        let mut responses: Vec<Response> = neighbors.iter().map(|change| change.response).collect();
        responses.sort_by(|a, b| b.cmp(a));
        let placed = neighbors.iter().zip(responses).map(|(change, response)| BestChange { response, ..*change });
        placed.collect::<Vec<_>>()
    };
    sorted.chunks(group(sorted.len(), width).max(1)).flat_map(one).collect()
}

/// Patients by columns of at least the narrowest width.
fn columns<'a>(panel: &Panel, sorted: &'a [BestChange]) -> Vec<(f64, &'a [BestChange])> {
    let most = (panel.frame.width / NARROWEST).max(1.0) as usize;
    let edge = |i: usize, columns: usize| i * sorted.len() / columns;
    let columns = sorted.len().min(most);
    (0..columns).map(|i| (edge(i, columns), edge(i + 1, columns))).map(|(a, b)| (a as f64, &sorted[a..b])).collect()
}

/// A response for each column, so that responses have columns in proportion to their patients: what a column leaves out
/// is carried to the next one (Floyd and Steinberg 1976, in one dimension).
fn shown(columns: &[(f64, &[BestChange])]) -> Vec<Response> {
    let mut owed = [0.0; RESPONSES.len()];
    let mut shown = Vec::new();
    for (_, group) in columns {
        let count = |response| group.iter().filter(|change| change.response == response).count() as f64;
        let counts = RESPONSES.map(count);
        owed.iter_mut().zip(counts).for_each(|(owed, count)| *owed += count / group.len() as f64);
        let present = (0..RESPONSES.len()).rev().filter(|i| counts[*i] > 0.0);
        let most = present.max_by(|a, b| owed[*a].total_cmp(&owed[*b])).unwrap_or(0);
        owed[most] -= 1.0;
        shown.push(RESPONSES[most]);
    }
    shown
}

/// Bars of one response are one group; neighbors of one height are one bar where bars are too narrow for gaps.
fn bars(page: &mut Page, panel: &Panel, sorted: &[BestChange]) {
    let grouped = in_groups(sorted, panel.frame.width);
    let columns = columns(panel, &grouped);
    let gap = if panel.frame.width / sorted.len().max(1) as f64 >= 5.0 { 0.14 } else { 0.0 };
    let seam = OVERLAP * panel.x.high / panel.frame.width;
    let pixel = (panel.y.high - panel.y.low) / panel.frame.height;
    let mut bars: Vec<(Response, [f64; 3])> = Vec::new();
    for ((from, group), response) in columns.iter().zip(shown(&columns)) {
        let (from, to) = (*from, from + group.len() as f64);
        let mean = group.iter().map(|change| change.percent.min(CAP)).sum::<f64>() / group.len() as f64;
        match bars.last_mut() {
            Some((same, [_, end, height]))
                if gap == 0.0 && *same == response && (*height - mean).abs() < pixel * 0.5 =>
            {
                *end = to;
            }
            Some((same, [_, end, _])) if gap == 0.0 && *same == response => {
                *end += seam;
                bars.push((response, [from, to, mean]));
            }
            _ => bars.push((response, [from, to, mean])),
        }
    }
    for response in RESPONSES {
        let of = bars.iter().filter(|(other, _)| *other == response).map(|(_, bar)| *bar);
        let corners: Vec<_> = of.map(|[from, to, height]| [(from + gap, 0.0), (to - gap, height)]).collect();
        if !corners.is_empty() {
            panel.bars(page, response.name(), page.theme.response(response), corners);
        }
    }
}

/// The line of no change.
fn zero(page: &mut Page, panel: &Panel) {
    if let Some((_, y)) = panel.at(0.0, 0.0) {
        let stroke = Stroke { color: page.theme.ink, dash: &[], width: 2.0 };
        page.line((panel.frame.x, y), (panel.frame.right(), y), &stroke);
    }
}

/// Says how many rises are cut, beside their bars or, where there is no room, under them; an arrow stands on them.
fn name_capped(page: &mut Page, panel: &Panel, sorted: &[BestChange]) {
    let capped = sorted.iter().take_while(|change| change.percent > CAP).count();
    let Some((end, top)) = panel.at(capped as f64, CAP).filter(|_| capped > 0) else { return };
    let size = page.theme.sizes.tick;
    let stroke = Stroke { color: page.theme.ink, dash: &[], width: 2.5 };
    let middle = (panel.frame.x + end) / 2.0;
    for side in [-1.0, 1.0] {
        page.line((middle + side * size * 0.3, top - size * 0.1), (middle, top - size * 0.4), &stroke);
    }
    let text = format!("{} above +100 %", count(capped as u32));
    let style = Style::new(size, page.theme.ink);
    let width = text::width(&text, style.size, style.weight);
    let beside = end + 10.0 + width <= panel.frame.right();
    let below = panel.at(0.0, 0.0).map_or(top, |(_, zero)| zero);
    let at = if beside { (end + 10.0, top + size * 1.05) } else { (panel.frame.x + 6.0, below + size * 1.25) };
    page.text_on_lines(at, &text, &style);
}

/// Single patients where there are few, ranks where there are many.
fn hovers(page: &mut Page, panel: &Panel, sorted: &[BestChange], most: usize) {
    let count = sorted.len().min(most.clamp(10, 100));
    for i in 0..count {
        let (from, to) = (i * sorted.len() / count, (i + 1) * sorted.len() / count);
        let (Some((x, _)), Some((end, _))) = (panel.at(from as f64, 0.0), panel.at(to as f64, 0.0)) else { continue };
        let frame = Frame { x, width: end - x, ..panel.frame };
        page.hover(&frame, &hover_text(&sorted[from..to], from));
    }
}

/// One patient with change and response, or the range of ranks and changes of several.
fn hover_text(group: &[BestChange], from: usize) -> String {
    let [first, .., last] = group else {
        return group.first().map_or(String::new(), |change| {
            format!("patient {}: {} %, {}", change.patient, three_digits(change.percent), change.response.name())
        });
    };
    let count = |response: &Response| group.iter().filter(|change| change.response == *response).count();
    let responses = RESPONSES.iter().filter(|response| count(response) > 0);
    let counts: Vec<String> = responses.map(|response| format!("{} {}", response.name(), count(response))).collect();
    let (high, low) = (three_digits(first.percent), three_digits(last.percent));
    format!("bars {} to {}: {high} to {low} %; {}", from + 1, from + group.len(), counts.join(", "))
}

fn y_title(page: &mut Page, panel: &Panel) {
    let style = Style::new(page.theme.sizes.label, page.theme.ink).anchored(Anchor::Middle);
    let room = panel.frame.height + 40.0;
    let full = "Change of marrow blasts (%)";
    let fits = text::width(full, style.size, style.weight) <= room;
    let at = (MARGIN + style.size * 0.8, panel.frame.y + panel.frame.height / 2.0);
    page.upright_text(at, if fits { full } else { "Change (%)" }, &style);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(percent: f64, response: Response) -> BestChange {
        BestChange { patient: 1, percent, response }
    }

    #[test]
    fn rises_come_first_and_the_best_response_last() {
        let found = sorted(&[
            change(-100.0, Response::CR),
            change(20.0, Response::Resistant),
            change(-100.0, Response::PR),
            change(f64::NAN, Response::PR),
        ]);
        let order: Vec<Response> = found.iter().map(|change| change.response).collect();
        assert_eq!(order, [Response::Resistant, Response::PR, Response::CR]);
    }

    #[test]
    fn narrow_bars_have_the_colors_of_each_group_in_order_and_keep_their_heights() {
        let kinds = [Response::CR, Response::Resistant, Response::PR, Response::EarlyDeath];
        let changes: Vec<BestChange> =
            (0..480).map(|i| change(-f64::from(i) / 5.0, kinds[i as usize * 7 % 4])).collect();
        assert_eq!(in_groups(&changes, 480.0 * LEGIBLE), changes);
        let grouped = in_groups(&changes, 500.0);
        for (before, after) in changes.chunks(30).zip(grouped.chunks(30)) {
            assert!(after.is_sorted_by_key(|change| std::cmp::Reverse(change.response)), "{after:?}");
            let count = |all: &[BestChange], response| all.iter().filter(|change| change.response == response).count();
            assert!(kinds.iter().all(|response| count(before, *response) == count(after, *response)));
            assert!(before.iter().zip(after).all(|(a, b)| a.percent == b.percent));
        }
    }

    // Of 500 columns for 10,000 patients, each response has its share of columns to one column.
    #[test]
    fn responses_have_columns_in_proportion_to_their_patients() {
        let kind = |i: usize| if i.is_multiple_of(20) { Response::EarlyDeath } else { Response::Resistant };
        let changes: Vec<BestChange> = (0..10_000).map(|i| change(0.0, kind(i * 7 % 11 + i))).collect();
        let deaths = changes.iter().filter(|change| change.response == Response::EarlyDeath).count() as f64;
        let columns: Vec<_> = changes.chunks(20).map(|group| (0.0, group)).collect();
        let shown =
            super::shown(&columns).into_iter().filter(|response| *response == Response::EarlyDeath).count() as f64;
        assert!((shown - deaths / 20.0).abs() <= 1.0, "{shown} columns for {deaths} patients");
    }

    #[test]
    fn every_patient_is_in_one_column() {
        let frame = Frame { x: 0.0, y: 0.0, width: 300.0, height: 100.0 };
        for n in [0, 1, 2, 149, 150, 151, 10_000] {
            let changes = vec![change(-50.0, Response::CR); n];
            let panel = Panel { frame, x: Axis::counting(n.max(1)), y: Axis::spanning(-CAP, CAP, 50.0) };
            let columns = columns(&panel, &changes);
            assert!(columns.len() <= 150 && columns.iter().map(|(_, group)| group.len()).sum::<usize>() == n, "{n}");
        }
    }
}
