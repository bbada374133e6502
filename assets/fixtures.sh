#!/usr/bin/env bash
# Writes again the small results that tests read as files, with this version.
#   cargo build --release && assets/fixtures.sh
set -euo pipefail
cd "$(dirname "$0")/.."
program=${CENERSIM:-target/release/cenersim}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

parameters='["dna_damage.idarubicin_lc50", "dna_damage.cytarabine_ec50", "apoptosis.maximal_rate",
    "apoptosis.competence.blast", "apoptosis.competence.leukemic_stem", "cenersen.potency", "p53.half_activating_damage",
    "leukemia.stem.g0_exit", "leukemia.blast.g0_exit", "niche.leukemic_haste.blast", "dna_damage.repair_loss",
    "rnase_h.level.leukemic_stem"]'
"$program" sensitivity scenarios/sensitivity.toml --quiet --output "$folder" --set "sensitivity.parameters=$parameters" \
    --set sensitivity.patients=4 --set sensitivity.trajectories=4 --set sensitivity.rows=16 --set sensitivity.kept=3 \
    --set simulation.agents_per_class=16
cp "$folder/sensitivity/sensitivity.json" src/plot/fixtures/sensitivity.json

"$program" design scenarios/next_trial.toml --quiet --output "$folder" --set design.draws=12 \
    --set design.patients_per_draw=8 --set simulation.agents_per_class=16
cp "$folder/next_trial/design.json" src/plot/fixtures/design.json
