//! One result, however a study is divided, computed and resumed.

use crate::small::{COHORT, WHOLE, chunks, compare, done, hash, merge, plan, run, study};
use std::{collections::BTreeMap, fs, path::Path};

/// Every file of a result by its name, but for the two that tell when and by which command it was made.
fn files(result: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![result.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(result).unwrap().display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    assert!(found.remove("provenance.json").is_some() && found.remove("report.html").is_some());
    found
}

#[test]
fn one_result_for_any_number_of_threads_and_chunks_and_for_compare() {
    let output = tempfile::tempdir().unwrap();
    let expected = compare(output.path(), &WHOLE);
    // 18 units of the cohort, 4 of attribution, 18 at each of two points: 58 units, so 64 chunks become 58.
    for (chunks, threads) in [(1, "2"), (3, "1"), (3, "7"), (64, "2")] {
        let home = output.path().join(format!("{chunks}-{threads}"));
        let folder = plan(&home, &WHOLE, chunks);
        run(&folder, &["--threads", threads]);
        let merged = merge(&folder);
        assert_eq!(hash(&merged), hash(&expected), "{chunks} chunks, {threads} threads");
        assert!(files(&merged) == files(&expected), "{chunks} chunks, {threads} threads: every byte of every file");
    }
}

#[test]
fn chunks_may_be_computed_one_by_one_in_any_order_and_again() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 5);
    for chunk in ["4", "2", "5", "2"] {
        run(&folder, &["--chunk", chunk, "--quiet"]);
    }
    let before = chunks(&folder);
    assert_eq!(before.len(), 3);
    assert_eq!(done(study(&["status", "--to-compute"]).arg(&folder).output().unwrap()), "1\n3\n");
    let said = run(&folder, &[]);
    assert!(said.contains("2 of 5 chunks computed, 3 finished before"), "{said}");
    assert!(before.iter().all(|chunk| chunks(&folder).contains(chunk)));
    assert_eq!(hash(&merge(&folder)), hash(&compare(output.path(), &COHORT)));
}

#[test]
fn the_replicates_of_one_patient_can_be_divided() {
    let output = tempfile::tempdir().unwrap();
    let words = ["scenarios/arm_a.toml", "scenarios/arm_b.toml", "--replicates", "7", "--attribution", "1"];
    let folder = plan(output.path(), &words, 4);
    run(&folder, &[]);
    assert_eq!(hash(&merge(&folder)), hash(&compare(output.path(), &words)));
}

#[test]
fn status_tells_how_far_a_study_is() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 4);
    let status = || done(study(&["status"]).arg(&folder).output().unwrap());
    assert!(status().contains("missing      4: 1, 2, 3, 4") && status().contains("unknown before the first"));
    run(&folder, &["--chunk", "2"]);
    let told = status();
    assert!(told.contains("done         1\n") && told.contains("missing      3: 1, 3, 4"), "{told}");
    assert!(told.contains("time left    about "), "{told}");
    run(&folder, &[]);
    assert!(status().contains("next         cenersim study merge"));
}
