//! The infusions of one drug in time: the rate at a moment, and a span cut at the edges where the rate changes.
//! Left out: what the drug does (the kinetics) and how a dose is chosen (the regimen).

use super::{Administration, route::DEPOTS};
use crate::quantity::Time;

/// Part of a span during which the rate does not change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    /// (h)
    pub length: f64,
    /// Into a vein (mg/h).
    pub rate: f64,
    /// Into each depot (mg/h).
    pub depots: [f64; DEPOTS],
}

/// Infusions of one drug, in the order in which they were ordered.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Infusions(Vec<Administration>);

impl Infusions {
    /// A dose of zero changes nothing, not even where a span is cut.
    pub fn add(&mut self, infusion: Administration) {
        if infusion.amount_mg > 0.0 {
            self.0.push(infusion);
        }
    }

    /// Those that start at `time` (h) or later are not given.
    pub fn withdraw_from(&mut self, time: f64) {
        self.0.retain(|infusion| infusion.start.in_hours() < time);
    }

    /// The pieces of the span from `from` to `to` (h, whole seconds), in order.
    pub fn pieces(&self, from: f64, to: f64) -> Vec<Piece> {
        let mut cuts: Vec<f64> = self.edges().filter(|edge| *edge > from && *edge < to).collect();
        cuts.push(to);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let starts = std::iter::once(from).chain(cuts.iter().copied());
        starts.zip(&cuts).map(|(start, end)| self.piece(start, *end)).collect()
    }

    /// Those that run at `time` (h); an infusion counts from its start on and no longer at its end.
    fn running(&self, time: f64) -> impl Iterator<Item = &Administration> {
        self.0.iter().filter(move |i| i.start.in_hours() <= time && time < i.end().in_hours())
    }

    /// The next start or end after `time` (h).
    pub fn next_edge(&self, time: f64) -> Option<f64> {
        self.edges().filter(|edge| *edge > time).min_by(f64::total_cmp)
    }

    /// The rate of a piece is that in its middle.
    fn piece(&self, start: f64, end: f64) -> Piece {
        // Counted in seconds: the difference of two large numbers would lose the digits of a short piece.
        let seconds = Time::hours(end).in_seconds() - Time::hours(start).in_seconds();
        let mut piece = Piece { length: Time::seconds(seconds).in_hours(), rate: 0.0, depots: [0.0; DEPOTS] };
        for infusion in self.running(0.5 * (start + end)) {
            let rate = infusion.route.depot().map_or(&mut piece.rate, |depot| &mut piece.depots[depot]);
            *rate += infusion.rate_mg_per_h();
        }
        piece
    }

    /// Starts and ends, in any order.
    fn edges(&self) -> impl Iterator<Item = f64> {
        self.0.iter().flat_map(|i| [i.start, i.end()]).map(Time::in_hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treatment::{Drug, Route};

    fn infusion(start: f64, hours: f64, amount_mg: f64) -> Administration {
        let (start, duration) = (Time::hours(start), Time::hours(hours));
        Administration { drug: Drug::Cytarabine, start, duration, amount_mg, route: Route::Intravenous, course: 1 }
    }

    fn two_that_overlap() -> Infusions {
        let mut infusions = Infusions::default();
        infusions.add(infusion(1.0, 2.0, 20.0));
        infusions.add(infusion(2.0, 4.0, 4.0));
        infusions
    }

    #[test]
    fn a_span_is_cut_where_the_rate_changes() {
        let pieces = two_that_overlap().pieces(0.0, 8.0);
        let expected = [(1.0, 0.0), (1.0, 10.0), (1.0, 11.0), (3.0, 1.0), (2.0, 0.0)];
        assert_eq!(pieces, expected.map(|(length, rate)| Piece { length, rate, depots: [0.0; DEPOTS] }));
    }

    #[test]
    fn a_span_without_edges_is_one_piece_of_exactly_its_length() {
        assert_eq!(two_that_overlap().pieces(7.0, 8.0), [Piece { length: 1.0, rate: 0.0, depots: [0.0; DEPOTS] }]);
    }

    #[test]
    fn the_next_edge_is_a_start_or_an_end_after_now() {
        let infusions = two_that_overlap();
        assert_eq!(infusions.next_edge(0.0), Some(1.0));
        assert_eq!(infusions.next_edge(3.0), Some(6.0));
        assert_eq!(infusions.next_edge(6.0), None);
    }

    #[test]
    fn a_dose_of_zero_leaves_no_edge() {
        let mut infusions = Infusions::default();
        infusions.add(infusion(1.0, 2.0, 0.0));
        assert_eq!(infusions.next_edge(0.0), None);
    }
}
