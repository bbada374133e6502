//! Shapes of a slide as XML (ECMA-376, part 1, 19.3 and 21.1): places with text, pictures and tables. Left out: where they go.

use crate::{
    columns::{ABOVE, ASIDE, Page},
    slide::Grid,
    template::{EMU, Frame, Place},
};
use cenersim_plot::text::escaped;

/// Namespaces of the root of a slide.
pub const NAMESPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

/// The beginning of every tree of shapes.
pub const ROOT: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>\
    <a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// One line at the foot of a slide. Typeface and side are those of the layout, but said, since LibreOffice does not look there.
pub fn foot(text: &str, size: f64, place: &Place) -> String {
    let (size, side) = (hundredths(size), side(place));
    format!(
        "<a:p>{side}<a:r><a:rPr lang=\"en-US\" sz=\"{size}\"><a:latin typeface=\"+mn-lt\"/></a:rPr><a:t>{}</a:t></a:r></a:p>",
        escaped(text)
    )
}

/// On which side the text of a place stands, if its layout says so.
fn side(place: &Place) -> String {
    place.side.as_ref().map_or_else(String::new, |side| format!("<a:pPr algn=\"{}\"/>", escaped(side)))
}

/// Text of a run, which says its size only where it is not that of the layout.
fn run(text: &str, size: Option<f64>) -> String {
    let size = size.map_or_else(String::new, |size| format!(" sz=\"{}\"", hundredths(size)));
    format!("<a:r><a:rPr lang=\"en-US\"{size}/><a:t>{}</a:t></a:r>", escaped(text))
}

fn hundredths(size: f64) -> i64 {
    (size * 100.0).round() as i64
}

/// Whole units of the file (EMU).
fn emu(points: f64) -> i64 {
    (points * EMU).round() as i64
}

/// Paragraphs of plain text.
pub fn paragraphs(texts: &[String], size: Option<f64>) -> String {
    texts.iter().map(|text| format!("<a:p>{}</a:p>", run(text, size))).collect()
}

/// A place of the layout with these paragraphs; `name` is what lists of shapes and screen readers say.
pub fn placed(id: u32, name: &str, place: &Place, paragraphs: &str) -> String {
    let kind = if place.kind == "obj" { String::new() } else { format!(" type=\"{}\"", place.kind) };
    let index = place.index.as_ref().map_or_else(String::new, |index| format!(" idx=\"{index}\""));
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr>\
         <p:nvPr><p:ph{kind}{index}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr>\
         <a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
}

/// The number of the slide, which its viewer counts.
pub fn slide_number(number: usize, place: &Place) -> String {
    format!(
        "<a:p>{}<a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"en-US\">\
         <a:latin typeface=\"+mn-lt\"/></a:rPr><a:t>{number}</a:t></a:fld></a:p>",
        side(place)
    )
}

fn transform(tag: &str, frame: &Frame) -> String {
    let [x, y, width, height] = [frame.x, frame.y, frame.width, frame.height].map(emu);
    format!("<{tag}><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></{tag}>")
}

/// A picture as pixels that programs show which cannot draw its vectors; `ids` are its references.
pub fn picture(id: u32, name: &str, alt: &str, frame: &Frame, [pixels, vectors]: [&str; 2]) -> String {
    let (name, alt, place) = (escaped(name), escaped(alt), transform("a:xfrm", frame));
    format!(
        "<p:pic><p:nvPicPr><p:cNvPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/><p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/>\
         </p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"{pixels}\"><a:extLst>\
         <a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip \
         xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{vectors}\"/></a:ext></a:extLst>\
         </a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{place}<a:prstGeom prst=\"rect\"><a:avLst/>\
         </a:prstGeom></p:spPr></p:pic>"
    )
}

/// A table in the colors of the theme: a line under the headings and thin ones between the rows.
pub fn table(id: u32, name: &str, alt: &str, at: &Frame, grid: &Grid, page: &Page) -> String {
    let columns: String = page.widths.iter().map(|width| format!("<a:gridCol w=\"{}\"/>", emu(*width))).collect();
    let of = |cells: &[String], span, heading| -> String {
        let first = cell(&cells[0], grid.numeric[0], heading, page.size, span);
        let rest = cells.iter().zip(&grid.numeric).skip(1);
        rest.fold(first, |row, (text, numeric)| row + &cell(text, *numeric, heading, page.size, 1))
    };
    let headings = of(&grid.headings, 1, true);
    let rows = page.rows.iter().zip(&page.spans).map(|(cells, span)| of(cells, *span, false));
    let rows = [headings].into_iter().chain(rows).zip(&page.heights);
    let rows: String = rows.map(|(cells, height)| format!("<a:tr h=\"{}\">{cells}</a:tr>", emu(*height))).collect();
    let frame = Frame { width: page.widths.iter().sum(), height: page.heights.iter().sum(), ..*at };
    let (name, alt, place) = (escaped(name), escaped(alt), transform("p:xfrm", &frame));
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"{id}\" name=\"{name}\" descr=\"{alt}\"/><p:cNvGraphicFramePr>\
         <a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{place}<a:graphic>\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>\
         <a:tblPr firstRow=\"1\"><a:tableStyleId>{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}</a:tableStyleId></a:tblPr>\
         <a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
}

/// Numbers stand at the right; a cell over several rows says its text once, and over none it is covered by one above.
fn cell(text: &str, numeric: bool, heading: bool, size: f64, span: usize) -> String {
    let (text, spanned) = match span {
        0 => ("", " vMerge=\"1\"".to_owned()),
        1 => (text, String::new()),
        rows => (text, format!(" rowSpan=\"{rows}\"")),
    };
    let (align, bold) = (if numeric { "r" } else { "l" }, if heading { " b=\"1\"" } else { "" });
    let (aside, above, size) = (emu(ASIDE), emu(ABOVE), hundredths(size));
    let anchor = if span > 1 { "t" } else { "ctr" };
    let (line, ink) = if heading { (19_050, "") } else { (6_350, "<a:alpha val=\"35000\"/>") };
    let none = ["lnL", "lnR", "lnT"].map(|side| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>")).concat();
    let color = "<a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill>";
    let text = match text {
        "" => format!("<a:endParaRPr lang=\"en-US\" sz=\"{size}\"/>"),
        text => {
            format!("<a:r><a:rPr lang=\"en-US\" sz=\"{size}\"{bold}>{color}</a:rPr><a:t>{}</a:t></a:r>", escaped(text))
        }
    };
    format!(
        "<a:tc{spanned}><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn=\"{align}\"/>{text}</a:p></a:txBody>\
         <a:tcPr marL=\"{aside}\" marR=\"{aside}\" marT=\"{above}\" marB=\"{above}\" anchor=\"{anchor}\">{none}<a:lnB w=\"{line}\">\
         <a:solidFill><a:schemeClr val=\"tx1\">{ink}</a:schemeClr></a:solidFill></a:lnB><a:noFill/></a:tcPr></a:tc>"
    )
}
