//! What a cell is: its kind. Post-mitotic marrow and blood cells are compartments (see `blood`), not cells here.
//! The kinds form two chains: leukemic stem cells, progenitors and blasts; normal stem cells and progenitors. Stages of
//! amplification within a kind are classes (see `hierarchy`).

/// Kind of an agent.
///
/// The order is that of the rows of the cell table and of all tables by kind. In files it is written by its
/// [`Kind::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Renews the leukemia: mostly at rest in G0, with self-renewal that falls as the marrow fills.
    LeukemicStem,
    /// Divides a limited number of times, always in cycle, and then becomes a blast.
    LeukemicProgenitor,
    /// The bulk of the leukemia: few divisions, long rests, and loss at a constant rate.
    Blast,
    /// Renews normal hematopoiesis, and enters the cycle seldom.
    NormalStem,
    /// Its first stage renews itself; the others amplify and leave for the blood as neutrophils and platelets.
    NormalProgenitor,
}

impl Kind {
    /// In the order of the rows.
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

    /// Leukemic cells count toward the burden, have the TP53 status of the patient and the chemoresistance of the
    /// leukemia.
    pub const fn is_leukemic(self) -> bool {
        matches!(self, Self::LeukemicStem | Self::LeukemicProgenitor | Self::Blast)
    }
}

/// One value for each kind.
///
/// In the order of [`Kind::ALL`]; indexed by [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PerKind<T>(pub [T; 5]);

impl<T> PerKind<T> {
    /// Calls `f` once for each kind, in their order.
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
