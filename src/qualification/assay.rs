//! The assays in a dish, repeated by the agents. The model does not assume how much damage a drug makes: it solves for
//! the damage with which an average cell dies half of the time at the concentration measured in vitro.
//! Left out: medium, plating, and everything else that a dish is.
//!
//! Idarubicin: blasts that hardly leave G0, all phases of one weight, and no slow breaks, because the potency is solved
//! for such cells; 72 hourly steps under a constant level of the medium.
//!
//! ```text
//! spared = exp(-Σ hazard)          cell level = 200 medium (1 - 2^(-t/0.7 h)) + 200 medium (1 - 2^(-t/42 h))
//! ```
//!
//! Cytarabine: a constant ara-CTP as it forms at the EC50 in vitro, and the mitoses of progenitors from four hours
//! after the first passage through S, G2 and M to an hour before the end of the first cycle.
//!
//! # What a difference would mean
//!
//! The concentration that kills half in the dish is a number of the ledger, and the damage behind it is solved from
//! it. That the agents, with their own spread, phases and draws, give back the same half is a test of the code and
//! of the average cell; it says nothing of the patient.

use super::{
    Check, Measured, Subject,
    bench::{Bench, changed},
    check::exactly,
    cohorts::Cohorts,
    estimate::Estimate,
};
use cenersim_model::{
    biology::{Blood, Kind, Marrow, Model},
    engine::Seed,
    parameters::{Grade, Ledger},
    patient::Tp53,
    quantity::Time,
    treatment::Exposure,
};

/// Whether potencies were solved right: at the concentrations measured in vitro half of the cells die.
pub const SUBJECT: Subject = Subject {
    heading: "Cells in a dish",
    text: "The untreated leukemia of the typical patient, with all cells of a kind alike, under a constant level.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const CHECKS: [Check; 2] = [
    Check::new(
        "lc50",
        [
            "blasts spared by death outside mitosis at the LC50 of idarubicin",
            "",
            "20 nmol/L for 72 h, all phases alike",
        ],
        exactly(0.5, 0.44, 0.56, "half, by definition; 0.06 for what the solver leaves out"),
        "I16",
        Grade::C,
    ),
    Check::new(
        "ec50",
        [
            "mitoses that fail after one passage through S phase at the EC50 of cytarabine",
            "",
            "progenitors that were in G1 before, without repair and slowing",
        ],
        exactly(0.5, 0.44, 0.56, "half, by definition; 0.06 for what the solver leaves out"),
        "A15",
        Grade::C,
    ),
];

fn measure(bench: &Bench, _: &Cohorts) -> Measured {
    let phases = ["g0", "g1", "s", "g2m"].map(|phase| format!("dna_damage.phase_weight.{phase}"));
    let alike = bench.with(&phases.each_ref().map(|path| (path.as_str(), "0.546")));
    let lc50 = alike.get("dna_damage.idarubicin_lc50").map_or(f64::NAN, |entry| entry.value.magnitude());
    let found = [("lc50", blasts_spared(&alike, lc50)), ("ec50", failing_at_ec50(&bench.ledger))];
    found.map(|(id, value)| (id, Estimate::exact(value))).into()
}

/// Lengths of the assay (h) (I16).
const ASSAY: u32 = 72;
/// Leukemic cells of the culture.
const BURDEN: f64 = 1e12;
/// Agents for each class.
const AGENTS: usize = 512;
/// Classes from the second to this one are progenitors.
const PROGENITORS: usize = 22;

/// The untreated leukemia with all cells alike, nothing lost without drug.
fn culture(ledger: &Ledger, more: &[(&str, &str)]) -> (Model, Marrow) {
    let alike =
        [("rnase_h.cell_log_sd", "0"), ("dna_damage.cell_log_sd.leukemic", "0"), ("leukemia.blast_loss", "0 /d")];
    let ledger = changed(ledger, &[&alike, more].concat());
    let model = Model::new(&ledger, &ledger, Tp53::WildType);
    let blood = Blood::at_output(&ledger, model.niche.normal_beside(BURDEN));
    (model.clone(), Marrow::new(model, blood, BURDEN, AGENTS, Seed::new(1)))
}

/// Hourly steps; exposure as a function of the middle of the step (h).
fn run(marrow: &mut Marrow, hours: std::ops::Range<u32>, exposure: impl Fn(f64) -> Exposure) {
    for hour in hours {
        marrow.advance(Time::hours(f64::from(hour)), Time::hours(1.0), exposure(f64::from(hour) + 0.5));
    }
}

/// Share of blasts that death outside mitosis spares over 72 h at `nanomolar` idarubicin in the medium.
///
/// Census hazards of p53-dependent and p53-independent apoptosis are summed over the assay: exp(-sum). One half at the
/// LC50, if potency was solved right.
pub fn blasts_spared(ledger: &Ledger, nanomolar: f64) -> f64 {
    // The potency is solved for cells that do not divide, and whose damage follows the drug at once.
    let (_, mut marrow) = culture(ledger, &[("leukemia.blast.g0_exit", "0.001 /d"), ("dna_damage.fast_share", "1")]);
    // Both pools fill towards 200 times the medium, with half-lives of 0.7 and 42 h (I11 I12 I19); 497.5 g/mol.
    let medium = nanomolar * 0.4975;
    let filling = |hour: f64, half_life: f64| 200.0 * medium * (1.0 - libm::exp2(-hour / half_life));
    let exposure = |hour| Exposure {
        idarubicin_cell: filling(hour, 0.7) + filling(hour, 42.0),
        idarubicin_bound: filling(hour, 42.0),
        anthracycline_renewal: 200.0 * medium * std::f64::consts::LN_2 / 42.0 / filling(hour, 42.0),
        ..Exposure::default()
    };
    let mut hazard = 0.0;
    for hour in 0..ASSAY {
        run(&mut marrow, hour..hour + 1, exposure);
        let (census, _) = marrow.census();
        hazard += (census[Kind::Blast].death_p53 + census[Kind::Blast].death_damage) / 24.0;
    }
    libm::exp(-hazard)
}

/// Share of the mitoses that fail after one passage through S phase at the EC50 of cytarabine, by progenitors that had no
/// lesions before: they were in G1 when the drug came.
///
/// Counted in the window in which the first progenitors that were in G1 when the drug came divide. One half at the
/// EC50, if potency was solved right.
pub fn failing_at_ec50(ledger: &Ledger) -> f64 {
    // The potency is solved for a cell that neither repairs its lesions nor is slowed by them.
    let still = [("dna_damage.lesion_half_life", "1000000 h"), ("dna_damage.s_slowing", "0")];
    let (_, mut marrow) = culture(ledger, &still);
    let hours = |path: &str| ledger.time(path).in_hours();
    let ec50 = ledger.number("dna_damage.cytarabine_ec50");
    // The ledger has umol per cell and hour; ara-CTP is counted in pmol per 1e6 cells.
    let formed = 1e12 * ledger.number("ara_ctp.vmax") * ec50 / (ledger.number("ara_ctp.km") + ec50);
    let ara_ctp = formed * hours("ara_ctp.half_life_in_vitro") / std::f64::consts::LN_2;
    let exposure = |_| Exposure { ara_ctp, ..Exposure::default() };
    let passage = hours("cycle.leukemic.s_phase") + hours("cycle.leukemic.g2m");
    let (from, until) = (passage as u32 + 4, hours("leukemia.progenitor.cycle") as u32 - 1);
    run(&mut marrow, 0..from, exposure);
    let before = mitoses(&marrow);
    run(&mut marrow, from..until, exposure);
    let after = mitoses(&marrow);
    let [divided, failed] = [0, 1].map(|fate| after[fate] - before[fate]);
    failed / (failed + divided)
}

/// Mitoses of progenitors that succeeded and that failed so far, in cells.
fn mitoses(marrow: &Marrow) -> [f64; 2] {
    let fates = marrow.fates();
    [&fates.mitoses, &fates.catastrophes].map(|cells| cells[1..PROGENITORS].iter().sum::<u64>() as f64)
}
