//! The tables of an arm and of its courses as they are written. Doc comments are what an editor shows beside a key.

use super::{
    document::OneOrMany,
    drugs::OfAnArm,
    measured::{Count, DoseShare, Measured, Span, Surface},
    schedules::ScheduleTable,
};
use cenersim_model::treatment::NextCourse;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de::Visitor};
use std::{borrow::Cow, collections::BTreeMap, fmt};

/// What one arm gives; an empty list takes a drug away that the extended file gives.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArmTable {
    /// Name in figures and files, different for every arm.
    pub name: String,
    /// The arm of the published trial that this one stands for: "A", "B" or "C"; "" (default) for none.
    pub published: Option<String>,
    /// Schedules of each drug.
    #[serde(rename = "(drugs)", default)]
    #[schemars(with = "BTreeMap<String, OneOrMany<ScheduleTable>>")]
    pub drugs: OfAnArm<OneOrMany<ScheduleTable>>,
    /// For doses per m2, a larger body surface counts as this one.
    pub body_surface_at_most: Option<Measured<Surface>>,
    /// Number of the first day of each course, by default 1: with -1 a course begins on day -1, and day 0 lies between
    /// it and day 1.
    #[schemars(range(max = 1))]
    pub first_day: Option<i64>,
    /// Whether there is a day 0 between day -1 and day 1; by default there is.
    pub day_zero: Option<bool>,
    /// How many courses; `courses = []` takes away what the extended file says.
    pub courses: Option<OneOrMany<CoursesTable>>,
    /// Instead of `courses`: the courses one after the other, each with its own doses.
    pub course: Option<Vec<CourseTable>>,
}

/// A course of an arm. It gives the drugs that stand in it, those of the course it is `same_as`, or else those of the
/// arm. The first one is given to everybody; where the courses of an entry are over or refused, the next entry follows.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CourseTable {
    /// Name that `same_as` can say.
    pub name: Option<String>,
    /// Schedules of each drug.
    #[serde(rename = "(drugs)", default)]
    #[schemars(with = "BTreeMap<String, OneOrMany<ScheduleTable>>")]
    pub drugs: OfAnArm<OneOrMany<ScheduleTable>>,
    /// Number (from 1) or name of an earlier course that gives the same.
    pub same_as: Option<CourseName>,
    /// In whom it follows; by default always.
    pub when: Option<NextCourse>,
    /// How many of them, one after the other; by default 1.
    #[schemars(range(min = 1))]
    pub courses: Option<u32>,
    /// From the start of the course before to the start of the first of these; by default as `interval`, or else 42 d,
    /// or 28 d when `when` is on_resistant.
    pub after: Option<Measured<Span>>,
    /// From the start of each of these to that of the next; by default as `after`, or else 35 d when `when` is
    /// in_remission.
    pub interval: Option<Measured<Span>>,
    /// Blood counts that a course waits for.
    pub hold_until: Option<HoldTable>,
    /// Less of every drug of a course that begins while a blood count is low, once or as a list of steps.
    pub reduce_below: Option<OneOrMany<ReductionTable>>,
}

/// A course waits until every count named here is reached, or until its wait is over.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HoldTable {
    /// Least neutrophils.
    pub neutrophils: Option<Measured<Count>>,
    /// Least platelets.
    pub platelets: Option<Measured<Count>>,
    /// After so long the course begins whatever the counts.
    pub at_most: Measured<Span>,
}

/// A course that begins while one of these counts is lower gives less of every drug; of several steps the strongest counts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReductionTable {
    /// Neutrophils below this reduce.
    pub neutrophils: Option<Measured<Count>>,
    /// Platelets below this reduce.
    pub platelets: Option<Measured<Count>>,
    /// Share of each dose that is given, such as "75 %".
    pub to: Measured<DoseShare>,
}

/// The number of a course from 1, or its name.
pub(super) enum CourseName {
    /// Its place, from 1.
    Number(i64),
    /// The name that it was given.
    Name(String),
}

/// Reads a whole number or a text.
struct CourseNameReader;

impl Visitor<'_> for CourseNameReader {
    type Value = CourseName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of a course from 1, or its name")
    }

    fn visit_i64<E>(self, number: i64) -> Result<CourseName, E> {
        Ok(CourseName::Number(number))
    }

    fn visit_str<E>(self, name: &str) -> Result<CourseName, E> {
        Ok(CourseName::Name(name.to_owned()))
    }
}

impl<'de> Deserialize<'de> for CourseName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CourseNameReader)
    }
}

impl JsonSchema for CourseName {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "CourseName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": ["integer", "string"], "minimum": 1, "examples": [1, "induction"] })
    }
}

/// How many courses, and what decides on the next.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CoursesTable {
    /// Largest number of courses; by default 2, or 1 when `when` is never.
    #[schemars(range(min = 1))]
    pub maximum: Option<u32>,
    /// By default on_response, or never with `consolidation`.
    pub when: Option<NextCourse>,
    /// From the start of a course to the decision and the start of the next course; by default 42 d, or 28 d when `when`
    /// is on_resistant.
    pub interval: Option<Measured<Span>>,
    /// Courses with the same doses for those in remission; other doses stand in `[[arm.course]]`.
    pub consolidation: Option<ConsolidationTable>,
}

/// Courses with the same doses for those who are in remission after the courses before.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsolidationTable {
    /// How many.
    #[schemars(range(min = 1))]
    pub courses: u32,
    /// From the start of the last course before to the first of them; by default 42 d.
    pub after: Option<Measured<Span>>,
    /// From the start of each to that of the next; by default 35 d.
    pub interval: Option<Measured<Span>>,
}
