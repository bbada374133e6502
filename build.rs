//! Tells the program the commit it was built from. Outside a git checkout of this very package there is none.

use std::{path::Path, process::Command};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let version = env!("CARGO_PKG_VERSION");
    match commit() {
        Some(commit) => {
            println!("cargo:rustc-env=CENERSIM_COMMIT={commit}");
            println!("cargo:rustc-env=CENERSIM_VERSION={version} ({commit})");
        }
        None => println!("cargo:rustc-env=CENERSIM_VERSION={version}"),
    }
}

fn commit() -> Option<String> {
    is_own_checkout().then_some(())?;
    // The log of HEAD grows with every commit and checkout; the sources decide whether the state is modified.
    for watched in ["logs/HEAD", "HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", watched]).filter(|path| Path::new(path).exists()) {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.toml");
    git(&["describe", "--always", "--dirty=-modified", "--abbrev=12", "--exclude=*"])
}

/// A tarball may lie within the checkout of another project, whose commit means nothing here.
fn is_own_checkout() -> bool {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").and_then(|here| Path::new(&here).canonicalize().ok());
    let top = git(&["rev-parse", "--show-toplevel"]).and_then(|top| Path::new(&top).canonicalize().ok());
    top.is_some() && here == top
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned()).filter(|text| !text.is_empty())
}
