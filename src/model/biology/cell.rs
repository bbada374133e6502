//! What a cell is: its kind. Post-mitotic marrow and blood cells are compartments (see `blood`), not cells here.

/// Kind of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    LeukemicStem,
    LeukemicProgenitor,
    Blast,
    NormalStem,
    NormalProgenitor,
}

impl Kind {
    pub const ALL: [Self; 5] =
        [Self::LeukemicStem, Self::LeukemicProgenitor, Self::Blast, Self::NormalStem, Self::NormalProgenitor];

    /// The name in files and in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeukemicStem => "leukemic_stem",
            Self::LeukemicProgenitor => "leukemic_progenitor",
            Self::Blast => "blast",
            Self::NormalStem => "normal_stem",
            Self::NormalProgenitor => "normal_progenitor",
        }
    }

    /// The name in figures.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LeukemicStem => "Leukemic stem cells",
            Self::LeukemicProgenitor => "Leukemic progenitors",
            Self::Blast => "Blasts",
            Self::NormalStem => "Normal stem cells",
            Self::NormalProgenitor => "Normal progenitors",
        }
    }

    pub const fn is_leukemic(self) -> bool {
        matches!(self, Self::LeukemicStem | Self::LeukemicProgenitor | Self::Blast)
    }
}

/// One value for each kind.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PerKind<T>(pub [T; 5]);

impl<T> PerKind<T> {
    pub fn from_fn(f: impl FnMut(Kind) -> T) -> Self {
        Self(Kind::ALL.map(f))
    }
}

impl<T> std::ops::Index<Kind> for PerKind<T> {
    type Output = T;
    fn index(&self, kind: Kind) -> &T {
        &self.0[kind as usize]
    }
}

impl<T> std::ops::IndexMut<Kind> for PerKind<T> {
    fn index_mut(&mut self, kind: Kind) -> &mut T {
        &mut self.0[kind as usize]
    }
}
