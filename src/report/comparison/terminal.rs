//! The comparison as short tables for the terminal. Left out: color, and what only the files have.
//!
//! ```text
//!                 CR                   CR + CRp        Death by day 30      share of units, % (exact 95 % interval)
//!                 blasts, log-kill     LSC, log-kill   ...                       median (quartiles)
//! B - A           CR, points    p      log-kill ...                              paired differences (95 % interval)
//! 0 d             A  B ...             the endpoint at each point of a sweep, which comes first
//! ```

use super::{
    super::{headline_table::headline_text, two_arm::two_arm_text},
    units,
};
use cenersim_analyses::comparison::{
    ArmResult, Compared, Endpoint, Measure, MeasureDifference, MeasureResult, PairResult, Rate, RateResult, SweepPoint,
    SweepResult,
};
use cenersim_statistics::Interval;
use cenersim_text::{aligned, ascii, decimals, fixed, probability, range, signed};

/// Measures that have a column, with its heading.
const SHOWN: [(Measure, &str); 4] = [
    (Measure::named("blast_log_kill"), "blasts, log-kill"),
    (Measure::named("stem_log_kill"), "LSC, log-kill"),
    (Measure::named("days_neutrophils_below_half"), "ANC < 0.5, days"),
    (Measure::named("overall_survival"), "alive, days"),
];

/// Rates and measures of each arm, then paired differences; a line break after each line.
pub fn comparison_text(compared: &Compared) -> String {
    let blocks = sweep(compared).into_iter().chain([
        (rates_heading(compared), rates(compared)),
        ("Median (quartiles)".to_owned(), measures(compared)),
        (
            "Paired differences, second arm less first; measures: mean difference (95 % confidence interval)"
                .to_owned(),
            pairs(compared),
        ),
    ]);
    let written = |(heading, rows): (String, Vec<Vec<String>>)| format!("{heading}\n{}\n", aligned(&rows));
    let after = format!("\nSurvival: {}\n", compared.after_failure);
    let tables = blocks.filter(|(_, rows)| rows.len() > 1).map(written);
    let names: Vec<String> = compared.arms.iter().map(|arm| arm.name.clone()).collect();
    let contrasts = two_arm_text(&compared.two_arm, &names);
    let text = tables.chain(contrasts).chain(headline_text(compared.headline.as_ref())).collect::<Vec<_>>().join("\n");
    ascii(&text) + &after
}

/// Of whom the shares are.
fn rates_heading(compared: &Compared) -> String {
    let Compared { patients, replicates, population, .. } = compared;
    let who = match population {
        true if *replicates > 1 => format!("{patients} {}, {replicates} replicates of each", units(compared)),
        true => format!("{patients} {}", units(compared)),
        false => format!("{replicates} replicates"),
    };
    format!("Share of {who}, % (95 % confidence interval)")
}

/// A line for each arm, a column for each rate.
fn rates(compared: &Compared) -> Vec<Vec<String>> {
    let head = [String::new()].into_iter().chain(Rate::ALL.map(|rate| rate.label().to_owned()));
    let cell = |arm: &ArmResult, rate: Rate| {
        arm.rates.iter().find(|found| found.rate == rate).map_or_else(|| "-".into(), rate_cell)
    };
    let row = |arm: &ArmResult| [arm.name.clone()].into_iter().chain(Rate::ALL.map(|rate| cell(arm, rate))).collect();
    [head.collect()].into_iter().chain(compared.arms.iter().map(row)).collect()
}

/// `14.5 (9.9 to 20.1)`.
fn rate_cell(found: &RateResult) -> String {
    format!("{} {}", fixed(100.0 * found.share, 1), bracketed(found.exact, 100.0, 1))
}

fn bracketed(interval: Interval, factor: f64, places: usize) -> String {
    format!("({})", range(interval, factor, places))
}

/// A line for each arm, a column for four measures.
fn measures(compared: &Compared) -> Vec<Vec<String>> {
    let head = [String::new()].into_iter().chain(SHOWN.map(|(_, heading)| heading.to_owned()));
    let cell = |arm: &ArmResult, measure: Measure| {
        arm.measures.iter().find(|found| found.measure == measure).map_or_else(|| "-".into(), measure_cell)
    };
    let row =
        |arm: &ArmResult| [arm.name.clone()].into_iter().chain(SHOWN.map(|(measure, _)| cell(arm, measure))).collect();
    [head.collect()].into_iter().chain(compared.arms.iter().map(row)).collect()
}

fn measure_cell(found: &MeasureResult) -> String {
    let places = decimals(found.median);
    format!("{} {}", fixed(found.median, places), bracketed(found.quartiles, 1.0, places))
}

/// The endpoint of the sweep for each arm at each point; the best are not named, as chance decides among those alike.
fn sweep(compared: &Compared) -> Option<(String, Vec<Vec<String>>)> {
    let sweep = compared.sweep.as_ref()?;
    let axes = sweep.axes.iter().map(|axis| axis.path.clone());
    let head = axes.chain(sweep.arms.iter().cloned()).collect();
    let rows = sweep.points.chunk_by(|a, b| a.values == b.values).map(|points| point(sweep, points));
    let what = match Endpoint::from_name(&sweep.endpoint) {
        Ok(Endpoint::Rate(rate)) => format!("{}, % (95 % confidence interval)", rate.label()),
        Ok(Endpoint::Measure(measure)) => format!("{}, median (quartiles)", measure.label()),
        Err(_) => sweep.endpoint.clone(),
    };
    Some((format!("Sweep: {what}"), [head].into_iter().chain(rows).collect()))
}

/// The values of a point, and what each arm has there.
fn point(sweep: &SweepResult, points: &[SweepPoint]) -> Vec<String> {
    let cell = |arm: usize| {
        let found = points.iter().find(|point| point.arm == arm);
        found.and_then(|point| swept(point, &sweep.endpoint)).unwrap_or_else(|| "-".into())
    };
    points[0].values.iter().cloned().chain((0..sweep.arms.len()).map(cell)).collect()
}

fn swept(point: &SweepPoint, endpoint: &str) -> Option<String> {
    let rate = point.rates.iter().find(|found| found.rate.name() == endpoint).map(rate_cell);
    rate.or_else(|| point.measures.iter().find(|found| found.measure.name() == endpoint).map(measure_cell))
}

/// Every pair of up to three arms; of more, the pairs with the first.
fn pairs(compared: &Compared) -> Vec<Vec<String>> {
    let head = ["", "CR, points", "p", SHOWN[1].1, SHOWN[2].1].map(String::from).into();
    let shown = compared.pairs.iter().filter(|pair| compared.arms.len() <= 3 || pair.first == 0);
    std::iter::once(head).chain(shown.map(|pair| pair_row(compared, pair))).collect()
}

/// CR in points with the McNemar test, and the mean differences of two measures.
fn pair_row(compared: &Compared, pair: &PairResult) -> Vec<String> {
    let names = format!("{} - {}", compared.arms[pair.second].name, compared.arms[pair.first].name);
    let cr = pair.rates.iter().find(|found| found.rate == Rate::Cr).map_or_else(
        || ["-".into(), "-".into()],
        |found| {
            let difference = format!("{} {}", signed(100.0 * found.difference, 1), bracketed(found.interval, 100.0, 1));
            [difference, probability(found.mcnemar_p)]
        },
    );
    let measure = |measure: Measure| {
        pair.measures.iter().find(|found| found.measure == measure).map_or_else(|| "-".into(), difference_cell)
    };
    [names].into_iter().chain(cr).chain([SHOWN[1].0, SHOWN[2].0].map(measure)).collect()
}

fn difference_cell(found: &MeasureDifference) -> String {
    let places = if found.mean_interval.width() < 0.2 { 3 } else { 2 };
    format!("{} {}", signed(found.mean, places), bracketed(found.mean_interval, 1.0, places))
}
