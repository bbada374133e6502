//! From cenersen to p53, and what must not happen: no effect without a target, no death without damage.
//! Left out: whether it is so in patients; nobody has measured p53 mRNA under cenersen.
//!
//! Knock-down by RNase H is read from blasts after 96 h under saturating cenersen, all cells alike: 1/(1 + R). The
//! course of p53 mRNA is that of leukemic stem cells of the typical patient in arm B. What must not happen is compared
//! under the same draws: with TP53 mutated the leukemia with cenersen over that without, and mitotic catastrophes of
//! stem cells that never leave G0.
//!
//! # What a difference would mean
//!
//! The knock-down is measured for other antisense oligonucleotides of the same chemistry, with intervals to match.
//! The checks of what must not happen have an interval of zero width: a drug without its target or a cell that
//! never divides leaves no room for a difference.

use super::{
    Check, Measured, Subject,
    arms::Ends,
    bench::{Bench, changed},
    check::{assumed, exactly, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
};
use cenersim_model::{
    biology::{Blood, Kind, KindCensus, Marrow, Model},
    curves::{Course, Variable},
    engine::Seed,
    parameters::{Grade, Ledger},
    patient::{Patient, Tp53},
    quantity::Time,
    simulation::simulate,
    treatment::Exposure,
};

pub const SUBJECT: Subject = Subject {
    heading: "From cenersen to p53",
    text: "A marrow of agents under a constant exposure, or the typical patient in arm B. What must be exactly so is tested \
           without chance: both sides of a comparison meet the same draws.",
    checks: &CHECKS,
    needs_population: false,
    measure,
};

const SATURATED: &str = "all cells alike, cenersen saturating for 4 days";
const FOUR_DAYS: &str = "typical patient, arm B with cenersen for 4 days";
const SEVEN_DAYS: &str = "typical patient, arm B (cenersen for 7 days)";
const SKETCH: &str = "a calculation before the model was built; 0.05 to either side, less than quantitative PCR tells apart (0.2 cycles are 15 %)";
const MRNA: [&str; 6] = [
    "p53 mRNA of stem cells after 1 day",
    "p53 mRNA of stem cells after 2 days",
    "p53 mRNA of stem cells after 4 days",
    "p53 mRNA of stem cells after 7 days",
    "p53 mRNA of stem cells after 10 days",
    "p53 mRNA of stem cells after 7 days of cenersen",
];
const IDS: [&str; 6] = ["mrna_day_1", "mrna_day_2", "mrna_day_4", "mrna_day_7", "mrna_day_10", "mrna_day_7_of_7"];

/// One point of the fall and return of p53 mRNA in stem cells.
const fn mrna(row: usize, setting: &'static str, value: f64) -> Check {
    let published = reasoned(value, value - 0.05, value + 0.05, SKETCH);
    Check::new(IDS[row], [MRNA[row], "", setting], published, "P13 P14 P20", Grade::C)
}

const CHECKS: [Check; 13] = [
    Check::new(
        "mrna_rnase_h_half",
        ["p53 mRNA at RNase H level 0.5", "", SATURATED],
        exactly(0.667, 0.657, 0.677, "1/(1 + R), 0.01 to either side"),
        "P13",
        Grade::A,
    ),
    Check::new(
        "mrna_rnase_h_one",
        ["p53 mRNA at RNase H level 1", "", SATURATED],
        exactly(0.5, 0.49, 0.51, "1/(1 + R), 0.01 to either side"),
        "P13",
        Grade::A,
    ),
    Check::new(
        "mrna_rnase_h_two",
        ["p53 mRNA at RNase H level 2", "", SATURATED],
        exactly(0.333, 0.323, 0.343, "1/(1 + R), 0.01 to either side"),
        "P13",
        Grade::A,
    ),
    mrna(0, FOUR_DAYS, 0.61),
    mrna(1, FOUR_DAYS, 0.50),
    mrna(2, FOUR_DAYS, 0.46),
    mrna(3, FOUR_DAYS, 0.72),
    mrna(4, FOUR_DAYS, 0.94),
    mrna(5, SEVEN_DAYS, 0.46),
    Check::new(
        "p53_death_undamaged",
        ["p53-dependent death without DNA damage", "1/d", SATURATED],
        exactly(0.0, 0.0, 0.0, "none, by definition"),
        "P13",
        Grade::A,
    ),
    Check::new(
        "mutant_no_effect",
        [
            "change of the leukemia by cenersen where TP53 is mutated",
            "",
            "chemotherapy with and without cenersen for 10 days, no recruitment",
        ],
        exactly(0.0, 0.0, 0.0, "none, by definition"),
        "D10",
        Grade::A,
    ),
    Check::new(
        "g0_no_catastrophe",
        ["mitotic catastrophes of cells in G0", "1/d", "stem cells that never leave G0, arm B"],
        exactly(0.0, 0.0, 0.0, "none, by definition"),
        "M05",
        Grade::C,
    ),
    Check::new(
        "breaks_after_a_day",
        ["breaks left 24 h after a pulse", "", "a cell without drug"],
        assumed(0.0, 0.0, 0.1, "about baseline; a tenth taken as such"),
        "D01 D02 D03",
        Grade::A,
    ),
];

fn measure(bench: &Bench, _: &Cohorts) -> Measured {
    let exact = |id, value| (id, Estimate::exact(value));
    let levels = [("mrna_rnase_h_half", "0.5"), ("mrna_rnase_h_one", "1"), ("mrna_rnase_h_two", "2")];
    let saturated = levels.map(|(id, level)| (id, saturated(&bench.ledger, level)));
    let undamaged = saturated[1].1.death_p53;
    let mut found: Measured = saturated.into_iter().map(|(id, census)| exact(id, census.mrna)).collect();
    found.extend(stem_mrna(bench));
    found.extend([
        exact("p53_death_undamaged", undamaged),
        exact("mutant_no_effect", mutant(bench)),
        exact("g0_no_catastrophe", catastrophes_at_rest(bench)),
        exact("breaks_after_a_day", breaks_left(&bench.ledger)),
    ]);
    found
}

/// Blasts under saturating cenersen, all with the same RNase H.
fn saturated(ledger: &Ledger, level: &str) -> KindCensus {
    let alike =
        [("rnase_h.cell_log_sd", "0"), ("dna_damage.cell_log_sd.leukemic", "0"), ("rnase_h.level.blast", level)];
    let ledger = changed(ledger, &alike);
    let model = Model::new(&ledger, &ledger, Tp53::WildType);
    let blood = Blood::at_output(&ledger, model.niche.normal_beside(1e12));
    let mut marrow = Marrow::new(model, blood, 1e12, 64, Seed::new(1));
    for hour in 0..96 {
        let exposure = Exposure { cenersen_cell: 1e9, ..Exposure::default() };
        marrow.advance(Time::hours(f64::from(hour)), Time::hours(1.0), exposure);
    }
    marrow.census().0[Kind::Blast]
}

/// Mean p53 mRNA of leukemic stem cells; the draws of cells hardly move it, so one course is enough.
fn stem_mrna(bench: &Bench) -> Measured {
    let mrna = |course: &Course, day: f64| {
        let at = course.curves.days.iter().position(|recorded| *recorded >= day).unwrap_or(0);
        course.curves.of(Variable::P53Mrna, Some(Kind::LeukemicStem)).get(at).copied().unwrap_or(f64::NAN)
    };
    let [four, seven] =
        ["B, cenersen for 4 days", "B"].map(|regimen| one(bench, &bench.ledger, bench.patient(), regimen, 10.0));
    let days = [1.0, 2.0, 4.0, 7.0, 10.0];
    let of_four = IDS.into_iter().zip(days).map(|(id, day)| (id, Estimate::exact(mrna(&four, day))));
    of_four.chain([(IDS[5], Estimate::exact(mrna(&seven, 7.0)))]).collect()
}

/// One course of one patient.
fn one(bench: &Bench, ledger: &Ledger, patient: &Patient, regimen: &str, days: f64) -> Course {
    let settings = bench.settings(days, bench.size.agents(), Ends::Never);
    simulate(&bench.case(ledger, patient, bench.regimen(regimen), &settings), 0, &|_| {})
}

/// Leukemic cells after ten days of arm B over those under the same draws when cenersen does nothing, less one.
fn mutant(bench: &Bench) -> f64 {
    let patient = Patient { tp53: Tp53::Mutant, ..bench.patient().clone() };
    // Normal cells are wild type and share the niche: recruitment would pass on what cenersen does to them.
    let alone = ["stem", "progenitor", "blast"].map(|kind| format!("niche.leukemic_haste.{kind}"));
    let alone = bench.with(&alone.each_ref().map(|path| (path.as_str(), "1")));
    let without = changed(&alone, &[("cenersen.maximal_effect", "0")]);
    let cells = [&alone, &without].map(|ledger| leukemic(&one(bench, ledger, &patient, "B", 10.0)));
    cells[0] / cells[1] - 1.0
}

/// Leukemic cells of all kinds on the last day.
fn leukemic(course: &Course) -> f64 {
    let last = |kind| course.curves.of(Variable::Cells, Some(kind)).last().copied().unwrap_or(f64::NAN);
    Kind::ALL.into_iter().filter(|kind| kind.is_leukemic()).map(last).sum()
}

/// Mitotic catastrophes of normal stem cells that never leave G0 (1/d, summed over the curve).
fn catastrophes_at_rest(bench: &Bench) -> f64 {
    let ledger = bench.with(&[("normal.stem.interval", "1000000000 d")]);
    let course = one(bench, &ledger, bench.patient(), "B", 10.0);
    course.curves.of(Variable::Catastrophe, Some(Kind::NormalStem)).iter().sum()
}

/// Share of the breaks of one moment that is left after a day (D02, D03).
fn breaks_left(ledger: &Ledger) -> f64 {
    let fast = ledger.number("dna_damage.fast_share");
    let left = |path: &str| libm::exp2(-24.0 / ledger.number(path));
    fast * left("dna_damage.fast_half_life") + (1.0 - fast) * left("dna_damage.slow_half_life")
}
