//! Text for a terminal: columns, entries and sentences within 80 columns, and letters that every terminal and every parser
//! knows. Left out: colors.

/// Columns of a terminal.
pub const COLUMNS: usize = 80;
/// Of a table that is too wide: letters of a name, and of a cell, in one line.
const NAME: usize = 30;
const CELL: usize = 46;

/// A block of rows with names to the left and numbers to the right; no line break at its end.
/// Columns are two blanks apart. Rows may have fewer cells than others. What is wider than [`COLUMNS`] comes in groups of
/// columns below each other, each with the names, and long names and headings in several lines.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let whole = grid(rows);
    if whole.lines().all(|line| line.chars().count() <= COLUMNS) { whole } else { in_groups(rows) }
}

/// All columns beside each other.
fn grid(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cell = |(column, text): (usize, &String)| match column {
            0 => format!("{text:<width$}", width = widths[0]),
            _ => format!("{text:>width$}", width = widths[column]),
        };
        row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// As many columns in each group as fit beside the names.
fn in_groups(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let broken: Vec<Vec<Vec<String>>> = (0..columns).map(|column| broken_column(rows, column)).collect();
    let width = |column: usize| broken[column].iter().flatten().map(|line| line.chars().count()).max().unwrap_or(0);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut used = COLUMNS;
    for column in 1..columns {
        if used + 2 + width(column) > COLUMNS {
            groups.push(vec![0]);
            used = width(0);
        }
        used += 2 + width(column);
        groups.last_mut().expect("one was pushed").push(column);
    }
    let of_row = |row: usize, group: &[usize]| -> Vec<Vec<String>> {
        let cells: Vec<&Vec<String>> = group.iter().map(|column| &broken[*column][row]).collect();
        let lines = cells.iter().map(|cell| cell.len()).max().unwrap_or(1);
        let line = |line: usize| cells.iter().map(|cell| from_below(cell, line, lines)).collect();
        (0..lines).map(line).collect()
    };
    let of_group = |group: &Vec<usize>| grid(&(0..rows.len()).flat_map(|row| of_row(row, group)).collect::<Vec<_>>());
    groups.iter().map(of_group).collect::<Vec<_>>().join("\n")
}

/// The lines of a cell stand at the bottom of its row.
fn from_below(cell: &[String], line: usize, lines: usize) -> String {
    (line + cell.len()).checked_sub(lines).and_then(|line| cell.get(line)).cloned().unwrap_or_default()
}

/// Each cell of a column in lines: headings no wider than the numbers below them if words allow it.
fn broken_column(rows: &[Vec<String>], column: usize) -> Vec<Vec<String>> {
    let cells: Vec<&str> = rows.iter().map(|row| row.get(column).map_or("", String::as_str)).collect();
    let most = if column == 0 { NAME } else { CELL };
    let widest = cells.iter().skip(1).map(|cell| cell.chars().count()).max().unwrap_or(0).clamp(8, most);
    let width = |row: usize| if row == 0 && column > 0 { widest } else { most };
    cells.iter().enumerate().map(|(row, cell)| broken(cell, width(row))).collect()
}

/// Lines of at most so many letters, broken after blanks, and within longer words after dots, lines and strokes; leading
/// blanks stay.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in text.split_inclusive([' ', '.', '_', '/', '-', ',']) {
        let last = lines.last_mut().expect("there is always a line");
        if last.trim().is_empty() || (last.clone() + piece).trim_end().chars().count() <= width {
            *last += piece;
        } else {
            lines.push(piece.to_owned());
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The same text with no line longer than [`COLUMNS`], but for words that are: a line is broken at the last blank that fits, and
/// goes on indented where it is a row of a table.
pub fn within(text: &str) -> String {
    text.split('\n').map(line_within).collect::<Vec<_>>().join("\n")
}

fn line_within(line: &str) -> String {
    // What a folder is called is read by scripts, and stays with the word that announces it.
    if line.split_whitespace().count() <= 2 {
        return line.to_owned();
    }
    let indent = line.len() - line.trim_start().len();
    let is_row = line.trim().contains("  ");
    let further = " ".repeat(indent + if is_row { 4 } else { 0 });
    let (mut out, mut rest) = (String::new(), line.to_owned());
    while rest.chars().count() > COLUMNS {
        let fitting = rest.char_indices().nth(COLUMNS).map_or(rest.len(), |(at, _)| at);
        let begins = rest.len() - rest.trim_start().len();
        let Some(blank) = rest[..=fitting.min(rest.len() - 1)].rfind(' ').filter(|at| *at > begins) else { break };
        out += rest[..blank].trim_end();
        out.push('\n');
        rest = format!("{further}{}", rest[blank..].trim_start());
    }
    out + &rest
}

/// Lines of at most so many letters, broken at blanks; a longer word stands alone.
/// No line break at the end.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= width) {
            Some(line) => *line += &format!(" {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// Names with what they stand for, one on each line.
#[derive(Debug)]
pub struct Entries {
    width: usize,
    text: String,
}

impl Entries {
    /// No entry yet; what names stand for will begin after so many letters.
    pub const fn new(width: usize) -> Self {
        Self { width, text: String::new() }
    }

    /// One more entry; a name as long as the column, or longer, is followed at once by what it stands for. What does not fit
    /// goes on in the next line, below its beginning.
    pub fn add(&mut self, name: &str, stands_for: &str) {
        let lines = wrapped(stands_for, COLUMNS.saturating_sub(self.width).max(20));
        let next = format!("\n{}", " ".repeat(self.width));
        self.text += &format!("{name:<width$}{}\n", lines.replace('\n', &next), width = self.width);
    }

    /// All entries, with a line break after each.
    pub fn text(self) -> String {
        self.text
    }
}

/// Minus, dash, plus-minus and powers of ten as ASCII: `−1.2×10⁹` becomes `-1.2e9`.
///
/// A power without a factor, such as `10⁶`, stays as it is.
pub fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = power(rest) {
        out += &rest[..found];
        rest = &rest[found + "×10".len()..];
        let end = rest.find(|c| !is_raised(c)).unwrap_or(rest.len());
        out.push('e');
        out.extend(rest[..end].chars().map(lowered));
        rest = &rest[end..];
    }
    (out + rest).replace(['\u{2212}', '\u{2013}'], "-").replace('\u{00B1}', "+-")
}

/// Where the next power of ten begins.
fn power(text: &str) -> Option<usize> {
    text.match_indices("×10").map(|(at, _)| at).find(|at| text[at + "×10".len()..].starts_with(is_raised))
}

/// What an exponent is written with.
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

fn is_raised(c: char) -> bool {
    RAISED.contains(c)
}

/// The letter of an ordinary line.
fn lowered(c: char) -> char {
    let place = RAISED.chars().position(|raised| raised == c);
    place.and_then(|place| "0123456789-".chars().nth(place)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_line_up_to_the_right() {
        let rows = [vec!["arm".into(), "CR".into()], vec!["B".into(), "12.5".into()], vec!["note".into()]];
        assert_eq!(aligned(&rows), "arm     CR\nB     12.5\nnote");
    }

    #[test]
    fn a_wide_table_comes_in_groups_of_columns_and_breaks_no_word() {
        let cell = |text: &str| text.to_owned();
        let head =
            ["", "CR due to cenersen, points (95 % CI of the mean)", "CR + CRp", "something else", "last"].map(cell);
        let row = [
            "apoptosis.competence.leukemic_progenitor.of_all",
            "+0.5 (-1.0 to 2.0)",
            "14 (5 to 30)",
            "1234567890123",
            "x",
        ]
        .map(cell);
        let text = aligned(&[head.into(), row.into()]);
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
        assert!(text.lines().next().is_some_and(|line| line.trim() == "CR due to"), "{text}");
        assert!(
            text.contains("apoptosis.competence.leukemic_\nprogenitor.of_all               +0.5 (-1.0 to 2.0)"),
            "{text}"
        );
        for word in ["14 (5 to 30)", "1234567890123", "something\n", "mean)      CR + CRp"] {
            assert!(text.contains(word), "{word} in\n{text}");
        }
        assert_eq!(text.matches("progenitor.of_all").count(), 2, "each group has the names");
    }

    #[test]
    fn a_line_that_is_too_long_is_broken_at_a_blank() {
        let prose = within(&"word ".repeat(30));
        assert!(prose.lines().all(|line| line.chars().count() <= COLUMNS && !line.starts_with(' ')), "{prose}");
        let row = within(&format!("name      {}", "value ".repeat(20)));
        assert!(row.lines().nth(1).is_some_and(|line| line.starts_with("    value")), "{row}");
        let long = "a".repeat(100);
        assert_eq!(within(&format!("{long}\n  b")), format!("{long}\n  b"));
    }

    #[test]
    fn entries_begin_below_each_other() {
        let mut entries = Entries::new(6);
        [("arm", "B"), ("seed", "7")].into_iter().for_each(|(name, stands_for)| entries.add(name, stands_for));
        assert_eq!(entries.text(), "arm   B\nseed  7\n");
        let mut entries = Entries::new(6);
        entries.add("arm", &"word ".repeat(20));
        assert!(entries.text().lines().nth(1).is_some_and(|line| line.starts_with("      word")));
    }

    #[test]
    fn lines_are_broken_at_blanks_and_words_never() {
        assert_eq!(wrapped("one two  three\nfour", 7), "one two\nthree\nfour");
        assert_eq!(wrapped("a incomprehensible b", 5), "a\nincomprehensible\nb");
        assert_eq!(wrapped("", 5), "");
    }

    #[test]
    fn every_terminal_can_write_it() {
        assert_eq!(ascii("−1.2×10⁹ to 3×10⁻⁴, 5–6 ± 1, 2 × 10 mg"), "-1.2e9 to 3e-4, 5-6 +- 1, 2 × 10 mg");
        assert_eq!(ascii("3 ×10 and 2.0×10⁵"), "3 ×10 and 2.0e5");
    }
}
