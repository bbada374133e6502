//! Cytarabine in plasma and ara-CTP in cells, for the doses of the source document, of the investigators and of the studies
//! that the parameters come from. The evidence table computed levels as steady states and areas as what forms during an
//! infusion; so do the checks. Left out: the spread between patients.
//!
//! ```text
//! steady state   level after 240 h at the rate
//! area formed    mean(vmax C/(km + C)) length half-life/ln 2     half-life in vitro; per day for longer infusions
//! clearance      dose / area until 24 h                             of a bolus of 10 mg/m2
//! ```
//!
//! The terminal half-life is read from 8 to 12 h, the first one from 0.1 to 0.3 h after the slow part is taken away.
//!
//! # What a difference would mean
//!
//! Formation of ara-CTP saturates, so a sixfold dose does not give a sixfold effect. If high doses fail and low
//! ones pass, the saturation is wrong, and with it every comparison between doses of cytarabine.

use super::{
    Check, Measured, Subject,
    bench::Bench,
    check::{EXPOSURE, about, range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
    levels::{Given, Level},
};
use cenersim_model::{parameters::Grade, treatment::Drug};

pub const SUBJECT: Subject = Subject {
    heading: "Cytarabine in plasma, ara-CTP in cells",
    text: "The typical patient. Levels and areas of the evidence table were computed from steady states; 20 % to either side \
           are for what distribution adds.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const WHO: &str = "typical patient";
const NOT_STEADY: &str = "The evidence table has the steady state; with deamination near saturation two hours are too short to reach \
     it, because the drug still distributes.";
const IN_VITRO: &str = "Formation in the model has the in-vitro half-saturation of 4.2 umol/L (A09): a level of 10 leaves room \
     to rise by a third.";
/// What the evidence table computed: levels at steady state, and ara-CTP that forms until an infusion ends.
const DURING: &str = "typical patient; formed during the infusion, with the half-life in vitro";
const STEADY: &str = "typical patient; steady state at this rate";
/// Length of the infusions by which a steady state is reached (h).
const LONG: f64 = 240.0;

/// Doses whose level and area stand in the evidence table: amount (mg/m2), length (h), level (umol/L), area
/// (pmol h/1e6 for the in-vitro half-life).
const DOSES: [(f64, f64, f64, f64); 7] = [
    (700.0, 168.0, 0.13, 138.0),
    (1000.0, 2.0, 28.0, 342.0),
    (1000.0, 3.0, 14.7, 459.0),
    (500.0, 2.0, 10.0, 276.0),
    (500.0, 24.0, 0.65, 627.0),
    (1500.0, 2.0, 61.0, 368.0),
    (1500.0, 24.0, 2.0, 1530.0),
];

/// Ids of the levels of [`DOSES`], in its order.
const LEVELS: [&str; 7] = [
    "ara_c_100_continuous",
    "ara_c_1000_2h",
    "ara_c_1000_3h",
    "ara_c_500_2h",
    "ara_c_500_24h",
    "ara_c_1500_2h",
    "ara_c_1500_24h",
];
/// Ids of the areas, in the same order.
const AREAS: [&str; 7] = [
    "ara_ctp_100_continuous",
    "ara_ctp_1000_2h",
    "ara_ctp_1000_3h",
    "ara_ctp_500_2h",
    "ara_ctp_500_24h",
    "ara_ctp_1500_2h",
    "ara_ctp_1500_24h",
];
const LEVEL_AFTER: [&str; 7] = [
    "plasma level after 100 mg/m2/d, continuous",
    "plasma level after 1 g/m2 over 2 h",
    "plasma level after 1 g/m2 over 3 h",
    "plasma level after 0.5 g/m2 over 2 h",
    "plasma level after 0.5 g/m2 over 24 h",
    "plasma level after 1.5 g/m2 over 2 h",
    "plasma level after 1.5 g/m2 over 24 h",
];
const AREA_AFTER: [&str; 7] = [
    "area of ara-CTP per day of 100 mg/m2/d, continuous",
    "area of ara-CTP per day of 1 g/m2 over 2 h",
    "area of ara-CTP per day of 1 g/m2 over 3 h",
    "area of ara-CTP per day of 0.5 g/m2 over 2 h",
    "area of ara-CTP per day of 0.5 g/m2 over 24 h",
    "area of ara-CTP per day of 1.5 g/m2 over 2 h",
    "area of ara-CTP per day of 1.5 g/m2 over 24 h",
];

/// A level that was measured at the end of an infusion.
const fn level(row: usize, published: super::Published, source: &'static str) -> Check {
    Check::new(LEVELS[row], [LEVEL_AFTER[row], "umol/L", WHO], published, source, Grade::A).because(NOT_STEADY)
}

/// An area that was computed from a level.
const fn area(row: usize) -> Check {
    Check::new(AREAS[row], [AREA_AFTER[row], "pmol h/1e6", DURING], about(DOSES[row].3, EXPOSURE), "A10 A11", Grade::A)
}

/// A level that the evidence table has as a steady state.
const fn steady(row: usize) -> Check {
    Check::new(LEVELS[row], [LEVEL_AFTER[row], "umol/L", STEADY], about(DOSES[row].2, EXPOSURE), "A07", Grade::A)
}

const CHECKS: [Check; 25] = [
    Check::new(
        "ara_c_200",
        ["plasma level at 200 mg/m2/d, continuous", "umol/L", WHO],
        range(0.30, 0.17, 0.43, "mean +- SD, n = 265"),
        "A01",
        Grade::A,
    ),
    Check::new(
        "ara_c_3000",
        ["plasma level after 3 g/m2 over 3 h", "umol/L", WHO],
        range(115.0, 83.0, 147.0, "mean +- SD"),
        "A02",
        Grade::A,
    ),
    level(0, range(0.13, 0.06, 0.27, "range"), "A06"),
    level(1, range(28.0, 15.0, 45.0, "range"), "A07"),
    level(2, range(14.7, 10.5, 22.0, "range"), "A07 A03"),
    steady(3),
    steady(4),
    steady(5),
    steady(6),
    Check::new(
        "ara_c_terminal",
        ["terminal half-life", "h", "1 g/m2 over 2 h"],
        about(1.85, EXPOSURE),
        "A05",
        Grade::A,
    ),
    Check::new(
        "ara_c_first",
        ["first half-life", "h", "100 mg/m2 over 3 min"],
        reasoned(0.2, 0.16, 0.27, "12 to 16 min in two studies; 20 % below the first, as for exposures"),
        "A05 A02",
        Grade::A,
    ),
    Check::new(
        "ara_c_renal",
        ["share of the clearance that is renal", "", "200 mg/m2/d, continuous"],
        about(0.08, EXPOSURE),
        "A16",
        Grade::A,
    ),
    Check::new(
        "ara_c_bolus",
        ["clearance of a small bolus", "L/min", "10 mg/m2 over 3 min"],
        range(f64::NAN, 3.9, 18.1, "range"),
        "A01",
        Grade::A,
    ),
    area(0),
    area(1),
    area(2),
    area(3),
    area(4),
    area(5),
    area(6),
    Check::new(
        "ara_ctp_arms",
        ["ara-CTP of arm C over that of arm B", "", "1 g/m2 over 2 h for 4 days; 100 mg/m2/d for 7 days"],
        about(1.41, EXPOSURE),
        "A10 A11",
        Grade::A,
    ),
    Check::new(
        "ara_ctp_plateau",
        ["area of ara-CTP at 3 g/m2 over that at 0.5 g/m2", "", "each over 2 h"],
        about(1.0, EXPOSURE),
        "A08",
        Grade::A,
    )
    .because(IN_VITRO),
    Check::new(
        "ara_ctp_below_plateau",
        ["area of ara-CTP at 0.35 g/m2 over that at 0.5 g/m2", "", "each over 2 h"],
        range(f64::NAN, 0.0, 1.0, "lower at 0.3 to 0.4 g/m2"),
        "A08",
        Grade::A,
    ),
    Check::new(
        "ara_ctp_ceiling",
        ["ara-CTP after 1 h at 10 umol/L", "pmol/1e7", "cells in a dish"],
        range(640.0, 254.0, 1607.0, "range"),
        "A12",
        Grade::A,
    ),
    Check::new(
        "ara_ctp_half_life",
        ["half-life of ara-CTP in cells", "h", "1 g/m2 over 2 h"],
        range(1.76, 0.88, 3.5, "range in vitro; 3 to 4 h in patients, recalled"),
        "A11",
        Grade::A,
    ),
];

fn measure(bench: &Bench, _: &Cohorts) -> Measured {
    let body = bench.patient().body;
    let given = |mg_per_m2: f64, length: f64| Given {
        ledger: &bench.ledger,
        body,
        drug: Drug::Cytarabine,
        amount_mg: mg_per_m2 * body.surface_m2(),
        length,
        every: 24.0,
        infusions: 1,
    };
    let (plasma, cell): (Level, Level) = (|levels| levels.cytarabine_plasma, |levels| levels.ara_ctp);
    let end = |mg_per_m2: f64, length: f64| given(mg_per_m2, length).at(length, plasma);
    let steady = |mg_per_m2: f64, length: f64| end(mg_per_m2 / length * LONG, LONG);
    let formed = |mg_per_m2: f64, length: f64| formed(bench, &given(mg_per_m2, length), plasma);
    // An infusion of a week is a day's dose for seven days.
    let daily = |mg_per_m2: f64, length: f64| formed(mg_per_m2, length) / (length / 24.0).max(1.0);
    let two_hours = given(1000.0, 2.0);
    let single = |id, value| (id, Estimate::exact(value));
    let mut found = vec![
        single("ara_c_200", end(800.0, 96.0)),
        single("ara_c_3000", end(3000.0, 3.0)),
        single("ara_c_terminal", two_hours.half_life([8.0, 12.0], plasma)),
        single("ara_c_first", given(100.0, 0.05).first_half_life([0.1, 0.3], [8.0, 12.0], plasma)),
        single("ara_c_renal", bench.ledger.number("cytarabine.renal_clearance") * end(800.0, 96.0) / inflow()),
        single("ara_c_bolus", bolus(&given(10.0, 0.05), plasma)),
        single("ara_ctp_arms", 4.0 * formed(1000.0, 2.0) / formed(700.0, 168.0)),
        single("ara_ctp_plateau", formed(3000.0, 2.0) / formed(500.0, 2.0)),
        single("ara_ctp_below_plateau", formed(350.0, 2.0) / formed(500.0, 2.0)),
        single("ara_ctp_ceiling", ceiling(bench)),
        single("ara_ctp_half_life", two_hours.half_life([16.0, 20.0], cell)),
    ];
    for (row, (amount, length, ..)) in DOSES.into_iter().enumerate() {
        let level = if row < 3 { end(amount, length) } else { steady(amount, length) };
        found.extend([single(LEVELS[row], level), single(AREAS[row], daily(amount, length))]);
    }
    found
}

/// Molar mass of C9H13N3O5 (mg/umol).
const MOLAR_MASS: f64 = 0.243_217;

/// 200 mg/m2/d (umol/h/m2).
const fn inflow() -> f64 {
    200.0 / 24.0 / MOLAR_MASS
}

/// Clearance (L/min).
///
/// Dose over the area of a day, for a body and not per m2.
fn bolus(given: &Given, plasma: Level) -> f64 {
    given.amount_mg / MOLAR_MASS / given.area(24.0, plasma) / 60.0
}

/// Area of the ara-CTP that forms during the infusion and leaves with the half-life in vitro (pmol h/1e6).
fn formed(bench: &Bench, given: &Given, plasma: Level) -> f64 {
    let number = |path: &str| bench.ledger.number(path);
    let (vmax, km) = (1e12 * number("ara_ctp.vmax"), number("ara_ctp.km"));
    let rates = given.means(given.length, plasma).into_iter().map(|(_, level)| vmax * level / (km + level));
    let spans: Vec<f64> = rates.collect();
    let mean = spans.iter().sum::<f64>() / spans.len() as f64;
    mean * given.length * bench.ledger.time("ara_ctp.half_life_in_vitro").in_hours() / std::f64::consts::LN_2
}

/// Ara-CTP that cells hold after an hour at a constant level (pmol/1e7).
fn ceiling(bench: &Bench) -> f64 {
    let number = |path: &str| bench.ledger.number(path);
    let loss = std::f64::consts::LN_2 / number("ara_ctp.half_life");
    // The ledger has umol per cell.
    let formed = 1e12 * number("ara_ctp.vmax") * 10.0 / (number("ara_ctp.km") + 10.0);
    10.0 * formed * -libm::expm1(-loss) / loss
}
