//! Glossary: every abbreviation and term of art that reports, figures and tables use, with what it stands for and what it
//! means. Reports explain a term where the pointer rests on it, `cenersim glossary` prints all of them, and slides take those
//! that occur.
//! Left out: names of drugs, which `cenersim drugs` tells of, and parameters, which `cenersim parameters` does.

/// A term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it is written.
    pub name: &'static str,
    /// What the letters stand for; empty for a word.
    pub stands_for: &'static str,
    /// In one sentence.
    pub means: &'static str,
}

const fn term(name: &'static str, stands_for: &'static str, means: &'static str) -> Term {
    Term { name, stands_for, means }
}

/// All terms, those of the clinic first, then of cells and drugs, then of statistics, then of the program.
pub const GLOSSARY: [Term; 60] = [
    term(
        "AML",
        "acute myeloid leukemia",
        "Cancer of the cells of the marrow from which granulocytes and monocytes come.",
    ),
    term(
        "CR",
        "complete remission",
        "Less than 5 % blasts in the marrow, and neutrophils and platelets have recovered to the thresholds of the criteria in force.",
    ),
    term(
        "CRp",
        "complete remission with incomplete recovery of the platelets",
        "As a complete remission, with platelets below their threshold.",
    ),
    term(
        "CRi",
        "complete remission with incomplete recovery of blood counts",
        "As a complete remission, with neutrophils or platelets below their thresholds.",
    ),
    term(
        "MLFS",
        "morphologic leukemia-free state",
        "Less than 5 % blasts in the marrow, without recovery of blood counts.",
    ),
    term(
        "PR",
        "partial remission",
        "Blasts have fallen by half or more to 5 to 25 %, and blood counts have recovered.",
    ),
    term(
        "MRD",
        "measurable residual disease",
        "Leukemic cells that are left in a remission; below 0.1 % of the marrow flow cytometry finds none.",
    ),
    term("OS", "overall survival", "Time from the first dose to death of any cause."),
    term("DFS", "disease-free survival", "Time from remission to relapse or death."),
    term(
        "EFS",
        "event-free survival",
        "Time to relapse or death; who never comes into remission has the event on day 0.",
    ),
    term("ANC", "absolute neutrophil count", "Neutrophils in the blood (G/L)."),
    term("G/L", "giga per liter", "Billions of cells in a liter of blood, the same as thousands in a microliter."),
    term("blasts", "", "Immature leukemic cells, which the marrow is examined for."),
    term("refractory", "", "Leukemia that was treated and never came into remission."),
    term("relapsed", "", "Leukemia that has come back after a remission."),
    term("induction", "", "Treatment that is given to bring about a remission."),
    term("consolidation", "", "Treatment that is given in remission to keep it."),
    term("nadir", "", "The lowest point of a number of cells after treatment."),
    term(
        "IWG",
        "International Working Group",
        "Its criteria of response of 2003 ask for 1 G/L neutrophils and 100 G/L platelets.",
    ),
    term("ELN", "European LeukemiaNet", "Its criteria of response of 2022 distinguish more kinds of remission."),
    term("LSC", "leukemic stem cells", "Leukemic cells that renew themselves and from which the leukemia comes back."),
    term("LC50", "concentration that is lethal to half of the cells", "What is measured of a drug in a dish of cells."),
    term("AUC", "area under the curve", "The level of a drug integrated over time: how much of it the body meets."),
    term("Cmax", "largest concentration", "The highest level of a drug in plasma."),
    term("p53", "", "The protein by which a damaged cell stops its cycle or dies; cenersen suppresses it."),
    term("TP53", "", "The gene of p53; leukemia without it is called TP53 null."),
    term("mRNA", "messenger RNA", "What a protein is made from; that of p53 is the target of cenersen."),
    term("RNase H", "ribonuclease H", "The enzyme that cuts an mRNA to which an antisense drug is bound."),
    term("heteroduplex", "", "An mRNA with an antisense drug bound to it, which ribonuclease H cuts."),
    term("antisense", "", "A short strand of DNA that binds to one mRNA and has it cut."),
    term("ara-CTP", "cytarabine triphosphate", "What a cell makes of cytarabine; it stops the copying of DNA."),
    term("MDM2", "mouse double minute 2", "The protein that breaks p53 down."),
    term(
        "log-kill",
        "",
        "Decimal logarithm of the fall of cells to their nadir: 1 leaves a tenth, 2 leave a hundredth.",
    ),
    term("log10", "decimal logarithm", "A difference of 1 is a factor of ten."),
    term("catastrophe", "", "Death in mitosis of a cell that divides with damaged DNA."),
    term("agent", "", "One simulated cell that stands for many cells alike."),
    term("replicate", "", "One of several courses of the same patient, with other chances."),
    term(
        "paired",
        "",
        "Of the same patients, each in every arm with the same chances, so that only the treatment differs.",
    ),
    term(
        "confidence interval",
        "",
        "Of a hundred such intervals of as many studies, about 95 hold the true value, if the model is true.",
    ),
    term("exact interval", "", "The interval of a share by the tails of the binomial (Clopper and Pearson 1934)."),
    term("standard error", "", "How far an estimate is expected to lie from what endless simulation would give."),
    term("Monte-Carlo error", "", "The standard error that comes from the number of simulations alone."),
    term(
        "hazard ratio",
        "",
        "Rate of an event in one arm over that in another; 1 is no difference, and less is fewer events.",
    ),
    term("odds ratio", "", "Odds of a response in one arm over those in another; 1 is no difference."),
    term("risk difference", "", "Share in one arm less the share in another, in percentage points."),
    term("log-rank", "", "A test of whether two survival curves are the same."),
    term("McNemar", "", "A test of pairs: of those who differ between arms, as many in one direction as in the other?"),
    term("Kaplan and Meier", "", "The estimate of survival that takes into account who was observed only for a while."),
    term("censored", "", "Observed up to a day without the event, and not known afterward."),
    term("quartiles", "", "The values below which a quarter and three quarters of all lie."),
    term("median", "", "The value below which half of all lie."),
    term("power", "", "Chance of a significant result if an effect of a given size is true."),
    term("assurance", "", "Power averaged over what is not known of the effect."),
    term("prior", "", "What is supposed about a parameter before data are seen."),
    term("posterior", "", "What is known about a parameter after data are seen."),
    term("predictive interval", "", "Where 95 % of repeated trials lie."),
    term("Shapley value", "", "The mean effect of a drug over all orders of adding the drugs."),
    term("noise floor", "", "The effect that other random numbers alone have."),
    term("ledger", "", "The list of all numbers of the model, with source, grade of evidence and range."),
    term("hypothesis in force", "", "What losing p53 is supposed to do to a leukemic cell in this simulation."),
];

/// The longest term with which this text begins, as a whole word; words may begin with a capital letter.
pub fn beginning(text: &str) -> Option<&'static Term> {
    let fits = |term: &&Term| {
        let head = text.get(..term.name.len()).filter(|head| *head == term.name || is_capitalized(head, term));
        head.is_some() && !text[term.name.len()..].starts_with(|letter: char| letter.is_alphanumeric())
    };
    GLOSSARY.iter().filter(fits).max_by_key(|term| term.name.len())
}

/// Only of words: abbreviations are written one way.
fn is_capitalized(head: &str, term: &Term) -> bool {
    term.stands_for.is_empty() && head.get(1..) == term.name.get(1..) && head.eq_ignore_ascii_case(term.name)
}

/// Places in a text at which a word begins.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    let ends = |before: Option<char>| before.is_none_or(|letter| !letter.is_alphanumeric());
    text.char_indices().map(|(at, _)| at).filter(move |at| ends(text[..*at].chars().next_back()))
}

/// Terms that occur in these texts, in the order of the glossary.
pub fn occurring<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<&'static Term> {
    let mut found: Vec<&Term> =
        texts.into_iter().flat_map(|text| beginnings(text).filter_map(|at| beginning(&text[at..]))).collect();
    let place = |term: &&Term| GLOSSARY.iter().position(|other| other == *term);
    found.sort_by_key(place);
    found.dedup();
    found
}

impl Term {
    /// `Complete remission: less than 5 % blasts ...`, or the meaning alone.
    pub fn explained(&self) -> String {
        match self.stands_for {
            "" => self.means.to_owned(),
            stands_for => format!("{}. {}", cenersim_text::capital(stands_for), self.means),
        }
    }
}

/// The page `docs/glossary.md`.
pub fn glossary_page() -> String {
    let row = |term: &Term| format!("| {} | {} | {} |\n", term.name, term.stands_for, term.means);
    let rows: String = GLOSSARY.iter().map(row).collect();
    format!(
        "# Glossary\n\nTerms that reports, figures and tables use. `cenersim glossary > docs/glossary.md` makes this page; in a report a \
         term is explained where the pointer rests on it.\n\n| term | stands for | means |\n|---|---|---|\n{rows}"
    )
}

/// What the abbreviations in these sentences stand for, as one more sentence; none without any.
pub fn spelled_out(sentences: &[String]) -> Option<String> {
    let short = occurring(sentences.iter().map(String::as_str)).into_iter().filter(|term| !term.stands_for.is_empty());
    let told: Vec<String> = short.map(|term| format!("{}: {}", term.name, term.stands_for)).collect();
    (!told.is_empty()).then(|| format!("{}.", told.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn abbreviations_that_occur_as_words_are_spelled_out_once() {
        let told = spelled_out(&["CR in 3, CR + CRp in 4.".into(), "CRITERIA; DFS.".into()]);
        let expected = "CR: complete remission; CRp: complete remission with incomplete recovery of the platelets; DFS: disease-free \
                        survival.";
        assert_eq!(told.as_deref(), Some(expected));
        assert_eq!(spelled_out(&["Nothing is short.".into()]), None);
    }

    #[test]
    fn the_longest_term_is_found_and_no_part_of_a_word() {
        let name = |text: &str| beginning(text).map(|term| term.name);
        assert_eq!(
            [name("CRp in 4"), name("CR, CRp"), name("CRITERIA"), name("p53-null")],
            [Some("CRp"), Some("CR"), None, Some("p53")]
        );
        assert_eq!([name("Hazard ratio 0.8"), name("cr"), name("armed")], [Some("hazard ratio"), None, None]);
    }

    #[test]
    fn every_term_has_a_meaning_and_stands_once() {
        let names: BTreeSet<&str> = GLOSSARY.iter().map(|term| term.name).collect();
        assert_eq!(names.len(), GLOSSARY.len());
        assert!(GLOSSARY.iter().all(|term| term.means.ends_with('.') || term.means.ends_with('?')));
    }
}
