//! Whom the checks look at: populations under regimens, for as many days as what is counted asks for.
//! Left out: what is counted (see the subjects, and `published`).

use super::populations::{self as who, Population};
use cenersim_model::patient::Tp53;

/// What ends a patient's course before its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// Death; nothing follows a failure.
    AtDeath,
    /// Death; after a failure the published survival decides, for five years.
    Published,
    /// Nothing: cells and blood go on as if the patient had lived.
    Never,
}

/// A population under a regimen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// Unlike that of any other arm.
    pub id: &'static str,
    /// Who is treated.
    pub population: Population,
    /// Name of the arm in scenarios/qualification/regimens.toml.
    pub regimen: &'static str,
    /// Days that the cells are simulated.
    pub days: f64,
    /// What ends a course.
    pub ends: Ends,
    /// Numbers of the ledger that differ in this arm.
    pub changes: &'static [(&'static str, &'static str)],
    /// Of all patients of this arm.
    pub tp53: Tp53,
    /// Agents for each class of cells; none for as many as the size says.
    pub agents: Option<u32>,
}

/// Until the windows of two inductions have closed.
const TWO_WINDOWS: f64 = 71.0;
const YEAR: f64 = 365.25;

/// Two inductions long, with the numbers of the ledger; what differs is said where the arm is made.
const fn arm(id: &'static str, population: Population, regimen: &'static str) -> Arm {
    Arm {
        id,
        population,
        regimen,
        days: TWO_WINDOWS,
        ends: Ends::AtDeath,
        changes: &[],
        tp53: Tp53::WildType,
        agents: None,
    }
}

impl Arm {
    /// The same arm for so many years.
    const fn years(self, years: f64, ends: Ends) -> Self {
        Self { days: years * YEAR, ends, ..self }
    }
}

/// Names of regimens in the shipped file, here and below.
const IDA_IDAC: &str = "idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4";
const SEVEN_THREE: &str = "7 + 3 with 100 mg/m2/d, best of two";
const SEVEN_THREE_ONCE: &str = "7 + 3 with 100 mg/m2/d";
const CYTARABINE: &str = "cytarabine 1 g/m2 x 5, best of two";
const HIDAC: &str = "cytarabine 3 g/m2 every 12 h for 6 days";
const LOW_DOSE: &str = "cytarabine 20 mg twice daily for 10 days every 28 days, twice";
const HAROUSSEAU: &str = "idarubicin 8 mg/m2 x 5, cytarabine 1 g/m2 every 12 h for 3 days";

// Refractory and relapsed.
/// Idarubicin alone (V01).
pub const IDARUBICIN: Arm = arm("V01", who::REFRACTORY_OR_RELAPSED, "idarubicin 12 mg/m2 x 3");
/// Cytarabine alone, control arm of VALOR (R18, V05).
pub const VALOR: Arm = arm("R18", who::VALOR, CYTARABINE).years(2.0, Ends::Published);
/// The same, 60 years and older, refractory or relapsed within a year (R01b).
pub const OLDER_EARLY: Arm = arm("R01b", who::OLDER_EARLY, CYTARABINE);
/// The same, 60 years and older, relapsed in the second year (R01c).
pub const OLDER_LATE: Arm = arm("R01c", who::OLDER_LATE, CYTARABINE);
/// The population of the trial on idarubicin alone, for early deaths (V05).
pub const TRIAL_IDARUBICIN: Arm = arm("V05d", who::TRIAL, "idarubicin 12 mg/m2 x 3").years(0.2, Ends::Published);
/// The population of the trial on both drugs of its arm C, without cenersen.
pub const TRIAL_BOTH: Arm = arm("c", who::TRIAL, IDA_IDAC);
/// First relapses with one consolidation, and the published survival after a failure.
pub const RELAPSE: Arm = arm("c2", who::RELAPSED, "idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4, consolidated once")
    .years(5.0, Ends::Published);
/// The same courses while the cells decide, for the length of remissions.
pub const RELAPSE_CELLS: Arm = Arm { id: "e1", ..RELAPSE }.years(5.0, Ends::AtDeath);
/// Idarubicin 10 mg/m2 x 3 and cytarabine 1 g/m2 x 4 without deaths: how long blood stays low.
pub const ANALOG: Arm =
    Arm { ends: Ends::Never, days: 43.0, ..arm("R07w", who::TRIAL, "idarubicin 10 mg/m2 x 3, cytarabine 1 g/m2 x 4") };
/// High-dose cytarabine, refractory or relapsed (R03).
pub const HIDAC_ANY: Arm = arm("R03", who::REFRACTORY_OR_RELAPSED, HIDAC);
/// Idarubicin and intermediate doses in first relapse (R07).
pub const IDA_IDAC_RELAPSE: Arm = arm("R07", who::ANY_RELAPSE, HAROUSSEAU);
/// High-dose cytarabine, relapsed in the second year (R16).
pub const HIDAC_SENSITIVE: Arm = arm("R16a", who::SENSITIVE, HIDAC);
/// High-dose cytarabine, refractory or relapsed within a year (R16).
pub const HIDAC_RESISTANT: Arm = arm("R16b", who::RESISTANT, HIDAC);

// Newly diagnosed.
/// 7 + 3 with three consolidations, for remissions, their depth and their length.
pub const FIRST_LINE: Arm =
    arm("d", who::NEW, "7 + 3 with 100 mg/m2/d, consolidated three times").years(5.0, Ends::AtDeath);
/// One course of 7 + 3 in leukemias without p53.
pub const FIRST_LINE_NULL: Arm = Arm { tp53: Tp53::Null, ..arm("g", who::NEW, SEVEN_THREE_ONCE) };
/// 7 + 3 with 200 mg/m2/d, one course (N25).
pub const CI_200: Arm = arm("N25", who::NEW, "7 + 3 with 200 mg/m2/d");
/// The same, best of two.
pub const CI_200_TWICE: Arm = arm("GAIN", who::NEW, "7 + 3 with 200 mg/m2/d, best of two");
/// Cytarabine 500 mg/m2 every 12 h (L20).
pub const MEDIUM_DOSE: Arm = arm("f1", who::NEW, "idarubicin 12 mg/m2 x 3, cytarabine 500 mg/m2 every 12 h for 6 days");
/// Cytarabine 3 g/m2 every 12 h on four days (L21).
pub const HIGH_DOSE: Arm =
    arm("f2", who::NEW, "idarubicin 12 mg/m2 x 3, cytarabine 3 g/m2 every 12 h on days 1, 3, 5, 7");
/// Idarubicin 14 mg/m2 x 3, for recovery in first line (R09).
pub const IDARUBICIN_14: Arm = arm("R09", who::NEW_45, "idarubicin 14 mg/m2 x 3, cytarabine 100 mg/m2/d x 7");
/// 7 + 3 at any age, best of two (N04).
pub const ANY_AGE: Arm = arm("N04", who::NEW_ANY_AGE, SEVEN_THREE);
/// Infections of 1984-87 (C26, C27).
pub const OLD_ERA: Arm = Arm {
    changes: &[("infection.era", "3"), ("infection.fatality", "0.26")],
    ..arm("N05", who::NEW_55_78, SEVEN_THREE)
};
/// 55 to 75 years, best of two (N08).
pub const OLDER: Arm = arm("N08", who::NEW_55_75, "idarubicin 8 mg/m2 x 5, cytarabine 100 mg/m2/d x 7, best of two");
/// The same, one course, for recovery (C03).
pub const OLDER_ONCE: Arm = arm("C03", who::NEW_55_75, "idarubicin 8 mg/m2 x 5, cytarabine 100 mg/m2/d x 7");
/// Low-dose cytarabine (L02).
pub const UNFIT: Arm = arm("L02", who::NEW_UNFIT, LOW_DOSE);
/// Nothing at all, at 79 years (C23).
pub const SUPPORTIVE: Arm = arm("C23", who::NEW_79, "nothing").years(1.1, Ends::AtDeath);

// The same with few agents and with many.
/// One course of 7 + 3 with 32 agents for each class of cells.
pub const FEW_AGENTS: Arm = Arm { id: "32 agents", agents: Some(32), ..FIRST_LINE_ONCE };
/// The same with 128.
pub const MANY_AGENTS: Arm = Arm { id: "128 agents", agents: Some(128), ..FIRST_LINE_ONCE };
const FIRST_LINE_ONCE: Arm = arm("7 + 3", who::NEW, SEVEN_THREE_ONCE);

// Predictions for a drug whose numbers were not chosen by any of these counts.
const DNR_45: &str = "daunorubicin 45 mg/m2 x 3, cytarabine 100 mg/m2/d x 7, best of two";
/// The other arm of N04.
pub const N04_DNR: Arm = arm("N04 daunorubicin", who::NEW_ANY_AGE, DNR_45);
/// The other arm of N05, with the infections of its era.
pub const N05_DNR: Arm = Arm { id: "N05 daunorubicin", regimen: DNR_45, ..OLD_ERA };
/// Daunorubicin 45 mg/m2, up to 60 years.
pub const N16: Arm =
    arm("N16", who::NEW_UP_TO_60, "daunorubicin 45 mg/m2 x 3, cytarabine 200 mg/m2/d x 7, best of two");
/// Twice as much.
pub const N17: Arm =
    arm("N17", who::NEW_UP_TO_60, "daunorubicin 90 mg/m2 x 3, cytarabine 200 mg/m2/d x 7, best of two");

// Only beside published arms.
/// Idarubicin with 200 mg/m2/d for five days, best of two.
pub const N02: Arm = arm("N02", who::NEW_17_60, "idarubicin 12 mg/m2 x 3, cytarabine 200 mg/m2/d x 5, best of two");
/// 7 + 3, best of two.
pub const N07: Arm = arm("N07", who::NEW, SEVEN_THREE);
/// Idarubicin with a continuous intermediate dose, below 50 years.
pub const N12: Arm = arm("N12", who::NEW_YOUNG, "idarubicin 12 mg/m2 x 3, cytarabine 1.5 g/m2/d x 4 continuously");
/// Two days of idarubicin and five of cytarabine, 65 to 74 years.
pub const N21: Arm = arm("N21", who::NEW_65_74, "idarubicin 12 mg/m2 x 2, cytarabine 100 mg/m2/d x 5");
/// 7 + 3 once, 55 to 64 years.
pub const N22: Arm = arm("N22", who::NEW_55_64, SEVEN_THREE_ONCE);
/// High doses in two blocks, 16 to 73 years.
pub const N27: Arm = arm("N27", who::NEW_16_73, "sequential high dose");
/// 7 + 3 with idarubicin 12 mg/m2, 14 to 80 years.
pub const N40: Arm = arm("N40", who::NEW_14_80, SEVEN_THREE_ONCE);
/// The same with idarubicin 8 mg/m2.
pub const N41: Arm = arm("N41", who::NEW_14_80, "idarubicin 8 mg/m2 x 3, cytarabine 100 mg/m2/d x 7");
/// Low doses in four cycles, for the unfit.
pub const L01: Arm = Arm {
    days: 169.0,
    ..arm("L01", who::NEW_UNFIT, "cytarabine 20 mg twice daily for 10 days every 42 days, four times")
};
/// Low doses for 21 days, 65 years and older.
pub const L04: Arm = arm("L04", who::NEW_OVER_65, "cytarabine 10 mg/m2 twice daily for 21 days");
/// Low doses for ten days, twice, 65 years and older.
pub const L05: Arm = arm("L05", who::NEW_OVER_65, "cytarabine 20 mg/m2 daily for 10 days every 28 days, twice");
/// Cytarabine alone for two days, three times.
pub const S01: Arm = arm("S01", who::NEW_ANY_AGE, "cytarabine 400 mg/m2/d x 2 every 14 days, three times");
/// Cytarabine alone for five days, three times.
pub const S02: Arm = arm("S02", who::NEW_ANY_AGE, "cytarabine 200 mg/m2/d x 5 every 14 days, three times");

/// All arms.
/// Each is simulated once, however many checks look at it.
pub const ALL: [Arm; 45] = [
    IDARUBICIN,
    VALOR,
    OLDER_EARLY,
    OLDER_LATE,
    TRIAL_IDARUBICIN,
    TRIAL_BOTH,
    RELAPSE,
    RELAPSE_CELLS,
    ANALOG,
    HIDAC_ANY,
    IDA_IDAC_RELAPSE,
    HIDAC_SENSITIVE,
    HIDAC_RESISTANT,
    FIRST_LINE,
    FIRST_LINE_NULL,
    CI_200,
    CI_200_TWICE,
    MEDIUM_DOSE,
    HIGH_DOSE,
    IDARUBICIN_14,
    ANY_AGE,
    OLD_ERA,
    OLDER,
    OLDER_ONCE,
    UNFIT,
    SUPPORTIVE,
    FEW_AGENTS,
    MANY_AGENTS,
    N02,
    N07,
    N12,
    N21,
    N22,
    N27,
    N40,
    N41,
    L01,
    L04,
    L05,
    S01,
    S02,
    N04_DNR,
    N05_DNR,
    N16,
    N17,
];
