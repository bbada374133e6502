//! Words of a page: text as HTML, with terms explained where the pointer rests on them and what stands between backticks as
//! code. Left out: the glossary itself.

use super::super::glossary::beginning;
use cenersim_plot::text::escaped;

/// The text as HTML, everything escaped; each term is explained where it stands first.
pub fn marked(text: &str) -> String {
    let mut told: Vec<&str> = Vec::new();
    let parts = text.split('`').enumerate();
    let closed = text.matches('`').count() / 2 * 2;
    parts
        .map(|(index, part)| match index {
            code if code % 2 == 1 && code <= closed => format!("<code>{}</code>", escaped(part)),
            last if last > closed => format!("`{}", explained(part, &mut told)),
            _ => explained(part, &mut told),
        })
        .collect()
}

/// Terms within a text that has no code.
fn explained<'a>(text: &'a str, told: &mut Vec<&'a str>) -> String {
    let (mut html, mut plain, mut at) = (String::new(), 0, 0);
    let mut in_word = false;
    while let Some(letter) = text[at..].chars().next() {
        let found = if in_word { None } else { beginning(&text[at..]).filter(|term| !told.contains(&term.name)) };
        let Some(term) = found else {
            in_word = letter.is_alphanumeric();
            at += letter.len_utf8();
            continue;
        };
        let end = at + term.name.len();
        let (before, word) = (escaped(&text[plain..at]), escaped(&text[at..end]));
        html += &format!("{before}<abbr title=\"{}\">{word}</abbr>", escaped(&term.explained()));
        told.push(term.name);
        (plain, at, in_word) = (end, end, true);
    }
    html + &escaped(&text[plain..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_explained_where_it_stands_first() {
        let found = marked("CR and CR, CRp & <b>");
        assert!(found.starts_with("<abbr title=\"Complete remission. Less than 5 % blasts"), "{found}");
        assert!(
            found.ends_with(
                ">CR</abbr> and CR, <abbr title=\"Complete remission with incomplete recovery of the platelets. As a \
             complete remission, with platelets below their threshold.\">CRp</abbr> &amp; &lt;b&gt;"
            ),
            "{found}"
        );
    }

    #[test]
    fn code_is_code_and_a_backtick_alone_stays() {
        assert_eq!(marked("hypothesis `source`, `x"), "hypothesis <code>source</code>, `x");
        assert_eq!(marked("`<i>`"), "<code>&lt;i&gt;</code>");
        assert_eq!(marked("é`"), "é`");
    }
}
