//! What a comparison says in its titles: each arm against the first, by the paired interval of an endpoint. Left out: pairs
//! without the first arm, which the figure of differences has.

use super::{
    ComparisonInput,
    differences::{found, unit},
};
use crate::message::{self, Finding, against};
use cenersim_analyses::comparison::{ArmResult, Endpoint, Measure, Rate};
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

/// Blasts in the marrow on a day that no result chose.
pub fn marrow(input: &ComparisonInput) -> String {
    remissions(input)
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
