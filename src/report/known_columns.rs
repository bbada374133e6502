//! Columns about what is known of a patient before treatment: AUC and Cmax of each drug in the first course, and his own numbers.
//! A table has them by saying whose row it is.
//!
//! | columns | what they hold |
//! |---|---|
//! | `cenersen_auc`, `cenersen_cmax` and so on | plasma; missing unless the arm gives the drug |
//! | `cenersen_cell_auc`, `ara_ctp_auc` and so on | leukemic cells: the drug, its metabolite, its active form |
//! | paths of the ledger | the patient's own numbers |

use super::{summary::auc_unit, table::Column};
use cenersim_model::{
    curves::Variable,
    simulation::{Individual, LevelExposure},
};
use std::collections::BTreeMap;

/// Columns of a table whose rows know their patient, with a column for everything that any of these patients has.
pub fn known_columns<'a, R: 'a>(
    individuals: &[&Individual],
    of: impl Fn(&R) -> Option<&Individual> + Copy + 'a,
) -> Vec<Column<'a, R>> {
    exposures(individuals, of).into_iter().chain(numbers(individuals, of)).collect()
}

/// AUC and Cmax of what any arm gives, of metabolites and of active forms.
fn exposures<'a, R: 'a>(
    individuals: &[&Individual],
    of: impl Fn(&R) -> Option<&Individual> + Copy + 'a,
) -> Vec<Column<'a, R>> {
    let met: BTreeMap<Variable, LevelExposure> =
        individuals.iter().flat_map(|known| &known.exposures).map(|met| (met.variable, *met)).collect();
    let both = |met: LevelExposure| {
        let found = move |row: &R| of(row)?.exposures.iter().find(|other| other.variable == met.variable).copied();
        let (name, unit) = (met.name(), met.variable.unit());
        let (label, place) = (met.label(), if met.is_in_plasma() { "in plasma" } else { "in leukemic cells" });
        let missing = "missing unless the arm gives it";
        let auc = format!(
            "Area under the level of {label} {place} over the first course, from its beginning to 14 d after its last infusion; \
             {missing}."
        );
        let peak = format!("Highest level of {label} {place} in the same time; {missing}.");
        [
            Column::known(&format!("{name}_auc"), &auc_unit(unit), &auc, move |row: &R| Some(found(row)?.auc)),
            Column::known(&format!("{name}_cmax"), unit, &peak, move |row: &R| Some(found(row)?.peak)),
        ]
    };
    met.into_values().flat_map(both).collect()
}

/// Numbers of the ledger as each patient has them.
fn numbers<'a, R: 'a>(
    individuals: &[&Individual],
    of: impl Fn(&R) -> Option<&Individual> + Copy + 'a,
) -> Vec<Column<'a, R>> {
    let each = individuals.iter().flat_map(|known| &known.numbers);
    let units: BTreeMap<&str, &str> = each.map(|number| (number.path.as_str(), number.unit.as_str())).collect();
    let column = |(path, unit): (&str, &str)| {
        let about = format!(
            "Own number of the patient for `{path}` in the first course, with what disease, age and percentile do."
        );
        let path = path.to_owned();
        Column::known(&path.clone(), unit, &about, move |row: &R| {
            let numbers = &of(row)?.numbers;
            let index = numbers.binary_search_by(|number| number.path.cmp(&path)).ok()?;
            Some(numbers[index].value)
        })
    };
    units.into_iter().map(column).collect()
}
