//! Parts of a report: a heading with the figures and tables that belong to it, and what all reports say of survival.
//!
//! # Order of a report
//!
//! A document is made of parts in the order of reading. Each part takes its figures by their section and its tables
//! by their names out of two lists; what is left at the end is what nobody has placed, and stands under "Further
//! figures and tables", so that a new figure or table is seen before anybody has thought about its place. Tables
//! with a row for every step of a curve are only files.

use super::{Section, Table};
use cenersim_model::clinic::Policy;
use cenersim_plot::{Figure, Section as Of};
use cenersim_text::capital;

/// A part of the report: which figures and which tables belong to it.
pub struct Part {
    pub heading: &'static str,
    pub text: &'static str,
    /// The section of its figures; none where only tables belong to it.
    pub figures: Option<Of>,
    pub tables: &'static [&'static str],
}

impl Part {
    /// The section of these figures and tables, which are taken out of the lists.
    pub fn section(&self, figures: &mut Vec<Figure>, tables: &mut Vec<Table>) -> Section {
        Section {
            heading: self.heading.into(),
            text: Some(self.text).filter(|text| !text.is_empty()).map(String::from).into_iter().collect(),
            figures: self.figures.map_or_else(Vec::new, |section| take_figures(figures, section)),
            tables: self.tables.iter().flat_map(|name| take_table(tables, name)).collect(),
            listings: Vec::new(),
        }
    }
}

/// The part on survival says what follows a failure.
pub fn say_after_failure(sections: &mut [Section], policy: Policy) {
    let survival = sections.iter_mut().filter(|section| section.heading == "Survival");
    survival.for_each(|section| section.text.push(after_failure(policy)));
}

/// What the policy means for the numbers, in sentences.
pub fn after_failure(policy: Policy) -> String {
    format!(
        "{}. The cells decide until the treatment has failed or a remission is transplanted; how long a patient \
         lives from then on is drawn from published survival, with the same luck in every arm, and is no result of the \
         model.",
        capital(&policy.to_string())
    )
}

/// Figures and tables that no part has taken, but for those tables that are only files: a new one is in the report
/// before anybody has found its place.
pub fn further(figures: Vec<Figure>, mut tables: Vec<Table>, only_files: &[&str]) -> Section {
    tables.retain(|table| !only_files.contains(&table.name.as_str()));
    let heading = if tables.is_empty() { "Further figures" } else { "Further figures and tables" };
    Section { heading: heading.into(), figures, tables, ..Section::default() }
}

/// Removes the figures of a section, in the order in which they were drawn.
pub fn take_figures(figures: &mut Vec<Figure>, section: Of) -> Vec<Figure> {
    figures.extract_if(.., |figure| figure.section == section).collect()
}

/// Removes the table of this name.
pub fn take_table(tables: &mut Vec<Table>, name: &str) -> Option<Table> {
    let index = tables.iter().position(|table| table.name == name)?;
    Some(tables.remove(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_nobody_has_placed_is_among_the_further_ones_unless_it_is_only_a_file() {
        let tables = ["new", "long"].map(|name| Table { name: name.into(), ..Table::default() });
        let section = further(Vec::new(), tables.into(), &["long"]);
        assert_eq!(section.heading, "Further figures and tables");
        assert_eq!(section.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["new"]);
        assert_eq!(further(Vec::new(), Vec::new(), &[]).heading, "Further figures");
    }
}
