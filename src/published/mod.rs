//! What was published about the trial: counts with their source. Data to compare with, never to tune the model to.
//! Left out: everything that no report gives (survival, recovery times: T32).

/// Responses in one published arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PublishedArm {
    pub name: String,
    pub patients: u32,
    pub cr: u32,
    pub crp: u32,
    /// Evidence ids, such as `T15 T16 T17`.
    pub source: String,
}
