#!/usr/bin/env bash
# What the page of the biology promises, tried: in a copy of the model one more process is its file, one line of the
# list and one table of its numbers, and one more property of a cell is one line; the copy compiles, and its process and
# its number are among those of the model.
#   tests/promise/run.sh            exit code 0: the promise is kept
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r Cargo.toml Cargo.lock build.rs src benches bindings "$work"
cd "$work/src/model"

cp "$root/tests/promise/autophagy.rs" biology/autophagy.rs
sed -i 's/^    Bleed => blood {}$/&\n    Starve => autophagy { autophagy: Autophagy }/' biology/mod.rs
sed -i 's/^    load: Load(f32) = 1.0,$/&\n    \/\/\/ How long a cell has gone without, relative to a fed one.\n    hunger: Hunger(f32) = 0.0,/' biology/columns.rs
cat >>parameters/defaults.toml <<'TABLE'

[autophagy.half_life]
value = "6 h"
low = "2 h"
high = "24 h"
grade = "C"
source = "assumed"
about = "Half-life of hunger in a fed cell; made up for a test."
TABLE

changed=$( (diff -rq "$root/src" "$work/src" || true) | wc -l)
[ "$changed" -eq 4 ] || { echo "$changed files of the copy differ: expected process, list, columns and numbers" >&2; exit 1; }

# A test in the copy: the schedule, the ledger and the table of columns know what was added.
cat >>biology/process.rs <<'TEST'

#[cfg(test)]
mod promise {
    use crate::{biology::{COLUMNS, PROCESSES}, parameters::Ledger};

    #[test]
    fn what_was_added_is_part_of_the_model() {
        assert!(PROCESSES.iter().any(|process| process.name == "autophagy"));
        assert!(COLUMNS.iter().any(|(name, _)| *name == "Hunger"));
        assert_eq!(Ledger::defaults().time("autophagy.half_life").in_hours(), 6.0);
    }
}
TEST
cd "$work"
cargo test --quiet -p cenersim-model --lib --target-dir "$root/target" --config profile.dev.package.cenersim-model.opt-level=0 \
  what_was_added_is_part_of_the_model
