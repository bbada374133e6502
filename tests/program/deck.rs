//! `cenersim deck`: slides of a result that exists and of a comparison, and what is refused. Left out: what slides look like, which
//! `tests/deck/check.py` sees.

use crate::command::{VECTORS, cenersim, text};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// A comparison of two patients with its slides.
struct Shipped {
    output: tempfile::TempDir,
    folder: PathBuf,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let output = tempfile::tempdir().unwrap();
    let asked = ["deck", "scenarios/arm_a.toml", "--patients", "2", "--attribution", "0", "--pairs", "0", "--quiet"];
    let small = ["--set", "simulation.agents_per_class=8", "--set", "simulation.horizon=60 d", "--name", "arms"];
    let done = cenersim().args(asked).args(small).args(VECTORS).arg("--output").arg(output.path()).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let folder = output.path().join("arms");
    Shipped { output, folder }
});

/// Every file below a folder, by its path.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries
        .flat_map(|path| if path.is_dir() { content(&path) } else { [(path.clone(), fs::read(path).unwrap())].into() });
    files.collect()
}

fn deck(folder: &Path, options: &[&str]) -> (Option<i32>, String) {
    let done = cenersim().arg("deck").arg(folder).args(options).output().unwrap();
    (done.status.code(), text(&done.stdout) + &text(&done.stderr))
}

#[test]
fn slides_of_a_result_are_those_of_its_simulation_and_nothing_else_of_its_folder_changes() {
    let Shipped { output, folder } = &*SHIPPED;
    let before = content(folder);
    assert!(before[&folder.join("slides.pptx")].starts_with(b"PK"));
    let (code, said) = deck(folder, &[]);
    assert!(code == Some(0) && said.starts_with("slides: "), "{said}");
    assert!(content(folder) == before);
    let elsewhere = output.path().join("talks");
    let (code, said) =
        deck(folder, &["--output", elsewhere.to_str().unwrap(), "--name", "short", "--sections", "title,results"]);
    assert!(code == Some(0) && elsewhere.join("short.pptx").is_file(), "{said}");
    assert!(content(folder) == before);
}

#[test]
fn what_is_no_result_no_section_or_no_template_is_refused_in_one_sentence() {
    let Shipped { output, folder } = &*SHIPPED;
    let refused = |folder: &Path, options: &[&str], expected: &str| {
        let (code, said) = deck(folder, options);
        assert!(code == Some(2) && said.contains(expected) && said.lines().count() == 1, "{options:?}: {said}");
    };
    refused(output.path(), &[], "provenance.json");
    refused(folder, &["--sections", "jokes"], "`jokes` is no section of a deck: expected some of `title`");
    refused(folder, &["--template", "Cargo.toml"], "`Cargo.toml`: expected a template or presentation of PowerPoint");
    refused(folder, &["--template", "nowhere.potx"], "cannot read the template `nowhere.potx`");
    refused(folder, &["--patients", "3"], "leave out --patients");
    refused(folder, &["--name", "a/b"], "cannot name a file");
}

#[test]
fn a_changed_result_has_no_slides_and_changed_slides_are_kept() {
    let copy = tempfile::tempdir().unwrap();
    for (path, bytes) in content(&SHIPPED.folder) {
        let to = copy.path().join(path.strip_prefix(&SHIPPED.folder).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    for file in ["figures.cbor", "report.json", "comparison.json"] {
        let path = copy.path().join(file);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [&whole[..], b" "].concat()).unwrap();
        let (code, said) = deck(copy.path(), &[]);
        assert!(code == Some(2) && said.contains(file), "{file}: {said}");
        fs::write(path, whole).unwrap();
    }
    let slides = copy.path().join("slides.pptx");
    fs::write(&slides, "mine").unwrap();
    let (code, said) = deck(copy.path(), &[]);
    assert!(code == Some(2) && said.contains("--overwrite") && fs::read(&slides).unwrap() == b"mine", "{said}");
    assert_eq!(deck(copy.path(), &["--overwrite"]).0, Some(0));
    assert_eq!(fs::read(slides).unwrap(), fs::read(SHIPPED.folder.join("slides.pptx")).unwrap());
}
