#!/usr/bin/env bash
# Renews from this version the pictures of the README, and every number that it and the documents quote (see numbers.py).
#   cargo build --release && assets/renew.sh [PART...]
#
# Parts (minutes on two idle cores): `results` (12; without any part), `hypotheses` (20: 800 pairs, the published arms under each
# hypothesis, region.sh), `design` (5), `sensitivity` (15), `pictures` (1: those of the README alone, from the results that gallery.py left
# in target/gallery). Numbers of parts that are not made stay as they are, and are told.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${CENERSIM:-target/release/cenersim}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

made() {
  local name=$1
  shift
  "$program" "$@" --quiet --output "$folder" --name "$name" >/dev/null
}

copy() { cp "$folder/$1" "assets/$2"; }

results() {
  made run run scenarios/arm_b.toml
  made without run scenarios/controls/arm_b_without_cenersen.toml
  made non_responder run scenarios/patients/non_responder.toml
  movement
  made compare compare scenarios/phase2_arms.toml --patients 200
  made trial trial scenarios/phase2.toml
  made qualification qualify
  copy compare/figures/response.png compare_response.png
  copy compare/figures/headline.png headline.png
  copy qualification/figures/arms.png published_arms.png
  copy qualification/figures/arms_2.png published_arms_2.png
  copy qualification/figures/arms_3.png published_arms_3.png
}

movement() {
  "$program" plot "$folder/run" --animate --beside "$folder/without" >/dev/null
  copy run/figures/movement.gif movement.gif
}

pictures() {
  made run run scenarios/arm_b.toml
  made without run scenarios/controls/arm_b_without_cenersen.toml
  movement
  "$program" plot target/gallery/1_compare >/dev/null
  cp target/gallery/1_compare/figures/response.png assets/compare_response.png
  cp target/gallery/1_compare/figures/headline.png assets/headline.png
}

hypotheses() {
  made pairs_800 compare scenarios/phase2_arms.toml --patients 2 --pairs 800 --hypothesis source --attribution 0
  for name in clinical source; do
    made "arms_$name" qualify --only arms --hypothesis "$name"
  done
  CENERSIM=$program assets/region.sh >"$folder/region.md"
}

design() { made design design scenarios/next_trial.toml; }

# `sensitivity` computes through chunks of its own beside the result.
sensitivity() { made sensitivity sensitivity scenarios/sensitivity.toml; }

for part in "${@:-results}"; do
  case $part in
    results | hypotheses | design | sensitivity | pictures) "$part" ;;
    *)
      echo "\`$part\` is no part: expected some of results, hypotheses, design, sensitivity, pictures" >&2
      exit 2
      ;;
  esac
done
/usr/bin/python3 assets/numbers.py "$folder"
