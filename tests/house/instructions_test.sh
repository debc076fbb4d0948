#!/usr/bin/env bash
# instructions_test.sh [--write] [PROGRAM]
# A guard against silent slow-downs that needs no quiet machine: counts the instructions of the main kernels and of training
# steps, on one thread, and compares them with those stored in instructions/COMPILER.txt, within 3 %. --write stores them.
# Valgrind knows no AVX-512: tiles_test.cpp looks at that. PROGRAM is a Release build's count_instructions.
set -uo pipefail
cd "$(dirname "$0")/../.."
write="" skip=77
[ "${1-}" != --write ] || { write=1; shift; }
program=${1-build/release/tests/house/count_instructions}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
under_valgrind() { THIMBLE_ISA=$1 valgrind --tool=none --quiet "$program" --about; }

command -v valgrind >/dev/null || { echo "skipped: there is no valgrind"; exit $skip; }
[ -x "$program" ] || { echo "$program: is not built"; exit 1; }
compiler=$("$program" --about | cut -d ' ' -f 1)
stored=tests/house/instructions/$compiler.txt
if [ -z "$write" ] && [ ! -f "$stored" ]; then
  echo "skipped: no counts are stored for $compiler; ${0#"$PWD"/} --write $program stores them"
  exit $skip
fi

for isa in scalar avx2; do
  if [ "$(under_valgrind $isa)" != "$compiler $isa" ]; then
    echo "skipped: this machine does not run $isa"
    exit $skip
  fi
  THIMBLE_ISA=$isa valgrind --tool=callgrind --instr-atstart=no --dump-line=no --combine-dumps=yes \
    --callgrind-out-file="$scratch/$isa" "$program" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
  awk -v isa=$isa '/^desc: Trigger: Client Request: / { job = $NF } /^totals: / && job { print job, isa, $2; job = "" }' \
    "$scratch/$isa" >>"$scratch/counted"
done

if [ -n "$write" ]; then
  mkdir -p tests/house/instructions
  cp "$scratch/counted" "$stored"
  echo "$stored: $(wc -l <"$stored") counts"
  exit
fi
awk -f tests/house/compare_counts.awk "$stored" "$scratch/counted" && exit
echo "if that is as it should be: ${0#"$PWD"/} --write $program"
exit 1
