//! Hover values: what a curve is on a day, in words, where the pointer rests. Left out: scripts; browsers show titles.

use super::{
    page::{Frame, Page},
    panel::Panel,
};
use cenersim_analyses::comparison::BandResult;
use cenersim_text::{plain, short};

/// A curve that is told about: its name, its values, and what they are multiplied by.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its quantiles over time.
    pub band: &'a BandResult,
    /// 100 for percent.
    pub factor: f64,
}

/// Columns of a panel that tell the values of their middle day; at most `most` of them.
pub fn columns(page: &mut Page, panel: &Panel, told: &[Told], most: usize) {
    let Some(days) = told.iter().map(|told| &told.band.days).max_by_key(|days| days.len()) else { return };
    let count = most.min(days.len()).max(1);
    let span = (panel.x.high - panel.x.low) / count as f64;
    for i in 0..count {
        let middle = panel.x.low + (i as f64 + 0.5) * span;
        let day = if span > 1.0 { middle.round() } else { middle };
        let words: Vec<String> = told.iter().filter_map(|told| words(told, day)).collect();
        if !words.is_empty() {
            let width = panel.frame.width / count as f64;
            let frame = Frame { x: panel.frame.x + i as f64 * width, width, ..panel.frame };
            page.hover(&frame, &format!("day {}: {}", plain((day * 100.0).round() / 100.0), words.join("; ")));
        }
    }
}

/// `Blasts, median 1.2×10⁹ (50 %: 1.1×10⁹ to 1.3×10⁹; 90 %: 0.9×10⁹ to 1.5×10⁹)`; none where there is no value.
fn words(told: &Told, day: f64) -> Option<String> {
    let days = told.band.days.iter().enumerate();
    let nearest = days.min_by(|a, b| (a.1 - day).abs().total_cmp(&(b.1 - day).abs()))?;
    let [q05, q25, q50, q75, q95] = told.band.quantiles.each_ref().map(|values| values.get(nearest.0).copied());
    let number = |value: Option<f64>| value.filter(|value| value.is_finite()).map(|value| short(value * told.factor));
    let (low, first, median, third, high) = (number(q05)?, number(q25)?, number(q50)?, number(q75)?, number(q95)?);
    let bands = match low == high {
        true => String::new(),
        false => format!(" (50 %: {first} to {third}; 90 %: {low} to {high})"),
    };
    Some(format!("{}, median {median}{bands}", told.name))
}
