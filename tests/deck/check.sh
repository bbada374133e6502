#!/usr/bin/env bash
# Decks of every kind of result, opened by python-pptx and LibreOffice (see check.py).
#
#   tests/deck/check.sh target/release/cenersim [RESULT...] [--pictures FOLDER]
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! [ -x target/pptx/bin/python ]; then
  /usr/bin/python3 -m venv target/pptx
  target/pptx/bin/pip install --quiet --disable-pip-version-check python-pptx==1.0.2 lxml==6.1.3
fi
timeout 600 target/pptx/bin/python tests/deck/check.py "$@"
