//! Words and short lists of words.
//! Left out: other languages, and plurals that are not formed by an s.

use crate::count;

/// With a capital letter.
/// The first letter only; the rest stays, so that `p53` becomes `P53` and `AML` stays.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Clauses of one sentence: those after the first begin with a small letter, unless they begin with an abbreviation.
pub fn clauses(parts: &[String]) -> String {
    let small = |part: &String| {
        let mut letters = part.chars();
        let (first, second) = (letters.next(), letters.clone().next());
        match (first, second) {
            (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
            _ => part.clone(),
        }
    };
    parts
        .iter()
        .enumerate()
        .map(|(at, part)| if at == 0 { part.clone() } else { small(part) })
        .collect::<Vec<_>>()
        .join("; ")
}

/// Name of a set of response criteria as people write it, `iwg2003` as `IWG 2003`.
pub fn criteria(name: &str) -> String {
    let year = name.find(|letter: char| letter.is_ascii_digit()).unwrap_or(name.len());
    format!("{} {}", name[..year].to_uppercase(), &name[year..]).trim_end().to_owned()
}

/// `1 patient`, `2 patients`, `10,000 patients`.
/// The plural adds an s, so nouns that form it otherwise are not for this. Zero is a plural: `0 patients`.
pub fn plural(n: impl Into<u64>, noun: &str) -> String {
    let n = n.into();
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// Ends in one full stop.
/// Blanks around it and full stops at its end go.
pub fn sentence(text: &str) -> String {
    format!("{}.", text.trim().trim_end_matches('.'))
}

/// `a, b or c`, with the word that joins the last two.
/// One word alone is itself, and none is no text.
pub fn listed(words: &[String], last: &str) -> String {
    match words.split_last() {
        Some((end, first @ [_, ..])) => format!("{} {last} {end}", first.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_after_the_first_begin_small_but_for_abbreviations() {
        let parts = ["Neutrophils never below 0.5", "Platelets below 50", "CR in 2"].map(str::to_owned);
        assert_eq!(clauses(&parts), "Neutrophils never below 0.5; platelets below 50; CR in 2");
        assert_eq!([criteria("iwg2003"), criteria("eln2022"), criteria("own")], ["IWG 2003", "ELN 2022", "OWN"]);
    }

    #[test]
    fn one_is_one_and_many_are_many() {
        assert_eq!([1_u32, 2, 10_000].map(|n| plural(n, "patient")), ["1 patient", "2 patients", "10,000 patients"]);
    }

    #[test]
    fn lists_are_joined_as_one_says_them() {
        let words = ["a", "b", "c"].map(String::from);
        assert_eq!([listed(&words, "or"), listed(&words[..1], "or"), listed(&[], "or")], ["a, b or c", "a", ""]);
        assert_eq!([capital("dose"), sentence("It ended. "), capital("")], ["Dose", "It ended.", ""]);
    }
}
