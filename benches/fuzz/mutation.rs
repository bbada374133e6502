//! Ways to spoil a text or a file: what fingers, editors, disks and bad intentions do.

use super::draws::Draws;

/// Numbers and units that are written instead of others.
const VALUES: [&str; 40] = [
    "0",
    "-1",
    "1",
    "0.5",
    "1e308",
    "1e-308",
    "1e400",
    "-0.0",
    "nan",
    "inf",
    "9223372036854775807",
    "9223372036854775808",
    "4294967296",
    "\"\"",
    "\"0 d\"",
    "\"1e-9 h\"",
    "\"1 s\"",
    "\"20 min\"",
    "\"0.1 h\"",
    "\"7 days\"",
    "\"1e9 y\"",
    "\"1e300 d\"",
    "\"12 g/m2\"",
    "\"1e-300 mg/m2\"",
    "\"12 mg/m²\"",
    "\"µg\"",
    "\"5 %\"",
    "\"1e12 cells\"",
    "\"-7 d\"",
    "\"7,5 d\"",
    "true",
    "[]",
    "[0]",
    "[[1]]",
    "{}",
    "{ a = 1 }",
    "1979-05-27",
    "\"mutant\"",
    "\"relapsed\"",
    "\"=1+1\"",
];
/// Pieces that are put in anywhere.
const PIECES: [&str; 20] = [
    "\0",
    "\u{202E}",
    "\u{FEFF}",
    "é",
    "一",
    "\"",
    "'",
    "[",
    "]",
    "=",
    ".",
    ",",
    "\n",
    "\r",
    "#",
    "\\",
    "\\u0000",
    "e",
    "[[arm]]\n",
    "\t",
];

/// A value for a key.
pub fn value(draws: &mut Draws) -> String {
    match draws.below(4) {
        0 => format!(
            "\"{} {}\"",
            number(draws),
            draws.one(&["h", "d", "mg/m2", "mg/kg/h", "cells", "kg", "wk", "uM", "/h", "%", ""])
        ),
        1 => number(draws),
        _ => (*draws.one(&VALUES)).to_owned(),
    }
}

fn number(draws: &mut Draws) -> String {
    let digits = draws.below(1000);
    match draws.below(4) {
        0 => format!("{digits}"),
        1 => format!("{digits}e{}", draws.below(40) as i64 - 20),
        2 => format!("-{digits}"),
        _ => format!("{}.{digits}", draws.below(100)),
    }
}

/// A text with some faults, mostly one; `others` are texts that pieces come from.
pub fn text(original: &str, others: &[String], draws: &mut Draws) -> String {
    let mut spoiled = original.to_owned();
    let faults = if draws.once_in(4) { draws.below(6) } else { 0 };
    for _ in 0..=faults {
        spoiled = match draws.below(12) {
            8.. => with_another_size(&spoiled, draws),
            0 => {
                let piece: &str = draws.one::<&str>(&PIECES);
                at_random(&spoiled, piece, draws)
            }
            1 => without_a_piece(&spoiled, draws),
            2..=4 => with_another_value(&spoiled, draws),
            5 => with_lines(&spoiled, draws, |lines, line| lines.insert(line, lines[line])),
            6 => with_lines(&spoiled, draws, |lines, line| {
                lines.remove(line);
            }),
            _ => spliced(&spoiled, others, draws),
        };
    }
    spoiled
}

/// Where a letter begins.
fn border(text: &str, draws: &mut Draws) -> usize {
    let at = draws.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn at_random(text: &str, piece: &str, draws: &mut Draws) -> String {
    let at = border(text, draws);
    let times = if draws.once_in(20) { 2000 } else { 1 };
    format!("{}{}{}", &text[..at], piece.repeat(times), &text[at..])
}

fn without_a_piece(text: &str, draws: &mut Draws) -> String {
    let (a, b) = (border(text, draws), border(text, draws));
    let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 40));
    let to = (from..=to).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
    format!("{}{}", &text[..from], &text[to..])
}

/// The value of one line that has one.
fn with_another_value(text: &str, draws: &mut Draws) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let places: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].contains(" = ")).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let place = *draws.one(&places);
    if let Some((key, _)) = lines[place].clone().split_once(" = ") {
        lines[place] = format!("{key} = {}", value(draws));
    }
    lines.join("\n")
}

/// One number somewhere, larger or smaller; its unit stays.
fn with_another_size(text: &str, draws: &mut Draws) -> String {
    let bytes = text.as_bytes();
    let digits = |at: usize| bytes[at].is_ascii_digit() && (at == 0 || bytes[at - 1] == b'"' || bytes[at - 1] == b' ');
    let places: Vec<usize> = (0..bytes.len()).filter(|at| digits(*at)).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let start = *draws.one(&places);
    let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let scale = libm::exp2(draws.below(17) as f64 - 8.0);
    let scaled = text[start..end].parse::<f64>().map_or(0.0, |number| number * scale);
    let whole = draws.once_in(2);
    let written = if whole { format!("{}", libm::round(scaled)) } else { format!("{scaled}") };
    format!("{}{written}{}", &text[..start], &text[end..])
}

fn with_lines(text: &str, draws: &mut Draws, change: impl Fn(&mut Vec<&str>, usize)) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if !lines.is_empty() {
        let line = draws.below(lines.len());
        change(&mut lines, line);
    }
    lines.join("\n")
}

fn spliced(text: &str, others: &[String], draws: &mut Draws) -> String {
    let other = draws.one(others);
    let (end, start) = (border(text, draws), border(other, draws));
    format!("{}{}", &text[..end], &other[start..])
}

/// A file with one to four faults: bits flipped, cut off, longer, a piece repeated.
pub fn bytes(original: &[u8], draws: &mut Draws) -> Vec<u8> {
    let mut spoiled = original.to_vec();
    for _ in 0..=draws.below(4) {
        let place = draws.below(spoiled.len());
        match draws.below(6) {
            0..=2 if !spoiled.is_empty() => spoiled[place] ^= 1 << draws.below(8),
            3 if !spoiled.is_empty() => spoiled[place] = draws.below(256) as u8,
            4 => spoiled.truncate(place),
            _ => spoiled.extend_from_within(place..spoiled.len().min(place + 100)),
        }
    }
    spoiled
}
