//! A list of patients as lines of cells that know where they stand. Separated by commas, semicolons or tabs, whichever the header
//! has; quotes as in RFC 4180. Left out: cells with line breaks.

use super::super::{ScenarioError, source::Source};
use std::{ops::Range, sync::Arc};

/// One cell.
#[derive(Debug, PartialEq)]
pub(super) struct Cell {
    /// Without quotes and spaces around it.
    pub text: String,
    /// Where it stands in the list.
    pub span: Range<usize>,
}

/// Lines that say something, each with at least one cell.
///
/// # Errors
/// A quote that does not end in its line.
pub(super) fn lines(source: &Arc<Source>) -> Result<Vec<Vec<Cell>>, ScenarioError> {
    let text = source.text.as_str();
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let (mut lines, mut separator, mut from) = (Vec::new(), None, start);
    for line in text[start..].split_inclusive('\n') {
        let written = line.trim_end_matches(['\n', '\r']);
        if !written.trim().is_empty() {
            let separator = *separator.get_or_insert_with(|| separates(written));
            lines.push(cells(written, from, separator, source)?);
        }
        from += line.len();
    }
    Ok(lines)
}

/// What stands between the cells of a header: a comma, unless only another separator is there.
///
/// A header with a comma is separated by commas; `name;age [y]` by semicolons, as spreadsheets write where the comma is
/// decimal.
fn separates(header: &str) -> char {
    let others = [';', '\t'].into_iter().filter(|_| !header.contains(','));
    others.into_iter().find(|letter| header.contains(*letter)).unwrap_or(',')
}

/// The cells of one line that begins at a byte of the list.
fn cells(line: &str, from: usize, separator: char, source: &Arc<Source>) -> Result<Vec<Cell>, ScenarioError> {
    let (mut cells, mut begin, mut quoted) = (Vec::new(), 0, false);
    for (place, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            letter if letter == separator && !quoted => {
                cells.push(cell(line, begin..place, from));
                begin = place + letter.len_utf8();
            }
            _ => {}
        }
    }
    if quoted {
        let message = "this quote has no end: expected another `\"` in the same line";
        return Err(ScenarioError::at(message, source.origin(from + begin..from + line.len())));
    }
    cells.push(cell(line, begin..line.len(), from));
    Ok(cells)
}

/// Two quotes within quotes are one.
fn cell(line: &str, span: Range<usize>, from: usize) -> Cell {
    let written = line[span.clone()].trim();
    let inner = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let text = inner.map_or_else(|| written.to_owned(), |inner| inner.replace("\"\"", "\"").trim().to_owned());
    Cell { text, span: from + span.start..from + span.end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let lines = lines(&Source::new("list", text)).unwrap();
        lines.into_iter().map(|line| line.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn spreadsheets_write_commas_semicolons_or_tabs_quotes_and_a_mark_at_the_beginning() {
        for text in
            ["\u{FEFF}name,sex\r\nAnna , female\r\n\r\n", "name;sex\nAnna;\"female\"", "name\tsex\nAnna\tfemale\n"]
        {
            assert_eq!(read(text), [["name", "sex"], ["Anna", "female"]]);
        }
        assert_eq!(read("name\n\"a \"\"b\"\", c\"\n"), [["name"], ["a \"b\", c"]]);
    }

    #[test]
    fn a_cell_knows_where_it_stands() {
        let source = Source::new("list", "name,sex\nAnna,f\n");
        let lines = lines(&source).unwrap();
        assert_eq!(source.place(lines[1][1].span.start), (2, 6));
    }
}
