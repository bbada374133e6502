//! Chapters of a talk, in their order, and the names by which `--sections` chooses them.

use crate::DeckError;

/// What slides are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// The first slide.
    Title,
    /// What to take home.
    Summary,
    /// What each arm gives.
    Design,
    /// Who the patients are.
    Patients,
    /// What was found.
    Results,
    /// How cenersen is thought to work.
    Mechanism,
    /// What the results cannot tell.
    Uncertainty,
    /// Numbers that were assumed and matter most.
    Assumptions,
    /// How it was made.
    Methods,
    /// What abbreviations stand for.
    Glossary,
    /// All other figures, for questions; only if it is asked for.
    Appendix,
}

impl Chapter {
    /// All of them, in the order of a talk.
    pub const ALL: [Self; 11] = [
        Self::Title,
        Self::Summary,
        Self::Design,
        Self::Patients,
        Self::Results,
        Self::Mechanism,
        Self::Uncertainty,
        Self::Assumptions,
        Self::Methods,
        Self::Glossary,
        Self::Appendix,
    ];

    /// As in `--sections`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Design => "design",
            Self::Patients => "patients",
            Self::Results => "results",
            Self::Mechanism => "mechanism",
            Self::Uncertainty => "uncertainty",
            Self::Assumptions => "assumptions",
            Self::Methods => "methods",
            Self::Glossary => "glossary",
            Self::Appendix => "appendix",
        }
    }

    /// All but the appendix.
    pub fn usual() -> Vec<Self> {
        Self::ALL.into_iter().filter(|chapter| *chapter != Self::Appendix).collect()
    }

    /// Chapters by their names, in the order of a talk, each once.
    ///
    /// # Errors
    /// One sentence with all names if one of these is none of them.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Vec<Self>, DeckError> {
        let found = names.into_iter().map(|name| Self::from_name(name.trim())).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::ALL.into_iter().filter(|chapter| found.contains(chapter)).collect())
    }

    fn from_name(name: &str) -> Result<Self, DeckError> {
        Self::ALL
            .into_iter()
            .find(|chapter| chapter.name() == name)
            .ok_or_else(|| DeckError::Chapter { name: name.into(), known: Self::ALL.map(Self::name).join("`, `") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_chosen_by_name_and_come_in_the_order_of_a_talk() {
        assert_eq!(Chapter::named(["glossary", " title", "title"]).unwrap(), [Chapter::Title, Chapter::Glossary]);
        let refused = Chapter::named(["title", "jokes"]).unwrap_err().to_string();
        assert!(refused.contains("`jokes`") && refused.contains("`uncertainty`, `assumptions`"), "{refused}");
        assert!(Chapter::ALL.is_sorted() && !Chapter::usual().contains(&Chapter::Appendix));
    }
}
