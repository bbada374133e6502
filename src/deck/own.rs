//! The template of the program itself, light or dark, in the colors of its figures. Its parts are in `assets/deck`.

use crate::package::{Package, Relation};
use cenersim_plot::{Color, Theme, theme::Stroke};

const PRESENTATION: &str = include_str!("../../assets/deck/presentation.xml");
const MASTER: &str = include_str!("../../assets/deck/master.xml");
const THEME: &str = include_str!("../../assets/deck/theme.xml");
const NOTES_MASTER: &str = include_str!("../../assets/deck/notes_master.xml");
const LAYOUTS: [&str; 3] = [
    include_str!("../../assets/deck/layout_title.xml"),
    include_str!("../../assets/deck/layout_content.xml"),
    include_str!("../../assets/deck/layout_heading.xml"),
];

/// Names of its parts.
const AT: &str = "ppt/presentation.xml";
const MASTER_AT: &str = "ppt/slideMasters/slideMaster1.xml";
/// Beginning of the types of parts of a presentation.
pub const TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml";
/// Type of a part with colors and fonts.
const THEME_TYPE: &str = "application/vnd.openxmlformats-officedocument.theme+xml";

/// The archive.
pub fn own(theme: &Theme) -> Package {
    let mut package = Package::new();
    package.add(AT, &format!("{TYPE}.presentation.main+xml"), PRESENTATION);
    package.add(MASTER_AT, &format!("{TYPE}.slideMaster+xml"), MASTER);
    package.add(
        "ppt/theme/theme1.xml",
        THEME_TYPE,
        colored(&[theme.ink, theme.background, theme.muted, theme.grid], theme),
    );
    let layouts: Vec<String> = (1..=LAYOUTS.len()).map(|n| format!("ppt/slideLayouts/slideLayout{n}.xml")).collect();
    for (name, layout) in layouts.iter().zip(LAYOUTS) {
        package.add(name, &format!("{TYPE}.slideLayout+xml"), layout);
        package.relate(name, &[Relation::to("rId1", "slideMaster", MASTER_AT)]);
    }
    let to_layouts = (1..).zip(&layouts).map(|(n, name)| Relation::to(format!("rId{n}"), "slideLayout", name));
    let to_theme = Relation::to("rId9", "theme", "ppt/theme/theme1.xml");
    package.relate(MASTER_AT, &to_layouts.chain([to_theme]).collect::<Vec<_>>());
    package.relate(AT, &[Relation::to("rId1", "slideMaster", MASTER_AT)]);
    package.relate("", &[Relation::to("rId1", "officeDocument", AT)]);
    package
}

/// Adds the master of the notes, which some templates lack, and returns its name. Notes are for paper, so light.
pub fn add_notes_master(package: &mut Package) -> &'static str {
    let (name, theme_at) = ("ppt/notesMasters/notesMaster_cenersim.xml", "ppt/theme/theme_cenersim_notes.xml");
    let theme = Theme::light();
    package.add(name, &format!("{TYPE}.notesMaster+xml"), NOTES_MASTER);
    package.add(theme_at, THEME_TYPE, colored(&[theme.ink, theme.background, theme.muted, theme.grid], &theme));
    package.relate(name, &[Relation::to("rId1", "theme", theme_at)]);
    name
}

/// The theme with these colors of ink and page; accents are those of the arms.
fn colored(page: &[Color; 4], theme: &Theme) -> String {
    let arms = (0..6).map(|arm| {
        let Stroke { color, .. } = theme.arm(arm);
        color
    });
    let links = [theme.arm(0).color, theme.muted];
    let names = [
        "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
        "folHlink",
    ];
    let colors = page.iter().copied().chain(arms).chain(links);
    names.iter().zip(colors).fold(THEME.to_owned(), |xml, (name, color)| {
        xml.replace(&format!("{{{name}}}"), color.hex().trim_start_matches('#'))
    })
}
