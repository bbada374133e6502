//! Infections, early deaths and survival beside what was published.
//! Left out: transplantation and further lines of treatment, which most patients of the publications had.

use super::{
    Check, Measured, Published, Subject,
    bench::Bench,
    check::{about, range},
    cohorts::{Cohorts, Seen},
    estimate::Estimate,
};
use crate::{
    parameters::Grade,
    statistics::{KaplanMeier, Observed},
};

pub const SUBJECT: Subject = Subject {
    heading: "Infection, early death and survival",
    text: "Patients of the trial's population under chemotherapy without cenersen, until death or the end of the time stated. \
           Nobody is transplanted and nobody gets a second regimen.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

const CYTARABINE: &str = "population of the trial; cytarabine 1 g/m2 x 5";
const ALONE: &str = "population of the trial; idarubicin 12 mg/m2 x 3";
const RELAPSE: &str = "relapsed patients of any first remission; idarubicin 12 mg/m2 x 3, cytarabine 1 g/m2 x 4";
const TOO_MANY: &str = "In a virtual trial about half of the deaths by day 60 are infections, in a neutropenia that lasts too long (see \
     recovery); the others are due to a leukemia that is not controlled and kills at a hazard that grows with its burden \
     (assumed). Patients get nothing else when treatment fails.";
const ONE_LINE: &str = "The model gives one regimen. Published patients went on to other treatment and 29.5 % of them to a \
     transplant (V13); here a leukemia that does not respond doubles about every three weeks until \
     death, after too many early deaths (see there).";
const NO_STEM_KILL: &str = "Stem cells rest and fall by little more than 0.1 log10, so that every remission ends within weeks, \
     and nobody is transplanted: no patient is cured.";
const LONG_NEUTROPENIA: &str = "The hazards per day are assumed (S03); with a neutropenia that lasts too long (see recovery) \
     they give too many infections.";

const CHECKS: [Check; 11] = [
    Check::new("infected_episodes", ["episodes of neutropenia with a severe infection", "", "population of the trial; idarubicin 12 mg/m2 x 3, neutrophils below 0.5 G/L, until day 42"], about(0.39), "S01", Grade::A)
        .because(LONG_NEUTROPENIA),
    Check::new("infected_weeks", ["weeks of falling counts with a severe infection", "", "population of the trial; idarubicin 12 mg/m2 x 3, the first two weeks"], about(0.12), "S01", Grade::A)
        .because("Hazards follow the level of the counts, not their fall; in the first of the two weeks most counts are still high."),
    Check::new("death_30", ["deaths by day 30, idarubicin alone", "", ALONE], range(0.08, 0.06, 0.10, "range"), "S03 V05", Grade::C).because(TOO_MANY),
    Check::new("death_60", ["deaths by day 60, idarubicin alone", "", ALONE], about(0.194), "V05", Grade::A).because(TOO_MANY),
    Check::new("death_30_cytarabine", ["deaths by day 30, cytarabine alone", "", CYTARABINE], range(0.066, 0.053, 0.10, "20 % below, to 10 % at most; assumed"), "V05", Grade::A).because(TOO_MANY),
    Check::new("death_60_cytarabine", ["deaths by day 60, cytarabine alone", "", CYTARABINE], about(0.194), "V05", Grade::A).because(TOO_MANY),
    Check::new("survival_cytarabine", ["median overall survival, cytarabine alone", "months", CYTARABINE], range(6.1, 5.2, 7.1, "95 % interval"), "V05", Grade::A).because(ONE_LINE),
    Check::new("survival_relapse", ["median overall survival from first relapse", "months", RELAPSE], about(6.0), "V08", Grade::A).because(ONE_LINE),
    Check::new("survival_5_years", ["alive 5 years after first relapse", "", RELAPSE], about(0.10), "V08", Grade::A).because(NO_STEM_KILL),
    Check::new("transplanted", ["transplanted after first salvage", "", "after cytarabine with and without vosaroxin"], Published::Value(0.295), "V13", Grade::A)
        .lacking("Transplantation is not in the model."),
    Check::new("adverse_events", ["patients with any infection", "", "label of idarubicin, with cytarabine"], Published::Value(0.95), "S02", Grade::B)
        .lacking("The model has severe infections and severe bleedings only; any infection, mucositis, nausea and loss of hair are \
                  left out."),
];

const MONTH: f64 = 365.25 / 12.0;

fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    let Cohorts { alone, cytarabine, relapse, .. } = cohorts;
    let died = |seen: &[Seen], day: f64| Estimate::share(seen.iter().map(|seen| seen.died_by(day)));
    let survival = |seen: &[Seen]| Estimate::median_of(&KaplanMeier::of(&observed(seen))).over(MONTH);
    vec![
        ("infected_episodes", infected_episodes(alone)),
        ("infected_weeks", infected_weeks(alone)),
        ("death_30", died(alone, 30.0)),
        ("death_60", died(alone, 60.0)),
        ("death_30_cytarabine", died(cytarabine, 30.0)),
        ("death_60_cytarabine", died(cytarabine, 60.0)),
        ("survival_cytarabine", survival(cytarabine)),
        ("survival_relapse", survival(relapse)),
        ("survival_5_years", Estimate::share(relapse.iter().map(|seen| !seen.died_by(1826.0)))),
    ]
}

fn observed(seen: &[Seen]) -> Vec<Observed> {
    let one = |seen: &Seen| {
        let survival = &seen.outcome.survival;
        Observed { time: survival.death_day.unwrap_or(survival.observed_to_day), event: survival.death_day.is_some() }
    };
    seen.iter().map(one).collect()
}

/// Of the patients who were neutropenic, those with a severe infection by day 42.
fn infected_episodes(seen: &[Seen]) -> Estimate {
    let episodes = seen.iter().filter(|seen| seen.outcome.milestones.days_neutrophils_below_half > 0.0);
    Estimate::share(episodes.map(|seen| seen.infections.iter().any(|day| *day <= 42.0)))
}

/// Of the first two weeks of patients who were alive when they began, those in which a severe infection began.
fn infected_weeks(seen: &[Seen]) -> Estimate {
    let weeks = seen.iter().flat_map(|seen| [0.0, 7.0].map(|from| (seen, from)));
    let alive = weeks.filter(|(seen, from)| !seen.died_by(*from));
    Estimate::share(alive.map(|(seen, from)| seen.infections.iter().any(|day| *day > from && *day <= from + 7.0)))
}
