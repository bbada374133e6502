//! The scenario reference: every key with how it is written and what it means, and every number that `[parameters]` may
//! change, made from the schema and the ledger so that it cannot lag behind them.
//! Left out: how regimens and drugs are composed, which have pages of their own.
//!
//! `cenersim schema --reference` prints it, and `docs/scenario_reference.md` is the copy that a reader finds; a test fails
//! when the two differ.

use super::{keys, submodels};
use cenersim_model::parameters::Ledger;

const BEGINNING: &str = "# Scenario reference

A scenario is one TOML file: a patient, one or more arms, and how to simulate them. Keys that it does not have keep their
default, or come from the file that it `extends`. Quantities carry units ([units.md](units.md)); how regimens are written tells
[protocols.md](protocols.md), how a drug is described [drugs.md](drugs.md). A wrong key, unit or value is one sentence with
file, line and column. This page is made by `cenersim schema --reference`.

## Keys
";

const NUMBERS: &str = "
## Numbers of `[parameters]`

Any of them may be changed, here or by `--set parameters.PATH=VALUE`. Outside of the range it is noted. Grades: A measured in a source that was
read, B well established, C assumed. What each number drives: `cenersim parameters`.

";

/// The whole page as Markdown.
pub fn scenario_reference() -> String {
    let ledger = Ledger::with_all_drugs();
    let numbers: Vec<_> = ledger.entries().collect();
    format!("{BEGINNING}\n{}\n{NUMBERS}{}\n", keys::keys(), submodels::table(&numbers))
}
