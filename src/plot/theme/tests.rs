//! What every theme must hold, in numbers: contrast of lines and letters against the page, and distances of colors for every kind of
//! color vision; where color cannot tell arms apart, dashes do.

use super::*;
use Response::{CR, CRi, CRp, EarlyDeath, MLFS, NotEvaluable, PR, Resistant};
use cenersim_model::parameters::drugs::shipped_names;

const THEMES: [Theme; 3] = [Theme::light(), Theme::dark(), Theme::print()];
const RESPONSES: [Response; 8] = [CR, CRp, CRi, MLFS, PR, Resistant, EarlyDeath, NotEvaluable];

/// Linear light of red, green and blue.
fn linear(color: Color) -> [f64; 3] {
    [color.0, color.1, color.2].map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    })
}

fn product(matrix: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// Relative luminance of WCAG 2.
fn luminance(color: Color) -> f64 {
    let [red, green, blue] = linear(color);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// How a color is seen with all cones, and without those sensitive to red, to green and to blue (protanopia, deuteranopia and
/// tritanopia; Machado et al. 2009, severity 1), as CIELAB of D65.
fn seen(color: Color) -> [[f64; 3]; 4] {
    const VISIONS: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ];
    const XYZ: [[f64; 3]; 3] = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
    VISIONS.map(|vision| {
        let [x, y, z] = product(XYZ, product(vision, linear(color)).map(|c| c.clamp(0.0, 1.0)));
        let root = |t: f64| if t > 216.0 / 24389.0 { libm::cbrt(t) } else { t * 841.0 / 108.0 + 4.0 / 29.0 };
        let [x, y, z] = [x / 0.95047, y, z / 1.08883].map(root);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    })
}

/// CIEDE2000 (Sharma, Wu and Dalal 2005).
fn distance([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = |c: f64| libm::sqrt(libm::pow(c, 7.0) / (libm::pow(c, 7.0) + libm::pow(25.0, 7.0)));
    let stretch = 1.0 + 0.5 * (1.0 - seventh((libm::hypot(a1, b1) + libm::hypot(a2, b2)) / 2.0));
    let (a1, a2) = (a1 * stretch, a2 * stretch);
    let (c1, c2) = (libm::hypot(a1, b1), libm::hypot(a2, b2));
    let hue = |a: f64, b: f64| libm::atan2(b, a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let gray = c1 * c2 == 0.0;
    let turn = if gray { 0.0 } else { (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0 };
    let middle = if gray { h1 + h2 } else { (h1 + turn / 2.0).rem_euclid(360.0) };
    let cos = |degrees: f64| libm::cos(degrees.to_radians());
    let (light, chroma) = ((l1 + l2) / 2.0 - 50.0, (c1 + c2) / 2.0);
    let t = 1.0 - 0.17 * cos(middle - 30.0) + 0.24 * cos(2.0 * middle) + 0.32 * cos(3.0 * middle + 6.0)
        - 0.20 * cos(4.0 * middle - 63.0);
    let lightness = (l2 - l1) / (1.0 + 0.015 * light * light / libm::sqrt(20.0 + light * light));
    let colored = (c2 - c1) / (1.0 + 0.045 * chroma);
    let turned = 2.0 * libm::sqrt(c1 * c2) * libm::sin((turn / 2.0).to_radians()) / (1.0 + 0.015 * chroma * t);
    let blue = (middle - 275.0) / 25.0;
    let rotation = -libm::sin((60.0 * libm::exp(-blue * blue)).to_radians()) * 2.0 * seventh(chroma);
    libm::sqrt(lightness * lightness + colored * colored + turned * turned + rotation * colored * turned)
}

/// The smallest distance for any of the four visions.
fn apart(a: Color, b: Color) -> f64 {
    seen(a).into_iter().zip(seen(b)).map(|(a, b)| distance(a, b)).fold(f64::INFINITY, f64::min)
}

// Sharma, Wu and Dalal 2005, table 1, pairs 1, 7 and 25.
#[test]
fn distances_of_colors_are_those_of_the_table() {
    for (a, b, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    ] {
        assert!((distance(a, b) - expected).abs() < 1e-4, "{}", distance(a, b));
    }
}

// Graphical objects need a contrast of 3 (WCAG 2.2, 1.4.11).
#[test]
fn lines_stand_out_from_the_page() {
    for theme in THEMES {
        let kinds = Kind::ALL.map(|kind| theme.kind(kind));
        let drugs = Drug::DEFAULTS.map(|drug| theme.drug(drug));
        let arms = (0..8).map(|arm| theme.arm(arm));
        let others = [theme.blood_count(), theme.threshold_line()];
        for line in kinds.into_iter().chain(drugs).chain(arms).chain(others) {
            let found = contrast(line.color, theme.background);
            assert!(found >= 3.0, "{}: {found:.2}", line.color.hex());
        }
    }
}

/// Colors that differ by less are one (CIEDE2000).
const TOLD: f64 = 7.5;

/// Every two of them.
fn pairs<T: Copy>(all: &[T]) -> Vec<(T, T)> {
    let of = |i: usize| (i + 1..all.len()).map(move |j| (i, j));
    (0..all.len()).flat_map(of).map(|(i, j)| (all[i], all[j])).collect()
}

#[test]
fn lines_are_told_apart_with_every_kind_of_color_vision() {
    for theme in THEMES {
        let first: Vec<Stroke> = (0..4).map(|arm| theme.arm(arm)).collect();
        let kinds = Kind::ALL.map(|kind| theme.kind(kind));
        for (a, b) in pairs(&first).into_iter().chain(pairs(&kinds)) {
            let found = apart(a.color, b.color);
            assert!(found >= TOLD, "{} and {}: {found:.1}", a.color.hex(), b.color.hex());
        }
    }
}

// Orange and ocher are one color to who lacks cones for green: eight colors cannot all be told, so dashes tell the others.
#[test]
fn eight_arms_are_told_apart_by_color_with_every_vision_or_else_by_their_dash() {
    for theme in THEMES {
        let arms: Vec<Stroke> = (0..8).map(|arm| theme.arm(arm)).collect();
        for (a, b) in pairs(&arms) {
            let found = apart(a.color, b.color);
            assert!(found >= TOLD || a.dash != b.dash, "{} and {}: {found:.1}", a.color.hex(), b.color.hex());
        }
    }
}

#[test]
fn responses_are_told_apart_with_every_kind_of_color_vision() {
    for theme in THEMES {
        for (a, b) in pairs(&RESPONSES) {
            let found = apart(theme.response(a), theme.response(b));
            assert!(found >= TOLD, "{} and {}: {found:.1}", a.name(), b.name());
        }
    }
}

// Printed in black, lines are told by their dash, or else by at least 15 of 100 in lightness.
#[test]
fn printed_arms_are_told_apart_without_color() {
    let lines: Vec<Stroke> = (0..8).map(|arm| Theme::print().arm(arm)).collect();
    let light = |line: &Stroke| seen(line.color)[0][0];
    for (i, a) in lines.iter().enumerate() {
        let alike = lines[i + 1..].iter().find(|b| a.dash == b.dash && (light(a) - light(b)).abs() < 15.0);
        assert!(alike.is_none(), "{a:?} and {alike:?}");
    }
}

// A copier has no colors: gray bars are told by at least 8 of 100 in lightness.
#[test]
fn printed_responses_are_told_apart_without_color() {
    let light = |response| seen(Theme::print().response(response))[0][0];
    for (a, b) in pairs(&RESPONSES) {
        let found = (light(a) - light(b)).abs();
        assert!(found >= 8.0, "{} and {}: {found:.1}", a.name(), b.name());
    }
}

#[test]
fn a_line_of_what_may_be_chance_stands_out_on_paper_and_is_told_from_others_without_color() {
    let (theme, lightness) = (Theme::print(), |color: Color| seen(color)[0][0]);
    assert!(contrast(theme.borderline(), theme.background) >= 3.0);
    for other in [CR, Resistant] {
        let apart = (lightness(theme.borderline()) - lightness(theme.response(other))).abs();
        assert!(apart >= 8.0, "{}: {apart:.1}", other.name());
    }
}

fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn kinds_and_drugs_differ_in_color_and_in_dash() {
    for theme in THEMES {
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
        let responses = RESPONSES.map(|found| theme.response(found));
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

// Text needs a contrast of 4.5 (WCAG 2.2, 1.4.3).
#[test]
fn names_are_legible_in_the_color_of_their_curve() {
    for theme in THEMES {
        let kinds = Kind::ALL.map(|kind| theme.kind(kind).color);
        let drugs = shipped_names().into_iter().map(|name| theme.drug(Drug::named(name)).color);
        let others = (0..26_u8).map(|letter| theme.drug(Drug::named(&format!("{}", char::from(b'a' + letter)))).color);
        let arms = (0..8).map(|arm| theme.arm(arm).color);
        for color in kinds.into_iter().chain(drugs).chain(others).chain(arms) {
            let found = contrast(theme.text_in(color), theme.background);
            assert!(found >= 4.5, "{}: {found:.2}", color.hex());
        }
        for color in [theme.ink, theme.muted, theme.text_in(theme.threshold), theme.text_in(theme.blood)] {
            let found = contrast(color, theme.background);
            assert!(found >= 4.5, "{}: {found:.2}", color.hex());
        }
    }
}
