#!/usr/bin/env bash
# The explorer in a browser: builds the page anew and compares it with the built files, then tests it as served and as a file.
# Usage: tests/explorer/run.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/../.."

for folder in src/explorer/page tests/explorer; do
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error --fetch-retries=5)
done

# The built files are those of the sources.
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
(cd src/explorer/page && npx tsc --noEmit && npx vite build --logLevel warn --outDir "$fresh" --emptyOutDir)
diff -r "$fresh" src/explorer/built

CENERSIM=$program node --test --test-concurrency=1 tests/explorer/*.test.mjs
