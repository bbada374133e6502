use super::*;

fn described(name: &str, text: &str) -> Result<Ledger, DrugFault> {
    let mut ledger = Ledger::defaults();
    ledger.describe(name, &text.parse().expect("a table")).map(|()| ledger)
}

fn refused(text: &str) -> String {
    described("examplin", text).expect_err("a fault").message
}

const SOUND: &str = r#"
    action = ["stabilization"]
    [numbers]
    clearance = "10 L/h"
    central_volume = "50 L"
    maximal_effect = 0.9
    half_effect = "200 ng/mL"
"#;

#[test]
fn shipped_tables_can_all_be_read() {
    let ledger = Ledger::with_all_drugs();
    assert_eq!(ledger.drugs().len(), shipped_names().len());
}

#[test]
fn names_of_the_defaults_are_those_of_their_tables() {
    let defaults = defaults();
    let levels: Vec<Level> = defaults.all().iter().flat_map(Description::curves).collect();
    assert_eq!(levels, Level::DEFAULTS);
    let names =
        |levels: &[Level]| levels.iter().map(|level| (level.name(), level.unit(), level.label())).collect::<Vec<_>>();
    assert_eq!(names(&levels), names(Level::DEFAULTS));
    assert_eq!(defaults.places().len(), 11);
}

#[test]
fn a_number_that_stands_elsewhere_is_found_there_and_all_others_under_the_name_of_the_drug() {
    let ledger = Ledger::defaults();
    let path = |drug, number: &str| ledger.drug(drug).expect("a drug").path(number);
    assert_eq!(path(Drug::Idarubicin, "lc50"), "dna_damage.idarubicin_lc50");
    assert_eq!(path(Drug::Idarubicin, "resistance.blast"), "dna_damage.resistance.idarubicin.blast");
    assert_eq!(path(Drug::Idarubicin, "metabolite.half_life"), "idarubicinol.half_life");
    assert_eq!(path(Drug::Cytarabine, "active.vmax"), "ara_ctp.vmax");
    assert_eq!(path(Drug::Cenersen, "clearance"), "cenersen.clearance");
}

#[test]
fn the_weight_of_a_micromol_is_that_of_a_mol_to_the_last_digit() {
    assert_eq!(Ledger::defaults().drug(Drug::Cytarabine).expect("a drug").mg_per_umol(), 0.243_217);
}

#[test]
fn a_drug_joins_the_ledger_with_its_numbers_and_levels() {
    let ledger = described("examplin", SOUND).expect("a drug");
    assert_eq!(ledger.number("examplin.clearance"), 10.0);
    let drug = Drug::named("examplin");
    assert_eq!(ledger.places().get(drug, Which::Plasma), Some(Place(11)));
    assert_eq!(ledger.places().get(Drug::Cytarabine, Which::Active), Some(Place(9)));
    let curves = ledger.drug(drug).expect("a drug").curves();
    assert_eq!((curves[0].name(), curves[0].unit()), ("examplin_plasma", "ng/mL"));
    assert_eq!(Level::from_name("examplin_plasma"), Some(curves[0]));
}

#[test]
fn what_a_table_lacks_or_has_too_much_is_said_with_the_way_out() {
    let without = |line: &str| SOUND.lines().filter(|l| !l.contains(line)).collect::<Vec<_>>().join("\n");
    assert!(
        refused(&without("half_effect")).starts_with("`stabilization` of `examplin` needs `half_effect`: expected")
    );
    assert!(refused(&without("central_volume")).contains("needs `central_volume` or `half_life`"));
    assert!(refused(&SOUND.replace("10 L/h", "10 h")).contains("`10 h` is a time: expected clearance from plasma"));
    assert!(refused(&SOUND.replace("clearance", "clearence")).contains("did you mean `clearance`?"));
    assert!(refused(&SOUND.replace("action", "actions")).contains("did you mean `action`?"));
    assert!(refused(&SOUND.replace("stabilization", "magic")).contains("magic"));
    assert!(
        refused(&format!("active = {{ name = \"examplin\", label = \"E\" }}\n{SOUND}"))
            .contains("turned into `examplin`")
    );
    let twice = Ledger::defaults().describe("idarubicin", &SOUND.parse().expect("a table")).expect_err("a fault");
    assert!(twice.message.starts_with("two drugs are named `idarubicin`: expected another name"));
}

#[test]
fn metabolites_do_not_lead_back() {
    let mut ledger = Ledger::defaults();
    let into = |name: &str| -> toml::Table {
        let metabolite = format!("metabolite = {{ name = \"{name}\", label = \"M\" }}\n");
        let numbers = "metabolite.area_ratio = 1.0\nmetabolite.half_life = \"3 h\"\n";
        format!("{metabolite}{SOUND}{numbers}").parse().expect("a table")
    };
    ledger.describe("first", &into("second")).expect("a drug");
    let fault = ledger.clone().describe("second", &into("first")).expect_err("a fault");
    assert!(fault.message.contains("do not lead back"), "{fault}");
}
