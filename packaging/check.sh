#!/usr/bin/env bash
# What packaging/make.sh has written, as somebody without Rust gets it: checksums, lists of parts, the oldest glibc that is asked
# for, the size of the command, and the wheel in a fresh environment whose PATH has no compiler. Results of wheel, module and
# tarball must be the same.
#
#   packaging/check.sh [FOLDER]                     by default dist/; pandas and pyarrow come from PyPI
#   PROFILE=release packaging/check.sh [FOLDER]     of packages that make.sh has made with that profile, which may be large
#
# Left out: wheels for another machine than this one (another architecture, another system than Linux), and an older Linux:
# that nothing newer is asked for is read from the files.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(cd "${1:-dist}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "packaging/check.sh: $*" >&2; exit 1; }
# No variable and no program of whoever calls this.
bare() { (cd "$work" && env -i HOME="$work" LC_ALL=C.UTF-8 PATH=/usr/bin:/bin "$@"); }

(cd "$folder" && sha256sum --quiet --check SHA256SUMS)
wheel=$(ls "$folder"/*.whl)
tarball=$(ls "$folder"/*.tar.gz)
for list in "$folder"/*.cdx.json; do
  python3 -c 'import json, sys; parts = json.load(open(sys.argv[1]))["components"]; assert len(parts) > 100 and all(part["licenses"] for part in parts)' "$list"
done

tar -xzf "$tarball" -C "$work"
command=$(ls "$work"/cenersim-*/cenersim)
python3 -m zipfile -e "$wheel" "$work/wheel"
module=$(ls "$work"/wheel/cenersim/*.so)
for file in "$command" "$module"; do
  newest=$(objdump -T "$file" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1)
  echo "$(basename "$file"): $(stat -c %s "$file") bytes, $newest"
  [ "$(printf '%s\n' GLIBC_2.17 "$newest" | sort -V | tail -1)" = GLIBC_2.17 ] || fail "$file asks for $newest: expected GLIBC_2.17 or older"
done
size=$(stat -c %s "$command")
[ "${PROFILE:-dist}" != dist ] || ((size < 15000000)) || fail "the command has $size bytes: expected less than 15000000"

if bare sh -c 'command -v cargo || command -v rustc'; then
  fail "there is Rust in /usr/bin: expected none, so that the wheel is tried without"
fi
bare python3 -m venv "$work/python"
bare "$work/python/bin/pip" install --quiet --disable-pip-version-check "$wheel" pandas pyarrow
bare "$work/python/bin/cenersim" run arm_b --quiet --set 'arm.cenersen.duration=4 d' --output "$work/wheel_results" --name arm_b
begun=$(date +%s%N)
bare "$command" run arm_b --quiet --set 'arm.cenersen.duration=4 d' --output "$work/tarball_results" --name arm_b
echo "a run with figures by the command: $((($(date +%s%N) - begun) / 1000000)) ms"
bare "$work/python/bin/python" - <<'PYTHON'
import csv
import json
import cenersim as cs

r = cs.run("arm_b", set={"arm.cenersen.duration": "4 d"})
hashes = {r.result_sha256} | {json.load(open(f"{where}_results/arm_b/provenance.json"))["result_sha256"] for where in ("wheel", "tarball")}
assert len(hashes) == 1, hashes
frame, written = r.curves.to_pandas(), list(csv.DictReader(open("wheel_results/arm_b/curves.csv")))
assert len(frame) > 1000 and list(frame.columns) == list(written[0])
assert all(frame[column].tolist() == [float(row[column]) for row in written] for column in ("day", "value"))
assert "<svg" in r._repr_html_()
print(f"module, wheel and tarball: result_sha256 {r.result_sha256}, {len(frame)} rows of curves the same")
PYTHON
