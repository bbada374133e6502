//! Scenarios as documents: merging, changes, the document as run, and texts that nobody would write.

use super::{STARTER, Scenario, overrides, source::Source, tree::Node};
use cenersim_model::{
    parameters::{Hypothesis, Ledger},
    patient::{Chemosensitivity, Disease},
    quantity::Time,
    simulation::Settings,
    treatment::{Drug, NextCourse, Regimen},
};
use proptest::prelude::*;
use std::path::Path;

fn shipped(file: &str) -> Scenario {
    changed(file, &[])
}

fn changed(file: &str, changes: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(file);
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    Scenario::read(&path, &changes).unwrap_or_else(|error| panic!("{error}"))
}

/// Start (h) and amount (mg) of every infusion of a drug in the first course.
fn given(scenario: &Scenario, drug: Drug) -> Vec<(f64, f64)> {
    let patient = &scenario.patient;
    let doses = scenario.arms[0].expand(patient.body, patient.age_years, 1, Time::ZERO);
    let of_drug = doses.into_iter().filter(|dose| dose.drug == drug);
    of_drug.map(|dose| (dose.start.in_hours(), dose.amount_mg)).collect()
}

#[test]
fn the_arms_of_the_source_document_differ_by_cytarabine_alone() {
    let [a, b, c] = ["arm_a.toml", "arm_b.toml", "arm_c.toml"].map(shipped);
    for arm in [&b, &c] {
        assert_eq!(given(&a, Drug::Cenersen), given(arm, Drug::Cenersen));
        assert_eq!(given(&a, Drug::Idarubicin), given(arm, Drug::Idarubicin));
        assert_eq!((&a.patient, &a.settings), (&arm.patient, &arm.settings));
    }
    assert_eq!(given(&a, Drug::Cytarabine), []);
    let doses = given(&b, Drug::Cytarabine).into_iter().zip(given(&c, Drug::Cytarabine));
    assert!(doses.into_iter().all(|(low, high)| low.0 == high.0 && (high.1 / low.1 - 3.0).abs() < 1e-12));
}

#[test]
fn published_arms_give_four_days_of_cenersen_and_fewer_days_of_cytarabine_to_older_patients() {
    let days = |age: &str| given(&changed("published/arm_c_published.toml", &[age]), Drug::Cytarabine).len();
    assert_eq!([days("patient.age=59 y"), days("patient.age=60 y")], [4, 3]);
    let cenersen = given(&shipped("published/arm_b_published.toml"), Drug::Cenersen);
    // 0.1 mg/kg/h x 75 kg x 96 h.
    assert!((cenersen[0].1 - 720.0).abs() < 1e-9);
}

#[test]
fn controls_change_one_thing_and_keep_the_hours_of_chemotherapy() {
    let (arm, control) = (shipped("arm_b.toml"), shipped("controls/arm_b_without_cenersen.toml"));
    assert_eq!(given(&control, Drug::Cenersen), []);
    assert_eq!(given(&arm, Drug::Cytarabine), given(&control, Drug::Cytarabine));
    let confounded = shipped("controls/arm_b_confounding_only.toml");
    assert_eq!(confounded.ledger.number("cenersen.maximal_effect"), 0.0);
    assert!(confounded.patient.inhibitor.for_fever);
    let inhibited = shipped("controls/arm_b_inhibited.toml");
    assert_eq!(inhibited.patient.inhibitor.periods, [(Time::ZERO, Time::days(90.0))]);
    assert_eq!(inhibited.ledger, arm.ledger);
}

#[test]
fn a_healthy_person_has_no_leukemic_cells_and_gets_no_drug() {
    let healthy = shipped("healthy.toml");
    assert_eq!((healthy.patient.disease, healthy.patient.burden), (Disease::Healthy, 0.0));
    assert!(healthy.arms[0].is_untreated());
}

#[test]
fn changes_need_no_quotes_and_reach_lists_by_name_or_number() {
    let two = "title = 'two'\n[patient]\nage = '50 y'\nsex = 'female'\nweight = '60 kg'\nheight = '165 cm'\n\
               disease = 'refractory'\nburden = '1e12 cells'\n[[arm]]\nname = 'x'\n[[arm]]\nname = 'y'\n";
    let mut tree = Node::parse(&Source::new("two", two)).unwrap();
    for change in ["arm.x.courses.when=always", "arm.2.name=z", "patient.sex=male", "simulation.horizon = 28 d"] {
        overrides::apply_all(&mut tree, "--set", [&change.to_owned()]).unwrap();
    }
    let scenario = Scenario::compose("two".into(), tree).unwrap();
    assert_eq!(scenario.arms[0].courses.further[0].when, NextCourse::Always);
    assert_eq!(scenario.arms[1].name, "z");
    assert_eq!(scenario.settings.horizon, Time::days(28.0));
    // Examinations that nobody asked for end with the horizon.
    assert_eq!(scenario.settings.examinations, [14.0, 28.0].map(Time::days));
}

#[test]
fn the_document_as_run_gives_the_same_scenario_again() {
    let files = [
        "arm_c.toml",
        "healthy.toml",
        "phase2_arms.toml",
        "published/arm_c_published.toml",
        "controls/arm_b_confounding_only.toml",
        "sweeps/cenersen_days_and_start.toml",
    ];
    for file in files {
        let first = changed(file, &["simulation.seed=7"]);
        let again = Scenario::parse(&first.name, &first.source).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(first, again);
    }
}

#[test]
fn one_file_of_three_arms_gives_the_doses_of_three_files() {
    let together = shipped("phase2_arms.toml");
    let patient = &together.patient;
    for (index, file) in ["arm_a.toml", "arm_b.toml", "arm_c.toml"].into_iter().enumerate() {
        let alone = shipped(file);
        let expanded = |arm: &Regimen| arm.expand(patient.body, patient.age_years, 1, Time::ZERO);
        assert_eq!(expanded(&together.arms[index]), expanded(&alone.arms[0]));
        assert_eq!(together.arms[index], alone.arms[0]);
        assert_eq!(together.published[index], alone.published[0]);
        assert_eq!((patient, &together.ledger), (&alone.patient, &alone.ledger));
        // What follows a failure matters in cohorts and is stated there.
        let after_failure = together.settings.after_failure;
        assert_eq!(together.settings, Settings { after_failure, ..alone.settings });
    }
}

#[test]
fn arms_of_the_trial_name_the_published_arm_and_controls_name_none() {
    let published = |file: &str| shipped(file).published;
    for arm in ["A", "B", "C"] {
        let letter = arm.to_lowercase();
        assert_eq!(published(&format!("arm_{letter}.toml")), [Some(arm.to_owned())]);
        assert_eq!(published(&format!("published/arm_{letter}_published.toml")), [Some(arm.to_owned())]);
        assert_eq!(published(&format!("controls/arm_{letter}_without_cenersen.toml")), [None]);
    }
    for control in ["healthy", "untreated", "controls/arm_b_inhibited", "controls/arm_b_confounding_only"] {
        assert_eq!(published(&format!("{control}.toml")), [None]);
    }
}

#[test]
fn an_infusion_of_no_time_or_amount_gives_the_drug_to_no_one() {
    let without = shipped("controls/arm_b_without_cenersen.toml");
    for change in ["arm.cenersen.duration=0 d", "arm.cenersen.rate=0 mg/kg/h"] {
        let zero = changed("arm_b.toml", &[change]);
        assert_eq!(zero.arms[0].doses, without.arms[0].doses, "{change}");
    }
    let zero = changed("arm_b.toml", &["arm.cytarabine.dose=0 mg/m2"]);
    assert_eq!(zero.arms[0].doses, shipped("arm_a.toml").arms[0].doses);
    // A start after the horizon is no fault of an infusion that is not given.
    changed("arm_b.toml", &["arm.cenersen.duration=0 d", "arm.cenersen.start=200 d"]);
    let older = "arm.cytarabine.older={ from_age = \"60 y\", dose = \"1 g/m2\" }";
    let only_older = changed("arm_b.toml", &["arm.cytarabine.dose=0 mg/m2", older]);
    assert_eq!(given(&only_older, Drug::Cytarabine).len(), 3);
}

/// Start (h) and amount (mg) of every infusion of cytarabine, given as this schedule to the patient of arm A.
fn cytarabine(schedule: &str) -> Vec<(f64, f64)> {
    given(&changed("arm_a.toml", &[&format!("arm.cytarabine={{ {schedule} }}")]), Drug::Cytarabine)
}

#[test]
fn a_rate_on_chosen_days_runs_for_24_hours_on_each_of_them_unless_it_is_said_to_be_shorter() {
    let daily = cytarabine("rate = \"4 mg/h\", days = [1, 2, 5]");
    assert_eq!(daily, [(0.0, 96.0), (24.0, 96.0), (96.0, 96.0)]);
    let short = cytarabine("rate = \"4 mg/h\", days = [2], duration = \"6 h\", start = \"12 h\"");
    assert_eq!(short, [(36.0, 24.0)]);
    // Seven days in a row are one infusion of a week, cut at midnight.
    let [week, cut] = ["duration = \"7 d\"", "days = \"1-7\""].map(|length| {
        let given = cytarabine(&format!("rate = \"200 mg/m2/d\", {length}"));
        given.iter().map(|(_, amount)| amount).sum::<f64>()
    });
    assert!((week - cut).abs() < 1e-9, "{week} {cut}");
}

#[test]
fn days_are_a_list_or_a_text_of_ranges() {
    let [list, text] = ["[1, 2, 3, 5]", "\"1-3,5\""]
        .map(|days| cytarabine(&format!("dose = \"20 mg\", infusion = \"1 h\", days = {days}")));
    assert_eq!(list, text);
}

/// Starts and amounts of cytarabine at this age, for a schedule as above.
fn cytarabine_at(age: &str, schedule: &str) -> Vec<(f64, f64)> {
    let changes = [format!("arm.cytarabine={{ {schedule} }}"), format!("patient.age={age}")];
    given(&changed("arm_a.toml", &[&changes[0], &changes[1]]), Drug::Cytarabine)
}

#[test]
fn any_number_of_bands_change_doses_rates_days_and_lengths() {
    let rate = "rate = \"10 mg/h\", duration = \"7 d\", older = [{ from_age = \"75 y\", duration = \"5 d\", rate = \"5 mg/h\" }, \
                { from_age = \"60 y\", below_age = \"75 y\", rate = \"8 mg/h\" }]";
    let given = ["59 y", "60 y", "74 y", "75 y"].map(|age| cytarabine_at(age, rate)[0].1);
    // mg/h x 168 h, and 5 mg/h x 120 h.
    assert_eq!(given, [1680.0, 1344.0, 1344.0, 600.0]);
    let dose = "dose = \"3 g\", infusion = \"3 h\", days = \"1-3\", older = { from_age = \"60 y\", dose = \"1 g\", days = [1] }";
    let given = ["59 y", "60 y"].map(|age| cytarabine_at(age, dose).iter().map(|(_, mg)| mg).sum::<f64>());
    assert_eq!(given, [9000.0, 1000.0]);
}

#[test]
fn one_arm_of_several_keeps_what_it_stands_for_and_its_sweeps() {
    let three = "[sweep]\n'arm.B.cenersen.duration' = ['4 d', '7 d']\n'simulation.seed' = [1, 2]\n\
                 'arm.2.cenersen.start' = ['0 d', '1 d']\n'arm.A.cenersen.duration' = ['0 d', '7 d']\n'arm.3.name' = ['D']\n";
    let mut scenario = Scenario::parse("three", &format!("{}\n{three}", shipped("phase2_arms.toml").source)).unwrap();
    let paths = |scenario: &Scenario| scenario.sweep.iter().map(|axis| axis.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&scenario).len(), 5);
    scenario.keep_arm("B").unwrap();
    assert_eq!(scenario.published, [Some("B".to_owned())]);
    assert_eq!(paths(&scenario), ["arm.B.cenersen.duration", "simulation.seed", "arm.1.cenersen.start"]);
    let again = Scenario::parse("three_B", &scenario.source).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again, scenario);
}

#[test]
fn the_starter_is_a_valid_scenario() {
    assert!(Scenario::parse("starter", STARTER).is_ok());
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        if let Err(error) = Scenario::parse("text", &text) {
            prop_assert!(!error.render(false).is_empty());
        }
    }

    // A valid document with a piece replaced by anything gets further than random text does.
    #[test]
    fn no_damage_to_a_valid_document_makes_the_reader_panic(
        start in 0..STARTER.len(), length in 0_usize..40, with in "[ -~\\n]{0,12}"
    ) {
        let end = (start + length).min(STARTER.len());
        let damaged = format!("{}{with}{}", &STARTER[..start], &STARTER[end..]);
        if let Err(error) = Scenario::parse("damaged", &damaged) {
            prop_assert!(!error.to_string().is_empty() && !error.render(false).is_empty());
        }
    }

    #[test]
    fn no_change_makes_the_reader_panic(path in "[a-z_.0-9]{0,20}", value in any::<String>()) {
        let mut tree = Node::parse(&Source::new("starter", STARTER)).unwrap();
        if overrides::apply_all(&mut tree, "--set", [&format!("{path}={value}")]).is_ok() {
            let _ = Scenario::compose("changed".into(), tree).map_err(|error| error.render(false));
        }
    }
}

#[test]
fn a_drug_that_a_course_gives_is_changed_there() {
    let text = "[arm]\nname = \"A\"\n[[arm.course]]\n[[arm.course]]\ncytarabine = \"1 g/m2 over 3 h x 4\"\n";
    let change = |path: &str| {
        let source = Source::new("a.toml", text);
        let mut tree = Node::parse(&source).unwrap();
        overrides::apply_all(&mut tree, "--set", [&format!("{path}=2 g/m2")])
    };
    let said = change("arm.A.cytarabine.dose").unwrap_err().to_string();
    assert!(said.contains("expected `course.2.cytarabine` instead"), "{said}");
    assert!(change("arm.course.2.cytarabine.dose").is_ok());
    assert!(change("arm.idarubicin.dose").is_ok());
}

#[test]
fn a_hypothesis_replaces_numbers_of_the_ledger_and_numbers_of_the_scenario_win_over_it() {
    let repair = |changes: &[&str]| changed("arm_b.toml", changes).ledger.number("dna_damage.repair_loss");
    let under = |hypothesis| Ledger::under(hypothesis).number("dna_damage.repair_loss");
    assert_eq!(repair(&[]), under(Hypothesis::Source));
    assert_eq!(repair(&["hypothesis.p53=clinical"]), under(Hypothesis::Clinical));
    assert_eq!(repair(&["hypothesis.p53=clinical", "parameters.dna_damage.repair_loss=0.33"]), 0.33);
    assert_eq!(repair(&["parameters.dna_damage.repair_loss=0.33", "hypothesis.p53=clinical"]), 0.33);
}

#[test]
fn arms_and_their_controls_share_the_hypothesis_of_the_source_document_and_patients_have_the_default() {
    for file in ["arm_a.toml", "phase2.toml", "published/arm_b_published.toml", "controls/arm_b_inhibited.toml"] {
        assert_eq!(shipped(file).hypothesis, Hypothesis::Source, "{file}");
    }
    for file in ["patients/cured.toml", "calibration.toml", "sensitivity.toml", "qualification/regimens.toml"] {
        let scenario = shipped(file);
        assert_eq!(scenario.hypothesis, Hypothesis::Neutral, "{file}");
        let paths = Hypothesis::Source.paths();
        assert!(
            paths.into_iter().all(|path| scenario.ledger.number(path) == Ledger::defaults().number(path)),
            "{file}"
        );
    }
}

#[test]
fn a_percentile_is_given_for_all_drugs_or_for_each() {
    let given = |change: &str| changed("arm_b.toml", &[change]).patient.chemosensitivity;
    assert_eq!(given("patient.chemosensitivity=80 %"), Chemosensitivity::All(0.8));
    let one = Chemosensitivity::Of([(Drug::Cytarabine, 0.6)].into());
    assert_eq!(given("patient.chemosensitivity={ cytarabine = \"60 %\" }"), one);
}
