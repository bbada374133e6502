//! What the figures of a comparison draw: a rate or a measure, and which direction of it is the better one.

use cenersim_analyses::comparison::{Measure, Rate};

/// What a figure draws, looked up by its name in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    Rate(Rate),
    Measure(Measure),
}

impl Endpoint {
    pub fn named(name: &str) -> Option<Self> {
        let rate = Rate::ALL.into_iter().find(|rate| rate.name() == name).map(Self::Rate);
        rate.or_else(|| Measure::ALL.into_iter().find(|measure| measure.name() == name).map(Self::Measure))
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Rate(rate) => rate.label(),
            Self::Measure(measure) => measure.label(),
        }
    }

    pub const fn unit(self) -> &'static str {
        match self {
            Self::Rate(_) => "%",
            Self::Measure(measure) => measure.unit(),
        }
    }

    /// Whether a patient is better off with more of it.
    pub const fn more_is_better(self) -> bool {
        use Measure::{BlastNadir, DaysNeutropenia, DaysThrombocytopenia, StemNadir};
        let less = matches!(
            self,
            Self::Rate(Rate::DeathByDay30)
                | Self::Measure(BlastNadir | StemNadir | DaysNeutropenia | DaysThrombocytopenia)
        );
        !less
    }

    /// Whether it spans decades, so that only its logarithm can be drawn.
    pub const fn spans_decades(self) -> bool {
        matches!(self, Self::Measure(Measure::BlastNadir | Measure::StemNadir))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_found_by_its_name_in_files() {
        assert!(Rate::ALL.iter().all(|rate| Endpoint::named(rate.name()) == Some(Endpoint::Rate(*rate))));
        assert!(Measure::ALL.iter().all(|m| Endpoint::named(m.name()) == Some(Endpoint::Measure(*m))));
        assert_eq!(Endpoint::named("cure"), None);
    }
}
