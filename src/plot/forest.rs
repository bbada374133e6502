//! Forest: sheets of rows, as many pages as the rows need. Left out: what the rows say.
//!
//! Rows keep their order; a group begins another page if it does not fit, and pages are filled evenly. Where there
//! would be more than the most pages, letters shrink until there are not.

use super::{
    Drawing, Theme,
    page::Frame,
    rows::{Column, Row, Rows, Texts, around, paged},
    sheet::Sheet,
};

/// Everything on the pages but the rows.
pub struct Forest<'a> {
    /// What stands around the rows.
    pub sheet: Sheet,
    /// Pages at most; letters shrink where there would be more.
    pub pages: usize,
    /// From left to right.
    pub columns: &'a [Column],
    /// Where the numbers of a mark stand.
    pub texts: Texts,
}

/// Letters shrink by this factor where there would be too many pages.
pub const SHRINK: f64 = 0.92;

impl Forest<'_> {
    /// The pages that hold all groups of rows; none without rows.
    pub fn draw(&self, groups: &[Vec<Row>], theme: &Theme) -> Vec<Drawing> {
        let mut theme = *theme;
        let mut pages = self.divided(groups, &theme);
        while pages.len() > self.pages && theme.sizes.label > 4.0 {
            theme = theme.with_font_scale(SHRINK);
            pages = self.divided(groups, &theme);
        }
        let all = pages.len();
        let page = |(i, rows): (usize, &Vec<Row>)| {
            self.sheet.numbered(i + 1, all).draw(&theme, |page, room| {
                self.rows(rows).draw(page, room);
            })
        };
        pages.iter().take(self.pages).enumerate().map(page).collect()
    }

    /// Letters shrink by 8 % at a time until the pages are few enough.
    fn divided(&self, groups: &[Vec<Row>], theme: &Theme) -> Vec<Vec<Row>> {
        let room = self.sheet.room(theme).height - around(self.columns, theme);
        paged(groups.to_vec(), self.texts, theme, room)
    }

    fn rows<'r>(&'r self, rows: &'r [Row]) -> Rows<'r> {
        Rows { rows, columns: self.columns, texts: self.texts }
    }
}

/// Two forests one above the other on one page, with the header of the first; none if they do not fit.
pub fn stacked(upper: (&Forest, &[Row]), lower: (&Forest, &[Row]), theme: &Theme) -> Option<Drawing> {
    let sheet = &upper.0.sheet;
    let room = sheet.room(theme);
    let [upper, lower] = [upper, lower].map(|(forest, rows)| forest.rows(rows));
    let least = [upper, lower].map(|rows| rows.least_height(theme));
    let between = room.height - least[0] - least[1];
    (between >= 0.0).then(|| {
        sheet.draw(theme, |page, room| {
            let end = upper.draw(page, Frame { height: least[0] + 0.4 * between, ..room });
            let y = end + 0.2 * between;
            lower.draw(page, Frame { y, height: room.bottom() - y, ..room });
        })
    })
}
