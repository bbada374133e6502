//! Which numbers of the model are possible: every input anywhere in its range, each by itself. Draws that describe cells
//! that cannot exist are drawn again. Left out: correlations between the ranges, of which none are known.

use super::{Fault, NextTrial};
use crate::ranges::{can_exist, enrolled_between};
use cenersim_model::{engine::Seed, parameters::Ledger};
use std::ops::RangeInclusive;

/// Draws for each one that is kept before the ranges are given up.
const MOST_DRAWS: u64 = 1000;

impl NextTrial {
    /// Streams of this analysis, by name.
    pub(super) fn stream(&self, name: &str) -> Seed {
        Seed::new(self.settings.seed).named("design").named(name)
    }

    /// Numbers of the patients of a draw; every draw has its own, so that its noise is its own.
    pub fn patients_of(&self, draw: u64) -> RangeInclusive<u64> {
        let patients = u64::from(self.protocol.patients_per_draw);
        draw * patients + 1..=(draw + 1) * patients
    }

    /// Row of the list, from 1, and turn, from 0, of a patient by number.
    pub(super) fn row(&self, number: u64) -> (u64, u64) {
        let listed = self.cohort.len().max(1);
        ((number - 1) % listed + 1, (number - 1) / listed)
    }

    /// Where each input lies in its range (0 to 1) in a draw.
    ///
    /// # Errors
    /// If hardly any point of the ranges describes cells that can exist.
    pub fn places(&self, draw: u64) -> Result<Vec<f64>, Fault> {
        let stream = self.stream("parameters").number(draw);
        let places = |again: u64| {
            let stream = stream.number(again);
            (0..self.inputs.len() as u64).map(|input| stream.number(input).uniform()).collect::<Vec<f64>>()
        };
        let sound = |places: &Vec<f64>| self.is_possible(draw, &self.drawn(places));
        (0..MOST_DRAWS).map(places).find(sound).ok_or_else(|| {
            let message =
                "hardly any point of the ranges describes cells that can exist: expected ranges that fit each other";
            Fault { key: "parameters".into(), message: message.into() }
        })
    }

    /// The scenario's numbers with the inputs at these places.
    pub fn drawn(&self, places: &[f64]) -> Ledger {
        let mut ledger = self.arms[1].ledger.clone();
        self.inputs.iter().zip(places).for_each(|(input, place)| input.set(&mut ledger, *place));
        ledger
    }

    /// Whether the patients of a draw can exist with these numbers.
    pub fn is_possible(&self, draw: u64, ledger: &Ledger) -> bool {
        let seed = self.settings.seed;
        if self.cohort.is_empty() {
            return can_exist(ledger, enrolled_between(ledger, seed, self.patients_of(draw)));
        }
        let listed = |number| self.cohort.patient(self.row(number).0, ledger, seed);
        can_exist(ledger, self.patients_of(draw).filter_map(listed))
    }
}
