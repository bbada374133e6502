//! Mechanism of cenersen as a diagram: from the oligonucleotide through RNase H, p53 mRNA and p53 protein to death, arrest
//! and repair, with the simulated values of each kind of cell under every step, with and without cenersen in the same
//! patient. Left out: time, which the mechanism figure of a run shows.
//!
//! | step | unit | values |
//! |---|---|---|
//! | RNase H | level | one for each kind |
//! | p53 mRNA, p53 protein | % of wild type | without → with cenersen |
//! | p53 apoptosis, catastrophe, other apoptosis | 1/d, on one scale | without → with cenersen |
//! | damage left | after arrest and repair | without → with cenersen |
//! | net kill | log10 of the fall of the cells, growth included | without → with cenersen |
//!
//! # How to read it
//!
//! Arrows with a head make or promote, those with a bar cut or hinder. Under each step stands a row for each kind
//! of cell: the value without cenersen, an arrow, the value with it, in the reference patient over the first two weeks of the
//! first arm that gives it, and the standard error of the difference between replicates. The two ways at the end pull in opposite directions: less p53 apoptosis spares cells, more
//! damage that is left kills them in mitosis.

use super::{
    Color, Drawing, Stroke, Theme,
    diagram::{End, arrow, framed},
    grid::{NARROW, unit},
    page::{Frame, MARGIN, Page},
    rows::fitting,
    sheet::Sheet,
    text::{self, Anchor, Style},
};
use cenersim_analyses::comparison::{KindMechanism, Mechanism, More};
use cenersim_model::{biology::Kind, treatment::Drug};
use cenersim_text::{Claim, fixed, plain, signed, three_digits};

/// Name of its files.
pub const NAME: &str = "mechanism";

/// Deviate of 95 % of the t distribution with 7 degrees of freedom, for eight replicates.
const DEVIATE: f64 = 2.365;

/// Between a box and the end of an arrow (px).
const GAP: f64 = 5.0;

/// A step of the pathway: its name, what is measured, its values.
struct Step {
    /// What the step before it does; empty if that leads elsewhere.
    from: &'static str,
    name: &'static str,
    unit: &'static str,
    values: fn(&KindMechanism) -> [Option<f64>; 2],
    /// Which of the errors is that of its difference.
    error: Option<usize>,
}

/// From left to right, as the arrows go.
const STEPS: [Step; 8] = [
    Step { from: "guides", name: "RNase H", unit: "level", values: |kind| [None, Some(kind.rnase_h)], error: None },
    Step {
        from: "cuts",
        name: "p53 mRNA",
        unit: "% of wild type",
        values: |kind| kind.mrna_percent.map(Some),
        error: Some(0),
    },
    Step {
        from: "makes",
        name: "p53 protein",
        unit: "% of wild type",
        values: |kind| kind.protein_percent.map(Some),
        error: Some(1),
    },
    Step {
        from: "kills",
        name: "p53 apoptosis",
        unit: "per day",
        values: |kind| kind.apoptosis.map(Some),
        error: Some(2),
    },
    Step {
        from: "",
        name: "Damage left",
        unit: "after arrest, repair",
        values: |kind| kind.damage.map(Some),
        error: Some(3),
    },
    Step {
        from: "ends in",
        name: "Catastrophe",
        unit: "at mitosis, per day",
        values: |kind| kind.catastrophe.map(Some),
        error: Some(4),
    },
    Step {
        from: "",
        name: "Other apoptosis",
        unit: "not by p53, per day",
        values: |kind| more(kind, |more| more.other_apoptosis),
        error: Some(6),
    },
    Step {
        from: "sum to",
        name: "Net kill",
        unit: "log10, growth included",
        values: |kind| more(kind, |more| more.net_kill),
        error: Some(7),
    },
];

/// Values that results of earlier versions do not have.
fn more(kind: &KindMechanism, of: fn(&More) -> [f64; 2]) -> [Option<f64>; 2] {
    kind.more.as_ref().map_or([None, None], |more| of(more).map(Some))
}

/// The diagram with its table; none without values.
pub fn pathway(shown: Option<&Mechanism>, title: &str, footer: &str, theme: &Theme) -> Vec<Drawing> {
    let Some(shown) = shown.filter(|shown| !shown.kinds.is_empty()) else { return Vec::new() };
    let sheet = Sheet::about(message(shown), title, subtitle(shown), footer);
    let pages = if unit(theme) > NARROW { 2 } else { 1 };
    let page = |(i, steps): (usize, &[Step])| {
        sheet.numbered(i + 1, pages).draw(theme, |page, room| {
            let places = places(theme, room.y, steps.len());
            boxes(page, shown, steps, &places);
            arrows(page, steps, &places);
            let head = places[0].bottom() + 1.2 * theme.sizes.tick;
            table(page, shown, (steps, &places), (head, room.bottom()));
        })
    };
    STEPS.chunks(STEPS.len() / pages).enumerate().map(page).collect()
}

/// How much p53 mRNA cenersen takes from leukemic and from normal stem cells, and what of their kill can be told.
fn message(shown: &Mechanism) -> String {
    let stem = || shown.kinds.iter().filter(|kind| matches!(kind.kind, Kind::LeukemicStem | Kind::NormalStem));
    let one = |kind: &KindMechanism| {
        let [without, with] = kind.mrna_percent;
        let told = || format!("{} to {} % in {}", number(without), number(with), kind.kind.label().to_lowercase());
        (without.is_finite() && with.is_finite()).then(told)
    };
    let told: Vec<String> = stem().filter_map(one).collect();
    let killed = stem()
        .find(|kind| kind.kind == Kind::LeukemicStem)
        .and_then(kill)
        .map_or_else(String::new, |told| format!("; {told}"));
    match told.is_empty() {
        true => "Antisense pathway of cenersen".into(),
        false => format!("With cenersen p53 mRNA goes from {}{killed}", told.join(", ")),
    }
}

/// Whether more or fewer of a kind are killed with cenersen.
fn kill(kind: &KindMechanism) -> Option<String> {
    let more = kind.more.as_ref()?;
    let (difference, reach) = (more.net_kill[1] - more.net_kill[0], DEVIATE * more.errors[7]);
    let claim = Claim::of(difference - reach, difference + reach);
    let said = claim.wording(
        "more of the former are killed",
        "fewer of the former are killed",
        "no difference in their kill can be told",
    );
    Some(match claim {
        Claim::Unclear => said.into(),
        _ => format!("{said} ({} log10)", signed(difference, 3)),
    })
}

/// Whose values these are, and what numbers and bars mean.
fn subtitle(shown: &Mechanism) -> String {
    let when = match shown.replicates {
        0 => format!("on day {}", plain(shown.day)),
        n => format!("over {} days, {n} replicates (± standard error of the paired difference)", plain(shown.day)),
    };
    format!(
        "{} {when}, without → with cenersen; bars have one scale in each column and for all rates, the upper one is without. \
         Arrow: makes or leads to; crossbar: cuts or hinders.",
        cenersim_text::capital(&shown.whose)
    )
}

/// The box of cenersen over the names of the kinds, then those of the steps (px).
fn places(theme: &Theme, top: f64, steps: usize) -> Vec<Frame> {
    let width = f64::from(theme.size.0) - 2.0 * MARGIN;
    let gap = 1.3 * theme.sizes.tick;
    let first = if steps < STEPS.len() { 0.2 } else { 0.15 } * width;
    let each = (width - first) / steps as f64 - gap;
    // Above the boxes stands the way from the protein to arrest and repair.
    let (y, height) = (top + 1.5 * theme.sizes.tick, 4.7 * theme.sizes.tick);
    let mut out = vec![Frame { x: MARGIN, y, width: first, height }];
    out.extend((0..steps).map(|i| {
        let x = MARGIN + first + gap + i as f64 * (each + gap);
        Frame { x, y, width: each, height }
    }));
    out
}

/// Cenersen with its level in cells (pmol/mg) before the first step, and a box for each step.
fn boxes(page: &mut Page, shown: &Mechanism, steps: &[Step], places: &[Frame]) {
    let theme = page.theme;
    let (strong, light) =
        (Style::new(0.9 * theme.sizes.tick, theme.ink).semi_bold(), Style::new(0.8 * theme.sizes.tick, theme.ink));
    let in_lines = |text: &str, style: Style, place: &Frame| {
        let room = place.width - style.size;
        let style = text.split_whitespace().fold(style, |style, word| fitting(word, style, 0.98 * room));
        let lines = text::wrapped(text, &style, room, 2);
        lines.into_iter().map(move |line| (line, style)).collect::<Vec<_>>()
    };
    let drug = theme.drug(Drug::Cenersen).color;
    let bound = shown.kinds.iter().find(|kind| kind.kind == Kind::Blast).and_then(|kind| kind.more.as_ref());
    let bound = bound.map_or_else(String::new, |more| format!(", {} % bound", number(more.heteroduplex_percent)));
    let level = format!("{} pmol/mg{bound}", three_digits(shown.cenersen_cell));
    if is_first(steps) {
        let words = [in_lines("Cenersen", strong, &places[0]), in_lines(&level, light, &places[0])].concat();
        framed(page, &places[0], drug, &words);
    }
    for (step, place) in steps.iter().zip(&places[1..]) {
        framed(
            page,
            place,
            theme.blood,
            &[in_lines(step.name, strong, place), in_lines(step.unit, light, place)].concat(),
        );
    }
}

/// Whether these steps begin the way.
fn is_first(steps: &[Step]) -> bool {
    steps.first().is_some_and(|step| step.name == STEPS[0].name)
}

/// Cenersen guides RNase H, which cuts the mRNA, which makes the protein; the protein kills, and it arrests and repairs;
/// damage that is left ends at mitosis.
fn arrows(page: &mut Page, steps: &[Step], places: &[Frame]) {
    let stroke = Stroke { color: page.theme.muted, dash: &[], width: 4.0 };
    for (i, step) in steps.iter().enumerate().filter(|(i, step)| !step.from.is_empty() && (*i > 0 || is_first(steps))) {
        let middle = places[i].y + places[i].height / 2.0;
        let end = if step.from == "cuts" { End::Bar } else { End::Head };
        arrow(page, step.from, &[(places[i].right() + GAP, middle), (places[i + 1].x - GAP, middle)], end, &stroke);
    }
    if let [_, _, _, protein, _, damage, ..] = places {
        arrest(page, (protein, damage), &stroke);
    }
}

/// From the protein over the boxes to the damage that is left.
fn arrest(page: &mut Page, (protein, damage): (&Frame, &Frame), stroke: &Stroke) {
    let theme = page.theme;
    let (from, to) = (protein.x + 0.5 * protein.width, damage.x + 0.5 * damage.width);
    let above = protein.y - 0.9 * theme.sizes.tick;
    let way = [(from, protein.y - GAP), (from, above), (to, above), (to, damage.y - 2.0 * GAP)];
    arrow(page, "arrests and repairs", &way, End::Bar, stroke);
    let style = Style::new(0.85 * theme.sizes.tick, theme.muted).anchored(Anchor::Middle);
    let style = fitting("arrest and repair", style, to - from - theme.sizes.tick);
    page.text(((from + to) / 2.0, above - 0.3 * style.size), "arrest and repair", &style);
}

/// A row for each kind.
fn table(page: &mut Page, shown: &Mechanism, (steps, places): (&[Step], &[Frame]), (top, bottom): (f64, f64)) {
    let theme = page.theme;
    let height = ((bottom - top) / shown.kinds.len() as f64).min(4.6 * theme.sizes.tick);
    let size = letters(shown, theme, places[1].width);
    for (i, kind) in shown.kinds.iter().enumerate() {
        let y = top + i as f64 * height;
        let rule = Stroke { color: theme.grid, dash: &[], width: 2.0 };
        page.line((MARGIN, y), (f64::from(theme.size.0) - MARGIN, y), &rule);
        name(page, kind.kind, &Frame { y, height, ..places[0] });
        for (step, place) in steps.iter().zip(&places[1..]) {
            cell(page, shown, (kind, step), &Frame { y, height, ..*place }, size);
        }
    }
}

/// Name of the kind in its color, at the left of its row.
fn name(page: &mut Page, kind: Kind, frame: &Frame) {
    let theme = page.theme;
    let stroke = theme.kind(kind);
    let style = Style::new(theme.sizes.tick, theme.text_in(stroke.color)).semi_bold();
    let lines = text::wrapped(kind.label(), &style, frame.width, 2);
    let middle = frame.y + frame.height / 2.0 - 0.6 * style.size * (lines.len() as f64 - 1.0);
    for (i, line) in lines.iter().enumerate() {
        page.text((frame.x, middle + 0.36 * style.size + 1.2 * style.size * i as f64), line, &style);
    }
}

/// `0.42 → 0.62`, or what is left of it, and `± 0.014` where the difference has an error.
fn told(kind: &KindMechanism, step: &Step) -> (String, String) {
    let told: Vec<String> = (step.values)(kind).iter().flatten().map(|value| number(*value)).collect();
    let error = step.error.zip(kind.more.as_ref()).map(|(error, more)| more.errors[error]);
    let error = error.filter(|error| error.is_finite() && !told.is_empty());
    let told = if told.is_empty() { "none".into() } else { told.join(" → ") };
    (told, error.map_or_else(String::new, |error| format!("± {}", brief(error))))
}

/// Letters in which the numbers of all cells fit, the same for all (px).
fn letters(shown: &Mechanism, theme: &Theme, width: f64) -> f64 {
    let style = Style::new(theme.sizes.tick, theme.ink);
    let cells = shown.kinds.iter().flat_map(|kind| STEPS.iter().map(|step| told(kind, step).0));
    cells.map(|text| fitting(&text, style, width).size).fold(style.size, f64::min)
}

/// Numbers, their error, and two bars under them on the scale of the column.
fn cell(page: &mut Page, shown: &Mechanism, (kind, step): (&KindMechanism, &Step), frame: &Frame, size: f64) {
    let theme = page.theme;
    let values = (step.values)(kind);
    let (text, error) = told(kind, step);
    let bar = (0.11 * frame.height).min(0.45 * size);
    let numbers = size + if error.is_empty() { 0.3 * size } else { 1.2 * size };
    let first = frame.y + (frame.height - numbers - 2.3 * bar) / 2.0;
    page.text((frame.x, first + 0.8 * size), &text, &Style::new(size, theme.ink));
    if !error.is_empty() {
        page.text((frame.x, first + 1.9 * size), &error, &Style::new(0.85 * size, theme.muted));
    }
    let highest = highest(shown, step);
    let colors: [Color; 2] = [theme.threshold, theme.drug(Drug::Cenersen).color];
    for (i, (value, color)) in values.iter().zip(colors).enumerate() {
        let share = value
            .filter(|value| *value > 0.0 && value.is_finite() && highest > 0.0)
            .map_or(0.0, |value| value / highest);
        let y = first + numbers + 1.15 * bar * i as f64;
        page.area(&Frame { y, width: (share * frame.width).max(0.0), height: bar, ..*frame }, color, 1.0);
    }
    page.hover(frame, &format!("{}, {} ({}): {text} {error}", kind.kind.label(), step.name, step.unit));
}

/// The end of the scale of a step: rates of death have the same one.
fn highest(shown: &Mechanism, step: &Step) -> f64 {
    let same = STEPS.iter().filter(|other| other.name == step.name || (is_rate(other) && is_rate(step)));
    let all = same.flat_map(|step| shown.kinds.iter().flat_map(step.values)).flatten();
    all.filter(|value| value.is_finite()).fold(0.0, f64::max)
}

/// Steps in 1/d.
fn is_rate(step: &Step) -> bool {
    step.unit.contains("per day")
}

/// An error in as few digits as can be told.
fn brief(error: f64) -> String {
    match error {
        error if error < 0.0005 => "< 0.001".into(),
        error if error < 0.1 => fixed(error, 3),
        error => fixed(error, 1),
    }
}

/// Short, without powers of ten for what is next to nothing.
fn number(value: f64) -> String {
    match value {
        value if !value.is_finite() => "none".into(),
        0.0 => "0".into(),
        value if value > 0.0 && value < 0.005 => "< 0.01".into(),
        value if value < 0.0 => fixed(value, 2),
        value if value >= 9.95 => plain(value.round()),
        value => fixed(value, if value < 0.1 { 3 } else { 2 }),
    }
}
