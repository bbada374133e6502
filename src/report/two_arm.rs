//! Two arms as a controlled trial analyzes them, for comparisons and trials: a table of every contrast, one of the power of a
//! randomized trial, and both in short for the terminal. Left out: how they are computed.
//!
//! # How to read the tables
//!
//! One row is one number of one pair of arms. The second arm is always compared with the first, so that a positive
//! difference means more in the second, and a ratio above 1 means more events there:
//!
//! | contrast | unit | second against first | no difference |
//! |---|---|---|---|
//! | risk difference | points | share less share | 0 |
//! | odds ratio | none | odds over odds | 1 |
//! | median | d | both medians, no contrast | |
//! | hazard ratio | none | hazard over hazard | 1 |
//! | restricted mean difference | d | mean less mean, up to the day in the label | 0 |
//! | landmark difference | points | share without the event less share, on the day in the label | 0 |
//!
//! A hazard ratio below 1 is good for the second arm where the event is death or relapse, and bad where it is a response.
//!
//! Cells are empty, not zero, where a number does not exist: an odds ratio where nobody or everybody of an arm responds, a
//! median that is not reached, an interval of something that does not vary.
//!
//! # What the errors are of
//!
//! Intervals and p values are those of so many virtual patients, as if these had been enrolled; they shrink with more of
//! them. They say nothing of what is not known of the parameters, which `sensitivity`, `calibrate` and `design` treat.

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

/// One contrast of one endpoint of one pair.
struct Row<'a> {
    pair: &'a TwoArm,
    endpoint: &'static str,
    label: String,
    estimand: Estimand,
    found: Contrast,
}

/// How two arms are compared, and what comes of it.
#[derive(Default)]
struct Contrast {
    name: &'static str,
    unit: &'static str,
    /// In the first and in the second arm; none where the contrast has no such number.
    arms: [Option<f64>; 2],
    estimate: Option<f64>,
    interval: Option<Interval>,
    p: Option<f64>,
}

impl Contrast {
    /// A ratio has no unit, and no numbers of the arms.
    fn ratio(name: &'static str, found: Option<LogRatio>) -> Self {
        Self {
            name,
            estimate: found.map(|ratio| ratio.ratio()),
            interval: found.map(|ratio| ratio.interval()),
            p: found.map(|ratio| ratio.p()),
            ..Self::default()
        }
    }

    /// Second less first, in units that are `factor` times smaller.
    fn difference(name: &'static str, (unit, factor): (&'static str, f64), found: &Difference) -> Self {
        Self {
            name,
            unit,
            arms: [found.first, found.second].map(|value| Some(factor * value)),
            estimate: Some(factor * found.difference()),
            interval: found.interval().map(|interval| interval.scaled(factor)),
            p: found.p(),
        }
    }

    /// Of shares, in percentage points.
    fn of_shares(found: &RateContrast) -> Self {
        Self {
            name: "risk difference",
            unit: "points",
            arms: [found.first, found.second].map(|share| Some(100.0 * share)),
            estimate: Some(100.0 * (found.second - found.first)),
            interval: found.interval.map(|interval| interval.scaled(100.0)),
            p: Some(found.p),
        }
    }
}

/// One row for each contrast of each pair, the reference first.
///
/// Written as `tables/two_arm.csv`. Shares are in percent in the columns of the arms and in percentage points in the
/// contrast and its interval; times are in days; ratios have no unit, and no numbers of the arms.
///
/// Each rate has two rows (risk difference, odds ratio). Each time has three (median, hazard ratio, restricted mean) and
/// one more for each landmark that is observed in both arms.
///
/// Indices in `pairs` are those of `names`.
pub fn two_arm_table(pairs: &[TwoArm], names: &[String]) -> Table {
    let of_pair = |pair| rates_of(pair).into_iter().chain(times_of(pair));
    let low = "Lower end of its 95 % confidence interval; empty where none exists.";
    let paired = "yes if the same patients are in both arms, so that errors are those of patients.";
    let columns = vec![
        Column::text("second", "Arm", "Name of the second arm.", |row: &Row| names[row.pair.second].as_str()),
        Column::text("first", "Against", "Name of the arm that is compared against.", |row: &Row| {
            names[row.pair.first].as_str()
        }),
        Column::text("endpoint", "Endpoint", "Name of the rate or time.", |row: &Row| row.endpoint).in_file_only(),
        Column::text("label", "Endpoint", "The rate or time in words.", |row: &Row| row.label.clone()),
        Column::text("contrast", "Contrast", "How the arms are compared.", |row: &Row| row.found.name),
        Column::text("unit", "Unit", "Unit of the numbers of this row.", |row: &Row| row.found.unit),
        Column::number("in_first", "In the arm against", "", "In the first arm; empty for ratios.", |row: &Row| {
            row.found.arms[0]
        }),
        Column::number("in_second", "In this arm", "", "In the second arm; empty for ratios.", |row: &Row| {
            row.found.arms[1]
        }),
        Column::number("estimate", "Contrast", "", "Second less first, or second over first.", |row: &Row| {
            row.found.estimate
        }),
        Column::number("low", "95 % interval from", "", low, |row: &Row| {
            row.found.interval.map(|interval| interval.low)
        }),
        Column::number("high", "95 % interval to", "", "Upper end of that interval.", |row: &Row| {
            row.found.interval.map(|all| all.high)
        }),
        Column::number("p", "p value", "", "Two-sided test of no difference.", |row: &Row| row.found.p),
        Column::text("paired", "Paired", paired, |row: &Row| if row.pair.paired { "yes" } else { "no" }).in_file_only(),
        Column::text("estimand", "Estimand", ESTIMAND, |row: &Row| row.estimand.to_string()),
    ];
    Table::of("two_arm", "Two arms, second against first", columns, pairs.iter().flat_map(of_pair))
}

/// Two rows for each rate: difference, then odds ratio.
///
/// The p value of the difference is that of an exact or paired test on the counts, that of the odds ratio is of Wald, so
/// both may differ where few patients respond.
fn rates_of(pair: &TwoArm) -> Vec<Row<'_>> {
    let of = |found: &RateContrast| {
        let row = |contrast| Row {
            pair,
            endpoint: found.rate.name(),
            label: found.rate.label().into(),
            estimand: found.rate.estimand(),
            found: contrast,
        };
        [row(Contrast::of_shares(found)), row(Contrast::ratio("odds ratio", found.odds_ratio))]
    };
    pair.rates.iter().flat_map(of).collect()
}

/// Median, hazard ratio, restricted mean, then the landmarks, for each time.
///
/// The day up to which means are restricted and the days of the landmarks are in the label, as a mean without its day
/// cannot be compared with that of another table.
fn times_of(pair: &TwoArm) -> Vec<Row<'_>> {
    let of = |found: &TimeContrast| {
        let (endpoint, estimand) = (found.endpoint.name(), found.endpoint.estimand());
        let row = move |(label, found)| Row { pair, endpoint, label, estimand, found };
        contrasts_of(found).into_iter().map(row)
    };
    pair.times.iter().flat_map(of).collect()
}

/// Contrasts of one time with their labels.
fn contrasts_of(found: &TimeContrast) -> Vec<(String, Contrast)> {
    let name = found.endpoint.label();
    let to = |day: f64| format!("{name}, to day {}", fixed(day, 0));
    let on = |day: f64| format!("{name}, on day {}", fixed(day, 0));
    let medians = Contrast { name: "median", unit: "d", arms: found.medians, ..Contrast::default() };
    let mean = Contrast::difference("restricted mean difference", ("d", 1.0), &found.restricted_mean);
    let landmarks = found.landmarks.iter().map(|landmark| {
        (on(landmark.day), Contrast::difference("landmark difference", ("points", 100.0), &landmark.shares))
    });
    [
        (name.into(), medians),
        (name.into(), Contrast::ratio("hazard ratio", found.hazard_ratio)),
        (to(found.until_days), mean),
    ]
    .into_iter()
    .chain(landmarks)
    .collect()
}

/// One row for each endpoint and number of patients of each pair.
///
/// Written as `tables/two_arm_power.csv`. The trial that it speaks of is randomized, with other patients in each arm,
/// also where the virtual patients went through both arms: a pair of arms in the same patients has far smaller errors
/// than any trial can have.
///
/// Type S and type M errors (Gelman and Carlin 2014) say what a significant result of an underpowered trial is worth: how
/// often its sign is wrong, and how many times too large its estimate is on average.
pub fn two_arm_power_table(pairs: &[TwoArm], names: &[String]) -> Table {
    type Power<'a> = (&'a TwoArm, &'a PowerAt);
    let power = "Probability of a significant result, two-sided level 5 %, if the effect is true.";
    let wrong = "Share of significant results with the wrong sign (type S).";
    let times = "Mean size of significant estimates over the effect (type M).";
    let effect = "What is taken for the truth: risk difference, or natural logarithm of the hazard ratio.";
    let columns = vec![
        Column::text("second", "Arm", "Name of the second arm.", |(pair, _): &Power| names[pair.second].as_str()),
        Column::text("first", "Against", "Name of the arm that is compared against.", |(pair, _): &Power| {
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
///
/// Two tables. In the first a row is a pair, written second / first; in the second a row is a pair and an endpoint:
///
/// ```text
/// Two arms, second against first (95 % confidence interval)
///        CR, odds ratio   p   death, hazard ratio   p   alive to day ..., days
/// B / A
///
/// Power of a randomized trial if these effects were true, level 0.05 (wrong sign; exaggeration)
///             50 per arm   200 per arm   400 per arm   1600 per arm
/// B / A, CR
/// B / A, death
/// ```
///
/// With four arms or more the terminal keeps to pairs with the reference; files have all pairs. None without a pair.
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

/// The second arm is named first, as numerator of the ratios of its row.
fn named(pair: &TwoArm, names: &[String]) -> String {
    format!("{} / {}", names[pair.second], names[pair.first])
}

/// Cells of one pair: odds ratio of CR with p, hazard ratio of death with p, difference of the mean days alive.
///
/// `none` stands for a ratio that is not finite, `no interval` for a mean without an error.
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
