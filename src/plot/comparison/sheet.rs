//! Sheet: a page of rows with its header and footer, or as many pages as the rows need. Left out: what the rows say.

use crate::{
    Figure, Theme,
    page::{Frame, MARGIN, Page},
    rows::{Column, Row, Rows, Texts, around, paged},
};

/// Everything on a page but its rows.
pub struct Sheet<'a> {
    /// Names of the files of the first page, of the second, and so on.
    pub names: &'a [&'static str],
    pub title: String,
    pub subtitle: String,
    pub footer: &'a str,
    pub columns: &'a [Column],
    pub texts: Texts,
}

/// Letters shrink by this factor where there would be more pages than names for them.
const SHRINK: f64 = 0.92;

/// The pages that hold all groups of rows; none without rows.
pub fn sheets(sheet: &Sheet, groups: Vec<Vec<Row>>, theme: &Theme) -> Vec<Figure> {
    let mut theme = *theme;
    let mut pages = divided(sheet, &groups, &theme);
    while pages.len() > sheet.names.len() && theme.sizes.label > 4.0 {
        theme = theme.with_font_scale(SHRINK);
        pages = divided(sheet, &groups, &theme);
    }
    let all = pages.len();
    let page = |(i, rows): (usize, &Vec<Row>)| {
        let numbered = if all > 1 { format!("{} ({} of {all})", sheet.title, i + 1) } else { sheet.title.clone() };
        Some(one(sheet, sheet.names.get(i)?, &numbered, rows, &theme))
    };
    pages.iter().enumerate().filter_map(page).collect()
}

fn divided(sheet: &Sheet, groups: &[Vec<Row>], theme: &Theme) -> Vec<Vec<Row>> {
    let mut draft = Page::new(theme);
    let top = draft.header(&sheet.title, &sheet.subtitle);
    let room = draft.footer(sheet.footer) - top - around(sheet.columns, theme);
    paged(groups.to_vec(), sheet.texts, theme, room)
}

fn one(sheet: &Sheet, name: &'static str, title: &str, rows: &[Row], theme: &Theme) -> Figure {
    let mut page = Page::new(theme);
    let area = area(&mut page, sheet, title);
    Rows { rows, columns: sheet.columns, texts: sheet.texts }.draw(&mut page, area);
    Figure { name, svg: page.finish(title), title: title.into() }
}

/// Header and footer of a page, and what is left between them.
fn area(page: &mut Page, sheet: &Sheet, title: &str) -> Frame {
    let top = page.header(title, &sheet.subtitle);
    let height = page.footer(sheet.footer) - top;
    Frame { x: MARGIN, y: top, width: f64::from(page.theme.size.0) - 2.0 * MARGIN, height }
}

/// Two sheets one above the other on one page, with the header of the first; none if they do not fit.
pub fn stacked(upper: (&Sheet, &[Row]), lower: (&Sheet, &[Row]), theme: &Theme) -> Option<Figure> {
    let (sheet, title) = (upper.0, &upper.0.title);
    let mut page = Page::new(theme);
    let area = area(&mut page, sheet, title);
    let [upper, lower] = [upper, lower].map(|(sheet, rows)| Rows { rows, columns: sheet.columns, texts: sheet.texts });
    let least = [upper, lower].map(|rows| rows.least_height(theme));
    let between = area.height - least[0] - least[1];
    if between < 0.0 {
        return None;
    }
    let end = upper.draw(&mut page, Frame { height: least[0] + 0.4 * between, ..area });
    let y = end + 0.2 * between;
    lower.draw(&mut page, Frame { y, height: area.bottom() - y, ..area });
    Some(Figure { name: sheet.names.first()?, svg: page.finish(title), title: title.clone() })
}
