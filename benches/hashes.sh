#!/usr/bin/env bash
# Prints `command  result_sha256` for every command that simulates, at small size, so that two versions can be compared with
# `diff`. What an older version lacks (a command, an option, a scenario) is left out or says why it has no hash.
#
#     benches/hashes.sh PROGRAM SCENARIOS [KEPT]        such as  benches/hashes.sh target/release/cenersim scenarios
#
# KEPT is a folder that receives the results (a temporary one by default), to find the file that differs.
# benches/HASHES.md tells what was found.
set -euo pipefail
program=$(realpath "$1") scenarios=$(realpath "$2") kept=${3:-}
[ -n "$kept" ] || { kept=$(mktemp -d); trap 'rm -rf "$kept"' EXIT; }
mkdir -p "$kept"
cd "$kept"
few=(--set simulation.agents_per_class=16)
small=(--set simulation.agents_per_class=8 --set 'simulation.record_every="24 h"')

# told NAME: the hash of the result below the folder NAME, or why there is none.
told() {
  local hash
  hash=$(find "$1" -name provenance.json -exec sed -n 's/.*"result_sha256": "\(.*\)".*/\1/p' {} + 2>/dev/null | head -1)
  printf '%-44s %s\n' "$1" "${hash:-none: $(grep -m 1 '^error' "$1.log" | cut -c 1-120)}"
}

# hash NAME COMMAND ...: does it in a folder of this name, and prints the line.
hash() {
  local name=$1
  shift
  rm -rf "$name"
  mkdir -p "$name"
  "$program" "$@" --output "$name" --quiet $(look "$1") >"$name.log" 2>&1 || true
  told "$name"
}

# Small figures, without pixels where figures can be that.
look() {
  ! has "$1" --width || echo --width 640 --height 360
  ! "$program" "$1" --help | tr -s ' \n' ' ' | grep -q 'possible values: svg,' || echo --format svg
}

# has COMMAND OPTION: whether the program knows them.
has() { "$program" "$1" --help 2>/dev/null | grep -qe "$2\b"; }

# Pairs for the headline of a command, where they can be asked for.
pairs() { ! has "$1" --pairs || echo --pairs 4; }

hash run run "$scenarios/arm_b.toml"
(cd "$scenarios" && ls arm_[ac].toml healthy.toml untreated.toml {controls,patients,published,protocols}/*.toml 2>/dev/null || true) |
  while read -r arm; do
    name=${arm%.toml}
    hash "run_${name//\//_}" run "$scenarios/$arm" "${few[@]}"
  done

# What teaches has one arm or two.
for lesson in "$scenarios"/teaching/*.toml; do
  [ -e "$lesson" ] || continue
  hash "compare_$(basename "$lesson" .toml)" compare "$lesson" "${small[@]}" --replicates 2 --attribution 0 $(pairs compare)
done

b=$scenarios/arm_b.toml arms=$scenarios/phase2_arms.toml trial=$scenarios/phase2.toml
hash run_hypothesis run "$b" "${few[@]}" --hypothesis neutral
hash run_replicates run "$b" "${few[@]}" --seed 7 --threads 1 --set simulation.replicates=3
hash run_arm run "$arms" "${few[@]}" --arm C --cells-on 0,3
hash run_checkpoints run "$b" "${few[@]}" --checkpoint-every 14d
hash run_branch run --branch "$(dirname run_arm_a/*/provenance.json)" --at 2d --set 'arm.idarubicin.dose="6 mg/m2"'

hash compare compare "$arms" "${small[@]}" --patients 6 --attribution 2 $(pairs compare)
hash compare_one compare "$b" "${small[@]}" --replicates 3 --without cenersen --without cenersen+inhibitors --attribution 0 $(pairs compare)
hash compare_precise compare "$arms" "${small[@]}" --endpoint blast_log_kill --patients 4 --until-se 0.5 --max-patients 40 --attribution 0 $(pairs compare)
hash compare_files compare "$scenarios"/controls/arm_b_*.toml "${small[@]}" --patients 2 --attribution 0 $(pairs compare)
hash sweep compare "$b" "${small[@]}" --patients 2 --attribution 0 $(pairs compare) --sweep 'arm.cenersen.duration=0 d,2 d,7 d'
hash sweep_grid compare "$scenarios/sweeps/cenersen_days_and_start.toml" "${small[@]}" --attribution 0 $(pairs compare)

# A trial of nine, whose repetitions are drawn from 80 patients.
nine=(--set 'trial.subjects=[3, 3, 3]' --set trial.refractory=4 --set trial.men=5 --set trial.inhibitors.users=3
  --set trial.stopping.first_look=1)
repeated=("${nine[@]}" --trials 5 --set trial.pool=80 --set trial.follow_up=\"60d\")
hash trial trial "$trial" "${small[@]}" $(pairs trial)
hash trials trial "$trial" "${small[@]}" "${repeated[@]}" $(pairs trial)
hash calibrate calibrate "$scenarios/calibration.toml" "${small[@]}" "${nine[@]}" --set calibration.generations=2 \
  --set calibration.draws=64 --set calibration.trials=1
posterior=$(ls -d calibrate/*/posterior.parquet 2>/dev/null || true)
hash trials_parameters trial "$trial" "${small[@]}" "${repeated[@]}" --parameters "$posterior" $(pairs trial)
for command in run compare; do
  ! has $command --parameters || hash ${command}_parameters $command "$b" "${small[@]}" --parameters "$posterior"
done
hash sensitivity sensitivity "$scenarios/sensitivity.toml" "${small[@]}" --set sensitivity.patients=2 \
  --set sensitivity.trajectories=4 --set sensitivity.rows=16
if has design --output; then
  hash design design "$scenarios/next_trial.toml" "${small[@]}" --set design.draws=10 --set design.patients_per_draw=4
fi
hash qualify qualify --only arms --size reduced

rm -rf study
mkdir -p study
"$program" study plan "$arms" "${small[@]}" --patients 6 --attribution 2 $(pairs compare) --output study --name study --chunks 3 --quiet \
  >study.log 2>&1 && "$program" study run study/study --quiet >>study.log 2>&1 && "$program" study merge study/study >>study.log 2>&1 || true
told study
