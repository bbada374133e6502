#!/usr/bin/env bash
# How long slides take: of a result that exists (goal: 5 s) and of 200 patients that are simulated for them (goal: 90 s on two idle
# cores). Prints wall time and CPU time (s); compares nothing.
#
#   benches/deck.sh target/release/cenersim
set -euo pipefail
cd "$(dirname "$0")/.."
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
TIMEFORMAT='%R s wall, %U s user, %S s system'
echo "deck of 200 patients:"
time "$1" deck scenarios/phase2_arms.toml --patients 200 --output "$made" --name arms --quiet >/dev/null
echo "deck of a result that exists:"
time "$1" deck "$made/arms" --quiet
