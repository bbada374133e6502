//! Waterfall: best change of the marrow blasts of each patient, largest rise at the left, colored by response, a panel
//! for each arm. Where there are more patients than pixels, a column stands for several. Left out: when it happened.

use super::{
    ComparisonInput, counted,
    grid::{self, Cell, unit},
    hover::short,
    key::{self, Entry, Sample},
    thousands,
};
use crate::{
    comparison::{ArmResult, BestChange},
    curves::Response,
    plot::{
        Figure, Stroke, Theme,
        axis::Axis,
        page::{Frame, MARGIN, Page},
        panel::Panel,
        text::{self, Anchor, Style},
    },
};

/// Rises above this are cut and counted (%).
const CAP: f64 = 100.0;
/// A column is never narrower than this (px).
const NARROWEST: f64 = 2.0;
/// With more arms in a row than this, the names of responses stand above all arms, and only counts under each.
const MOST_WITH_NAMES: usize = 3;
/// Narrow bars overlap their neighbor of the same color, so that no seam shows (px).
const OVERLAP: f64 = 0.6;
/// Parts of the figure that tell values on hover.
const HOVER_COLUMNS: usize = 360;
const RESPONSES: [Response; 8] = [
    Response::CR,
    Response::CRp,
    Response::CRi,
    Response::MLFS,
    Response::PR,
    Response::Resistant,
    Response::EarlyDeath,
    Response::NotEvaluable,
];

/// The waterfall of all arms; none if nobody was examined.
pub fn waterfall(input: &ComparisonInput, theme: &Theme) -> Option<Figure> {
    if !input.any(|arm| !arm.best_changes.is_empty()) {
        return None;
    }
    let mut page = Page::new(theme);
    let title = input.headline("Best change of marrow blasts");
    let units = if input.compared.population { "patient" } else { "replicate of the reference patient" };
    let subtitle = format!(
        "One bar for each {units}, largest fall among the marrow examinations from before treatment, colored by best \
         response, in order of the change. −100 %: no blast was found."
    );
    let top = page.header(&title, &subtitle);
    let brief = grid::columns(input.compared.arms.len()) > MOST_WITH_NAMES;
    let top = match brief {
        true => key::under_header(&mut page, top, &names(input, theme)),
        false => top - theme.sizes.tick * 0.6,
    };
    let bottom = page.footer(input.footer);
    let u = unit(theme);
    let frame = grid::content(theme, top, bottom, 148.0 * u, 0.0);
    let style = Style::new(theme.sizes.tick, theme.ink);
    let columns = grid::columns(input.compared.arms.len()) as f64;
    let room = (frame.width + 44.0 * u) / columns - 44.0 * u;
    let counted = |arm| match brief {
        true => brief_counts(input, arm, theme),
        false => counts(arm, theme, units),
    };
    let counts: Vec<_> = input.compared.arms.iter().map(|arm| key::lines(&counted(arm), &style, room)).collect();
    let lines = counts.iter().map(Vec::len).max().unwrap_or(0);
    let foot = key::height(lines, &style) + 16.0 * u;
    for cell in grid::cells(&mut page, frame, &input.names(), foot) {
        let panel = arm(&mut page, input, &cell);
        key::draw(&mut page, (cell.frame.x, panel.frame.bottom() + 8.0 * u), &counts[cell.arm], &style);
    }
    Some(Figure { name: "waterfall", svg: page.finish(&title), title })
}

/// How many patients of an arm have a response.
fn found(arm: &ArmResult, response: Response) -> u32 {
    arm.best_changes.iter().filter(|change| change.response == response).count() as u32
}

/// Patients without an examination.
fn unexamined(arm: &ArmResult) -> u32 {
    let all: u32 = arm.responses.iter().map(|(_, count)| count).sum();
    all.saturating_sub(arm.best_changes.len() as u32)
}

/// Patients and their responses, best first; those without an examination.
fn counts(arm: &ArmResult, theme: &Theme, units: &str) -> Vec<Entry> {
    let units = units.split(' ').next().unwrap_or(units);
    let mut entries = vec![Entry { sample: Sample::None, text: counted(arm.best_changes.len() as u32, units) }];
    for response in RESPONSES.into_iter().filter(|response| found(arm, *response) > 0) {
        let text = format!("{} {}", response.name(), thousands(found(arm, response)));
        entries.push(Entry { sample: Sample::Shade(theme.response(response), 1.0), text });
    }
    entries.extend(remark_on_unexamined(arm));
    entries
}

fn remark_on_unexamined(arm: &ArmResult) -> Option<Entry> {
    let missing = unexamined(arm);
    (missing > 0).then(|| Entry { sample: Sample::None, text: format!("not examined {}", thousands(missing)) })
}

/// Responses that occur in any arm, best first.
fn occurring(input: &ComparisonInput) -> Vec<Response> {
    RESPONSES.into_iter().filter(|response| input.any(|arm| found(arm, *response) > 0)).collect()
}

/// The names of the responses, once for all arms.
fn names(input: &ComparisonInput, theme: &Theme) -> Vec<Entry> {
    let name = |response: Response| Entry {
        sample: Sample::Shade(theme.response(response), 1.0),
        text: response.name().into(),
    };
    let mut entries: Vec<Entry> = occurring(input).into_iter().map(name).collect();
    entries.push(Entry { sample: Sample::None, text: "(counts in this order)".into() });
    entries
}

/// Counts alone, in the order of the names, zeros included.
fn brief_counts(input: &ComparisonInput, arm: &ArmResult, theme: &Theme) -> Vec<Entry> {
    let count = |response: Response| Entry {
        sample: Sample::Shade(theme.response(response), 1.0),
        text: thousands(found(arm, response)),
    };
    occurring(input).into_iter().map(count).chain(remark_on_unexamined(arm)).collect()
}

fn arm(page: &mut Page, input: &ComparisonInput, cell: &Cell) -> Panel {
    let sorted = sorted(&input.compared.arms[cell.arm].best_changes);
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
    hovers(page, &panel, &sorted, HOVER_COLUMNS / input.compared.arms.len());
    if sorted.is_empty() {
        let style = Style::new(page.theme.sizes.tick, page.theme.muted).anchored(Anchor::Middle);
        let Frame { x, y, width, height } = panel.frame;
        page.text_on_lines((x + width / 2.0, y + height * 0.4), "nobody was examined", &style);
    }
    panel
}

/// Largest rise first; of equal changes the worst response first.
fn sorted(changes: &[BestChange]) -> Vec<BestChange> {
    let mut sorted: Vec<BestChange> = changes.iter().copied().filter(|change| !change.percent.is_nan()).collect();
    sorted.sort_by(|a, b| {
        b.percent.total_cmp(&a.percent).then(b.response.cmp(&a.response)).then(a.patient.cmp(&b.patient))
    });
    sorted
}

/// Patients by columns of at least the narrowest width.
fn columns<'a>(panel: &Panel, sorted: &'a [BestChange]) -> Vec<(f64, &'a [BestChange])> {
    let most = (panel.frame.width / NARROWEST).max(1.0) as usize;
    let edge = |i: usize, columns: usize| i * sorted.len() / columns;
    let columns = sorted.len().min(most);
    (0..columns).map(|i| (edge(i, columns), edge(i + 1, columns))).map(|(a, b)| (a as f64, &sorted[a..b])).collect()
}

/// The response of most of them, the best of several.
fn most_frequent(group: &[BestChange]) -> Response {
    let count = |response: Response| group.iter().filter(|change| change.response == response).count();
    RESPONSES.into_iter().rev().max_by_key(|response| count(*response)).unwrap_or(Response::NotEvaluable)
}

/// Bars of one response are one group; neighbors of one height are one bar where bars are too narrow for gaps.
fn bars(page: &mut Page, panel: &Panel, sorted: &[BestChange]) {
    let columns = columns(panel, sorted);
    let gap = if panel.frame.width / sorted.len().max(1) as f64 >= 5.0 { 0.14 } else { 0.0 };
    let seam = OVERLAP * panel.x.high / panel.frame.width;
    let pixel = (panel.y.high - panel.y.low) / panel.frame.height;
    let mut bars: Vec<(Response, [f64; 3])> = Vec::new();
    for (from, group) in columns {
        let (response, to) = (most_frequent(group), from + group.len() as f64);
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

fn zero(page: &mut Page, panel: &Panel) {
    if let Some((_, y)) = panel.at(0.0, 0.0) {
        let stroke = Stroke { color: page.theme.ink, dash: &[], width: 2.0 };
        page.line((panel.frame.x, y), (panel.frame.right(), y), &stroke);
    }
}

/// Says how many rises are cut, beside their bars; an arrow stands on them.
fn name_capped(page: &mut Page, panel: &Panel, sorted: &[BestChange]) {
    let capped = sorted.iter().take_while(|change| change.percent > CAP).count();
    let Some((end, top)) = panel.at(capped as f64, CAP).filter(|_| capped > 0) else { return };
    let size = page.theme.sizes.tick;
    let stroke = Stroke { color: page.theme.ink, dash: &[], width: 2.5 };
    let middle = (panel.frame.x + end) / 2.0;
    for side in [-1.0, 1.0] {
        page.line((middle + side * size * 0.3, top - size * 0.1), (middle, top - size * 0.4), &stroke);
    }
    let text = format!("{} above +100 %", thousands(capped as u32));
    let style = Style::new(size, page.theme.ink);
    let width = text::width(&text, style.size, style.weight);
    let x = (end + 10.0).min(panel.frame.right() - width);
    page.text_on_lines((x, top + size * 1.05), &text, &style);
}

/// Single patients where there are few, ranks where there are many.
fn hovers(page: &mut Page, panel: &Panel, sorted: &[BestChange], most: usize) {
    let count = sorted.len().min(most.clamp(10, 100));
    for i in 0..count {
        let (from, to) = (i * sorted.len() / count, (i + 1) * sorted.len() / count);
        let (Some((x, _)), Some((end, _))) = (panel.at(from as f64, 0.0), panel.at(to as f64, 0.0)) else { continue };
        let frame = Frame { x, width: end - x, ..panel.frame };
        page.hover(&frame, &told(&sorted[from..to], from));
    }
}

fn told(group: &[BestChange], from: usize) -> String {
    let [first, .., last] = group else {
        return group.first().map_or(String::new(), |change| {
            format!("patient {}: {} %, {}", change.patient, short(change.percent), change.response.name())
        });
    };
    let count = |response: &Response| group.iter().filter(|change| change.response == *response).count();
    let responses = RESPONSES.iter().filter(|response| count(response) > 0);
    let counts: Vec<String> = responses.map(|response| format!("{} {}", response.name(), count(response))).collect();
    let (high, low) = (short(first.percent), short(last.percent));
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
    fn a_column_has_the_response_of_most_and_the_better_one_of_two() {
        let group = [change(0.0, Response::PR), change(0.0, Response::CR), change(0.0, Response::PR)];
        assert_eq!((most_frequent(&group), most_frequent(&group[1..])), (Response::PR, Response::CR));
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
