//! Movement: the cells on the axis of differentiation through a course, cleared and refilled, with p53 as their color; one
//! scene, or two side by side, such as with and without cenersen.
//! Left out: single cells; dots stand for the logarithm of a number relative to the largest of its kind, and each kind has the
//! mean of its p53.
//!
//! ```text
//! curves, events --Movement::new--> frames (one for a day or more) --still--> SVG with all frames in it, for a report
//!                                                                  --film---> APNG and GIF
//! ```

mod film;
mod stage;

#[cfg(test)]
mod tests;

pub use film::{Film, film};

use super::{Figure, Section, Theme};
use cenersim_model::{
    biology::Kind,
    curves::{CurveSet, Event, EventKind, Variable, administrations},
    treatment::Administration,
};
use cenersim_text::{fixed, plain, plural, short};

/// Frames at most; a longer course has a frame for several days.
const MOST_FRAMES: usize = 120;

/// Kinds in the order of the columns: leukemia, then the normal marrow.
const KINDS: [Kind; 5] =
    [Kind::LeukemicStem, Kind::LeukemicProgenitor, Kind::Blast, Kind::NormalStem, Kind::NormalProgenitor];

/// One course.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// Name of the arm.
    pub name: &'a str,
    /// Cells and p53 by kind.
    pub curves: &'a CurveSet,
    /// Doses, responses, relapse, death.
    pub events: &'a [Event],
}

/// What one kind of cell is on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cells {
    number: f64,
    /// Mean protein relative to an untreated wild-type cell.
    p53: f64,
}

/// One scene on a day.
#[derive(Clone, Debug, PartialEq)]
struct State {
    /// In the order of [`KINDS`]; none after the end of the course.
    cells: [Option<Cells>; 5],
    /// Response, relapse or death, the last of them.
    said: String,
}

/// A course as frames.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    title: String,
    footer: String,
    names: Vec<String>,
    doses: Vec<Vec<Administration>>,
    days: Vec<f64>,
    /// For each day the scenes.
    states: Vec<Vec<State>>,
    /// The largest number of each kind in any scene.
    most: [f64; 5],
}

impl Movement {
    /// Of scenes over their common days; none if no scene has a day after its first.
    pub fn new(title: &str, footer: &str, scenes: &[Scene]) -> Option<Self> {
        let last = scenes.iter().filter_map(|scene| scene.curves.days.last()).copied().fold(0.0, f64::max);
        if last <= 0.0 {
            return None;
        }
        let step = (last / MOST_FRAMES as f64).ceil().max(1.0);
        let days: Vec<f64> = (0..=(last / step) as usize).map(|frame| frame as f64 * step).collect();
        let states: Vec<Vec<State>> =
            days.iter().map(|day| scenes.iter().map(|scene| state(scene, *day)).collect()).collect();
        let most = |kind: usize| {
            let numbers = states.iter().flatten().filter_map(|state| state.cells[kind]).map(|cells| cells.number);
            numbers.fold(1.0, f64::max)
        };
        Some(Self {
            most: [0, 1, 2, 3, 4].map(most),
            title: title.to_owned(),
            footer: footer.to_owned(),
            names: scenes.iter().map(|scene| scene.name.to_owned()).collect(),
            doses: scenes.iter().map(|scene| administrations(scene.events)).collect(),
            states,
            days,
        })
    }

    /// The frame with the fewest leukemic cells of the first scene; the first of several.
    fn lowest(&self) -> usize {
        let leukemia = |states: &Vec<State>| -> f64 {
            let found = states[0].cells[..3].iter().flatten().map(|cells| cells.number);
            if states[0].cells[0].is_some() { found.sum() } else { f64::INFINITY }
        };
        let frames = (0..self.days.len()).map(|frame| (frame, leukemia(&self.states[frame])));
        frames.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(frame, _)| frame)
    }

    /// The figure of a report: the lowest point, with every other frame in the attributes of its group, which the
    /// report's script plays.
    pub fn still(&self, theme: &Theme) -> Figure {
        let frame = self.lowest();
        Figure {
            name: "movement".into(),
            section: Section::Cells,
            title: self.title.clone(),
            alt: self.alt(frame),
            svg: stage::drawn(self, frame, theme, true),
        }
    }

    /// Numbers of cells before treatment and at the lowest point.
    fn alt(&self, frame: usize) -> String {
        let told = |frame: usize| {
            let states = self.states[frame].iter().zip(&self.names).map(|(state, name)| {
                let number = |at: usize| state.cells[at].map_or_else(|| "none".into(), |cells| short(cells.number));
                format!("{name}: {} blasts, {} normal progenitors", number(2), number(4))
            });
            states.collect::<Vec<_>>().join("; ")
        };
        format!(
            "Dots in five columns, from stem cells to blasts and from normal stem cells to progenitors; their height is the \
             logarithm of the number of cells relative to the largest of their kind, their color the mean p53. {} frames. Day {}: {}. Day {}: {}.",
            self.days.len(),
            plain(self.days[0]),
            told(0),
            plain(self.days[frame]),
            told(frame)
        )
    }
}

/// The last point of the curves up to a day; nothing after the end of a course.
fn state(scene: &Scene, day: f64) -> State {
    let days = &scene.curves.days;
    let point = days.partition_point(|at| *at <= day + 1e-6).checked_sub(1);
    let point = point.filter(|_| days.last().is_some_and(|last| day <= last + 1e-6));
    let value = |variable: Variable, kind: Kind| scene.curves.of(variable, Some(kind)).get(point?).copied();
    let cells = |kind: Kind| {
        let number = value(Variable::Cells, kind)?;
        Some(Cells { number, p53: value(Variable::P53Protein, kind).filter(|p53| p53.is_finite()).unwrap_or(1.0) })
    };
    State { cells: KINDS.map(cells), said: last_event(scene.events, day) }
}

/// The last response, relapse or death up to a day.
fn last_event(events: &[Event], day: f64) -> String {
    let until = events.iter().rev().filter(|event| event.time.in_days() <= day);
    let mut told = until.filter_map(|event| {
        let on = fixed(event.time.in_days(), 0);
        match &event.kind {
            EventKind::Response(response) => Some(format!("{} on day {on}", response.name())),
            EventKind::Relapse => Some(format!("relapse on day {on}")),
            EventKind::Death { cause } => Some(format!("death on day {on}: {cause}")),
            _ => None,
        }
    });
    told.next().unwrap_or_default()
}

/// `7 doses of cenersen`.
fn given(doses: &[Administration], drug: cenersim_model::treatment::Drug) -> String {
    let number = doses.iter().filter(|dose| dose.drug == drug).count();
    plural(number as u64, "dose")
}
