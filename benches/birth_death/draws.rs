//! Draws of the benchmark model: the same numbers as the engine's, written a second time without it, so that programs
//! in other frameworks and languages can have the same history, and equal fingerprints check both versions.

/// Finalizer of SplitMix64 (Steele, Lea, Flood 2014, variant 13 of Stafford).
#[inline(always)]
pub const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The stream number `index` below another.
const fn below(stream: u64, index: u64) -> u64 {
    mix(stream ^ mix(index.wrapping_add(0x632b_e59b_d9b4_e019)))
}

/// Keys of the draws of one step: fates are purpose 1, lineages of daughters purpose 3.
#[derive(Clone, Copy)]
pub struct StepKeys {
    pub fate: u64,
    pub birth: u64,
}

impl StepKeys {
    pub const fn new(step: u64) -> Self {
        let hour = below(mix(1 ^ 0x9e37_79b9_7f4a_7c15), step);
        Self { fate: below(hour, 1), birth: below(hour, 3) }
    }
}

/// 64 bits for this lineage and step.
#[inline(always)]
pub const fn bits(lineage: u64, key: u64) -> u64 {
    mix(lineage ^ key)
}

/// Lineage of the daughter.
#[inline(always)]
pub const fn daughter(lineage: u64, key: u64) -> u64 {
    mix(mix(lineage ^ key).wrapping_add(0x9e37_79b9_7f4a_7c15))
}

/// Uniform in [0, 1] from 31 bits.
#[inline(always)]
pub fn uniform(bits: u32) -> f32 {
    ((bits >> 1) as i32 as f32) * (1.0 / 2_147_483_648.0)
}
