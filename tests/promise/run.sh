#!/usr/bin/env bash
# What one more of a kind costs, tried in a copy: a process, a property of a cell, a drug, an endpoint, a figure. Each may change
# only the files that are said here; the copy compiles, and what was added is part of the model. What an analysis costs is
# counted by a test (`architecture` in tests/model).
#   tests/promise/run.sh            prints the files of each; exit code 0: the promise is kept
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r Cargo.toml Cargo.lock build.rs src scenarios assets docs benches bindings "$work"
cp -r "$work" "$work.before"
trap 'rm -rf "$work" "$work.before"' EXIT
cd "$work/src"

# Prints the files that changed since the last call, which must be as many as the second word says, and forgets them.
costs() {
  local changed
  changed=$( (diff -rq "$work.before/src" "$work/src" || true) | sed -E "s|^Files .* and $work/src/(.*) differ$|\1|; s|^Only in $work/src/(.*): (.*)$|\1/\2|")
  printf '%-22s %s\n' "$1" "$(echo "$changed" | tr '\n' ' ')"
  [ "$(echo "$changed" | grep -c .)" -eq "$2" ] || { echo "expected $2 files" >&2; exit 1; }
  rm -r "$work.before/src" && cp -r "$work/src" "$work.before/src"
}

cp "$root/tests/promise/autophagy.rs" model/biology/autophagy.rs
sed -i 's/^    Bleed => blood {}$/&\n    Starve => autophagy { autophagy: Autophagy }/' model/biology/mod.rs
cat >>model/parameters/defaults.toml <<'TABLE'

[autophagy.half_life]
value = "6 h"
low = "2 h"
high = "24 h"
grade = "C"
source = "assumed"
about = "Half-life of hunger in a fed cell; made up for a test."
TABLE
costs "process" 3

sed -i 's/^    load: Load(f32) = 1.0,$/&\n    \/\/\/ How long a cell has gone without, relative to a fed one.\n    hunger: Hunger(f32) = 0.0,/' model/biology/columns.rs
costs "property of a cell" 1

# The tables of one drug under another name.
sed -n '/^\[daunorubicin\]/,/^# ---/p' model/parameters/drugs.toml | sed '/^#/d; s/daunorubicin/madeupubicin/g; s/Daunorubicin/Madeupubicin/g' >"$work/drug.toml"
cat "$work/drug.toml" >>model/parameters/drugs.toml
costs "drug" 1

sed -i 's/^    pub days_neutrophils_below_half: f64,$/&\n    \/\/\/ Days below 1.0 x 10^9\/L in total.\n    pub days_neutrophils_below_one: f64,/; s/^        days_neutrophils_below_half: .*$/&\n        days_neutrophils_below_one: neutrophils.days_below(1.0),/' model/curves/milestones.rs
fields=$(sed -n 's/^pub static MILESTONES: \[Field; \([0-9]*\)\].*/\1/p' analyses/comparison/fields.rs)
sed -i "s/^pub static MILESTONES: \[Field; $fields\] = \[/pub static MILESTONES: [Field; $((fields + 1))] = [\n    field!(Number \"days_neutrophils_below_one\" \"d\" \"Days with neutrophils below 1.0 G\/L.\", outcome.milestones.days_neutrophils_below_one)\n        .asked(Asked::more(12, \"Neutrophils < 1.0 G\/L\")),/" analyses/comparison/fields.rs
costs "endpoint" 2

sed 's/"waterfall"/"second_waterfall"/' plot/comparison/waterfall.rs >plot/comparison/second_waterfall.rs
figures=$(sed -n 's/^const FIGURES: \[FigureOf<Comparison>; \([0-9]*\)\].*/\1/p' plot/comparison/mod.rs)
sed -i "s/^mod waterfall;/mod second_waterfall;\n&/; s/^    waterfall::FIGURE,/&\n    second_waterfall::FIGURE,/; s/^const FIGURES: \[FigureOf<Comparison>; $figures\]/const FIGURES: [FigureOf<Comparison>; $((figures + 1))]/" plot/comparison/mod.rs
costs "figure" 2

# A test in the copy: the schedule, the ledger, the table of columns and the list of drugs know what was added.
cat >>model/biology/process.rs <<'TEST'

#[cfg(test)]
mod promise {
    use crate::{biology::{COLUMNS, PROCESSES}, parameters::Ledger, treatment::Drug};

    #[test]
    fn what_was_added_is_part_of_the_model() {
        assert!(PROCESSES.iter().any(|process| process.name == "autophagy"));
        assert!(COLUMNS.iter().any(|(name, _)| *name == "Hunger"));
        assert_eq!(Ledger::defaults().time("autophagy.half_life").in_hours(), 6.0);
        assert_eq!(Drug::known("madeupubicin").map(Drug::name), Some("madeupubicin"));
    }
}
TEST
cd "$work"
cargo test --quiet -p cenersim-model --lib --target-dir "$root/target" --config profile.dev.package.cenersim-model.opt-level=0 \
  what_was_added_is_part_of_the_model
cargo check --quiet -p cenersim-plot --target-dir "$root/target"
