#!/usr/bin/env bash
# Renews the pictures of the README from this version, and prints the numbers that stand beside them.
#   cargo build --release && assets/renew.sh
set -euo pipefail
cd "$(dirname "$0")/.."
program=${CENERSIM:-target/release/cenersim}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$program" run scenarios/arm_b.toml --quiet --output "$folder"
"$program" run scenarios/controls/arm_b_without_cenersen.toml --quiet --output "$folder"
"$program" plot "$folder/arm_b" --animate --beside "$folder/arm_b_without_cenersen" >/dev/null
"$program" compare scenarios/phase2_arms.toml --patients 200 --quiet --output "$folder" --name compare
"$program" trial scenarios/phase2.toml --quiet --output "$folder" --name trial
"$program" qualify --quiet --verbose --output "$folder" --name qualification | grep -v "^written"

copy() { cp "$folder/$1.png" "assets/$2.png"; }
copy arm_b/figures/population arm_b_population
cp "$folder/arm_b/figures/movement.gif" assets/movement.gif
copy compare/figures/response compare_response
copy compare/figures/headline headline
copy qualification/figures/arms published_arms
