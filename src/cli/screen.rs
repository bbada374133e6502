//! What a terminal shows: lines of at most 80 columns, at most one screen of results unless more is asked for, and emphasis
//! where a person reads. Left out: files, which are never colored nor cut, and JSON.

use super::{Failure, print};
use cenersim_text::within;
use std::io::{IsTerminal, stdout};

/// Lines of results without `--verbose`, with the verdict before and the folder behind them.
const LINES: usize = 40;
/// Lines of results at least, however long the verdict is.
const LEAST: usize = 12;

/// Whether a stream is a terminal that takes colors: not with a `NO_COLOR` that says anything, nor on a dumb one.
pub fn colored(stream: &impl IsTerminal) -> bool {
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    stream.is_terminal() && !forbidden && !dumb
}

/// Prints sentences and tables within 80 columns.
pub fn say(text: &str) -> Result<(), Failure> {
    print(&within(text))
}

/// The verdict, as much of the results as one screen takes, and what is said last.
pub fn show(verdict: &str, results: &str, last: &str, verbose: bool) -> Result<(), Failure> {
    let (verdict, results, color) = (within(verdict), within(results), colored(&stdout()));
    let room = LINES.saturating_sub(verdict.lines().count() + last.lines().count() + 4).max(LEAST);
    let results = if verbose { results } else { first_lines(&results, room) };
    let results = results.trim_end();
    match color {
        true => print(&format!("{}\n\n{}\n\n{}\n", painted(&verdict, BOLD), headings(results), painted(last, WRITTEN))),
        false => print(&format!("{verdict}\n\n{results}\n\n{last}")),
    }
}

/// As many whole blocks as fit, or the beginning of the first; and how much is left.
fn first_lines(text: &str, most: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    if lines.len() <= most + 1 {
        return text.to_owned();
    }
    let mut ends = (1..most).filter(|at| lines[*at].is_empty());
    let end = ends.next_back().filter(|end| 2 * end > most).unwrap_or(most - 1);
    let more = lines.len() - end;
    format!(
        "{}\n\n({more} more lines with --verbose; report.html has everything)\n",
        lines[..end].join("\n").trim_end()
    )
}

/// Codes of ECMA-48 for bold, and for bold in cyan and in green.
const BOLD: &str = "1";
const HEADING: &str = "1;36";
const WRITTEN: &str = "1;32";

/// Each line in this emphasis.
fn painted(text: &str, code: &str) -> String {
    text.lines().map(|line| format!("\u{1b}[{code}m{line}\u{1b}[0m")).collect::<Vec<_>>().join("\n")
}

/// The first line of each block of several lines as a heading.
fn headings(text: &str) -> String {
    let block = |block: &str| match block.split_once('\n') {
        Some((heading, rest)) if !heading.trim().is_empty() => format!("{}\n{rest}", painted(heading, HEADING)),
        _ => block.to_owned(),
    };
    text.split("\n\n").map(block).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_screen_does_not_take_is_counted_and_blocks_stay_whole() {
        let block = |lines: usize| (0..lines).map(|line| format!("line {line}\n")).collect::<String>();
        let text = format!("{}\n{}", block(6), block(9));
        let short = first_lines(&text, 10);
        assert_eq!(short, format!("{}\n(10 more lines with --verbose; report.html has everything)\n", block(6)));
        assert_eq!(first_lines(&text, 16), text);
        assert!(first_lines(&block(30), 10).starts_with(&block(9)), "a block longer than the screen is cut");
    }

    #[test]
    fn headings_are_the_first_lines_of_blocks() {
        assert_eq!(headings("a\nb\n\nc"), "\u{1b}[1;36ma\u{1b}[0m\nb\n\nc");
    }
}
