#!/bin/bash
# A real Slurm of two virtual nodes on the loopback address computes a study; one node is killed in the middle; what is
# missing is submitted again; the result has the hash that one process yields. Then other commands go through the cluster
# without accidents. Installs Slurm from Debian when it is missing
# (that needs root). Everything it starts, it ends.
#   tests/slurm/run.sh [path of cenersim]      exit code 0: equal hashes; 77: Slurm cannot be had here
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(readlink -f "${1:-target/debug/cenersim}")
[ -x "$program" ] || { echo "no program at $program: build it first" >&2; exit 1; }

if ! command -v slurmctld >/dev/null; then
  apt-get update -qq && apt-get install -y -qq slurmctld slurmd slurm-client >/dev/null ||
    { echo "Slurm is not installed and cannot be installed" >&2; exit 77; }
fi

work=$(mktemp -d)
SLURM_CONF=$work/slurm.conf
pids=()
finish() {
  local job
  for job in $(processes '.*' || true); do kill -9 "$job" 2>/dev/null || true; done
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# Free ports, so that two checks on one machine do not meet.
base=$((20000 + RANDOM % 20000))
host=$(hostname -s)
mkdir -p "$work"/state "$work"/d.n1 "$work"/d.n2
cat > "$work/slurm.conf" <<CONF
ClusterName=study
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$base
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmdTimeout=10
KillWait=2
SchedulerParameters=batch_sched_delay=1,sched_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MaxArraySize=9
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/d.%n
SlurmctldPidFile=$work/ctld.pid
SlurmdPidFile=$work/d.%n.pid
SlurmctldLogFile=$work/ctld.log
SlurmdLogFile=$work/d.%n.log
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((base + 1)) CPUs=1
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((base + 2)) CPUs=1
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF CENERSIM_CHECK=$work
stepd=$(command -v slurmstepd || ls /usr/sbin/slurmstepd* 2>/dev/null | head -1)
slurmctld -D >/dev/null 2>&1 & pids+=($!)
slurmd -D -N n1 -d "$stepd" >/dev/null 2>&1 & pids+=($!)
slurmd -D -N n2 -d "$stepd" >/dev/null 2>&1 & second=$!
pids+=($second)

# Waits up to so many seconds for a command to succeed.
until_true() {
  local seconds=$1; shift
  for ((i = 0; i < seconds * 5; i++)); do "$@" && return; sleep 0.2; done
  echo "gave up waiting for: $*" >&2; tail -n 20 "$work"/*.log >&2; return 1
}
both_idle() { [ "$(sinfo --noheader --format=%T --Node 2>/dev/null | grep -c '^idle$')" = 2 ]; }
chunks_at_least() { [ "$(find "$study/chunks" -name '0*.parquet' | wc -l)" -ge "$1" ]; }
# Processes of jobs of this cluster on nodes of this name, by what their environment holds.
processes() {
  local ours
  ours=$(grep -lzx "CENERSIM_CHECK=$work" /proc/[0-9]*/environ 2>/dev/null) || true
  [ -n "$ours" ] && grep -lzxE "SLURMD_NODENAME=$1" $ours 2>/dev/null | cut -d/ -f3 | grep .
}
processes_of_n2() { processes n2; }
nothing_on_the_living() { ! squeue --noheader --format='%T' | grep -q . ; }
result_hash() { sed -n 's/.*"result_sha256": "\(.*\)".*/\1/p' "$1"/provenance.json; }
same_hash() {
  local expected found
  expected=$(result_hash "$1"); found=$(result_hash "$2")
  echo "at once: $expected"; echo "slurm:   $found"
  [ -n "$expected" ] && [ "$expected" = "$found" ]
}
# Whatever can be planned has the hash that it has at once: through_slurm COMMAND OPTION...
through_slurm() {
  local command=$1; shift
  local planned=$work/shared/$command
  "$program" "$command" "$@" --name "$command" --output "$work/local" --quiet >/dev/null
  "$program" study plan "$command" "$@" --name "$command" --output "$work/shared" --chunks 6 --quiet
  "$program" study submit "$planned" --slurm --throttle 2
  until_true 120 nothing_on_the_living
  "$program" study merge "$planned" >/dev/null
  same_hash "$work/local/$command" "$planned/results/$command"
}
until_true 30 both_idle
echo "two nodes are up"

options=(scenarios/phase2_arms.toml --patients 60 --attribution 2 --pairs 4 --name study
  --set 'simulation.horizon=30 d' --set simulation.agents_per_class=128 --set 'simulation.examinations=["14 d"]')
"$program" compare "${options[@]}" --output "$work/local" --quiet >/dev/null
"$program" study plan "${options[@]}" --output "$work/shared" --chunks 20 --quiet
study=$work/shared/study

"$program" study submit "$study" --slurm --throttle 2
if "$program" study submit "$study" --slurm 2>"$work/refusal"; then
  echo "a second submission was not refused" >&2; exit 1
fi
grep -q "in the queue as job" "$work/refusal"
echo "a second submission is refused"

until_true 60 chunks_at_least 4
# The daemon of the second node and everything that it has started, as if the machine had lost power.
until_true 20 processes_of_n2 >/dev/null || echo "no job of node n2 was met; its daemon dies alone"
kill -9 "$second"
jobs_of_n2=$(processes_of_n2 || true)
parents=$(for job in $jobs_of_n2; do ps -o ppid= -p "$job"; done | sort -un | grep -vx ' *1' || true)
for process in $parents $jobs_of_n2; do kill -9 "$process" 2>/dev/null || true; done
echo "node n2 is dead after $(find "$study/chunks" -name '0*.parquet' | wc -l) chunks"

# What is left of the array goes to the living node; jobs of the dead one end when the controller notices.
until_true 240 nothing_on_the_living
"$program" study status "$study"
missing=$("$program" study status "$study" --to-compute | wc -l)
echo "$missing chunks are missing when the array has ended"
slurmd -D -N n2 -d "$stepd" >/dev/null 2>&1 & pids+=($!)
until_true 60 both_idle
# Slurm may have given the dead node's work to the living one in time; then what that node had written is lost with it.
if [ "$missing" -eq 0 ]; then
  find "$study/chunks" -name '0*.parquet' | sort | head -3 | xargs rm
  echo "nothing was lost with the node: three finished chunks are taken away instead"
fi
"$program" study submit "$study" --slurm --throttle 2
until_true 120 nothing_on_the_living
"$program" study merge "$study" >/dev/null
same_hash "$work/local/study" "$study/results/study"

through_slurm trial scenarios/phase2.toml --trials 12 --pairs 4 --set simulation.agents_per_class=8 --set 'trial.follow_up="60 d"' \
  --set 'trial.subjects=[2, 2, 2]' --set trial.refractory=3 --set trial.men=3 --set trial.inhibitors.users=3 \
  --set trial.pool=48 --set trial.stopping.first_look=1 --width 640 --height 360
# A calibration has two levels: the second array waits for the first.
through_slurm calibrate scenarios/calibration.toml --set calibration.generations=2 --set calibration.draws=16 \
  --set 'calibration.parameters=["dna_damage.idarubicin_lc50", "inhibitor.loss"]' --set calibration.trials=1 \
  --set simulation.agents_per_class=4 --width 640 --height 360
through_slurm sensitivity scenarios/sensitivity.toml --set 'sensitivity.parameters=["dna_damage.idarubicin_lc50", "cenersen.potency"]' \
  --set sensitivity.patients=2 --set sensitivity.trajectories=4 --set sensitivity.rows=16 --set sensitivity.kept=2 \
  --set simulation.agents_per_class=8 --set 'simulation.horizon="43 d"' --width 640 --height 360
