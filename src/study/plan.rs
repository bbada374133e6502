//! What a study simulates, and in which chunks: a pure function of scenarios and options, the same bytes each time. It
//! needs no other file. Left out: where and when it is simulated.
//!
//! A plan is `plan.json`: format, version of the program, name, seed, kind and request (with the text of every
//! scenario), look of the figures, stages, chunks. Its sha256 is the identity of the study: every chunk carries it, and
//! a chunk of another plan counts for nothing.
//!
//! # Example
//!
//! ```text
//! { "format": 2, "version": "0.1.0 (d7fb95b2cd53)", "name": "compare_arm_b_30_patients", "seed": 1,
//!   "kind": "compare", "request": { "inputs": [ { "name": "arm_b", "text": "title = ..." } ], "who": ..., ... },
//!   "look": { "dark": false, "print": false, "shape": "Wide", "width": 1920, "height": 1080, "font_scale": 1.0 },
//!   "stages": [ { "name": "cohort", "units": 30, "unit_cost": 1105920 } ],
//!   "chunks": [ [ { "stage": 0, "first": 0, "end": 15 } ], [ { "stage": 0, "first": 15, "end": 30 } ] ] }
//! ```

use super::{
    Analysis, Kind, Request, StudyError,
    division::{divide, levels},
};
#[cfg(test)]
use super::{ComparisonRequest, Input};
#[cfg(test)]
use cenersim_analyses::comparison::Who;
use cenersim_report::{Look, sha256};
use std::ops::Range;

/// Version of the layout of a plan and of its chunks.
pub const FORMAT: u32 = 2;

/// Units of one sort, such as the courses of one replicate of one patient in all arms of a design.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stage {
    /// Such as `cohort` or `generation 2`, for people.
    pub name: String,
    /// How many there are; may be 0.
    pub units: u64,
    /// Expected agent-steps of one unit.
    /// It decides only how units are divided into chunks of even cost.
    pub unit_cost: u64,
    /// Whether its units are known only when every unit of all earlier stages is finished.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_earlier: bool,
}

impl Stage {
    /// Expected agent-steps of all units.
    pub fn cost(&self) -> u128 {
        u128::from(self.units) * u128::from(self.unit_cost)
    }
}

/// Consecutive units of one stage.
/// The empty segment does not occur in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Segment {
    /// Index of the stage.
    pub stage: usize,
    /// First unit, from 0 within the stage.
    pub first: u64,
    /// One more than the last unit.
    pub end: u64,
}

impl Segment {
    /// How many there are.
    pub const fn units(&self) -> u64 {
        self.end - self.first
    }
}

/// Stages that can be computed together once all earlier levels are finished, and their chunks.
/// Most analyses have one level; a calibration has one for each generation, a sensitivity analysis two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Indices of its stages.
    pub stages: Range<usize>,
    /// From 0.
    pub chunks: Range<usize>,
}

/// A study before it is simulated.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Plan {
    /// Version of the layout.
    pub format: u32,
    /// Program that made the plan, with its commit; only the same program may compute and merge its chunks.
    pub version: String,
    /// Name of the result's folder.
    pub name: String,
    /// Seed of the analysis, stated for readers; the scenarios hold it.
    pub seed: u64,
    /// What is simulated, as `kind` and `request`.
    #[serde(flatten)]
    pub request: Request,
    /// Theme and size of the figures.
    pub look: Look,
    /// What there is to do, in order.
    pub stages: Vec<Stage>,
    /// What each chunk consists of; chunk 1 is the first.
    pub chunks: Vec<Vec<Segment>>,
}

impl Plan {
    /// The plan of a request, which was prepared as this analysis, by this program, in so many chunks; the number of chunks is
    /// part of it.
    ///
    /// # Errors
    /// Why it cannot be divided.
    pub fn new(
        (request, analysis): (Request, &dyn Analysis),
        name: String,
        look: Look,
        version: &str,
        chunks: usize,
    ) -> Result<Self, StudyError> {
        if let Some(why) = analysis.indivisible() {
            return Err(StudyError::Work(why));
        }
        let (seed, stages) = (analysis.seed(), analysis.stages());
        let plan =
            Self { format: FORMAT, version: version.into(), name, seed, request, look, stages, chunks: Vec::new() };
        Ok(plan.in_chunks(chunks))
    }

    /// The plan with its stages divided into so many chunks, or fewer if there are fewer units; no level has less than one.
    pub fn in_chunks(mut self, chunks: usize) -> Self {
        self.chunks = divide(&self.stages, chunks);
        self
    }

    /// The plan as text.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("plain data is JSON") + "\n"
    }

    /// Reads a plan of this version of the layout.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn from_json(text: &[u8]) -> Result<Self, StudyError> {
        #[derive(serde::Deserialize)]
        struct Layout {
            format: u32,
            version: String,
            kind: serde_json::Value,
        }
        let unreadable = |error: serde_json::Error| StudyError::Unreadable(error.to_string());
        let layout: Layout = serde_json::from_slice(text).map_err(unreadable)?;
        if layout.format != FORMAT {
            return Err(StudyError::Layout { found: layout.format, version: layout.version });
        }
        if let Some(kind) = layout.kind.as_str() {
            Kind::from_name(kind).map_err(StudyError::Kind)?;
        }
        serde_json::from_slice(text).map_err(unreadable)
    }

    /// sha256 of the plan's text; every chunk carries it.
    pub fn digest(&self) -> String {
        sha256(self.to_json().as_bytes())
    }

    /// Expected agent-steps of a chunk (index from 0).
    pub fn cost(&self, chunk: usize) -> u128 {
        let of = |segment: &Segment| u128::from(segment.units()) * u128::from(self.stages[segment.stage].unit_cost);
        self.chunks[chunk].iter().map(of).sum()
    }

    /// The levels in their order; a plan without a stage that is after the earlier ones has one.
    pub fn levels(&self) -> Vec<Level> {
        let chunks = |stages: &Range<usize>| self.chunks_before(stages.start)..self.chunks_before(stages.end);
        let level = |stages: Range<usize>| Level { chunks: chunks(&stages), stages };
        levels(&self.stages).into_iter().map(level).collect()
    }

    /// Chunks that consist of stages before this one; it must begin a level, or be one more than the last.
    pub(super) fn chunks_before(&self, stage: usize) -> usize {
        self.chunks.partition_point(|chunk| chunk.iter().all(|segment| segment.stage < stage))
    }

    /// Index of the level of a chunk (from 0).
    pub fn level_of(&self, chunk: usize) -> usize {
        self.levels().iter().position(|level| level.chunks.contains(&chunk)).unwrap_or(0)
    }

    /// Refuses a plan that another program has made.
    ///
    /// # Errors
    /// When versions differ: the same seed may then mean another result.
    pub fn check_version(&self, program: &str) -> Result<(), StudyError> {
        if self.version == program {
            return Ok(());
        }
        Err(StudyError::Version { planned: self.version.clone(), program: program.into() })
    }

    /// Whether every chunk consists of units that the stages have, each of them once and in order, and of one level.
    pub(super) fn is_whole(&self) -> bool {
        let mut segments = self.chunks.iter().flatten().peekable();
        let covered = self.stages.iter().enumerate().all(|(stage, about)| {
            let mut next = 0;
            while let Some(segment) = segments.next_if(|segment| segment.stage == stage && segment.first == next) {
                next = segment.end.max(next);
            }
            next == about.units
        });
        let levels = levels(&self.stages);
        let level = |segment: &Segment| levels.iter().position(|stages| stages.contains(&segment.stage));
        let of_one_level = |chunk: &Vec<Segment>| chunk.windows(2).all(|pair| level(&pair[0]) == level(&pair[1]));
        covered && segments.next().is_none() && self.chunks.iter().all(of_one_level)
    }
}

#[cfg(test)]
pub(super) fn example(units: u64, chunks: usize) -> Plan {
    let stage = |name: &str, units, unit_cost| Stage { name: name.into(), units, unit_cost, after_earlier: false };
    Plan {
        format: FORMAT,
        version: "1.0 (test)".into(),
        name: "compare_example".into(),
        seed: 7,
        request: Request::Compare(ComparisonRequest {
            who: Who::Population(units),
            ..ComparisonRequest::of(vec![Input::written("example", "title = \"example\"\n")])
        }),
        look: Look::default(),
        stages: vec![stage("cohort", units, 30), stage("subsets", units / 2, 40)],
        chunks: Vec::new(),
    }
    .in_chunks(chunks)
}

/// As [`example`], with a third stage that is after both.
#[cfg(test)]
pub(super) fn example_in_levels(units: u64, chunks: usize) -> Plan {
    let mut plan = example(units, chunks);
    plan.stages.push(Stage { name: "second generation".into(), units, unit_cost: 30, after_earlier: true });
    plan.in_chunks(chunks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_as_it_was_written() {
        let plan = example(10, 4);
        assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
        assert_eq!(plan.to_json(), example(10, 4).to_json());
        assert!(plan.is_whole() && !Plan { chunks: plan.chunks[1..].to_vec(), ..plan }.is_whole());
    }

    #[test]
    fn the_plan_of_another_layout_kind_or_version_is_refused_in_words() {
        let plan = example(10, 4);
        let json = plan.to_json();
        let error = |json: &str| Plan::from_json(json.as_bytes()).unwrap_err().to_string();
        let layout = error(&json.replace("\"format\": 2", "\"format\": 3"));
        assert!(layout.contains("format 3") && layout.contains("`1.0 (test)`"), "{layout}");
        let kind = error(&json.replace("\"compare\"", "\"walk\""));
        assert!(kind.contains("`walk` cannot be planned") && kind.contains("`compare`, `trial`"), "{kind}");
        let version = plan.check_version("1.1").unwrap_err().to_string();
        assert!(version.contains("`1.0 (test)`") && version.contains("`1.1`"), "{version}");
        assert!(plan.check_version("1.0 (test)").is_ok());
    }

    #[test]
    fn a_plan_without_dependent_stages_has_one_level_and_does_not_speak_of_it() {
        let plan = example(10, 4);
        assert_eq!(plan.levels(), [Level { stages: 0..2, chunks: 0..4 }]);
        assert!(!plan.to_json().contains("after_earlier"));
    }

    #[test]
    fn a_dependent_stage_begins_a_level_and_no_chunk_reaches_across() {
        let plan = example_in_levels(10, 4);
        let levels = plan.levels();
        assert_eq!(levels.iter().map(|level| level.stages.clone()).collect::<Vec<_>>(), [0..2, 2..3]);
        assert_eq!((levels[0].chunks.end, levels[1].chunks.end), (levels[1].chunks.start, plan.chunks.len()));
        assert!(plan.is_whole() && Plan::from_json(plan.to_json().as_bytes()).unwrap() == plan);
        assert_eq!((plan.level_of(0), plan.level_of(plan.chunks.len() - 1)), (0, 1));
        let all_in_one = Plan { chunks: vec![plan.chunks.concat()], ..plan };
        assert!(!all_in_one.is_whole());
    }
}
