#!/usr/bin/env bash
# Instructions of fixed work (benches/instructions.rs), counted by callgrind and held to benches/budget.tsv: a guard where
# the clock is too noisy to be one.
#   bash benches/instructions.sh            measures, and fails where something costs more than its budget
#   bash benches/instructions.sh --write    takes what is measured, and 5 % of room, as the budget of every row that is no
#                                           bound of its own
set -euo pipefail
cd "$(dirname "$0")/.."

# Without link-time optimization the bench is built in half the time, and costs within some per cent of the same.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=0
budget=benches/budget.tsv
command -v valgrind > /dev/null || { [ "$(id -u)" = 0 ] && apt-get install -qq -y valgrind > /dev/null 2>&1; } || true
command -v valgrind > /dev/null || { echo "valgrind is not here and cannot be installed; nothing is counted"; exit 0; }

work=$(cargo bench --no-default-features --features serde --bench instructions --no-run 2>&1 | tee /dev/stderr |
  sed -n 's/.*(\(.*\/instructions-[0-9a-f]*\)).*/\1/p')
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

counted() { # name, times: the instructions of the whole process
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work" "$1" "$2" 2> "$scratch/log" > "$scratch/units"
  sed -n 's/.*Collected : //p' "$scratch/log"
}

measured() { # name: the instructions of one unit
  local once thrice
  once=$(counted "$1" 1) && thrice=$(counted "$1" 3)
  echo $(((thrice - once) / (2 * $(cat "$scratch/units"))))
}

over=0
while IFS=$'\t' read -r name kind allowed; do
  case $name in '#'* | '') echo "$name${kind:+	$kind}${allowed:+	$allowed}" >> "$scratch/new"; continue ;; esac
  cost=$(measured "$name")
  verdict=ok
  [ "$cost" -le "$allowed" ] || { verdict=OVER; over=1; }
  printf '%-24s %12d of %12d %s\n' "$name" "$cost" "$allowed" "$verdict"
  [ "$kind" = bound ] || allowed=$((cost * 105 / 100))
  printf '%s\t%s\t%s\n' "$name" "$kind" "$allowed" >> "$scratch/new"
done < "$budget"

[ "${1:-}" != --write ] || { cp "$scratch/new" "$budget"; exit 0; }
exit $over
