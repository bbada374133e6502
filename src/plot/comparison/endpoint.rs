//! What figures need to know of an endpoint of a comparison beside its name: its unit on an axis, and which direction of it
//! is the better one.

use cenersim_analyses::comparison::{Endpoint, Measure, Rate};

/// How an endpoint is drawn.
pub trait Drawn {
    /// The unit on an axis: shares are drawn in percent.
    fn axis_unit(self) -> &'static str;

    /// Whether a patient is better off with more of it.
    fn more_is_better(self) -> bool;

    /// Whether it spans decades, so that only its logarithm can be drawn.
    fn spans_decades(self) -> bool;
}

impl Drawn for Endpoint {
    fn axis_unit(self) -> &'static str {
        match self {
            Self::Rate(_) => "%",
            Self::Measure(_) => self.unit(),
        }
    }

    fn more_is_better(self) -> bool {
        use Measure::{BlastNadir, DaysNeutropenia, DaysThrombocytopenia, StemNadir};
        let less = matches!(
            self,
            Self::Rate(Rate::DeathByDay30)
                | Self::Measure(BlastNadir | StemNadir | DaysNeutropenia | DaysThrombocytopenia)
        );
        !less
    }

    fn spans_decades(self) -> bool {
        matches!(self, Self::Measure(Measure::BlastNadir | Measure::StemNadir))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_found_by_its_name_in_files() {
        let named = |name: &str| Endpoint::from_name(name).ok();
        assert!(Rate::ALL.iter().all(|rate| named(rate.name()) == Some(Endpoint::Rate(*rate))));
        assert!(Measure::ALL.iter().all(|m| named(m.name()) == Some(Endpoint::Measure(*m))));
        assert_eq!(named("cure"), None);
    }
}
