//! Abbreviations of the field, spelled out where a reader may start. Left out: names of drugs and of statistics.

use std::collections::BTreeSet;

/// Each with what it stands for, in the order in which they are explained.
const ABBREVIATIONS: [(&str, &str); 8] = [
    ("CR", "complete remission"),
    ("CRp", "complete remission with incomplete recovery of the platelets"),
    ("MLFS", "morphologic leukemia-free state"),
    ("PR", "partial remission"),
    ("DFS", "disease-free survival"),
    ("LSC", "leukemic stem cells"),
    ("LC50", "concentration that is lethal to half of the cells"),
    ("ANC", "absolute neutrophil count"),
];

/// Abbreviations that occur as words in these texts, with what each stands for.
pub fn occurring(texts: &[String]) -> impl Iterator<Item = (&'static str, &'static str)> {
    let words = texts.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let words: BTreeSet<&str> = words.collect();
    ABBREVIATIONS.into_iter().filter(move |(short, _)| words.contains(short))
}

/// What the abbreviations in these sentences stand for, as one more sentence; none without any.
pub(crate) fn spelled_out(sentences: &[String]) -> Option<String> {
    let told: Vec<String> = occurring(sentences).map(|(short, long)| format!("{short}: {long}")).collect();
    (!told.is_empty()).then(|| format!("{}.", told.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_that_occur_as_words_are_spelled_out_once() {
        let told = spelled_out(&["CR in 3, CR + CRp in 4.".into(), "CRITERIA; DFS.".into()]);
        let expected = "CR: complete remission; CRp: complete remission with incomplete recovery of the platelets; DFS: disease-free \
                        survival.";
        assert_eq!(told.as_deref(), Some(expected));
        assert_eq!(spelled_out(&["Nothing is short.".into()]), None);
    }
}
