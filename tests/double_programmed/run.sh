#!/usr/bin/env bash
# Published figures, a comparison, three designs and a posterior, computed again in R from their files alone. A trial is in tests/cdisc/run.sh,
# which has one.
#
#     tests/double_programmed/run.sh PROGRAM
#
# Needs r-base-core, r-cran-jsonlite and r-cran-survival, and the Python of tests/cdisc/run.sh, which reads Parquet for R.
# Some 60 s on two cores.
set -euo pipefail
cenersim=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/../.."
Rscript "$here/published.R"

small=(--output "$work" --quiet --set simulation.agents_per_class=8 --width 320 --height 180)

"$cenersim" compare scenarios/phase2_arms.toml "${small[@]}" --name comparison --patients 30 --reference A \
  --attribution 0 --pairs 0 >/dev/null
target/cdisc/bin/python -c "import pandas, sys
pandas.read_parquet(sys.argv[1] + '/patients.parquet').to_csv(sys.argv[1] + '/patients.csv', index=False)" "$work/comparison"
Rscript "$here/comparison.R" "$work/comparison"

design() {
  "$cenersim" design scenarios/next_trial.toml "${small[@]}" --set design.draws=30 --set design.patients_per_draw=8 "$@" \
    >/dev/null
}
design --name fixed
design --name group_sequential --set design.kind=group_sequential --set design.looks=3
design --name simon --set design.kind=simon_optimal --set design.sides=1
for kind in fixed group_sequential simon; do
  Rscript "$here/design.R" "$work/$kind"
done

"$cenersim" calibrate scenarios/calibration.toml "${small[@]}" --set calibration.generations=2 --set calibration.draws=16 \
  --set 'calibration.parameters=["dna_damage.idarubicin_lc50", "cenersen.potency"]' --set calibration.trials=1 >/dev/null
Rscript "$here/posterior.R" "$work/calibration"
