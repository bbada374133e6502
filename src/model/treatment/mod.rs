//! What is given and what reaches the marrow: drugs, doses, body size, exposure.
//! Left out: what a drug does to cells, which a process says (see `biology`).
//!
//! Kinetics, curves and their recording, scenarios, counterfactuals and the ODD protocol read the list of drugs on this page.
//! To add a drug, write the file of its kinetics, an entry of the list, the tables of its numbers in the defaults, and its
//! color in figures, which the compiler asks for.
//!
//! # From a regimen to cells
//!
//! ```text
//! Regimen + Body + age -> plan, expand -> Administrations (mg, start, length)
//! Kinetics: give, advance(step)        -> Exposure: means over the step, in plasma and in cells
//! ```
//!
//! A [`Regimen`] has [`Schedule`]s of [`Infusions`] for each [`Drug`], each [`Dose`] per body, kg or m2. [`Kinetics`]
//! follows one patient; an [`Exposure`] is what the processes of [`biology`](crate::biology) read. [`DoseTable`] prints
//! what a course gives. `examples/own_regimen.rs` builds a regimen in Rust and simulates it.

mod cenersen;
mod compartments;
mod courses;
mod cytarabine;
mod days;
mod dose;
mod dose_table;
mod drug;
mod exposure;
mod idarubicin;
mod infusion;
mod inhibitor;
mod kinetics;
mod linear;
mod regimen;
mod route;
mod schedule;

/// Calls a macro with the list of drugs: each with its file, the levels that become curves with their units, sites and
/// names in figures, and further levels that only cells see. All levels are fields of [`crate::treatment::Exposure`].
#[macro_export]
macro_rules! with_drugs {
    ($callback:ident) => {
        $callback! {
            Cenersen cenersen {
                /// Cenersen in plasma (mg/L).
                CenersenPlasma cenersen_plasma "mg/L" Plasma "Cenersen",
                /// Cenersen inside a reference cell (relative uptake 1) (pmol/mg protein), before any loss of activity to inhibitors.
                CenersenCell cenersen_cell "pmol/mg" Cells "Cenersen",
            } {
                /// Share of cenersen's activity that an inhibitor takes away during this step, 0 to 1.
                inhibition,
            }
            Idarubicin idarubicin {
                /// Idarubicin in plasma (ng/mL).
                IdarubicinPlasma idarubicin_plasma "ng/mL" Plasma "Idarubicin",
                /// Idarubicinol in plasma (ng/mL).
                IdarubicinolPlasma idarubicinol_plasma "ng/mL" Plasma "Idarubicinol",
                /// Idarubicin in nucleated cells, fast and slow pool together (ng/mL cell).
                IdarubicinCell idarubicin_cell "ng/mL" Cells "Idarubicin",
                /// Idarubicinol in nucleated cells (ng/mL cell).
                IdarubicinolCell idarubicinol_cell "ng/mL" Cells "Idarubicinol",
            } {
                /// Idarubicin in the slow, DNA-bound pool alone (ng/mL cell).
                idarubicin_bound,
                /// Rate at which uptake renews the bound idarubicin and idarubicinol of a cell [1/h]: uptake over content.
                anthracycline_renewal,
            }
            Cytarabine cytarabine {
                /// Cytarabine in plasma (umol/L).
                CytarabinePlasma cytarabine_plasma "umol/L" Plasma "Cytarabine",
                /// Ara-CTP in a reference leukemic cell (pmol per 10^6 cells).
                AraCtp ara_ctp "pmol/1e6" Cells "Ara-CTP",
                /// Ara-CTP in a normal cell (pmol per 10^6 cells).
                AraCtpNormal ara_ctp_normal "pmol/1e6" NormalCells "Ara-CTP",
            } {}
        }
    };
}

pub use courses::{Assessed, CourseRule, Further, Hold, NextCourse, Reduction};
pub use days::DayNumbers;
pub use dose::{Administration, Body};
pub use dose_table::DoseTable;
pub use drug::{Drug, PerDrug};
pub use exposure::Exposure;
pub use kinetics::{Kinetics, KineticsState};
pub use regimen::{Doses, PlannedDose, Regimen};
pub use route::Route;
pub use schedule::{Amount, Basis, Dose, Infusions, Older, Schedule};

/// Whether a changed ledger describes kinetics that can be solved.
///
/// # Errors
/// What was found and what was expected.
pub fn check(ledger: &crate::parameters::Ledger) -> Result<(), String> {
    cytarabine::check(ledger)
}
