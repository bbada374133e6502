//! The command line as its users meet it: exit codes, messages, what is written and what is not.

use crate::command::{HERE, cenersim, files, fits, ran, text};
use std::{fs, io::Read, path::Path, process::Stdio};

/// Runs `check` and `run` on a faulty input; both must refuse it in the same words and write nothing.
fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = tempfile::tempdir().unwrap();
    let check = cenersim().current_dir(folder).arg("check").args(arguments).output().unwrap();
    let run = cenersim()
        .current_dir(folder)
        .arg("run")
        .args(arguments)
        .args(["--output".as_ref(), output.path().join("results").as_os_str()])
        .output()
        .unwrap();
    for attempt in [&check, &run] {
        assert_eq!(attempt.status.code(), Some(2), "{arguments:?}: {}", text(&attempt.stderr));
        assert!(attempt.stdout.is_empty(), "{arguments:?} wrote to stdout");
    }
    assert_eq!(text(&check.stderr), text(&run.stderr));
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 0, "{arguments:?} wrote results");
    text(&check.stderr)
}

#[test]
fn every_broken_scenario_is_refused_with_its_place_and_a_way_out() {
    for file in files("tests/broken_scenarios") {
        let message = refusal(Path::new(HERE), &[&file]);
        assert!(message.starts_with("error: ") && message.contains(" --> "), "{message}");
        let name = Path::new(&file).file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(name, message);
    }
}

#[test]
fn a_folder_a_missing_file_and_a_huge_file_are_refused_before_they_are_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    // 100 MB that take no room: the size alone must decide.
    fs::File::create(folder.path().join("huge.toml")).unwrap().set_len(100_000_000).unwrap();
    for input in ["folder", "missing.toml", "huge.toml"] {
        insta::assert_snapshot!(format!("input_{}", input.replace('.', "_")), refusal(folder.path(), &[input]));
    }
}

#[test]
fn changes_from_the_command_line_are_checked_as_the_file_is() {
    for (name, change) in [
        ("set_unknown_key", "simulation.sed=7"),
        ("set_wrong_dimension", "arm.cenersen.duration=7 mg"),
        ("set_probability", "parameters.inhibitor.loss=1.6"),
        ("set_without_value", "simulation.seed"),
        ("set_extends", "extends=scenarios/arm_a.toml"),
        ("set_below_a_value", "title.length=3"),
        ("set_empty_part", "simulation..seed=3"),
    ] {
        let message = refusal(Path::new(HERE), &["scenarios/arm_b.toml", "--set", change]);
        insta::assert_snapshot!(name, message);
    }
}

#[test]
fn changes_from_the_command_line_reach_the_plan() {
    let output = ran(&["check", "scenarios/arm_b.toml", "--set", "patient.weight=90 kg", "--set", "simulation.seed=7"]);
    let plan = text(&output.stdout);
    assert!(plan.contains("90 kg") && plan.contains("seed        7"), "{plan}");
    // 0.1 mg/kg/h x 90 kg x 168 h.
    assert!(plan.contains("1512"), "{plan}");
    // A single arm answers to its name and to its number.
    for path in ["arm.cenersen.duration", "arm.1.cenersen.duration", "arm.B.cenersen.duration"] {
        let plan = text(&ran(&["check", "scenarios/arm_b.toml", "--set", &format!("{path}=4 d")]).stdout);
        assert!(plan.contains("720"), "{path}: {plan}");
    }
}

#[test]
fn an_arm_that_does_not_exist_is_refused_with_the_names_there_are() {
    let output = ran(&["run", "scenarios/arm_b.toml", "--arm", "C"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no arm is named `C`: expected one of `B`"));
}

#[test]
fn days_of_cells_after_the_horizon_are_refused() {
    let output = ran(&["run", "scenarios/arm_b.toml", "--cells-on", "0,3,900"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("day 900, after the last day 90"));
}

#[test]
fn every_shipped_scenario_is_valid_and_names_its_schema() {
    for file in files("scenarios") {
        let output = ran(&["check", &file]);
        assert_eq!(output.status.code(), Some(0), "{file}: {}", text(&output.stderr));
        let content = fs::read_to_string(Path::new(HERE).join(&file)).unwrap();
        let schema = content.lines().next().and_then(|line| line.strip_prefix("#:schema ")).unwrap_or_default();
        let found = Path::new(HERE).join(&file).parent().unwrap().join(schema);
        assert!(found.is_file(), "{file} names the schema `{schema}`");
    }
}

#[test]
fn shipped_scenarios_have_names_of_their_own() {
    let mut stems: Vec<String> = files("scenarios")
        .iter()
        .map(|file| Path::new(file).file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    stems.sort();
    let all = stems.len();
    stems.dedup();
    assert_eq!(stems.len(), all, "two scenarios would write to the same folder");
}

#[test]
fn the_plan_shows_absolute_doses() {
    insta::assert_snapshot!("plan_arm_b", text(&ran(&["check", "scenarios/arm_b.toml"]).stdout));
    let confounded = text(&ran(&["check", "scenarios/controls/arm_b_confounding_only.toml"]).stdout);
    insta::assert_snapshot!("plan_confounding_only", confounded);
    insta::assert_snapshot!("plan_healthy", text(&ran(&["check", "scenarios/healthy.toml"]).stdout));
    let published = text(&ran(&["check", "scenarios/published/arm_c_published.toml"]).stdout);
    insta::assert_snapshot!("plan_arm_c_published", published);
}

/// What the plan of arm B with these changes says under this name.
fn said(name: &str, changes: &[&str]) -> Vec<String> {
    let changes = changes.iter().flat_map(|change| ["--set", change]);
    let plan = ran(&["check", "scenarios/arm_b.toml"].into_iter().chain(changes).collect::<Vec<_>>());
    assert_eq!(plan.status.code(), Some(0), "{}", text(&plan.stderr));
    // What does not fit a line goes on in the next.
    let lines = text(&plan.stdout).replace(&format!("\n{:<12}", ""), " ");
    lines.lines().filter_map(|line| line.strip_prefix(&format!("{name:<12}"))).map(str::to_owned).collect()
}

#[test]
fn the_plan_says_which_caps_apply_to_this_patient() {
    let caps = ["arm.body_surface_at_most=2.0 m2", "arm.idarubicin.maximum=23 mg"];
    assert_eq!(said("adjusted", &caps), [""; 0]);
    let large = [&caps[..], &["patient.weight=120 kg", "patient.height=190 cm"]].concat();
    assert_eq!(
        said("adjusted", &large),
        [
            "idarubicin 12 mg/m2: body surface 2 instead of 2.52 m2, at most 23 instead of 24 mg",
            "cytarabine 0.5 g/m2: body surface 2 instead of 2.52 m2",
        ]
    );
}

#[test]
fn the_plan_says_what_is_rounded_after_the_cap() {
    let rounded = said("adjusted", &["arm.idarubicin.maximum=22 mg", "arm.idarubicin.round_to=5 mg"]);
    assert_eq!(rounded, ["idarubicin 12 mg/m2: at most 22 instead of 22.72 mg, rounded to 20 instead of 22 mg"]);
}

#[test]
fn the_plan_says_what_the_horizon_cuts_off() {
    let early = ["simulation.horizon=6 d", "simulation.examinations=[]"];
    // 0.1 mg/kg/h x 75 kg x 144 of 168 h.
    let cenersen = "cenersen 0.1 mg/kg/h ends after 7 d and the simulation after 6 d: 1,080 of 1,260 mg are given";
    assert_eq!(said("cut", &early), [cenersen]);
    let second = ["simulation.horizon=44 d", "arm.cytarabine=[]", "arm.cenersen=[]"];
    assert_eq!(said("cut", &second), ["2 of 3 infusions of course 2 begin after day 44"]);
    assert_eq!(said("cut", &[]), [""; 0]);
}

#[test]
fn check_goes_on_after_a_faulty_file() {
    let output = ran(&["check", "tests/broken_scenarios/empty.toml", "scenarios/arm_a.toml", "no.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("arm_a"));
    assert_eq!(text(&output.stderr).matches("error: ").count(), 2);
}

#[test]
fn a_new_scenario_is_valid_and_is_never_written_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let new = || cenersim().current_dir(folder.path()).args(["new", "mine"]).output().unwrap();
    assert_eq!(new().status.code(), Some(0));
    fs::write(folder.path().join("kept"), fs::read(folder.path().join("mine.toml")).unwrap()).unwrap();
    let check = cenersim().current_dir(folder.path()).args(["check", "mine.toml"]).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    let again = new();
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("`mine.toml` is there already"));
    let [kept, mine] = ["kept", "mine.toml"].map(|file| fs::read(folder.path().join(file)).unwrap());
    assert_eq!(kept, mine);
}

/// What `check` prints of a woman of 1.658 m2 at this age with an arm that is written so.
fn printed(age: u32, weight: u32, arm: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let patient = format!("age = \"{age} y\"\nsex = \"female\"\nweight = \"{weight} kg\"\nheight = \"165 cm\"");
    let disease = "disease = \"newly_diagnosed\"\nburden = \"1e12 cells\"";
    let text_of = format!("title = \"mine\"\n[patient]\n{patient}\n{disease}\n[arm]\nname = \"mine\"\n{arm}");
    fs::write(&file, text_of).unwrap();
    let output = cenersim().arg("check").arg(&file).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Amounts of the lines of a drug (mg), as printed.
fn amounts(plan: &str, drug: &str) -> Vec<String> {
    let lines = plan.lines().filter(|line| line.starts_with(drug));
    lines.map(|line| line.split_whitespace().nth(5).unwrap().to_owned()).collect()
}

#[test]
fn a_cap_is_printed_where_it_binds_and_only_there() {
    let arm = "idarubicin = \"12 mg/m2 over 15 min maximum 24 mg days 1-3\"";
    // sqrt(165 x 60 / 3600) = 1.65831 m2 and sqrt(165 x 100 / 3600) = 2.14087 m2.
    let [small, large] = [60, 100].map(|weight| printed(50, weight, arm));
    assert_eq!(
        (amounts(&small, "idarubicin"), amounts(&large, "idarubicin")),
        (vec!["19.9".into(); 3], vec!["24".into(); 3])
    );
    assert!(!small.contains("adjusted"), "{small}");
    assert!(large.contains("idarubicin 12 mg/m2: at most 24 instead of 25.69 mg"), "{large}");
}

#[test]
fn three_bands_of_a_rate_are_printed_with_the_cap_of_the_youngest() {
    let arm = "cytarabine = { rate = \"100 mg/m2/d\", duration = \"7 d\", maximum = \"6 mg/h\", older = \
               [{ from_age = \"60 y\", rate = \"50 mg/m2/d\" }, { from_age = \"75 y\", rate = \"20 mg/m2/d\" }] }";
    let plans = [59, 60, 74, 75].map(|age| printed(age, 60, arm));
    // 6 mg/h x 168 h instead of 6.91 mg/h; then 50 and 20 mg/m2/d x 7 d x 1.65831 m2.
    assert_eq!(plans.clone().map(|plan| amounts(&plan, "cytarabine").concat()), ["1008", "580.41", "580.41", "232.16"]);
    assert!(plans[0].contains("cytarabine 100 mg/m2/d: at most 6 instead of 6.91 mg/h"), "{}", plans[0]);
    assert!(plans[1..].iter().all(|plan| !plan.contains("adjusted")));
}

#[test]
fn days_are_printed_as_the_arm_numbers_them() {
    let days = |zero: bool| {
        let arm = format!("first_day = -1\nday_zero = {zero}\ncytarabine = \"2 g/m2 over 4 h days -1-2\"");
        let plan = printed(50, 60, &arm);
        let lines = plan.lines().filter(|line| line.starts_with("cytarabine"));
        lines.map(|line| line.split_whitespace().nth(2).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (days(true), days(false)),
        (vec!["-1".into(), "0".into(), "1".into(), "2".into()], vec!["-1".into(), "1".into(), "2".into()])
    );
}

#[test]
fn every_example_of_the_page_about_protocols_can_be_checked() {
    let page = fs::read_to_string(Path::new(HERE).join("docs/protocols.md")).unwrap();
    let mut examples = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.toml");
    fs::write(&file, examples.next().unwrap()).unwrap();
    let whole = cenersim().arg("check").arg(&file).output().unwrap();
    assert_eq!(whole.status.code(), Some(0), "{}", text(&whole.stderr));
    let drugs: Vec<&str> = examples.next().unwrap().lines().collect();
    let plans: Vec<String> = drugs.iter().map(|line| printed(50, 60, line)).collect();
    assert!(
        plans[0].contains("19.9") && plans[2].matches("cytarabine ").count() == 2 && plans[3].contains("subcutaneous")
    );
    assert!(printed(65, 60, examples.next().unwrap()).contains("100 mg/m2/d"));
    let early = examples.next().unwrap().replace("[arm]\nname = \"primed\"\n", "");
    assert_eq!(amounts(&printed(50, 60, &early), "cenersen").len(), 5);
    assert_eq!(examples.next(), None);
}

#[test]
fn a_protocol_that_describes_a_drug_begins_with_the_schema_that_knows_drugs() {
    let folder = tempfile::tempdir().unwrap();
    for (name, schema) in [("flag_ida_fludarabine", "own_drugs"), ("seven_and_three", "scenario")] {
        let output = cenersim().current_dir(folder.path()).args(["new", name, "--like", name]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let begun = fs::read_to_string(folder.path().join(format!("{name}.toml"))).unwrap();
        assert_eq!(begun.lines().next(), Some(format!("#:schema ./{schema}.schema.json").as_str()));
        let [written, shipped] = [folder.path(), &Path::new(HERE).join("scenarios")]
            .map(|folder| fs::read(folder.join(format!("{schema}.schema.json"))).unwrap());
        assert!(written == shipped, "{name}");
    }
}

#[test]
fn the_shipped_schema_is_current() {
    for (file, arguments) in [("scenario", &["schema"][..]), ("own_drugs", &["schema", "--own-drugs"])] {
        let file = format!("scenarios/{file}.schema.json");
        let shipped = fs::read_to_string(Path::new(HERE).join(&file)).unwrap();
        let current = text(&ran(arguments).stdout);
        assert!(shipped == current, "run `cargo run -- {} > {file}`", arguments.join(" "));
    }
}

#[test]
fn the_glossary_is_current_and_explains_one_term() {
    let shipped = fs::read_to_string(Path::new(HERE).join("docs/glossary.md")).unwrap();
    assert!(shipped == text(&ran(&["glossary"]).stdout), "run `cargo run -- glossary > docs/glossary.md`");
    let one = text(&ran(&["glossary", "crp"]).stdout);
    assert!(one.starts_with("CRp: Complete remission with incomplete recovery of the platelets."), "{one}");
    let none = ran(&["glossary", "qqq"]);
    assert!(none.status.code() == Some(2) && text(&none.stderr).contains("`cenersim glossary` lists all"));
}

/// Every command that prints for people; results of analyses are looked at where they are made.
#[test]
fn what_commands_print_fits_a_terminal_of_80_columns() {
    let files = files("scenarios");
    let checks = files.iter().filter(|file| !file.contains("broken")).map(|file| vec!["check", file.as_str()]);
    let others = [
        vec!["parameters"],
        vec!["drugs"],
        vec!["drugs", "cenersen"],
        vec!["glossary", "c"],
        vec!["--help"],
        vec!["run", "--help"],
        vec!["compare", "--help"],
        vec!["trial", "--help"],
    ];
    for arguments in checks.chain(others) {
        fits(&arguments.join(" "), &text(&ran(&arguments).stdout));
    }
}

#[test]
fn parameters_can_be_filtered_and_read_by_programs() {
    let listed = ran(&["parameters", "inhibitor", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert!(rows.as_array().unwrap().iter().any(|row| row["parameter"] == "inhibitor.loss"));
    let table = ran(&["parameters", "--format", "csv", "--grade", "c"]);
    assert!(
        text(&table.stdout)
            .starts_with("parameter,value,unit,low,high,range_factor,spread,grade,source,cr_effect,cr_driven,")
    );
    assert_eq!(ran(&["parameters", "no such number"]).status.code(), Some(2));
    assert_eq!(ran(&["parameters", "--grade", "E"]).status.code(), Some(2));
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    for arguments in [["completions", "bash"].as_slice(), &["schema"], &["parameters"]] {
        let mut child = cenersim().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut complaint = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{complaint}");
        assert_eq!(complaint, "");
    }
}

#[test]
fn usage_errors_exit_with_2_and_the_version_names_the_package() {
    assert_eq!(ran(&["simulate"]).status.code(), Some(2));
    assert_eq!(ran(&["run"]).status.code(), Some(2));
    assert_eq!(ran(&["run", "scenarios/arm_b.toml", "--threads", "0"]).status.code(), Some(2));
    let version = ran(&["--version"]);
    assert_eq!(version.status.code(), Some(0));
    assert!(text(&version.stdout).starts_with(concat!("cenersim ", env!("CARGO_PKG_VERSION"))));
}
