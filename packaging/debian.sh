#!/usr/bin/env bash
# Packages in a Debian 12 of their own, which has neither Rust nor a compiler: the wheel is installed by pip, the tarball by the
# commands of the Apptainer recipe (and put where the Dockerfile puts the command). All must give the same result.
#
#   packaging/debian.sh [FOLDER]      by default dist/; needs root, debootstrap, deb.debian.org and PyPI; three minutes
#
# CI does not run it: packaging/check.sh tries the same packages in an environment without Rust. Left out: whether docker and
# apptainer accept the recipes.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(cd "${1:-dist}" && pwd)
work=$(mktemp -d)
root=$work/debian
trap 'rm -rf --one-file-system "$work"' EXIT
debootstrap --variant=minbase --include=python3,python3-venv bookworm "$root" >/dev/null
inside() { chroot "$root" env -i HOME=/root LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin "$@"; }
for tool in cargo rustc cc; do
  if inside sh -c "command -v $tool"; then
    echo "packaging/debian.sh: $tool is in the new Debian: expected a system without Rust and compilers" >&2
    exit 1
  fi
done

# With what the wheel asks for, for the Python of Debian 12, which has no network here.
python3 -m venv "$work/pip"
"$work/pip/bin/pip" download --quiet --disable-pip-version-check --only-binary=:all: --python-version 3.11 --dest "$root/opt/wheels" "$folder"/*.whl
cp "$folder"/*.tar.gz "$root/opt/cenersim.tar.gz"
inside sh -euxc "$(sed -n '/^%post$/,/^%runscript$/p' packaging/cenersim.def | grep -v '^%')"
inside python3 -m venv /opt/python
inside /opt/python/bin/pip install --quiet --no-index --disable-pip-version-check --find-links /opt/wheels cenersim

inside cenersim run arm_b --quiet --output /tmp/tarball --name arm_b
inside /opt/python/bin/cenersim run arm_b --quiet --output /tmp/wheel --name arm_b
inside /opt/python/bin/python - <<'PYTHON'
import json
import cenersim as cs

hashes = {json.load(open(f"/tmp/{of}/arm_b/provenance.json"))["result_sha256"] for of in ("tarball", "wheel")}
r = cs.run("arm_b")
hashes.add(r.result_sha256)
assert len(r.curves.to_pandas()) == len(r.curves)
assert len(hashes) == 1, hashes
print(f"Debian {open('/etc/debian_version').read().strip()}: tarball, wheel and module: result_sha256 {hashes.pop()}")
PYTHON
