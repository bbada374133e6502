//! Which courses an arm has: by a rule for courses that give the same, or each course with its own doses.
//! Left out: what a course gives (see `arms`), whether one may follow another (see `course_checks`), and when it is decided on in a patient (see the simulation).
//!
//! | written | becomes |
//! |---|---|
//! | nothing, or `courses = []` | the default rule: a second course after 42 d for those who respond |
//! | `[arm.courses]` | further courses with the same doses, by a rule, and consolidation of a remission |
//! | `[[arm.course]]` | one entry for each: doses of its own, of the arm, or of an earlier course (`same_as`) |
//!
//! A rule and entries exclude each other.
//!
//! # Examples
//!
//! A second course for whoever has not responded by day 28, then two courses of consolidation:
//!
//! ```text
//! [arm.courses]
//! when = "on_no_response"
//! maximum = 2
//! interval = "28 d"
//! consolidation = { courses = 2, after = "42 d", interval = "35 d" }
//! ```
//!
//! Courses that differ; the third gives what the second gives:
//!
//! ```text
//! [[arm.course]]
//! name = "induction"                                # the drugs of the arm, as it has none of its own
//!
//! [[arm.course]]
//! name = "high dose"
//! when = "in_remission"
//! cytarabine = { dose = "3 g/m2", days = [1, 3, 5], infusion = "3 h" }
//!
//! [[arm.course]]
//! same_as = "high dose"
//! when = "in_remission"
//! ```
//!
//! # Defaults
//!
//! | key | default |
//! |---|---|
//! | `when` of a rule | `on_response`; `never` beside consolidation |
//! | `maximum` | 2 courses in all; 1 if never |
//! | `interval` | 42 d; 28 d for a resistant leukemia |
//! | `after`, `interval` of consolidation | 42 d and 35 d |
//! | `when` of an entry | `always` |

use super::{
    ScenarioError,
    arm_document::{ArmTable, ConsolidationTable, CourseName, CourseTable, CoursesTable, HoldTable, ReductionTable},
    arms::{Reading, doses},
    compose::{Places, check_name, time_or},
    course_checks::{Entry, check, check_each},
    measured::{Count, Measured, Span},
};
use cenersim_model::{
    quantity::Time,
    treatment::{CourseRule, Doses, Further, Hold, NextCourse, Reduction, Regimen},
};

/// Day of the decision on a second course for a resistant leukemia: the first day on which responses are judged.
const RESISTANT_ON: Time = Time::days(28.0);
/// Interval between courses of consolidation: five weeks, about the time in which the blood comes back.
const CONSOLIDATION_EVERY: Time = Time::days(35.0);

/// The arm with its courses; `own` is what stands in the arm itself.
///
/// # Errors
/// A rule that cannot be read, or courses that do not fit each other or the examinations.
pub(super) fn with_courses(
    table: &ArmTable,
    own: Doses,
    arm: Regimen,
    path: &str,
    reading: Reading<'_>,
) -> Result<Regimen, ScenarioError> {
    let rule = rule_table(table, path, reading.places)?;
    match &table.course {
        Some(courses) => each(courses, own, arm, &format!("{path}.course"), reading),
        None => {
            let path = format!("{path}.courses");
            let further = rule.map(|rule| alike(rule, &path, reading.places)).transpose()?;
            let entries = ["interval", "consolidation"].map(|key| format!("{path}.{key}"));
            let courses = further.map_or_else(CourseRule::default, |further| CourseRule { further });
            let arm = Regimen { doses: own, courses, ..arm };
            check(&arm, &entries, &format!("{path}.when"), rule.is_some(), reading)?;
            Ok(arm)
        }
    }
}

/// Where the drugs of the first course stand.
pub(super) fn path_of_first(table: &ArmTable, path: &str) -> String {
    let first = table.course.as_ref().and_then(|courses| courses.first());
    let own = first.is_some_and(gives_its_own);
    if own { format!("{path}.course.0") } else { path.to_owned() }
}

/// Whether a drug stands in the entry itself.
fn gives_its_own(course: &CourseTable) -> bool {
    !course.drugs.is_empty()
}

/// The rule of an arm, if there is one; an empty list is none.
fn rule_table<'a>(
    table: &'a ArmTable,
    path: &str,
    places: &Places<'_>,
) -> Result<Option<&'a CoursesTable>, ScenarioError> {
    let rules = table.courses.as_ref().map_or(&[][..], |rules| &rules.0);
    places.check(rules.len() <= 1, &format!("{path}.courses"), || {
        format!("{} rules for one arm: expected one table, or a [[arm.course]] for each course", rules.len())
    })?;
    places.check(rules.is_empty() || table.course.is_none(), &format!("{path}.course"), || {
        "`courses` and `[[arm.course]]` exclude each other: expected one of them; `courses = []` takes away what an \
         extended file says"
            .into()
    })?;
    Ok(rules.first())
}

/// Courses that all give the same: those that repeat the first, then those that consolidate a remission.
fn alike(table: &CoursesTable, path: &str, places: &Places<'_>) -> Result<Vec<Further>, ScenarioError> {
    let consolidates = table.consolidation.is_some();
    let default = if consolidates { NextCourse::Never } else { NextCourse::OnResponse };
    let when = table.when.unwrap_or(default);
    let maximum = table.maximum.unwrap_or(if when == NextCourse::Never { 1 } else { 2 });
    places.check(maximum >= 1, &format!("{path}.maximum"), || "no course at all: expected 1 or more".into())?;
    let in_response = matches!(when, NextCourse::OnResponse | NextCourse::InRemission);
    places.check(!(consolidates && in_response), &format!("{path}.when"), || {
        "consolidation is given to those who respond: expected `never`, `always`, `on_no_response` or `on_resistant`".into()
    })?;
    let interval = time_or(table.interval.as_ref(), default_interval(when));
    let consolidation = table.consolidation.as_ref();
    let consolidation =
        consolidation.map(|table| consolidated(table, &format!("{path}.consolidation"), places)).transpose()?;
    Ok([Further::alike(when, maximum - 1, interval)].into_iter().chain(consolidation).collect())
}

/// The first after six weeks by default (`CourseRule::INTERVAL`), the others every five.
fn consolidated(table: &ConsolidationTable, path: &str, places: &Places<'_>) -> Result<Further, ScenarioError> {
    places.check(table.courses >= 1, &format!("{path}.courses"), || "no course at all: expected 1 or more".into())?;
    let after = time_or(table.after.as_ref(), CourseRule::INTERVAL);
    let interval = time_or(table.interval.as_ref(), CONSOLIDATION_EVERY);
    Ok(Further { after, ..Further::alike(NextCourse::InRemission, table.courses, interval) })
}

/// 28 d for a resistant leukemia, else six weeks.
fn default_interval(when: NextCourse) -> Time {
    if when == NextCourse::OnResistant { RESISTANT_ON } else { CourseRule::INTERVAL }
}

/// Courses that each say what they give.
fn each(
    tables: &[CourseTable],
    own: Doses,
    arm: Regimen,
    path: &str,
    reading: Reading<'_>,
) -> Result<Regimen, ScenarioError> {
    let places = reading.places;
    let Some((first, later)) = tables.split_first() else {
        return Err(places.fault(path, "no course is listed: expected at least one `[[arm.course]]`"));
    };
    check_first(first, &format!("{path}.0"), places)?;
    let mut given = what_each_gives(tables, &own, &arm, path, reading)?;
    places.check(own.is_empty() || given.contains(&own), path, || {
        "no course gives the drugs of the arm: expected a course without drugs of its own, or `[]` for each drug that an \
         extended file gives"
            .into()
    })?;
    let doses = given.remove(0);
    let one = |((index, table), given): ((usize, &CourseTable), Doses)| {
        let own = (given != doses).then_some(given);
        one(table, &format!("{path}.{index}"), places).map(|further| Further { doses: own, ..further })
    };
    let further: Vec<Further> = (1..).zip(later).zip(given).map(one).collect::<Result<_, _>>()?;
    let entries: Vec<Entry> = (1..).zip(later).map(|(index, table)| Entry::new(index, table, path)).collect();
    let arm = Regimen { doses, courses: CourseRule { further }, ..arm };
    check_each(&arm, &entries, reading)?;
    Ok(arm)
}

/// The doses of every course: its own, those of an earlier course, or those of the arm.
fn what_each_gives(
    tables: &[CourseTable],
    own: &Doses,
    arm: &Regimen,
    path: &str,
    reading: Reading<'_>,
) -> Result<Vec<Doses>, ScenarioError> {
    let mut given = Vec::<Doses>::new();
    for (index, table) in tables.iter().enumerate() {
        let path = format!("{path}.{index}");
        check_course_name(tables, index, &path, reading.places)?;
        given.push(match same_as(tables, index, &path, reading.places)? {
            Some(earlier) => given[earlier].clone(),
            None if gives_its_own(table) => doses(&table.drugs, arm, &path, reading)?,
            None => own.clone(),
        });
    }
    Ok(given)
}

/// Names can be said by `same_as`, so each stands for one course.
fn check_course_name(
    tables: &[CourseTable],
    index: usize,
    path: &str,
    places: &Places<'_>,
) -> Result<(), ScenarioError> {
    let Some(name) = &tables[index].name else { return Ok(()) };
    check_name(name, &format!("{path}.name"), places)?;
    let twice = tables[..index].iter().any(|other| other.name.as_ref() == Some(name));
    places.check(!twice, &format!("{path}.name"), || {
        format!("two courses are named `{name}`: expected a different name for each")
    })
}

/// Which earlier course gives the same.
fn same_as(
    tables: &[CourseTable],
    index: usize,
    path: &str,
    places: &Places<'_>,
) -> Result<Option<usize>, ScenarioError> {
    let table = &tables[index];
    let Some(wanted) = &table.same_as else { return Ok(None) };
    let path = format!("{path}.same_as");
    places.check(!gives_its_own(table), &path, || {
        "a course that is the same as another gives no drugs of its own: expected either `same_as` or drugs".into()
    })?;
    let (found, written) = match wanted {
        CourseName::Number(number) => (usize::try_from(*number - 1).ok(), number.to_string()),
        CourseName::Name(name) => (tables.iter().position(|table| table.name.as_ref() == Some(name)), name.clone()),
    };
    found.filter(|earlier| *earlier < index).map(Some).ok_or_else(|| {
        let names: Vec<&str> = tables[..index].iter().filter_map(|table| table.name.as_deref()).collect();
        let numbers = (1..=index).map(|number| number.to_string());
        let known: Vec<String> = numbers.chain(names.iter().map(|name| format!("`{name}`"))).collect();
        let known = if known.is_empty() { "nothing in the first course".into() } else { known.join(", ") };
        places.fault(&path, format!("no earlier course is `{written}`: expected {known}"))
    })
}

/// The first course is given to everybody at the beginning, once.
fn check_first(table: &CourseTable, path: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    let CourseTable { when, courses, after, interval, hold_until, reduce_below, .. } = table;
    let written = [
        ("when", when.is_some()),
        ("courses", courses.is_some()),
        ("after", after.is_some()),
        ("interval", interval.is_some()),
        ("hold_until", hold_until.is_some()),
        ("reduce_below", reduce_below.is_some()),
    ];
    let odd = written.iter().find(|(_, is_written)| *is_written).map(|(key, _)| *key);
    places.check(odd.is_none(), &format!("{path}.{}", odd.unwrap_or_default()), || {
        format!(
            "the first course is given to everybody at the beginning: expected no `{}` here, but in a further [[arm.course]], \
             perhaps with same_as = 1",
            odd.unwrap_or_default()
        )
    })
}

/// A course that follows, but for what it gives.
fn one(table: &CourseTable, path: &str, places: &Places<'_>) -> Result<Further, ScenarioError> {
    let when = table.when.unwrap_or(NextCourse::Always);
    let most = table.courses.unwrap_or(1);
    places.check(most >= 1, &format!("{path}.courses"), || "no course at all: expected 1 or more".into())?;
    let written = |first: &Option<Measured<Span>>, second: &Option<Measured<Span>>, default| {
        time_or(first.as_ref().or(second.as_ref()), default)
    };
    let every = if when == NextCourse::InRemission { CONSOLIDATION_EVERY } else { default_interval(when) };
    Ok(Further {
        when,
        most,
        after: written(&table.after, &table.interval, default_interval(when)),
        interval: written(&table.interval, &table.after, every),
        hold: table.hold_until.as_ref().map(|table| hold(table, &format!("{path}.hold_until"), places)).transpose()?,
        reductions: reductions(table, &format!("{path}.reduce_below"), places)?,
        doses: None,
    })
}

/// Counts in 10⁹/L; 0 where nothing is asked of a count. A course waits at most `at_most`, which must be more than
/// nothing.
fn hold(table: &HoldTable, path: &str, places: &Places<'_>) -> Result<Hold, ScenarioError> {
    places.check(table.neutrophils.is_some() || table.platelets.is_some(), path, || {
        "nothing to wait for: expected a count, such as neutrophils = \"1 G/L\"".into()
    })?;
    let at_most = time_or(Some(&table.at_most), Time::ZERO);
    places.check(at_most.in_seconds() >= 1, &format!("{path}.at_most"), || {
        "a course that waits takes time: expected more than 0 d, such as \"14 d\"".into()
    })?;
    let (neutrophils, platelets) = (in_giga(table.neutrophils.as_ref()), in_giga(table.platelets.as_ref()));
    Ok(Hold { neutrophils, platelets, at_most })
}

/// Steps of reduction, each by at least one count, to a share between nothing and all.
fn reductions(table: &CourseTable, path: &str, places: &Places<'_>) -> Result<Vec<Reduction>, ScenarioError> {
    let one = |(index, step): (usize, &ReductionTable)| {
        let (path, to) = (format!("{path}.{index}"), step.to.0);
        places.check(step.neutrophils.is_some() || step.platelets.is_some(), &path, || {
            "nothing reduces this course: expected a count, such as neutrophils = \"0.5 G/L\"".into()
        })?;
        places.check(to > 0.0 && to < 1.0, &format!("{path}.to"), || {
            format!(
                "{} % of a dose is no reduction: expected more than 0 % and less than 100 %, such as \"75 %\"",
                100.0 * to
            )
        })?;
        Ok(Reduction {
            neutrophils: in_giga(step.neutrophils.as_ref()),
            platelets: in_giga(step.platelets.as_ref()),
            to,
        })
    };
    table.reduce_below.iter().flat_map(|steps| &steps.0).enumerate().map(one).collect()
}

/// A count is read in cells per liter and compared in 10⁹ per liter; 0 where nothing is asked of it.
fn in_giga(count: Option<&Measured<Count>>) -> f64 {
    count.map_or(0.0, |count| count.0 / 1e9)
}
