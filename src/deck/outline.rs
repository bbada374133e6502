//! The talk: which slides a report makes, in which order, and what the speaker says on each. Titles of figures are their messages, those
//! of tables their captions; sentences are those of the report. Left out: sizes and places.
//!
//! | chapter | slides |
//! |---|---|
//! | title | title and subtitle of the report, program and seed |
//! | summary | what to take home: the verdict, then the first sentences of the summary |
//! | design, patients, results, mechanism | figures and tables that [`selection`](crate::selection) names, as the report orders them |
//! | uncertainty | what the intervals leave out, then figures and tables |
//! | assumptions | the most influential of the assumed numbers |
//! | methods | command, program, seed and the rest of the provenance |
//! | glossary | abbreviations that occur on the slides |
//! | appendix | all other figures, and some tables |

use crate::{
    Chapter,
    selection::{has_column, of_figure, of_table},
    slide::{Body, Grid, Slide},
};
use cenersim_plot::Figure;
use cenersim_report::{Document, Section, Table, Term, occurring};

/// The slides of these chapters.
pub fn outline(document: &Document, chapters: &[Chapter]) -> Vec<Slide> {
    let mut slides = Vec::new();
    for chapter in chapters {
        match chapter {
            Chapter::Title => slides.push(opening(document)),
            Chapter::Summary => slides.extend(summary(document)),
            Chapter::Methods => slides.push(methods(document)),
            Chapter::Glossary => slides.extend(glossary(&slides)),
            Chapter::Uncertainty => {
                slides.push(limits(document));
                slides.extend(shown(document, *chapter));
            }
            chapter => slides.extend(shown(document, *chapter)),
        }
    }
    give_unique_titles(&mut slides);
    slides
}

/// The command that makes the result again, as every slide's notes end.
fn command(document: &Document) -> String {
    format!("Made by: {}", document.command)
}

fn fact<'a>(document: &'a Document, name: &str) -> Option<&'a str> {
    document.provenance.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn opening(document: &Document) -> Slide {
    let made = ["Program", "Seed"].into_iter().filter_map(|name| Some(format!("{}: {}", name, fact(document, name)?)));
    let lines = [
        document.subtitle.clone(),
        "Results of a model, not of treated patients".into(),
        made.collect::<Vec<_>>().join("; "),
    ];
    let notes = [document.summary.first().cloned(), Some(command(document))];
    Slide {
        chapter: Chapter::Title,
        title: document.title.clone(),
        body: Body::Opening(lines.into_iter().filter(|line| !line.is_empty()).collect()),
        notes: notes.into_iter().flatten().collect(),
    }
}

/// Sentences that go on a slide.
const MOST_SENTENCES: usize = 6;
/// Arms that have a sentence each there; of more of them the table of rates tells.
const MOST_ARMS: usize = 3;
/// Longer sentences are for the notes (letters).
const LONGEST_SENTENCE: usize = 330;

/// What to take home, all in one place.
fn take_home(document: &Document) -> Vec<String> {
    let short = document.summary.iter().filter(|sentence| sentence.chars().count() <= LONGEST_SENTENCE);
    let of_an_arm = |sentence: &String| document.arms.iter().any(|arm| sentence.starts_with(&format!("{arm}: ")));
    let few = document.arms.len() <= MOST_ARMS;
    let found = short.filter(|sentence| {
        !is_caveat(sentence) && !document.verdict.contains(sentence) && (few || !of_an_arm(sentence))
    });
    document.verdict.iter().chain(found).take(MOST_SENTENCES).cloned().collect()
}

/// Words of sentences on what intervals leave out, and on what so many patients can tell.
const CAVEATS: [&str; 8] = [
    "results of a model",
    "leave out",
    "say nothing",
    "can tell",
    "cannot tell",
    "not known",
    "holds under",
    "not counted",
];

/// What says which uncertainty is left out.
fn is_caveat(sentence: &str) -> bool {
    CAVEATS.iter().any(|words| sentence.contains(words))
}

fn summary(document: &Document) -> Option<Slide> {
    let sentences = take_home(document);
    let notes = document.summary.iter().cloned().chain([command(document)]).collect();
    let title = "What was found".to_owned();
    let chapter = Chapter::Summary;
    (!sentences.is_empty()).then_some(Slide { chapter, title, body: Body::Text(sentences), notes })
}

/// What so many patients cannot tell, and what intervals leave out.
fn limits(document: &Document) -> Slide {
    let count = ["Patients", "Subjects"].into_iter().find_map(|name| fact(document, name)?.parse::<u64>().ok());
    let title = count.map_or_else(
        || "What these results cannot tell".to_owned(),
        |count| format!("What {count} {} cannot tell", if count == 1 { "patient" } else { "patients" }),
    );
    let caveats = document.summary.iter().filter(|sentence| is_caveat(sentence)).cloned();
    let inconclusive =
        document.summary.iter().filter(|sentence| sentence.contains("includes no difference")).take(2).cloned();
    let texts = document.sections.iter().filter(|section| has(section, Chapter::Uncertainty));
    let results = document.sections.iter().filter(|section| has(section, Chapter::Results));
    let of_results = results.flat_map(|section| section.text.iter().filter(|text| is_caveat(text)).cloned());
    let said: Vec<String> = caveats.chain(of_results).chain(inconclusive).collect();
    let is_said = said.iter().any(|sentence| sentence.contains(CAVEATS[0]));
    let said: Vec<String> = Some(ALWAYS.to_owned()).filter(|_| !is_said).into_iter().chain(said).collect();
    let texts = texts.flat_map(|section| section.text.clone());
    let notes = said.iter().cloned().chain(texts).chain([command(document)]).collect();
    Slide { chapter: Chapter::Uncertainty, title, body: Body::Text(said), notes }
}

/// Where the summary has no sentence on it.
const ALWAYS: &str =
    "These are results of a model, not of treated patients; they hold for the values of its parameters.";

/// Whether a section has a figure or table of this chapter.
fn has(section: &Section, chapter: Chapter) -> bool {
    let figures = section.figures.iter().any(|figure| of_figure(&figure.name) == chapter);
    figures || section.tables.iter().any(|table| of_table(&table.name) == Some(chapter))
}

/// Figures and tables of a chapter in the order of the report; those of the design and the patients begin with the tables.
fn shown(document: &Document, chapter: Chapter) -> Vec<Slide> {
    let tables_first = chapter == Chapter::Design;
    let one = |section: &Section| {
        let figures = section.figures.iter().filter(|figure| of_figure(&figure.name) == chapter);
        let figures = figures.map(|figure| figure_slide(document, section, figure, chapter));
        let tables = section.tables.iter().filter(|table| of_table(&table.name) == Some(chapter));
        let tables = tables.map(|table| table_slide(document, section, table, chapter));
        if tables_first { tables.chain(figures).collect::<Vec<_>>() } else { figures.chain(tables).collect() }
    };
    document.sections.iter().flat_map(one).collect()
}

fn figure_slide(document: &Document, section: &Section, figure: &Figure, chapter: Chapter) -> Slide {
    let notes = [figure.alt.clone()].into_iter().chain(section.text.clone()).chain([command(document)]);
    let body = Body::Figure(Box::new(figure.clone()));
    Slide { chapter, title: figure.title.clone(), body, notes: notes.collect() }
}

fn table_slide(document: &Document, section: &Section, table: &Table, chapter: Chapter) -> Slide {
    let file = format!("Table {} of the report has every column and digit.", table.name);
    let (grid, left_out) = grid(table);
    let notes = left_out.into_iter().chain(section.text.clone()).chain([file, command(document)]);
    Slide { chapter, title: table.caption.clone(), body: Body::Table(grid), notes: notes.collect() }
}

/// A table as readers see it, and for the notes the cells of the columns that a room cannot take in, each after the first of its row.
fn grid(table: &Table) -> (Grid, Vec<String>) {
    let (headings, rows) = table.for_readers();
    let shown: Vec<bool> = headings.iter().map(|heading| has_column(&table.name, &heading.name)).collect();
    let chosen =
        |row: &[String]| row.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(cell, _)| cell.clone()).collect();
    let left_out = |row: &Vec<String>| {
        let cells = row.iter().zip(&shown).filter(|(cell, shown)| !**shown && !cell.is_empty());
        cells.map(|(cell, _)| format!("{}: {cell}", row[0])).collect::<Vec<_>>()
    };
    let name = |label: &str, unit: &str| if unit.is_empty() { label.to_owned() } else { format!("{label} ({unit})") };
    let names: Vec<String> = headings.iter().map(|heading| name(&heading.label, &heading.unit)).collect();
    let numeric =
        headings.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(heading, _)| heading.numeric).collect();
    let notes = rows.iter().flat_map(left_out).collect();
    (Grid { headings: chosen(&names), numeric, rows: rows.iter().map(|row| chosen(row)).collect() }, notes)
}

/// Two columns of words.
fn listed(headings: [&str; 2], rows: impl IntoIterator<Item = (String, String)>) -> Grid {
    let rows = rows.into_iter().map(|(name, value)| vec![name, value]).collect();
    Grid { headings: headings.map(String::from).into(), numeric: vec![false, false], rows }
}

fn methods(document: &Document) -> Slide {
    let rows = [("Command".to_owned(), document.command.clone())].into_iter().chain(document.provenance.clone());
    let notes = vec![
        "The report has every number of the model with its grade of evidence and its source.".into(),
        command(document),
    ];
    let body = Body::Table(listed(["What", "Value"], rows));
    Slide { chapter: Chapter::Methods, title: "How this was made".into(), body, notes }
}

/// Abbreviations that occur on the slides before.
fn glossary(slides: &[Slide]) -> Option<Slide> {
    let texts: Vec<String> = slides.iter().flat_map(words).collect();
    let is_short = |term: &&Term| !term.stands_for.is_empty();
    let short = occurring(texts.iter().map(String::as_str)).into_iter().filter(is_short);
    let rows: Vec<(String, String)> = short.map(|term| (term.name.to_owned(), term.stands_for.to_owned())).collect();
    let notes = vec!["Abbreviations that occur on the slides and in their notes.".to_owned()];
    let body = Body::Table(listed(["Abbreviation", "What it stands for"], rows.clone()));
    let (chapter, title) = (Chapter::Glossary, "Abbreviations".to_owned());
    (!rows.is_empty()).then_some(Slide { chapter, title, body, notes })
}

/// Every text of a slide.
fn words(slide: &Slide) -> Vec<String> {
    let body = match &slide.body {
        Body::Opening(lines) | Body::Text(lines) => lines.clone(),
        Body::Figure(figure) => vec![figure.svg.clone()],
        Body::Table(grid) => grid.headings.iter().chain(grid.rows.iter().flatten()).cloned().collect(),
    };
    [slide.title.clone()].into_iter().chain(slide.notes.clone()).chain(body).collect()
}

/// No two slides have the same title: a further figure has its name, anything else a number, and one without a title has the
/// name of its chapter.
fn give_unique_titles(slides: &mut [Slide]) {
    for index in 0..slides.len() {
        if slides[index].title.trim().is_empty() {
            slides[index].title = cenersim_text::capital(slides[index].chapter.name());
        }
        let (before, rest) = slides.split_at_mut(index);
        let title = rest[0].title.clone();
        let taken = |title: &str| before.iter().any(|slide| slide.title == title);
        let named = match &rest[0].body {
            Body::Figure(figure) => Some(format!("{title} ({})", figure.name.replace('_', " "))),
            _ => None,
        };
        let numbered = (2..).map(|n| format!("{title} ({n})"));
        rest[0].title =
            [title.clone()].into_iter().chain(named).chain(numbered).find(|title| !taken(title)).unwrap_or(title);
    }
}
