//! The submodels of part 7: which file, and which numbers of the ledger. Left out: the numbers of other submodels; every
//! number belongs to exactly one.

use super::header::header;
use cenersim_model::parameters::{Entry, Ledger};

/// One file of the model.
pub struct Submodel {
    pub title: &'static str,
    pub file: &'static str,
    pub source: &'static str,
    /// Beginnings of the paths of its numbers; the longest decides.
    pub numbers: &'static [&'static str],
}

macro_rules! submodels {
    ($($title:literal $file:literal [$($number:literal),*])*) => {
        &[$(Submodel {
            title: $title,
            file: $file,
            source: include_str!(concat!("../model/", $file)),
            numbers: &[$($number),*],
        },)*]
    };
}

/// All submodels, in the order of a step and then of what surrounds it.
pub const SUBMODELS: &[Submodel] = submodels! {
    "Drug levels" "treatment/kinetics.rs" []
    "Cenersen" "treatment/cenersen.rs" ["cenersen."]
    "Idarubicin" "treatment/idarubicin.rs" ["idarubicin.", "idarubicinol."]
    "Cytarabine" "treatment/cytarabine.rs" ["cytarabine.", "ara_ctp."]
    "Inhibitors of cenersen" "treatment/inhibitor.rs" ["inhibitor."]
    "Hierarchy" "biology/hierarchy.rs" ["leukemia.", "normal."]
    "Niche" "biology/niche.rs" ["niche."]
    "Antisense" "biology/antisense.rs"
        ["cenersen.maximal_effect", "cenersen.potency", "cenersen.relative_uptake.", "rnase_h.", "p53.mrna_half_life", "p53.compensation"]
    "DNA damage" "biology/dna_damage.rs" ["dna_damage.", "ara_ctp.half_incorporation"]
    "Potency of the drugs" "biology/potency.rs"
        ["dna_damage.idarubicin_lc50", "dna_damage.assay_length", "dna_damage.idarubicinol_potency", "dna_damage.cytarabine_ec50",
         "leukemia.blast.growth_fraction", "ara_ctp.half_life_in_vitro", "leukemia.chemoresistance",
         "leukemia.stem.chemoresistance", "normal.chemoresistance"]
    "p53" "biology/p53.rs" ["p53."]
    "Apoptosis" "biology/apoptosis.rs" ["apoptosis.", "leukemia.blast_loss"]
    "Cell cycle" "biology/cycle.rs" ["cycle.", "arrest."]
    "Division" "biology/division.rs" []
    "Turnover and weights of agents" "engine/turnover.rs" []
    "Blood" "biology/blood.rs" ["blood."]
    "Clinic" "clinic/mod.rs" []
    "Examination of the marrow" "clinic/examination.rs" ["examination.", "marrow."]
    "Response criteria" "clinic/criteria.rs" ["criteria."]
    "Complications and death" "clinic/complications.rs" ["infection.", "bleeding.", "mortality."]
    "Mucosa" "clinic/mucosa.rs" ["mucosa."]
    "Recurrent events" "clinic/hazard.rs" []
    "What follows a failure" "clinic/after_failure.rs" ["after_failure."]
    "Regimen" "treatment/regimen.rs" []
    "Decisions about courses" "simulation/courses.rs" []
    "Population" "patient/population.rs" ["population."]
    "Covariates" "patient/covariates.rs" ["covariate."]
    "Variability between patients" "patient/variability.rs" ["occasion."]
    "Long steps" "simulation/mod.rs" ["simulation."]
};

/// The submodel to which a number belongs.
pub fn owner(path: &str) -> Option<usize> {
    let longest = |submodel: &Submodel| {
        submodel.numbers.iter().filter(|start| path.starts_with(**start)).map(|start| start.len()).max()
    };
    let found = SUBMODELS.iter().enumerate().filter_map(|(index, submodel)| Some((longest(submodel)?, index)));
    found.max().map(|(_, index)| index)
}

/// All submodels as Markdown.
pub fn submodels(ledger: &Ledger) -> String {
    let sections = SUBMODELS.iter().enumerate().map(|(index, submodel)| section(ledger, index, submodel));
    sections.collect::<Vec<_>>().join("\n\n")
}

fn section(ledger: &Ledger, index: usize, submodel: &Submodel) -> String {
    let Submodel { title, file, source, .. } = submodel;
    let text = format!("### {title}\n\n{}\n\n`src/model/{file}`", header(source));
    let own: Vec<(&str, &Entry)> = ledger.entries().filter(|(path, _)| owner(path) == Some(index)).collect();
    if own.is_empty() { text } else { format!("{text}\n\n{}", table(&own)) }
}

fn table(entries: &[(&str, &Entry)]) -> String {
    let head = "| number | value | range | spread | grade | source | what it is |\n|---|---|---|---|---|---|---|";
    let row = |(path, entry): &(&str, &Entry)| {
        let spread = entry.spread.map_or_else(String::new, |spread| spread.to_string());
        let Entry { value, grade, source, about, .. } = entry;
        let range = range(entry);
        format!("| `{path}` | {value} | {range} | {spread} | {} | {source} | {about} |", grade.name())
    };
    [head.to_owned()].into_iter().chain(entries.iter().map(row)).collect::<Vec<_>>().join("\n")
}

fn range(entry: &Entry) -> String {
    let end =
        |end: &Option<cenersim_model::quantity::Quantity>| end.as_ref().map_or_else(String::new, ToString::to_string);
    match (&entry.low, &entry.high) {
        (None, None) => String::new(),
        (low, high) => format!("{} to {}", end(low), end(high)),
    }
}
