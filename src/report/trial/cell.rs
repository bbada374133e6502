//! Cells of the tables as readers see them: this trial, the published value, and where 95 % of repeated trials lie, with the
//! share of trials at or beyond the published value. What no cell of a table has is left out of all of them.

use cenersim_analyses::trial::{Cell, Predicted, Table, Unit};
use cenersim_text::{fixed, tail_probability};

/// What the cells of a table show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    published: bool,
    predicted: bool,
}

/// Stands where a value does not exist or was not published.
const NOTHING: &str = "-";

impl Shown {
    /// What any of its cells has.
    pub fn of(table: &Table) -> Self {
        let any = |has: fn(&Cell) -> bool| table.cells.iter().flatten().any(has);
        Self { published: any(|cell| cell.published.is_some()), predicted: any(|cell| cell.predicted.is_some()) }
    }

    /// What the parts of a cell are.
    pub fn legend(self) -> String {
        let published = self.published.then_some("published");
        let predicted = self.predicted.then_some(if self.published {
            "predicted: 95 % of trials (tail p)"
        } else {
            "predicted: 95 % of trials"
        });
        ["this trial"].into_iter().chain(published).chain(predicted).collect::<Vec<_>>().join(" | ")
    }

    /// The parts of a cell; as many for each cell of a table.
    pub fn parts(self, cell: Option<&Cell>) -> Vec<String> {
        let Some(cell) = cell else {
            let others = usize::from(self.published) + usize::from(self.predicted);
            return vec![NOTHING.into(); 1 + others];
        };
        let value = |value: Option<f64>| value.map_or_else(|| NOTHING.into(), |value| written(value, cell.unit));
        let published = self.published.then(|| value(cell.published));
        let predicted = self
            .predicted
            .then(|| cell.predicted.as_ref().map_or_else(|| NOTHING.into(), |found| predicted(found, cell.unit)));
        [value(cell.this_trial)].into_iter().chain(published).chain(predicted).collect()
    }
}

/// The cells of a row, each in its parts.
pub fn row(table: &Table, row: usize) -> Vec<Vec<String>> {
    let (shown, columns) = (Shown::of(table), table.columns.len());
    (0..columns).map(|column| shown.parts(table.cells[row * columns + column].as_ref())).collect()
}

/// Name of a row, with the unit that all its cells share if it is none of the columns'.
pub fn heading(table: &Table, row: usize) -> String {
    let columns = table.columns.len();
    let mut units = table.cells[row * columns..(row + 1) * columns].iter().flatten().map(|cell| cell.unit);
    let name = &table.rows[row];
    match units.next() {
        Some(unit @ (Unit::Percent | Unit::Years | Unit::Days)) if units.all(|other| other == unit) => {
            format!("{name}, {}", unit.label())
        }
        _ => name.clone(),
    }
}

/// Days whole, percent with one decimal, counts whole where they are.
fn written(value: f64, unit: Unit) -> String {
    let whole = (value - value.round()).abs() < 1e-9;
    match unit {
        _ if value.is_infinite() => "not reached".into(),
        Unit::Days => fixed(value, 0),
        Unit::Percent => fixed(value, 1),
        _ if whole => fixed(value, 0),
        _ => fixed(value, 1),
    }
}

/// The interval, in whole subjects where subjects are counted, and the tail.
fn predicted(found: &Predicted, unit: Unit) -> String {
    let [low, high] = match unit {
        Unit::Subjects | Unit::Events => [found.interval.low.floor(), found.interval.high.ceil()],
        _ => [found.interval.low, found.interval.high],
    };
    let [low, high] = [low, high].map(|end| written(end, unit));
    let interval = match found.interval.high.is_infinite() {
        _ if low == high => low,
        true => format!("{low} to {high}"),
        false => format!("{low}\u{2013}{high}"),
    };
    let tail = found.tail.map(|tail| tail_probability(tail, found.trials));
    let reached = match found.not_reached {
        0 => String::new(),
        open if open == found.trials => format!(" in {open} of {open}"),
        open => format!(", in {open} of {}", found.trials),
    };
    tail.map_or_else(|| interval.clone(), |tail| format!("{interval} ({tail})")) + &reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_analyses::trial::TableName;
    use cenersim_statistics::Interval;

    fn cell(published: Option<f64>, tail: Option<f64>) -> Cell {
        let interval = Interval { low: 0.0, high: 5.5 };
        let predicted = tail.map(|tail| Predicted {
            trials: 100,
            not_reached: 0,
            median: 2.0,
            interval,
            pool_error: 0.0,
            tail: published.map(|_| tail),
            distribution: Vec::new(),
        });
        Cell { row: "CR".into(), column: "A".into(), unit: Unit::Subjects, published, this_trial: Some(3.0), predicted }
    }

    fn shown(cells: [Cell; 2]) -> (String, Vec<Vec<String>>) {
        let columns = vec!["A".into(), "B".into()];
        let cells = cells.map(Some).into();
        let table = Table { name: TableName::Response, title: String::new(), rows: vec!["CR".into()], columns, cells };
        (Shown::of(&table).legend(), row(&table, 0))
    }

    #[test]
    fn cells_have_the_published_value_and_the_predictive_interval_with_its_tail() {
        let (legend, found) = shown([cell(Some(2.0), Some(0.041)), cell(None, None)]);
        assert_eq!(legend, "this trial | published | predicted: 95 % of trials (tail p)");
        assert_eq!(found, [["3", "2", "0\u{2013}6 (0.041)"], ["3", "-", "-"]]);
    }

    #[test]
    fn what_no_cell_has_is_not_shown() {
        assert_eq!(shown([cell(None, None), cell(None, None)]).0, "this trial");
        let (legend, found) = shown([cell(None, Some(0.5)), cell(None, Some(0.5))]);
        assert_eq!(legend, "this trial | predicted: 95 % of trials");
        assert_eq!(found[0], ["3", "0\u{2013}6"]);
    }

    #[test]
    fn a_median_that_no_trial_reached_is_said_to_be_so() {
        let mut survival = cell(None, Some(0.5));
        (survival.unit, survival.this_trial) = (Unit::Days, Some(f64::INFINITY));
        let found = survival.predicted.as_mut().unwrap();
        (found.not_reached, found.interval) = (88, Interval { low: 37.0, high: f64::INFINITY });
        let row = shown([survival, cell(None, None)]).1;
        assert_eq!(row[0], ["not reached", "37 to not reached, in 88 of 100"]);
    }
}
