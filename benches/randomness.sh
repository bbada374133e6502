#!/usr/bin/env bash
# Passes the engine's draws, in several orders, through tests of dieharder (Debian package `dieharder`), about ten
# minutes. Prints every p-value, then one line `name value unit` for each figure. A good generator gives a p-value below
# 0.005 or above 0.995 (WEAK) once in a hundred tests, and one beyond 0.000001 (FAILED) practically never.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v dieharder >/dev/null || { echo "randomness: \`dieharder\` was not found: install the package of that name" >&2; exit 2; }

# Birthdays, overlapping permutations, ranks of two sizes, counting ones, runs, craps, monobit, runs of bits, serial
# (patterns of 1 to 16 bits), Kolmogorov-Smirnov, discrete cosine transform, monobit in blocks of many sizes.
tests=(0 1 2 3 8 15 16 100 101 102 204 206 209)
binary=$(cargo bench --bench randomness --no-run 2>&1 | sed -n 's/.*(\(.*randomness-[0-9a-f]*\))/\1/p')
results=$(mktemp)
trap 'rm -f "$results"' EXIT

for order in $("$binary"); do
  for test in "${tests[@]}"; do
    "$binary" "$order" | dieharder -g 200 -d "$test" -D test_name -D ntuple -D pvalues -D assessment |
      awk -F'|' -v order="$order" '{gsub(/ /, ""); print order, $1, $2, $3, $4}' | tee -a "$results" || true
  done
done

awk '{n++; count[$5]++; if ($4 < 0.1) low++; if ($4 >= 0.9) high++}
     END {printf "randomness.p_values %d count\n", n
          printf "randomness.weak %d count\n", count["WEAK"]
          printf "randomness.failed %d count\n", count["FAILED"]
          printf "randomness.below_0.1 %.4f share\n", low / n
          printf "randomness.above_0.9 %.4f share\n", high / n}' "$results"
