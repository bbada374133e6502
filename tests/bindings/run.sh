#!/usr/bin/env bash
# The Python module and the R package as users get them: `pip install .` in a fresh environment, then wheel and tarball as
# packaging/make.sh makes them, checked without Rust; the tests of the module with the wheel, R CMD build, check and the tests with
# the command of the tarball, the examples with samplers and optimizers, and the pages of the documents that need both.
#
#   tests/bindings/run.sh PROGRAM        PROGRAM is the command that was built; results are compared with its own. Python packages
#                                        come from PyPI
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo clippy --package cenersim-python --features pyo3/extension-module -- -D warnings
fresh() { /usr/bin/python3 -m venv "$work/$1"; }
pip() { "$work/$1/bin/pip" --quiet --disable-pip-version-check install "${@:2}"; }

# From the sources; and the first lines of docs/python.md with what `pip install .` alone brings.
fresh source
pip source .
"$program" run arm_b --quiet --set 'arm.cenersen.duration=4 d' --output "$work/command" --name arm_b
(cd "$work" && source/bin/python - <<'PYTHON'
import json
import cenersim as cs

r = cs.run("arm_b", set={"arm.cenersen.duration": "4 d"})
assert len(r.curves.to_pandas()) == len(r.curves) and "log10 kill" in repr(r)
assert r.result_sha256 == json.load(open("command/arm_b/provenance.json"))["result_sha256"], r.result_sha256
PYTHON
)

# From packages, which are made of what the program was compiled of.
PROFILE=release packaging/make.sh "$work/packages"
PROFILE=release packaging/check.sh "$work/packages"
tar -xzf "$work"/packages/*.tar.gz -C "$work"
program=$(ls "$work"/cenersim-*/cenersim)
fresh python
pip python "$work"/packages/*.whl
# Beside it: what reads its tables, and what calls it as a function.
pip python pytest mypy pandas pyarrow polars duckdb numpy SALib optuna emcee pyabc
"$work/python/bin/pytest" -q -p no:cacheprovider bindings/python/tests
"$work/python/bin/mypy" --cache-dir="$work/mypy" bindings/python/examples/typed.py
(cd "$work" && python/bin/stubtest cenersim._cenersim)
for example in salib optuna emcee pyabc; do
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
