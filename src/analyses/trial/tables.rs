//! The tables of the source, cell by cell, and those that it should have had: which group a cell speaks of, what it counts,
//! and what was published. Left out: the numbers of trials (see `measures`), and the print.
//!
//! # How a table comes about
//!
//! 1. A sheet lists its rows and columns, and for each cell a slot: the group it speaks of (an arm, a state of the disease, users of
//!    inhibitors, all), the measure that counts it, its unit, and what was published.
//! 2. A trial fills a slot by taking the group out of its subjects and measuring it.
//! 3. Over repeated trials every cell has a distribution, in which the published number has a place.
//!
//! Cells without a published number are kept, since a reader looks for them.

use super::{
    design::Trial,
    explanations::jackknife,
    measures::{DEMOGRAPHICS, Measure, REMISSION, RESPONSE, Row, SAFETY, SUBGROUP, SURVIVAL},
    predicted::predicted,
    printed::Printed,
    results::{Cell, CellName, Predicted, Table, TableName, Unit},
    seen::{Group, Seen},
};
use cenersim_statistics::Interval;

/// A cell before any trial.
struct Slot {
    /// Name of the row.
    row: String,
    /// Name of the column.
    column: String,
    /// Count, percent, years or days.
    unit: Unit,
    /// Subjects who are counted.
    group: Group,
    /// What is counted or averaged.
    measure: Measure,
    /// Published value beside it; none where nothing was published.
    published: Option<f64>,
}

/// A table before any trial.
struct Sheet {
    /// By which other parts of the program find it.
    name: TableName,
    /// Heading in reports.
    title: &'static str,
    /// Names of the rows, in their order.
    rows: Vec<String>,
    /// Names of the columns.
    columns: Vec<String>,
    /// Cells, row by row.
    slots: Vec<Slot>,
}

/// All tables before any trial, in a fixed order.
pub(super) struct Layout {
    /// Groups of subjects that any cell needs, each formed once.
    groups: Vec<Group>,
    /// In the order in which reports show them.
    sheets: Vec<Sheet>,
}

/// Name of the column for all arms.
pub(super) const TOTAL: &str = "total";

impl Layout {
    /// Groups of all cells, and the published numbers beside them.
    pub fn of(trial: &Trial) -> Self {
        let printed = Printed::beside(trial);
        let arms: Vec<(String, Group)> =
            trial.arms.iter().enumerate().map(|(index, arm)| (arm.name.clone(), Group::Arm(index))).collect();
        let by_arm = |name, title, rows: &[Row]| by_arm((name, title), &arms, rows, &printed);
        let by_group = |name, title, rows: [(&str, Group); 2]| by_group((name, title), rows, &printed);
        let disease = [("Refractory", Group::Refractory(true)), ("Relapsed", Group::Refractory(false))];
        let inhibitors = [("Inhibitor users", Group::User(true)), ("Others", Group::User(false))];
        let sheets = vec![
            by_arm(TableName::Demographics, "Demographics", &DEMOGRAPHICS),
            by_arm(TableName::Response, "Response", &RESPONSE),
            by_group(TableName::Disease, "Response by state of the disease", disease),
            by_group(TableName::Inhibitors, "Response by use of inhibitors", inhibitors),
            by_arm(TableName::Safety, "Safety", &SAFETY),
            by_arm(TableName::Survival, "Survival", &SURVIVAL),
            by_arm(TableName::Remission, "Remission against the previous remission", &REMISSION),
        ];
        let mut groups: Vec<Group> = arms.iter().map(|(_, group)| *group).collect();
        groups.extend([Group::All].into_iter().chain(disease.map(|d| d.1)).chain(inhibitors.map(|i| i.1)));
        Self { groups, sheets }
    }

    /// Cells of all tables, in the order of [`Layout::values`].
    fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.sheets.iter().flat_map(|sheet| &sheet.slots)
    }

    /// Table, row, column and unit of every cell, in the order of [`Layout::values`].
    pub fn cells(&self) -> Vec<CellName> {
        let named = |sheet: &Sheet| {
            let name = sheet.name;
            let cell = move |slot: &Slot| CellName {
                table: name,
                row: slot.row.clone(),
                column: slot.column.clone(),
                unit: slot.unit,
            };
            sheet.slots.iter().map(cell).collect::<Vec<_>>()
        };
        self.sheets.iter().flat_map(named).collect()
    }

    /// The value of every cell in one trial.
    pub fn values(&self, subjects: &[Seen]) -> Vec<Option<f64>> {
        let members: Vec<Vec<Seen>> = self.groups.iter().map(|group| group.of(subjects)).collect();
        let of = |slot: &Slot| {
            let group = self.groups.iter().position(|group| *group == slot.group)?;
            (slot.measure)(&members[group])
        };
        self.slots().map(of).collect()
    }

    /// The tables of one trial, beside those of others if there are any.
    ///
    /// `this` is the trial that is shown, `others` are repeated ones; `without_parts` has for each part of the pool the mean of each
    /// cell over the trials drawn without it.
    pub fn tables(&self, this: &[Option<f64>], others: &[Vec<Option<f64>>], without_parts: &[Vec<f64>]) -> Vec<Table> {
        let mut index = 0;
        let mut cell = |slot: &Slot| {
            let over_trials = others.iter().map(|values| values[index]);
            let whole = matches!(slot.unit, Unit::Subjects | Unit::Events);
            let pool_error = jackknife(&without_parts.iter().map(|cells| cells[index]).collect::<Vec<_>>());
            // Where a part leaves no trial with the number, nothing is known of the error.
            let pool_error = if pool_error.is_finite() { pool_error } else { 0.0 };
            let cell = Cell {
                row: slot.row.clone(),
                column: slot.column.clone(),
                unit: slot.unit,
                published: slot.published,
                this_trial: this[index],
                predicted: predicted(over_trials, pool_error, slot.published, whole)
                    .map(|found| possible(found, slot.unit)),
            };
            index += 1;
            Some(cell)
        };
        let mut table = |sheet: &Sheet| Table {
            name: sheet.name,
            title: sheet.title.to_owned(),
            rows: sheet.rows.clone(),
            columns: sheet.columns.clone(),
            cells: sheet.slots.iter().map(&mut cell).collect(),
        };
        self.sheets.iter().map(&mut table).collect()
    }
}

/// No percentage is above all.
fn possible(found: Predicted, unit: Unit) -> Predicted {
    let Interval { low, high } = found.interval;
    let high = if unit == Unit::Percent { high.min(100.0) } else { high };
    Predicted { interval: Interval { low, high }, ..found }
}

/// Rows count, columns are arms and all of them.
fn by_arm(
    (name, title): (TableName, &'static str),
    arms: &[(String, Group)],
    rows: &[Row],
    printed: &Printed,
) -> Sheet {
    let mut columns = arms.to_vec();
    columns.push((TOTAL.to_owned(), Group::All));
    let slot = |(row, unit, measure): &Row, (column, group): &(String, Group)| Slot {
        row: (*row).to_owned(),
        column: column.clone(),
        unit: *unit,
        group: *group,
        measure: *measure,
        published: printed.by_arm(row, *group),
    };
    Sheet {
        name,
        title,
        rows: rows.iter().map(|row| row.0.to_owned()).collect(),
        slots: rows.iter().flat_map(|row| columns.iter().map(move |column| slot(row, column))).collect(),
        columns: columns.iter().map(|column| column.0.clone()).collect(),
    }
}

/// Rows are groups, columns count.
fn by_group((name, title): (TableName, &'static str), rows: [(&str, Group); 2], printed: &Printed) -> Sheet {
    let slot = |(row, group): (&str, Group), (column, unit, measure): Row| Slot {
        row: row.to_owned(),
        column: column.to_owned(),
        unit,
        group,
        measure,
        published: printed.by_group(column, group),
    };
    Sheet {
        name,
        title,
        rows: rows.iter().map(|row| row.0.to_owned()).collect(),
        columns: SUBGROUP.iter().map(|column| column.0.to_owned()).collect(),
        slots: rows.iter().flat_map(|row| SUBGROUP.iter().map(|column| slot(*row, *column))).collect(),
    }
}
