#!/usr/bin/env bash
# Renews the pictures of the README from this version, and prints the numbers that stand beside them.
#   cargo build --release && assets/renew.sh
set -euo pipefail
cd "$(dirname "$0")/.."
program=${CENERSIM:-target/release/cenersim}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$program" run scenarios/arm_b.toml --quiet --output "$folder"
"$program" compare scenarios/phase2_arms.toml --patients 200 --quiet --output "$folder" --name compare
"$program" trial scenarios/phase2.toml --quiet --output "$folder" --name trial
"$program" qualify --quiet --output "$folder" --name qualification | grep -v "^written"

copy() { cp "$folder/$1.png" "assets/$2.png"; }
copy arm_b/figures/population arm_b_population
copy compare/figures/response compare_response
copy compare/figures/headline headline
copy qualification/figures/arms published_arms
