//! Sheet: a page of rows with its header and footer, or as many pages as the rows need. Left out: what the rows say.

use crate::plot::{
    Figure, Theme,
    page::{Frame, MARGIN, Page},
    rows::{Column, Row, Rows, Texts, around, paged},
};

/// Everything on a page but its rows.
pub(super) struct Sheet<'a> {
    /// Names of the files of the first page, of the second, and so on.
    pub names: &'a [&'static str],
    pub title: String,
    pub subtitle: String,
    pub footer: &'a str,
    pub columns: &'a [Column],
    pub texts: Texts,
}

/// The pages that hold all groups of rows; none without rows.
pub(super) fn sheets(sheet: &Sheet, groups: Vec<Vec<Row>>, theme: &Theme) -> Vec<Figure> {
    let mut draft = Page::new(theme);
    let top = draft.header(&sheet.title, &sheet.subtitle);
    let room = draft.footer(sheet.footer) - top - around(sheet.columns, theme);
    let pages = paged(groups, sheet.texts, theme, room);
    let all = pages.len();
    let page = |(i, rows): (usize, Vec<Row>)| {
        let numbered = if all > 1 { format!("{} ({} of {all})", sheet.title, i + 1) } else { sheet.title.clone() };
        Some(one(sheet, sheet.names.get(i)?, &numbered, &rows, theme))
    };
    pages.into_iter().enumerate().filter_map(page).collect()
}

fn one(sheet: &Sheet, name: &'static str, title: &str, rows: &[Row], theme: &Theme) -> Figure {
    let mut page = Page::new(theme);
    let top = page.header(title, &sheet.subtitle);
    let bottom = page.footer(sheet.footer);
    let width = f64::from(theme.size.0) - 2.0 * MARGIN;
    let area = Frame { x: MARGIN, y: top, width, height: bottom - top };
    Rows { rows, columns: sheet.columns, texts: sheet.texts }.draw(&mut page, area);
    Figure { name, svg: page.finish(title), title: title.into() }
}
