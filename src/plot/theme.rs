//! Theme: one color, one dash and one size for each thing, the same in every figure. Light for slides and print, dark
//! for dark slides. Colors are those of Okabe and Ito 2008 (leukemic kinds warm, normal kinds cold) and two of Paul
//! Tol's for drugs; no figure tells things apart by color alone.
//! Left out: themes chosen by the user.

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
    dark: bool,
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
            dark: false,
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
            dark: true,
            ..Self::light()
        }
    }

    /// Line of a kind of cell.
    pub const fn kind(&self, kind: Kind) -> Stroke {
        let (color, dash) = match kind {
            Kind::LeukemicStem => (Color(0xD5, 0x5E, 0x00), SOLID),
            Kind::LeukemicProgenitor => (Color(0xE6, 0x9F, 0x00), LONG),
            Kind::Blast => (Color(0xCC, 0x79, 0xA7), DASH_DOT),
            Kind::NormalStem if self.dark => (Color(0x4A, 0x9F, 0xDB), SHORT),
            Kind::NormalStem => (Color(0x00, 0x72, 0xB2), SHORT),
            Kind::NormalProgenitor => (Color(0x56, 0xB4, 0xE9), DOTS),
        };
        Stroke { color, dash, width: 5.0 }
    }

    /// Line or bar of a drug: others than those of the defaults get a color and a dash by their name.
    pub fn drug(&self, drug: Drug) -> Stroke {
        let (color, dash) = match drug {
            Drug::Cenersen => (Color(0x00, 0x9E, 0x73), SOLID),
            Drug::Idarubicin if self.dark => (Color(0xD9, 0x6A, 0x9B), LONG),
            Drug::Idarubicin => (Color(0x88, 0x22, 0x55), LONG),
            Drug::Cytarabine if self.dark => (Color(0xA9, 0xB0, 0xB8), SHORT),
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
        (COLORS[sum % COLORS.len()][usize::from(self.dark)], DASHES[sum / COLORS.len() % DASHES.len()])
    }

    /// Line of an arm: eight that differ in color and dash, then the colors again with other dashes. In its last bits the color
    /// of an arm differs from those of kinds, drugs and responses, which nobody sees and by which a report knows its marks.
    pub const fn arm(&self, index: usize) -> Stroke {
        const COLORS: [[Color; 2]; 8] = [
            [Color(0x00, 0x72, 0xB3), Color(0x4A, 0x9F, 0xDC)],
            [Color(0xD5, 0x5E, 0x01), Color(0xE8, 0x7A, 0x23)],
            [Color(0x00, 0x9E, 0x74), Color(0x1B, 0xBE, 0x93)],
            [Color(0xCC, 0x79, 0xA8), Color(0xD9, 0x8C, 0xB9)],
            [Color(0xB8, 0x7F, 0x01), Color(0xE6, 0x9F, 0x01)],
            [Color(0x33, 0x99, 0xCD), Color(0x56, 0xB4, 0xEA)],
            [Color(0x88, 0x22, 0x56), Color(0xB8, 0x5C, 0x8B)],
            [Color(0x59, 0x5F, 0x6A), Color(0xA9, 0xB0, 0xB9)],
        ];
        const DASHES: [Dash; 4] = [SOLID, LONG, SHORT, DASH_DOT];
        let color = COLORS[index % 8][self.dark as usize];
        Stroke { color, dash: DASHES[(index + index / 8) % 4], width: 5.0 }
    }

    /// Color of a response, from green (best) over yellow to red; not evaluable is gray.
    pub const fn response(&self, response: Response) -> Color {
        match response {
            Response::CR => Color(0x00, 0x9E, 0x73),
            Response::CRp => Color(0x56, 0xB4, 0xE9),
            Response::CRi => Color(0x00, 0x72, 0xB2),
            Response::MLFS => Color(0xCC, 0x79, 0xA7),
            Response::PR => Color(0xE6, 0x9F, 0x00),
            Response::Resistant => Color(0xD5, 0x5E, 0x00),
            Response::EarlyDeath if self.dark => Color(0xE6, 0xE9, 0xEC),
            Response::EarlyDeath => Color(0x1B, 0x1F, 0x24),
            Response::NotEvaluable => Color(0x9A, 0xA3, 0xAD),
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
        color.mixed(self.ink, if self.dark { 0.25 } else { 0.40 })
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::light()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::parameters::drugs::shipped_names;

    /// Relative luminance of WCAG 2.
    fn luminance(color: Color) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
    }

    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn kinds_and_drugs_differ_in_color_and_in_dash() {
        for theme in [Theme::light(), Theme::dark()] {
            let kinds: Vec<Stroke> = Kind::ALL.map(|kind| theme.kind(kind)).to_vec();
            let drugs: Vec<Stroke> = Drug::DEFAULTS.map(|drug| theme.drug(drug)).to_vec();
            for group in [kinds, drugs] {
                for (i, a) in group.iter().enumerate() {
                    assert!(group[i + 1..].iter().all(|b| a.color != b.color && a.dash != b.dash), "{a:?}");
                }
            }
        }
    }

    #[test]
    fn no_kind_drug_or_response_has_the_color_of_an_arm() {
        for theme in [Theme::light(), Theme::dark()] {
            let kinds = Kind::ALL.map(|kind| theme.kind(kind).color);
            let drugs = shipped_names().into_iter().map(|name| theme.drug(Drug::named(name)).color);
            use Response::{CR, CRi, CRp, EarlyDeath, MLFS, NotEvaluable, PR, Resistant};
            let responses =
                [CR, CRp, CRi, MLFS, PR, Resistant, EarlyDeath, NotEvaluable].map(|found| theme.response(found));
            let others: Vec<Color> = kinds.into_iter().chain(drugs).chain(responses).collect();
            for arm in (0..8).map(|arm| theme.arm(arm).color) {
                assert!(!others.contains(&arm) && !others.contains(&theme.text_in(arm)), "{}", arm.hex());
            }
        }
    }

    #[test]
    fn pages_have_the_proportions_of_the_picture_and_room_for_the_letters() {
        let size = |width, height| Theme::light().with_proportions(width, height).size;
        assert_eq!([size(640, 360), size(3840, 2160), size(800, 600)], [(1920, 1080), (1920, 1080), (1920, 1440)]);
        assert_eq!((size(3000, 1000), size(0, 0)), ((3240, 1080), (1920, 1920)));
    }

    // Large text needs a contrast of 3 (WCAG 2.2, 1.4.3).
    #[test]
    fn names_are_legible_in_the_color_of_their_curve() {
        for theme in [Theme::light(), Theme::dark()] {
            let kinds = Kind::ALL.map(|kind| theme.kind(kind).color);
            let drugs = shipped_names().into_iter().map(|name| theme.drug(Drug::named(name)).color);
            let others =
                (0..26_u8).map(|letter| theme.drug(Drug::named(&format!("{}", char::from(b'a' + letter)))).color);
            for color in kinds.into_iter().chain(drugs).chain(others) {
                let found = contrast(theme.text_in(color), theme.background);
                assert!(found >= 3.0, "{}: {found:.2}", color.hex());
            }
            assert!(contrast(theme.muted, theme.background) >= 4.5);
        }
    }
}
