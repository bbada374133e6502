//! Infections and early deaths beside what was published, each in the population of its source.
//! Left out: prophylaxis and supportive care as such; their era is one factor on all infections.
//!
//! Deaths by a day are shares of all patients of the arm. Death in induction is one before the end of the last window
//! without CR, death in aplasia the same of infection or bleeding. A week counts as infected if a severe infection
//! began in it; weeks of patients who had died before do not count.
//!
//! # What a difference would mean
//!
//! Infections follow from days of neutropenia, one hazard for all; early deaths from infections, bleeding and
//! leukemia. If infections pass and deaths fail, the share of infections that kill is wrong for the era or the age.

use super::{
    Check, Measured, Published, Subject,
    arms::{self, Arm},
    bench::Bench,
    check::{assumed, count, range, reasoned},
    cohorts::Cohorts,
    estimate::Estimate,
    populations::YEAR,
    seen::Seen,
};
use cenersim_model::{parameters::Grade, patient::Disease};

pub const SUBJECT: Subject = Subject {
    heading: "Infection and early death",
    text: "Deaths of infection, bleeding and leukemia while the cells decide; after a failure on day 42 or 70 the published \
           survival decides in the arms whose deaths by day 60 are counted (after failure: published survival).",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const VALOR: &str = "VALOR; cytarabine 1 g/m2 x 5, one or two inductions";
const VALOR_OLDER: &str = "VALOR, 60 years and older, refractory or relapsed within a year; cytarabine 1 g/m2 x 5";
const ALONE: &str = "population of the trial; idarubicin 12 mg/m2 x 3";
const OF_VALOR: &str = "20 % to either side, narrower than the exact 95 % interval of 69 of 355";
const OLD_SOURCE: &str = "The source is of 1966, before prophylaxis and empirical antibiotics: early deaths have fallen to a third \
     since 1973 (C27). Hazards follow the level of the counts, not their fall; in the first of the two weeks most counts are \
     still high.";

const MILD: &str = "Idarubicin alone lowers the counts of the model too little (19 days of neutropenia were published for it, N19): what \
     normal progenitors resist was set for it together with cytarabine.";

const CHECKS: [Check; 13] = [
    Check::new("severe_infections", ["patients with a severe infection by day 42", "", "population of the trial; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4 (published: first line, 1987-91)"], count(181, 577), "C25", Grade::A),
    Check::new("infected_weeks", ["weeks of falling counts with a severe infection", "", "population of the trial; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4, the first two weeks"], assumed(0.12, 0.096, 0.144, "20 % to either side"), "S01 C28", Grade::A)
        .because(OLD_SOURCE),
    Check::new("death_30_cytarabine", ["deaths by day 30, cytarabine alone", "", VALOR], reasoned(0.066, 0.053, 0.10, "20 % below; up to those by day 30 of 7 + 3 in high-risk patients of 60 to 75 (C12: 10.6 %), who get more of it"), "V05 AT-R18", Grade::A),
    Check::new("death_60_cytarabine", ["deaths by day 60, cytarabine alone", "", VALOR], reasoned(0.194, 0.155, 0.233, OF_VALOR), "V05 AT-R18", Grade::A),
    Check::new("death_30_older", ["deaths by day 30, 60 years and older, refractory or early relapse", "", VALOR_OLDER], range(0.11, 0.07, 0.16, "95 % interval of 11 % of about 180"), "C14", Grade::A),
    Check::new("death_60_older", ["deaths by day 60, 60 years and older, refractory or early relapse", "", VALOR_OLDER], range(0.25, 0.19, 0.32, "95 % interval of 25 % of about 180"), "C14", Grade::A),
    Check::new("death_30", ["deaths by day 30, idarubicin alone", "", ALONE], reasoned(0.08, 0.06, 0.10, "from those of cytarabine alone (6.6 %) to those of 7 + 3 in high-risk patients of 60 to 75 (C12: 10.6 %)"), "S03 V05", Grade::C),
    Check::new("death_60", ["deaths by day 60, idarubicin alone", "", ALONE], reasoned(0.194, 0.155, 0.233, OF_VALOR), "V05", Grade::A)
        .because(MILD),
    Check::new("death_42_first", ["deaths by day 42, first line, 18 to 65 years", "", "newly diagnosed, 18 to 65; 7 + 3 with 100 mg/m2/d"], reasoned(0.06, 0.03, 0.10, "around 5.8 % by one month up to 65 years (C27: 4.5 to 7.6), 10.6 % with idarubicin at any age (N47: 9.0 to 12.2)"), "C27", Grade::A),
    Check::new("aplastic_old_era", ["deaths in aplasia, 55 to 78 years in 1984-87", "", "newly diagnosed, 55 to 78; 7 + 3, best of two; infections of that era"], count(36, 103), "AT-N05-hypoplastic_death", Grade::A),
    Check::new("death_hidac", ["deaths in induction with high-dose cytarabine", "", "refractory or relapsed; cytarabine 3 g/m2 every 12 h x 12"], count(10, 81), "AT-R03-induction_death", Grade::A),
    Check::new("death_intermediate", ["deaths in aplasia, idarubicin and intermediate doses", "", "first relapse at any time; idarubicin 8 mg/m2 x 5, cytarabine 1 g/m2 every 12 h x 6; deaths by day 42"], count(4, 35), "AT-R07-aplastic_death", Grade::A),
    Check::new("adverse_events", ["patients with any infection", "", "label of idarubicin, with cytarabine"], Published::Value(0.95), "S02", Grade::B)
        .lacking("The model has severe infections and severe bleedings only; any infection, mucositis, nausea and loss of hair are \
                  left out."),
];

fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    let died = |arm: &Arm, day: f64| Estimate::share(cohorts.of(arm).iter().map(|seen| seen.died_by(day)));
    let older = |day: f64| {
        Estimate::share(cohorts.of(&arms::VALOR).iter().filter(|s| is_older_early(s)).map(|s| s.died_by(day)))
    };
    let induction = |arm: &Arm| Estimate::share(cohorts.of(arm).iter().map(Seen::died_in_induction));
    let aplastic = |arm: &Arm| Estimate::share(cohorts.of(arm).iter().map(Seen::died_in_aplasia));
    let infected = cohorts.of(&arms::TRIAL_BOTH).iter().map(|seen| seen.infections.iter().any(|day| *day <= 42.0));
    vec![
        ("severe_infections", Estimate::share(infected)),
        ("infected_weeks", infected_weeks(cohorts.of(&arms::TRIAL_BOTH))),
        ("death_30_cytarabine", died(&arms::VALOR, 30.0)),
        ("death_60_cytarabine", died(&arms::VALOR, 60.0)),
        ("death_30_older", older(30.0)),
        ("death_60_older", older(60.0)),
        ("death_30", died(&arms::TRIAL_IDARUBICIN, 30.0)),
        ("death_60", died(&arms::TRIAL_IDARUBICIN, 60.0)),
        ("death_42_first", died(&arms::FIRST_LINE, 42.0)),
        ("aplastic_old_era", aplastic(&arms::OLD_ERA)),
        ("death_hidac", induction(&arms::HIDAC_ANY)),
        ("death_intermediate", induction(&arms::IDA_IDAC_RELAPSE)),
    ]
}

/// 60 years or older, refractory or relapsed within a year.
pub fn is_older_early(seen: &Seen) -> bool {
    let early = seen.patient.disease == Disease::Refractory || seen.first_remission().is_some_and(|weeks| weeks < YEAR);
    seen.patient.age_years >= 60.0 && early
}

/// Of the first two weeks of patients who were alive when they began, those in which a severe infection began.
fn infected_weeks(seen: &[Seen]) -> Estimate {
    let weeks = seen.iter().flat_map(|seen| [0.0, 7.0].map(|from| (seen, from)));
    let alive = weeks.filter(|(seen, from)| !seen.died_by(*from));
    Estimate::share(alive.map(|(seen, from)| seen.infections.iter().any(|day| *day > from && *day <= from + 7.0)))
}
