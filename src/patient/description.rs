//! placeholder until merge
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tp53 { WildType, Mutant, Null }
