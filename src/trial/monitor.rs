//! The stopping rule at work: an arm is looked at after each of its subjects, in order of enrollment, as if each response
//! were known before the next subject came. Left out: the time until a response is known.

use super::{
    design::Protocol,
    results::{Look, StoppingPath},
};

/// A rule with its boundaries.
pub(super) struct Monitor {
    boundary: Vec<(u32, Option<u32>)>,
}

impl Monitor {
    pub fn of(protocol: &Protocol) -> Option<Self> {
        protocol.stopping.as_ref().map(|_| Self { boundary: Vec::new() })
    }

    /// Subjects after whom an arm with these responses stops.
    pub fn stops_after(&self, responses: &[bool]) -> Option<u32> {
        let found = |n: u32| responses.iter().take(n as usize).filter(|response| **response).count() as u32;
        let reached = self.boundary.iter().filter(|(n, _)| *n as usize <= responses.len());
        reached.filter(|(n, most)| most.is_some_and(|most| found(*n) <= most)).map(|(n, _)| *n).next()
    }

    pub fn path(&self, arm: &str, responses: &[bool]) -> StoppingPath {
        let looks: Vec<Look> = Vec::new();
        StoppingPath {
            arm: arm.to_owned(),
            looks,
            stopped_at: self.stops_after(responses),
            boundary: self.boundary.clone(),
        }
    }
}
