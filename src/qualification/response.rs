//! Remission after chemotherapy without cenersen, beside what was published of other patients.
//! Left out: first-line treatment as such; the model knows relapsed and refractory leukemia only.

use super::{
    Check, Measured, Published, Subject,
    bench::Bench,
    check::{count, range},
    cohorts::{Cohorts, Seen},
    estimate::Estimate,
};
use crate::parameters::Grade;

pub const SUBJECT: Subject = Subject {
    heading: "Remission without cenersen",
    text: "Patients of the trial's population, each once. Whom a publication enrolled decides its rate as much as the drugs \
           do: for the same drugs published rates reach from 15 to 55 %.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const SALVAGE: &str = "population of the trial; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4";
const MUTANT_LESS: &str = "Missing p53 spares cells that it would have killed and kills others that it would have arrested; in the model \
     little is left on balance.";

const CHECKS: [Check; 5] = [
    Check::new(
        "cr_idarubicin",
        ["CR on idarubicin alone", "", "population of the trial; idarubicin 12 mg/m2 x 3"],
        count(5, 28),
        "V01",
        Grade::A,
    )
    .because("Many die before day 28 (see early deaths), and of the others few clear a marrow with resistant cells."),
    Check::new(
        "cr_salvage",
        ["CR on idarubicin and cytarabine, refractory or relapsed within a year", "", SALVAGE],
        range(0.14, 0.10, 0.20, "range"),
        "T07",
        Grade::A,
    ),
    Check::new(
        "cr_cytarabine",
        ["CR on cytarabine alone", "", "population of the trial; cytarabine 1 g/m2 x 5"],
        range(0.16, 0.128, 0.192, "20 % to either side, assumed"),
        "V05",
        Grade::B,
    )
    .because(
        "Cytarabine reaches only cells in S phase during its infusions of 2 h, and most blasts rest: alone it hardly \
                  clears a marrow.",
    ),
    Check::new(
        "cr_tp53",
        [
            "CR with mutated less CR with wild-type TP53",
            "",
            "the same patients with either; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4 (published: first line)",
        ],
        Published::Difference { found: [137, 22], of: [240, 53] },
        "D10 D12",
        Grade::A,
    )
    .because(MUTANT_LESS),
    Check::new(
        "blasts_day_16",
        ["blasts in the marrow of day 16, median", "", "first line, thioguanine, cytarabine and daunorubicin"],
        Published::Value(0.05),
        "V11",
        Grade::A,
    )
    .lacking(
        "Neither daunorubicin nor thioguanine is in the model, nor are the numbers of a leukemia before its first \
                  treatment; the nearest thing, idarubicin and cytarabine at relapse, would compare two diseases.",
    ),
];

fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    let cr = |seen: &[Seen]| Estimate::share(seen.iter().map(Seen::is_cr));
    let paired: Vec<f64> = cohorts.mutant.iter().zip(&cohorts.wild_type).map(|(a, b)| number(a) - number(b)).collect();
    vec![
        ("cr_idarubicin", cr(&cohorts.alone)),
        ("cr_salvage", cr(&cohorts.salvage)),
        ("cr_cytarabine", cr(&cohorts.cytarabine)),
        ("cr_tp53", Estimate::mean(&paired)),
    ]
}

fn number(seen: &Seen) -> f64 {
    f64::from(u8::from(seen.is_cr()))
}
