//! What a source file says about itself: its header.
//! Left out: everything that needs more of Rust than its lines.

/// The comment at the top of a file as Markdown, without links into the code.
pub fn header(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let text: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    text.join("\n").replace("\nLeft out:", "\n\n*Left out:*").trim().to_owned()
}

/// A paragraph of the header, counted from 0, in one line; what is left out is one of its own.
pub fn paragraph(source: &str, index: usize) -> String {
    header(source).split("\n\n").nth(index).unwrap_or_default().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "//! Niche: crowding.\n//! Left out: space.\n//!\n//! More.\n\nuse x;\n";

    #[test]
    fn a_header_is_read_up_to_the_first_line_of_code() {
        assert_eq!(header(SOURCE), "Niche: crowding.\n\n*Left out:* space.\n\nMore.");
        assert_eq!(paragraph(SOURCE, 2), "More.");
    }
}
