//! Text for a terminal: columns and entries that line up, and letters that every terminal and every parser knows.
//! Left out: colors, and the width of a terminal.

/// A block of rows with names to the left and numbers to the right; no line break at its end.
/// Columns are two blanks apart. Rows may have fewer cells than others.
pub fn aligned(rows: &[Vec<String>]) -> String {
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

    /// One more line; a name as long as the column, or longer, is followed at once by what it stands for.
    pub fn add(&mut self, name: &str, stands_for: &str) {
        self.text += &format!("{name:<width$}{stands_for}\n", width = self.width);
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
    fn entries_begin_below_each_other() {
        let mut entries = Entries::new(6);
        [("arm", "B"), ("seed", "7")].into_iter().for_each(|(name, stands_for)| entries.add(name, stands_for));
        assert_eq!(entries.text(), "arm   B\nseed  7\n");
    }

    #[test]
    fn every_terminal_can_write_it() {
        assert_eq!(ascii("−1.2×10⁹ to 3×10⁻⁴, 5–6 ± 1, 2 × 10 mg"), "-1.2e9 to 3e-4, 5-6 +- 1, 2 × 10 mg");
        assert_eq!(ascii("3 ×10 and 2.0×10⁵"), "3 ×10 and 2.0e5");
    }
}
