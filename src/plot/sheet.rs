//! Sheet: what stands around the content of every page: title and subtitle, the key of lines and colors, and provenance at
//! the bottom. Opened and closed here only. Left out: the content.
//!
//! A figure is one or more sheets: `draw` opens a page, lets the content fill the room that is left, and closes it as a
//! [`Drawing`]. `room` tells how much that will be, for figures that divide their rows among pages first.

use super::{
    Drawing, Theme,
    key::{self, Entry},
    page::{Frame, MARGIN, Page},
};

/// Everything on a page but its content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What is seen, at the top; captions and screen readers say the same.
    pub title: String,
    /// Whose courses these are, and what is drawn of them.
    pub subtitle: String,
    /// What lines, shades and marks mean; empty where the content names them itself.
    pub key: Vec<Entry>,
    /// Provenance: scenario, seed, version, and the title of the result.
    pub footer: String,
}

impl Sheet {
    /// A sheet with this message, of a result with this title, which stands at the foot.
    pub fn about(title: String, of: &str, subtitle: String, footer: &str) -> Self {
        let footer = match of.trim() {
            "" => footer.to_owned(),
            of => format!("{footer} | {of}"),
        };
        Self { title, subtitle, footer, ..Self::default() }
    }

    /// A page with this content, which is told where it has room.
    pub fn draw(&self, theme: &Theme, content: impl FnOnce(&mut Page, Frame)) -> Drawing {
        let mut page = Page::new(theme);
        let room = self.open(&mut page);
        content(&mut page, room);
        Drawing { part: "", svg: page.finish(&self.title), title: self.title.clone() }
    }

    /// The room that the content will have.
    pub fn room(&self, theme: &Theme) -> Frame {
        self.open(&mut Page::new(theme))
    }

    /// The same with its number in the title, where there are several.
    pub fn numbered(&self, page: usize, of: usize) -> Self {
        let title = if of > 1 { format!("{} ({page} of {of})", self.title) } else { self.title.clone() };
        Self { title, ..self.clone() }
    }

    /// Header, key and footer; returns what is left between them.
    fn open(&self, page: &mut Page) -> Frame {
        let below = page.header(&self.title, &self.subtitle);
        let y = if self.key.is_empty() { below } else { key::under_header(page, below, &self.key) };
        let height = page.footer(&self.footer) - y;
        Frame { x: MARGIN, y, width: f64::from(page.theme.size.0) - 2.0 * MARGIN, height }
    }
}
