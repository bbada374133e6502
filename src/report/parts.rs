//! Parts of a report: a heading with the figures and tables that belong to it, and what all reports say of survival.

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
pub fn say_after_failure(sections: &mut [Section], policy: Option<Policy>) {
    let survival = sections.iter_mut().filter(|section| section.heading == "Survival");
    survival.zip(policy).for_each(|(section, policy)| section.text.push(after_failure(policy)));
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

/// Removes the figures of a section, in the order in which they were drawn.
pub fn take_figures(figures: &mut Vec<Figure>, section: Of) -> Vec<Figure> {
    figures.extract_if(.., |figure| figure.section == section).collect()
}

/// Removes the table of this name.
pub fn take_table(tables: &mut Vec<Table>, name: &str) -> Option<Table> {
    let index = tables.iter().position(|table| table.name == name)?;
    Some(tables.remove(index))
}
