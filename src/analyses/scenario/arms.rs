//! One arm: what its first course gives, and whether this patient gets all of it. Its further courses: see `courses`.

use super::{
    ScenarioError,
    arm_document::ArmTable,
    compose::{Places, adult, check_name},
    courses,
    document::OneOrMany,
    drugs::OfAnArm,
    schedules::{self, ScheduleTable},
};
use cenersim_model::{
    parameters::Ledger,
    patient::Patient,
    quantity::Time,
    simulation::Settings,
    treatment::{Administration, DayNumbers, Doses, Drug, Regimen, Route, Schedule},
};
use cenersim_text::{listed, short};

/// Schedules of each drug as they are written.
pub(super) type Written = OfAnArm<OneOrMany<ScheduleTable>>;

/// For whom an arm is read, and where faults lie.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// Whose doses are checked.
    pub patient: &'a Patient,
    /// Horizon and examinations.
    pub settings: &'a Settings,
    /// Which routes are known.
    pub ledger: &'a Ledger,
    /// For faults.
    pub places: &'a Places<'a>,
}

/// Reads one arm and checks it for this patient and horizon.
/// Name, size limit and numbering of days first, as doses and courses rest on them; then doses, courses, horizon.
///
/// # Errors
/// The first fault of name, size, days, doses or courses, or an infusion after the horizon, at its key.
pub(super) fn regimen(table: &ArmTable, index: usize, reading: Reading<'_>) -> Result<Regimen, ScenarioError> {
    let (path, places) = (format!("arm.{index}"), reading.places);
    check_name(&table.name, &format!("{path}.name"), places)?;
    let (body_surface_at_most_m2, days) = (surface(table, &path, places)?, day_numbers(table, &path, places)?);
    let empty = Regimen { name: table.name.clone(), body_surface_at_most_m2, days, ..Regimen::default() };
    let own = doses(&table.drugs, &empty, &path, reading)?;
    let regimen = courses::with_courses(table, own, empty, &path, reading)?;
    check_horizon(&regimen, courses::path_of_first(table, &path).as_str(), reading)?;
    Ok(regimen)
}

/// What the drugs of a table give, which stands at this path of an arm.
/// A schedule that gives nothing is left out, so that an arm can take away what an extended file gives.
///
/// # Errors
/// A schedule that cannot be read, a route by which the drug is not given, or doses that rounding would turn into
/// nothing.
pub(super) fn doses(drugs: &Written, arm: &Regimen, path: &str, reading: Reading<'_>) -> Result<Doses, ScenarioError> {
    let mut doses = Doses::new();
    for (&drug, tables) in drugs {
        for (turn, table) in tables.0.iter().enumerate() {
            let path = format!("{path}.{}.{turn}", drug.name());
            let schedule = schedules::schedule(table, arm.days, &path, reading.places)?;
            check_route(drug, schedule.route, &path, reading)?;
            if !schedule.gives_nothing() {
                check_rounding(arm, drug, &schedule, &path, reading)?;
                doses.entry(drug).or_default().push(schedule);
            }
        }
    }
    Ok(doses)
}

/// The largest surface that doses go by, within the sizes of adults so that a slip is found (m2).
fn surface(table: &ArmTable, path: &str, places: &Places<'_>) -> Result<Option<f64>, ScenarioError> {
    let Some(most) = table.body_surface_at_most.as_ref().map(|surface| surface.0) else { return Ok(None) };
    let fault = |message| places.fault(&format!("{path}.body_surface_at_most"), message);
    adult(most, (1.0, 4.0, "m2")).map(Some).map_err(fault)
}

/// Earliest first day: no protocol begins a course more than four weeks before its day 1.
const EARLIEST: i64 = -28;

/// How the arm numbers its days.
fn day_numbers(table: &ArmTable, path: &str, places: &Places<'_>) -> Result<DayNumbers, ScenarioError> {
    let (first, has_zero) = (table.first_day.unwrap_or(1), table.day_zero.unwrap_or(true));
    let path = format!("{path}.first_day");
    places.check((EARLIEST..=1).contains(&first), &path, || {
        format!("a course cannot begin on day {first}: expected {EARLIEST} to 1")
    })?;
    DayNumbers::new(first, has_zero).ok_or_else(|| {
        places.fault(&path, "without a day 0 no course begins on it: expected first_day = -1, or `day_zero = true`")
    })
}

/// What this patient gets in the first course of an arm by this schedule alone.
fn alone(arm: &Regimen, drug: Drug, schedule: Schedule, patient: &Patient) -> Vec<Administration> {
    let alone = Regimen { doses: [(drug, vec![schedule])].into(), ..arm.clone() };
    alone.expand(patient.body, patient.age_years, 1, Time::ZERO)
}

/// How a drug gets into plasma by its route is known.
fn check_route(
    drug: Drug,
    route: Route,
    path: &str,
    Reading { ledger, places, .. }: Reading<'_>,
) -> Result<(), ScenarioError> {
    places.check(route.is_known(drug, ledger), &format!("{path}.route"), || {
        let known: Vec<String> = Route::ALL
            .into_iter()
            .filter(|route| route.is_known(drug, ledger))
            .map(|route| format!("`{}`", route.name()))
            .collect();
        let (drug, route, known) = (drug.name(), route.name(), listed(&known, "or"));
        format!("nothing is known of {route} {drug}: expected {known}; the ledger has no `{drug}.{route}.fraction`")
    })
}

/// What this patient needs is not rounded to nothing, as when grams are written for milligrams.
fn check_rounding(
    arm: &Regimen,
    drug: Drug,
    schedule: &Schedule,
    path: &str,
    Reading { patient, places, .. }: Reading<'_>,
) -> Result<(), ScenarioError> {
    let Some(unit) = schedule.round_to_mg else { return Ok(()) };
    let given = alone(arm, drug, Schedule { round_to_mg: None, ..schedule.clone() }, patient);
    let little = given.iter().map(|given| given.amount_mg).find(|mg| *mg > 0.0 && *mg < 0.5 * unit);
    places.check(little.is_none(), &format!("{path}.round_to"), || {
        let (little, unit) = (short(little.unwrap_or_default()), short(unit));
        format!("an infusion of {little} mg is less than half of {unit} mg: expected less to round to")
    })
}

/// Every infusion of the first course must begin within the simulation. `path`: of the drugs that it gives.
/// A dose that would never be given is a slip.
fn check_horizon(arm: &Regimen, path: &str, reading: Reading<'_>) -> Result<(), ScenarioError> {
    let horizon = reading.settings.horizon;
    for (drug, schedules) in &arm.doses {
        for (turn, schedule) in schedules.iter().enumerate() {
            let given = alone(arm, *drug, schedule.clone(), reading.patient);
            let Some(late) = given.iter().find(|given| given.start >= horizon) else { continue };
            let day = arm.days.number(libm::floor(late.start.in_days()) as i64);
            let message = format!(
                "arm `{}` gives {} on day {day}, after the last day {} of the simulation: expected an earlier day or a longer `horizon`",
                arm.name,
                drug.name(),
                horizon.in_days()
            );
            let key = if schedule.start >= horizon { "start" } else { "days" };
            return Err(reading.places.fault(&format!("{path}.{}.{turn}.{key}", drug.name()), message));
        }
    }
    Ok(())
}
