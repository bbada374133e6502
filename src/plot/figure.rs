//! Figures as lists: every kind of result has one list of the figures that it may have, and each figure says in its own file
//! how it is called, where it belongs in a report, what it shows in words, and how it is drawn. Left out: what is drawn.
//!
//! A result that has nothing to show for a figure has an empty list of drawings for it, and so no file and no place in
//! the report.

use super::Theme;

/// A finished figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of its files, without ending, such as `population` or `response_2`.
    pub name: String,
    /// Where it belongs in a report.
    pub section: Section,
    /// What it shows, for a caption.
    pub title: String,
    /// What it shows in words and numbers, for readers who do not see it.
    pub alt: String,
    /// An SVG document.
    pub svg: String,
}

/// Parts of reports that have figures; their headings are the report's.
/// The parts of each report say which section they show (`document` in the report of a kind).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Published and expected counts.
    Adequacy,
    /// Chances of success of a next trial.
    Assurance,
    /// Contribution of each drug.
    Attribution,
    /// Cells and blood over time.
    Cells,
    /// How a calibration was computed.
    Computation,
    /// Paired differences between arms.
    Differences,
    /// What is known of the effect of cenersen.
    Effect,
    /// What may make the responses of a trial.
    Explanations,
    /// What cenersen does under each hypothesis about p53.
    Headline,
    /// How cenersen is thought to work.
    Mechanism,
    /// Who took part in a trial.
    Participants,
    /// What was learned of each parameter.
    Parameters,
    /// Effects of parameters by their size.
    Ranking,
    /// What is given.
    Regimens,
    /// Responses and best changes of the blasts.
    Response,
    /// How checks ended.
    Scorecard,
    /// The stopping rule, and its chances.
    Stopping,
    /// Overall and disease-free survival.
    Survival,
    /// An endpoint over a grid of values.
    Sweep,
    /// What is known only of several parameters together.
    Together,
    /// Shares of the variance of outputs.
    Variance,
}

/// A kind of result, and what its figures are drawn from.
pub trait Kind {
    /// The result as plain data, with the provenance at the foot of its figures.
    type Input<'a>;
}

/// One entry in the list of figures of a kind of result.
pub struct FigureOf<K: Kind> {
    /// Name of its files. A figure of several parts has their names after it, further pages have numbers: `response_2`.
    pub name: &'static str,
    pub section: Section,
    /// What a drawing of this title shows in words and numbers, made from the result.
    pub alt: for<'a> fn(&K::Input<'a>, &str) -> String,
    /// Its pages; none where the result has nothing to show.
    pub draw: for<'a> fn(&K::Input<'a>, &Theme) -> Vec<Drawing>,
}

/// A finished page.
/// It becomes a [`Figure`] with the name and words of its entry in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Which part of the figure it is; empty if there is one only.
    pub part: &'static str,
    pub title: String,
    /// An SVG document.
    pub svg: String,
}

impl Drawing {
    /// The same as a part of a figure that has several.
    pub fn part(self, part: &'static str) -> Self {
        Self { part, ..self }
    }
}

/// All figures of a list that a result has, in the order of the list.
pub fn drawn<K: Kind>(list: &[FigureOf<K>], input: &K::Input<'_>, theme: &Theme) -> Vec<Figure> {
    list.iter().flat_map(|figure| figure.drawn(input, theme)).collect()
}

impl<K: Kind> FigureOf<K> {
    /// The figure with its names and words, page by page.
    pub fn drawn(&self, input: &K::Input<'_>, theme: &Theme) -> Vec<Figure> {
        let pages = (self.draw)(input, theme);
        let named = pages.chunk_by(|a, b| a.part == b.part).flat_map(|part| (1..).zip(part));
        let named = named.map(|(page, drawing)| Figure {
            name: self.page_name(drawing.part, page),
            section: self.section,
            title: drawing.title.clone(),
            alt: (self.alt)(input, &drawing.title),
            svg: drawing.svg.clone(),
        });
        named.collect()
    }

    /// `attribution`, `attribution_b`, `response_2`: name, part, page from the second on.
    fn page_name(&self, part: &str, page: usize) -> String {
        let part = if part.is_empty() { String::new() } else { format!("_{part}") };
        let page = if page == 1 { String::new() } else { format!("_{page}") };
        format!("{}{part}{page}", self.name)
    }
}

/// `Responses by arm. A: 2 of 18; B: 3 of 18.`
pub fn listed(what: &str, parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { format!("{what}.") } else { format!("{what}. {}.", parts.join("; ")) }
}

/// Words for a figure whose numbers stand in a table beside it.
pub fn in_the_tables(title: &str) -> String {
    format!("{}; the tables have the numbers.", title.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Letters;

    impl Kind for Letters {
        type Input<'a> = &'a str;
    }

    fn pages(letters: &&str, _: &Theme) -> Vec<Drawing> {
        let part = |letter: char| if letter == 'b' { "cost" } else { "" };
        letters.chars().map(|l| Drawing { part: part(l), title: l.into(), svg: "<svg/>".into() }).collect()
    }

    #[test]
    fn further_pages_have_numbers_and_parts_have_their_own_names() {
        let figure = FigureOf::<Letters> {
            name: "doses",
            section: Section::Regimens,
            alt: |_, title| listed(title, [].into_iter()),
            draw: pages,
        };
        let found = drawn(&[figure], &"aabb", &Theme::light());
        let names: Vec<&str> = found.iter().map(|figure| figure.name.as_str()).collect();
        assert_eq!(names, ["doses", "doses_2", "doses_cost", "doses_cost_2"]);
        assert_eq!((found[3].section, found[3].alt.as_str()), (Section::Regimens, "b."));
    }
}
