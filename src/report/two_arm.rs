//! Two arms as a controlled trial analyzes them, for comparisons and trials: a table of every contrast, one of the power of a
//! randomized trial, and both in short for the terminal. Left out: how they are computed.

use super::table::{Column, Table};
use cenersim_analyses::comparison::{Estimand, PowerAt, Rate, RateContrast, TimeContrast, TimeEndpoint, TwoArm};
use cenersim_statistics::{Difference, Interval, LogRatio};
use cenersim_text::{aligned, fixed, probability, range, signed};

/// What the dictionary says of a column of estimands.
pub const ESTIMAND: &str = "What is done with death, further courses and therapy after a failure (ICH E9(R1)).";

/// In words; empty where nothing can come between.
pub fn estimand(of: Option<Estimand>) -> String {
    of.map_or_else(String::new, |estimand| estimand.to_string())
}

/// One contrast of one pair.
struct Row<'a> {
    pair: &'a TwoArm,
    endpoint: &'static str,
    label: String,
    contrast: &'static str,
    unit: &'static str,
    /// In the first and in the second arm; none where the contrast has no such number.
    arms: [Option<f64>; 2],
    estimate: Option<f64>,
    interval: Option<Interval>,
    p: Option<f64>,
    estimand: Estimand,
}

/// One row for each contrast of each pair, the reference first.
pub fn two_arm_table(pairs: &[TwoArm], names: &[String]) -> Table {
    let of_pair = |pair| rates_of(pair).into_iter().chain(times_of(pair));
    let low = "Lower end of its 95 % confidence interval; empty where none exists.";
    let paired = "yes if the same patients are in both arms, so that errors are those of patients.";
    let columns = vec![
        Column::text("second", "Arm", "Name of the second arm.", |row: &Row| names[row.pair.second].as_str()),
        Column::text("first", "against", "Name of the arm that is compared against.", |row: &Row| {
            names[row.pair.first].as_str()
        }),
        Column::text("endpoint", "Endpoint", "Name of the rate or time.", |row: &Row| row.endpoint).in_file_only(),
        Column::text("label", "Endpoint", "The rate or time in words.", |row: &Row| row.label.clone()),
        Column::text("contrast", "Contrast", "How the arms are compared.", |row: &Row| row.contrast),
        Column::text("unit", "Unit", "Unit of the numbers of this row.", |row: &Row| row.unit),
        Column::number("in_first", "There", "", "In the first arm; empty for ratios.", |row: &Row| row.arms[0]),
        Column::number("in_second", "Here", "", "In the second arm; empty for ratios.", |row: &Row| row.arms[1]),
        Column::number("estimate", "Contrast", "", "Second less first, or second over first.", |row: &Row| {
            row.estimate
        }),
        Column::number("low", "95 % from", "", low, |row: &Row| row.interval.map(|interval| interval.low)),
        Column::number("high", "to", "", "Upper end of that interval.", |row: &Row| row.interval.map(|all| all.high)),
        Column::number("p", "p", "", "Two-sided test of no difference.", |row: &Row| row.p),
        Column::text("paired", "Paired", paired, |row: &Row| if row.pair.paired { "yes" } else { "no" }).in_file_only(),
        Column::text("estimand", "Estimand", ESTIMAND, |row: &Row| row.estimand.to_string()),
    ];
    Table::of("two_arm", "Two arms, second against first", columns, pairs.iter().flat_map(of_pair))
}

fn rates_of(pair: &TwoArm) -> Vec<Row<'_>> {
    let of = |found: &RateContrast| {
        let row = |contrast, unit, arms, estimate, interval, p| Row {
            pair,
            endpoint: found.rate.name(),
            label: found.rate.label().into(),
            contrast,
            unit,
            arms,
            estimate,
            interval,
            p,
            estimand: found.rate.estimand(),
        };
        let points = found.interval.map(|interval| interval.scaled(100.0));
        let arms = [found.first, found.second].map(|share| Some(100.0 * share));
        let difference = Some(100.0 * (found.second - found.first));
        let odds = found.odds_ratio;
        [
            row("risk difference", "points", arms, difference, points, Some(found.p)),
            row(
                "odds ratio",
                "",
                [None; 2],
                odds.map(|odds| odds.ratio()),
                odds.map(|odds| odds.interval()),
                odds.map(|odds| odds.p()),
            ),
        ]
    };
    pair.rates.iter().flat_map(of).collect()
}

fn times_of(pair: &TwoArm) -> Vec<Row<'_>> {
    let of = |found: &TimeContrast| {
        let row = |label: String, contrast, unit, arms, estimate, interval, p| Row {
            pair,
            endpoint: found.endpoint.name(),
            label,
            contrast,
            unit,
            arms,
            estimate,
            interval,
            p,
            estimand: found.endpoint.estimand(),
        };
        let name = found.endpoint.label();
        let difference = |label: String, contrast, unit, factor: f64, of: &Difference| {
            let arms = [Some(factor * of.first), Some(factor * of.second)];
            let interval = of.interval().map(|interval| interval.scaled(factor));
            row(label, contrast, unit, arms, Some(factor * of.difference()), interval, of.p())
        };
        let hazard = found.hazard_ratio;
        let ratio = row(
            name.into(),
            "hazard ratio",
            "",
            [None; 2],
            hazard.map(|ratio| ratio.ratio()),
            hazard.map(|ratio| ratio.interval()),
            hazard.map(|ratio| ratio.p()),
        );
        let median = row(name.into(), "median", "d", found.medians, None, None, None);
        let mean = difference(
            format!("{name}, to day {}", fixed(found.until_days, 0)),
            "restricted mean difference",
            "d",
            1.0,
            &found.restricted_mean,
        );
        let landmarks = found.landmarks.iter().map(|landmark| {
            let label = format!("{name}, on day {}", fixed(landmark.day, 0));
            difference(label, "landmark difference", "points", 100.0, &landmark.shares)
        });
        [median, ratio, mean].into_iter().chain(landmarks).collect::<Vec<_>>()
    };
    pair.times.iter().flat_map(of).collect()
}

/// One row for each endpoint and number of patients of each pair.
pub fn two_arm_power_table(pairs: &[TwoArm], names: &[String]) -> Table {
    type Power<'a> = (&'a TwoArm, &'a PowerAt);
    let power = "Probability of a significant result, two-sided level 5 %, if the effect is true.";
    let wrong = "Share of significant results with the wrong sign (type S).";
    let times = "Mean size of significant estimates over the effect (type M).";
    let effect = "What is taken for the truth: risk difference, or natural logarithm of the hazard ratio.";
    let columns = vec![
        Column::text("second", "Arm", "Name of the second arm.", |(pair, _): &Power| names[pair.second].as_str()),
        Column::text("first", "against", "Name of the arm that is compared against.", |(pair, _): &Power| {
            names[pair.first].as_str()
        }),
        Column::text("endpoint", "Endpoint", "Name of the rate or time.", |(_, at): &Power| at.endpoint.clone()),
        Column::number("per_arm", "Patients per arm", "", "Patients of each of two randomized arms.", |row: &Power| {
            row.1.per_arm
        }),
        Column::number("effect", "Effect", "", effect, |(_, at): &Power| at.effect),
        Column::number("power", "Power", "%", power, |(_, at): &Power| 100.0 * at.significance.power),
        Column::number("type_s", "Wrong sign", "%", wrong, |(_, at): &Power| {
            at.significance.type_s.map(|share| 100.0 * share)
        }),
        Column::number("type_m", "Exaggeration", "times", times, |(_, at): &Power| at.significance.type_m),
    ];
    let rows = pairs.iter().flat_map(|pair| pair.power.iter().map(move |at| (pair, at)));
    Table::of("two_arm_power", "A randomized trial of two such arms, if these effects are true", columns, rows)
}

/// Patients in each arm for whom the terminal shows the power.
const SIZES: [u32; 4] = [50, 200, 400, 1600];

/// Odds of CR, hazard of death and mean survival, then the power; of more than three arms those against the reference.
pub fn two_arm_text(pairs: &[TwoArm], names: &[String]) -> Option<String> {
    let reference = pairs.first()?.first;
    let shown: Vec<&TwoArm> = pairs.iter().filter(|pair| names.len() <= 3 || pair.first == reference).collect();
    let until = shown[0].times.first().map_or(0.0, |found| found.until_days);
    let days = format!("alive to day {}, days", fixed(until, 0));
    let head = ["", "CR, odds ratio", "p", "death, hazard ratio", "p", &days].map(String::from);
    let rows = shown.iter().map(|pair| contrasts(pair, names));
    let contrasts = aligned(&[head.into()].into_iter().chain(rows).collect::<Vec<Vec<String>>>());
    let head = [String::new()].into_iter().chain(SIZES.map(|n| format!("{n} per arm"))).collect();
    let rows = shown.iter().flat_map(|pair| powers(pair, names));
    let powers = aligned(&[head].into_iter().chain(rows).collect::<Vec<Vec<String>>>());
    Some(format!(
        "Two arms, second against first (95 % confidence interval)\n{contrasts}\n\n\
         Power of a randomized trial if these effects were true, level 0.05 (wrong sign; exaggeration)\n{powers}\n"
    ))
}

fn named(pair: &TwoArm, names: &[String]) -> String {
    format!("{} / {}", names[pair.second], names[pair.first])
}

fn contrasts(pair: &TwoArm, names: &[String]) -> Vec<String> {
    let ratio = |found: Option<LogRatio>| {
        found.map_or_else(
            || ["none".into(), "-".into()],
            |found| {
                [format!("{} ({})", fixed(found.ratio(), 2), range(found.interval(), 1.0, 2)), probability(found.p())]
            },
        )
    };
    let odds = ratio(pair.rates.iter().find(|found| found.rate == Rate::Cr).and_then(|found| found.odds_ratio));
    let survival = pair.times.iter().find(|found| found.endpoint == TimeEndpoint::OverallSurvival);
    let hazard = ratio(survival.and_then(|found| found.hazard_ratio));
    let mean = survival.map_or_else(
        || "-".into(),
        |found| {
            let difference = signed(found.restricted_mean.difference(), 1);
            let interval = found.restricted_mean.interval();
            format!("{difference} ({})", interval.map_or_else(|| "no interval".into(), |all| range(all, 1.0, 1)))
        },
    );
    [named(pair, names)].into_iter().chain(odds).chain(hazard).chain([mean]).collect()
}

/// A line for CR and one for death.
fn powers(pair: &TwoArm, names: &[String]) -> Vec<Vec<String>> {
    let of = |(endpoint, label): (&str, &str)| {
        let at = |n: u32| {
            let found = pair.power.iter().find(|at| at.endpoint == endpoint && at.per_arm == n);
            found.map_or_else(
                || "-".into(),
                |at| {
                    let error = at.significance.type_s.zip(at.significance.type_m);
                    let errors = error.map_or_else(String::new, |(sign, size)| {
                        format!(" ({}; {})", probability(sign), fixed(size, 1))
                    });
                    format!("{}{errors}", probability(at.significance.power))
                },
            )
        };
        let cells = SIZES.map(at);
        cells
            .iter()
            .any(|cell| cell != "-")
            .then(|| [format!("{}, {label}", named(pair, names))].into_iter().chain(cells).collect::<Vec<_>>())
    };
    [(Rate::Cr.name(), "CR"), (TimeEndpoint::OverallSurvival.name(), "death")].into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_analyses::comparison::Record;
    use cenersim_model::curves::{Outcome, Response, Survival};

    fn arm(arm: u32, better: u64) -> Vec<Record> {
        let one = |patient: u64| {
            let response = if patient < better { Response::CR } else { Response::Resistant };
            let death_day = (!patient.is_multiple_of(3)).then_some(20.0 + 3.0 * patient as f64 + f64::from(arm));
            let survival = Survival { death_day, observed_to_day: 90.0, ..Survival::default() };
            Record {
                patient,
                arm,
                outcome: Outcome { response, courses: 1, survival, ..Outcome::default() },
                ..Record::default()
            }
        };
        (0..20).map(one).collect()
    }

    fn pairs() -> (Vec<TwoArm>, Vec<String>) {
        let arms = [arm(0, 4), arm(1, 9)];
        let of = |index: usize| arms[index].iter().collect::<Vec<&Record>>();
        let pair = TwoArm::of((0, 1), [&of(0), &of(1)], 90.0, true).expect("courses");
        (vec![pair], vec!["A".into(), "B".into()])
    }

    #[test]
    fn every_contrast_has_a_row_with_its_estimand() {
        let (pairs, names) = pairs();
        let table = two_arm_table(&pairs, &names);
        // Two of each rate; of each time median, ratio and mean, and the landmark of day 60 where there are courses.
        assert_eq!(table.rows.len(), 2 * Rate::ALL.len() + 3 * TimeEndpoint::ALL.len() + 3);
        assert!(table.csv().contains("Death: composite; further course: treatment policy"), "{}", table.csv());
        assert!(two_arm_power_table(&pairs, &names).rows.len() >= 14);
    }

    #[test]
    fn the_terminal_tells_ratios_and_power() {
        let (pairs, names) = pairs();
        let text = two_arm_text(&pairs, &names).unwrap();
        assert!(text.contains("B / A") && text.contains("B / A, CR") && text.contains("1600 per arm"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
        assert_eq!(two_arm_text(&[], &names), None);
    }
}
