//! What cells meet during one step: means over the step, not values at its end.
//! Left out: which of it a process reads.

use crate::parameters::{Place, drugs::MOST_LEVELS};

macro_rules! exposure {
    ($($(#[$about:meta])* $place:literal $level:ident,)*) => {
        /// Drug levels averaged over a step. Those of the drugs of the defaults have names, all have a [`Place`].
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Exposure {
            $($(#[$about])* pub $level: f64,)*
            /// Share of cenersen's activity that an inhibitor takes away during this step, 0 to 1.
            pub inhibition: f64,
            /// Levels of all other drugs, which have places alone.
            pub others: Others,
        }

        /// Levels with names.
        const NAMED: usize = [$($place),*].len();

        impl Exposure {
            /// The level at a place.
            pub fn at(&self, place: Place) -> f64 {
                match usize::from(place.0) {
                    $($place => self.$level,)*
                    place => self.others.0[place - NAMED],
                }
            }

            /// Sets the level at a place.
            pub fn set(&mut self, place: Place, level: f64) {
                match usize::from(place.0) {
                    $($place => self.$level = level,)*
                    place => self.others.0[place - NAMED] = level,
                }
            }
        }

        impl Default for Exposure {
            fn default() -> Self {
                Self { $($level: 0.0,)* inhibition: 0.0, others: Others([0.0; MOST_LEVELS - NAMED]) }
            }
        }

        #[cfg(test)]
        const NAMES: [&str; NAMED] = [$(stringify!($level)),*];
    };
}
/// Levels without names, see [`Exposure::at`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Others([f64; MOST_LEVELS - NAMED]);

exposure! {
    /// Cenersen in plasma (mg/L).
    0 cenersen_plasma,
    /// Cenersen inside a reference cell (relative uptake 1) (pmol/mg protein), before any loss of activity to inhibitors.
    1 cenersen_cell,
    /// Idarubicin in plasma (ng/mL).
    2 idarubicin_plasma,
    /// Idarubicinol in plasma (ng/mL).
    3 idarubicinol_plasma,
    /// Idarubicin in nucleated cells, fast and slow pool together (ng/mL cell).
    4 idarubicin_cell,
    /// Idarubicinol in nucleated cells (ng/mL cell).
    5 idarubicinol_cell,
    /// Idarubicin in the slow, DNA-bound pool alone (ng/mL cell).
    6 idarubicin_bound,
    /// Rate at which uptake renews the bound idarubicin and idarubicinol of a cell [1/h]: uptake over content.
    7 anthracycline_renewal,
    /// Cytarabine in plasma (umol/L).
    8 cytarabine_plasma,
    /// Ara-CTP in a reference leukemic cell (pmol per 10^6 cells).
    9 ara_ctp,
    /// Ara-CTP in a normal cell (pmol per 10^6 cells).
    10 ara_ctp_normal,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::{Description, Ledger};

    #[test]
    fn names_are_those_of_the_places_of_the_defaults() {
        let ledger = Ledger::defaults();
        for level in ledger.drugs().iter().flat_map(Description::curves) {
            let place = ledger.places().get(level.drug(), level.which()).expect("a place");
            assert_eq!(NAMES[usize::from(place.0)], level.name());
        }
        assert_eq!(ledger.places().len(), NAMED);
    }

    #[test]
    fn every_place_holds_a_level_of_its_own() {
        let mut exposure = Exposure::default();
        (0..MOST_LEVELS).for_each(|place| exposure.set(Place(place as u8), place as f64));
        assert!((0..MOST_LEVELS).all(|place| exposure.at(Place(place as u8)) == place as f64));
        assert_eq!(exposure.ara_ctp_normal, 10.0);
    }
}
