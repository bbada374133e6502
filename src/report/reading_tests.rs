//! Reading back: the same bits, or one sentence that says which file and which line is wrong.

use super::{curve_table, event_table, example, *};
use cenersim_model::{
    curves::{CurveSet, Event, EventKind, Variable},
    quantity::Time,
};
use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::RowAccessor,
};
use proptest::prelude::*;
use std::{
    cell::Cell,
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// A written result; the folder lives as long as the first value.
fn written() -> (tempfile::TempDir, std::path::PathBuf) {
    let output = tempfile::tempdir().unwrap();
    example::write(output.path(), &example::courses(3));
    let run = output.path().join("arm_b");
    (output, run)
}

/// The message after `change` has been applied to the text of one file.
fn message_after(file: &str, change: impl Fn(String) -> String) -> String {
    let (_output, run) = written();
    let text = fs::read_to_string(run.join(file)).unwrap();
    fs::write(run.join(file), change(text)).unwrap();
    let error = read_run(&run).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    error.to_string()
}

#[test]
fn a_run_comes_back_as_it_was() {
    let (_output, run) = written();
    let found = read_run(&run).unwrap();
    let courses = example::courses(3);
    assert_eq!(found.replicates, [0, 1, 2]);
    assert_eq!(found.curves, courses.iter().map(|course| course.curves.clone()).collect::<Vec<_>>());
    assert_eq!(found.events, courses.iter().map(|course| course.events.clone()).collect::<Vec<_>>());
    assert_eq!(found.scenario_text, example::SCENARIO_TEXT);
    let [dose] = found.administrations(2)[..] else { panic!("one dose was given") };
    assert_eq!((dose.start, dose.duration, dose.amount_mg), (Time::hours(14.0), Time::hours(96.1), 571.2));
}

#[test]
fn a_replicate_without_events_comes_back_without_events() {
    let output = tempfile::tempdir().unwrap();
    let mut courses = example::courses(2);
    courses[0].events.clear();
    example::write(output.path(), &courses);
    let found = read_run(&output.path().join("arm_b")).unwrap();
    assert_eq!((found.events[0].len(), found.events[1].len()), (0, 7));
}

/// Curves with these values on these days, written and read back.
fn round_trip(days: Vec<f64>, values: Vec<f64>) -> CurveSet {
    let mut courses = example::courses(1);
    courses[0].curves = CurveSet { days, values: [].into() };
    values.into_iter().for_each(|value| courses[0].curves.push(Variable::Neutrophils, None, value));
    let mut bytes = Vec::new();
    curve_table::write_head(&mut bytes).unwrap();
    curve_table::write_rows(&courses, &mut bytes).unwrap();
    curve_table::read(&bytes[..], Path::new("curves.csv"), |_, curves| curves).unwrap().remove(&0).unwrap()
}

/// Bytes, and how many of them have been read.
struct Counted<'a>(&'a [u8], &'a Cell<usize>);

impl Read for Counted<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(to)?;
        self.1.set(self.1.get() + read);
        Ok(read)
    }
}

/// Whoever keeps little of each replicate needs memory for the curves of one.
#[test]
fn curves_are_handed_over_replicate_by_replicate_while_the_table_is_read() {
    let mut bytes = Vec::new();
    curve_table::write_head(&mut bytes).unwrap();
    curve_table::write_rows(&example::courses(6), &mut bytes).unwrap();
    let read = Cell::new(0);
    let keep = |number: u32, _| (number, read.get());
    let places = curve_table::read(Counted(&bytes, &read), Path::new("curves.csv"), keep).unwrap();
    assert_eq!(places.len(), 6);
    for (number, read) in places.into_values() {
        let share = (number as usize + 1) * bytes.len() / 6;
        assert!(read < share + bytes.len() / 6, "{read} of {} bytes for replicate {number}", bytes.len());
    }
}

#[test]
fn a_replicate_whose_rows_had_ended_is_named() {
    let message = message_after("curves.csv", |text| {
        let first = text.lines().nth(1).unwrap();
        format!("{text}{first}\n")
    });
    assert!(message.contains("expected replicate 2 or a later one, found `0`"), "{message}");
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn zero_infinity_and_the_smallest_number_come_back_bit_by_bit() {
    let values = vec![0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, f64::MIN_POSITIVE, 5e-324, f64::MAX];
    let days: Vec<f64> = (0..values.len()).map(|day| day as f64 / 7.0).collect();
    let found = round_trip(days.clone(), values.clone());
    assert_eq!(bits(&found.days), bits(&days));
    assert_eq!(bits(found.of(Variable::Neutrophils, None)), bits(&values));
}

proptest! {
    #[test]
    fn every_number_comes_back_bit_by_bit(
        rows in prop::collection::vec((prop::num::f64::NORMAL, prop::num::f64::ANY.prop_filter("one NaN is like another", |x| !x.is_nan())), 1..20)
    ) {
        let (days, values): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let found = round_trip(days.clone(), values.clone());
        prop_assert_eq!(bits(&found.days), bits(&days));
        prop_assert_eq!(bits(found.of(Variable::Neutrophils, None)), bits(&values));
    }

    /// 52 significant bits: the condition of Goldberg's theorem 7.
    #[test]
    fn the_hour_of_an_event_comes_back_bit_by_bit(significand in 0_u64..1 << 52, exponent in 0..52) {
        let time = Time::hours(significand as f64 / (1_u64 << exponent) as f64);
        let mut courses = example::courses(1);
        courses[0].events = vec![Event { time, kind: EventKind::Relapse }];
        let mut bytes = Vec::new();
        event_table::write_head(&mut bytes).unwrap();
        event_table::write_rows(&courses, &mut bytes).unwrap();
        let found = event_table::read(&bytes[..], Path::new("events.csv")).unwrap();
        prop_assert_eq!(found[&0][0].time, time);
    }
}

#[test]
fn the_parquet_file_holds_the_rows_of_the_csv_file() {
    let (_output, run) = written();
    let reader = SerializedFileReader::new(File::open(run.join("curves.parquet")).unwrap()).unwrap();
    let mut csv = csv::Reader::from_path(run.join("curves.csv")).unwrap();
    assert_eq!(csv.headers().unwrap(), &["replicate", "day", "kind", "variable", "unit", "value"][..]);
    let mut rows = reader.get_row_iter(None).unwrap();
    for record in csv.records() {
        let (record, row) = (record.unwrap(), rows.next().unwrap().unwrap());
        assert_eq!(row.get_int(0).unwrap().to_string(), record[0]);
        assert_eq!(row.get_double(1).unwrap().to_bits(), record[1].parse::<f64>().unwrap().to_bits());
        assert_eq!(row.get_string(2).map_or("", String::as_str), &record[2]);
        assert_eq!(
            (row.get_string(3).unwrap().as_str(), row.get_string(4).unwrap().as_str()),
            (&record[3], &record[4])
        );
        assert_eq!(row.get_double(5).unwrap().to_bits(), record[5].parse::<f64>().unwrap().to_bits());
    }
    assert!(rows.next().is_none());
    let metadata = reader.metadata().file_metadata().key_value_metadata().unwrap();
    for (key, value) in [("scenario", "arm_b"), ("seed", "7"), ("version", "0.1.0")] {
        assert!(metadata.iter().any(|entry| entry.key == key && entry.value.as_deref() == Some(value)), "{key}");
    }
}

#[test]
fn every_agent_of_a_snapshot_is_a_row() {
    let output = tempfile::tempdir().unwrap();
    let mut courses = example::courses(2);
    courses[1].snapshots.push(example::snapshot());
    example::write(output.path(), &courses);
    let reader = SerializedFileReader::new(File::open(output.path().join("arm_b/cells.parquet")).unwrap()).unwrap();
    let rows: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
    assert_eq!(rows.len(), 3);
    let blast = "{replicate: 1, day: 3.0, kind: \"blast\", stage: 4, phase: \"S\", weight: 1500000.0, rnase_h: 0.1, p53: 1.0, damage: 2.5}";
    assert_eq!(rows[1], blast);
}

#[test]
fn a_damaged_row_is_named_by_file_line_and_column() {
    let changed = |from: &'static str, to: &'static str| move |text: String| text.replacen(from, to, 1);
    for (file, from, to, line, expected) in [
        ("curves.csv", "cells,cells,", "cells,cells,l", "line 2", "expected a number, found `l"),
        ("curves.csv", "leukemic_stem", "stem", "line 2", "expected a kind of cell or nothing, found `stem`"),
        (
            "curves.csv",
            "agents,agents",
            "agent,agents",
            "line 7",
            "expected a variable, found `agent` of `leukemic_stem`",
        ),
        ("curves.csv", "neutrophils,G/L", "neutrophils,mg/L", "line 76", "expected the unit `G/L` of `neutrophils`"),
        ("curves.csv", "variable,unit", "unit,variable", "line 1", "expected the columns `replicate,day,kind"),
        ("curves.csv", ",leukemic_stem,agents", ",leukemic_stem", "line 7", "expected 6 columns, found 5"),
        ("events.csv", "571.2", "much", "line 2", "expected a valid `amount_mg`, found `much`"),
        ("events.csv", "571.2", "", "line 2", "expected a value for `amount_mg`, found nothing"),
        ("events.csv", "cenersen", "aspirin", "line 2", "expected an event, found unknown variant `aspirin`"),
        ("events.csv", "relapse", "holiday", "line 7", "expected the name of an event, found `holiday`"),
        ("events.csv", ",leukemia", ",fate", "line 8", "expected a cause of death out of `infection`"),
        (
            "provenance.json",
            "\"seed\"",
            "\"sead\"",
            "line",
            "expected the provenance of a run, found missing field `seed`",
        ),
        ("provenance.json", "\"format\": 1", "\"format\": 9", "json`:", "expected format 1, found format 9"),
    ] {
        let message = message_after(file, changed(from, to));
        assert!(message.contains(file) && message.contains(line) && message.contains(expected), "{message}");
        assert!(message.ends_with("run the scenario again to restore it"), "{message}");
    }
}

#[test]
fn a_file_that_was_cut_off_is_named() {
    let half = |text: String| text[..text.len() / 2].to_owned();
    let message = message_after("curves.csv", half);
    assert!(message.contains("curves.csv`") && message.contains("expected"), "{message}");
    let without_last_line = |text: String| text[..text.trim_end().rfind('\n').unwrap() + 1].to_owned();
    let message = message_after("curves.csv", without_last_line);
    assert!(message.contains("expected 8 values of `cellularity` in replicate 2, found 7"), "{message}");
    let message = message_after("events.csv", without_last_line);
    assert!(message.contains("events.csv`: expected the file that the run wrote (sha256 "), "{message}");
    let message = message_after("provenance.json", half);
    assert!(message.contains("provenance.json`, line"), "{message}");
}

#[test]
fn a_plausible_change_is_found_by_its_hash() {
    let message = message_after("scenario.toml", |text| text.replace("Arm B", "Arm C"));
    assert!(message.contains("scenario.toml`: expected the file that the run wrote"), "{message}");
    let message = message_after("curves.csv", |text| text.replacen("cells,cells,", "cells,cells,1", 1));
    assert!(message.contains("curves.csv`: expected the file that the run wrote"), "{message}");
    for (from, to) in [("\"version\": \"0.1.0\"", "\"version\": \"99.0.0\""), ("\"seed\": 7", "\"seed\": 8")] {
        let message = message_after("provenance.json", |text| text.replacen(from, to, 1));
        assert!(message.contains("provenance.json`: expected the file that the run wrote"), "{message}");
    }
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let (_output, run) = written();
    let mut bytes = fs::read(run.join("events.csv")).unwrap();
    let place = bytes.len() - 3;
    bytes[place] = 0xff;
    fs::write(run.join("events.csv"), bytes).unwrap();
    let message = read_run(&run).unwrap_err().to_string();
    assert!(message.contains("events.csv`, line") && message.contains("expected text in UTF-8"), "{message}");
}

#[test]
fn a_foreign_folder_is_told_from_a_run() {
    let (_output, run) = written();
    for path in [run.join("figures"), run.join("nowhere"), run.join("curves.csv")] {
        let message = read_run(&path).unwrap_err().to_string();
        assert!(message.contains("is not the result of a run: expected a folder with `provenance.json`"), "{message}");
    }
    fs::remove_file(run.join("curves.csv")).unwrap();
    let message = read_run(&run).unwrap_err().to_string();
    assert!(message.contains("expected a folder with `curves.csv`"), "{message}");
}
