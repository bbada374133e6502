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
cp "$folder/sensitivity/figures.cbor" src/plot/fixtures/sensitivity.cbor

"$program" design scenarios/next_trial.toml --quiet --output "$folder" --set design.draws=12 \
    --set design.patients_per_draw=8 --set simulation.agents_per_class=16
cp "$folder/next_trial/design.json" src/plot/fixtures/design.json

# Three arms in a dozen patients with everything that a comparison can have: what its figures are drawn from.
"$program" compare scenarios/phase2_arms.toml --quiet --output "$folder" --name comparison --patients 12 --replicates 2 \
    --attribution 4 --pairs 12 --sweep arm.B.cenersen.duration="0 d,7 d" --set simulation.agents_per_class=16 \
    --set simulation.horizon="84 d" --set simulation.record_every="72 h"
cp "$folder/comparison/figures.cbor" src/plot/fixtures/comparison.cbor

# Fourteen free numbers in nine subjects, with all that a calibration says about them.
parameters='["dna_damage.idarubicin_lc50", "apoptosis.maximal_by_damage", "covariate.refractory_resistance",
    "cenersen.potency", "rnase_h.level.leukemic_stem", "dna_damage.cytarabine_ec50", "niche.leukemic_haste.stem",
    "niche.leukemic_haste.blast", "apoptosis.maximal_rate", "cenersen.relative_uptake.leukemic_stem",
    "leukemia.stem.g0_exit", "leukemia.blast.g0_exit", "normal.progenitor.cells", "covariate.age_fatality"]'
"$program" calibrate scenarios/calibration.toml --quiet --output "$folder" --set "calibration.parameters=$parameters" \
    --set calibration.generations=3 --set calibration.draws=60 --set calibration.trials=1 --set calibration.posterior=60 \
    --set simulation.agents_per_class=8 --set trial.refractory=4 --set trial.men=5 --set trial.inhibitors.users=3 \
    --set 'trial.subjects=[3, 3, 3]' --set trial.stopping.first_look=1
cp "$folder/calibration/figures.cbor" src/plot/fixtures/calibration.cbor

# The trial with its 53 subjects, repeated from a pool, under all explanations.
"$program" trial scenarios/phase2.toml --quiet --output "$folder" --name trial --trials 200 --pairs 12 \
    --set simulation.agents_per_class=8
cp "$folder/trial/figures.cbor" src/plot/fixtures/trial.cbor
