#!/usr/bin/env bash
# docs/results/bf16.sh
# Trains two recipes for ten epochs with two seeds, each in float32 and in bf16, and writes docs/results/bf16.json: test and
# validation accuracy side by side, and the mean difference. THIMBLE names the program to run; without it, ./run builds it.
set -euo pipefail
here=$(dirname "$0")
thimble=${THIMBLE-$here/../../run}
accuracy() { sed "s/.*\"$1\": *{\"accuracy\": *\([0-9.e-]*\).*/\1/" <<< "$2"; }
runs=$(mktemp)
trap 'rm -f "$runs"' EXIT
for recipe in S2-1 S4-5; do
  for seed in 1 2; do
    for compute in float32 bf16; do
      result=$("$thimble" train --net "$recipe" --seed "$seed" --epochs 10 --compute "$compute" --jsonl --quiet | tail -n 1)
      echo "$recipe $seed $compute $(accuracy test "$result") $(accuracy validation "$result")" >> "$runs"
    done
  done
done
awk '
  $3 == "float32" { test = $4; validation = $5 }
  $3 == "bf16" {
    row[++n] = sprintf("    {\"recipe\": \"%s\", \"seed\": %s, \"float32\": {\"test\": %s, \"validation\": %.5f}, " \
      "\"bf16\": {\"test\": %s, \"validation\": %.5f}}", $1, $2, test, validation, $4, $5)
    sum += $4 - test; sum_validation += $5 - validation
  }
  END {
    printf "{\n  \"command\": \"thimble train --net RECIPE --seed N --epochs 10 --compute float32|bf16\",\n"
    printf "  \"difference\": {\"test\": %.5f, \"validation\": %.5f},\n  \"runs\": [\n", sum / n, sum_validation / n
    for (i = 1; i <= n; i++) printf "%s%s\n", row[i], i < n ? "," : ""
    printf "  ]\n}\n"
  }' "$runs" > "$here/bf16.json"
