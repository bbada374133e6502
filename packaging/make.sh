#!/usr/bin/env bash
# Makes what is installed without Rust: a wheel for Linux (manylinux2014: glibc 2.17 or newer) and a tarball of the command,
# with their checksums and lists of parts (SBOM, CycloneDX 1.5) beside them.
#
#   packaging/make.sh [FOLDER]                      by default dist/; takes twenty minutes on two cores
#   PROFILE=release packaging/make.sh [FOLDER]      larger and with the same results, from what `cargo build --release` has
#                                                   compiled already: to try packages
#
# It needs Rust, Python 3.9 or newer with venv, and a network to crates.io and PyPI; linking against an old glibc is done by
# zig, which comes from PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mkdir -p "${1:-dist}" && cd "${1:-dist}" && pwd)
profile=${PROFILE:-dist}
target=$(rustc -vV | sed -n 's/^host: //p')
version=$(cargo metadata --no-deps --format-version 1 | python3 -c 'import json, sys; print(next(p["version"] for p in json.load(sys.stdin)["packages"] if p["name"] == "cenersim"))')

tools=$PWD/target/packaging
[ -x "$tools/bin/maturin" ] || python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check 'maturin>=1.9,<2' ziglang cargo-zigbuild
export PATH=$tools/bin:$PATH

# Compiles and links C for glibc 2.17. Rust is linked last, so that only the last step differs from any other build.
zig=$tools/bin/zig-cc
printf '#!/bin/sh\nexec cargo-zigbuild zig cc -- -g -fno-sanitize=all -target %s "$@"\n' "${target/-unknown/}.2.17" >"$zig"
chmod +x "$zig"
export "CC_${target//-/_}=$zig"

flags=(-C "linker=$zig") smaller=()
if [ "$profile" = dist ]; then
  # Functions that are marked for inlining are inlined no more than others, so that the command is smaller.
  export RUSTFLAGS="${RUSTFLAGS:-} -C llvm-args=-inlinehint-threshold=50"
  # What is linked as one is optimized at the level of the program; with its own, "z", loops over agents would not be vectorized.
  # The command is loaded at a fixed address, which saves the tables of what a loader would have to move.
  smaller=(-C opt-level=2 -C relocation-model=static)
fi
cargo rustc --locked --profile "$profile" --bin cenersim -- "${flags[@]}" "${smaller[@]}"
maturin build --locked --profile "$profile" --compatibility manylinux2014 --interpreter "$tools/bin/python" --out "$folder" -- "${flags[@]}"

name=cenersim-$version-$target
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
mkdir "$staged/$name"
cp "target/$profile/cenersim" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$staged/$name"
cp -r scenarios "$staged/$name/scenarios"
# The same bytes whenever and by whomever it is made.
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$staged" -c "$name" | gzip -n9 >"$folder/$name.tar.gz"

python3 packaging/sbom.py "$target" cenersim >"$folder/$name.cdx.json"
python3 packaging/sbom.py "$target" cenersim-python >"$folder/cenersim-$version-python.cdx.json"
(cd "$folder" && sha256sum ./*.whl ./*.tar.gz ./*.cdx.json >SHA256SUMS && cat SHA256SUMS)
