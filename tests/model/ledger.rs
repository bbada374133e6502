//! The ledger keeps its promises: every number has a source, every assumption a range and a reason, and every number that
//! the code asks for exists. Left out: whether the evidence table says what the ledger says it does.

use cenersim::parameters::{
    Entry, Grade, Ledger,
    drugs::{Known, NUMBERS},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const ASSUMED: &str = "assumed";

/// Entries for which `holds` is false, by path.
fn exceptions(holds: impl Fn(&Entry) -> bool) -> Vec<String> {
    Ledger::with_all_drugs().entries().filter(|(_, entry)| !holds(entry)).map(|(path, _)| path.to_owned()).collect()
}

/// Numbers of drugs beside those of the trial name publications: an author and a year, or what stands for both.
fn is_publication(text: &str) -> bool {
    let has_year =
        |one: &str| one.split_whitespace().any(|word| word.parse().is_ok_and(|year: u32| (1960..2030).contains(&year)));
    text == "product information" || text.starts_with("PMID ") || text.split(", ").all(has_year)
}

/// A letter and two digits, as the rows of the evidence table are named (several are separated by spaces), a published arm
/// with its stratum such as AT-R07a, or the document that the project starts from, for what no row repeats.
fn is_source(text: &str) -> bool {
    let is_row = |row: &str| {
        let mut letters = row.chars();
        let is_arm = row.strip_prefix("AT-").is_some_and(|arm| {
            let (letter, rest) = arm.split_at(1);
            "NRLK".contains(letter) && rest.starts_with(|digit: char| digit.is_ascii_digit()) && rest.len() <= 3
        });
        let first = letters.next().is_some_and(|letter| "TPIADKRSMVCL".contains(letter));
        is_arm || first && row.len() == 3 && letters.all(|digit| digit.is_ascii_digit())
    };
    text == ASSUMED || text == "source document" || !text.is_empty() && text.split_whitespace().all(is_row)
}

#[test]
fn every_number_names_a_row_of_the_evidence_table_or_is_assumed() {
    let ledger = Ledger::defaults();
    let odd = ledger.entries().filter(|(_, entry)| !is_source(&entry.source)).map(|(path, _)| path);
    assert_eq!(odd.collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!(exceptions(|entry| is_source(&entry.source) || is_publication(&entry.source)), Vec::<String>::new());
}

#[test]
fn every_assumption_has_a_range_and_a_reason() {
    let is_reasoned = |entry: &Entry| entry.low.is_some() && entry.high.is_some() && entry.about.len() > 40;
    assert_eq!(exceptions(|entry| entry.source != ASSUMED || is_reasoned(entry)), Vec::<String>::new());
}

#[test]
fn what_is_assumed_is_graded_so() {
    assert_eq!(exceptions(|entry| entry.source != ASSUMED || entry.grade == Grade::C), Vec::<String>::new());
}

#[test]
fn every_value_lies_within_its_range() {
    let lies_within = |entry: &Entry| {
        let value = entry.value.canonical();
        let low = entry.low.as_ref().is_none_or(|low| low.canonical() <= value);
        let high = entry.high.as_ref().is_none_or(|high| value <= high.canonical());
        let bounds = entry.low.iter().chain(&entry.high).all(|bound| bound.dimension() == entry.value.dimension());
        low && high && bounds && entry.check(&entry.value).is_ok()
    };
    assert_eq!(exceptions(lies_within), Vec::<String>::new());
}

#[test]
fn every_number_says_what_it_is() {
    assert_eq!(exceptions(|entry| entry.about.len() > 10 && entry.about.ends_with('.')), Vec::<String>::new());
}

/// Rust files below a folder, in order.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the package").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Crates whose folders hold several top modules.
pub const OF_SEVERAL: [&str; 2] = ["model", "analyses"];

/// One source file of the library or the program, without what is compiled for tests only.
pub struct Source {
    /// Top module that it belongs to; a crate that is not of several is one.
    pub module: String,
    /// Path below `src`.
    pub path: String,
    pub code: String,
}

/// A module of tests in a file of its own, and what follows it; none for one that stands in this file, which it ends.
fn declared(part: &str) -> Option<(&str, &str)> {
    let part = part.trim_start();
    let part = if part.starts_with("#[path") { part.split_once(']')?.1.trim_start() } else { part };
    part.strip_prefix("mod ")?.split_once(';').filter(|(name, _)| !name.contains('{'))
}

/// All sources of the library and the program.
pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut only_for_tests = BTreeSet::new();
    for file in rust_files(&root) {
        let text = fs::read_to_string(&file).expect("a source file");
        let folder = if file.ends_with("mod.rs") || file.ends_with("lib.rs") {
            file.parent().expect("a folder").to_owned()
        } else {
            file.with_extension("")
        };
        let mut parts = text.split("#[cfg(test)]");
        let mut code = parts.next().unwrap_or("").to_owned();
        for (name, rest) in parts.map_while(declared) {
            only_for_tests.insert(folder.join(format!("{name}.rs")));
            code.push_str(rest);
        }
        let path = file.strip_prefix(&root).expect("a file in src").to_string_lossy().replace('\\', "/");
        let mut names = path.split(['/', '.']).skip_while(|name| OF_SEVERAL.contains(name));
        let module = names.next().unwrap_or("").to_owned();
        sources.push((file, Source { module, path, code }));
    }
    sources.into_iter().filter(|(file, _)| !only_for_tests.contains(file)).map(|(_, source)| source).collect()
}

/// String literals on one line that follow a call that reads the ledger, such as `.number("a.b")` or `hours("a.b")`.
fn paths_read(text: &str) -> BTreeSet<String> {
    let is_path = |word: &str| {
        let letter =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.' || c == '{' || c == '}';
        word.contains('.') && word.chars().all(letter) && !word.starts_with('.') && !word.ends_with('.')
    };
    text.lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|word| is_path(word))
        .map(str::to_owned)
        .collect()
}

/// Whether a path in the code, whose parts in braces stand for any name, means this entry.
fn means(pattern: &str, path: &str) -> bool {
    let parts: Vec<(&str, &str)> = pattern.split('.').zip(path.split('.')).collect();
    let is_open = |part: &str| part.starts_with('{');
    parts.len() == path.split('.').count()
        && parts.len() == pattern.split('.').count()
        && parts.iter().any(|(part, _)| !is_open(part))
        && parts.iter().all(|(part, name)| is_open(part) || part == name)
}

fn exists(path: &str, ledger: &Ledger) -> bool {
    ledger.entries().any(|(entry, _)| means(path, entry))
}

/// Modules that name keys of the scenario document, which are no entries of the ledger.
const NAME_KEYS: [&str; 5] = ["scenario", "report", "plot", "cli", "explorer"];

#[test]
fn every_path_in_the_code_is_an_entry() {
    let ledger = Ledger::defaults();
    let roots: BTreeSet<&str> = ledger.entries().filter_map(|(path, _)| path.split('.').next()).collect();
    let mut missing = Vec::new();
    for source in sources().iter().filter(|source| !NAME_KEYS.contains(&source.module.as_str())) {
        // A dotted word that begins like the ledger's first level is a path.
        let is_rooted = |path: &String| path.split('.').next().is_some_and(|root| roots.contains(root));
        let paths = paths_read(&source.code).into_iter().filter(is_rooted);
        missing.extend(paths.filter(|path| !exists(path, &ledger)).map(|path| format!("{}: {path}", source.path)));
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// Limits of the bands of counts, whose paths the code puts together from three names.
const PUT_TOGETHER: [&str; 2] = ["infection.{band}.neutrophils", "bleeding.{band}.platelets"];

#[test]
fn every_entry_is_read_by_the_code() {
    let mut read: BTreeSet<String> = sources().iter().flat_map(|source| paths_read(&source.code)).collect();
    read.extend(PUT_TOGETHER.map(str::to_owned));
    let ledger = Ledger::with_all_drugs();
    // Numbers of a drug are read by the names that they have in its table.
    let of_drugs =
        ledger.drugs().iter().flat_map(|drug| NUMBERS.iter().flat_map(Known::names).map(|name| drug.path(&name)));
    read.extend(of_drugs);
    let unread = ledger.entries().map(|(path, _)| path).filter(|path| !read.iter().any(|word| means(word, path)));
    assert_eq!(unread.collect::<Vec<_>>(), Vec::<&str>::new());
}
