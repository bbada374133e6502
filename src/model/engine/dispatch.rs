//! Run-time choice of the instruction set, so that a plain build runs at the speed of the machine it meets.
//! The results are the same bits at every level: no fused multiply-add, no sum over lanes, no platform `exp`.

use std::sync::atomic::{AtomicU8, Ordering};

/// Instruction sets that inner loops are compiled for, from narrow to wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Isa {
    /// What every machine of the architecture has (SSE2 on x86-64).
    Baseline = 1,
    /// Registers of 256 bits: eight cells at a time in single precision.
    Avx2 = 2,
    /// Registers of 512 bits: sixteen cells at a time; needs the sets F, BW, DQ and VL.
    Avx512 = 3,
}

impl Isa {
    /// From narrow to wide.
    pub const ALL: [Self; 3] = [Self::Baseline, Self::Avx2, Self::Avx512];
}

/// 0 until first asked.
static CHOSEN: AtomicU8 = AtomicU8::new(0);

/// The instruction set in use.
///
/// The widest that the processor has, unless [`limit`] was called.
#[inline]
pub fn isa() -> Isa {
    match CHOSEN.load(Ordering::Relaxed) {
        1 => Isa::Baseline,
        2 => Isa::Avx2,
        3 => Isa::Avx512,
        _ => limit(Isa::Avx512),
    }
}

/// Uses no wider instruction set than `widest`; returns what is used from now on.
///
/// For tests and benches that compare instruction sets; no result depends on it. It holds for the whole program.
pub fn limit(widest: Isa) -> Isa {
    let chosen = widest.min(available());
    CHOSEN.store(chosen as u8, Ordering::Relaxed);
    chosen
}

/// The widest that this processor has.
#[cfg(target_arch = "x86_64")]
fn available() -> Isa {
    let wide = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl");
    match (is_x86_feature_detected!("avx2"), wide) {
        (true, true) => Isa::Avx512,
        (true, false) => Isa::Avx2,
        _ => Isa::Baseline,
    }
}

/// The instruction set of other processors, for which no second version is compiled.
#[cfg(not(target_arch = "x86_64"))]
fn available() -> Isa {
    Isa::Baseline
}

/// Compiles a function over slices once for each instruction set and calls the one in use.
/// Exported so that the benches measure the same kernels; not part of the public API.
#[doc(hidden)]
#[macro_export]
macro_rules! vectorized {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        $vis fn $name($($arg: $ty),*) {
            #[inline(always)]
            fn body($($arg: $ty),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn avx2($($arg: $ty),*) { body($($arg),*) }
                #[target_feature(enable = "avx2,avx512f,avx512bw,avx512dq,avx512vl")]
                fn avx512($($arg: $ty),*) { body($($arg),*) }
                match $crate::engine::isa() {
                    // SAFETY: `isa` returns a level only after the processor was asked for it.
                    $crate::engine::Isa::Avx512 => return unsafe { avx512($($arg),*) },
                    $crate::engine::Isa::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::engine::Isa::Baseline => {}
                }
            }
            body($($arg),*);
        }
    };
}
pub use vectorized;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_never_wider_than_the_machine() {
        for isa in Isa::ALL {
            assert!(limit(isa) <= isa);
        }
        limit(Isa::Avx512);
    }
}
