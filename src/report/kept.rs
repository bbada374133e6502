//! `report.json`: what the report says, kept as data beside `report.html`, so that slides can be made of a result without
//! simulating. Names stand in the place of figures, which are drawn again from `figures.cbor` or the curves of a run.
//! Left out: figures, and what the page adds (numbers, anchors, the first rows of long tables).
//!
//! ```text
//! { "format": 1, "version": "0.1.0", "commit": "d7fb95b2cd53", "report_sha256": "...", "report": { "title": ... } }
//! ```
//!
//! `report_sha256` is the hash of the file with nothing between the quotes of that value, as in the provenance of a run.

use super::{
    Document, Made, ReportError, files,
    provenance::{self, FORMAT, own_hash, signed},
};
use serde::{Deserialize, Serialize};
use std::{fs, io, path::Path};

/// Before the hash of the file itself.
const KEY: &str = "\"report_sha256\":\"";

/// A report as data, and the program that made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredReport {
    format: u32,
    /// Version of the program.
    pub version: String,
    /// Its commit.
    pub commit: String,
    report_sha256: String,
    /// The report, with the names of its figures.
    pub report: Document<String>,
}

/// The file of a report.
pub fn kept(document: &Document, made: &Made) -> String {
    let report = document.clone().with(|figure| Some(figure.name));
    let (version, commit) = (made.version.into(), made.commit.into());
    let stored = StoredReport { format: FORMAT, version, commit, report_sha256: String::new(), report };
    signed(serde_json::to_string(&stored).expect("plain data is JSON") + "\n", KEY)
}

/// Reads what the report of the result in `folder` says.
///
/// # Errors
/// If the folder is no result, or one of a version that did not keep its report, or if the file was changed.
pub fn read_report(folder: &Path) -> Result<StoredReport, ReportError> {
    provenance::origin(folder)?;
    let path = folder.join(files::REPORT_DATA);
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ReportError::NoReport { path: folder.into() },
        _ => ReportError::read(&path)(error),
    })?;
    let damaged = |expected: &str, found: String| ReportError::Damaged {
        path: path.clone(),
        line: None,
        expected: expected.into(),
        found,
    };
    let stored: StoredReport = serde_json::from_slice(&bytes)
        .map_err(|error| damaged("the report of a result of this version", error.to_string()))?;
    if stored.format != FORMAT {
        let found = format!("format {} of version {}", stored.format, stored.version);
        return Err(damaged(&format!("format {FORMAT}"), found));
    }
    if own_hash(&String::from_utf8_lossy(&bytes), KEY, &stored.report_sha256) != stored.report_sha256 {
        return Err(damaged("the file that the program wrote", "another one, by its `report_sha256`".into()));
    }
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Column, Section, Table};
    use cenersim_plot::{Figure, Section as Of};
    use std::time::Duration;

    fn document() -> Document {
        let columns = vec![Column::number("n", "n", "%", "A number.", |row: &f64| *row)];
        let figure = |name: &str| Figure {
            name: name.into(),
            section: Of::Response,
            title: "Rates".into(),
            alt: "Rates.".into(),
            svg: "<svg/>".into(),
        };
        let section = Section {
            heading: "Response".into(),
            figures: vec![figure("response"), figure("waterfall")],
            tables: vec![Table::of("rates", "Rates", columns, [1.0 / 3.0, f64::NAN])],
            ..Section::default()
        };
        Document { title: "Arms \u{201C}A\u{201D} & B".into(), sections: vec![section], ..Document::default() }
    }

    /// A folder with a provenance and this report.
    fn folder(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let provenance =
            r#"{"format": 1, "kind": "trial", "version": "0.1.0", "scenario": "x", "seed": 1, "scenario_sha256": ""}"#;
        fs::write(folder.path().join(files::PROVENANCE), provenance).unwrap();
        fs::write(folder.path().join(files::REPORT_DATA), text).unwrap();
        folder
    }

    fn text() -> String {
        let made = Made { name: "x", command: "cenersim", version: "0.1.0", commit: "abc", wall: Duration::ZERO };
        kept(&document(), &made)
    }

    #[test]
    fn a_report_comes_back_with_the_names_of_its_figures_and_every_digit() {
        let found = read_report(folder(&text()).path()).unwrap();
        assert_eq!(found.commit, "abc");
        assert_eq!(found.report.figures().collect::<Vec<_>>(), ["response", "waterfall"]);
        assert_eq!(found.report.sections[0].tables[0].rows, [[Cell::Number(0.333_333_333_3)], [Cell::Nothing]]);
        let drawn = found.report.with(|name| document().figures().find(|figure| figure.name == name).cloned());
        assert_eq!(html_of(&drawn), html_of(&document()));
    }

    fn html_of(document: &Document) -> String {
        crate::html(document)
    }

    #[test]
    fn a_changed_or_missing_report_is_refused_in_one_sentence() {
        let said = |text: &str| read_report(folder(text).path()).unwrap_err().to_string();
        assert!(said(&text().replace("Arms", "Legs")).contains("another one, by its `report_sha256`"));
        assert!(said(&text().replace("\"format\":1", "\"format\":9")).contains("expected format 1, found format 9"));
        assert!(said("{}").contains("expected the report of a result of this version"));
        let empty = folder("");
        fs::remove_file(empty.path().join(files::REPORT_DATA)).unwrap();
        let missing = read_report(empty.path()).unwrap_err();
        assert!(missing.to_string().contains("without `report.json`") && missing.exit_code() == 2);
        assert!(read_report(tempfile::tempdir().unwrap().path()).unwrap_err().to_string().contains("provenance.json"));
    }
}
