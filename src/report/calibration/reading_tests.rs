//! Posterior draws come back as they were written, and every fault of their file has its message.

use super::{
    super::columns::{ColumnFile, Values},
    draws::{SHA256, content_sha256},
    example::{Example, Fate},
    *,
};
use crate::{ReportError, Staging, example::LOOK};
use cenersim_analyses::calibration::Posterior;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

const LC50: &str = "dna_damage.idarubicin_lc50";

fn written(output: &Path, example: &Example) -> PathBuf {
    let mut staging = Staging::new(output, "calibration", "x", false).unwrap();
    let write = |record: &CalibrationRecord| {
        calibration_product(record, Vec::new(), false).write(&mut staging, &record.made, &LOOK)
    };
    example.with(write).unwrap();
    staging.commit().unwrap();
    output.join("calibration/posterior.parquet")
}

#[test]
fn draws_come_back_bit_for_bit_with_units_and_origin() {
    let output = tempfile::tempdir().unwrap();
    let example = Example::new(14, Fate::Usual);
    let found = read_posterior(&written(output.path(), &example)).unwrap();
    let bits = |draws: &[Vec<f64>]| draws.iter().flatten().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&found.draws), bits(&example.posterior));
    let paths: Vec<&str> = example.calibrated.parameters.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(found.paths, paths);
    assert_eq!(found.units[..4], ["nM", "/h", "", "pmol/mg"]);
    assert_eq!((found.scenario.as_str(), found.seed, found.version.as_str()), ("calibration", 53, "0.1.0"));
    let ledger = found.ledger(&example.ledger, 2).unwrap();
    assert_eq!(ledger.changes_from(&example.ledger).count(), 14);
    assert_eq!(ledger.get(LC50).unwrap().value.magnitude().to_bits(), example.posterior[2][0].to_bits());
}

/// A file with these columns of one row, and these metadata instead of or besides those that are always there.
fn file(folder: &Path, columns: &[(&str, f64)], units: &[(&str, &str)]) -> PathBuf {
    let path = folder.join("posterior.parquet");
    let lines: String = columns.iter().map(|(name, _)| format!("required double {name};")).collect();
    let known = [("scenario", "calibration"), ("seed", "1"), ("version", "0.1.0")];
    let told = known.iter().filter(|(key, _)| units.iter().all(|(own, _)| own != key)).chain(units);
    let hash =
        content_sha256(told.clone().copied(), columns.iter().map(|(name, value)| (*name, std::slice::from_ref(value))));
    let about: Vec<(&str, String)> =
        told.map(|(key, value)| (*key, (*value).to_owned())).chain([(SHA256, hash)]).collect();
    let mut file =
        ColumnFile::new(File::create(&path).unwrap(), &format!("message draws {{ {lines} }}"), &about).unwrap();
    file.append(columns.iter().map(|(_, value)| Values::Double(vec![*value])).collect()).unwrap();
    file.finish().unwrap();
    path
}

fn refused(path: &Path) -> String {
    let error = read_posterior(path).unwrap_err();
    assert_eq!(error.exit_code(), 2, "{error}");
    error.to_string()
}

#[track_caller]
fn assert_refused(columns: &[(&str, f64)], units: &[(&str, &str)], expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let message = refused(&file(folder.path(), columns, units));
    assert!(message.contains(expected), "{message}");
    assert!(message.starts_with("cannot use `") && message.ends_with("`cenersim calibrate` has written"), "{message}");
}

#[test]
fn what_the_ledger_does_not_allow_is_refused_with_its_reason() {
    let unit = [("unit.dna_damage.idarubicin_lc50", "nM")];
    let folder = tempfile::tempdir().unwrap();
    let fine = read_posterior(&file(folder.path(), &[(LC50, 20.0)], &unit)).unwrap();
    assert_eq!(fine.draws, [[20.0]]);
    assert_refused(&[(LC50, -1.0)], &unit, "`dna_damage.idarubicin_lc50` of draw 1: `-1 nM` is out of range");
    assert_refused(&[(LC50, f64::NAN)], &unit, "of draw 1: `NaN nM` is not finite");
    let wrong = [("unit.dna_damage.idarubicin_lc50", "h")];
    assert_refused(&[(LC50, 20.0)], &wrong, "`20 h` is a time but");
    let unknown = [("unit.dna_damage.idarubicin_lc5", "nM")];
    let expected = "unknown parameter `dna_damage.idarubicin_lc5`: did you mean `dna_damage.idarubicin_lc50`?";
    assert_refused(&[("dna_damage.idarubicin_lc5", 20.0)], &unknown, expected);
}

/// A ledger that has changed since explains what is refused.
#[test]
fn what_another_version_has_written_is_refused_with_both_versions() {
    let unknown = [("unit.niche.stay", "d"), ("version", "0.0.9")];
    let this = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "unknown parameter `niche.stay`: did you mean `niche.space`? (cenersim 0.0.9 wrote it, and this is {this}); "
    );
    assert_refused(&[("niche.stay", 3.0)], &unknown, &expected);
}

#[test]
fn a_file_without_parameters_units_or_draws_is_refused() {
    assert_refused(&[("draw", 1.0)], &[], "it has no column of a parameter");
    assert_refused(&[(LC50, 20.0)], &[], "its metadata have no `unit.dna_damage.idarubicin_lc50`");
    let output = tempfile::tempdir().unwrap();
    let mut example = Example::new(2, Fate::Usual);
    example.posterior.clear();
    assert!(refused(&written(output.path(), &example)).contains("it has no draw"));
}

#[test]
fn a_column_of_other_numbers_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.parquet");
    let about = [("unit.dna_damage.idarubicin_lc50", "nM".to_owned())];
    let schema = format!("message draws {{ required int32 {LC50}; }}");
    let mut file = ColumnFile::new(File::create(&path).unwrap(), &schema, &about).unwrap();
    file.append(vec![Values::Integer(vec![20])]).unwrap();
    file.finish().unwrap();
    assert!(refused(&path).contains("does not hold numbers of double precision"));
}

#[test]
fn what_is_no_parquet_file_or_is_cut_off_is_refused() {
    let output = tempfile::tempdir().unwrap();
    let path = written(output.path(), &Example::new(2, Fate::Usual));
    let bytes = fs::read(&path).unwrap();
    for content in [b"draw,lc50\n1,20\n".as_slice(), &[], &bytes[..bytes.len() / 2]] {
        fs::write(&path, content).unwrap();
        assert!(refused(&path).contains("it is no Parquet file"));
    }
    let missing = refused(&output.path().join("nothing.parquet"));
    assert!(missing.starts_with("cannot read `"), "{missing}");
}

/// The bits of what a command would take from a posterior.
fn taken(posterior: &Posterior) -> (Vec<u64>, String) {
    let Posterior { paths, units, draws, scenario, seed, version } = posterior;
    let bits = draws.iter().flatten().map(|value| value.to_bits()).collect();
    (bits, format!("{paths:?} {units:?} {scenario} {seed} {version}"))
}

#[test]
fn no_flipped_bit_changes_a_result_without_a_word() {
    let output = tempfile::tempdir().unwrap();
    let path = written(output.path(), &Example::new(2, Fate::Usual));
    let (bytes, whole) = (fs::read(&path).unwrap(), taken(&read_posterior(&path).unwrap()));
    let mut refused = 0;
    for place in (0..bytes.len()).step_by(3) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1 << (place % 8);
        fs::write(&path, &damaged).unwrap();
        match read_posterior(&path) {
            Ok(found) => assert_eq!(taken(&found), whole, "a bit of byte {place}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > bytes.len() / 10, "{refused} of {} damages were seen", bytes.len() / 3);
}

#[test]
fn a_posterior_without_a_hash_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posterior.parquet");
    let about = ["scenario", "seed", "version", "unit.dna_damage.idarubicin_lc50"].map(|key| (key, "1".to_owned()));
    let schema = format!("message draws {{ required double {LC50}; }}");
    let mut file = ColumnFile::new(File::create(&path).unwrap(), &schema, &about).unwrap();
    file.append(vec![Values::Double(vec![20.0])]).unwrap();
    file.finish().unwrap();
    assert!(refused(&path).contains("have no `sha256` of its content"));
}

#[test]
fn damaged_pages_are_an_error_and_no_panic() {
    let output = tempfile::tempdir().unwrap();
    let path = written(output.path(), &Example::new(2, Fate::Usual));
    let bytes = fs::read(&path).unwrap();
    for place in (4..bytes.len()).step_by(7) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x55;
        fs::write(&path, &damaged).unwrap();
        let found: Result<Posterior, ReportError> = read_posterior(&path);
        if let Err(error) = found {
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
