#!/usr/bin/env bash
# Where in the ranges of the ledger cenersen would help or harm: the headline under numbers of the ledger's ranges about p53,
# as a table. Potencies stay those of the neutral hypothesis, so that CR without cenersen moves along.
#   cargo build --release && assets/region.sh [PAIRS]
set -euo pipefail
cd "$(dirname "$0")/.."
program=${CENERSIM:-target/release/cenersim}
pairs=${1:-200}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

competence() {
  printf -- '--set=parameters.apoptosis.competence.leukemic_stem=%s --set=parameters.apoptosis.competence.leukemic_progenitor=%s ' "$1" "$2"
  printf -- '--set=parameters.apoptosis.competence.blast=%s' "$3"
}
arrest() { printf -- '--set=parameters.arrest.strength=%s' "$1"; }
repair() { printf -- '--set=parameters.dna_damage.repair_loss=%s' "$1"; }
low=$(competence 0 0.05 0.05)
high=$(competence 0.6 0.7 0.9)

row() {
  local name=$1
  shift
  "$program" compare scenarios/phase2_arms.toml --patients 2 --pairs "$pairs" --hypothesis neutral --quiet --output "$folder" \
    --name point --overwrite "$@" >/dev/null
  awk -v name="$name" -F , 'BEGIN { printf "| %s |", name } $1 == "neutral" { printf " %+.1f (%+.1f to %+.1f) |", $8, $9, $10 } END { print "" }' \
    "$folder/point/tables/headline.csv"
}

echo "| numbers of the ledger | arm A | arm B | arm C | TP53 null less wild type, 7 + 3 |"
echo "|---|---|---|---|---|"
row "as in \`neutral\`"
# shellcheck disable=SC2086 # each holds several arguments
{
  row "competence lowest" $low
  row "competence highest" $high
  row "no arrest" $(arrest 0)
  row "arrest strongest (0.9)" $(arrest 0.9)
  row "repair without p53 unchanged" $(repair 0)
  row "repair lost most (0.6)" $(repair 0.6)
  row "all three towards harm" $high $(arrest 0) $(repair 0)
  row "half way to harm" $(competence 0.45 0.51 0.7) $(arrest 0.15) $(repair 0.2)
  row "half way to help" $(competence 0.15 0.19 0.28) $(arrest 0.6) $(repair 0.5)
  row "all three towards help" $low $(arrest 0.9) $(repair 0.6)
}
