//! A figure for a slide, which has a title and a foot of its own: without the title and the provenance of the page, and with its letters
//! as outlines, so that it looks the same where the typeface is not installed. Left out: the subtitle, which stays, because it says
//! what lines and intervals mean.
//!
//! A page begins with its background; the semi-bold texts that follow, one on each line, are its title, and the provenance is the text
//! at the bottom (see `Page::header` and `Page::footer`).

use super::{Figure, text};
use resvg::usvg::{Tree, WriteOptions};

/// Distance of the provenance from the lower edge (px).
const FOOT: f64 = 24.0;
/// Room that is left above what follows the title and below what is above the provenance (px).
const ROOM: f64 = 6.0;

impl Figure {
    /// The same without title and provenance, and as much less high.
    pub fn bare(&self) -> Self {
        let (width, height) = self.size();
        let lines: Vec<&str> = self.svg.lines().collect();
        let first = lines.iter().position(|line| line.starts_with("<text ")).unwrap_or(lines.len());
        let titled = lines[first..].iter().take_while(|line| line.contains("font-weight=\"600\"")).count();
        let is_foot = |line: &str| line.starts_with("<text ") && number(line, "y") == height - FOOT;
        let top =
            lines[first..first + titled].iter().map(|line| number(line, "y") + 0.3 * number(line, "font-size") - ROOM);
        let top = top.fold(0.0, f64::max).round();
        let bottom =
            lines.iter().filter(|line| is_foot(line)).map(|line| number(line, "y") - number(line, "font-size") - ROOM);
        let bottom = bottom.fold(height, f64::min).round();
        let kept =
            lines.iter().enumerate().filter(|(index, line)| !(first..first + titled).contains(index) && !is_foot(line));
        let body: Vec<&str> = kept.map(|(_, line)| *line).collect();
        let view = |top: f64, height: f64| format!("height=\"{height}\" viewBox=\"0 {top} {width} {height}\"");
        let svg = body.join("\n").replacen(&view(0.0, height), &view(top, bottom - top), 1);
        Self { svg, ..self.clone() }
    }

    /// Width and height (px).
    pub fn size(&self) -> (f64, f64) {
        size(&self.svg)
    }

    /// The figure as SVG with its letters as outlines.
    ///
    /// # Panics
    /// If the figure is no SVG: a mistake in the code.
    pub fn outlined(&self) -> String {
        let tree = Tree::from_str(&self.svg, &text::options()).expect("figures are valid SVG");
        tree.to_string(&WriteOptions { preserve_text: false, ..WriteOptions::default() })
    }
}

/// Of the root.
fn size(svg: &str) -> (f64, f64) {
    let root = svg.split_once('>').map_or(svg, |(root, _)| root);
    (number(root, "width"), number(root, "height"))
}

/// The number of an attribute; 0 without one.
fn number(element: &str, attribute: &str) -> f64 {
    let value = element.split_once(&format!(" {attribute}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.and_then(|(value, _)| value.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Drawing, Section, Theme, sheet::Sheet, text::Style};

    fn figure(title: &str, subtitle: &str) -> Figure {
        let sheet = Sheet {
            title: title.into(),
            subtitle: subtitle.into(),
            footer: "seed 1 | cenersim".into(),
            ..Sheet::default()
        };
        let Drawing { title, svg, .. } = sheet.draw(&Theme::light(), |page, room| {
            // Directly after what is left out.
            page.text((room.x, room.y), "content", &Style::new(28.0, page.theme.ink).semi_bold());
        });
        Figure { name: "x".into(), section: Section::Response, title, alt: String::new(), svg }
    }

    #[test]
    fn title_and_provenance_are_gone_and_everything_else_is_within_the_page() {
        let long =
            "A title that is too long for one line, so that it goes on in a second one under the first, as messages do";
        for (title, subtitle) in [("Rates", "Intervals: 95 %"), (long, "Intervals: 95 %"), (long, "")] {
            let (whole, bare) = (figure(title, subtitle), figure(title, subtitle).bare());
            let is_text = |line: &&str| line.starts_with("<text ") && !line.ends_with("></text>");
            let texts = |svg: &str| svg.lines().filter(is_text).map(String::from).collect::<Vec<_>>();
            let found = texts(&bare.svg);
            assert_eq!(found.len(), usize::from(!subtitle.is_empty()) + 1, "{found:?}");
            assert!(!found.concat().contains("seed 1") && found.concat().contains("content"), "{found:?}");
            let ((width, height), (_, before)) = (bare.size(), whole.size());
            assert!(width == 1920.0 && height < before - 60.0, "{height} of {before}");
            let view = bare.svg.split_once("viewBox=\"0 ").expect("a view").1.split(' ').next().expect("a number");
            let top: f64 = view.parse().expect("a number");
            assert!(found.iter().all(|line| number(line, "y") - number(line, "font-size") > top), "{top}: {found:?}");
        }
    }

    #[test]
    fn outlines_need_no_typeface() {
        let outlined = figure("Rates", "Intervals").bare().outlined();
        assert!(outlined.contains("<path") && !outlined.contains("<text"), "{}", &outlined[..200]);
    }
}
