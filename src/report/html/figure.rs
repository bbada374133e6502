//! A figure within a page: names that cannot clash with those of other figures, and an accessible name instead of a
//! tooltip over the whole figure. Values on hover are the `<title>` elements of its shapes.

use cenersim_plot::{Theme, text::escaped};

/// The SVG of one figure, from its root element on; `name` is unlike any other figure's. Our own figures are trusted
/// not to hold scripts.
pub fn inlined(svg: &str, name: &str, title: &str, alt: &str) -> String {
    let root = svg.find("<svg").map_or(svg, |start| &svg[start..]);
    let Some((attributes, content)) = root.split_once('>') else { return String::new() };
    let attributes = attributes.replace(" role=\"img\"", "");
    let content = with_own_ids(without_title(content), name);
    let (label, alt) = (escaped(title), escaped(alt));
    format!("{attributes} role=\"img\" aria-label=\"{label}\">\n<desc>{alt}</desc>{content}")
}

/// The same with the number of the arm in each mark that has an arm's color, by which a page hides it. No kind of cell, drug or
/// response has the color of an arm, see [`Theme::arm`]. Names of arms have a shade of it.
pub fn with_arms(svg: &str, arms: usize) -> String {
    let shades = |arm: usize| {
        let themes = [Theme::light(), Theme::dark()];
        themes.map(|theme| {
            [theme.arm(arm).color, theme.text_in(theme.arm(arm).color)].map(|color| format!("\"{}\"", color.hex()))
        })
    };
    let all: Vec<(usize, String)> =
        (0..arms.min(8)).flat_map(|arm| shades(arm).into_iter().flatten().map(move |shade| (arm, shade))).collect();
    let marked = |part: &str| {
        let tag = &part[part.rfind('<').unwrap_or(0)..];
        let arm = all.iter().find(|(_, shade)| tag.contains(shade.as_str()));
        let end = if part.ends_with("/>") { part.len() - 2 } else { part.len().saturating_sub(1) };
        match arm {
            Some((arm, _)) if part.ends_with('>') => format!("{} data-arm=\"{arm}\"{}", &part[..end], &part[end..]),
            _ => part.to_owned(),
        }
    };
    svg.split_inclusive('>').map(marked).collect()
}

/// Without the title of the root element, which a browser would show wherever nothing else is.
fn without_title(content: &str) -> &str {
    let trimmed = content.trim_start();
    if !trimmed.starts_with("<title") {
        return content;
    }
    trimmed.split_once("</title>").map_or(content, |(_, rest)| rest)
}

/// Every name that is defined or referred to begins with that of the figure.
fn with_own_ids(content: &str, name: &str) -> String {
    [" id=\"", "url(#", " href=\"#", " xlink:href=\"#"]
        .into_iter()
        .fold(content.to_owned(), |svg, before| svg.replace(before, &format!("{before}{name}-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\">\n\
        <title>All</title>\n<clipPath id=\"a\"/><g clip-path=\"url(#a)\"><title>12 cells</title>\
        <use href=\"#a\"/></g></svg>";

    #[test]
    fn names_of_two_figures_do_not_clash_and_references_still_hold() {
        let found = inlined(SVG, "blood", "Blood", "Counts");
        for expected in ["id=\"blood-a\"", "url(#blood-a)", "href=\"#blood-a\""] {
            assert!(found.contains(expected), "{found}");
        }
        assert!(!found.contains("\"a\"") && !found.contains("#a"), "{found}");
    }

    #[test]
    fn the_figure_has_an_accessible_name_and_keeps_the_values_of_its_shapes() {
        let found = inlined(SVG, "blood", "A < B \"quoted\"", "Counts & days");
        assert!(found.starts_with("<svg ") && found.contains("aria-label=\"A &lt; B &quot;quoted&quot;\""), "{found}");
        assert!(found.contains("<desc>Counts &amp; days</desc>") && found.matches("role=\"img\"").count() == 1);
        assert!(found.contains("<title>12 cells</title>") && !found.contains("<title>All</title>"), "{found}");
    }
}
