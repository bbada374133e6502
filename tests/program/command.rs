//! The built program, for the tests of the command line.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

pub const HERE: &str = env!("CARGO_MANIFEST_DIR");

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
