//! `trials`: one row for each repeated trial with its seed and every cell of the tables, so that every predictive interval can
//! be computed again. Left out: subjects of repeated trials, who follow from the seed.

use super::{super::table::Column, count_tables::name as file_name};
use cenersim_analyses::trial::{CellName, Trials};

/// One trial.
pub struct Row<'a> {
    number: i32,
    seed: u64,
    values: &'a [Option<f64>],
}

/// From trial 1 on.
pub fn rows(trials: &Trials) -> Vec<Row<'_>> {
    let numbered = (1..).zip(&trials.seeds).zip(&trials.values);
    numbered.map(|((number, seed), values)| Row { number, seed: *seed, values }).collect()
}

/// Trial, seed, then a column for each cell.
pub fn columns(trials: &Trials) -> Vec<Column<'_, Row<'_>>> {
    let seed =
        "Root of the draws of this trial, an s and hexadecimal digits: enrollment, allocation, and who is drawn.";
    let mut columns = vec![
        Column::integer("trial", "", "Number of the trial, from 1.", |row: &Row| row.number),
        Column::text("seed", "", seed, |row: &Row| format!("s{:016x}", row.seed)),
    ];
    columns.extend(trials.cells.iter().enumerate().map(|(index, cell)| {
        let about = format!(
            "{}, {}, in table {}; missing where it does not exist, inf where it was not reached.",
            cell.row,
            cell.column,
            file_name(cell.table)
        );
        Column::known(&name(cell), cell.unit.label(), &about, move |row: &Row| row.values[index])
    }));
    columns
}

/// Such as `response_cr_rate_total`.
fn name(cell: &CellName) -> String {
    let words = format!("{} {} {}", file_name(cell.table), cell.row.replace('+', "or"), cell.column.replace('+', "or"));
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let plain: String = words.replace('<', "below").chars().map(letter).collect();
    plain.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_analyses::trial::{TableName, Unit};

    #[test]
    fn a_cell_has_a_name_that_every_reader_takes() {
        let cell = |row: &str, column: &str| {
            name(&CellName { table: TableName::Response, row: row.into(), column: column.into(), unit: Unit::Percent })
        };
        assert_eq!(cell("CR + CRp rate", "total"), "response_cr_or_crp_rate_total");
        assert_eq!(cell("Neutrophils < 0.5 G/L, median", "A"), "response_neutrophils_below_0_5_g_l_median_a");
    }

    #[test]
    fn a_row_has_the_number_and_the_seed_of_its_trial() {
        let cells =
            vec![CellName { table: TableName::Response, row: "CR".into(), column: "A".into(), unit: Unit::Subjects }];
        let trials = Trials { cells, seeds: vec![255, 16], values: vec![vec![Some(3.0)], vec![None]] };
        let found = rows(&trials);
        assert_eq!((found.len(), found[1].number, found[1].seed, found[0].values), (2, 2, 16, &[Some(3.0)][..]));
        assert_eq!(columns(&trials).len(), 3);
    }
}
