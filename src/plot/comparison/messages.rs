//! What a comparison says in its titles: each arm against the first, by the paired interval of an endpoint. Left out: pairs
//! without the first arm, which the figure of differences has.

use super::{
    ComparisonInput,
    differences::{found, unit},
};
use crate::message::{self, Finding, against};
use cenersim_analyses::comparison::{ArmResult, Endpoint, Measure, Rate, ShownOfArm};
use cenersim_model::curves::Variable;
use cenersim_statistics::Interval;
use cenersim_text::{decimals_of_width, fixed, signed};

/// Depth of the kill of leukemic cells.
pub fn kill(input: &ComparisonInput) -> String {
    let endpoint = Endpoint::Measure(Measure::named("blast_log_kill"));
    of(input, "Kill of leukemic cells", ["deeper", "shallower"], endpoint)
}

/// Days with few neutrophils.
pub fn neutropenia(input: &ComparisonInput) -> String {
    let endpoint = Endpoint::Measure(Measure::named("days_neutrophils_below_half"));
    of(input, "Neutrophils below 0.5", ["longer", "shorter"], endpoint)
}

/// Days alive until the end of the simulated cells.
pub fn survival(input: &ComparisonInput) -> String {
    let subject = format!("Alive within {} days", fixed(input.compared.horizon_days, 0));
    of(input, &subject, ["longer", "shorter"], Endpoint::Measure(Measure::named("overall_survival")))
}

/// Complete remissions, then all remissions; together where no arm can be told from the first in either.
pub fn remissions(input: &ComparisonInput) -> String {
    let of = |subject, rate| of(input, subject, ["more", "fewer"], Endpoint::Rate(rate));
    let (cr, all) = (of("CR", Rate::Cr), of("CR + CRp", Rate::Remission));
    let told = |text: &str| text.split_once(": ").map(|(_, told)| told.to_owned());
    match (told(&cr), told(&all)) {
        (Some(one), Some(other)) if one == other && input.compared.arms.len() > 1 => format!("Remission rates: {one}"),
        _ => format!("{cr}. {all}"),
    }
}

/// Day on which the title compares marrow blasts (d): assumed, as responses to induction are usually told by then; no result chose it.
const MARROW_DAY: f64 = 28.0;

/// Share of blasts in the marrow on one day, by the paired differences of that day; only what is drawn where none has any.
pub fn marrow(input: &ComparisonInput) -> String {
    let arms = &input.compared.arms;
    let subject = format!("Marrow blasts on day {}", fixed(MARROW_DAY, 0));
    let subject = if input.compared.population { subject } else { format!("{subject} in this one patient") };
    let at = |days: &[f64], values: &[f64]| {
        let point = days.iter().position(|day| *day >= MARROW_DAY - 1e-6)?;
        values.get(point).copied().filter(|value| value.is_finite())
    };
    if let [arm] = &arms[..] {
        let band = arm.bands.iter().find(|band| band.variable == Variable::MarrowBlasts);
        let median = band.and_then(|band| at(&band.days, &band.quantiles[2]));
        return median.map_or(subject.clone(), |share| format!("{subject}: median {} %", fixed(100.0 * share, 1)));
    }
    let finding = |(arm, shown): (&ArmResult, &'_ ShownOfArm)| {
        let found = shown.differences.iter().find(|one| one.variable == Variable::MarrowBlasts)?;
        let [median, low, high] = [&found.median, &found.low, &found.high].map(|values| at(&found.days, values));
        let (low, high) = (100.0 * low?, 100.0 * high?);
        let number = format!("{} points", signed(100.0 * median?, decimals_of_width(high - low)));
        Some((arm.name.clone(), number, Interval { low, high }))
    };
    let told: Vec<_> = arms.iter().zip(&input.compared.shown).skip(1).filter_map(finding).collect();
    let findings: Vec<Finding> =
        told.iter().map(|(name, number, interval)| Finding::new(name, number.clone(), *interval)).collect();
    if findings.is_empty() {
        return "Marrow blasts and cellularity".into();
    }
    against(&subject, &arms[0].name, ["more", "fewer"], &findings)
}

/// Each arm against the first; of one arm its own number.
fn of(input: &ComparisonInput, subject: &str, words: [&str; 2], endpoint: Endpoint) -> String {
    let arms = &input.compared.arms;
    let subject = if input.compared.population { subject.to_owned() } else { format!("{subject} in this one patient") };
    if let [arm] = &arms[..] {
        return message::each(&subject, own(arm, endpoint).into_iter().map(|told| (arm.name.as_str(), told)));
    }
    let pairs = || input.compared.pairs.iter().filter(|pair| pair.first == 0 && pair.second < arms.len());
    let single = pairs().count() == 1;
    let finding = |pair| {
        let found = found(pair, endpoint)?;
        let decimals = decimals_of_width(found.interval.high - found.interval.low);
        let number = format!("{} {}", signed(found.point, decimals), unit(endpoint).trim_start_matches("percentage "));
        let ends = [found.interval.low, found.interval.high].map(|end| signed(end, decimals));
        let number = if single { format!("{number}, 95 % {} to {}", ends[0], ends[1]) } else { number };
        Some(Finding::new(&arms[pair.second].name, number, found.interval))
    };
    against(&subject, &arms[0].name, words, &pairs().filter_map(finding).collect::<Vec<_>>())
}

/// A share in percent, or a median in its unit.
fn own(arm: &ArmResult, endpoint: Endpoint) -> Option<String> {
    match endpoint {
        Endpoint::Rate(rate) => {
            let found = arm.rates.iter().find(|found| found.rate == rate)?;
            Some(format!("{} %", fixed(100.0 * found.share, 1)))
        }
        Endpoint::Measure(measure) => {
            let found = arm.measures.iter().find(|found| found.measure == measure && found.median.is_finite())?;
            Some(format!("median {} {}", fixed(found.median, 1), unit(endpoint)))
        }
    }
}
