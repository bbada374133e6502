//! The stage of a movement: five columns of dots for each scene, over a strip of its doses with a line at the day.
//! Left out: which frame follows which.

use super::{
    super::{
        page::{Frame, MARGIN, Page},
        text::{Anchor, Style, escaped, width, wrapped},
        theme::{Color, Stroke, Theme},
    },
    Cells, Movement, State, given,
};
use cenersim_model::treatment::{Administration, Drug};
use cenersim_text::{digits, plain};
use std::{collections::BTreeSet, fmt::Write as _};

/// Decades of the columns, down from the largest number of a kind.
const DECADES: usize = 4;
/// Rows of dots in a decade.
const ROWS: usize = 6;
/// Distance of dots, and their radius (px).
const PITCH: f64 = 22.0;
const RADIUS: f64 = 8.4;
/// Lower edge of the columns (px).
const FLOOR: f64 = 782.0;
/// Room for the tick labels left of the columns (px).
const TICKS: f64 = 118.0;
/// Upper edge of the strip of doses, height of its lanes, lanes at most, room for the names (px).
const STRIP: f64 = 890.0;
const LANE: f64 = 26.0;
const MOST_LANES: usize = 4;
const NAMES: f64 = 160.0;
/// Sizes of letters (px).
const TITLE: f64 = 44.0;
const LABEL: f64 = 32.0;
const SMALL: f64 = 27.0;

/// Classes of p53 on a scale of half powers of two, from a quarter of the normal level to eight times of it.
pub const CLASSES: usize = 11;
const NORMAL: usize = 4;

/// The color of a class: violet below the normal level, gray at it, orange above.
pub fn color(class: usize) -> Color {
    const GRAY: Color = Color(0x9A, 0xA3, 0xAD);
    let (end, share) = match class < NORMAL {
        true => (Color(0x4B, 0x1D, 0x91), (NORMAL - class) as f64 / NORMAL as f64),
        false => (Color(0xD9, 0x54, 0x00), (class - NORMAL) as f64 / (CLASSES - 1 - NORMAL) as f64),
    };
    GRAY.mixed(end, share)
}

fn class(p53: f64) -> usize {
    let steps = 2.0 * libm::log2(p53.max(1e-9)) + NORMAL as f64;
    steps.round().clamp(0.0, (CLASSES - 1) as f64) as usize
}

/// Dots for so many cells of at most so many, in so many columns of dots; at least one for a cell.
fn dots(number: f64, most: f64, columns: usize) -> usize {
    if number < 1.0 {
        return 0;
    }
    let decades = DECADES as f64 + libm::log10(number / most);
    let all = (decades * (ROWS * columns) as f64).round().max(1.0);
    (all as usize).min(DECADES * ROWS * columns)
}

/// Where the parts of one scene stand.
struct Layout {
    frame: Frame,
    /// Columns of dots in each kind's column.
    columns: usize,
    /// Left edge of each kind's column.
    lefts: [f64; 5],
}

impl Layout {
    fn of(theme: &Theme, scene: usize, scenes: usize) -> Self {
        let gap = 64.0;
        let all = f64::from(theme.size.0) - 2.0 * MARGIN;
        let width = (all - gap * (scenes - 1) as f64) / scenes as f64;
        let frame = Frame {
            x: MARGIN + scene as f64 * (width + gap),
            y: FLOOR - (DECADES * ROWS) as f64 * PITCH,
            width,
            height: (DECADES * ROWS) as f64 * PITCH,
        };
        let columns = if scenes == 1 { 11 } else { 5 };
        let wide = columns as f64 * PITCH;
        // The gap between leukemia and the normal marrow is twice as wide.
        let between = (width - TICKS - 5.0 * wide) / 5.0;
        let left =
            |kind: usize| frame.x + TICKS + kind as f64 * (wide + between) + if kind > 2 { between } else { 0.0 };
        Self { frame, columns, lefts: [0, 1, 2, 3, 4].map(left) }
    }

    fn width(&self) -> f64 {
        self.columns as f64 * PITCH
    }

    /// Place of a day on the strip.
    fn day(&self, day: f64, last: f64) -> f64 {
        self.frame.x + NAMES + (self.frame.width - NAMES) * day / last
    }
}

/// One frame as an SVG document; with `whole`, dots of all frames and what a script needs to play them.
pub fn drawn(movement: &Movement, at: usize, theme: &Theme, whole: bool) -> String {
    let mut page = Page::new(theme);
    head(&mut page, movement, at);
    let layouts: Vec<Layout> =
        (0..movement.names.len()).map(|scene| Layout::of(theme, scene, movement.names.len())).collect();
    if whole {
        page.markup(&frames(movement, &layouts));
    }
    for (scene, layout) in layouts.iter().enumerate() {
        columns(&mut page, layout, &movement.most);
        heading(&mut page, layout, &movement.names[scene], &movement.states[at][scene].said);
        strip(&mut page, layout, movement, scene, at);
        cells(&mut page, layout, movement, scene, at, whole);
    }
    let foot = Style::new(22.0, theme.muted);
    page.text((MARGIN, 1062.0), &movement.footer, &foot);
    page.finish(&movement.title)
}

/// Title, day and what the colors mean.
fn head(page: &mut Page, movement: &Movement, at: usize) {
    let (theme, right) = (page.theme, f64::from(page.theme.size.0) - MARGIN);
    let style = Style::new(TITLE, theme.ink).semi_bold();
    for line in wrapped(&movement.title, &style, right - MARGIN - 330.0, 1) {
        page.text((MARGIN, 78.0), &line, &style);
    }
    let style = Style::new(SMALL, theme.muted);
    page.text(
        (MARGIN, 124.0),
        "Height: cells of a kind relative to their largest number, on a logarithmic scale; color: their mean p53",
        &style,
    );
    page.markup("<g class=\"day\">");
    let day = Style::new(1.5 * TITLE, theme.ink).semi_bold().anchored(Anchor::End);
    page.text((right, 84.0), &day_text(movement.days[at]), &day);
    page.markup("</g>\n");
    scale(page, right);
}

fn day_text(day: f64) -> String {
    format!("day {}", plain(day))
}

/// The colors from a quarter of the normal level of p53 to eight times of it.
fn scale(page: &mut Page, right: f64) {
    let (side, y) = (26.0, 108.0);
    let style = Style::new(SMALL, page.theme.ink);
    let label = "8 × normal";
    let end = right - width(label, style.size, style.weight) - 12.0;
    page.text((end + 12.0, 130.0), label, &style);
    let begin = end - side * CLASSES as f64;
    for step in 0..CLASSES {
        let frame = Frame { x: begin + step as f64 * side, y, width: side, height: side };
        page.area(&frame, color(step), 1.0);
    }
    page.text((begin - 12.0, 130.0), "p53  ¼", &style.anchored(Anchor::End));
}

/// Lines at each power of ten, the number of a full column, names of the kinds, and the axis of differentiation under them.
fn columns(page: &mut Page, layout: &Layout, most: &[f64; 5]) {
    let theme = page.theme;
    let grid = Stroke { color: theme.grid, dash: &[], width: 2.0 };
    for (decade, share) in ["0.01 %", "0.1 %", "1 %", "10 %", "100 %"].into_iter().enumerate() {
        let y = FLOOR - (decade * ROWS) as f64 * PITCH;
        page.line((layout.frame.x + TICKS - 10.0, y), (layout.frame.right(), y), &grid);
        let style = Style::new(SMALL, theme.muted).anchored(Anchor::End);
        page.text((layout.frame.x + TICKS - 18.0, y + 9.0), share, &style);
    }
    let middle = |kind: usize| layout.lefts[kind] + layout.width() / 2.0;
    let names = ["stem", "progenitor", "blast", "stem", "progenitor"];
    for (kind, name) in names.into_iter().enumerate() {
        let style = Style::new(SMALL, theme.ink).anchored(Anchor::Middle);
        page.text((middle(kind), FLOOR + 34.0), name, &style);
        let full = Style { size: 24.0, color: theme.muted, ..style };
        page.text((middle(kind), layout.frame.y - 10.0), &digits(most[kind], 2), &full);
    }
    axis(page, (middle(0), middle(2)), "leukemia");
    axis(page, (middle(3), middle(4)), "normal");
}

/// An arrow from the stem cells on, with its name in the middle.
fn axis(page: &mut Page, (from, to): (f64, f64), name: &str) {
    let theme = page.theme;
    let (y, style) = (FLOOR + 62.0, Style::new(SMALL, theme.ink).semi_bold().anchored(Anchor::Middle));
    let half = width(name, style.size, style.weight) / 2.0 + 12.0;
    let (middle, stroke) = ((from + to) / 2.0, Stroke { color: theme.ink, dash: &[], width: 2.5 });
    page.line((from, y), (middle - half, y), &stroke);
    page.line((middle + half, y), (to, y), &stroke);
    page.line((to - 12.0, y - 7.0), (to, y), &stroke);
    page.line((to - 12.0, y + 7.0), (to, y), &stroke);
    page.text((middle, y + 9.0), name, &style);
}

/// The arm, and its last response, relapse or death.
fn heading(page: &mut Page, layout: &Layout, name: &str, said: &str) {
    let y = layout.frame.y - 46.0;
    let style = Style::new(LABEL, page.theme.ink).semi_bold();
    let room = 0.58 * layout.frame.width;
    for line in wrapped(name, &style, room, 1) {
        page.text((layout.frame.x, y), &line, &style);
    }
    page.markup("<g class=\"said\">");
    page.text((layout.frame.right(), y), said, &Style::new(SMALL, page.theme.ink).anchored(Anchor::End));
    page.markup("</g>\n");
}

/// A lane for each drug, days under them, and a line at the day.
fn strip(page: &mut Page, layout: &Layout, movement: &Movement, scene: usize, at: usize) {
    let doses = &movement.doses[scene];
    let drugs: Vec<Drug> = doses.iter().map(|dose| dose.drug).collect::<BTreeSet<_>>().into_iter().collect();
    let last = movement.days.last().copied().unwrap_or(1.0);
    for (lane, drug) in drugs.iter().take(MOST_LANES).enumerate() {
        let y = STRIP + lane as f64 * LANE;
        let style = Style::new(24.0, page.theme.ink);
        page.text((layout.frame.x, y + 21.0), drug.name(), &style);
        let color = page.theme.drug(*drug).color;
        for dose in doses.iter().filter(|dose| dose.drug == *drug) {
            page.area(&bar(layout, dose, y, last), color, 1.0);
        }
        let lane = Frame { x: layout.frame.x, y, width: layout.frame.width, height: LANE };
        page.hover(&lane, &format!("{}: {}", drug.name(), given(doses, *drug)));
    }
    let floor = STRIP + MOST_LANES as f64 * LANE;
    days(page, layout, floor, last);
    let x = layout.day(movement.days[at], last);
    page.markup(&format!("<g class=\"cursor\" data-x=\"{x:.1}\">"));
    let ink = page.theme.ink;
    page.line((x, STRIP - 6.0), (x, floor + 6.0), &Stroke { color: ink, dash: &[], width: 4.0 });
    page.markup("</g>\n");
}

/// An infusion, wide enough to be seen.
fn bar(layout: &Layout, dose: &Administration, y: f64, last: f64) -> Frame {
    let day = |time: f64| layout.day(time.clamp(0.0, last), last);
    let start = dose.start.in_days();
    let x = day(start);
    let width = (day(start + dose.duration.in_days()) - x).max(5.0);
    Frame { x, y: y + 4.0, width, height: LANE - 8.0 }
}

/// At most seven ticks, at whole weeks.
fn days(page: &mut Page, layout: &Layout, y: f64, last: f64) {
    let theme = page.theme;
    let line = Stroke { color: theme.muted, dash: &[], width: 2.0 };
    page.line((layout.day(0.0, last), y), (layout.day(last, last), y), &line);
    let weeks = (last / 7.0 / 6.0).ceil().max(1.0);
    let mut day = 0.0;
    while day <= last {
        let x = layout.day(day, last);
        page.line((x, y), (x, y + 7.0), &line);
        page.text((x, y + 31.0), &plain(day), &Style::new(24.0, theme.muted).anchored(Anchor::Middle));
        day += 7.0 * weeks;
    }
}

/// The dots of each kind of one scene.
fn cells(page: &mut Page, layout: &Layout, movement: &Movement, scene: usize, at: usize, whole: bool) {
    for kind in 0..5 {
        let shown = movement.states[at][scene].cells[kind];
        let number = shown.map_or(0, |cells| dots(cells.number, movement.most[kind], layout.columns));
        let most = if whole { movement.most_dots(scene, kind, layout.columns) } else { number };
        let color = color(shown.map_or(NORMAL, |cells| class(cells.p53))).hex();
        let mut markup = format!("<g class=\"jar\" fill=\"{color}\"><title>{}</title>\n", super::KINDS[kind].name());
        for dot in 0..most {
            let (x, y) = place(layout, kind, dot);
            let hidden = if dot < number { "" } else { " visibility=\"hidden\"" };
            let _ = writeln!(markup, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{RADIUS}\"{hidden}/>");
        }
        page.markup(&(markup + "</g>\n"));
    }
}

impl Movement {
    /// Most dots of a kind in any frame.
    fn most_dots(&self, scene: usize, kind: usize, columns: usize) -> usize {
        let most = self.most[kind];
        let number =
            |states: &Vec<State>| states[scene].cells[kind].map_or(0, |cells| dots(cells.number, most, columns));
        self.states.iter().map(number).max().unwrap_or(0)
    }
}

/// Rows fill from the bottom; each dot a little off its place, always in the same way.
fn place(layout: &Layout, kind: usize, dot: usize) -> (f64, f64) {
    let (row, column) = (dot / layout.columns, dot % layout.columns);
    let off = |factor: usize| ((dot * factor + kind * 31) % 7) as f64 - 3.0;
    let x = layout.lefts[kind] + (column as f64 + 0.5) * PITCH + 0.9 * off(5);
    (x, FLOOR - (row as f64 + 0.5) * PITCH + 0.7 * off(3))
}

/// What a script needs to play the frames: for each its day, dots and color of each column, and what is said of each scene; and
/// the places of the first and the last day.
fn frames(movement: &Movement, layouts: &[Layout]) -> String {
    let column = |(cells, most): (&Option<Cells>, &f64), columns: usize| {
        cells.map_or((0, NORMAL), |cells| (dots(cells.number, *most, columns), class(cells.p53)))
    };
    let frame = |(day, states): (&f64, &Vec<State>)| {
        let each = states.iter().zip(layouts);
        let jars = each.flat_map(|(state, layout)| {
            state.cells.iter().zip(&movement.most).map(|cells| column(cells, layout.columns))
        });
        let jars: Vec<String> = jars.map(|(dots, class)| format!("[{dots},{class}]")).collect();
        let said: Vec<String> = states.iter().map(|state| format!("\"{}\"", state.said)).collect();
        format!("[\"{}\",[{}],[{}]]", day_text(*day), jars.join(","), said.join(","))
    };
    let all: Vec<String> = movement.days.iter().zip(&movement.states).map(frame).collect();
    let colors: Vec<String> = (0..CLASSES).map(|class| color(class).hex()).collect();
    let last = movement.days.last().copied().unwrap_or(1.0);
    let ends: Vec<String> =
        layouts.iter().map(|layout| format!("{:.1} {:.1}", layout.day(0.0, last), layout.day(last, last))).collect();
    format!(
        "<g class=\"movement\" data-frames=\"{}\" data-colors=\"{}\" data-ends=\"{}\"/>\n",
        escaped(&format!("[{}]", all.join(","))),
        colors.join(" "),
        ends.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_grow_with_the_logarithm_of_the_number() {
        let found = [0.0, 0.5, 1.0, 1e5, 1e6, 1e8, 1e9, 1e10].map(|number| dots(number, 1e9, 5));
        assert_eq!(found, [0, 0, 1, 1, 30, 90, 120, 120]);
    }

    #[test]
    fn colors_step_by_half_powers_of_two_around_the_normal_level() {
        assert_eq!([0.0, 0.25, 0.5, 1.0, 2.0, 8.0, 100.0].map(class), [0, 0, 2, 4, 6, 10, 10]);
        let all: BTreeSet<String> = (0..CLASSES).map(|class| color(class).hex()).collect();
        assert_eq!(all.len(), CLASSES);
    }
}
