#!/usr/bin/env bash
# The Python module and the R package as users get them: `pip install .` in a fresh environment and its tests, then R CMD
# build, check and the tests with the command, the examples with samplers and optimizers that install fast, and the pages of the
# documents that need both.
#
#   tests/bindings/run.sh PROGRAM        PROGRAM is the command for R; Python packages come from PyPI
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo clippy --package cenersim-python --features pyo3/extension-module -- -D warnings
/usr/bin/python3 -m venv "$work/python"
pip() { "$work/python/bin/pip" --quiet --disable-pip-version-check "$@"; }
pip install .
# Beside it: what reads its tables, and what calls it as a function.
pip install pytest mypy pandas pyarrow polars duckdb numpy SALib optuna emcee
"$work/python/bin/pytest" -q -p no:cacheprovider bindings/python/tests
"$work/python/bin/mypy" --cache-dir="$work/mypy" bindings/python/examples/typed.py
for example in salib optuna emcee; do
  "$work/python/bin/python" "bindings/python/examples/with_$example.py"
done

cd "$work"
R CMD build "$OLDPWD/bindings/r/cenersim"
# Dates are compared with a clock on the net, which is not there.
CENERSIM=$program _R_CHECK_SYSTEM_CLOCK_=0 R CMD check --no-manual cenersim_*.tar.gz
if grep -E '^Status: .*(ERROR|WARNING|NOTE)' cenersim.Rcheck/00check.log; then
  cat cenersim.Rcheck/00check.log
  exit 1
fi
mkdir library
R CMD INSTALL --library=library cenersim_*.tar.gz
# The example page, chunk by chunk.
export CENERSIM=$program R_LIBS=$work/library PYTHON=$work/python/bin/python
Rscript --vanilla "$OLDPWD/tests/bindings/chunks.R" library/cenersim/examples/cenersim.Rmd
# What the documents have in Python and R.
"$OLDPWD/tests/documents/run.py" "$program" "$OLDPWD"/docs/{python,r,tutorial_pharmacometrician}.md
