//! Tables as the source has them: cells with the published number, that of the trial that is shown, and what repeated
//! trials predict. Left out: how cells are counted (see `tables` of the trial).

use cenersim_statistics::Interval;

/// Which table of the source a cell stands in, and those that have no counterpart there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    /// Rows: patients, median age, men, women, refractory, relapsed, users; columns: arms and total.
    Demographics,
    /// Rows: CR, CRp, CR + CRp, rate of each; columns: arms and total.
    Response,
    /// Rows: refractory, relapsed; columns: patients, CR, CR + CRp, and their rates.
    Disease,
    /// Rows: users, others; columns: patients, CR, CR + CRp, and their rates.
    Inhibitors,
    /// Rows: neutropenia, thrombocytopenia, infections, bleedings, early deaths, second courses; columns: arms and total.
    Safety,
    /// Rows: landmarks and medians of survival; columns: arms and total.
    Survival,
    /// Rows: responders with a previous remission, how many remissions are longer; columns: arms and total.
    Remission,
}

/// What a cell counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Numbers of subjects.
    Subjects,
    /// Numbers of events, several of which may be one subject's.
    Events,
    /// Percent of the subjects of the group.
    Percent,
    /// Ages.
    Years,
    /// Times since the first dose, and durations.
    Days,
}

impl Unit {
    /// The unit in tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Subjects => "subjects",
            Self::Events => "events",
            Self::Percent => "%",
            Self::Years => "y",
            Self::Days => "d",
        }
    }
}

/// A published value beside those of the virtual trials.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// Heading of the row.
    pub row: String,
    /// Heading of the column.
    pub column: String,
    /// Of all three numbers.
    pub unit: Unit,
    /// None where nothing was published.
    pub published: Option<f64>,
    /// In the trial that is shown; none where it does not exist, such as a rate of nobody or a median not reached.
    pub this_trial: Option<f64>,
    /// Over repeated trials, as designed; none if there are none.
    pub predicted: Option<Predicted>,
}

/// Where a number of a trial stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellName {
    /// Which table.
    pub table: TableName,
    /// Heading of the row.
    pub row: String,
    /// Heading of the column.
    pub column: String,
    /// Of the number.
    pub unit: Unit,
}

/// Repeated trials, one by one: what anybody needs to compute every predictive interval again.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Trials {
    /// Cells of the tables.
    pub cells: Vec<CellName>,
    /// Root of the draws of each trial: who comes when, goes where, and is drawn from the pool.
    pub seeds: Vec<u64>,
    /// For each trial a number for each cell; none where it does not exist, infinite where it was not reached.
    pub values: Vec<Vec<Option<f64>>>,
}

/// A number over repeated trials.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Predicted {
    /// Trials in which the number exists.
    pub trials: u32,
    /// Those of them in which a median of survival was not reached; it counts as infinite.
    pub not_reached: u32,
    /// Median over these trials.
    pub median: f64,
    /// Predictive interval: from the 2.5th to the 97.5th percentile of the trials, wider by the error of the pool.
    pub interval: Interval,
    /// Standard error, by the finite pool, of the mean over trials; 0 where no pool is drawn from.
    pub pool_error: f64,
    /// Share of trials at or beyond the published value: twice the smaller of both tails, at most 1.
    pub tail: Option<f64>,
    /// Values that occurred and in how many trials, ascending; empty for numbers that are not whole.
    pub distribution: Vec<(u32, u32)>,
}

/// One table, row by row.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// Which table it is.
    pub name: TableName,
    /// Heading in reports.
    pub title: String,
    /// Headings of the rows.
    pub rows: Vec<String>,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Row by row, as many as rows times columns; a cell that has no meaning is none.
    pub cells: Vec<Option<Cell>>,
}

impl Table {
    /// The cell of a row and a column.
    ///
    /// By their headings; none without such a row or column.
    pub fn cell(&self, row: &str, column: &str) -> Option<&Cell> {
        let row = self.rows.iter().position(|name| name == row)?;
        let column = self.columns.iter().position(|name| name == column)?;
        self.cells.get(row * self.columns.len() + column)?.as_ref()
    }
}
