//! `events.csv`: what happened to the patient and when; columns that do not apply are empty.
//! The hour of an event comes back exactly wherever it has at most 52 significant bits (Goldberg 1991, theorem 7:
//! dividing by 24 = 16 + 8 and multiplying again loses nothing), otherwise to within one unit in the last place.
//!
//! | column | unit | in the rows of |
//! |---|---|---|
//! | `replicate`, `day`, `event` | d | all events, in the order in which they happened |
//! | `drug`, `amount_mg`, `duration_h`, `course` | mg, h | `dose`, `dose_subcutaneous`, `dose_oral` |
//! | `blasts`, `counted`, `cellularity` | cells, cells, 1 | `examination`: blasts among the nucleated cells counted |
//! | `neutrophils`, `platelets` | G/L | `examination`, `course_held` |
//! | `response` | | `response` |
//! | `cause` | | `death` |
//!
//! Other events have no columns of their own: `relapse`, `infection`, `bleeding`, `failure`, `second_salvage`,
//! `transplantation`, `palliative_care`. Another kind of event is a line in `Row::of` and one in `Row::kind`.
//!
//! # Example
//!
//! ```text
//! replicate,day,event,drug,amount_mg,duration_h,course,blasts,counted,cellularity,neutrophils,platelets,response,cause
//! 0,0.0,dose,cenersen,1260.0,168.0,1,,,,,,,
//! 0,0.0,examination,,,,,146,200,1.1605806223782553,0.5771739733636704,27.46309456694013,,
//! 0,1.0,dose,idarubicin,22.715633383201094,0.25,1,,,,,,,
//! ```
//!
//! Day 0.0 is the beginning of the first course, or of day 1 of an arm that begins before it; events of one moment keep the order in which they happened.

use super::{
    ReportError,
    rows::{Table, Wrong},
    table::{Column, write_names, write_records},
};
use cenersim_model::{
    curves::{CAUSES_OF_DEATH, Course, Event, EventKind, Response},
    quantity::Time,
    treatment::{Drug, Route},
};
use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    path::Path,
};

/// One row, as it is written and as it is read.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Row {
    /// Replicate, from 0.
    replicate: u32,
    /// Time since the start (d).
    day: f64,
    /// What happened, such as `dose` or `infection`.
    event: String,
    /// Of a dose: the drug.
    #[serde(deserialize_with = "known")]
    drug: Option<Drug>,
    /// Of a dose: what is given (mg).
    amount_mg: Option<f64>,
    /// Of a dose: how long it takes (h).
    duration_h: Option<f64>,
    /// Of a dose: number of the course, from 1.
    course: Option<u32>,
    /// Of an examination: blasts among the cells that were counted.
    blasts: Option<u32>,
    /// Of an examination: cells that were counted.
    counted: Option<u32>,
    /// Of an examination: cellularity relative to a healthy one.
    cellularity: Option<f64>,
    /// Of an examination or a blood count: neutrophils (10^9/L).
    neutrophils: Option<f64>,
    /// Of an examination or a blood count: platelets (10^9/L).
    platelets: Option<f64>,
    /// Of a response: which.
    response: Option<Response>,
    /// Of a death: of what.
    cause: Option<String>,
}

/// Columns of the table, in the order of the fields of [`Row`].
pub fn columns() -> Vec<Column<'static, Row>> {
    vec![
        Column::integer("replicate", "", "Number of the replicate.", |row: &Row| row.replicate.cast_signed()),
        Column::known(
            "day",
            "d",
            "Days since the start of treatment, or since day 1 of an arm that begins before it.",
            |row: &Row| Some(row.day),
        ),
        Column::words("event", "What happened.", |row: &Row| &row.event),
        Column::optional_words("drug", "Drug that was given.", |row: &Row| row.drug.map(Drug::name)),
        Column::known("amount_mg", "mg", "Its amount.", |row: &Row| row.amount_mg),
        Column::known("duration_h", "h", "Duration of its infusion.", |row: &Row| row.duration_h),
        Column::number("course", "", "", "Course of treatment that it belongs to.", |row: &Row| row.course),
        Column::number("blasts", "", "", "Blasts among the nucleated cells of the marrow.", |row: &Row| row.blasts),
        Column::number("counted", "", "", "Nucleated cells that were counted.", |row: &Row| row.counted),
        Column::known("cellularity", "1", "Cellularity of the marrow relative to a healthy one.", |row: &Row| {
            row.cellularity
        }),
        Column::known("neutrophils", "G/L", "Neutrophils in blood.", |row: &Row| row.neutrophils),
        Column::known("platelets", "G/L", "Platelets in blood.", |row: &Row| row.platelets),
        Column::optional_words("response", "Response as judged.", |row: &Row| {
            row.response.map(|response| format!("{response:?}"))
        }),
        Column::optional_words("cause", "Cause of death.", |row: &Row| row.cause.clone()),
    ]
}

/// Begins the table.
pub fn write_head(to: &mut dyn Write) -> io::Result<()> {
    write_names(&columns(), to)
}

/// Appends the events of these replicates, by replicate in the order in which they happened.
pub fn write_rows(courses: &[Course], to: &mut dyn Write) -> io::Result<()> {
    let rows = |course: &Course| {
        let replicate = course.replicate;
        course.events.iter().map(move |event| Row::of(replicate, event)).collect::<Vec<_>>()
    };
    write_records(&columns(), courses.iter().flat_map(rows), to)
}

/// Reads all events; those of each replicate by its number.
///
/// # Errors
/// If a row is damaged, has an unknown event, or lacks a column of its event.
pub fn read(from: impl Read, path: &Path) -> Result<BTreeMap<u32, Vec<Event>>, ReportError> {
    let mut table = Table::new(from, path, &columns())?;
    let mut replicates = BTreeMap::<u32, Vec<Event>>::new();
    let mut record = csv::StringRecord::new();
    while table.next(&mut record)? {
        let row = Row::read(&record).map_err(|wrong| table.damaged(&record, wrong))?;
        let event = row.event().map_err(|wrong| table.damaged(&record, wrong))?;
        replicates.entry(row.replicate).or_default().push(event);
    }
    Ok(replicates)
}

impl Row {
    /// The columns of an event; all others stay empty.
    fn of(replicate: u32, event: &Event) -> Self {
        let row = Self { replicate, day: event.time.in_days(), event: event.kind.name().into(), ..Self::default() };
        match event.kind {
            EventKind::Dose { drug, amount_mg, duration, course, route: _ } => Self {
                drug: Some(drug),
                amount_mg: Some(amount_mg),
                duration_h: Some(duration.in_hours()),
                course: Some(course),
                ..row
            },
            EventKind::Examination { blasts, counted, cellularity, neutrophils, platelets } => Self {
                blasts: Some(blasts),
                counted: Some(counted),
                cellularity: Some(cellularity),
                neutrophils: Some(neutrophils),
                platelets: Some(platelets),
                ..row
            },
            EventKind::CourseHeld { neutrophils, platelets } => {
                Self { neutrophils: Some(neutrophils), platelets: Some(platelets), ..row }
            }
            EventKind::CourseReduced { neutrophils, platelets, course } => {
                Self { neutrophils: Some(neutrophils), platelets: Some(platelets), course: Some(course), ..row }
            }
            EventKind::Response(response) => Self { response: Some(response), ..row },
            EventKind::Death { cause } => Self { cause: Some(cause.into()), ..row },
            EventKind::Relapse
            | EventKind::Infection
            | EventKind::Bleeding
            | EventKind::Failure
            | EventKind::SecondSalvage
            | EventKind::Transplantation
            | EventKind::PalliativeCare => row,
        }
    }

    /// A fault names the column.
    fn read(record: &csv::StringRecord) -> Result<Self, Wrong> {
        record.deserialize(None).map_err(|error| {
            let csv::ErrorKind::Deserialize { err, .. } = error.kind() else {
                return ("an event".into(), error.to_string());
            };
            let place = err.field().map(|place| place as usize);
            match place.and_then(|place| columns().into_iter().nth(place).zip(record.get(place))) {
                Some((column, text)) => {
                    (format!("a valid `{}`", column.heading.name), format!("`{text}` ({})", err.kind()))
                }
                None => ("an event".into(), err.kind().to_string()),
            }
        })
    }

    /// The row as an event.
    ///
    /// # Errors
    /// What was expected and found, for an event that no run has or one whose columns are empty.
    fn event(&self) -> Result<Event, Wrong> {
        Ok(Event { time: Time::days(self.day), kind: self.kind()? })
    }

    /// The event of this name, with what its columns say.
    fn kind(&self) -> Result<EventKind, Wrong> {
        Ok(match self.event.as_str() {
            "dose" => self.dose(Route::Intravenous)?,
            "dose_subcutaneous" => self.dose(Route::Subcutaneous)?,
            "dose_oral" => self.dose(Route::Oral)?,
            "examination" => EventKind::Examination {
                blasts: given(self.blasts, "blasts")?,
                counted: given(self.counted, "counted")?,
                cellularity: given(self.cellularity, "cellularity")?,
                neutrophils: given(self.neutrophils, "neutrophils")?,
                platelets: given(self.platelets, "platelets")?,
            },
            "course_held" => EventKind::CourseHeld {
                neutrophils: given(self.neutrophils, "neutrophils")?,
                platelets: given(self.platelets, "platelets")?,
            },
            "course_reduced" => EventKind::CourseReduced {
                neutrophils: given(self.neutrophils, "neutrophils")?,
                platelets: given(self.platelets, "platelets")?,
                course: given(self.course, "course")?,
            },
            "response" => EventKind::Response(given(self.response, "response")?),
            "relapse" => EventKind::Relapse,
            "infection" => EventKind::Infection,
            "bleeding" => EventKind::Bleeding,
            "failure" => EventKind::Failure,
            "second_salvage" => EventKind::SecondSalvage,
            "transplantation" => EventKind::Transplantation,
            "palliative_care" => EventKind::PalliativeCare,
            "death" => EventKind::Death { cause: self.known_cause()? },
            other => return Err(("the name of an event".into(), format!("`{other}`"))),
        })
    }

    /// The route is in the name of the event.
    fn dose(&self, route: Route) -> Result<EventKind, Wrong> {
        Ok(EventKind::Dose {
            drug: given(self.drug, "drug")?,
            amount_mg: given(self.amount_mg, "amount_mg")?,
            duration: Time::hours(given(self.duration_h, "duration_h")?),
            route,
            course: given(self.course, "course")?,
        })
    }

    /// One of `CAUSES_OF_DEATH`.
    fn known_cause(&self) -> Result<&'static str, Wrong> {
        let found = given(self.cause.as_deref(), "cause")?;
        let known = CAUSES_OF_DEATH.into_iter().find(|cause| *cause == found);
        known.ok_or_else(|| {
            (format!("a cause of death out of `{}`", CAUSES_OF_DEATH.join("`, `")), format!("`{found}`"))
        })
    }
}

/// A column that this event must have.
fn given<T>(value: Option<T>, column: &str) -> Result<T, Wrong> {
    value.ok_or_else(|| (format!("a value for `{column}`"), "nothing".into()))
}

/// A drug that is shipped or that the scenario of the run describes.
fn known<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Drug>, D::Error> {
    let unknown = |name: String| serde::de::Error::custom(format!("unknown variant `{name}`: expected a drug"));
    let name: Option<String> = serde::Deserialize::deserialize(from)?;
    name.map(|name| Drug::known(&name).ok_or_else(|| unknown(name))).transpose()
}
