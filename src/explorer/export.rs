//! The page in one file: a grid of runs that were simulated before, exact at its points. Left out: anything between them.
//!
//! Each point is the full answer with its fingerprint, compressed (RFC 1952) and written as text (RFC 4648), in an element
//! of its own that the page opens when it is looked at.

use super::{
    Base, Refusal,
    answer::complete,
    controls::{Control, Shape, controls},
    drug_controls::root,
    page,
    values::Value,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use cenersim_analyses::scenario::{Sweep, grid};
use flate2::{Compression, write::GzEncoder};
use std::{
    fmt::Write as _,
    io::Write,
    time::{Duration, Instant},
};

/// Bytes above which a file is written only if that is asked for.
const LARGE: u64 = 50_000_000;
/// Most points: what a quarter of an hour computes.
const MOST_POINTS: usize = 4096;

/// What is swept if nothing is said, where the scenario has it: few values of what matters most.
const USUAL: [&str; 4] = [
    "arm.cenersen.duration=0 d,7 d",
    "arm.cytarabine.dose=0.5 g/m2,3 g/m2",
    "patient.tp53=wild_type,null",
    "patient.chemosensitivity=50 %,95 %",
];

/// A file to be written.
pub struct Export {
    base: Base,
    axes: Vec<Sweep>,
    points: Vec<Vec<String>>,
}

/// What a file will need.
pub struct Size {
    /// Runs in it.
    pub points: usize,
    /// About so many bytes.
    pub bytes: u64,
    /// About so long.
    pub time: Duration,
}

impl Size {
    /// Whether it is written only if that is asked for.
    pub const fn is_large(&self) -> bool {
        self.bytes > LARGE
    }
}

impl Export {
    /// With these sliders, as `--sweep` has them, or the usual ones.
    ///
    /// # Errors
    /// If a slider is no sweep, or there are too many points.
    pub fn new(base: Base, sliders: &[String]) -> Result<Self, Refusal> {
        let axes = if sliders.is_empty() { usual(&base) } else { asked(sliders)? };
        let points = grid(&axes, MOST_POINTS)?;
        Ok(Self { base, axes, points })
    }

    /// What the file will need, found by one run of it.
    ///
    /// # Errors
    /// If the first point has a fault.
    pub fn size(&self) -> Result<Size, Refusal> {
        let begun = Instant::now();
        let first = self.element(0)?.len() as u64;
        let points = self.points.len();
        Ok(Size { points, bytes: first * points as u64, time: begun.elapsed() * points as u32 })
    }

    /// The file; `progress` is called after each point.
    ///
    /// # Errors
    /// The first point that has a fault.
    pub fn document(&self, progress: impl Fn()) -> Result<String, Refusal> {
        let mut elements = String::new();
        for index in 0..self.points.len() {
            elements.push_str(&self.element(index)?);
            progress();
        }
        let mut start = page::start(&self.base);
        start["points"] = self.points.clone().into();
        start["controls"] = serde_json::to_value(self.controls()).unwrap_or_default();
        Ok(page::alone(&start, &elements))
    }

    /// One run as an element of the page.
    fn element(&self, index: usize) -> Result<String, Refusal> {
        let answer = complete(&self.base, &self.points[index])?;
        let mut text = String::new();
        let packed = BASE64_STANDARD.encode(packed(&answer));
        let _ = writeln!(text, "<script type=\"application/gzip\" id=\"point{index}\">{packed}</script>");
        Ok(text)
    }

    /// Controls of the axes, with their values alone.
    fn controls(&self) -> Vec<Control> {
        let known = controls(&self.base);
        let one = |axis: &Sweep| {
            let control = known.iter().find(|control| control.path == axis.path);
            let label = |text: &String| {
                let value = control.and_then(|control| control.values.iter().find(|value| value.text == *text));
                value.cloned().unwrap_or_else(|| Value::plain(text))
            };
            let values: Vec<Value> = axis.values.iter().map(label).collect();
            let own = control.and_then(|control| {
                let own = &control.values[control.own].text;
                values.iter().position(|value| value.text == *own)
            });
            let words = control.map_or(("Settings", axis.path.as_str(), String::new()), |control| {
                (control.group.as_str(), control.label.as_str(), control.about.clone())
            });
            let [group, label] = [words.0, words.1].map(String::from);
            // Values of a switch are those of the sweep here, not off and on.
            let slides = control.is_some_and(|control| control.shape == Shape::Slider);
            let shape = if slides { Shape::Slider } else { Shape::Choice };
            Control { path: axis.path.clone(), group, label, about: words.2, shape, values, own: own.unwrap_or(0) }
        };
        self.axes.iter().map(one).collect()
    }
}

/// Sliders as the command line has them.
fn asked(sliders: &[String]) -> Result<Vec<Sweep>, Refusal> {
    sliders.iter().map(|slider| Ok(Sweep::parse(slider)?)).collect()
}

/// The usual sliders that this scenario has; doses of drugs that it does not give would change nothing.
fn usual(base: &Base) -> Vec<Sweep> {
    let controls = controls(base);
    let off: Vec<String> = controls
        .iter()
        .filter(|control| control.shape == Shape::Switch && control.own == 0)
        .map(|control| format!("{}.", control.path))
        .collect();
    let has = |axis: &Sweep| {
        let known = controls.iter().any(|control| control.path == axis.path);
        known && !off.iter().any(|drug| axis.path.starts_with(drug))
    };
    let root = root(&base.scenario.source.parse().unwrap_or_default());
    let named = |slider: &str| match slider.strip_prefix("arm.") {
        Some(rest) => Sweep::parse(&format!("{root}.{rest}")).ok(),
        None => Sweep::parse(slider).ok(),
    };
    USUAL.iter().filter_map(|slider| named(slider)).filter(has).collect()
}

/// Compressed bytes.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::default());
    to.write_all(bytes).and_then(|()| to.finish()).expect("memory takes everything")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{answer::tests::read, base::tests::base};
    use flate2::read::GzDecoder;
    use std::io::Read;

    fn export(sliders: &[&str]) -> Export {
        Export::new(base(&[]), &sliders.iter().copied().map(String::from).collect::<Vec<_>>()).unwrap()
    }

    /// What an element of the document holds.
    fn point(document: &str, index: usize) -> Vec<u8> {
        let opened = format!("<script type=\"application/gzip\" id=\"point{index}\">");
        let (_, after) = document.split_once(&opened).unwrap();
        let packed = BASE64_STANDARD.decode(after.split_once('<').unwrap().0).unwrap();
        let mut bytes = Vec::new();
        GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn every_point_of_the_grid_is_the_run_itself() {
        let export = export(&["patient.tp53=wild_type,null", "arm.idarubicin.dose=10 mg/m2,12 mg/m2"]);
        let document = export.document(|| {}).unwrap();
        assert_eq!(export.points.len(), 4);
        let changes = ["patient.tp53=null", "arm.idarubicin.dose=10 mg/m2"].map(String::from);
        assert_eq!(export.points[2], changes);
        assert!(point(&document, 2) == complete(&base(&[]), &changes).unwrap());
        assert_eq!(read(&point(&document, 0)).0["result_sha256"].as_str().unwrap().len(), 64);
    }

    #[test]
    fn the_size_is_known_before_it_is_written() {
        let export = export(&["patient.tp53=wild_type,null"]);
        let (size, document) = (export.size().unwrap(), export.document(|| {}).unwrap());
        let found = document.len() as f64 / size.bytes as f64;
        assert!(size.points == 2 && !size.is_large() && (0.8..2.0).contains(&found), "{found}");
        assert!(Size { bytes: LARGE + 1, ..size }.is_large());
    }

    #[test]
    fn usual_sliders_are_those_that_the_scenario_has() {
        let paths = |base: Base| usual(&base).into_iter().map(|axis| axis.path).collect::<Vec<_>>();
        assert_eq!(paths(base(&[])).len(), USUAL.len());
        let without = paths(base(&["arm.cytarabine=[]"]));
        assert!(!without.iter().any(|path| path.starts_with("arm.cytarabine")), "{without:?}");
    }

    #[test]
    fn a_slider_that_is_no_sweep_is_refused() {
        let refused = Export::new(base(&[]), &["patient.tp53".to_owned()]).err().unwrap().to_string();
        assert!(refused.contains("has no `=`"), "{refused}");
    }
}
