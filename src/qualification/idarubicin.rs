//! Idarubicin and idarubicinol in plasma and cells. Left out: the spread between patients.
//!
//! ```text
//! clearance = dose / area          volume = clearance × mean residence time          areas until 720 h
//! ```
//!
//! Half-lives come from two levels: terminal from 24 to 48 h, idarubicinol from one to two weeks, in cells from 7 to 10
//! and from 14 to 21 days after the first of three infusions. The first half-life is read from 0.5 to 1.5 h after the
//! terminal line is taken away.
//!
//! # What a difference would mean
//!
//! Levels decide the exposure of all cells, and the potency in vitro is stated in the medium: an area that is too
//! high by a half is a dose that is too high by a half. The levels in cells matter more than those in plasma, which
//! fall within minutes.

use super::{
    Check, Measured, Subject,
    bench::Bench,
    check::{EXPOSURE, about, assumed, range},
    cohorts::Cohorts,
    estimate::Estimate,
    levels::{Given, Level},
};
use cenersim_model::{parameters::Grade, treatment::Drug};

pub const SUBJECT: Subject = Subject {
    heading: "Idarubicin in plasma and cells",
    text: "The typical patient; levels read as a pharmacokineticist would read them.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const ONE: &str = "typical patient, 12 mg/m2 over 15 min";
const THREE: &str = "typical patient, 12 mg/m2 over 15 min on 3 days";
const TWO_COMPARTMENTS: &str = "Two compartments cannot have both the first half-life and the volume: the parameters keep the \
     volume at steady state and the terminal half-life; a strict first half-life of 0.4 h would need a central volume of \
     53 L/m2 (I05).";

const CHECKS: [Check; 19] = [
    Check::new("idarubicin_clearance", ["clearance, dose over area", "L/h/m2", ONE], about(40.7, EXPOSURE), "I01", Grade::A),
    Check::new("idarubicin_volume", ["volume at steady state", "L/m2", ONE], about(562.0, EXPOSURE), "I02", Grade::A),
    Check::new(
        "idarubicin_terminal",
        ["terminal half-life", "h", ONE],
        range(16.4, 11.0, 22.0, "range"),
        "I03",
        Grade::A,
    ),
    Check::new(
        "idarubicin_alpha",
        ["first half-life", "h", ONE],
        range(0.4, 0.1, 0.7, "mean +- SD, n = 7"),
        "I04",
        Grade::A,
    )
    .because(TWO_COMPARTMENTS),
    Check::new(
        "idarubicin_peak",
        ["plasma level at the end of the infusion", "ng/mL", ONE],
        assumed(50.0, 25.0, 100.0, "factor of two: the abstract gives no spread and misprints the unit"),
        "I04",
        Grade::A,
    ),
    Check::new(
        "idarubicin_area_per_dose",
        ["area over dose", "ng h/mL per 12 mg/m2", ONE],
        about(295.0, EXPOSURE),
        "I05",
        Grade::C,
    ),
    Check::new(
        "idarubicinol_half_life",
        ["plasma half-life of idarubicinol", "h", ONE],
        range(57.0, 45.0, 70.0, "range"),
        "I08",
        Grade::A,
    ),
    Check::new(
        "idarubicinol_ratio",
        ["area of idarubicinol over that of idarubicin", "", ONE],
        range(4.5, 3.4, 5.8, "range"),
        "I09",
        Grade::A,
    ),
    Check::new(
        "idarubicinol_accumulates",
        ["idarubicinol before the third dose over that before the second", "", THREE],
        range(f64::NAN, 1.0, f64::INFINITY, "accumulates over 3 days"),
        "I08",
        Grade::A,
    ),
    Check::new(
        "idarubicin_cell_ratio",
        ["area in nucleated cells over that in plasma", "", ONE],
        range(400.0, 200.0, 600.0, "range"),
        "I11",
        Grade::A,
    ),
    Check::new(
        "idarubicinol_cell_ratio",
        ["area of idarubicinol in nucleated cells over that in plasma", "", ONE],
        range(200.0, 100.0, 300.0, "range"),
        "I12",
        Grade::A,
    ),
    Check::new(
        "idarubicin_cell_peak",
        ["time of the highest level in cells", "h", ONE],
        assumed(0.25, 0.0, 1.0, "at the end of the infusion; within the hour taken as such"),
        "I19",
        Grade::A,
    )
    .because("Cells fill through a pool with a half-life of 0.7 h (I19), so that they are fullest an hour and a half after an \
              infusion of a quarter of an hour."),
    Check::new("idarubicin_cell_half_life", ["half-life in cells", "h", THREE], about(42.0, EXPOSURE), "I13", Grade::A),
    Check::new(
        "idarubicinol_cell_half_life",
        ["half-life of idarubicinol in cells", "h", THREE],
        about(72.0, EXPOSURE),
        "I14",
        Grade::A,
    )
    .because(
        "Cells follow plasma, from which idarubicinol disappears with a half-life of 57 h (I08): while plasma still \
                  feeds them their content falls more slowly than it would by itself.",
    ),
    Check::new(
        "idarubicin_bound_day_3",
        ["DNA-bound idarubicin 3 days after the first dose", "ng/mL", THREE],
        about(1400.0, EXPOSURE),
        "I13 I19",
        Grade::C,
    ),
    Check::new(
        "idarubicin_bound_day_6",
        ["DNA-bound idarubicin 6 days after the first dose", "ng/mL", THREE],
        about(550.0, EXPOSURE),
        "I13 I19",
        Grade::C,
    ),
    Check::new(
        "idarubicin_bound_day_10",
        ["DNA-bound idarubicin 10 days after the first dose", "ng/mL", THREE],
        about(115.0, EXPOSURE),
        "I13 I19",
        Grade::C,
    ),
    Check::new(
        "idarubicinol_cell_day_6",
        ["idarubicinol in cells 6 days after the first dose", "ng/mL", THREE],
        about(2960.0, EXPOSURE),
        "I14",
        Grade::C,
    ),
    Check::new(
        "idarubicinol_cell_day_13",
        ["idarubicinol in cells 13 days after the first dose", "ng/mL", THREE],
        about(1300.0, EXPOSURE),
        "I14",
        Grade::C,
    ),
];

/// One infusion and three on successive days.
fn measure(bench: &Bench, _: &Cohorts) -> Measured {
    let body = bench.patient().body;
    let given = |infusions| Given {
        ledger: &bench.ledger,
        body,
        drug: Drug::Idarubicin,
        amount_mg: 12.0 * body.surface_m2(),
        length: 0.25,
        every: 24.0,
        infusions,
    };
    let (one, three) = (given(1), given(3));
    let [plasma, metabolite]: [Level; 2] = [|levels| levels.idarubicin_plasma, |levels| levels.idarubicinol_plasma];
    let [cell, bound, metabolite_cell]: [Level; 3] =
        [|levels| levels.idarubicin_cell, |levels| levels.idarubicin_bound, |levels| levels.idarubicinol_cell];
    // Ten half-lives of the slowest.
    let long = 720.0;
    let area = |level: Level| one.area(long, level);
    let clearance = 12_000.0 / area(plasma);
    [
        ("idarubicin_clearance", clearance),
        ("idarubicin_volume", clearance * one.residence(long, plasma)),
        ("idarubicin_terminal", one.half_life([24.0, 48.0], plasma)),
        ("idarubicin_alpha", one.first_half_life([0.5, 1.5], [24.0, 48.0], plasma)),
        ("idarubicin_peak", one.at(0.25, plasma)),
        ("idarubicin_area_per_dose", area(plasma)),
        ("idarubicinol_half_life", one.half_life([168.0, 336.0], metabolite)),
        ("idarubicinol_ratio", area(metabolite) / area(plasma)),
        ("idarubicinol_accumulates", three.at(48.0, metabolite) / three.at(24.0, metabolite)),
        ("idarubicin_cell_ratio", area(cell) / area(plasma)),
        ("idarubicinol_cell_ratio", area(metabolite_cell) / area(metabolite)),
        ("idarubicin_cell_peak", one.time_of_peak(96.0, cell)),
        ("idarubicin_cell_half_life", three.half_life([168.0, 240.0], cell)),
        ("idarubicinol_cell_half_life", three.half_life([336.0, 504.0], metabolite_cell)),
        ("idarubicin_bound_day_3", three.at(72.0, bound)),
        ("idarubicin_bound_day_6", three.at(144.0, bound)),
        ("idarubicin_bound_day_10", three.at(240.0, bound)),
        ("idarubicinol_cell_day_6", three.at(144.0, metabolite_cell)),
        ("idarubicinol_cell_day_13", three.at(312.0, metabolite_cell)),
    ]
    .map(|(id, value)| (id, Estimate::exact(value)))
    .into()
}
