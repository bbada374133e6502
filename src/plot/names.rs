//! Names in words of what has a path: keys of a scenario and numbers of the model. They are made from the path by one rule, so
//! that whoever reads a figure finds the row of the tables. Left out: what the numbers mean, which the ledger says.
//!
//! ```text
//! arm.2.cenersen.duration             Cenersen duration (arm 2)
//! rnase_h.level.leukemic_stem         RNase H level (leukemic stem cells)
//! dna_damage.idarubicin_lc50          DNA damage idarubicin LC50
//! ```

use cenersim_model::biology::Kind;
use cenersim_text::capital;

/// What is not spelled as in a path, where the blanks stand for dots and underscores.
const SPELLED: [(&str, &str); 15] = [
    ("rnase h", "RNase H"),
    ("ara ctp", "ara-CTP"),
    ("half life", "half-life"),
    ("dna", "DNA"),
    ("mrna", "mRNA"),
    ("tp53", "TP53"),
    ("lc50", "LC50"),
    ("ec50", "EC50"),
    ("g0", "G0"),
    ("g1", "G1"),
    ("g2m", "G2/M"),
    ("s", "S"),
    ("sd", "SD"),
    ("km", "Km"),
    ("vmax", "Vmax"),
];

/// A key of a scenario in words.
pub fn key(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let (arm, words) = match &parts[..] {
        ["arms", name, words @ ..] => (Some(name), words),
        ["arm", number, words @ ..] if number.parse::<u32>().is_ok() => (Some(number), words),
        ["arm", words @ ..] => (None, words),
        ["parameters", words @ ..] => return begun(&number(&words.join("."))),
        words => (None, words),
    };
    let of = arm.map_or_else(String::new, |arm| format!(" (arm {arm})"));
    format!("{}{of}", begun(&spelled(&words.join("."))))
}

/// A number of the model in words, as within a sentence.
pub fn number(path: &str) -> String {
    let of = Kind::ALL.into_iter().find_map(|kind| Some((path.strip_suffix(kind.name())?.strip_suffix('.')?, kind)));
    match of {
        Some((rest, kind)) => format!("{} ({})", spelled(rest), kind.label().to_lowercase()),
        None => spelled(path),
    }
}

/// The same at the beginning of a line: with a capital letter, but for symbols such as p53.
pub fn begun(name: &str) -> String {
    let is_word = name.chars().take(2).all(char::is_alphabetic);
    if is_word { capital(name) } else { name.to_owned() }
}

/// Dots and underscores as blanks, abbreviations as people write them.
fn spelled(path: &str) -> String {
    let blank = format!(" {} ", path.replace(['.', '_'], " "));
    let one =
        |text: String, (plain, written): &(&str, &str)| text.replace(&format!(" {plain} "), &format!(" {written} "));
    SPELLED.iter().fold(blank, one).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::parameters::Ledger;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_told_in_words() {
        let keys = [
            "arm.cenersen.duration",
            "arm.2.idarubicin.dose",
            "arms.B.cytarabine.start",
            "parameters.dna_damage.repair_loss",
        ];
        let told =
            ["Cenersen duration", "Idarubicin dose (arm 2)", "Cytarabine start (arm B)", "DNA damage repair loss"];
        assert_eq!(keys.map(key), told);
    }

    #[test]
    fn numbers_are_told_in_words_with_their_abbreviations_and_kinds_of_cells() {
        let numbers = [
            "rnase_h.level.leukemic_stem",
            "dna_damage.idarubicin_lc50",
            "p53.mrna_half_life",
            "cycle.leukemic.g2m",
            "apoptosis.competence.blast",
        ];
        let told = [
            "RNase H level (leukemic stem cells)",
            "DNA damage idarubicin LC50",
            "p53 mRNA half-life",
            "cycle leukemic G2/M",
            "apoptosis competence (blasts)",
        ];
        assert_eq!(numbers.map(number), told);
        assert_eq!([begun("p53 mRNA"), begun("cycle")], ["p53 mRNA", "Cycle"]);
    }

    #[test]
    fn no_two_numbers_have_the_same_name_and_none_looks_like_a_path() {
        let ledger = Ledger::defaults();
        let names: Vec<String> = ledger.entries().map(|(path, _)| number(path)).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        assert!(names.len() > 100 && names.iter().all(|name| !name.contains(['_', '.'])), "{names:?}");
    }
}
