//! A figure within a page: names that cannot clash with those of other figures, and an accessible name instead of a
//! tooltip over the whole figure. Values on hover are the `<title>` elements of its shapes.

use cenersim_plot::text::escaped;

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
