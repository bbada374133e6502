//! Theme: one color, one dash and one size for each thing, the same in every figure. Light for slides, dark for dark slides,
//! print for paper, where arms that share a dash differ in lightness, too. Colors are those of Okabe and Ito 2008 (leukemic
//! kinds warm, normal kinds cold), darker where a line would be too pale, and two of Paul Tol's for drugs; no figure tells
//! things apart by color alone. Left out: themes chosen by the user.
//!
//! Tests hold every line to a contrast of 3 and every text to 4.5 (WCAG 2.2, 1.4.11 and 1.4.3), and every two arms that
//! share a dash, the first four arms, kinds of cells, and responses to a distance of 7.5 (CIEDE2000) as seen by everybody, with
//! protanopia, with deuteranopia and with tritanopia (Machado, Oliveira and Fernandes 2009).

use cenersim_model::{biology::Kind, curves::Response, treatment::Drug};

/// A color of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// `#RRGGBB`.
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    /// This color with a share of another mixed in.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) * (1.0 - share) + f64::from(b) * share).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// Lengths of dashes and gaps, in pixels of the page; empty for a solid line.
pub type Dash = &'static [f64];

/// Dashes by which lines of one color are told apart.
const SOLID: Dash = &[];
const LONG: Dash = &[22.0, 9.0];
const SHORT: Dash = &[10.0, 7.0];
const DOTS: Dash = &[4.0, 6.0];
const DASH_DOT: Dash = &[18.0, 7.0, 4.0, 7.0];

/// How a line is drawn, and the text that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Of the line, its points and its name.
    pub color: Color,
    /// By which it is told apart without color.
    pub dash: Dash,
    /// Width (px).
    pub width: f64,
}

/// Font sizes (px on a page of the theme's size).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// Headline of the page.
    pub title: f64,
    /// Whose courses these are, and what lines and bands mean.
    pub subtitle: f64,
    /// Titles of axes, names of curves, keys.
    pub label: f64,
    /// Labels of ticks.
    pub tick: f64,
    /// Provenance at the bottom.
    pub footer: f64,
}

/// Everything that makes figures look alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Width and height of the page (px).
    pub size: (u32, u32),
    /// Of the page.
    pub background: Color,
    /// Text and axes.
    pub ink: Color,
    /// Subtitles, footers, tick labels.
    pub muted: Color,
    /// Lines at ticks.
    pub grid: Color,
    /// Thresholds of response criteria.
    pub threshold: Color,
    /// Blood counts.
    pub blood: Color,
    /// Sizes of letters.
    pub sizes: Sizes,
    ground: Ground,
}

/// What the page is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    Light,
    Dark,
    Print,
}

/// What a page is for, which decides its proportions and the size of its letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Shape {
    /// A slide of 16:9.
    #[default]
    Wide,
    /// A slide of 4:3.
    Standard,
    /// Half of a slide of 16:9, beside text or another figure.
    Half,
    /// A column of a journal, 88 mm wide.
    Column,
}

impl Shape {
    /// Width and height of the page (px).
    const fn page(self) -> (u32, u32) {
        match self {
            Self::Wide => (1920, 1080),
            Self::Standard => (1920, 1440),
            Self::Half => (1920, 2160),
            Self::Column => (1920, 1600),
        }
    }

    /// Letters by this factor larger than on a slide.
    const fn letters(self) -> f64 {
        match self {
            Self::Wide => 1.0,
            Self::Standard => 1.1,
            Self::Half => 1.25,
            // The smallest are then of 5 points where the page is 88 mm wide.
            Self::Column => 1.45,
        }
    }

    /// Pixels of a picture: those of a screen, or 600 in an inch of a column.
    pub const fn pixels(self) -> (u32, u32) {
        match self {
            Self::Wide => (1920, 1080),
            Self::Standard => (1440, 1080),
            Self::Half => (960, 1080),
            Self::Column => (2079, 1733),
        }
    }
}

impl Theme {
    /// Dark text on white, 1920 x 1080.
    pub const fn light() -> Self {
        Self {
            size: (1920, 1080),
            background: Color(255, 255, 255),
            ink: Color(0x1B, 0x1F, 0x24),
            muted: Color(0x55, 0x5B, 0x63),
            grid: Color(0xE3, 0xE6, 0xEA),
            threshold: Color(0x6B, 0x72, 0x7B),
            blood: Color(0x2F, 0x45, 0x5C),
            sizes: Sizes { title: 44.0, subtitle: 28.0, label: 28.0, tick: 26.0, footer: 22.0 },
            ground: Ground::Light,
        }
    }

    /// Light text on near black, 1920 x 1080.
    pub const fn dark() -> Self {
        Self {
            background: Color(0x12, 0x16, 0x1B),
            ink: Color(0xF2, 0xF4, 0xF6),
            muted: Color(0xB4, 0xBB, 0xC4),
            grid: Color(0x2E, 0x35, 0x3D),
            threshold: Color(0x9A, 0xA3, 0xAD),
            blood: Color(0xC9, 0xD8, 0xE8),
            ground: Ground::Dark,
            ..Self::light()
        }
    }

    /// Black on white for paper.
    pub const fn print() -> Self {
        Self {
            ink: Color(0, 0, 0),
            muted: Color(0x3C, 0x3C, 0x3C),
            grid: Color(0xDD, 0xDD, 0xDD),
            threshold: Color(0x50, 0x50, 0x50),
            blood: Color(0, 0, 0),
            ground: Ground::Print,
            ..Self::light()
        }
    }

    const fn is_dark(&self) -> bool {
        matches!(self.ground, Ground::Dark)
    }

    /// Pages of this shape, with letters of its size.
    pub fn shaped(self, shape: Shape) -> Self {
        Self { size: shape.page(), ..self }.with_font_scale(shape.letters())
    }

    /// Line of a kind of cell.
    pub const fn kind(&self, kind: Kind) -> Stroke {
        let (color, dash) = match kind {
            Kind::LeukemicStem => (Color(0xD5, 0x5E, 0x00), SOLID),
            Kind::LeukemicProgenitor if self.is_dark() => (Color(0xE6, 0x9F, 0x00), LONG),
            Kind::LeukemicProgenitor => (Color(0x7A, 0x53, 0x00), LONG),
            Kind::Blast => (Color(0xCC, 0x79, 0xA7), DASH_DOT),
            Kind::NormalStem if self.is_dark() => (Color(0x4A, 0x9F, 0xDB), SHORT),
            Kind::NormalStem => (Color(0x00, 0x72, 0xB2), SHORT),
            Kind::NormalProgenitor if self.is_dark() => (Color(0x9A, 0xD4, 0xF7), DOTS),
            Kind::NormalProgenitor => (Color(0x2F, 0x8F, 0xC7), DOTS),
        };
        Stroke { color, dash, width: 5.0 }
    }

    /// Line or bar of a drug: others than those of the defaults get a color and a dash by their name.
    pub fn drug(&self, drug: Drug) -> Stroke {
        let (color, dash) = match drug {
            Drug::Cenersen => (Color(0x00, 0x9E, 0x73), SOLID),
            Drug::Idarubicin if self.is_dark() => (Color(0xD9, 0x6A, 0x9B), LONG),
            Drug::Idarubicin => (Color(0x88, 0x22, 0x55), LONG),
            Drug::Cytarabine if self.is_dark() => (Color(0xA9, 0xB0, 0xB8), SHORT),
            Drug::Cytarabine => (Color(0x59, 0x5F, 0x69), SHORT),
            other => self.other_drug(other.name()),
        };
        Stroke { color, dash, width: 5.0 }
    }

    /// The same in every figure: the letters of the name decide.
    fn other_drug(&self, name: &str) -> (Color, Dash) {
        const COLORS: [[Color; 2]; 5] = [
            [Color(0xB8, 0x7F, 0x00), Color(0xE6, 0x9F, 0x00)],
            [Color(0x00, 0x72, 0xB2), Color(0x4A, 0x9F, 0xDB)],
            [Color(0xB5, 0x4A, 0x00), Color(0xE8, 0x7A, 0x22)],
            [Color(0x5B, 0x4B, 0xA8), Color(0x9C, 0x8F, 0xE0)],
            [Color(0x4F, 0x7A, 0x28), Color(0x8B, 0xB8, 0x5E)],
        ];
        const DASHES: [Dash; 3] = [DASH_DOT, DOTS, LONG];
        let sum = name.bytes().fold(0_usize, |sum, letter| sum.wrapping_mul(31).wrapping_add(usize::from(letter)));
        (COLORS[sum % COLORS.len()][usize::from(self.is_dark())], DASHES[sum / COLORS.len() % DASHES.len()])
    }

    /// Line of an arm: eight that differ in color and dash, then the colors again with other dashes. In its last bits the color
    /// of an arm differs from those of kinds, drugs and responses, which nobody sees and by which a report knows its marks.
    pub const fn arm(&self, index: usize) -> Stroke {
        const COLORS: [[Color; 3]; 8] = [
            [Color(0x00, 0x72, 0xB3), Color(0x4A, 0x9F, 0xDC), Color(0x00, 0x00, 0x01)],
            [Color(0xD5, 0x5E, 0x01), Color(0xE8, 0x7A, 0x23), Color(0xC2, 0x4E, 0x01)],
            [Color(0x00, 0x9E, 0x74), Color(0x1B, 0xBE, 0x93), Color(0x00, 0x72, 0xB3)],
            [Color(0xCC, 0x79, 0xA8), Color(0xD9, 0x8C, 0xB9), Color(0x7A, 0x7A, 0x7B)],
            [Color(0xB8, 0x7F, 0x01), Color(0xE6, 0x9F, 0x01), Color(0x2F, 0x8F, 0xC8)],
            [Color(0x33, 0x99, 0xCD), Color(0x56, 0xB4, 0xEA), Color(0x00, 0x34, 0x50)],
            [Color(0x88, 0x22, 0x56), Color(0xB8, 0x5C, 0x8B), Color(0x3B, 0x2A, 0x01)],
            [Color(0x59, 0x5F, 0x6A), Color(0xE3, 0xE7, 0xEC), Color(0x88, 0x22, 0x56)],
        ];
        const DASHES: [Dash; 4] = [SOLID, LONG, SHORT, DASH_DOT];
        let color = COLORS[index % 8][self.ground as usize];
        Stroke { color, dash: DASHES[(index + index / 8) % 4], width: 5.0 }
    }

    /// Color of a response, from green (best) over yellow to red; not evaluable is gray. Printed, all differ in lightness, too.
    pub const fn response(&self, response: Response) -> Color {
        match response {
            _ if matches!(self.ground, Ground::Print) => Self::printed(response),
            Response::CR => Color(0x00, 0x9E, 0x73),
            Response::CRp => Color(0x56, 0xB4, 0xE9),
            Response::CRi => Color(0x00, 0x72, 0xB2),
            Response::MLFS => Color(0xCC, 0x79, 0xA7),
            Response::PR => Color(0xE6, 0x9F, 0x00),
            Response::Resistant => Color(0xD5, 0x5E, 0x00),
            Response::EarlyDeath if self.is_dark() => Color(0xE6, 0xE9, 0xEC),
            Response::EarlyDeath => Color(0x1B, 0x1F, 0x24),
            Response::NotEvaluable => Color(0x6B, 0x72, 0x7B),
        }
    }

    /// Line of what may be chance: that of a partial remission, which on paper is too pale for a line.
    pub const fn borderline(&self) -> Color {
        match self.ground {
            Ground::Print => Color(0xC8, 0x84, 0x00),
            _ => self.response(Response::PR),
        }
    }

    /// The same hues, 8 of 100 apart in lightness.
    const fn printed(response: Response) -> Color {
        match response {
            Response::CR => Color(0x00, 0x51, 0x39),
            Response::CRp => Color(0x76, 0xCA, 0xFD),
            Response::CRi => Color(0x01, 0x63, 0x9B),
            Response::MLFS => Color(0xE3, 0x8E, 0xBD),
            Response::PR => Color(0xFE, 0xD3, 0x99),
            Response::Resistant => Color(0xC8, 0x58, 0x01),
            Response::EarlyDeath => Color(0x1A, 0x1E, 0x23),
            Response::NotEvaluable => Color(0x8B, 0x94, 0x9E),
        }
    }

    /// All texts larger or smaller by a factor.
    /// Pages keep their size; what no longer fits takes another page or smaller letters.
    pub fn with_font_scale(self, factor: f64) -> Self {
        let Sizes { title, subtitle, label, tick, footer } = self.sizes;
        let sizes = Sizes {
            title: title * factor,
            subtitle: subtitle * factor,
            label: label * factor,
            tick: tick * factor,
            footer: footer * factor,
        };
        Self { sizes, ..self }
    }

    /// Pages of the proportions of a picture of this size (pixels), never narrower than 1920 nor lower than 1080, to
    /// test that figures depend on no proportion.
    #[cfg(test)]
    pub(crate) fn with_proportions(self, width: u32, height: u32) -> Self {
        let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let scale = (width / 1920.0).min(height / 1080.0);
        Self { size: ((width / scale).round() as u32, (height / scale).round() as u32), ..self }
    }

    /// Line of a blood count.
    pub const fn blood_count(&self) -> Stroke {
        Stroke { color: self.blood, dash: SOLID, width: 5.0 }
    }

    /// Line of a threshold.
    pub const fn threshold_line(&self) -> Stroke {
        Stroke { color: self.threshold, dash: SHORT, width: 2.5 }
    }

    /// A color's shade that is legible as text on the background.
    pub fn text_in(&self, color: Color) -> Color {
        color.mixed(self.ink, if self.is_dark() { 0.25 } else { 0.40 })
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::light()
    }
}

#[cfg(test)]
mod tests;
