//! What an analysis has to show, whatever it is, and the one writer of its folder: data files, tables, dictionary, scenarios,
//! provenance, figures and the report. Left out: a run's tables, which are written while its replicates come in.
//!
//! In the folder of any kind but a run: data files and tables first, then `columns.csv`, figures, report,
//! `figures.cbor`, and last `provenance.json`, whose fingerprint is of the texts and tables in the order in which they
//! were added.
//!
//! # Life of a product
//!
//! ```text
//! new(kind, seed, facts, document)    facts of its own for provenance.json, the report
//! add_json, add_table, add_data       texts of the fingerprint, in this order, with their columns in the dictionary
//! tables, scenarios, terminal         what goes to tables/*.csv, scenarios/*.toml and the terminal
//! write(staging, made, look)          all files; figures are rendered to PNG in parallel
//! ```
//!
//! The order in which texts are added is part of the recipe of `result_sha256`; a new file at the end changes the
//! fingerprint of all results of its kind, which belongs into the changelog.

use super::{
    Document, ReportError, Staging, Table,
    columns::ParquetError,
    existing, files,
    fingerprint::{fingerprint, recipe},
    html,
    kept::kept,
    provenance::{FIGURE_DATA_SHA256, FORMAT},
    sha256,
    table::{
        Column, Entry, Layout, Origin, csv, dataset_json, dictionary, exact_csv, of_columns, of_headings, write_columns,
    },
};
use cenersim_plot::{Figure, Shape, Theme, pdf, png};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

/// How a result was made: what its provenance and its report say of the program.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// Name of the folder.
    pub name: &'a str,
    /// Command line that makes this result again.
    pub command: &'a str,
    /// Version of the program.
    pub version: &'a str,
    /// Git commit of the program; `unknown` if it was not built from a clone.
    pub commit: &'a str,
    /// Wall time of the simulation, without writing.
    pub wall: Duration,
}

impl Made<'_> {
    /// Version and commit, for a report.
    pub fn stated(&self) -> String {
        format!("cenersim {}, commit {}", self.version, self.commit)
    }

    /// What the data files of a result of this kind say about themselves.
    pub fn about(&self, kind: &'static str, seed: u64) -> [(&'static str, String); 3] {
        [(kind, self.name.to_owned()), ("seed", seed.to_string()), ("version", self.version.to_owned())]
    }

    /// The program, for the foot of a figure.
    pub fn program(&self) -> String {
        Self::program_of(self.version, self.commit)
    }

    /// The program of a version and commit; one that was not built from a clone has none.
    pub fn program_of(version: &str, commit: &str) -> String {
        match commit {
            "unknown" => format!("cenersim {version}"),
            commit => format!("cenersim {version} ({commit})"),
        }
    }
}

/// How figures look.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Look {
    /// On a dark background, for dark rooms; otherwise on a light one.
    pub dark: bool,
    /// On white in colors that are told apart in black and white; not with `dark`.
    #[serde(default)]
    pub print: bool,
    /// What pages are for.
    #[serde(default)]
    pub shape: Shape,
    /// Pixels of the figures as PNG.
    pub width: u32,
    /// Figures have the proportions of their shape and stand in the middle of another.
    pub height: u32,
    /// Texts larger or smaller than usual, 0.8 to 1.3.
    pub font_scale: f64,
    /// Files of each figure.
    #[serde(default, skip_serializing_if = "Format::is_usual")]
    pub format: Format,
}

/// Files of each figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// SVG alone.
    Svg,
    /// SVG and PNG.
    #[default]
    Png,
    /// SVG, PNG and PDF.
    Pdf,
}

impl Format {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Look {
    fn default() -> Self {
        let (shape, format) = (Shape::Wide, Format::Png);
        Self { dark: false, print: false, shape, width: 1920, height: 1080, font_scale: 1.0, format }
    }
}

impl Look {
    /// Colors and sizes, with the texts scaled.
    pub fn theme(&self) -> Theme {
        let theme = match (self.dark, self.print) {
            (true, _) => Theme::dark(),
            (false, true) => Theme::print(),
            (false, false) => Theme::light(),
        };
        theme.shaped(self.shape).with_font_scale(self.font_scale)
    }

    /// File names and contents of figures: SVG of each, and what else is asked for.
    pub fn files(&self, figures: &[&Figure]) -> Vec<(String, Vec<u8>)> {
        let all = |figure: &&Figure| {
            let file = |ending, bytes| (format!("{}.{ending}", figure.name), bytes);
            let png = (self.format != Format::Svg).then(|| file("png", png(figure, self.width, self.height)));
            let pdf = (self.format == Format::Pdf).then(|| file("pdf", pdf(figure, self.shape)));
            let svg = file("svg", figure.svg.clone().into_bytes());
            [Some(svg), png, pdf].into_iter().flatten().collect::<Vec<_>>()
        };
        figures.par_iter().flat_map(all).collect()
    }
}

/// What an analysis has to show.
/// It is filled by the `*_product` function of its kind and written by [`Product::write`].
pub struct Product {
    /// What the result is, such as `comparison`.
    pub kind: &'static str,
    /// Seed of the result.
    pub seed: u64,
    /// What `provenance.json` says besides what all of them say; none if it is written already.
    pub facts: Option<Value>,
    /// Files whose content is the result, in the order of the recipe of the fingerprint: path and content. Tables follow.
    pub texts: Vec<(String, String)>,
    /// Scenarios as they were run: path and text.
    pub scenarios: Vec<(String, String)>,
    /// Those of `tables/`.
    pub tables: Vec<Table>,
    /// What follows, in two plain sentences: the first lines of report, terminal and `--json`.
    pub verdict: Vec<String>,
    /// The report, with all figures.
    pub document: Document,
    /// The results as `--json` prints them.
    pub json: String,
    /// The results for the terminal.
    pub terminal: String,
    /// Tables that are files of their own beside `tables/`.
    pub beside: Vec<Table>,
    /// What the figures are drawn from; empty where the data files hold it.
    pub figure_data: Vec<u8>,
    /// Data files beside those of the fingerprint.
    data: Vec<(&'static str, Vec<u8>)>,
    dictionary: Vec<Entry>,
}

impl Product {
    /// A product of this kind without files.
    pub fn new(kind: &'static str, seed: u64, facts: Option<Value>, document: Document) -> Self {
        let (json, terminal) = (String::new(), String::new());
        let (texts, scenarios, tables) = (Vec::new(), Vec::new(), Vec::new());
        let (beside, figure_data, data, dictionary) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            kind,
            seed,
            facts,
            texts,
            scenarios,
            tables,
            verdict: document.verdict.clone(),
            document,
            json,
            terminal,
            beside,
            figure_data,
            data,
            dictionary,
        }
    }

    /// Adds the results for programs under this name.
    /// `json` is both a file, which is part of the fingerprint, and what `--json` prints.
    pub fn add_json(&mut self, name: &str, json: String) {
        self.json.clone_from(&json);
        self.texts.push((name.to_owned(), json));
    }

    /// Adds a table as a file of its own beside `tables/`.
    pub fn add_table(&mut self, name: &str, table: Table) {
        self.texts.push((name.to_owned(), table.csv()));
        self.dictionary.extend(of_headings(name, &table.columns));
        self.beside.push(table);
    }

    /// Adds a data file as CSV, which is part of the fingerprint, and as Parquet, which says this about itself.
    /// The names are those of the CSV and the Parquet file; both have every row and column.
    pub fn add_data<R>(
        &mut self,
        names: [&'static str; 2],
        columns: &[Column<R>],
        rows: Vec<R>,
        about: &[(&str, String)],
    ) {
        self.add_both((names, csv(columns, &rows)), columns, rows, about);
    }

    /// The same with a decimal point in every number that may have parts, for readers who guess types.
    pub fn add_exact_data<R>(
        &mut self,
        names: [&'static str; 2],
        columns: &[Column<R>],
        rows: Vec<R>,
        about: &[(&str, String)],
    ) {
        self.add_both((names, exact_csv(columns, &rows)), columns, rows, about);
    }

    /// Adds a data file that follows a standard: as [`Product::add_exact_data`] does, and as Dataset-JSON.
    pub fn add_dataset<R>(
        &mut self,
        layout: &Layout,
        columns: &[Column<R>],
        rows: Vec<R>,
        (about, origin): (&[(&str, String)], &Origin),
    ) {
        let [csv, parquet, json] = layout.files;
        self.data.push((json, dataset_json(layout, columns, &rows, origin).into_bytes()));
        self.add_exact_data([csv, parquet], columns, rows, about);
    }

    fn add_both<R>(
        &mut self,
        ([name, parquet], text): ([&'static str; 2], String),
        columns: &[Column<R>],
        rows: Vec<R>,
        about: &[(&str, String)],
    ) {
        self.texts.push((name.to_owned(), text));
        self.describe(name, columns);
        self.add_parquet(parquet, columns, rows.into_iter(), about);
    }

    /// Adds a data file as Parquet only.
    pub fn add_parquet<R>(
        &mut self,
        name: &'static str,
        columns: &[Column<R>],
        rows: impl Iterator<Item = R>,
        about: &[(&str, String)],
    ) {
        self.describe(name, columns);
        self.add_columns(name, |to| write_columns("rows", columns, rows, about, to));
    }

    /// Adds a Parquet file; [`Product::describe`] tells of its columns.
    ///
    /// # Panics
    /// If the columns are no schema: a mistake in the code.
    pub fn add_columns(&mut self, name: &'static str, write: impl FnOnce(&mut Vec<u8>) -> Result<(), ParquetError>) {
        let mut bytes = Vec::new();
        write(&mut bytes).expect("memory takes every column");
        self.data.push((name, bytes));
    }

    /// Says in the dictionary what these columns of a file mean.
    pub fn describe<R>(&mut self, name: &str, columns: &[Column<R>]) {
        self.dictionary.extend(of_columns(name, columns));
    }

    /// Adds scenarios to their folder, by the stems of their files.
    pub fn add_scenarios<'a>(&mut self, scenarios: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let placed = |(name, text): (&str, &str)| (format!("{}/{name}.toml", files::SCENARIOS), text.to_owned());
        self.scenarios.extend(scenarios.into_iter().map(placed));
    }

    /// The results for programs with the verdict as their first key, which no file has: files are as they were hashed.
    pub fn json_with_verdict(&self) -> String {
        let verdict = json!(self.verdict);
        let rest = self.json.trim_start().strip_prefix('{').unwrap_or_default().trim_end();
        format!("{{\n  \"verdict\": {verdict},{rest}\n")
    }

    /// Writes everything into a staged folder.
    ///
    /// # Errors
    /// If a scenario or a figure has a name that is no plain file name, or the disk is full or refuses.
    pub fn write(&self, staging: &mut Staging, made: &Made, look: &Look) -> Result<(), ReportError> {
        self.write_data(staging)?;
        for (name, bytes) in look.files(&self.document.figures().collect::<Vec<_>>()) {
            staging.add_figure(&name, &bytes)?;
        }
        staging.add_report(&html(&self.document))?;
        self.write_provenance(staging, made)
    }

    /// Data files, tables, scenarios and the dictionary: what takes no time.
    ///
    /// # Errors
    /// As [`Product::write`].
    pub fn write_data(&self, staging: &mut Staging) -> Result<(), ReportError> {
        let texts = self.all_texts();
        let named = texts.iter().chain(&self.scenarios).map(|(path, _)| path.as_str());
        let mut tops = named.chain(self.data.iter().map(|(name, _)| *name)).filter_map(|path| path.split('/').next());
        debug_assert!(tops.all(existing::is_of_results), "a file is in no list of the files of results");
        texts.iter().chain(&self.scenarios).try_for_each(|(path, text)| staging.add_text(path, text))?;
        self.data.iter().try_for_each(|(name, bytes)| staging.add(name, bytes))?;
        staging.add(files::COLUMNS, dictionary(self.dictionary.clone(), &self.tables).csv().as_bytes())
    }

    /// How the result was made, what its report says as data, and what its figures are drawn from.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    pub fn write_provenance(&self, staging: &mut Staging, made: &Made) -> Result<(), ReportError> {
        staging.add(files::REPORT_DATA, kept(&self.document, made).as_bytes())?;
        if !self.figure_data.is_empty() {
            staging.add(files::FIGURE_DATA, &self.figure_data)?;
        }
        let Some(facts) = &self.facts else { return Ok(()) };
        staging.add(files::PROVENANCE, self.provenance(facts, &self.all_texts(), staging, made).as_bytes())
    }

    /// The texts of the fingerprint, in its order.
    fn all_texts(&self) -> Vec<(String, String)> {
        let tables = self.tables.iter().map(|table| (format!("{}/{}.csv", files::TABLES, table.name), table.csv()));
        self.texts.iter().cloned().chain(tables).collect()
    }

    /// `provenance.json`: what all results say, then what this one does.
    /// Keys of `facts` come after those of all results and replace equal ones.
    fn provenance(&self, facts: &Value, texts: &[(String, String)], staging: &Staging, made: &Made) -> String {
        let hash = |(path, text): &(String, String)| (path.clone(), sha256(text.as_bytes()));
        let hashes: Vec<(String, String)> = texts.iter().map(hash).collect();
        let names: Vec<&str> = hashes.iter().map(|(name, _)| name.as_str()).collect();
        let mut all = json!({
            "format": FORMAT,
            "kind": self.kind,
            "scenario": staging.name(),
            "command": made.command,
            "seed": self.seed,
            "version": made.version,
            "commit": made.commit,
            "wall_seconds": made.wall.as_secs_f64(),
            "scenario_sha256": staging.input_sha256(),
            "sha256": hashes.iter().cloned().collect::<BTreeMap<String, String>>(),
            "result_sha256": fingerprint(&hashes),
            "result_sha256_is": recipe(&names),
        });
        if !self.figure_data.is_empty() {
            all[FIGURE_DATA_SHA256] = json!(sha256(&self.figure_data));
        }
        if let (Some(all), Some(facts)) = (all.as_object_mut(), facts.as_object()) {
            all.extend(facts.clone());
        }
        format!("{all:#}\n")
    }
}
