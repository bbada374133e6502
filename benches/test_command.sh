#!/usr/bin/env bash
# CPU seconds that the README's test command costs from a cold target, for this commit and for another one on the same machine, and
# their ratio: machines differ by more than versions do. Uncommitted changes are left out. Idle machine, half an hour.
#
# Usage: benches/test_command.sh [COMMIT]     without COMMIT: the last one of the model before 0.2
set -euo pipefail
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
other=${1:-2fd033b}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Nothing is built twice here, and nothing is left from before.
export CARGO_INCREMENTAL=0
unset CARGO_TARGET_DIR

# Prints user and system seconds of the command in a clone of a commit.
measure() {
  git clone --quiet "$repository" "$folder/$1"
  cd "$folder/$1"
  git checkout --quiet "$1"
  cargo fetch --locked --quiet
  TIMEFORMAT='%U %S'
  { time cargo test --quiet >"$folder/$1.log" 2>&1; } 2>"$folder/$1.time" || { tail -50 "$folder/$1.log" >&2; exit 1; }
  rm -rf target
  awk '{ print $1 + $2 }' "$folder/$1.time"
}

own=$(git -C "$repository" rev-parse --short=12 HEAD)
now=$(measure "$own")
echo "$own: $now CPU s"
before=$(measure "$other")
echo "$other: $before CPU s"
awk -v now="$now" -v before="$before" 'BEGIN { printf "ratio: %.3f\n", now / before }'
