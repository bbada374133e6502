//! What an arm gives in the words of a prescription: `12 mg/m² over 15 min on days 2 to 4`, which every patient of the arm shares, whatever
//! they weigh. Left out: amounts of one patient (see the table `doses`), and by what rule further courses follow, but for their doses.

use super::table::{Column, Table};
use cenersim_model::{
    quantity::Time,
    treatment::{Amount, DayNumbers, Infusions, Regimen, Route, Schedule},
};
use cenersim_text::plain;

/// One drug of one arm.
struct Row {
    arm: String,
    drug: &'static str,
    course: &'static str,
    words: String,
}

/// The table: one row for each drug of each arm, and those of later courses that differ; none for arms that give nothing.
pub fn prescriptions<'a>(arms: impl IntoIterator<Item = (&'a str, &'a Regimen)>) -> Table {
    let rows: Vec<Row> = arms.into_iter().flat_map(|(name, regimen)| of_arm(name, regimen)).collect();
    let course =
        Column::text("course", "Course", "Whether it is of the first or of later courses.", |row: &Row| row.course);
    let later = rows.iter().any(|row| row.course == LATER);
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm.", |row: &Row| row.arm.clone()),
        Column::text("drug", "Drug", "Name of the drug.", |row: &Row| row.drug),
        if later { course } else { course.in_file_only() },
        Column::text("prescription", "Dose", "Dose, duration and days.", |row: &Row| row.words.clone()),
    ];
    Table::of("prescriptions", "What each arm gives", columns, rows)
}

/// Of courses that give something else than the first.
const LATER: &str = "later";

fn of_arm(name: &str, regimen: &Regimen) -> Vec<Row> {
    let entries = regimen.different().into_iter();
    let of_entry = |entry: usize| {
        let drugs = regimen.doses_of(entry).iter().filter(|(_, schedules)| !schedules.is_empty());
        drugs.map(move |(drug, schedules)| {
            let words: Vec<String> = schedules.iter().map(|schedule| of_schedule(schedule, regimen.days)).collect();
            let course = if entry == 0 { "first" } else { LATER };
            Row { arm: name.to_owned(), drug: drug.name(), course, words: words.join("; then ") }
        })
    };
    entries.flat_map(of_entry).collect()
}

/// `0.1 mg/kg/h for 7 d from day 1`, with the doses of older patients and the most that anybody gets.
fn of_schedule(schedule: &Schedule, days: DayNumbers) -> String {
    let given = |infusions: &Infusions| of_infusions(infusions, schedule, days);
    let older = schedule
        .older
        .iter()
        .map(|older| format!("; from {} years {}", plain(older.from_age_years), given(&older.infusions)));
    let unit = schedule.infusions.amount.unit();
    let most = schedule.maximum.iter().map(|dose| format!(", at most {} {unit}", plain(dose.amount)));
    [given(&schedule.infusions)].into_iter().chain(older).chain(most).collect()
}

fn of_infusions(infusions: &Infusions, schedule: &Schedule, days: DayNumbers) -> String {
    let dose = infusions.amount.dose().written.replace("m2", "m\u{B2}");
    let how = match (&schedule.route, &infusions.amount) {
        (Route::Intravenous, Amount::PerHour(_)) => format!(" for {}", duration(infusions.length)),
        (Route::Intravenous, Amount::PerInfusion(_)) => format!(" over {}", duration(infusions.length)),
        (route, _) => format!(" {}", route.name()),
    };
    let repeated = match infusions.repeat {
        0 | 1 => String::new(),
        times => format!(", {times} times a day every {}", duration(infusions.every)),
    };
    let start = schedule.start.in_days().floor() as i64;
    let numbers = infusions.days.iter().map(|day| days.number(start + i64::from(*day) - 1)).collect();
    let on = match (&infusions.amount, infusions.days.len()) {
        (Amount::PerHour(_), 1) => format!(" from {}", named(numbers)),
        _ => format!(" on {}", named(numbers)),
    };
    format!("{dose}{how}{repeated}{on}")
}

/// `day 1`, `days 2 to 4`, `days 1, 3 and 5`.
fn named(mut numbers: Vec<i64>) -> String {
    numbers.sort_unstable();
    match numbers.as_slice() {
        [] => "no day".into(),
        [one] => format!("day {one}"),
        [first, .., last] if numbers.len() > 2 && numbers.windows(2).all(|pair| pair[1] - pair[0] == 1) => {
            format!("days {first} to {last}")
        }
        [first @ .., last] => {
            format!("days {} and {last}", first.iter().map(i64::to_string).collect::<Vec<_>>().join(", "))
        }
    }
}

/// In the largest unit in which it is a whole number: days from two on, hours, minutes.
fn duration(time: Time) -> String {
    let (hours, minutes) = (time.in_hours(), time.in_hours() * 60.0);
    match hours {
        hours if hours >= 48.0 && hours % 24.0 == 0.0 => format!("{} d", plain(hours / 24.0)),
        hours if hours >= 1.0 => format!("{} h", plain(hours)),
        _ => format!("{} min", plain(minutes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::treatment::{Basis, Dose, Drug, Older};
    use std::collections::BTreeMap;

    fn dose(written: &str) -> Dose {
        Dose { amount: 12.0, basis: Basis::PerSurface, written: written.into() }
    }

    fn words(schedule: Schedule) -> String {
        let regimen = Regimen { doses: BTreeMap::from([(Drug::Cytarabine, vec![schedule])]), ..Regimen::default() };
        prescriptions([("B", &regimen)]).rows[0][3].text()
    }

    #[test]
    fn a_prescription_says_dose_duration_and_days_as_the_protocol_counts_them() {
        let daily = Infusions::daily(dose("12 mg/m2"), vec![1, 2, 3], Time::hours(0.25));
        assert_eq!(words(Schedule::new(Time::hours(24.0), daily.clone())), "12 mg/m\u{B2} over 15 min on days 2 to 4");
        let rate = Infusions::continuous(dose("0.1 mg/kg/h"), Time::days(7.0));
        assert_eq!(words(Schedule::new(Time::ZERO, rate)), "0.1 mg/kg/h for 7 d from day 1");
        let twice = Infusions {
            days: vec![1, 3, 5],
            repeat: 2,
            every: Time::hours(12.0),
            length: Time::hours(3.0),
            ..daily.clone()
        };
        let mut schedule = Schedule::new(Time::ZERO, twice);
        schedule.older = vec![Older { from_age_years: 60.0, infusions: Infusions { days: vec![1], ..daily } }];
        schedule.maximum = Some(dose("12 mg"));
        assert_eq!(
            words(schedule),
            "12 mg/m\u{B2} over 3 h, 2 times a day every 12 h on days 1, 3 and 5; from 60 years 12 mg/m\u{B2} over 15 min on day 1, \
             at most 12 mg"
        );
    }

    #[test]
    fn an_arm_that_gives_nothing_has_no_row() {
        assert!(prescriptions([("untreated", &Regimen::default())]).rows.is_empty());
    }
}
