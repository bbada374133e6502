//! What cells meet during one step: means over the step, not values at its end.
//! Left out: which of it a process reads.

use crate::with_drugs;

macro_rules! exposure {
    ($($drug:ident $file:ident {
        $($(#[$about:meta])* $curve:ident $level:ident $unit:literal $site:ident $label:literal,)*
    } {
        $($(#[$of:meta])* $other:ident,)*
    })*) => {
        /// Drug levels averaged over a step.
        #[derive(Clone, Copy, Debug, PartialEq, Default)]
        pub struct Exposure {
            $($($(#[$about])* pub $level: f64,)*
            $($(#[$of])* pub $other: f64,)*)*
        }
    };
}
with_drugs!(exposure);
