//! What each figure of a comparison shows, in words and numbers, for readers who do not see it.

use super::super::headline_table::headline_alternative;
use cenersim_analyses::comparison::{ArmResult, Compared, Measure, Rate};
use cenersim_plot::Figure;
use cenersim_text::{decimals, fixed, range};

/// Arms whose numbers are told; the tables have the others.
const MOST: usize = 7;

/// The alternative text of a figure.
pub fn alternative(compared: &Compared, figure: &Figure) -> String {
    let name = figure.name.to_string();
    let starts = |start: &str| name.starts_with(start);
    match () {
        () if starts("headline") => headline_alternative(compared.headline.as_ref()),
        () if starts("response") => told("Shares with 95 % intervals", compared, |arm| share(arm, Rate::Cr)),
        () if starts("waterfall") => told("Best change of the marrow blasts, sorted", compared, best),
        () if starts("leukemia") => {
            told("Leukemic cells over time, median and bands of 50 and 90 %", compared, |arm| {
                median(arm, Measure::named("blast_log_kill"))
            })
        }
        () if starts("blood") => {
            told("Neutrophils and platelets over time, median and bands of 50 and 90 %", compared, |arm| {
                median(arm, Measure::named("days_neutrophils_below_half"))
            })
        }
        () if starts("marrow") => {
            told("Blasts in the marrow over time, median and bands of 50 and 90 %", compared, |arm| {
                share(arm, Rate::Remission)
            })
        }
        () if starts("overall_survival") => {
            told("Kaplan-Meier curves of overall survival", compared, |arm| reached(arm.overall_survival.median))
        }
        () if starts("disease_free_survival") => {
            told("Kaplan-Meier curves from remission to relapse or death", compared, |arm| {
                reached(arm.disease_free_survival.median)
            })
        }
        () if starts("doses") => {
            told("When each drug is given", compared, |arm| Some(format!("{} infusions", arm.doses.len())))
        }
        () if starts("differences") => {
            "Paired differences between arms with 95 % intervals around zero; the tables have the numbers.".into()
        }
        () if starts("attribution") => {
            "Share of each drug in the effect of each arm, with 95 % intervals; the table has the numbers.".into()
        }
        () if starts("sweep") => "The endpoint over the swept values; the table has the numbers.".into(),
        () => format!("{}.", figure.title.trim_end_matches('.')),
    }
}

fn told(what: &str, compared: &Compared, of: impl Fn(&ArmResult) -> Option<String>) -> String {
    let told = compared.arms.iter().take(MOST).filter_map(|arm| Some(format!("{}: {}", arm.name, of(arm)?)));
    let told: Vec<String> = told.collect();
    if told.is_empty() { format!("{what}.") } else { format!("{what}. {}.", told.join("; ")) }
}

fn share(arm: &ArmResult, rate: Rate) -> Option<String> {
    let found = arm.rates.iter().find(|found| found.rate == rate)?;
    let percent = fixed(100.0 * f64::from(found.found) / f64::from(found.n.max(1)), 1);
    Some(format!("{} {percent} % ({})", rate.label(), range(found.exact, 100.0, 1)))
}

fn median(arm: &ArmResult, measure: Measure) -> Option<String> {
    let found = arm.measures.iter().find(|found| found.measure == measure)?;
    let number = fixed(found.median, decimals(found.median));
    Some(format!("{}, median {number} {}", measure.label(), measure.unit()))
}

fn best(arm: &ArmResult) -> Option<String> {
    let halved = arm.best_changes.iter().filter(|change| change.percent <= -50.0).count();
    Some(format!("at least halved in {halved} of {}", arm.best_changes.len()))
}

fn reached(median: Option<f64>) -> Option<String> {
    Some(median.map_or_else(|| "median not reached".into(), |day| format!("median {} days", fixed(day, 0))))
}
