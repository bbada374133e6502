//! Seeds descend by hashing a path (study, patient, purpose), never by adding one.
//! Left out: draws of cells, which belong to lineages (see `lineage`).

use rand_pcg::Pcg64Mcg;

/// Name of a random stream.
///
/// A path such as study, patient 3, replicate 2, cells, names one stream, whatever else is drawn. 64 bits; streams of
/// different paths coincide by chance alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(u64);

/// Finalizer of SplitMix64 (Steele, Lea, Flood 2014, variant 13 of Stafford): a bijection that mixes all bits.
#[inline(always)]
pub const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Seed {
    /// The root of a study: `seed` is the number that the scenario states.
    pub const fn new(seed: u64) -> Self {
        Self(mix(seed ^ 0x9e37_79b9_7f4a_7c15))
    }

    /// The stream number `index` below this one, such as a patient's.
    ///
    /// Different numbers give different streams.
    pub const fn number(self, index: u64) -> Self {
        Self(mix(self.0 ^ mix(index.wrapping_add(0x632b_e59b_d9b4_e019))))
    }

    /// The stream with this name below this one, such as an effect's.
    pub fn named(self, name: &str) -> Self {
        // FNV-1a, then mixed with the parent.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        self.number(hash)
    }

    /// The 64 bits of the name, for keys such as [`super::StepKey`].
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// One uniform number in (0, 1) that belongs to this stream.
    ///
    /// In steps of 2^-52 and never 0 or 1, so that its logarithm is finite. A second call gives the same number.
    pub fn uniform(self) -> f64 {
        ((mix(self.0 ^ 0x2545_f491_4f6c_dd1d) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// A generator for streams that need many draws.
    ///
    /// PCG (O'Neill 2014), a multiplicative congruential generator of 128 bits. Two calls give the same draws.
    pub fn generator(self) -> Pcg64Mcg {
        Pcg64Mcg::new((u128::from(self.0) << 64) | u128::from(mix(self.0)))
    }
}
