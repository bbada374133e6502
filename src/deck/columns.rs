//! Columns of a table on a slide: how wide each is, how high its rows get, the largest letters with which all rows fit, and where the
//! table goes on to another slide. Lengths are points. Left out: cells that span others.

use crate::{
    fit::{LINE, lines, longest_word, width},
    slide::Grid,
};
use cenersim_plot::text::Weight;

/// Sizes of letters (pt), the largest first: smaller ones cannot be read from the back of a room.
const SIZES: [f64; 5] = [18.0, 16.0, 14.0, 12.0, 11.0];
/// For tables that no larger letters fit.
const SMALLEST: f64 = 9.0;
/// Between the text of a cell and its edges, left and right (pt).
pub const ASIDE: f64 = 6.0;
/// The same above and below (pt).
pub const ABOVE: f64 = 2.5;
/// Slides that one table takes at most.
const MOST_PAGES: usize = 3;

/// Part of a table on one slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Size of the letters (pt).
    pub size: f64,
    /// Of each column (pt).
    pub widths: Vec<f64>,
    /// Of the headings, then of each row (pt).
    pub heights: Vec<f64>,
    /// The rows of this slide.
    pub rows: Vec<Vec<String>>,
    /// Over how many rows the first cell of each row reaches; 0 where that of an earlier row does.
    pub spans: Vec<usize>,
}

impl Page {
    fn height(&self) -> f64 {
        self.heights.iter().sum()
    }
}

/// The table on as few slides as it fits, in the largest letters with which it does, about as much on each; rows that are left out are
/// told by their number.
pub fn pages(grid: &Grid, [across, down]: [f64; 2]) -> (Vec<Page>, usize) {
    let sizes: Vec<f64> = SIZES.iter().copied().filter(|size| fits_across(grid, *size, across)).collect();
    let sizes = if sizes.is_empty() { vec![SMALLEST] } else { sizes };
    let fewest = sizes.iter().map(|size| divided(grid, *size, [across, down]).len()).min().unwrap_or(1);
    let as_few = |size: &&f64| divided(grid, **size, [across, down]).len() == fewest;
    let size = sizes.iter().find(as_few).copied().unwrap_or(SMALLEST);
    let shares = (1..=SHARES).map(|share| divided(grid, size, [across, down * f64::from(share) / f64::from(SHARES)]));
    let even = shares.into_iter().find(|pages| pages.len() <= fewest);
    let mut pages = even.unwrap_or_default();
    let left_out = pages.iter().skip(MOST_PAGES).map(|page| page.rows.len()).sum();
    pages.truncate(MOST_PAGES);
    (pages, left_out)
}

/// In how many parts a slide is divided to find out how little of it suffices.
const SHARES: u32 = 20;

/// Whether no word is broken.
fn fits_across(grid: &Grid, size: f64, across: f64) -> bool {
    columns(grid, size).iter().map(|column| column.word).sum::<f64>() <= across
}

/// What a column asks for (pt).
struct Column {
    /// For its longest word.
    word: f64,
    /// For its longest cell on one line.
    line: f64,
}

fn columns(grid: &Grid, size: f64) -> Vec<Column> {
    let column = |index: usize| {
        let heading = (grid.headings[index].as_str(), Weight::SemiBold);
        let cells = grid.rows.iter().map(|row| (row[index].as_str(), Weight::Regular));
        let all: Vec<(&str, Weight)> = [heading].into_iter().chain(cells).collect();
        let most = |of: &dyn Fn(&str, f64, Weight) -> f64| {
            2.0 * ASIDE + all.iter().map(|(text, weight)| of(text, size, *weight)).fold(size, f64::max)
        };
        Column { word: most(&longest_word), line: most(&width) }
    };
    (0..grid.headings.len()).map(column).collect()
}

/// Every column gets room for its longest word, and of what is left in proportion to what it would like; columns of a narrow table are
/// no wider than twice what they need.
fn widths(grid: &Grid, size: f64, across: f64) -> Vec<f64> {
    let columns = columns(grid, size);
    let words: f64 = columns.iter().map(|column| column.word).sum();
    let wanted: f64 = columns.iter().map(|column| column.line).sum();
    if wanted <= across {
        let factor = (across / wanted).min(2.0);
        return columns.iter().map(|column| column.line * factor).collect();
    }
    if words >= across {
        return columns.iter().map(|column| column.word * across / words).collect();
    }
    let share = (across - words) / (wanted - words);
    columns.iter().map(|column| column.word + share * (column.line - column.word)).collect()
}

/// Height of a row whose cells have so much room (pt).
fn height(cells: &[String], widths: &[f64], size: f64, weight: Weight) -> f64 {
    let taken = |(text, width): (&String, &f64)| lines(text, size, weight, width - 2.0 * ASIDE);
    let most = cells.iter().zip(widths).map(taken).max().unwrap_or(1);
    most as f64 * size * LINE + 2.0 * ABOVE
}

/// Rows one after the other whose first cells are the same, and what they need (pt).
struct Group<'a> {
    rows: &'a [Vec<String>],
    heights: Vec<f64>,
}

impl<'a> Group<'a> {
    /// The first cell has the room of all rows; where it needs more, the last row is higher.
    fn new(rows: &'a [Vec<String>], widths: &[f64], size: f64) -> Self {
        let height = |cells: &[String], widths: &[f64]| height(cells, widths, size, Weight::Regular);
        let mut heights: Vec<f64> = rows.iter().map(|row| height(&row[1..], &widths[1..])).collect();
        let missing = height(&rows[0][..1], &widths[..1]) - heights.iter().sum::<f64>();
        if let Some(last) = heights.last_mut() {
            *last += missing.max(0.0);
        }
        Self { rows, heights }
    }

    /// Groups of a table; each row is one where first cells are numbers, or where a group is too high for a slide.
    fn all(grid: &'a Grid, widths: &[f64], size: f64, down: f64) -> Vec<Self> {
        let words = !grid.numeric.first().copied().unwrap_or(true);
        let groups = grid.rows.chunk_by(|a, b| words && a[0] == b[0]).map(|rows| Self::new(rows, widths, size));
        let single = |group: Self| match group.heights.iter().sum::<f64>() <= down {
            true => vec![group],
            false => group.rows.chunks(1).map(|row| Self::new(row, widths, size)).collect(),
        };
        groups.flat_map(single).collect()
    }
}

fn divided(grid: &Grid, size: f64, [across, down]: [f64; 2]) -> Vec<Page> {
    let widths = widths(grid, size, across);
    let heading = height(&grid.headings, &widths, size, Weight::SemiBold);
    let page = || Page { size, widths: widths.clone(), heights: vec![heading], rows: Vec::new(), spans: Vec::new() };
    let mut pages = vec![page()];
    for group in Group::all(grid, &widths, size, down - heading) {
        let needed: f64 = group.heights.iter().sum();
        if pages.last().is_some_and(|last| !last.rows.is_empty() && last.height() + needed > down) {
            pages.push(page());
        }
        let last = pages.last_mut().expect("there is a page");
        last.spans.push(group.rows.len());
        last.spans.extend(group.rows[1..].iter().map(|_| 0));
        last.rows.extend_from_slice(group.rows);
        last.heights.extend(group.heights);
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: usize, cell: &str) -> Grid {
        let row = |n: usize| vec![format!("arm {n}"), cell.to_owned(), "12.5".to_owned()];
        let headings = ["Arm", "What it is", "Share (%)"].map(String::from).to_vec();
        Grid { headings, numeric: vec![false, false, true], rows: (0..rows).map(row).collect() }
    }

    #[test]
    fn a_small_table_is_on_one_slide_in_large_letters_and_a_long_one_on_several() {
        let room = [850.0, 400.0];
        let (small, left_out) = pages(&grid(5, "response"), room);
        assert_eq!((small.len(), small[0].size, left_out), (1, SIZES[0], 0));
        let (long, left_out) = pages(&grid(60, "response"), room);
        assert_eq!((long.len(), left_out, long.iter().map(|page| page.rows.len()).sum::<usize>()), (3, 0, 60));
        let rows = long.iter().map(|page| page.rows.len()).collect::<Vec<_>>();
        assert!(
            rows.iter().max() <= rows.iter().min().map(|least| least + 3).as_ref(),
            "about as much on each: {rows:?}"
        );
        let (longest, left_out) = pages(&grid(200, "response"), room);
        assert_eq!(longest.len(), MOST_PAGES);
        assert_eq!(longest.iter().map(|page| page.rows.len()).sum::<usize>() + left_out, 200);
    }

    #[test]
    fn rows_of_one_name_stay_together_and_say_it_once() {
        let mut grid = grid(30, "response");
        grid.rows.iter_mut().enumerate().for_each(|(n, row)| row[0] = format!("a long name of arm {}", n / 3));
        let (pages, _) = pages(&grid, [400.0, 300.0]);
        assert!(pages.len() > 1);
        for page in pages {
            assert!(page.spans.chunks(3).all(|spans| spans == [3, 0, 0]), "{:?}", page.spans);
            assert_eq!(page.heights.len(), page.rows.len() + 1);
        }
    }

    #[test]
    fn no_table_is_wider_or_higher_than_its_room() {
        let room = [600.0, 300.0];
        for cell in ["x", "word ".repeat(60).trim(), &"x".repeat(200)] {
            for rows in [1, 4, 30] {
                for page in pages(&grid(rows, cell), room).0 {
                    assert!(page.widths.iter().sum::<f64>() <= room[0] + 1e-6, "{cell}: {:?}", page.widths);
                    assert!(page.heights.iter().sum::<f64>() <= room[1] || page.rows.len() == 1, "{cell}");
                }
            }
        }
    }
}
