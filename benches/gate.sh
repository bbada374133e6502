#!/usr/bin/env bash
# Fails when the engine or the biology needs over 3 % more instructions for an agent-step than benches/baseline.txt says,
# or over 3 % fewer, so that gains are kept too. `benches/gate.sh --update` writes the baseline anew.
# Needs callgrind (Debian package `valgrind`); takes under a minute when the benches are built.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "gate: \`valgrind\` was not found: install the package of that name" >&2; exit 2; }
baseline=benches/baseline.txt
counted=$(cargo bench --quiet --bench instructions | grep '^instructions\.')

if [ "${1:-}" = --update ]; then
  echo "$counted" > "$baseline"
  echo "gate: wrote $baseline"
  exit
fi
awk 'NR == FNR { expected[$1] = $2; next }
     { now[$1] = $2 }
     END {
       for (name in expected) {
         change = name in now ? 100 * (now[name] / expected[name] - 1) : 100
         printf "%s %.2f %.2f %+.2f %%\n", name, expected[name], now[name], change
         if (change > 3 || change < -3) {
           printf "gate: `%s` changed by %+.1f %%: expected %.2f instructions for an agent-step within 3 %%, found %.2f; " \
                  "make it cheaper, or run `benches/gate.sh --update` and say why in the commit\n", \
                  name, change, expected[name], now[name] > "/dev/stderr"
           failed = 1
         }
       }
       exit failed
     }' "$baseline" <(echo "$counted")
