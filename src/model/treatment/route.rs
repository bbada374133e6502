//! Routes: a drug enters a vein at once, or a depot under the skin or in the gut that empties into plasma at a rate.
//! Left out: a lag before absorption, what is lost on the way in the liver as metabolite, and food.
//!
//! A depot holds A (mg) of what will reach plasma: dA/dt = fraction R - k A, with R (mg/h) given and k A absorbed. Between the
//! edges of what is given, A(t) = A(0) exp(-k t) + fraction R (1 - exp(-k t))/k.

use super::{Drug, infusion::Piece};
use crate::{parameters::Ledger, quantity::Rate};

/// How a dose enters the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Into a vein: all of the dose reaches plasma at once.
    #[default]
    Intravenous,
    /// Under the skin.
    Subcutaneous,
    /// Swallowed.
    Oral,
}

/// Routes with a depot.
pub(super) const DEPOTS: usize = 2;

impl Route {
    /// The vein first.
    pub const ALL: [Self; 3] = [Self::Intravenous, Self::Subcutaneous, Self::Oral];

    /// The name in files, in scenarios and in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intravenous => "intravenous",
            Self::Subcutaneous => "subcutaneous",
            Self::Oral => "oral",
        }
    }

    /// Its place among the routes with a depot.
    pub(super) const fn depot(self) -> Option<usize> {
        match self {
            Self::Intravenous => None,
            Self::Subcutaneous => Some(0),
            Self::Oral => Some(1),
        }
    }

    /// Whether the ledger knows how this drug is absorbed; a vein needs no absorption.
    pub fn is_known(self, drug: Drug, ledger: &Ledger) -> bool {
        self == Self::Intravenous || Absorption::of(drug.name(), self, ledger).is_some()
    }
}

/// How a drug gets from a depot into plasma.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Absorption {
    /// Share of a dose that reaches plasma.
    pub fraction: f64,
    /// (1/h)
    pub rate: f64,
}

impl Absorption {
    /// From `<drug>.<route>.fraction` and `<drug>.<route>.half_life`; none for a drug that is not given by this route.
    fn of(drug: &str, route: Route, ledger: &Ledger) -> Option<Self> {
        let route = route.name();
        ledger.get(&format!("{drug}.{route}.fraction"))?;
        Some(Self {
            fraction: ledger.fraction(&format!("{drug}.{route}.fraction")).value(),
            rate: Rate::from_half_life(ledger.time(&format!("{drug}.{route}.half_life"))).in_per_hour(),
        })
    }

    /// Of every route with a depot.
    pub fn all(drug: Drug, ledger: &Ledger) -> [Option<Self>; DEPOTS] {
        let of = |route: Route| route.depot().map(|_| Self::of(drug.name(), route, ledger));
        let mut found = Route::ALL.into_iter().filter_map(of);
        std::array::from_fn(|_| found.next().flatten())
    }
}

/// The depots of one drug during a piece of time, for an integrator that asks for what they let go.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Depots([Depot; DEPOTS]);

/// What waits to be absorbed, during a piece of time with a constant inflow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Depot {
    /// What will reach plasma (mg).
    amount: f64,
    /// What reaches it of what is given (mg/h).
    inflow: f64,
    /// Rate of absorption (1/h).
    rate: f64,
}

impl Depot {
    /// What is in it after so long (h).
    fn after(&self, time: f64) -> f64 {
        self.amount * libm::exp(-self.rate * time) - self.inflow / self.rate * libm::expm1(-self.rate * time)
    }
}

impl Depots {
    /// Depots that hold these amounts (mg) at the beginning of a piece; a dose by a route that is not known has no effect.
    pub fn new(absorption: &[Option<Absorption>; DEPOTS], amounts: &[f64; DEPOTS], piece: &Piece) -> Self {
        let depot = |index: usize| {
            absorption[index].map_or_else(Depot::default, |Absorption { fraction, rate }| {
                let inflow = if piece.depots[index] > 0.0 { fraction * piece.depots[index] } else { 0.0 };
                Depot { amount: amounts[index], inflow, rate }
            })
        };
        Self(std::array::from_fn(depot))
    }

    /// Whether nothing is in any depot and nothing enters one.
    pub fn are_empty(&self) -> bool {
        self.0.iter().all(|depot| depot.amount == 0.0 && depot.inflow == 0.0)
    }

    /// What reaches plasma at a time of the piece (h) from its beginning (mg/h).
    pub fn absorbed(&self, time: f64) -> f64 {
        let filled = self.0.iter().filter(|depot| depot.amount > 0.0 || depot.inflow > 0.0);
        filled.map(|depot| depot.rate * depot.after(time)).sum()
    }

    /// What they hold at the end of a piece of this length (h); less than `nothing` (mg) is no drug any more.
    pub fn left(&self, length: f64, nothing: f64) -> [f64; DEPOTS] {
        self.0.map(|depot| match depot.inflow == 0.0 && depot.amount == 0.0 {
            true => 0.0,
            false => Some(depot.after(length)).filter(|left| *left > nothing || depot.inflow > 0.0).unwrap_or(0.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSORPTION: Absorption = Absorption { fraction: 0.8, rate: 2.0 };

    fn depots(amount: f64, given: f64) -> Depots {
        let piece = Piece { length: 1.5, rate: 0.0, depots: [given, 0.0] };
        Depots::new(&[Some(ABSORPTION), None], &[amount, 0.0], &piece)
    }

    #[test]
    fn a_depot_empties_and_fills_as_the_closed_form_says() {
        let depots = depots(3.0, 10.0);
        // 8 mg/h flow in: the steady state is 4 mg.
        let expected = 4.0 + (3.0 - 4.0) * libm::exp(-2.0 * 1.5);
        assert!((depots.left(1.5, 0.0)[0] - expected).abs() < 1e-14 && depots.left(1.5, 0.0)[1] == 0.0);
        assert!((depots.absorbed(1.5) - 2.0 * expected).abs() < 1e-14);
    }

    #[test]
    fn what_is_left_of_little_is_nothing_but_not_while_more_comes() {
        assert_eq!(depots(1e-9, 0.0).left(1.5, 1e-8), [0.0; 2]);
        assert!(depots(0.0, 1e-9).left(1.5, 1e-8)[0] > 0.0);
        assert!(depots(0.0, 0.0).are_empty() && !depots(1.0, 0.0).are_empty());
    }
}
