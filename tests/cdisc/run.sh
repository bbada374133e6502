#!/usr/bin/env bash
# Data files of a trial as the tools of clinical programmers read and derive them, at their default settings.
#
#     tests/cdisc/run.sh PROGRAM
#
# Needs python3-venv, r-base-core, r-cran-jsonlite, r-cran-readr and r-cran-survival. Some 60 s, most of them for packages.
set -euo pipefail
cenersim=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/../.."

# More trials than the hundred rows from which polars guesses types.
"$cenersim" trial scenarios/phase2.toml --output "$work" --name trial --quiet --pairs 0 --trials 120 \
  --set trial.pool=401 --set simulation.agents_per_class=8 --set 'trial.follow_up="200 d"' --width 320 --height 180 >/dev/null

python=target/cdisc/bin/python
if ! cmp -s "$here/requirements.txt" target/cdisc/requirements.txt; then
  /usr/bin/python3 -m venv target/cdisc
  target/cdisc/bin/pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
  cp "$here/requirements.txt" target/cdisc/
fi
"$python" "$here/read.py" "$work/trial"
"$python" "$here/derive.py" "$work/trial"
Rscript "$here/read.R" "$work/trial"
Rscript "$here/../double_programmed/trial.R" "$work/trial"
