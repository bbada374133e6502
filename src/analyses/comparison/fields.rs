//! The one list of the fields of the course record. Files of patients, chunks of a study, the summary of a run, endpoints and
//! the dictionary of columns all read it, so a quantity has one name wherever it is met.
//! Left out: days of survival up to a horizon, which the record does not hold (see `measure`).
//!
//! Another quantity is a field of [`Record`] (or of what it holds) and an entry here; a field without an entry fails a test of
//! this file.

use super::{
    Record,
    estimand::{self, Estimand},
};
use cenersim_model::curves::Response;

/// How a field is taken from a record and put back.
///
/// Each has a function that takes the value from a record and one that puts it back, so a record survives a file
/// unchanged.
#[derive(Clone, Copy)]
pub enum Access {
    /// A whole number of at most 32 bits.
    Count(fn(&Record) -> u32, fn(&mut Record, u32)),
    /// A whole number of at most 64 bits.
    Long(fn(&Record) -> u64, fn(&mut Record, u64)),
    /// A number that every course has.
    Number(fn(&Record) -> f64, fn(&mut Record, f64)),
    /// A number that some courses do not have.
    OptionalNumber(fn(&Record) -> Option<f64>, fn(&mut Record, Option<f64>)),
    /// Yes or no.
    Truth(fn(&Record) -> bool, fn(&mut Record, bool)),
    /// A text that some courses do not have.
    OptionalText(fn(&Record) -> Option<&str>, fn(&mut Record, Option<String>)),
    /// A category of response, such as CR.
    Response(fn(&Record) -> Response, fn(&mut Record, Response)),
}

/// What a field is as an endpoint.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Place among all measures, from 0.
    pub place: usize,
    /// The name in figures and tables.
    pub label: &'static str,
    /// Whether a patient is better off with more of it.
    pub more_is_better: bool,
    /// Whether it spans decades, so that only its logarithm can be drawn.
    pub spans_decades: bool,
    /// Another name that options understand. Its bootstrap descends from this one, so that results stay what they were.
    pub alias: Option<&'static str>,
}

impl Asked {
    /// An endpoint of which more is better.
    pub const fn more(place: usize, label: &'static str) -> Self {
        Self { place, label, more_is_better: true, spans_decades: false, alias: None }
    }

    /// An endpoint of which less is better.
    const fn less(place: usize, label: &'static str, alias: &'static str) -> Self {
        Self { more_is_better: false, alias: Some(alias), ..Self::more(place, label) }
    }

    /// The same, shown on a logarithmic axis.
    const fn by_decades(self) -> Self {
        Self { spans_decades: true, ..self }
    }
}

/// One quantity of a course.
#[derive(Clone, Copy)]
pub struct Field {
    /// The name in files and options.
    pub name: &'static str,
    /// Empty where there is none.
    pub unit: &'static str,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// Its type, and how it is taken from a record and put back.
    pub access: Access,
    /// None if nobody asks for it as an endpoint.
    pub endpoint: Option<Asked>,
}

impl Field {
    /// A field that is recorded and no endpoint; [`Field::asked`] makes it one.
    const fn new(name: &'static str, unit: &'static str, about: &'static str, access: Access) -> Self {
        Self { name, unit, about, access, endpoint: None }
    }

    /// The same field as an endpoint.
    const fn asked(self, endpoint: Asked) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// What it does with death, further courses and therapy after a failure; none where nothing can come between.
    pub fn estimand(&self) -> Option<Estimand> {
        match self.name {
            "response" => Some(estimand::RESPONSE),
            "best_blast_change" => Some(estimand::OF_EXAMINATIONS),
            "death_day" => Some(estimand::SURVIVAL),
            "relapse_day" => Some(estimand::OF_REMISSION),
            "residual_disease" => Some(estimand::AT_REMISSION),
            "infections" | "bleedings" => Some(estimand::COMPLICATIONS),
            name if !MILESTONES.iter().any(|field| field.name == name) => None,
            name if name.contains("_above_") => Some(estimand::RECOVERY),
            _ => Some(estimand::IN_WINDOW),
        }
    }

    /// What it means, with its estimand.
    pub fn meaning(&self) -> String {
        self.estimand().map_or_else(|| self.about.to_owned(), |estimand| format!("{} {estimand}", self.about))
    }

    /// The number of a record; none where it has none or the field is no number.
    pub fn number(&self, record: &Record) -> Option<f64> {
        match self.access {
            Access::Number(of, _) => Some(of(record)),
            Access::OptionalNumber(of, _) => of(record),
            Access::Count(of, _) => Some(f64::from(of(record))),
            _ => None,
        }
    }
}

/// A field that is read and written at the same path.
macro_rules! field {
    ($kind:ident $name:literal $unit:literal $about:literal, $($part:ident).+) => {
        Field::new($name, $unit, $about, Access::$kind(|record| record.$($part).+, |record, value| record.$($part).+ = value))
    };
}

/// Which course it is.
/// Together they are unique among the records of a comparison.
pub static COURSE: [Field; 3] = [
    field!(Long "patient" "" "Number of the patient; 0 is the reference patient.", patient),
    field!(Count "arm" "" "Index of the arm, from 0.", arm),
    field!(Count "replicate" "" "Number of the course of this patient in this arm.", replicate),
];

/// Response, survival, and what follows a failure.
/// Days are those of the simulation, from 0; one that never comes is missing.
pub static OUTCOME: [Field; 13] = [
    field!(Response "response" "" "Best response by the criteria of the comparison.", outcome.response),
    field!(Count "courses" "" "Courses of treatment that were given.", outcome.courses),
    field!(
        OptionalNumber "response_day" "d" "Day of the first remission (CR, CRp or CRi); missing without one.",
        outcome.survival.response_day
    ),
    field!(
        OptionalNumber "complete_response_day" "d" "Day on which the criteria of CR were met; missing without a CR.",
        outcome.survival.complete_response_day
    ),
    field!(
        OptionalNumber "residual_disease" ""
        "Share of leukemic cells in the marrow when the first remission was found, true and not counted; missing without one.",
        outcome.residual_disease
    ),
    field!(
        OptionalNumber "relapse_after_day" "d"
        "Last marrow without too many blasts before the relapse, which lies between it and relapse_day; missing without one.",
        outcome.survival.relapse_after_day
    ),
    field!(
        OptionalNumber "relapse_day" "d"
        "Day of the relapse: the first of the two marrows that show it; missing without one.",
        outcome.survival.relapse_day
    ),
    field!(
        OptionalNumber "failure_day" "d" "Day on which the treatment had failed; missing without a policy for what follows.",
        outcome.survival.failure_day
    ),
    field!(
        OptionalNumber "transplantation_day" "d" "Day of the transplantation; missing without one.",
        outcome.survival.transplantation_day
    ),
    field!(OptionalNumber "death_day" "d" "Day of death; missing if alive at the end.", outcome.survival.death_day),
    Field::new(
        "death_cause",
        "",
        "Cause of death: infection, bleeding, leukemia, leukemia after failure (in second salvage or palliative care) or \
         after transplantation; missing if alive at the end.",
        Access::OptionalText(
            |record| record.outcome.survival.death_cause.as_deref(),
            |record, cause| record.outcome.survival.death_cause = cause,
        ),
    ),
    field!(
        Number "observed_to_day" "d" "Last day on which is known whether the patient lives.",
        outcome.survival.observed_to_day
    ),
    field!(
        OptionalNumber "best_blast_change" "%"
        "Largest fall of the marrow blasts from before treatment; -100: none left, positive: a rise, missing: never examined.",
        best_blast_change
    ),
];

/// Nadirs, log-kills and days of cytopenia from the first dose to the end of the response window of the first course, and
/// recoveries from these nadirs; nothing after death. Counts of blood in 10⁹/L, written G/L.
pub static MILESTONES: [Field; 19] = [
    field!(
        Number "blast_nadir_cells" "cells" "Leukemic cells of all kinds at their lowest.",
        outcome.milestones.blast_nadir_cells
    )
    .asked(Asked::less(2, "Leukemic cells at nadir", "blast_nadir").by_decades()),
    field!(Number "blast_nadir_day" "d" "Day of that nadir.", outcome.milestones.blast_nadir_day),
    field!(
        Number "blast_log_kill" "log10" "Decimal logarithm of the fall to that nadir.",
        outcome.milestones.blast_log_kill
    )
    .asked(Asked::more(0, "Leukemic cells, log-kill")),
    field!(
        Number "stem_nadir_cells" "cells" "Leukemic stem cells at their lowest.",
        outcome.milestones.stem_nadir_cells
    )
    .asked(Asked::less(3, "Leukemic stem cells at nadir", "stem_nadir").by_decades()),
    field!(Number "stem_nadir_day" "d" "Day of that nadir.", outcome.milestones.stem_nadir_day),
    field!(
        Number "stem_log_kill" "log10" "Decimal logarithm of the fall to that nadir.",
        outcome.milestones.stem_log_kill
    )
    .asked(Asked::more(1, "Leukemic stem cells, log-kill")),
    field!(
        Truth "stem_extinct" "" "Whether no leukemic stem cell was left at the nadir.",
        outcome.milestones.stem_extinct
    ),
    field!(
        Number "neutrophil_nadir" "G/L" "Neutrophils at their lowest.",
        outcome.milestones.neutrophil_nadir
    )
    .asked(Asked::more(4, "Neutrophils at nadir")),
    field!(Number "neutrophil_nadir_day" "d" "Day of that nadir.", outcome.milestones.neutrophil_nadir_day),
    field!(
        OptionalNumber "neutrophils_above_half_day" "d"
        "First day at or above 0.5 G/L after the nadir; missing if never below or not reached.",
        outcome.milestones.neutrophils_above_half_day
    ),
    field!(
        OptionalNumber "neutrophils_above_one_day" "d"
        "First day at or above 1.0 G/L after the nadir; missing if never below or not reached.",
        outcome.milestones.neutrophils_above_one_day
    ),
    field!(
        Number "days_neutrophils_below_half" "d" "Days with neutrophils below 0.5 G/L.",
        outcome.milestones.days_neutrophils_below_half
    )
    .asked(Asked::less(6, "Neutrophils < 0.5 G/L", "days_neutropenia")),
    field!(Number "platelet_nadir" "G/L" "Platelets at their lowest.", outcome.milestones.platelet_nadir)
        .asked(Asked::more(5, "Platelets at nadir")),
    field!(Number "platelet_nadir_day" "d" "Day of that nadir.", outcome.milestones.platelet_nadir_day),
    field!(
        OptionalNumber "platelets_above_50_day" "d"
        "First day at or above 50 G/L after the nadir; missing if never below or not reached.",
        outcome.milestones.platelets_above_50_day
    ),
    field!(
        OptionalNumber "platelets_above_100_day" "d"
        "First day at or above 100 G/L after the nadir; missing if never below or not reached.",
        outcome.milestones.platelets_above_100_day
    ),
    field!(
        Number "days_platelets_below_50" "d" "Days with platelets below 50 G/L.",
        outcome.milestones.days_platelets_below_50
    )
    .asked(Asked::less(7, "Platelets < 50 G/L", "days_thrombocytopenia")),
    field!(
        Number "stem_p53_mrna" "" "p53 mRNA of leukemic stem cells at its lowest, relative to an untreated wild-type cell.",
        outcome.milestones.stem_p53_mrna
    )
    .asked(Asked::less(10, "p53 mRNA of leukemic stem cells", "p53_mrna")),
    field!(
        Number "normal_stem_p53_mrna" "" "p53 mRNA of normal stem cells at its lowest, relative to an untreated wild-type cell.",
        outcome.milestones.normal_stem_p53_mrna
    )
    .asked(Asked::more(11, "p53 mRNA of normal stem cells")),
];

/// Complications, and the work of the simulation.
pub static COMPLICATIONS: [Field; 4] = [
    field!(Count "infections" "" "Severe infections.", infections),
    field!(Count "bleedings" "" "Severe bleedings.", bleedings),
    field!(Long "steps" "" "Steps that were simulated.", steps),
    field!(Long "agent_steps" "" "Sum of the agents over these steps.", agent_steps),
];

/// Every field that is a column, in the order of files.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    COURSE.iter().chain(&OUTCOME).chain(&MILESTONES).chain(&COMPLICATIONS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::collections::{BTreeMap, BTreeSet};

    /// A record in which every listed field has a value of its own, and these values by name as serde writes them.
    fn full() -> (Record, BTreeMap<String, Value>) {
        let mut record = Record::default();
        let put = |(index, field): (usize, &Field)| {
            let (whole, number) = (index as u32 + 1, 0.1 + index as f64 / 3.0);
            let value = match field.access {
                Access::Count(_, put) => (put(&mut record, whole), json!(whole)).1,
                Access::Long(_, put) => (put(&mut record, u64::from(whole)), json!(whole)).1,
                Access::Number(_, put) => (put(&mut record, number), json!(number)).1,
                Access::OptionalNumber(_, put) => (put(&mut record, Some(number)), json!(number)).1,
                Access::Truth(_, put) => (put(&mut record, true), json!(true)).1,
                Access::OptionalText(_, put) => (put(&mut record, Some("bleeding".into())), json!("bleeding")).1,
                Access::Response(_, put) => (put(&mut record, Response::PR), json!("PR")).1,
            };
            (field.name.to_owned(), value)
        };
        let values = fields().enumerate().map(put).collect();
        (record, values)
    }

    /// The numbers, texts and truths of a record as serde sees them, wherever they are nested.
    fn leaves(value: &Value, name: &str, found: &mut BTreeMap<String, Value>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, member)| leaves(member, name, found)),
            _ => drop(found.insert(name.to_owned(), value.clone())),
        }
    }

    #[test]
    fn every_field_of_a_record_is_in_the_list_under_its_own_name() {
        let (record, values) = full();
        let mut found = BTreeMap::new();
        leaves(&json!(record), "", &mut found);
        assert_eq!(found, values);
        assert_eq!(fields().count(), values.len(), "no name twice");
    }

    #[test]
    fn every_field_that_is_taken_is_what_was_put() {
        let (record, values) = full();
        for field in fields() {
            let taken = match field.access {
                Access::Count(of, _) => json!(of(&record)),
                Access::Long(of, _) => json!(of(&record)),
                Access::Number(of, _) => json!(of(&record)),
                Access::OptionalNumber(of, _) => json!(of(&record)),
                Access::Truth(of, _) => json!(of(&record)),
                Access::OptionalText(of, _) => json!(of(&record)),
                Access::Response(of, _) => json!(of(&record)),
            };
            assert_eq!(taken, values[field.name], "{}", field.name);
        }
    }

    #[test]
    fn every_meaning_is_a_sentence_and_no_alias_is_a_name() {
        let names: BTreeSet<&str> = fields().map(|field| field.name).collect();
        assert!(fields().all(|field| field.about.ends_with('.')));
        assert!(fields().filter_map(|field| field.endpoint?.alias).all(|alias| !names.contains(alias)));
    }
}
