//! The built program, for the tests of the command line.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

pub const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// Figures as few files as there can be, where none or only the SVG is looked at: half of a short command would draw PNG.
pub const VECTORS: [&str; 2] = ["--format", "svg"];

/// Figures of few pixels, where their files are compared.
pub const PIXELS: [&str; 4] = ["--width", "320", "--height", "180"];

pub fn cenersim() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cenersim"));
    command.current_dir(HERE).env("NO_COLOR", "1");
    command
}

pub fn ran(arguments: &[&str]) -> Output {
    cenersim().args(arguments).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Lines are no longer than a terminal is wide, but for words that are.
#[track_caller]
pub fn fits(what: &str, printed: &str) {
    let wide = |line: &str| line.chars().count() > 80 && line.trim().contains(' ');
    let long = |line: &&str| wide(line) && !line.starts_with("written: ");
    assert_eq!(printed.lines().filter(long).collect::<Vec<_>>(), Vec::<&str>::new(), "{what}");
}

/// What `--json` prints: the verdict, and the rest as a file has it.
pub fn verdict_and_rest(printed: &[u8]) -> (Vec<String>, String) {
    let printed = text(printed);
    let line = printed.lines().nth(1).unwrap();
    let verdict = line.trim().strip_prefix("\"verdict\": ").unwrap().trim_end_matches(',');
    (serde_json::from_str(verdict).unwrap(), printed.replacen(&format!("{line}\n"), "", 1))
}

/// TOML files below a folder of the package, by their paths within it.
pub fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(HERE).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push(path.strip_prefix(HERE).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

pub fn copied(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Files of the figures of a result, by their names.
fn figures(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.join("figures")).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// `plot` draws the figures of a result that was drawn with this look byte by byte, and refuses it when `file`, which holds
/// the result, or what figures are drawn from is another one.
pub fn is_drawn_again(result: &Path, look: &[&str], file: &str) {
    let copy = tempfile::tempdir().unwrap();
    let folder = &copy.path().join("copy");
    copied(result, folder);
    let before = figures(folder);
    fs::remove_dir_all(folder.join("figures")).unwrap();
    let plot = || cenersim().arg("plot").arg(folder).args(look).output().unwrap();
    let done = plot();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(!before.is_empty() && figures(folder) == before, "{}", folder.display());
    for file in [file, "figures.cbor"] {
        let whole = fs::read(folder.join(file)).unwrap();
        fs::write(folder.join(file), [&whole[..], b" "].concat()).unwrap();
        let refused = plot();
        let said = text(&refused.stderr);
        assert!(refused.status.code() == Some(2) && said.contains(file) && said.contains("expected"), "{said}");
        fs::write(folder.join(file), whole).unwrap();
    }
}
