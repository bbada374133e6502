//! Input that nobody should give, and input that anybody may: no panic, no slip that passes, no file that lies, no exit
//! code outside 0, 1 and 2.

use crate::command::{HERE, VECTORS, cenersim, ran, text};
use cenersim::report::fault;
use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// A run of seconds: two agents for each class, ten days.
const SMALL: [&str; 12] = [
    "--set",
    "simulation.agents_per_class=2",
    "--set",
    "simulation.replicates=1",
    "--set",
    "simulation.horizon=10 d",
    "--set",
    "simulation.examinations=[]",
    "--format",
    "svg",
    "--quiet",
    "--output",
];

fn small(output: &Path, more: &[&str]) -> Output {
    cenersim().args(["run", "scenarios/arm_b.toml"]).args(SMALL).arg(output).args(more).output().unwrap()
}

#[track_caller]
fn said(output: &Output, code: i32, expected: &str) {
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(stderr.contains(expected), "{stderr}");
}

/// Refused, and that within seconds of the processor, whatever else the machine does: these used to take minutes or for
/// ever. The system ends what takes longer.
#[track_caller]
fn refused(arguments: &[&str], expected: &str) {
    let limited = ["-c", "ulimit -t 5; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_cenersim")];
    let mut command = Command::new("sh");
    command.current_dir(HERE).env("NO_COLOR", "1").args(limited).args(arguments);
    said(&command.output().unwrap(), 2, expected);
}

/// `check` of arm B with a change.
#[track_caller]
fn change_refused(change: &str, expected: &str) {
    refused(&["check", "scenarios/arm_b.toml", "--set", change], expected);
}

#[test]
fn steps_that_are_no_whole_fraction_of_an_hour_run() {
    let output = tempfile::tempdir().unwrap();
    for (step, every) in [("20 min", "20 min"), ("7 min", "7 min"), ("0.1 h", "0.3 h")] {
        let (step, every) = (format!("simulation.step={step}"), format!("simulation.record_every={every}"));
        let five_days = "simulation.horizon=5 d";
        let arguments = ["--set", step.as_str(), "--set", every.as_str(), "--set", five_days, "--overwrite"];
        said(&small(output.path(), &arguments), 0, "");
    }
    let quiet =
        ["--set", "parameters.simulation.quiet_step=1.1 h", "--set", "simulation.record_every=24 h", "--overwrite"];
    said(&small(output.path(), &quiet), 0, "");
}

#[test]
fn a_path_of_25000_parts_is_refused_wherever_it_stands() {
    let path = vec!["a"; 25_000].join(".");
    change_refused(&format!("{path}=1"), "this path has 25000 parts: expected at most 16");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep.toml");
    let text = fs::read_to_string(Path::new(HERE).join("scenarios/arm_a.toml")).unwrap();
    for (more, expected) in
        [(format!("\n[sweep]\n\"{path}\" = [1]\n"), "25000 parts"), (format!("\n[{path}]\nx = 1\n"), "")]
    {
        fs::write(&file, format!("{text}{more}")).unwrap();
        refused(&["check", file.to_str().unwrap()], expected);
    }
    fs::write(&file, format!("x = {}{}", "[".repeat(30_000), "]".repeat(30_000))).unwrap();
    refused(&["check", file.to_str().unwrap()], "");
    let sweep = format!("{path}=1,2");
    refused(&["compare", "scenarios/arm_b.toml", "--attribution", "0", "--sweep", &sweep], "25000 parts");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_a_path() {
    use std::os::unix::ffi::OsStrExt;
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().join(std::ffi::OsStr::from_bytes(b"o\xff"));
    said(&small(&folder, &[]), 0, "");
    assert!(folder.join("arm_b/provenance.json").is_file());
}

#[test]
fn numbers_far_outside_their_ranges_are_refused_at_once() {
    change_refused(
        "parameters.dna_damage.assay_length=1e7 h",
        "more than 100 times above the largest number that makes sense",
    );
    change_refused("parameters.cytarabine.central_volume=1e-6 L/m2", "its range is");
    change_refused("parameters.cytarabine.km=1e-6 uM", "more than 100 times below");
    change_refused("arm.cytarabine.dose=1e300 mg/m2", "cytarabine in a day");
    let slow = [
        "parameters.cytarabine.central_volume=0.5 L/m2",
        "parameters.cytarabine.km=0.3 uM",
        "parameters.cytarabine.vmax=10000 umol/h/m2",
    ];
    let slow: Vec<&str> = slow.iter().flat_map(|change| ["--set", change]).collect();
    let output = ran(&[&["check", "scenarios/arm_b.toml"], &slow[..]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}

#[test]
fn millions_of_patients_in_a_row_of_counts_are_refused_at_once() {
    let row = |value: &str| format!("calibration.targets.1.rows.1.patients={value}");
    refused(&["check", "scenarios/calibration.toml", "--set", &row("4000000000")], "expected at most 100000");
    refused(&["check", "scenarios/calibration.toml", "--set", &row("90000")], "expected counts");
}

#[test]
fn what_the_machine_does_not_have_is_refused_before_the_work() {
    let agents =
        ["scenarios/arm_b.toml", "--set", "simulation.agents_per_class=100000000", "--set", "simulation.step=2 h"];
    let agents = [
        &agents[..],
        &["--set", "simulation.replicates=1", "--set", "simulation.horizon=2 d", "--set", "arm.cytarabine=[]"],
    ]
    .concat();
    let agents = [
        &agents[..],
        &["--set", "arm.idarubicin=[]", "--set", "simulation.record_every=2 h", "--set", "simulation.examinations=[]"],
    ]
    .concat();
    refused(&[&["run"], &agents[..]].concat(), "of memory are needed");
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().to_str().unwrap();
    let plan = ["study", "plan", "--attribution", "0", "--name", "vast", "--output", folder];
    said(&ran(&[&plan, &agents[..]].concat()), 0, "");
    refused(&["study", "run", output.path().join("vast").to_str().unwrap()], "of memory are needed");
    let many = [
        "run",
        "scenarios/arm_b.toml",
        "--set",
        "simulation.replicates=1000000",
        "--set",
        "simulation.agents_per_class=8",
        "--set",
        "simulation.record_every=1 h",
    ];
    // A full disk is no mistake of the input.
    said(&ran(&many), 1, "of room on the disk are needed");
}

#[test]
fn large_curves_are_announced_and_can_be_left_out() {
    let output = tempfile::tempdir().unwrap();
    let result = |folder: &Path| {
        let provenance: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("arm_b/provenance.json")).unwrap()).unwrap();
        provenance["result_sha256"].clone()
    };
    let (with, without) = (output.path().join("with"), output.path().join("without"));
    said(&small(&with, &[]), 0, "");
    said(&small(&without, &["--no-curves"]), 0, "");
    assert_eq!(result(&with), result(&without), "the fingerprint is that of the curves, written or not");
    for file in ["curves.csv", "curves.parquet"] {
        assert!(with.join("arm_b").join(file).is_file() && !without.join("arm_b").join(file).exists(), "{file}");
    }
    said(&ran(&["plot", without.join("arm_b").to_str().unwrap()]), 2, "expected a folder with `curves.csv`");
    // Whoever dies on the first day has curves that end there, however large they might have been.
    let fine = ["step=1 min", "record_every=1 min", "stop_at_death=true"].map(|key| format!("simulation.{key}"));
    let fatal = ["era=300", "fatality=1", "death_after=1 h"].map(|key| format!("parameters.infection.{key}"));
    let fine = fine.iter().chain(&fatal).flat_map(|change| ["--set", change]);
    let fine: Vec<&str> = fine.chain(["--name", "arm_b"]).collect();
    let large = output.path().join("large");
    said(&small(&large, &fine), 0, "note: curves.csv will have about");
    let branch = |of: &Path, to: &Path| {
        let mut command = cenersim();
        command.args(["run", "--quiet", "--at", "9d"]).args(VECTORS);
        command.arg("--output").arg(to).arg("--branch").arg(of.join("arm_b"));
        command
    };
    // It is announced before the work, which need not be done.
    let stopped = branch(&large, &large).env(fault::VARIABLE, "abort|*|1").output().unwrap();
    assert_eq!(stopped.status.code(), None, "{}", text(&stopped.stderr));
    assert!(text(&stopped.stderr).contains("note: curves.csv will have about"), "{}", text(&stopped.stderr));
    for (folder, more, written) in [("branch", None, true), ("spare", Some("--no-curves"), false)] {
        let folder = output.path().join(folder);
        let done = branch(&with, &folder).args(more).output().unwrap();
        said(&done, 0, "");
        assert!(!text(&done.stderr).contains("curves.csv"), "{}", text(&done.stderr));
        assert_eq!(folder.join("arm_b_branch/curves.csv").is_file(), written);
    }
}

#[test]
fn names_that_a_spreadsheet_computes_or_that_turn_the_text_are_refused() {
    change_refused("arm.name=\"=cmd|'/C calc'!A0\"", "a spreadsheet would compute the name");
    change_refused("title=\"arm \u{202E}B\"", "U+202E");
    let output = tempfile::tempdir().unwrap();
    let compare = |name: &str| {
        let folder = output.path().to_str().unwrap();
        ran(&["compare", "scenarios/arm_b.toml", "--attribution", "0", "--quiet", "--output", folder, "--name", name])
    };
    for (name, expected) in [
        ("../x", "expected a name without slashes"),
        (&*"a".repeat(300), "expected a name of at most 200 bytes"),
        ("=1+1", "does not begin with `=`"),
        ("a\u{202E}b", "turn the order of others"),
    ] {
        said(&compare(name), 2, expected);
    }
}

#[test]
fn grams_for_milligrams_and_overflows_are_refused_and_never_a_result() {
    change_refused("arm.idarubicin.dose=12 g/m2", "800 times the largest published dose");
    change_refused("arm.idarubicin.dose=1e308 mg/m2", "expected a finite amount");
    let output = tempfile::tempdir().unwrap();
    let meant =
        small(output.path(), &["--set", "arm.idarubicin.dose=12 g/m2", "--allow-implausible", "--name", "arm_b"]);
    said(&meant, 0, "note: arm `B` gives");
    let scenario = fs::read_to_string(output.path().join("arm_b/scenario.toml")).unwrap();
    assert!(scenario.contains("allow_implausible = true"), "what was allowed is part of the scenario: {scenario}");
    let overflow =
        ["--set", "arm.idarubicin.dose=9e307 mg/m2", "--allow-implausible", "--name", "arm_b", "--overwrite"];
    let overflow = small(output.path(), &overflow);
    said(&overflow, 1, "expected a finite number");
    assert!(!text(&overflow.stderr).contains("panicked"));
    assert_eq!(fs::read_to_string(output.path().join("arm_b/scenario.toml")).unwrap(), scenario, "nothing is replaced");
}

#[test]
fn a_note_says_what_is_hardly_meant() {
    let output = ran(&["check", "scenarios/arm_b.toml", "--set", "arm.idarubicin.dose=100 mg/m2"]);
    said(&output, 0, "6.67 times the largest published dose of 15 mg/m2/d (V01)");
    let output = ran(&["check", "scenarios/arm_b.toml", "--set", "parameters.simulation.quiet_step=0.5 h"]);
    said(&output, 0, "note: parameter `simulation.quiet_step` is 0.5 h, outside its range");
    said(&ran(&["check", "scenarios/arm_b.toml", "--set", "simulation.agents_per_class=1"]), 0, "are noise");
    said(&ran(&["check", "scenarios/arm_b.toml", "--set", "arm.name=臂一"]), 0, "figures cannot show `一`, `臂`");
    said(&ran(&["check", "scenarios/arm_b.toml"]), 0, "");
}

#[test]
fn units_are_read_as_clinicians_write_them() {
    for dose in ["12 mg/m²", "12mg/m^2", "12000 µg/m2", "12000 μg/m²", "12000 mcg/m2", "0.012 g / m2"] {
        let plan = ran(&["check", "scenarios/arm_b.toml", "--set", &format!("arm.idarubicin.dose={dose}")]);
        assert!(text(&plan.stdout).contains("22.72"), "{dose}: {}{}", text(&plan.stdout), text(&plan.stderr));
    }
    for duration in ["7 days", "7d", "168 hr", "168 hours", "1 week", "7\u{A0}d"] {
        let plan = ran(&["check", "scenarios/arm_b.toml", "--set", &format!("arm.cenersen.duration={duration}")]);
        assert!(text(&plan.stdout).contains("1260"), "{duration}: {}{}", text(&plan.stdout), text(&plan.stderr));
    }
    change_refused("arm.cenersen.duration=7 dayz", "did you mean `day`?");
    change_refused("arm.idarubicin.dose=12,5 mg/m2", "has a comma");
    change_refused("arm.idarubicin.dose=12 mgg/m2", "did you mean `mg`?");
}

#[test]
fn a_drug_is_no_hint_for_another_drug() {
    let output = ran(&["check", "scenarios/arm_b.toml", "--set", "arm.decitabine.dose=20 mg/m2"]);
    said(&output, 2, "unknown drug or key `decitabine`");
    assert!(!text(&output.stderr).contains("did you mean"), "{}", text(&output.stderr));
    let slip = ran(&["check", "scenarios/arm_b.toml", "--set", "arm.idarubicn.dose=12 mg/m2"]);
    said(&slip, 2, "did you mean `idarubicin`?");
}

#[test]
fn a_message_has_no_number_of_300_digits() {
    let output = ran(&["check", "scenarios/arm_b.toml", "--set", "patient.burden=1e300 cells"]);
    said(&output, 2, "is not a leukemia");
    let longest = text(&output.stderr).split(|letter: char| !letter.is_ascii_digit()).map(str::len).max();
    assert!(longest < Some(40), "{}", text(&output.stderr));
}

#[test]
fn a_scenario_is_read_from_standard_input_and_from_a_pipe() {
    let shipped = |name: &str| fs::read_to_string(Path::new(HERE).join("scenarios").join(name)).unwrap();
    let given = |scenario: &str, arguments: &[&str]| {
        let mut child = cenersim()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(scenario.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    // The second extends the first, which the current folder does not have.
    for name in ["arm_a.toml", "arm_b.toml"] {
        let scenario = shipped(name);
        let plan = given(&scenario, &["check", "-"]);
        said(&plan, 0, "");
        assert!(text(&plan.stdout).starts_with("scenario    stdin: "), "{}", text(&plan.stdout));
        said(&given(&scenario, &["check", "-", "--set", "patient.weight=1 kg"]), 2, "is not an adult's");
        #[cfg(unix)]
        said(&given(&scenario, &["check", "/dev/stdin"]), 0, "");
    }
    said(&given("extends = \"not_shipped.toml\"", &["check", "-"]), 2, "pipes lie in the current folder");
}

#[test]
fn a_result_that_another_version_wrote_is_drawn_with_a_word() {
    let output = tempfile::tempdir().unwrap();
    said(&small(output.path(), &[]), 0, "");
    let folder = output.path().join("arm_b");
    let file = folder.join("provenance.json");
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let changed = fs::read_to_string(&file).unwrap().replace(&version, "\"version\": \"99.0.0\"");
    fs::write(&file, &changed).unwrap();
    said(&ran(&["plot", folder.to_str().unwrap()]), 2, "provenance_sha256");
    fs::write(&file, signed(&changed)).unwrap();
    said(
        &ran(&["plot", folder.to_str().unwrap(), "--format", "svg"]),
        0,
        "was written by cenersim 99.0.0 and is drawn by",
    );
}

/// A provenance with the hash that its writer would have given it.
fn signed(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let key = "\"provenance_sha256\": \"";
    let own = text.split(key).nth(1).unwrap().split('"').next().unwrap();
    let unsigned = text.replace(own, "");
    let hash: String = Sha256::digest(&unsigned).iter().map(|byte| format!("{byte:02x}")).collect();
    unsigned.replace(key, &format!("{key}{hash}"))
}

#[test]
fn occupied_and_foreign_folders_are_faults_of_the_input() {
    let output = tempfile::tempdir().unwrap();
    fs::create_dir(output.path().join("arm_b")).unwrap();
    fs::write(output.path().join("arm_b/mine.txt"), "mine").unwrap();
    said(&small(output.path(), &[]), 2, "no readable provenance.json");
    said(&ran(&["plot", output.path().to_str().unwrap()]), 2, "is not the result of a run");
    fs::remove_dir_all(output.path().join("arm_b")).unwrap();
    said(&small(output.path(), &[]), 0, "");
    said(&small(output.path(), &["--seed", "9"]), 2, "use --overwrite");
}

#[cfg(unix)]
#[test]
fn cleaning_up_does_not_follow_links() {
    let (output, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for part in ["new", "old", "gone"] {
        fs::create_dir(elsewhere.path().join(part)).unwrap();
        fs::write(elsewhere.path().join(part).join("mine.txt"), "mine").unwrap();
    }
    fs::write(elsewhere.path().join("lock"), "").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), output.path().join(".cenersim-aaaaaa.partial")).unwrap();
    said(&small(output.path(), &[]), 0, "");
    for part in ["new", "old", "gone"] {
        assert!(elsewhere.path().join(part).join("mine.txt").is_file(), "{part}");
    }
}

#[test]
fn one_patient_has_no_interval() {
    let output = tempfile::tempdir().unwrap();
    let few = ["simulation.agents_per_class=2", "simulation.horizon=15 d", "simulation.examinations=[\"14 d\"]"];
    let few: Vec<&str> = few.iter().flat_map(|change| ["--set", change]).collect();
    let one = [
        "compare",
        "scenarios/arm_a.toml",
        "--without",
        "cenersen",
        "--patients",
        "1",
        "--attribution",
        "0",
        "--pairs",
        "0",
        "--name",
        "one",
    ];
    let done =
        cenersim().args(one).args(few).args(VECTORS).args(["-qv", "--output"]).arg(output.path()).output().unwrap();
    said(&done, 0, "");
    let shown = text(&done.stdout);
    assert!(shown.contains("(no interval)") && !shown.contains("NaN") && !shown.contains("unknown to"), "{shown}");
    for figure in fs::read_dir(output.path().join("one/figures")).unwrap().flatten() {
        if figure.path().extension().is_some_and(|end| end == "svg") {
            assert!(!fs::read_to_string(figure.path()).unwrap().contains("NaN"), "{}", figure.path().display());
        }
    }
}

#[test]
fn an_editor_is_told_one_table_from_several_by_what_is_written() {
    let schema: serde_json::Value = serde_json::from_slice(&ran(&["schema"]).stdout).unwrap();
    let arm = &schema["properties"]["arm"];
    assert_eq!(arm["type"], serde_json::json!(["object", "array"]), "{arm}");
    let cenersen = &arm["properties"]["cenersen"];
    // A way of giving a drug may be a sentence, too.
    assert_eq!(cenersen["type"], serde_json::json!(["object", "array", "string"]), "{cenersen}");
    assert_eq!(cenersen["additionalProperties"], false, "a typo names its key");
    assert!(cenersen["properties"]["duration"]["pattern"].is_string(), "{cenersen}");
}

#[test]
fn a_new_scenario_brings_its_schema_along() {
    let folder = tempfile::tempdir().unwrap();
    said(&cenersim().current_dir(folder.path()).args(["new", "mine"]).output().unwrap(), 0, "");
    let text = fs::read_to_string(folder.path().join("mine.toml")).unwrap();
    let schema = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).unwrap();
    let schema = fs::read(folder.path().join(schema)).unwrap();
    assert_eq!(schema, ran(&["schema"]).stdout);
}
