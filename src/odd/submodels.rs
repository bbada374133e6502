//! The submodels of part 7: which file, and which numbers of the ledger. Left out: the numbers of other submodels; every
//! number belongs to exactly one.

use super::header::header;
use cenersim_model::{
    biology::{PROCESSES, Process},
    parameters::{Description, Entry, Ledger, drugs::shipped_names},
    top_of,
};

/// One file of the model.
pub struct Submodel {
    /// Heading in part 7.
    pub title: String,
    /// Path below `src/model`.
    pub file: String,
    /// What it says about itself: the header of the file, or the text of a table.
    pub text: String,
    /// Beginnings of the paths of its numbers; the longest decides.
    pub numbers: Vec<String>,
}

macro_rules! submodels {
    ($($title:literal $file:literal [$($number:literal),*])*) => {
        [$(Submodel {
            title: $title.to_owned(),
            file: $file.to_owned(),
            text: header(top_of!(include_str!(concat!("../model/", $file)))),
            numbers: vec![$($number.to_owned()),*],
        },)*]
    };
}

/// All submodels: drugs, cells, the processes in the order of a step, and what surrounds them.
pub fn all(ledger: &Ledger) -> Vec<Submodel> {
    let processes = PROCESSES.iter().map(of_process);
    let drugs: Vec<Submodel> = ledger.drugs().iter().map(of_drug).collect();
    kinetics().into_iter().chain(drugs).chain(before()).chain(processes).chain(after()).collect()
}

/// The numbers are those that the process names.
fn of_process(process: &Process) -> Submodel {
    let Process { name, about, source, .. } = process;
    let numbers = about.numbers.iter().map(|&start| start.to_owned()).collect();
    Submodel { title: about.title.to_owned(), file: format!("biology/{name}.rs"), text: header(source), numbers }
}

/// The text and the numbers are those of its table, with what it does in words.
fn of_drug(drug: &Description) -> Submodel {
    let does: Vec<&str> = drug.actions.iter().map(|action| action.meaning()).collect();
    let text = format!("{}\n\n*Action:* {}.", drug.about, does.join("; ")).replace(" Left out:", "\n\n*Left out:*");
    let shipped = shipped_names().contains(&drug.drug.name());
    let file = if shipped { "parameters/drugs.toml" } else { "" };
    Submodel { title: drug.label.clone(), file: file.into(), text, numbers: drug.numbers() }
}

/// What drugs are made of.
fn kinetics() -> impl IntoIterator<Item = Submodel> {
    submodels! {
        "Drugs" "parameters/drugs/description.rs" []
        "Drugs without saturation" "treatment/linear_drug.rs" []
        "Drugs with saturation" "treatment/saturable_drug.rs" []
    }
}

/// What stands before the processes.
fn before() -> impl IntoIterator<Item = Submodel> {
    submodels! {
        "Drug levels" "treatment/kinetics.rs" []
        "Inhibitors of cenersen" "treatment/inhibitor.rs" ["inhibitor."]
        "Hierarchy" "biology/hierarchy.rs" ["leukemia.", "normal."]
    }
}

/// What stands after them.
fn after() -> impl IntoIterator<Item = Submodel> {
    submodels! {
        "Potency of the drugs" "biology/potency.rs"
            ["dna_damage.idarubicin_lc50", "dna_damage.assay_length", "dna_damage.idarubicinol_potency", "dna_damage.cytarabine_ec50",
         "leukemia.blast.growth_fraction", "ara_ctp.half_life_in_vitro", "leukemia.chemoresistance",
         "leukemia.stem.chemoresistance", "normal.chemoresistance"]
        "Turnover and weights of agents" "engine/turnover.rs" []
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
    }
}

/// The submodel to which a number belongs.
///
/// Index among all submodels; none for a number without one, which a test excludes.
pub fn owner(all: &[Submodel], path: &str) -> Option<usize> {
    let longest = |submodel: &Submodel| {
        submodel.numbers.iter().filter(|start| path.starts_with(start.as_str())).map(|start| start.len()).max()
    };
    let found = all.iter().enumerate().filter_map(|(index, submodel)| Some((longest(submodel)?, index)));
    found.max().map(|(_, index)| index)
}

/// All submodels as Markdown.
pub fn submodels(ledger: &Ledger) -> String {
    let all = all(ledger);
    let sections = (0..all.len()).map(|index| section(ledger, &all, index));
    sections.collect::<Vec<_>>().join("\n\n")
}

/// Header, file and numbers of one submodel.
fn section(ledger: &Ledger, all: &[Submodel], index: usize) -> String {
    let Submodel { title, file, text, .. } = &all[index];
    let place = if file.is_empty() { "described by the scenario".into() } else { format!("`src/model/{file}`") };
    let text = format!("### {title}\n\n{text}\n\n{place}");
    let own: Vec<(&str, &Entry)> = ledger.entries().filter(|(path, _)| owner(all, path) == Some(index)).collect();
    if own.is_empty() { text } else { format!("{text}\n\n{}", table(&own)) }
}

/// Value, range, spread, grade and source of each number.
pub fn table(entries: &[(&str, &Entry)]) -> String {
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
