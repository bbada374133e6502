//! The published counts that a calibration is to meet: tables of the same patients, each row k of n and never a
//! percentage; and what is done when they cannot all be true. Left out: counts of time (the trial published none).

use super::CalibrationError;
use crate::published::{self, Split};

/// What divides the patients of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words would repeat themselves in the schema of scenarios")]
pub enum By {
    Arm,
    /// Refractory or relapsed.
    Disease,
    /// Users of inhibitors of cenersen, or others.
    Inhibitors,
}

impl By {
    /// As scenarios write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arm => "arm",
            Self::Disease => "disease",
            Self::Inhibitors => "inhibitors",
        }
    }

    /// The names of the two rows; none for arms, which have names of their own.
    pub const fn rows(self) -> Option<[&'static str; 2]> {
        match self {
            Self::Arm => None,
            Self::Disease => Some(["refractory", "relapsed"]),
            Self::Inhibitors => Some(["users", "others"]),
        }
    }
}

/// Patients of one row, and how many had a CR and a CRp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Count {
    /// Patients of the row.
    pub patients: u32,
    /// With CR.
    pub cr: u32,
    /// With CRp.
    pub crp: u32,
}

/// One row as the scenario gives it: counts, or whole percentages as a source printed them.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the words would repeat themselves in the schema of scenarios")]
pub struct WrittenRow {
    /// Name of the arm; `refractory` or `relapsed`; `users` or `others`.
    pub row: String,
    pub patients: u32,
    /// Patients with CR.
    pub cr: Option<u32>,
    /// Patients with CRp.
    pub crp: Option<u32>,
    /// CR in whole percent, where only that was printed.
    pub cr_percent: Option<u32>,
    /// CR + CRp in whole percent, where only that was printed.
    pub remission_percent: Option<u32>,
}

/// One table as the scenario gives it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the words would repeat themselves in the schema of scenarios")]
pub struct WrittenTable {
    pub by: By,
    pub rows: Vec<WrittenRow>,
    /// False: the counts are predicted and not fitted.
    #[serde(default = "yes")]
    pub fitted: bool,
}

/// The default of a switch that is on.
const fn yes() -> bool {
    true
}

/// What is done about counts that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The only whole numbers that fit all printed percentages and both totals.
    Reconstructed,
    /// Printed sizes, each percentage rounded to whole patients.
    AsPrinted,
    /// Tables that contradict the first one are predicted, not fitted.
    LeftOut,
}

impl Choice {
    /// What was done, in words.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Reconstructed => "the only whole numbers that fit all printed percentages and totals were fitted",
            Self::AsPrinted => "printed sizes and percentages, rounded to whole patients, were fitted as they stand",
            Self::LeftOut => "the contradicting table was not fitted but predicted",
        }
    }
}

/// One row to be met.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetRow {
    /// Name of the row.
    pub label: String,
    /// What was counted in it.
    pub count: Count,
}

/// One table to be met.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetTable {
    /// What divides the patients.
    pub by: By,
    /// Whether the counts are fitted; others are predicted only.
    pub fitted: bool,
    /// Rows in the order of the scenario.
    pub rows: Vec<TargetRow>,
}

impl TargetTable {
    /// All rows together.
    pub fn total(&self) -> Count {
        self.rows.iter().fold(Count::default(), |sum, TargetRow { count, .. }| Count {
            patients: sum.patients + count.patients,
            cr: sum.cr + count.cr,
            crp: sum.crp + count.crp,
        })
    }
}

/// Tables in whole patients, what was found contradictory in them, and what was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Targets {
    /// The first gives the totals of all.
    pub tables: Vec<TargetTable>,
    /// One sentence for each.
    pub contradictions: Vec<String>,
    /// What the scenario chose to do about them.
    pub choice: Option<Choice>,
}

impl Targets {
    /// Checks tables as written against each other; nothing is simulated for that. The first table must give counts.
    ///
    /// # Errors
    /// If a row is not possible in itself, or tables contradict each other and no choice was made.
    pub fn new(written: &[WrittenTable], arms: &[&str], choice: Option<Choice>) -> Result<Self, CalibrationError> {
        let first = written.first().ok_or_else(|| fault("nothing to fit: expected at least one table of counts"))?;
        if !first.fitted {
            return Err(fault("the first table gives the totals: expected it to be fitted"));
        }
        let mut targets = Self { tables: Vec::new(), contradictions: Vec::new(), choice };
        for (index, table) in written.iter().enumerate() {
            if written[..index].iter().any(|other| other.by == table.by) {
                return Err(fault(format!("two tables are by `{}`: expected one", table.by.name())));
            }
            check_rows(table, arms)?;
            targets.add(table)?;
        }
        match choice {
            None if !targets.contradictions.is_empty() => {
                Err(CalibrationError::Contradiction(targets.contradictions.join("; ")))
            }
            _ => Ok(targets),
        }
    }

    /// Rows of all tables.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// One more table: counts as they are, or percentages in whole patients.
    fn add(&mut self, written: &WrittenTable) -> Result<(), CalibrationError> {
        let counts = counted(written);
        let Some(first) = self.tables.first() else {
            let rows =
                counts.ok_or_else(|| fault("the first table gives the totals: expected counts, not percentages"))?;
            self.tables.push(TargetTable { by: written.by, fitted: written.fitted, rows });
            return Ok(());
        };
        let total = first.total();
        if counts.is_none() && total.patients > MOST_DIVIDED {
            let (by, patients) = (written.by.name(), total.patients);
            return Err(fault(format!(
                "the table by `{by}` gives percentages of {patients} patients: expected counts, or at most {MOST_DIVIDED} patients"
            )));
        }
        let (found, split) = contradictions(written, counts.as_deref(), total);
        let contradicts = !found.is_empty();
        self.contradictions.extend(found);
        let rows = match (self.choice, counts, split) {
            (Some(Choice::Reconstructed) | None, None, Some(split)) => from_split(written, split),
            (Some(Choice::Reconstructed), _, None) if contradicts => {
                return Err(fault(format!(
                    "the table by `{}` cannot be reconstructed: expected exactly one division into whole patients that fits all percentages and \
                     totals; choose contradictions = \"as_printed\" or \"left_out\"",
                    written.by.name()
                )));
            }
            (_, Some(rows), _) => rows,
            (_, None, _) => rounded(written),
        };
        let left_out = contradicts && self.choice == Some(Choice::LeftOut);
        self.tables.push(TargetTable { by: written.by, fitted: written.fitted && !left_out, rows });
        Ok(())
    }
}

/// A fault of a table.
fn fault(message: impl Into<String>) -> CalibrationError {
    CalibrationError::Target(message.into())
}

/// Most patients of a row.
const MOST_PATIENTS: u32 = 100_000;
/// Most patients of all rows that percentages are divided into.
const MOST_DIVIDED: u32 = 500;

/// Each row possible in itself, and of the names that its table has.
fn check_rows(table: &WrittenTable, arms: &[&str]) -> Result<(), CalibrationError> {
    let expected: Vec<&str> = table.by.rows().map_or_else(|| arms.to_vec(), |rows| rows.to_vec());
    let found: Vec<&str> = table.rows.iter().map(|row| row.row.as_str()).collect();
    if found != expected {
        return Err(fault(format!(
            "the table by `{}` has the rows `{}`: expected `{}`",
            table.by.name(),
            found.join("`, `"),
            expected.join("`, `")
        )));
    }
    table.rows.iter().try_for_each(|row| check_row(table.by, row))
}

/// Counts or percentages, complete and possible.
fn check_row(by: By, row: &WrittenRow) -> Result<(), CalibrationError> {
    let place = format!("row `{}` of the table by `{}`", row.row, by.name());
    if row.patients > MOST_PATIENTS {
        let patients = row.patients;
        return Err(fault(format!("{place} has {patients} patients: expected at most {MOST_PATIENTS}")));
    }
    let counts = row.cr.zip(row.crp);
    let percents = row.cr_percent.zip(row.remission_percent);
    match (counts, percents) {
        (Some((cr, crp)), None) if cr.saturating_add(crp) > row.patients => {
            Err(fault(format!("{place} has {cr} CR and {crp} CRp of {} patients: expected at most all", row.patients)))
        }
        (None, Some((cr, remission))) if cr > remission || remission > 100 => Err(fault(format!(
            "{place} has {cr} % CR and {remission} % CR + CRp: expected the first within the second, up to 100 %"
        ))),
        (Some(_), None) | (None, Some(_)) if row.patients > 0 => Ok(()),
        _ => Err(fault(format!(
            "{place}: expected patients with `cr` and `crp`, or with `cr_percent` and `remission_percent`"
        ))),
    }
}

/// Rows in whole patients, if all are written so.
fn counted(table: &WrittenTable) -> Option<Vec<TargetRow>> {
    let row = |row: &WrittenRow| {
        let (cr, crp) = row.cr.zip(row.crp)?;
        Some(TargetRow { label: row.row.clone(), count: Count { patients: row.patients, cr, crp } })
    };
    table.rows.iter().map(row).collect()
}

/// Percentages as the nearest whole patients.
fn rounded(table: &WrittenTable) -> Vec<TargetRow> {
    let row = |row: &WrittenRow| {
        let whole = |percent: Option<u32>| {
            libm::round(f64::from(percent.unwrap_or(0)) / 100.0 * f64::from(row.patients)) as u32
        };
        let cr = row.cr.unwrap_or_else(|| whole(row.cr_percent));
        let remission = row.crp.map_or_else(|| whole(row.remission_percent), |crp| cr + crp);
        let count = Count { patients: row.patients, cr, crp: remission.saturating_sub(cr) };
        TargetRow { label: row.row.clone(), count }
    };
    table.rows.iter().map(row).collect()
}

/// Rows of the division that fits.
fn from_split(table: &WrittenTable, split: Split) -> Vec<TargetRow> {
    let row = |(index, row): (usize, &WrittenRow)| {
        let (cr, remission) = (split.cr[index], split.remission[index]);
        let count = Count { patients: split.patients[index], cr, crp: remission - cr };
        TargetRow { label: row.row.clone(), count }
    };
    table.rows.iter().enumerate().map(row).collect()
}

/// What cannot be true of a table beside the total of the first one; and the only division into whole patients that fits
/// printed percentages, if there is exactly one.
fn contradictions(written: &WrittenTable, counts: Option<&[TargetRow]>, total: Count) -> (Vec<String>, Option<Split>) {
    let name = written.by.name();
    if let Some(rows) = counts {
        let sum = |of: fn(&Count) -> u32| rows.iter().map(|row| of(&row.count)).sum::<u32>();
        let sums = [
            ("patients", sum(|count| count.patients), total.patients),
            ("CR", sum(|count| count.cr), total.cr),
            ("CR + CRp", sum(|count| count.cr + count.crp), total.cr + total.crp),
        ];
        let wrong = sums.into_iter().filter(|(_, found, total)| found != total);
        return (
            wrong
                .map(|(what, found, total)| format!("{what} by {name}: the rows sum to {found}, the total is {total}"))
                .collect(),
            None,
        );
    }
    let printed: Vec<published::Subgroup> = written.rows.iter().map(subgroup).collect();
    let [first, second] = printed.as_slice() else {
        return (vec![format!("percentages by {name} can be checked for two rows only")], None);
    };
    let pair = [first.clone(), second.clone()];
    let whole = [total.patients, total.cr, total.cr + total.crp];
    let found: Vec<String> = published::check_subgroups(&pair, whole).iter().map(ToString::to_string).collect();
    let splits = published::splits_of(&pair, whole);
    (found, (splits.len() == 1).then(|| splits[0]))
}

/// A row as the check of published counts wants it.
fn subgroup(row: &WrittenRow) -> published::Subgroup {
    published::Subgroup {
        name: row.row.clone(),
        patients: row.patients,
        cr_percent: row.cr_percent.unwrap_or(0),
        remission_percent: row.remission_percent.unwrap_or(0),
        source: String::new(),
    }
}

#[cfg(test)]
mod tests;
