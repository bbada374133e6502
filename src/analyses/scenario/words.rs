//! Words that are shown: in figures, tables and on the terminal. What is read must be what is there, in a spreadsheet, too.
//! Left out: whether the font of the figures has the letters (see `plot`).

/// Whether a spreadsheet computes a cell of this text.
/// It does if the text begins with `=`, `+`, `-`, `@` or a tab.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t'])
}

/// The first letter that changes the order in which others are shown (UAX 9) or begins a line (UAX 14).
pub fn turning_letter(text: &str) -> Option<char> {
    let turns = |letter: &char| matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().find(turns)
}

/// Whether text fits one line: not empty, not longer than a line.
///
/// # Errors
/// What is wrong with it and what was expected.
pub(super) fn check_line(text: &str) -> Result<(), String> {
    if let Some(letter) = turning_letter(text) {
        let code = u32::from(letter);
        return Err(format!(
            "this has the invisible letter U+{code:04X}, which turns the order of others: expected text without it"
        ));
    }
    if text.trim().is_empty() || text.chars().count() > 120 || text.chars().any(char::is_control) {
        return Err("this is shown in figures: expected one line of 1 to 120 letters".into());
    }
    Ok(())
}

/// A line that is also the first cell of rows of tables.
///
/// # Errors
/// What is wrong with it and what was expected.
pub(super) fn check_name(text: &str) -> Result<(), String> {
    check_line(text)?;
    if is_formula(text) {
        return Err(format!(
            "a spreadsheet would compute the name `{text}`: expected one that does not begin with `=`, `+`, `-` or `@`"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_spreadsheet_computes_is_refused() {
        for name in ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert!(check_name(name).is_err(), "{name}");
        }
        for name in ["B", "A = B", "7+3", "臂一", "без ценерсена"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn text_that_is_shown_in_another_order_is_refused_with_the_letter() {
        let error = check_line("arm \u{202E}B").unwrap_err();
        assert!(error.contains("U+202E"), "{error}");
        assert_eq!(check_line("العلاج"), Ok(()), "a language from right to left needs no such letter");
    }
}
