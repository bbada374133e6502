//! The tables of a scenario file about patient and simulation, as they are written. Doc comments are what an editor
//! shows beside a key. Left out: the document as a whole, and the tables of arms and analyses.

use super::{
    chemosensitivity::ChemosensitivityValue,
    measured::{Cells, Height, Measured, Span, Weight},
};
use cenersim_model::{
    clinic::Policy,
    parameters::Hypothesis,
    patient::{Sex, Tp53},
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer,
    de::{
        IgnoredAny, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// How long, how finely and how often to simulate.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SimulationTable {
    /// End of the simulation; by default 90 d.
    pub horizon: Option<Measured<Span>>,
    /// Length of a step; by default 1 h.
    pub step: Option<Measured<Span>>,
    /// Agents for each class (kind and stage) of cells; by default 512.
    #[schemars(range(min = 1))]
    pub agents_per_class: Option<u32>,
    /// Repetitions with the same patient and other draws; by default 8.
    #[schemars(range(min = 1))]
    pub replicates: Option<u32>,
    /// Seed of all draws; by default 1.
    pub seed: Option<u64>,
    /// Time between two points of a curve, a whole number of steps; by default 6 h.
    pub record_every: Option<Measured<Span>>,
    /// Marrow examinations; by default 14 d, 28 d, 35 d and 42 d.
    pub examinations: Option<Vec<Measured<Span>>>,
    /// Set of response criteria; by default iwg2003.
    pub criteria: Option<Criteria>,
    /// Whether doses more than a hundred times the largest published one are simulated; by default they are refused.
    pub allow_implausible: Option<bool>,
    /// Whether the simulation ends when the patient dies, or when what follows a failure decides how long they live; by
    /// default it goes on, as if the patient had lived.
    pub stop_at_death: Option<bool>,
}

/// Named sets of response criteria.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Criteria {
    /// International Working Group 2003, as in the trial.
    Iwg2003,
    /// European LeukemiaNet 2022.
    Eln2022,
}

impl Criteria {
    /// The name of the set in the ledger, `criteria.<name>`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iwg2003 => "iwg2003",
            Self::Eln2022 => "eln2022",
        }
    }
}

/// Who is treated.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PatientTable {
    /// 0 (default) is the typical patient; any other number draws its own differences from the typical one.
    #[serde(default)]
    pub number: u64,
    pub age: Measured<Span>,
    pub sex: Sex,
    pub weight: Measured<Weight>,
    pub height: Measured<Height>,
    pub disease: DiseaseName,
    /// Length of the first remission; needed when relapsed and not read otherwise.
    pub first_remission: Option<Measured<Span>>,
    /// TP53 of the leukemia; by default wild_type.
    #[serde(default)]
    pub tp53: Tp53,
    /// Leukemic cells in the body; needed unless healthy and not read then.
    pub burden: Option<Measured<Cells>>,
    /// How sensitive to chemotherapy, as a percentile among patients of the same status and age, such as "90 %", or a table
    /// with one for each drug, such as { cytarabine = "90 %" }; 100 % is most sensitive. Without it, everything that decides it is as the patient's number says.
    pub chemosensitivity: Option<ChemosensitivityValue>,
    #[serde(default)]
    pub inhibitor: InhibitorTable,
}

/// What nobody has measured and the scenario supposes, as named sets of numbers; `[parameters]` win over them.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HypothesisTable {
    /// What losing p53 does to a leukemic cell; by default neutral, which is the ledger's.
    pub p53: Option<Hypothesis>,
}

/// State of the disease when treatment begins.
#[derive(Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum DiseaseName {
    /// No leukemia.
    Healthy,
    /// Leukemia that has not been treated.
    NewlyDiagnosed,
    /// No remission after the first induction.
    Refractory,
    /// Leukemia that came back after a first remission.
    Relapsed,
}

/// Acetaminophen or high-dose antioxidants, which take away cenersen's activity.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InhibitorTable {
    /// When they are taken.
    #[serde(default)]
    pub periods: Vec<PeriodTable>,
    /// Whether they are also taken for 7 days after the onset of each infection.
    #[serde(default)]
    pub for_fever: bool,
}

/// From and until, since the first dose day began.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodTable {
    pub from: Measured<Span>,
    pub until: Measured<Span>,
}

/// What follows where treatment failed; by default nothing does, and the cells decide how long a patient lives.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AfterFailureTable {
    /// By default none.
    pub policy: Option<Policy>,
    /// Until when survival is told, the horizon or later; by default the horizon.
    pub follow_up: Option<Measured<Span>>,
    /// Reserved for the drugs of a second salvage: not read yet.
    #[schemars(skip)]
    pub regimen: Option<IgnoredAny>,
}

/// Correlations between the random effects of a patient; without this table they are independent.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VariabilityTable {
    /// Paths of parameters that differ between patients.
    pub parameters: Vec<String>,
    /// Correlation of each of them with each other on the scale of the effect, positive definite, 1 on the diagonal.
    pub correlation: Vec<Vec<f64>>,
}

/// Changes to the ledger; they are read from the tree, path by path.
pub(super) struct Parameters;

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(IgnoredAny).map(|_| Self)
    }
}

impl JsonSchema for Parameters {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Parameters".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        super::schema::parameters()
    }
}

/// `[arm]` or `[(arm)]`.
pub(super) struct OneOrMany<T>(pub Vec<T>);

/// Reads a table as a list of one.
struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table or a list of tables")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| OneOrMany(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items)).map(OneOrMany)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        schemars::json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}
