//! The numbers that a drug can have, and those that each part of its composition cannot do without.
//! Left out: how a table is read (see `table`).
//!
//! | what a drug has | what it needs then |
//! |---|---|
//! | any drug | `clearance` or `vmax`; `central_volume` or `half_life` |
//! | `vmax` | `km` and `central_volume` |
//! | a peripheral volume or an exchange | both, and `central_volume` |
//! | a share or a half-life by mouth, or under the skin | both of that route |
//! | `uptake` | `reference_plasma` |
//! | cells that it enters | `cell_half_life`; with two pools `cell_ratio`, `fast_half_life`, `slow_half_life` |
//! | a metabolite | its `area_ratio` and `half_life`; with a ratio in cells its half-life there |
//! | an active form | its `vmax`, `km` and `half_life` |
//! | action `breaks` | `cell_ratio`, `lc50`; with a metabolite in cells `metabolite_potency` |
//! | action `lesions` | an active form with `half_incorporation`, `ec50` |
//! | action `knockdown` | `cell_ratio` or `uptake`, `maximal_effect`, `potency` |
//! | other actions | `maximal_effect`, `half_effect` |
//!
//! What is missing is told when the table is read, not in the first simulation.

use super::{Action, Description};
use crate::quantity::{Dimension, Quantity};

/// Which numbers make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// 0 or more.
    None,
    /// Above 0.
    Positive,
    /// From 0 to 1.
    Share,
}

/// A number of a drug: its name, an example of it with its unit, what it may be, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The name; `*` stands for a kind of cell.
    pub name: &'static str,
    /// With a unit of its dimension; per m2 may also be per kg or neither.
    pub example: &'static str,
    /// What a value must fulfil.
    pub(super) bound: Bound,
    /// What it is.
    pub what: &'static str,
}

macro_rules! known {
    ($($name:literal $example:literal $bound:ident $what:literal,)*) => {
        /// All of them.
        pub const NUMBERS: &[Known] =
            &[$(Known { name: $name, example: $example, bound: Bound::$bound, what: $what }),*];
    };
}
known! {
    "clearance" "40 L/h/m2" Positive "clearance from plasma",
    "vmax" "3500 umol/h/m2" Positive "greatest elimination, where it saturates",
    "km" "30 uM" Positive "level in plasma with half of it",
    "renal_clearance" "11 L/h/m2" None "clearance that does not saturate, beside one that does",
    "central_volume" "150 L/m2" Positive "volume of the central compartment",
    "half_life" "2 h" Positive "half-life in plasma, instead of a volume",
    "intercompartmental_clearance" "35 L/h/m2" Positive "exchange with the peripheral compartment",
    "peripheral_volume" "400 L/m2" Positive "volume of the peripheral compartment",
    "largest_dose" "15 mg/m2/d" Positive "largest published dose of a day",
    "oral.fraction" "0.3" Share "share of a swallowed dose that reaches plasma",
    "oral.half_life" "3 h" Positive "half-life of absorption from the gut",
    "subcutaneous.fraction" "0.9" Share "share of a dose under the skin that reaches plasma",
    "subcutaneous.half_life" "9 min" Positive "half-life of absorption from the skin",
    "cell_ratio" "200" Positive "level in cells over that in plasma at steady state",
    "cell_half_life" "24 h" Positive "half-life in cells",
    "slow_share" "0.5" Share "share of the slow pool in cells",
    "fast_half_life" "0.7 h" Positive "half-life of the fast pool",
    "slow_half_life" "42 h" Positive "half-life of the slow, bound pool",
    "exposure" "1" Positive "how much cells of a patient hold, relative to the typical patient",
    "uptake" "3 pmol/mg" Positive "content of cells at the reference level in plasma",
    "reference_plasma" "1.1 mg/L" Positive "that level",
    "metabolite.area_ratio" "4.5" Positive "area of the metabolite over that of the drug",
    "metabolite.half_life" "57 h" Positive "half-life of the metabolite",
    "metabolite.cell_ratio" "200" Positive "metabolite in cells over that in plasma",
    "metabolite.cell_half_life" "72 h" Positive "half-life of the metabolite in cells",
    "active.vmax" "77 pmol/Mcells/h" Positive "greatest formation of the active form",
    "active.km" "4 uM" Positive "level in plasma with half of it",
    "active.half_life" "2.5 h" Positive "half-life of the active form in cells",
    "active.half_life_in_vitro" "2 h" Positive "the same in the assay of the EC50",
    "active.half_incorporation" "12 pmol/Mcells" Positive "active form with half of the greatest incorporation",
    "lc50" "28 nM" Positive "concentration that kills half of the cells in the assay",
    "lc50_ratio" "4" Positive "LC50 over the number that stands for it, where that is of another drug",
    "assay_length" "72 h" Positive "length of that assay",
    "metabolite_potency" "0.3" None "damage by bound metabolite relative to the drug",
    "ec50" "0.2 uM" Positive "concentration at which half of the cells that pass S phase die in mitosis",
    "resistance.*" "1" Positive "resistance of a kind of cells relative to blasts",
    "relative_uptake.*" "1" None "uptake of a kind of cells relative to blasts",
    "potency" "2 pmol/mg" Positive "content of cells with half the greatest knock-down",
    "maximal_effect" "0.8" None "greatest effect",
    "half_effect" "0.5 uM" Positive "level with half of the greatest effect",
    "class_correlation" "0.8" Share "correlation of its sensitivity with that of its class",
}

impl Known {
    /// The number of this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        let fits = |known: &&Self| match known.name.strip_suffix('*') {
            Some(start) => name.strip_prefix(start).is_some_and(is_kind),
            None => known.name == name,
        };
        NUMBERS.iter().find(fits)
    }

    /// Its name, or its names for all kinds of cells.
    pub fn names(&self) -> Vec<String> {
        match self.name.strip_suffix('*') {
            Some(start) => KINDS.map(|kind| format!("{start}{kind}")).to_vec(),
            None => vec![self.name.to_owned()],
        }
    }

    /// Whether a quantity has the dimension of the example, per whatever size of body.
    pub(super) fn fits(&self, dimension: Dimension) -> bool {
        let example: Quantity = self.example.parse().unwrap_or_else(|e| panic!("{}: {e}", self.name));
        let without = |of: Dimension| Dimension { body_weight: 0, body_surface: 0, ..of };
        let mass = Dimension { mass: 1, volume: -1, ..Dimension::NONE };
        let by_size = example.dimension() != without(example.dimension());
        let same =
            if by_size { without(dimension) == without(example.dimension()) } else { dimension == example.dimension() };
        same || (self.name == "half_effect" && dimension == mass)
    }
}

/// Names of the kinds of cells.
pub(super) const KINDS: [&str; 5] =
    ["leukemic_stem", "leukemic_progenitor", "blast", "normal_stem", "normal_progenitor"];

/// Whether a name is that of a kind of cell, such as `blast`.
fn is_kind(name: &str) -> bool {
    KINDS.contains(&name)
}

/// Numbers that a drug needs and does not have: what for, and which (any of them will do).
pub(super) fn missing(of: &Description) -> Option<(String, &'static [&'static str])> {
    let kinetics = kinetics(of).into_iter().map(|(part, needs)| (part.to_owned(), needs));
    let actions = of
        .actions
        .iter()
        .flat_map(|action| actions(*action, of))
        .map(|(action, needs)| (format!("`{}`", action.name()), needs));
    kinetics.chain(actions).find(|(_, any)| !any.iter().any(|name| of.has(name)))
}

/// Names of numbers of which one is needed.
type Needs = &'static [&'static str];

/// Of kinetics: each part that is there is there completely.
fn kinetics(of: &Description) -> Vec<(&'static str, Needs)> {
    let mut needs: Vec<(&str, Needs)> = vec![("kinetics", &["clearance", "vmax"])];
    let mut when = |holds: bool, part: &'static str, all: &[Needs]| {
        if holds {
            needs.extend(all.iter().map(|any| (part, *any)));
        }
    };
    let two = of.has("peripheral_volume") || of.has("intercompartmental_clearance");
    when(of.has("vmax"), "clearance that saturates", &[&["km"]]);
    when(two || of.saturates(), "kinetics", &[&["central_volume"]]);
    when(true, "kinetics", &[&["central_volume", "half_life"]]);
    when(two, "a second compartment", &[&["peripheral_volume"], &["intercompartmental_clearance"]]);
    for route in [["oral.fraction", "oral.half_life"], ["subcutaneous.fraction", "subcutaneous.half_life"]] {
        let any = route.iter().any(|number| of.has(number));
        let needs: [Needs; 2] = if route[0].starts_with("oral") {
            [&["oral.fraction"], &["oral.half_life"]]
        } else {
            [&["subcutaneous.fraction"], &["subcutaneous.half_life"]]
        };
        when(any, "absorption", &needs);
    }
    when(of.has("uptake"), "uptake", &[&["reference_plasma"]]);
    when(of.enters_cells() && !of.has_two_pools(), "a pool in cells", &[&["cell_half_life"]]);
    when(of.has_two_pools(), "two pools in cells", &[&["cell_ratio"], &["fast_half_life"], &["slow_half_life"]]);
    when(of.metabolite.is_some(), "a metabolite", &[&["metabolite.area_ratio"], &["metabolite.half_life"]]);
    when(of.has("metabolite.cell_ratio"), "a metabolite in cells", &[&["metabolite.cell_half_life"]]);
    when(of.active.is_some(), "an active form", &[&["active.vmax"], &["active.km"], &["active.half_life"]]);
    needs
}

/// Of an action.
fn actions(action: Action, of: &Description) -> Vec<(Action, Needs)> {
    let mut needs: Vec<Needs> = match action {
        Action::Breaks => vec![&["cell_ratio"], &["lc50"]],
        Action::Lesions => vec![&["active.vmax"], &["ec50"], &["active.half_incorporation"]],
        Action::Knockdown => vec![&["cell_ratio", "uptake"], &["maximal_effect"], &["potency"]],
        Action::Inhibition | Action::Stabilization | Action::Sensitization => {
            vec![&["maximal_effect"], &["half_effect"]]
        }
    };
    if action == Action::Breaks && of.has("metabolite.cell_ratio") {
        needs.push(&["metabolite_potency"]);
    }
    needs.into_iter().map(|any| (action, any)).collect()
}

/// What a table of numbers says to a reader, in Markdown.
#[cfg(test)]
fn page() -> String {
    let rows = NUMBERS.iter().map(|known| format!("| `{}` | {} | {} |\n", known.name, known.example, known.what));
    format!("| number | such as | what it is |\n|---|---|---|\n{}", rows.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_on_drugs_ends_with_all_numbers() {
        let written = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/drugs.md");
        let written = std::fs::read_to_string(written).expect("docs/drugs.md");
        assert!(written.ends_with(&page()), "docs/drugs.md should end with:\n{}", page());
    }

    #[test]
    fn examples_fit_themselves_and_sizes_of_the_body_may_differ() {
        for known in NUMBERS {
            let example: Quantity = known.example.parse().expect("a quantity");
            assert!(known.fits(example.dimension()), "{}", known.name);
        }
        let fits = |name: &str, text: &str| {
            let quantity: Quantity = text.parse().expect("a quantity");
            Known::named(name).expect("a number").fits(quantity.dimension())
        };
        assert!(fits("clearance", "4 L/h") && fits("clearance", "4 mL/min/kg") && !fits("clearance", "4 h"));
        assert!(fits("half_effect", "4 ng/mL") && fits("half_effect", "4 nM") && !fits("lc50", "4 ng/mL"));
        assert!(fits("resistance.blast", "2") && Known::named("resistance.kidney").is_none());
    }
}
